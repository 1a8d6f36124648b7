"""Calendars of agents and teams as files in a folder, revised where an earlier run's are there."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from roster.breaks import PlacedBreak
from roster.files.calendars.duties import diary, is_appointment
from roster.files.calendars.earlier import earlier_entries
from roster.files.calendars.event import CalendarEvent, feed_uid
from roster.files.calendars.feed import Feed, to_ical
from roster.files.calendars.revision import revised
from roster.files.file_name import safe_stems
from roster.model import Case, Duty, Roster
from roster.rule.evidence import Evidence
from roster.text import Language

_TEAM = "team-"


@dataclass(frozen=True)
class CalendarSet:
    """A month's calendars before they are written: each agent's entries, by agent, all in one language.

    `scope` is the centre's lasting name (see `event_uid`), `revised` the last revision's instant.
    """

    scope: str
    revised: datetime
    entries: Mapping[str, Sequence[CalendarEvent]]

    def with_gone(self, before: Mapping[str, Sequence[CalendarEvent]]) -> "CalendarSet":
        """The set with what only calendars `before` hold, by agent, as cancelled: nobody is to keep an entry twice."""
        known = {event.uid for events in self.entries.values() for event in events}
        entries = {
            agent_id: [*events, *self._gone(before.get(agent_id, ()), known)]
            for agent_id, events in self.entries.items()
        }
        return replace(self, entries=entries)

    def _gone(self, before: Iterable[CalendarEvent], known: Collection[str]) -> list[CalendarEvent]:
        return revised((event for event in before if event.uid not in known), (), 0, self.revised)


def drawn_calendars(
    evidence: Evidence,
    language: Language,
    breaks: Mapping[Duty, Sequence[PlacedBreak]] | None = None,
    before: Mapping[str, Sequence[CalendarEvent]] | None = None,
    scope: str | None = None,
) -> CalendarSet:
    """The calendars of a roster of which no store keeps any.

    `breaks` stand in the duties that have them placed. Stamps are the month's first instant, so the same roster gives
    the same entries. `before`: the agents' entries of the roster before; see `Diary`. `scope` None: the centre's name.
    """
    at = evidence.utc(evidence.case.month.first, 0)
    drawn = replace(diary(evidence, at, language, scope, breaks=breaks), before=before)
    entries = {agent.agent_id: drawn.own(agent.agent_id) for agent in evidence.case.agents}
    return CalendarSet(drawn.scope, at, entries)


def write_calendars(folder: Path, case: Case, language: Language, calendars: CalendarSet) -> None:
    """Write `AGENT_ID.ics` for each agent and `team-TEAM.ics` for each team into `folder`, which must exist."""
    centre = case.centre

    def put(name: str, kind: str, key: str, title: str, events: Sequence[CalendarEvent]) -> None:
        uid = feed_uid(calendars.scope, kind, key)
        feed = Feed(uid, f"{title} · {centre.name}", centre.timezone, calendars.revised, language)
        (folder / name).write_bytes(to_ical(feed, events))

    names = agent_file_names([agent.agent_id for agent in case.agents])
    members: dict[str, list[CalendarEvent]] = {}
    for agent in case.agents:
        own = calendars.entries.get(agent.agent_id, ())
        put(names[agent.agent_id], "agent", agent.agent_id, agent.name, own)
        shown = members.setdefault(agent.team, [])
        shown.extend(event.for_others(agent.name) for event in own if not is_appointment(event))
    team_names = team_file_names(list(members))
    for team, events in members.items():
        put(team_names[team], "team", team, team, events)


def entries_before(
    folder: Path, case: Case, published: Roster | None, language: Language
) -> dict[str, Sequence[CalendarEvent]] | None:
    """The agents' entries of the roster before: as calendars in a folder hold them, else of a published roster.

    None where neither is known.
    """
    names = agent_file_names([agent.agent_id for agent in case.agents])
    entries: dict[str, Sequence[CalendarEvent]] = {}
    if published is not None:
        evidence = Evidence(case, published)
        current = diary(evidence, evidence.utc(case.month.first, 0), language, None)
        entries = {agent_id: current.own(agent_id) for agent_id in names}
    entries |= earlier_entries(folder, names, case.month, ZoneInfo(case.centre.timezone))
    return entries or None


def agent_file_names(agent_ids: list[str]) -> dict[str, str]:
    """The calendar's file name for each agent; an id that would pass for a team's file has its first letter encoded."""
    return {agent_id: f"{_apart(stem)}.ics" for agent_id, stem in safe_stems(agent_ids).items()}


def team_file_names(teams: list[str]) -> dict[str, str]:
    """The calendar's file name for each team."""
    return {team: f"{_TEAM}{stem}.ics" for team, stem in safe_stems(teams).items()}


def _apart(stem: str) -> str:
    return f"%{ord(stem[0]):02X}{stem[1:]}" if stem.casefold().startswith(_TEAM) else stem
