"""SUCCESSION: listed shifts do not follow each other (POLICY)."""

from rule_world import world

from labelled import Labelled

WORLD = world(history="b 0N", rules={"forbidden_successions": ["N>D"]})
AHEAD = world(ahead="a 32D; b 33D", rules={"forbidden_successions": ["N>D"]})
CASES = (
    Labelled("the forbidden pair", WORLD, "a 1N 2D", breaks=(("a", 2),)),
    Labelled("the other way round", WORLD, "a 1D 2N"),
    Labelled("with a day off between", WORLD, "a 1N 3D"),
    Labelled("from history", WORLD, "b 1D", breaks=(("b", 1),)),
    Labelled("into the next month", AHEAD, "a 31N; b 31N", breaks=(("a", 32),)),
    Labelled("on the last day", WORLD, "a 30N 31D", breaks=(("a", 31),)),
)
