"""Every centre's desk, found by its id; its months and rosters as the doors show them."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, and_, func, select, true

from api.problem import input_problem
from api.store.tables import CURSORS
from constraints import CATALOGUE
from roster.desk.board.board import Board
from roster.desk.clock import Clock, SystemClock
from roster.desk.desk import Desk
from roster.errors import NotFoundError
from roster.model import Month, Roster
from roster.rule import Finding
from roster.store.connect import Store
from roster.store.roster_rows import RosterState, RosterVersion, get_roster, roster_version
from roster.store.tables.case import CENTRES, MONTHS
from roster.store.tables.roster import DUTIES, ROSTERS
from roster.text import Text

Value = TypeVar("Value")
BINDING = (RosterState.PUBLISHED, RosterState.CLOSED)
MAX_ID = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Kept:
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


class Memory:
    """A few things kept by key, the least used forgotten first; safe among threads."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, threading.Lock()
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The thing of that key, made if need be."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                found: Value = self._kept[key]
                return found
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made


class Office:
    """The desks of a store. A desk keeps its months in memory, so there is one of each per process."""

    def __init__(self, store: Store, clock: Clock | None = None) -> None:
        self.store, self.clock = store, clock or SystemClock()
        self.memory = Memory(128)
        self._desks: dict[str, Desk] = {}
        self._epoch: int | None = None

    def keep_up(self, connection: Connection) -> None:
        """Forget everything once the store has been restored from a backup: its revisions mean other things now."""
        epoch = connection.execute(select(CURSORS.c.value).where(CURSORS.c.name == "epoch")).scalar_one_or_none()
        if epoch != self._epoch:
            self._epoch = epoch
            self.memory = Memory(128)
            self._desks = {}

    def new_desk(self, centre_id: str) -> Desk:
        """The desk of a centre that need not exist yet."""
        found = self._desks.get(centre_id)
        return found or self._desks.setdefault(centre_id, Desk(self.store, centre_id, CATALOGUE, self.clock))

    def desk(self, centre_id: str) -> Desk:
        """The desk of a centre; NotFoundError without one."""
        if centre_id not in self._desks:
            with self.store.reading() as connection:
                if connection.execute(select(CENTRES).where(CENTRES.c.centre_id == centre_id)).first() is None:
                    raise NotFoundError(centre_id)
        return self.new_desk(centre_id)

    def centres(self, connection: Connection) -> list[Row[Any]]:
        """Every centre's row, by id."""
        return list(connection.execute(select(CENTRES).order_by(CENTRES.c.centre_id)))

    def months(self, connection: Connection, centre_id: str) -> list[Month]:
        """The months of a centre, oldest first."""
        found = select(MONTHS.c.month).where(MONTHS.c.centre_id == centre_id).order_by(MONTHS.c.month)
        return [Month.parse(text) for text in connection.execute(found).scalars()]

    def month(self, centre_id: str, month: str | None) -> Month:
        """The month named, or the centre's latest; NotFoundError where no case is kept for it."""
        with self.store.reading() as connection:
            known = self.months(connection, centre_id)
        chosen = known[-1] if month is None and known else parse_month(month or "")
        if chosen not in known:
            raise NotFoundError(f"{centre_id} {chosen}")
        return chosen

    def board(self, centre_id: str, month: str | None = None) -> Board:
        """The month as its desk sees it."""
        return self.desk(centre_id).board(self.month(centre_id, month))

    # Rosters

    def kept(self, connection: Connection, roster_id: str) -> Kept:
        """The roster of that id; NotFoundError for none, and for what is no id."""
        if not (roster_id.isascii() and roster_id.isdigit() and int(roster_id) <= MAX_ID):
            raise NotFoundError(roster_id)
        return self._kept(connection, roster_version(connection, int(roster_id)))

    def _kept(self, connection: Connection, version: RosterVersion) -> Kept:
        row = connection.execute(select(MONTHS).where(MONTHS.c.month_id == version.month_id)).one()
        mine = DUTIES.c.roster_id == version.roster_id
        count = connection.execute(select(func.count()).select_from(DUTIES).where(mine)).scalar_one()
        return Kept(version, row.centre_id, Month.parse(row.month), count)

    def list_kept(
        self,
        connection: Connection,
        centre_id: str | None,
        month: Month | None,
        states: Iterable[RosterState],
        offset: int,
        limit: int,
    ) -> tuple[list[Kept], int]:
        """One page of rosters, latest month and version first, and how many there are."""
        where = and_(
            ROSTERS.c.state.in_([state.value for state in states]),
            true() if centre_id is None else MONTHS.c.centre_id == centre_id,
            true() if month is None else MONTHS.c.month == str(month),
        )
        table = ROSTERS.join(MONTHS, ROSTERS.c.month_id == MONTHS.c.month_id)
        order = (MONTHS.c.month.desc(), MONTHS.c.centre_id, ROSTERS.c.version.desc())
        ids = select(ROSTERS.c.roster_id).select_from(table).where(where).order_by(*order).offset(offset).limit(limit)
        found = [
            self._kept(connection, roster_version(connection, roster_id))
            for roster_id in connection.execute(ids).scalars().all()
        ]
        total = connection.execute(select(func.count()).select_from(table).where(where)).scalar_one()
        return found, total

    def roster(self, connection: Connection, kept: Kept) -> Roster:
        """The duties, kept in memory by revision."""
        return self.memory.get(("roster", kept.key), lambda: get_roster(connection, kept.version))

    def findings(self, connection: Connection, kept: Kept, board: Board) -> tuple[Finding, ...]:
        """What the independent checks find in a roster."""
        roster = self.roster(connection, kept)
        case = board.case
        key = ("findings", kept.key, id(case))
        # The case is kept beside the findings, so that no other one takes its place in memory and its id.
        found = self.memory.get(key, lambda: (case, tuple(board.rulebook.check(board.evidence(roster)))))
        return found[1]


def parse_month(text: str) -> Month:
    """A month written `2026-10`; InputError on anything else."""
    try:
        return Month.parse(text)
    except ValueError as error:
        raise input_problem(
            "month", Text("应写作 2026-10", "must read like 2026-10"), Text("写年和月", "Give year and month")
        ) from error


def instant(moment: datetime | None) -> str | None:
    """An instant as it is sent."""
    return moment.isoformat() if moment is not None else None
