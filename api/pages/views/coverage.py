"""Coverage as it is shown: a month of gaps as heat, a day as bars, one interval with who serves it. Pure."""

from dataclasses import dataclass
from datetime import date

from roster.desk.board.board import Board
from roster.model import Agent, Duty
from roster.report import PredictedService, SeatCoverage
from roster.text import clock_time

STEPS = (1, 2, 4)
"""From how many seats away a cell is one shade deeper."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One interval of a job: `shade` −4 … 4 from short to over; `again`: the repeated hour's second."""

    day: date
    time: str
    again: bool
    required: int
    minimum: int
    rostered: int
    gap: int
    shade: int
    service: float | None


def gaps(table: SeatCoverage, predicted: PredictedService, job: str) -> tuple[Gap, ...]:
    """Every interval of one job in time's order; empty for a job that is not measured."""
    if job not in table.jobs:
        return ()
    row = table.jobs.index(job)
    # The prediction lists intervals of a repeated hour one after the other, as the table does.
    level: dict[tuple[date, int], list[float]] = {}
    for place, name in enumerate(predicted.jobs):
        if name == job:
            key = (predicted.days[place], predicted.minutes[place])
            level.setdefault(key, []).append(float(predicted.service_level[place]))
    seen: set[tuple[date, int]] = set()
    short = []
    for index, (day, minute, _, _) in enumerate(table.intervals):
        key = (day, minute)
        required, rostered = int(table.required[row, index]), int(table.rostered[row, index])
        gap = rostered - required
        shades = level.get(key, [])
        short.append(
            Gap(
                day,
                clock_time(minute),
                key in seen,
                required,
                int(table.minimum[row, index]),
                rostered,
                gap,
                shade_of(gap, required),
                shades[min(len(shades) - 1, int(key in seen))] if shades else None,
            )
        )
        seen.add(key)
    return tuple(short)


def short_hours(table: SeatCoverage, day: date | None = None) -> dict[str, float]:
    """How many seat-hours each job lacks, on a day or in the whole month."""
    columns = [index for index, interval in enumerate(table.intervals) if day is None or interval[0] == day]
    lost = table.short[:, columns].sum(axis=1) * table.interval_minutes / 60
    return {job: round(float(hours), 1) for job, hours in zip(table.jobs, lost, strict=True)}


def shade_of(gap: int, required: int) -> int:
    """How deep a gap is shaded: in seats, the deepest from half of what is required (and more than two) on."""
    size = sum(abs(gap) >= step for step in STEPS)
    if size == len(STEPS) and 2 * abs(gap) >= max(1, required):
        size += 1
    return -size if gap < 0 else size


@dataclass(frozen=True)
class Bars:
    """A day's drawing: required as a stepped line, rostered as bars, what is missing above them. SVG coordinates.

    The bars begin at a twentieth of the width, as the columns of the table under it do.
    """

    have: tuple[tuple[float, float, float, float, str], ...]
    miss: tuple[tuple[float, float, float, float], ...]
    need: str
    rows: tuple[tuple[float, int], ...]
    width: int = 960
    height: int = 188


def bars(day: tuple[Gap, ...]) -> Bars | None:
    """The drawing of one day; None for a day without intervals."""
    if not day:
        return None
    left, top, foot, width, height = 48, 8, 180, 960, 188
    most = max(1, *(max(item.required, item.rostered) for item in day))
    step = (width - left) / len(day)

    def y(seats: float) -> float:
        return round(foot - (foot - top) * seats / most, 1)

    have, miss, need = [], [], []
    for place, item in enumerate(day):
        x = round(left + step * place, 1)
        have.append((x, y(item.rostered), round(step - 1, 1), round(foot - y(item.rostered), 1), item.time))
        if item.gap < 0:
            size = round(y(item.rostered) - y(item.required), 1)
            miss.append((x, y(item.required), round(step - 1, 1), size))
        need += [f"{x},{y(item.required)}", f"{round(x + step, 1)},{y(item.required)}"]
    every = max(1, most // 4)
    rows = tuple((y(seats), seats) for seats in range(0, most + 1, every))
    return Bars(tuple(have), tuple(miss), " ".join(need), rows, width, height)


def serving(board: Board, table: SeatCoverage, job: str, index: int) -> list[tuple[Agent, Duty]]:
    """Who fills a seat of the job in an interval of the table."""
    _, _, begin, end = table.intervals[index]
    day = table.intervals[index][0]
    pairs = []
    for agent in board.case.agents:
        for duty in board.duties_within(agent.agent_id, day, day):
            if (duty.job or agent.jobs[0]) != job or agent.trainee_on(duty.day):
                continue
            span = board.stint(duty)
            if span.start <= begin and end <= span.end:
                pairs.append((agent, duty))
    return sorted(pairs, key=lambda item: (item[1].shift, item[0].team, item[0].agent_id))
