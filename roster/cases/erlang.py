"""Seats by Erlang C for whole months at once."""

import numpy as np
from numpy.typing import NDArray

from roster.model.centre import Service

Floats = NDArray[np.float64]


def seats_for(calls: Floats, aht_seconds: Floats, interval_minutes: int, service: Service) -> NDArray[np.int64]:
    """Seats per interval: the smallest number that meets level and occupancy, over 1 − shrinkage, rounded up."""
    erlangs = calls * aht_seconds / (interval_minutes * 60)
    seats = np.zeros(calls.shape, dtype=np.int64)
    blocking = np.ones(calls.shape)
    n = 0
    open_ = erlangs > 0
    while open_.any():
        n += 1
        blocking = erlangs * blocking / (n + erlangs * blocking)
        load = np.where(open_, erlangs, 0.0)
        enough = open_ & (load <= n * service.max_occupancy) & (load < n)
        with np.errstate(divide="ignore", invalid="ignore"):
            wait = blocking / (1 - (load / n) * (1 - blocking))
            level = 1 - wait * np.exp(-(n - load) * service.seconds / aht_seconds)
        done = enough & (level >= service.level)
        seats[done] = n
        open_ &= ~done
    return np.asarray(np.ceil(seats / (1 - service.shrinkage) - 1e-9), dtype=np.int64)
