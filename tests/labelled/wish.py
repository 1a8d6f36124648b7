"""WISH: for and against shifts and days, three points times the weight."""

from datetime import date

from rule_world import Wish, agent, leave, world

from labelled import POINT, Labelled


def asking(shift: str, weight: int, day: int = 14) -> object:
    return world(agent("a"), wishes=(Wish("a", date(2026, 10, day), shift, weight),))


CASES = (
    Labelled("wants a shift and has it", asking("D", 1), "a 14D"),
    Labelled("wants a shift and has another", asking("D", 1), "a 14N", ticks=3 * POINT),
    Labelled("wants a shift and is off", asking("D", 2), "a 13D", ticks=6 * POINT),
    Labelled("wants none of a shift and has it", asking("N", -2), "a 14N", ticks=6 * POINT),
    Labelled("wants none of a shift and has another", asking("N", -2), "a 14D"),
    Labelled("wants a day off and has it", asking("off", 5), "a 13N"),
    Labelled("wants a day off and works", asking("off", 5), "a 14D", ticks=15 * POINT),
    Labelled("wants no day off and has it", asking("off", -1), "", ticks=3 * POINT),
    Labelled("wants to work and does", asking("work", 1), "a 14E"),
    Labelled("wants to work and is off", asking("work", 1), "", ticks=3 * POINT),
    Labelled("wants not to work and does", asking("work", -1), "a 14E", ticks=3 * POINT),
    Labelled("on the last day", asking("off", 1, 31), "a 31N", ticks=3 * POINT),
    Labelled("the night before is another day", asking("off", 1), "a 13N"),
    Labelled("a wish of no weight", asking("D", 0), ""),
    Labelled(
        "a granted leave is a day off",
        world(agent("a"), wishes=(Wish("a", date(2026, 10, 14), "off"),), leaves=(leave("a", 14, 14),)),
        "",
        granted=(0,),
    ),
)
