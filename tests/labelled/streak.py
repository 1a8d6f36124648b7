"""STREAK: at most `max_consecutive_days` days in a row with a duty (劳动法 §38)."""

from rule_world import world

from labelled import Labelled

WORLD = world(history="b -1D 0D")


def days(first: int, last: int) -> str:
    return " ".join(f"{day}D" for day in range(first, last + 1))


AHEAD = world(ahead="a 32D 33D; b 32D 34D")
CASES = (
    Labelled("six in a row", WORLD, f"a {days(1, 6)} {days(8, 13)}"),
    Labelled("seven in a row", WORLD, f"a {days(1, 7)}", breaks=(("a", 7),)),
    Labelled("nine in a row are told once", WORLD, f"a {days(1, 9)}", breaks=(("a", 7),)),
    Labelled("two before the month and four in it", WORLD, f"b {days(1, 4)}"),
    Labelled("two before the month and five in it", WORLD, f"b {days(1, 5)}", breaks=(("b", 5),)),
    Labelled("to the month's last day", WORLD, f"a {days(26, 31)}"),
    Labelled("one more", WORLD, f"a {days(25, 31)}", breaks=(("a", 31),)),
    Labelled("four in it and two after the month", AHEAD, f"a {days(28, 31)}"),
    Labelled("five in it and two after the month", AHEAD, f"a {days(27, 31)}", breaks=(("a", 33),)),
    Labelled("a day off after the month ends the run", AHEAD, f"b {days(27, 31)}"),
    Labelled("six in it and one after the month", AHEAD, f"b {days(26, 31)}", breaks=(("b", 32),)),
    Labelled("a day off in it ends the run", AHEAD, f"a {days(25, 29)} 31D"),
    Labelled("a long run after the month is its own", world(ahead=f"a {days(32, 40)}"), ""),
    Labelled("… and may not have begun", world(ahead=f"a {days(32, 40)}"), "a 31D", breaks=(("a", 37),)),
    Labelled("nights count by the day on which they start", WORLD, f"a {days(1, 6)} 7N", breaks=(("a", 7),)),
    Labelled("a long run before the month ends with it", world(history=f"a {days(-9, 0)}"), ""),
    Labelled("… and may not go on", world(history=f"a {days(-9, 0)}"), "a 1D", breaks=(("a", 1),)),
)
