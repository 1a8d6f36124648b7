"""What every calendar of a centre holds, revised whenever a month has changed since it was last shown.

One entry per agent and start, told in both languages; a team's calendar is its members' entries with their names. An
entry's SEQUENCE is the month's revision that last changed it, so it rises however seldom anybody looks.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from api.store import feed_rows
from api.store.instant import from_micros, to_micros
from api.store.migrate import migrate
from roster.breaks import PlacedBreak
from roster.desk.agenda import appointments_of
from roster.desk.board.board import Board
from roster.desk.desk import Desk
from roster.desk.quality.break_desk import breaks_by_duty
from roster.files.calendars import CalendarEvent, CalendarSet, diary, local_day, revised
from roster.model import Case, Duty, Month
from roster.model.appointment import Appointment
from roster.rule import Evidence
from roster.store.audit import last_instant
from roster.store.connect import Connection, Row, Store
from roster.store.roster_rows import binding_states
from roster.text import Language

Entry = tuple[str, CalendarEvent, CalendarEvent]
"""An agent, and the entry in Chinese and in English."""


def revise_calendars(store: Store, desk: Desk) -> None:
    """Bring the centre's entries to the present state of its months, with what time has done to them by now."""
    desk.catch_up()
    with store.reading() as connection:
        stale = feed_rows.stale_months(connection, desk.centre_id)
    for month in stale:
        with store.writing() as connection:
            _revise_month(connection, desk, month)


def _revise_month(connection: Connection, desk: Desk, month: Month, *, again: bool = False) -> None:
    """One month, in one transaction that other writers of the month wait for.

    `again`: though the month itself is as it was. Whom a meeting of its first day expects, the night before it tells.
    """
    row = feed_rows.locked_month(connection, desk.centre_id, month)
    seen = feed_rows.revision_of(connection, desk.centre_id, month)
    if seen is not None and seen.version == row.revision and not again:
        return
    at = _changed_at(connection, desk.centre_id)
    if seen is not None:
        at = max(at, from_micros(seen.at))
    planned: list[Entry] = []
    binding = sorted(binding_states(connection, desk.centre_id))
    if str(month) in binding:
        with desk.reading() as work:
            board = work.board(month)
            all_of_it = _planned(board, appointments_of(work, board), breaks_by_duty(work, month), desk.centre_id, at)
            zone = board.month_case.zone
        planned = [entry for entry in all_of_it if _is_entry_of(entry[1], month, binding, zone)]
    at_the_end = _store(connection, desk.centre_id, month, planned, row.revision, at)
    feed_rows.set_revision(connection, desk.centre_id, month, row.revision, to_micros(at))
    if at_the_end and str(month.next) in binding:
        _revise_month(connection, desk, month.next, again=True)


def _changed_at(connection: Connection, centre_id: str) -> datetime:
    """The instant of the centre's last act, to the second: what a calendar can carry."""
    moment = last_instant(connection, centre_id) or datetime.now(UTC)
    return moment.replace(microsecond=0)


def _planned(
    board: Board,
    appointments: Mapping[str, Sequence[Appointment]],
    breaks: Mapping[Duty, Sequence[PlacedBreak]],
    scope: str,
    at: datetime,
) -> list[Entry]:
    """The month as it is: duties, meetings, tasks, and the leave that touches it."""
    evidence = Evidence(board.case, board.roster)
    entries: list[Entry] = []
    tongues: tuple[Language, ...] = ("zh", "en")
    in_zh, in_en = (
        diary(evidence, at, language, scope, breaks=breaks, appointments=appointments) for language in tongues
    )
    for agent in board.case.agents:
        zh, en = in_zh.own(agent.agent_id), in_en.own(agent.agent_id)
        entries.extend((agent.agent_id, one, two) for one, two in zip(zh, en, strict=True))
    return entries


def _is_entry_of(event: CalendarEvent, month: Month, binding: Iterable[str], zone: ZoneInfo) -> bool:
    """Whether what a month plans is an entry of that month.

    Leave may reach over several: it is one entry, of the first of them whose roster binds.
    """
    day = local_day(event.start, zone)
    return day >= month.first or not any(str(Month.of(day)) <= other < str(month) for other in binding)


def _store(
    connection: Connection, centre_id: str, month: Month, planned: list[Entry], revision: int, at: datetime
) -> bool:
    """Writes what a month's entries are; whether one changed that touches the last day."""
    over = (one.uid for _, one, _ in planned if _reaches_over(one, month))
    rows = feed_rows.entries_of_month(connection, centre_id, month, over)
    before = [_event(row, "zh") for row in rows.values()]
    other = {one.uid: _plain(two) for _, one, two in planned}
    owners = {one.uid: agent_id for agent_id, one, _ in planned}
    fresh: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    stored_places = set()
    at_the_end = False
    for event in revised(before, [one for _, one, _ in planned], revision, at):
        stored_places.add(event.uid)
        row = rows.get(event.uid)
        if row is not None and (row.month, row.sequence) == (str(month), event.sequence):
            continue
        at_the_end |= _utc_day(event.end) >= month.last
        values = {
            "uid": event.uid,
            "agent_id": owners.get(event.uid) or rows[event.uid].agent_id,
            "zh": _plain(event),
            "en": other.get(event.uid) or rows[event.uid].en,
            "sequence": event.sequence,
            "last_modified": to_micros(event.last_modified),
            "cancelled": event.cancelled,
        }
        (fresh if row is None else changed).append(values)
    gone = set(rows) - stored_places
    feed_rows.put_entries(connection, centre_id, month, fresh=fresh, changed=changed, gone=gone)
    return at_the_end


def _reaches_over(event: CalendarEvent, month: Month) -> bool:
    """Whether it may be leave that another month than this has shown so far."""
    return not event.busy and any(not month.first < _utc_day(at) < month.last for at in (event.start, event.end))


def _utc_day(moment: datetime | date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _plain(event: CalendarEvent) -> str:
    plain = asdict(event)
    for key in ("last_modified", "sequence", "cancelled", "uid"):
        del plain[key]
    plain["start"], plain["end"] = event.start.isoformat(), event.end.isoformat()
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def _event(row: Row[Any], language: Language) -> CalendarEvent:
    record = json.loads(row.zh if language == "zh" else row.en)
    return CalendarEvent(
        uid=row.uid,
        start=_moment(record["start"]),
        end=_moment(record["end"]),
        summary=record["summary"],
        last_modified=from_micros(row.last_modified),
        sequence=row.sequence,
        cancelled=row.cancelled,
        description=record["description"],
        categories=tuple(record["categories"]),
        color=record["color"],
        busy=record["busy"],
    )


def _moment(text: str) -> datetime | date:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def entries_of(
    connection: Connection, centre_id: str, agents: Iterable[str], language: Language
) -> list[tuple[str, CalendarEvent]]:
    """The entries of some agents, over all months."""
    return [(row.agent_id, _event(row, language)) for row in feed_rows.entries_of_agents(connection, centre_id, agents)]


def month_calendars(desk: Desk, case: Case, language: Language) -> CalendarSet:
    """What the subscribers' calendars show of a month, for files: the same entries, numbers and stamps."""
    migrate(desk.store)  # a store that no service ever ran on
    revise_calendars(desk.store, desk)
    month, zone = case.month, ZoneInfo(case.centre.timezone)
    entries: dict[str, list[CalendarEvent]] = {agent.agent_id: [] for agent in case.agents}
    with desk.store.reading() as connection:
        for agent_id, event in entries_of(connection, desk.centre_id, entries, language):
            if event.touches(month, zone):
                entries[agent_id].append(event)
        at = feed_rows.last_change(connection, desk.centre_id)
    return CalendarSet(desk.centre_id, at or datetime.combine(month.first, time(), zone), entries)
