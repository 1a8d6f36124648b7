"""MINIMUM-RUN: a run of working days is not too short (POLICY)."""

from rule_world import world

from labelled import Labelled

WORLD = world(rules={"min_consecutive_days": 2})
BEFORE = world(history="b 0D", rules={"min_consecutive_days": 2})
CASES = (
    Labelled("two days", WORLD, "a 2D 3D"),
    Labelled("a single day", WORLD, "a 2D", breaks=(("a", 2),)),
    Labelled("history goes on", BEFORE, "b 1D"),
    Labelled("history alone is too short", BEFORE, "", breaks=(("b", 0),)),
    Labelled("the last day may go on", WORLD, "a 31D"),
)
