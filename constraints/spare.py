"""SPARE: where the hours go that nobody asks for."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import ClassVar

from constraints.coverage import seated_terms, seats_filled
from roster.model import Case, Shift
from roster.rule import Evidence, Example, Finding, MonthContext, Rule, Strength, Weight
from roster.rule.fairness import needed_by_day, night_kind
from roster.rule.pieces import Cost, Penalty, Piece, Row, Term
from roster.rule.spare import day_part, is_day_work, measured_jobs
from roster.text import Text, clock_time, counted


class Spare(Rule):
    """Hours that are left over are worked by day, on working days, spread like the load, and on jobs asked for.

    An hour over and an hour below contract cost the same (COVERAGE, HOURS), so without more the small rules decide:
    for a fairer count or a better rhythm somebody is sent into a night where nobody is missing.

    - A *needless night* is a night duty of a measured job beyond the fewest that its seats need, night by night (as
      FAIR counts them); of the last night what the night a week earlier needs is needed too. Who is in training is not
      counted.
    - A seat over is *misplaced* at night (22:00-06:00) and on days off; on a working day by day where it is beyond the
      interval's even part of the hours left over, one at least (`roster/rule/spare.py`).
    - A duty is *unasked* when no seat of its job is measured and its agent holds a job of which some are. The monitors'
      job (`qa_job`) is asked for.
    """

    id: ClassVar[str] = "SPARE"
    title: ClassVar[Text] = Text("富余工时", "Spare hours")
    clause: ClassVar[str] = "客服部班长责任制 §6; POLICY"
    strength: ClassVar[Strength] = Strength.SOFT
    reads: ClassVar[frozenset[str] | None] = frozenset({"agents", "history"})
    summary: ClassVar[Text] = Text(
        "富余的工时用在工作日的白天,按忙闲分摊;超出需要的夜班、休息日多出的座席、没有座席需求的工种均计代价。",
        "Hours left over are worked on working days by day, spread like the load; nights beyond those needed, seats "
        "over on days off and duties on jobs that no seat asks for have a price each.",
    )
    weights: ClassVar[tuple[Weight, ...]] = (
        Weight("needless_night", 16, "duty", Text("多余的夜班", "a night duty beyond those needed")),
        Weight(
            "spare_misplaced",
            0.2,
            "30 minutes and seat",
            Text("夜里、休息日或分摊之外多一个座席", "a seat over at night, on a day off or beyond the even part"),
        ),
        Weight(
            "spare_unasked",
            1,
            "30 minutes",
            Text("排在没有座席需求的工种上", "on a job that no seat asks for"),
        ),
    )
    example: ClassVar[Example] = Example(
        bad=Text("夜班每晚要 2 人,有一晚排了 5 人", "2 people a night are asked for, and one night has 5"),
        good=Text("夜班 2 人,多出的人在工作日白天", "2 at night; who is left over works by day"),
    )

    def encode(self, context: MonthContext) -> Iterable[Piece]:
        """A row per night and job, a row per interval and job, and each agent's duties on jobs unasked."""
        yield from self._nights(context)
        yield from self._misplaced(context)
        yield from self._unasked(context)

    def _nights(self, context: MonthContext) -> Iterable[Row]:
        ticks = self.ticks("needless_night")
        if not (ticks and context.night_shifts):
            return
        needed = _needed_nights(context.case)
        for day in range(context.days):
            when = context.date_of(day)
            seated = tuple(index for index, person in enumerate(context.agents) if not person.trainee_on(when))
            for job in sorted(context.seats):
                term = Term(seated, day, context.night_shifts, frozenset({context.job_index[job]}))
                penalty = Penalty((needed[when, job],), (0, ticks))
                yield Row(self.id, (term,), penalty, label=(day, job, "night"))

    def _misplaced(self, context: MonthContext) -> Iterable[Row]:
        case = context.case
        ticks = self.ticks_for("spare_misplaced", case.centre.interval_minutes)
        for name, slot, terms, there in seated_terms(context) if ticks else ():
            seats, _ = context.seats[name].get((slot.day, slot.minute), (0, 0))
            if is_day_work(case, context.date_of(slot.day), slot.minute):
                seats += day_part(case, seats)
            yield Row(
                self.id, terms, Penalty((seats,), (0, ticks)), constant=there, label=(slot.day, slot.minute, name)
            )

    def _unasked(self, context: MonthContext) -> Iterable[Cost]:
        asked = measured_jobs(context.case)
        elsewhere = {index for job, index in context.job_index.items() if job not in asked | {self._monitoring}}
        by_ticks: dict[int, set[int]] = {}
        for index, shift in enumerate(context.shifts):
            by_ticks.setdefault(self.ticks_for("spare_unasked", _minutes(shift)), set()).add(index)
        choices = {ticks: frozenset(shifts) for ticks, shifts in by_ticks.items() if ticks}
        for agent, person in enumerate(context.agents):
            jobs = frozenset(context.job_index[job] for job in person.jobs) & elsewhere
            if jobs and asked.intersection(person.jobs):
                for day in range(context.days):
                    for ticks, shifts in choices.items():
                        yield Cost(self.id, agent, day, shifts, ticks, jobs)

    def check(self, evidence: Evidence) -> Iterable[Finding]:
        """Nights counted by date and job, seats over interval by interval, duties on jobs that nobody asks for."""
        yield from self._check_nights(evidence)
        yield from self._check_misplaced(evidence)
        yield from self._check_unasked(evidence)

    def _check_nights(self, evidence: Evidence) -> Iterable[Finding]:
        ticks = self.ticks("needless_night")
        if not ticks:
            return
        needed = _needed_nights(evidence.case)
        there = Counter(
            (stint.day, stint.duty.job)
            for stint in evidence.stints
            if stint.shift.is_night and not stint.agent.trainee_on(stint.day)
        )
        measured = measured_jobs(evidence.case)
        for (day, job), count in sorted(there.items()):
            more = count - needed[day, job]
            if job in measured and more > 0:
                facts = {"kind": "night", "job": job}
                yield Finding(self.id, False, None, day, str(count), str(needed[day, job]), ticks * more, facts)

    def _check_misplaced(self, evidence: Evidence) -> Iterable[Finding]:
        case = evidence.case
        ticks = self.ticks_for("spare_misplaced", case.centre.interval_minutes)
        if not ticks:
            return
        required = {(row.day, row.minute, row.job): row.seats for row in case.seats}
        for job, filled in seats_filled(evidence).items():
            for (day, minute, _, _), there in zip(evidence.intervals, filled, strict=True):
                if not there:
                    continue
                wanted = required.get((day, minute, job), 0)
                if is_day_work(case, day, minute):
                    wanted += day_part(case, wanted)
                if there > wanted:
                    facts = {"kind": "misplaced", "minute": minute, "job": job}
                    price = ticks * (there - wanted)
                    yield Finding(self.id, False, None, day, str(there), str(wanted), price, facts)

    def _check_unasked(self, evidence: Evidence) -> Iterable[Finding]:
        measured = measured_jobs(evidence.case)
        for stint in evidence.stints:
            job, held = stint.duty.job, stint.agent.jobs
            if job in measured or job == self._monitoring or job not in held or not measured.intersection(held):
                continue
            ticks = self.ticks_for("spare_unasked", _minutes(stint.shift))
            if ticks:
                facts = {"kind": "unasked", "job": job, "shift": stint.shift.code}
                yield Finding(self.id, False, stint.agent.agent_id, stint.day, "1", "0", ticks, facts)

    @property
    def _monitoring(self) -> str:
        return str(self.values.get("qa_job", ""))

    def explain(self, finding: Finding) -> Text:
        """The night, the interval or the duty, and how many are wanted there."""
        job, day = finding.facts["job"], finding.day
        match finding.facts["kind"]:
            case "night":
                return Text(
                    f"{day} 夜班 {job} 有 {finding.measured} 人,需要 {finding.required} 人",
                    f"the night of {day} has {counted(int(finding.measured), 'person', 'people')} of {job}; "
                    f"{finding.required} needed",
                )
            case "unasked":
                shift = finding.facts["shift"]
                return Text(
                    f"{finding.agent_id} 在 {day} {shift} 班排在 {job},该工种没有座席需求",
                    f"{finding.agent_id} serves {job} with {shift} on {day}, a job that no seat asks for",
                )
            case _:
                when = f"{day} {clock_time(finding.facts['minute'])}"
                return Text(
                    f"{when} {job} 在岗 {finding.measured} 个座席,富余的工时在此至多用到 {finding.required} 个",
                    f"{counted(int(finding.measured), 'seat')} of {job} filled at {when}; hours left over may go up to "
                    f"{finding.required} there",
                )


def _needed_nights(case: Case) -> Counter[tuple[object, str]]:
    """Night duties needed by date and job; of the last day what the day a week earlier needs too."""
    needed: Counter[tuple[object, str]] = Counter(needed_by_day(case, night_kind(case)))
    last = case.month.last
    for job in measured_jobs(case):
        needed[last, job] = max(needed[last, job], needed[last - timedelta(days=7), job])
    return needed


def _minutes(shift: Shift) -> int:
    """Paid minutes of a shift on a day whose clock does not change."""
    return shift.wall_minutes - shift.break_minutes
