"""Branch and price where roots are in fractions, held to CP-SAT's optimum; and what these worlds would catch."""

import math
from functools import lru_cache

import pytest
import test_branching
from label_world import halved
from test_branching import ended, grown

from roster.engine.columns.branching import Branching
from roster.engine.columns.program.solving import Root
from roster.engine.columns.tree import Choice, DayChoice, Node, Split, Within
from roster.engine.cpsat.formulation import Formulation
from roster.engine.cpsat.run import Effort, Ending, search

STEPS = 80


@lru_cache
def optimum(seed: int) -> int:
    """The optimum of a world, proven by CP-SAT."""
    answer = search(Formulation(halved(seed)[0]), Effort(300.0))
    assert answer.ending is Ending.OPTIMAL
    assert answer.ticks is not None
    return answer.ticks


def proven(seed: int, above: int) -> tuple[float, int]:
    """The bound that a tree comes to, and the roster's ticks, where one is known so many grains above the optimum."""
    problem, grain = halved(seed)
    tree, first, _ = grown(problem, optimum(seed) + above * grain)
    now, bounds = ended(tree, first, STEPS)
    return max(bounds), now.ticks


@pytest.mark.parametrize("seed", [0, 1, 2, 3, 5, 7, 8, 10, 11, 12, 14])
@pytest.mark.parametrize("above", [1, 3])
def test_no_bound_is_above_the_optimum_where_the_root_is_in_fractions(seed, above):
    bound, ticks = proven(seed, above)
    assert bound <= optimum(seed) + 1e-6
    assert ticks >= optimum(seed)
    if math.ceil(bound - 1e-5) >= ticks:
        assert ticks == optimum(seed)


class OffTheGrain(Branching):
    """A target that no roster can cost."""

    def _begin(self, ceiling: float) -> None:
        super()._begin(ceiling)
        self.target -= 0.5 * self.grain


class NarrowRoom(Branching):
    """Duties shut with half of the room to the target."""

    def _narrowed(self, node: Node, root: Root) -> Node:
        target = self.target
        self.target = root.bound + 0.5 * (target - self.grain - root.bound) + self.grain
        try:
            return super()._narrowed(node, root)
        finally:
            self.target = target


class GrainTooNarrow(Branching):
    """Duties shut with a grain too little room."""

    def _narrowed(self, node: Node, root: Root) -> Node:
        self.target -= self.grain
        try:
            return super()._narrowed(node, root)
        finally:
            self.target += self.grain


class LeftTooSoon(Branching):
    """Nodes left a grain too soon."""

    def _done(self, bound: float) -> bool:
        return super()._done(bound + self.grain)


class GapBetweenSides(Branching):
    """Totals held one too high from below."""

    def _side(self, node: Node, choice: Choice, share: float) -> Node:
        if isinstance(choice, Within) and choice.least > -math.inf:
            choice = Within(choice.total, choice.least + 1, choice.most)
        return super()._side(node, choice, share)


class OneSide(Branching):
    """The other side of a split forgotten."""

    def _chosen(self, node: Node, splits: list[Split]) -> list[Node]:
        return super()._chosen(node, splits)[:1]


class NoDayOff(Branching):
    """Who has not the shift is not off either."""

    def _side(self, node: Node, choice: Choice, share: float) -> Node:
        side = super()._side(node, choice, share)
        if isinstance(choice, DayChoice) and not choice.yes and choice.shift >= 0:
            side.off[choice.agent, choice.day] = False
        return side


@pytest.mark.parametrize(
    ("wrong", "seed", "above"),
    [
        (OffTheGrain, 2, 1),
        (NarrowRoom, 2, 1),
        (GrainTooNarrow, 2, 1),
        (LeftTooSoon, 2, 1),
        (GapBetweenSides, 8, 1),
        (OneSide, 1, 1),
        (NoDayOff, 14, 1),
    ],
)
def test_a_tree_that_proves_too_much_is_caught_here(wrong, seed, above, monkeypatch):
    monkeypatch.setattr(test_branching, "Branching", wrong)
    assert proven(seed, above)[0] > optimum(seed) + 1e-6
