"""The month's real intervals, as encoding and checking each find them, over clocks of every kind."""

import pytest
from rule_world import NIGHT, Evidence, MonthContext, Roster, Shift, world


@pytest.mark.parametrize(
    ("zone", "month", "interval", "count"),
    [
        ("Asia/Shanghai", "2026-10", 60, 744),
        ("Europe/Berlin", "2026-10", 60, 745),
        ("Europe/Berlin", "2027-03", 60, 743),
        ("Europe/Berlin", "2026-10", 5, 745 * 12),
        # The clock goes back by half an hour at 02:00: of half hours one comes twice, of hours none does.
        ("Australia/Lord_Howe", "2027-04", 30, 30 * 48 + 1),
        ("Australia/Lord_Howe", "2027-04", 60, 30 * 24),
    ],
)
def test_both_sides_walk_the_same_intervals(zone: str, month: str, interval: int, count: int) -> None:
    case = world(zone=zone, month=month, interval=interval, shifts=(NIGHT, Shift("D", 95, 605)))
    context, evidence = MonthContext(case), Evidence(case, Roster(()))
    slots = [(context.date_of(slot.day), slot.minute) for slot in context.slots]
    assert len(slots) == count
    assert slots == [(day, minute) for day, minute, _, _ in evidence.intervals]
    # Far before the month and after it too: a year of history, a month that lies ahead.
    for day in (-366, -63, *range(-1, context.days + 2), context.days + 45):
        for index, shift in enumerate(case.shifts):
            assert context.covered(day, index) == evidence.covered_by(context.date_of(day), shift.code)
            start, end = evidence.span(context.date_of(day), shift.code)
            begin, stop = context.spans[day][index]
            assert stop - begin == (end - start).total_seconds() / 60


def test_a_night_over_the_change_is_an_hour_longer_or_shorter() -> None:
    autumn = MonthContext(world(zone="Europe/Berlin", month="2026-10"))
    spring = MonthContext(world(zone="Europe/Berlin", month="2027-03"))
    night = autumn.shift_index["N"]
    assert [autumn.paid_minutes(day, night) for day in (22, 23, 24)] == [480, 540, 480]
    assert [spring.paid_minutes(day, night) for day in (25, 26, 27)] == [480, 420, 480]
