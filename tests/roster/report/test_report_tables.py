"""The report's tables of hours, shares, rest days and predicted service."""

from dataclasses import replace
from datetime import date

import pytest

from constraints import CATALOGUE
from roster.model import (
    Agent,
    Case,
    Centre,
    Duty,
    HolidayCalendar,
    Leave,
    LeaveStatus,
    Load,
    Month,
    Protection,
    Roster,
    SeatRequirement,
    Service,
    Shift,
)
from roster.report import FairShare, HoursAccount, coverage, fairness, hours, predicted_service
from roster.rule import Rulebook
from roster.rule.evidence import Evidence
from roster.text import Text

MONTH = Month(2026, 10)
CALENDAR = HolidayCalendar(
    off={date(2026, 10, day): Text("国庆节", "National Day") for day in range(1, 8)},
    work={date(2026, 10, 10): Text("调休", "in exchange")},
)  # 22 weekdays − 5 + 1 make-up day = 18 legal working days
SHIFTS = (Shift("E", 480, 960, break_minutes=60), Shift("N", 1320, 1800))
AGENTS = (
    Agent("a", "a", "t", ("A",), contract_minutes=9000),
    Agent("b", "b", "t", ("A",), contract_minutes=9000),
    Agent("p", "p", "t", ("A",), contract_minutes=9000, protections=(Protection("x"),)),
    Agent("d", "d", "t", ("A",), contract_minutes=9000, rotating=False),
)
CASE = Case(Centre("c", "Asia/Shanghai", MONTH), CALENDAR, AGENTS, SHIFTS, ())


def on(day: int) -> date:
    return date(2026, 10, day)


RULES = Rulebook.of(CATALOGUE, CASE.centre)


def test_hours_count_paid_time_and_days_by_kind() -> None:
    leaves = (
        Leave("a", "annual", on(8), on(9)),
        Leave("a", "annual", on(12), on(12), LeaveStatus.REQUESTED),
        Leave("b", "annual", on(13), on(13), LeaveStatus.REQUESTED),
    )
    duties = [Duty("a", on(14), "E", "A"), Duty("a", on(15), "N", "A")]
    evidence = Evidence(replace(CASE, leaves=leaves), Roster.of(duties, {1, 2}))
    # 18 legal working days, two on approved and one on own granted leave: 9000 × 15 / 18.
    assert hours(evidence)["a"] == HoursAccount(2, 1, 3, 31 - 2 - 3, 420 + 480, 7500)
    assert hours(evidence)["a"].balance_minutes == 900 - 7500
    assert hours(evidence)["p"] == HoursAccount(0, 0, 0, 31, 0, 9000)


def test_rest_days_lie_within_employment() -> None:
    agents = (replace(AGENTS[0], start_date=on(30)),)
    assert hours(Evidence(replace(CASE, agents=agents), Roster.of([])))["a"].rest_days == 2


def test_a_night_over_the_clock_change_pays_what_it_lasts() -> None:
    case = replace(CASE, centre=replace(CASE.centre, timezone="Europe/Berlin"))
    evidence = Evidence(case, Roster.of([Duty("a", on(24), "N", "A")]))
    assert hours(evidence)["a"].worked_minutes == 540


def test_shares_are_those_that_the_rules_measure_beside_what_was_rostered() -> None:
    seats = tuple(SeatRequirement(on(day), 1320, "A", 1) for day in (12, 13, 14))
    case = replace(CASE, seats=seats, history=(Duty("a", date(2026, 9, 30), "N", "A"),))
    duties = [Duty("a", on(12), "N", "A"), Duty("b", on(12), "N", "A"), Duty("b", on(13), "N", "A")]
    shares = {key: value.nights for key, value in fairness(Evidence(case, Roster.of(duties)), RULES).items()}
    # Three nights are needed and one was worked before, over two who take part: two each; a has had one already.
    assert shares["a"] == FairShare(1, 1, 1.0)
    assert shares["b"] == FairShare(2, 0, 2.0)
    assert shares["p"] == FairShare(0, 0, None)
    assert shares["d"].share is None
    assert (shares["a"].away, shares["b"].away, shares["p"].away) == (0.0, 0.0, 0.0)


def test_weekends_and_holidays_by_the_official_calendar() -> None:
    days = (3, 10, 11, 12)  # a holiday's Saturday, a make-up Saturday, a Sunday, a Monday
    duties = [Duty("a", on(day), "E", "A") for day in days]
    sums = fairness(Evidence(CASE, Roster.of(duties)), RULES)["a"]
    assert (sums.holidays.month, sums.weekends.month, sums.nights.month) == (1, 1, 0)


def test_the_service_that_callers_will_meet() -> None:
    load = (Load(on(1), 480, "A", 60.0, 180.0), Load(on(1), 510, "A", 0.0, 180.0), Load(on(1), 480, "Z", 9.0, 60.0))
    case = replace(CASE, load=load, seats=(SeatRequirement(on(1), 480, "A", 9),))
    case = replace(case, centre=replace(case.centre, service=Service(shrinkage=0.0)))
    empty = predicted_service(Evidence(case, Roster.of([])), coverage(Evidence(case, Roster.of([]))))
    assert (empty.jobs, empty.minutes) == (("A", "A"), (480, 510))  # Z has no seat requirement
    assert (list(empty.service_level), list(empty.answer_rate)) == ([0.0, 1.0], [0.0, 1.0])
    staff = tuple(Agent(str(n), "x", "t", ("A",)) for n in range(7))
    evidence = Evidence(replace(case, agents=staff), Roster.of([Duty(a.agent_id, on(1), "E", "A") for a in staff]))
    service = predicted_service(evidence, coverage(evidence))
    # 60 calls of 3 min in half an hour are 6 erlangs on 7 seats: Erlang's C is 0.6138, so 1 − C·exp(−15/180) misses
    # the target, nobody is lost, and agents talk 6/7 of the time.
    assert service.service_level[0] == pytest.approx(1 - 0.6138 * 0.92004, abs=2e-4)
    assert service.answer_rate[0] == 1.0
    assert service.occupancy[0] == pytest.approx(6 / 7)
    assert service.mean(service.service_level) == pytest.approx(service.service_level[0])


def test_seats_without_load_predict_nothing() -> None:
    case = replace(CASE, seats=(SeatRequirement(on(1), 480, "A", 9),))
    evidence = Evidence(case, Roster.of([]))
    service = predicted_service(evidence, coverage(evidence))
    assert service.jobs == ()
    assert service.mean(service.service_level) == 1.0
