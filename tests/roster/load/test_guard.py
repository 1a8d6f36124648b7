"""Impossible figures of a load are refused by name."""

from typing import Any

import numpy as np
import pytest

from roster.load.erlang import answer_rate, occupancy, offered_erlangs, required_seats, service_level

GOOD: dict[str, Any] = {
    "calls": [10.0, 20.0],
    "aht_seconds": 180,
    "interval_minutes": 30,
    "level": 0.8,
    "seconds": 15,
    "max_occupancy": 0.9,
    "shrinkage": 0.1,
    "patience_seconds": 60,
}

BAD: list[tuple[str, Any, str]] = [
    ("calls", [1.0, float("nan")], r"calls\[1\] is nan"),
    ("calls", [-1.0, 2.0], r"calls\[0\] is -1: must be a finite number ≥ 0"),
    ("calls", [-1.0, -2.0], r"calls\[0\] is -1: .*\(2 values in all\)"),
    ("calls", float("inf"), r"calls is inf"),
    (
        "calls",
        [1.0, 1e12],
        r"calls × aht_seconds / interval\[1\] is 1e\+11: must be at most 1,000,000 erlangs",
    ),
    ("calls", "many", r"calls must be numbers"),
    ("aht_seconds", [180, 0], r"aht_seconds\[1\] is 0: must be above 0 where there are calls"),
    ("aht_seconds", -3, r"aht_seconds is -3"),
    ("interval_minutes", 0, r"interval_minutes is 0: must be a finite number > 0"),
    ("level", 1.0, r"level is 1: must be at least 0 and below 1"),
    ("level", 80, r"level is 80"),
    ("level", float("nan"), r"level is nan"),
    ("seconds", -1, r"seconds is -1"),
    ("max_occupancy", 0, r"max_occupancy is 0: must be above 0 and at most 1"),
    ("max_occupancy", 1.01, r"max_occupancy is 1\.01"),
    ("shrinkage", 1, r"shrinkage is 1: must be at least 0 and below 1"),
    ("shrinkage", -0.1, r"shrinkage is -0\.1"),
    ("patience_seconds", 0, r"patience_seconds is 0"),
    ("patience_seconds", 1e9, r"calls within patience_seconds.* must be at most 100,000"),
]


@pytest.mark.parametrize(("name", "value", "message"), BAD)
def test_impossible_numbers_are_refused_by_name(name: str, value: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        required_seats(**{**GOOD, name: value})


def test_good_numbers_pass_and_limits_are_inclusive() -> None:
    assert required_seats(**GOOD).shape == (2,)
    assert required_seats(**{**GOOD, "level": 0, "max_occupancy": 1, "shrinkage": 0, "seconds": 0}).shape == (2,)
    assert offered_erlangs(1e6, 1800, interval_minutes=30) == 1e6


@pytest.mark.parametrize("seats", [float("nan"), -1, [3, float("inf")]])
def test_impossible_seats_are_refused(seats: Any) -> None:
    with pytest.raises(ValueError, match=r"seats.* must be a finite number ≥ 0"):
        service_level(10, 180, seats, interval_minutes=30, seconds=15)
    with pytest.raises(ValueError, match="seats"):
        answer_rate(10, 180, seats, interval_minutes=30)
    with pytest.raises(ValueError, match="seats"):
        occupancy(10, 180, seats, interval_minutes=30)


def test_arrays_broadcast_to_days_by_intervals_by_seats() -> None:
    calls = np.full((2, 3, 1), 30.0)
    level = service_level(calls, 200, np.arange(5, 9), interval_minutes=15, seconds=[[[20]]])
    assert level.shape == (2, 3, 4)
