"""What waits for whom, what is told before it is asked for, and what admins and directors set."""

from datetime import timedelta

import pytest
from api_world import MONTH
from sqlalchemy import text

from api.notices.tell import tell_news
from roster.desk.swaps.suggest import suggest

SICK = {"kind": "sick", "start": "2026-10-20", "end": "2026-10-20", "reason": "flu"}
PERSONAL = {"kind": "personal", "start": "2026-10-28", "end": "2026-10-28", "reason": "moving"}


def kinds(world, who):
    return [(item["kind"], item["people"]) for item in world.get(who, "/me/waiting").json()["items"]]


def ask(world, who="agent", partner="c"):
    """A swap that the rules allow, of agent a with somebody of the other team."""
    board = world.desk.board(MONTH)
    for day in sorted(board.duties["a"]):
        for way in suggest(board, "a", day, world.clock, only=partner):
            body = {"date": str(day), "partner": partner, "payback_date": str(way.pay_back.day), "reason": "family"}
            return world.post(who, "/swaps", body).json()["id"]
    raise AssertionError("nobody can swap")


def test_each_word_is_asked_of_the_one_whose_turn_it_is(published):
    world = published
    swap = ask(world)
    assert kinds(world, "partner") == [("accept", ["a", "c"])]
    assert kinds(world, "leader") == []
    world.post("partner", f"/swaps/{swap}/accept")
    assert kinds(world, "partner") == []
    for leader in ("leader", "leader2"):
        (item,) = world.get(leader, "/me/waiting").json()["items"]
        assert (item["kind"], item["link"], item["on_behalf_of"]) == ("swap", f"/swaps/{swap}", "")
        world.post(leader, f"/swaps/{swap}/approve")
        assert kinds(world, leader) == []
    assert ("confirm", ["a", "c"]) in kinds(world, "agent")


def test_a_sick_leave_asks_for_a_certificate_and_a_cover_and_the_soonest_stands_first(published):
    world = published
    world.post("agent", "/leave", PERSONAL)
    world.post("agent", "/leave", SICK)
    items = world.get("leader", "/me/waiting").json()["items"]
    assert {item["kind"] for item in items} == {"leave", "vacancy"}
    assert [item["due"] for item in items] == sorted(item["due"] for item in items)
    assert next(item for item in items if item["kind"] == "vacancy")["days"] == ["2026-10-20"]
    assert kinds(world, "agent") == [("certificate", ["a"])]
    assert kinds(world, "director") == []


def test_a_deputys_items_name_who_is_stood_in_for(published):
    world = published
    world.post("agent", "/leave", PERSONAL)
    world.post("leader", "/delegations", {"deputy": "b", "start": "2026-10-12", "end": "2026-10-30"})
    (item,) = world.get("peer", "/me/waiting").json()["items"]
    assert (item["kind"], item["on_behalf_of"]) == ("leave", "l1")


def test_a_draft_waits_for_who_publishes(world):
    from api_world import duties

    from roster.desk.rosters.roster_desk import save_draft
    from roster.model import Roster

    draft = save_draft(world.desk, "@planner", MONTH, Roster.of(duties()))
    (item,) = world.get("director", "/me/waiting").json()["items"]
    assert (item["kind"], item["id"]) == ("draft", str(draft.roster_id))
    assert kinds(world, "planner") == []


def test_leave_is_told_before_it_is_filed_and_nothing_is_written(published):
    world = published
    preview = world.post("agent", "/leave/check", PERSONAL).json()
    assert (preview["allowed"], preview["days"]) == (True, 1)
    assert preview["steps"] == ["team leader T1", "department director"]
    assert [duty["date"] for duty in preview["duties"]] == ["2026-10-28"]
    assert preview["deadline"] == "2026-10-27T16:00:00+00:00"
    assert world.get("agent", "/leave").json()["total"] == 0
    night = world.post("agent", "/leave/check", {**PERSONAL, "kind": "nonsense"})
    assert night.status_code == 422


def test_of_a_colleague_only_sickness_is_told_and_none_of_their_duties(published):
    world = published
    preview = world.post("peer", "/leave/check", {**SICK, "agent_id": "a"}).json()
    assert (preview["allowed"], preview["duties"], preview["days"], preview["steps"]) == (True, [], None, [])
    assert world.post("peer", "/leave/check", {**PERSONAL, "agent_id": "a"}).status_code == 404


def test_wishes_are_set_until_the_month_is_published(world):
    body = {"month": "2026-10", "wishes": [{"date": "2026-10-20", "shift": "off", "wanted": True}]}
    assert world.call("agent", "PUT", "/me/wishes", json=body).json()["items"] == body["wishes"]
    other = {"month": "2026-10", "wishes": [{"date": "2026-10-21", "shift": "N", "wanted": False}]}
    world.call("agent", "PUT", "/me/wishes", json=other)
    assert world.get("agent", "/me/wishes?month=2026-10").json()["items"] == other["wishes"]
    assert world.get("peer", "/me/wishes?month=2026-10").json()["total"] == 0
    bad = {"month": "2026-10", "wishes": [{"date": "2026-10-21", "shift": "Q"}]}
    assert world.call("agent", "PUT", "/me/wishes", json=bad).status_code == 422
    world.publish()
    assert world.call("agent", "PUT", "/me/wishes", json=body).status_code == 409


@pytest.mark.parametrize(
    ("who", "part", "names"),
    [("agent", "", ["a", "b", "l1"]), ("agent", "ba", ["b"]), ("director", "LI", ["l2"]), ("planner", "", [])],
)
def test_colleagues_are_found_in_the_own_team_alone(published, who, part, names):
    people = published.get(who, f"/me/colleagues?q={part}").json()["items"]
    assert [item["agent_id"] for item in people] == names


def test_a_rules_number_is_looked_at_then_set_and_counts_at_once(published):
    world = published
    ask(world)
    body = {"centre_id": "hotline", "rules": {"max_swaps_per_month": 1}, "dry_run": True}
    assert world.call("director", "PUT", "/rules", json=body).status_code == 200
    rows = world.get("director", "/rules?centre_id=hotline").json()["items"]
    quota = next(item for rule in rows for item in rule["parameters"] if item["name"] == "max_swaps_per_month")
    assert (quota["value"], quota["minimum"]) == (2, 0)
    assert world.call("director", "PUT", "/rules", json={**body, "dry_run": False}).status_code == 200
    board = world.desk.board(MONTH)
    day = max(board.duties["a"])
    back = max(board.duties["c"])
    again = {"date": str(day), "partner": "c", "payback_date": str(back), "reason": "family"}
    refused = world.post("agent", "/swaps/check", again).json()["refusals"]
    assert ("SWAP-3a", "1") in {(item["rule"], item["allowed"]) for item in refused}


@pytest.mark.parametrize(
    "rules",
    [{"max_swaps_per_month": -1}, {"no_such": 1}, {"max_swaps_per_month": "two"}, {"min_rest_hours": 9999}],
)
def test_numbers_out_of_bounds_are_faults_and_nothing_is_kept(published, rules):
    answer = published.call("director", "PUT", "/rules", json={"centre_id": "hotline", "rules": rules})
    assert answer.status_code == 422
    assert answer.json()["faults"]
    values = published.desk.board(MONTH).rulebook.values
    assert values["max_swaps_per_month"] == 2


def test_what_the_law_says_is_changed_with_a_reason_alone(published):
    body = {"centre_id": "hotline", "rules": {"max_work_days_in_row": 5}}
    name = next(
        item["name"]
        for rule in published.get("director", "/rules?centre_id=hotline").json()["items"]
        if rule["id"] == "STREAK"
        for item in rule["parameters"]
        if isinstance(item["default"], int) and not isinstance(item["default"], bool)
    )
    body["rules"] = {name: 5}
    assert published.call("director", "PUT", "/rules", json=body).status_code == 422
    assert published.call("director", "PUT", "/rules", json={**body, "reason": "union"}).status_code == 200
    (row,) = published.get("admin", "/audit?centre_id=hotline&action=case.edit").json()["items"]
    assert row["payload"]["reason"] == "union"


def test_accounts_for_everybody_at_once_and_a_slip_logs_in(world):
    before = world.post("admin", "/accounts/bulk", {"centre_id": "hotline", "dry_run": True}).json()
    assert [slip["agent_id"] for slip in before["items"]] == ["d"]
    (slip,) = world.post("admin", "/accounts/bulk", {"centre_id": "hotline"}).json()["items"]
    assert (slip["username"], slip["role"], slip["problem"]) == ("d", "agent", None)
    log_in = {"username": slip["username"], "password": slip["one_time_password"]}
    assert world.client.post("/api/v1/sessions", json=log_in).status_code == 204
    assert world.client.get("/api/v1/me").json()["must_change_password"]
    assert world.post("admin", "/accounts/bulk", {"centre_id": "hotline"}).json()["items"] == []
    (account,) = world.get("admin", "/accounts?q=dai&role=agent").json()["items"]
    assert account["last_log_in"] is not None


def test_the_register_names_who_agreed_and_is_a_table_too(published):
    world = published
    swap = ask(world)
    for who, step in (("partner", "accept"), ("leader", "approve"), ("leader2", "approve")):
        world.post(who, f"/swaps/{swap}/{step}")
    (entry,) = world.get("leader", "/register?month=2026-10").json()["items"]
    assert [word["by"] for word in entry["approvals"]] == ["l1", "l2"]
    assert world.get("director", "/register?month=2026-10&team=T9").json()["total"] == 0
    table = world.get("leader", "/register.csv?month=2026-10", headers={"Accept-Language": "zh"}).content
    assert table.startswith(b"\xef\xbb\xbf")
    assert len(table.decode("utf-8-sig").splitlines()) == 3


def test_the_log_is_filtered_and_a_row_tampered_with_is_named(published):
    world = published
    world.post("agent", "/leave", PERSONAL)
    rows = world.get("admin", "/audit?centre_id=hotline&actor=a").json()["items"]
    assert {row["action"] for row in rows} == {"leave.file"}
    later = (world.clock.at + timedelta(days=1)).isoformat().replace("+00:00", "Z")
    assert world.get("admin", f"/audit?since={later}").json()["total"] == 0
    assert world.get("admin", "/audit?since=2026-10-01T00:00:00").status_code == 422
    with world.parts.store.writing() as connection:
        sqlite = connection.dialect.name == "sqlite"
        guard = "DROP TRIGGER audit_no_UPDATE" if sqlite else "DROP TRIGGER audit_guard ON audit"
        connection.execute(text(guard))
        connection.execute(text("update audit set actor = 'z' where seq = 2"))
    assert world.get("admin", "/audit/chain").json()["broken_seq"] == 2


def test_a_colleagues_report_of_sickness_is_the_own_leaders_to_confirm(published):
    world = published
    report = {**SICK, "agent_id": "a"}
    notified = world.post("peer", "/leave/check", report).json()
    assert [flag["rule"] for flag in notified["flags"]] == ["LEAVE-4"]
    assert (notified["duties"], notified["days"], notified["deadline"]) == ([], None, None)
    made = world.post("peer", "/leave", report).json()
    assert made["state"] == "pending"
    assert world.get("leader", "/leave/vacancies").json()["total"] == 0
    (item,) = world.get("leader", "/me/waiting").json()["items"]
    assert (item["link"], item["reported_by"]) == (f"/leave/{made['id']}", "b")
    assert world.post("peer", f"/leave/{made['id']}/approve").status_code == 404
    assert world.post("leader", f"/leave/{made['id']}/approve").json()["state"] == "provisional"
    assert world.get("leader", "/leave/vacancies").json()["total"] == 1
    # What goes out to programs and groups tells of nobody's sickness.
    notified = [notices(world, who, language) for who in ("agent", "leader") for language in ("zh", "en")]
    assert all(notified)
    assert not any(word in text.lower() for texts in notified for text in texts for word in ("病", "sick"))


def notices(world, who, language):
    tell_news(world.parts.office, mail=False)
    items = world.get(who, "/me/notices", headers={"Accept-Language": language}).json()["items"]
    return [item["text"] for item in items]
