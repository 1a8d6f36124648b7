"""A roster that every rule of the catalogue is content with, broken in one rule's way: the checks name just that rule.

Everybody is a deputy unless said otherwise (never away from the team, not asked to the weekly meeting), and contracts
are as long as the roster, so that no other rule has anything to say.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from rule_world import (
    APPROVED,
    DAY,
    EVENING,
    NIGHT,
    Agent,
    Availability,
    Case,
    Evidence,
    Grade,
    Pin,
    Protection,
    Role,
    Shift,
    Wish,
    agent,
    leave,
    roster,
    rulebook,
    seats,
    world,
)

from constraints import CATALOGUE
from roster.rule import Strength

EARLY = Shift("X", 0, 240, night=False)
SHORT = Shift("H", 480, 720)
LAST = Shift("Y", 1200, 1440)
EVE = Shift("K", 1080, 1560, night=False)
LONG = Shift("W", 480, 1200)
SHIFTS = (DAY, EVENING, NIGHT, EARLY, SHORT, LAST, EVE, LONG)
NO_FAIRNESS: dict[str, float] = {"fair": 0}
RHYTHM = ("rotated_backward", "start_changed", "lone_duty", "lone_day_off", "lone_night", "weekend_broken")
NO_RHYTHM: dict[str, float] = dict.fromkeys(RHYTHM, 0)
NO_SPARE: dict[str, float] = {"needless_night": 0, "spare_misplaced": 0, "spare_unasked": 0}
NO_CONTRACT: dict[str, float] = {"hours_off_contract": 0}
# Only the rule in question shall speak of the seats.
SEATS_ALONE: dict[str, object] = {"leaders_on_duty": 0, "min_seniors_on_duty": 0}
ON_8TH = seats((8,), range(8, 16), 1)
FLOOR_ON_8TH = seats((8,), range(8, 16), 1, least=1)


def person(duties: float, *jobs: str, **more: Any) -> Agent:
    more.setdefault("role", Role.DEPUTY)
    return agent("a", *jobs, contract_minutes=int(480 * duties), **more)


def other(**more: Any) -> Agent:
    more.setdefault("role", Role.DEPUTY)
    return agent("b", "189", "180", contract_minutes=0, **more)


@dataclass(frozen=True)
class Mutant:
    rule: str
    way: str
    case: Case
    sound: str
    broken: str
    hard: bool = True
    granted: tuple[int, ...] = ()
    granted_broken: tuple[int, ...] = ()
    published: str | None = None


MUTANTS = (
    Mutant("ONE-DUTY", "two on a day", world(person(1), shifts=SHIFTS), "a 8X 12Y", "a 8X 8Y"),
    Mutant("SKILL", "a job not held", world(person(1), other()), "a 8D", "a 8D/180"),
    Mutant(
        "SKILL",
        "no senior",
        world(
            person(1, grade=Grade.SENIOR),
            other(grade=Grade.JUNIOR),
            seats=ON_8TH,
            weights=NO_CONTRACT,
        ),
        "a 8D",
        "b 8D",
        hard=False,
    ),
    # 8,640 minutes for 18 working days are 480 for the one before the 9th.
    Mutant("EMPLOYED", "after the end", world(person(18, end_date=date(2026, 10, 8))), "a 8D", "a 9D"),
    Mutant(
        "AVAILABLE",
        "a refused day",
        world(person(1), availability=(Availability("a", None, date(2026, 10, 9), None, available=False),)),
        "a 8D",
        "a 9D",
    ),
    # 17 of 18 working days of 509 minutes are 480.
    Mutant(
        "LEAVE", "on approved leave", world(person(1.061), leaves=(leave("a", 9, 9, status=APPROVED),)), "a 8D", "a 9D"
    ),
    Mutant("LEAVE", "sickness declined", world(person(0), leaves=(leave("a", 17, 17, "sick"),)), "", "", granted=(0,)),
    Mutant(
        "LEAVE", "a request declined", world(person(0), leaves=(leave("a", 17, 17),)), "", "", hard=False, granted=(0,)
    ),
    Mutant("PROTECTED", "a night", world(person(1, protections=(Protection(""),))), "a 8D", "a 8N"),
    Mutant("ROTATE", "a Saturday", world(person(1, rotating=False)), "a 8D", "a 17D"),
    Mutant("REST", "eight hours", world(person(2)), "a 8E 10D", "a 8E 9D"),
    Mutant("NIGHT", "four in a row", world(person(4), weights=NO_FAIRNESS), "a 8N 9N 10N 14N", "a 8N 9N 10N 11N"),
    Mutant("NIGHT", "no rest after it", world(person(2), shifts=SHIFTS, weights=NO_FAIRNESS), "a 8N 10K", "a 8N 9K"),
    Mutant(
        "NIGHT",
        "too many a month",
        world(person(2), rules={"max_nights_per_month": 1}, weights=NO_FAIRNESS),
        "a 8N 14D",
        "a 8N 14N",
    ),
    Mutant(
        "STREAK", "three for two", world(person(3), rules={"max_consecutive_days": 2}), "a 8D 9D 12D", "a 8D 9D 10D"
    ),
    Mutant("HOURS", "twelve in a day", world(person(1.5), shifts=SHIFTS), "a 8D 9H", "a 8W"),
    Mutant(
        "HOURS",
        "above the month's cap",
        world(person(1), rules={"max_overtime_month": 0}, weights=NO_CONTRACT),
        "a 8D",
        "a 8D 9D",
    ),
    Mutant("HOURS", "away from the contract", world(person(1)), "a 8D", "a 8D 9D", hard=False),
    Mutant("STABLE", "a pin", world(person(1), pins=(Pin("a", date(2026, 10, 8), "D"),)), "a 8D", "a 8E"),
    Mutant("STABLE", "a published day", world(person(1)), "a 8D", "a 8E", hard=False, published="a 8D"),
    Mutant(
        "COVERAGE",
        "seats short",
        world(person(1), seats=ON_8TH, rules=SEATS_ALONE),
        "a 8D",
        "a 8E",
        hard=False,
    ),
    Mutant(
        "MONTH-END",
        "a night that nobody asks for",
        world(
            person(1),
            seats=seats((25,), (0,), 0),
            rules=SEATS_ALONE,
            weights={"seat_over": 0, "hours_off_contract": 0, **NO_FAIRNESS},
        ),
        "a 31D",
        "a 31N",
        hard=False,
    ),
    Mutant(
        "SPARE",
        "a night that nobody asks for",
        world(
            person(1),
            seats=seats((14,), (8,), 0),
            rules=SEATS_ALONE,
            weights={"seat_over": 0, "hours_off_contract": 0, **NO_FAIRNESS, **NO_RHYTHM},
        ),
        "a 14D",
        "a 13N",
        hard=False,
    ),
    Mutant(
        "EVEN",
        "one works all",
        world(
            person(2),
            replace(other(), jobs=("189",), contract_minutes=960),
            seats=seats((8,), range(8, 16), 1),
            rules=SEATS_ALONE,
            weights={"seat_over": 0, "hours_off_contract": 0, "spare_misplaced": 0, **NO_FAIRNESS},
        ),
        "a 8D; b 8D",
        "a 8D 9D",
        hard=False,
    ),
    Mutant("COVERAGE", "below the floor", world(person(1), seats=FLOOR_ON_8TH, rules=SEATS_ALONE), "a 8D", "a 8E"),
    Mutant(
        "LEADER",
        "nobody leads",
        world(
            person(1),
            other(role=Role.AGENT),
            seats=ON_8TH,
            rules={"min_seniors_on_duty": 0},
            weights={"hours_off_contract": 0, "away_from_team": 0},
        ),
        "a 8D",
        "b 8D",
        hard=False,
    ),
    Mutant(
        "LEADER",
        "nobody leads, hard",
        world(
            person(1),
            other(role=Role.AGENT),
            seats=ON_8TH,
            rules={"min_seniors_on_duty": 0, "leader_hard": True},
            weights={"hours_off_contract": 0, "away_from_team": 0},
        ),
        "a 8D",
        "b 8D",
    ),
    Mutant("HOLIDAY", "a holiday", world(person(1)), "a 8D", "a 7D", hard=False),
    Mutant(
        "FAIR", "an unpopular shift", world(person(1), rules={"unpopular_shifts": ["E"]}), "a 8D", "a 8E", hard=False
    ),
    Mutant("FAIR", "a weekend", world(person(1)), "a 8D", "a 17D", hard=False),
    Mutant("FAIR", "a night", world(person(1)), "a 8D", "a 8N", hard=False),
    Mutant("RHYTHM", "a day alone", world(person(2)), "a 8D 9D", "a 8D 12D", hard=False),
    Mutant(
        "WISH",
        "another shift",
        world(person(1), wishes=(Wish("a", date(2026, 10, 8), "D"),)),
        "a 8D",
        "a 8E",
        hard=False,
    ),
    Mutant(
        "TEAM",
        "another shift than the deputy",
        world(person(1, role=Role.AGENT), agent("b", role=Role.DEPUTY, contract_minutes=480)),
        "a 8D; b 8D",
        "a 8E; b 8D",
        hard=False,
    ),
    Mutant("MEET", "all hands", world(person(1)), "a 22D", "a 23D", hard=False),
    Mutant("MONTH-HOURS", "below", world(person(1), rules={"min_month_hours": 8}, weights=NO_CONTRACT), "a 8D", ""),
    Mutant(
        "SHIFT-LIMITS", "one too many", world(person(2), rules={"max_duties_of_shift": ["E=1"]}), "a 8D 9E", "a 8E 9E"
    ),
    Mutant("MINIMUM-RUN", "a single day", world(person(2), rules={"min_consecutive_days": 2}), "a 8D 9D", "a 8D 12D"),
    Mutant(
        "MINIMUM-DAYS-OFF",
        "a single day off",
        world(person(2), rules={"min_consecutive_days_off": 2}),
        "a 8D 12D",
        "a 8D 10D",
    ),
    Mutant("SUCCESSION", "D>E", world(person(2), rules={"forbidden_successions": ["D>E"]}), "a 8D 9D", "a 8D 9E"),
    Mutant(
        "FLOOR",
        "no manager at the peak",
        world(
            agent("a", contract_minutes=480, role=Role.MANAGER),
            other(role=Role.MANAGER),
            agent("c", contract_minutes=0),
            seats=ON_8TH,
            rules={**SEATS_ALONE, "floor_manager_share": 0.25},
            weights={"hours_off_contract": 0, "away_from_team": 0},
        ),
        "a 8D",
        "c 8D",
    ),
    Mutant(
        "FLOOR",
        "no manager for an hour of the opening",
        world(
            agent("a", contract_minutes=480, role=Role.MANAGER),
            agent("c", contract_minutes=0),
            seats=ON_8TH,
            rules={**SEATS_ALONE, "floor_hard": False},
            weights={"hours_off_contract": 0, "away_from_team": 0},
        ),
        "a 8D",
        "c 8D",
        hard=False,
    ),
    Mutant(
        "WEEKENDS", "two", world(person(2), rules={"max_weekends": 1}, weights=NO_FAIRNESS), "a 17D 18D", "a 17D 25D"
    ),
)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda item: f"{item.rule}: {item.way}")
def test_a_roster_broken_in_one_way_is_told_by_that_rule_alone(mutant: Mutant) -> None:
    # A duty here and there has no rhythm, and where few seats are asked for each is spare; only the rules' own mutants
    # are about that.
    quiet = {} if mutant.rule in {"RHYTHM", "SPARE"} else {**NO_RHYTHM, **NO_SPARE}
    case = replace(mutant.case, centre=replace(mutant.case.centre, weights={**quiet, **mutant.case.centre.weights}))
    book = rulebook(case)
    published = None if mutant.published is None else roster(case, mutant.published)
    sound = roster(case, mutant.sound, *mutant.granted)
    assert book.check(Evidence(case, sound, published)) == []
    broken = roster(case, mutant.broken, *mutant.granted_broken)
    findings = book.check(Evidence(case, broken, published))
    assert {(item.rule, item.hard) for item in findings} >= {(mutant.rule, mutant.hard)}
    assert {item.rule for item in findings} == {mutant.rule}
    assert all(item.clause == book[mutant.rule].clause and item.message.zh and item.message.en for item in findings)


def test_every_roster_rule_has_a_mutant() -> None:
    rules = {item.id for item in CATALOGUE if item.strength is not Strength.WORKFLOW}
    assert {mutant.rule for mutant in MUTANTS} == rules
