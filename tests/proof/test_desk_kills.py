"""A writing process killed with SIGKILL at random points: nothing that was acknowledged is lost, nothing is doubled."""

import os
import random
import signal
import time

import pytest
import slips
from campaign import SEEDED, rounds, tell
from desk_invariants import broken, lost_swaps
from desk_store import Watch, opened
from desk_world import at, on

from constraints import CATALOGUE
from roster.desk.opening import open_desk
from roster.desk.rosters.roster_desk import published_roster
from roster.desk.swaps.swap_decision import accept_swap, approve_swap
from roster.desk.swaps.swap_filing import request_swap
from roster.desk.swaps.swap_reading import list_swaps
from roster.errors import RosterError
from roster.model import Agent, Grade, Month, Role
from roster.store.connect import open_store

pytestmark = pytest.mark.proof
OCTOBER = Month(2026, 10)
KILLS = rounds("KILLS_DESK")
PAIRS = 30
AGENTS = (
    *(Agent(f"{side}{number}", "x", "T1", ("189",), grade=Grade.JUNIOR) for number in range(PAIRS) for side in "ab"),
    Agent("l1", "Lu", "T1", ("189",), role=Role.LEADER, grade=Grade.SENIOR),
)


def roster_text():
    days = range(8, 32, 6)
    parts = [f"a{n}: " + " ".join(f"{day}E" for day in days) for n in range(PAIRS)]
    parts += [f"b{n}: " + " ".join(f"{day}L" for day in days) for n in range(PAIRS)]
    return "; ".join(parts)


def write(path, centre, seed, report):
    """The victim: swap after swap, each write with a key, each acknowledged down the pipe once committed."""
    store = open_store(path)
    desk = open_desk(store, centre, CATALOGUE, Watch(at(1, month=9)))
    for number in random.Random(seed).sample(range(PAIRS), PAIRS):
        key = f"{centre}-{seed}-{number}"
        swap = request_swap(desk, f"a{number}", on(8), f"b{number}", on(8), reason="x", key=f"{key}-r")
        os.write(report, f"r {number} {swap.swap_id}\n".encode())
        accept_swap(desk, f"b{number}", swap.swap_id, key=f"{key}-a")
        os.write(report, f"a {number} {swap.swap_id}\n".encode())
        approve_swap(desk, "l1", swap.swap_id, key=f"{key}-e")
        os.write(report, f"e {number} {swap.swap_id}\n".encode())


def killed(path, centre, seed, seconds):
    """Starts the victim, kills it after its first word and `seconds` more; what it had acknowledged."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            write(path, centre, seed, writing)
        finally:
            os._exit(0)
    os.close(writing)
    said = b""
    while b"\n" not in said:
        part = os.read(reading, 4096)
        if not part:
            break
        said += part
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while part := os.read(reading, 65536):
        said += part
    os.close(reading)
    lines = said.decode().split("\n")
    return [line.split() for line in lines if len(line.split()) == 3]


def test_nothing_acknowledged_is_lost_and_nothing_is_doubled(tmp_path):
    began, seeded = time.monotonic(), None
    counts = kill_again_and_again(tmp_path / "roster.db", KILLS)
    assert counts["acknowledged"] >= KILLS
    if SEEDED:
        with slips.made("keys are forgotten"), pytest.raises((AssertionError, RosterError)):
            kill_again_and_again(tmp_path / "seeded.db", 5)
        seeded = True
    tell("KILLS_DESK", KILLS, counts, time.monotonic() - began, seeded=seeded)


def kill_again_and_again(path, kills):
    """Kills a writer so often, each at a centre of its own; how much it had acknowledged, and what came of it."""
    draw = random.Random(7)
    counts = {"acknowledged": 0, "effective": 0, "cut short": 0}
    for number in range(kills):
        store = open_store(path)
        desk = opened(store, roster_text(), centre=f"c{number}", agents=AGENTS)
        _, origin = published_roster(desk, OCTOBER)
        store.close()
        acknowledged = killed(path, desk.centre_id, number, draw.random() * 0.4)
        store = open_store(path)
        desk = open_desk(store, desk.centre_id, CATALOGUE, Watch(at(1, month=9)))
        assert broken(desk, OCTOBER, origin, rules=number % 20 == 0) == []
        assert lost_swaps(desk, OCTOBER, [swap_id for _, _, swap_id in acknowledged]) == set()
        states = {swap.swap_id: swap.state.value for swap in list_swaps(desk, OCTOBER)}
        for step, _, swap_id in acknowledged:
            allowed = {"r": {"requested", "accepted", "effective"}, "a": {"accepted", "effective"}, "e": {"effective"}}
            assert states[swap_id] in allowed[step]
        # At most the one write that was under way may be there without a word.
        assert len(states) <= len({swap_id for _, _, swap_id in acknowledged}) + 1
        # Sent again with its key, the last write changes nothing or is done now, once.
        for step, pair, swap_id in acknowledged[-1:]:
            key = f"{desk.centre_id}-{number}-{pair}"
            again = request_swap(desk, f"a{pair}", on(8), f"b{pair}", on(8), reason="x", key=f"{key}-r")
            assert again.swap_id == swap_id
            counts["cut short"] += step != "e"
        assert len(list_swaps(desk, OCTOBER)) == len(states)
        counts["acknowledged"] += len(acknowledged)
        counts["effective"] += sum(state == "effective" for state in states.values())
        store.close()
    return counts
