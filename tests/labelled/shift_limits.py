"""SHIFT-LIMITS: at most so many duties of a shift in a month (POLICY)."""

from rule_world import world

from labelled import Labelled

WORLD = world(history="a 0N", rules={"max_duties_of_shift": ["N=2"]})
CASES = (
    Labelled("as many as allowed", WORLD, "a 1N 2N 5D"),
    Labelled("one more", WORLD, "a 1N 2N 31N", breaks=(("a", None),)),
    Labelled("another shift", WORLD, "b 1D 2D 3D"),
)
