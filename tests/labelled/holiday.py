"""HOLIDAY: duties that start on public holidays shared evenly over the year (换班制度 §9, 请假制度 §7)."""

from rule_world import DAY, NIGHT, PLAIN, agent, seats, world

from labelled import POINT, Labelled

UNIT = 4 * POINT
# One seat at 09:00 on two of the seven days of National Day: a duty each.
WORLD = world(shifts=(DAY,), seats=seats((1, 2, 8), (9,), 1))
# 20 September 2026 is a make-up workday; 30 September no holiday: history has none. The night of the 7th starts on one.
OVER_NIGHT = world(shifts=(DAY, NIGHT), seats=seats((8,), (5,), 2))
NONE = world(shifts=(DAY,), calendar=PLAIN, seats=seats((1, 2), (9,), 1))
FIXED = world(agent("a"), agent("b", rotating=False), shifts=(DAY,), seats=seats((1, 2), (9,), 1))
CASES = (
    Labelled("one each", WORLD, "a 1D; b 2D"),
    Labelled("both to one", WORLD, "a 1D 2D", ticks=2 * UNIT),
    Labelled("the day after is no holiday", WORLD, "a 1D 8D; b 2D"),
    Labelled("a night counts by the day on which it starts", OVER_NIGHT, "a 7N; b 7N"),
    Labelled("a night of the eve does not count", OVER_NIGHT, "a 7N 8N; b 8N", ticks=UNIT),
    Labelled("a month without holidays shares nothing", NONE, "a 1D 2D"),
    Labelled("who does not rotate has no share", FIXED, "a 1D 2D"),
)
