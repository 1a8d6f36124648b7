"""Calendars of agents and teams as files in a folder, revised where an earlier run's are there."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from roster.breaks import PlacedBreak
from roster.files.calendars.duties import diary
from roster.files.calendars.earlier import earlier_entries
from roster.files.calendars.event import CalendarEvent, feed_uid
from roster.files.calendars.feed import Feed, to_ical
from roster.files.file_name import safe_stems
from roster.model import Case, Duty, Roster
from roster.rule.evidence import Evidence
from roster.text import Language

_TEAM = "team-"


def write_calendars(
    folder: Path,
    evidence: Evidence,
    language: Language,
    breaks: Mapping[Duty, Sequence[PlacedBreak]] | None = None,
    before: Mapping[str, Sequence[CalendarEvent]] | None = None,
) -> None:
    """Write `AGENT_ID.ics` for each agent and `team-TEAM.ics` for each team into `folder`, which must exist.

    `breaks` stand in the duties that have them placed. Stamps are the month's first instant, so the same roster gives
    the same bytes. `before`: the agents' entries of the roster before; see `Diary`.
    """
    case = evidence.case
    centre = case.centre
    at = evidence.utc(case.month.first, 0)
    written = replace(diary(evidence, at, language, None, breaks=breaks), before=before)

    def feed(kind: str, key: str, name: str) -> Feed:
        uid = feed_uid(centre.name, kind, key)
        return Feed(uid, f"{name} · {centre.name}", centre.timezone, at, language)

    names = agent_file_names([agent.agent_id for agent in case.agents])
    for agent in case.agents:
        content = to_ical(feed("agent", agent.agent_id, agent.name), written.own(agent.agent_id))
        (folder / names[agent.agent_id]).write_bytes(content)
    members: dict[str, list[str]] = {}
    for agent in case.agents:
        members.setdefault(agent.team, []).append(agent.agent_id)
    team_names = team_file_names(list(members))
    for team, agent_ids in members.items():
        (folder / team_names[team]).write_bytes(to_ical(feed("team", team, team), written.others(agent_ids)))


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
