"""ROTATE: agents who do not rotate."""

from collections.abc import Iterable
from typing import ClassVar

from roster.rule import Evidence, Example, Finding, MonthContext, Rule, Strength
from roster.rule.only import only_shifts
from roster.rule.pieces import Piece
from roster.text import Text


class Rotate(Rule):
    """An agent who does not rotate works day shifts on legal working days only."""

    id: ClassVar[str] = "ROTATE"
    title: ClassVar[Text] = Text("不倒班人员", "Agents who do not rotate")
    clause: ClassVar[str] = "客户服务中心卫生管理制度 (倒班)"
    strength: ClassVar[Strength] = Strength.HARD
    summary: ClassVar[Text] = Text(
        "不倒班(人员表“倒班”写“否”)的人员只在法定工作日上日班,调休上班日算工作日。",
        "An agent with `rotating` = false has no night duty and works on legal working days only; a make-up workday "
        "is one.",
    )
    example: ClassVar[Example] = Example(
        bad=Text("不倒班人员在国庆节当天上班", "An agent who does not rotate is on duty on National Day"),
        good=Text("不倒班人员在调休上班的星期六上日班", "The same agent works a day shift on a make-up Saturday"),
    )

    def encode(self, context: MonthContext) -> Iterable[Piece]:
        """Day shifts on working days, nothing on the others."""
        no_night = context.every_shift - context.night_shifts
        days = {day: no_night if day in context.working_days else frozenset[int]() for day in range(context.days)}
        for agent, person in enumerate(context.agents):
            if not person.rotating:
                yield from only_shifts(self.id, context, agent, days)

    def check(self, evidence: Evidence) -> Iterable[Finding]:
        """The shift and the day of each duty of those who do not rotate."""
        calendar = evidence.case.calendar
        for stint in evidence.stints:
            if stint.agent.rotating:
                continue
            works = calendar.is_working_day(stint.day)
            if stint.shift.is_night or not works:
                yield Finding(
                    self.id,
                    hard=True,
                    agent_id=stint.agent.agent_id,
                    day=stint.day,
                    measured=stint.duty.shift,
                    required="–",
                    facts={"night": stint.shift.is_night, "working_day": works},
                )

    def explain(self, finding: Finding) -> Text:
        """The duty and what is wrong with it."""
        if finding.facts["night"]:
            return Text(
                f"{finding.agent_id} 不倒班,{finding.day} 却排了夜班 {finding.measured}",
                f"{finding.agent_id} does not rotate but has the night {finding.measured} on {finding.day}",
            )
        return Text(
            f"{finding.agent_id} 不倒班,{finding.day} 不是法定工作日,却排了 {finding.measured} 班",
            f"{finding.agent_id} does not rotate, and {finding.day} is no legal working day, but {finding.measured} "
            "is rostered",
        )
