"""A forecast of calls from past weeks: weekdays, trends, gaps and odd days."""

from datetime import date, timedelta

import numpy as np
import pytest

from roster.load.arrivals import History
from roster.load.backtest import backtest, wape
from roster.load.forecast import forecast_days, forecast_month, weighted_median
from roster.model.calendar import HolidayCalendar
from roster.model.centre import Month
from roster.text import both

MONDAY = date(2026, 8, 3)
OCTOBER = Month(2026, 10)


def history(days: int, closed: tuple[int, ...] = (), first: date = MONDAY) -> History:
    """Days of four six-hour intervals: interval i of a weekday w had 100·(w + 1) + i calls."""
    rows = [[100.0 * ((first + timedelta(days=day)).weekday() + 1) + slot for slot in range(4)] for day in range(days)]
    calls = np.array(rows)
    observed = np.array([(first + timedelta(days=day)).weekday() not in closed for day in range(days)])
    calls[~observed] = 0.0
    return History(first, 360, calls, observed)


def test_a_steady_past_repeats_by_weekday() -> None:
    load = forecast_month(history(42), OCTOBER)
    assert load.calls.shape == (31, 4)
    for day, calls in zip(OCTOBER, load.calls, strict=True):
        assert calls == pytest.approx([100 * (day.weekday() + 1) + slot for slot in range(4)])


def test_rows_name_day_and_minute_wherever_there_are_calls() -> None:
    load = forecast_month(history(42, closed=(5, 6)), OCTOBER)
    rows = list(load.rows())
    # Thursday 1 October: intervals from 00:00, 06:00, 12:00 and 18:00; 22 weekdays in the month.
    assert rows[1] == (date(2026, 10, 1), 360, pytest.approx(401.0))
    assert len(rows) == 22 * 4
    assert all(day.weekday() < 5 for day, _, _ in rows)


def test_a_weekday_that_is_mostly_closed_is_closed() -> None:
    past = history(42)
    saturdays = np.array([day.weekday() == 5 for day in past.days])
    past.observed[np.flatnonzero(saturdays)[:4]] = False  # 2 of 6 remain, the newest
    assert forecast_days(past, [date(2026, 10, 3)]).sum() == 0
    # Once more of the recent weight is open, it is open.
    assert forecast_days(past, [date(2026, 10, 3)], half_life_days=7).sum() > 0


def test_weeks_without_any_record_say_nothing() -> None:
    past = history(70)
    past.observed[7:63] = False  # eight weeks of export lost
    assert forecast_days(past, [date(2026, 10, 5)])[0] == pytest.approx([100, 101, 102, 103])


def test_newer_days_count_more() -> None:
    past = history(8)
    past.calls[0], past.calls[7] = 100.0, 200.0  # two Mondays, a week apart
    # Half-life of a week: (1·200 + ½·100) / 1½.
    assert forecast_days(past, [date(2026, 10, 5)], half_life_days=7)[0] == pytest.approx([500 / 3] * 4)
    # A day of half-life 7 days: weights 1 and 2⁻⁷.
    assert forecast_days(past, [date(2026, 10, 5)], half_life_days=1)[0, 0] == pytest.approx(
        (200 + 100 / 128) / (1 + 1 / 128)
    )


def test_the_median_shrugs_at_one_odd_day() -> None:
    past = history(21)
    past.calls[7] = 10_000.0
    monday = date(2026, 10, 5)
    assert forecast_days(past, [monday], average="median")[0].tolist() == [100, 101, 102, 103]
    assert forecast_days(past, [monday], average="mean")[0, 0] > 3000


def test_weighted_median() -> None:
    values = np.array([[3.0, 9.0], [1.0, 8.0], [2.0, 7.0]])
    assert weighted_median(values, np.array([1.0, 1.0, 1.0])).tolist() == [2.0, 8.0]
    assert weighted_median(values, np.array([5.0, 1.0, 1.0])).tolist() == [3.0, 9.0]
    # Half the weight is enough.
    assert weighted_median(values, np.array([1.0, 1.0, 0.0])).tolist() == [1.0, 8.0]


class TestHolidays:
    DAY = both("holiday")
    NATIONAL_DAY = date(2026, 10, 1)
    AUGUST_HOLIDAY = date(2026, 8, 6)

    def test_a_holiday_is_no_weekday_of_the_past(self) -> None:
        past = history(42)
        past.calls[3] = 5.0  # Thursday 6 August
        calendar = HolidayCalendar(off={self.AUGUST_HOLIDAY: self.DAY, self.NATIONAL_DAY: self.DAY})
        load = forecast_days(past, [self.NATIONAL_DAY, date(2026, 10, 8)], calendar)
        assert load[0] == pytest.approx([5.0] * 4)
        assert load[1] == pytest.approx([400.0, 401.0, 402.0, 403.0])

    def test_closed_on_past_holidays_is_closed_on_this_one(self) -> None:
        past = history(42)
        past.observed[3] = False
        calendar = HolidayCalendar(off={self.AUGUST_HOLIDAY: self.DAY, self.NATIONAL_DAY: self.DAY})
        assert forecast_days(past, [self.NATIONAL_DAY], calendar).sum() == 0

    def test_without_one_in_the_past_it_is_a_sunday(self) -> None:
        calendar = HolidayCalendar(off={self.NATIONAL_DAY: self.DAY})
        assert forecast_days(history(42), [self.NATIONAL_DAY], calendar)[0, 0] == pytest.approx(700)
        assert forecast_days(history(42, closed=(5, 6)), [self.NATIONAL_DAY], calendar).sum() == 0

    def test_a_makeup_workday_is_a_mean_working_day(self) -> None:
        saturday = date(2026, 10, 10)
        calendar = HolidayCalendar(work={saturday: self.DAY})
        # Mean of 100, 200, 300, 400, 500; with Mondays closed of 200 … 500.
        assert forecast_days(history(42), [saturday], calendar)[0, 0] == pytest.approx(300)
        assert forecast_days(history(42, closed=(0, 5, 6)), [saturday], calendar)[0, 0] == pytest.approx(350)
        # Had there been one, it is the pattern.
        seen = HolidayCalendar(work={saturday: self.DAY, date(2026, 8, 15): self.DAY})
        assert forecast_days(history(42), [saturday], seen)[0, 0] == pytest.approx(600)

    def test_a_makeup_workday_of_a_centre_that_opens_on_weekends_alone(self) -> None:
        saturday = date(2026, 10, 10)
        calendar = HolidayCalendar(work={saturday: self.DAY})
        assert forecast_days(history(42, closed=(0, 1, 2, 3, 4)), [saturday], calendar).sum() == 0


def test_only_the_past_of_the_month_is_used_where_there_is_one() -> None:
    past = history(120)
    cut = (OCTOBER.first - MONDAY).days
    past.calls[cut:] = 9_999.0
    assert forecast_month(past, OCTOBER).calls.max() < 1000
    # For a month before all records, they are all there is.
    assert forecast_month(past, Month(2026, 7)).calls.sum() > 0


def test_nothing_to_learn_from() -> None:
    past = history(14, closed=tuple(range(7)))
    with pytest.raises(ValueError, match="no observed day"):
        forecast_month(past, OCTOBER)
    with pytest.raises(ValueError, match="half_life_days is 0"):
        forecast_month(history(14), OCTOBER, half_life_days=0)


class TestBacktest:
    def test_a_steady_past_is_forecast_without_error(self) -> None:
        result = backtest(history(70, closed=(6,)), weeks=2, folds=2)
        assert result.wape == pytest.approx(0, abs=1e-12)
        assert result.naive_wape == 0
        assert result.folds == (MONDAY + timedelta(days=42), MONDAY + timedelta(days=56))
        # 4 weeks of six days of four intervals.
        assert result.held_out_intervals == 4 * 6 * 4

    def test_noise_hurts_the_naive_peer_more(self) -> None:
        past = history(140)
        noise = np.random.default_rng(3).normal(1, 0.2, past.calls.shape)
        noisy = History(past.first_day, past.interval_minutes, past.calls * noise, past.observed)
        result = backtest(noisy)
        assert 0.1 < result.wape < result.naive_wape
        assert result.daily_wape < result.wape

    def test_the_held_out_days_are_not_peeked_at(self) -> None:
        past = history(70)
        past.calls[56:] *= 2
        result = backtest(past, weeks=2, folds=1)
        # Half of what came was foreseen.
        assert result.wape == pytest.approx(0.5)
        assert result.naive_wape == pytest.approx(0.5)

    def test_a_weekday_never_seen_is_naively_nothing(self) -> None:
        past = history(28, closed=(6,))
        past.calls[27] = 100.0
        past.observed[27] = True
        result = backtest(past, weeks=1, folds=1)
        assert result.naive_wape == pytest.approx(400 / past.calls[21:].sum())

    def test_too_short_a_past(self) -> None:
        with pytest.raises(ValueError, match="weeks of history: 10, must be at least 20"):
            backtest(history(70))
        with pytest.raises(ValueError, match="at least 1"):
            backtest(history(70), weeks=0)

    def test_wape(self) -> None:
        assert wape(np.array([1.0, 3.0]), np.array([2.0, 2.0])) == 0.5
        assert wape(np.array([1.0]), np.array([0.0])) == float("inf")
