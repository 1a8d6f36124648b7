"""The breaks of a shift as shifts.csv writes them: `30@11:00-13:30;15@09:00-11:00`, minutes within a window."""

import re
from collections.abc import Sequence

from roster.files.cells import CellError, a_time, shown
from roster.files.tables.known import Checks
from roster.model import Break, Shift
from roster.text import Text, clock_time
from roster.words import normal

_BREAK = re.compile(r"([0-9]{1,3})\s*@\s*([0-9]{1,2}:[0-9]{2})\s*[-–~]\s*([0-9]{1,2}:[0-9]{2})")
FINEST_MINUTES = 5


def written_breaks(text: str) -> tuple[Break, ...]:
    """Breaks as they are written, windows in wall time of one day; several are separated by `;`."""
    return tuple(_break(part.strip()) for part in re.split("[;,、]", normal(text)) if part.strip())


def _break(text: str) -> Break:
    match = _BREAK.fullmatch(text)
    if match is None:
        raise CellError(
            Text(f"{shown(text)} 不是一次休息", f"{shown(text)} is not a break"),
            Text("写成 30@11:00-13:30：分钟 @ 最早-最晚", "Write it as 30@11:00-13:30: minutes @ earliest-latest"),
        )
    minutes, earliest, latest = int(match[1]), a_time(match[2]), a_time(match[3])
    if not minutes or minutes % FINEST_MINUTES or earliest % FINEST_MINUTES or latest % FINEST_MINUTES:
        raise CellError(
            Text(f"{shown(text)} 不在 5 分钟的格上", f"{shown(text)} does not lie on the grid of 5 minutes"),
            Text("分钟与时刻都写成 5 的倍数", "Write minutes and times as multiples of 5"),
        )
    return Break(minutes, earliest, latest if latest > earliest else latest + 1440)


def breaks_within(checks: Checks, row: int, shift: Shift, breaks: Sequence[Break]) -> tuple[Break, ...]:
    """The breaks in the order in which they are taken, windows in the wall minutes of the shift's day.

    A fault where a window has no room for its break within the shift, or all of them cannot follow each other.
    """
    parsed = []
    for item in breaks:
        # A night's window after midnight is written in the wall time of the next day: the reading with more room.
        low, high = max(
            (
                (max(start, item.earliest_minute + later), min(end, item.latest_end_minute + later))
                for start, end in shift.spans
                for later in (0, 1440)
            ),
            key=lambda window: window[1] - window[0],
        )
        if high - low < item.minutes:
            window = _window(item)
            checks.fault(
                row,
                "breaks",
                Text(
                    f"班次内 {window} 之间放不下 {item.minutes} 分钟的休息",
                    f"within the shift there is no room for a break of {item.minutes} min from {window}",
                ),
                Text("改时间窗或休息分钟", "Change the window or the minutes"),
            )
            return ()
        parsed.append(Break(item.minutes, low, high))
    parsed.sort(key=lambda item: (item.earliest_minute, item.latest_end_minute))
    free = shift.start_minute
    for item in parsed:
        free = max(free, item.earliest_minute) + item.minutes
        if free > item.latest_end_minute:
            checks.fault(
                row,
                "breaks",
                Text("几次休息不能先后排开", "the breaks can't follow one another"),
                Text("错开或放宽时间窗", "Set the windows apart, or widen them"),
            )
            return ()
    return tuple(parsed)


def break_text(shift: Shift) -> str:
    """A shift's breaks as shifts.csv writes them."""
    return ";".join(f"{item.minutes}@{_window(item)}" for item in shift.breaks)


def _window(item: Break) -> str:
    return "-".join(
        clock_time(minute if minute <= 1440 else minute - 1440)
        for minute in (item.earliest_minute, item.latest_end_minute)
    )
