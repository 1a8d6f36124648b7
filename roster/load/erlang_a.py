"""Erlang A: as Erlang C, but a waiting caller loses patience after an exponential time (M/M/n+M).

A birth–death chain (Palm 1957; Mandelbaum and Zeltyn, Service engineering in action: the Palm/Erlang-A queue,
2007). In units of the handling time: arrivals at rate a, the seats serve at rate n, each waiting caller gives
up at rate θ = handling time / patience. Relative to the state with all seats busy and nobody waiting, the
states below weigh I(n) in all (Erlang B's inverse) and the state with k waiting weighs

    t_k = ∏_{j=1…k} a/(n + jθ)

so with S = Σ t_k and Q = Σ k·t_k the weights sum to W = I(n) + S − 1, and

    P(wait) = S/W,   P(abandon) = (θ/a)·Q/W,
    P(answered after more than t) = n/(n+θ) · exp(a(1−e^{−θt})/θ − (n+θ)t) · S'/W

where S' is S with a·e^{−θt} for a and n + θ for n (the density of the offered wait, integrated from t on).
All terms are positive. The service level is the share of *all* calls that are answered within t: who gives
up, however soon, was not answered.
"""

from math import ceil, exp, expm1, floor, log

from roster.compiled import elementwise, njit
from roster.load.erlang_b import inverse_blocking
from roster.load.erlang_c import ROUNDING_SHARE

NEGLIGIBLE = 1e-17  # of the sum: below one rounding
CEILING = 1e200  # weights are scaled down when they pass it


@njit
def queue_sums(arrival_rate: float, service_rate: float, give_up_rate: float) -> tuple[float, float, float]:
    """(S, Q, s): Σ t_k and Σ k·t_k, both times exp(−s), so that heavy overload does not overflow."""
    weight = 1.0
    total = 1.0
    queued = 0.0
    scale = 0.0
    k = 0
    while True:
        k += 1
        ratio = arrival_rate / (service_rate + k * give_up_rate)
        weight *= ratio
        total += weight
        queued += k * weight
        if ratio < 1.0 and weight < NEGLIGIBLE * total * (1.0 - ratio):
            return total, queued, scale
        if weight > CEILING:
            weight /= CEILING
            total /= CEILING
            queued /= CEILING
            scale += log(CEILING)


@njit
def abandoned_and_late(seats: int, erlangs: float, give_up_rate: float, handling_times: float) -> tuple[float, float]:
    """(P(abandon), P(answered later than `handling_times`)) for n ≥ 1 seats and a > 0 erlangs."""
    total, queued, scale = queue_sums(erlangs, float(seats), give_up_rate)
    rest = exp(-scale)  # the weight 1 of the state with nobody waiting, on the sums' scale
    weights = (inverse_blocking(seats, erlangs) - 1.0) * rest + total
    if weights == float("inf"):
        return 0.0, 0.0
    abandoned = give_up_rate / erlangs * queued / weights
    patient = exp(-give_up_rate * handling_times)
    late_total, _, late_scale = queue_sums(erlangs * patient, seats + give_up_rate, give_up_rate)
    exponent = -erlangs * expm1(-give_up_rate * handling_times) / give_up_rate
    exponent -= (seats + give_up_rate) * handling_times
    late = seats / (seats + give_up_rate) * exp(exponent + late_scale - scale + log(late_total / weights))
    return min(1.0, abandoned), min(1.0, late)


@elementwise("float64(float64, float64, float64, float64)")
def service_level_a(seats: float, erlangs: float, give_up_rate: float, handling_times: float) -> float:
    """Share of all calls answered within `handling_times` (the limit in units of the handling time)."""
    if erlangs <= 0.0:
        return 1.0
    n = floor(seats)
    if n < 1:
        return 0.0
    abandoned, late = abandoned_and_late(n, erlangs, give_up_rate, handling_times)
    return max(0.0, 1.0 - abandoned - late)


@elementwise("float64(float64, float64, float64)")
def answer_rate_a(seats: float, erlangs: float, give_up_rate: float) -> float:
    """Share of calls answered: 1 − P(abandon)."""
    if erlangs <= 0.0:
        return 1.0
    n = floor(seats)
    if n < 1:
        return 0.0
    return 1.0 - abandoned_and_late(n, erlangs, give_up_rate, 0.0)[0]


@elementwise("float64(float64, float64, float64)")
def occupancy_a(seats: float, erlangs: float, give_up_rate: float) -> float:
    """Share of their time in which the seats are busy: the load that does not give up, per seat."""
    if erlangs <= 0.0:
        return 0.0
    n = floor(seats)
    if n < 1:
        return 1.0
    return min(1.0, erlangs * (1.0 - abandoned_and_late(n, erlangs, give_up_rate, 0.0)[0]) / n)


@njit
def enough_seats_a(
    seats: int, erlangs: float, give_up_rate: float, handling_times: float, level: float, max_occupancy: float
) -> bool:
    """Whether n seats meet the level and the occupancy cap; once true, true for every larger n."""
    abandoned, late = abandoned_and_late(seats, erlangs, give_up_rate, handling_times)
    busy = erlangs * (1.0 - abandoned) / seats
    return min(1.0, abandoned + late) <= 1.0 - level and busy <= max_occupancy * (1.0 + ROUNDING_SHARE)


@elementwise("float64(float64, float64, float64, float64, float64)")
def fewest_seats_a(
    erlangs: float, give_up_rate: float, handling_times: float, level: float, max_occupancy: float
) -> float:
    """Smallest n that meets the level and the occupancy cap: doubling steps up, then halving."""
    if erlangs <= 0.0:
        return 0.0
    # n seats answer at most n/a of the calls, so fewer than level·a can't do.
    too_few = max(0, ceil(level * erlangs * (1.0 - ROUNDING_SHARE)) - 1)
    step = 1
    enough = too_few + step
    while not enough_seats_a(enough, erlangs, give_up_rate, handling_times, level, max_occupancy):
        too_few = enough
        step *= 2
        enough = too_few + step
    while enough - too_few > 1:
        middle = (too_few + enough) // 2
        if enough_seats_a(middle, erlangs, give_up_rate, handling_times, level, max_occupancy):
            enough = middle
        else:
            too_few = middle
    return float(enough)
