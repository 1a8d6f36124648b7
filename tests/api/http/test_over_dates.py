"""Who leaves or comes, a month left out, a zone behind UTC: all is judged by the centre's own days and months."""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from crawl_world import Stage, at_stage

from roster.desk.rosters.wishes_ahead import open_months
from roster.model import Month

OCTOBER = Month(2026, 10)
SHANGHAI, NEW_YORK = "Asia/Shanghai", "America/New_York"
BOTH = Stage(SHANGHAI, ((OCTOBER, True), (OCTOBER.next, True)))
OPENED = Stage(SHANGHAI, ((OCTOBER, True), (OCTOBER.next, False)))
ALONE = Stage(SHANGHAI, ((OCTOBER, True),))
GAP = Stage(SHANGHAI, ((OCTOBER, True), (OCTOBER.next.next, True)))
BEHIND = Stage(NEW_YORK, ((OCTOBER, False),))


@pytest.fixture
def at(tmp_path):
    """`at(stage, wall)`: the stage at a time of its own zone."""
    made = []

    def begun(stage, wall):
        moment = datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(stage.zone)).astimezone(UTC)
        made.append(at_stage(stage, tmp_path / str(len(made)), moment))
        return made[-1]

    yield begun
    for world in made:
        world.parts.store.close()


def api(world, who, method, path, **more):
    return world.ask(who, method, f"/api/v1{path}", **more)


def field_of(page, name):
    return re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1]


SICK = {"kind": "sick", "reason": "fever", "start": "2026-10-31", "end": "2026-10-31"}


def test_who_leaves_with_the_month_files_and_reads_leave_until_then(at):
    world = at(BOTH, "2026-10-28T10:00")
    assert api(world, "gone", "POST", "/leave/check", json=SICK).status_code == 200
    assert api(world, "gone", "GET", "/leave/balances").status_code == 200
    assert api(world, "gone", "GET", "/me/colleagues").json()["items"] != []
    filed = api(world, "leader", "POST", "/leave", json=SICK | {"agent_id": "0005"})
    assert filed.status_code == 201, filed.text


def test_who_has_left_reports_nobody_and_keeps_their_calendar(at):
    world = at(BOTH, "2026-11-03T10:00")
    assert api(world, "gone", "POST", "/leave", json=SICK | {"agent_id": "0001"}).status_code == 404
    made = api(world, "gone", "POST", "/calendars", json={"kind": "agent"})
    assert made.status_code == 201
    feed = world.client.get("/calendars/" + made.json()["url"].rpartition("/")[2])
    assert "BEGIN:VEVENT" in feed.text


def test_leave_of_days_without_the_person_is_told_at_the_day(at):
    world = at(BOTH, "2026-10-28T10:00")
    for who, day in (("fresh", "2026-10-30"), ("gone", "2026-11-02")):
        asked = {"kind": "personal", "reason": "moving", "start": day, "end": day}
        answer = api(world, who, "POST", "/leave", json=asked)
        assert (answer.status_code, answer.json()["faults"][0]["field"]) == (422, "start")
    alone = at(ALONE, "2026-10-28T10:00")
    beyond = {"kind": "personal", "reason": "moving", "start": "2026-11-02", "end": "2026-11-02"}
    assert api(alone, "gone", "POST", "/leave", json=beyond).status_code == 422
    assert api(alone, "agent", "POST", "/leave", json=beyond).status_code == 201


@pytest.mark.parametrize(
    ("stage", "wall", "who", "first"),
    [
        (BOTH, "2026-10-28T10:00", "agent", "2026-10-28"),
        (BOTH, "2026-10-28T10:00", "fresh", "2026-11-01"),
        (BOTH, "2026-11-03T10:00", "gone", "2026-10-31"),
        (ALONE, "2026-11-03T10:00", "agent", "2026-11-03"),
        (ALONE, "2026-11-03T10:00", "gone", "2026-10-31"),
    ],
)
def test_leave_is_proposed_for_a_day_of_ones_own(at, stage, wall, who, first):
    page = at(stage, wall).ask(who, "GET", "/leave/new").text
    assert (field_of(page, "start"), field_of(page, "end")) == (first, first)


def test_wishes_are_asked_of_who_will_be_there(at):
    world = at(OPENED, "2026-10-28T10:00")
    shown = {who: 'value="2026-11"' in world.ask(who, "GET", "/wishes").text for who in ("agent", "gone", "fresh")}
    assert shown == {"agent": True, "gone": False, "fresh": True}


def test_who_is_in_no_month_yet_is_told_so(at):
    page = at(ALONE, "2026-10-28T10:00").ask("fresh", "GET", "/me/month")
    assert page.status_code == 404
    assert "没有或无权查看" not in page.text
    assert "各月的人员中还没有您" in page.text


def test_who_is_in_no_month_yet_is_shown_no_form_of_leave_that_nobody_could_decide(at):
    world = at(ALONE, "2026-11-01T00:00")
    assert "/leave/new" not in world.ask("fresh", "GET", "/requests").text
    page = world.ask("fresh", "GET", "/leave/new")
    assert "您入职的月份建立后" in page.text
    assert "<textarea" not in page.text
    # A form kept open, or sent by a program of their own, is answered in the same words.
    sent = {"key": "k1", "kind": "personal", "start": "2026-11-05", "end": "2026-11-05", "reason": "搬家"}
    assert "您入职的月份建立后" in world.ask("fresh", "POST", "/leave/new", data=sent).text
    # Who is known asks for leave in a month that nobody has opened all the same.
    answer = world.ask("agent", "POST", "/leave/new", data=sent | {"start": "2026-12-05", "end": "2026-12-05"})
    assert answer.status_code == 303


def test_a_calendar_of_ones_own_is_offered_to_who_is_in_some_month(at):
    world = at(ALONE, "2026-11-03T10:00")
    shown = {who: 'value="agent"' in world.ask(who, "GET", "/calendars").text for who in ("fresh", "gone", "agent")}
    assert shown == {"fresh": False, "gone": True, "agent": True}


def test_a_day_of_a_month_left_out_is_told_at_the_day(at):
    world = at(GAP, "2026-11-12T09:00")
    day = min(day for day in world.desk.board(OCTOBER.next.next).duties["0001"] if day > date(2026, 12, 5))
    swap = {"date": str(day), "partner": "0002", "payback_date": "2026-11-13", "reason": "moving"}
    change = {"date": str(day), "to_date": "2026-11-13", "to_shift": "E", "reason": "moving"}
    for path, body, field in (("/swaps", swap, "payback_date"), ("/swaps/change", change, "to_date")):
        answer = api(world, "agent", "POST", path, json=body)
        assert (answer.status_code, answer.json()["faults"][0]["field"]) == (422, field)


def test_a_pay_back_in_a_month_without_a_roster_names_its_shift_on_the_page(at):
    world = at(OPENED, "2026-10-28T10:00")
    day = max(world.desk.board(OCTOBER).duties["0001"])
    first = world.ask("agent", "GET", f"/swaps/new?date={day}").text
    assert 'name="payback_shift"' in first
    asked = f"/swaps/new?date={day}&partner=0002&payback=2026-11-10&payback_shift=E"
    confirmed = world.ask("agent", "GET", asked)
    assert confirmed.status_code == 200
    assert field_of(confirmed.text, "payback_shift") == "E"


def test_a_colleague_of_ones_own_choice_without_a_duty_is_told_with_what_was_typed(at):
    world = at(BOTH, "2026-10-28T10:00")
    board = world.desk.board(OCTOBER)
    day, free = max(board.duties["0001"]), max(set(OCTOBER) - set(board.duties["0011"]))
    answer = world.ask("agent", "GET", f"/swaps/new?date={day}&partner=0011&payback={free}")
    assert answer.status_code == 422
    assert "没有班" in answer.text


def test_what_has_begun_is_not_offered_for_a_swap_of_ones_own_choice(at):
    world = at(BOTH, "2026-10-28T10:00")
    days = world.desk.board(OCTOBER).duties["0001"]
    for day, offered in ((max(days), True), (max(day for day in days if day <= date(2026, 10, 27)), False)):
        page = world.ask("agent", "GET", f"/swaps/new?date={day}").text
        assert ('name="payback_shift"' in page, "只请人顶班" in page) == (offered, offered)


def test_a_mark_of_a_month_that_nobody_opened_leads_to_a_page_that_is_there(at):
    world = at(ALONE, "2026-11-03T09:00")
    assert field_of(world.ask("leader", "GET", "/quality").text, "date") == "2026-10-31"
    heard = {"date": "2026-11-02", "monitor": "0031", "agent": "0001", "points": "90", "faults": ""}
    answer = world.ask("leader", "POST", "/quality/mark?month=2026-10", data=heard)
    assert answer.status_code == 303
    assert world.ask("leader", "GET", answer.headers["location"]).status_code == 200


def test_acts_that_somebody_else_decides_are_not_offered(at):
    world = at(BOTH, "2026-10-28T10:00")
    own = max(set(world.desk.board(OCTOBER).duties["0011"]) & set(OCTOBER))
    october = world.ask("leader", "GET", "/rosters?month=2026-10").headers["location"].rpartition("/")[2]
    shown = {
        "grade": ["/people/0001/grade" in world.ask(who, "GET", "/people/0001").text for who in ("leader", "director")],
        "deputy": ["/me/delegations" in world.ask(who, "GET", "/me").text for who in ("deputy", "leader")],
        "cover": [
            "找人顶班" in world.ask(who, "GET", f"/rosters/{october}?cell={whose}.{own}").text
            for who, whose in (("leader", "0011"), ("second", "0011"), ("leader", "0001"))
        ],
    }
    assert shown == {"grade": [False, True], "deputy": [False, True], "cover": [False, False, True]}
    alone = at(Stage(SHANGHAI, ((OCTOBER, False),)), "2026-10-05T09:00")
    for path in ("/tasks", "/rosters", "/coverage"):
        assert 'class="button" href="/import"' not in alone.ask("leader", "GET", path).text


def test_a_months_last_evening_behind_utc_is_still_of_the_month(at):
    """It is the first of November in UTC."""
    world = at(BEHIND, "2026-10-31T21:00")
    assert open_months(world.desk) == (OCTOBER,)


def test_a_day_of_another_year_or_month_says_so(at):
    world = at(ALONE, "2026-11-03T09:00")
    home = world.ask("leader", "GET", "/").text
    assert "2026-10 的第一天" in home
    # The stage names the deputy from September for three hundred days.
    told = re.sub("<[^>]*>", "", world.ask("deputy", "GET", "/me").text)
    assert re.search(r"2026-09-24 周四 至 2027-07-\d\d", told)
    made = world.ask("agent", "POST", "/me/tokens", data={"label": "t", "days": "400", "scope": "read"})
    assert "至 2027-12-" in re.sub("<[^>]*>", "", made.text)
