"""Erlang C beside published figures, worked examples and another library."""

from math import ceil, exp, lgamma, log
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyworkforce.queuing import ErlangC

from roster.load.erlang import answer_rate, occupancy, offered_erlangs, required_seats, service_level

# C(n, a): the probability of waiting, as printed in textbooks (Winston, Operations Research, M/M/s table;
# Gross and Harris, Fundamentals of Queueing Theory): s servers at utilisation ρ, a = sρ.
PUBLISHED_WAIT = [
    (1, 0.9, 0.9),
    (2, 0.5, 0.3333),
    (2, 0.8, 0.7111),
    (3, 2 / 3, 0.4444),
    (5, 0.8, 0.5541),
    (10, 0.8, 0.4092),
    (10, 0.9, 0.6687),
]


@pytest.mark.parametrize(("servers", "utilisation", "wait"), PUBLISHED_WAIT)
def test_probability_of_waiting_as_published(servers: int, utilisation: float, wait: float) -> None:
    # Within 0 s are those who find a free seat: 1 − C. One call an hour-long interval is one erlang per hour.
    load = servers * utilisation
    level = service_level(load, 3600, servers, interval_minutes=60, seconds=0)
    assert 1 - level == pytest.approx(wait, abs=0.00005)


def test_worked_example_of_360_calls_in_half_an_hour() -> None:
    # Mitan Ltd., "Erlang C Formula": 360 calls in 30 min of 240 s are 48 erlangs; 55 agents: C = 23.9 %,
    # occupancy 87.3 %, 84.6 % answered within 15 s.
    assert offered_erlangs(360, 240, interval_minutes=30) == pytest.approx(48)
    assert 1 - service_level(360, 240, 55, interval_minutes=30, seconds=0) == pytest.approx(0.239, abs=0.0005)
    assert service_level(360, 240, 55, interval_minutes=30, seconds=15) == pytest.approx(0.846, abs=0.0005)
    assert occupancy(360, 240, 55, interval_minutes=30) == pytest.approx(0.873, abs=0.0005)


def test_worked_example_of_100_calls_in_half_an_hour() -> None:
    # Call Centre Helper, "Erlang C Formula – made simple with an easy worked example": 100 calls in 30 min of
    # 180 s, 80/20: 14 agents give 88.8 % at an occupancy of 71.4 %; 20 with 30 % shrinkage.
    month = {"interval_minutes": 30, "level": 0.8, "seconds": 20, "max_occupancy": 0.85}
    assert service_level(100, 180, 14, interval_minutes=30, seconds=20) == pytest.approx(0.888, abs=0.0005)
    assert occupancy(100, 180, 14, interval_minutes=30) == pytest.approx(0.714, abs=0.0005)
    assert required_seats(100, 180, shrinkage=0.0, **month) == 14
    assert required_seats(100, 180, shrinkage=0.3, **month) == 20


def slow_service_level(seats: int, erlangs: float, handling_times: float) -> float:
    """The formula as printed, with factorials."""
    if seats <= erlangs:
        return 0.0
    weights = [exp(k * log(erlangs) - lgamma(k + 1) - erlangs) for k in range(seats + 1)]
    top = weights[-1] * seats / (seats - erlangs)
    wait = top / (sum(weights[:-1]) + top)
    return 1 - wait * exp(-(seats - erlangs) * handling_times)


@given(
    st.floats(0.01, 60),
    st.integers(0, 90),
    st.floats(0, 3),
)
def test_service_level_equals_the_formula_as_printed(erlangs: float, seats: int, handling_times: float) -> None:
    level = service_level(erlangs, 60, seats, interval_minutes=1, seconds=60 * handling_times)
    assert level == pytest.approx(slow_service_level(seats, erlangs, handling_times), abs=1e-11)


@given(
    st.floats(0.01, 60),
    st.floats(0, 0.999),
    st.floats(0, 3),
    st.floats(0.3, 1.0),
)
def test_required_is_the_smallest_that_meets_level_and_cap(
    erlangs: float, level: float, handling_times: float, cap: float
) -> None:
    seats = int(
        required_seats(
            erlangs,
            60,
            interval_minutes=1,
            level=level,
            seconds=60 * handling_times,
            max_occupancy=cap,
            shrinkage=0,
        )
    )

    def enough(n: int, slack: float) -> bool:
        return (
            n > erlangs
            and slow_service_level(n, erlangs, handling_times) >= level - slack
            and erlangs / n <= cap * (1 + slack)
        )

    assert enough(seats, 1e-8)
    assert not enough(seats - 1, -1e-8)


@pytest.mark.parametrize("level", [0.5, 0.8, 0.95])
@pytest.mark.parametrize("seconds", [5, 20, 60])
@pytest.mark.parametrize("cap", [0.7, 0.85, 1.0])
def test_agrees_with_pyworkforce(level: float, seconds: float, cap: float) -> None:
    calls = np.array([1, 2, 5, 9.5, 20, 33, 77, 150, 400, 1000], dtype=float)
    aht = np.array([60, 180, 333, 600], dtype=float)[:, None]
    ours = required_seats(
        calls, aht, interval_minutes=30, level=level, seconds=seconds, max_occupancy=cap, shrinkage=0.25
    )
    net = required_seats(calls, aht, interval_minutes=30, level=level, seconds=seconds, max_occupancy=cap, shrinkage=0)
    for row, handling in enumerate(aht[:, 0]):
        for column, volume in enumerate(calls):
            peer = ErlangC(volume, handling / 60, seconds / 60, 30, shrinkage=0.25)
            theirs = peer.required_positions(level, cap)
            n = int(net[row, column])
            if theirs["raw_positions"] == n:
                assert ours[row, column] == theirs["positions"]
            else:
                # It begins at round(load + 1), which may lie beyond the smallest stable number, and takes
                # 7.700000000000001 / 0.7 for more than 11: by its own formulas one seat too many.
                assert theirs["raw_positions"] == n + 1
                assert peer.service_level(n) >= level
                assert peer.achieved_occupancy(n) <= cap * (1 + 1e-12)
            for seats in (n, n + 1, n + 7):
                assert service_level(volume, handling, seats, interval_minutes=30, seconds=seconds) == pytest.approx(
                    peer.service_level(seats), abs=1e-10
                )
                assert occupancy(volume, handling, seats, interval_minutes=30) == pytest.approx(
                    peer.achieved_occupancy(seats), abs=1e-12
                )


def test_too_few_seats() -> None:
    # 10 erlangs on 8 seats: the queue grows for ever, 8 in 10 calls are carried.
    few = {"interval_minutes": 30}
    assert service_level(100, 180, 8, seconds=20, **few) == 0.0
    assert answer_rate(100, 180, 8, **few) == pytest.approx(0.8)
    assert occupancy(100, 180, 8, **few) == 1.0
    # Exactly the load is not stable either, though all seats together just carry it.
    assert service_level(100, 180, 10, seconds=20, **few) == 0.0
    assert answer_rate(100, 180, 10, **few) == 1.0
    assert service_level(100, 180, 11, seconds=20, **few) > 0.3
    # Nobody there at all.
    assert service_level(100, 180, 0, seconds=20, **few) == 0.0
    assert answer_rate(100, 180, 0, **few) == 0.0
    assert occupancy(100, 180, 0, **few) == 1.0


def test_no_calls_need_nobody_and_are_all_answered() -> None:
    assert service_level(0, 180, [0, 3], interval_minutes=30, seconds=20).tolist() == [1.0, 1.0]
    assert answer_rate(0, 0, [0, 3], interval_minutes=30).tolist() == [1.0, 1.0]
    assert occupancy(0, 180, [0, 3], interval_minutes=30).tolist() == [0.0, 0.0]
    calls, aht = np.array([0.0, 1e-9, 1.0]), np.array([0.0, 180.0, 180.0])
    seats = required_seats(calls, aht, interval_minutes=30, level=0.8, seconds=15, max_occupancy=0.9, shrinkage=0.1)
    # One seat at the phones is ⌈1/0.9⌉ = 2 rostered ones.
    assert seats.tolist() == [0, 2, 2]
    assert seats.dtype == np.int64


@pytest.mark.parametrize(
    ("net", "cap", "calls"),
    [(10, 0.9, 90), (20, 0.9, 180), (100, 0.85, 850), (30, 0.7, 210), (70, 0.9, 630)],
)
def test_the_occupancy_cap_is_met_exactly_at_whole_numbers(net: int, cap: float, calls: float) -> None:
    # calls of 180 s in 30 min are calls/10 erlangs; load / cap is a whole number whatever floats make of it.
    common: dict[str, Any] = {
        "interval_minutes": 30,
        "level": 0.0,
        "seconds": 15,
        "shrinkage": 0.0,
        "max_occupancy": cap,
    }
    assert required_seats(calls, 180, **common) == net
    assert required_seats(calls + 0.01, 180, **common) == net + 1


def test_a_whole_month_at_once_equals_interval_by_interval() -> None:
    random = np.random.default_rng(7)
    calls = random.poisson(80, (31, 48)).astype(float)
    aht = random.uniform(60, 400, (31, 48))
    common = {
        "interval_minutes": 30, "level": 0.8, "seconds": 15, "max_occupancy": 0.9, "shrinkage": 0.1,
    }  # fmt: skip
    whole = required_seats(calls, aht, **common)
    assert whole.shape == (31, 48)
    for day, slot in [(0, 0), (13, 20), (30, 47)]:
        assert whole[day, slot] == required_seats(calls[day, slot], aht[day, slot], **common)


# Nothing promised, one seat overloaded: late and lost calls add up to 1 and must not exceed it by rounding.
@example(743.0, 1.0, 0.0, 1.0, 1.0, 0.0, 5, 95.0)
@given(
    st.floats(0, 3000),
    st.floats(1, 2000),
    st.floats(0, 0.99),
    st.floats(0, 300),
    st.floats(0.5, 1),
    st.floats(0, 0.6),
    st.sampled_from([5, 15, 30, 60]),
    st.one_of(st.none(), st.floats(1, 1000)),
)
def test_more_asked_never_needs_fewer(
    calls: float,
    aht: float,
    level: float,
    seconds: float,
    cap: float,
    shrinkage: float,
    minutes: int,
    patience: float | None,
) -> None:
    def seats(
        calls: float = calls,
        level: float = level,
        seconds: float = seconds,
        cap: float = cap,
        shrinkage: float = shrinkage,
    ) -> int:
        return int(
            required_seats(
                calls,
                aht,
                interval_minutes=minutes,
                level=level,
                seconds=seconds,
                max_occupancy=cap,
                shrinkage=shrinkage,
                patience_seconds=patience,
            )
        )

    base = seats()
    assert seats(calls=calls * 1.1) >= base
    assert seats(level=level + (0.999 - level) / 2) >= base
    assert seats(seconds=seconds * 0.8) >= base
    assert seats(cap=cap * 0.95) >= base
    assert seats(shrinkage=shrinkage + (0.9 - shrinkage) / 4) >= base
    common: dict[str, Any] = {"interval_minutes": minutes, "patience_seconds": patience, "shrinkage": shrinkage}
    if calls > 0:
        assert service_level(calls, aht, base, seconds=seconds, **common) >= level - 1e-9
        assert occupancy(calls, aht, base, **common) <= cap + 1e-9


@given(
    st.floats(0.1, 3000),
    st.floats(1, 600),
    st.integers(0, 800),
    st.floats(0, 300),
    st.one_of(st.none(), st.floats(1, 1000)),
)
def test_more_seats_never_serve_worse(
    calls: float, aht: float, seats: int, seconds: float, patience: float | None
) -> None:
    ladder = np.arange(seats, seats + 4)
    common: dict[str, Any] = {"interval_minutes": 30, "patience_seconds": patience}
    level = service_level(calls, aht, ladder, seconds=seconds, **common)
    answered = answer_rate(calls, aht, ladder, **common)
    busy = occupancy(calls, aht, ladder, **common)
    for values, step in [(level, 1), (answered, 1), (busy, -1)]:
        assert np.all((values >= 0) & (values <= 1))
        assert np.all(step * np.diff(values) >= -1e-12)
    assert np.all(level <= answered + 1e-12)
    # What is answered is what keeps seats busy.
    erlangs = calls * aht / 1800
    assert np.all(busy * ladder <= erlangs * answered * (1 + 1e-9) + 1e-9)


def test_huge_loads_are_answered_not_hung_over() -> None:
    # 166,667 erlangs: with the square-root rule a + β√a (Halfin and Whitt 1981) a few hundred seats above it.
    seats = required_seats(1e6, 300, interval_minutes=30, level=0.8, seconds=20, max_occupancy=1, shrinkage=0)
    assert ceil(1e6 / 6) < seats < 1e6 / 6 + 3 * np.sqrt(1e6 / 6)
