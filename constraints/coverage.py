"""COVERAGE: seat requirements."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar

from roster.model import Case
from roster.rule import Evidence, Example, Finding, MonthContext, Rule, Strength, Weight
from roster.rule.pieces import Penalty, Piece, Row, Term
from roster.rule.spare import there_and_asked
from roster.rule.timetable import Slot
from roster.text import Text, clock_time, counted


class Coverage(Rule):
    """Seats per job and interval meet the requirement; a floor given as `min_seats` is hard.

    A duty serves its job in an interval when its span covers the whole interval; trainees fill no seat. Under and over
    are measured per day, interval and job. A job without any requirement is not measured, an interval without a row
    of a job that has some requires 0. A repeated hour requires its seats twice, a skipped one not at all. History
    duties of the day before serve the first day's early intervals.
    """

    id: ClassVar[str] = "COVERAGE"
    title: ClassVar[Text] = Text("座席需求", "Seat requirements")
    clause: ClassVar[str] = "客服部班长责任制 §6; 营业厅值班长"
    strength: ClassVar[Strength] = Strength.SOFT
    reads: ClassVar[frozenset[str] | None] = frozenset({"agents", "history"})
    summary: ClassVar[Text] = Text(
        "每个工种每个时段的在岗座席应满足话务量推算的需求,不足与超出均计代价;`min_seats` 为硬性下限。",
        "Seats filled per job and interval meet what the load asks for; short and over have a price each, `min_seats` "
        "is a hard floor.",
    )
    weights: ClassVar[tuple[Weight, ...]] = (
        Weight("seat_short", 10, "30 minutes and seat", Text("缺一个座席", "a seat that is required and not filled")),
        Weight("seat_over", 1, "30 minutes and seat", Text("多一个座席", "a seat filled beyond the requirement")),
    )
    example: ClassVar[Example] = Example(
        bad=Text("10:00 需 5 个座席,在岗 3 个", "5 seats are required at 10:00, 3 are filled"),
        good=Text("10:00 需 5 个座席,在岗 5 个", "5 seats are required at 10:00, 5 are filled"),
    )

    def _prices(self, interval_minutes: int) -> tuple[int, int]:
        return self.ticks_for("seat_short", interval_minutes), self.ticks_for("seat_over", interval_minutes)

    def encode(self, context: MonthContext) -> Iterable[Piece]:
        """A row per interval and measured job: those seated, around the requirement."""
        short, over = self._prices(context.case.centre.interval_minutes)
        for name, slot, terms, there in seated_terms(context):
            seats, least = context.seats[name].get((slot.day, slot.minute), (0, 0))
            yield Row(
                self.id,
                terms,
                Penalty.around(seats, short, over) if short or over else None,
                minimum=least or None,
                constant=there,
                label=(slot.day, slot.minute, name),
            )

    def check(self, evidence: Evidence) -> Iterable[Finding]:
        """Seats filled in each interval, counted duty by duty."""
        case = evidence.case
        short, over = self._prices(case.centre.interval_minutes)
        required = {(row.day, row.minute, row.job): row for row in case.seats}
        for job, filled in seats_filled(evidence).items():
            for (day, minute, _, _), there in zip(evidence.intervals, filled, strict=True):
                row = required.get((day, minute, job))
                wanted, least = (row.seats, row.min_seats) if row else (0, 0)
                if there < least:
                    facts = {"kind": "floor", "minute": minute, "job": job}
                    yield Finding(self.id, True, None, day, str(there), str(least), facts=facts, excess=least - there)
                price = short * max(0, wanted - there) + over * max(0, there - wanted)
                if price:
                    facts = {"kind": "short" if there < wanted else "over", "minute": minute, "job": job}
                    yield Finding(self.id, False, None, day, str(there), str(wanted), price, facts)

    def cause(self, case: Case, findings: Sequence[Finding]) -> Text | None:
        """Seats that stay empty, and the shifts too long for anybody; or seats over."""
        prices: Counter[str] = Counter()
        for finding in findings:
            prices[finding.facts["kind"]] += finding.cost_ticks
        there, asked = (round(minutes / 60) for minutes in there_and_asked(case))
        if prices["short"] < prices["over"]:
            spare = there - asked
            return Text(
                "多数时段的座席多于需求,"
                + (f"合同工时比座席所需多 {spare} 小时" if spare > 0 else "班次的起止与需求不吻合")
                + ":核对座席需求是否写全,或增加起止时间更合适的班次",
                "most seats paid for are over, "
                + (
                    f"contracts make {spare} h more than the seats ask for"
                    if spare > 0
                    else "shifts do not fit the load"
                )
                + ": see whether the seats are complete, or add shifts whose times fit better",
            )
        longest = self.values["max_hours_day"]
        assert isinstance(longest, int | float)
        paid = {shift.code: (shift.wall_minutes - shift.break_minutes) / 60 for shift in case.shifts}
        named = ", ".join(f"{code} {hours:g} h" for code, hours in paid.items() if hours > longest)
        if named:
            return Text(
                f"这些班次比每班计薪上限 {longest:g} 小时长,谁也不能上:{named};写明 休息分钟,或调高 规则.max_hours_day",
                f"these shifts are longer than what a duty may pay, {longest:g} h, and nobody can work "
                f"them: {named}; write their break_minutes, or raise [rules] max_hours_day",
            )
        return Text(
            f"座席没有排满:座席要 {asked} 小时,合同工时共 {there} 小时;哪几周、哪个工种缺,看 roster capacity",
            f"seats stay empty: they ask for {asked} h and contracts make {there} h; roster capacity tells the weeks "
            "and jobs",
        )

    def explain(self, finding: Finding) -> Text:
        """The interval, the job, seats filled and required."""
        minute, job = finding.facts["minute"], finding.facts["job"]
        when = f"{finding.day} {clock_time(minute)}"
        if finding.facts["kind"] == "floor":
            return Text(
                f"{when} {job} 在岗 {finding.measured} 个座席,低于硬性下限 {finding.required}",
                f"{counted(int(finding.measured), 'seat')} of {job} filled at {when}, below the floor of "
                f"{finding.required}",
            )
        return Text(
            f"{when} {job} 在岗 {finding.measured} 个座席,需求 {finding.required}",
            f"{counted(int(finding.measured), 'seat')} of {job} filled at {when}; {finding.required} required",
        )


def seated_terms(context: MonthContext) -> Iterator[tuple[str, Slot, tuple[Term, ...], int]]:
    """Per measured job and interval: those who fill a seat there, and the seats that history's duties fill."""
    seated = _seated(context)
    early = _from_history(context)
    for name in sorted(context.seats):
        job = context.job_index[name]
        jobs = frozenset({job})
        for index, slot in enumerate(context.slots):
            terms = tuple(Term(seated[day], day, shifts, jobs) for day, shifts in context.covering[index] if day >= 0)
            yield name, slot, terms, early.get((index, job), 0)


def seats_filled(evidence: Evidence) -> Mapping[str, list[int]]:
    """Per measured job: the seats filled in each of the month's intervals, counted duty by duty."""
    filled = {job: [0] * len(evidence.intervals) for job in sorted({row.job for row in evidence.case.seats})}
    for stint in (*evidence.past, *evidence.stints):
        seats = filled.get(stint.duty.job or stint.agent.jobs[0])
        if seats is not None and not stint.agent.trainee_on(stint.day):
            for index in evidence.covered(stint):
                seats[index] += 1
    return filled


def _seated(context: MonthContext) -> list[tuple[int, ...]]:
    """Per day the agents who fill a seat; one tuple for days that are alike."""
    shared: dict[tuple[int, ...], tuple[int, ...]] = {}
    ranges = []
    for day in range(context.days):
        when = context.date_of(day)
        agents = tuple(index for index, person in enumerate(context.agents) if not person.trainee_on(when))
        ranges.append(shared.setdefault(agents, agents))
    return ranges


def _from_history(context: MonthContext) -> dict[tuple[int, int], int]:
    """(slot, job) → seats that the duties of the day before the month fill."""
    eve = context.date_of(-1)
    earlier: dict[tuple[int, int], int] = {}
    for agent, past in enumerate(context.history):
        if -1 in past and not context.agents[agent].trainee_on(eve):
            shift, job = past[-1]
            for index in context.covered(-1, shift):
                earlier[index, job] = earlier.get((index, job), 0) + 1
    return earlier
