"""SHIFT-LIMITS: limits per shift."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import ClassVar

from roster.rule import Evidence, Example, Finding, MonthContext, Parameter, Rule, Strength
from roster.rule.pieces import Budget, Piece
from roster.text import Text, counted


class ShiftLimits(Rule):
    """An agent has at most so many duties of a shift code in a month."""

    id: ClassVar[str] = "SHIFT-LIMITS"
    title: ClassVar[Text] = Text("班次上限", "Limits per shift")
    clause: ClassVar[str] = "POLICY"
    strength: ClassVar[Strength] = Strength.HARD
    summary: ClassVar[Text] = Text(
        "每人每月某一班次的当班次数不超过规定数目;数当月开始的当班。",
        "An agent's duties of a shift code that start in the month number at most what is set for that code.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "max_duties_of_shift",
            (),
            "text",
            Text("每月各班次的上限,如 N=5", "the most duties of a shift in a month, as in N=5"),
            "POLICY",
            pattern=r".+=\d{1,4}",
            ours=True,
        ),
    )
    example: ClassVar[Example] = Example(
        bad=Text("N=5,当月第六个 N 班", "N=5 and a sixth N in the month"),
        good=Text("N=5,当月恰好五个 N 班", "N=5 and five of them"),
    )

    def _limits(self) -> Mapping[str, int]:
        parts = (entry.rpartition("=") for entry in self.words("max_duties_of_shift"))
        return {code.strip(): int(most) for code, _, most in parts}

    def encode(self, context: MonthContext) -> Iterable[Piece]:
        """A counted budget per agent and limited shift; one table a shift."""
        for code, most in self._limits().items():
            counted = context.chosen((code,))
            if counted and most < context.days:
                row = tuple(int(shift in counted) for shift in range(len(context.shifts)))
                weights = (row,) * context.days
                for agent in range(len(context.agents)):
                    yield Budget(self.id, agent, weights, maximum=most, label=code)

    def check(self, evidence: Evidence) -> Iterable[Finding]:
        """Each agent's duties by code."""
        limits = self._limits()
        for agent_id, stints in evidence.by_agent.items():
            worked = Counter(stint.duty.shift for stint in stints if not stint.past)
            for code, most in limits.items():
                if worked[code] > most:
                    yield Finding(
                        self.id,
                        hard=True,
                        agent_id=agent_id,
                        day=None,
                        measured=str(worked[code]),
                        required=f"≤ {most}",
                        facts={"shift": code},
                        excess=worked[code] - most,
                    )

    def explain(self, finding: Finding) -> Text:
        """Who, which shift, how many."""
        code = finding.facts["shift"]
        return Text(
            f"{finding.agent_id} 当月有 {finding.measured} 个 {code} 班,要求 {finding.required}",
            f"{finding.agent_id} has {counted(int(finding.measured), 'duty', 'duties')} of shift {code} this "
            f"month; required {finding.required}",
        )
