"""Every route by every principal before and after a change of who they are: nobody keeps what they had.

Somebody is demoted, moved, disabled, revoked, given another password or another centre; afterwards each of their
answers must be that of a twin who never was anything else. Of another centre nobody gets anything at any time. And what
is put is what is read, but for what one may not see.
"""

import random
import time

import pytest
import slips
from api_world import PEOPLE, make_world
from campaign import SEEDED, rounds, tell

from api.accounts.accounts import create_account
from api.accounts.caller import Role, Scope
from api.accounts.sessions import new_token
from roster.model import Month

pytestmark = pytest.mark.proof
MONTH = Month(2026, 10)
LEFT_OUT = ("/healthz", "/readyz", "/metrics", "/openapi.json", "/events", ".ics", "/sessions", "/me/password")
"""What nobody logs in for, does not end, or would end the asker's own log-in."""
ROW = {"agent_id": "c", "name": "Chen", "jobs": ["189"], "grade": "junior"}


class Walk:
    """A world with one of everything, and what each of its routes answers to somebody."""

    def __init__(self, folder):
        self.world = world = make_world(folder, requests_per_minute=10**9, jobs_per_account=10**6)
        world.publish()
        draft = world.post("planner", "/rosters", {"centre_id": "hotline", "month": "2026-10"}).json()["id"]
        swap = {"date": "2026-10-20", "partner": "c", "payback_date": "2026-10-23", "reason": "r"}
        leave = {"kind": "personal", "start": "2026-10-30", "end": "2026-10-30", "reason": "r"}
        deputy = {"deputy": "b", "start": "2026-11-01", "end": "2026-11-02"}
        hook = {"centre_id": "hotline", "url": "https://hooks.example.com/"}
        self.ids = {
            "centre_id": "hotline",
            "agent_id": "a",
            "code": "E",
            "roster_id": draft,
            "other_id": draft,
            "swap_id": world.post("agent", "/swaps", swap).json()["id"],
            "leave_id": world.post("agent", "/leave", leave).json()["id"],
            "wish_id": world.post("agent", "/swaps/wishes", {"date": "2026-10-16", "reason": "r"}).json()["id"],
            "delegation_id": str(world.post("leader", "/delegations", deputy).json()["id"]),
            "webhook_id": world.post("admin", "/webhooks", hook).json()["id"],
            "job_id": world.post("planner", f"/rosters/{draft}/solve", {"seconds": 5}).json()["id"],
            "token_id": world.post("agent", "/me/tokens", {"label": "x"}).json()["id"],
            "calendar_id": world.post("agent", "/calendars", {"kind": "agent"}).json()["id"],
        }
        self.account_ids = {row["username"]: row["id"] for row in world.get("admin", "/accounts").json()["items"]}
        self.ids["account_id"] = self.account_ids["agent"]
        self.asked = 0
        reading = {
            self.filled(path): methods["get"]
            for path, methods in world.app.openapi()["paths"].items()
            if "get" in methods and not any(part in path for part in LEFT_OUT)
        }
        self.reads = list(reading)
        self.of_a_centre = {
            path
            for path, operation in reading.items()
            if any(given["name"] == "centre_id" for given in operation.get("parameters", ()))
        }
        """Reads of the centre that the path, or else the query, names."""
        writing = {
            (
                method.upper(),
                self.filled(path),
            ): one
            for path, methods in world.app.openapi()["paths"].items()
            for method, one in methods.items()
            if method != "get" and not any(part in path for part in LEFT_OUT)
        }
        self.writes = list(writing)
        self.by_query = {
            route
            for route, operation in [*((("GET", path), one) for path, one in reading.items()), *writing.items()]
            if any((one["name"], one["in"]) == ("centre_id", "query") for one in operation.get("parameters", ()))
        }
        """The routes that take the centre in their query."""

    def filled(self, path):
        """An address of these things; `x` where there is none."""
        return path.removeprefix("/api/v1").format(**{**dict.fromkeys(_names(path), "x"), **self.ids})

    def person(self, name, role, centre="hotline", agent=None):
        """Somebody new, with a token."""
        with self.world.parts.store.writing() as connection:
            account = create_account(connection, name, role, centre_id=centre, agent_id=agent)
            token = new_token(connection, account, "test", frozenset(Scope), None)[1]
        return account, token

    def sees(self, token, centre="hotline"):
        """What every reading route answers to them: statuses, and what is in it of people."""
        answers = {}
        for path in self.reads:
            answer = self.ask(token, "GET", path, params=self.query(("GET", path), centre))
            answers[path] = (answer.status_code, _content(answer))
        return answers

    def query(self, route, centre="hotline"):
        """What names the centre to a route that takes it so; nothing to the others."""
        return {"centre_id": centre} if route in self.by_query else {}

    def ask(self, token, method, path, **more):
        self.asked += 1
        headers = {"Authorization": f"Bearer {token}"}
        return self.world.client.request(method, f"/api/v1{path}", headers=headers, **more)

    def admin(self, account, **change):
        answer = self.world.call("admin", "PATCH", f"/accounts/{account}", json=change)
        assert answer.status_code == 200, answer.text


def _names(path):
    return [part[1:-1] for part in path.split("/") if part.startswith("{")]


def _content(answer):
    """What a twin's answer must agree in: how many things are shown, and the fields of each that are empty."""
    if answer.status_code != 200 or answer.headers.get("content-type") != "application/json":
        return None
    body = answer.json()
    items = body.get("items") if isinstance(body, dict) else None
    if items is None:
        return None
    return len(items), sorted({key for item in items[:50] for key, value in item.items() if value is None})


OWN = ("/me", "/calendars", "/jobs")
"""What differs between two accounts of one kind: their own things."""


def unlike(seen, twin):
    """Where somebody's answers are not those of the twin."""
    return [
        f"{path}: {seen[path]}, the twin {twin[path]}"
        for path in seen
        if not path.startswith(OWN) and seen[path] != twin[path]
    ]


def demoted(walk, number, chance):
    """From one role to another: what they see is what somebody sees who was made so."""
    before, after = chance.sample([role for role in Role if role not in {Role.AGENT, Role.LEADER}], 2)
    centre = None if before is Role.ADMIN and number % 2 else "hotline"
    account, token = walk.person(f"d{number}", before, centre)
    walk.sees(token)
    walk.admin(account, role=after.value, centre_id="hotline")
    twin = walk.person(f"t{number}", after)[1]
    fresh = walk.sees(twin)
    faults = unlike(walk.sees(token), fresh)
    if after is Role.PLANNER:
        # Who holds no office decides nothing.
        answer = walk.ask(token, "POST", f"/leave/{walk.ids['leave_id']}/approve", json={})
        faults += [] if answer.status_code in {403, 404} else [f"a former {before} decides: {answer.status_code}"]
    return faults


def moved(walk, number, chance):
    """An agent changes teams: the former leader sees nothing more of theirs, the new one all of it."""
    world = walk.world
    to = ("T1", "T2")[number % 2]
    answer = world.call("planner", "PUT", "/centres/hotline/agents/c", json={**ROW, "team": to})
    assert answer.status_code == 204, answer.text
    faults = []
    ids = [item["id"] for item in world.get("director", "/leave", params={"centre_id": "hotline"}).json()["items"]]
    for leader, own in (("leader", "T1"), ("leader2", "T2")):
        for leave in ids:
            about = world.get("director", f"/leave/{leave}").json()["agent_id"]
            seen = world.get(leader, f"/leave/{leave}").status_code
            walk.asked += 3
            if about == "c" and (seen == 200) != (to == own):
                faults.append(f"{leader} after a move to {to}: {seen}")
    if not any(world.get("director", f"/leave/{leave}").json()["agent_id"] == "c" for leave in ids):
        sick = {"kind": "personal", "start": "2026-10-29", "end": "2026-10-29", "reason": "r"}
        world.post("partner", "/leave", sick)
    return faults


def revoked(walk, number, chance):
    """A token, a password, an account that ends: whatever was opened with it is closed at once."""
    account, token = walk.person(f"r{number}", chance.choice([Role.PLANNER, Role.DIRECTOR, Role.ADMIN]))
    child = walk.ask(token, "POST", "/me/tokens", json={"label": "child", "scopes": ["read", "write"]}).json()
    grand = walk.ask(child["token"], "POST", "/me/tokens", json={"label": "grandchild"}).json()
    way = number % 3
    if way == 0:
        assert walk.ask(token, "DELETE", f"/me/tokens/{child['id']}").status_code == 204
        ended = [child["token"], grand["token"]]
    elif way == 1:
        walk.admin(account, reset_password=True)
        ended = [token, child["token"], grand["token"]]
    else:
        walk.admin(account, disabled=True)
        ended = [token, child["token"], grand["token"]]
    faults = []
    for secret in ended:
        for path in chance.sample(walk.reads, 8):
            status = walk.ask(secret, "GET", path).status_code
            if status != 401:
                faults.append(f"{path} answers {status} to what is over ({('token', 'password', 'account')[way]})")
    return faults


def put_back(walk, number, chance):
    """What is read and put back unchanged changes nothing, by whoever may put it: masks keep what they hide."""
    world = walk.world
    rows = world.get("director", "/centres/hotline/agents").json()["items"]
    faults = []
    for who in ("leader", "leader2", "planner", "director"):
        for row in world.get(who, "/centres/hotline/agents").json()["items"]:
            walk.asked += 1
            world.call(who, "PUT", f"/centres/hotline/agents/{row['agent_id']}", json=row)
        again = world.get("director", "/centres/hotline/agents").json()["items"]
        faults += [f"{who} changed {old} into {new}" for old, new in zip(rows, again, strict=True) if old != new]
    return faults


def strangers(walk, number, chance):
    """Every route of every kind, asked by another centre's people for this one's things."""
    name, role = f"s{number}", chance.choice([role for role in Role if role not in {Role.AGENT, Role.LEADER}])
    token = walk.person(name, role, "other")[1]
    faults = []
    for method, path in [*(("GET", path) for path in walk.reads), *walk.writes]:
        things = {part for key, part in walk.ids.items() if key not in {"agent_id", "code"}}
        if things.isdisjoint(path.split("/")) and not (method == "GET" and path in walk.of_a_centre):
            continue
        body = {} if method != "GET" else None
        status = walk.ask(token, method, path, json=body, params=walk.query((method, path))).status_code
        if status not in {403, 404, 405, 413, 415, 422} and not (role is Role.ADMIN and path.startswith("/accounts")):
            faults.append(f"{role} of another centre: {status} to {method} {path}")
    return faults


STEPS = (demoted, moved, revoked, put_back, strangers)


def campaign(folder, number, seed=5):
    """So many requests in sequences; what was found."""
    walk, chance, faults, turn = Walk(folder), random.Random(seed), [], 0
    while walk.asked < number and not faults:
        step = STEPS[turn % len(STEPS)]
        faults += [f"{step.__name__}: {item}" for item in step(walk, turn, chance)]
        turn += 1
    walk.world.parts.store.close()
    return faults, walk.asked


def test_sequences(tmp_path, database):
    began = time.monotonic()
    faults, asked = campaign(tmp_path, rounds("SEQUENCES"))
    assert faults == []
    assert len(PEOPLE) == 10
    seeded = None
    if SEEDED:
        summary = []
        for slip in ("centres are not asked for", "passwords end nothing"):
            with slips.made(slip):
                summary.append(bool(campaign(tmp_path / slip, 2500)[0]))
        seeded = all(summary)
    tell("SEQUENCES", asked, "nobody keeps what they had", time.monotonic() - began, seeded=seeded)
    assert seeded is not False, "rights that are not asked for went unnoticed"
