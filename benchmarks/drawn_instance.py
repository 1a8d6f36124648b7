"""Draws an instance of the standard instances' kind: as scarce and as varied as theirs, of any number of people.

    python -m benchmarks.drawn_instance [--people 60] [--days 28] [--seed 1] [--demand 0.97] > Drawn1.txt
    roster bench shift24 Drawn1.txt

Ten shifts of four parts of the day, contracts and requests of the kinds and shares of the published instances 11 to 13
(docs/standard-instances.md), above eight weeks of 20 to 22: hours between narrow limits, all else in proportion to the
days. `--demand` is the hours of all seats over the hours that the contracts allow (0.9 in instance 22).
"""

import argparse
import random

SHIFTS = {"a1": 480, "a2": 480, "a3": 600, "d1": 480, "d2": 480, "d3": 600, "p1": 480, "p2": 480, "p3": 600, "n1": 600}
"""Minutes; the letter is the part of the day, from the morning (a) to the night (n), and no earlier one may follow."""

SEATS = {"a1": 5, "a2": 3.4, "a3": 2.5, "d1": 5, "d2": 3.4, "d3": 2.5, "p1": 4.2, "p2": 3.4, "p3": 2.5, "n1": 2.2}
"""Wanted on a day, in proportion."""

CONTRACTS = (
    ((8640, 7560, 5, 2, 2, 2), 0.55),
    ((8160, 7440, 5, 2, 2, 2), 0.15),
    ((8640, 7920, 6, 2, 3, 2), 0.15),
    ((5160, 4440, 5, 2, 2, 3), 0.15),
)
"""Most and least minutes, most and fewest days in a row, fewest days off, most weekends; and the share of people."""

LONG_DAYS, FOUR_WEEKS = 56, 28
LONG_CONTRACTS = (
    ((8640, 5, 2, 2, 2), 0.8),
    ((5180, 5, 2, 2, 3), 0.1),
    ((4750, 5, 2, 2, 1.3), 0.1),
)
"""Above `LONG_DAYS`: most minutes in four weeks, most and fewest days in a row, fewest days off, most weekends in four
weeks; and the share of people."""

LONG_SLACK = 960
"""Minutes between the most and the least of a long horizon."""

UNABLE = 0.28
"""The share of shifts that a person cannot do."""

MOST_NIGHTS, MOST_LONG = 4, 11
WEIGHT_UNDER, WEIGHT_OVER = 100, 1


def drawn(people, days, seed, demand):
    """The text of an instance."""
    draw = random.Random(seed)
    long = days / FOUR_WEEKS if days > LONG_DAYS else 1.0
    kinds = CONTRACTS if days <= LONG_DAYS else [(_long(contract, long), share) for contract, share in LONG_CONTRACTS]
    contracts = [contract for contract, share in kinds for _ in range(round(share * people))]
    staff = {}
    for number in range(people):
        most = {shift: _most(draw, shift, days, long) for shift in SHIFTS}
        free = sorted(draw.sample(range(days), min(round(2 * long), days)))
        staff[f"P{number}"] = (contracts[min(number, len(contracts) - 1)], most, free)
    on, off = (_requests(draw, staff, days, round(runs * long), runs + 1) for runs in (3, 2))
    off = {cell: wish for cell, wish in off.items() if cell not in on}
    hours = sum(contract[0] for contract, _, _ in staff.values())
    scale = demand * hours / (days * sum(SEATS[shift] * minutes for shift, minutes in SHIFTS.items()))
    sections = {
        "HORIZON": [str(days)],
        "SHIFTS": [f"{shift},{minutes},{'|'.join(_earlier(shift))}" for shift, minutes in SHIFTS.items()],
        "STAFF": [
            ",".join([name, "|".join(f"{shift}={most[shift]}" for shift in SHIFTS), *map(str, contract)])
            for name, (contract, most, _) in staff.items()
        ],
        "DAYS_OFF": [",".join([name, *map(str, free)]) for name, (_, _, free) in staff.items()],
        "SHIFT_ON_REQUESTS": [f"{name},{day},{shift},{weight}" for (name, day), (shift, weight) in on.items()],
        "SHIFT_OFF_REQUESTS": [f"{name},{day},{shift},{weight}" for (name, day), (shift, weight) in off.items()],
        "COVER": [
            f"{day},{shift},{_seats(draw, scale * SEATS[shift])},{WEIGHT_UNDER},{WEIGHT_OVER}"
            for day in range(days)
            for shift in SHIFTS
        ],
    }
    return "\n".join("\n".join([f"SECTION_{name}", *lines, ""]) for name, lines in sections.items())


def _long(contract, long):
    """A contract of four weeks for a horizon of so many times four."""
    minutes, row, fewest, off, weekends = contract
    most = round(minutes * long)
    return most, most - LONG_SLACK, row, fewest, off, round(weekends * long)


def _most(draw, shift, days, long):
    if draw.random() < UNABLE:
        return 0
    if shift.startswith("n"):
        return round(MOST_NIGHTS * long)
    return round(MOST_LONG * long) if SHIFTS[shift] > 480 else days


def _earlier(shift):
    parts = "adpn"
    return [other for other in SHIFTS if parts.index(other[0]) < parts.index(shift[0])]


def _requests(draw, staff, days, runs, longest):
    """Shift and weight by person and day: some runs of days each, none on a day off."""
    wishes = {}
    for name, (_, most, free) in staff.items():
        able = [shift for shift in SHIFTS if most[shift]] or list(SHIFTS)
        for _ in range(runs):
            first, shift, weight = draw.randrange(days), draw.choice(able), draw.randint(1, 3)
            for day in range(first, min(days, first + draw.randint(1, longest))):
                if day not in free:
                    wishes[name, day] = (shift, weight)
    return wishes


def _seats(draw, mean):
    return max(0, round(mean + draw.choice([-1.4, -0.7, 0.0, 0.0, 0.7, 1.4])))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=60)
    parser.add_argument("--days", type=int, default=28)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--demand", type=float, default=0.97)
    given = parser.parse_args()
    print(drawn(given.people, given.days, given.seed, given.demand))


if __name__ == "__main__":
    main()
