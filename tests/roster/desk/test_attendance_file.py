"""An attendance file with what the clock at the door showed, and with proxies (DUTY-5)."""

import pytest
from desk_world import DIRECTOR, on

from roster.desk.attendance.attendance_desk import (
    contradictions,
    history_of,
    list_attendance,
    list_violations,
    own_clock,
    record_attendance,
)
from roster.desk.rosters.roster_desk import export_case
from roster.errors import InputError
from roster.files.read_attendance import read_attendance
from roster.model import Month
from roster.model.attendance import Presence, Source

OCTOBER = Month(2026, 10)
TEXT = "a: 8E 11N; b: 8E; c: 8E; d: 8E; l1: 8E"
HEAD = "agent_id,date,late_minutes,early_minutes,check_in,check_out,proxy\n"


@pytest.fixture
def desk(desk_of):
    made = desk_of(TEXT)
    made.clock.to(13, "09:00")
    return made


def imported(desk, folder, text, actor=DIRECTOR):
    file = folder / "attendance.csv"
    file.write_text(HEAD + text, encoding="utf-8")
    rows, readings = read_attendance(file, export_case(desk, OCTOBER))
    return record_attendance(desk, actor, readings, file=file.name, rows=rows)


def minutes(desk):
    records = list_attendance(desk, on(1), on(31))
    return {(item.agent_id, item.day.day): (item.late_minutes, item.early_minutes) for item, _ in records}


def test_the_clock_of_a_file_is_a_check_in(desk, tmp_path):
    # The night of the 11th, 22:00-06:00: who leaves at 05:50 leaves on the 12th.
    rows = "a,2026-10-08,,,08:12,16:03,\na,2026-10-11,,,21:55,05:50,\nb,2026-10-08,,,,15:30,\nc,2026-10-08,5,,08:06,,\n"
    assert imported(desk, tmp_path, rows) == (
        Presence.LATE,
        Presence.LEFT_EARLY,
        Presence.LEFT_EARLY,
        Presence.LATE,
    )
    assert minutes(desk) == {("a", 8): (12, 0), ("a", 11): (0, 10), ("b", 8): (0, 30), ("c", 8): (6, 0)}
    assert {seen.source for seen in history_of(desk, "c", on(8))} == {Source.FILE, Source.CHECK_IN}
    assert contradictions(desk, on(1), on(31)) == ()
    imported(desk, tmp_path, "a,2026-10-08,0,,,,\n")
    assert [item.agent_id for item in contradictions(desk, on(1), on(31))] == ["a"]


def test_a_proxy_in_a_file_is_a_violation_of_both_and_the_check_in_is_void(desk, tmp_path):
    imported(desk, tmp_path, "a,2026-10-08,,,08:00,16:00,b\n")
    assert [(item.agent_id, item.kind) for item in list_violations(desk, OCTOBER)] == [("a", "proxy"), ("b", "proxy")]
    (came,) = [seen for seen in history_of(desk, "a", on(8)) if seen.source is Source.PROXY]
    assert came.by == "b"
    assert [seen.late_minutes for seen in history_of(desk, "a", on(8)) if seen.source is Source.CHECK_IN] == [None]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("a,2026-10-08,,,08:00,,a", "no other person"),
        ("a,2026-10-08,,,08:00,,zz", "no other person"),
        ("a,2026-10-08,,,16:30,08:05,", "before checking in"),
        ("a,2026-10-09,,,08:00,,", "has no duty on 2026-10-09"),
        ("a,2026-10-08,,,25:00,,", "is not a time"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(desk, tmp_path, row, problem):
    with pytest.raises(InputError, match=problem):
        imported(desk, tmp_path, f"b,2026-10-08,,,08:30,,\n{row}\n")
    assert minutes(desk) == {}


def test_a_time_to_come_is_no_check_out(desk, tmp_path):
    desk.clock.to(8, "15:00")
    with pytest.raises(InputError, match="yet to come"):
        imported(desk, tmp_path, "a,2026-10-08,,,08:00,16:00,\n")


@pytest.mark.parametrize("row", ["l1,2026-10-08,0,,,,", "l1,2026-10-08,,,08:00,,"])
def test_nobody_imports_their_own_record(desk, tmp_path, row):
    with pytest.raises(InputError, match="nobody records their own") as caught:
        imported(desk, tmp_path, f"a,2026-10-08,0,,,,\n{row}\n", actor="l1")
    assert [(fault.row, fault.field) for fault in caught.value.faults] == [(3, "agent_id")]
    assert minutes(desk) == {}
    imported(desk, tmp_path, "a,2026-10-08,0,,,,\n", actor="l1")
    imported(desk, tmp_path, f"{row}\n")
    assert set(minutes(desk)) == {("a", 8), ("l1", 8)}


def test_one_sees_the_own_check_in(desk):
    desk.clock.to(8, "03:59")
    assert own_clock(desk, "a") is None
    desk.clock.to(8, "04:00")
    assert own_clock(desk, "a").came is None
