"""WEEKENDS: weekends worked."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import ClassVar

from roster.rule import Evidence, Example, Finding, MonthContext, Parameter, Rule, Strength
from roster.rule.pieces import Budget, Pair, Piece
from roster.text import Text, counted

SATURDAY, SUNDAY = 5, 6


class Weekends(Rule):
    """An agent works at most `max_weekends` weekends of a month; one duty on either day makes a weekend worked.

    A weekend is a Saturday and the Sunday after it; one that the month's edge cuts counts by its day in the month.
    """

    id: ClassVar[str] = "WEEKENDS"
    title: ClassVar[Text] = Text("周末上限", "Weekends worked")
    clause: ClassVar[str] = "POLICY"
    strength: ClassVar[Strength] = Strength.HARD
    summary: ClassVar[Text] = Text(
        "每人每月上班的周末不超过规定数目;周六或周日有当班即算一个,跨月的周末按月内之日计。",
        "An agent works at most so many weekends a month; a duty on Saturday or Sunday makes one.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "max_weekends",
            None,
            "times",
            Text("每月上班周末的上限(空:不限)", "most weekends worked in a month (empty: no limit)"),
            "POLICY",
            minimum=0,
            optional=True,
            number=True,
            ours=True,
        ),
    )
    example: ClassVar[Example] = Example(
        bad=Text("上限 1:这周六一班,下周日一班", "At most 1: a duty this Saturday, another next Sunday"),
        good=Text("上限 1:同一周末的周六、周日各一班", "At most 1: Saturday and Sunday of one weekend"),
    )

    def _most(self) -> int | None:
        return None if self.values["max_weekends"] is None else int(self.number("max_weekends"))

    def encode(self, context: MonthContext) -> Iterable[Piece]:
        """1 for a Saturday, 1 for a Sunday, less 1 for both of one weekend."""
        most = self._most()
        if most is None:
            return
        weekday = [context.date_of(day).weekday() for day in range(context.days)]
        shifts = len(context.shifts)
        weights = tuple((int(of_day in (SATURDAY, SUNDAY)),) * shifts for of_day in weekday)
        both = tuple(
            Pair(day, context.every_shift, context.every_shift, -1)
            for day in range(1, context.days)
            if weekday[day] == SUNDAY
        )
        for agent in range(len(context.agents)):
            yield Budget(self.id, agent, weights, maximum=most, pairs=both, label="weekends")

    def check(self, evidence: Evidence) -> Iterable[Finding]:
        """Each agent's weekends, told by the date of their Saturday."""
        most = self._most()
        if most is None:
            return
        for agent_id, stints in evidence.by_agent.items():
            days = (stint.day for stint in stints if not stint.past)
            worked = {_saturday(day) for day in days if day.weekday() in (SATURDAY, SUNDAY)}
            if len(worked) > most:
                yield Finding(
                    self.id,
                    hard=True,
                    agent_id=agent_id,
                    day=max(worked),
                    measured=str(len(worked)),
                    required=f"≤ {most}",
                    excess=len(worked) - most,
                )

    def explain(self, finding: Finding) -> Text:
        """Who and how many."""
        return Text(
            f"{finding.agent_id} 当月到 {finding.day} 为止有 {finding.measured} 个周末上班,要求 {finding.required}",
            f"{finding.agent_id} works {counted(int(finding.measured), 'weekend')} this month, the last from "
            f"{finding.day}; required {finding.required}",
        )


def _saturday(day: date) -> date:
    return day - timedelta(days=day.weekday() - SATURDAY)
