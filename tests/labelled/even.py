"""EVEN: hours shared by contract (POLICY)."""

from dataclasses import replace
from datetime import date

from rule_world import APPROVED, DAY, Shift, Stayed, agent, leave, seats, world

from labelled import POINT, Labelled

# 960 of 1,920 contract minutes are asked for: half of everybody's, 480. A minute costs 12 ticks.
MINUTE = POINT // 30
TWO = (agent("a", contract_minutes=960), agent("b", contract_minutes=960))
ASKED = seats((8,), range(8, 16), 2)
SHIFTS = (DAY, Shift("H", 480, 720))
HALF = world(*TWO, shifts=SHIFTS, seats=ASKED)
ALL = world(*(replace(one, contract_minutes=480) for one in TWO), shifts=SHIFTS, seats=ASKED)
# On leave on 9 of 18 working days (8–19 October): half of half.
LEAVE = world(*TWO, shifts=SHIFTS, seats=ASKED, leaves=(leave("b", 8, 19, status=APPROVED),))
ASKED_FOR = world(*TWO, shifts=SHIFTS, seats=ASKED, leaves=(leave("b", 8, 19),))
# Who holds another job is not there for the seats: 960 of 960 minutes would be asked for without c.
OTHER = world(*TWO, agent("c", "180", contract_minutes=960), shifts=SHIFTS, seats=ASKED)
STAYED = replace(HALF, stayed=(Stayed("b", date(2026, 10, 9), "H", 60),))
PART_TIME = world(TWO[0], agent("b", contract_minutes=320), shifts=SHIFTS, seats=seats((8,), range(8, 16), 1))
ROLL_CALL = world(*TWO, shifts=SHIFTS, seats=ASKED, rules={"roll_call_is_work": True, "roll_call_minutes": 10})
NIGHT_BEFORE = world(*TWO, shifts=SHIFTS, seats=ASKED, history="b 0D")
CASES = (
    Labelled("half each", HALF, "a 8D; b 8D"),
    Labelled("one works all", HALF, "a 8D 9D", ticks=480 * MINUTE),
    Labelled("both above the part", HALF, "a 8D 9D; b 8D 9D"),
    Labelled("half of the part", HALF, "a 8D; b 8H", ticks=240 * MINUTE),
    Labelled("where all hours are asked for nothing is left over", ALL, "a 8D"),
    Labelled("leave lowers the part", LEAVE, "a 8D", ticks=240 * MINUTE),
    Labelled("leave that is asked for, granted or not", ASKED_FOR, "a 8D", ticks=240 * MINUTE),
    Labelled("who is there for another job has no part", OTHER, "a 8D; b 8D"),
    Labelled("minutes stayed are worked", STAYED, "a 8D; b 9H", ticks=180 * MINUTE),
    # 480 of 1,280: 120 of 320, and 360 of 960.
    Labelled("by contract", PART_TIME, "a 8D", ticks=120 * MINUTE),
    Labelled("the roll call where it is work", ROLL_CALL, "a 8D; b 8H", ticks=230 * MINUTE),
    Labelled("last month's duties are last month's", NIGHT_BEFORE, "a 8D", ticks=480 * MINUTE),
)
