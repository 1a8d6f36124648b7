"""LEADER: duty leader."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from roster.model import Case, Role
from roster.rule import Evidence, Example, Finding, MonthContext, Parameter, Rule, Strength, Weight
from roster.rule.pieces import Penalty, Piece
from roster.rule.presence import presence_rows, short_intervals
from roster.text import Text, clock_time, counted


class Leader(Rule):
    """In each interval with a seat requirement above 0 a team leader or deputy is on duty, whatever the job."""

    id: ClassVar[str] = "LEADER"
    title: ClassVar[Text] = Text("值班班长", "Duty leader")
    clause: ClassVar[str] = "客服部值班制度 §2, §5; 客服部班长责任制 §7"
    strength: ClassVar[Strength] = Strength.SOFT
    reads: ClassVar[frozenset[str] | None] = frozenset({"agents", "history"})
    summary: ClassVar[Text] = Text(
        "凡有座席需求的时段都应有班长或副班长当班;可用 `leader_hard` 设为硬性。",
        "Whenever seats are required a team leader or deputy is on duty; `leader_hard` makes it binding.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "leader_hard",
            default=False,
            unit="yes/no",
            meaning=Text("班长当班为硬性要求", "whether a missing leader forbids the roster"),
            source="POLICY",
        ),
        Parameter(
            "leaders_on_duty",
            1,
            "agents",
            Text("有座席需求时至少当班的班长人数", "fewest leaders or deputies on duty while seats are required"),
            "客服部值班制度 §2",
            minimum=0,
            maximum=100,
        ),
    )
    weights: ClassVar[tuple[Weight, ...]] = (
        Weight("leader_missing", 20, "30 minutes and leader", Text("缺班长当班", "a leader missing")),
    )
    example: ClassVar[Example] = Example(
        bad=Text("03:00 有座席需求,当班的都不是班长", "Seats are required at 03:00 and nobody on duty leads"),
        good=Text("03:00 有一名副班长上夜班", "A deputy is on the night that covers 03:00"),
    )

    def encode(self, context: MonthContext) -> Iterable[Piece]:
        """Rows of leaders and deputies: hard, or priced below."""
        least = self.whole("leaders_on_duty")
        price = self.ticks_for("leader_missing", context.case.centre.interval_minutes)
        leaders = tuple(index for index, person in enumerate(context.agents) if person.leads)
        if least and self.flag("leader_hard"):
            yield from presence_rows(self.id, context, lambda _: leaders, minimum=least)
        elif least and price:
            yield from presence_rows(self.id, context, lambda _: leaders, penalty=Penalty.around(least, price, 0))

    def check(self, evidence: Evidence) -> Iterable[Finding]:
        """Leaders and deputies present in each interval."""
        least, hard = self.whole("leaders_on_duty"), self.flag("leader_hard")
        price = self.ticks_for("leader_missing", evidence.case.centre.interval_minutes)
        if not (hard or price):
            return
        leads = {Role.LEADER, Role.DEPUTY}
        for day, minute, there in short_intervals(evidence, lambda stint: stint.agent.role in leads, least):
            cost = 0 if hard else price * (least - there)
            excess = least - there if hard else 0
            yield Finding(self.id, hard, None, day, str(there), str(least), cost, {"minute": minute}, excess=excess)

    def cause(self, case: Case, findings: Sequence[Finding]) -> Text | None:
        """How few there are to lead."""
        del findings
        leaders = sum(agent.leads for agent in case.agents)
        return Text(
            f"班长、副班长只有 {leaders} 人,而有座席需求的时段都要有班长当班:能带班的人,人员表的 职务 写 副班长;"
            "不需要,就把 规则.leaders_on_duty 设为 0",
            f"leaders and deputies: {leaders}; one is wanted whenever seats are required: give those who "
            "can lead the role deputy in agents, or set [rules] leaders_on_duty to 0 where none is needed",
        )

    def explain(self, finding: Finding) -> Text:
        """The interval without a leader."""
        clock = clock_time(finding.facts["minute"])
        return Text(
            f"{finding.day} {clock} 当班班长 {finding.measured} 人,应有 {finding.required} 人",
            f"{counted(int(finding.measured), 'leader')} on duty on {finding.day} at {clock}; "
            f"{finding.required} wanted",
        )
