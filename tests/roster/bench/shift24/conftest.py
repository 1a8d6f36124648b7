"""A small instance of the standard format, and its lines."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from roster.bench.shift24.checker import Assignment
from roster.bench.shift24.instance import Employee, Instance, ShiftType

FREE = Employee(
    id="A",
    max_shifts={},
    max_total_minutes=100_000,
    min_total_minutes=0,
    max_consecutive_shifts=100,
    min_consecutive_shifts=1,
    min_consecutive_days_off=1,
    max_weekends=100,
    days_off=frozenset(),
)


@pytest.fixture
def world() -> Callable[..., Instance]:
    """Two shifts, E of 8 h and L of 10 h after which no E may follow; one employee bound by what the test names."""

    def make(horizon_days: int = 10, staff: int = 1, covers=(), on=(), off=(), **limits) -> Instance:
        person = replace(FREE, **limits)
        return Instance(
            "tiny",
            horizon_days,
            (ShiftType("E", 480, frozenset()), ShiftType("L", 600, frozenset({"E"}))),
            tuple(replace(person, id=chr(ord("A") + number)) for number in range(staff)),
            tuple(on),
            tuple(off),
            tuple(covers),
        )

    return make


@pytest.fixture
def line() -> Callable[..., list[Assignment]]:
    """Assignments from a word: `-` is a day off, any other letter that shift."""

    def make(word: str, employee: str = "A") -> list[Assignment]:
        return [(employee, day, shift) for day, shift in enumerate(word) if shift != "-"]

    return make


@pytest.fixture
def shared_instance() -> Callable[[int], Path]:
    """The path of a published instance; the test is skipped where the files are not at hand."""
    root = Path(__file__).resolve().parents[4]
    folder = Path(os.environ.get("ROSTER_SHARED", root.parent / "shared")) / "data" / "shift24"

    def find(number: int) -> Path:
        path = folder / f"Instance{number}.txt"
        if not path.exists():
            pytest.skip(f"the published instances are not at hand: no {path.name} in {folder}")
        return path

    return find
