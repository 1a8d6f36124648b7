"""Erlang B, the loss formula, from which Erlang C and Erlang A start.

With offered load `a` erlangs and `n` seats the blocking probability is B(n) = (aⁿ/n!) / Σ_{k≤n} aᵏ/k!.
Its inverse I(n) = 1/B(n) obeys the recursion of Jagerman (Some properties of the Erlang loss function, Bell
System Technical Journal 53, 1974):

    I(0) = 1,    I(n) = 1 + I(n−1)·n/a

All terms are positive, so nothing cancels. Below the load each step shrinks an error by n/a, which is why the
recursion may start √a-wise below the load instead of at 0: memory is constant and time grows with √a only.
"""

from math import sqrt
from typing import Any

from roster.compiled import elementwise, njit

# From m = n − 8.7·√a on, the product of the factors k/a up to n is below exp(−8.7²/2) = 4e-17, one rounding.
WINDOW_DEVIATIONS = 8.7
# Where 1/B is above this, B is 0 for every purpose here; stops well before floats overflow.
INVERSE_CEILING = 1e250


@njit
def inverse_blocking(seats: int, erlangs: float) -> float:
    """1/B(n) for `seats` n ≥ 0 and `erlangs` a > 0; infinite where B is below 1e-250."""
    start = max(0, int(min(float(seats), erlangs) - WINDOW_DEVIATIONS * sqrt(erlangs)) - 1)
    per_erlang = 1.0 / erlangs
    # Σ_k ∏ (m−k)/a is nearly a geometric series at m far below the load.
    inverse = 1.0 if start == 0 else 1.0 / (1.0 - start * per_erlang)
    for n in range(start + 1, seats + 1):
        inverse = 1.0 + inverse * (n * per_erlang)
        if inverse > INVERSE_CEILING:
            return float("inf")
    return inverse


@elementwise("float64(float64, float64)")
def _blocking(seats: float, erlangs: float) -> float:
    if erlangs <= 0.0:
        return 1.0 if seats < 1.0 else 0.0
    return 1.0 / inverse_blocking(int(seats), erlangs)


def blocking(seats: Any, erlangs: Any) -> Any:
    """Probability that a call finds all seats busy when none may wait; arrays broadcast.

    `seats` whole and ≥ 0, `erlangs` ≥ 0 (dimensionless offered load); result in [0, 1].
    """
    return _blocking(seats, erlangs)
