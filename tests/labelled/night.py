"""NIGHT: nights in a row, nights a month, rest after a run (POLICY)."""

from rule_world import world

from labelled import Labelled

WORLD = world()
BEFORE = world(history="a -1N 0N; b 0N")
TWO_DAYS = world(rules={"rest_days_after_nights": 2}, history="b 0N")
BROKEN_BEFORE = world(rules={"rest_days_after_nights": 3}, history="a -2N 0N; b -2N 0N")
NO_REST = world(rules={"rest_days_after_nights": 0})
EIGHT = " ".join(f"{day}N" for day in (1, 2, 5, 6, 9, 10, 13, 14))
FEW = world(rules={"max_nights_per_month": 0})
AHEAD = world(ahead="a 32N 33N; b 32D")
TWO_AHEAD = world(rules={"rest_days_after_nights": 2}, ahead="a 33D; b 34N")
CASES = (
    Labelled("three in a row", WORLD, "a 1N 2N 3N"),
    Labelled("four in a row", WORLD, "a 1N 2N 3N 4N", breaks=(("a", 4),)),
    Labelled("five in a row are told once", WORLD, "a 1N 2N 3N 4N 5N", breaks=(("a", 4),)),
    Labelled("two before the month and one in it", BEFORE, "a 1N"),
    Labelled("two before the month and two in it", BEFORE, "a 1N 2N", breaks=(("a", 2),)),
    Labelled("one in it and two after the month", AHEAD, "a 31N"),
    Labelled("two in it and two after the month", AHEAD, "a 30N 31N", breaks=(("a", 33),)),
    Labelled("four in it and two after the month are told once", AHEAD, "a 28N 29N 30N 31N", breaks=(("a", 31),)),
    Labelled("a day shift after the month's last night", AHEAD, "b 31N", breaks=(("b", 32),)),
    Labelled("a night that is not the last", AHEAD, "b 30N"),
    Labelled("two days: one off into the next month", TWO_AHEAD, "a 31N; b 31N", breaks=(("a", 33),)),
    Labelled("two days: two off into the next month", TWO_AHEAD, "a 30N; b 30N"),
    Labelled("nights after the month do not count for it", world(ahead="a 34N"), f"a {EIGHT}"),
    Labelled("a day shift on the day after", WORLD, "a 1N 2D", breaks=(("a", 2),)),
    Labelled("a day shift after a day off", WORLD, "a 1N 3D"),
    Labelled("a day shift after last month's night", BEFORE, "b 1D", breaks=(("b", 1),)),
    Labelled("another night goes on with the run", BEFORE, "b 1N"),
    Labelled("two days: one off is too few, for a night too", TWO_DAYS, "a 1N 3N; b 2D", breaks=(("a", 3), ("b", 2))),
    Labelled("two days: two off", TWO_DAYS, "a 1N 4D; b 3D"),
    Labelled(
        "a rest that last month's nights broke reaches into the month all the same",
        BROKEN_BEFORE,
        "a 1N; b 4D",
        breaks=(("a", 1),),
    ),
    Labelled("no rest asked for", NO_REST, "a 1N 2E"),
    Labelled("a night on the last day", WORLD, "a 29N 30N 31N"),
    Labelled("eight in the month", WORLD, f"a {EIGHT}"),
    Labelled("nine in the month", WORLD, f"a {EIGHT} 31N", breaks=(("a", None),)),
    Labelled("those of last month do not count for the month", BEFORE, f"a {EIGHT.replace('1N 2N', '2N 3N', 1)}"),
    Labelled("none allowed", FEW, "a 1N", breaks=(("a", None),)),
)
