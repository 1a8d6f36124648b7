"""SPARE: where hours go that nobody asks for (POLICY; 班长责任制 §6)."""

from datetime import date

from rule_world import DAY, EVENING, NIGHT, Shift, agent, seats, world

from labelled import POINT, Labelled

# A night is 23:00–07:00. A needless night costs 16 points; a seat misplaced for an hour 0.4, a duty of 8 h unasked 16.
NEEDLESS, HOUR = 16 * POINT, 144
ALONE: dict[str, float] = {"spare_misplaced": 0}
NIGHT_OF_8TH = (*seats((8,), (23,), 1), *seats((9,), range(7), 1))
ONE = world(seats=NIGHT_OF_8TH, weights=ALONE)
TRAINEE = world(agent("a", trainee_until=date(2026, 10, 9)), agent("b"), seats=NIGHT_OF_8TH, weights=ALONE)
# Two are asked for in the first hour alone: both are needed, however few the rest asks for.
BUSY_FIRST = world(seats=(*seats((9,), (0,), 2), *seats((9,), range(1, 7), 1)), weights=ALONE)
BY_EVENING = world(seats=seats((8,), (23,), 2), weights=ALONE)
WEEK_BEFORE = world(seats=seats((25,), range(7), 1), weights=ALONE)
JOBS = world(
    agent("a", "189", "180"), agent("b"), seats=(*NIGHT_OF_8TH, *seats((8,), (12,), 1, job="180")), weights=ALONE
)
UNASKED = world(agent("a", "189", "180"), agent("b", "180"), seats=seats((8,), range(8, 16), 1), weights=ALONE)
MONITOR = world(agent("a", "189", "180"), seats=seats((8,), range(8, 16), 1), rules={"qa_job": "180"}, weights=ALONE)
# 360 minutes each of four, less 960 asked for, are half of what is asked for by day: beside 2 seats 1 more.
FOUR = world(
    *(agent(name, contract_minutes=360) for name in "abcd"),
    shifts=(DAY, EVENING, NIGHT, Shift("H", 510, 630)),
    seats=seats((8,), range(8, 16), 2),
)
# All 960 minutes are asked for: one seat more stays free by day, where shifts fit badly.
NONE_LEFT = world(
    *(agent(name, contract_minutes=320) for name in "abc"),
    seats=(*seats((8,), range(8, 16), 1), *seats((12,), range(8, 16), 1)),
)
OFF = world(seats=(*seats((8,), range(8, 16), 1), *seats((17,), range(8, 16), 1)))
MADE_UP = world(seats=seats((10,), range(8, 16), 1))
LATE_HOURS = world(seats=seats((8,), range(16, 24), 1))
EVE = world(history="a 0N", seats=(*seats((1,), range(7), 0), *seats((8,), (8,), 1)))
CASES = (
    Labelled("the night that is asked for", ONE, "a 8N"),
    Labelled("a second one where one is asked for", ONE, "a 8N; b 8N", ticks=NEEDLESS),
    Labelled("a night where nobody is asked for", ONE, "a 14N", ticks=NEEDLESS),
    Labelled("a night that nobody has is COVERAGE's", ONE, ""),
    Labelled("who is in training is not counted", TRAINEE, "a 8N; b 8N"),
    Labelled("a busy first hour needs both", BUSY_FIRST, "a 8N; b 8N"),
    Labelled("what an evening could fill needs no night", BY_EVENING, "a 8N", ticks=NEEDLESS),
    Labelled("the last night like the one a week before", WEEK_BEFORE, "a 31N"),
    Labelled("and no more", WEEK_BEFORE, "a 31N; b 31N", ticks=NEEDLESS),
    Labelled("each job by itself", JOBS, "a 8N/180; b 8N", ticks=NEEDLESS),
    Labelled("a job that no seat asks for", UNASKED, "a 8D/180", ticks=16 * POINT),
    Labelled("who holds no other job", UNASKED, "b 8D"),
    Labelled("the job that is asked for", UNASKED, "a 8D"),
    Labelled("monitors are asked for", MONITOR, "a 8D/180"),
    Labelled("the even part by day", FOUR, "a 8D; b 8D; c 8D"),
    Labelled("beyond it", FOUR, "a 8D; b 8D; c 8D; d 8D", ticks=8 * HOUR),
    # 08:30–10:30 covers the hour from 09:00 whole.
    Labelled("an interval covered whole", FOUR, "a 8D; b 8D; c 8D; d 8H", ticks=HOUR),
    Labelled("where no hours are left over one more", NONE_LEFT, "a 8D; b 8D"),
    Labelled("and not two", NONE_LEFT, "a 8D; b 8D; c 8D", ticks=8 * HOUR),
    Labelled("a day off has no part", OFF, "a 17D; b 17D", ticks=8 * HOUR),
    Labelled("a working day has one", OFF, "a 8D; b 8D"),
    Labelled("a make-up workday is one", MADE_UP, "a 10D; b 10D"),
    Labelled("from 22:00 it is night", LATE_HOURS, "a 8E; b 8E", ticks=2 * HOUR),
    Labelled("history's night over midnight", EVE, "", ticks=7 * HOUR),
)
