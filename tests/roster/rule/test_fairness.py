"""Fair shares: what the seats need, who takes part, and in which proportion."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from rule_world import APPROVED, DAY, LATE, NIGHT, Availability, Case, Protection, Shift, agent, leave, seats, world

from roster.model import Month, PastContract
from roster.rule.fairness import (
    contract_minutes,
    fair_shares,
    holiday_kind,
    needed_duties,
    night_kind,
    shift_kind,
    weekend_kind,
)

TWO = (DAY, NIGHT)
FOUR = seats((9, 13, 17, 21), (5,), 1)
"""Four nights are needed."""


def nights(case: Case) -> int:
    return needed_duties(case, night_kind(case))


@pytest.mark.parametrize(
    ("why", "needed", "case"),
    [
        ("nothing is required at night", 0, world(shifts=TWO, seats=seats((8,), range(8, 16), 3))),
        # 23:00–07:00 is covered by nothing else: the busiest hour decides.
        ("the busiest hour of a night", 3, world(shifts=TWO, seats=(*seats((8,), (23,), 2), *seats((9,), (1, 2), 3)))),
        ("each night anew", 2, world(shifts=TWO, seats=seats((9, 10), (3,), 1))),
        ("each job by itself", 2, world(shifts=TWO, seats=(*seats((9,), (3,), 1), *seats((9,), (5,), 1, job="180")))),
        # 22:00 can be covered by the late shift as well, from 23:00 on the night alone.
        ("what a day shift could cover", 0, world(shifts=(LATE, NIGHT), seats=seats((8,), (22,), 4))),
        # History's night of 30 September covers the first morning.
        ("last month's night serves the first morning", 0, world(shifts=TWO, seats=seats((1,), (3,), 1))),
        (
            "a shift that does not serve the job",
            0,
            world(shifts=(Shift("N", 1380, 1860, jobs=("180",)),), seats=seats((9,), (3,), 1)),
        ),
        # 18:00–24:00 and 22:00–06:00: one of each reaches from 19:00 to 05:00, whatever the order.
        (
            "shifts that overlap",
            2,
            world(
                shifts=(Shift("A", 1080, 1440, night=True), Shift("B", 1320, 1800)),
                seats=(*seats((8,), range(19, 24), 1), *seats((9,), range(5), 1)),
            ),
        ),
        # Two are wanted in the overlap and one outside of it: still one of each.
        (
            "an overlap that wants more",
            2,
            world(
                shifts=(Shift("A", 1080, 1440, night=True), Shift("B", 1320, 1800)),
                seats=(*seats((8,), (19, 20), 1), *seats((8,), (22, 23), 2), *seats((9,), (4,), 1)),
            ),
        ),
    ],
)
def test_needed_nights(why: str, needed: int, case: Case) -> None:
    assert nights(case) == needed, why


def test_kinds_of_days() -> None:
    case = world()
    weekend, holiday = weekend_kind(case), holiday_kind(case)
    days = {
        day: (weekend.holds(date(2026, 10, day), DAY), holiday.holds(date(2026, 10, day), DAY))
        for day in (3, 8, 10, 11)
    }
    # Saturday the 3rd in the holiday, Thursday the 8th, the make-up Saturday, an ordinary Sunday.
    assert days == {3: (False, True), 8: (False, False), 10: (False, False), 11: (True, False)}
    assert shift_kind("N").holds(date(2026, 10, 1), NIGHT)
    assert not shift_kind("N").holds(date(2026, 10, 1), DAY)


def test_shares_add_up_to_what_is_needed() -> None:
    case = world(
        agent("a"),
        agent("b", contract_minutes=4000),
        agent("c"),
        shifts=TWO,
        history="a -1N -5N; c -3N",
        seats=seats((9, 13, 20), (5,), 2),
    )
    shares = fair_shares(case, night_kind(case))
    assert sum(shares.values()) == nights(case) == 6
    # Six needed: 18 working days × 480 = 8,640 minutes of 21,280. Three in September, which has 23 × 480 = 11,040 of
    # 26,080; nobody is away from an even part of them by more than the two that a month makes good.
    assert shares["a"] == Fraction(6 * 8640, 21280) - (2 - Fraction(3 * 11040, 26080))
    assert shares["b"] == Fraction(6 * 4000, 21280) + Fraction(3 * 4000, 26080)
    assert shares["c"] == Fraction(6 * 8640, 21280) - (1 - Fraction(3 * 11040, 26080))


def test_a_newcomer_owes_nothing_of_the_past() -> None:
    veterans = [agent(name) for name in "abc"]
    new = agent("new", start_date=date(2026, 10, 1))
    case = world(*veterans, new, shifts=TWO, history="a -1N -5N; b -3N -9N; c -7N -11N", seats=FOUR)
    assert fair_shares(case, night_kind(case)) == dict.fromkeys(("a", "b", "c", "new"), 1)


def test_the_past_counts_by_the_contract_of_its_time() -> None:
    # Both worked nights as their contracts then asked; b's is a quarter now, by leave.
    case = world(shifts=TWO, history="a -1N -5N; b -3N -9N", seats=FOUR, leaves=(leave("b", 12, 22, status=APPROVED),))
    # 9 of 18 working days: 4,320 of 12,960 minutes.
    assert fair_shares(case, night_kind(case)) == {"a": Fraction(8, 3), "b": Fraction(4, 3)}
    # b had a third of a's contract in September, and worked a third of the nights: nothing to make good.
    september = Month(2026, 9)
    then = (PastContract("a", september, 9000), PastContract("b", september, 3000))
    case = replace(world(shifts=TWO, history="a -1N -5N -9N; b -3N", seats=FOUR), contracts=then)
    assert fair_shares(case, night_kind(case)) == {"a": 2, "b": 2}


def test_a_month_away_is_no_debt() -> None:
    # September's history is that of a whole roster: days for a and b on most days, nights for a alone, c not there.
    days = " ".join(f"{-day}D" for day in range(0, 24, 2))
    other = " ".join(f"{-day}D" for day in range(1, 24, 2))
    case = world(agent("a"), agent("b"), agent("c"), shifts=TWO, history=f"a {days} -25N; b {other} -27N", seats=FOUR)
    assert fair_shares(case, night_kind(case)) == dict.fromkeys(("a", "b", "c"), Fraction(4, 3))


def test_catching_up_is_bounded_and_no_share_is_below_nought() -> None:
    nights = " ".join(f"{-day}N" for day in range(0, 20, 2))
    case = world(agent("a"), agent("b"), agent("c"), shifts=TWO, history=f"a {nights}", seats=FOUR)
    # Ten nights of one, 20/3 above an even part: of four nights a has none, where 4/3 each would be even.
    assert fair_shares(case, night_kind(case)) == {"a": 0, "b": 2, "c": 2}
    assert fair_shares(case, night_kind(case), 1) == {"a": 0, "b": 2, "c": 2}
    assert fair_shares(case, night_kind(case), 0) == dict.fromkeys(("a", "b", "c"), Fraction(4, 3))


def test_who_may_not_work_a_kind_has_no_share() -> None:
    case = world(
        agent("protected", protections=(Protection("", None),)),
        agent("until the 30th", protections=(Protection("", date(2026, 10, 30)),)),
        agent("fixed", rotating=False),
        agent("left", end_date=date(2026, 9, 30)),
        agent("other job", "180"),
        agent("refuses"),
        agent("away"),
        agent("back on the last day"),
        shifts=(DAY, Shift("N", 1380, 1860, jobs=("189",))),
        availability=(Availability("refuses", None, None, "N", available=False),),
        leaves=(leave("away", 1, 40, status=APPROVED), leave("back on the last day", -5, 30, status=APPROVED)),
        seats=seats((9,), (5,), 1),
    )
    assert set(fair_shares(case, night_kind(case))) == {"until the 30th", "back on the last day"}


def test_a_month_without_the_kind_or_without_contracts_shares_nothing() -> None:
    assert fair_shares(world(shifts=(DAY,)), night_kind(world())) == {}
    case = world(agent("a", contract_minutes=0))
    assert fair_shares(case, night_kind(case)) == {}


def test_own_contract_minutes() -> None:
    case = world(
        agent("a"),
        agent("b", contract_minutes=1001),
        agent("c", start_date=date(2026, 10, 30)),
        leaves=(leave("b", 12, 14, status=APPROVED), leave("a", 12, 14)),
    )
    # 15 of 18 working days of 1,001 minutes: 834.17; one of 18 days of 8 h.
    assert contract_minutes(case) == {"a": 8640, "b": 834, "c": 480}
