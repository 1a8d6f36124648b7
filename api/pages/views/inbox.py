"""The inbox: what waits, in words, and today's shifts."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from api.http.waiting import WaitingItem
from api.pages.views.codes import in_order, shift_classes
from api.pages.views.people import named
from api.pages.views.swap import SIGNS
from roster.desk.board.board import Board
from roster.desk.words import state_words
from roster.model.handover import Side
from roster.model.swap import SwapKind
from roster.report import coverage, shift_days
from roster.rule import Evidence
from roster.text import Text, clock_time, counted

KINDS = {
    "accept": Text("请您答复", "Your answer"),
    "swap": Text("换班", "Swap"),
    "leave": Text("请假", "Leave"),
    "grants": Text("请假提案", "Granted leave"),
    "consent": Text("改班征询", "Change of duty"),
    "vacancy": Text("顶班", "Cover"),
    "payback": Text("补还班", "Pay-back"),
    "confirm": Text("确认接班", "Confirm"),
    "certificate": Text("病假证明", "Certificate"),
    "draft": Text("发布", "Publish"),
    "permit": Text("离岗申请", "Leave of the post"),
    "task": Text("任务", "Task"),
    "hear": Text("会议传达", "Pass on"),
    "grades": Text("定级", "Grades"),
    "sign": Text("交接班", "Hand-over"),
    "job": Text("生成中", "Generating"),
}
ASKS = {
    "accept": Text("等您答复", "your answer"),
    "swap": Text("等您审批", "your decision"),
    "leave": Text("等您审批", "your decision"),
    "grants": Text("等您审批", "your decision"),
    "confirm": Text("请确认接班", "to be confirmed"),
    "certificate": Text("请交证明", "certificate due"),
    "vacancy": Text("请安排顶班", "cover to find"),
    "payback": Text("请定还班", "pay-back to settle"),
}
"""What is asked of the reader about a request, by the kind of what waits."""
KNOW = Text("请知悉", "to acknowledge")
TABS = {
    "leave": ("leave", "grants", "certificate"),
    "swap": ("swap", "accept", "confirm", "consent", "payback"),
    "cover": ("vacancy",),
    "publish": ("draft", "job"),
    "task": ("task", "hear", "permit", "grades", "sign"),
}


YES, KNOWN = Text("同意", "Approve"), Text("知悉", "Acknowledge")


@dataclass(frozen=True)
class Item:
    """One line of the inbox. `quick`: a yes may be said here, as nothing is lost and no express consent asked."""

    kind: str
    words: Text
    id: str
    link: str
    what: Text
    due: datetime | None = None
    principal: str = ""
    gap: int = 0
    consent_needed: bool = False
    covers: int | None = None
    quick: bool = False
    yes: Text = YES


def items(asked: Iterable[WaitingItem], boards: dict[str, Board]) -> list[Item]:
    """Each ask in words."""
    return [_item(one, boards) for one in asked]


def asks_by_link(asked: Iterable[WaitingItem]) -> dict[str, list[Text]]:
    """What is asked of the reader about each request, by its address; sickness that counts is but acknowledged."""
    asks: dict[str, list[Text]] = {}
    for one in asked:
        if one.kind in ASKS:
            words = KNOW if one.kind == "leave" and one.about is not None and one.about.counts else ASKS[one.kind]
            own = asks.setdefault(one.link, [])
            if words not in own:
                own.append(words)
    return asks


def _item(one: WaitingItem, boards: dict[str, Board]) -> Item:
    bare = Item(one.kind, KINDS[one.kind], one.id, one.link, Text("求解任务", "a solve"))
    about = one.about
    if about is None:
        return bare
    board = boards[str(about.month)]
    case = board.case
    sign = SIGNS[SwapKind(about.what)] if about.what in set(SwapKind) else "⇄"
    who = f" {sign} ".join(named(case, person) for person in about.people) if one.kind != "grants" else ""
    duties = [f"{duty.day:%m-%d} {duty.shift}" for duty in about.duties]
    days = " / ".join(duties) or _span(about.days)
    kind = state_words(about.what) if about.what and one.kind != "sign" else Text("", "")
    if one.kind == "swap" and about.what:
        # The label says which kind of swap it is.
        bare = replace(bare, words=Text(kind.zh, kind.en.capitalize()))
    if kind.zh == bare.words.zh:
        kind = Text("", "")
    words = Text(f"{kind.zh} {who} {days}".strip(), f"{kind.en.capitalize()} {who} {days}".strip())
    if about.reported_by:
        by = named(case, about.reported_by)
        words = Text(f"{words.zh}({by} 代报,待核实)", f"{words.en} (reported by {by}, to be confirmed)")
    if about.asked:
        taker = named(case, about.asked)
        words = Text(f"{words.zh}(已请 {taker},待其班长同意)", f"{words.en} (their leader is asked about {taker})")
    if one.kind == "grants":
        words = Text(
            f"{about.month} 草稿拟批 {about.count} 项请假",
            f"{counted(about.count, 'leave')} that the draft of {about.month} grants",
        )
    if one.kind == "grades":
        words = Text(
            f"{about.month} 考核有 {about.count} 人待核定级别",
            f"{counted(about.count, 'grade')} to decide, test of {about.month}",
        )
    if one.kind == "draft":
        words = Text(f"{about.month} v{about.count} 待发布", f"{about.month} v{about.count} waits to be published")
    if one.kind == "payback":
        debtor, creditor = (named(case, person) for person in about.people)
        words = Text(
            f"{debtor} 欠 {creditor} {days} {about.shift} 的还班未还",
            f"{debtor} still owes {creditor} the duty of {days} {about.shift}",
        )
    if one.kind == "sign":
        words = (
            Text(f"{days} {about.shift} 班:请签字交班", f"Shift {about.shift} of {days}: sign to hand it over")
            if about.what == Side.GIVE
            else Text(
                f"{days} {about.shift} 班已签字交班,请您签字接班",
                f"Shift {about.shift} of {days} was handed over: sign to take it",
            )
        )
    if one.kind == "consent":
        words = Text(f"{about.month} 草稿改动您 {days} 的班", f"The draft of {about.month} changes your duty of {days}")
    return replace(
        bare,
        what=words,
        due=None if one.kind == "payback" else about.due,
        principal=named(case, about.principal) if about.principal else "",
        gap=about.gap,
        consent_needed=about.consent_needed,
        quick=one.kind in {"swap", "leave"}
        and (about.counts or not about.gap)
        and not (about.consent_needed or about.refused),
        yes=KNOWN if about.counts else YES,
    )


def _span(days: tuple[date, ...]) -> str:
    if not days:
        return ""
    return f"{days[0]:%m-%d}" if len(days) == 1 else f"{days[0]:%m-%d}–{days[-1]:%m-%d}"


@dataclass(frozen=True)
class ShiftToday:
    """A shift of a day: how many are rostered, the mean seats missing in its hours, who leads it."""

    code: str
    css: str
    name: str
    rostered: int
    short: int
    leaders: tuple[str, ...]


def short_spans_on(board: Board, day: date) -> list[tuple[str, str, str, int]]:
    """The day's intervals in a row in which a job is short of seats: job, from, to, the most seats missing at once."""
    if day not in board.case.month or not board.published:
        return []
    table = coverage(Evidence(board.case, board.roster))
    length, spans = table.interval_minutes, []
    for row, job in enumerate(table.jobs):
        begun, most, before = None, 0, 0
        for place, (on, minute, _, _) in enumerate(table.intervals):
            short = int(table.short[row, place]) if on == day else 0
            if begun is not None and not (short and minute == before):
                spans.append((job, clock_time(begun), clock_time(before), most))
                begun, most = None, 0
            if short:
                begun, most, before = (minute if begun is None else begun), max(most, short), minute + length
        if begun is not None:
            spans.append((job, clock_time(begun), clock_time(before), most))
    return sorted(spans, key=lambda span: (span[1], span[0]))


def shifts_on(board: Board, day: date) -> list[ShiftToday]:
    """The day's shifts in the order of their starts, those that somebody works."""
    if day not in board.case.month or not board.published:
        return []
    evidence = Evidence(board.case, board.roster)
    classes = shift_classes(board.case)
    by_shift = shift_days(evidence, coverage(evidence))
    shifts = []
    for shift in in_order(board.case.shifts):
        people = [duty.agent_id for duty in board.roster.duties if duty.day == day and duty.shift == shift.code]
        if not people:
            continue
        row = by_shift.get((shift.code, day))
        short = math.ceil(row.short_seats) if row else 0
        leads = tuple(agent.name for one in people if (agent := board.case.agent_by_id[one]).leads)
        shifts.append(ShiftToday(shift.code, classes[shift.code], shift.name or shift.code, len(people), short, leads))
    return shifts
