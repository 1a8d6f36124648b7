"""Erlang B beside published figures, its definition and its asymptotics."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.load.erlang_b import blocking

# The offered load in erlangs that N circuits carry at a grade of service, from the Erlang B table printed in
# every teletraffic handbook (for instance ITU-D SG 2/16, Teletraffic Engineering Handbook):
# (circuits, blocking, erlangs, half a unit of the last printed digit).
PUBLISHED = [
    (1, 0.01, 0.0101, 0.00005),
    (2, 0.01, 0.153, 0.0005),
    (5, 0.01, 1.36, 0.005),
    (10, 0.01, 4.46, 0.005),
    (20, 0.01, 12.0, 0.05),
    (50, 0.01, 37.9, 0.05),
    (100, 0.01, 84.1, 0.05),
    (10, 0.02, 5.08, 0.005),
    (20, 0.02, 13.2, 0.05),
    (50, 0.02, 40.3, 0.05),
    (100, 0.02, 88.0, 0.05),
    (10, 0.05, 6.22, 0.005),
    (20, 0.05, 15.2, 0.05),
    (5, 0.1, 2.88, 0.005),
    (10, 0.1, 7.51, 0.005),
    (10, 0.001, 3.09, 0.005),
    (20, 0.001, 9.41, 0.005),
    (100, 0.001, 75.2, 0.05),
]


@pytest.mark.parametrize(("circuits", "share", "erlangs", "half_unit"), PUBLISHED)
def test_blocking_as_published(circuits: int, share: float, erlangs: float, half_unit: float) -> None:
    assert blocking(circuits, erlangs - half_unit) <= share <= blocking(circuits, erlangs + half_unit)


def exact(seats: int, erlangs: Fraction) -> Fraction:
    """Straight from the definition (aⁿ/n!)/Σ aᵏ/k!, in whole numbers."""
    term = total = Fraction(1)
    for k in range(1, seats + 1):
        term = term * erlangs / k
        total += term
    return term / total


@given(st.integers(0, 60), st.fractions(Fraction(1, 64), Fraction(80), max_denominator=64))
def test_blocking_equals_the_definition(seats: int, erlangs: Fraction) -> None:
    assert blocking(seats, float(erlangs)) == pytest.approx(float(exact(seats, erlangs)), rel=1e-12, abs=1e-240)


def test_thousands_of_erlangs_stay_exact_where_the_recursion_starts_late() -> None:
    for erlangs, seats in [(2000, 1800), (2000, 2000), (2000, 2080), (5000, 4000)]:
        inverse = 1.0  # the whole recursion from 0, which the window leaves out
        for n in range(1, seats + 1):
            inverse = 1.0 + inverse * n / erlangs
        assert blocking(seats, erlangs) == pytest.approx(1.0 / inverse, rel=1e-12)


def test_blocking_at_the_load_of_a_million_follows_the_square_root_law() -> None:
    # B(a, a) → √(2/(πa)) (Jagerman 1974), to a relative 4/(3√(2πa)).
    erlangs = 1e6
    assert blocking(erlangs, erlangs) == pytest.approx(np.sqrt(2 / (np.pi * erlangs)), rel=1e-3)


def test_edges() -> None:
    assert blocking(0, 5.0) == 1.0
    assert blocking(0, 0.0) == 1.0
    assert blocking(3, 0.0) == 0.0
    assert blocking(100_000, 1.0) == 0.0  # far below the smallest float
