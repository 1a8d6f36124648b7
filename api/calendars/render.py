"""A subscription as the bytes that a calendar program gets."""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any

from sqlalchemy import Row

from api.accounts.caller import Role
from api.calendars.entries import entries_of, last_revision, revise_calendars, stale_months
from api.calendars.subscriptions import FeedKind, may_follow
from api.office.office import Office
from roster.errors import NotFoundError
from roster.files.calendars import CalendarEvent, Feed, feed_uid, to_ical
from roster.model import Agent, Case
from roster.text import Language, Text

LEADERS = Text("值班班长", "Duty leaders")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A calendar with its validators (RFC 9110 §8.8)."""

    body: bytes
    etag: str
    last_modified: datetime

    @property
    def headers(self) -> dict[str, str]:
        """ETag, Last-Modified, and that nobody but the subscriber may keep it unasked."""
        return {
            "ETag": self.etag,
            "Last-Modified": format_datetime(self.last_modified.astimezone(UTC), usegmt=True),
            "Cache-Control": "private, no-cache",
        }

    def known(self, if_none_match: str | None, if_modified_since: str | None) -> bool:
        """Whether the client has it already; If-None-Match wins over If-Modified-Since (RFC 9110 §13.2.2)."""
        if if_none_match is not None:
            given = {item.strip().removeprefix("W/") for item in if_none_match.split(",")}
            return self.etag in given or "*" in given
        if if_modified_since is not None:
            try:
                since = parsedate_to_datetime(if_modified_since)
            except (TypeError, ValueError, IndexError):
                return False
            return since.tzinfo is not None and self.last_modified <= since
        return False


def render(office: Office, row: Row[Any]) -> Rendered:
    """The calendar of a subscription as of now; NotFoundError once its subject is in no month, or no longer theirs."""
    desk = office.desk(row.centre_id)
    with office.store.reading() as connection:
        stale = stale_months(connection, row.centre_id)
    if stale:
        revise_calendars(office.store, desk)
    with office.store.reading() as connection:
        revision, at = last_revision(connection, row.centre_id)
    key = ("feed", row.id, row.label, row.language, row.centre_id, row.role, row.own_id, row.own_centre, revision, at)
    return office.memory.get(key, lambda: _make(office, row, at))


def _make(office: Office, row: Row[Any], at: datetime | None) -> Rendered:
    language: Language = "zh" if row.language == "zh" else "en"
    desk = office.desk(row.centre_id)
    with office.store.reading() as connection:
        cases = [desk.board(month).case for month in office.months(connection, row.centre_id)]
        people = {agent.agent_id: agent for case in cases for agent in case.agents}
        chosen = _chosen(FeedKind(row.kind), row.subject, people)
        kept = row.own_centre in {None, row.centre_id}
        if (
            not chosen
            or not kept
            or not may_follow(FeedKind(row.kind), row.subject, Role(row.role), row.own_id, people)
        ):
            raise NotFoundError(row.id)
        found = entries_of(connection, row.centre_id, chosen, language)
    latest = cases[-1]
    named = row.kind != FeedKind.AGENT
    events = [_shown(event, people[agent_id], named=named) for agent_id, event in found if _fits(row.kind, event)]
    # Before the first publication there has been no revision; the month's first moment stands for it.
    moment = at or datetime(latest.month.year, latest.month.number, 1, tzinfo=UTC)
    changed = max((event.last_modified for event in events), default=moment)
    feed = Feed(
        feed_uid(row.centre_id, row.kind, row.subject),
        _name(row, latest, people, language),
        latest.centre.timezone,
        changed,
        language,
    )
    body = to_ical(feed, events)
    return Rendered(body, f'"{hashlib.sha256(body).hexdigest()[:32]}"', changed)


def _chosen(kind: FeedKind, subject: str, people: dict[str, Agent]) -> list[str]:
    if kind is FeedKind.AGENT:
        return [subject] if subject in people else []
    if kind is FeedKind.TEAM:
        return [agent.agent_id for agent in people.values() if agent.team == subject]
    return [agent.agent_id for agent in people.values() if agent.leads]


def _fits(kind: str, event: CalendarEvent) -> bool:
    return kind != FeedKind.LEADERS or isinstance(event.start, datetime)


def _shown(event: CalendarEvent, agent: Agent, *, named: bool) -> CalendarEvent:
    return replace(event, summary=f"{agent.name} · {event.summary}", busy=False) if named else event


def _name(row: Row[Any], case: Case, people: dict[str, Agent], language: Language) -> str:
    if row.label:
        return str(row.label)
    kind = FeedKind(row.kind)
    subject = people[row.subject].name if kind is FeedKind.AGENT else row.subject
    own = LEADERS.to(language) if kind is FeedKind.LEADERS else subject
    return f"{own} · {case.centre.name}"
