"""The desk of one centre: its store, its catalogue, its clock. Every act is one transaction with one audit row."""

import secrets
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from roster.desk.board.board import Board
from roster.desk.clock import Clock, FixedClock, SystemClock
from roster.desk.memory import Drafts, Memory, Passed, Quiet, Revisions
from roster.desk.month_reader import MonthReader
from roster.desk.refusals import wrong_state
from roster.errors import Fault, InputError, NotFoundError, RosterError
from roster.model import Duty, Month, Roster
from roster.rule import Rule
from roster.store import audit, case_rows, key_rows, roster_rows
from roster.store.connect import Connection, Store
from roster.store.roster_rows import RosterState, RosterVersion
from roster.text import Text

if TYPE_CHECKING:
    from roster.engine.replan.session import ReplanSession

SYSTEM = "system"
"""Who acts where no person does: the clock (expiry, absenteeism) and the operator at the command line."""


Days = Mapping[Month, Collection[date]]


def nothing_follows(work: "Work", moved: Days, missed: Days) -> None:
    """Nothing is planned on duties."""
    del work, moved, missed


@dataclass
class Desk:
    """One centre's desk. `catalogue` are the rules that the centre's rulebook is made of.

    `pass_time` is what time does by itself; it is done before each act and before each reading. `follow` is what comes,
    within the act, of duties that it has changed or said to be missed (`roster.desk.opening` opens a desk with both).
    """

    store: Store
    centre_id: str
    catalogue: Sequence[type[Rule]]
    pass_time: Callable[["Work"], Passed]
    clock: Clock = field(default_factory=SystemClock)
    follow: Callable[["Work", Days, Days], None] = field(default=nothing_follows, repr=False)
    drafts: Drafts = field(default_factory=Drafts, repr=False)
    memory: Memory = field(default_factory=Memory, repr=False)
    _replan_sessions: dict[str, "ReplanSession"] = field(default_factory=dict, repr=False)
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
                    work.ended = frozenset() if passed is None else passed.announced_subjects
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
    def replan_session(self, board: Board, published: Roster, now: datetime) -> Iterator["ReplanSession"]:
        """The board's month prepared for re-planning, kept from one re-plan to the next; one re-plan at a time."""
        # Compiled code is loaded where it is needed, so that everything else at the desk starts without it.
        from roster.engine.replan.session import ReplanSession

        month = str(board.case.month)
        with self._replanning:
            known = self._replan_sessions.get(month)
            rules = board.rulebook
            if known is not None and (known.rulebook.values, known.rulebook.weights) == (rules.values, rules.weights):
                known.stand(board.case, published, now)
            else:
                known = self._replan_sessions[month] = ReplanSession(board.case, rules, published, now)
            yield known

    def today(self) -> date:
        """The day on the centre's clock."""
        with self.reading() as work:
            return work.today

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
        self._audited: list[tuple[str, Any]] = []
        self._moved: dict[Month, set[date]] = {}
        self._missed: dict[Month, set[date]] = {}
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
    def today(self) -> date:
        """The day of the act on the centre's clock, which for some hours is another than that of UTC."""
        return self.now.astimezone(ZoneInfo(case_rows.timezone_of(self.connection, self.centre_id))).date()

    @property
    def months(self) -> MonthReader:
        """What reads the centre's months in this transaction."""
        return MonthReader(self.connection, self.centre_id, self.desk.catalogue)

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
        self._audited.append((subject, payload))

    @property
    def announced_subjects(self) -> frozenset[str]:
        """What this act has told of."""
        return frozenset(subject for subject, _ in self._audited)

    def change_duties(
        self, version: RosterVersion, removed: Iterable[Duty], added: Iterable[Duty], *, cause: str
    ) -> None:
        """Takes duties of a published roster out and puts others in; what is planned on them follows."""
        removed, added = tuple(removed), tuple(added)
        roster_rows.change_duties(self.connection, version, removed, added, cause=cause, at=self.now)
        self.duties_moved(duty.day for duty in (*removed, *added))

    def duties_moved(self, days: Iterable[date]) -> None:
        """Duties of these days have changed, or their hours: what is planned on them follows at the act's end."""
        for day in days:
            self._moved.setdefault(Month.of(day), set()).add(day)

    def duty_missed(self, day: date) -> None:
        """Somebody did not come to a duty of this day: what was planned on it goes elsewhere at the act's end."""
        self._missed.setdefault(Month.of(day), set()).add(day)

    def finish(self) -> None:
        """What is planned on duties follows; then the audit rows and the key are written, last before the commit."""
        moved, self._moved = self._moved, {}
        missed, self._missed = self._missed, {}
        if moved or missed:
            self.desk.follow(self, moved, missed)
        if self.silent and not self._audited:
            return
        if not self._audited:
            self._audited.append((f"centre:{self.centre_id}", {}))
        for subject, payload in self._audited:
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

    def latest_month(self) -> Month:
        """The latest month with a case; NotFoundError where the centre has none."""
        known = self.known_months()
        if not known:
            raise NotFoundError(Text(f"中心 {self.centre_id} 的案例", f"a case of centre {self.centre_id}"))
        return known[-1]

    def month_at(self, day: date) -> Month:
        """The month of a day, or the latest known; NotFoundError where the centre has none."""
        month = Month.of(day)
        return month if month in self.known_months() else self.latest_month()

    def binding(self, month: Month) -> RosterVersion:
        """The published or closed roster; NotFoundError where none is."""
        month_id = self.month_row(month).month_id
        version = roster_rows.binding_version(self.connection, month_id)
        if version is None:
            drafts = [one.roster_id for one in roster_rows.roster_versions(self.connection, month_id)]
            only = Text("", "")
            if drafts:
                number = drafts[-1]
                only = Text(f"(只有草稿 {number},尚未发布)", f" (there is only draft {number}, not yet published)")
            raise NotFoundError(Text(f"{month} 的已发布排班{only.zh}", f"a published roster of {month}{only.en}"))
        return version

    def published(self, month: Month) -> RosterVersion:
        """The published roster; NotFoundError where none is, RefusedError once the month is closed."""
        version = self.binding(month)
        if version.state is not RosterState.PUBLISHED:
            raise wrong_state(version.state.value, "published")
        return version

    def revisions(self) -> Revisions:
        """Every month of the centre with its revision, in order."""
        return case_rows.revisions(self.connection, self.centre_id)

    def board(self, month: Month) -> Board:
        """The board with this month in focus, in this transaction: from memory where nothing changed since."""
        revisions = self.revisions()
        known = self.memory.board(month, revisions)
        if known is None:
            known = self._focused(month, revisions) or self.months.board(month, revisions, self.memory)
            self.memory = self.memory.with_board(known, revisions)
        return known

    def _focused(self, month: Month, revisions: Revisions) -> Board | None:
        """A board known already whose calendar holds the month.

        Not that of a month that is closed or has a draft alone: it is a page of its own calendar, and of no other's.
        """
        if revisions != self.memory.revisions or not self.memory.boards:
            return None
        states = roster_rows.binding_states(self.connection, self.centre_id)
        for board in self.memory.boards.values():
            held = any(page.month == month and page.published for page in board.calendar.pages)
            if held and states.get(str(board.month)) is roster_rows.RosterState.PUBLISHED:
                return board.on(month)
        return None

    def loaded(self, month: Month) -> Board:
        """The month's board, read afresh."""
        self.memory = Memory()
        return self.months.board(month, self.revisions(), self.memory)

    def changed(self, *months: Month, board: Board | None = None) -> None:
        """Raises the months' revisions; `board`: what the calendar looks like afterwards, kept once committed.

        Who did not come and what is owed is read again: what an act does to these it does in the store.
        """
        for month in months:
            self._raise_revision(month)
        if board is not None:
            pages = board.calendar.pages
            board = replace(board, absent=self.months.absent(pages), owing=self.months.owing())
            self.memory = self.memory.with_board(board, self.revisions())

    def _raise_revision(self, month: Month) -> None:
        row = self.month_row(month)
        case_rows.raise_revision(self.connection, row.month_id, row.revision)
        self.memory = self.memory.without(month)

    def later_changed(self, month: Month) -> None:
        """Raises the revisions of the months after one: their cases remember its contracts."""
        self.changed(*(other for other in self.known_months() if other > month))

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
