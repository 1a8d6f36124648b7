"""The VTIMEZONE of a zone, computed from its transitions (RFC 5545 §3.6.5)."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_STEP = timedelta(days=7)
_LOOKAROUND_YEARS = 5


def vtimezone(tzid: str, first: int, last: int) -> Timezone:
    """The VTIMEZONE of a zone, right for the years `first` … `last` (RFC 5545 §3.6.5).

    The time zone's own changes are found to the second. A change that comes on one weekday of one month year after
    year is written as a rule, as calendar programs know it; any other as its date. Written here because
    `Timezone.from_tzid` puts a change forward an hour late: the onset is wall time before the change.
    """
    zone = ZoneInfo(tzid)
    component = Timezone()
    component.add("TZID", tzid)
    beginning = datetime(first, 1, 1, tzinfo=zone)
    component.add_component(_observance(beginning.replace(tzinfo=None), beginning, beginning))
    changes = _changes(zone, first - _LOOKAROUND_YEARS, last + _LOOKAROUND_YEARS)
    kinds: dict[tuple[object, ...], list[datetime]] = defaultdict(list)
    for moment in changes:
        before, after = (moment - timedelta(seconds=1)).astimezone(zone), moment.astimezone(zone)
        kinds[before.utcoffset(), after.utcoffset(), after.tzname(), after.dst()].append(moment)
    for moments in kinds.values():
        rule = _yearly(zone, moments, first - _LOOKAROUND_YEARS, last + _LOOKAROUND_YEARS)
        wanted = [moment for moment in moments if first <= moment.astimezone(zone).year <= last]
        for moment in wanted[:1] if rule else wanted:
            before, after = (moment - timedelta(seconds=1)).astimezone(zone), moment.astimezone(zone)
            component.add_component(_observance(_onset(zone, moment), before, after, rule))
    return component


def _changes(zone: ZoneInfo, first: int, last: int) -> list[datetime]:
    """The instants at which offset, name or kind of time changes in these years, in UTC."""

    def state(moment: datetime) -> tuple[object, ...]:
        local = moment.astimezone(zone)
        return local.utcoffset(), local.tzname(), local.dst()

    instants = []
    moment, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    while moment < end:
        low, high = moment, moment + _STEP
        if state(low) != state(high):
            while high - low > timedelta(seconds=1):
                middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
                low, high = (middle, high) if state(middle) == state(low) else (low, middle)
            instants.append(high)
        moment += _STEP
    return instants


def _onset(zone: ZoneInfo, moment: datetime) -> datetime:
    """Wall time of a change, read on the clock that has not been changed yet."""
    offset = (moment - timedelta(seconds=1)).astimezone(zone).utcoffset()
    assert offset is not None
    return (moment + offset).replace(tzinfo=None)


def _yearly(zone: ZoneInfo, moments: list[datetime], first: int, last: int) -> dict[str, object] | None:
    """The yearly rule that gives exactly these changes, or None."""
    onsets = [_onset(zone, moment) for moment in moments]
    years = [onset.year for onset in onsets]
    if years != list(range(first, last + 1)) or len({(o.month, o.weekday(), o.time()) for o in onsets}) != 1:
        return None
    weekday = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[onsets[0].weekday()]
    nth = {(onset.day - 1) // 7 + 1 for onset in onsets}
    if len(nth) == 1:
        return {"FREQ": "YEARLY", "BYMONTH": onsets[0].month, "BYDAY": f"{nth.pop()}{weekday}"}
    if all((onset + timedelta(days=7)).month != onset.month for onset in onsets):
        return {"FREQ": "YEARLY", "BYMONTH": onsets[0].month, "BYDAY": f"-1{weekday}"}
    return None


def _observance(
    onset: datetime, before: datetime, after: datetime, rule: dict[str, object] | None = None
) -> TimezoneStandard | TimezoneDaylight:
    offset_before, offset_after = before.utcoffset(), after.utcoffset()
    assert offset_before is not None
    assert offset_after is not None
    # The time put forward is DAYLIGHT, also where the law calls winter time the exception (Ireland, Morocco).
    summer = offset_after > offset_before or (before == after and bool(after.dst()))
    part = TimezoneDaylight() if summer and (before.dst() or after.dst()) else TimezoneStandard()
    part.add("DTSTART", onset)
    part.add("TZOFFSETFROM", offset_before)
    part.add("TZOFFSETTO", offset_after)
    part.add("TZNAME", after.tzname())
    if rule:
        part.add("RRULE", rule)
    return part
