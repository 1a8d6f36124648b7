"""How long a search goes on from one roster."""

import math

import numpy as np
import pytest

from roster.engine.columns.incumbent import Incumbent
from roster.engine.columns.lines import LINE_SECONDS, MENDING_FAILURES, STALE_SECONDS, Lines
from roster.engine.problem.problem import Plan

NOBODY = np.zeros((0, 0), np.int16)
LINE = Incumbent(Plan(NOBODY, NOBODY, frozenset()), 100)


def on_line(lines, seconds=0.0):
    """Those lines, gone on from a dive's end that took so long."""
    lines.line = LINE
    lines.turned(seconds)
    return lines


@pytest.mark.parametrize(("lines", "most"), [(on_line(Lines()), LINE_SECONDS), (Lines(), STALE_SECONDS)])
def test_a_line_is_left_sooner_than_the_incumbent(lines, most):
    lines.took(most - 1, gained=False)
    assert not lines.stale(math.inf)
    lines.took(2, gained=False)
    assert lines.stale(math.inf)
    lines.took(2, gained=True)
    assert not lines.stale(math.inf)


def test_after_a_line_the_incumbent_has_as_long_as_it_took_with_its_dive():
    lines = on_line(Lines(), 30)
    lines.took(25, gained=True)
    lines.took(LINE_SECONDS, gained=False)
    assert lines.stale(0.0)
    lines.line = None
    lines.turned(0)
    took = 30 + 25 + LINE_SECONDS
    lines.took(took - 1, gained=False)
    assert not lines.stale(math.inf)
    lines.took(1, gained=False)
    assert lines.stale(math.inf)
    assert lines.stale(took + 1)
    assert not lines.stale(took), "what is left is not enough for another line"


def test_a_line_is_mended_until_that_gains_nothing_for_a_while_and_no_more_then():
    lines = on_line(Lines())
    for _ in range(3):
        for _ in range(MENDING_FAILURES - 1):
            lines.took(1, gained=False)
        assert lines.mending
        lines.took(1, gained=True)
    for _ in range(MENDING_FAILURES):
        assert lines.mending
        lines.took(1, gained=False)
    assert not lines.mending
    lines.took(1, gained=True)
    assert not lines.mending
    lines.turned(0)
    assert lines.mending


def test_the_incumbent_is_not_what_is_mended():
    assert not Lines().mending
