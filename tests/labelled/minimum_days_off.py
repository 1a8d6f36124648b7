"""MINIMUM-DAYS-OFF: days off come in runs (POLICY)."""

from rule_world import world

from labelled import Labelled

WORLD = world(history="b 0D", rules={"min_consecutive_days_off": 2})
CASES = (
    Labelled("two days off", WORLD, "a 1D 4D"),
    Labelled("a single day off", WORLD, "a 1D 3D", breaks=(("a", 3),)),
    Labelled("after last month's duty", WORLD, "b 2D", breaks=(("b", 2),)),
    Labelled("none at all", WORLD, "b 1D 2D"),
    Labelled("the last day may go on", WORLD, "a 30D"),
)
