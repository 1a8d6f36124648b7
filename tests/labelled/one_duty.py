"""ONE-DUTY: no agent has two duties that start on one day."""

from rule_world import world

from labelled import Labelled

WORLD = world()
CASES = (
    Labelled("nobody works", WORLD, ""),
    Labelled("one duty each", WORLD, "a 1D; b 1D"),
    Labelled("two on one day", WORLD, "a 1D 1N", breaks=(("a", 1),)),
    Labelled("three on one day are one breach", WORLD, "a 1D 1E 1N", breaks=(("a", 1),)),
    Labelled("a night belongs to the day on which it starts", WORLD, "a 1N 2D"),
    Labelled("two on the last day", WORLD, "b 31D 31N", breaks=(("b", 31),)),
    Labelled("two on a day before the month", world(history="a 0D 0N"), "a 1D"),
)
