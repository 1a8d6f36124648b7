"""MONTH-END: nights that run over the month's end (班长责任制 §6)."""

from datetime import date

from rule_world import NIGHT, Shift, agent, seats, world

from labelled import POINT, Labelled

OVER, SHORT = 2 * POINT, 20 * POINT
# A night covers the seven hours before 07:00 of the next day; asked for there is what the 25th asks for.
ONE = world(seats=seats((25,), range(8), 1))
TWO_AT_FIRST = world(seats=(*seats((25,), (0, 1), 2), *seats((25,), range(2, 8), 1)))
OTHER_DAY = world(seats=seats((24, 26), range(8), 3))
JOBS = world(
    agent("a", "189", "180"),
    agent("b"),
    seats=(*seats((25,), range(8), 1), *seats((25,), range(8), 0, job="180")),
)
TRAINEE = world(agent("a", trainee_until=date(2026, 11, 9)), agent("b"), seats=seats((25,), range(8), 1))
TWO_NIGHTS = world(shifts=(NIGHT, Shift("M", 1200, 1440 + 120)), seats=seats((25,), range(8), 1))
SPLIT = world(shifts=(Shift("S", 1200, 1440 + 360, pause=(1440 - 60, 1440 + 120)),), seats=seats((25,), range(8), 0))
CASES = (
    Labelled("as many as the week before", ONE, "a 31N"),
    Labelled("one too many for seven hours", ONE, "a 31N; b 31N", ticks=7 * OVER),
    Labelled("nobody for seven hours", ONE, "", ticks=7 * SHORT),
    Labelled("a night that ends within the month", ONE, "a 30N; b 30N", ticks=7 * SHORT),
    Labelled("two for the first two hours", TWO_AT_FIRST, "a 31N; b 31N", ticks=5 * OVER),
    Labelled("one short for the first two hours", TWO_AT_FIRST, "a 31N", ticks=2 * SHORT),
    Labelled("nobody where two and then one are asked for", TWO_AT_FIRST, "", ticks=9 * SHORT),
    Labelled("what other days ask for is no measure", OTHER_DAY, "a 31N", ticks=7 * OVER),
    Labelled("each job by itself", JOBS, "a 31N/180; b 31N", ticks=7 * OVER),
    Labelled("a trainee fills no seat", TRAINEE, "a 31N; b 31N"),
    Labelled("shifts that share hours are counted together", TWO_NIGHTS, "a 31N; b 31M", ticks=2 * OVER),
    Labelled("nobody works in a pause", SPLIT, "a 31S", ticks=4 * OVER),
)
