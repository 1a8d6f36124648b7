"""The board: the calendar's published duties in memory, with what has been asked and decided about them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from roster.desk.board.calendar import Calendar, Line
from roster.desk.board.month_case import MonthCase
from roster.desk.board.seats import SeatChange, SeatCount
from roster.desk.board.sheet import MonthSheet, Page
from roster.desk.board.staff import Staff
from roster.errors import NotFoundError
from roster.model import Case, Duty, Grade, Leave, LeaveStatus, Month, Roster
from roster.model.leave_request import COUNTING_LEAVE, LeaveRequest
from roster.model.swap import Move, SwapRequest, SwapState
from roster.rule import Evidence, Finding, Rulebook, Stint
from roster.text import Text

T = TypeVar("T")


def counted_leave(leaves: Iterable[LeaveRequest], case: Case) -> tuple[Leave, ...]:
    """The leave at the desk that counts for the people of a case, as the roster rules see it."""
    known = case.agent_by_id
    return tuple(item.as_leave() for item in leaves if item.state in COUNTING_LEAVE and item.agent_id in known)


def page_of(
    case: Case, rulebook: Rulebook, roster: Roster, leaves: Iterable[LeaveRequest] = (), *, published: bool = True
) -> Page:
    """A month's page; leave that counts at the desk joins the case's approved leave."""
    counted = counted_leave(leaves, case)
    fresh = tuple(leave for leave in counted if leave not in case.leaves)
    whole = replace(case, leaves=(*case.leaves, *fresh)) if fresh else case
    return Page(MonthCase(whole, rulebook), roster, published, counted)


@dataclass(frozen=True)
class Board:
    """排班表 as the desk sees it: every published duty, and what has been asked and decided about it.

    `month` is the sheet in focus: its case, rulebook, roster and seats are the board's. `swaps` are the open and
    effective ones that touch a page, `leaves` the requests at the desk. `absent` are the days on which somebody did
    not come, `owing` the pay-backs owed, as person, day and shift. Where cases tell days of leave a year,
    `year_requests` is the years' leave at the desk, `year_leaves` that of cases beside the pages, and
    `year_spans` the wall minutes of the duties beside the pages that leave with times may cut. `published` False: no
    roster of the month binds anybody yet, leave is counted in calendar days (LEAVE-3). A board is never changed:
    `after` gives the next one and shares what stays.
    """

    calendar: Calendar = field(compare=False)
    month: Month
    swaps: tuple[SwapRequest, ...] = ()
    leaves: tuple[LeaveRequest, ...] = ()
    staff: Staff = field(default_factory=lambda: Staff({}))
    grades: Mapping[str, tuple[tuple[date, Grade | None], ...]] = field(default_factory=dict)
    absent: frozenset[tuple[str, date]] = frozenset()
    year_requests: tuple[LeaveRequest, ...] = ()
    year_leaves: tuple[Leave, ...] = ()
    year_spans: Mapping[tuple[str, date], tuple[tuple[int, int], ...]] = field(default_factory=dict, compare=False)
    owing: frozenset[tuple[str, date, str]] = frozenset()
    _derived: dict[Any, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    @classmethod
    def of(
        cls,
        case: Case,
        rulebook: Rulebook,
        roster: Roster,
        *,
        swaps: Iterable[SwapRequest] = (),
        leaves: Iterable[LeaveRequest] = (),
        staff: Staff | None = None,
        published: bool = True,
        grades: Mapping[str, tuple[tuple[date, Grade | None], ...]] | None = None,
        absent: Iterable[tuple[str, date]] = (),
        beside: Iterable[Page] = (),
    ) -> "Board":
        """A board of a case and its roster, in focus, and of the other pages `beside` it."""
        leaves = tuple(leaves)
        page = page_of(case, rulebook, roster, leaves, published=published)
        return cls(
            Calendar((page, *beside)),
            case.month,
            tuple(swaps),
            leaves,
            staff or Staff(case.agent_by_id),
            grades or {},
            frozenset(absent),
        )

    def on(self, month: Month) -> "Board":
        """The same board with another month in focus; KeyError where no page is of it."""
        if month == self.month:
            return self
        people = self.calendar.sheet(month).month_case.case.agent_by_id
        return replace(self, month=month, staff=self.staff.among(people))

    def with_roster(self, roster: Roster) -> "Board":
        """The board with another roster of the month in focus."""
        page = replace(self.page, roster=roster)
        return replace(self, calendar=self.calendar.with_page(page))

    def with_draft(self, roster: Roster, requests: tuple[Leave, ...]) -> "Board":
        """The board with a draft of the month in focus that would grant these requests beside those of the case."""
        if not requests:
            return self.with_roster(roster)
        page = self.page
        leaves = page.month_case.case.leaves
        whole = MonthCase(replace(page.month_case.case, leaves=(*leaves, *requests)), self.rulebook)
        granted = roster.granted | frozenset(range(len(leaves), len(leaves) + len(requests)))
        asked = Page(whole, replace(roster, granted=granted), page.published, page.counted, page.month_case)
        return replace(self, calendar=self.calendar.with_page(asked))

    @property
    def page(self) -> Page:
        """The month in focus, as the store has it."""
        return next(page for page in self.calendar.pages if page.month == self.month)

    @property
    def sheet(self) -> MonthSheet:
        """The month in focus, between its neighbours."""
        return self.calendar.sheet(self.month)

    @property
    def month_case(self) -> MonthCase:
        """What the month in focus is judged on."""
        return self.page.month_case

    @property
    def roster(self) -> Roster:
        """The roster of the month in focus."""
        return self.page.roster

    @property
    def published(self) -> bool:
        """Whether the roster of the month in focus binds anybody."""
        return self.page.published

    @property
    def case(self) -> Case:
        """The case of the month in focus, with the leave that counts and the other months' duties at its edges."""
        return self.sheet.case

    @property
    def rulebook(self) -> Rulebook:
        """The centre's rulebook, as the month in focus has it."""
        return self.month_case.rulebook

    @property
    def duties(self) -> Mapping[str, Mapping[date, Duty]]:
        """Each agent's duties of every month by day; agents without any have an empty entry."""
        return self.calendar.duties

    def month_duties(self, agent_id: str) -> tuple[Duty, ...]:
        """An agent's duties of the month in focus."""
        return tuple(duty for duty in self.duties[agent_id].values() if duty.day in self.month)

    def line(self, agent_id: str) -> Line:
        """All of one person's duties in time's order, history and what is fixed ahead among them."""
        return self.calendar.line(agent_id)

    def line_after(self, agent_id: str, moves: Iterable[Move]) -> Line:
        """All of one person's duties once the moves are carried out; two on one day where they clash."""
        return self.calendar.line_after(agent_id, moves)

    def duty(self, agent_id: str, day: date) -> Duty:
        """The duty of an agent that starts on `day`; NotFoundError without one, or without a published roster."""
        duty = self.duties.get(agent_id, {}).get(day)
        if duty is None and not self.is_rostered(day):
            month = Month.of(day)
            raise NotFoundError(Text(f"{month} 的已发布排班", f"a published roster of {month}"))
        if duty is None:
            raise NotFoundError(Text(f"{agent_id} 在 {day} 的班次", f"a duty of {agent_id} on {day}"))
        return duty

    def stint(self, duty: Duty) -> Stint:
        """The duty as a span of UTC instants."""
        return self.calendar.stint(duty)

    def span(self, day: date, shift: str) -> tuple[datetime, datetime]:
        """When a shift of a day begins and ends, as UTC instants; KeyError where its month has no such shift."""
        return self.calendar.page_near(day).month_case.span(day, shift)

    def case_of(self, day: date) -> Case:
        """The case of the month that a day is in, or next to it where no page holds it."""
        return self.calendar.page_near(day).month_case.case

    def evidence(self, roster: Roster) -> Evidence:
        """A roster of the month in focus as the checks and reports see it, between the neighbours' duties."""
        return self.month_case.evidence(self.case, roster)

    def grade_on(self, agent_id: str, day: date) -> Grade | None:
        """The grade in force on a day (GRADE)."""
        dated = [grade for since, grade in self.grades.get(agent_id, ()) if since <= day]
        return dated[-1] if dated else self.case_of(day).agent_by_id[agent_id].grade

    def derived(self, make: "Callable[[Board], T]") -> T:
        """What `make` works out from this board alone, once: the board never changes."""
        if make not in self._derived:
            self._derived[make] = make(self)
        value: T = self._derived[make]
        return value

    @property
    def effective_swaps(self) -> tuple[SwapRequest, ...]:
        """The swaps in the register, in its order."""
        return self.derived(_effective)

    @property
    def touched(self) -> Mapping[str, Mapping[Duty, SwapRequest]]:
        """Per agent: each own duty given up or taken in an effective swap, and the latest swap that touched it."""
        return self.derived(_touched)

    @property
    def seats(self) -> SeatCount:
        """Seats required and served in the month in focus."""
        return self.sheet.seats

    def seat_changes(self, removed: Iterable[Duty], added: Iterable[Duty]) -> tuple[SeatChange, ...]:
        """Each interval whose served seats a change would alter, in every month that it serves."""
        return self.calendar.seat_changes(removed, added)

    def own_findings(self, agent_id: str) -> tuple[Finding, ...]:
        """The hard findings of one agent's month in focus as it stands."""
        return self.calendar.own_findings(agent_id, self.month)

    def duties_after(self, agent_id: str, moves: Iterable[Move]) -> Line:
        """One agent's duties of every month once the moves are carried out; two on one day where they clash."""
        return self.calendar.duties_after(agent_id, moves)

    def new_findings(self, moves: Iterable[Move], promised: Duty | None = None) -> tuple[Finding, ...]:
        """The hard findings that the moves, and a pay-back promised, would add or worsen, in every month (SWAP-8)."""
        return self.calendar.new_findings(moves, promised)

    def new_shared_findings(self, moves: Iterable[Move]) -> tuple[Finding, ...]:
        """The hard findings of rules that count over agents, which the moves would add or worsen."""
        return self.calendar.new_shared_findings(moves)

    def counts_alike(self, one: str, two: str) -> bool:
        """Whether no hard rule that counts over agents of the month in focus tells the two apart."""
        rows = self.sheet.compiled.rows
        return not len(rows) or rows.alike(one, two)

    def changed(self, removed: Iterable[Duty], added: Iterable[Duty]) -> Roster:
        """The roster of the month in focus with these duties taken out and put in."""
        gone = set(removed)
        return Roster.of((*(duty for duty in self.roster.duties if duty not in gone), *added), self.roster.granted)

    def after(self, moves: Iterable[Move], swap: SwapRequest | None = None) -> "Board":
        """The board once the moves are carried out, with `swap` among the swaps (replacing its earlier state)."""
        moves = tuple(moves)
        swaps = self.swaps
        if swap is not None:
            swaps = (*(item for item in swaps if item.swap_id != swap.swap_id or not swap.swap_id), swap)
        board = self.edited([move.given for move in moves], [move.taken for move in moves]) if moves else self
        return replace(board, swaps=swaps)

    def edited(self, removed: Iterable[Duty], added: Iterable[Duty]) -> "Board":
        """The board with these duties taken out and put in; what they do not touch is shared."""
        return replace(self, calendar=self.calendar.edited(removed, added))

    def on_leave(self, agent_id: str, day: date) -> Leave | None:
        """The leave that touches a day, approved or granted."""
        return next(self._leaves_on(agent_id, day), None)

    def _leaves_on(self, agent_id: str, day: date) -> Iterator[Leave]:
        page = self.calendar.page(day) or self.page
        for index, leave in self.calendar.leaves_of(page.month, agent_id):
            counts = leave.status is LeaveStatus.APPROVED or index in page.roster.granted
            if counts and leave.touches(day):
                yield leave

    def leaves_near(self, duty: Duty) -> tuple[Leave, ...]:
        """The leave of a duty's holder that touches its day or the day after, approved or granted."""
        days = (duty.day, duty.day + timedelta(days=1))
        return tuple(dict.fromkeys(leave for day in days for leave in self._leaves_on(duty.agent_id, day)))

    def is_missed(self, duty: Duty) -> bool:
        """Whether somebody did not come on the day of a duty of theirs."""
        return (duty.agent_id, duty.day) in self.absent

    def is_on_leave_at(self, agent_id: str, moment: datetime) -> bool:
        """Whether leave of somebody, approved or granted, holds at an instant."""
        wall = self.month_case.wall
        return any(
            not leave.is_timed or wall(*leave.begins) <= moment < wall(*leave.ends)
            for leave in self._leaves_on(agent_id, self.month_case.local(moment).date())
        )

    def duties_within(self, agent_id: str, start: date, end: date) -> Line:
        """The duties whose span overlaps the days `start` … `end` (inclusive), in time's order; history included."""
        first, last = self.month_case.midnight(start), self.month_case.midnight(end + timedelta(days=1))
        near = [duty for duty in self.line(agent_id) if start - timedelta(days=3) <= duty.day <= end]
        spans = sorted((self.stint(duty).start, self.stint(duty).end, duty) for duty in near)
        return tuple(duty for begin, finish, duty in spans if begin < last and finish > first)

    def is_rostered(self, day: date) -> bool:
        """Whether a published roster speaks of this day."""
        page = self.calendar.page(day)
        return page is not None and page.published

    def month_of(self, duty: Duty) -> Month:
        """The calendar month to which a duty belongs."""
        return Month.of(duty.day)


def _effective(board: Board) -> tuple[SwapRequest, ...]:
    done = (swap for swap in board.swaps if swap.state is SwapState.EFFECTIVE)
    return tuple(sorted(done, key=lambda swap: swap.number or 0))


def _touched(board: Board) -> Mapping[str, Mapping[Duty, SwapRequest]]:
    touched: dict[str, dict[Duty, SwapRequest]] = {}
    for swap in board.effective_swaps:
        if not swap.is_swap:
            continue
        for duty in (*swap.given, *swap.got):
            # A later pay-back counts once its month has a roster: until then nobody knows its neighbours.
            if swap.later is not None and duty == swap.pay_back and not board.is_rostered(duty.day):
                continue
            touched.setdefault(duty.agent_id, {})[duty] = swap
    return touched
