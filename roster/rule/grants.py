"""Which requested leaves a roster made by hand grants, read off its duties."""

from collections.abc import Iterator
from dataclasses import replace

from roster.model import Case, Duty, Leave, LeaveStatus, Roster
from roster.rule.evidence import Evidence
from roster.rule.rulebook import Rulebook


def inferred_grants(case: Case, roster: Roster, rulebook: Rulebook) -> frozenset[int]:
    """Which requested leaves a roster must have granted, when nobody wrote it down (a roster.csv holds duties alone).

    Sick leave is granted in any case. Another request counts as granted when no duty overlaps its days and granting it
    breaks nothing that declining keeps (a public holiday, the team's quota, an agent's hours), asked in order of
    priority, then of date. Only the rules that read grants are asked, team by team. Returns indices of `case.leaves`;
    what `roster.granted` holds is left aside.
    """
    months = [index for index, leave in enumerate(case.leaves) if _is_asked(case, leave)]
    granted = {index for index in months if case.leaves[index].is_sick}
    teams: dict[str, list[int]] = {}
    for index in sorted(months, key=lambda index: (-case.leaves[index].priority, case.leaves[index].start, index)):
        if index not in granted:
            teams.setdefault(case.agent_by_id[case.leaves[index].agent_id].team, []).append(index)
    duties: dict[str, list[Duty]] = {}
    for duty in roster.duties if teams else ():
        duties.setdefault(case.agent_by_id[duty.agent_id].team, []).append(duty)
    for team, asked in teams.items():
        granted.update(_team_grants(case, team, duties.get(team, []), asked, rulebook))
    return frozenset(granted)


def _is_asked(case: Case, leave: Leave) -> bool:
    touches = leave.start <= case.month.last and leave.end >= case.month.first
    return leave.status is LeaveStatus.REQUESTED and touches


def _team_grants(case: Case, team: str, duties: list[Duty], asked: list[int], rulebook: Rulebook) -> Iterator[int]:
    """The team's requests granted one after the other, each on top of those before it."""
    alone, places = _team_case(case, team)
    rules = [rule for rule in rulebook.rules if rule.reads_grants]

    def breaches(granted: set[int]) -> int:
        evidence = Evidence(alone, Roster(tuple(duties), frozenset(places[index] for index in granted)))
        return sum(finding.hard for rule in rules for finding in rule.check(evidence))

    held = {index for index in places if _is_asked(case, case.leaves[index]) and case.leaves[index].is_sick}
    least = breaches(held)
    busy = Evidence(alone, Roster(tuple(duties)))
    for index in asked:
        if _overlaps(busy, case.leaves[index]):
            continue
        now = breaches(held | {index})
        if now <= least:
            held.add(index)
            least = now
            yield index


def _team_case(case: Case, team: str) -> tuple[Case, dict[int, int]]:
    """The case of one team alone, and where each of its leaves stands in it."""
    agents = tuple(agent for agent in case.agents if agent.team == team)
    members = {agent.agent_id for agent in agents}
    indices = [index for index, leave in enumerate(case.leaves) if leave.agent_id in members]
    alone = replace(
        case,
        agents=agents,
        leaves=tuple(case.leaves[index] for index in indices),
        wishes=(),
        availability=(),
        history=tuple(duty for duty in case.history if duty.agent_id in members),
        pins=(),
        ahead=(),
    )
    return alone, {index: place for place, index in enumerate(indices)}


def _overlaps(evidence: Evidence, leave: Leave) -> bool:
    start, end = evidence.utc(*leave.begins), evidence.utc(*leave.ends)
    stints = evidence.by_agent[leave.agent_id]
    return any(not stint.past and stint.start < end and stint.end > start for stint in stints)
