"""The load of a month from the arrivals of the past: one profile per kind of day.

Kinds are the seven weekdays, the public holiday and the make-up workday. The profile of a kind is the mean (or
median) of the calls per interval over the observed days of that kind, a day counting half as much for each
`half_life_days` that it is older than the newest one. So the load follows slow growth, and last month's odd day does
not become next month's rule.

What is not observed gives no load: a kind of day that had no records on most of its days, in weeks that have any, is
a day on which the centre is closed. Where the past holds no public holiday, one is rostered as the last day of the
weekend (closed, if that is); where it holds no make-up workday, as the mean of the ordinary working weekdays. A
plain profile is what supervisors can check by eye; see `backtest` for what it is worth.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from roster.load.arrivals import History
from roster.load.guard import Floats
from roster.model.calendar import HolidayCalendar
from roster.model.centre import Month

Average = Literal["mean", "median"]
HALF_LIFE_DAYS = 56.0
HOLIDAY, MAKEUP = 7, 8


@dataclass(frozen=True)
class MonthLoad:
    """Offered calls per day of the month and interval: `calls` has shape (days, intervals of a day)."""

    month: Month
    interval_minutes: int
    calls: Floats

    def rows(self) -> Iterator[tuple[date, int, float]]:
        """(date, minute of the day at which the interval starts, calls) wherever there are calls."""
        for day, calls in zip(self.month, self.calls.tolist(), strict=True):
            for slot, volume in enumerate(calls):
                if volume > 0:
                    yield day, slot * self.interval_minutes, volume


def forecast_month(
    history: History,
    month: Month,
    calendar: HolidayCalendar | None = None,
    *,
    half_life_days: float = HALF_LIFE_DAYS,
    average: Average = "mean",
) -> MonthLoad:
    """The expected load of a month, from what was observed before it (or, if nothing was, from all there is).

    `calendar` covers the history as well as the month; None: no holidays. Raises ValueError when no day is observed.
    """
    before = history.until(month.first)
    known = before if before.observed.any() else history
    calls = forecast_days(known, month, calendar, half_life_days=half_life_days, average=average)
    return MonthLoad(month, history.interval_minutes, calls)


def forecast_days(
    history: History,
    days: Iterable[date],
    calendar: HolidayCalendar | None = None,
    *,
    half_life_days: float = HALF_LIFE_DAYS,
    average: Average = "mean",
) -> Floats:
    """Expected calls of any days, shape (days, intervals of a day)."""
    if not half_life_days > 0:
        raise ValueError(f"half_life_days is {half_life_days}: must be above 0")
    if not history.observed.any():
        raise ValueError("no observed day: must be at least one to learn from")
    profiles = _Profiles(history, calendar or HolidayCalendar(), half_life_days, average)
    return np.array([profiles.of(day) for day in days])


class _Profiles:
    """The profile of each kind of day, computed when first asked for."""

    def __init__(self, history: History, calendar: HolidayCalendar, half_life_days: float, average: Average) -> None:
        self.calls = history.calls
        self.calendar = calendar
        self.average = average
        self.kinds = np.array([self.kind(day) for day in history.days])
        self.observed = history.observed
        self.counted = history.observed | _in_observed_week(history)
        age_days = np.flatnonzero(history.observed)[-1] - np.arange(len(history.calls))
        self.weight = 0.5 ** (np.maximum(age_days, 0) / half_life_days)
        self.known: dict[int, Floats] = {}

    def kind(self, day: date) -> int:
        if self.calendar.is_public_holiday(day):
            return HOLIDAY
        return MAKEUP if self.calendar.is_makeup_workday(day) else day.weekday()

    def of(self, day: date) -> Floats:
        return self.of_kind(self.kind(day))

    def of_kind(self, kind: int) -> Floats:
        if kind not in self.known:
            self.known[kind] = self._computed(kind)
        return self.known[kind]

    def _computed(self, kind: int) -> Floats:
        seen = (self.kinds == kind) & self.counted
        if kind == HOLIDAY and not seen.any():
            return self.of_kind(max(self.calendar.weekend, default=6))
        if kind == MAKEUP and not (seen & self.observed).any():
            working = [self.of_kind(day) for day in range(7) if day not in self.calendar.weekend]
            open_days = np.array([calls for calls in working if calls.any()] or [self._nothing()])
            working_day: Floats = open_days.sum(axis=0) / len(open_days)
            return working_day
        here = seen & self.observed
        if self.weight[here].sum() * 2 < self.weight[seen].sum() or not here.any():
            return self._nothing()
        if self.average == "median":
            return weighted_median(self.calls[here], self.weight[here])
        mean: Floats = np.average(self.calls[here], axis=0, weights=self.weight[here])
        return mean

    def _nothing(self) -> Floats:
        return np.zeros(self.calls.shape[1])


def weighted_median(values: Floats, weights: Floats) -> Floats:
    """Per column of (rows, columns): the least value at which half of the rows' weight is reached."""
    order = np.argsort(values, axis=0, kind="stable")
    reached = np.cumsum(weights[order], axis=0)
    middle = (reached >= 0.5 * reached[-1] * (1 - 1e-12)).argmax(axis=0)
    median: Floats = np.take_along_axis(values, np.take_along_axis(order, middle[None], axis=0), axis=0)[0]
    return median


def _in_observed_week(history: History) -> NDArray[np.bool_]:
    """Days in calendar weeks with any observed day: elsewhere nothing was recorded, so nothing follows."""
    monday = history.first_day - timedelta(days=history.first_day.weekday())
    week = ((history.first_day - monday).days + np.arange(len(history.calls))) // 7
    return np.isin(week, week[history.observed])
