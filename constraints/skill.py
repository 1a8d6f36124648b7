from collections.abc import Iterable
from typing import ClassVar

from roster.model import Grade
from roster.rule import Evidence, Example, Finding, MonthContext, Parameter, Rule, Strength, Weight
from roster.rule.pieces import Allow, Penalty, Piece
from roster.rule.presence import presence_rows, short_intervals
from roster.text import Text, clock_time


class Skill(Rule):
    """A duty's job is one of the agent's and one of the shift's; a senior is there while seats are required.

    In each interval with a seat requirement above 0, whatever the job, at least `min_seniors_on_duty` agents of the
    senior grade are on duty, whatever job they serve.
    """

    id: ClassVar[str] = "SKILL"
    title: ClassVar[Text] = Text("工种与级别", "Jobs and grades")
    clause: ClassVar[str] = "换班制度 §4; 员工级别划分规则"
    strength: ClassVar[Strength] = Strength.HARD
    reads: ClassVar[frozenset[str] | None] = frozenset({"agents", "history"})
    summary: ClassVar[Text] = Text(
        "班次的工种须是本人会的、也是该班次服务的;有座席需求的时段应有高级工当班(软性)。",
        "A duty's job must be held by the agent and served by the shift (hard); whenever seats are required a senior "
        "should be on duty (soft).",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "min_seniors_on_duty",
            1,
            "agents",
            Text("有座席需求时至少当班的高级工人数", "fewest seniors on duty while seats are required"),
            "员工级别划分规则 §3",
            minimum=0,
            maximum=100,
        ),
    )
    weights: ClassVar[tuple[Weight, ...]] = (
        Weight("senior_missing", 2, "30 minutes and senior", Text("缺高级工当班", "a senior missing")),
    )
    example: ClassVar[Example] = Example(
        bad=Text("只会 189 的人员排在 180 岗", "An agent who holds only 189 is rostered for 180"),
        good=Text("会 189 与 180 的人员排在 180 岗", "An agent who holds 189 and 180 is rostered for 180"),
    )

    def encode(self, context: MonthContext) -> Iterable[Piece]:
        """The duties of each agent's jobs, and rows of seniors."""
        days = tuple(range(context.days))
        for agent, person in enumerate(context.agents):
            held = frozenset(context.job_index[job] for job in person.jobs)
            yield Allow(self.id, agent, days, context.duties(context.every_shift, held))
        least = self.whole("min_seniors_on_duty")
        price = self.ticks_for("senior_missing", context.case.centre.interval_minutes)
        if least and price:
            seniors = tuple(i for i, person in enumerate(context.agents) if person.grade is Grade.SENIOR)
            yield from presence_rows(self.id, context, seniors, penalty=Penalty.around(least, price, 0))

    def check(self, evidence: Evidence) -> Iterable[Finding]:
        """Each duty's job, then the seniors present in each interval."""
        for stint in evidence.stints:
            job = stint.duty.job
            if job not in stint.agent.jobs or (stint.shift.jobs and job not in stint.shift.jobs):
                held = ", ".join(stint.agent.jobs)
                facts = {"kind": "job", "shift": stint.duty.shift}
                yield Finding(self.id, True, stint.agent.agent_id, stint.day, job, held, facts=facts)
        least = self.whole("min_seniors_on_duty")
        price = self.ticks_for("senior_missing", evidence.case.centre.interval_minutes)
        if not (least and price):
            return
        for day, minute, there in short_intervals(evidence, lambda agent: agent.grade is Grade.SENIOR, least):
            cost = price * (least - there)
            senior = {"kind": "senior", "minute": minute}
            yield Finding(self.id, False, None, day, str(there), str(least), cost, senior)

    def explain(self, finding: Finding) -> Text:
        """The duty and the jobs held, or the interval without seniors."""
        if finding.facts["kind"] == "job":
            shift = finding.facts["shift"]
            return Text(
                f"{finding.agent_id} 在 {finding.day} {shift} 班的工种 {finding.measured} 不是本人({finding.required})"
                "且该班次可服务的工种",
                f"{finding.agent_id} serves {finding.measured} with {shift} on {finding.day}; held: "
                f"{finding.required}, and the shift must serve it",
            )
        clock = clock_time(finding.facts["minute"])
        return Text(
            f"{finding.day} {clock} 当班高级工 {finding.measured} 人,应有 {finding.required} 人",
            f"{finding.measured} seniors are on duty on {finding.day} at {clock}; {finding.required} are wanted",
        )
