"""MEET: the leaders' weekly meeting and the all-hands on the Friday before the 25th (会议制度 §2, §3)."""

from rule_world import DAY, LATE, NIGHT, PLAIN, Role, Shift, agent, world

from labelled import POINT, Labelled

MISSED = 2 * POINT
PEOPLE = (agent("l", role=Role.LEADER), agent("d", role=Role.DEPUTY), agent("a"))
SHIFTS = (DAY, LATE, NIGHT, Shift("M", 480, 840), Shift("G", 30, 480))
# Mondays 12, 19, 26 October; the 5th is a public holiday and its meeting moves to Thursday the 8th.
MONDAYS = {"weekly_meeting": "Monday 14:00-15:00"}
WORLD = world(*PEOPLE, shifts=SHIFTS, rules=MONDAYS)
EARLY = world(*PEOPLE, shifts=SHIFTS, history="l 0N", month="2026-06", calendar=PLAIN, rules=MONDAYS)
# By default the leaders meet on Fridays; 25 September 2026 is one.
FRIDAYS = world(*PEOPLE, shifts=SHIFTS)
SEPTEMBER = world(*PEOPLE, shifts=SHIFTS, month="2026-09", calendar=PLAIN)
UNTIL = world(*PEOPLE, shifts=SHIFTS, month="2026-09", calendar=PLAIN, rules={"all_hands_by": "until"})
# With a meeting at 06:00 a night of the eve overlaps it too: still one miss; so is a night and an early duty.
DAWN = world(*PEOPLE, shifts=SHIFTS, rules={"weekly_meeting": "Monday 06:00-15:00"})
NONE = world(*PEOPLE, shifts=SHIFTS, rules={"weekly_meeting": "", "all_hands": ""})
TORN = (Shift("S", 480, 1200, pause=(840, 900)), Shift("T", 480, 1200, pause=(841, 900)))
PAUSED = world(*PEOPLE, shifts=TORN, rules=MONDAYS)
CASES = (
    Labelled("in the pause of a split duty one attends", PAUSED, "l 12S"),
    Labelled("a minute of the first span misses it", PAUSED, "l 12T", ticks=MISSED),
    Labelled("off duty attends", WORLD, "l 13D"),
    Labelled("on duty misses it", WORLD, "l 12D", ticks=MISSED),
    # 15:00–23:00 begins when the meeting ends; 08:00–14:00 ends when it begins.
    Labelled("before and after it", WORLD, "l 12L 19M"),
    Labelled("a night of the eve", WORLD, "l 18N", ticks=MISSED),
    Labelled("a shift of the small hours of the eve is over", WORLD, "l 18G"),
    Labelled("a night on the day itself", WORLD, "l 19N"),
    Labelled("deputies and agents are not asked", WORLD, "d 12D; a 12D"),
    Labelled("moved from a public holiday", WORLD, "l 5D 8D", ticks=MISSED),
    # All hands: Friday the 23rd, 14:00–16:00.
    Labelled("all hands, everybody", WORLD, "l 23D; d 23D; a 22N", ticks=3 * MISSED),
    Labelled("all hands, who begins at 15:00 misses it", WORLD, "a 23L", ticks=MISSED),
    Labelled("a Friday earlier is no all-hands", WORLD, "a 16D 30D"),
    Labelled("last month's night before the first day's meeting", EARLY, "", ticks=MISSED),
    Labelled("… is one miss with a duty too", EARLY, ["l", " 1D"][0] + " 1D", ticks=MISSED),
    Labelled("a night and a duty are one miss", DAWN, "l 18N 19D", ticks=MISSED),
    Labelled("on Fridays", FRIDAYS, "l 12D 16D 30D", ticks=2 * MISSED),
    Labelled("the all-hands takes the leaders' hour in", FRIDAYS, "l 23D", ticks=MISSED),
    Labelled("a Friday off moves it to the 8th", FRIDAYS, "l 2D 8D", ticks=MISSED),
    Labelled("before the 25th: the 18th", SEPTEMBER, "a 18D 25D", ticks=MISSED),
    Labelled("… and who leads misses the 25th's own", SEPTEMBER, "l 25D", ticks=MISSED),
    Labelled("until the 25th: the 25th", UNTIL, "a 18D 25D", ticks=MISSED),
    Labelled("no meetings", NONE, "l 12D 23D"),
)
