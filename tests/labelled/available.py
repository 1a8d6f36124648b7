"""AVAILABLE: standing limits, the more particular entry first."""

from datetime import date

from rule_world import Availability, agent, world

from labelled import Labelled

FRIDAY, SATURDAY, SUNDAY = 5, 6, 7
WORLD = world(
    *map(agent, "abcd"),
    availability=(
        Availability("a", FRIDAY, None, "N", available=False),
        Availability("a", SATURDAY, None, None, available=False),
        Availability("a", None, date(2026, 10, 17), None, available=True),
        Availability("a", None, date(2026, 10, 31), None, available=True),
        Availability("a", None, date(2026, 10, 31), "N", available=False),
        Availability("b", FRIDAY, None, "N", available=True),
        Availability("b", FRIDAY, None, None, available=False),
        Availability("b", SATURDAY, None, "D", available=True),
        Availability("b", SATURDAY, None, "D", available=False),
        Availability("c", SATURDAY, None, None, available=False),
        Availability("c", None, date(2026, 10, 17), None, available=True),
        Availability("c", None, date(2026, 10, 24), "N", available=True),
        Availability("c", None, date(2026, 10, 14), None, available=False),
        Availability("d", SUNDAY, None, None, available=False),
    ),
)
CASES = (
    Labelled("a shift refused on its weekday", WORLD, "a 9N", breaks=(("a", 9),)),
    Labelled("the same shift on another weekday", WORLD, "a 8N"),
    Labelled("another shift on that weekday", WORLD, "a 9D"),
    Labelled("a whole weekday refused", WORLD, "a 10D", breaks=(("a", 10),)),
    Labelled("until midnight before it", WORLD, "a 9E"),
    Labelled("a date lifts it", WORLD, "a 17D"),
    Labelled("on a date, a shift goes before all shifts", WORLD, "a 31N", breaks=(("a", 31),)),
    Labelled("… and the others stay open", WORLD, "a 31D"),
    Labelled("on a weekday, a shift goes before all shifts", WORLD, "b 9N"),
    Labelled("… and the others stay shut", WORLD, "b 9D", breaks=(("b", 9),)),
    Labelled("of two alike the refusal stands", WORLD, "b 10D", breaks=(("b", 10),)),
    Labelled("a night into a day on which only nights are shut", WORLD, "a 16D 22N"),
    Labelled("a night into a weekday refused as a whole", WORLD, "c 9N", breaks=(("c", 9),)),
    Labelled("… and a duty that ends before it", WORLD, "c 9D"),
    Labelled("a night into a date refused as a whole", WORLD, "c 13N", breaks=(("c", 13),)),
    Labelled("a night into a day that its date opens", WORLD, "c 16N"),
    Labelled("a night into a day that is open for nights", WORLD, "c 23N"),
    Labelled("the last night of the month into a Sunday refused", WORLD, "d 31N", breaks=(("d", 31),)),
    Labelled("nothing said", WORLD, "b 12N"),
)
