"""The standard instances' checker: each rule at both sides of its limit, and what requests cost."""

import pytest

from roster.bench.shift24.checker import check
from roster.bench.shift24.instance import Cover, ShiftRequest

# Ten days from a Monday: days 5 and 6 are the weekend. Each row: the limits, a word that keeps them, the nearest
# one that does not, and the rule it breaks.
EITHER_SIDE = [
    ("day off", {"days_off": frozenset({3})}, "EEE-EEEEEE", "---E------", "DaysOff"),
    ("shifts of a type", {"max_shifts": {"L": 2}}, "-L--L-----", "-L--L--L--", "MaxShifts"),
    ("no shift of a type", {"max_shifts": {"L": 0}}, "-E--E-----", "-----L----", "MaxShifts"),
    # 3 × 480 = 1440
    ("most minutes", {"max_total_minutes": 1440}, "EEE-------", "EEL-------", "MaxTotalMinutes"),
    # 480 + 600 = 1080
    ("least minutes", {"min_total_minutes": 1080}, "EL--------", "EE--------", "MinTotalMinutes"),
    ("longest run", {"max_consecutive_shifts": 3}, "-EEE-EEE--", "-EEEE-----", "MaxConsecutiveShifts"),
    ("longest run at the start", {"max_consecutive_shifts": 3}, "EEE-------", "EEEE------", "MaxConsecutiveShifts"),
    ("longest run at the end", {"max_consecutive_shifts": 3}, "-------EEE", "------EEEE", "MaxConsecutiveShifts"),
    ("shortest run", {"min_consecutive_shifts": 3}, "-EEL-EEE--", "-EE-------", "MinConsecutiveShifts"),
    ("shortest run from day 1", {"min_consecutive_shifts": 2}, "E---------", "-E--------", "MinConsecutiveShifts"),
    ("shortest run to day 8", {"min_consecutive_shifts": 2}, "---------E", "--------E-", "MinConsecutiveShifts"),
    ("fewest days off", {"min_consecutive_days_off": 3}, "E---E---E-", "E--E------", "MinConsecutiveDaysOff"),
    (
        "fewest days off from day 1",
        {"min_consecutive_days_off": 2},
        "-EEEEEEEE-",
        "E-EEEEEEEE",
        "MinConsecutiveDaysOff",
    ),
    ("fewest days off to day 8", {"min_consecutive_days_off": 2}, "EEEEEEEE--", "EEEEEEEE-E", "MinConsecutiveDaysOff"),
    ("succession", {}, "-L-EL-----", "-LE-------", "Succession"),
    ("weekend by its Saturday", {"max_weekends": 0}, "EEEEE--EEE", "-----E----", "MaxWeekends"),
    ("weekend by its Sunday", {"max_weekends": 0}, "----E--E--", "------E---", "MaxWeekends"),
]


@pytest.mark.parametrize(
    ("limits", "within", "broken", "rule"), [row[1:] for row in EITHER_SIDE], ids=[row[0] for row in EITHER_SIDE]
)
def test_either_side_of_each_rule(world, line, limits, within, broken, rule):
    instance = world(**limits)
    assert check(instance, line(within)).breaches == ()
    assert [breach.rule for breach in check(instance, line(broken)).breaches] == [rule]


def test_a_weekend_worked_on_both_days_counts_once(world, line):
    instance = world(horizon_days=14, max_weekends=1)
    assert check(instance, line("-----EE-------")).feasible
    assert not check(instance, line("-----E------E-")).feasible


def test_a_weekend_cut_by_the_horizon_counts_by_its_saturday(world, line):
    # 13 days end on the second Saturday.
    instance = world(horizon_days=13, max_weekends=1)
    assert check(instance, line("-----E-------")).feasible
    assert not check(instance, line("-----E------E")).feasible


def test_a_breach_says_whose_from_when_and_how_much(world, line):
    breach = check(world(staff=2, max_consecutive_shifts=2), line("-EEE------", "B")).breaches[0]
    assert (breach.employee, breach.day, breach.measured, breach.allowed) == ("B", 1, 3, 2)
    assert str(breach) == "MaxConsecutiveShifts (B, day 1): 3, allowed 2"


def test_every_breach_is_listed(world, line):
    instance = world(max_consecutive_shifts=2, max_shifts={"L": 1}, days_off=frozenset({9}))
    rules = {breach.rule for breach in check(instance, line("LLL--EEE-E")).breaches}
    assert rules == {"MaxConsecutiveShifts", "MaxShifts", "DaysOff"}


@pytest.mark.parametrize(
    ("assignments", "rule"),
    [
        ([("Z", 0, "E")], "Employee"),
        ([("A", 10, "E")], "Day"),
        ([("A", -1, "E")], "Day"),
        ([("A", 0, "X")], "Shift"),
        ([("A", 0, "E"), ("A", 0, "L")], "OneShiftADay"),
        ([("A", 0, "E"), ("A", 0, "E")], "OneShiftADay"),
    ],
)
def test_what_fits_on_no_line_is_a_breach(world, assignments, rule):
    assert [breach.rule for breach in check(world(), assignments).breaches] == [rule]


@pytest.mark.parametrize(
    ("word", "cost"),
    [
        ("E---------", 0),  # wanted and given
        ("L---------", 3),  # another shift than the wanted one
        ("----------", 3),
        ("EL--------", 5),  # an unwanted one
        ("EE--------", 0),  # another one than the unwanted
    ],
)
def test_requests_cost_their_weight_when_not_met(world, line, word, cost):
    instance = world(on=[ShiftRequest("A", 0, "E", 3)], off=[ShiftRequest("A", 1, "L", 5)])
    assert check(instance, line(word)).objective == cost


@pytest.mark.parametrize(("present", "cost"), [(0, 200), (1, 100), (2, 0), (3, 7)])
def test_cover_costs_by_seats_under_and_over(world, line, present, cost):
    instance = world(staff=3, covers=[Cover(4, "E", 2, 100, 7)])
    roster = [duty for number in range(present) for duty in line("----E-----", chr(ord("A") + number))]
    # Another shift, and another day, fill no seat.
    roster += line("----L-----", "C") if present < 3 else []
    assert check(instance, roster).objective == cost


def test_a_shift_that_is_not_asked_for_costs_nothing(world, line):
    assert check(world(), line("EEEE------")).objective == 0


def test_no_roster_at_all_pays_every_weight(world):
    instance = world(covers=[Cover(0, "E", 2, 100, 1), Cover(1, "L", 1, 50, 1)], on=[ShiftRequest("A", 0, "E", 3)])
    # 2 × 100 + 1 × 50 + 3
    assert check(instance, []).objective == 253
