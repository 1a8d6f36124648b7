"""SKILL: jobs and grades."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from roster.model import Case, Grade
from roster.rule import Evidence, Example, Finding, MonthContext, Parameter, Rule, Strength, Weight
from roster.rule.pieces import Allow, Penalty, Piece
from roster.rule.presence import presence_rows, short_intervals
from roster.text import Text, clock_time, counted


class Skill(Rule):
    """A duty's job is one of the agent's and one of the shift's; a senior is there while seats are required.

    With `job_grades` a job asks for a least grade, in force that day. In each interval with a seat requirement above 0,
    whatever the job, at least `min_seniors_on_duty` agents of the senior grade are on duty, whatever job they serve.
    """

    id: ClassVar[str] = "SKILL"
    title: ClassVar[Text] = Text("工种与级别", "Jobs and grades")
    clause: ClassVar[str] = "换班制度 §4; 员工级别划分规则"
    strength: ClassVar[Strength] = Strength.HARD
    reads: ClassVar[frozenset[str] | None] = frozenset({"agents", "history"})
    summary: ClassVar[Text] = Text(
        "班次的工种须是本人会的、也是该班次服务的,级别(以当日为准)须达到 `job_grades` 的要求;"
        "有座席需求的时段应有高级工当班(软性)。",
        "A duty's job must be held by the agent and served by the shift, at the grade that `job_grades` asks for on "
        "that day (hard); whenever seats are required a senior should be on duty (soft).",
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
        Parameter(
            "job_grades",
            (),
            "text",
            Text("各工种的最低级别,如 180:intermediate", "the least grade for a job, as in 180:intermediate"),
            "员工级别划分规则 §1–3",
            pattern=rf"[^:]+:(?:{'|'.join(grade.value for grade in Grade)})",
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
        """The duties of each agent's jobs at the grade of the day, and rows of seniors."""
        least_grades = self._least_grades()
        for agent, person in enumerate(context.agents):
            alike: dict[frozenset[int], list[int]] = {}
            for day in range(context.days):
                grade = person.grade_on(context.date_of(day))
                held = [job for job in person.jobs if _reaches(grade, least_grades.get(job))]
                alike.setdefault(frozenset(context.job_index[job] for job in held), []).append(day)
            for jobs, days in alike.items():
                yield Allow(self.id, agent, tuple(days), context.duties(context.every_shift, jobs))
        least = self.whole("min_seniors_on_duty")
        price = self.ticks_for("senior_missing", context.case.centre.interval_minutes)
        if least and price:
            by_day = {day: _seniors(context, day) for day in range(-1, context.days)}
            yield from presence_rows(self.id, context, by_day.__getitem__, penalty=Penalty.around(least, price, 0))

    def check(self, evidence: Evidence) -> Iterable[Finding]:
        """Each duty's job and the grade it asks for, then the seniors present in each interval."""
        least_grades = self._least_grades()
        for stint in evidence.stints:
            job = stint.duty.job
            if job not in stint.agent.jobs or (stint.shift.jobs and job not in stint.shift.jobs):
                held = ", ".join(stint.agent.jobs)
                facts = {"kind": "job", "shift": stint.duty.shift}
                yield Finding(self.id, True, stint.agent.agent_id, stint.day, job, held, facts=facts)
            elif not _reaches(stint.agent.grade_on(stint.day), least_grades.get(job)):
                grade = stint.agent.grade_on(stint.day)
                facts = {"kind": "grade", "shift": stint.duty.shift, "job": job}
                yield Finding(
                    self.id, True, stint.agent.agent_id, stint.day, grade or "-", least_grades[job], facts=facts
                )
        least = self.whole("min_seniors_on_duty")
        price = self.ticks_for("senior_missing", evidence.case.centre.interval_minutes)
        if not (least and price):
            return
        for day, minute, there in short_intervals(
            evidence, lambda stint: stint.agent.grade_on(stint.day) is Grade.SENIOR, least
        ):
            cost = price * (least - there)
            senior = {"kind": "senior", "minute": minute}
            yield Finding(self.id, False, None, day, str(there), str(least), cost, senior)

    def _least_grades(self) -> dict[str, Grade]:
        """The least grade for a job, where one is asked for."""
        pairs = (text.rpartition(":") for text in self.words("job_grades"))
        return {job.strip(): Grade(grade) for job, _, grade in pairs}

    def cause(self, case: Case, findings: Sequence[Finding]) -> Text | None:
        """Who has no grade, or how few seniors there are; where nobody has one, the price is that of any roster."""
        del findings
        ungraded = sum(not any(agent.every_grade) for agent in case.agents)
        seniors = sum(Grade.SENIOR in agent.every_grade for agent in case.agents)
        zh, en = f"高级工只有 {seniors} 人", f"seniors: {seniors}"
        if ungraded == len(case.agents):
            zh = "人员都没有级别,不算高级工,怎么排都一样扣分,班表不因此不同"
            en = "no grade is given of anybody, so nobody counts as senior: any roster costs the same and none changes"
        elif ungraded:
            zh = f"{ungraded} 人没有级别,不算高级工,{zh}"
            en = f"no grade is given of {counted(ungraded, 'person', 'people')}, who count as no senior; {en}"
        return Text(
            f"{zh}:在人员表的 级别 一栏写明谁是 高级;不分级别,就把 规则.min_seniors_on_duty 设为 0",
            f"{en}: say in the column grade of agents who is senior; where grades do not matter, set [rules] "
            "min_seniors_on_duty to 0",
        )

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
        if finding.facts["kind"] == "grade":
            shift, job = finding.facts["shift"], finding.facts["job"]
            held, wanted = (_GRADE_WORDS[word] for word in (finding.measured, finding.required))
            return Text(
                f"{finding.agent_id} 在 {finding.day} {shift} 班为{held.zh},工种 {job} 至少须{wanted.zh}",
                f"{finding.agent_id} is {held.en} with {shift} on {finding.day}; {job} asks for {wanted.en} at least",
            )
        clock = clock_time(finding.facts["minute"])
        return Text(
            f"{finding.day} {clock} 当班高级工 {finding.measured} 人,应有 {finding.required} 人",
            f"{counted(int(finding.measured), 'senior')} on duty on {finding.day} at {clock}; "
            f"{finding.required} wanted",
        )


_GRADE_WORDS = {
    "-": Text("未定级", "of no grade"),
    Grade.JUNIOR: Text("初级", "junior"),
    Grade.INTERMEDIATE: Text("中级", "intermediate"),
    Grade.SENIOR: Text("高级", "senior"),
}


def _reaches(grade: Grade | None, least: Grade | None) -> bool:
    """Whether a grade is enough; nobody without a grade reaches one that is asked for."""
    return least is None or (grade is not None and grade.rank >= least.rank)


def _seniors(context: MonthContext, day: int) -> tuple[int, ...]:
    date = context.date_of(day)
    return tuple(i for i, person in enumerate(context.agents) if person.grade_on(date) is Grade.SENIOR)
