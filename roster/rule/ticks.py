"""The objective in whole numbers: solvers count ticks, people read points."""

from fractions import Fraction

TICKS = 360
"""Ticks in a point: 1/30 point, a minute's share of a half hour, and decimal weights come out whole."""


def ticks(points: float | Fraction) -> int:
    """Points as ticks, rounded half up; rounding happens once, where a weight enters."""
    return int((Fraction(points).limit_denominator(10**6) * TICKS * 2 + 1) // 2)


def ticks_for(points_per_half_hour: float, minutes: int) -> int:
    """A weight given per 30 minutes, as ticks for so many minutes, rounded once."""
    return ticks(Fraction(points_per_half_hour).limit_denominator(10**6) * minutes / 30)
