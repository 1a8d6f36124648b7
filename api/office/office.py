"""Every centre's desk, found by its id; its months and rosters as the doors show them."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from api.office.shared_cache import SharedCache
from api.problem import input_problem
from constraints import CATALOGUE
from roster.desk.board.board import Board
from roster.desk.clock import Clock, SystemClock
from roster.desk.desk import Desk
from roster.desk.opening import open_desk
from roster.errors import NotFoundError
from roster.model import Case, Month, Roster
from roster.rule import Finding
from roster.store import case_rows
from roster.store.connect import Connection, Store
from roster.store.roster_rows import (
    BINDING,
    RosterState,
    RosterVersion,
    duty_count,
    get_roster,
    roster_page,
    roster_version,
)
from roster.text import Text

Value = TypeVar("Value")
MAX_ID = 2**31 - 1
MOST_ID_DIGITS = 10
MOST_KEPT = 256
"""Rosters, findings and answers in memory."""


@dataclass(frozen=True, slots=True)
class StoredRoster:
    """A version of a month's roster, without its duties; `duties` is how many it holds."""

    version: RosterVersion
    centre_id: str
    month: Month
    duties: int

    @property
    def roster_id(self) -> int:
        """Its id."""
        return self.version.roster_id

    @property
    def etag(self) -> str:
        """Its revision as an entity tag; the state belongs to it."""
        return f'"{self.version.roster_id}-{self.version.revision}"'

    @property
    def binds(self) -> bool:
        """Whether it is the one that people work by."""
        return self.version.state in BINDING

    @property
    def key(self) -> Hashable:
        """What tells its duties apart from every other version's."""
        return (self.version.roster_id, self.version.revision)


class Desks:
    """The desks of a store. A desk keeps its months in memory, so there is one of each per process."""

    def __init__(self, store: Store, clock: Clock | None = None) -> None:
        self.store, self.clock = store, clock or SystemClock()
        self._memory = SharedCache(MOST_KEPT)
        self._desks: dict[str, Desk] = {}
        self._epoch: int | None = None

    def keep_up(self, epoch: int | None) -> None:
        """Forget everything once the store has been restored from a backup: its revisions mean other things now."""
        if epoch != self._epoch:
            self._epoch = epoch
            self._memory.clear()
            self._desks = {}

    def catch_up(self, centre_id: str | None) -> None:
        """Lets time do what it has to at a centre's desk, at all of them where none is named, before anybody reads."""
        if centre_id is not None:
            centres = [centre_id]
        else:
            with self.store.reading() as connection:
                centres = [row.centre_id for row in case_rows.centres(connection)]
        for each in centres:
            self.new_desk(each).catch_up()

    def remember(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Something that follows from what the store holds, worked out once. A write's own view is nobody else's."""
        within = self.store.transaction
        return make() if within is not None and within.writes else self._memory.get(key, make)

    def new_desk(self, centre_id: str) -> Desk:
        """The desk of a centre that need not exist yet."""
        known_desk = self._desks.get(centre_id)
        return known_desk or self._desks.setdefault(centre_id, open_desk(self.store, centre_id, CATALOGUE, self.clock))

    def desk(self, centre_id: str) -> Desk:
        """The desk of a centre; NotFoundError without one."""
        if centre_id not in self._desks:
            with self.store.reading() as connection:
                case_rows.centre_row(connection, centre_id)
        return self.new_desk(centre_id)

    def month(self, centre_id: str, month: str | None) -> Month:
        """The month named, or the centre's latest; NotFoundError where no case is kept for it."""
        with self.store.reading() as connection:
            known = case_rows.months_of(connection, centre_id)
        chosen = known[-1] if month is None and known else parse_month(month or "")
        if chosen not in known:
            raise NotFoundError(f"{centre_id} {chosen}")
        return chosen

    def board(self, centre_id: str, month: str | None = None) -> Board:
        """The month as its desk sees it."""
        return self.desk(centre_id).board(self.month(centre_id, month))

    def every_case(self, centre_id: str) -> list[Case]:
        """The case of each month of a centre, oldest first."""
        with self.store.reading() as connection:
            known = case_rows.months_of(connection, centre_id)
        return [self.desk(centre_id).board(month).case for month in known]

    def board_with(self, centre_id: str, *people: str | None) -> Board:
        """The first month that is not over, or else the latest, among whose people all of these are; None is nobody.

        Who leaves with this month is no less there until then, and who comes with the next is there already. Where
        none has them all, the first of these months.
        """
        desk = self.desk(centre_id)
        today, latest = desk.today(), self.month(centre_id, None)
        with self.store.reading() as connection:
            known = case_rows.months_of(connection, centre_id)
        boards = [desk.board(month) for month in known if month.last >= today] or [desk.board(latest)]
        asked = {person for person in people if person is not None}
        return next((board for board in boards if asked <= board.case.agent_by_id.keys()), boards[0])

    # Rosters

    def stored(self, connection: Connection, roster_id: str) -> StoredRoster:
        """The roster of that id; NotFoundError for none, and for what is no id."""
        if not is_id(roster_id):
            raise NotFoundError(roster_id)
        return self._stored(connection, roster_version(connection, int(roster_id)))

    def _stored(self, connection: Connection, version: RosterVersion) -> StoredRoster:
        centre_id, month = case_rows.month_named(connection, version.month_id)
        return StoredRoster(version, centre_id, month, duty_count(connection, version.roster_id))

    def list_stored(
        self,
        connection: Connection,
        centre_id: str | None,
        month: Month | None,
        states: Iterable[RosterState],
        offset: int,
        limit: int,
    ) -> tuple[list[StoredRoster], int]:
        """One page of rosters, latest month and version first, and how many there are."""
        ids, total = roster_page(connection, centre_id, month, states, offset=offset, limit=limit)
        return [self._stored(connection, roster_version(connection, roster_id)) for roster_id in ids], total

    def roster(self, connection: Connection, stored: StoredRoster) -> Roster:
        """The duties, kept in memory by revision."""
        return self.remember(("roster", stored.key), lambda: get_roster(connection, stored.version))

    def findings(self, stored: StoredRoster, roster: Roster, board: Board) -> tuple[Finding, ...]:
        """What the independent checks find in a roster; no connection is held while they run."""
        case = board.case
        key = ("findings", stored.key, id(case))
        # The case is kept beside the findings, so that no other one takes its place in memory and its id.
        remembered = self.remember(key, lambda: (case, tuple(board.rulebook.check(board.evidence(roster)))))
        return remembered[1]


def is_id(text: str) -> bool:
    """Whether it can be a row's number; digits without end are not read as one."""
    return text.isascii() and text.isdecimal() and len(text) <= MOST_ID_DIGITS and int(text) <= MAX_ID


def parse_month(text: str) -> Month:
    """A month written `2026-10`; InputError on anything else."""
    try:
        return Month.parse(text)
    except ValueError as error:
        raise input_problem(
            "month", Text("应写作 2026-10", "must read like 2026-10"), Text("写年和月", "Give year and month")
        ) from error
