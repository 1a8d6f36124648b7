"""MONTH-END: nights that run over the month's end."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from typing import ClassVar, NamedTuple

from roster.model import Case
from roster.model.requests import DAY_MINUTES
from roster.rule import Evidence, Example, Finding, MonthContext, Rule, Strength, Weight
from roster.rule.pieces import Penalty, Piece, Row, Term
from roster.text import Text, counted


class Edge(NamedTuple):
    """Shifts of the last day that cover the same intervals of the next one, by code; the seats there, ascending."""

    job: str
    shifts: frozenset[str]
    seats: tuple[int, ...]


class MonthEnd(Rule):
    """A duty of the last day fills seats of the next month, which COVERAGE does not measure: they cost the same.

    Asked for there is what the same hours a week earlier require. The next month can fill the least of it: its duties
    begin with its first day, so a last night without anybody stays without. Seats of jobs and hours that a shift of the
    last day reaches have a price, short and beyond. Wall time; a clock that changes in that night is not looked at.
    """

    id: ClassVar[str] = "MONTH-END"
    title: ClassVar[Text] = Text("跨月夜班", "Nights over the month's end")
    clause: ClassVar[str] = "客服部班长责任制 §6; POLICY"
    strength: ClassVar[Strength] = Strength.SOFT
    reads: ClassVar[frozenset[str] | None] = frozenset({"agents"})
    summary: ClassVar[Text] = Text(
        "月末一天跨入次月的班次,其次月时段的座席以一周前同一时段的需求为准,缺少和多排均计代价。",
        "Where duties of the last day run into the next month, seats short of and beyond what the same hours a week "
        "earlier ask for have a price.",
    )
    weights: ClassVar[tuple[Weight, ...]] = (
        Weight(
            "short_month_end",
            10,
            "30 minutes and seat",
            Text("次月时段缺一个座席", "a seat that is required and not filled, after the month's end"),
        ),
        Weight(
            "over_month_end",
            1,
            "30 minutes and seat",
            Text("次月时段多一个座席", "a seat filled beyond the requirement, after the month's end"),
        ),
    )
    example: ClassVar[Example] = Example(
        bad=Text(
            "夜班平日 2 人,31 日夜班排 11 人或无人", "2 people a night, and 11 or nobody in the night of the 31st"
        ),
        good=Text("31 日夜班也是 2 人", "2 in the night of the 31st too"),
    )

    def encode(self, context: MonthContext) -> Iterable[Piece]:
        """A row per job and group of shifts that cover the same hours: those seated, each seat short or too many."""
        case, last = context.case, context.days - 1
        short, over = self._ticks(case)
        if not (short or over):
            return
        when = context.date_of(last)
        seated = tuple(index for index, person in enumerate(context.agents) if not person.trainee_on(when))
        for edge in _edges(case):
            breaks = tuple(sorted(set(edge.seats)))
            beyond = (0, *(sum(seats <= point for seats in edge.seats) for point in breaks))
            slopes = tuple(over * count - short * (len(edge.seats) - count) for count in beyond)
            floor = short * sum(seats - breaks[0] for seats in edge.seats)
            shifts = frozenset(context.shift_index[code] for code in edge.shifts)
            terms = (Term(seated, last, shifts, frozenset({context.job_index[edge.job]})),)
            yield Row(self.id, terms, Penalty(breaks, slopes, floor), label=(last, *sorted(edge.shifts), edge.job))

    def check(self, evidence: Evidence) -> Iterable[Finding]:
        """Who is there after the month's end, counted duty by duty."""
        case, last = evidence.case, evidence.case.month.last
        short, over = self._ticks(case)
        there: dict[tuple[str, str], int] = defaultdict(int)
        for stint in evidence.stints:
            if stint.day == last and not stint.agent.trainee_on(last):
                there[stint.duty.job or stint.agent.jobs[0], stint.duty.shift] += 1
        for edge in _edges(case):
            count = sum(there[edge.job, code] for code in edge.shifts)
            price = sum(over * max(0, count - seats) + short * max(0, seats - count) for seats in edge.seats)
            if price:
                facts = {"job": edge.job, "shifts": "、".join(sorted(edge.shifts))}
                yield Finding(self.id, False, None, last, str(count), str(max(edge.seats)), price, facts)

    def _ticks(self, case: Case) -> tuple[int, int]:
        """A seat short and a seat too many for an interval."""
        step = case.centre.interval_minutes
        return self.ticks_for("short_month_end", step), self.ticks_for("over_month_end", step)

    def explain(self, finding: Finding) -> Text:
        """The night, how many are there, and how many its hours after the month's end ask for."""
        shifts, job = finding.facts["shifts"], finding.facts["job"]
        return Text(
            f"{finding.day} {shifts} 班 {job} 有 {finding.measured} 人跨到次月,一周前同一时段至多需 {finding.required}",
            f"{shifts} of {finding.day} takes {counted(int(finding.measured), 'person', 'people')} of {job} "
            "into the next month; the same hours "
            f"a week earlier ask for {finding.required} at most",
        )


def _edges(case: Case) -> Iterable[Edge]:
    """Per measured job the groups of shifts that cover the same intervals after the month's end."""
    step, like = case.centre.interval_minutes, case.month.end - timedelta(days=7)
    groups: dict[frozenset[str], list[int]] = defaultdict(list)
    latest = max((shift.end_minute for shift in case.shifts), default=0)
    for minute in range(0, latest - DAY_MINUTES - step + 1, step):
        begin, end = DAY_MINUTES + minute, DAY_MINUTES + minute + step
        covering = (s.code for s in case.shifts if any(first <= begin and end <= last for first, last in s.spans))
        codes = frozenset(covering)
        if codes:
            groups[codes].append(minute)
    seats = {(row.job, row.minute): row.seats for row in case.seats if row.day == like}
    for job in sorted({row.job for row in case.seats}):
        for codes, minutes in groups.items():
            yield Edge(job, codes, tuple(sorted(seats.get((job, minute), 0) for minute in minutes)))
