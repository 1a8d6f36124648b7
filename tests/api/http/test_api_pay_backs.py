"""A missed pay-back on the pages and over HTTP: who is asked, what each may do, how it ends."""

import re

import pytest
from api_world import WORKDAYS, duties, local

from api.accounts.sessions import open_session
from api.store.account_rows import account_named
from roster.desk.leaves.leave_filing import file_leave
from roster.desk.swaps.swap_decision import accept_swap, approve_swap
from roster.desk.swaps.swap_filing import request_swap
from roster.model import Duty, Roster
from roster.model.leave_request import LeaveState

ORIGIN = {"Origin": "http://roster.test"}


def missed(world, partner):
    """Anna's duty of the 12th is the partner's; of the pay-back she was ill. The swap's id."""
    others = [Duty("b", day, "E", "189") for day in WORKDAYS if day.day % 2]
    world.publish(Roster.of([*(duty for duty in duties() if duty.agent_id != "b"), *others]))
    world.clock.at = local(9)
    desk = world.desk
    swap = request_swap(desk, "a", local(12).date(), partner, local(13).date(), reason="family")
    accept_swap(desk, partner, swap.swap_id)
    for leader in ["l1"] if partner == "b" else ["l1", "l2"]:
        approve_swap(desk, leader, swap.swap_id)
    world.clock.at = local(13, 7)
    ill = file_leave(desk, "a", "a", kind="sick", start=local(13).date(), end=local(13).date(), reason="x")
    assert ill.state is LeaveState.PROVISIONAL
    world.clock.at = local(15)
    return swap.swap_id


@pytest.fixture
def page(world):
    """`page(who, path, body=None)`: what a browser gets, in English; what stands in `main`, without tags."""

    def see(who, path, body=None):
        with world.parts.store.writing() as connection:
            cookie = open_session(connection, account_named(connection, who).id, 12)
        assert world.call(who, "PATCH", "/me", json={"language": "en"}).status_code == 204
        headers = {**ORIGIN, "Cookie": f"roster_session={cookie}"}
        method = "GET" if body is None else "POST"
        got = world.client.request(method, path, data=body, headers=headers)
        assert got.status_code == 200, got.text
        main = got.text[got.text.index("<main") :]
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))

    return see


def asked(world, who):
    return [(item["kind"], item["id"]) for item in world.get(who, "/me/waiting").json()["items"]]


@pytest.mark.parametrize(("partner", "deciders"), [("b", ["leader"]), ("c", ["director"])])
def test_the_leader_of_both_is_asked_or_else_the_director(world, partner, deciders):
    swap_id = missed(world, partner)
    people = ("leader", "leader2", "director", "top", "agent", "peer", "partner", "planner")
    assert [who for who in people if ("payback", swap_id) in asked(world, who)] == deciders


def test_who_owes_reads_it_at_home_and_in_the_ledger_and_is_told_what_to_do(world, page):
    swap_id = missed(world, "b")
    for path in ("/", "/ledger?month=2026-10"):
        assert "I owe Bao b missed 10-13 Tue E" in page("agent", path)
        assert "Anna a owes me missed 10-13 Tue E" in page("peer", path)
    seen = page("agent", f"/swaps/{swap_id}")
    assert "agree on a day with each other, and a leader of both or a director writes it down" in seen
    assert "Write this day down" not in seen
    assert "Waive this pay-back?" not in seen


def test_the_leader_writes_a_day_down_on_the_page(world, page):
    swap_id = missed(world, "b")
    assert "Anna a still owes Bao b the duty of 10-13 E" in page("leader", "/")
    seen = page("leader", f"/swaps/{swap_id}")
    assert "Anna a works this duty of Bao b" in seen
    assert "10-19 Mon E" in seen
    assert "10-20" not in seen[: seen.index("Write this day down")]
    page("leader", f"/swaps/{swap_id}/payback", {"key": "k", "day": "2026-10-19", "reason": "agreed"})
    assert ("payback", swap_id) not in asked(world, "leader")


def test_the_director_writes_down_a_duty_of_the_other_teams_and_nothing_waits_any_more(world, page):
    swap_id = missed(world, "c")
    days = [item["date"] for item in world.get("director", f"/swaps/{swap_id}/payback").json()["items"]]
    assert days[:2] == ["2026-10-19", "2026-10-21"]
    assert world.get("leader2", f"/swaps/{swap_id}/payback").json() == {"items": []}
    assert "10-19 Mon E" in page("director", f"/swaps/{swap_id}")
    said = page("director", f"/swaps/{swap_id}/payback", {"key": "k1", "day": "2026-10-19", "reason": "agreed"})
    assert "A pay-back was missed" not in said
    assert ("payback", swap_id) not in asked(world, "director")
    assert "I owe Chen c 10-19 Mon E" in page("agent", "/")


def test_whom_it_is_due_lets_it_go_on_the_page(world, page):
    swap_id = missed(world, "c")
    assert "Waive this pay-back?" in page("partner", f"/swaps/{swap_id}")
    page("partner", f"/swaps/{swap_id}/waive", {"key": "k2", "reason": "never mind"})
    assert "owes me" not in page("partner", "/")
    assert ("payback", swap_id) not in asked(world, "director")
