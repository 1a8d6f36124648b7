"""MINIMUM-DAYS-OFF: days off come in runs (POLICY)."""

from rule_world import world

from labelled import Labelled

WORLD = world(history="b 0D", rules={"min_consecutive_days_off": 2})
CASES = (
    Labelled("two days off", WORLD, "a 1D 4D"),
    Labelled("a single day off", WORLD, "a 1D 3D", breaks=(("a", 3),)),
    Labelled("after last month's duty", WORLD, "b 2D", breaks=(("b", 2),)),
    Labelled("none at all", WORLD, "b 1D 2D"),
    Labelled(
        "before the next month's duty",
        world(ahead="a 33D; b 32D", rules={"min_consecutive_days_off": 2}),
        "a 31D; b 29D",
        breaks=(("a", 33),),
    ),
    Labelled("the last day may go on", WORLD, "a 30D"),
)
