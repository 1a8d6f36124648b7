"""How much of its time a generate keeps for what comes after the search: one measure of how crowded the machine is."""

from types import SimpleNamespace
from typing import Any

import pytest

from roster.engine.generate import GenerateOptions, _options
from roster.engine.problem.problem import Problem
from roster.engine.process.crowding import Crowding


def crowded(wall: float, work: float) -> Crowding:
    """What took so many seconds by the wall and so many of the processor."""
    walls, works = iter([0.0, wall, wall, wall]), iter([0.0, work, work, work])
    return Crowding(lambda: next(walls), lambda: next(works))


@pytest.mark.parametrize(
    ("wall", "work", "factor"),
    [
        (5.0, 5.0, 1.0),
        (5.0, 6.0, 1.0),  # several threads at work
        (5.0, 1.0, 5.0),
        (5.0, 0.04, 1.0),  # too little work to tell
    ],
)
def test_a_machine_is_as_crowded_as_work_takes_longer_than_alone(wall: float, work: float, factor: float) -> None:
    assert crowded(wall, work).factor == factor


@pytest.mark.parametrize(
    ("agents", "times", "reserved"),
    [
        # 0.3 s and one for each 10,000 agent-days, and 3 s of polishing.
        (1, 1.0, 3.301),
        (1000, 1.0, 4.3),
        # Where all takes ten times longer so do the checks; they have 30 of 100 s at most.
        (1000, 10.0, 16.0),
        (1000, 40.0, 33.0),
    ],
)
def test_a_crowded_machine_keeps_more_for_its_checks(agents: int, times: float, reserved: float) -> None:
    problem = Problem([], agents=agents, days=10, shifts=1, jobs=1)
    options = GenerateOptions(seconds=100)
    verifier: Any = SimpleNamespace(context=None)
    limited = _options(options, 1000.0, problem, verifier, crowded(times, 1.0))
    assert limited.deadline == pytest.approx(1100.0 - reserved)
    assert limited.work_seconds == pytest.approx(100.0 - 3.3 - agents / 1000)
