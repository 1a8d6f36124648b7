"""Feeds where clocks change, over nights and at the month's edge, read by two libraries and as instants."""

from dataclasses import replace
from datetime import UTC, date, datetime

import icalendar
import pytest
from api_world import case, make_world
from ical.calendar_stream import IcsCalendarStream

from api.accounts.accounts import create_account
from api.accounts.caller import Role, Scope
from api.accounts.sessions import new_token
from roster.desk.rosters.roster_desk import appoint, import_case, publish, save_draft
from roster.model import Case, Duty, Month, Roster
from roster.model.approval import Office as Rung

# By month: the duties of one agent (day, shift), and the instants at which they begin and end.
BERLIN = {
    Month(2026, 10): {
        # Summer time ends on the 25th at 03:00: that night is an hour longer.
        (24, "N"): ("2026-10-24T20:00", "2026-10-25T05:00"),
        (20, "N"): ("2026-10-20T20:00", "2026-10-21T04:00"),
        (26, "E"): ("2026-10-26T07:00", "2026-10-26T15:00"),
        # The last night of the month ends in the next.
        (31, "N"): ("2026-10-31T21:00", "2026-11-01T05:00"),
        (22, "L"): ("2026-10-22T14:00", "2026-10-22T22:00"),
    },
    Month(2027, 3): {
        # Summer time begins on the 28th at 02:00: that night is an hour shorter.
        (27, "N"): ("2027-03-27T21:00", "2027-03-28T04:00"),
        (1, "E"): ("2027-03-01T07:00", "2027-03-01T15:00"),
        (29, "E"): ("2027-03-29T06:00", "2027-03-29T14:00"),
    },
}


def berlin_case(month: Month) -> Case:
    """A month without meetings: what the calendars hold are duties."""
    made = case("Berlin", "Europe/Berlin", month)
    return replace(made, centre=replace(made.centre, rules={"weekly_meeting": "", "all_hands": ""}))


@pytest.fixture
def berlin(tmp_path, database):
    """A centre in Berlin beside the others, both months published one after the other."""
    world = make_world(tmp_path)
    world.clock.at = datetime(2026, 9, 1, 8, tzinfo=UTC)
    desk = world.parts.office.new_desk("berlin")
    for month, known in BERLIN.items():
        import_case(desk, "test", berlin_case(month))
        if month == Month(2026, 10):
            appoint(desk, "test", "@chief", Rung.DIRECTOR)
        roster = Roster.of(Duty("a", month.first.replace(day=day), code, "189") for day, code in known)
        draft = save_draft(desk, "planner", month, roster)
        publish(desk, "@chief", draft.roster_id, accept_breaches=True, reason="as drawn")
    with world.parts.store.writing() as connection:
        account = create_account(connection, "anna", Role.AGENT, centre_id="berlin", agent_id="a")
        world.tokens["anna"] = new_token(connection, account, "test", frozenset(Scope), None)[1]
    yield world
    world.parts.store.close()


def spans(pairs) -> list[tuple[str, str]]:
    return sorted(tuple(f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M}" for moment in pair) for pair in pairs)


def read(world, url) -> dict:
    calendar = icalendar.Calendar.from_ical(world.get(None, url).content)
    return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


def test_two_libraries_read_the_same_instants(berlin):
    url = berlin.post("anna", "/calendars", {"kind": "agent"}).json()["url"].removeprefix("http://roster.test")
    answer = berlin.get(None, url)
    expected = sorted(span for known in BERLIN.values() for span in known.values())
    one = icalendar.Calendar.from_ical(answer.content)
    assert spans((event["DTSTART"].dt, event["DTEND"].dt) for event in one.walk("VEVENT")) == expected
    two = IcsCalendarStream.calendar_from_ics(answer.text)
    assert spans((event.dtstart, event.dtend) for event in two.events) == expected
    # Every zone that is used is told, and a night is one event.
    used = {str(event["DTSTART"].params["TZID"]) for event in one.walk("VEVENT") if "TZID" in event["DTSTART"].params}
    assert used == {"Europe/Berlin"} == {str(zone["TZID"]) for zone in one.walk("VTIMEZONE")}
    assert len({str(event["UID"]) for event in one.walk("VEVENT")}) == len(expected)


def test_a_night_over_the_months_edge_stays_when_the_next_month_comes(berlin):
    url = berlin.post("anna", "/calendars", {"kind": "agent"}).json()["url"].removeprefix("http://roster.test")
    before = read(berlin, url)
    desk = berlin.parts.office.desk("berlin")
    november = Month(2026, 11)
    import_case(desk, "test", berlin_case(november))
    berlin.clock.ahead(hours=1)
    draft = save_draft(desk, "planner", november, Roster.of([Duty("a", date(2026, 11, 3), "E", "189")]))
    publish(desk, "@chief", draft.roster_id, accept_breaches=True, reason="as drawn")
    after = read(berlin, url)
    assert len(after) == len(before) + 1
    for uid, event in before.items():
        assert after[uid]["DTSTART"].dt == event["DTSTART"].dt
        assert (after[uid]["SEQUENCE"], after[uid]["STATUS"]) == (event["SEQUENCE"], "CONFIRMED")
