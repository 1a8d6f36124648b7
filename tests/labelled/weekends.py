"""WEEKENDS: at most so many weekends worked in a month (POLICY)."""

from rule_world import world

from labelled import Labelled

WORLD = world(rules={"max_weekends": 1})
CASES = (
    Labelled("both days of one", WORLD, "a 10D 11D"),
    Labelled("a day of each of two", WORLD, "a 10D 18D", breaks=(("a", 17),)),
    Labelled("a Saturday that ends the month is one", WORLD, "a 11D 31D", breaks=(("a", 31),)),
    Labelled("weekdays", WORLD, "b 8D 9D 12D"),
)
