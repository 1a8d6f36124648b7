"""MINIMUM-DAYS-OFF: fewest days off in a row."""

from collections.abc import Iterable
from itertools import pairwise
from typing import ClassVar

from roster.rule import Evidence, Example, Finding, MonthContext, Parameter, Rule, Strength
from roster.rule.pieces import OFF, Piece, Sequence
from roster.text import Text, unit_words


class MinimumDaysOff(Rule):
    """Between two runs of working days lie at least `min_consecutive_days_off` days off; history counts.

    Days off at the month's end may go on into the next month and break nothing yet.
    """

    id: ClassVar[str] = "MINIMUM-DAYS-OFF"
    title: ClassVar[Text] = Text("连续休息下限", "Fewest days off in a row")
    clause: ClassVar[str] = "POLICY"
    strength: ClassVar[Strength] = Strength.HARD
    summary: ClassVar[Text] = Text(
        "两段上班之间至少连续休息规定天数,历史班次计入;请假日算休息日。",
        "Days off between two duties come in runs of a minimum length; history counts, leave counts as days off.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "min_consecutive_days_off",
            1,
            "days",
            Text("连续休息的最少天数", "fewest days off in a row"),
            "POLICY",
            minimum=1,
            maximum=366,
            ours=True,
        ),
    )
    example: ClassVar[Example] = Example(
        bad=Text("最少 2 天:班、休、班", "At least 2: on, off, on"),
        good=Text("最少 2 天:班、休、休、班", "At least 2: on, off, off, on"),
    )

    def encode(self, context: MonthContext) -> Iterable[Piece]:
        """Words of a working day, too few days off, a working day."""
        everyone = tuple(range(len(context.agents)))
        off = frozenset({OFF})
        for length in range(1, self.whole("min_consecutive_days_off")):
            yield Sequence(self.id, everyone, (context.every_shift, *(off,) * length, context.every_shift))

    def check(self, evidence: Evidence) -> Iterable[Finding]:
        """Each gap of whole dates between neighbouring duties that ends in the month."""
        least = self.whole("min_consecutive_days_off")
        for agent_id, stints in evidence.timeline.items():
            for before, after in pairwise(sorted(stints, key=lambda stint: stint.day)):
                free = (after.day - before.day).days - 1
                if 0 < free < least and not after.past and not before.ahead:
                    yield Finding(
                        self.id,
                        hard=True,
                        agent_id=agent_id,
                        day=after.day,
                        measured=f"{free} d",
                        required=f"≥ {least} d",
                        excess=least - free,
                    )

    def explain(self, finding: Finding) -> Text:
        """Who, before which day, how many."""
        measured, required = unit_words(finding.measured), unit_words(finding.required)
        return Text(
            f"{finding.agent_id} 在 {finding.day} 上班前只连续休息 {measured.zh},要求 {required.zh}",
            f"{finding.agent_id} has only {measured.en} off in a row before {finding.day}; required {required.en}",
        )
