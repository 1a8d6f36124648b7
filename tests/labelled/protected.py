"""PROTECTED: no night duty while a protection holds, its last day included (劳动法 §61, §63)."""

from datetime import date

from rule_world import DAY, NIGHT, Protection, Shift, agent, world

from labelled import Labelled

# 20:00–00:30 holds 2.5 h of the night, 18:00–24:00 exactly 2 h; F is flagged.
SHIFTS = (DAY, NIGHT, Shift("T", 1200, 1470), Shift("U", 1080, 1440), Shift("F", 600, 900, night=True))
WORLD = world(
    agent("a", protections=(Protection("哺乳", date(2026, 10, 14)),)),
    agent("b", protections=(Protection("未成年"),)),
    agent("c"),
    shifts=SHIFTS,
)
CASES = (
    Labelled("a day shift", WORLD, "a 1D; b 31D"),
    Labelled("a night on its last day", WORLD, "a 14N", breaks=(("a", 14),)),
    Labelled("a night on the day after", WORLD, "a 15N"),
    Labelled("a protection without an end", WORLD, "b 31N", breaks=(("b", 31),)),
    Labelled("two and a half hours of the night", WORLD, "b 1T", breaks=(("b", 1),)),
    Labelled("exactly two hours of it are no night", WORLD, "b 1U"),
    Labelled("a shift flagged as night", WORLD, "b 1F", breaks=(("b", 1),)),
    Labelled("anybody else", WORLD, "c 1N"),
)
