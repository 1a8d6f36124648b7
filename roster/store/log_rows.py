"""The entries of the shifts' logs: added, never changed."""

from collections.abc import Iterable
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, insert, select

from roster.errors import NotFoundError
from roster.model.shift_log import Category, Follow, Gravity, LogEntry, LogLine
from roster.store.tables.duty import SHIFT_LOG
from roster.text import Text

c = SHIFT_LOG.c
_PLAIN = [field.name for field in fields(LogEntry) if field.name not in {"entry_id", "words"}]


def add_entry(connection: Connection, centre_id: str, entry: LogEntry, key: str | None = None) -> int:
    """Writes an entry and returns its number; the number of the one there is where the key was used already."""
    if key is not None:
        known = connection.execute(select(c.entry_id).where(and_(c.centre_id == centre_id, c.key == key))).scalar()
        if known is not None:
            return int(known)
    values = {name: value for name, value in asdict(entry).items() if name in _PLAIN}
    added = insert(SHIFT_LOG).values(centre_id=centre_id, zh=entry.words.zh, en=entry.words.en, key=key, **values)
    return int(connection.execute(added).inserted_primary_key[0])  # type: ignore[index]


def entry_of(connection: Connection, centre_id: str, entry_id: int) -> LogLine:
    """One entry with what follows it; NotFoundError without it."""
    entries = lines(connection, centre_id, c.entry_id == entry_id)
    if not entries:
        raise NotFoundError(Text(f"日志记录 {entry_id}", f"log entry {entry_id}"))
    return entries[0]


def lines_between(connection: Connection, centre_id: str, start: date, end: date) -> tuple[LogLine, ...]:
    """The entries in the logs of the days `start` … `end` (inclusive), in the order of writing."""
    return lines(connection, centre_id, and_(c.day >= start, c.day <= end))


def open_lines(connection: Connection, centre_id: str, until: date) -> tuple[LogLine, ...]:
    """The entries of days up to `until` (inclusive) that nobody has closed yet."""
    closed = select(c.about).where(and_(c.centre_id == centre_id, c.follow == Follow.CLOSE.value))
    return lines(connection, centre_id, and_(c.opens, c.day <= until, c.entry_id.not_in(closed)))


def lines(connection: Connection, centre_id: str, where: ColumnElement[bool]) -> tuple[LogLine, ...]:
    """The entries of a kind in the order of writing, each with what follows it."""
    query = select(SHIFT_LOG).where(and_(c.centre_id == centre_id, where)).order_by(c.entry_id)
    entries = [_entry(row) for row in connection.execute(query)]
    follows = _following(connection, [entry.entry_id for entry in entries])
    return tuple(LogLine(entry, tuple(follows.get(entry.entry_id, ()))) for entry in entries)


def _following(connection: Connection, entries: Iterable[int]) -> dict[int, list[LogEntry]]:
    query = select(SHIFT_LOG).where(c.about.in_(list(entries))).order_by(c.entry_id)
    following: dict[int, list[LogEntry]] = {}
    for row in connection.execute(query):
        following.setdefault(row.about, []).append(_entry(row))
    return following


def _entry(row: Any) -> LogEntry:
    return LogEntry(
        row.entry_id,
        row.day,
        row.shift,
        row.at,
        row.author,
        Category(row.category),
        row.kind,
        row.subject,
        Text(row.zh, row.en),
        Gravity(row.gravity),
        row.opens,
        row.about,
        None if row.follow is None else Follow(row.follow),
        row.cause,
        row.course,
        row.result,
    )
