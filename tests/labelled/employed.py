"""EMPLOYED: duties start between the first and the last day of employment, both included."""

from datetime import date

from rule_world import agent, world

from labelled import Labelled

WORLD = world(agent("a", start_date=date(2026, 10, 15)), agent("b", end_date=date(2026, 10, 15)))
CASES = (
    Labelled("the first day", WORLD, "a 15D"),
    Labelled("the day before it", WORLD, "a 14D", breaks=(("a", 14),)),
    Labelled("a night from the day before it into it", WORLD, "a 14N", breaks=(("a", 14),)),
    Labelled("the last day", WORLD, "b 15D"),
    Labelled("a night that starts on the last day", WORLD, "b 15N"),
    Labelled("the day after it", WORLD, "b 16D", breaks=(("b", 16),)),
    Labelled("a whole month later", WORLD, "b 31D; a 1D", breaks=(("a", 1), ("b", 31))),
)
