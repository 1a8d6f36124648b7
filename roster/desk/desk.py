"""The desk of one centre: its store, its catalogue, its clock. Every act is one transaction with one audit row."""

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from roster.desk.board.board import Board, counted_leave, page_of
from roster.desk.board.calendar import Calendar
from roster.desk.board.sheet import Page
from roster.desk.board.staff import Staff
from roster.desk.clock import Clock, FixedClock, SystemClock
from roster.errors import Fault, InputError, NotFoundError, RosterError
from roster.model import Case, Duty, Leave, LeaveStatus, Month, PastContract, Roster
from roster.model.approval import Office
from roster.model.leave_request import COUNTING_LEAVE, LeaveRequest
from roster.rule import Rule, Rulebook
from roster.rule.fairness import contract_minutes
from roster.store import (
    absence_rows,
    audit,
    case_rows,
    key_rows,
    leave_rows,
    obligation_rows,
    roster_rows,
    staff_rows,
    swap_rows,
)
from roster.store.connect import Connection, Store
from roster.store.roster_rows import RosterVersion
from roster.text import Text

if TYPE_CHECKING:
    from roster.engine.replan.session import ReplanSession

SYSTEM = "system"
"""Who acts where no person does: the clock (expiry, absenteeism) and the operator at the command line."""


NEAR = timedelta(days=62)
"""How far around the months of a calendar swaps, leave and absences are read."""


class Drafts:
    """The boards of the drafts that are being worked at, by version and revision; the least used are forgotten."""

    MOST = 8

    def __init__(self) -> None:
        self._kept: OrderedDict[int, tuple[int, Board]] = OrderedDict()
        self._lock = threading.Lock()

    def board(self, version: RosterVersion, month: Board, make: Callable[[], Board], *, keep: bool = True) -> Board:
        """The draft's board over the month's case, made anew where either changed. A write does not keep it."""
        with self._lock:
            known = self._kept.get(version.roster_id)
        if known is not None and known[0] == version.revision and _same(known[1], month):
            return known[1]
        board = make()
        if keep:
            self.keep(version, board)
        return board

    def keep(self, version: RosterVersion, board: Board) -> None:
        """Remember a draft's board."""
        with self._lock:
            self._kept[version.roster_id] = (version.revision, board)
            self._kept.move_to_end(version.roster_id)
            while len(self._kept) > self.MOST:
                self._kept.popitem(last=False)


def _same(draft: Board, month: Board) -> bool:
    return draft.calendar.same_beside(month.calendar, month.month)


Revisions = tuple[tuple[Month, int], ...]
"""Every month of the centre with its revision: what a board was read from."""


@dataclass(frozen=True)
class Memory:
    """What has been read of the store: pages by month, each at its revision, and boards at that of all months.

    Never changed: a transaction makes the next one, which the desk takes over once it is committed.
    """

    pages: Mapping[Month, tuple[int, Page]] = field(default_factory=dict)
    revisions: Revisions = ()
    boards: Mapping[Month, Board] = field(default_factory=dict)

    def board(self, month: Month, revisions: Revisions) -> Board | None:
        """The board of these revisions with the month in focus, where it is known."""
        return self.boards.get(month) if revisions == self.revisions else None

    def with_board(self, board: Board, revisions: Revisions) -> "Memory":
        """With a board, and its pages, as of these revisions."""
        at = dict(revisions)
        pages = {**self.pages, **{page.month: (at[page.month], page) for page in board.calendar.pages}}
        known = self.boards if revisions == self.revisions else {}
        return Memory(pages, revisions, {**known, board.month: board})

    def without(self, month: Month) -> "Memory":
        """Without what was read of a month."""
        return replace(self, pages={other: page for other, page in self.pages.items() if other != month})


@dataclass(frozen=True, slots=True)
class Passed:
    """What time has done, how many of each; and before which instant it has nothing more to do."""

    done: Mapping[str, int]
    until: datetime


@dataclass(frozen=True, slots=True)
class Quiet:
    """The months as they stand: time has done all it had to at `since`, and has nothing to do before `until`."""

    revisions: Revisions
    since: datetime
    until: datetime

    def holds(self, revisions: Revisions, now: datetime) -> bool:
        """Whether nothing is due at `now`."""
        return revisions == self.revisions and self.since <= now < self.until

    def seems_to(self, store: Store, centre_id: str, now: datetime) -> bool:
        """The same by one look: revisions only rise, so their number and sum tell any two states apart."""
        mark = (len(self.revisions), sum(revision for _, revision in self.revisions))
        return self.since <= now < self.until and case_rows.mark(store, centre_id) == mark


@dataclass
class Desk:
    """One centre's desk. `catalogue` are the rules that the centre's rulebook is made of.

    `pass_time` is what time does by itself; it is done before each act and before each reading (`roster.desk.opening`
    opens one with it).
    """

    store: Store
    centre_id: str
    catalogue: Sequence[type[Rule]]
    pass_time: Callable[["Work"], Passed]
    clock: Clock = field(default_factory=SystemClock)
    drafts: Drafts = field(default_factory=Drafts, repr=False)
    memory: Memory = field(default_factory=Memory, repr=False)
    _standing: dict[str, "ReplanSession"] = field(default_factory=dict, repr=False)
    _replanning: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _quiet: "Quiet | None" = field(default=None, repr=False)
    _passing: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @contextmanager
    def reading(self) -> Iterator["Work"]:
        """A consistent view; nothing is written in it. What time does has happened before."""
        self.catch_up()
        with self.store.reading() as connection:
            yield Work(self, connection, self.clock.now(), actor=SYSTEM, action="read")

    @contextmanager
    def writing(self, actor: str, action: str, key: str | None = None, *, waits: bool = True) -> Iterator["Work"]:
        """One transaction of this centre; those of one centre take turns. `key`: it happens once (`roster.desk.once`).

        What time does has happened before the act reads, unless it is told not to wait for it.
        """
        refused: RosterError | None = None
        with self.store.writing() as connection:
            case_rows.lock_centre(connection, self.centre_id)
            now = self.clock.now()
            passed = self._passed(connection, now) if waits else None
            try:
                # An act that comes to nothing takes back nothing of what time has done.
                with self.store.writing():
                    work = Work(self, connection, now, actor=actor, action=action, key=key)
                    work.ended = frozenset() if passed is None else passed.told_subjects
                    yield work
                    work.finish()
            except RosterError as error:
                refused = error
        if refused is not None:
            raise refused

    def catch_up(self) -> None:
        """Lets time do what it has to before somebody reads, whether or not an act has run in between.

        Nothing is written while nothing is due. Within a transaction it does nothing: who opened that has caught up, or
        is about to.
        """
        if self.store.transaction is not None:
            return
        now = self.clock.now()
        if self._quiet is not None and self._quiet.seems_to(self.store, self.centre_id, now):
            return
        with self._passing:
            with self.store.reading() as connection:
                revisions = Work(self, connection, now, actor=SYSTEM, action="read").revisions()
            if self._quiet is None or not self._quiet.holds(revisions, now):
                with self.writing(SYSTEM, "tick", waits=False) as work:
                    self.let_pass(work)

    def let_pass(self, work: "Work") -> Mapping[str, int]:
        """What time does, in an act of its own; how long nothing more is due is remembered once it is committed."""
        work.silent = True
        passed = self.pass_time(work)
        quiet = Quiet(work.revisions(), work.now, passed.until)
        self.store.once_committed(lambda: setattr(self, "_quiet", quiet))
        return passed.done

    def _passed(self, connection: Connection, now: datetime) -> "Work":
        """What time does, done in the system's name in the act's own transaction."""
        work = Work(self, connection, now, actor=SYSTEM, action="tick")
        work.silent = True
        self.pass_time(work)
        work.finish()
        return work

    @property
    def known(self) -> Memory:
        """What has been read: as everybody sees it, or within a write as that has left it."""
        within = self.store.transaction
        return self.memory if within is None or not within.writes else within.facts.get(self.centre_id, self.memory)

    def know(self, memory: Memory) -> None:
        """Keep what has been read; within a write for that alone, and for everybody once it is committed."""
        within = self.store.transaction
        if within is None or not within.writes:
            self.memory = memory
            return
        if self.centre_id not in within.facts:
            within.after.append(lambda: self._take_over(within.facts[self.centre_id]))
        within.facts[self.centre_id] = memory

    def _take_over(self, memory: Memory) -> None:
        self.memory = memory

    @contextmanager
    def standing(self, board: Board, published: Roster, now: datetime) -> Iterator["ReplanSession"]:
        """The board's month prepared for re-planning, kept from one re-plan to the next; one re-plan at a time."""
        # Compiled code is loaded where it is needed, so that everything else at the desk starts without it.
        from roster.engine.replan.session import ReplanSession

        month = str(board.case.month)
        with self._replanning:
            known = self._standing.get(month)
            rules = board.rulebook
            if known is not None and (known.rulebook.values, known.rulebook.weights) == (rules.values, rules.weights):
                known.stand(board.case, published, now)
            else:
                known = self._standing[month] = ReplanSession(board.case, rules, published, now)
            yield known

    def board(self, month: Month) -> Board:
        """The month's board as it stands now."""
        with self.reading() as work:
            return work.board(month)


class Work:
    """What one act of the desk reads and writes, inside its transaction."""

    def __init__(
        self,
        desk: Desk,
        connection: Connection,
        now: datetime,
        *,
        actor: str,
        action: str,
        key: str | None = None,
    ) -> None:
        self.desk, self.connection, self.now = desk, connection, now
        self.actor, self.action, self.key = actor, action, key
        self._told: list[tuple[str, Any]] = []
        self.silent = False
        self.ended: frozenset[str] = frozenset()
        earlier = None if key is None else key_rows.keyed_write(connection, desk.centre_id, actor, key)
        if key is not None and earlier is not None:
            raise used_key(key) if earlier.action != action else RepeatedError(earlier.answer)

    @property
    def centre_id(self) -> str:
        """The centre."""
        return self.desk.centre_id

    @property
    def memory(self) -> Memory:
        """What has been read."""
        return self.desk.known

    @memory.setter
    def memory(self, memory: Memory) -> None:
        self.desk.know(memory)

    @property
    def clock(self) -> Clock:
        """A clock that stands at the act's instant, so that one act has one time."""
        return FixedClock(self.now)

    def tell(self, subject: str, payload: Any) -> None:
        """An audit row for this act; `subject` is `kind:id`, the payload plain data without private reasons."""
        self._told.append((subject, payload))

    @property
    def told_subjects(self) -> frozenset[str]:
        """What this act has told of."""
        return frozenset(subject for subject, _ in self._told)

    def finish(self) -> None:
        """Writes the audit rows and the idempotency key: the last thing before the commit."""
        if self.silent and not self._told:
            return
        if not self._told:
            self._told.append((f"centre:{self.centre_id}", {}))
        for subject, payload in self._told:
            audit.append(
                self.connection,
                self.now,
                centre_id=self.centre_id,
                actor=self.actor,
                action=self.action,
                subject=subject,
                payload=payload,
            )
        if self.key is not None:
            key_rows.take_key(self.connection, self.centre_id, self.actor, self.key, action=self.action, at=self.now)

    def fresh_id(self) -> str:
        """An id that nobody guesses."""
        return secrets.token_hex(6)

    def month_row(self, month: Month) -> Any:
        """The month's row; NotFoundError without one."""
        return case_rows.month_row(self.connection, self.centre_id, month)

    def month_of(self, month_id: int) -> Month:
        """The month of an id."""
        return case_rows.month_named(self.connection, month_id)[1]

    def known_months(self) -> tuple[Month, ...]:
        """The months for which the centre has a case, in order."""
        return tuple(case_rows.months_of(self.connection, self.centre_id))

    def binding(self, month: Month) -> RosterVersion:
        """The published or closed roster; NotFoundError where none is."""
        found = roster_rows.binding_version(self.connection, self.month_row(month).month_id)
        if found is None:
            raise NotFoundError(Text(f"{month} 的已发布排班", f"a published roster of {month}"))
        return found

    def revisions(self) -> Revisions:
        """Every month of the centre with its revision, in order."""
        return case_rows.revisions(self.connection, self.centre_id)

    def board(self, month: Month) -> Board:
        """The board with this month in focus, in this transaction: from memory where nothing changed since."""
        revisions = self.revisions()
        known = self.memory.board(month, revisions)
        if known is None:
            known = self._focused(month, revisions) or self._read(month, revisions)
            self.memory = self.memory.with_board(known, revisions)
        return known

    def _focused(self, month: Month, revisions: Revisions) -> Board | None:
        """A board known already whose calendar holds the month."""
        if revisions != self.memory.revisions:
            return None
        for board in self.memory.boards.values():
            if any(page.month == month and page.published for page in board.calendar.pages):
                return board.on(month)
        return None

    def loaded(self, month: Month) -> Board:
        """The month's board, read afresh."""
        self.memory = Memory()
        return self._read(month, self.revisions())

    def _read(self, month: Month, revisions: Revisions) -> Board:
        """The calendar: this month and every published one that is not closed, with all that touches them."""
        connection = self.connection
        self.month_row(month)
        states = roster_rows.binding_states(connection, self.centre_id)
        published = roster_rows.RosterState.PUBLISHED
        months = [other for other, _ in revisions if other == month or states.get(str(other)) is published]
        first, last = months[0].first - NEAR, months[-1].last + NEAR
        leaves = leave_rows.leaves_between(connection, self.centre_id, first, last)
        pages = [self._page(other, revision, leaves) for other, revision in revisions if other in months]
        swaps = swap_rows.swaps_between(connection, self.centre_id, first, last)
        calendar = Calendar(pages, owed=(swap.pay_back for swap in swaps if swap.is_owed_later and swap.pay_back))
        people = next(page.month_case.case.agent_by_id for page in pages if page.month == month)
        limited = any(page.month_case.case.entitlements for page in pages)
        requests, elsewhere, spans = self._year_leave(pages) if limited else ((), (), {})
        return Board(
            calendar,
            month,
            tuple(swap for swap in swaps if all(calendar.knows(duty) for duty in (*swap.given, *swap.got))),
            tuple(leave for leave in leaves if leave.agent_id in calendar.duties),
            self.staff(people),
            case_rows.grade_history(connection, self.centre_id),
            self._absent(first, last),
            requests,
            elsewhere,
            spans,
            self._owing(),
        )

    def _year_leave(
        self, pages: Sequence[Page]
    ) -> tuple[tuple[LeaveRequest, ...], tuple[Leave, ...], Mapping[tuple[str, date], tuple[tuple[int, int], ...]]]:
        """All leave of the pages' years: requests at the desk, and what counts of the other months' cases.

        With it the wall minutes of those months' duties that leave with times may have cut.
        """
        years = {page.month.year for page in pages}
        first, last = date(min(years), 1, 1), date(max(years), 12, 31)
        beside: list[Leave] = []
        requests = leave_rows.leaves_between(self.connection, self.centre_id, first, last)
        spans: dict[tuple[str, date], tuple[tuple[int, int], ...]] = {}
        for month in self.known_months():
            if month.year not in years or any(page.month == month for page in pages):
                continue
            case = case_rows.get_people(self.connection, self.centre_id, month)
            version = roster_rows.binding_version(self.connection, self.month_row(month).month_id)
            roster = Roster(()) if version is None else roster_rows.get_roster(self.connection, version)
            beside += [
                leave
                for index, leave in enumerate(case.leaves)
                if leave.status is LeaveStatus.APPROVED or index in roster.granted
            ]
            spans.update(self._cut_spans(month, roster, (*requests, *beside)))
        return requests, tuple(beside), spans

    def _cut_spans(
        self, month: Month, roster: Roster, leaves: Sequence[LeaveRequest | Leave]
    ) -> Iterator[tuple[tuple[str, date], tuple[tuple[int, int], ...]]]:
        """The wall minutes of a month's duties on days (and eves) on which leave with times begins or ends."""
        cut = {
            (leave.agent_id, day - timedelta(days=eve))
            for leave in leaves
            if leave.is_timed
            for day in (leave.start, leave.end)
            for eve in (0, 1)
        }
        near = {place for place in cut if place[1] in month}
        if not near:
            return
        case = case_rows.get_case(self.connection, self.centre_id, month)
        freed = (duty for leave in leaves if isinstance(leave, LeaveRequest) for duty in leave.vacated)
        for duty in (*freed, *roster.duties):
            if (duty.agent_id, duty.day) in near and duty.shift in case.shift_by_code:
                yield (duty.agent_id, duty.day), case.shift_by_code[duty.shift].spans

    def _page(self, month: Month, revision: int, leaves: tuple[LeaveRequest, ...]) -> Page:
        """A month's page, from memory where neither it nor the leave that counts in it changed."""
        known = self.memory.pages.get(month)
        if known is not None and known[0] == revision:
            page = known[1]
            if page.counted == counted_leave(leaves, page.month_case.case):
                return page
        case = self.case_for(month)
        version = roster_rows.binding_version(self.connection, self.month_row(month).month_id)
        roster = Roster(()) if version is None else roster_rows.get_roster(self.connection, version)
        rulebook = Rulebook.of(self.desk.catalogue, case.centre)
        return page_of(case, rulebook, roster, leaves, published=version is not None)

    def case_for(self, month: Month) -> Case:
        """The month's case with the year's memory: the duties that earlier months' rosters left behind.

        Of the closed months within a year; what the case gives for a person's day itself stands.
        """
        case = case_rows.get_case(self.connection, self.centre_id, month)
        given = {(duty.agent_id, duty.day) for duty in case.history}
        carried: list[Duty] = []
        for other in self.known_months():
            if not Month(month.year - 1, month.number) <= other < month:
                continue
            version = roster_rows.binding_version(self.connection, self.month_row(other).month_id)
            if version is None or version.state is not roster_rows.RosterState.CLOSED:
                continue
            carried.extend(
                duty
                for duty in roster_rows.get_roster(self.connection, version).duties
                if duty.agent_id in case.agent_by_id
                and duty.shift in case.shift_by_code
                and (duty.agent_id, duty.day) not in given
            )
        contracts = self._earlier_contracts(case)
        if not carried and not contracts:
            return case
        return replace(case, history=(*case.history, *carried), contracts=(*case.contracts, *contracts))

    def _earlier_contracts(self, case: Case) -> tuple[PastContract, ...]:
        """What contracts were in the year's earlier months that the store knows, leave that counted taken off."""
        told = {(item.agent_id, item.month) for item in case.contracts}
        oldest = Month(case.month.year - 1, case.month.number)
        found = []
        for month in self.known_months():
            if not oldest <= month < case.month:
                continue
            then = case_rows.get_people(self.connection, self.centre_id, month)
            counted = tuple(
                leave.as_leave()
                for leave in leave_rows.leaves_between(self.connection, self.centre_id, month.first, month.last)
                if leave.state in COUNTING_LEAVE
            )
            minutes = contract_minutes(replace(then, leaves=(*then.leaves, *counted)))
            found += [
                PastContract(agent_id, month, own)
                for agent_id, own in minutes.items()
                if agent_id in case.agent_by_id and (agent_id, month) not in told
            ]
        return tuple(found)

    def staff(self, agents: Any) -> Staff:
        """Who holds which office now."""
        return Staff(
            agents,
            staff_rows.office_holders(self.connection, self.centre_id, Office.DIRECTOR),
            staff_rows.office_holders(self.connection, self.centre_id, Office.CENTRE_DIRECTOR),
            staff_rows.delegations_of(self.connection, self.centre_id),
            staff_rows.proxies_of(self.connection, self.centre_id),
        )

    def changed(self, *months: Month, board: Board | None = None) -> None:
        """Raises the months' revisions; `board`: what the calendar looks like afterwards, kept once committed.

        Who did not come and what is owed is read again: what an act does to these it does in the store.
        """
        for month in months:
            self._raise_revision(month)
        if board is not None:
            pages = board.calendar.pages
            absent = self._absent(pages[0].month.first - NEAR, pages[-1].month.last + NEAR)
            board = replace(board, absent=absent, owing=self._owing())
            self.memory = self.memory.with_board(board, self.revisions())

    def _absent(self, first: date, last: date) -> frozenset[tuple[str, date]]:
        """Who did not come, and on which day."""
        missed = absence_rows.absences(self.connection, self.centre_id, first, last)
        return frozenset((item.agent_id, item.day) for item in missed if item.state != "cleared")

    def _owing(self) -> frozenset[tuple[str, date, str]]:
        """The pay-backs owed, as person, day and shift."""
        owed = obligation_rows.owed(self.connection, self.centre_id)
        return frozenset((item.debtor, item.day, item.shift) for item in owed)

    def _raise_revision(self, month: Month) -> None:
        row = self.month_row(month)
        case_rows.raise_revision(self.connection, row.month_id, row.revision)
        self.memory = self.memory.without(month)

    def everything_changed(self) -> None:
        """Raises the revision of every month: offices or grades changed."""
        for month in self.known_months():
            self.changed(month)


class RepeatedError(Exception):
    """The act was done before with this key; `answer` is what it gave, as plain data (`roster.desk.once`)."""

    def __init__(self, answer: Any) -> None:
        super().__init__(answer)
        self.answer = answer


def used_key(key: str) -> InputError:
    """The key belongs to another act."""
    problem = Text(f"键 {key} 已用于另一操作", f"the key {key} was used for another act")
    return InputError([Fault("request", None, "Idempotency-Key", problem, Text("换一个键", "use another key"))])
