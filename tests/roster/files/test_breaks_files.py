"""Breaks in files: as shifts.csv writes them, in a file of their own, on a sheet, in calendars."""

from datetime import date
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from icalendar import Calendar

from constraints import CATALOGUE
from roster.breaks import plan_breaks
from roster.errors import InputError
from roster.files.outputs import export_roster
from roster.files.read_breaks import read_breaks, write_breaks
from roster.files.read_case import read_case
from roster.files.write_case import write_case
from roster.model import Break, Duty, Roster
from roster.rule import Evidence, Rulebook

CENTRE = 'name = "热线"\ntimezone = "Asia/Shanghai"\ncountry = "CN"\nmonth = "2026-10"\n[service]\nshrinkage = 0.2\n'
DAY = date(2026, 10, 12)


def case_folder(tmp_path, breaks, header="breaks", night="30@02:00-05:00"):
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "centre.toml").write_text(CENTRE, encoding="utf-8")
    (folder / "agents.csv").write_text("agent_id,name,team,jobs\n01,安,T,call\n02,白,T,call\n", encoding="utf-8")
    (folder / "shifts.csv").write_text(
        f'code,start,end,{header}\nA,08:00,16:00,"{breaks}"\nN,23:00,07:00,{night}\n', encoding="utf-8"
    )
    seats = "".join(f"2026-10-12,{hour:02d}:{half},call,1\n" for hour in range(8, 16) for half in ("00", "30"))
    (folder / "seats.csv").write_text("date,time,job,seats\n" + seats, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("text", "breaks"),
    [
        ("30@11:00-13:30", (Break(30, 660, 810),)),
        ("30@11:00-13:30;15@09:00-11:00", (Break(15, 540, 660), Break(30, 660, 810))),
        ("30＠11：00－13：30；15@9:00-11:00", (Break(15, 540, 660), Break(30, 660, 810))),
        ("15@07:00-09:00", (Break(15, 480, 540),)),
        ("", ()),
    ],
)
def test_breaks_are_read_within_the_shift_in_their_order(tmp_path, text, breaks):
    case, _ = read_case(case_folder(tmp_path, text))
    assert case.shift_by_code["A"].breaks == breaks
    assert case.shift_by_code["N"].breaks == (Break(30, 1560, 1740),)
    write_case(case, tmp_path / "again")
    assert read_case(tmp_path / "again")[0].shifts == case.shifts


def test_the_column_has_a_chinese_name(tmp_path):
    case, _ = read_case(case_folder(tmp_path, "30@11:00-13:30", header="班中休息"))
    assert case.shift_by_code["A"].breaks == (Break(30, 660, 810),)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("lunch", "is not a break"),
        ("30@11:00", "is not a break"),
        ("7@11:00-13:00", "does not lie on the grid of 5 minutes"),
        ("30@18:00-19:00", "no room for a break of 30 min from 18:00-19:00"),
        ("45@11:00-11:30", "no room for a break of 45 min from 11:00-11:30"),
        ("30@11:00-11:45;30@11:00-11:45", "can't follow one another"),
    ],
)
def test_what_is_no_break_is_told(tmp_path, text, problem):
    with pytest.raises(InputError) as caught:
        read_case(case_folder(tmp_path, text))
    (fault,) = caught.value.faults
    assert (fault.row, fault.field) == (2, "breaks")
    assert problem in fault.problem.en


def test_the_plan_of_a_day_goes_to_files_and_comes_back(tmp_path):
    case, _ = read_case(case_folder(tmp_path, "30@11:00-12:00;15@09:00-10:00"))
    roster = Roster.of([Duty("01", DAY, "A", "call"), Duty("02", DAY, "A", "call")], frozenset())
    evidence = Evidence(case, roster)
    plan = plan_breaks(evidence, DAY)
    assert plan.short_minutes == 0
    with (tmp_path / "breaks.csv").open("w", encoding="utf-8-sig", newline="") as file:
        write_breaks(file, evidence, plan.placed)
    assert set(read_breaks(tmp_path / "breaks.csv", case, evidence)) == set(plan.placed)
    gone = Evidence(case, Roster.of(roster.duties[:1], frozenset()))
    assert {item.duty.agent_id for item in read_breaks(tmp_path / "breaks.csv", case, gone)} == {"01"}

    rulebook = Rulebook.of(CATALOGUE, case.centre)
    export_roster(tmp_path / "out", case, rulebook, roster, "en", break_days=[DAY])
    book = openpyxl.load_workbook(tmp_path / "out" / "roster.xlsx")
    sheet = book["Breaks 10-12"]
    spans = {sheet.cell(row, 1).value: sheet.cell(row, 5).value for row in (2, 3)}
    zone = ZoneInfo("Asia/Shanghai")
    for agent_id, text in spans.items():
        own = [item for item in plan.placed if item.duty.agent_id == agent_id]
        clocks = [[at.astimezone(zone).strftime("%H:%M") for at in (item.start, item.end)] for item in own]
        assert text == "  ".join("–".join(pair) for pair in clocks)
        calendar = Calendar.from_ical((tmp_path / "out" / "calendars" / f"{agent_id}.ics").read_bytes())
        (event,) = calendar.walk("VEVENT")
        assert [f"Break: {'–'.join(pair)}" for pair in clocks] == str(event["DESCRIPTION"]).splitlines()[-2:]
