"""The breaks of a published day: placed, told, and placed anew with the fewest changes (BREAK)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from roster.breaks import BreakPlan, PlacedBreak, plan_breaks
from roster.breaks.day import break_day
from roster.desk.board.board import Board
from roster.desk.desk import Desk, Work
from roster.desk.refusals import bad_request, not_now
from roster.errors import StaleError
from roster.model import Duty, Month, Roster
from roster.rule import Evidence
from roster.rule.leave_part import meet
from roster.store.break_rows import breaks_between, put_breaks
from roster.text import Text


@dataclass(frozen=True, eq=False)
class DayBreaks:
    """A day's breaks as told, by time.

    `gone` are of duties that stand no more, of the absent, or of hours on leave; `unplaced` are duties that have none.
    """

    day: date
    placed: tuple[PlacedBreak, ...]
    gone: tuple[PlacedBreak, ...]
    unplaced: tuple[Duty, ...]

    @property
    def stale(self) -> bool:
        """Whether they should be placed anew: somebody fell out or came in since."""
        return bool(self.placed or self.gone) and bool(self.gone or self.unplaced)


def stored_breaks(work: Work, first: date, last: date) -> tuple[PlacedBreak, ...]:
    """The breaks that were told for duties of some days, by start."""
    return tuple(PlacedBreak(*item) for item in breaks_between(work.connection, work.centre_id, first, last))


def breaks_by_duty(work: Work, month: Month) -> Mapping[Duty, Sequence[PlacedBreak]]:
    """Each duty's breaks of a month, for calendars."""
    by_duty: dict[Duty, list[PlacedBreak]] = {}
    for item in stored_breaks(work, month.first, month.last):
        by_duty.setdefault(item.duty, []).append(item)
    return by_duty


def eve_breaks(work: Work, day: date) -> Mapping[Duty, Sequence[tuple[datetime, int]]]:
    """What was told for the day before, of which nights take breaks on the day itself."""
    eve = day - timedelta(days=1)
    breaks: dict[Duty, list[tuple[datetime, int]]] = {}
    for item in stored_breaks(work, eve, eve):
        breaks.setdefault(item.duty, []).append((item.start, item.minutes))
    return breaks


def day_evidence(board: Board, day: date) -> Evidence:
    """The duties of a day and its eve, without those of people who did not come."""
    days = {day, day - timedelta(days=1)}
    near = (duty for duty in board.roster.duties if duty.day in days and not board.is_missed(duty))
    return board.evidence(Roster.of(near, board.roster.granted))


def _day(board: Board, fixed: Sequence[PlacedBreak], day: date) -> DayBreaks:
    evidence = day_evidence(board, day)
    standing = {stint.duty: evidence.hours_off(stint) for stint in evidence.stints if stint.day == day}
    placed = tuple(item for item in fixed if _stands(item, standing.get(item.duty)))
    held = {item.duty for item in placed}
    return DayBreaks(
        day,
        placed,
        tuple(item for item in fixed if not _stands(item, standing.get(item.duty))),
        tuple(sorted(set(break_day(evidence, day, {}).on_duty) - held)),
    )


def _stands(item: PlacedBreak, off: Sequence[tuple[datetime, datetime]] | None) -> bool:
    """Whether a break's duty stands, and no hours off of it take the break; `off` is None where it does not."""
    return off is not None and not any(meet((item.start, item.end), part) for part in off)


def is_over(board: Board, day: date, now: datetime) -> bool:
    """Whether a day is past with all that began on it: a night's breaks lie on the morning after."""
    if day >= board.month_case.local(now).date():
        return False
    return all(board.span(day, shift.code)[1] <= now for shift in board.case_of(day).shifts if shift.breaks)


def breaks_of(desk: Desk, day: date) -> DayBreaks:
    """The breaks told for a day, beside the duties as they stand now."""
    with desk.reading() as work:
        return _day(work.board(Month.of(day)), stored_breaks(work, day, day), day)


def place_breaks(desk: Desk, actor: str, day: date, *, seconds: float = 2.0) -> BreakPlan:
    """Places a day's breaks with the fewest seats short, proven where the time suffices; then with the fewest changes.

    What began before now stays, who is known to be absent takes none. The search holds no lock: StaleError where the
    month changed meanwhile. InputError where no shift has breaks, RefusedError before the roster is published and once
    the day is over.
    """
    month = Month.of(day)
    with desk.reading() as work:
        board, fixed, now = work.board(month), stored_breaks(work, day, day), work.now
        revisions, eve = work.revisions(), eve_breaks(work, day)
    if not any(shift.breaks for shift in board.case.shifts):
        raise bad_request(
            "breaks",
            Text("没有班次写了班中休息", "no shift says which breaks it has"),
            Text("在班次表写 30@11:00-13:30", "Write them in the shifts' table, as 30@11:00-13:30"),
        )
    if not board.published or is_over(board, day, now):
        raise not_now(
            Text("已发布且尚未结束的日子才能排班中休息", "breaks are placed for published days that are not over"),
            day,
            board.month_case.local(now).date(),
        )
    plan = plan_breaks(day_evidence(board, day), day, fixed, now if fixed else None, seconds, eve)
    _keep(desk, actor, day, plan, revisions)
    return plan


def _keep(desk: Desk, actor: str, day: date, plan: BreakPlan, revisions: object) -> None:
    with desk.writing(actor, "breaks.place") as work:
        if work.revisions() != revisions:
            raise StaleError("the month changed meanwhile; place the breaks again")
        put_breaks(
            work.connection, work.centre_id, day, ((item.duty, item.start, item.minutes) for item in plan.placed)
        )
        outcome = {"breaks": len(plan.placed), "changed": plan.changed, "short_minutes": plan.short_minutes}
        work.tell(f"breaks:{day}", outcome)
        work.changed(Month.of(day))


def local_clock(board: Board, moment: datetime) -> str:
    """A wall time of the centre."""
    return f"{board.month_case.local(moment):%H:%M}"
