"""The load of a made-up month: how a day, a week and a holiday bend the calls of each job."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from roster.cases.draw import Draw
from roster.cases.workdays import is_legal_working_day, is_public_holiday
from roster.load.arrivals import History
from roster.model.centre import Month

Floats = NDArray[np.float64]

INTERVAL_MINUTES = 30
INTERVALS_A_DAY = 48


@dataclass(frozen=True)
class Queue:
    """A job's load: calls an hour relative to its peak, 25 points from 0:00 to 24:00.

    ``work_share`` is its part of the centre's work (calls × handling time), ``holiday_factor`` what a public
    holiday does to it. When the centre is small the queue is open from ``opens`` to ``closes`` only.
    """

    job: str
    aht_seconds: int
    work_share: float
    holiday_factor: float
    saturday_factor: float
    sunday_factor: float
    hourly: Sequence[float]
    opens: int = 0
    closes: int = 24


# Two peaks, at ten and in the evening for consumers, at ten and at three for business; a low night.
QUEUES = (
    Queue(
        "189", 186, 0.64, 1.06, 0.97, 0.93,
        (0.16, 0.11, 0.08, 0.07, 0.07, 0.09, 0.16, 0.32, 0.62, 0.90, 1.00, 0.95, 0.74,
         0.70, 0.80, 0.86, 0.84, 0.76, 0.72, 0.82, 0.85, 0.68, 0.45, 0.27, 0.16),
    ),
    Queue(
        "180", 244, 0.25, 0.78, 0.80, 0.72,
        (0.10, 0.07, 0.05, 0.05, 0.05, 0.06, 0.10, 0.22, 0.60, 0.95, 1.00, 0.92, 0.66,
         0.68, 0.88, 0.94, 0.88, 0.70, 0.54, 0.52, 0.48, 0.38, 0.25, 0.16, 0.10),
        opens=7,
    ),
    Queue(
        "96123", 318, 0.11, 0.60, 0.68, 0.58,
        (0.07, 0.05, 0.04, 0.03, 0.03, 0.04, 0.08, 0.20, 0.55, 0.92, 1.00, 0.93, 0.60,
         0.64, 0.90, 0.97, 0.90, 0.62, 0.42, 0.34, 0.28, 0.20, 0.14, 0.10, 0.07),
        opens=8, closes=22,
    ),
)  # fmt: skip
WEEKDAY_FACTORS = (1.07, 1.02, 1.00, 0.99, 1.02)
AFTER_HOLIDAY_FACTOR = 1.14
# Below this share of the peak an hour counts as low.
LOW_HOURS = 0.3
# From this size on every queue has enough calls at night to be open round the clock.
ROUND_THE_CLOCK_AGENTS = 60


def day_factor(queue: Queue, day: date) -> float:
    """What the kind of day does to a queue; a make-up workday is like a workday, the first day back is busy."""
    if is_public_holiday(day):
        return queue.holiday_factor
    if is_legal_working_day(day):
        after = is_public_holiday(day - timedelta(days=1))
        return WEEKDAY_FACTORS[min(day.weekday(), 4)] * (AFTER_HOLIDAY_FACTOR if after else 1)
    return queue.saturday_factor if day.weekday() == 5 else queue.sunday_factor


def observed_shape(history: History) -> Floats:
    """The mean observed day relative to its peak, (48,)."""
    mean = history.calls[history.observed].mean(axis=0)
    return np.asarray(mean / mean.max(), dtype=np.float64)


def relative_calls(
    queue: Queue, month: Month, draw: Draw, *, round_the_clock: bool, observed: Floats | None = None
) -> Floats:
    """Calls per interval of one queue, (days, 48), such that the month's work is ``work_share`` agent-hours.

    An ``observed`` shape of the day takes the place of the queue's own; where it is low the queue's own
    low hours stand in, so that a line open by day only still becomes a hotline with a night.
    """
    middles = (np.arange(INTERVALS_A_DAY) + 0.5) / 2
    shape = np.interp(middles, np.arange(25), queue.hourly)
    if observed is not None:
        shape = np.maximum(observed, np.minimum(shape, LOW_HOURS))
    if not round_the_clock:
        shape = np.where((middles > queue.opens) & (middles < queue.closes), shape, 0.0)
    calls = np.empty((month.days, INTERVALS_A_DAY))
    for row, day in enumerate(month):
        noise = [draw.around_one(0.03) for _ in range(INTERVALS_A_DAY)]
        calls[row] = shape * np.array(noise) * day_factor(queue, day) * draw.around_one(0.03)
    hours = calls.sum() * queue.aht_seconds / 3600
    return np.asarray(calls * (queue.work_share / hours), dtype=np.float64)


def handling_seconds(queue: Queue, month: Month, draw: Draw) -> Floats:
    """Average handling time per interval, (days, 48): calls at night take a little longer."""
    night = np.where((np.arange(INTERVALS_A_DAY) < 14) | (np.arange(INTERVALS_A_DAY) >= 44), 1.08, 1.0)
    daily = np.array([[draw.around_one(0.02)] for _ in month])
    return np.asarray(np.rint(queue.aht_seconds * night * daily), dtype=np.float64)
