"""Calendars of a roster that follows another: what changed carries the next number, what is gone is cancelled."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from small_case import read

from constraints import CATALOGUE
from roster.files.calendars import entries_before
from roster.files.outputs import export_roster
from roster.model import Duty, Roster
from roster.rule.rulebook import Rulebook

FIRST = datetime(2026, 9, 30, 16, tzinfo=UTC)


@pytest.fixture
def world(tmp_path):
    case, _ = read(tmp_path / "case")
    return case, Rulebook.of(CATALOGUE, case.centre)


def duty(number, shift="E", agent="001"):
    return Duty(agent, date(2026, 10, number), shift, "call")


def summaries_of(path):
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    return [
        (event["DTSTART"].dt.day, str(event["STATUS"]), int(event["SEQUENCE"]), event["LAST-MODIFIED"].dt - FIRST)
        for event in calendar.walk("VEVENT")
    ]


def test_an_export_into_the_same_folder_says_what_changed(tmp_path, world):
    case, rulebook = world
    out, mine = tmp_path / "out", tmp_path / "out" / "calendars" / "001.ics"
    none, later = timedelta(0), timedelta(minutes=1)
    export_roster(out, case, rulebook, Roster.of([duty(5), duty(6), duty(7)]), "en")
    assert summaries_of(mine) == [(5, "CONFIRMED", 0, none), (6, "CONFIRMED", 0, none), (7, "CONFIRMED", 0, none)]
    second = Roster.of([duty(5), duty(6, "N"), duty(8)])
    export_roster(out, case, rulebook, second, "en")
    changed = [
        (5, "CONFIRMED", 0, none),
        (6, "CONFIRMED", 1, later),
        (7, "CANCELLED", 1, later),
        (8, "CONFIRMED", 1, later),
    ]
    assert summaries_of(mine) == changed
    assert summaries_of(out / "calendars" / "team-T1.ics") == changed
    # Nothing changed since: the same bytes.
    before = mine.read_bytes()
    export_roster(out, case, rulebook, second, "en")
    assert mine.read_bytes() == before
    # Back again: a number above all before.
    export_roster(out, case, rulebook, Roster.of([duty(5), duty(6, "N"), duty(7), duty(8)]), "en")
    assert summaries_of(mine)[2] == (7, "CONFIRMED", 2, timedelta(minutes=2))


def test_the_published_roster_stands_for_calendars_that_are_not_there(tmp_path, world):
    case, _ = world
    before = entries_before(tmp_path, case, Roster.of([duty(5)]), "zh")
    assert [(event.sequence, event.cancelled) for event in before["001"]] == [(0, False)]
    assert entries_before(tmp_path, case, None, "zh") is None


def test_calendars_that_are_none_and_other_months_count_for_nothing(tmp_path, world):
    case, rulebook = world
    (tmp_path / "calendars").mkdir()
    (tmp_path / "calendars" / "001.ics").write_bytes(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n")
    (tmp_path / "calendars" / "002.ics").write_bytes(
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:x\r\nDTSTART:20260901T000000Z\r\nDTEND:20260901T080000Z\r\n"
        b"SUMMARY:E\r\nLAST-MODIFIED:20260901T000000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    export_roster(tmp_path, case, rulebook, Roster.of([duty(5), duty(6, agent="002")]), "en")
    assert summaries_of(tmp_path / "calendars" / "002.ics") == [(6, "CONFIRMED", 0, timedelta(0))]
