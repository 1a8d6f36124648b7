"""Eight at once over HTTP, at two services over one store: one duty, quota, swap, key, limit and publication.

On PostgreSQL where a server is named, else on SQLite. Each race is run again with a slip of ours made in the services,
which it must find.
"""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, local
from typing import Any

import pytest
from api_world import POSTGRES, make_world
from campaign import SEEDED, rounds, tell
from desk_invariants import broken
from pair_centre import MONTH, Line, agreed_swaps, make_centre
from sqlalchemy import func, select

from api.store.tables import JOBS
from roster.desk.rosters.edit_desk import draft_from
from roster.desk.swaps.swap_decision import withdraw_swap
from roster.store.roster_rows import RosterState
from roster.store.tables.desk import SWAPS

pytestmark = pytest.mark.proof
THREADS = 8
FRESH = 60
"""Rounds after which a race moves to a new centre, so that months stay as small as people's."""
LOOKED_AT = 8
"""Rounds after which the whole desk is looked at."""
EIGHT = (8, 10, 12, 14, 16, 18, 20, 22)
APART = EIGHT[::2]
"""Days on which people may swap all their duties, as what is next to a swapped duty stays."""


class Field:
    """Two services over one store, and eight clients, four at each."""

    def __init__(self, parts, zygote, slip=""):
        self.parts = parts
        settings = {
            "database_url": parts.settings.database_url,
            "requests_per_minute": 10**7,
            "run_jobs": False,
            "jobs_per_account": 3,
        }
        self.services = [zygote.begin("service", parts.settings.folder, slip=slip, **settings) for _ in "12"]
        for service in self.services:
            service.ready()
        self.pool, self.mine = ThreadPoolExecutor(THREADS), local()
        self.line = Line(self.services[0].port)

    def centre(self, pairs=2, **given):
        return make_centre(self.parts.store, f"r{time.monotonic_ns()}", pairs, **given)

    def at_once(self, asked):
        """The answers to requests that are sent at the same time, half of them to each service."""
        barrier = Barrier(len(asked))

        def ask(place, request):
            lines = self.mine.__dict__.setdefault("lines", {})
            port = self.services[place % 2].port
            line = lines.setdefault(port, Line(port))
            barrier.wait(60)
            return line.ask(*request)

        return list(self.pool.map(ask, range(len(asked)), asked))

    def end(self):
        self.pool.shutdown()
        for service in self.services:
            service.kill()


def swap_body(partner, day, back=None):
    return {"date": f"2026-10-{day:02}", "partner": partner, "payback_date": f"2026-10-{back or day:02}", "reason": "r"}


def sound(answers, statuses):
    """Answers that are none of these, told."""
    odd = [(answer.status, answer.body[:200]) for answer in answers if answer.status not in statuses]
    return [f"answered {odd}"] if odd else []


class Swaps:
    """A race about swaps. What must hold of a whole desk is asked after some rounds, as it would not hold again."""

    def __init__(self, field):
        self.field, self.left, self.done, self.centre = field, [], 0, None

    def sound(self, answers, statuses):
        """What does not hold."""
        self.done += 1
        whole = not self.left or self.done % LOOKED_AT == 0
        return sound(answers, statuses) + (self.desk_is_sound() if whole else [])

    def desk_is_sound(self):
        desk = self.field.parts.office.desk(self.centre.name)
        return broken(desk, MONTH, self.centre.origin, rules=False)

    def states(self, swap_ids):
        """How many of these swaps are in which state."""
        with self.field.parts.store.reading() as connection:
            asked = select(SWAPS.c.state).where(SWAPS.c.swap_id.in_(swap_ids))
            return Counter(connection.execute(asked).scalars())


class Duty(Swaps):
    """Everybody wants the same duty of one person; the leader approves all of it at once."""

    slip = "swaps are not judged again"

    def round(self):
        if not self.left:
            self.centre = self.field.centre(12, days=EIGHT, rules={"max_swaps_per_month": 31})
            places = [(giver, day) for giver in range(4) for day in APART]
            wanted = [(f"a{giver}", f"b{3 * giver + one}", day) for giver, day in places for one in range(3)]
            ids = agreed_swaps(self.centre, wanted)
            self.left = [ids[place : place + 3] for place in range(0, len(ids), 3)]
        ids = self.left.pop()
        acts = [(self.centre.tokens["l1"], "POST", f"/swaps/{swap}/approve") for swap in ids] * 3
        answers = self.field.at_once(acts[:THREADS])
        states = self.states(ids)
        faults = self.sound(answers, {200, 409})
        if states != {"effective": 1, "void": 2}:
            faults.append(f"one duty: {dict(states)}")
        return faults


class Quota(Swaps):
    """One person files eight swaps at once and has two places; then they are taken back."""

    slip = "a place is not counted"

    def round(self):
        if self.done % FRESH == 0:
            self.centre = self.field.centre(16, days=EIGHT)
        if not self.left:
            # Of two askers at most has anybody two places to give.
            self.left, self.filed = list(range(4)), []
        asker = self.left.pop()
        partners = range(8 * (asker % 2), 8 * (asker % 2) + 8)
        answers = self.field.at_once(
            [
                (self.centre.tokens[f"a{asker}"], "POST", "/swaps", swap_body(f"b{partner}", day))
                for partner, day in zip(partners, EIGHT, strict=True)
            ]
        )
        filed = [(f"a{asker}", answer.json["id"]) for answer in answers if answer.status == 201]
        faults = self.sound(answers, {201, 409})
        if len(filed) != 2:
            faults.append(f"{len(filed)} of a quota of two: {[answer.status for answer in answers]}")
        self.filed += filed
        if not self.left:
            with self.field.parts.store.writing():
                for asker, swap in self.filed:
                    withdraw_swap(self.centre.desk, asker, swap)
        return faults


class Approval(Swaps):
    """The leader approves while the requester withdraws and the leader's own second thought declines."""

    slip = "swaps are not judged again"

    def round(self):
        if not self.left:
            self.centre = self.field.centre(12, days=EIGHT, rules={"max_swaps_per_month": 31})
            wanted = [(f"a{pair}", f"b{pair}", day) for pair in range(12) for day in APART]
            self.left = list(zip((giver for giver, _, _ in wanted), agreed_swaps(self.centre, wanted), strict=True))
        giver, swap = self.left.pop()
        tokens, path = self.centre.tokens, f"/swaps/{swap}"
        acts: list[tuple] = [
            (tokens["l1"], "POST", f"{path}/approve"),
            (tokens[giver], "POST", f"{path}/withdraw"),
        ]
        acts += [(tokens["l1"], "POST", f"{path}/decline", {"reason": "r"})]
        answers = self.field.at_once((acts * 3)[:THREADS])
        (state,) = self.states([swap])
        won = Counter(
            kind
            for answer, kind in zip(answers, (("effective", "withdrawn", "declined") * 3)[:THREADS], strict=True)
            if answer.status == 200
        )
        faults = self.sound(answers, {200, 409})
        if set(won) != {state}:
            faults.append(f"a swap is {state} though others were told {dict(won)}")
        return faults


class Key:
    """The same request with the same key, eight times."""

    slip = "answers are not kept"

    def __init__(self, field):
        self.field, self.done = field, 0

    def round(self):
        if self.done % FRESH == 0:
            self.centre = self.field.centre()
        self.done += 1
        label = f"k{self.done}"
        body = {"centre_id": self.centre.name, "month": "2026-10", "label": label}
        act = (self.centre.tokens["planner"], "POST", "/rosters", body, {"Idempotency-Key": label})
        answers = self.field.at_once([act] * THREADS)
        faults = sound(answers, {201, 409})
        if len({answer.body for answer in answers if answer.status == 201}) != 1:
            faults.append("several answers to one key")
        with self.field.parts.store.reading() as connection:
            drafts, _ = self.field.parts.office.list_stored(
                connection, self.centre.name, MONTH, [RosterState.DRAFT], 0, 10_000
            )
        if sum(item.version.note == label for item in drafts) != 1:
            faults.append("one key, several drafts")
        return faults


class Jobs:
    """Eight solves asked for at once by somebody who may have three; then they are cancelled."""

    slip = "jobs are not counted"

    def __init__(self, field):
        self.field, self.done = field, 0

    def round(self):
        line = self.field.line
        if self.done % FRESH == 0:
            self.centre = self.field.centre()
            body = {"centre_id": self.centre.name, "month": "2026-10"}
            made = [line.ask(self.centre.tokens["planner"], "POST", "/rosters", body).json["id"] for _ in range(8)]
            self.drafts = made
        self.done += 1
        token = self.centre.tokens["planner"]
        answers = self.field.at_once(
            [(token, "POST", f"/rosters/{draft}/solve", {"seconds": 5}) for draft in self.drafts]
        )
        faults = sound(answers, {202, 429, 409})
        with self.field.parts.store.reading() as connection:
            mine = (JOBS.c.centre_id == self.centre.name) & JOBS.c.status.in_(["queued", "running"])
            under_way = connection.execute(select(func.count()).select_from(JOBS).where(mine)).scalar_one()
        if under_way != 3:
            faults.append(f"{under_way} jobs of three")
        for answer in answers:
            if answer.status == 202:
                line.ask(token, "POST", f"/jobs/{answer.json['id']}/cancel")
        return faults


class Publication:
    """Eight drafts that re-plan the same roster, published at once: one binds."""

    slip = "drafts are based on anything"

    def __init__(self, field):
        self.field, self.done = field, 0

    def round(self):
        line = self.field.line
        if self.done % FRESH == 0:
            self.centre = self.field.centre()
            self.binding = line.ask(
                self.centre.tokens["director"], "GET", f"/rosters?centre_id={self.centre.name}"
            ).json["items"][0]["id"]
        self.done += 1
        token = self.centre.tokens["director"]
        with self.field.parts.store.writing():
            drafts = [draft_from(self.centre.desk, "planner", int(self.binding)) for _ in range(THREADS)]
        made = [(str(draft.roster_id), f'"{draft.roster_id}-{draft.revision}"') for draft in drafts]
        acts = [(token, "POST", f"/rosters/{draft}/publish", {}, {"If-Match": tag}) for draft, tag in made]
        answers = self.field.at_once(acts)
        faults = sound(answers, {200, 409, 412})
        won = [draft for (draft, _), answer in zip(made, answers, strict=True) if answer.status == 200]
        if len(won) != 1:
            faults.append(f"{len(won)} publications of one month: {[answer.status for answer in answers]}")
        else:
            (self.binding,) = won
        with self.field.parts.store.reading() as connection:
            published, _ = self.field.parts.office.list_stored(
                connection, self.centre.name, MONTH, [RosterState.PUBLISHED], 0, 10
            )
        if len(published) != 1:
            faults.append(f"{len(published)} rosters bind")
        return faults


RACES: dict[str, Any] = {
    "RACE_DUTY": Duty,
    "RACE_QUOTA": Quota,
    "RACE_APPROVAL": Approval,
    "RACE_KEY": Key,
    "RACE_JOBS": Jobs,
    "RACE_PUBLICATION": Publication,
}
SEEDED_ROUNDS = 12


@pytest.fixture(scope="module")
def grounds(tmp_path_factory, zygote):
    """Two pairs of services: as the product is, and per slip one with it."""
    world = make_world(tmp_path_factory.mktemp("races"), database="postgres" if POSTGRES else "sqlite")
    fields: dict[str, Field] = {}

    def of(slip=""):
        if slip not in fields:
            fields[slip] = Field(world.parts, zygote, slip)
        return fields[slip]

    yield of
    for field in fields.values():
        field.end()
    world.parts.store.close()


@pytest.mark.parametrize("key", RACES)
def test_races(grounds, key):
    began, race, faults = time.monotonic(), RACES[key](grounds()), []
    count = rounds(key)
    done, more = 0, 0
    while done < count:
        race_faults = race.round()
        # None: the rules left nobody to race, as the months fill up.
        done, more = done + (race_faults is not None), more + (race_faults is None)
        faults += race_faults or ()
        assert faults == [], (key, faults)
        assert more <= 20 + count
    seeded = None
    if SEEDED:
        slipped, tries = RACES[key](grounds(race.slip)), SEEDED_ROUNDS
        while not seeded and tries:
            # That a slip ends in an error of ours is not what the race is about.
            seeded = any(not fault.startswith("answered") for fault in slipped.round() or ())
            tries -= 1
    tell(key, count, "one winner, all told so", time.monotonic() - began, seeded=seeded)
    assert seeded is not False, f"a slip went unnoticed: {race.slip}"
