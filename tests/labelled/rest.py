"""REST: at least `min_rest_hours` from the end of a duty to the start of the next (换班制度 §3; POLICY)."""

from rule_world import DAY, EVENING, NIGHT, Shift, agent, world

from labelled import Labelled

ELEVEN = Shift("F", 11 * 60, 19 * 60)
SHIFTS = (DAY, EVENING, NIGHT, ELEVEN)
WORLD = world(shifts=SHIFTS)
AHEAD = world(shifts=SHIFTS, ahead="a 32D; b 32E 33D")
BEFORE = world(shifts=SHIFTS, history="a 0E; b 0D -1N")
WORK = {"roll_call_is_work": True}
CALLED = world(shifts=SHIFTS, rules=WORK)
# In the night to 25 October Berlin puts the clock back: from 21:30 to 07:30 are eleven hours. In the night to 28 March
# 2027 it puts it on: from 20:30 to 07:30 are ten.
LATE, EARLY = Shift("L", 13 * 60, 21 * 60 + 30), Shift("A", 7 * 60 + 30, 15 * 60)
BACK = world(agent("a"), shifts=(LATE, EARLY), zone="Europe/Berlin")
ON = world(agent("a"), shifts=(Shift("L", 780, 1230), EARLY), zone="Europe/Berlin", month="2027-03")
# A split duty (两头班): its rest counts from the end of the second span, and to the start of the first.
SPLIT = world(shifts=(DAY, Shift("S", 9 * 60, 22 * 60, pause=(13 * 60, 17 * 60)), Shift("T", 9 * 60 + 1, 17 * 60)))
# E of the month's eve ends at midnight: F at 11:00 is eleven hours later, or 10:59 once a minute was stayed.
STAYED = world(shifts=SHIFTS, history="a 0E; b 0E", stayed={"a 0E": 1})
OVER = world(shifts=SHIFTS, stayed={"a 1N": 60, "b 1D": 180, "b 31E": 1, "a 31N": 1}, ahead="b 32F; a 32E")
CASES = (
    Labelled("a minute stayed after the eve's duty, from history into the month", STAYED, "a 1F", breaks=(("a", 1),)),
    Labelled("… binds who stayed, nobody else", STAYED, "b 1F"),
    Labelled("… and is rested off by the evening", STAYED, "a 1E"),
    Labelled("stayed an hour after a night: fifteen hours to the next", OVER, "a 1N 2N"),
    Labelled("stayed three hours: thirteen to the next morning", OVER, "b 1D 2D"),
    Labelled("minutes are of the duty that was stayed on, not of another that day", OVER, "a 1E 2F"),
    Labelled("stayed on the last day, into the next month", OVER, "b 31E", breaks=(("b", 32),)),
    Labelled("… beside a duty far enough away", OVER, "b 31D"),
    Labelled(
        "three hours stayed over midnight: ten hours to the late one",
        world(shifts=SHIFTS, stayed={"a 1E": 61}, rules={"min_rest_hours": 10}),
        "a 1E 2F",
        breaks=(("a", 2),),
    ),
    Labelled(
        "an hour less asked for, kept to the minute",
        world(shifts=SHIFTS, stayed={"a 1E": 60}, rules={"min_rest_hours": 10}),
        "a 1E 2F",
    ),
    Labelled(
        "a rest of two days, stayed on after the first duty",
        world(rules={"min_rest_hours": 40}, stayed={"a 1D": 1, "b 1D": 1}),
        "a 1D 3D; b 1D 3E",
        breaks=(("a", 3),),
    ),
    Labelled("after a split duty: from 22:00 to 08:00 are ten hours", SPLIT, "a 1S 2D", breaks=(("a", 2),)),
    Labelled("the pause within a split duty is no rest to be kept", SPLIT, "a 1S"),
    Labelled("a split duty after a split one: exactly eleven", SPLIT, "a 1S 2S"),
    Labelled("before a split duty", SPLIT, "a 1T 2S"),
    Labelled("eight hours", WORLD, "a 1E 2D", breaks=(("a", 2),)),
    Labelled("exactly eleven", WORLD, "a 1E 2F"),
    Labelled(
        "eleven to the shift, ten minutes of them at a roll call that is work", CALLED, "a 1E 2F", breaks=(("a", 2),)
    ),
    Labelled(
        "a roll call that is work, but fills no rest",
        world(shifts=SHIFTS, rules=WORK | {"roll_call_minutes": 0}),
        "a 1E 2F",
    ),
    Labelled("ten minutes less asked for", world(shifts=SHIFTS, rules=WORK | {"min_rest_hours": 10.75}), "a 1E 2F"),
    Labelled("a night and the evening after it: nine hours", WORLD, "a 1N 2E", breaks=(("a", 2),)),
    Labelled("a night and the next: sixteen", WORLD, "a 1N 2N"),
    Labelled("a night, then a day off", WORLD, "a 1N 3D"),
    Labelled("from history into the month", BEFORE, "a 1D", breaks=(("a", 1),)),
    Labelled("exactly eleven from history", BEFORE, "a 1F"),
    Labelled("history alone is nobody's breach", BEFORE, "b 1D"),
    Labelled("on the last day", WORLD, "b 30E 31D", breaks=(("b", 31),)),
    Labelled("into the next month, published already", AHEAD, "a 31E", breaks=(("a", 32),)),
    Labelled("a night into its first morning", AHEAD, "a 31N", breaks=(("a", 32),)),
    Labelled("the day before the month's last", AHEAD, "a 30N"),
    Labelled("sixteen hours into the next month; ahead alone is nobody's breach", AHEAD, "a 31D; b 31D"),
    Labelled(
        "two days into the next month",
        world(rules={"min_rest_hours": 40}, ahead="a 33D; b 33D"),
        "a 31D; b 31E 30D",
        breaks=(("b", 31), ("b", 33)),
    ),
    Labelled("a rest of two days", world(rules={"min_rest_hours": 40}), "a 1D 3D; b 1E 3D", breaks=(("b", 3),)),
    Labelled("half hours count", world(shifts=SHIFTS, rules={"min_rest_hours": 11.5}), "a 1E 2F", breaks=(("a", 2),)),
    Labelled("ten by the clock, eleven in fact", BACK, "a 24L 25A"),
    Labelled("ten in fact the night before", BACK, "a 23L 24A", breaks=(("a", 24),)),
    Labelled("eleven by the clock, ten in fact", ON, "a 27L 28A", breaks=(("a", 28),)),
    Labelled("eleven in fact the night after", ON, "a 28L 29A"),
)
