"""Limits that wards and part-timers know: per shift, runs, days off, successions, weekends, hours of a month.

Labelled months drive both sides of each rule; in a tiny world every month is tried.
"""

import itertools
from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from constraints.minimum_days_off import MinimumDaysOff
from constraints.minimum_run import MinimumRun
from constraints.month_hours import MonthHours
from constraints.shift_limits import ShiftLimits
from constraints.succession import Succession
from constraints.weekends import Weekends
from roster.bench.shift24.horizon import Horizon
from roster.engine.problem.problem import Problem
from roster.engine.problem.translate import plan_of
from roster.errors import InputError
from roster.model import Agent, Case, Centre, Duty, HolidayCalendar, Leave, LeaveStatus, Month, Roster, Shift
from roster.rule import Evidence, MonthContext, Rulebook
from roster.rule.pieces import Request

WARD_RULES = (ShiftLimits, MonthHours, MinimumRun, MinimumDaysOff, Succession, Weekends)
# D pays 8 h, N pays 10 h and ends on the next day.
SHIFTS = (Shift("D", 480, 960), Shift("N", 1260, 1860))


def case_of(month: Month, rules: dict, before: str = "", **records) -> Case:
    """One agent. `before` spells the days just before the month, `-` a day off."""
    first = month.first
    history = tuple(
        Duty("A", first - timedelta(days=len(before) - place), code, "job")
        for place, code in enumerate(before)
        if code != "-"
    )
    return Case(
        centre=Centre("tiny", "Asia/Shanghai", month, rules=rules),
        calendar=HolidayCalendar(),
        agents=(records.pop("agent", Agent("A", "A", "team", ("job",))),),
        shifts=SHIFTS,
        seats=(),
        history=history,
        **records,
    )


def roster_of(case: Case, word: Iterable[str], granted: Iterable[int] = ()) -> Roster:
    """A letter a day from the month's first; the days after the word are off."""
    return Roster.of(
        (
            Duty("A", case.month.first + timedelta(days=day), code, "job")
            for day, code in enumerate(word)
            if code != "-"
        ),
        granted,
    )


def _ends(days: range) -> tuple[int, int]:
    return days[0], days[-1]


class Judge:
    """Both sides of a rulebook on one case."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.book = Rulebook.of(WARD_RULES, case.centre)
        self.context = MonthContext(case)
        leaves = [Request("LEAVE", 0, r, *_ends(self.context.request_days(r)), 0) for r in self.context.requests]
        self.problem = Problem.of(self.context, [*self.book.encode(self.context), *leaves])

    def encoded(self, roster: Roster) -> set[str]:
        return {b.rule for b in self.problem.evaluate(plan_of(self.context, self.problem, roster)).broken}

    def checked(self, roster: Roster) -> list:
        return self.book.check(Evidence(self.case, roster))


# January 2024 begins on a Monday and has 31 days; June 2024 begins on a Saturday, September 2024 on a Sunday.
JANUARY, JUNE, SEPTEMBER = Month(2024, 1), Month(2024, 6), Month(2024, 9)

CASES = [
    # label, month, rules, before, word that passes, word that fails, rule
    ("five of a shift", JANUARY, {"max_duties_of_shift": ["N=2"]}, "", "N-N--D", "N-N--N", "SHIFT-LIMITS"),
    ("none of a shift", JANUARY, {"max_duties_of_shift": ["N=0"]}, "", "DDD", "DDN", "SHIFT-LIMITS"),
    ("last month's do not count", JANUARY, {"max_duties_of_shift": ["N=2"]}, "NNN", "NN", "NNN", "SHIFT-LIMITS"),
    ("two limits", JANUARY, {"max_duties_of_shift": ["N=1", "D=3"]}, "", "DDDN", "DDDD", "SHIFT-LIMITS"),
    ("run of two", JANUARY, {"min_consecutive_days": 2}, "", "-DN-", "-D-", "MINIMUM-RUN"),
    ("run of three", JANUARY, {"min_consecutive_days": 3}, "", "-DDN-", "-DD-", "MINIMUM-RUN"),
    ("run over the month's start", JANUARY, {"min_consecutive_days": 3}, "-DD", "D-", "-", "MINIMUM-RUN"),
    ("run that began last month too late", JANUARY, {"min_consecutive_days": 3}, "-D", "DD-", "D-", "MINIMUM-RUN"),
    (
        "run at the month's end",
        JANUARY,
        {"min_consecutive_days": 2},
        "",
        "-" * 30 + "D",
        "-" * 29 + "D-",
        "MINIMUM-RUN",
    ),
    ("run from day 1", JANUARY, {"min_consecutive_days": 2}, "", "DD-", "D-", "MINIMUM-RUN"),
    (
        "run from day 1, completed",
        JANUARY,
        {"min_consecutive_days": 2, "run_before_month": True},
        "",
        "D-",
        "-D-",
        "MINIMUM-RUN",
    ),
    ("two days off", JANUARY, {"min_consecutive_days_off": 2}, "", "D--D", "D-D", "MINIMUM-DAYS-OFF"),
    ("three days off", JANUARY, {"min_consecutive_days_off": 3}, "", "D---DD", "D--DD", "MINIMUM-DAYS-OFF"),
    ("days off over the start", JANUARY, {"min_consecutive_days_off": 2}, "D-", "-D", "D", "MINIMUM-DAYS-OFF"),
    (
        "days off at the end",
        JANUARY,
        {"min_consecutive_days_off": 2},
        "",
        "-" * 29 + "D-",
        "-" * 28 + "D-D",
        "MINIMUM-DAYS-OFF",
    ),
    ("succession", JANUARY, {"forbidden_successions": ["N>D"]}, "", "DN-D", "ND", "SUCCESSION"),
    ("succession over the start", JANUARY, {"forbidden_successions": ["N>D"]}, "N", "N", "D", "SUCCESSION"),
    ("two successions", JANUARY, {"forbidden_successions": ["N>D", "N>N"]}, "", "DDN", "NN", "SUCCESSION"),
    # 6 and 7 January, 13 and 14 January.
    ("one weekend", JANUARY, {"max_weekends": 1}, "", "-----DD", "-----D-------D", "WEEKENDS"),
    ("no weekend, Friday's night", JANUARY, {"max_weekends": 0}, "", "----N", "-----N", "WEEKENDS"),
    ("a Saturday first", JUNE, {"max_weekends": 0}, "", "--DDDDD", "D", "WEEKENDS"),
    ("a Sunday first", SEPTEMBER, {"max_weekends": 1}, "D", "D", "D-----D", "WEEKENDS"),
    # 10 h + 8 h = 18 h
    ("at least 18 h", JANUARY, {"min_month_hours": 18}, "", "DN", "DD", "MONTH-HOURS"),
    ("at most 18 h", JANUARY, {"max_month_hours": 18}, "DDD", "DN", "NN", "MONTH-HOURS"),
    ("at most 17.99 h", JANUARY, {"max_month_hours": 17.99}, "", "DD", "DN", "MONTH-HOURS"),
]


@pytest.mark.parametrize(
    ("month", "rules", "before", "good", "bad", "rule"), [row[1:] for row in CASES], ids=[row[0] for row in CASES]
)
def test_labelled_months_drive_both_sides(month, rules, before, good, bad, rule):
    judge = Judge(case_of(month, rules, before))
    passing, failing = roster_of(judge.case, good), roster_of(judge.case, bad)
    assert judge.encoded(passing) == set()
    assert judge.checked(passing) == []
    assert judge.encoded(failing) == {rule}
    findings = judge.checked(failing)
    assert {finding.rule for finding in findings} == {rule}
    for finding in findings:
        assert finding.hard
        assert finding.agent_id == "A"
        assert "A" in finding.message.zh
        assert finding.required in finding.message.en or rule == "SUCCESSION"


EXHAUSTIVE = [
    ({"max_duties_of_shift": ["N=1"]}, ""),
    ({"min_consecutive_days": 3}, "-D"),
    ({"min_consecutive_days": 3, "run_before_month": True}, "D"),
    ({"min_consecutive_days": 2}, ""),
    ({"min_consecutive_days_off": 3}, "D-"),
    ({"forbidden_successions": ["N>D"]}, "N"),
    ({"max_weekends": 0}, "D"),
    ({"min_month_hours": 18, "max_month_hours": 27}, "D"),
    (
        {
            "min_consecutive_days": 2,
            "min_consecutive_days_off": 2,
            "forbidden_successions": ["N>D"],
            "max_duties_of_shift": ["N=2"],
            "max_month_hours": 40,
        },
        "D",
    ),
]


@pytest.mark.parametrize(("rules", "before"), EXHAUSTIVE)
def test_in_a_tiny_world_the_pieces_are_broken_exactly_where_the_check_finds_it(rules, before):
    # Seven days from a Monday: 3^7 = 2187 months.
    judge = Judge(case_of(Horizon(2024, 1, length_days=7), rules, before))
    outcomes = set()
    for word in itertools.product("-DN", repeat=7):
        roster = roster_of(judge.case, word)
        checked = {finding.rule for finding in judge.checked(roster)}
        assert judge.encoded(roster) == checked, word
        outcomes.add(bool(checked))
    assert outcomes == {True, False}


def test_without_their_parameters_the_rules_say_nothing():
    judge = Judge(case_of(JANUARY, {}))
    assert judge.problem.pieces == ()
    assert judge.checked(roster_of(judge.case, "NDNDN" * 6)) == []


def test_an_unknown_shift_code_limits_nothing():
    judge = Judge(case_of(JANUARY, {"max_duties_of_shift": ["X=0"], "forbidden_successions": ["X>D", "D>X"]}))
    assert judge.encoded(roster_of(judge.case, "DDD")) == set()
    assert judge.checked(roster_of(judge.case, "DDD")) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("max_duties_of_shift", ["N"]),
        ("max_duties_of_shift", ["N=-1"]),
        ("max_duties_of_shift", ["=3"]),
        ("forbidden_successions", ["ND"]),
        ("forbidden_successions", [">D"]),
        ("min_consecutive_days", 0),
        ("min_consecutive_days_off", 1.5),
        ("max_weekends", -1),
        ("min_month_hours", "many"),
    ],
)
def test_a_malformed_setting_is_refused_by_name(name, value):
    with pytest.raises(InputError) as caught:
        Rulebook.of(WARD_RULES, case_of(JANUARY, {name: value}).centre)
    assert [fault.field for fault in caught.value.faults] == [f"rules.{name}"]


# January 2024 has 23 legal working days here (no holidays given); a day's share of 23 h is 1 h.
@pytest.mark.parametrize(
    ("records", "granted"),
    [
        ({"leaves": (Leave("A", "annual", date(2024, 1, 8), date(2024, 1, 14)),)}, ()),
        (
            {"leaves": (Leave("A", "annual", date(2024, 1, 8), date(2024, 1, 14), LeaveStatus.REQUESTED),)},
            (0,),
        ),
        ({"agent": Agent("A", "A", "team", ("job",), start_date=date(2024, 1, 8))}, ()),
    ],
    ids=["approved leave", "granted leave", "employed from the 8th"],
)
def test_five_working_days_away_lower_the_minimum_by_five_shares(records, granted):
    judge = Judge(case_of(JANUARY, {"min_month_hours": 23}, **records))
    # 18 h are enough, 16 h are not.
    enough, short = "-" * 14 + "DN", "-" * 14 + "DD"
    assert judge.encoded(roster_of(judge.case, enough, granted)) == set()
    assert judge.checked(roster_of(judge.case, enough, granted)) == []
    assert judge.encoded(roster_of(judge.case, short, granted)) == {"MONTH-HOURS"}
    (finding,) = judge.checked(roster_of(judge.case, short, granted))
    assert (finding.measured, finding.required) == ("16 h", "≥ 18 h")


def test_a_request_that_is_declined_lowers_nothing():
    leave = Leave("A", "annual", date(2024, 1, 8), date(2024, 1, 14), LeaveStatus.REQUESTED)
    judge = Judge(case_of(JANUARY, {"min_month_hours": 23}, leaves=(leave,)))
    roster = roster_of(judge.case, "-" * 14 + "DN")
    assert judge.encoded(roster) == {"MONTH-HOURS"}
    assert [finding.required for finding in judge.checked(roster)] == ["≥ 23 h"]
