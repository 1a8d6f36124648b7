"""What a forecast would have been worth: held-out weeks of the past against what came."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from roster.load.arrivals import History
from roster.load.forecast import HALF_LIFE_DAYS, Average, forecast_days
from roster.load.guard import Floats
from roster.model.calendar import HolidayCalendar


@dataclass(frozen=True)
class Backtest:
    """WAPE = Σ|forecast − calls| / Σ calls over all held-out intervals (of days that were observed).

    `naive_wape` is the peer's: each interval as on the last observed day of the same weekday. `daily_wape` takes the
    days' totals. `folds` are the first held-out days.
    """

    wape: float
    naive_wape: float
    daily_wape: float
    folds: tuple[date, ...]
    interval_minutes: int
    held_out_intervals: int


def backtest(
    history: History,
    calendar: HolidayCalendar | None = None,
    *,
    weeks: int = 4,
    folds: int = 4,
    half_life_days: float = HALF_LIFE_DAYS,
    average: Average = "mean",
) -> Backtest:
    """Forecast the last `folds` spans of `weeks` weeks, each from the days before it alone.

    Raises ValueError when there are not `weeks` of history before the first of them.
    """
    if weeks < 1 or folds < 1:
        raise ValueError("weeks and folds must be at least 1")
    span = timedelta(days=7 * weeks)
    end = history.first_day + timedelta(days=len(history.calls))
    starts = tuple(end - span * fold for fold in range(folds, 0, -1))
    if starts[0] - history.first_day < span:
        needed = weeks * (folds + 1)
        raise ValueError(f"weeks of history: {len(history.calls) // 7}, must be at least {needed}")
    came, said, naive = [], [], []
    for start in starts:
        before = history.until(start)
        rows = [
            row
            for row in range((start - history.first_day).days, (start + span - history.first_day).days)
            if history.observed[row]
        ]
        days = [history.first_day + timedelta(days=row) for row in rows]
        came.append(history.calls[rows])
        said.append(
            forecast_days(before, days, calendar, half_life_days=half_life_days, average=average).reshape(len(rows), -1)
        )
        naive.append(_same_weekday_last_seen(before, rows))
    truth, forecast, peer = (np.concatenate(parts) for parts in (came, said, naive))
    return Backtest(
        wape=wape(forecast, truth),
        naive_wape=wape(peer, truth),
        daily_wape=wape(forecast.sum(axis=1), truth.sum(axis=1)),
        folds=starts,
        interval_minutes=history.interval_minutes,
        held_out_intervals=truth.size,
    )


def wape(forecast: Floats, came: Floats) -> float:
    """Weighted absolute percentage error, as a share; infinite when nothing came."""
    total = float(came.sum())
    return float(np.abs(forecast - came).sum()) / total if total > 0 else float("inf")


def _same_weekday_last_seen(before: History, rows: list[int]) -> Floats:
    """Each row's weekday as it was when last observed; nothing where it never was."""
    calls = np.zeros((len(rows), before.calls.shape[1]))
    for index, row in enumerate(rows):
        alike = np.arange(row % 7, len(before.calls), 7)
        alike = alike[before.observed[alike]]
        if alike.size:
            calls[index] = before.calls[alike[-1]]
    return calls
