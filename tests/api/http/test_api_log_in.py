"""Sessions, passwords, tokens, other sites, limits."""

from api_world import make_world
from cheap_passwords import DEAR

from api.accounts.accounts import create_account
from api.accounts.caller import Role

PASSWORD = "correct horse battery"


def log_in(world, password=PASSWORD, username="clerk", **headers):
    return world.client.post("/api/v1/sessions", json={"username": username, "password": password}, headers=headers)


def clerk(world, **more) -> None:
    with world.parts.store.writing() as connection:
        create_account(connection, "clerk", Role.PLANNER, password=PASSWORD, centre_id="hotline", **more)


def test_a_session_begins_and_ends_with_its_cookie(world):
    clerk(world)
    answer = log_in(world, username="  CLERK ")
    assert answer.status_code == 204
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert world.client.get("/api/v1/me").json()["username"] == "clerk"
    assert world.client.delete("/api/v1/sessions/current").status_code == 204
    assert world.client.get("/api/v1/me").status_code == 401


def test_wrong_names_and_wrong_passwords_are_told_alike(world):
    clerk(world)
    answers = [log_in(world, "wrong password"), log_in(world, username="nobody")]
    answers_alike = [{**answer.json(), "request_id": ""} for answer in answers]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert answers_alike[0] == answers_alike[1]


def test_another_site_changes_nothing(world):
    clerk(world)
    log_in(world)
    for headers, status in (
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://evil.test"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://roster.test"}, 204),
        ({"Origin": "http://roster.test"}, 204),
        ({}, 204),
    ):
        answer = world.client.patch("/api/v1/me", json={"language": "en"}, headers=headers)
        assert answer.status_code == status, headers
    assert world.client.get("/api/v1/me", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_a_one_time_password_opens_only_the_way_to_a_new_one(world):
    clerk(world, one_time=True)
    log_in(world)
    assert world.client.get("/api/v1/me").json()["must_change_password"]
    assert world.client.get("/api/v1/rosters").status_code == 403
    new = {"current": PASSWORD, "new": "another fine phrase"}
    assert world.client.put("/api/v1/me/password", json={**new, "new": "short"}).status_code == 422
    assert world.client.put("/api/v1/me/password", json={**new, "current": "no"}).status_code == 403
    old = world.client.cookies["roster_session"]
    assert world.client.put("/api/v1/me/password", json=new).status_code == 204
    # The session that asked goes on under a new secret; the old one is over.
    assert world.client.cookies["roster_session"] != old
    assert world.client.get("/api/v1/rosters").status_code == 200
    world.client.cookies.clear()
    assert world.client.get("/api/v1/me", headers={"Cookie": f"roster_session={old}"}).status_code == 401
    assert log_in(world, "another fine phrase").status_code == 204
    assert world.client.get("/api/v1/rosters").status_code == 200


def test_guessing_is_slowed_down(tmp_path):
    world = make_world(tmp_path, login_attempts_per_minute=3)
    clerk(world)
    answers = [log_in(world, "wrong password").status_code for _ in range(4)]
    assert answers == [401, 401, 401, 429]
    late = log_in(world)
    assert late.status_code == 429
    assert int(late.headers["retry-after"]) >= 1


def test_a_disabled_account_is_out_at_once(world):
    clerk(world)
    log_in(world)
    accounts = world.get("admin", "/accounts", params={"limit": 1000}).json()["items"]
    clerk_id = next(item["id"] for item in accounts if item["username"] == "clerk")
    assert world.call("admin", "PATCH", f"/accounts/{clerk_id}", json={"disabled": True}).status_code == 200
    assert world.client.get("/api/v1/me").status_code == 401
    assert log_in(world).status_code == 401


def test_secrets_are_kept_as_digests_only(world):
    from sqlalchemy import text

    clerk(world)
    log_in(world)
    token = world.post("agent", "/me/tokens", {"label": "x"}).json()["token"]
    session = world.client.cookies["roster_session"]
    with world.parts.store.reading() as connection:
        for table in ("door_accounts", "door_sessions", "door_tokens", "door_replies"):
            rows = str(connection.execute(text(f"SELECT * FROM {table}")).all())
            assert token not in rows
            assert session not in rows
            assert PASSWORD not in rows


def test_the_log_hides_secrets_and_reasons():
    from api.operation.logs import hide

    shown = hide(
        None,
        "info",
        {
            "password": "x",
            "reason": "ill",
            "path": "/calendars/abcDEF123.ics",
            "url": "postgresql://roster:pass@db/roster",
            "event": "ok",
        },
    )
    assert str(shown).count("[hidden]") == 4
    for secret in ("abcDEF", "pass@", "ill'", "'x'"):
        assert secret not in str(shown)


def test_logging_out_everywhere_ends_every_session(world):
    clerk(world)
    log_in(world)
    first = world.client.cookies["roster_session"]
    world.client.cookies.clear()
    log_in(world)
    assert world.client.delete("/api/v1/sessions").status_code == 204
    for cookie in (first, "gone"):
        assert world.client.get("/api/v1/me", headers={"Cookie": f"roster_session={cookie}"}).status_code == 401


def test_a_passwords_hash_has_its_price():
    assert DEAR().hash("a long enough phrase").startswith("$argon2id$v=19$m=65536,t=3,p=4$")
