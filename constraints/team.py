"""TEAM: with one's own team."""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from roster.model import Role
from roster.rule import Evidence, Example, Finding, MonthContext, Rule, Strength, Weight
from roster.rule.pieces import Escort, Piece
from roster.text import Text


class Team(Rule):
    """Agents work with a leader of their own team.

    A duty is away when no leader or deputy of the agent's team has the same shift code that day; leaders and deputies
    themselves, and managers, are never away.
    """

    id: ClassVar[str] = "TEAM"
    title: ClassVar[Text] = Text("随本班组班长上班", "With one's own team")
    clause: ClassVar[str] = "客服部班长责任制 §1, §5"
    strength: ClassVar[Strength] = Strength.SOFT
    reads: ClassVar[frozenset[str] | None] = frozenset({"agents", "history"})
    summary: ClassVar[Text] = Text(
        "班员尽量与本班组的班长或副班长同班。",
        "Where possible agents work the shift of a leader or deputy of their own team.",
    )
    weights: ClassVar[tuple[Weight, ...]] = (
        Weight("away_from_team", 1, "duty", Text("未与本班组班长同班", "a duty without a leader of the own team")),
    )
    example: ClassVar[Example] = Example(
        bad=Text("班员上 E 班,本班组班长当天都上 D 班", "An agent works E while the team's leaders work D"),
        good=Text("班员与本班组副班长同上 E 班", "An agent and the team's deputy both work E"),
    )

    def encode(self, context: MonthContext) -> Iterable[Piece]:
        """An escort per team, day and shift."""
        price = self.ticks("away_from_team")
        if not price:
            return
        teams: dict[str, tuple[list[int], list[int]]] = {}
        for index, person in enumerate(context.agents):
            members, leaders = teams.setdefault(person.team, ([], []))
            (leaders if person.leads else members if person.role is Role.AGENT else []).append(index)
        for members, leaders in teams.values():
            led, leading = tuple(members), tuple(leaders)
            for day in range(context.days) if led else ():
                for shift in range(len(context.shifts)):
                    yield Escort(self.id, led, leading, day, shift, price)

    def check(self, evidence: Evidence) -> Iterable[Finding]:
        """Each duty beside those of the team's leaders."""
        price = self.ticks("away_from_team")
        if not price:
            return
        led: set[tuple[str, date, str]] = {
            (stint.agent.team, stint.day, stint.duty.shift) for stint in evidence.stints if stint.agent.leads
        }
        for stint in evidence.stints:
            key = (stint.agent.team, stint.day, stint.duty.shift)
            if stint.agent.role is Role.AGENT and key not in led:
                agent_id, shift = stint.agent.agent_id, stint.duty.shift
                yield Finding(self.id, False, agent_id, stint.day, shift, stint.agent.team, price)

    def explain(self, finding: Finding) -> Text:
        """The duty and the team."""
        return Text(
            f"{finding.agent_id} 在 {finding.day} 的 {finding.measured} 班没有本班组({finding.required})班长同班",
            f"{finding.agent_id}'s {finding.measured} on {finding.day} has no leader of the own team "
            f"({finding.required})",
        )
