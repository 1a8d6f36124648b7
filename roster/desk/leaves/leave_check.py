"""A leave thought through before it is filed: what the rules say, until when it may be filed, who will decide."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from roster.desk.desk import Desk
from roster.desk.leaves.giving_back import month_of_leave
from roster.desk.leaves.leave_filing import need_employed, need_sound, whole_verdict
from roster.desk.policy.balances import Balance, asked_days, balances
from roster.desk.policy.deadlines import Deadline, duties_touched, filing_deadline, missed_deadline
from roster.desk.policy.desk_rule import Verdict
from roster.desk.policy.ladder import leave_days, leave_steps
from roster.desk.policy.policy import Policy
from roster.desk.words import days_words, state_words
from roster.errors import NotFoundError
from roster.model import Duty
from roster.model.approval import Step
from roster.model.leave_request import LeaveRequest
from roster.text import Text


@dataclass(frozen=True)
class LeavePreview:
    """What filing a leave now would meet.

    `late`: the deadline is missed, where missing it matters (sickness and business never come late). `days` as the
    ladder adds them up, `steps` who decides in order, `balances` what is left of its kind in each year, before it,
    `takes` what it takes of that by year, `unrostered` its first day to come that no published roster speaks of.
    """

    verdict: Verdict
    deadline: Deadline
    late: bool
    days: float
    steps: tuple[Step, ...]
    duties: tuple[Duty, ...]
    balances: tuple[tuple[int, Balance], ...]
    takes: Mapping[int, float]
    unrostered: date | None


def check_leave(
    desk: Desk,
    actor: str,
    agent_id: str,
    *,
    kind: str,
    start: date,
    end: date,
    reason: str = "-",
    special: bool = False,
    extreme: bool = False,
    start_minute: int | None = None,
    end_minute: int | None = None,
    replacing: bool = False,
) -> LeavePreview:
    """Every rule's word on a leave filed now; nothing is written. Errors as of filing it, but for refusals.

    `replacing`: as of filing it.
    """
    with desk.reading() as work:
        board = work.board(month_of_leave(work, start))
        need_employed(work, board, agent_id, start, end)
        filed_by = "" if actor == agent_id else actor
        leave = LeaveRequest(
            agent_id,
            kind,
            start,
            end,
            reason or "-",
            work.now,
            filed_by,
            special,
            extreme,
            start_minute=start_minute,
            end_minute=end_minute,
        )
        need_sound(board, leave)
        today = board.month_case.local(work.now).date()
        return LeavePreview(
            whole_verdict(work, board, leave, replacing=replacing),
            filing_deadline(leave, board, Policy.of(board.rulebook)),
            missed_deadline(leave, board) is not None,
            leave_days(leave, board),
            leave_steps(leave, board),
            duties_touched(leave, board),
            tuple(
                (year, item)
                for year in sorted({day.year for day in leave.days})
                for item in balances(board, agent_id, year)
                if item.kind == kind
            ),
            {year: asked_days(board, leave, year) for year in sorted({day.year for day in leave.days})},
            next((day for day in leave.days if day >= today and not board.is_rostered(day)), None),
        )


def balances_of(desk: Desk, agent_id: str, year: int | None = None) -> tuple[int, tuple[Balance, ...]]:
    """The year (none named: the centre's current one), and what somebody has left of each kind of leave in it.

    Empty where no case tells days of leave. As the person's latest month of the year tells, or else their latest of
    all: who has left by then had it until then. NotFoundError for somebody whom no month knows.
    """
    with desk.reading() as work:
        known = work.known_months()
        unknown = NotFoundError(Text(f"坐席 {agent_id}", f"agent {agent_id}"))
        if not known:
            raise unknown
        chosen = year or work.board(known[-1]).month_case.local(work.now).year
        theirs = [month for month in known if agent_id in work.board(month).case.agent_by_id]
        if not theirs:
            raise unknown
        board = work.board(max((month for month in theirs if month.year == chosen), default=theirs[-1]))
        return chosen, balances(board, agent_id, chosen)


def balance_words(year: int, item: Balance, takes: float | None = None) -> Text:
    """A balance in one sentence; `takes`: what a request would take of it."""
    kind, left = state_words(item.kind), days_words(item.left)
    entitled, taken = days_words(item.entitled), days_words(item.taken)
    asked = days_words(item.asked)
    waiting = Text(f",待批 {asked.zh}", f", {asked.en} asked for") if item.asked else Text("", "")
    after = Text("", "")
    if takes is not None:
        own, rest = days_words(takes), days_words(max(0.0, item.left - takes))
        after = Text(f";本次 {own.zh},休后剩 {rest.zh}", f"; this takes {own.en} and leaves {rest.en}")
    return Text(
        f"{year} 年{kind.zh}:共 {entitled.zh},已休 {taken.zh}{waiting.zh},剩 {left.zh}{after.zh}",
        f"{kind.en} leave in {year}: {entitled.en}, {taken.en} taken{waiting.en}, {left.en} left{after.en}",
    )
