"""Breaks of a day: least seats short by brute force, in order, within their windows, and few changes afterwards."""

from datetime import UTC, date, datetime
from itertools import pairwise, product
from random import Random

import pytest

from roster.breaks import PlacedBreak, keep_breaks, plan_breaks
from roster.breaks.day import break_day, break_share
from roster.model import (
    Agent,
    Break,
    Case,
    Centre,
    Duty,
    HolidayCalendar,
    Leave,
    Month,
    Roster,
    SeatRequirement,
    Service,
    Shift,
)
from roster.rule.evidence import Evidence

DAY = date(2026, 10, 12)
NO_SHRINKAGE = Service(shrinkage=0.0)


def evidence(shifts, duties, seats, service=NO_SHRINKAGE, zone="Asia/Shanghai", jobs=("call",), off=()):
    """`duties`: (agent, day of October, shift, job); `seats`: (day, wall minute) → seats of the first job.

    `off`: (agent, from, to) in wall minutes of `DAY` on which the agent is on leave.
    """
    people = {name: Agent(name, name, "T", jobs) for name, *_ in duties}
    needed = tuple(
        SeatRequirement(date(2026, 10, day), minute, jobs[0], number) for (day, minute), number in seats.items()
    )
    centre = Centre("c", zone, Month(2026, 10), service=service)
    leaves = tuple(Leave(name, "personal", DAY, DAY, start_minute=one, end_minute=two) for name, one, two in off)
    case = Case(centre, HolidayCalendar(), tuple(people.values()), tuple(shifts), needed, leaves=leaves)
    listed = [Duty(name, date(2026, 10, day), shift, job) for name, day, shift, job in duties]
    return Evidence(case, Roster.of(listed, frozenset()))


def clock(placed: PlacedBreak) -> str:
    """`a 11:00` in Shanghai."""
    minute = (placed.start - datetime(2026, 10, 11, 16, tzinfo=UTC)).total_seconds() / 60
    return f"{placed.duty.agent_id} {int(minute) // 60:02d}:{int(minute) % 60:02d}"


def test_two_people_eat_in_turn_where_one_must_stay():
    shift = Shift("A", 480, 960, breaks=(Break(30, 660, 720),))
    one = dict.fromkeys(((12, minute) for minute in range(480, 960, 30)), 1)
    plan = plan_breaks(evidence([shift], [("a", 12, "A", "call"), ("b", 12, "A", "call")], one), DAY)
    assert (plan.short_minutes, plan.bound_minutes, plan.short_without_minutes) == (0, 0, 0)
    assert sorted(clock(item)[2:] for item in plan.placed) == ["11:00", "11:30"]


def test_a_break_goes_where_the_load_is_low():
    shift = Shift("A", 480, 960, breaks=(Break(30, 600, 780),))
    seats = {(12, minute): 1 for minute in range(480, 960, 30)} | {(12, 690): 0}
    plan = plan_breaks(evidence([shift], [("a", 12, "A", "call")], seats), DAY)
    assert [clock(item) for item in plan.placed] == ["a 11:30"]
    assert plan.short_minutes == 0


def test_what_must_be_short_is_proven():
    shift = Shift("A", 480, 960, breaks=(Break(45, 600, 780),))
    seats = {(12, minute): 1 for minute in range(480, 960, 30)}
    plan = plan_breaks(evidence([shift], [("a", 12, "A", "call")], seats), DAY)
    assert (plan.short_minutes, plan.bound_minutes, plan.short_without_minutes) == (45, 45, 0)
    assert plan.proven


def test_a_night_takes_its_break_after_midnight_and_the_next_day_knows_it():
    night = Shift("N", 1380, 1860, breaks=(Break(30, 1560, 1620),))
    duties = [("a", 12, "N", "call"), ("b", 12, "N", "call"), ("c", 13, "N", "call")]
    seats = {(13, 120): 1, (13, 150): 2}
    known = evidence([night], duties, seats)
    plan = plan_breaks(known, DAY)
    assert sorted(clock(item)[2:] for item in plan.placed) == ["26:00", "26:30"]
    # One is short from 02:30 to 03:00 by the plan of the 12th; the day after counts it as it is.
    assert plan.short_minutes == 30
    after = plan_breaks(known, date(2026, 10, 13))
    assert after.short_without_minutes == 30


def test_a_break_whose_hour_the_clock_skips_is_taken_beside_it():
    # In Sydney 02:00 to 03:00 of 4 October 2026 is no hour: 03:00 there is 16:00 of the 3rd in UTC.
    night = Shift("N", 1320, 1800, breaks=(Break(30, 1560, 1620), Break(15, 1560, 1620)))
    evening = evidence([night], [("a", 3, "N", "call")], {}, zone="Australia/Sydney")
    for plan in (plan_breaks(evening, date(2026, 10, 3)), keep_breaks(evening, date(2026, 10, 3), ())):
        one, two = plan.placed
        assert datetime(2026, 10, 3, 15, tzinfo=UTC) <= one.start
        assert one.end <= two.start
        assert two.end <= datetime(2026, 10, 3, 17, tzinfo=UTC)


def test_shrinkage_is_asked_for_without_its_share_of_breaks():
    shift = Shift("A", 480, 960, breaks=(Break(48, 600, 780),))
    service = Service(shrinkage=0.2)
    known = evidence([shift], [("a", 12, "A", "call")], {(12, 600): 10}, service)
    assert break_share(known.case) == pytest.approx(0.1)
    # 10 gross seats are 8 at the phones; without the 10 % of breaks they ask for ⌈8 / 0.9⌉ = 9.
    grid = break_day(known, DAY, {})
    assert grid.required.max() == 9
    given = Service(shrinkage=0.2, break_shrinkage=0.0)
    assert break_day(evidence([shift], [("a", 12, "A", "call")], {(12, 600): 10}, given), DAY, {}).required.max() == 10


def test_who_is_on_leave_for_some_hours_takes_no_break_in_them_and_fills_no_seat():
    shift = Shift("A", 480, 960, breaks=(Break(15, 540, 660), Break(30, 660, 810)))
    seats = {(12, minute): 1 for minute in range(480, 960, 30)}
    for off, minutes, without in (
        ((), [15, 30], 0),
        ([("a", 660, 960)], [15], 300),  # gone from eleven on: the meal falls away
        ([("a", 480, 660)], [30], 180),
        ([("a", 630, 690)], [15, 30], 60),
        ([("a", 540, 660), ("a", 675, 810)], [], 255),
    ):
        known = evidence([shift], [("a", 12, "A", "call")], seats, off=off)
        spans = [(known.utc(DAY, one), known.utc(DAY, two)) for _, one, two in off]
        for plan in (plan_breaks(known, DAY), keep_breaks(known, DAY, ())):
            assert [item.minutes for item in plan.placed] == minutes, off
            assert plan.short_without_minutes == without, off
            assert not any(one < item.end and item.start < two for item in plan.placed for one, two in spans), off


@pytest.mark.parametrize(
    ("off", "expected"),
    [
        (("a", 720, 960), "b 10:15, a 10:15, b 12:15, a 11:"),  # the meal is taken before leaving
        (("a", 660, 960), "b 10:15, a 10:15, b 12:15"),
        (("a", 480, 630), "b 10:15, a 10:, b 12:15, a 12:15"),
    ],
)
def test_leave_for_some_hours_moves_no_break_beside_them(off, expected):
    shift = Shift("A", 480, 960, breaks=(Break(15, 540, 660), Break(30, 660, 810)))
    duties = [("a", 12, "A", "call"), ("b", 12, "A", "call")]
    told = [
        PlacedBreak(Duty(name, DAY, "A", "call"), datetime(2026, 10, 12, hour, 15, tzinfo=UTC), minutes)
        for name in "ab"
        for hour, minutes in ((2, 15), (4, 30))
    ]
    known = evidence([shift], duties, {}, off=[off])
    for now in (None, datetime(2026, 10, 12, 2, 20, tzinfo=UTC)):
        for plan in (plan_breaks(known, DAY, told, now), keep_breaks(known, DAY, told, now)):
            found = [clock(item) for item in plan.placed]
            wanted = expected.split(", ")
            assert len(found) == len(wanted)
            assert all(any(each.startswith(one) for each in found) for one in wanted), (now, found)


def test_a_trainee_has_breaks_and_fills_no_seat():
    shift = Shift("A", 480, 960, breaks=(Break(30, 660, 720),))
    known = evidence([shift], [("a", 12, "A", "call")], {(12, 660): 1})
    trainee = Agent("a", "a", "T", ("call",), trainee_until=date(2026, 10, 31))
    case = Case(known.case.centre, known.case.calendar, (trainee,), known.case.shifts, known.case.seats)
    plan = plan_breaks(Evidence(case, known.roster), DAY)
    assert len(plan.placed) == 1
    assert plan.short_minutes == plan.short_without_minutes == 30


def brute(grid) -> int:
    """The least seat-slots short over every way of placing every break."""
    options = []
    for duty, windows in grid.on_duty.items():
        ways = []
        for starts in product(*(window.starts for window in windows)):
            follows = all(starts[k] + windows[k].slots <= starts[k + 1] for k in range(len(starts) - 1))
            if follows:
                ways.append(
                    [(grid.job_of[duty], at) for k, s in enumerate(starts) for at in range(s, s + windows[k].slots)]
                )
        options.append(ways)
    least = None
    for choice in product(*options):
        present = grid.present.copy()
        for taken in choice:
            for job, at in taken:
                if job >= 0:
                    present[job, at] -= 1
        short = int((grid.required - present).clip(min=0).sum())
        least = short if least is None else min(least, short)
    assert least is not None
    return least


@pytest.mark.parametrize("seed", range(25))
def test_small_days_by_brute_force(seed):
    draw = Random(seed)
    shifts = [
        Shift("A", 480, 720, breaks=(Break(15, 510, 585), Break(30, 555, 660))),
        Shift("B", 540, 780, breaks=(Break(30, 600, 690),)),
        Shift("C", 540, 720),
    ]
    duties = [(name, 12, draw.choice("AABBC"), draw.choice(("call", "mail"))) for name in "abcd"]
    seats = {(12, minute): draw.randint(0, 3) for minute in range(480, 780, 30)}
    known = evidence(shifts, duties, seats, jobs=("call", "mail"))
    plan = plan_breaks(known, DAY)
    assert plan.proven
    assert plan.short_minutes == brute(break_day(known, DAY, {})) * 15
    in_order: dict[Duty, list[PlacedBreak]] = {}
    for item in plan.placed:
        in_order.setdefault(item.duty, []).append(item)
    for duty, items in in_order.items():
        shift = known.case.shift_by_code[duty.shift]
        assert [item.minutes for item in items] == [what.minutes for what in shift.breaks]
        assert all(first.end <= second.start for first, second in pairwise(items))
        for item, what in zip(items, shift.breaks, strict=True):
            assert known.utc(DAY, what.earliest_minute) <= item.start
            assert item.end <= known.utc(DAY, what.latest_end_minute)


def test_after_an_absence_only_what_helps_is_moved():
    shift = Shift("A", 480, 960, breaks=(Break(30, 660, 780),))
    names = "abcd"
    duties = [(name, 12, "A", "call") for name in names]
    seats = {(12, minute): 3 for minute in range(480, 960, 30)}
    before = plan_breaks(evidence([shift], duties, seats), DAY)
    assert before.short_minutes == 0
    assert sorted(clock(item)[2:] for item in before.placed) == ["11:00", "11:30", "12:00", "12:30"]
    # Without d each break leaves one seat short, whenever it is: nothing is gained by moving any.
    left = evidence([shift], duties[:3], seats)
    after = plan_breaks(left, DAY, fixed=before.placed)
    assert after.changed == 0
    assert {clock(item) for item in after.placed} == {clock(i) for i in before.placed if i.duty.agent_id != "d"}
    # Where two suffice from noon on, whoever ate before noon moves there, and nobody else.
    quiet = seats | {(12, 720): 2, (12, 750): 1}
    gained = plan_breaks(evidence([shift], duties[:3], quiet), DAY, fixed=before.placed)
    unmoved = {clock(item) for item in before.placed if item.duty.agent_id != "d"}
    assert gained.short_minutes == 0
    assert sorted(clock(item)[2:] for item in gained.placed) == ["12:00", "12:30", "12:30"]
    assert gained.changed == len(unmoved - {clock(item) for item in gained.placed})
    assert gained.changed == sum(item[2:] < "12:00" for item in unmoved)


def test_breaks_that_have_begun_stay():
    shift = Shift("A", 480, 960, breaks=(Break(30, 660, 780),))
    duties = [("a", 12, "A", "call"), ("b", 12, "A", "call")]
    known = evidence([shift], duties, {(12, 660): 2})
    first = known.roster.duties[0]
    fixed = [PlacedBreak(first, known.utc(DAY, 660), 30)]
    assert plan_breaks(known, DAY, fixed).changed == 1
    later = plan_breaks(known, DAY, fixed, now=known.utc(DAY, 665))
    assert later.changed == 0
    assert "a 11:00" in {clock(item) for item in later.placed}
    assert "b 11:00" not in {clock(item) for item in later.placed}


@pytest.mark.parametrize("seed", range(20))
def test_a_newcomer_eats_where_the_fewest_seats_are_short_and_nobody_else_moves(seed):
    draw = Random(seed)
    shift = Shift("A", 480, 960, breaks=(Break(15, 540, 660), Break(30, 660, 780)))
    names = ["a", "b", "c", "d"]
    seats = {(12, minute): draw.randint(0, 4) for minute in range(480, 960, 30)}
    before = plan_breaks(evidence([shift], [(name, 12, "A", "call") for name in names[:3]], seats), DAY)
    known = evidence([shift], [(name, 12, "A", "call") for name in names[1:]], seats)
    plan = keep_breaks(known, DAY, before.placed)
    stayed = [item for item in before.placed if item.duty.agent_id in {"b", "c"}]
    assert [item for item in plan.placed if item.duty.agent_id != "d"] == stayed
    assert plan.changed == 0
    one, two = known.case.shifts[0].breaks
    grid = plan.grid
    least = min(
        short_of(grid, [*stayed, first, second])
        for first in ways(grid, "d", one)
        for second in ways(grid, "d", two)
        if first.end <= second.start
    )
    assert plan.short_minutes == least
    assert plan.bound_minutes <= plan.short_minutes


def ways(grid, name, what):
    """Every place of one break of somebody."""
    duty = next(duty for duty in grid.on_duty if duty.agent_id == name)
    window = next(window for window in grid.on_duty[duty] if window.what == what)
    return [PlacedBreak(duty, grid.instant(slot), what.minutes) for slot in window.starts]


def short_of(grid, placed):
    """The seat-minutes short with these breaks."""
    there = grid.present[0].copy()
    for item in placed:
        there[grid.slot(item.start) : grid.slot(item.end)] -= 1
    return int(sum(max(0, wanted - seats) for wanted, seats in zip(grid.required[0], there, strict=True))) * (
        grid.step_minutes
    )


def test_a_newcomers_break_does_not_begin_before_now():
    shift = Shift("A", 480, 960, breaks=(Break(30, 660, 780),))
    people = evidence([shift], [("a", 12, "A", "call"), ("b", 12, "A", "call")], {(12, 480): 1})
    earlier = [PlacedBreak(Duty("a", DAY, "A", "call"), datetime(2026, 10, 12, 3, tzinfo=UTC), 30)]
    plan = keep_breaks(people, DAY, earlier, datetime(2026, 10, 12, 4, 1, tzinfo=UTC))
    assert sorted(clock(item) for item in plan.placed) == ["a 11:00", "b 12:15"]
    late = keep_breaks(people, DAY, earlier, datetime(2026, 10, 12, 6, tzinfo=UTC))
    assert sorted(clock(item) for item in late.placed) == ["a 11:00", "b 11:30"]
