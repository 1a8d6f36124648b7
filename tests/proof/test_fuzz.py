"""Random requests to objects that are there, by everybody: no error of ours, no answer out of shape, a sound store.

Each request is a route of the OpenAPI document with ids from the store and values of the fields' own kinds, of which
some are as odd as a client can make them; log-in, tokens and forms are among them. Afterwards the desk holds.
"""

import json
import random
import time
from collections import Counter
from itertools import count

import pytest
import slips
from api_world import POSTGRES, local, make_world
from campaign import SEEDED, rounds, tell
from desk_invariants import broken

from api.views.problems import MEDIA_TYPE
from roster.desk.swaps.swap_reading import list_swaps
from roster.model import Month

pytestmark = pytest.mark.proof
MONTH = Month(2026, 10)
ODD_TEXT = (
    "",
    "0",
    "-1",
    "9" * 400,
    "²",
    "é" * 300,
    "\x00",
    "a\nb",
    "'; --",
    "@director",
    "system",
    "../..",
    "%00",
    "１",
)
ODD_DAYS = ("0001-01-01", "9999-12-31", "2026-02-30", "2026-10-00", "2026-W40-1", "+12026-10-10", "")
ODD_VALUES = (None, True, -1, 0, 2**31, 2**63, 10**30, 1e308, -0.0, [], {}, [[]], "x")
WORDS = (
    "Anna",
    "T1",
    "T2",
    "E",
    "L",
    "N",
    "189",
    "personal",
    "sick",
    "annual",
    "senior",
    "agent",
    "planner",
    "hotline",
)
READS = ("GET",)
UNLIKE_OTHERS = frozenset({"/api/v1/jobs/{job_id}/events"})
"""A stream, which ends with its job."""


class Fuzz:
    """One world with one of everything, and requests drawn from its OpenAPI document."""

    def __init__(self, world, seed):
        self.world, self.draw, self.numbers = world, random.Random(seed), count()
        self.origin = None
        world.publish()
        world.clock.at = local(9)
        self.people = [*sorted(world.tokens), None]
        self.ids: dict[str, list[str]] = {
            "centre_id": ["hotline", "other"],
            "agent_id": ["a", "b", "c", "d", "l1", "l2"],
            "code": ["E", "L", "N"],
            "roster_id": ["1"],
            "other_id": ["1"],
            "month": ["2026-10", "2026-11"],
        }
        document = world.app.openapi()
        self.schemas = document["components"]["schemas"]
        self.operations = [
            (method.upper(), path, operation)
            for path, methods in document["paths"].items()
            for method, operation in methods.items()
            if path not in UNLIKE_OTHERS
        ]
        self.statuses: Counter[int] = Counter()
        for body in (
            {"date": "2026-10-20", "partner": "c", "payback_date": "2026-10-23", "reason": "r"},
            {"date": "2026-10-26", "partner": "c", "payback_date": "2026-10-27", "reason": "r"},
        ):
            self.keep("swap_id", world.post("agent", "/swaps", body))
        sick = {"kind": "personal", "start": "2026-10-30", "end": "2026-10-30", "reason": "r"}
        self.keep("leave_id", world.post("agent", "/leave", sick))
        self.keep("wish_id", world.post("agent", "/swaps/wishes", {"date": "2026-10-16", "reason": "r"}))
        draft = world.post("planner", "/rosters", {"centre_id": "hotline", "month": "2026-10"})
        self.keep("roster_id", draft)
        self.keep("job_id", world.post("planner", f"/rosters/{draft.json()['id']}/solve", {"seconds": 5}))
        deputy = {"deputy": "b", "start": "2026-11-01", "end": "2026-11-02"}
        self.keep("delegation_id", world.post("leader", "/delegations", deputy))
        self.keep("token_id", world.post("agent", "/me/tokens", {"label": "x"}))
        self.keep("calendar_id", world.post("agent", "/calendars", {"kind": "agent"}))
        hook = {"centre_id": "hotline", "url": "https://hooks.example.com/"}
        self.keep("webhook_id", world.post("admin", "/webhooks", hook))
        self.ids["account_id"] = [row["id"] for row in world.get("admin", "/accounts").json()["items"]][:4]

    def keep(self, name, answer):
        """Objects that requests make are asked for later, the latest ones most."""
        content = answer.json() if answer.status_code < 300 and answer.content[:1] == b"{" else {}
        if isinstance(content, dict) and "id" in content:
            self.ids.setdefault(name, []).append(str(content["id"]))
            self.ids[name] = self.ids[name][-12:]

    def chance(self, share):
        return self.draw.random() < share

    def text(self, name):
        known = self.ids.get(name) or self.ids.get(f"{name.rstrip('s')}_id")
        if known and self.chance(0.85):
            return self.draw.choice(known)
        if self.chance(0.5):
            return self.draw.choice(WORDS)
        return self.draw.choice(ODD_TEXT)

    def day(self):
        return self.draw.choice(ODD_DAYS) if self.chance(0.1) else f"2026-10-{self.draw.randint(8, 31):02}"

    def value(self, schema, name, depth=0):
        """A value of a schema's kind, now and then of none."""
        draw = self.draw
        if self.chance(0.04):
            return draw.choice(ODD_VALUES)
        if "$ref" in schema:
            schema = self.schemas[schema["$ref"].rsplit("/", 1)[1]]
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return draw.choice(schema["enum"])
        for joint in ("anyOf", "oneOf", "allOf"):
            if joint in schema:
                return self.value(draw.choice(schema[joint]), name, depth)
        kind = schema.get("type")
        if kind == "object" or "properties" in schema:
            needed = set(schema.get("required", ()))
            return {
                key: self.value(item, key, depth + 1)
                for key, item in schema.get("properties", {}).items()
                if key in needed or self.chance(0.5)
            }
        if kind == "array":
            return [self.value(schema.get("items", {}), name, depth + 1) for _ in range(draw.randint(0, 3))]
        if kind == "boolean":
            return self.chance(0.5)
        if kind == "integer":
            return draw.choice((0, 1, 1, 2, 5, 10, schema.get("minimum", 0), schema.get("maximum", 100)))
        if kind == "number":
            return draw.choice((0.5, 1, 2, 5))
        if (
            schema.get("format") == "date"
            or "date" in name
            or name in {"start", "end", "first", "last", "since", "day"}
        ):
            return self.day()
        if name in {"partner", "deputy", "subject"}:
            return self.text("agent_id")
        if name == "month":
            return self.text("month")
        if name.endswith("time"):
            return draw.choice(("08:00", "16:00", "24:00", "99:99"))
        if name in {"partner", "agent_id"} or name.endswith("_id"):
            return self.text(name)
        return None if kind == "null" else self.text(name)

    def once(self):
        """One request; what is wrong with its answer."""
        draw = self.draw
        method, path, operation = draw.choice(self.operations)
        query, headers, address = {}, {}, path
        for item in operation.get("parameters", ()):
            name, place = item["name"], item["in"]
            if place == "path":
                value = self.text(name)
                address = address.replace(f"{{{name}}}", _quoted(value or "0"))
            elif place == "query" and (item.get("required") or self.chance(0.4)):
                query[name] = self.value(item.get("schema", {}), name)
            elif place == "header" and self.chance(0.4):
                odd = ("*", '"1-1"', "x", str(next(self.numbers)), "同", "a" * 300)
                headers[name] = draw.choice(odd).encode("utf-8", "replace")
        more: dict = {"params": {key: item for key, item in query.items() if item is not None}, "headers": headers}
        content = operation.get("requestBody", {}).get("content", {})
        if "application/json" in content:
            body = self.value(content["application/json"].get("schema", {}), "body")
            raw = json.dumps(body)
            if self.chance(0.02):
                raw = draw.choice(("", "[", "{}" * 50, '"\\ud800"', "nul", "[" * 3000))
            more["content"] = raw.encode()
            headers["Content-Type"] = "application/json" if self.chance(0.97) else "text/plain"
        elif content:
            more["content"] = draw.choice((b"", b"PK\x05\x06" + bytes(18), b"agent_id,name\na,b\n", b"\xff" * 50))
            headers["Content-Type"] = draw.choice(sorted(content))
        who = draw.choice(self.people)
        token = {"Authorization": f"Bearer {self.world.tokens[who]}"} if who else {}
        if who and self.chance(0.01):
            token = {"Authorization": draw.choice(("Bearer", "Bearer x", "Basic eDp5", "Bearer " + "x" * 5000))}
        try:
            answer = self.world.client.request(method, address, **{**more, "headers": {**headers, **token}})
        except (UnicodeError, ValueError):
            # The client itself does not send that.
            return []
        self.statuses[answer.status_code] += 1
        made = {"swaps": "swap_id", "leave": "leave_id", "rosters": "roster_id", "wishes": "wish_id"}
        if method == "POST" and answer.status_code == 201:
            last = path.rstrip("/").rsplit("/", 1)[1]
            if last in made:
                self.keep(made[last], answer)
        return self.wrong(answer, f"{who}: {method} {address} {query} {more.get('content', b'')[:300]!r}", operation)

    @staticmethod
    def wrong(answer, asked, operation):
        status, kind = answer.status_code, answer.headers.get("content-type", "")
        if status >= 500:
            return [f"{status} to {asked}: {answer.text[:300]}"]
        if status >= 400 and kind.partition(";")[0] != MEDIA_TYPE:
            return [f"{status} is no problem document but {kind}: {asked}"]
        if status >= 400 and answer.json()["status"] != status:
            return [f"a problem says another status: {asked}"]
        if status < 300 and str(status) not in operation["responses"] and "default" not in operation["responses"]:
            return [f"{status} is not in the document: {asked}"]
        return []

    def unsound(self):
        """What does not hold at the desk afterwards."""
        desk = self.world.desk
        swaps = list_swaps(desk, MONTH)
        findings = broken(desk, MONTH, desk.board(MONTH).roster, rules=False)
        # Rosters, people and rules were changed at will: duties are others than at the beginning, and a quota that
        # somebody lowered is overrun by what was granted before.
        excused = ("a duty was lost", "a quota was overrun", "a hard rule", "the quota is not")
        findings = [item for item in findings if not item.startswith(excused)]
        return findings + [f"{swap.swap_id} has no state" for swap in swaps if swap.state is None]


def _quoted(text):
    from urllib.parse import quote

    return quote(text, safe="")


def campaign(folder, database, number, seed):
    """So many requests, a new world for each thousand; what was found wrong, and the statuses."""
    faults, statuses, done = [], Counter(), 0
    while done < number and not faults:
        world = make_world(
            folder / str(done),
            database=database,
            requests_per_minute=10**9,
            feed_requests_per_minute=10**9,
            login_attempts_per_minute=10**6,
            jobs_per_account=10**6,
        )
        fuzz = Fuzz(world, seed + done)
        for _ in range(min(1000, number - done)):
            faults += fuzz.once()
            done += 1
        faults += fuzz.unsound()
        statuses.update(fuzz.statuses)
        world.parts.store.close()
    return faults, statuses


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_random_requests(tmp_path, database):
    if database == "postgres" and not POSTGRES:
        pytest.skip("no PostgreSQL server is named in ROSTER_TEST_POSTGRES")
    key, began = f"FUZZ_{database.upper()}", time.monotonic()
    number = rounds(key)
    faults, statuses = campaign(tmp_path, database, number, 1)
    assert faults == []
    fine = sum(many for status, many in statuses.items() if status < 300)
    assert fine > number // 25, statuses
    seeded = None
    if SEEDED:
        with slips.made("numbers are not bounded"):
            seeded = bool(campaign(tmp_path / "seeded", database, 3000, 7)[0])
    summary = f"no error of ours; {fine:,} granted, {statuses[422]:,} refused as wrong, {statuses[404]:,} not there"
    tell(key, number, summary, time.monotonic() - began, seeded=seeded)
    assert seeded is not False, "ids without end went unnoticed"
