"""Erlang A beside its birth–death chain, published figures and its limits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster.load.erlang import answer_rate, occupancy, required_seats, service_level


def chain(seats: int, load: float, give_up: float) -> np.ndarray:
    """Long-run probabilities of k calls in the system, by balancing the flow over each cut."""
    length = seats + 400 + int(6 * load / give_up**0.5)
    log_weight = np.zeros(length)
    for k in range(1, length):
        down = min(k, seats) + max(k - seats, 0) * give_up
        log_weight[k] = log_weight[k - 1] + np.log(load / down)
    weight = np.exp(log_weight - log_weight.max())
    return weight / weight.sum()


def answered_within(seats: int, ahead: int, give_up: float, limit: float) -> float:
    """Probability that a caller with `ahead` waiting before them is answered within `limit`.

    The caller's own path is a chain: the position falls at rate n + ahead·θ, the caller gives up at rate θ.
    Solved by uniformisation: a Poisson number of steps of the jump chain.
    """
    rate = seats + (ahead + 1) * give_up
    position = np.zeros(ahead + 2)  # index 0: answered; i: i − 1 waiting before the caller
    position[ahead + 1] = 1.0
    moves = np.array([0.0] + [(seats + i * give_up) / rate for i in range(ahead + 1)])
    gives_up = np.array([0.0] + [give_up / rate] * (ahead + 1))
    mean = rate * limit
    poisson, answered, seen = np.exp(-mean), 0.0, 0.0
    steps = int(mean + 12 * np.sqrt(mean + 1) + 30)
    for step in range(steps):
        answered += poisson * position[0]
        seen += poisson
        moved = position * moves
        position = position * (1 - moves - gives_up)
        position[:-1] += moved[1:]
        poisson *= mean / (step + 1)
    assert seen == pytest.approx(1.0, abs=1e-9)
    return answered


def slow(seats: int, load: float, give_up: float, limit: float) -> tuple[float, float, float]:
    """(service level, answer rate, occupancy) from the chain itself."""
    p = chain(seats, load, give_up)
    k = np.arange(len(p))
    waiting = np.maximum(k - seats, 0)
    level = p[:seats].sum()
    for ahead in range(len(p) - seats):
        if p[seats + ahead] > 1e-12:
            level += p[seats + ahead] * answered_within(seats, ahead, give_up, limit)
    return float(level), 1 - give_up * float(p @ waiting) / load, float(p @ np.minimum(k, seats)) / seats


@settings(max_examples=40, deadline=None)
@given(
    st.integers(1, 25),
    st.floats(0.05, 30),
    st.floats(0.05, 20),
    st.floats(0, 1.0),
)
def test_equals_the_birth_death_chain(seats: int, load: float, give_up: float, limit: float) -> None:
    # Handling time 60 s, interval 1 min: the load in erlangs is the number of calls.
    common = {"interval_minutes": 1, "patience_seconds": 60 / give_up}
    level, answered, busy = slow(seats, load, give_up, limit)
    assert service_level(load, 60, seats, seconds=60 * limit, **common) == pytest.approx(level, abs=1e-8)
    assert answer_rate(load, 60, seats, **common) == pytest.approx(answered, abs=1e-9)
    assert occupancy(load, 60, seats, **common) == pytest.approx(busy, abs=1e-9)


def test_patience_as_long_as_a_call_is_erlang_b_without_the_blocking() -> None:
    # With θ = 1 the number in the system is Poisson(a) (an M/M/∞ queue), so P(wait) = P(Poisson(a) ≥ n).
    load, seats = 12.0, 10
    poisson = np.exp(-load) * np.cumprod([1.0] + [load / k for k in range(1, seats)])
    level = service_level(load, 60, seats, interval_minutes=1, seconds=0, patience_seconds=60)
    assert level == pytest.approx(poisson.sum(), abs=1e-13)


def test_published_example_of_a_hotline() -> None:
    # Garnett, Mandelbaum and Reiman (Designing a call center with impatient customers, 2002), introduction:
    # 48 calls a minute of 1 minute each, patience 2 minutes, 50 agents: 3.1 % abandon.
    answered = answer_rate(48, 60, 50, interval_minutes=1, patience_seconds=120)
    assert 1 - answered == pytest.approx(0.031, abs=0.0005)


def test_endless_patience_is_erlang_c() -> None:
    calls, seats = np.array([5.0, 40.0, 200.0]), np.array([2, 9, 36])
    common = {"interval_minutes": 30, "seconds": 20}
    patient = service_level(calls, 300, seats, patience_seconds=2e5, **common)
    assert patient == pytest.approx(service_level(calls, 300, seats, **common), abs=3e-3)


def test_no_patience_is_erlang_b() -> None:
    from roster.load.erlang_b import blocking

    answered = answer_rate(100, 180, [8, 10, 14], interval_minutes=30, patience_seconds=1e-6)
    assert answered == pytest.approx(1 - blocking([8, 10, 14], 10.0), abs=1e-6)


def test_heavy_overload_answers_what_the_seats_carry() -> None:
    # 10,000 erlangs on 100 seats, patience of ten minutes: the queue's weights would overflow any float.
    common = {"interval_minutes": 30, "patience_seconds": 600}
    assert answer_rate(1e5, 180, 100, **common) == pytest.approx(0.01, rel=1e-9)
    assert occupancy(1e5, 180, 100, **common) == pytest.approx(1.0, rel=1e-9)
    # Who is answered waited for about patience·ln(100) = 2763 s, so nobody within 20 s, and half within that.
    assert service_level(1e5, 180, 100, seconds=20, **common) == pytest.approx(0.0, abs=1e-9)
    assert service_level(1e5, 180, 100, seconds=2763, **common) == pytest.approx(0.005, rel=0.1)
    assert service_level(1e5, 180, 100, seconds=2e4, **common) == pytest.approx(0.01, rel=1e-6)


def test_edges() -> None:
    common = {"interval_minutes": 30, "patience_seconds": 60}
    assert service_level(10, 180, 0, seconds=20, **common) == 0.0
    assert answer_rate(10, 180, 0, **common) == 0.0
    assert occupancy(10, 180, 0, **common) == 1.0
    assert service_level(0, 180, 0, seconds=20, **common) == 1.0
    assert answer_rate(0, 180, 0, **common) == 1.0
    assert occupancy(0, 180, 2, **common) == 0.0
    assert service_level(1e-9, 180, 5, seconds=20, **common) == pytest.approx(1.0)


@settings(max_examples=60)
@given(
    st.floats(0.5, 400),
    st.floats(0.1, 0.98),
    st.floats(0, 60),
    st.floats(0.5, 1),
    st.floats(5, 600),
)
def test_required_is_the_smallest_that_meets_level_and_cap(
    calls: float, level: float, seconds: float, cap: float, patience: float
) -> None:
    seats = int(
        required_seats(
            calls,
            240,
            interval_minutes=30,
            level=level,
            seconds=seconds,
            max_occupancy=cap,
            shrinkage=0,
            patience_seconds=patience,
        )
    )
    common = {"interval_minutes": 30, "patience_seconds": patience}
    ladder = [seats - 1, seats]
    reached = service_level(calls, 240, ladder, seconds=seconds, **common)
    busy = occupancy(calls, 240, ladder, **common)
    assert reached[1] >= level - 1e-9
    assert busy[1] <= cap + 1e-8
    assert reached[0] < level + 1e-9 or busy[0] > cap - 1e-8


def test_patience_spares_seats_and_gross_seats_add_shrinkage() -> None:
    common = {"interval_minutes": 30, "level": 0.8, "seconds": 15, "max_occupancy": 1.0}
    patient = required_seats(400, 300, shrinkage=0, **common)
    leaving = required_seats(400, 300, shrinkage=0, patience_seconds=60, **common)
    assert leaving < patient
    gross = required_seats(400, 300, shrinkage=0.1, patience_seconds=60, **common)
    assert gross == int(np.ceil(leaving / 0.9 - 1e-9))
