"""Load → seats: interval requirements a second against pyworkforce, both in one run on the same months.

    python -m benchmarks.load [--repeats 7] [--arrivals ARRIVALS.csv]

A month is 31 days of 48 half-hours with a two-humped day and Poisson noise. pyworkforce computes one interval
at a call (ErlangC(...).required_positions); ours takes the month as arrays, as `roster seats` does. Runs
alternate, so that both see the same machine; figures are medians. Compile time is left out (about 1.5 s when
the code is first compiled, less from the cache afterwards). Where answers differ, pyworkforce asks for one
seat more: it never tries the smallest stable number when the load's fraction is above a half, and takes
30.000000000000004 rostered seats for 31.

With `--arrivals`, a CSV whose first two columns are seconds since 1970 on the centre's clock and calls, the
forecast is tested too: the last four spans of four weeks, each forecast from what came before it, against the
naive peer (the same weekday as last seen).
"""

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pyworkforce.queuing import ErlangC

from roster.load.arrivals import bin_arrivals
from roster.load.backtest import backtest
from roster.load.erlang import required_seats

DAYS, SLOTS, INTERVAL_MINUTES = 31, 48, 30
LEVEL, SECONDS, MAX_OCCUPANCY, SHRINKAGE = 0.8, 15.0, 0.9, 0.1


def month_of_calls(peak: float, random: np.random.Generator) -> NDArray[np.float64]:
    """Offered calls of 1,488 half-hours whose busiest expects `peak` calls."""
    hour = np.arange(SLOTS) / 2
    curve = 0.05 + np.exp(-(((hour - 10.5) / 2.2) ** 2)) + 0.8 * np.exp(-(((hour - 15.5) / 2.8) ** 2))
    weekday = np.array([1.0, 0.95, 0.9, 0.92, 0.98, 0.6, 0.5])[np.arange(DAYS) % 7]
    expected = peak * np.outer(weekday, curve / curve.max())
    return np.maximum(1, random.poisson(expected)).astype(float).ravel()


def ours(calls: NDArray[np.float64], aht_seconds: NDArray[np.float64]) -> NDArray[np.int64]:
    return required_seats(
        calls,
        aht_seconds,
        interval_minutes=INTERVAL_MINUTES,
        level=LEVEL,
        seconds=SECONDS,
        max_occupancy=MAX_OCCUPANCY,
        shrinkage=SHRINKAGE,
    )


def peer(calls: NDArray[np.float64], aht_seconds: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.array(
        [
            ErlangC(volume, aht / 60, SECONDS / 60, INTERVAL_MINUTES, shrinkage=SHRINKAGE).required_positions(
                LEVEL, MAX_OCCUPANCY
            )["positions"]
            for volume, aht in zip(calls.tolist(), aht_seconds.tolist(), strict=True)
        ]
    )


def seconds_of(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def compare(peak: float, repeats: int, *, mixed: bool) -> None:
    random = np.random.default_rng(20261001)
    calls = month_of_calls(peak, random)
    aht = random.uniform(150, 210, calls.size) if mixed else np.full(calls.size, 180.0)
    same = np.mean(ours(calls, aht) == peer(calls, aht))
    ours_seconds, peer_seconds = [], []
    for _ in range(repeats):
        peer_seconds.append(seconds_of(lambda: peer(calls, aht)))
        # A single run is a fraction of a millisecond: time twenty.
        ours_seconds.append(seconds_of(lambda: [ours(calls, aht) for _ in range(20)]) / 20)
    quick, slow = statistics.median(ours_seconds), statistics.median(peer_seconds)
    handling = "150–210 s" if mixed else "180 s"
    print(
        f"{peak:>6,.0f} calls at the peak, handling {handling:<9}: "
        f"{calls.size / quick:>12,.0f} intervals/s, pyworkforce {calls.size / slow:>8,.0f}, "
        f"ratio {slow / quick:>6,.0f}; same answer in {same:.1%}"
    )


def forecast_worth(path: Path) -> None:
    records = np.genfromtxt(path, delimiter=",", skip_header=1, usecols=(0, 1))
    moments = records[:, 0].astype(np.int64).astype("datetime64[s]")
    for interval_minutes in (5, 15, 30, 60):
        history = bin_arrivals(moments, records[:, 1], interval_minutes=interval_minutes)
        result = backtest(history)
        print(
            f"{path.name} at {interval_minutes:>2} min: WAPE {result.wape:.1%} per interval, "
            f"{result.daily_wape:.1%} per day; naive {result.naive_wape:.1%} per interval "
            f"({result.held_out_intervals:,} intervals held out)"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description="Load to seats against pyworkforce.")
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--arrivals", type=Path)
    options = parser.parse_args()
    repeats = options.repeats
    for peak in (400, 2000):
        for mixed in (False, True):
            compare(peak, repeats, mixed=mixed)
    if options.arrivals:
        forecast_worth(options.arrivals)


if __name__ == "__main__":
    main()
