"""The desk's acts through the API: what is allowed, refused, seen and told, in order."""

from api_world import local


def at(world, day: int, hour: int = 9, month: int = 10) -> None:
    world.clock.at = local(day, hour, month)


SWAP = {"date": "2026-10-20", "partner": "c", "payback_date": "2026-10-23", "reason": "family"}


def test_a_swap_climbs_from_request_to_register(world):
    world.publish()
    at(world, 12)
    check = world.post("agent", "/swaps/check", SWAP)
    assert (check.status_code, check.json()["allowed"]) == (200, True), check.text
    made = world.post("agent", "/swaps", SWAP)
    assert made.status_code == 201, made.text
    swap = made.json()
    assert (swap["state"], swap["waits_for"][0]) == ("requested", "c")
    path = f"/swaps/{swap['id']}"
    assert world.post("agent", f"{path}/accept").status_code in {200, 409}
    assert world.post("leader", f"{path}/approve").json()["type"].endswith("refused")
    assert world.post("partner", f"{path}/accept").json()["state"] == "accepted"
    effect = world.get("leader", f"{path}/effect").json()
    # Like for like: nobody works more, no seat is lost, no rule breaks.
    assert (effect["paid_minutes"], effect["seats_lost"], effect["breaks"]) == ({"a": 0, "c": 0}, 0, [])
    assert set(effect["rest_hours"]) <= {"a", "c"}
    assert world.post("agent", f"{path}/approve").json()["type"].endswith("refused")
    assert world.post("leader", f"{path}/approve").json()["state"] == "accepted"
    done = world.post("leader2", f"{path}/approve").json()
    assert (done["state"], done["number"]) == ("effective", 1)
    register = world.get("leader", "/register").json()
    assert [item["number"] for item in register["items"]] == [1]
    ledger = {item["agent_id"]: item for item in world.get("leader", "/ledger").json()["items"]}
    assert (ledger["a"]["swaps_used"], ledger["a"]["swaps_left"]) == (1, 1)
    owed = ledger["a"]["owed"][0]
    assert (owed["date"], owed["shift"], owed["creditor"], owed["swap_id"]) == ("2026-10-23", "E", "c", swap["id"])
    roster = world.get("agent", "/rosters").json()["items"][0]
    mine = world.get("agent", f"/rosters/{roster['id']}/duties", params={"agent_id": "a", "date": "2026-10-23"})
    assert [item["shift"] for item in mine.json()["items"]] == ["E"]


def test_a_refusal_names_rule_clause_measure_and_speaks_the_callers_language(world):
    world.publish()
    at(world, 12)
    wrong = {**SWAP, "partner": "b", "payback_date": "2026-10-22"}
    for language, word in (("zh-CN,zh;q=0.9", "班"), ("en", "swap")):
        answer = world.post("agent", "/swaps", {**wrong, "reason": ""}, headers={"Accept-Language": language})
        assert answer.status_code == 409
        assert answer.headers["content-type"].startswith("application/problem+json")
        refusal = answer.json()
        assert refusal["refusals"]
        assert {"rule", "clause", "message", "measured", "allowed", "alternative"} == set(refusal["refusals"][0])
        assert any(word in item["message"] for item in refusal["refusals"]), refusal


def test_leave_climbs_the_ladder_rung_by_rung(world):
    world.publish()
    at(world, 12)
    body = {"kind": "personal", "start": "2026-10-20", "end": "2026-10-20", "reason": "moving house"}
    made = world.post("agent", "/leave", body)
    assert made.status_code == 201, made.text
    path = f"/leave/{made.json()['id']}"
    assert world.get("peer", path).status_code == 404
    assert world.get("planner", path).status_code == 404
    assert world.post("director", f"{path}/approve").status_code == 409
    assert world.post("leader2", f"{path}/approve").status_code == 404
    cost = world.get("leader", f"{path}/cost").json()
    assert [item["duty"]["date"] for item in cost["duties"]] == ["2026-10-20"]
    assert world.post("leader", f"{path}/approve").json()["state"] == "pending"
    done = world.post("director", f"{path}/approve").json()
    assert done["state"] == "effective"
    assert [duty["date"] for duty in done["vacated"]] == ["2026-10-20"]
    at(world, 21)
    assert world.post("agent", f"{path}/return").json()["state"] == "returned"


def test_who_could_take_a_duty_is_ranked_for_all_and_priced_for_those_who_lead(world):
    world.publish()
    at(world, 12)
    asked = {"date": "2026-10-20", "limit": 5}
    own = world.post("agent", "/swaps/suggest", asked).json()
    led = world.post("leader", "/swaps/suggest", {**asked, "agent_id": "a"}).json()
    points = ("fairness_points", "wish_points", "other_points")
    assert own["items"]
    assert own["total"] == led["total"]
    for read, priced in zip(own["items"], led["items"], strict=True):
        # A partner's wishes and contract can't be guessed from the order's reasons.
        assert [read.pop(name) for name in points] == [None, None, None]
        assert all(isinstance(priced.pop(name), float) for name in points)
        assert read == priced


def test_leave_of_some_hours_cuts_a_duty(world):
    world.publish()
    at(world, 12)
    body = {"kind": "personal", "start": "2026-10-20T14:00", "end": "2026-10-20", "reason": "the school"}
    assert [item["date"] for item in world.post("agent", "/leave/check", body).json()["duties"]] == ["2026-10-20"]
    made = world.post("agent", "/leave", body).json()
    assert (made["start"], made["end"]) == ("2026-10-20T14:00", "2026-10-20")
    cost = world.get("leader", f"/leave/{made['id']}/cost").json()
    assert [(item["duty"]["date"], item["minutes"]) for item in cost["duties"]] == [("2026-10-20", 120)]
    for wrong in ("2026-10-20T25:00", "2026-02-30", "20 October", "2026-10-20T13:59"):
        assert world.post("agent", "/leave", {**body, "end": wrong}).status_code == 422, wrong


def test_sickness_counts_at_once_and_waits_for_its_certificate(world):
    world.publish()
    at(world, 20, 7)
    made = world.post("agent", "/leave", {"kind": "sick", "start": "2026-10-20", "end": "2026-10-20", "reason": "flu"})
    assert (made.status_code, made.json()["state"]) == (201, "provisional"), made.text
    path = f"/leave/{made.json()['id']}"
    done = world.post("agent", f"{path}/certificate", {"start": "2026-10-20", "end": "2026-10-20"})
    assert done.json()["state"] == "effective"


def test_a_partial_certificate_tells_the_days_still_without_one_to_who_may_read_it(world):
    world.publish()
    at(world, 20, 7)
    made = world.post("agent", "/leave", {"kind": "sick", "start": "2026-10-20", "end": "2026-10-22", "reason": "flu"})
    path = f"/leave/{made.json()['id']}"
    half = world.post("agent", f"{path}/certificate", {"start": "2026-10-20", "end": "2026-10-20"}).json()
    assert (half["state"], half["without_certificate"]) == ("provisional", ["2026-10-21", "2026-10-22"])
    whole = world.post("agent", f"{path}/certificate", {"start": "2026-10-21", "end": "2026-10-22"}).json()
    assert (whole["state"], whole["without_certificate"]) == ("effective", [])


def test_a_leader_gives_a_vacant_duty_to_somebody_who_may_take_it(world):
    world.publish()
    at(world, 20, 7)
    sick = {"kind": "sick", "start": "2026-10-20", "end": "2026-10-20", "reason": "flu"}
    leave = world.post("agent", "/leave", sick).json()["id"]
    (vacant,) = world.get("leader", "/leave/vacancies").json()["items"]
    assert (vacant["leave_id"], vacant["duty"]["agent_id"], vacant["duty"]["date"]) == (leave, "a", "2026-10-20")
    partners = [way["partner"] for way in vacant["covers"]]
    assert "c" in partners
    assert "b" not in partners
    assert world.get("leader2", "/leave/vacancies").json()["total"] == 0
    path, body = f"/leave/{leave}/cover", {"date": "2026-10-20", "partner": "b", "reason": "flu"}
    assert world.post("agent", path, body).status_code == 404
    assert world.post("leader", path, body).status_code == 409
    done = world.post("leader", path, {**body, "partner": "c"})
    # The partner is another leader's, who agrees first.
    assert (done.status_code, done.json()["kind"], done.json()["state"]) == (200, "cover", "accepted"), done.text
    agreed = world.post("leader2", f"/swaps/{done.json()['id']}/approve")
    assert (agreed.status_code, agreed.json()["state"]) == (200, "effective"), agreed.text
    assert world.get("leader", "/leave/vacancies").json()["total"] == 0


def test_a_key_makes_a_repeated_write_one(world):
    world.publish()
    at(world, 12)
    key = {"Idempotency-Key": "k1"}
    one = world.post("agent", "/swaps", SWAP, headers=key)
    two = world.post("agent", "/swaps", SWAP, headers=key)
    assert (one.status_code, two.status_code) == (201, 201)
    assert one.json()["id"] == two.json()["id"]
    assert world.get("agent", "/swaps").json()["total"] == 1
    other = world.post("agent", "/swaps", {**SWAP, "reason": "other"}, headers=key)
    assert other.status_code == 422
    assert other.json()["faults"][0]["field"] == "Idempotency-Key"


def test_publishing_asks_for_the_version_that_was_read(world):
    draft = world.post("planner", "/rosters", {"centre_id": "hotline", "month": "2026-10"})
    assert draft.status_code == 201, draft.text
    path, tag = f"/rosters/{draft.json()['id']}", draft.headers["etag"]
    rows = [{"agent_id": "a", "date": "2026-10-08", "shift": "E", "job": "189"}]
    assert world.call("planner", "PUT", f"{path}/duties", json=rows).status_code == 428
    edited = world.call("planner", "PUT", f"{path}/duties", json=rows, headers={"If-Match": tag})
    assert (edited.status_code, edited.json()["duties"]) == (200, 1), edited.text
    assert world.call("planner", "PUT", f"{path}/duties", json=rows, headers={"If-Match": tag}).status_code == 412
    tag = edited.headers["etag"]
    assert world.post("director", f"{path}/publish").status_code == 428
    assert world.post("planner", f"{path}/publish", headers={"If-Match": tag}).status_code == 404
    assert world.get("agent", path).status_code == 404
    # A day with a seat has nobody on it.
    assert world.post("director", f"{path}/publish", headers={"If-Match": tag}).status_code == 409
    done = world.post(
        "director", f"{path}/publish", {"accept_breaches": True, "reason": "the storm"}, headers={"If-Match": tag}
    )
    assert (done.status_code, done.json()["state"]) == (200, "published"), done.text
    assert world.get("agent", path).status_code == 200
    assert world.get("agent", path, headers={"If-None-Match": done.headers["etag"]}).status_code == 304


def test_the_audit_chain_is_whole_and_shows_a_broken_row(world):
    from sqlalchemy import text

    from api.store.archive import _lift_guards

    assert world.get("admin", "/audit/chain").json()["intact"]
    assert world.get("admin", "/audit").json()["total"] >= 2
    with world.parts.store.writing() as connection:
        # The log refuses a change by itself; somebody with the database in hand first takes that guard away.
        _lift_guards(world.parts.store, connection)
        connection.execute(text("UPDATE audit SET actor = 'nobody' WHERE seq = 2"))
    chain = world.get("admin", "/audit/chain").json()
    assert (chain["intact"], chain["broken_seq"]) == (False, 2)
