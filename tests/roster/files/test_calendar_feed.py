"""The form of a calendar by RFC 5545: lines, zones, stamps, whole days, cancellations."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import ical.calendar_stream
import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.files.calendars import CalendarEvent, Feed, to_ical

AT = datetime(2026, 10, 1, tzinfo=UTC)
START = datetime(2026, 10, 5, 0, 0, tzinfo=UTC)
DUTY = CalendarEvent("uid-1", START, START + timedelta(hours=8), "早班", AT)
FEED = Feed("feed-1", "张三 · 客服中心", "Asia/Shanghai", AT)


def both(content: bytes) -> tuple[list[icalendar.Event], list[Any]]:
    """The events as two independent libraries read them."""
    calendar = icalendar.Calendar.from_ical(content)
    other = ical.calendar_stream.IcsCalendarStream.calendar_from_ics(content.decode())
    return calendar.walk("VEVENT"), list(other.events)


def unfolded(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_the_head_names_the_calendar_and_asks_to_look_again() -> None:
    lines = unfolded(to_ical(FEED, [DUTY]))
    assert lines[0] == "BEGIN:VCALENDAR"
    head = lines[: lines.index("BEGIN:VTIMEZONE")]
    assert set(head[1:]) == {
        "VERSION:2.0", "PRODID:-//Roster//Rostering desk//ZH", "CALSCALE:GREGORIAN", "UID:feed-1",
        "LAST-MODIFIED:20261001T000000Z", "NAME:张三 · 客服中心", "X-WR-CALNAME:张三 · 客服中心",
        "X-WR-TIMEZONE:Asia/Shanghai", "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H",
        "COLOR:steelblue",
    }  # fmt: skip
    assert not any(line.startswith("METHOD") for line in lines)


def test_every_line_ends_in_crlf_and_is_at_most_75_octets() -> None:
    event = CalendarEvent("u" * 200, START, START, "长" * 200, AT, description="a;b,c\\d\n" * 40)
    content = to_ical(FEED, [event])
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert content.count(b"\n") == content.count(b"\r\n") == content.count(b"\r")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


def test_a_duty_is_wall_time_with_its_zone_and_the_zone_is_explained() -> None:
    content = to_ical(FEED, [DUTY])
    lines = unfolded(content)
    assert "DTSTART;TZID=Asia/Shanghai:20261005T080000" in lines
    assert "TZID:Asia/Shanghai" in lines
    assert icalendar.Calendar.from_ical(content).get_missing_tzids() == set()
    for events in both(content):
        assert len(events) == 1
    assert both(content)[0][0]["DTSTART"].dt == START
    assert both(content)[1][0].dtstart == START


def test_stamps_come_from_the_revision_and_never_from_the_clock() -> None:
    changed = CalendarEvent("uid-2", START, START, "x", AT + timedelta(days=3), sequence=7)
    lines = unfolded(to_ical(FEED, [DUTY, changed]))
    assert lines.count("DTSTAMP:20261001T000000Z") == 1
    assert lines.count("DTSTAMP:20261004T000000Z") == 1
    assert lines.count("LAST-MODIFIED:20261004T000000Z") == 2  # the entry's and the calendar's
    assert "SEQUENCE:7" in lines
    assert to_ical(FEED, [DUTY, changed]) == to_ical(FEED, [changed, DUTY])


def test_stamps_are_told_in_utc_whatever_clock_they_were_read_on() -> None:
    here = CalendarEvent("uid-2", START, START, "x", datetime(2026, 10, 4, 9, tzinfo=ZoneInfo("Asia/Shanghai")))
    lines = unfolded(to_ical(FEED, [here]))
    assert lines.count("LAST-MODIFIED:20261004T010000Z") == 2
    assert lines.count("DTSTAMP:20261004T010000Z") == 1


def test_the_last_evening_of_a_year_has_its_zone_where_utc_is_in_the_next() -> None:
    zone = ZoneInfo("America/New_York")
    evening = datetime(2026, 12, 31, 20, tzinfo=zone).astimezone(UTC)
    content = to_ical(Feed("f", "x", "America/New_York", AT), [CalendarEvent("u", evening, evening, "x", AT)])
    (vtimezone,) = icalendar.Calendar.from_ical(content).walk("VTIMEZONE")
    assert min(part["DTSTART"].dt for part in vtimezone.subcomponents) < datetime(2026, 12, 31, 20)  # noqa: DTZ001
    assert both(content)[0][0]["DTSTART"].dt == evening


def test_a_cancelled_duty_says_so_and_makes_nobody_busy() -> None:
    gone = CalendarEvent("uid-1", START, START, "早班", AT, sequence=2, cancelled=True)
    lines = unfolded(to_ical(FEED, [gone]))
    assert {"STATUS:CANCELLED", "TRANSP:TRANSPARENT", "SUMMARY:【取消】早班"} <= set(lines)
    assert {"STATUS:CONFIRMED", "TRANSP:OPAQUE", "SUMMARY:早班"} <= set(unfolded(to_ical(FEED, [DUTY])))


def test_a_whole_day_is_a_date_with_exclusive_end() -> None:
    leave = CalendarEvent("uid-3", date(2026, 10, 5), date(2026, 10, 7), "请假", AT, busy=False)
    lines = unfolded(to_ical(FEED, [leave]))
    assert {"DTSTART;VALUE=DATE:20261005", "DTEND;VALUE=DATE:20261007"} <= set(lines)


def test_colour_and_categories_stand_with_the_entry() -> None:
    night = CalendarEvent("u", START, START, "x", AT, categories=("当班", "a,b"), color="midnightblue")
    assert {"COLOR:midnightblue", "CATEGORIES:当班,a\\,b"} <= set(unfolded(to_ical(FEED, [night])))


BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        # The night of the autumn change has nine hours between 22:00 and 06:00, that of spring seven.
        (datetime(2026, 10, 24, 22, tzinfo=BERLIN), datetime(2026, 10, 25, 6, tzinfo=BERLIN), 9),
        (datetime(2026, 3, 28, 22, tzinfo=BERLIN), datetime(2026, 3, 29, 6, tzinfo=BERLIN), 7),
        # Within the repeated hour, and right after the skipped one.
        (datetime(2026, 10, 24, 22, tzinfo=BERLIN), datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=BERLIN), 5.5),
        (datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN), datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=BERLIN), 1),
        (datetime(2026, 3, 28, 22, tzinfo=BERLIN), datetime(2026, 3, 29, 3, 30, tzinfo=BERLIN), 4.5),
    ],
)
def test_a_night_over_a_clock_change_lasts_as_long_as_it_does(start: datetime, end: datetime, hours: float) -> None:
    event = CalendarEvent("u", start.astimezone(UTC), end.astimezone(UTC), "夜班", AT)
    feed = Feed("f", "x", "Europe/Berlin", AT)
    ours, theirs = both(to_ical(feed, [event]))
    span = ours[0]["DTEND"].dt.astimezone(UTC) - ours[0]["DTSTART"].dt.astimezone(UTC)
    assert span == timedelta(hours=hours)
    assert (theirs[0].dtstart.astimezone(UTC), theirs[0].dtend.astimezone(UTC)) == (event.start, event.end)


@pytest.mark.parametrize("tzid", ["UTC", "Etc/UTC", "Etc/UCT", "Zulu", "Universal"])
def test_a_centre_on_utc_needs_no_zone(tzid: str) -> None:
    lines = unfolded(to_ical(Feed("f", "x", tzid, AT), [DUTY]))
    assert "DTSTART:20261005T000000Z" in lines
    assert "BEGIN:VTIMEZONE" not in lines


def test_one_instant_in_two_zones_is_written_in_each() -> None:
    """The lines are remembered between calendars; equal instants must not bring another zone's line."""
    shanghai = unfolded(to_ical(FEED, [DUTY]))
    berlin = unfolded(to_ical(Feed("f", "x", "Europe/Berlin", AT), [DUTY]))
    assert "DTSTART;TZID=Asia/Shanghai:20261005T080000" in shanghai
    assert "DTSTART;TZID=Europe/Berlin:20261005T020000" in berlin


def test_a_calendar_without_entries_is_still_one() -> None:
    content = to_ical(FEED, [])
    assert both(content) == ([], [])
    assert b"BEGIN:VTIMEZONE" in content


ENDS = ["\r\n", "\n", "\r", "\x85", "\u2028", "\u2029", "\x0b", "\x0c", "\x1c", "\\n", "\\\n"]


@pytest.mark.parametrize("end", ENDS)
def test_a_name_cannot_smuggle_in_a_property_or_a_component(end: str) -> None:
    payload = f"x{end}END:VEVENT{end}BEGIN:VEVENT{end}ATTENDEE:mailto:a@b{end}METHOD:REQUEST{end}URL:http://x"
    event = CalendarEvent(payload, START, START, payload, AT, description=payload, categories=(payload,))
    content = to_ical(Feed("f", payload, "Asia/Shanghai", AT), [event])
    ours, theirs = both(content)
    assert len(ours) == len(theirs) == 1
    # Whatever a reader takes for a line's end, no line begins with what was smuggled.
    for line in content.decode().replace("\r\n ", "").splitlines():
        assert not line.startswith(("ATTENDEE", "METHOD", "URL"))
    assert sum(line == "BEGIN:VEVENT" for line in content.decode().splitlines()) == 1


def test_half_a_character_breaks_no_calendar() -> None:
    content = to_ical(Feed("f", "x\ud83d", "Asia/Shanghai", AT), [CalendarEvent("u", START, START, "\ude00x", AT)])
    assert both(content)[0][0]["SUMMARY"] == " x"


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_reads_back_with_both_libraries(summary: str, name: str) -> None:
    event = CalendarEvent("u", START, START + timedelta(hours=1), summary, AT, categories=(name,))
    ours, theirs = both(to_ical(Feed("f", name, "Asia/Shanghai", AT), [event]))
    assert len(ours) == len(theirs) == 1
    printable = summary.encode("utf-8", "replace").decode()
    if printable.isprintable():
        assert ours[0]["SUMMARY"] == summary
