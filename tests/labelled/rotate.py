"""ROTATE: who does not rotate works day shifts on legal working days (卫生制度, 倒班)."""

from rule_world import agent, world

from labelled import Labelled

WORLD = world(agent("a", rotating=False), agent("b"))
CASES = (
    Labelled("a day shift on a working day", WORLD, "a 8D 30D"),
    Labelled("the make-up Saturday", WORLD, "a 10D"),
    Labelled("an ordinary Saturday", WORLD, "a 17D", breaks=(("a", 17),)),
    Labelled("a public holiday on a weekday", WORLD, "a 1D", breaks=(("a", 1),)),
    Labelled("a night on a working day", WORLD, "a 8N", breaks=(("a", 8),)),
    Labelled("a night on the last day, a Saturday", WORLD, "a 31N", breaks=(("a", 31),)),
    Labelled("who rotates", WORLD, "b 1N 17D"),
)
