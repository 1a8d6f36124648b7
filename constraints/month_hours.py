"""MONTH-HOURS: hours of a month between limits."""

from collections.abc import Iterable
from typing import ClassVar

from roster.rule import Evidence, Example, Finding, MonthContext, Parameter, Rule, Strength
from roster.rule.pieces import Budget, Piece
from roster.text import Text, unit_words


class MonthHours(Rule):
    """The paid hours of an agent's duties that start in the month lie between two limits.

    Each legal working day on leave or outside the employment lowers the minimum by its share of the month's legal
    working days, rounded up to the minute.
    """

    id: ClassVar[str] = "MONTH-HOURS"
    title: ClassVar[Text] = Text("月工时上下限", "Hours of a month between limits")
    clause: ClassVar[str] = "POLICY"
    strength: ClassVar[Strength] = Strength.HARD
    reads_grants: ClassVar[bool] = True
    summary: ClassVar[Text] = Text(
        "当月当班的计薪工时在上下限之间;请假或未在职的法定工作日按比例减少下限。",
        "The month's paid hours lie between two limits; leave and days not employed lower the minimum by their share.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "min_month_hours",
            None,
            "hours",
            Text("每月最少工时(空:不限)", "fewest paid hours of a month (empty: no limit)"),
            "POLICY",
            minimum=0,
            optional=True,
            number=True,
            ours=True,
        ),
        Parameter(
            "max_month_hours",
            None,
            "hours",
            Text("每月最多工时(空:不限)", "most paid hours of a month (empty: no limit)"),
            "POLICY",
            minimum=0,
            optional=True,
            number=True,
            ours=True,
        ),
    )
    example: ClassVar[Example] = Example(
        bad=Text("下限 160 小时:排了 152 小时", "At least 160 h: 152 h are rostered"),
        good=Text("下限 160 小时:恰好 160 小时", "At least 160 h: exactly 160 h"),
    )

    def _minutes(self, name: str) -> int | None:
        return None if self.values[name] is None else round(self.number(name) * 60)

    def encode(self, context: MonthContext) -> Iterable[Piece]:
        """Paid minutes as one budget per agent; a requested leave credits the minutes that it spares."""
        least, most = self._minutes("min_month_hours"), self._minutes("max_month_hours")
        if least is None and most is None:
            return
        legal = context.working_days
        share = _share(least or 0, len(legal))
        for agent in range(len(context.agents)):
            weights = context.paid_table(agent)
            away = legal - (context.employed_days(agent) - context.approved_days[agent])
            own = [r for r in context.requests if context.case.leaves[r].agent_id == context.agents[agent].agent_id]
            credit = {r: share * len(legal.intersection(context.request_days(r)) - away) for r in own}
            if not away and not any(credit.values()):
                yield Budget(self.id, agent, weights, least, most, label="hours")
                continue
            if most is not None:
                yield Budget(self.id, agent, weights, maximum=most, label="most")
            if least is not None:
                credited = share * len(away)
                yield Budget(self.id, agent, weights, minimum=least, leave=credit, constant=credited, label="least")

    def check(self, evidence: Evidence) -> Iterable[Finding]:
        """Each agent's paid minutes against both limits."""
        least, most = self._minutes("min_month_hours"), self._minutes("max_month_hours")
        legal = [day for day in evidence.case.month if evidence.case.calendar.is_working_day(day)]
        share = _share(least or 0, len(legal))
        for agent in evidence.case.agents:
            stints = evidence.by_agent[agent.agent_id]
            paid = sum(stint.paid_minutes for stint in stints if not stint.past)
            leaves = evidence.absences[agent.agent_id]
            away = sum(not agent.employed_on(day) or any(leave.covers(day) for leave in leaves) for day in legal)
            if least is not None and paid < least - share * away:
                floor = max(0, least - share * away)
                yield self._finding(agent.agent_id, paid, f"≥ {_hours(floor)}", floor - paid)
            if most is not None and paid > most:
                yield self._finding(agent.agent_id, paid, f"≤ {_hours(most)}", paid - most)

    def _finding(self, agent_id: str, paid: int, required: str, minutes: int) -> Finding:
        return Finding(self.id, True, agent_id, None, _hours(paid), required, excess=minutes / 60)

    def is_personal(self, finding: Finding) -> bool:
        """The least hours follow from leave and employment."""
        del finding
        return True

    def explain(self, finding: Finding) -> Text:
        """Who, how many hours, which limit."""
        measured, required = unit_words(finding.measured), unit_words(finding.required)
        return Text(
            f"{finding.agent_id} 当月工时 {measured.zh},要求 {required.zh}",
            f"{finding.agent_id} works {measured.en} this month; required {required.en}",
        )


def _share(minutes: int, legal_days: int) -> int:
    """A legal working day's share, rounded up; a month without any has nothing to share."""
    return -(-minutes // legal_days) if legal_days else 0


def _hours(minutes: int) -> str:
    return f"{minutes / 60:g} h"
