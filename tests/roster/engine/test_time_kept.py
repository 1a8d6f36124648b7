"""How much of its time a generate keeps for what comes after the search."""

from types import SimpleNamespace
from typing import Any

import pytest

from roster.engine.generate import GenerateOptions, _options
from roster.engine.problem.problem import Problem


@pytest.mark.parametrize(
    ("agents", "prepared", "reserved"),
    [
        # 0.3 s and one for each 10,000 agent-days, and 3 s of polishing.
        (1, 0.01, 3.301),
        (1000, 0.4, 4.3),
        # A machine on which preparing took 5 s checks for 15, and has 30 of 100 s for that at most.
        (1000, 5.0, 18.0),
        (1000, 40.0, 33.0),
    ],
)
def test_a_crowded_machine_keeps_more_for_its_checks(agents: int, prepared: float, reserved: float) -> None:
    problem = Problem([], agents=agents, days=10, shifts=1, jobs=1)
    options = GenerateOptions(seconds=100)
    verifier: Any = SimpleNamespace(context=None)
    limited = _options(options, 1000.0, problem, verifier, prepared)
    assert limited.deadline == pytest.approx(1100.0 - reserved)
    assert limited.work_seconds == pytest.approx(100.0 - 3.3 - agents / 1000)
