"""The rows' price table against the price of one count."""

from fractions import Fraction

import numpy as np
import pytest

from roster.engine.problem.rows import prices_over
from roster.rule.pieces import Penalty

COUNTS = np.arange(-7, 12)


@pytest.mark.parametrize(
    "penalty",
    [
        Penalty.around(3, 10, 1),
        Penalty((0, 2, 5), (-4, 0, 3, 9), floor_ticks=8),
        Penalty.growing(Fraction(7, 3), 11, 9),
    ],
)
def test_prices_of_many_counts_are_those_of_each(penalty: Penalty) -> None:
    assert prices_over(penalty, COUNTS).tolist() == [penalty.at(int(count)) for count in COUNTS]
