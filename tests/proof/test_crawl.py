"""Everybody at every page, at the moments where dates go wrong: no error, no dead link, no act that could not succeed.

Each moment has a centre of its own. Each person reads what can be reached from the first page, then sends one form of
each kind as it stands, with words where words are asked for. What leaves the person nothing to choose must be done;
where they chose badly a refusal is told on the page, and it is never a page that is not there.
"""

import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import slips
from campaign import SEEDED, WHOLE, rounds, tell
from crawl_world import ACCOUNT_OF, Stage, at_stage
from crawler import Walk

from roster.model import Month

pytestmark = pytest.mark.proof
OCTOBER, FEBRUARY = Month(2026, 10), Month(2028, 2)


def stage(zone, first, *published):
    """`first` and the months after it; None: there is no such month."""
    months, month = [], first
    for each in published:
        if each is not None:
            months.append((month, each))
        month = month.next
    return Stage(zone, tuple(months))


BOTH = stage("Asia/Shanghai", OCTOBER, True, True)
OPENED = stage("Asia/Shanghai", OCTOBER, True, False)
ALONE = stage("Asia/Shanghai", OCTOBER, True)
DRAFTS = stage("Asia/Shanghai", OCTOBER, False, False)
GAP = stage("Asia/Shanghai", OCTOBER, True, None, True)
BERLIN = stage("Europe/Berlin", OCTOBER, True, True)
NEW_YEAR = stage("America/New_York", Month(2027, 12), True, True)
LEAP = stage("America/New_York", FEBRUARY, True, True)
MOMENTS = (
    (OPENED, "2026-10-31T23:30"),  # the last hour, the next month not yet published
    (GAP, "2026-11-12T09:00"),  # a month that is missing between two
    (ALONE, "2026-11-01T00:00"),  # the first hour of a month that nobody opened
    (BOTH, "2026-11-01T00:00"),
    (BOTH, "2026-10-31T23:30"),
    (BOTH, "2026-10-01T00:00"),
    (BOTH, "2026-10-01T07:59"),  # midnight in UTC is at eight here
    (BOTH, "2026-10-25T12:00"),  # until noon the night may be asked off
    (BOTH, "2026-11-04T18:00"),  # a holiday's eve
    (DRAFTS, "2026-09-25T10:00"),
    (DRAFTS, "2026-10-05T09:00"),  # it runs, and nothing is published
    (BERLIN, "2026-10-25T02:30"),  # the hour that comes twice
    (BERLIN, "2026-10-26T09:00"),
    (NEW_YEAR, "2027-12-31T23:30"),
    (NEW_YEAR, "2028-01-01T00:10"),
    (LEAP, "2028-02-29T21:00"),
    (LEAP, "2028-03-01T00:10"),
    (ALONE, "2027-11-15T09:00"),  # thirteen months later
    (GAP, "2026-12-01T00:10"),
)
SAMPLE = ("agent", "gone", "fresh", "second")


def crawl(folder, where, wall, people, languages):
    """What everybody found there, and how many pages and forms they saw."""
    at = datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(where.zone)).astimezone(UTC)
    world, faults, seen, sent = at_stage(where, folder, at), [], 0, 0
    for language in languages:
        world.speak(language)
        for who in people:
            walk = Walk(world, who)
            walk.read()
            if language == languages[-1]:
                walk.press()
            faults += [f"{wall} {language} {fault}" for fault in walk.faults]
            seen, sent = seen + len(walk.pages), sent + walk.sent
    world.parts.store.close()
    return faults, seen, sent


def test_everybody_at_the_dates_where_things_change(tmp_path):
    number, began = rounds("CRAWL"), time.monotonic()
    people, languages = (tuple(ACCOUNT_OF), ("en", "zh")) if WHOLE else (SAMPLE, ("zh",))
    faults, seen, sent = [], 0, 0
    for place, (where, wall) in enumerate(MOMENTS[:number]):
        found, pages, forms = crawl(tmp_path / str(place), where, wall, people, languages)
        faults, seen, sent = faults + found, seen + pages, sent + forms
    assert faults == []
    assert seen > number * len(people) * 15
    assert sent > number * len(people) * 5
    seeded = None
    if SEEDED:
        with slips.made("wishes are open to whoever comes"):
            seeded = bool(crawl(tmp_path / "seeded", *MOMENTS[0], ("gone",), ("zh",))[0])
    tell("CRAWL", number, f"{seen:,} pages, {sent:,} forms", time.monotonic() - began, seeded=seeded)
    assert seeded is not False, "a month's wishes asked of who has left went unnoticed"
