"""When recurring tasks fall due, clause by clause: October 2026 has its break on the 1st–7th, the 10th is worked."""

from datetime import date

import pytest
from rule_world import OCTOBER, PLAIN, Evidence, Role, Shift, agent, leave, roster, seats, world

from roster.model import Month
from roster.model.requests import LeaveStatus
from roster.model.task import LAST_DAY, DayRoll, Every, Recurrence, Task, TaskClock, TaskRole
from roster.tasks import agenda, task_dates

MONDAY, FRIDAY = Recurrence(Every.WEEK, (1,)), Recurrence(Every.WEEK, (5,))
DAILY, THE_22ND = Recurrence(Every.DAY), Recurrence(Every.MONTH, (22,))
OCT = Month(2026, 10)
WORKED = [8, 9, 10, 12, 13, 14, 15, 16, 19, 20, 21, 22, 23, 26, 27, 28, 29, 30]


@pytest.mark.parametrize(
    ("clause", "when", "roll", "days"),
    [
        ("LEAD-4: each day", DAILY, DayRoll.STAY, list(range(1, 32))),
        ("each working day", DAILY, DayRoll.BEFORE, WORKED),
        ("LEAD-3: by the 22nd, a Thursday", THE_22ND, DayRoll.BEFORE, [22]),
        ("by the 4th, in the break: before it, in September", Recurrence(Every.MONTH, (4,)), DayRoll.BEFORE, []),
        ("the 4th, after the break", Recurrence(Every.MONTH, (4,)), DayRoll.AFTER, [8]),
        ("by the 11th, a Sunday: the Saturday before is worked", Recurrence(Every.MONTH, (11,)), DayRoll.BEFORE, [10]),
        ("by the 18th, a Sunday: the Friday before", Recurrence(Every.MONTH, (18,)), DayRoll.BEFORE, [16]),
        ("call-back by Monday: after the break, within its week", MONDAY, DayRoll.AFTER, [8, 12, 19, 26]),
        ("Monday cleaning left where it is", MONDAY, DayRoll.STAY, [5, 12, 19, 26]),
        # The 2nd's week back to 26 September has the 30th, a Wednesday: in the month before.
        ("QA-5: Fridays, before a day off", FRIDAY, DayRoll.BEFORE, [9, 16, 23, 30]),
        # The Friday of the 2nd goes on to the 8th, within its seven days.
        ("Fridays, after a day off", FRIDAY, DayRoll.AFTER, [8, 9, 16, 23, 30]),
        # The 31st is a Saturday.
        ("QA-4: by the month's end", Recurrence(Every.MONTH, (LAST_DAY,)), DayRoll.BEFORE, [30]),
        ("the month's last day itself", Recurrence(Every.MONTH, (LAST_DAY,)), DayRoll.STAY, [31]),
        ("the 31st itself", Recurrence(Every.MONTH, (31,)), DayRoll.STAY, [31]),
        ("MEET-4: half-year and year, not now", Recurrence(Every.YEAR, dates=((6, 30), (12, 31))), DayRoll.BEFORE, []),
        ("a day of the year in the break", Recurrence(Every.YEAR, dates=((10, 6),)), DayRoll.AFTER, [8]),
    ],
)  # fmt: skip
def test_dates(clause, when, roll, days):
    dates = task_dates(when, roll, OCTOBER, OCT.first, OCT.last)
    assert [day.day for day in dates] == days, clause


def test_the_31st_of_a_shorter_month_is_its_last_day():
    dates = task_dates(Recurrence(Every.MONTH, (31,)), DayRoll.STAY, PLAIN, date(2027, 2, 1), date(2027, 2, 28))
    assert dates == (date(2027, 2, 28),)


L1, D1 = agent("l1", role=Role.LEADER), agent("d1", role=Role.DEPUTY)
L2 = agent("l2", role=Role.LEADER, team="二班")
M1, M2 = (agent(name, "floor", role=Role.MANAGER, team="经理") for name in ("m1", "m2"))
EARLY, LATE = Shift("E", 480, 960), Shift("L", 840, 1320)


def whose(role, text, *, day=8, job="", minutes=18 * 60, clock=TaskClock.MIDNIGHT, leaves=(), directors=(), **given):
    task = Task("t", "task", role, DAILY, minutes, clock, job=job)
    people = (L1, D1, L2, M1, M2, agent("a", "189", "180"))
    case = world(*people, shifts=(EARLY, LATE, Shift("N", 1380, 1860)), leaves=leaves, **given)
    object.__setattr__(case, "tasks", (task,))
    evidence = Evidence(case, roster(case, text))
    days = date(2026, 10, day)
    return [(due.team, due.people, due.at.hour * 60 + due.at.minute) for due in agenda(evidence, days, days, directors)]


def test_each_teams_leader_owes_it_and_the_deputy_while_the_leader_is_on_leave():
    at = 10 * 60
    assert whose(TaskRole.LEADER, "") == [("一班", ("l1",), at), ("二班", ("l2",), at)]
    away = (leave("l1", 8, 9, status=LeaveStatus.APPROVED), leave("l2", 8, 8, status=LeaveStatus.APPROVED))
    assert whose(TaskRole.LEADER, "", leaves=away) == [("一班", ("d1",), at), ("二班", (), at)]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("l1 8E; l2 8E", ("l1",)),
        # Who is there at 18:00 goes before who left at 16:00; a shift from 14:00 is no day shift.
        ("d1 8E; l1 8L", ("d1",)),
        ("d1 8E; l2 8E", ("l2",)),
        ("l1 8N; a 8E", ()),
        ("l1 7E", ()),
    ],
)
def test_who_leads_the_day_shift(text, people):
    assert whose(TaskRole.DAY_LEADER, text) == [("", people, 600)]


def test_a_job_is_whose_duty_serves_it():
    assert whose(TaskRole.JOB, "a 8E/180; l1 8E", job="180") == [("", ("a",), 600)]
    assert whose(TaskRole.JOB, "a 8E/189", job="180") == [("", (), 600)]


def test_a_halls_meeting_counts_from_its_opening_and_falls_out_when_it_is_closed():
    given = {"minutes": -15, "clock": TaskClock.OPENING, "seats": seats((8,), (9, 10, 11), 1)}
    # 08:45 in Shanghai is 00:45 UTC; m2 is there then, m1 begins at 14:00.
    assert whose(TaskRole.MANAGER, "m1 8L; m2 8E", **given) == [("", ("m2",), 45)]
    assert whose(TaskRole.MANAGER, "m1 9L", day=9, **given) == []
    # Closing at 12:00, the review is due at 12:15.
    given |= {"minutes": 15, "clock": TaskClock.CLOSING}
    assert whose(TaskRole.MANAGER, "m1 8L; m2 8E", **given) == [("", ("m2",), 4 * 60 + 15)]


def test_an_office_is_its_holders():
    assert whose(TaskRole.DIRECTOR, "", directors=("@y", "@x")) == [("", ("@x", "@y"), 600)]
    assert whose(TaskRole.CENTRE_DIRECTOR, "") == [("", (), 600)]
