"""COVERAGE: seats per day, interval and job (班长责任制 §6)."""

from datetime import date

from rule_world import DAY, EVENING, NIGHT, SeatRequirement, Shift, agent, seats, world

from labelled import POINT, Labelled

# An hour's interval: a seat short costs 20 points, a seat over 2.
SHORT, OVER = 20 * POINT, 2 * POINT
MORNING = world(seats=seats((8,), range(8, 12), 1))
HALF_PAST = world(shifts=(Shift("H", 510, 990), DAY), seats=seats((8,), range(8, 17), 1))
JOBS = world(
    agent("a", "189", "180"),
    agent("b"),
    seats=(*seats((8,), range(8, 16), 1), *seats((8,), range(8, 16), 1, job="180")),
)
TRAINEE = world(agent("a", trainee_until=date(2026, 10, 9)), agent("b"), seats=seats((8, 9, 10), range(8, 16), 1))
OVERNIGHT = world(seats=seats((8, 9), (23, 0, 6, 7), 1))
EDGE = world(history="a 0N", seats=seats((1,), range(8), 1))
LAST = world(seats=seats((31,), (22, 23), 1))
FLOOR = world(seats=seats((8,), (9,), 2, least=2))
BERLIN = world(agent("a"), agent("b"), zone="Europe/Berlin", seats=seats((25,), range(1, 4), 1))
SPRING = world(
    agent("a"),
    zone="Europe/Berlin",
    month="2027-03",
    shifts=(NIGHT,),
    seats=tuple(SeatRequirement(date(2027, 3, 28), hour * 60, "189", 1) for hour in range(4)),
)
QUARTERS = world(
    interval=15, seats=(SeatRequirement(date(2026, 10, 8), 8 * 60, "189", 1),), shifts=(EVENING, Shift("Q", 480, 495))
)
# 08:00–10:00 and 12:30–15:00: the hour from 12:00 is not covered whole.
SPLIT = world(shifts=(Shift("S", 480, 900, pause=(600, 750)),), seats=seats((8,), range(8, 16), 1))
CASES = (
    Labelled("a split duty fills no seat in its pause, nor in half an hour of it", SPLIT, "a 8S", ticks=4 * SHORT),
    # D from 08:00 to 16:00: met for four hours, over for the other four (a listed job requires 0 there).
    Labelled("met, then over", MORNING, "a 8D", ticks=4 * OVER),
    Labelled("short", MORNING, "", ticks=4 * SHORT),
    Labelled("two for one", MORNING, "a 8D; b 8D", ticks=(4 + 8) * OVER),
    Labelled("on another day", MORNING, "a 9D", ticks=4 * SHORT + 8 * OVER),
    # 08:30–16:30 covers the hours from 09:00 to 16:00 whole: seven of nine.
    Labelled("half an interval serves none", HALF_PAST, "a 8H", ticks=2 * SHORT),
    Labelled("each job by itself", JOBS, "a 8D/180; b 8D"),
    Labelled("two on one job", JOBS, "a 8D; b 8D", ticks=8 * (SHORT + OVER)),
    Labelled("a trainee fills no seat", TRAINEE, "a 8D 9D; b 10D", ticks=8 * SHORT),
    Labelled(
        "a job without rows is not measured", world(agent("a", "189", "180"), seats=seats((8,), (9,), 0)), "a 8D/180"
    ),
    # The night of the 8th covers 23:00 and the 9th's 00:00–07:00: over in 1, 2, 3, 4, 5.
    Labelled("over midnight", OVERNIGHT, "a 8N", ticks=5 * SHORT + 5 * OVER),
    Labelled("a history night serves the first morning", EDGE, "", ticks=SHORT),
    # What lies beyond the month is not measured.
    Labelled("the last night", LAST, "a 31N", ticks=SHORT),
    Labelled("below the floor", FLOOR, "a 8D", breaks=((None, 8),), ticks=SHORT + 7 * OVER),
    Labelled("on the floor", FLOOR, "a 8D; b 8D", ticks=2 * 7 * OVER),
    # The hour from 02:00 comes twice: four intervals are required; a night covers 23:00, 00:00 and 04:00–06:00 besides.
    Labelled("a repeated hour requires its seats twice", BERLIN, "", ticks=4 * SHORT),
    Labelled("… and a night serves both", BERLIN, "a 24N", ticks=5 * OVER),
    # 02:00 does not exist: three intervals are required; 23:00, 04:00–06:00 are over.
    Labelled("a skipped hour requires none", SPRING, "", ticks=3 * SHORT),
    Labelled("… and a night is there an hour less", SPRING, "a 27N", ticks=(1 + 3) * OVER),
    # 15 minutes: 5 points short.
    Labelled("a quarter of an hour", QUARTERS, "", ticks=5 * POINT),
    Labelled("a quarter of an hour, met", QUARTERS, "a 8Q"),
)
