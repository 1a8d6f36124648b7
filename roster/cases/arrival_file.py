"""Reading a CSV of real arrivals: one row a step, ``timestamp`` and ``calls``."""

import csv
import io
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np

from roster.errors import Fault, InputError
from roster.files.encoding import encoding_of
from roster.load.arrivals import History, bin_arrivals
from roster.text import Text

TIME_NAMES = ("timestamp", "datetime", "date_time", "time", "时间")
CALLS_NAMES = ("calls", "count", "arrivals", "话务量", "呼叫量")
LONG_STEP_SECONDS = 60
# More calls in one step than any centre on earth takes: a slipped column, not a busy day.
MAX_CALLS_A_STEP = 1e7
MAX_FILE_BYTES = 256 * 2**20
MAX_FAULTS = 20


def read_history(path: Path, interval_minutes: int) -> History:
    """The arrivals in a CSV file on a grid of days and intervals, or ``InputError`` with all its faults.

    Columns are found by name (``timestamp`` or ``DateTime``, ``calls``, …), else the first two are taken.
    Timestamps are ISO 8601 (a zone is dropped: the wall time counts) or unix seconds of the wall time read as
    UTC, in steps of any length. Rows of one time are added up where each row is a call or a few seconds, and
    are a fault where the step is a minute or longer. UTF-8 or GB18030.
    """
    faults: list[Fault] = []
    counted_calls: dict[datetime, float] = {}
    zones: dict[datetime, timedelta | None] = {}
    twice: list[Fault] = []
    for row, time_text, calls_text in _cells(path):
        zoned, calls = _moment(time_text), _calls(calls_text)
        moment = zoned.replace(tzinfo=None) if zoned else None
        if zoned is None or moment is None:
            faults.append(_fault(path, row, "timestamp", f"{time_text[:40]!r}", _WANTED_TIME))
        elif calls is None:
            faults.append(_fault(path, row, "calls", f"{calls_text[:40]!r}", _WANTED_CALLS))
        elif moment not in counted_calls:
            counted_calls[moment], zones[moment] = calls, zoned.utcoffset()
        elif zones[moment] != zoned.utcoffset():
            # An hour that the clocks repeat: the day has it once, with the mean of the two.
            counted_calls[moment] = (counted_calls[moment] + calls) / 2
        else:
            twice.append(_fault(path, row, "timestamp", f"{time_text[:40]!r}", _WANTED_ONCE))
            counted_calls[moment] += calls
        if len(faults) >= MAX_FAULTS:
            break
    if not faults and len(counted_calls) < 2:
        faults.append(_fault(path, None, None, str(len(counted_calls)), _WANTED_ROWS))
    if not faults and twice and _step_seconds(counted_calls) >= LONG_STEP_SECONDS:
        faults += twice[:MAX_FAULTS]
    if faults:
        raise InputError(faults)
    try:
        moments = np.array(list(counted_calls), dtype="datetime64[s]")
        return bin_arrivals(moments, list(counted_calls.values()), interval_minutes=interval_minutes)
    except ValueError as error:
        raise InputError([_fault(path, None, None, str(error), _WANTED_SPAN)]) from error


def _step_seconds(instants: Iterable[datetime]) -> float:
    gaps = Counter((after - before).total_seconds() for before, after in pairwise(sorted(instants)))
    return gaps.most_common(1)[0][0]


def _cells(path: Path) -> Iterator[tuple[int, str, str]]:
    """(row as a spreadsheet counts, timestamp, calls) of each row that isn't blank."""
    reader = csv.reader(io.StringIO(_text(path), newline=""))
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        time_column = next((header.index(name) for name in TIME_NAMES if name in header), 0)
        calls_column = next((header.index(name) for name in CALLS_NAMES if name in header), 1)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                padded = [*cells, *[""] * (max(time_column, calls_column) + 1 - len(cells))]
                yield reader.line_num, padded[time_column].strip(), padded[calls_column].strip()
    except csv.Error as error:
        raise InputError([_fault(path, reader.line_num, None, str(error), _WANTED_CSV)]) from error


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise InputError([_fault(path, None, None, f"{path.stat().st_size} bytes", _WANTED_SIZE)])
        data = path.read_bytes()
    except OSError as error:
        raise InputError([_fault(path, None, None, error.strerror or str(error), _WANTED_FILE)]) from error
    encoding = encoding_of(data, path.name)
    if isinstance(encoding, Fault):
        raise InputError([encoding])
    return data.decode(encoding)


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(text), UTC)
    except (ValueError, OverflowError, OSError):
        pass
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _calls(text: str) -> float | None:
    try:
        calls = float(text)
    except ValueError:
        return None
    return calls if math.isfinite(calls) and 0 <= calls <= MAX_CALLS_A_STEP else None


_WANTED_TIME = Text("请写成 2026-10-31T08:30 或 unix 秒", "Write it like 2026-10-31T08:30 or as unix seconds")
_WANTED_CALLS = Text("请写成 0 到 10000000 的数字", "Write a number from 0 to 10,000,000")
_WANTED_ONCE = Text("同一时间只能有一行", "Keep one row for each time")
_WANTED_ROWS = Text("至少需要两行数据", "Give at least two rows of data")
_WANTED_CSV = Text("请存为 UTF-8 编码的 CSV", "Save it as a CSV file in UTF-8")
_WANTED_SIZE = Text("请拆成 256 MB 以内的文件", "Split it into files of at most 256 MB")
_WANTED_SPAN = Text("请检查时间列的单位", "Check the unit of the timestamps")
_WANTED_FILE = Text("请检查路径", "Check the path")


def _fault(path: Path, row: int | None, field: str | None, what: str, remedy: Text) -> Fault:
    return Fault(path.name, row, field, Text(f"无法使用：{what}", f"Cannot use {what}"), remedy)
