"""SKILL: a duty's job is one of the agent's and one of the shift's; a senior is there while seats are required."""

from rule_world import DAY, NIGHT, Grade, Shift, agent, date, seats, world

from labelled import POINT, Labelled

JOBS = world(agent("a", "189", "180"), agent("b"), shifts=(DAY, NIGHT, Shift("X", 600, 720, jobs=("180",))))
SENIOR = agent("s", grade=Grade.SENIOR)
JUNIOR = agent("j", grade=Grade.JUNIOR)
# 09:00–12:00 on the 8th: three intervals of an hour; a senior missing costs 2 points each half hour, 4 an hour.
DAYTIME = world(SENIOR, JUNIOR, seats=seats((8,), range(9, 12), 1))
NIGHTLY = world(SENIOR, JUNIOR, seats=seats((9,), (5, 7), 1))
MONTH_START = world(SENIOR, JUNIOR, seats=seats((1,), (0, 5, 6), 1), history="s 0N")
TWO_WANTED = world(SENIOR, JUNIOR, seats=seats((8,), (9,), 1), rules={"min_seniors_on_duty": 2})
# From the 10th the junior is an intermediate; 180 asks for one.
RAISED = agent("j", "189", "180", grade=Grade.JUNIOR, grades=((date(2026, 10, 10), Grade.INTERMEDIATE),))
GRADED = world(RAISED, agent("n", "180"), rules={"job_grades": ("180:intermediate",)})
LATER = world(agent("j", grade=Grade.JUNIOR, grades=((date(2026, 10, 9), Grade.SENIOR),)), seats=seats((8, 9), (9,), 1))
CASES = (
    Labelled("the second job held", JOBS, "a 1D/180"),
    Labelled("a job that is not held", JOBS, "b 1D/180", breaks=(("b", 1),)),
    Labelled("a job that the shift does not serve", JOBS, "a 1X/189", breaks=(("a", 1),)),
    Labelled("a job that both hold and serve", JOBS, "a 1X/180"),
    Labelled("on the last night", JOBS, "b 31N/180", breaks=(("b", 31),)),
    Labelled("a senior while seats are required", DAYTIME, "s 8D"),
    Labelled("a junior alone", DAYTIME, "j 8D", ticks=3 * 4 * POINT),
    Labelled("nobody at all", DAYTIME, "", ticks=3 * 4 * POINT),
    # The night 23:00–07:00 of the 8th covers 05:00 on the 9th, not 07:00.
    Labelled("a senior's night reaches into the next morning", NIGHTLY, "s 8N", ticks=4 * POINT),
    # The history night ends at 07:00 on the 1st.
    Labelled("a night of last month's end", MONTH_START, ""),
    Labelled("two are wanted, one is there", TWO_WANTED, "s 8D; j 8D", ticks=4 * POINT),
    Labelled("the day before the grade that the job asks for", GRADED, "j 9D/180", breaks=(("j", 9),)),
    Labelled("from the day of the grade", GRADED, "j 10D/180"),
    Labelled("a job that asks for none", GRADED, "j 9D/189"),
    Labelled("of no grade at all", GRADED, "n 12D/180", breaks=(("n", 12),)),
    Labelled("a senior from the 9th is one on the 9th, not on the 8th", LATER, "j 8D 9D", ticks=4 * POINT),
)
