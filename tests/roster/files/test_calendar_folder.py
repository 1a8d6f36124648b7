"""A folder of calendars: one file an agent and a team, read back by two libraries."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import ical.calendar_stream
import icalendar
from small_month import renamed, small_case, small_evidence, small_roster

from roster.files.calendars import CalendarSet, diary, drawn_calendars, entries_before, write_calendars
from roster.files.calendars.folder import agent_file_names, team_file_names
from roster.model import Duty, Roster, Shift
from roster.model.appointment import Appointment
from roster.rule.evidence import Evidence
from roster.text import Text


def test_one_file_an_agent_and_one_a_team(tmp_path: Path) -> None:
    write(tmp_path, small_evidence(), "zh")
    assert {path.name for path in tmp_path.iterdir()} == {
        "001.ics", "002.ics", "003.ics", "004.ics", "005.ics", "006.ics", "team-一班.ics", "team-二班.ics"
    }  # fmt: skip


def test_two_libraries_read_the_same_duties_and_leaves_back(tmp_path: Path) -> None:
    write(tmp_path, small_evidence(), "zh")
    for path in tmp_path.iterdir():
        ours = icalendar.Calendar.from_ical(path.read_bytes())
        theirs = ical.calendar_stream.IcsCalendarStream.calendar_from_ics(path.read_text())
        spans = sorted((str(e["UID"]), e["DTSTART"].dt, e["DTEND"].dt) for e in ours.walk("VEVENT"))
        assert spans == sorted((e.uid, e.dtstart, e.dtend) for e in theirs.events)
        assert not ours.get_missing_tzids()
        assert {e["DTSTAMP"].dt for e in ours.walk("VEVENT")} <= {datetime(2026, 9, 30, 16, tzinfo=UTC)}
    (leave, night) = sorted(
        icalendar.Calendar.from_ical((tmp_path / "006.ics").read_bytes()).walk("VEVENT"),
        key=lambda e: str(e["SUMMARY"]),
    )[::-1]
    assert (leave["DTSTART"].dt, leave["DTEND"].dt) == (date(2026, 10, 20), date(2026, 10, 22))
    assert night["DTSTART"].params["TZID"] == "Asia/Shanghai"


def test_the_same_roster_gives_the_same_bytes(tmp_path: Path) -> None:
    contents = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write(tmp_path / name, small_evidence(), "en")
        contents.append({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()})
    assert contents[0] == contents[1]


def test_no_id_or_team_leads_out_of_the_folder_or_into_anothers_file(tmp_path: Path) -> None:
    folder = tmp_path / "calendars"
    folder.mkdir()
    case = renamed(small_case(), "x", agent_id="../../001", team="../二班")
    write(folder, Evidence(case, Roster.of([Duty("../../001", date(2026, 10, 9), "E", "189")])), "zh")
    assert list(tmp_path.iterdir()) == [folder]
    assert {path.name for path in folder.iterdir()} >= {"%2E.%2F..%2F001.ics", "team-%2E.%2F二班.ics"}
    assert len(list(folder.iterdir())) == 6 + 3


def test_an_agent_named_like_a_teams_file_gets_another() -> None:
    assert agent_file_names(["team-A", "Team-B", "a"]) == {
        "team-A": "%74eam-A.ics", "Team-B": "%54eam-B.ics", "a": "a.ics"
    }  # fmt: skip
    assert team_file_names(["A", "con"]) == {"A": "team-A.ics", "con": "team-%63on.ics"}


def test_hostile_names_stay_text(tmp_path: Path) -> None:
    payload = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nATTENDEE:mailto:a@b\r\nMETHOD:REQUEST"
    case = renamed(small_case(), payload, team=payload)
    write(tmp_path, Evidence(case, small_roster(case)), "zh")
    for path in tmp_path.iterdir():
        calendar = icalendar.Calendar.from_ical(path.read_bytes())
        assert "METHOD" not in calendar
        assert not any("ATTENDEE" in event for event in calendar.walk("VEVENT"))
    assert len(icalendar.Calendar.from_ical((tmp_path / "001.ics").read_bytes()).walk("VEVENT")) == 2


def test_a_teams_file_holds_nobodys_tasks(tmp_path: Path) -> None:
    evidence = small_evidence()
    at = datetime(2026, 10, 5, 1, tzinfo=UTC)
    task = Appointment("002", "task", at.date(), at, at, Text("报表", "Report"))
    own = {"002": diary(evidence, at, "zh", None, appointments={"002": [task]}).own("002")}
    write_calendars(tmp_path, evidence.case, "zh", CalendarSet("c", at, own))
    held = [str(e["SUMMARY"]) for e in icalendar.Calendar.from_ical((tmp_path / "002.ics").read_bytes()).walk("VEVENT")]
    assert held == ["请假", "报表"]
    assert "报表" not in (tmp_path / "team-一班.ics").read_text()


def test_a_file_changes_only_with_its_own_entries(tmp_path: Path) -> None:
    evidence = small_evidence()
    drawn = drawn_calendars(evidence, "zh")
    contents = []
    for revised in (drawn.revised, drawn.revised + timedelta(days=2)):
        write_calendars(tmp_path, evidence.case, "zh", replace(drawn, revised=revised))
        contents.append((tmp_path / "001.ics").read_bytes())
    assert contents[0] == contents[1]


def test_the_first_of_two_equal_hours_reads_back_as_it_was_written(tmp_path: Path) -> None:
    case = replace(small_case("Europe/Berlin"), shifts=(Shift("E", 150, 480, "早班"),), history=())
    evidence = Evidence(case, Roster.of([Duty("001", date(2026, 10, 25), "E", "189")]))
    drawn = drawn_calendars(evidence, "zh")
    write_calendars(tmp_path, case, "zh", drawn)
    again = drawn_calendars(evidence, "zh", before=entries_before(tmp_path, case, None, "zh"))
    assert again.entries["001"] == drawn.entries["001"]


def write(folder: Path, evidence: Evidence, language) -> None:
    write_calendars(folder, evidence.case, language, drawn_calendars(evidence, language))
