"""Calendars as files and as subscriptions are one: the same entries, numbers and stamps, in whichever folder."""

from dataclasses import replace
from datetime import timedelta

import desk_world
import icalendar
import pytest
from api_world import MONTH, case, duties, local
from desk_store import Watch, opened
from desk_world import AGENTS
from fresh_store import sqlite_store
from ical.calendar_stream import IcsCalendarStream
from typer.testing import CliRunner

from api.calendars.entries import month_calendars
from api.cli.main import app
from roster.desk import opening
from roster.desk.leaves.leave_filing import file_leave
from roster.desk.quality.break_desk import place_breaks
from roster.desk.quality.qa_desk import plan_quality
from roster.desk.rosters.roster_desk import import_case, publish, published_roster, save_draft
from roster.files.outputs import export_roster
from roster.model import Break, Duty, Roster
from roster.model.task import Every, Recurrence, Task, TaskRole


@pytest.fixture
def centre(world, tmp_path, monkeypatch):
    """The world, whose store and clock the commands share."""
    monkeypatch.setattr(opening, "SystemClock", lambda: world.clock)
    address = world.parts.store.engine.url
    monkeypatch.setenv("ROSTER_STORE", address.render_as_string(hide_password=False))
    world.feeds = {
        who: world.post(who, "/calendars", {"kind": kind, "language": "en"})
        .json()["url"]
        .removeprefix("http://roster.test")
        for who, kind in (("agent", "agent"), ("partner", "agent"), ("leader", "team"))
    }
    world.out = tmp_path / "out"
    return world


FILES = {"agent": "a.ics", "partner": "c.ics", "leader": "team-T1.ics"}


def feed(centre, who):
    return events_of(centre.get(None, centre.feeds[who]).content)


def events_of(content):
    calendar = icalendar.Calendar.from_ical(content)
    assert len(IcsCalendarStream.calendar_from_ics(content.decode()).events) == len(calendar.walk("VEVENT"))
    events = {str(event["UID"]): event for event in calendar.walk("VEVENT")}
    assert len(events) == len(calendar.walk("VEVENT")), "a double"
    return {uid: event.to_ical() for uid, event in events.items()}


def export(centre, name, *words, month=MONTH):
    """The files' entries, by whose they are."""
    folder = centre.out / name
    words = ("desk", "export", month, "--centre", "hotline", "--out", folder, "--lang", "en", *words)
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exit_code == 0, done.output
    return {who: events_of((folder / "calendars" / file).read_bytes()) for who, file in FILES.items()}


def moved(centre, day):
    """a's duty of a day goes to the day after, by a re-plan."""
    centre.clock.ahead(hours=1)
    version, roster = published_roster(centre.desk, MONTH)
    rest = [duty for duty in roster.duties if (duty.agent_id, duty.day.day) != ("a", day)]
    later = Duty("a", MONTH.first.replace(day=day) + timedelta(days=1), "L", "189")
    draft = save_draft(centre.desk, "planner", MONTH, Roster.of([*rest, later]), re_plans=version)
    publish(centre.desk, "@director", draft.roster_id, accept_breaches=True, without_consent=True, reason="as drawn")


def test_every_export_is_what_the_subscribers_see(centre):
    centre.publish()
    one = export(centre, "one")
    assert all(one.values())
    assert one == {who: feed(centre, who) for who in FILES}
    moved(centre, 20)
    # Into the folder of before, into a new one, and again: the file tells the same as the subscription.
    seen = {who: feed(centre, who) for who in FILES}
    assert seen["agent"] != one["agent"]
    assert [export(centre, name) for name in ("one", "two", "one")] == [seen] * 3
    changed = {uid for uid, event in seen["agent"].items() if one["agent"].get(uid) != event}
    numbers = {int(icalendar.Event.from_ical(seen["agent"][uid])["SEQUENCE"]) for uid in changed}
    before = {int(icalendar.Event.from_ical(event)["SEQUENCE"]) for event in one["agent"].values()}
    assert len(changed) == 2
    assert min(numbers) > max(before)


def test_an_export_shows_a_change_that_no_subscriber_has_asked_for_with_a_higher_number(centre):
    centre.publish()
    one = export(centre, "one")["agent"]
    for day in (20, 22, 26):
        moved(centre, day)
    two = export(centre, "two")["agent"]
    for uid, event in two.items():
        new = icalendar.Event.from_ical(event)
        old = icalendar.Event.from_ical(one[uid]) if uid in one else None
        assert old is None or event == one[uid] or new["SEQUENCE"] > old["SEQUENCE"]
        assert old is not None or new["SEQUENCE"] > 0
    assert two == feed(centre, "agent")


def test_a_version_that_binds_nobody_never_outdoes_the_one_that_does(centre):
    draft = save_draft(centre.desk, "planner", MONTH, Roster.of([*duties(), Duty("a", local(31).date(), "L", "189")]))
    shown = export(centre, "draft", "--roster", draft.roster_id)["agent"]
    assert {int(icalendar.Event.from_ical(event)["SEQUENCE"]) for event in shown.values()} == {0}
    centre.publish()
    bound = export(centre, "bound")["agent"]
    assert all(icalendar.Event.from_ical(event)["SEQUENCE"] > 0 for event in bound.values())
    # Whose calendar held the draft's loses what is not published, where the file is the same one.
    both = export(centre, "draft")["agent"]
    (gone,) = set(both) - set(bound)
    assert icalendar.Event.from_ical(both[gone])["STATUS"] == "CANCELLED"
    assert {uid: both[uid] for uid in bound} == bound
    assert export(centre, "draft")["agent"] == both


def test_what_was_written_before_there_was_a_store_is_cancelled_where_it_lies(centre):
    centre.publish()
    board = centre.desk.board(MONTH)
    export_roster(centre.out / "one", board.case, board.rulebook, board.roster, "en")
    old = events_of((centre.out / "one" / "calendars" / "a.ics").read_bytes())
    now = export(centre, "one")["agent"]
    assert {uid: event for uid, event in now.items() if uid not in old} == feed(centre, "agent")
    assert {uid for uid, event in now.items() if b"STATUS:CANCELLED" in event} == old.keys()
    assert export(centre, "one")["agent"] == now


@pytest.mark.parametrize("timed", [False, True])
@pytest.mark.parametrize("order", ["before", "after", "later first"])
def test_leave_over_the_end_of_a_month_is_one_entry_of_both(centre, timed, order):
    """Filed before the next month is published, after it, or where the later month is published first."""
    november = MONTH.next
    import_case(centre.desk, "test", case(month=november))
    over = tuple(Duty("a", day, "E", "189") for day in november if day.weekday() < 5 and day.day % 2 == 0)

    def publish_november():
        draft = save_draft(centre.desk, "planner", november, Roster.of(over))
        publish(centre.desk, "@director", draft.roster_id, accept_breaches=True, reason="as drawn")

    def ask():
        start, end = ("2026-10-30T10:00", "2026-11-03T12:00") if timed else ("2026-10-30", "2026-11-03")
        body = {"kind": "sick", "start": start, "end": end, "reason": "ill"}
        answer = centre.post("agent", "/leave", body)
        assert answer.status_code == 201, answer.text

    steps = {
        "before": (centre.publish, ask, publish_november),
        "after": (centre.publish, publish_november, ask),
        "later first": (publish_november, ask, centre.publish),
    }[order]
    centre.clock.at = local(8)
    known = {}
    for step in steps:
        step()
        centre.clock.ahead(minutes=5)
        shown = feed(centre, "agent")
        for uid, event in known.items():
            assert shown[uid] == event or number(shown[uid]) > number(event), "a change without a higher number"
        known = shown
        leaves = [event for event in shown.values() if b"SUMMARY:On leave" in event and b"CONFIRMED" in event]
        assert len(leaves) == (ask in steps[: steps.index(step) + 1])
    (leave,) = leaves
    for month in (MONTH, november):
        assert [event for event in export(centre, str(month), month=month)["agent"].values() if event == leave]


def own_feed(centre, who):
    centre.feeds[who] = (
        centre.post(who, "/calendars", {"kind": "agent", "language": "en"})
        .json()["url"]
        .removeprefix("http://roster.test")
    )


def test_a_night_before_a_meeting_of_the_first_takes_it_out_of_the_next_months_calendar(centre):
    """30 November 2026 is a Monday: the leaders meet on the 1st of December."""
    months = (MONTH.next, MONTH.next.next)
    own_feed(centre, "leader")
    for month in months:
        given = case(month=month)
        rules = {"weekly_meeting": "Tuesday 09:00-10:00"}
        import_case(centre.desk, "test", replace(given, centre=replace(given.centre, rules=rules)))
        draft = save_draft(centre.desk, "planner", month, Roster.of([Duty("l1", month.first, "L", "189")]))
        publish(centre.desk, "@director", draft.roster_id, accept_breaches=True, reason="as drawn")

    def standing():
        return {
            event["DTSTART"].dt.day
            for text in feed(centre, "leader").values()
            if (event := icalendar.Event.from_ical(text))["STATUS"] != "CANCELLED" and "meeting" in event["SUMMARY"]
            if event["DTSTART"].dt.month == 12
        }

    assert 1 in standing()
    centre.clock.ahead(hours=1)
    version, roster = published_roster(centre.desk, months[0])
    night = Duty("l1", months[0].last, "N", "189")
    draft = save_draft(centre.desk, "planner", months[0], Roster.of([*roster.duties, night]), re_plans=version)
    publish(centre.desk, "@director", draft.roster_id, accept_breaches=True, without_consent=True, reason="as drawn")
    assert 1 not in standing()
    assert standing()


def test_what_is_due_after_the_last_midnight_is_shown_before_the_next_month_is(centre):
    own_feed(centre, "leader")
    late = Task("t", "Late report", TaskRole.LEADER, Recurrence(Every.DAY), 24 * 60 + 30)
    import_case(centre.desk, "test", replace(case(), tasks=(late,)))
    centre.publish()
    starts = [icalendar.Event.from_ical(text)["DTSTART"].dt for text in feed(centre, "leader").values()]
    assert local(1, 0, month=11) in [start for start in starts if start.tzinfo]


def number(event):
    return int(icalendar.Event.from_ical(event)["SEQUENCE"])


def test_what_is_planned_on_duties_stands_in_the_calendar_once_it_is_planned(tmp_path):
    """The breaks of a day, and whom a monitor is to hear: nobody waits for another act to see them."""
    people = tuple(replace(agent, jobs=("质检", *agent.jobs)) if agent.agent_id == "d" else agent for agent in AGENTS)
    shifts = tuple(
        replace(shift, breaks=(Break(30, 660, 810),)) if shift.code == "E" else shift for shift in desk_world.SHIFTS
    )
    with sqlite_store(tmp_path / "roster.db") as store:
        desk = opened(store, "a: 12E; d: 12E/质检", agents=people, shifts=shifts, now=desk_world.at(11))

        def told(agent):
            own = month_calendars(desk, desk.board(MONTH).case, "en").entries[agent]
            return [part for event in own for part in (event.summary, event.description)]

        assert not any("Break:" in part for part in told("a"))
        place_breaks(desk, "l1", desk_world.on(12))
        assert any("Break: " in part for part in told("a"))
        assert "Listen to Anna" not in told("d")
        plan_quality(desk, "l1", MONTH)
        assert "Listen to Anna" in told("d")


def test_what_time_has_done_is_shown_to_whoever_asks_first(tmp_path):
    """Leave that nobody decided on: the duty is missed as it begins, and the monitor hears somebody else."""
    people = tuple(replace(agent, jobs=("质检", *agent.jobs)) if agent.agent_id == "d" else agent for agent in AGENTS)
    clock = Watch(desk_world.at(1, month=9))
    with sqlite_store(tmp_path / "roster.db") as store:
        desk = opened(store, "a: 12E 14E; d: 12E/质检 14E/质检", agents=people, rules={"qa_target": 2})
        desk.clock = clock
        plan_quality(desk, "l1", MONTH)
        case_then = desk.board(MONTH).case
        clock.to(11)
        file_leave(desk, "a", "a", kind="personal", start=desk_world.on(12), end=desk_world.on(12), reason="family")
        before = month_calendars(desk, case_then, "en").entries["d"]
        clock.to(12, "08:00")
        first, second = (month_calendars(desk, case_then, "en").entries["d"] for _ in range(2))
        assert first == second
        assert first != before
