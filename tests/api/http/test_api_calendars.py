"""Feeds as calendar programs see them: polled through every kind of change, and never wrong afterwards."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import icalendar
import pytest
from api_world import MONTH, case, local
from ical.calendar_stream import IcsCalendarStream

from api.store.archive import backup, restore
from roster.desk.rosters.roster_desk import import_case, publish, published_roster, save_draft
from roster.model import Duty, Roster
from roster.text import clock_span


class Subscriber:
    """A calendar program: it keeps validators, and what it was told last of every UID."""

    def __init__(self, world, who: str, **body) -> None:
        answer = world.post(who, "/calendars", {"language": "en", **body})
        assert answer.status_code == 201, answer.text
        self.world, self.id = world, answer.json()["id"]
        self.path = answer.json()["url"].removeprefix("http://roster.test")
        self.tag: str | None = None
        self.known: dict[str, tuple[int, bool, object]] = {}
        self.text = ""

    def poll(self) -> int:
        headers = {"If-None-Match": self.tag} if self.tag else {}
        answer = self.world.get(None, self.path, headers=headers)
        if answer.status_code != 200:
            return answer.status_code
        self.tag, self.text = answer.headers["etag"], answer.text
        shown = set()
        for event in icalendar.Calendar.from_ical(answer.content).walk("VEVENT"):
            uid, sequence = str(event["UID"]), int(event["SEQUENCE"])
            assert uid not in shown, "a double"
            shown.add(uid)
            gone = event["STATUS"] == "CANCELLED"
            now = (sequence, gone, event["DTSTART"].dt, str(event["SUMMARY"]))
            before = self.known.get(uid)
            if before is not None and before != now:
                assert sequence > before[0], "a change without a higher sequence"
            self.known[uid] = now
        assert shown >= {uid for uid, event in self.known.items() if not event[1]}, (
            "a duty went without being cancelled"
        )
        return 200

    def starts(self) -> list:
        """What the person sees: the beginnings of what is not cancelled."""
        return sorted(str(event[2]) for event in self.known.values() if not event[1] and "meeting" not in event[3])

    def meetings(self) -> list:
        """The meetings that are not cancelled."""
        return sorted(str(event[2]) for event in self.known.values() if not event[1] and "meeting" in event[3])


def starts_of(world, *agents: str) -> list:
    _, roster = published_roster(world.desk, MONTH)
    board = world.desk.board(MONTH)
    stints = [board.stint(duty) for duty in roster.duties if duty.agent_id in agents]
    return sorted(str(stint.start.astimezone(board.month_case.zone)) for stint in stints)


def test_a_subscriber_ends_with_exactly_the_duties_in_the_store(world):
    mine, team = Subscriber(world, "agent", kind="agent"), Subscriber(world, "leader", kind="team")
    leaders = Subscriber(world, "director", kind="leaders")
    everybody = (mine, team, leaders)
    assert [item.poll() for item in everybody] == [200, 200, 200]
    assert mine.starts() == []

    def seen(*changed) -> None:
        for item in everybody:
            status = item.poll()
            assert status in ({200} if item in changed else {200, 304}), status
            assert item.poll() == 304
        assert mine.starts() == starts_of(world, "a")
        assert [start for start in team.starts() if "+" in start] == starts_of(world, "a", "b", "l1")
        assert leaders.starts() == starts_of(world, "l1", "l2")

    world.publish()
    seen(mine, team, leaders)
    # Agent a is off on Friday the 23rd; nobody else's calendar tells of a meeting.
    assert mine.meetings() == ["2026-10-23 14:00:00+08:00"]
    assert team.meetings() == leaders.meetings() == []
    # A swap.
    world.clock.at = local(12)
    swap = world.post(
        "agent", "/swaps", {"date": "2026-10-20", "partner": "c", "payback_date": "2026-10-23", "reason": "r"}
    ).json()["id"]
    world.post("partner", f"/swaps/{swap}/accept")
    world.post("leader", f"/swaps/{swap}/approve")
    assert mine.poll() == 304
    assert world.post("leader2", f"/swaps/{swap}/approve").json()["state"] == "effective"
    seen(mine, team)
    # Leave, which is shown without its reason.
    world.clock.ahead(minutes=5)
    leave = world.post(
        "agent", "/leave", {"kind": "personal", "start": "2026-10-26", "end": "2026-10-26", "reason": "secret"}
    ).json()["id"]
    world.post("leader", f"/leave/{leave}/approve")
    assert world.post("director", f"/leave/{leave}/approve").json()["state"] == "effective"
    mine.poll(), team.poll()
    assert "secret" not in mine.text
    assert "personal" not in mine.text
    duty_starts = [start for start in mine.starts() if "+" in start]
    assert duty_starts == starts_of(world, "a")
    assert str(date(2026, 10, 26)) in mine.starts()
    # A re-plan that takes a's last duty away and brings another.
    world.clock.ahead(minutes=5)
    version, roster = published_roster(world.desk, MONTH)
    last = max(duty.day for duty in roster.duties if duty.agent_id == "a")
    changed = [duty for duty in roster.duties if (duty.agent_id, duty.day) != ("a", last)]
    changed.append(Duty("a", last + timedelta(days=1), "L", "189"))
    draft = save_draft(world.desk, "planner", MONTH, Roster.of(changed), re_plans=version)
    publish(world.desk, "@director", draft.roster_id, accept_breaches=True, without_consent=True, reason="as drawn")
    assert mine.poll() == 200
    assert [start for start in mine.starts() if "+" in start] == starts_of(world, "a")
    assert mine.poll() == 304
    cancelled = [event for event in mine.known.values() if event[1]]
    assert len(cancelled) >= 3
    # A second reader of calendars agrees.
    for item in everybody:
        again = IcsCalendarStream.calendar_from_ics(item.text)
        assert len(again.events) == item.text.count("BEGIN:VEVENT")


def test_who_leads_when_tells_of_no_leaders_leave(world):
    """Everybody may follow it: that a leader is away for a day or some hours is not theirs to read."""
    world.publish()
    leaders = Subscriber(world, "agent", kind="leaders")
    leaders.poll()
    world.clock.at = local(12)
    for start, end in (("2026-10-20T14:00", "2026-10-20"), ("2026-10-24", "2026-10-24"), ("2026-10-29T08:00",) * 2):
        body = {"agent_id": "l1", "kind": "sick", "start": start, "end": end.replace("08", "11"), "reason": "r"}
        assert world.post("leader", "/leave", body).status_code == 201
    leaders.poll()
    assert leaders.starts() == starts_of(world, "l1", "l2")
    assert "leave" not in leaders.text


def test_leave_taken_back_goes_in_the_readers_language_and_after_sixty_days_for_good(world):
    world.publish()
    mine = Subscriber(world, "agent", kind="agent")
    world.clock.at = local(12)
    body = {"kind": "personal", "start": "2026-10-30", "end": "2026-10-30", "reason": "r"}
    leave = world.post("agent", "/leave", body).json()["id"]
    for who in ("leader", "director"):
        world.post(who, f"/leave/{leave}/approve")
    assert mine.poll() == 200
    assert "SUMMARY:On leave" in mine.text
    assert world.post("agent", f"/leave/{leave}/withdraw").status_code == 200
    assert mine.poll() == 200
    assert "SUMMARY:Cancelled: On leave" in mine.text
    # What happens in the month much later takes it out of the feed.
    for days, there in ((60, True), (1, False)):
        world.clock.ahead(days=days)
        world.desk.board(MONTH)
        with world.desk.writing("@director", "test") as work:
            work.changed(MONTH)
        mine.tag = None
        assert mine.poll() == 200
        assert ("SUMMARY:Cancelled: On leave" in mine.text) is there


def test_leave_in_a_month_that_binds_nobody_waits_for_its_roster(world):
    import_case(world.desk, "test", case(month=MONTH.next))
    world.publish()
    mine = Subscriber(world, "agent", kind="agent")
    world.clock.at = local(12)
    body = {"kind": "sick", "start": "2026-11-10", "end": "2026-11-10", "reason": "r"}
    assert world.post("agent", "/leave", body).status_code == 201
    mine.poll()
    assert "2026-11-10" not in mine.starts()
    draft = save_draft(world.desk, "planner", MONTH.next, Roster(()))
    publish(world.desk, "@director", draft.roster_id, accept_breaches=True, reason="as drawn")
    mine.poll()
    assert "2026-11-10" in mine.starts()


def test_a_clock_that_goes_back_takes_no_stamp_back(world):
    world.publish()
    mine = Subscriber(world, "agent", kind="agent")
    mine.poll()
    before = max(icalendar.Calendar.from_ical(mine.text).walk("VEVENT"), key=lambda event: event["SEQUENCE"])
    world.clock.ahead(days=-3)
    version, roster = published_roster(world.desk, MONTH)
    rest = [duty for duty in roster.duties if (duty.agent_id, duty.day.day) != ("a", 20)]
    draft = save_draft(world.desk, "planner", MONTH, Roster.of(rest), re_plans=version)
    publish(world.desk, "@director", draft.roster_id, accept_breaches=True, without_consent=True, reason="as drawn")
    assert mine.poll() == 200
    after = max(icalendar.Calendar.from_ical(mine.text).walk("VEVENT"), key=lambda event: event["SEQUENCE"])
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["LAST-MODIFIED"].dt >= before["LAST-MODIFIED"].dt


def test_two_subscribers_who_poll_seldom_and_often_end_alike(world):
    often, seldom = Subscriber(world, "agent", kind="agent"), Subscriber(world, "agent", kind="agent")
    world.publish()
    for day in (20, 22, 26):
        often.poll()
        version, roster = published_roster(world.desk, MONTH)
        rest = [duty for duty in roster.duties if (duty.agent_id, duty.day.day) != ("a", day)]
        draft = save_draft(world.desk, "planner", MONTH, Roster.of(rest), re_plans=version)
        world.clock.ahead(hours=1)
        publish(world.desk, "@director", draft.roster_id, accept_breaches=True, without_consent=True, reason="as drawn")
    assert (often.poll(), seldom.poll()) == (200, 200)
    assert often.starts() == seldom.starts() == starts_of(world, "a")


def test_a_token_is_rotated_and_revoked(world):
    world.publish()
    one = Subscriber(world, "agent", kind="agent")
    assert one.poll() == 200
    fresh = world.post("agent", f"/calendars/{one.id}/rotate").json()["url"].removeprefix("http://roster.test")
    unknown = world.get(None, "/calendars/" + "x" * 43 + ".ics")
    old = world.get(None, one.path)
    assert (old.status_code, unknown.status_code) == (404, 404)
    answers = [
        {key: value for key, value in answer.json().items() if key not in {"instance", "request_id"}}
        for answer in (old, unknown)
    ]
    assert answers[0] == answers[1]
    assert world.get(None, fresh).status_code == 200
    assert world.call("agent", "DELETE", f"/calendars/{one.id}").status_code == 204
    assert world.get(None, fresh).status_code == 404


@pytest.mark.parametrize(
    ("change", "after"), [({"disabled": True}, (404, 404)), ({"role": "planner"}, (404, 304))], ids=["left", "moved"]
)
def test_who_left_or_holds_the_office_no_more_loses_its_calendars(world, change, after):
    world.publish()
    anna = Subscriber(world, "director", kind="agent", subject="a")
    leaders = Subscriber(world, "director", kind="leaders")
    assert (anna.poll(), leaders.poll()) == (200, 200)
    accounts = world.get("admin", "/accounts", params={"limit": 1000}).json()["items"]
    one = next(
        item["id"] for item in accounts if item["role"] == "department_director" and item["centre_id"] != "other"
    )
    assert world.call("admin", "PATCH", f"/accounts/{one}", json=change).status_code == 200
    assert (anna.poll(), leaders.poll()) == after


def test_validators_work_as_http_says(world):
    # No clock stands at a whole second, and HTTP tells none but those.
    world.clock.ahead(microseconds=250_000)
    world.publish()
    one = Subscriber(world, "agent", kind="agent")
    full = world.get(None, one.path)
    tag, since = full.headers["etag"], full.headers["last-modified"]
    assert not tag.startswith("W/")
    for headers, status in (
        ({"If-None-Match": tag}, 304),
        ({"If-None-Match": f'"other", {tag}'}, 304),
        ({"If-None-Match": '"other"', "If-Modified-Since": since}, 200),
        ({"If-Modified-Since": since}, 304),
        ({"If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"}, 200),
        ({"If-Modified-Since": "nonsense"}, 200),
        ({"If-Modified-Since": since.replace("GMT", "-0000")}, 200),
    ):
        answer = world.get(None, one.path, headers=headers)
        assert answer.status_code == status, headers
        assert answer.headers["etag"] == tag
        assert (answer.content == b"") is (status == 304)


def test_whoever_goes_by_dates_sees_whom_a_team_lost_and_what_a_restore_brought_back(world, tmp_path):
    world.publish()
    team = Subscriber(world, "director", kind="team", subject="T1")
    full = world.get(None, team.path)
    kept = tmp_path / "kept"
    backup(world.parts.store, kept)

    def asked_again(answer) -> Any:
        return world.get(None, team.path, headers={"If-Modified-Since": answer.headers["last-modified"]})

    assert asked_again(full).status_code == 304
    world.clock.ahead(minutes=5)
    moved = [replace(agent, team="T2") if agent.agent_id == "b" else agent for agent in case().agents]
    import_case(world.desk, "test", replace(case(month=MONTH.next), agents=tuple(moved)))
    without = asked_again(full)
    assert (without.status_code, "Bao" in full.text, "Bao" in without.text) == (200, True, False)
    assert asked_again(without).status_code == 304
    restore(world.parts.store, kept)
    again = asked_again(without)
    assert (again.status_code, again.content) == (200, full.content)


@pytest.mark.parametrize(
    "label", ["X\r\nATTENDEE:mailto:x@example.com", "a;b,c\\n", "=cmd|' /C calc'!A0", "\u2028\u202e", "名" * 200]
)
def test_hostile_labels_stay_labels(world, label):
    answer = world.post("agent", "/calendars", {"kind": "agent", "label": label})
    if answer.status_code == 422:
        return
    text = world.get(None, answer.json()["url"].removeprefix("http://roster.test")).content
    calendar = icalendar.Calendar.from_ical(text)
    assert b"\nATTENDEE" not in text
    assert str(calendar["X-WR-CALNAME"]).strip()


def test_a_token_is_not_kept_and_not_logged(world, capsys):
    from sqlalchemy import text

    one = Subscriber(world, "agent", kind="agent")
    token = one.path.split("/")[-1].removesuffix(".ics")
    one.poll()
    with world.parts.store.reading() as connection:
        rows = connection.execute(text("SELECT * FROM door_feeds")).all()
    assert token not in str(rows)
    assert token not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("span", "told"),
    [((960, 1440), "16:00–24:00"), ((1320, 1800), "22:00–06:00"), ((0, 480), "00:00–08:00"),
     ((1440, 1920), "00:00–08:00"), ((1800, 2880), "06:00–24:00")],
)  # fmt: skip
def test_what_ends_with_a_day_ends_at_24(span, told):
    assert clock_span(*span) == told


def test_an_entry_tells_the_hours_as_every_page_does(world):
    world.publish(Roster.of([Duty("a", date(2026, 10, 12), "L", "189")]))
    mine = Subscriber(world, "agent", kind="agent")
    mine.poll()
    assert "Shift: L 16:00–24:00" in mine.text
