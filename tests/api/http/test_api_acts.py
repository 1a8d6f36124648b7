"""Deputies, changes thought through, months closed; and writes that are repeated."""

from api_world import local

LEAVE = {"kind": "personal", "start": "2026-10-20", "end": "2026-10-20", "reason": "moving house"}
AWAY = {"deputy": "b", "start": "2026-10-12", "end": "2026-10-14"}


def test_a_deputy_decides_for_the_time_and_the_people_named_only(world):
    world.publish()
    world.clock.at = local(11)
    leave = world.post("agent", "/leave", LEAVE).json()["id"]
    other = world.post("partner", "/leave", {**LEAVE, "start": "2026-10-21", "end": "2026-10-21"}).json()["id"]
    named = world.post("leader", "/delegations", AWAY)
    assert named.status_code == 201, named.text
    assert {**named.json(), "id": 0} == {**AWAY, "id": 0, "approver": "l1"}
    assert world.get("peer", f"/leave/{leave}").status_code == 404
    world.clock.at = local(12)
    assert world.get("peer", f"/leave/{leave}").json()["reason"] == "moving house"
    assert leave in {item["id"] for item in world.get("peer", "/leave").json()["items"]}
    # The deputy of team T1's leader sees nothing of team T2.
    assert world.get("peer", f"/leave/{other}").status_code == 404
    assert world.post("peer", f"/leave/{other}/approve").status_code == 404
    done = world.post("peer", f"/leave/{leave}/approve")
    assert done.status_code == 200, done.text
    assert [(item["by"], item["on_behalf_of"]) for item in done.json()["decisions"]] == [("b", "l1")]
    world.clock.at = local(15)
    # Whose time is over is told so, and no more; what was never theirs is not there.
    over = world.get("peer", f"/leave/{leave}")
    assert (over.status_code, "moving house" in over.text) == (403, False)
    assert world.get("peer", f"/leave/{other}").status_code == 404
    assert [item["deputy"] for item in world.get("peer", "/delegations").json()["items"]] == ["b"]


def test_a_month_without_a_case_gets_one_from_the_published_month_before(world):
    november = {"centre_id": "hotline", "month": "2026-11"}
    world.clock.at = local(12)
    # Nothing goes on from a month that is not published, and no month is left out.
    assert world.post("planner", "/rosters", november).json()["type"].endswith("refused")
    world.publish()
    assert world.post("planner", "/rosters", {**november, "month": "2026-12"}).json()["type"].endswith("refused")
    made = world.post("planner", "/rosters", november)
    assert (made.status_code, made.json()["month"], made.json()["state"]) == (201, "2026-11", "draft")
    again = world.post("planner", "/rosters", {**november, "label": "second"})
    assert again.status_code == 201
    assert {item["month"] for item in world.get("planner", "/rosters").json()["items"]} >= {"2026-11"}


def test_a_deputy_does_not_decide_on_oneself(world):
    world.publish()
    world.clock.at = local(12)
    world.post("leader", "/delegations", AWAY)
    leave = world.post("peer", "/leave", LEAVE).json()["id"]
    assert world.post("peer", f"/leave/{leave}/approve").json()["type"].endswith("refused")


def test_nobody_gives_away_an_office_that_one_does_not_hold(world):
    assert world.post("agent", "/delegations", {**AWAY, "deputy": "c"}).status_code == 404
    assert world.post("planner", "/delegations", AWAY).status_code == 404
    for wrong in ({"deputy": "nobody"}, {"deputy": "l1"}, {"deputy": "@stranger"}, {"end": "2026-10-01"}):
        assert world.post("leader", "/delegations", {**AWAY, **wrong}).status_code == 422, wrong
    assert world.post("director", "/delegations", {**AWAY, "deputy": "@top"}).status_code == 201


def test_who_is_back_ends_it(world):
    world.publish()
    world.clock.at = local(12)
    key = {"Idempotency-Key": "once"}
    one, two = (world.post("leader", "/delegations", AWAY, headers=key).json() for _ in range(2))
    assert one == two
    assert world.get("leader", "/delegations").json()["total"] == 1
    leave = world.post("agent", "/leave", LEAVE).json()["id"]
    assert world.get("peer", f"/leave/{leave}").status_code == 200
    path = f"/delegations/{one['id']}"
    assert world.call("peer", "DELETE", path).status_code == 404
    assert world.call("leader2", "DELETE", path).status_code == 404
    assert world.call("leader", "DELETE", path).status_code == 204
    assert world.get("peer", f"/leave/{leave}").status_code == 404
    assert world.call("leader", "DELETE", path).status_code == 404
    assert world.get("admin", "/audit/chain").json()["intact"]


def test_a_change_is_thought_through_and_nothing_is_written(world):
    published = world.publish()
    path = f"/rosters/{published}"
    tag = world.get("planner", path).headers["etag"]
    body = {
        "removed": [{"agent_id": "a", "date": "2026-10-20"}],
        "added": [{"agent_id": "a", "date": "2026-10-19", "shift": "L", "job": "189"}],
    }
    effect = world.post("planner", f"{path}/what-if", body)
    assert effect.status_code == 200, effect.text
    seats = {(item["date"], item["time"]): (item["before"], item["after"]) for item in effect.json()["seats"]}
    assert seats["2026-10-20", "08:00"] == (3, 2)
    assert seats["2026-10-19", "16:00"] == (0, 1)
    assert effect.json()["points_more"] != 0
    # From an early duty that day to a night: too little rest before the next one, which the answer names.
    late = {
        "removed": [{"agent_id": "a", "date": "2026-10-20"}],
        "added": [{"agent_id": "a", "date": "2026-10-21", "shift": "N", "job": "189"}],
    }
    worse = world.post("planner", f"{path}/what-if", late).json()["worse"]
    assert any(item["hard"] and item["agent_id"] == "a" for item in worse), worse
    assert world.get("planner", path).headers["etag"] == tag
    for wrong in (
        {"removed": [{"agent_id": "a", "date": "2026-10-21"}]},
        {"added": [{"agent_id": "zz", "date": "2026-10-21", "shift": "E", "job": "189"}]},
        {"added": [{"agent_id": "a", "date": "2026-10-20", "shift": "L", "job": "189"}]},
        {"added": [{"agent_id": "a", "date": "2026-11-20", "shift": "L", "job": "189"}]},
    ):
        assert world.post("planner", f"{path}/what-if", wrong).status_code == 422, wrong


def test_a_draft_is_thought_about_as_it_is_and_not_as_what_is_published(world):
    world.publish()
    draft = world.post("planner", "/rosters", {"centre_id": "hotline", "month": "2026-10"}).json()["id"]
    put = {"added": [{"agent_id": "a", "date": "2026-10-20", "shift": "E", "job": "189"}]}
    effect = world.post("planner", f"/rosters/{draft}/what-if", put)
    assert {(item["before"], item["after"]) for item in effect.json()["seats"]} == {(0, 1)}


def test_a_month_is_closed_once_it_is_over(world):
    published = world.publish()
    path = f"/rosters/{published}"
    tag = {"If-Match": world.get("director", path).headers["etag"]}
    world.clock.at = local(31)
    assert world.post("director", f"{path}/close", headers=tag).status_code == 409
    world.clock.at = local(1, month=11)
    assert world.post("director", f"{path}/close").status_code == 428
    assert world.post("director", f"{path}/close", headers={"If-Match": '"0-0"'}).status_code == 412
    assert world.post("leader", f"{path}/close", headers=tag).status_code == 404
    key = {"Idempotency-Key": "close-1"}
    done = world.post("director", f"{path}/close", headers={**tag, **key})
    assert (done.status_code, done.json()["state"]) == (200, "closed"), done.text
    assert world.post("director", f"{path}/close", headers={**tag, **key}).status_code == 200
    assert world.post("director", f"{path}/close", headers={"If-Match": "*"}).status_code == 409
    draft = world.post("planner", "/rosters", {"centre_id": "hotline", "month": "2026-10"}).json()["id"]
    assert world.post("director", f"/rosters/{draft}/close", headers={"If-Match": "*"}).status_code == 409


def test_an_edit_is_repeated_without_effect(world):
    draft = world.post("planner", "/rosters", {"centre_id": "hotline", "month": "2026-10"})
    path = f"/rosters/{draft.json()['id']}/duties"
    rows = [{"agent_id": "a", "date": "2026-10-08", "shift": "E", "job": "189"}]
    headers = {"If-Match": draft.headers["etag"], "Idempotency-Key": "edit-1"}
    one, two = (world.call("planner", "PUT", path, json=rows, headers=headers) for _ in range(2))
    assert (one.status_code, two.status_code) == (200, 200), two.text
    assert one.headers["etag"] == two.headers["etag"]
    # Without the key the same request is one that read an old version.
    stale = world.call("planner", "PUT", path, json=rows, headers={"If-Match": draft.headers["etag"]})
    assert stale.status_code == 412


def test_open_wishes_become_a_swap_that_both_must_accept(world):
    world.publish()
    world.clock.at = local(12)
    one = world.post("agent", "/swaps/wishes", {"date": "2026-10-20", "reason": "secret"})
    assert one.status_code == 201, one.text
    assert world.post("partner", "/swaps/wishes", {"date": "2026-10-23", "reason": "r"}).status_code == 201
    assert world.get("peer", "/swaps/wishes").json()["total"] == 0
    assert world.post("agent", "/swaps/wishes/match", {"seconds": 2}).status_code == 404
    match = world.post("leader", "/swaps/wishes/match", {"seconds": 20})
    assert match.status_code == 200, match.text
    assert (match.json()["granted"], len(match.json()["proposed"])) == (2, 1)
    assert "secret" not in match.text
    mine = world.get("agent", "/swaps/wishes").json()["items"][0]
    assert (mine["state"], mine["swap_id"]) == ("proposed", match.json()["proposed"][0]["id"])
    # Nobody is moved by a proposal.
    roster = world.get("agent", "/rosters").json()["items"][0]["id"]
    days = world.get("agent", f"/rosters/{roster}/duties", params={"agent_id": "a", "date": "2026-10-20"}).json()
    assert days["total"] == 1
