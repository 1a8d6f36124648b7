from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from roster.desk.board.hard_rows import RowIndex, SharedRows
from roster.desk.board.seats import SeatChange, SeatCount
from roster.desk.board.staff import Staff
from roster.desk.board.worsened import new_or_worse
from roster.errors import NotFoundError
from roster.model import Case, Duty, Grade, Leave, LeaveStatus, Month, Roster
from roster.model.leave_request import COUNTING_LEAVE, LeaveRequest
from roster.model.swap import Move, SwapRequest, SwapState, affected
from roster.rule import Evidence, Finding, MonthContext, Narrow, Rulebook, Stint
from roster.rule.pieces import Escort, Piece, Row
from roster.text import Text

T = TypeVar("T")

CACHED = ("duties", "past", "seats", "shared", "_leaves_of", "_lens", "_worth")
"""What a board works out from its roster alone."""


class Ground:
    """What a month's requests are judged on and never change: case, rulebook, spans. Costly parts are lazy."""

    def __init__(self, case: Case, rulebook: Rulebook) -> None:
        self.case = case
        self.rulebook = rulebook
        self.zone = ZoneInfo(case.centre.timezone)
        self.narrow = Narrow(case, rulebook)
        self._evidence = Evidence(case, Roster(()))
        self._stints: dict[Duty, Stint] = {}
        self._absences = self._evidence.absences

    @cached_property
    def context(self) -> MonthContext:
        """The case in indices and elapsed minutes, for counting seats."""
        return MonthContext(self.case)

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """What the roster rules compile to on this case."""
        return tuple(self.rulebook.encode(self.context))

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
        found: dict[tuple[int, int], list[Escort]] = {}
        for piece in self.pieces:
            if isinstance(piece, Escort):
                found.setdefault((piece.day, piece.shift), []).append(piece)
        return {cell: tuple(pieces) for cell, pieces in found.items()}

    def evidence(self, roster: Roster) -> Evidence:
        """A roster of the month as the checks and reports see it; spans and intervals are shared."""
        return self._evidence.sibling(self.case, roster)

    def stint(self, duty: Duty) -> Stint:
        """The duty as a span of UTC instants."""
        stint = self._stints.get(duty)
        if stint is None:
            past = duty.day < self.case.month.first
            stint = self._stints[duty] = self._evidence.stint(duty, past=past)
        return stint

    def midnight(self, day: date) -> datetime:
        """The first instant of a day in the centre's zone, as UTC."""
        return self._evidence.utc(day, 0)

    def at(self, day: date, wall: time) -> datetime:
        """A wall time of a day in the centre's zone, as UTC."""
        return self._evidence.utc(day, wall.hour * 60 + wall.minute)

    def local(self, moment: datetime) -> datetime:
        """An instant on the centre's clock."""
        return moment.astimezone(self.zone)


@dataclass(frozen=True)
class Board:
    """排班表 as the desk sees it: one month's roster in memory, with what has been asked and decided about it.

    `swaps` are the open and effective ones of the month and of its neighbours, `leaves` the requests at the desk.
    `absent` are the days on which somebody did not come. `published` False: no roster binds anybody yet, leave is
    counted in calendar days (LEAVE-3). A board is never changed: `after` gives the next one and shares what stays.
    """

    ground: Ground
    roster: Roster
    swaps: tuple[SwapRequest, ...] = ()
    leaves: tuple[LeaveRequest, ...] = ()
    staff: Staff = field(default_factory=lambda: Staff({}))
    published: bool = True
    grades: Mapping[str, tuple[tuple[date, Grade | None], ...]] = field(default_factory=dict)
    absent: frozenset[tuple[str, date]] = frozenset()
    _findings: dict[str, tuple[Finding, ...]] = field(default_factory=dict, compare=False, repr=False)
    _derived: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

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
    ) -> "Board":
        """A board of a case and its roster; leave that counts at the desk joins the case's approved leave."""
        leaves = tuple(leaves)
        found = tuple(item.as_leave() for item in leaves if item.state in COUNTING_LEAVE)
        whole = replace(case, leaves=(*case.leaves, *(leave for leave in found if leave not in case.leaves)))
        return cls(
            Ground(whole, rulebook),
            roster,
            tuple(swaps),
            leaves,
            staff or Staff(case.agent_by_id),
            published,
            grades or {},
            frozenset(absent),
        )

    @property
    def case(self) -> Case:
        """The case, with the leave that counts."""
        return self.ground.case

    @property
    def rulebook(self) -> Rulebook:
        """The centre's rulebook."""
        return self.ground.rulebook

    @cached_property
    def duties(self) -> Mapping[str, Mapping[date, Duty]]:
        """Each agent's duties of the month by day; agents without any have an empty entry."""
        found: dict[str, dict[date, Duty]] = {agent.agent_id: {} for agent in self.case.agents}
        for duty in self.roster.duties:
            found[duty.agent_id][duty.day] = duty
        return found

    @cached_property
    def past(self) -> Mapping[str, tuple[Duty, ...]]:
        """Each agent's duties of history, in time's order."""
        found: dict[str, list[Duty]] = {}
        for duty in self.case.history:
            found.setdefault(duty.agent_id, []).append(duty)
        return {agent: tuple(sorted(duties, key=lambda duty: duty.day)) for agent, duties in found.items()}

    def duty(self, agent_id: str, day: date) -> Duty:
        """The duty of an agent that starts on `day`; NotFoundError without one."""
        found = self.duties.get(agent_id, {}).get(day)
        if found is None:
            raise NotFoundError(Text(f"{agent_id} 在 {day} 的班次", f"a duty of {agent_id} on {day}"))
        return found

    def stint(self, duty: Duty) -> Stint:
        """The duty as a span of UTC instants."""
        return self.ground.stint(duty)

    def grade_on(self, agent_id: str, day: date) -> Grade | None:
        """The grade in force on a day (GRADE)."""
        dated = [grade for since, grade in self.grades.get(agent_id, ()) if since <= day]
        return dated[-1] if dated else self.case.agent_by_id[agent_id].grade

    def derived(self, make: "Callable[[Board], T]") -> T:
        """What `make` works out from this board alone, once: the board never changes."""
        if make not in self._derived:
            self._derived[make] = make(self)
        found: T = self._derived[make]
        return found

    @cached_property
    def effective_swaps(self) -> tuple[SwapRequest, ...]:
        """The swaps in the register, in its order."""
        done = (swap for swap in self.swaps if swap.state is SwapState.EFFECTIVE)
        return tuple(sorted(done, key=lambda swap: swap.number or 0))

    @cached_property
    def touched(self) -> Mapping[str, Mapping[Duty, SwapRequest]]:
        """Per agent: each own duty given up or taken in an effective swap, and the latest swap that touched it."""
        found: dict[str, dict[Duty, SwapRequest]] = {}
        for swap in self.effective_swaps:
            if not swap.is_swap:
                continue
            for duty in (*swap.given, *swap.got):
                # A later pay-back counts where its month is: until then nobody knows its neighbours.
                if duty.day > self.case.month.last:
                    continue
                found.setdefault(duty.agent_id, {})[duty] = swap
        return found

    @cached_property
    def seats(self) -> SeatCount:
        """Seats required and served."""
        return SeatCount.of(self.ground.context, self.roster.duties)

    def seat_changes(self, removed: Iterable[Duty], added: Iterable[Duty]) -> tuple[SeatChange, ...]:
        """Each interval whose served seats a change would alter."""
        return self.seats.changes(removed, added)

    def own_findings(self, agent_id: str) -> tuple[Finding, ...]:
        """The hard findings of one agent's month as it stands."""
        found = self._findings.get(agent_id)
        if found is None:
            duties = self.duties[agent_id].values()
            found = self.ground.narrow.findings((agent_id,), duties, self.roster.granted)
            self._findings[agent_id] = found
        return found

    def duties_after(self, agent_id: str, moves: Iterable[Move]) -> tuple[Duty, ...]:
        """One agent's duties once the moves are carried out; two on one day where they clash."""
        moves = tuple(moves)
        gone = {move.given for move in moves if move.giver == agent_id}
        kept = [duty for duty in self.duties[agent_id].values() if duty not in gone]
        return tuple(sorted((*kept, *(move.taken for move in moves if move.taker == agent_id))))

    def new_findings(self, moves: Iterable[Move]) -> tuple[Finding, ...]:
        """The hard findings that the moves would add or worsen, for everybody whose month changes (SWAP-8)."""
        moves = tuple(moves)
        found: list[Finding] = []
        for agent_id in sorted(affected(moves)):
            after = self.ground.narrow.findings((agent_id,), self.duties_after(agent_id, moves), self.roster.granted)
            found.extend(new_or_worse(self.own_findings(agent_id), after))
        return (*found, *self.new_shared_findings(moves))

    def new_shared_findings(self, moves: Iterable[Move]) -> tuple[Finding, ...]:
        """The hard findings of rules that count over agents, which the moves would add or worsen."""
        return self.shared.new_findings([move.given for move in moves], [move.taken for move in moves])

    @cached_property
    def shared(self) -> SharedRows:
        """The hard counts over agents, kept from this roster's state."""
        return SharedRows.of(self.ground, self.roster)

    def changed(self, removed: Iterable[Duty], added: Iterable[Duty]) -> Roster:
        """The roster with these duties taken out and put in."""
        gone = set(removed)
        return Roster.of((*(duty for duty in self.roster.duties if duty not in gone), *added), self.roster.granted)

    def after(self, moves: Iterable[Move], swap: SwapRequest | None = None) -> "Board":
        """The board once the moves are carried out, with `swap` among the swaps (replacing its earlier state)."""
        moves = tuple(moves)
        swaps = self.swaps
        if swap is not None:
            swaps = (*(item for item in swaps if item.swap_id != swap.swap_id or not swap.swap_id), swap)
        if not moves:
            return self._sharing(replace(self, swaps=swaps, _derived={}), frozenset(CACHED))
        board = self.edited([move.given for move in moves], [move.taken for move in moves])
        return board._sharing(replace(board, swaps=swaps, _derived={}), frozenset(CACHED))  # noqa: SLF001

    def edited(self, removed: Iterable[Duty], added: Iterable[Duty]) -> "Board":
        """The board with these duties taken out and put in; what they do not touch is shared."""
        removed, added = tuple(removed), tuple(added)
        people = {duty.agent_id for duty in (*removed, *added)}
        kept = {agent: found for agent, found in self._findings.items() if agent not in people}
        board = replace(self, roster=self.changed(removed, added), _findings=kept, _derived={})
        self._sharing(board, frozenset({"past", "_leaves_of"}))
        if "duties" in self.__dict__:
            gone, duties = set(removed), dict(self.duties)
            for agent_id in people:
                held = (*self.duties[agent_id].values(), *(duty for duty in added if duty.agent_id == agent_id))
                duties[agent_id] = {duty.day: duty for duty in sorted(held) if duty not in gone or duty in added}
            board.__dict__["duties"] = duties
        if "seats" in self.__dict__:
            board.__dict__["seats"] = self.seats.moved(removed, added)
        if "shared" in self.__dict__:
            board.__dict__["shared"] = self.shared.moved(removed, added)
        return board

    def _sharing(self, other: "Board", names: frozenset[str]) -> "Board":
        """Hands what is known already to a board on which it holds too."""
        other.__dict__.update({name: self.__dict__[name] for name in names if name in self.__dict__})
        return other

    def on_leave(self, agent_id: str, day: date) -> Leave | None:
        """The leave that holds on a day, approved or granted."""
        for index, leave in self._leaves_of.get(agent_id, ()):
            counts = leave.status is LeaveStatus.APPROVED or index in self.roster.granted
            if counts and leave.covers(day):
                return leave
        return None

    @cached_property
    def _leaves_of(self) -> Mapping[str, tuple[tuple[int, Leave], ...]]:
        found: dict[str, list[tuple[int, Leave]]] = {}
        for index, leave in enumerate(self.case.leaves):
            found.setdefault(leave.agent_id, []).append((index, leave))
        return {agent: tuple(items) for agent, items in found.items()}

    def duties_within(self, agent_id: str, start: date, end: date) -> tuple[Duty, ...]:
        """The duties whose span overlaps the days `start` … `end` (inclusive), in time's order; history included."""
        first, last = self.ground.midnight(start), self.ground.midnight(end + timedelta(days=1))
        own = (*self.past.get(agent_id, ()), *self.duties.get(agent_id, {}).values())
        near = [duty for duty in own if start - timedelta(days=3) <= duty.day <= end]
        spans = sorted((self.stint(duty).start, self.stint(duty).end, duty) for duty in near)
        return tuple(duty for begin, finish, duty in spans if begin < last and finish > first)

    def is_month_day(self, day: date) -> bool:
        """Whether the roster speaks of this day."""
        return day in self.case.month

    def month_of(self, duty: Duty) -> Month:
        """The calendar month to which a duty belongs."""
        return Month.of(duty.day)
