"""Eight at once: on one duty, on one quota, and approvals against a re-plan. A sample; 500 rounds each in the proof."""

import sys
import time
from collections import Counter
from threading import Barrier, Thread

import pytest
import slips
from campaign import SEEDED, tell
from campaign import rounds as how_many
from desk_invariants import broken
from desk_store import POSTGRES, PostgresRounds, SqliteRounds, Watch, opened
from desk_world import DIRECTOR, duties, on

from constraints import CATALOGUE
from roster.desk.opening import open_desk
from roster.desk.rosters.roster_desk import publish, published_roster, save_draft
from roster.desk.swaps.swap_decision import accept_swap, approve_swap
from roster.desk.swaps.swap_filing import request_swap
from roster.desk.swaps.swap_reading import list_swaps
from roster.errors import RefusedError, RosterError, StaleError
from roster.model import Agent, Grade, Month, Role, Roster
from roster.model.swap import SwapState
from roster.store.roster_rows import RosterState

pytestmark = pytest.mark.proof
OCTOBER = Month(2026, 10)
ROUNDS = how_many("RACE_DESK")
THREADS = 8
PEOPLE = tuple("bcefghij")
AGENTS = (
    *(Agent(name, name, "T1", ("189",), grade=Grade.JUNIOR) for name in ("a", *PEOPLE)),
    Agent("l1", "Lu", "T1", ("189",), role=Role.LEADER, grade=Grade.SENIOR),
)
DAYS = {"a": (8,), **dict.fromkeys(PEOPLE, (14,))}
ONE_DUTY = "a: 8E; " + "; ".join(f"{name}: {12 + 2 * place}E" for place, name in enumerate(PEOPLE))
MANY_DUTIES = (
    "a: "
    + " ".join(f"{day}E" for day in range(9, 25, 2))
    + "; "
    + "; ".join(f"{name}: {day}L" for name, day in zip(PEOPLE, range(9, 25, 2), strict=True))
)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def rounds(request, tmp_path_factory):
    """A store that every round begins anew from what its campaign prepared once."""
    often = sys.getswitchinterval()
    sys.setswitchinterval(1e-4)
    if request.param == "sqlite":
        yield SqliteRounds(tmp_path_factory.mktemp("races"))
    elif not POSTGRES:
        pytest.skip("no PostgreSQL server is named in ROSTER_TEST_POSTGRES")
    else:
        grounds = PostgresRounds()
        yield grounds
        grounds.drop()
    sys.setswitchinterval(often)


def at_once(store, prepared, acts):
    """Runs the acts in threads that start together, each with a desk of its own; what each gave or raised.

    The desks know the board already, as those of a running service do: so all of them reach the lock at once.
    """
    barrier = Barrier(len(acts))
    results = [None] * len(acts)

    def run(place, act):
        own = open_desk(store, prepared.centre_id, CATALOGUE, Watch(prepared.clock.now()))
        own.memory = prepared.memory
        barrier.wait()
        try:
            results[place] = act(own)
        except RosterError as error:
            results[place] = error

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [item for item in results if item is None] == []
    return results


def desk_on(store, prepared):
    """A desk that knows nothing but the store."""
    return open_desk(store, prepared.centre_id, CATALOGUE, Watch(prepared.clock.now()))


def summary(name, counts, began, seeded=None):
    outcome = f"{name}, {THREADS} threads: {dict(counts)}"
    tell("RACE_DESK", ROUNDS, outcome, time.monotonic() - began, seeded=seeded, part=name)


def test_one_duty_is_given_to_one_person_only(rounds):
    def prepare(store):
        desk = opened(store, ONE_DUTY, agents=AGENTS, rules={"max_swaps_per_month": 8})
        swaps = [
            request_swap(desk, "a", on(8), name, on(12 + 2 * place), reason="x") for place, name in enumerate(PEOPLE)
        ]
        for swap, name in zip(swaps, PEOPLE, strict=True):
            accept_swap(desk, name, swap.swap_id)
        return desk, desk.board(OCTOBER).roster, swaps

    prepared, origin, swaps = rounds.prepare(prepare)
    counts, winners, began = Counter(), Counter(), time.monotonic()
    for number in range(ROUNDS):
        store = rounds.begin()
        results = at_once(store, prepared, [lambda own, s=swap: approve_swap(own, "l1", s.swap_id) for swap in swaps])
        desk = desk_on(store, prepared)
        after = list_swaps(desk, OCTOBER)
        assert Counter(swap.state for swap in after) == {SwapState.EFFECTIVE: 1, SwapState.VOID: THREADS - 1}
        assert broken(desk, OCTOBER, origin, rules=number % 50 == 0) == []
        counts.update(type(item).__name__ if isinstance(item, RosterError) else item.state.value for item in results)
        winners.update(swap.parties[1] for swap in after if swap.state is SwapState.EFFECTIVE)
    summary("one duty", counts, began)
    if ROUNDS >= 500:
        assert len(winners) > 1, "the threads never raced: the same one always won"


def test_a_quota_of_two_is_never_overrun(rounds):
    def prepare(store):
        desk = opened(store, MANY_DUTIES, agents=AGENTS)
        return desk, desk.board(OCTOBER).roster

    prepared, origin = rounds.prepare(prepare)
    counts, began = Counter(), time.monotonic()
    pairs = list(zip(range(9, 25, 2), PEOPLE, strict=True))

    def race():
        store = rounds.begin()
        results = at_once(
            store,
            prepared,
            [lambda own, d=day, n=name: request_swap(own, "a", on(d), n, on(d), reason="x") for day, name in pairs],
        )
        granted = [item for item in results if not isinstance(item, RosterError)]
        assert len(granted) == 2
        assert all(isinstance(item, RefusedError | StaleError) for item in results if isinstance(item, RosterError))
        assert broken(desk_on(store, prepared), OCTOBER, origin, rules=False) == []
        counts.update(type(item).__name__ if isinstance(item, RosterError) else "filed" for item in results)

    for _ in range(ROUNDS):
        race()
    if SEEDED:
        with slips.made("a place is not counted"), pytest.raises(AssertionError):
            race()
    summary("one quota", counts, began, seeded=True if SEEDED else None)


def test_an_approval_and_a_re_plan_never_undo_each_other(rounds):
    # The re-plan gives a's duty of the 8th to c and lets c's on the 16th go to a.
    moved = Roster.of(duties("a: 16E 20E; b: 12E 22L; c: 8E; e: 18E"))

    def prepare(store):
        desk = opened(store, "a: 8E 20E; b: 12E 22L; c: 16E; e: 18E", agents=AGENTS)
        version, _ = published_roster(desk, OCTOBER)
        swap = request_swap(desk, "a", on(8), "b", on(12), reason="x")
        accept_swap(desk, "b", swap.swap_id)
        drafts = [save_draft(desk, "l1", OCTOBER, moved, re_plans=version) for _ in range(THREADS // 2)]
        return desk, desk.board(OCTOBER).roster, version, swap, drafts

    prepared, origin, version, swap, drafts = rounds.prepare(prepare)
    counts, began = Counter(), time.monotonic()
    for _ in range(ROUNDS):
        store = rounds.begin()
        acts = [lambda own: approve_swap(own, "l1", swap.swap_id) for _ in range(THREADS // 2)]
        acts += [
            lambda own, d=draft: publish(own, DIRECTOR, d.roster_id, without_consent=True, reason="as drawn")
            for draft in drafts
        ]
        results = at_once(store, prepared, acts)
        desk = desk_on(store, prepared)
        (after,) = list_swaps(desk, OCTOBER)
        binding, roster = published_roster(desk, OCTOBER)
        if after.state is SwapState.EFFECTIVE:
            assert binding.roster_id == version.roster_id
            assert [item for item in results[THREADS // 2 :] if not isinstance(item, StaleError)] == []
        else:
            assert after.state is SwapState.VOID
            assert roster == moved
            published = [item for item in results[THREADS // 2 :] if not isinstance(item, RosterError)]
            assert [item.state for item in published] == [RosterState.PUBLISHED]
        assert broken(desk, OCTOBER, origin, rules=False) == []
        counts[after.state.value] += 1
    summary("an approval against a re-plan", counts, began)
