"""What the formulas refuse: numbers that no centre has, named with argument, position and value."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

MAX_ERLANGS = 1_000_000.0
"""A million agents talking at once: more is a slip of the unit, not a call centre."""

MAX_CALLS_PER_PATIENCE = 100_000.0
"""Calls that arrive while one caller's patience lasts; bounds the queue that Erlang A sums over."""


def offered(calls: ArrayLike, aht_seconds: ArrayLike, interval_minutes: ArrayLike) -> tuple[Floats, Floats]:
    """(offered load in erlangs, handling time in seconds, 1 where there are no calls to handle)."""
    volume = require_above("calls", calls, 0.0, or_equal=True)
    handling = require_above("aht_seconds", aht_seconds, 0.0, or_equal=True)
    minutes = require_above("interval_minutes", interval_minutes, 0.0, or_equal=False)
    if np.any((handling == 0.0) & (volume > 0.0)):
        _refuse(
            "aht_seconds",
            np.broadcast_arrays(handling, volume)[0],
            (handling == 0.0) & (volume > 0.0),
            "be above 0 where there are calls",
        )
    erlangs = volume * handling / (minutes * 60.0)
    if np.any(erlangs > MAX_ERLANGS):
        _refuse(
            "calls × aht_seconds / interval",
            erlangs,
            erlangs > MAX_ERLANGS,
            f"be at most {MAX_ERLANGS:,.0f} erlangs",
        )
    # A handling time is only divided by where calls exist; 1 keeps the empty intervals finite.
    return erlangs, np.where(handling > 0.0, handling, 1.0)


def require_patience(patience_seconds: ArrayLike, erlangs: Floats, aht_seconds: Floats) -> Floats:
    """The rate of giving up per handling time, from the mean patience."""
    patience = require_above("patience_seconds", patience_seconds, 0.0, or_equal=False)
    queue = erlangs * patience / aht_seconds
    if np.any(queue > MAX_CALLS_PER_PATIENCE):
        _refuse(
            "calls within patience_seconds",
            queue,
            queue > MAX_CALLS_PER_PATIENCE,
            f"be at most {MAX_CALLS_PER_PATIENCE:,.0f}",
        )
    return aht_seconds / patience


def require_above(name: str, values: ArrayLike, least: float, *, or_equal: bool) -> Floats:
    """The values as floats; all finite and above `least`."""
    array = _floats(name, values)
    wrong = ~np.isfinite(array) | ((array < least) if or_equal else (array <= least))
    if np.any(wrong):
        _refuse(name, array, wrong, f"be a finite number {'≥' if or_equal else '>'} {least:g}")
    return array


def require_share_below_one(name: str, values: ArrayLike) -> Floats:
    """The values as floats in [0, 1)."""
    array = _floats(name, values)
    wrong = ~((array >= 0.0) & (array < 1.0))
    if np.any(wrong):
        _refuse(name, array, wrong, "be at least 0 and below 1")
    return array


def require_between(name: str, values: ArrayLike) -> Floats:
    """The values as floats in (0, 1]."""
    array = _floats(name, values)
    wrong = ~((array > 0.0) & (array <= 1.0))
    if np.any(wrong):
        _refuse(name, array, wrong, "be above 0 and at most 1")
    return array


def _floats(name: str, values: ArrayLike) -> Floats:
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must be numbers: {error}") from error


def _refuse(name: str, array: Floats, wrong: Any, rule: str) -> None:
    wrong = np.broadcast_to(wrong, np.broadcast_shapes(np.shape(wrong), np.shape(array)))
    array = np.broadcast_to(array, wrong.shape)
    where = np.argwhere(wrong)
    first = tuple(int(i) for i in where[0])
    position = f"[{', '.join(map(str, first))}]" if first else ""
    more = f" ({len(where):,} values in all)" if len(where) > 1 else ""
    raise ValueError(f"{name}{position} is {array[first]:g}: must {rule}{more}")
