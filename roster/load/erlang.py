"""Load → seats, and seats → service: the front of Erlang C and Erlang A, for arrays of intervals at once.

Every function takes numbers or arrays that broadcast together and returns an array of the common shape (a
scalar for scalars). `calls` are the calls offered in an interval of `interval_minutes`, `aht_seconds` their
average handling time. With `patience_seconds` (the mean patience of a waiting caller) the model is Erlang A,
without it Erlang C. `shrinkage` says which share of the given seats is away from the phones; with 0 the seats
are all there.

Impossible or absurd numbers (NaN, negative, no handling time for calls, more than `MAX_ERLANGS`) raise
ValueError naming the argument, the first position and the value: time and memory stay bounded.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from roster.load.erlang_a import answer_rate_a, fewest_seats_a, occupancy_a, service_level_a
from roster.load.erlang_c import answer_rate_c, fewest_seats_c, occupancy_c, service_level_c
from roster.load.guard import (
    Floats,
    offered,
    require_above,
    require_between,
    require_patience,
    require_share_below_one,
)
from roster.load.seats import gross_seats, net_seats

__all__ = ["answer_rate", "occupancy", "offered_erlangs", "required_seats", "service_level"]


def offered_erlangs(calls: ArrayLike, aht_seconds: ArrayLike, *, interval_minutes: ArrayLike) -> Floats:
    """Offered load: the mean number of seats that the calls would keep busy."""
    return offered(calls, aht_seconds, interval_minutes)[0]


def service_level(
    calls: ArrayLike,
    aht_seconds: ArrayLike,
    seats: ArrayLike,
    *,
    interval_minutes: ArrayLike,
    seconds: ArrayLike,
    patience_seconds: ArrayLike | None = None,
    shrinkage: ArrayLike = 0.0,
) -> Floats:
    """Share of all calls answered within `seconds`, in [0, 1]; 1 where there are no calls.

    Erlang C gives 0 where the seats can't carry the load; Erlang A counts who gives up as not answered.
    """
    erlangs, aht = offered(calls, aht_seconds, interval_minutes)
    net = _net(seats, shrinkage)
    limit = require_above("seconds", seconds, 0.0, or_equal=True) / aht
    if patience_seconds is None:
        return _floats(service_level_c(net, erlangs, limit))
    return _floats(service_level_a(net, erlangs, require_patience(patience_seconds, erlangs, aht), limit))


def answer_rate(
    calls: ArrayLike,
    aht_seconds: ArrayLike,
    seats: ArrayLike,
    *,
    interval_minutes: ArrayLike,
    patience_seconds: ArrayLike | None = None,
    shrinkage: ArrayLike = 0.0,
) -> Floats:
    """Predicted share of calls answered at all, in [0, 1]; 1 where there are no calls.

    Erlang C: 1 while the seats exceed the load, else what they can carry. Erlang A: 1 − P(abandon).
    """
    erlangs, aht = offered(calls, aht_seconds, interval_minutes)
    net = _net(seats, shrinkage)
    if patience_seconds is None:
        return _floats(answer_rate_c(net, erlangs))
    return _floats(answer_rate_a(net, erlangs, require_patience(patience_seconds, erlangs, aht)))


def occupancy(
    calls: ArrayLike,
    aht_seconds: ArrayLike,
    seats: ArrayLike,
    *,
    interval_minutes: ArrayLike,
    patience_seconds: ArrayLike | None = None,
    shrinkage: ArrayLike = 0.0,
) -> Floats:
    """Share of their time at the phones in which agents handle calls, in [0, 1].

    0 where there are no calls; 1 where calls meet no seat at all.
    """
    erlangs, aht = offered(calls, aht_seconds, interval_minutes)
    net = _net(seats, shrinkage)
    if patience_seconds is None:
        return _floats(occupancy_c(net, erlangs))
    return _floats(occupancy_a(net, erlangs, require_patience(patience_seconds, erlangs, aht)))


def required_seats(
    calls: ArrayLike,
    aht_seconds: ArrayLike,
    *,
    interval_minutes: ArrayLike,
    level: ArrayLike,
    seconds: ArrayLike,
    max_occupancy: ArrayLike,
    shrinkage: ArrayLike,
    patience_seconds: ArrayLike | None = None,
) -> NDArray[np.int64]:
    """Rostered seats that an interval asks for: whole numbers, 0 where there are no calls.

    The smallest number at the phones with at least `level` (a share below 1) of the calls answered within
    `seconds` and an occupancy of at most `max_occupancy` (above 0, at most 1), divided by 1 − `shrinkage`,
    rounded up. The seats returned meet the level when given back to `service_level` with the same shrinkage.
    """
    erlangs, aht = offered(calls, aht_seconds, interval_minutes)
    limit = require_above("seconds", seconds, 0.0, or_equal=True) / aht
    share = require_share_below_one("level", level)
    cap = require_between("max_occupancy", max_occupancy)
    away = require_share_below_one("shrinkage", shrinkage)
    if patience_seconds is None:
        fewest = fewest_seats_c(erlangs, limit, share, cap)
    else:
        give_up_rate = require_patience(patience_seconds, erlangs, aht)
        fewest = fewest_seats_a(erlangs, give_up_rate, limit, share, cap)
    return gross_seats(fewest, away)


def _net(seats: ArrayLike, shrinkage: ArrayLike) -> NDArray[np.float64]:
    rostered = require_above("seats", seats, 0.0, or_equal=True)
    return net_seats(rostered, require_share_below_one("shrinkage", shrinkage))


def _floats(values: Any) -> Floats:
    """What a ufunc gives, with its type."""
    floats: Floats = values
    return floats
