"""One month of the calendar as its rules see it: the roster, and the duties over both edges."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar

from roster.desk.board.hard_rows import RowIndex, SharedRows
from roster.desk.board.month_case import MonthCase
from roster.desk.board.screen import MoveScreen
from roster.desk.board.seats import SeatCount
from roster.model import Case, Duty, Leave, Month, Roster
from roster.rule import Finding, MonthContext, Rulebook
from roster.rule.pieces import Escort, Piece, Row, Sequence
from roster.rule.timetable import LOOKAHEAD_DAYS, LOOKBACK_DAYS

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Page:
    """A month as the store has it. `published` False: nobody is bound by its roster yet.

    `counted` is the leave at the desk that has joined its case. Of a draft that would grant leave filed at the desk,
    whose requests have joined it too, `made_over` is the month's own case.
    """

    month_case: MonthCase
    roster: Roster
    published: bool = True
    counted: tuple[Leave, ...] = ()
    made_over: MonthCase | None = None

    @property
    def month(self) -> Month:
        """Its month."""
        return self.month_case.case.month


class Compiled:
    """What a month's case compiles to, whatever its roster. Each part is worked out when it is first asked for."""

    def __init__(self, case: Case, rulebook: Rulebook) -> None:
        self.case, self._rulebook = case, rulebook
        self._reach_days: int | None = None

    @cached_property
    def context(self) -> MonthContext:
        """The case in indices and elapsed minutes."""
        return MonthContext(self.case)

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """What the roster rules compile to on this case."""
        return tuple(self._rulebook.encode(self.context))

    @property
    def reach_days(self) -> int:
        """How many days beyond its edges the month's hard rules look: the letters of the longest word."""
        if self._reach_days is None:
            words = (piece.word for piece in self.pieces if isinstance(piece, Sequence) and piece.ticks is None)
            self._reach_days = max((len(word) for word in words), default=1)
        return self._reach_days

    @property
    def known_reach_days(self) -> int:
        """The reach where it is known, else as far as any rule looks."""
        return LOOKAHEAD_DAYS if self._reach_days is None else self._reach_days

    @cached_property
    def rows(self) -> RowIndex:
        """The hard counts over agents."""
        rows = (piece for piece in self.pieces if isinstance(piece, Row))
        return RowIndex(self.context, (row for row in rows if row.minimum is not None or row.maximum is not None))

    @cached_property
    def priced_rows(self) -> RowIndex:
        """The counts over agents that have a price."""
        rows = (piece for piece in self.pieces if isinstance(piece, Row))
        return RowIndex(self.context, (row for row in rows if row.penalty is not None))

    @cached_property
    def escorts(self) -> Mapping[tuple[int, int], tuple[Escort, ...]]:
        """Who should be accompanied, by day and shift."""
        escorts: dict[tuple[int, int], list[Escort]] = {}
        for piece in self.pieces:
            if isinstance(piece, Escort):
                escorts.setdefault((piece.day, piece.shift), []).append(piece)
        return {cell: tuple(pieces) for cell, pieces in escorts.items()}


@dataclass
class _State:
    """What has been worked out of a sheet's roster so far."""

    findings: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    derived: dict[Any, Any] = field(default_factory=dict)
    seats: SeatCount | None = None
    shared: SharedRows | None = None


class MonthSheet:
    """A page between its neighbours. `case` has the duties of the other months in its history and ahead.

    A sheet is never changed; what costs time is worked out when it is first asked for and handed on by `moved`.
    """

    def __init__(self, page: Page, compiled: Compiled, state: _State | None = None) -> None:
        self.month_case, self.roster, self.published = page.month_case, page.roster, page.published
        self.month, self.compiled = page.month, compiled
        self._state = state or _State()

    def moved(self, page: Page, removed: Iterable[Duty], added: Iterable[Duty]) -> "MonthSheet":
        """The sheet once duties of its own month are exchanged; what they do not touch is shared."""
        removed, added = tuple(removed), tuple(added)
        people, known = {duty.agent_id for duty in (*removed, *added)}, self._state
        return MonthSheet(
            page,
            self.compiled,
            _State(
                {who: findings for who, findings in known.findings.items() if who not in people},
                seats=None if known.seats is None else known.seats.moved(removed, added),
                shared=None if known.shared is None else known.shared.moved(removed, added),
            ),
        )

    @property
    def case(self) -> Case:
        """The page's case with the duties of the other months around it."""
        return self.compiled.case

    @property
    def context(self) -> MonthContext:
        """The case in indices and elapsed minutes."""
        return self.compiled.context

    def derived(self, make: "Callable[[MonthSheet], T]") -> T:
        """What `make` works out from this sheet, once: it never changes."""
        if make not in self._state.derived:
            self._state.derived[make] = make(self)
        value: T = self._state.derived[make]
        return value

    @cached_property
    def move_screen(self) -> MoveScreen:
        """The roster through the pieces that speak of single agents."""
        return MoveScreen(self.context, self.compiled.pieces, self.roster)

    @property
    def seats(self) -> SeatCount:
        """Seats required and served."""
        if self._state.seats is None:
            self._state.seats = SeatCount.of(self.context, self.roster.duties)
        return self._state.seats

    @property
    def shared(self) -> SharedRows:
        """The hard counts over agents, kept from this roster's state."""
        if self._state.shared is None:
            self._state.shared = SharedRows.of(self.compiled.rows, self.roster)
        return self._state.shared

    def own_findings(self, agent_id: str, line: tuple[Duty, ...]) -> tuple[Finding, ...]:
        """The hard findings of one agent's month as it stands; `line` are the agent's duties of all months."""
        findings = self._state.findings.get(agent_id)
        if findings is None:
            findings = self._state.findings[agent_id] = self.findings(agent_id, line)
        return findings

    def findings(self, agent_id: str, line: Iterable[Duty]) -> tuple[Finding, ...]:
        """The hard findings of one agent's month with these duties, those of other months counting as its edges."""
        first, last = self.month.first, self.month.last
        before: list[Duty] = []
        own: list[Duty] = []
        ahead: list[Duty] = []
        for duty in line:
            if duty.day < first:
                if (first - duty.day).days <= LOOKBACK_DAYS and self.month_case.knows(duty):
                    before.append(duty)
            elif duty.day <= last:
                own.append(duty)
            elif (duty.day - last).days <= LOOKAHEAD_DAYS and self.month_case.knows(duty):
                ahead.append(duty)
        edges = (tuple(before), tuple(ahead))
        return self.month_case.narrow.findings((agent_id,), own, self.roster.granted, edges=edges)


def between(page: Page, others: Iterable[Page], owed: Iterable[Duty] = ()) -> Case:
    """The page's case with the duties of the other months around it.

    History takes the duties of the month before and of the year's earlier months, `ahead` those that follow and the
    pay-backs `owed` there; what the case itself tells of other days stands.
    """
    case, month = page.month_case.case, page.month
    others = [other for other in others if other.published and other.month != month]
    earlier = [
        other
        for other in others
        if other.month.first < month.first and (other.month.end == month.first or other.month.year == month.year)
    ]
    later = [other for other in others if 0 <= (other.month.first - month.end).days < LOOKAHEAD_DAYS]
    fixed = tuple(duty for duty in owed if 0 < (duty.day - month.last).days <= LOOKAHEAD_DAYS)
    if not earlier and not later and not fixed:
        return case

    def around(own: tuple[Duty, ...], pages: list[Page]) -> tuple[Duty, ...]:
        shown = tuple(duty for duty in own if not any(duty.day in other.month for other in pages))
        return (*shown, *(duty for other in pages for duty in other.roster.duties if page.month_case.knows(duty)))

    return replace(case, history=around(case.history, earlier), ahead=around((*case.ahead, *fixed), later))
