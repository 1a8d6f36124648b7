"""FLOOR: a manager on the floor of a service hall, never away at peak (002 值班经理)."""

from collections.abc import Iterable
from datetime import date
from math import ceil
from typing import ClassVar

from roster.model import Agent, Case, LeaveStatus, Role, Shift
from roster.rule import Evidence, Example, Finding, MonthContext, Parameter, Rule, Strength, Weight
from roster.rule.availability import is_open
from roster.rule.pieces import Penalty, Piece
from roster.rule.presence import presence_rows, short_intervals
from roster.text import Text, clock_time


class Floor(Rule):
    """At each day's peak, and over most of its opening time, somebody of the role `manager` is on the floor.

    A day's opening time are its intervals that require a seat, whatever the job. Ranked by the seats of all jobs
    together, most first and of equals the earlier, the first `peak_share` of them (rounded up) are its peak: at least
    one manager's duty covers each of these whole. Where nobody can (off by contract, approved or sick leave, standing
    limits, or no shift of theirs), the peak interval is priced like the rest. Of the opening time the busiest
    `floor_manager_share` (rounded up) is to be covered too, at a price; the quietest rest may be without a manager. A
    duty of the day before the month counts in the first morning. A centre without managers is not measured.
    """

    id: ClassVar[str] = "FLOOR"
    title: ClassVar[Text] = Text("值班经理在现场", "Manager on the floor")
    clause: ClassVar[str] = "营业厅 002 值班经理(现场工作时间不少于 80 %,营业忙时不得离开)"
    strength: ClassVar[Strength] = Strength.HARD
    reads: ClassVar[frozenset[str] | None] = frozenset({"agents", "history", "leaves", "availability"})
    summary: ClassVar[Text] = Text(
        "营业忙时必须有值班经理在现场(硬性,`floor_hard`),其余营业时间至少八成有人在(软性)。没有值班经理的中心不适用。",
        "At peak a manager is on the floor (hard, by `floor_hard`), and over four fifths of the opening time (soft). A "
        "centre without managers is not measured.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "peak_share", 0.25, "share",
            Text("忙时占当天营业时段的比例(座席最多者)", "share of a day's opening intervals, by seats, that is peak"),
            "POLICY", minimum=0, maximum=1, number=True,
        ),
        Parameter(
            "floor_manager_share", 0.8, "share",
            Text("营业时间中应有值班经理在现场的比例", "share of the opening time with a manager on the floor"),
            "营业厅 002 值班经理", minimum=0, maximum=1, number=True,
        ),
        Parameter(
            "floor_hard", default=True, unit="yes/no",
            meaning=Text("忙时有值班经理在现场为硬性要求", "whether a peak without a manager forbids the roster"),
            source="营业厅 002 值班经理",
            ours=True,
        ),
    )  # fmt: skip
    weights: ClassVar[tuple[Weight, ...]] = (
        Weight("floor_missing", 5, "30 minutes", Text("现场没有值班经理", "no manager on the floor")),
    )
    example: ClassVar[Example] = Example(
        bad=Text("10:00 是当天最忙的时段,两位值班经理都已下班", "10:00 is the day's peak and both managers are off"),
        good=Text(
            "一位上早班,一位上晚班,忙时至少一人在现场", "One works early, one late: at peak one of them is there"
        ),
    )

    def encode(self, context: MonthContext) -> Iterable[Piece]:
        """Rows of managers: hard at the peak where anybody can, priced over the rest of the wanted share."""
        managers = tuple(i for i, person in enumerate(context.agents) if person.role is Role.MANAGER)
        if not managers:
            return
        by_day: dict[int, list[tuple[int, int]]] = {}
        for index, slot in enumerate(context.slots):
            asked = sum(cells.get((slot.day, slot.minute), (0, 0))[0] for cells in context.seats.values())
            if asked:
                by_day.setdefault(slot.day, []).append((-asked, index))
        peak, wanted = set[int](), set[int]()
        for ranked in by_day.values():
            order = [index for _, index in sorted(ranked)]
            peak.update(order[: _part(self.number("peak_share"), len(order))])
            wanted.update(order[: _part(self.number("floor_manager_share"), len(order))])
        bound = peak & _within_reach(context, managers) if self.flag("floor_hard") else set[int]()
        yield from presence_rows(self.id, context, lambda _: managers, minimum=1, among=bound)
        price = self.ticks_for("floor_missing", context.case.centre.interval_minutes)
        if price:
            around, rest = Penalty.around(1, price, 0), (peak | wanted) - bound
            yield from presence_rows(self.id, context, lambda _: managers, penalty=around, among=rest)

    def check(self, evidence: Evidence) -> Iterable[Finding]:  # noqa: C901, PLR0912 - the law of the peak once, from dates
        """The managers there in each interval of the peak, then in those of the wanted share."""
        case = evidence.case
        managers = [agent for agent in case.agents if agent.role is Role.MANAGER]
        if not managers:
            return
        seats: dict[tuple[date, int], int] = {}
        for row in case.seats:
            seats[row.day, row.minute] = seats.get((row.day, row.minute), 0) + row.seats
        opening: dict[date, list[int]] = {}
        for index, (day, minute, _, _) in enumerate(evidence.intervals):
            if seats.get((day, minute), 0) > 0:
                opening.setdefault(day, []).append(index)
        peak, wanted = set[int](), set[int]()
        for indices in opening.values():
            busiest = sorted(indices, key=lambda index: (-seats[evidence.intervals[index][:2]], index))
            peak |= set(busiest[: _part(self.number("peak_share"), len(busiest))])
            wanted |= set(busiest[: _part(self.number("floor_manager_share"), len(busiest))])
        reach: set[int] = set()
        if self.flag("floor_hard"):
            for stint in evidence.past:
                if stint.agent.role is Role.MANAGER:
                    reach.update(evidence.covered(stint))
            for agent in managers:
                for day in case.month:
                    for shift in case.shifts:
                        if _can_work(case, agent, day, shift):
                            reach.update(evidence.covered_by(day, shift.code))
        hard, soft = peak & reach, (peak | wanted) - (peak & reach)
        price = self.ticks_for("floor_missing", case.centre.interval_minutes)
        for among, cost in ((hard, 0), (soft, price)):
            if among is soft and not price:
                continue
            for day, minute, _ in short_intervals(
                evidence, lambda stint: stint.agent.role is Role.MANAGER, 1, among=among
            ):
                facts = {"kind": "peak" if among is hard else "share", "minute": minute}
                yield Finding(self.id, among is hard, None, day, "0", "1", cost, facts, excess=int(among is hard))

    def peak_minutes(self, case: Case, day: date) -> tuple[int, ...]:
        """The wall minutes at which a day's peak intervals begin, in time's order; what a permit must not empty."""
        seats: dict[int, int] = {}
        for row in case.seats:
            if row.day == day and row.seats > 0:
                seats[row.minute] = seats.get(row.minute, 0) + row.seats
        order = sorted(seats, key=lambda minute: (-seats[minute], minute))
        return tuple(sorted(order[: _part(self.number("peak_share"), len(order))]))

    def explain(self, finding: Finding) -> Text:
        """The interval without a manager."""
        clock = clock_time(finding.facts["minute"])
        if finding.facts["kind"] == "peak":
            return Text(
                f"{finding.day} {clock} 正值营业忙时,现场没有值班经理",
                f"No manager is on the floor on {finding.day} at {clock}, at the day's peak",
            )
        return Text(
            f"{finding.day} {clock} 营业中,现场没有值班经理",
            f"No manager is on the floor on {finding.day} at {clock} while the hall is open",
        )


def _part(share: float, intervals: int) -> int:
    """How many intervals a share of them is, rounded up; a share that is whole but for its last digit is whole."""
    return ceil(round(share * intervals, 9))


def _can_work(case: Case, agent: Agent, day: date, shift: Shift) -> bool:
    """Whether the records alone let an agent take a shift on a day (a constant before solving)."""
    if not (agent.employed_on(day) and any(shift.serves(job) for job in agent.jobs)):
        return False
    if shift.is_night and (agent.protected_on(day) or not agent.rotating):
        return False
    if not (agent.rotating or case.calendar.is_working_day(day)):
        return False
    for leave in case.leaves:
        counts = leave.status is LeaveStatus.APPROVED or leave.is_sick
        if counts and leave.agent_id == agent.agent_id and leave.start <= day <= leave.end:
            return False
    return is_open((item for item in case.availability if item.agent_id == agent.agent_id), day, shift)


def _within_reach(context: MonthContext, managers: tuple[int, ...]) -> set[int]:
    """The slots that some manager's duty may cover whole, or one of history does."""
    can: dict[tuple[int, int], bool] = {}
    earlier = {context.history[agent][-1][0] for agent in managers if -1 in context.history[agent]}
    reachable = set()
    for index, duties in enumerate(context.covering):
        for day, shifts in duties:
            if day < 0:
                within = bool(shifts & earlier)
            else:
                for shift in shifts:
                    if (day, shift) not in can:
                        when, this = context.date_of(day), context.shifts[shift]
                        can[day, shift] = any(_can_work(context.case, context.agents[m], when, this) for m in managers)
                within = any(can[day, shift] for shift in shifts)
            if within:
                reachable.add(index)
                break
    return reachable
