"""Whose turn it is among kinds of moves."""

import pytest

from roster.engine.columns.turns import SHARED, Turns


def shares(turns, seconds, gain, favoured=None):
    """The part of the time that each kind had, where `gain(kind)` is what it gains per second."""
    had = [0.0] * len(turns.lengths)
    while sum(had) < seconds:
        kind = turns.whose(favoured)
        length = float(turns.lengths[kind])
        had[kind] += length
        turns.took(kind, length, gain(kind) * length)
    return [part / sum(had) for part in had]


def test_kinds_that_gain_alike_share_the_time_alike_however_long_their_turns():
    assert shares(Turns([1.0, 4.0, 0.5]), 600, lambda _: 1.0) == pytest.approx([1 / 3] * 3, abs=0.02)


def test_a_kind_that_gains_has_the_time_but_for_a_part_that_all_share():
    had = shares(Turns([1.0, 1.0, 1.0]), 900, lambda kind: 5.0 if kind == 1 else 0.0)
    assert had == pytest.approx([SHARED / 3, 1 - 2 * SHARED / 3, SHARED / 3], abs=0.02)


def test_a_favoured_kind_has_half_of_the_time_at_least():
    had = shares(Turns([1.0, 1.0, 1.0]), 900, lambda kind: 5.0 if kind == 0 else 0.0, favoured=2)
    assert had[2] == pytest.approx(0.5, abs=0.06)


def test_a_kind_that_is_shut_has_no_more_turns():
    turns = Turns([1.0, 1.0])
    turns.shut(0)
    assert shares(turns, 20, lambda _: 0.0) == [0.0, 1.0]


def test_begun_anew_nothing_spent_or_gained_counts():
    turns = Turns([1.0, 2.0])
    shares(turns, 100, float)
    turns.begin()
    assert shares(turns, 600, lambda _: 1.0) == pytest.approx([0.5, 0.5], abs=0.02)
