"""Split duties (两头班) in files: two spans of one day, with a pause that is the agent's own."""

from datetime import date

import pytest
from small_case import faults, read, write

from roster.files.calendars.duties import agent_events
from roster.model import Break, Duty, Roster, Shift
from roster.rule.evidence import Evidence
from roster.text import clock_time

HEAD = "code,start,end,second_start,second_end\n"


def test_the_second_span_is_read_with_the_pause_before_it(tmp_path):
    text = "code,start,end,break_minutes,second_start,second_end\nS,08:00,12:00,15,16:00,20:00\nE,08:00,16:00,,,\n"
    case, notices = read(tmp_path, shifts=text)
    assert notices == ()
    assert case.shifts == (Shift("S", 480, 1200, break_minutes=15, pause=(720, 960)), Shift("E", 480, 960))
    assert case.shifts[0].spans == ((480, 720), (960, 1200))


def test_the_second_span_may_end_after_midnight(tmp_path):
    case, _ = read(tmp_path, shifts=HEAD + "S,17:00,19:00,22:00,02:00\nT,20:00,23:00,00:30,03:00\n")
    assert [shift.spans for shift in case.shifts] == [((1020, 1140), (1320, 1560)), ((1200, 1380), (1470, 1620))]
    # Dark minutes of the pause do not count: 22:00–02:00 are four hours of night.
    assert case.shifts[0].is_night


def test_spans_that_meet_are_one(tmp_path):
    case, _ = read(tmp_path, shifts=HEAD + "S,08:00,12:00,12:00,16:00\n")
    assert case.shifts == (Shift("S", 480, 960),)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("S,08:00,12:00,16:00,", "shifts.csv:2 [second_end]: only one of second_start and second_end is given"),
        ("S,08:00,12:00,,20:00", "shifts.csv:2 [second_start]: only one of second_start and second_end is given"),
        ("S,08:00,12:00,11:00,20:00", "shifts.csv:2 [second_start]: the second span does not follow the first"),
        ("S,00:00,10:00,12:00,20:00", "shifts.csv:2 [end]: the shift lasts 18 h"),
    ],
)
def test_spans_that_are_none(tmp_path, row, fault):
    (line,) = faults(write(tmp_path, {"shifts.csv": f"{HEAD}{row}\n"}))
    assert line.startswith(fault)


def test_breaks_lie_in_the_spans_that_are_worked(tmp_path):
    head = "code,start,end,breaks,second_start,second_end\n"
    case, _ = read(tmp_path / "a", shifts=head + "S,08:00,12:00,15@09:00-11:00;20@11:30-18:00,16:00,20:00\n")
    assert case.shifts[0].breaks == (Break(15, 540, 660), Break(20, 960, 1080))
    (line,) = faults(write(tmp_path / "b", {"shifts.csv": head + "S,08:00,12:00,15@12:30-15:00,16:00,20:00\n"}))
    assert line.startswith("shifts.csv:2 [breaks]: within the shift there is no room for a break of 15 min")


def test_a_calendar_shows_each_span_and_leaves_the_pause_free(tmp_path):
    case, _ = read(tmp_path, shifts=HEAD + "S,08:00,12:00,16:00,20:00\n")
    evidence = Evidence(case, Roster.of([Duty("001", date(2026, 10, 12), "S", "call")]))
    first, second = agent_events(evidence, "001", evidence.utc(case.month.first, 0))
    spans = [(event.start, event.end) for event in (first, second)]
    assert spans == [
        tuple(evidence.utc(date(2026, 10, 12), minute) for minute in span) for span in ((480, 720), (960, 1200))
    ]
    assert first.uid != second.uid
    assert clock_time(480) + "–12:00 16:00–20:00" in first.description
