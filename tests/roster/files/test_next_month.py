"""The next month's case from this one and its roster: who stays, and what is carried over."""

from datetime import date, timedelta
from typing import Any

import pytest
from case_strategies import cases, rosters
from hypothesis import assume, given
from hypothesis import strategies as st
from small_case import FILES, read
from test_case_round_trip import examples

from roster.cases import bundled_folder
from roster.cases.init_case import init_case
from roster.errors import InputError
from roster.files.holidays import month_calendar
from roster.files.next_month import HISTORY_DAYS, HOLIDAY, MAKEUP, day_kinds, kind_of, next_month, next_month_case
from roster.files.read_case import read_case
from roster.files.write_case import write_case
from roster.model import Availability, Duty, Leave, LeaveStatus, Load, Month, Protection, Roster, SeatRequirement


def october(number):
    return date(2026, 10, number)


def november(number):
    return date(2026, 11, number)


def followed(tmp_path, duties=(), granted=(), **files):
    case, _ = read(tmp_path, **files)
    return next_month(case, Roster.of(duties, granted))


def test_the_month_goes_on_and_the_settings_stay(tmp_path):
    centre = FILES["centre.toml"] + "[rules]\nmin_rest_hours = 12\n[weights]\nwish = 2\n"
    case = followed(tmp_path, centre=centre)
    assert case.month == Month(2026, 11)
    assert case.centre.rules == {"min_rest_hours": 12}
    assert case.centre.weights == {"wish": 2}
    assert [shift.code for shift in case.shifts] == ["E", "N"]


def test_december_is_followed_by_january(tmp_path):
    case = followed(
        tmp_path,
        centre=FILES["centre.toml"].replace("2026-10", "2026-12"),
        seats="date,time,job,seats\n2026-12-01,08:00,call,1\n",
    )
    assert case.month == Month(2027, 1)


def test_history_is_the_roster_on_top_of_what_is_not_too_old(tmp_path):
    old = november(1) - timedelta(days=HISTORY_DAYS)
    history = f"agent_id,date,shift,job\n001,{old},E,\n001,{old - timedelta(days=1)},E,\n002,2026-09-30,N,mail\n"
    duty = Duty("002", october(31), "N", "mail")
    assert followed(tmp_path, [duty], history=history).history == (
        Duty("001", old, "E", "call"),
        Duty("002", date(2026, 9, 30), "N", "mail"),
        duty,
    )


def test_who_has_left_is_gone_with_all_that_is_theirs(tmp_path):
    case = followed(
        tmp_path,
        [Duty("001", october(1), "E", "call"), Duty("002", october(1), "E", "call")],
        agents="agent_id,name,team,jobs,end_date\n001,Ann,T1,call,2026-10-31\n002,Bob,T1,call;mail,2026-11-01\n",
        availability="agent_id,weekday,date,shift,available\n001,1,,,false\n002,1,,,false\n002,,2026-10-05,,false\n",
        leave="agent_id,kind,start,end\n001,annual,2026-10-30,2026-11-02\n",
    )
    assert [agent.agent_id for agent in case.agents] == ["002"]
    assert [duty.agent_id for duty in case.history] == ["002"]
    assert case.availability == (Availability("002", 1, None, None, available=False),)
    assert case.leaves == ()


def test_protection_is_kept_while_it_holds(tmp_path):
    agents = "agent_id,name,team,jobs,protected\n001,A,T,call;mail,nursing:2026-10-31;minor:2026-11-01;other\n"
    (agent,) = followed(tmp_path, agents=agents).agents
    assert agent.protections == (Protection("minor", november(1)), Protection("other"))


def test_leaves_stay_where_they_reach_on(tmp_path):
    leave = (
        "agent_id,kind,start,end,status\n"
        "001,annual,2026-10-01,2026-10-31,approved\n"
        "001,sick,2026-10-31,2026-11-01,approved\n"
        "002,annual,2026-10-30,2026-11-01,requested\n"
        "002,study,2026-11-01,2026-11-02,approved\n"
        "001,personal,2026-11-01,2026-11-05,requested\n"
    )
    approved = Leave("001", "sick", october(31), november(1))
    study = Leave("002", "study", november(1), november(2))
    undecided = Leave("001", "personal", november(1), november(5), LeaveStatus.REQUESTED)
    granted = Leave("002", "annual", october(30), november(1))
    assert followed(tmp_path / "declined", leave=leave).leaves == (approved, study, undecided)
    assert followed(tmp_path / "granted", granted=[2], leave=leave).leaves == (approved, granted, study, undecided)


def test_wishes_and_pins_are_done_with(tmp_path):
    case = followed(
        tmp_path,
        wishes="agent_id,date,shift\n001,2026-10-01,off\n",
        pins="agent_id,date,shift\n001,2026-10-01,off\n",
    )
    assert (case.wishes, case.pins) == ((), ())


def test_two_duties_on_one_day_must_be_mended_first(tmp_path):
    duties = [Duty("001", october(1), "E", "call"), Duty("001", october(1), "N", "call")]
    with pytest.raises(InputError, match="001 has two duties on 2026-10-01"):
        followed(tmp_path, duties)


def test_load_is_the_mean_of_the_old_days_of_the_same_weekday(tmp_path):
    # 2026-10 without a country: Thursdays 1, 8, 15, 22, 29; Sundays 4, 11, 18, 25. In November Thursday 5, Sunday 1.
    load = (
        "date,time,job,calls,aht_seconds\n"
        "2026-10-01,08:00,call,10,100\n2026-10-08,08:00,call,30,200\n"
        "2026-10-15,08:00,call,0,0\n"
        "2026-10-04,09:00,mail,4,300\n"
    )
    case = followed(tmp_path, load=load, seats="date,time,job,seats\n2026-10-01,09:00,call,1\n")
    by_place = {(row.day, row.minute, row.job): row for row in case.load}
    # 40 calls over five Thursdays; (10·100 + 30·200)/40 s.
    assert by_place[november(5), 480, "call"] == Load(november(5), 480, "call", 8.0, 175.0)
    assert by_place[november(1), 540, "mail"] == Load(november(1), 540, "mail", 1.0, 300.0)
    assert {row.day.weekday() for row in case.load} == {3, 6}


def test_holidays_take_holidays_and_leave_the_weekdays_alone(tmp_path):
    # Thursday 1 October is a holiday, Thursdays 8 to 29 are not; in November nothing is a holiday.
    thursdays = {october(1): 1, october(8): 9, october(15): 9, october(22): 9, october(29): 9}
    rows = "".join(f"{day},08:00,call,{seats}\n" for day, seats in thursdays.items())
    centre = FILES["centre.toml"].replace("none", "CN")
    case = followed(tmp_path, centre=centre, seats="date,time,job,seats\n" + rows)
    assert case.seats == tuple(SeatRequirement(november(day), 480, "call", 9) for day in (5, 12, 19, 26))


def test_kinds_of_day_and_what_stands_for_them():
    calendar = month_calendar("CN", Month(2026, 10))
    assert kind_of(october(4), calendar) == HOLIDAY
    assert kind_of(october(10), calendar) == MAKEUP  # a Saturday
    assert kind_of(october(12), calendar) == 0
    assert day_kinds(october(4), calendar) == (HOLIDAY, 6, 5)
    assert day_kinds(october(10), calendar)[:2] == (MAKEUP, 4)
    assert day_kinds(october(14), calendar) == (2, 0, 1, 2, 3, 4)
    assert day_kinds(october(17), calendar) == (5, 5, 6)


def test_a_holiday_after_a_month_without_any_is_like_a_sunday(tmp_path):
    august = Month(2026, 8)
    seats = {day: {5: 3, 6: 2}.get(day.weekday(), 5) for day in august}
    case = followed(
        tmp_path,
        centre=FILES["centre.toml"].replace("none", "CN").replace("2026-10", "2026-08"),
        seats="date,time,job,seats\n" + "".join(f"{day},08:00,call,{number}\n" for day, number in seats.items()),
    )
    following = {row.day.day: row.seats for row in case.seats}
    assert [following[day] for day in (25, 26, 27)] == [2, 2, 2]  # Friday to Sunday, the mid-autumn break
    assert following[20] == 5  # a make-up Sunday is like a Monday
    assert [following[day] for day in (18, 19, 28)] == [5, 3, 5]


def test_seats_of_single_days_over_a_load_were_exceptions():
    case, _ = read_case(bundled_folder("hotline"))
    following = next_month(case, Roster.of(()))
    assert any(row.min_seats for row in case.seats)
    assert not any(row.min_seats for row in following.seats)
    assert len(following.seats) == len(following.load) == 30 * 48 * 3


def test_the_centres_own_days_off_come_along(tmp_path):
    centre = 'holidays = "holidays.csv"\n' + FILES["centre.toml"].replace("none", "CN")
    case, _ = read(tmp_path / "old", centre=centre, holidays="date,kind,name\n2026-11-11,off,店庆\n2026-10-09,off,\n")
    next_month_case(case, Roster.of(()), tmp_path / "new")
    again, _ = read_case(tmp_path / "new")
    assert again.calendar.name(november(11)).zh == "店庆"
    assert again.calendar.is_public_holiday(october(9))
    assert not again.calendar.is_public_holiday(november(12))


@pytest.mark.parametrize("name", ["hotline", "hall"])
def test_a_bundled_case_goes_on_for_a_year(tmp_path, name):
    case, _ = read_case(bundled_folder(name))
    for number in range(3):
        duties = [Duty(a.agent_id, day, case.shifts[0].code, a.jobs[0]) for a in case.agents for day in case.month]
        case = next_month_case(case, Roster.of(duties), tmp_path / str(number))
        assert read_case(tmp_path / str(number))[0] == case
    assert case.month == Month(2027, 1)


@examples(15, 600)
@given(st.data())
def test_any_case_goes_on_and_reads_back(data):
    import tempfile
    from pathlib import Path

    case = data.draw(cases())
    roster: Any = data.draw(rosters(case))
    assume(len({(duty.agent_id, duty.day) for duty in roster.duties}) == len(roster.duties))
    following: Any = next_month(case, roster)
    held = {job for agent in following.agents for job in agent.jobs}
    assume(following.seats and {row.job for row in (*following.seats, *following.history)} <= held)
    assume(all(job in held for shift in following.shifts for job in shift.jobs))
    with tempfile.TemporaryDirectory() as folder:
        write_case(following, Path(folder))
        assert read_case(Path(folder))[0] == following


def test_a_new_case_to_edit(tmp_path):
    written = init_case(tmp_path / "mine")
    assert (tmp_path / "mine" / "centre.toml") in written
    case, notices = read_case(tmp_path / "mine")
    assert notices == ()
    assert case.agents


def _next_month_into(folder):
    case, _ = read(folder.parent / "small")
    next_month_case(case, Roster.of(()), folder)


@pytest.mark.parametrize("make", [init_case, _next_month_into])
def test_nothing_is_written_over_what_is_there(tmp_path, make):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "agents.csv").write_text("my own")
    with pytest.raises(InputError, match=r"holds other things already: agents\.csv"):
        make(tmp_path / "mine")
    assert [(path.name, path.read_text()) for path in (tmp_path / "mine").iterdir()] == [("agents.csv", "my own")]
