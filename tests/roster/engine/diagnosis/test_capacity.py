"""Hours needed against hours there: what is said to be short, no roster can fill."""

from datetime import date

from rule_world import APPROVED, DAY, EVENING, agent, leave, rulebook, seats, world

from roster.engine.diagnosis.capacity import Capacity, capacity
from roster.model import Case

WEEK = range(12, 19)
"""Monday 12 to Sunday 18 October 2026."""


def measured(case: Case) -> Capacity:
    return capacity(case, rulebook(case))


def need(capacity: Capacity, job: str | None, start: date | None) -> tuple[float | None, float | None]:
    (line,) = [line for line in capacity.needs if line.job == job and line.start == start]
    return line.needed, line.short


def test_seven_days_need_a_seventh_day_that_nobody_works() -> None:
    # Two agents, two seats from 08:00 to 16:00 on seven days: 112 h. Each works six days at most (STREAK): 96 h.
    capacity = measured(world(agent("a"), agent("b"), seats=seats(WEEK, range(8, 16), 2)))
    assert need(capacity, "189", date(2026, 10, 12)) == (112, 16)
    assert not capacity.enough


def test_six_days_are_there() -> None:
    capacity = measured(world(agent("a"), agent("b"), seats=seats(range(12, 18), range(8, 16), 2)))
    assert need(capacity, "189", date(2026, 10, 12)) == (96, 0)
    assert capacity.enough


def test_a_holder_of_two_jobs_serves_one_at_a_time() -> None:
    # Either job alone is there; together one agent would have to be in two places: 8 h of the 16 are short.
    both = seats((14,), range(8, 16), 1) + seats((14,), range(8, 16), 1, "180")
    capacity = measured(world(agent("a", "189", "180"), seats=both))
    assert need(capacity, "189", date(2026, 10, 12)) == (8, 0)
    assert need(capacity, "180", date(2026, 10, 12)) == (8, 0)
    assert need(capacity, None, date(2026, 10, 12)) == (16, 8)


def test_nobody_holds_the_job() -> None:
    capacity = measured(world(agent("a"), seats=seats((14,), range(8, 16), 1, "180")))
    assert need(capacity, "180", date(2026, 10, 12)) == (8, 8)
    assert capacity.needs[0].holders == 0


def test_leave_takes_hours_away() -> None:
    case = world(agent("a"), seats=seats((14, 15), range(8, 16), 1), leaves=(leave("a", 14, 14, status=APPROVED),))
    assert need(measured(case), "189", date(2026, 10, 12)) == (16, 8)


def test_available_counts_hours_at_any_time() -> None:
    # 8-hour shifts, none over midnight: six days of the week for the one agent.
    capacity = measured(world(agent("a"), shifts=(DAY, EVENING), seats=seats((14,), range(8, 16), 1)))
    assert capacity.needs[2].start == date(2026, 10, 12)
    assert capacity.needs[2].available == 48
