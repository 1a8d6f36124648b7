"""What every calendar of a centre holds, revised whenever a month has changed since it was last shown.

One entry per agent and start, told in both languages; a team's calendar is its members' entries with their names. An
entry's SEQUENCE is the month's revision that last changed it, so it rises however seldom anybody looks.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from api.store.instant import from_micros, to_micros
from api.store.tables import ENTRIES, REVISIONS
from roster.desk.board.board import Board
from roster.desk.desk import Desk
from roster.files.calendars import CalendarEvent, agent_events, revised
from roster.model import Month
from roster.rule import Evidence
from roster.store.connect import Store
from roster.store.roster_rows import binding_version
from roster.store.tables.audit import AUDIT
from roster.store.tables.case import MONTHS
from roster.text import Language

Entry = tuple[str, CalendarEvent, CalendarEvent]
"""An agent, and the entry in Chinese and in English."""


def stale_months(connection: Connection, centre_id: str) -> list[tuple[Month, int]]:
    """The centre's months that changed since their calendars were last revised, with their present revisions."""
    months = (
        select(MONTHS.c.month, MONTHS.c.revision)
        .outerjoin(REVISIONS, (REVISIONS.c.centre_id == MONTHS.c.centre_id) & (REVISIONS.c.month == MONTHS.c.month))
        .where(MONTHS.c.centre_id == centre_id)
        .where(REVISIONS.c.version.is_(None) | (REVISIONS.c.version != MONTHS.c.revision))
        .order_by(MONTHS.c.month)
    )
    return [(Month.parse(row.month), row.revision) for row in connection.execute(months)]


def revise_calendars(store: Store, desk: Desk) -> None:
    """Bring the centre's entries to the present state of its months."""
    with store.reading() as connection:
        stale = stale_months(connection, desk.centre_id)
    for month, _ in stale:
        with desk.store.writing() as connection:
            _revise_month(connection, desk, month)


def _revise_month(connection: Connection, desk: Desk, month: Month) -> None:
    """One month, in one transaction that other writers of the month wait for."""
    mine = (MONTHS.c.centre_id == desk.centre_id) & (MONTHS.c.month == str(month))
    row = connection.execute(select(MONTHS).where(mine).with_for_update()).one()
    known = (REVISIONS.c.centre_id == desk.centre_id) & (REVISIONS.c.month == str(month))
    seen = connection.execute(select(REVISIONS).where(known)).first()
    if seen is not None and seen.version == row.revision:
        return
    at = _changed_at(connection, desk.centre_id)
    if seen is not None:
        at = max(at, from_micros(seen.at))
    planned: list[Entry] = []
    if binding_version(connection, row.month_id) is not None:
        board = desk.board(month)
        planned = _planned(board, desk.centre_id, at)
    changed = _store(connection, desk.centre_id, month, planned, row.revision, at)
    values = {"version": row.revision, "at": to_micros(at if changed or seen is None else from_micros(seen.at))}
    if connection.execute(update(REVISIONS).where(known).values(**values)).rowcount == 0:
        connection.execute(insert(REVISIONS).values(centre_id=desk.centre_id, month=str(month), **values))


def _changed_at(connection: Connection, centre_id: str) -> datetime:
    """The instant of the centre's last act, to the second: what a calendar can carry."""
    last = connection.execute(select(func.max(AUDIT.c.at)).where(AUDIT.c.centre_id == centre_id)).scalar()
    moment = datetime.fromisoformat(last) if last else datetime.now(UTC)
    return moment.replace(microsecond=0)


def _planned(board: Board, scope: str, at: datetime) -> list[Entry]:
    """The month as it is: duties, and the leave that begins in it (or before it, in the first month)."""
    evidence = Evidence(board.case, board.roster)
    found: list[Entry] = []
    for agent in board.case.agents:
        zh = agent_events(evidence, agent.agent_id, at, "zh", scope)
        en = agent_events(evidence, agent.agent_id, at, "en", scope)
        found.extend((agent.agent_id, one, two) for one, two in zip(zh, en, strict=True) if _of_month(one, board))
    return found


def _of_month(event: CalendarEvent, board: Board) -> bool:
    return isinstance(event.start, datetime) or event.start in board.case.month


def _store(
    connection: Connection, centre_id: str, month: Month, planned: list[Entry], revision: int, at: datetime
) -> bool:
    where = (ENTRIES.c.centre_id == centre_id) & (ENTRIES.c.month == str(month))
    rows = {row.uid: row for row in connection.execute(select(ENTRIES).where(where))}
    before = {uid: _event(row, "zh") for uid, row in rows.items()}
    # Both languages are one entry: whatever changes in either changes it.
    other = {one.uid: _plain(two) for _, one, two in planned}
    now = []
    for _, one, _two in planned:
        row = rows.get(one.uid)
        same = row is not None and row.en == other[one.uid]
        now.append(one if same else replace(one, description=one.description + "\0"))
    owners = {one.uid: agent_id for agent_id, one, _ in planned}
    result = [
        replace(event, description=event.description.rstrip("\0"))
        for event in revised(before.values(), now, revision, at)
    ]
    changed = False
    kept = set()
    fresh = []
    for event in result:
        kept.add(event.uid)
        row = rows.get(event.uid)
        if row is not None and row.sequence == event.sequence and row.cancelled == event.cancelled:
            continue
        changed = True
        values = {
            "centre_id": centre_id,
            "uid": event.uid,
            "month": str(month),
            "agent_id": owners.get(event.uid) or rows[event.uid].agent_id,
            "zh": _plain(event),
            "en": other.get(event.uid) or rows[event.uid].en,
            "sequence": event.sequence,
            "last_modified": to_micros(event.last_modified),
            "cancelled": event.cancelled,
        }
        if row is None:
            fresh.append(values)
        else:
            connection.execute(update(ENTRIES).where(where, ENTRIES.c.uid == event.uid).values(**values))
    gone = set(rows) - kept
    if gone:
        connection.execute(delete(ENTRIES).where(where, ENTRIES.c.uid.in_(sorted(gone))))
    if fresh:
        connection.execute(insert(ENTRIES), fresh)
    return changed or bool(gone)


def _plain(event: CalendarEvent) -> str:
    told = asdict(event)
    for key in ("last_modified", "sequence", "cancelled", "uid"):
        del told[key]
    told["description"] = event.description.rstrip("\0")
    told["start"], told["end"] = event.start.isoformat(), event.end.isoformat()
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def _event(row: Row[Any], language: Language) -> CalendarEvent:
    told = json.loads(row.zh if language == "zh" else row.en)
    return CalendarEvent(
        uid=row.uid,
        start=_moment(told["start"]),
        end=_moment(told["end"]),
        summary=told["summary"],
        last_modified=from_micros(row.last_modified),
        sequence=row.sequence,
        cancelled=row.cancelled,
        description=told["description"],
        categories=tuple(told["categories"]),
        color=told["color"],
        busy=told["busy"],
    )


def _moment(text: str) -> datetime | date:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def entries_of(
    connection: Connection, centre_id: str, agents: Iterable[str], language: Language
) -> list[tuple[str, CalendarEvent]]:
    """The entries of some agents, over all months."""
    mine = (ENTRIES.c.centre_id == centre_id) & ENTRIES.c.agent_id.in_(sorted(agents))
    return [(row.agent_id, _event(row, language)) for row in connection.execute(select(ENTRIES).where(mine))]


def last_revision(connection: Connection, centre_id: str) -> tuple[int, datetime | None]:
    """What tells two states of a centre's calendars apart, and the instant of the last change."""
    rows = connection.execute(select(REVISIONS).where(REVISIONS.c.centre_id == centre_id)).all()
    return sum(row.version for row in rows), max((from_micros(row.at) for row in rows), default=None)
