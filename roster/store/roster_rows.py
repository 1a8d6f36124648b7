"""Rosters with their versions, in and out of the store."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import starmap
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, func, insert, select, true, update
from sqlalchemy.exc import IntegrityError

from roster.errors import NotFoundError, StaleError
from roster.model import Duty, Month, Roster
from roster.store.tables import roster as t
from roster.store.tables.case import MONTHS
from roster.text import Text


class RosterState(StrEnum):
    """draft → published → closed; a published one that a newer version replaced is superseded."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    CLOSED = "closed"


BINDING = (RosterState.PUBLISHED, RosterState.CLOSED)
"""The states of a roster that binds people."""


@dataclass(frozen=True, slots=True)
class RosterVersion:
    """One version of a month's roster. `revision` rises with every change, for compare-and-set and ETags.

    A draft that re-plans a published version knows it (`based_on`) at the revision it was made from. `granted` are rows
    of the case's own table of leave by their places, `granted_requests` the ids of leave filed at the desk.
    """

    roster_id: int
    month_id: int
    version: int
    state: RosterState
    revision: int
    based_on: int | None
    based_revision: int | None
    granted: tuple[int, ...]
    note: str
    created_by: str
    created_at: datetime
    published_at: datetime | None
    granted_requests: tuple[str, ...] = ()


def _version(row: Row[Any]) -> RosterVersion:
    return RosterVersion(
        row.roster_id,
        row.month_id,
        row.version,
        RosterState(row.state),
        row.revision,
        row.based_on,
        row.based_revision,
        tuple(row.granted),
        row.note,
        row.created_by,
        row.created_at,
        row.published_at,
        tuple(row.granted_requests),
    )


def add_roster(
    connection: Connection,
    month_id: int,
    roster: Roster,
    *,
    by: str,
    at: datetime,
    note: str,
    based_on: RosterVersion | None,
    requests: Iterable[str] = (),
) -> RosterVersion:
    """A new draft of a month; `requests` at the desk are what it grants beside the case's own leave."""
    latest = connection.execute(select(func.max(t.ROSTERS.c.version)).where(t.ROSTERS.c.month_id == month_id)).scalar()
    row = connection.execute(
        insert(t.ROSTERS)
        .values(
            month_id=month_id,
            version=(latest or 0) + 1,
            state=RosterState.DRAFT.value,
            revision=1,
            based_on=None if based_on is None else based_on.roster_id,
            based_revision=None if based_on is None else based_on.revision,
            granted=sorted(roster.granted),
            granted_requests=sorted(requests),
            note=note,
            created_by=by,
            created_at=at,
        )
        .returning(t.ROSTERS)
    ).one()
    _put_duties(connection, row.roster_id, roster.duties)
    return _version(row)


def _put_duties(connection: Connection, roster_id: int, duties: Iterable[Duty]) -> None:
    rows = [
        {"roster_id": roster_id, "agent_id": d.agent_id, "day": d.day, "shift": d.shift, "job": d.job} for d in duties
    ]
    if rows:
        connection.execute(insert(t.DUTIES), rows)


def roster_version(connection: Connection, roster_id: int) -> RosterVersion:
    """One version; NotFoundError without it."""
    row = connection.execute(select(t.ROSTERS).where(t.ROSTERS.c.roster_id == roster_id)).first()
    if row is None:
        raise NotFoundError(Text(f"排班 {roster_id}", f"roster {roster_id}"))
    return _version(row)


def roster_versions(connection: Connection, month_id: int) -> tuple[RosterVersion, ...]:
    """Every version of a month, oldest first."""
    query = select(t.ROSTERS).where(t.ROSTERS.c.month_id == month_id).order_by(t.ROSTERS.c.version)
    return tuple(_version(row) for row in connection.execute(query))


def binding_version(connection: Connection, month_id: int) -> RosterVersion | None:
    """The version that binds people: published or closed; None where none does."""
    query = select(t.ROSTERS).where((t.ROSTERS.c.month_id == month_id) & t.ROSTERS.c.state.in_(BINDING))
    row = connection.execute(query).first()
    return None if row is None else _version(row)


def binding_states(connection: Connection, centre_id: str) -> dict[str, RosterState]:
    """For each month of a centre whose roster binds people, written as the store has it: published or closed."""
    query = (
        select(MONTHS.c.month, t.ROSTERS.c.state)
        .join(MONTHS, MONTHS.c.month_id == t.ROSTERS.c.month_id)
        .where((MONTHS.c.centre_id == centre_id) & t.ROSTERS.c.state.in_(BINDING))
    )
    return {month: RosterState(state) for month, state in connection.execute(query)}


def get_roster(connection: Connection, version: RosterVersion) -> Roster:
    """A version's duties and grants."""
    columns = t.DUTIES.c
    query = select(columns.agent_id, columns.day, columns.shift, columns.job).where(
        columns.roster_id == version.roster_id
    )
    return Roster.of(starmap(Duty, connection.execute(query)), version.granted)


def duty_count(connection: Connection, roster_id: int) -> int:
    """How many duties a version holds."""
    mine = t.DUTIES.c.roster_id == roster_id
    return connection.execute(select(func.count()).select_from(t.DUTIES).where(mine)).scalar_one()


def roster_page(
    connection: Connection,
    centre_id: str | None,
    month: Month | None,
    states: Iterable[RosterState],
    *,
    offset: int,
    limit: int,
) -> tuple[list[int], int]:
    """One page of roster ids in some states, latest month and version first, and how many there are."""
    where = and_(
        t.ROSTERS.c.state.in_([state.value for state in states]),
        true() if centre_id is None else MONTHS.c.centre_id == centre_id,
        true() if month is None else MONTHS.c.month == str(month),
    )
    table = t.ROSTERS.join(MONTHS, t.ROSTERS.c.month_id == MONTHS.c.month_id)
    order = (MONTHS.c.month.desc(), MONTHS.c.centre_id, t.ROSTERS.c.version.desc())
    ids = select(t.ROSTERS.c.roster_id).select_from(table).where(where).order_by(*order).offset(offset).limit(limit)
    total = connection.execute(select(func.count()).select_from(table).where(where)).scalar_one()
    return list(connection.execute(ids).scalars()), total


def put_draft(connection: Connection, version: RosterVersion, roster: Roster, requests: Iterable[str]) -> None:
    """Puts duties and grants in the place of a draft's; StaleError where it changed meanwhile, or is no draft now."""
    grants = {"granted": sorted(roster.granted), "granted_requests": sorted(requests)}
    mine = (t.ROSTERS.c.roster_id == version.roster_id) & (t.ROSTERS.c.revision == version.revision)
    _updated(
        connection.execute(
            update(t.ROSTERS)
            .where(mine, t.ROSTERS.c.state == RosterState.DRAFT.value)
            .values(revision=version.revision + 1, **grants)
        ).rowcount
    )
    connection.execute(delete(t.DUTIES).where(t.DUTIES.c.roster_id == version.roster_id))
    _put_duties(connection, version.roster_id, roster.duties)


def base_on(connection: Connection, version: RosterVersion, revision: int | None) -> None:
    """The version was made from that revision of the roster that it is based on."""
    where = t.ROSTERS.c.roster_id == version.roster_id
    connection.execute(update(t.ROSTERS).where(where).values(based_revision=revision))


def set_state(
    connection: Connection,
    version: RosterVersion,
    state: RosterState,
    *,
    published_at: datetime | None = None,
) -> None:
    """Compare-and-set of a version's state; StaleError where it changed meanwhile."""
    values: dict[str, Any] = {"state": state.value, "revision": t.ROSTERS.c.revision + 1}
    if published_at is not None:
        values["published_at"] = published_at
    _updated(
        connection.execute(
            update(t.ROSTERS)
            .where((t.ROSTERS.c.roster_id == version.roster_id) & (t.ROSTERS.c.revision == version.revision))
            .values(**values)
        ).rowcount
    )


def change_duties(
    connection: Connection,
    version: RosterVersion,
    removed: Iterable[Duty],
    added: Iterable[Duty],
    *,
    cause: str,
    at: datetime,
    state: RosterState = RosterState.PUBLISHED,
) -> None:
    """Takes duties out and puts others in, all or none; StaleError where one is no longer as it was.

    `state` is the one in which the version must be; a draft must be at the version's revision too.
    """
    removed, added = tuple(sorted(removed)), tuple(sorted(added))
    where = (t.ROSTERS.c.roster_id == version.roster_id) & (t.ROSTERS.c.state == state.value)
    if state is RosterState.DRAFT:
        where &= t.ROSTERS.c.revision == version.revision
    raised = update(t.ROSTERS).where(where).values(revision=t.ROSTERS.c.revision + 1)
    _updated(connection.execute(raised).rowcount)
    for duty in removed:
        where = (
            (t.DUTIES.c.roster_id == version.roster_id)
            & (t.DUTIES.c.agent_id == duty.agent_id)
            & (t.DUTIES.c.day == duty.day)
            & (t.DUTIES.c.shift == duty.shift)
            & (t.DUTIES.c.job == duty.job)
        )
        _updated(connection.execute(delete(t.DUTIES).where(where)).rowcount)
    try:
        _put_duties(connection, version.roster_id, added)
    except IntegrityError as problem:
        raise StaleError("somebody has a duty on that day already") from problem
    cells = sorted({(duty.agent_id, duty.day) for duty in (*removed, *added)})
    before = {(duty.agent_id, duty.day): [duty.shift, duty.job] for duty in removed}
    after = {(duty.agent_id, duty.day): [duty.shift, duty.job] for duty in added}
    if cells:
        connection.execute(
            insert(t.DUTY_CHANGES),
            [
                {
                    "roster_id": version.roster_id,
                    "agent_id": agent_id,
                    "day": day,
                    "before": before.get((agent_id, day)),
                    "after": after.get((agent_id, day)),
                    "cause": cause,
                    "at": at,
                }
                for agent_id, day in cells
            ],
        )


@dataclass(frozen=True, slots=True)
class CellChange:
    """A change of one cell: shift and job before and after, and what made it (`swap:ID`, `leave:ID`, `edit:WHO`)."""

    roster_id: int
    before: tuple[str, str] | None
    after: tuple[str, str] | None
    cause: str
    at: datetime


def last_change(connection: Connection, roster_id: int) -> tuple[CellChange, ...]:
    """The cells that the latest change of a version touched; nothing where it stands as it was made."""
    table = t.DUTY_CHANGES.c
    mine = select(t.DUTY_CHANGES).where(table.roster_id == roster_id)
    last = connection.execute(mine.order_by(table.change_id.desc()).limit(1)).one_or_none()
    if last is None:
        return ()
    rows = connection.execute(mine.where(table.at == last.at, table.cause == last.cause).order_by(table.change_id))
    return tuple(map(_cell_change, rows))


def _cell_change(row: Row[Any]) -> CellChange:
    before, after = (tuple(held) if held else None for held in (row.before, row.after))
    return CellChange(row.roster_id, before, after, row.cause, row.at)


def changes_of_cell(connection: Connection, month_id: int, agent_id: str, day: date) -> tuple[CellChange, ...]:
    """What was changed of a cell in any version of a month, oldest first."""
    table = t.DUTY_CHANGES.c
    query = (
        select(t.DUTY_CHANGES)
        .join(t.ROSTERS, t.ROSTERS.c.roster_id == table.roster_id)
        .where(t.ROSTERS.c.month_id == month_id, table.agent_id == agent_id, table.day == day)
        .order_by(table.change_id)
    )
    return tuple(map(_cell_change, connection.execute(query)))


def cell_in_versions(connection: Connection, month_id: int, agent_id: str, day: date) -> dict[int, tuple[str, str]]:
    """Shift and job of a cell as each version of a month holds it now; versions in which it is off are left out."""
    columns = t.DUTIES.c
    query = (
        select(columns.roster_id, columns.shift, columns.job)
        .join(t.ROSTERS, t.ROSTERS.c.roster_id == columns.roster_id)
        .where(t.ROSTERS.c.month_id == month_id, columns.agent_id == agent_id, columns.day == day)
    )
    return {row.roster_id: (row.shift, row.job) for row in connection.execute(query)}


def _updated(rows: int) -> None:
    if rows != 1:
        raise StaleError("the roster changed meanwhile; read it again")


def set_granted(
    connection: Connection, version: RosterVersion, granted: Iterable[int], requests: Iterable[str]
) -> None:
    """Compare-and-set of what a version grants; StaleError where it changed meanwhile."""
    where = (t.ROSTERS.c.roster_id == version.roster_id) & (t.ROSTERS.c.revision == version.revision)
    values = {"granted": sorted(granted), "granted_requests": sorted(requests), "revision": version.revision + 1}
    _updated(connection.execute(update(t.ROSTERS).where(where).values(**values)).rowcount)


def duties_of(connection: Connection, roster_id: int, agent_id: str, first: date, last: date) -> tuple[Duty, ...]:
    """Somebody's duties of a version from `first` to `last`, inclusive."""
    c = t.DUTIES.c
    mine = (c.roster_id == roster_id) & (c.agent_id == agent_id) & (c.day >= first) & (c.day <= last)
    query = select(c.agent_id, c.day, c.shift, c.job).where(mine).order_by(c.day)
    return tuple(starmap(Duty, connection.execute(query)))
