"""What the relaxation has everybody do: true to its optimum, and a help to who builds a roster."""

import numpy as np
import pytest

from roster.engine.bounds.aggregate import aggregate
from roster.engine.problem.problem import Problem
from roster.engine.search.prepared import PreparedSearch
from roster.rule.pieces import Allow, Penalty, Row, Term

EARLY, LATE = 0, 1
EVERYBODY = (0, 1, 2)


def seats(shift: int, day: int, wanted: int, short: int) -> Row:
    return Row("COVERAGE", (Term(EVERYBODY, day, frozenset({shift})),), Penalty.around(wanted, short, 1))


@pytest.fixture
def divided() -> Problem:
    """Two days; 0 and 1 work early or late, 2 early only. An early seat is dearer, and 2 can have no other."""
    only_early = Allow("SKILL", 2, (0, 1), frozenset({(EARLY, 0)}))
    rows = [row for day in (0, 1) for row in (seats(EARLY, day, 1, 10), seats(LATE, day, 2, 9))]
    return Problem([only_early, *rows], agents=3, days=2, shifts=2, jobs=1)


def test_members_of_a_group_share_its_duties_evenly(divided: Problem) -> None:
    relaxation = aggregate(divided)
    assert relaxation is not None
    assert relaxation.bound_ticks == pytest.approx(0)
    shares = relaxation.shares
    assert shares.group_of[0] == shares.group_of[1] != shares.group_of[2]
    expected = np.zeros((3, len(divided.rows)))
    for agent, group in enumerate(shares.group_of):
        for entry in range(shares.start[group], shares.start[group + 1]):
            expected[agent, shares.row[entry]] += shares.part[entry]
    # The rows in their order are early and late, day by day; the optimum fills them all.
    assert expected == pytest.approx(np.array([[0, 1, 0, 1], [0, 1, 0, 1], [1, 0, 1, 0]]))


def test_a_roster_built_on_them_leaves_seats_to_whom_they_need(divided: Problem) -> None:
    plain, expecting = PreparedSearch(divided), PreparedSearch(divided)
    expecting.aggregate = aggregate(divided)
    prices = [expecting.walker(seed)[0].price() for seed in range(12)]
    assert prices == [0.0] * 12
    assert max(plain.walker(seed)[0].price() for seed in range(12)) > 0


def test_who_has_no_legal_month_feeds_no_row(divided: Problem) -> None:
    nothing = Allow("PIN", 1, (0,), frozenset(), off=False)
    problem = Problem([*divided.pieces, nothing], agents=3, days=2, shifts=2, jobs=1)
    ready = PreparedSearch(problem)
    ready.aggregate = aggregate(divided)
    walker, stuck = ready.walker(0)
    assert stuck == 1
    assert (walker.state.counts == problem.rows.counts(walker.now.shift, walker.now.job)).all()
    assert (walker.now.shift[1] == -1).all()
