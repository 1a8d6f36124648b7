"""STREAK: longest run of working days."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import ClassVar

from roster.rule import Evidence, Example, Finding, MonthContext, Parameter, Rule, Strength
from roster.rule.pieces import Piece, Sequence
from roster.text import Text, unit_words


class Streak(Rule):
    """No run of more than `max_consecutive_days` days that each have a duty, history counted in.

    With the default of six this is the law's rest day in every week.
    """

    id: ClassVar[str] = "STREAK"
    title: ClassVar[Text] = Text("连续上班天数", "Longest run of working days")
    clause: ClassVar[str] = "LAW: 劳动法 §38"
    strength: ClassVar[Strength] = Strength.HARD
    summary: ClassVar[Text] = Text(
        "连续有班的天数不得超过上限,上月末的班次计入;默认 6 天即每周至少休息一天。",
        "Days in a row with a duty are limited, those at the end of last month counted in; six means a day of rest "
        "every week.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "max_consecutive_days",
            6,
            "days",
            Text("最多连续上班天数", "most days in a row with a duty"),
            "劳动法 §38, SINCE 1995-01-01",
            minimum=1,
            maximum=366,
        ),
    )
    example: ClassVar[Example] = Example(
        bad=Text(
            "上月最后两天与本月前五天都有班:连续 7 天",
            "Duties on the last two days of last month and the first five of this: seven in a row",
        ),
        good=Text("连续上班 6 天后休息一天", "Six days of duty, then a day off"),
    )

    def encode(self, context: MonthContext) -> Iterable[Piece]:
        """The word W…W of one day too many."""
        everyone = tuple(range(len(context.agents)))
        yield Sequence(self.id, everyone, (context.every_shift,) * (self.whole("max_consecutive_days") + 1))

    def check(self, evidence: Evidence) -> Iterable[Finding]:
        """Runs of dates; a breach is told once a run, on the first day one too many that is not before the month."""
        longest = self.whole("max_consecutive_days")
        month = evidence.case.month
        for agent_id, stints in evidence.timeline.items():
            length, reported = 0, False
            last: date | None = None
            for day in sorted({stint.day for stint in stints}):
                follows = last is not None and day - last == timedelta(days=1)
                length, reported = (length + 1, reported) if follows else (1, False)
                last = day
                touches = day >= month.first and day - timedelta(days=longest) <= month.last
                if length > longest and touches and not reported:
                    reported = True
                    yield Finding(self.id, True, agent_id, day, f"{length} d", f"{longest} d", excess=length - longest)

    def explain(self, finding: Finding) -> Text:
        """The day that is one too many."""
        measured, required = unit_words(finding.measured), unit_words(finding.required)
        return Text(
            f"{finding.agent_id} 到 {finding.day} 已连续上班 {measured.zh},至多 {required.zh}",
            f"{finding.agent_id} has worked {measured.en} in a row by {finding.day}; {required.en} allowed",
        )
