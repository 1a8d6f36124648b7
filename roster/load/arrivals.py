"""Arrivals of the past on a grid of days and intervals.

A record says how many calls arrived from its timestamp on until a step later (5 minutes, an hour, a day; a single
call with its own second is a short step). Its calls are spread evenly over the step and summed up per interval, so
any step becomes any interval length: finer records add up, coarser ones are divided, askew ones are split.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
from numpy.typing import ArrayLike, NDArray

from roster.load.guard import Floats, require_above

DAY_SECONDS = 86_400
MAX_DAYS = 4000
"""Eleven years of history; a wider span is a slip of the unit."""


@dataclass(frozen=True)
class History:
    """Calls per day and interval: `calls` has shape (days, intervals of a day), the first row is `first_day`.

    `observed` says which days have records at all. On such a day an interval without a record had no calls; on any
    other nothing is known. Times are wall times of the centre.
    """

    first_day: date
    interval_minutes: int
    calls: Floats
    observed: NDArray[np.bool_]

    @property
    def days(self) -> tuple[date, ...]:
        """The day of each row."""
        return tuple(self.first_day + timedelta(days=offset) for offset in range(len(self.calls)))

    def until(self, end: date) -> "History":
        """What was known before the day `end`."""
        rows = max(0, (end - self.first_day).days)
        return History(self.first_day, self.interval_minutes, self.calls[:rows], self.observed[:rows])


def bin_arrivals(
    timestamps: ArrayLike | Sequence[datetime],
    calls: ArrayLike,
    *,
    interval_minutes: int,
    step_minutes: float | None = None,
) -> History:
    """Put records (naive wall time, calls) in any order on the grid; equal timestamps add up.

    `interval_minutes` divides a day. `step_minutes` is how long a record lasts; None: the commonest gap between
    records. A first or last day with less than half the records of its like is cut off: the export began or ended
    in its midst. Raises ValueError on impossible input.
    """
    if interval_minutes < 1 or 1440 % interval_minutes:
        raise ValueError(f"interval_minutes is {interval_minutes}: must divide a day of 1440 minutes")
    seconds = _seconds(timestamps)
    volume = require_above("calls", calls, 0.0, or_equal=True)
    if seconds.shape != volume.shape or seconds.ndim != 1:
        raise ValueError(f"{seconds.size} timestamps for {volume.size} calls: must be as many")
    if not seconds.size:
        raise ValueError("no arrivals: must be at least one record")
    first, last = int(seconds.min()) // DAY_SECONDS, int(seconds.max()) // DAY_SECONDS
    if last - first >= MAX_DAYS:
        raise ValueError(f"timestamps span {last - first + 1:,} days: must be at most {MAX_DAYS:,}")
    step = _step_seconds(seconds) if step_minutes is None else round(step_minutes * 60)
    if not 1 <= step <= DAY_SECONDS:
        raise ValueError(f"step_minutes is {step_minutes}: must be from a second to a day")
    slots = 1440 // interval_minutes
    grid = _spread(seconds - first * DAY_SECONDS, volume, step, interval_minutes * 60)
    whole = np.zeros((last - first + 1) * slots)
    size = min(whole.size, grid.size)
    whole[:size] = grid[:size]
    records = np.bincount(seconds // DAY_SECONDS - first, minlength=last - first + 1)
    return History(
        date(1970, 1, 1) + timedelta(days=first),
        interval_minutes,
        whole.reshape(-1, slots),
        _without_cut_ends(records),
    )


def _seconds(timestamps: ArrayLike | Sequence[datetime]) -> NDArray[np.int64]:
    """Seconds since 1970 on the centre's clock."""
    listed = timestamps if isinstance(timestamps, np.ndarray) else list(np.atleast_1d(np.asarray(timestamps)))
    if any(isinstance(moment, datetime) and moment.tzinfo is not None for moment in listed):
        raise ValueError("timestamps carry a time zone: must be wall times of the centre")
    try:
        moments = np.asarray(listed).astype("datetime64[s]")
    except (TypeError, ValueError) as error:
        raise ValueError(f"timestamps must be dates with times: {error}") from error
    missing = np.flatnonzero(np.isnat(moments))
    if missing.size:
        raise ValueError(f"timestamps[{missing[0]}] is missing: must be a date with time")
    return moments.astype(np.int64)


def _step_seconds(seconds: NDArray[np.int64]) -> int:
    """The commonest gap between different timestamps, the shortest of equals; a minute for one record alone."""
    gaps = np.diff(np.unique(seconds))
    if not gaps.size:
        return 60
    lengths, counts = np.unique(gaps, return_counts=True)
    return min(int(lengths[counts.argmax()]), DAY_SECONDS)


def _spread(start: NDArray[np.int64], calls: Floats, step: int, interval: int) -> Floats:
    """Calls per interval from second 0 on, each record's spread evenly over [start, start + step)."""
    first = start // interval
    size = int(first.max()) + step // interval + 2
    total = np.zeros(size)
    for offset in range(step // interval + 2):
        begin = np.maximum(start, (first + offset) * interval)
        end = np.minimum(start + step, (first + offset + 1) * interval)
        share = np.maximum(0, end - begin) / step
        total += np.bincount(np.minimum(first + offset, size - 1), weights=calls * share, minlength=size)
    return total


def _without_cut_ends(records: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which days have records, but for a first or last one that has only the remains of a day."""
    observed = records > 0
    for end in (0, len(records) - 1):
        alike = np.arange(end % 7, len(records), 7)
        alike = alike[(alike != end) & (records[alike] > 0)]
        if alike.size and records[end] < 0.5 * np.median(records[alike]):
            observed[end] = False
    return observed
