"""What the parts between a request and its answer say: limits, media types, tables, cookies, and what one sees."""

import json
from dataclasses import replace
from datetime import date

import own_loop
import pytest
from api_world import MONTH, case, local, make_world
from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel

from api.accounts.accounts import create_account
from api.accounts.bulk import make_accounts, without_account
from api.accounts.caller import Role, Scope
from api.accounts.limit import RateLimits
from api.accounts.sessions import new_token
from api.http.resources.leave.routes import sane
from api.http.resources.sessions.routes import give_cookie
from api.http.routing import resource
from api.http.tables import table_of
from api.http.waiting import WaitingItem, waiting_view
from api.problem import Problem
from api.settings import Settings
from roster.desk.quality.break_desk import place_breaks
from roster.desk.tasks.task_desk import put_tasks
from roster.errors import InputError, StorageError
from roster.model import Role as Post
from roster.model.task import Every, Recurrence, Task, TaskRole


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    made = make_world(tmp_path_factory.mktemp("answers"))
    made.publish()
    yield made
    made.parts.store.close()


class Pair(BaseModel):
    """A row of a small table."""

    name: str
    count: int


ROW = {"name": "x", "count": 1}


def read(data, kind="application/json"):
    """What a table of two rows at most reads of a body."""
    scope = {"type": "http", "headers": [(b"content-type", kind.encode())] if kind else []}

    async def receive():
        return {"type": "http.request", "body": data.encode(), "more_body": False}

    return own_loop.run(table_of(Pair, 2), Request(scope, receive), None)


@pytest.mark.parametrize("kind", ["", "application/json", "Application/JSON; charset=utf-8", "application/a+json"])
def test_a_table_is_read_whatever_json_it_is_said_to_be(kind):
    assert read(json.dumps([ROW, ROW]), kind) == [ROW, ROW]


@pytest.mark.parametrize("kind", ["text/json", "application/xml", "text/csv"])
def test_a_table_that_is_said_to_be_something_else_is_not_read(kind):
    with pytest.raises(Problem) as refused:
        read(json.dumps([ROW]), kind)
    assert refused.value.kind.status == 415


@pytest.mark.parametrize(
    ("data", "faults"),
    [
        ("{", [(("body",), "json_invalid")]),
        ("{}", [(("body",), "list_type")]),
        (json.dumps([ROW] * 3), [(("body",), "too_long")]),
        (
            json.dumps([{"name": "x"}, {**ROW, "count": "?"}]),
            [(("body", 0, "count"), "missing"), (("body", 1, "count"), "int_parsing")],
        ),
    ],
    ids=["no JSON", "no table", "a row too many", "every fault of every row"],
)
def test_what_is_wrong_with_a_table_is_told_where_it_is(data, faults):
    with pytest.raises(RequestValidationError) as refused:
        read(data)
    assert [(tuple(fault["loc"]), fault["type"]) for fault in refused.value.errors()] == faults


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("application/x-www-form-urlencoded", 415),
        ("text/x+json", 415),
        ("text/plain", 415),
        ("application/json", 422),
        ("application/merge-patch+json", 422),
    ],
)
def test_a_body_is_json_or_is_said_to_be_none(world, kind, status):
    answer = world.call("agent", "POST", "/leave", content=b"[]", headers={"Content-Type": kind})
    assert answer.status_code == status, answer.text


def test_every_resource_documents_its_problems():
    assert set(resource("/x").responses) == {422, "default"}


@pytest.mark.parametrize(("year", "sound"), [(1899, False), (1900, True), (9000, True), (9001, False)])
def test_a_year_that_can_be_meant(year, sound):
    if sound:
        assert sane(date(year, 1, 1)).year == year
    else:
        with pytest.raises(InputError):
            sane(date(year, 1, 1))


def test_a_leave_may_last_for_a_minute_after_midnight_and_not_for_none(world):
    body = {"kind": "personal", "reason": "r", "start": "2026-10-26T00:00"}
    assert world.post("agent", "/leave/check", {**body, "end": "2026-10-26T00:01"}).status_code == 200
    assert world.post("agent", "/leave/check", {**body, "end": "2026-10-26T00:00"}).status_code == 422


def test_a_running_solve_waits_without_days_or_people():
    assert waiting_view(WaitingItem("job", "7")) == {
        "kind": "job",
        "id": "7",
        "link": "/jobs/7",
        "month": None,
        "people": [],
        "days": [],
        "due": None,
        "on_behalf_of": "",
        "gap": 0,
        "consent_needed": False,
        "count": 1,
        "reported_by": "",
        "asked": "",
    }


@pytest.mark.parametrize(("moment", "seconds"), [(0.0, "60"), (42.5, "18"), (59.5, "1")])
def test_who_asked_too_often_is_told_when_to_come_again(moment, seconds):
    limits = RateLimits(lambda: moment)
    limits.take("kind", "who", 1)
    with pytest.raises(Problem) as refused:
        limits.take("kind", "who", 1)
    assert refused.value.headers["Retry-After"] == seconds


def test_what_was_asked_two_minutes_ago_counts_no_more():
    moment = [0.0]
    limits = RateLimits(lambda: moment[0])
    limits.take("kind", "who", 1)
    moment[0] = 120.0
    limits.take("kind", "who", 1)


def test_a_sessions_cookie_lasts_as_long_as_the_session():
    response = Response()
    give_cookie(response, "secret", Settings(session_hours=2))
    assert "Max-Age=7200;" in response.headers["set-cookie"]


def test_where_time_cannot_be_written_one_reads_and_does_not_write(world, monkeypatch):
    def fails(centre_id):
        raise StorageError("the disk is full")

    monkeypatch.setattr(world.parts.office, "catch_up", fails)
    assert world.get("agent", "/me").status_code == 200
    assert world.post("agent", "/me/tokens", {"label": "x"}).status_code == 503


def test_of_breaks_and_tasks_an_agent_sees_the_own(world):
    desk = world.parts.office.desk("hotline")
    shifts = world.get("planner", "/centres/hotline/shifts").json()["items"]
    rows = [{**row, "breaks": "30@11:00-13:30"} if row["code"] == "E" else row for row in shifts]
    put = world.call("planner", "PUT", "/centres/hotline/shifts", json=rows, headers={"If-Match": "*"})
    assert put.status_code == 204, put.text
    place_breaks(desk, "@planner", date(2026, 10, 12))
    placed = {"a", "b", "l1"}
    weekly = Task("R-1", "report", TaskRole.LEADER, Recurrence(Every.WEEK, (1,)), 17 * 60)
    put_tasks(desk, "@director", MONTH, (weekly,))
    for who, breaks, tasks in (("agent", {"a"}, False), ("partner", set(), False), ("planner", placed, True)):
        items = world.get(who, "/breaks", params={"date": "2026-10-12", "centre_id": "hotline"}).json()["breaks"]
        assert {item["agent_id"] for item in items} == breaks
        page = world.get(who, "/tasks", params={"centre_id": "hotline", "month": "2026-10"}).json()
        assert bool(page["items"]) is tasks, who


def test_accounts_are_proposed_for_the_teams_named_and_made(world):
    store = world.parts.store
    people = case().agents
    with store.writing() as connection:
        create_account(connection, "boss", Role.ADMIN, centre_id="other", password="quiet river stone")
    assert [slip.agent_id for slip in without_account(store, "other", case())] == [item.agent_id for item in people]
    slips = without_account(store, "other", case(), ["T2"])
    assert [slip.agent_id for slip in slips] == ["c", "d", "l2"]
    made = make_accounts(store, "other", slips)
    assert all(slip.password and slip.problem is None for slip in made)
    assert [slip.agent_id for slip in without_account(store, "other", case(), ["T2"])] == []


def test_who_leads_a_team_is_proposed_as_leader_and_a_manager_who_leads_none_as_agent(world):
    people = case()
    post = {"l1": Post.LEADER, "l2": Post.DEPUTY, "a": Post.MANAGER}
    posted = tuple(replace(one, role=post.get(one.agent_id, Post.AGENT)) for one in people.agents)
    slips = without_account(world.parts.store, "third", replace(people, agents=posted))
    assert {slip.agent_id for slip in slips if slip.role is Role.LEADER} == {"l1", "l2"}
    assert {slip.role for slip in slips} == {Role.LEADER, Role.AGENT}


def test_only_who_sees_every_centre_makes_accounts_of_none(world):
    with world.parts.store.writing() as connection:
        account = create_account(connection, "chief", Role.ADMIN, centre_id="hotline")
        world.tokens["chief"] = new_token(connection, account, "x", frozenset(Scope), None)[1]
    body = {"username": "other-chief", "role": "admin", "name": "x"}
    assert world.post("chief", "/accounts", body).json()["centre_id"] == "hotline"
    body["username"] = "third-chief"
    assert world.post("admin", "/accounts", {**body, "role": "planner"}).status_code == 422
    assert world.post("admin", "/accounts", body).json()["centre_id"] is None


def test_who_checks_out_early_has_left_early(tmp_path):
    world = make_world(tmp_path)
    world.publish()
    world.clock.at = local(12, 8)
    come = world.post("agent", "/attendance/check-in", {"centre_id": "hotline"}).json()["record"]
    world.clock.at = local(12, 15)
    gone = world.post("agent", "/attendance/check-out", {"centre_id": "hotline"}).json()["record"]
    assert [(item["late_minutes"], item["early_minutes"]) for item in (come, gone)] == [(0, 0), (0, 60)]
    world.parts.store.close()
