"""HOURS: paid hours a duty and a month (劳动法 §36, §41), and the price of being away from the contract."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from rule_world import APPROVED, Agent, Shift, Stayed, agent, leave, world

from labelled import POINT, Labelled

# A point a half hour: 12 ticks a minute. October 2026 has 18 legal working days.
MINUTE = 12
LONG = Shift("D", 7 * 60, 19 * 60, break_minutes=60)
LONGER = Shift("L", 7 * 60, 19 * 60, break_minutes=59)
HALF = Shift("H", 480, 720)
FREE: dict[str, float] = {"hours_off_contract": 0}


def contract(minutes: int, **more: Any) -> Agent:
    return agent("a", contract_minutes=minutes, **more)


def stayed(agent_id: str, day: int, minutes: int, code: str = "D") -> tuple[Stayed, ...]:
    return (Stayed(agent_id, date(2026, 9, 30) + timedelta(days=day), code, minutes),)


def run(first: int, last: int, code: str = "D") -> str:
    return " ".join(f"{day}{code}" for day in range(first, last + 1))


A_DAY = world(agent("a"), shifts=(LONG, LONGER), weights=FREE)
# 44 × 31 / 7 h = 11,691.43 min. 24 duties of 487 min are 11,688; 24 of 488 are 11,712.
WEEKLY = world(
    contract(20_000), shifts=(Shift("D", 0, 487), Shift("E", 0, 488), Shift("X", 0, 3), Shift("Y", 0, 4)), weights=FREE
)
# 18 h and no overtime: 1,080 min; with half an hour of it 1,110.
OWN = world(
    contract(1080), shifts=(Shift("D", 480, 1020), Shift("M", 0, 1)), rules={"max_overtime_month": 0}, weights=FREE
)
# Three of 18 working days on leave: 15/18 of 1,001 min are 834.17.
ODD = world(
    contract(1001),
    shifts=(Shift("D", 480, 897), Shift("M", 0, 1)),
    rules={"max_overtime_month": 0},
    weights=FREE,
    leaves=(leave("a", 12, 14, status=APPROVED),),
)
GRANTED = world(
    contract(1001),
    shifts=(Shift("D", 480, 897), Shift("M", 0, 1)),
    rules={"max_overtime_month": 0},
    weights=FREE,
    leaves=(leave("a", 12, 14),),
)
JOINED = world(
    contract(1800, start_date=date(2026, 10, 26)), shifts=(Shift("D", 480, 730),), rules={"max_overtime_month": 0},
    weights=FREE,
)  # fmt: skip
PRICED = world(contract(960), shifts=(Shift("D", 480, 960), HALF))
DEFAULT = world(agent("a"), shifts=(Shift("D", 480, 960, break_minutes=0), HALF))
BACK = world(contract(540), shifts=(Shift("N", 1320, 1800),), zone="Europe/Berlin", rules={"max_overtime_month": 0})
# 07:00–12:00 and 15:00–21:00 are eleven hours; with the second span from 14:59 a minute more. A break goes off as well.
SPLIT = world(
    agent("a"),
    shifts=(
        Shift("D", 420, 1260, pause=(720, 900)),
        Shift("L", 420, 1260, pause=(720, 899)),
        Shift("B", 420, 1260, break_minutes=1, pause=(720, 899)),
    ),
    weights=FREE,
)
# 480 minutes each, and ten of a roll call: two duties are 980 of a contract of 960 or of 980.
WORK = {"max_overtime_month": 0, "roll_call_is_work": True}
CALLED = world(contract(979), shifts=(Shift("D", 480, 960),), rules=WORK, weights=FREE)
PAID = world(contract(980), shifts=(Shift("D", 480, 960),), rules=WORK, weights=FREE)
# D pays eleven hours, as many as a day may have; E pays eight.
KEPT = world(agent("a"), agent("b"), shifts=(LONG, Shift("E", 480, 960)), weights=FREE, stayed={"a 1D": 1, "a 8E": 180})
OWED = world(contract(980), shifts=(Shift("D", 480, 960),), rules={"max_overtime_month": 0}, weights=FREE)
CASES = (
    Labelled("eleven hours and a minute stayed", KEPT, "a 1D", breaks=(("a", 1),)),
    Labelled("… by somebody else", KEPT, "b 1D"),
    Labelled("… on another day", KEPT, "a 2D"),
    Labelled("eight hours and three stayed: exactly eleven", KEPT, "a 8E"),
    Labelled("minutes of another duty than the one worked", KEPT, "a 8D"),
    Labelled("twenty minutes stayed fill the contract", replace(OWED, stayed=stayed("a", 8, 20)), "a 8D 9D"),
    Labelled("twenty-one are one too many", replace(OWED, stayed=stayed("a", 8, 21)), "a 8D 9D", breaks=(("a", None),)),
    Labelled("stayed last month: paid then", replace(OWED, stayed=stayed("a", 0, 60)), "a 8D 9D"),
    Labelled(
        "what is stayed pays off hours short of the contract",
        replace(PRICED, stayed=stayed("a", 8, 60)),
        "a 8D 9H",
        ticks=180 * MINUTE,
    ),
    Labelled("the roll call is work: ten minutes a duty, one too many", CALLED, "a 8D 9D", breaks=(("a", None),)),
    Labelled("the roll call is work, exactly the contract", PAID, "a 8D 9D"),
    Labelled(
        "the roll call is work, and pays what is off the contract",
        world(contract(960), shifts=(Shift("D", 480, 960),), rules={"roll_call_is_work": True}),
        "a 8D 9D",
        ticks=20 * MINUTE,
    ),
    Labelled(
        "eleven hours and a roll call",
        world(agent("a"), shifts=(LONG,), rules=WORK, weights=FREE),
        "a 1D",
        breaks=(("a", 1),),
    ),
    Labelled("a split duty pays both spans, not the pause", SPLIT, "a 1D"),
    Labelled("a split duty, a minute over", SPLIT, "a 1L", breaks=(("a", 1),)),
    Labelled("a split duty with a break in a span", SPLIT, "a 1B"),
    Labelled("eleven hours paid", A_DAY, "a 1D"),
    Labelled("a minute more", A_DAY, "a 1L", breaks=(("a", 1),)),
    Labelled("on the last day", A_DAY, "a 31L", breaks=(("a", 31),)),
    Labelled("the weekly average, just kept", WEEKLY, f"a {run(1, 24)} 25X"),
    Labelled("the weekly average, a minute over", WEEKLY, f"a {run(1, 24)} 25Y", breaks=(("a", None),)),
    Labelled("own contract, exactly", OWN, "a 8D 9D"),
    Labelled("own contract, a minute over", OWN, "a 8D 9D 31M", breaks=(("a", None),)),
    Labelled("a contract floored to the minute by approved leave", ODD, "a 8D 9D"),
    Labelled("… and a minute over", ODD, "a 8D 9D 15M", breaks=(("a", None),)),
    Labelled("granted leave lowers the cap alike", GRANTED, "a 8D 9D", granted=(0,)),
    Labelled("… a minute over", GRANTED, "a 8D 9D 15M", granted=(0,), breaks=(("a", None),)),
    Labelled("… declined, the cap stays", GRANTED, "a 8D 9D 15M"),
    # Employed on five of 18 working days: 1,800 × 5 / 18 = 500 min.
    Labelled("joined late", JOINED, "a 26D 27D"),
    Labelled("joined late, and over", JOINED, "a 26D 27D 28D", breaks=(("a", None),)),
    Labelled("as in the contract", PRICED, "a 8D 9D"),
    Labelled("four hours over", PRICED, "a 8D 9D 10H", ticks=240 * MINUTE),
    Labelled("four hours short", PRICED, "a 8D 9H", ticks=8 * POINT),
    Labelled("a night into next month counts in this", PRICED, "a 30D 31D"),
    Labelled(
        "history is not paid again", world(contract(960), shifts=(Shift("D", 480, 960),), history="a 0D"), "a 8D 9D"
    ),
    # No contract given: 18 × 8 h.
    Labelled("8 h a legal working day", DEFAULT, f"a {run(8, 25)}"),
    Labelled("a duty less", DEFAULT, f"a {run(8, 24)}", ticks=16 * POINT),
    # The night to 25 October lasts nine hours in Berlin.
    Labelled("a night of nine hours", BACK, "a 24N"),
    Labelled("any other lasts eight", BACK, "a 23N", ticks=60 * MINUTE),
)
