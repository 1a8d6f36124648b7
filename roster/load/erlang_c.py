"""Erlang C: calls wait without limit in one queue, first come first served (M/M/n).

With ρ = a/n < 1 the probability of waiting is C = 1/((1−ρ)·I(n) + ρ), where I(n) = 1/B(n) is Erlang B's, and
a call waits longer than t with probability C·exp(−(n−a)·t/h) for a handling time h (Erlang 1917; Gross and
Harris, Fundamentals of Queueing Theory, M/M/c). With ρ ≥ 1 the queue grows for ever: no call is in time, and
seats serve n/a of what comes.

The functions take arrays of seats n, offered load a in erlangs, and times in units of the handling time;
`roster.load.erlang` is their checked front.
"""

from math import ceil, exp, floor

from roster.compiled import elementwise, njit
from roster.load.erlang_b import inverse_blocking

# A cap met to within this share is met: 9 erlangs at 90 % are 10 seats, whatever 9 / 0.9 rounds to.
ROUNDING_SHARE = 1e-9


@njit
def wait_probability(seats: int, erlangs: float, inverse: float) -> float:
    """C for n > a, `inverse` being 1/B(n, a)."""
    utilisation = erlangs / seats
    return 1.0 / ((1.0 - utilisation) * inverse + utilisation)


@elementwise("float64(float64, float64, float64)")
def service_level_c(seats: float, erlangs: float, handling_times: float) -> float:
    """Share of calls answered within `handling_times` (the limit in units of the handling time)."""
    if erlangs <= 0.0:
        return 1.0
    n = floor(seats)
    if n <= erlangs:
        return 0.0
    wait = wait_probability(int(n), erlangs, inverse_blocking(int(n), erlangs))
    return 1.0 - wait * exp(-(n - erlangs) * handling_times)


@elementwise("float64(float64, float64)")
def answer_rate_c(seats: float, erlangs: float) -> float:
    """Share of calls answered: all while the queue is stable, else what the seats can carry."""
    if erlangs <= 0.0:
        return 1.0
    return min(1.0, floor(seats) / erlangs)


@elementwise("float64(float64, float64)")
def occupancy_c(seats: float, erlangs: float) -> float:
    """Share of their time in which the seats are busy."""
    if erlangs <= 0.0:
        return 0.0
    n = floor(seats)
    return 1.0 if n <= erlangs else erlangs / n


@elementwise("float64(float64, float64, float64, float64)")
def fewest_seats_c(erlangs: float, handling_times: float, level: float, max_occupancy: float) -> float:
    """Smallest n with a stable queue, the level within `handling_times`, and a/n ≤ `max_occupancy`."""
    if erlangs <= 0.0:
        return 0.0
    # One recursion up to the first stable, not too busy n; each further seat is then one step of it, and one
    # factor exp(−t/h) on the probability of waiting too long.
    capped = ceil(erlangs / max_occupancy * (1.0 - ROUNDING_SHARE))
    n = max(floor(erlangs) + 1, capped)
    inverse = inverse_blocking(n, erlangs)
    late_factor = exp(-(n - erlangs) * handling_times)
    per_seat = exp(-handling_times)
    miss = 1.0 - level
    while wait_probability(n, erlangs, inverse) * late_factor > miss:
        n += 1
        inverse = 1.0 + inverse * n / erlangs
        late_factor *= per_seat
    return float(n)
