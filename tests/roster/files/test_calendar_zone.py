"""A calendar's VTIMEZONE tells the offset at every hour of its years."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Timezone

from roster.files.calendars.zone import vtimezone


def utc_offset_by_component(component: Timezone, wall: datetime) -> timedelta:
    """The offset that RFC 5545 §3.6.5 reads off a VTIMEZONE for a wall time: the observance with the latest onset."""
    best = None
    for part in component.subcomponents:
        onsets = [part["DTSTART"].dt]
        if "RRULE" in part:
            rule = part["RRULE"]
            month, day = rule["BYMONTH"][0], str(rule["BYDAY"][0])
            nth, weekday = int(day[:-2]), ("MO", "TU", "WE", "TH", "FR", "SA", "SU").index(day[-2:])
            for year in range(onsets[0].year, wall.year + 1):
                hits = [d for d in _days(year, int(month)) if d.weekday() == weekday]
                chosen = hits[-1] if nth == -1 else hits[nth - 1]
                onsets.append(datetime.combine(chosen.date(), onsets[0].time()))
        for onset in onsets:
            if onset <= wall and (best is None or onset > best[0]):
                best = (onset, part["TZOFFSETTO"].td)
    assert best is not None
    return best[1]


def _days(year: int, month: int) -> list[datetime]:
    first = datetime.combine(date(year, month, 1), time.min)
    return [first + timedelta(days=n) for n in range(31) if (first + timedelta(days=n)).month == month]


@pytest.mark.parametrize(
    "tzid",
    [
        "Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca",
        "Asia/Kolkata", "America/Sao_Paulo", "Europe/Dublin",
    ],
)  # fmt: skip
def test_the_component_tells_the_zone_offset_at_every_hour_of_its_years(tzid: str) -> None:
    component = Timezone.from_ical(vtimezone(tzid, 2025, 2027).to_ical())
    zone = ZoneInfo(tzid)
    moment = datetime(2025, 1, 2, tzinfo=UTC)
    while moment.year < 2028:
        local = moment.astimezone(zone)
        repeated = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
        if local.year < 2028 and not repeated:
            assert utc_offset_by_component(component, local.replace(tzinfo=None)) == local.utcoffset(), local
        near = any((moment + timedelta(days=d)).astimezone(zone).utcoffset() != local.utcoffset() for d in (-1, 1))
        moment += timedelta(minutes=30 if near else 1440)


def test_a_change_forward_begins_at_wall_time_before_the_change() -> None:
    """RFC 5545 §3.6.5: onset is local time, counted with TZOFFSETFROM."""
    daylight = [part for part in vtimezone("Europe/Berlin", 2026, 2026).subcomponents if part.name == "DAYLIGHT"]
    assert [part["DTSTART"].dt for part in daylight] == [datetime.fromisoformat("2026-03-29T02:00")]
    assert daylight[0]["RRULE"].to_ical() == b"FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"


def test_time_put_forward_is_daylight_time_also_in_ireland() -> None:
    parts = vtimezone("Europe/Dublin", 2026, 2026).subcomponents
    assert {(part.name, str(part["TZNAME"])) for part in parts[1:]} == {("DAYLIGHT", "IST"), ("STANDARD", "GMT")}


def test_changes_without_a_yearly_rule_are_listed_by_date() -> None:
    parts = vtimezone("Africa/Casablanca", 2026, 2026).subcomponents
    assert len(parts) == 3  # the year's beginning, into and out of Ramadan
    assert not any("RRULE" in part for part in parts)
