"""Peers on the standard instances: run, timed, killed past their deadline, judged by our checker."""

import json
import sys

import pytest

from roster.bench.shift24 import peers
from roster.bench.shift24.checker import check
from roster.bench.shift24.instance import Cover, ShiftRequest
from roster.errors import InternalError


@pytest.fixture
def small(world):
    """Two people, six days, one E and one L wanted a day; B would rather not work on day 2."""
    covers = [Cover(day, shift, 1, 10, 1) for day in range(6) for shift in "EL"]
    return world(
        horizon_days=6,
        staff=2,
        covers=covers,
        off=[ShiftRequest("B", 2, "E", 4), ShiftRequest("B", 2, "L", 4)],
        max_consecutive_shifts=4,
    )


def script(monkeypatch, *lines, then="pass"):
    """A child that says these lines instead of a solver's."""
    said = "\n".join(json.dumps(line) if isinstance(line, dict) else line for line in lines)
    code = f"import sys, time\nsys.stdin.buffer.read()\nprint({said!r}, flush=True)\n{then}"
    monkeypatch.setattr(peers, "_command", lambda *_: [sys.executable, "-c", code])


@pytest.mark.parametrize("name", peers.available_peers())
def test_every_peer_solves_a_small_instance(small, name):
    # At most four days in a row of six: each rests at least once, and an empty seat costs 10, so 2 × 10. B rests on
    # day 2, which spares the 4, and each keeps to one shift, so no E follows an L.
    result = peers.run_peer(name, small, 5.0, 1)
    assert result.ended == "finished", result.message
    assert result.objective == 20
    assert check(small, result.assignments).objective == 20
    assert 0.0 <= result.seconds_first <= result.seconds_best
    assert result.bound is None or result.bound <= 20
    if name == "cpsat":
        assert result.bound == 20


def test_a_peer_past_its_deadline_is_killed_and_its_last_roster_counts(monkeypatch, small):
    monkeypatch.setattr(peers, "SECONDS_OF_GRACE", 0.1)
    # Nobody works: 12 seats × 10; the claim below it came without a roster and does not count.
    script(
        monkeypatch,
        {"event": "ready"},
        {"event": "incumbent", "objective": 120, "at": 0.5},
        {"event": "roster", "objective": 120, "assignments": []},
        {"event": "incumbent", "objective": 90, "at": 0.9},
        {"event": "bound", "value": 7.5},
        then="time.sleep(600)",
    )
    result = peers.run_peer("cpsat", small, 0.2, 1)
    assert (result.ended, result.objective, result.bound) == ("killed", 120, 7.5)
    assert (result.seconds_first, result.seconds_best) == (0.5, 0.5)


def test_a_peer_that_dies_says_why(monkeypatch, small):
    script(monkeypatch, {"event": "ready"}, then="raise SystemExit('out of memory')")
    result = peers.run_peer("cpsat", small, 5.0, 1)
    assert (result.ended, result.objective, result.assignments) == ("failed", None, ())
    assert "out of memory" in result.message


@pytest.mark.parametrize(
    ("objective", "assignments"),
    [(119, []), (120, [["Z", 0, "E"]])],
    ids=["a wrong price", "a breach"],
)
def test_a_roster_that_is_not_what_its_peer_claims_is_an_internal_error(monkeypatch, small, objective, assignments):
    script(
        monkeypatch,
        {"event": "ready"},
        {"event": "incumbent", "objective": objective, "at": 0.1},
        {"event": "roster", "objective": objective, "assignments": assignments},
        {"event": "done", "at": 0.2},
    )
    with pytest.raises(InternalError, match="the checker finds 120"):
        peers.run_peer("cpsat", small, 5.0, 1)


def test_timefold_is_offered_only_where_its_package_is(monkeypatch):
    peers.available_peers.cache_clear()
    monkeypatch.setattr(peers, "_timefold_python", lambda: None)
    assert peers.available_peers() == ("cpsat", "cpsat_tuned", "highs")
    peers.available_peers.cache_clear()
    monkeypatch.setattr(peers, "_timefold_python", lambda: "/opt/python")
    assert peers.available_peers()[-1] == "timefold"
    peers.available_peers.cache_clear()


def test_a_roster_that_costs_less_than_its_peer_counted_is_worth_what_it_costs(monkeypatch, small):
    script(
        monkeypatch,
        {"event": "ready"},
        {"event": "incumbent", "objective": 140, "at": 0.1},
        {"event": "roster", "objective": 140, "assignments": []},
        {"event": "done", "at": 0.2},
    )
    assert peers.run_peer("cpsat", small, 5.0, 1).objective == 120
