"""Objective and bound over time as a drawing: points in, coordinates out. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float | None, float | None]
WIDTH, HEIGHT = 720, 240
LEFT, RIGHT, TOP, BOTTOM = 64, 20, 12, 28


@dataclass(frozen=True)
class Chart:
    """Coordinates of the two lines (as SVG points), ticks of both axes, the last values."""

    objective: str
    bound: str
    rows: tuple[tuple[float, str], ...]
    columns: tuple[tuple[float, str], ...]
    last: Point
    points: tuple[Point, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    foot: int = HEIGHT - BOTTOM


def chart_of(points: Sequence[Point], seconds: float) -> Chart | None:
    """The chart over `seconds`; None before there is anything to draw.

    The first rosters of a search cost many times what the last do: what lies above twice the way from the bound to the
    best is drawn at the upper edge.
    """
    values = [value for _, *pair in points for value in pair if value is not None]
    known_values = [point[1] for point in points if point[1] is not None]
    if not values or not known_values:
        return None
    best, low = known_values[-1], min(values)
    high = max(best, min(max(known_values), best + 2 * max(best - low, 0.02 * abs(best), 1.0)))
    span = max(high - low, 1.0)
    low, high = low - 0.08 * span, high + 0.08 * span
    whole = max(seconds, points[-1][0], 1.0)

    def x(second: float) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * second / whole, 1)

    def y(value: float) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (high - min(value, high)) / (high - low), 1)

    def line(place: int) -> str:
        steps, before = [], None
        for point in points:
            value = point[place]
            if isinstance(value, float | int):
                if before is not None:
                    steps.append(f"{x(point[0])},{y(before)}")
                steps.append(f"{x(point[0])},{y(value)}")
                before = value
        if before is not None:
            steps.append(f"{x(points[-1][0])},{y(before)}")
        return " ".join(steps)

    rows = tuple((y(value), f"{value:,.0f}") for value in _ticks(low, high, 4))
    columns = tuple((x(second), f"{int(second) // 60}:{int(second) % 60:02d}") for second in _ticks(0, whole, 5))
    return Chart(line(1), line(2), rows, columns, points[-1], tuple(points))


def _ticks(low: float, high: float, about: int) -> list[float]:
    """Round values between two."""
    raw = (high - low) / about
    size = 10.0 ** len(str(int(raw))) / 10 if raw >= 1 else 1.0
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= raw)
    first = -(-low // step) * step
    return [first + step * place for place in range(about + 2) if first + step * place <= high]
