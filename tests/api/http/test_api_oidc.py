"""Log-in by a company's identity provider: the flow, whose account it opens, and every token that proves nothing."""

import time
from typing import Any

import pytest
from api_world import make_world
from joserfc.jwk import OctKey, RSAKey
from oidc_provider import CLIENT, SECRET, Provider
from sqlalchemy import select

from api.accounts.accounts import create_account
from api.accounts.caller import Role
from api.app import open_services
from api.settings import Settings
from api.store import session_rows
from api.store.account_rows import account_named
from roster.errors import InputError

pytest.importorskip("authlib")
START, BACK = "/api/v1/sessions/oidc", "/api/v1/sessions/oidc/callback"


@pytest.fixture
def provider(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    made = Provider()
    yield made
    made.close()


@pytest.fixture
def open_world(tmp_path, provider):
    opened = []

    def make(**settings):
        given = {"oidc_issuer": provider.issuer, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}
        world = make_world(tmp_path, **{**given, "login_attempts_per_minute": 1000, **settings})
        opened.append(world)
        with world.parts.store.writing() as connection:
            create_account(
                connection, "clerk", Role.PLANNER, centre_id="hotline", password="quiet river stone", one_time=True
            )
        return world

    yield make
    for world in opened:
        world.parts.store.close()


@pytest.fixture
def world(open_world):
    return open_world()


def go(world):
    answer = world.client.get(START, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def come_back(world, provider, **over):
    params = {**provider.authorize(go(world)), **over}
    return world.client.get(BACK, params=params, follow_redirects=False)


def who(world) -> str | None:
    answer = world.client.get("/api/v1/me")
    return answer.json()["username"] if answer.status_code == 200 else None


def identities(world, username="clerk"):
    with world.parts.store.reading() as connection:
        return account_named(connection, username)


def test_a_person_logs_in_and_the_link_stays_when_the_address_changes_hands(world, provider):
    answer = come_back(world, provider)
    assert (answer.status_code, answer.headers["location"]) == (303, "/api/v1/me")
    assert who(world) == "clerk"
    row = identities(world)
    assert row.oidc_subject == f"{provider.issuer} u-1"
    # The one-time password that nobody used is no second way in.
    assert (row.password_hash, row.must_change_password) == (None, False)
    world.client.delete("/api/v1/sessions/current")
    provider.claims["email"] = "clerk@elsewhere"
    come_back(world, provider)
    assert who(world) == "clerk"
    # Somebody else with the same address is somebody else.
    world.client.delete("/api/v1/sessions/current")
    provider.claims |= {"sub": "u-2", "email": "clerk"}
    assert come_back(world, provider).status_code == 401
    assert who(world) is None


def test_who_comes_from_a_page_goes_on_to_a_page_in_the_language_chosen_there(world, provider):
    world.client.cookies.set("roster_language", "zh")
    begun = world.client.get(START, params={"next": "/swaps/3?month=2026-10"}, follow_redirects=False)
    back = provider.authorize(begun.headers["location"])
    answer = world.client.get(BACK, params=back, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/swaps/3?month=2026-10")
    assert world.client.get("/api/v1/me").json()["language"] == "zh"
    world.client.delete("/api/v1/sessions/current")
    # Nobody is sent to another site, and who has no account is told so where one logs in.
    begun = world.client.get(START, params={"next": "//evil.example"}, follow_redirects=False)
    provider.claims |= {"sub": "u-3", "email": "nobody"}
    back = provider.authorize(begun.headers["location"])
    answer = world.client.get(BACK, params=back, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=%2F&refused=1")
    assert "公司登录未成功" in world.client.get(answer.headers["location"]).text
    assert who(world) is None


def test_a_log_in_may_take_ten_minutes(world, monkeypatch):
    monkeypatch.setattr(session_rows, "now_micros", lambda: 10**15)
    answer = world.client.get(START, follow_redirects=False)
    assert "Max-Age=600;" in answer.headers["set-cookie"]
    with world.parts.store.reading() as connection:
        (begun,) = connection.execute(select(session_rows.LOG_INS)).all()
    assert begun.expires_at == 10**15 + 600 * 10**6


def test_the_issuers_keys_are_read_once(world, provider):
    for _ in range(2):
        assert come_back(world, provider).status_code == 303
        world.client.delete("/api/v1/sessions/current")
    assert (provider.token_requests, provider.key_requests) == (2, 1)


def _now(**claims):
    return lambda provider: provider.claims.update(claims)


def _other_key(provider):
    provider.signer = RSAKey.generate_key(2048, {"kid": provider.key.kid})


def _shared_secret(provider):
    provider.signer, provider.header = OctKey.import_key(SECRET * 3), {"alg": "HS256"}


REFUSED = {
    "another nonce": _now(nonce="another"),
    "no nonce": _now(nonce=None),
    "another audience": _now(aud="somebody else"),
    "several audiences and no authorized party": _now(aud=[CLIENT, "somebody else"]),
    "another authorized party": _now(aud=[CLIENT, "other"], azp="other"),
    "another issuer": _now(iss="https://issuer.example"),
    "expired": _now(exp=int(time.time()) - 3600),
    "never expires": _now(exp=None),
    "issued tomorrow": _now(iat=int(time.time()) + 86_400),
    "another key": _other_key,
    "a shared secret for a key": _shared_secret,
    "an unknown key's name": lambda provider: setattr(provider, "header", {"kid": "unknown"}),
    "an access token of another": _now(at_hash="AAAAAAAAAAAAAAAAAAAAAA"),
    "no subject": _now(sub=None),
    "an unproven address": _now(email_verified=False),
    "an address that is not told": _now(email=None),
    "nobody's address": _now(email="nobody"),
}


@pytest.mark.parametrize("what", sorted(REFUSED))
def test_a_token_that_proves_nothing_opens_nothing(world, provider, what):
    REFUSED[what](provider)
    answer = come_back(world, provider)
    assert answer.status_code == 401, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert provider.token_requests == 1
    assert who(world) is None
    assert identities(world).oidc_subject is None


def test_a_log_in_belongs_to_one_browser_and_works_once(world, provider):
    brought = provider.authorize(go(world))
    cookie = world.client.cookies.get("roster_log_in", path=START)
    world.client.cookies.clear()
    assert world.client.get(BACK, params=brought, follow_redirects=False).status_code == 401
    assert provider.token_requests == 0
    world.client.cookies.set("roster_log_in", cookie, domain="roster.test", path=START)
    assert world.client.get(BACK, params=brought, follow_redirects=False).status_code == 303
    assert world.client.get(BACK, params=brought, follow_redirects=False).status_code == 401
    assert provider.token_requests == 1


@pytest.mark.parametrize(
    "over", [{"error": "access_denied"}, {"state": "x"}, {"iss": "https://other.example"}, {"code": "made up"}]
)
def test_what_the_browser_brings_is_not_believed(world, provider, over):
    assert come_back(world, provider, **over).status_code == 401
    assert who(world) is None


def test_the_key_may_change_and_another_issuers_document_is_not_taken(world, provider):
    come_back(world, provider)
    world.client.delete("/api/v1/sessions/current")
    provider.key = RSAKey.generate_key(2048, {"use": "sig"}, auto_kid=True)
    provider.keys = [provider.key]
    world.parts.issuer._keys_at -= 60
    assert come_back(world, provider).status_code == 303
    world.parts.issuer._document = None
    provider.says_issuer = "https://issuer.example"
    assert world.client.get(START, follow_redirects=False).status_code == 502


def test_roles_are_the_accounts_unless_set_up(world, provider):
    provider.claims |= {"role": "admin", "roles": ["admin"], "groups": ["roster-admins"]}
    come_back(world, provider)
    assert world.client.get("/api/v1/me").json()["role"] == "planner"


def test_roles_by_the_token_where_that_is_set_up(open_world, provider):
    world = open_world(oidc_role_claim="groups", oidc_roles="heads=department_director; planning=planner")
    for groups, status, role in (
        (["planning", "heads"], 303, "department_director"),
        (["planning"], 303, "planner"),
        (["canteen"], 401, "planner"),
        ([], 401, "planner"),
    ):
        provider.claims["groups"] = groups
        assert come_back(world, provider).status_code == status, groups
        assert identities(world).role == role
    # The office at the desk goes with the role.
    from roster.model.approval import Office
    from roster.store.staff_rows import office_holders

    with world.parts.store.reading() as connection:
        assert "@clerk" not in office_holders(connection, "hotline", Office.DIRECTOR)


def test_a_disabled_account_stays_closed(world, provider):
    from api.accounts.accounts import change_account

    with world.parts.store.writing() as connection:
        change_account(connection, identities(world).id, {"disabled": True})
    assert come_back(world, provider).status_code == 401


def test_settings_that_cannot_work_are_told_at_the_start(tmp_path):
    faulty: list[dict[str, Any]] = [
        {"oidc_issuer": "http://issuer.example", "oidc_client_id": "x"},
        {"oidc_issuer": "https://issuer.example"},
        {"oidc_issuer": "https://issuer.example", "oidc_client_id": "x", "oidc_roles": "heads=king"},
    ]
    for wrong in faulty:
        with pytest.raises(InputError):
            open_services(Settings(data=str(tmp_path), **wrong))


def test_without_an_issuer_there_is_no_such_way(tmp_path):
    world = make_world(tmp_path)
    assert world.client.get(START, follow_redirects=False).status_code == 404
    assert world.client.get(BACK, follow_redirects=False).status_code == 404
    world.parts.store.close()
