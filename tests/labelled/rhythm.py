"""RHYTHM: forward rotation, regular starts, blocks of duties, of days off and of nights, whole weekends (POLICY).

Starts: D 08:00, L 15:00, E 16:00, N 23:00, T 10:00, U 10:01. 8 and 9 October 2026 are a Thursday and a Friday; 10 is a
Saturday and a make-up workday, 17 and 18 are a weekend, 31 is a Saturday.
"""

from rule_world import DAY, EVENING, LATE, NIGHT, Shift, leave, world

from labelled import POINT, Labelled

BACK, CHANGED, LONE, LONE_OFF, LONE_NIGHT, WEEKEND = 2 * POINT, POINT // 2, 2 * POINT, POINT, POINT, POINT
TEN, JUST_LATER = Shift("T", 600, 1080), Shift("U", 601, 1081)
ALL = (DAY, LATE, EVENING, NIGHT, TEN, JUST_LATER)
WORLD = world(shifts=ALL)
AFTER_ONE = world(shifts=ALL, history="b 0D")
AFTER_TWO = world(shifts=ALL, history="b -1E 0E")
AFTER_NIGHT = world(shifts=ALL, history="b -1D 0N")
EARLIER_MONTH = world(shifts=ALL, history="b -20D -10N -5E -4D")
SLACK = world(shifts=ALL, rules={"rhythm_minutes": 480})
NO_SLACK = world(shifts=ALL, rules={"rhythm_minutes": 0})
ONE_WEIGHT = world(
    shifts=ALL,
    weights={"lone_duty": 0, "lone_day_off": 0, "start_changed": 0, "lone_night": 0, "weekend_broken": 0},
)
NOVEMBER = world(shifts=ALL, month="2026-11", history="b -1E 0D")  # 1 November is a Sunday
BERLIN = world(shifts=ALL, zone="Europe/Berlin")  # the clock goes back on Sunday, 25 October
CASES = (
    Labelled("nobody works", WORLD, ""),
    Labelled("two days alike", WORLD, "a 8D 9D"),
    Labelled("forward: the start changes", WORLD, "a 8D 9E", ticks=CHANGED),
    Labelled("backward", WORLD, "a 8E 9D", ticks=BACK + CHANGED),
    Labelled("backward by exactly 120 minutes", WORLD, "a 8T 9D", ticks=CHANGED),
    Labelled("backward by 121", WORLD, "a 8U 9D", ticks=BACK + CHANGED),
    Labelled("one minute later is another start", WORLD, "a 8T 9U", ticks=CHANGED),
    Labelled("one minute earlier, no slack", NO_SLACK, "a 8U 9T", ticks=BACK + CHANGED),
    Labelled("eight hours earlier, eight of slack", SLACK, "a 8E 9D", ticks=CHANGED),
    Labelled("backward over a day off is none", WORLD, "a 7E 8E 11D 12D", ticks=0),
    Labelled("only what has a weight", ONE_WEIGHT, "a 8E 9D 11D 13N", ticks=BACK),
    Labelled("a day alone", WORLD, "a 8D", ticks=LONE),
    Labelled("a day off alone", WORLD, "a 7D 8D 10D 11D", ticks=LONE_OFF),
    Labelled("day, off, day: one lone day off and two lone days", WORLD, "a 7D 9D", ticks=LONE_OFF + 2 * LONE),
    Labelled("a night alone is a day alone too", WORLD, "a 8N", ticks=LONE + LONE_NIGHT),
    Labelled("two nights", WORLD, "a 8N 9N"),
    Labelled("a night at the end of a run", WORLD, "a 8D 9N", ticks=CHANGED + LONE_NIGHT),
    Labelled("two nights apart", WORLD, "a 8N 10N", ticks=2 * LONE + 2 * LONE_NIGHT + LONE_OFF),
    Labelled("a Sunday's duty, Saturday off", WORLD, "a 18D 19D", ticks=WEEKEND),
    Labelled("a Saturday's duty, Sunday off", WORLD, "a 16D 17D", ticks=WEEKEND),
    Labelled("both days of a weekend", WORLD, "a 17D 18D"),
    Labelled("a night of Saturday is Saturday's", WORLD, "a 16N 17N", ticks=WEEKEND),
    Labelled("a night of Friday is no weekend's", WORLD, "a 15N 16N"),
    Labelled("a make-up workday's weekend is none", WORLD, "a 9D 10D"),
    Labelled("weekends inside a public holiday count", WORLD, "a 2D 3D", ticks=WEEKEND),
    Labelled("a day alone that ends last month", AFTER_ONE, "", ticks=LONE),
    Labelled("… goes on", AFTER_ONE, "b 1D 2D"),
    Labelled("a day off alone after last month", AFTER_ONE, "b 2D 3D 4D", ticks=LONE + LONE_OFF),
    Labelled("backward from last month", AFTER_TWO, "b 1D 2D", ticks=BACK + CHANGED),
    Labelled("a night alone at the end of last month", AFTER_NIGHT, "", ticks=LONE_NIGHT),
    Labelled("… followed by another", AFTER_NIGHT, "b 1N"),
    Labelled("what last month ended itself is last month's", EARLIER_MONTH, ""),
    Labelled("the last day may go on", WORLD, "a 31N", ticks=0),
    Labelled("the last day but one is known", WORLD, "a 30N", ticks=LONE + LONE_NIGHT),
    Labelled("a weekend that the next month ends", WORLD, "a 30D 31D"),
    Labelled("a weekend that began last month", NOVEMBER, "b 2D 3D", ticks=WEEKEND + LONE_OFF),
    Labelled("… worked on both days", NOVEMBER, "b 1D"),
    Labelled("a clock put back is no change of start", BERLIN, "a 24D 25D 26D; b 24E 25E 26E"),
    Labelled(
        "leave is a day without duty",
        world(shifts=ALL, leaves=(leave("a", 13, 13),)),
        "a 11D 12D 14D 15D",
        ticks=LONE_OFF,
        granted=(0,),
    ),
)
