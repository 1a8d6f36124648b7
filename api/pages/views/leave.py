"""A leave in words: until when it may be filed, who decides, what it takes from the seats."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from api.pages.times import deadline_text
from roster.desk.board.board import Board
from roster.desk.board.seats import SeatChange
from roster.desk.leaves.leave_check import LeavePreview
from roster.desk.policy.deadlines import duties_touched
from roster.desk.policy.ladder import step_words
from roster.desk.words import state_words
from roster.model import Duty
from roster.model.approval import Approval
from roster.model.leave_request import LeaveRequest, LeaveState
from roster.model.requests import SICK_KINDS
from roster.model.swap import OPEN_SWAPS
from roster.text import Text, clock_time

ORDER = ("personal", "annual", "sick", "emergency", "business", "study")


def kinds_in_order(kinds: Iterable[str]) -> list[str]:
    """The usual kinds first, then the centre's own."""
    known = set(kinds)
    return [kind for kind in ORDER if kind in known] + sorted(known - set(ORDER))


def in_time(preview: LeavePreview, zone: ZoneInfo) -> Text:
    """Until when it may be filed."""
    deadline = deadline_text(preview.deadline.at, zone)
    return Text(f"及时,{deadline.zh} 前可提出", f"In time, until {deadline.en}")


def ladder_words(preview: LeavePreview) -> Text:
    """Who decides, in order: `一班班长 → 客服部主任`."""
    steps = [step_words(step) for step in preview.steps]
    return Text(" → ".join(step.zh for step in steps), " → ".join(step.en for step in steps))


def touches(preview: LeavePreview) -> Text:
    """What it touches: `涉及 2 班`; of days that no roster speaks of yet nobody knows."""
    count = len(preview.duties)
    listed = ", ".join(f"{duty.day:%m-%d} {duty.shift}" for duty in preview.duties[:5])
    more = "…" if count > 5 else ""
    said = Text(f"涉及 {count} 班:{listed}{more}", f"{count} {'duty' if count == 1 else 'duties'}: {listed}{more}")
    if not count:
        said = Text("期间没有排班", "no duty in these days")
    if preview.unrostered is None:
        return said
    since = Text(f"{preview.unrostered:%m-%d} 起的班表还没有公布", f"no roster yet from {preview.unrostered:%m-%d} on")
    return Text(f"{said.zh};{since.zh}", f"{said.en}; {since.en}") if count else since


@dataclass(frozen=True)
class AfterNo:
    """What a declined leave leaves to whose it was: duties to be worked, duties begun, who may say yes still."""

    ahead: tuple[Duty, ...]
    begun: tuple[Duty, ...]
    by: str


def after_no(board: Board, leave: LeaveRequest, made: Iterable[Approval], now: datetime) -> AfterNo:
    """Of a declined leave; its no may still become a yes of the same rung, which clears an absence (LEAVE-2c)."""
    duties = duties_touched(leave, board)
    return AfterNo(
        tuple(duty for duty in duties if board.stint(duty).start > now),
        tuple(duty for duty in duties if board.stint(duty).start <= now),
        next((item.by for item in reversed(list(made)) if not item.approved), ""),
    )


def crossing_swaps(board: Board, duty: Duty) -> list[Text]:
    """What is said of a leave over a duty of which a swap is open: the leave, once it counts, makes that void."""
    return [
        Text(
            f"{duty.day:%m-%d} {duty.shift} 已有一件{kind.zh}在等答复;请假一生效,那件{kind.zh}即作废",
            f"a {kind.en} of {duty.day:%m-%d} {duty.shift} waits already; it is void once the leave counts",
        )
        for swap in board.swaps
        for kind in (state_words(swap.kind.value),)
        if swap.state in OPEN_SWAPS and duty in (*swap.given, *swap.taken)
    ]


def crossing_leaves(board: Board, duty: Duty, agent_id: str) -> list[Text]:
    """What is said of a swap of somebody's own duty over which a leave waits."""
    return [
        Text(
            f"{duty.day:%m-%d} {duty.shift} 已请假待批;请假一生效,这次换班即作废",
            f"leave over {duty.day:%m-%d} {duty.shift} waits already; this swap is void once it counts",
        )
        for leave in board.leaves
        if leave.state is LeaveState.PENDING and leave.agent_id == agent_id and duty in duties_touched(leave, board)
    ]


@dataclass(frozen=True)
class ShortSpan:
    """Intervals in a row of one job on a day that become short, or shorter; the most seats missing in one."""

    day: date
    start: str
    end: str
    job: str
    seats: int
    short_after: int
    lost: int
    """Seats lost, summed over the intervals."""


def short_spans(board: Board, changes: Iterable[SeatChange]) -> list[ShortSpan]:
    """The seats a leave costs, intervals in a row taken together."""
    step = board.case.centre.interval_minutes
    lost = sorted((c for c in changes if c.lost_seats > 0), key=lambda c: (c.day, c.job, c.minute))
    spans: list[ShortSpan] = []
    for (day, job), group in groupby(lost, key=lambda c: (c.day, c.job)):
        run: list[SeatChange] = []
        for change in group:
            if run and change.minute != run[-1].minute + step:
                spans.append(_span(day, job, run, step))
                run = []
            run.append(change)
        spans.append(_span(day, job, run, step))
    return spans


def _span(day: date, job: str, run: list[SeatChange], step: int) -> ShortSpan:
    return ShortSpan(
        day,
        clock_time(run[0].minute),
        clock_time(run[-1].minute + step),
        job,
        max(change.lost_seats for change in run),
        max(change.short_after for change in run),
        sum(change.lost_seats for change in run),
    )


def is_sick(kind: str) -> bool:
    """Sickness is acknowledged, never blocked; it is the one leave that may be reported for a colleague."""
    return kind in SICK_KINDS
