"""A subscription as the bytes that a calendar program gets."""

import hashlib
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import cached_property
from typing import Any

from api.accounts.caller import Role
from api.calendars.entries import entries_of, revise_calendars
from api.calendars.subscriptions import FeedKind, may_follow
from api.etag import is_named
from api.office.office import Desks
from api.office.shared_cache import SharedCache
from api.store.feed_rows import last_change
from api.store.instant import from_micros
from roster.errors import NotFoundError
from roster.files.calendars import CalendarEvent, Feed, feed_uid, is_appointment, is_duty, to_ical
from roster.model import Agent, Case
from roster.text import Language, Text

BODY_BYTES = 64 * 2**20
"""Rendered calendars in memory, at most."""
MOST_VERSIONS = 100_000
LEADERS = Text("值班班长", "Duty leaders")


@dataclass(frozen=True)
class FeedVersion:
    """What tells a calendar from its earlier states (RFC 9110 §8.8)."""

    etag: str
    last_modified: datetime

    @cached_property
    def raw_headers(self) -> tuple[tuple[bytes, bytes], ...]:
        """The headers as a server sends them."""
        return tuple((name.lower().encode(), value.encode()) for name, value in self.headers.items())

    @cached_property
    def headers(self) -> dict[str, str]:
        """ETag, Last-Modified, and that nobody but the subscriber may keep it unasked."""
        return {
            "ETag": self.etag,
            "Last-Modified": format_datetime(self.last_modified.astimezone(UTC), usegmt=True),
            "Cache-Control": "private, no-cache",
        }

    def has(self, if_none_match: str | None, if_modified_since: str | None) -> bool:
        """Whether the client has it already; If-None-Match wins over If-Modified-Since (RFC 9110 §13.2.2)."""
        if if_none_match is not None:
            return is_named(self.etag, if_none_match)
        if if_modified_since is not None:
            try:
                since = parsedate_to_datetime(if_modified_since)
            except (TypeError, ValueError, IndexError):
                return False
            return since.tzinfo is not None and self.last_modified <= since
        return False


@dataclass(frozen=True, slots=True)
class Rendered:
    """A calendar with its version."""

    body: bytes
    version: FeedVersion


class FeedCache:
    """Calendars as they were last rendered. Their versions take little room and outlive the bytes."""

    def __init__(self) -> None:
        self._bodies = SharedCache(BODY_BYTES, lambda rendered: len(rendered.body))
        self._versions = SharedCache(MOST_VERSIONS)

    def known(self, row: Any) -> FeedVersion | None:
        """The version of a subscription as it is now, where it has been rendered since it last changed."""
        version: FeedVersion | None = self._versions.peek(_state(row))
        return version

    def get(self, row: Any, make: Callable[[], Rendered]) -> Rendered:
        """The calendar, rendered once however many ask."""
        rendered = self._bodies.get(_state(row), make)
        self._versions.get(_state(row), lambda: rendered.version)
        return rendered


def _state(row: Any) -> Hashable:
    """What a calendar follows from: the subscription, whose it is, and the state of the centre's months."""
    of_feed = (row.id, row.label, row.language, row.centre_id, row.role, row.own_id, row.own_centre)
    return (*of_feed, row.revision, row.months, row.epoch)


def render(office: Desks, row: Any) -> Rendered:
    """The calendar of a subscription as of now; NotFoundError once its subject is in no month, or no longer theirs."""
    state = ("calendars", row.centre_id, row.revision, row.months)
    office.remember(state, lambda: revise_calendars(office.store, office.desk(row.centre_id)))
    return _make(office, row)


def _make(office: Desks, row: Any) -> Rendered:
    language: Language = "zh" if row.language == "zh" else "en"
    with office.store.reading() as connection:
        at = last_change(connection, row.centre_id)
        cases = office.every_case(row.centre_id)
        people = {agent.agent_id: agent for case in cases for agent in case.agents}
        chosen = _chosen(FeedKind(row.kind), row.subject, people)
        own = row.own_centre == row.centre_id or (row.own_centre is None and row.role == Role.ADMIN)
        if not chosen or not own or not may_follow(FeedKind(row.kind), row.subject, Role(row.role), row.own_id, people):
            raise NotFoundError(row.id)
        entries = entries_of(connection, row.centre_id, chosen, language)
    latest = cases[-1]
    named = row.kind != FeedKind.AGENT
    events = [
        event.for_others(people[agent_id].name) if named else event
        for agent_id, event in entries
        if _fits(row.kind, event)
    ]
    # Before the first publication there has been no revision; the month's first moment stands for it.
    first = datetime(latest.month.year, latest.month.number, 1, tzinfo=UTC)
    feed = Feed(
        feed_uid(row.centre_id, row.kind, row.subject),
        _name(row, latest, people, language),
        latest.centre.timezone,
        first,
        language,
    )
    body = to_ical(feed, events)
    # Who came into a team or was given another name changes what is shown, though no entry; so may a restore.
    changed = max(at or first, first if row.epoch is None else from_micros(row.epoch).replace(microsecond=0))
    return Rendered(body, FeedVersion(f'"{hashlib.sha256(body).hexdigest()[:32]}"', changed))


def _chosen(kind: FeedKind, subject: str, people: dict[str, Agent]) -> list[str]:
    if kind is FeedKind.AGENT:
        return [subject] if subject in people else []
    if kind is FeedKind.TEAM:
        return [agent.agent_id for agent in people.values() if agent.team == subject]
    return [agent.agent_id for agent in people.values() if agent.leads]


def _fits(kind: str, event: CalendarEvent) -> bool:
    """Whether a calendar shows an entry: one's own all, a team's no appointments, the leaders' who leads when."""
    return is_duty(event) if kind == FeedKind.LEADERS else kind == FeedKind.AGENT or not is_appointment(event)


def _name(row: Any, case: Case, people: dict[str, Agent], language: Language) -> str:
    if row.label:
        return str(row.label)
    kind = FeedKind(row.kind)
    subject = people[row.subject].name if kind is FeedKind.AGENT else row.subject
    own = LEADERS.to(language) if kind is FeedKind.LEADERS else subject
    return f"{own} · {case.centre.name}"
