"""Recorded calls as counts of any step."""

# ruff: noqa: DTZ001 - arrivals come in wall times of the centre
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.load.arrivals import MAX_DAYS, bin_arrivals

NOON = datetime(2026, 10, 5, 12)


def at(*minutes: float) -> list[datetime]:
    return [NOON + timedelta(minutes=minute) for minute in minutes]


def from_noon(history: Any, intervals: int) -> list[float]:
    slot = 12 * 60 // history.interval_minutes
    return [round(calls, 9) for calls in history.calls.ravel()[slot : slot + intervals].tolist()]


def test_finer_records_add_up() -> None:
    history = bin_arrivals(at(0, 5, 10, 15, 30, 35), [1, 2, 3, 4, 5, 6], interval_minutes=15)
    assert from_noon(history, 4) == [6, 4, 11, 0]
    assert history.first_day == date(2026, 10, 5)
    assert history.calls.shape == (1, 96)


def test_coarser_records_are_spread_evenly() -> None:
    history = bin_arrivals(at(0, 60), [8, 4], interval_minutes=15)
    assert from_noon(history, 9) == [2, 2, 2, 2, 1, 1, 1, 1, 0]


def test_askew_records_are_split_by_their_share() -> None:
    # Steps of 20 min over intervals of 30: 12:20–12:40 lies half in either.
    history = bin_arrivals(at(0, 20, 40), [6, 4, 2], interval_minutes=30)
    assert from_noon(history, 3) == [8, 4, 0]


def test_single_calls_with_their_second() -> None:
    moments = [NOON + timedelta(seconds=second) for second in (3, 4, 5, 899, 900, 1700)]
    assert from_noon(bin_arrivals(moments, np.ones(6), interval_minutes=15), 2) == [4, 2]


def test_a_days_total_is_spread_over_the_day() -> None:
    moments = [datetime(2026, 10, 5) + timedelta(days=day) for day in range(3)]
    history = bin_arrivals(moments, [48, 96, 0], interval_minutes=30)
    assert history.calls.tolist() == [[1.0] * 48, [2.0] * 48, [0.0] * 48]
    assert history.observed.all()


def test_a_record_over_midnight_goes_to_both_days() -> None:
    moments = [datetime(2026, 10, 5, 22, 30), datetime(2026, 10, 5, 23, 30), datetime(2026, 10, 6, 0, 30)]
    history = bin_arrivals(moments, [4, 4, 2], interval_minutes=30)
    assert history.calls[0, -3:].tolist() == [2, 2, 2]
    assert history.calls[1, :4].tolist() == [2, 1, 1, 0]


def test_the_step_can_be_given_and_order_does_not_matter() -> None:
    history = bin_arrivals(at(30, 0), [3, 6], interval_minutes=15, step_minutes=15)
    assert from_noon(history, 3) == [6, 0, 3]
    one = bin_arrivals(at(0), [6], interval_minutes=15)
    assert from_noon(one, 2) == [6, 0]
    twice = bin_arrivals(at(0, 0, 15), [6, 1, 2], interval_minutes=15)
    assert from_noon(twice, 2) == [7, 2]


def test_days_without_records_are_not_observed() -> None:
    history = bin_arrivals(at(0, 60, 2880, 2940), [1, 1, 1, 1], interval_minutes=60)
    assert history.days == (date(2026, 10, 5), date(2026, 10, 6), date(2026, 10, 7))
    assert history.observed.tolist() == [True, False, True]
    assert history.until(date(2026, 10, 6)).days == (date(2026, 10, 5),)
    assert history.until(date(2020, 1, 1)).days == ()


def test_an_export_that_ends_in_the_midst_of_a_day() -> None:
    hours = [datetime(2026, 10, 5) + timedelta(hours=hour) for hour in range(7 * 24 + 6)]
    history = bin_arrivals(hours, np.ones(len(hours)), interval_minutes=60)
    # Monday 2026-10-12 has 6 of 24 hours; half of them would do.
    assert history.observed.tolist() == [True] * 7 + [False]
    hours = [datetime(2026, 10, 5) + timedelta(hours=hour) for hour in range(7 * 24 + 12)]
    assert bin_arrivals(hours, np.ones(len(hours)), interval_minutes=60).observed.all()


@given(
    st.lists(
        st.tuples(st.integers(0, 20 * 86_400), st.floats(0, 1000)),
        min_size=1,
        max_size=30,
    ),
    st.integers(1, 300),
    st.sampled_from([1, 5, 15, 30, 60, 1440]),
)
def test_no_call_is_lost_or_made(records: list[tuple[int, float]], step: int, interval: int) -> None:
    # A later record far off keeps the last step within the days.
    start = datetime(2026, 10, 1)
    moments = [start + timedelta(seconds=second) for second, _ in records] + [start + timedelta(days=22)]
    calls = [volume for _, volume in records] + [0.0]
    history = bin_arrivals(moments, calls, interval_minutes=interval, step_minutes=step)
    assert history.calls.sum() == pytest.approx(sum(calls))
    assert (history.calls >= 0).all()
    # Re-binning to the day is the sum of the finer intervals.
    by_day = bin_arrivals(moments, calls, interval_minutes=1440, step_minutes=step)
    assert by_day.calls[:, 0] == pytest.approx(history.calls.sum(axis=1))


@pytest.mark.parametrize(
    ("timestamps", "calls", "options", "message"),
    [
        (at(0), [-1], {}, r"calls\[0\] is -1"),
        (at(0), [float("nan")], {}, r"calls\[0\] is nan"),
        (at(0, 5), [1], {}, r"2 timestamps for 1 calls"),
        ([], [], {}, r"no arrivals"),
        (["soon"], [1], {}, r"timestamps must be dates"),
        (np.array(["NaT"], dtype="datetime64[s]"), [1], {}, r"timestamps\[0\] is missing"),
        ([NOON.replace(tzinfo=UTC)], [1], {}, r"carry a time zone"),
        ([NOON, NOON + timedelta(days=MAX_DAYS)], [1, 1], {}, r"span 4,001 days"),
        (at(0), [1], {"interval_minutes": 7}, r"interval_minutes is 7: must divide"),
        (at(0), [1], {"interval_minutes": 0}, r"interval_minutes is 0"),
        (at(0), [1], {"step_minutes": 0}, r"step_minutes is 0"),
        (at(0), [1], {"step_minutes": 1441}, r"step_minutes is 1441"),
    ],
)
def test_impossible_input(timestamps: Any, calls: Any, options: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        bin_arrivals(timestamps, calls, **{"interval_minutes": 30, **options})
