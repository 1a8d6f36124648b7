"""Instances that are drawn: of the format, the same for the same seed, as scarce as asked."""

import importlib.util
from pathlib import Path

import pytest

from roster.bench.shift24.reader import parse

PLACE = Path(__file__).parent.parent / "benchmarks" / "drawn_instance.py"


@pytest.fixture(scope="module")
def drawn():
    spec = importlib.util.spec_from_file_location("benchmark_drawn_instance", PLACE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.drawn


@pytest.mark.parametrize(("people", "days", "demand"), [(60, 28, 0.97), (60, 28, 1.1), (3, 7, 0.5), (40, 364, 0.9)])
def test_a_drawn_instance_is_one_of_the_format_and_asks_for_the_hours_wanted(drawn, people, days, demand):
    instance = parse(drawn(people, days, 5, demand), name="drawn", file="drawn.txt")
    assert len(instance.employees) == people
    assert (instance.horizon_days, len(instance.shifts)) == (days, 10)
    minutes = {shift.id: shift.length_minutes for shift in instance.shifts}
    wanted = sum(cover.required_seats * minutes[cover.shift] for cover in instance.covers)
    if people > 3:
        allowed = sum(employee.max_total_minutes for employee in instance.employees)
        assert wanted == pytest.approx(demand * allowed, rel=0.04)


def test_equal_seeds_draw_equal_instances(drawn):
    assert drawn(9, 14, 1, 0.97) == drawn(9, 14, 1, 0.97)
    assert drawn(9, 14, 1, 0.97) != drawn(9, 14, 2, 0.97)


def test_a_long_horizon_has_hours_between_narrow_limits_and_all_else_in_proportion(drawn):
    instance = parse(drawn(40, 364, 1, 0.9), name="drawn", file="drawn.txt")
    assert {one.max_total_minutes - one.min_total_minutes for one in instance.employees} == {960}
    assert sorted({one.max_weekends for one in instance.employees}) == [17, 26, 39]
    assert max(one.max_total_minutes for one in instance.employees) == 13 * 8640
