"""A workbook as an English-speaking supervisor keeps it: own heads and sheet names, months by name, 7am."""

from datetime import date

import pytest
from books import save

from roster.files.cells import CellError, a_date, a_time
from roster.files.read_case import read_case
from roster.model import Month, Role

PEOPLE = ("Ann Lee", "Bob Roy", "Cy Young")
BOOK = {
    "Settings": [("Setting", "Value"), ("Name", "Helpdesk"), ("Time zone", "Europe/London"),
                 ("Month", "January 2027"), ("Country", "none")],
    "Staff": [("Employee ID", "Full name", "Team", "Position", "Skills", "Level"),
              *((f"E{place}", name, "Red", "Advisor" if place else "Team leader", "Phone", "Senior")
                for place, name in enumerate(PEOPLE))],
    "Shift": [("Shift", "Shift name", "From", "To", "Break (min)"),
              ("E", "Early", "7am", "3 p.m.", 30), ("N", "Night", "9:30pm", "7:30am", 60)],
    "Staffing": [("Shift", "Mon-Fri", "Sat & Sun"), ("E", 2, 1), ("N", 1, 1)],
    "Annual leave": [("Employee", "Type", "From", "To", "Approved"),
                     ("Bob Roy", "Annual leave", "11 Jan 2027", "Jan 13", "yes"),
                     ("Cy Young", "Sickness", "18-Jan-27", "Mon 18 January", "pending")],
    "December rota": [("Name", *(f"{day} Dec" for day in range(1, 32))),
                      *((name, *(["E", "off"] * 16)[:31]) for name in PEOPLE)],
}  # fmt: skip


def test_own_heads_months_by_name_and_hours_by_am_and_pm_are_read(tmp_path):
    case, notices = read_case(save(tmp_path / "rota.xlsx", BOOK))
    assert not [notice for notice in notices if "not" in notice.line()]
    assert case.centre.month == Month(2027, 1)
    assert [(agent.agent_id, agent.name, agent.role) for agent in case.agents] == [
        ("E0", "Ann Lee", Role.LEADER),
        ("E1", "Bob Roy", Role.AGENT),
        ("E2", "Cy Young", Role.AGENT),
    ]
    assert [(shift.code, shift.name, shift.spans, shift.break_minutes) for shift in case.shifts] == [
        ("E", "Early", ((420, 900),), 30),
        ("N", "Night", ((1290, 1890),), 60),
    ]
    assert [(leave.agent_id, leave.kind, leave.start, leave.end, leave.status) for leave in case.leaves] == [
        ("E1", "annual", date(2027, 1, 11), date(2027, 1, 13), "approved"),
        ("E2", "sick", date(2027, 1, 18), date(2027, 1, 18), "requested"),
    ]
    assert {(duty.agent_id, duty.day.day % 2) for duty in case.history} == {("E0", 1), ("E1", 1), ("E2", 1)}
    noons = {(seat.day.isoweekday() > 5, seat.seats) for seat in case.seats if seat.minute == 720}
    assert noons == {(False, 2), (True, 1)}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        *((text, date(2027, 1, 11)) for text in ("11 Jan", "11th January", "Jan 11, 2027", "11-Jan-27", "Mon 11 Jan.")),
        ("'2027-01-11", date(2027, 1, 11)),
        ("31 Dec", date(2026, 12, 31)),
        *((text, None) for text in ("Tue 11 Jan", "11 Jam", "Jan 2027", "32 Jan", "15/01/2027")),
    ],
)
def test_a_day_with_the_name_of_its_month(text, day):
    if day is None:
        with pytest.raises(CellError):
            a_date(text, Month(2027, 1))
    else:
        assert a_date(text, Month(2027, 1)) == day


@pytest.mark.parametrize(
    ("text", "minute"),
    [("7am", 420), ("7 a.m.", 420), ("12am", 0), ("12 pm", 720), ("1:30PM", 810), ("13pm", None), ("7", None)],
)
def test_an_hour_by_am_and_pm(text, minute):
    if minute is None:
        with pytest.raises(CellError):
            a_time(text)
    else:
        assert a_time(text) == minute
