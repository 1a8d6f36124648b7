"""FAIR: nights, weekends and unpopular shifts shared evenly; the k-th duty away costs k times 4 points."""

from datetime import date

from rule_world import DAY, LATE, NIGHT, Protection, agent, seats, world

from labelled import POINT, Labelled

UNIT = 4 * POINT
TWO = (DAY, NIGHT)
# Two nights are needed (05:00 on the 9th and 10th, which no other shift covers): one each.
NIGHTS = world(agent("a"), agent("b"), shifts=TWO, seats=seats((9, 10), (5,), 1))
# Two nights needed and two in history, all a's: two each, of which a has had both.
CATCHING_UP = world(agent("a"), agent("b"), shifts=TWO, history="a -5N -9N", seats=seats((9, 10), (5,), 1))
# Contracts of 2 : 1 share three nights as 2 and 1.
PART_TIME = world(
    agent("a", contract_minutes=6000), agent("b", contract_minutes=3000), shifts=TWO, seats=seats((9, 13, 20), (5,), 1)
)
KEPT_FROM = world(
    agent("a"),
    agent("b", protections=(Protection(""),)),
    agent("c", rotating=False),
    shifts=TWO,
    seats=seats((9,), (5,), 1),
)
# 17 and 18 October are a weekend, 10 October a make-up workday, 3 and 4 public holidays: two duties, one each.
WEEKENDS = world(shifts=(DAY,), seats=seats((3, 4, 10, 17, 18), (9,), 1))
UNPOPULAR = world(shifts=(DAY, LATE), seats=seats((8, 9), (22,), 1), rules={"unpopular_shifts": ["L"]})
# Three nights for two: one and a half each.
HALVES = world(shifts=TWO, seats=seats((9, 13, 20), (5,), 1))
# On Mondays and Sundays the month has 4 + 4 each; nobody is needed on a weekend here, and history has none.
LEFT = world(agent("a"), agent("b", end_date=date(2026, 9, 30)), shifts=TWO, seats=seats((9,), (5,), 1))
CASES = (
    Labelled("one night each", NIGHTS, "a 8N; b 9N"),
    Labelled("both nights to one", NIGHTS, "a 8N 9N", ticks=2 * UNIT),
    Labelled("three to one: 1 + 2 away, and one away", NIGHTS, "a 8N 9N 12N", ticks=(3 + 1) * UNIT),
    Labelled("no nights at all", NIGHTS, "", ticks=2 * UNIT),
    Labelled("who had two rests", CATCHING_UP, "b 8N 9N"),
    Labelled("one each is one away each", CATCHING_UP, "a 8N; b 9N", ticks=2 * UNIT),
    Labelled("in proportion to the contracts", PART_TIME, "a 8N 12N; b 19N"),
    Labelled("who may not work nights has no share", KEPT_FROM, "a 8N"),
    # Half away on either side: 0.5 × 1.5 / 2 of the unit.
    Labelled("an odd night", HALVES, "a 8N 12N; b 19N", ticks=2 * UNIT * 3 // 8),
    Labelled("a weekend day each", WEEKENDS, "a 17D; b 18D"),
    Labelled("the weekend to one", WEEKENDS, "a 17D 18D", ticks=2 * UNIT),
    Labelled("make-up workdays and holidays are no weekend", WEEKENDS, "a 17D 3D 10D; b 18D"),
    Labelled("unpopular shifts, one each", UNPOPULAR, "a 8L; b 9L"),
    Labelled("unpopular shifts to one", UNPOPULAR, "b 8L 9L", ticks=2 * UNIT),
    Labelled("who has left has no share", LEFT, "a 8N"),
)
