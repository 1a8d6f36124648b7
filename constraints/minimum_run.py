"""MINIMUM-RUN: shortest run of working days."""

from collections.abc import Iterable
from datetime import timedelta
from typing import ClassVar

from roster.rule import Evidence, Example, Finding, MonthContext, Parameter, Rule, Strength
from roster.rule.pieces import OFF, Piece, Sequence
from roster.text import Text, unit_words

ONE_DAY = timedelta(days=1)


class MinimumRun(Rule):
    """A run of working days is at least `min_consecutive_days` long.

    A run that touches the month's last day may go on into the next month and breaks nothing yet. At the month's
    start history counts, unless `run_before_month` says that the days before complete the run.
    """

    id: ClassVar[str] = "MINIMUM-RUN"
    title: ClassVar[Text] = Text("连续上班下限", "Shortest run of working days")
    clause: ClassVar[str] = "POLICY"
    strength: ClassVar[Strength] = Strength.HARD
    summary: ClassVar[Text] = Text(
        "连续上班至少规定天数;跨月初按历史班次计,触及月末的连续段由下月接续。",
        "Runs of days with a duty last a minimum; history counts at the start, a run at the month's end may go on.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "min_consecutive_days",
            1,
            "days",
            Text("连续上班的最少天数", "fewest days in a run of working days"),
            "POLICY",
            minimum=1,
            maximum=366,
            ours=True,
        ),
        Parameter(
            "run_before_month",
            default=False,
            unit="yes/no",
            meaning=Text("月初之前的日子视为补足连续段", "the days before the month complete a run on its first day"),
            source="POLICY",
            ours=True,
        ),
    )
    example: ClassVar[Example] = Example(
        bad=Text("最少 2 天:休、班、休", "At least 2: off, on, off"),
        good=Text("最少 2 天:休、班、班、休", "At least 2: off, on, on, off"),
    )

    def encode(self, context: MonthContext) -> Iterable[Piece]:
        """Words of a day off, too few working days, a day off."""
        everyone = tuple(range(len(context.agents)))
        off = frozenset({OFF})
        for length in range(1, self.whole("min_consecutive_days")):
            word = (off, *(context.every_shift,) * length, off)
            inside = self.flag("run_before_month")
            if not (inside and len(word) > context.days):
                yield Sequence(self.id, everyone, word, inside=inside)

    def check(self, evidence: Evidence) -> Iterable[Finding]:
        """Each run of dates with a duty that has ended by a day off in the month."""
        month = evidence.case.month
        least = self.whole("min_consecutive_days")
        for agent_id, stints in evidence.by_agent.items():
            days = {stint.day for stint in stints if not (stint.past and self.flag("run_before_month"))}
            for first in sorted(day for day in days if day - ONE_DAY not in days):
                last = first
                while last + ONE_DAY in days:
                    last += ONE_DAY
                completed = self.flag("run_before_month") and first == month.first
                length = (last - first).days + 1
                if length < least and last + ONE_DAY in month and not completed:
                    yield Finding(
                        self.id,
                        hard=True,
                        agent_id=agent_id,
                        day=first,
                        measured=f"{length} d",
                        required=f"≥ {least} d",
                        excess=least - length,
                    )

    def explain(self, finding: Finding) -> Text:
        """Who, from when, how long."""
        measured, required = unit_words(finding.measured), unit_words(finding.required)
        return Text(
            f"{finding.agent_id} 自 {finding.day} 起只连续上班 {measured.zh},要求 {required.zh}",
            f"{finding.agent_id} works only {measured.en} in a row from {finding.day}; required {required.en}",
        )
