"""In tiny worlds every roster there is: what the pieces admit is what the check passes, at the same price."""

from itertools import combinations, product

import pytest
from piece_reading import read
from rule_world import (
    APPROVED,
    DAY,
    EVENING,
    LATE,
    NIGHT,
    PLAIN,
    Agent,
    Availability,
    Case,
    Duty,
    Evidence,
    Grade,
    MonthContext,
    Pin,
    Protection,
    Role,
    Roster,
    SeatRequirement,
    Shift,
    Wish,
    agent,
    date,
    leave,
    on,
    rule,
    seats,
    world,
)

TWO = (DAY, NIGHT)


def protected(agent_id: str, until: date) -> Agent:
    return agent(agent_id, protections=(Protection("", until),))


def march_seats(day: int, hours: range) -> tuple[SeatRequirement, ...]:
    return tuple(SeatRequirement(date(2027, 3, day), hour * 60, "189", 1, int(hour == 4)) for hour in hours)


# Rule, world, days of the month that vary; the others are off.
WORLDS: dict[str, tuple[str, Case, tuple[int, ...]]] = {
    "rest at the month's start": ("REST", world(shifts=(DAY, EVENING), history="a 0E; b 0D"), (1, 2, 3)),
    "rest at the month's end": ("REST", world(shifts=(DAY, EVENING), ahead="a 32D; b 33D 32E"), (29, 30, 31)),
    "rest of two days at the month's end": (
        "REST",
        world(shifts=TWO, rules={"min_rest_hours": 41}, ahead="a 33D; b 34D"),
        (29, 30, 31),
    ),
    "rest when clocks go back on the month's last day": (
        "REST",
        world(
            agent("a"),
            shifts=(Shift("E", 960, 1260), DAY),
            zone="Europe/Berlin",
            month="2027-10",
            calendar=PLAIN,
            rules={"min_rest_hours": 11.5},
            ahead="a 32D",
        ),
        (30, 31),
    ),
    "nights at the month's end": (
        "NIGHT",
        world(
            shifts=TWO,
            ahead="a 32N 34D; b 33D",
            rules={"max_consecutive_nights": 2, "rest_days_after_nights": 2},
        ),
        (29, 30, 31),
    ),
    "streak at the month's end": (
        "STREAK",
        world(shifts=TWO, ahead="a 32D 33D; b 33D", rules={"max_consecutive_days": 3}),
        (29, 30, 31),
    ),
    "succession at the month's end": (
        "SUCCESSION",
        world(shifts=TWO, ahead="a 32D; b 32N", rules={"forbidden_successions": ["N>D"]}),
        (30, 31),
    ),
    "days off at the month's end": (
        "MINIMUM-DAYS-OFF",
        world(shifts=TWO, ahead="a 33D; b 34N", rules={"min_consecutive_days_off": 3}),
        (29, 30, 31),
    ),
    "rest of two days": ("REST", world(agent("a"), shifts=TWO, rules={"min_rest_hours": 41}), (1, 2, 3, 4, 5)),
    "rest when clocks go back": (
        "REST",
        world(agent("a"), shifts=(Shift("E", 960, 1260), DAY), zone="Europe/Berlin", rules={"min_rest_hours": 11.5}),
        (23, 24, 25, 26, 27),
    ),
    "nights": (
        "NIGHT",
        world(shifts=TWO, history="a -1N 0N; b 0N", rules={"max_consecutive_nights": 2, "rest_days_after_nights": 2}),
        (1, 2, 3),
    ),
    "nights a month": (
        "NIGHT",
        world(
            agent("a"),
            shifts=TWO,
            rules={"max_consecutive_nights": 4, "rest_days_after_nights": 3, "max_nights_per_month": 3},
        ),
        (26, 27, 28, 29, 30, 31),
    ),
    "no rest after nights": (
        "NIGHT",
        world(agent("a"), shifts=TWO, rules={"rest_days_after_nights": 0, "max_consecutive_nights": 1}),
        (1, 2, 3, 4, 5),
    ),
    "streak": ("STREAK", world(shifts=TWO, history="a -1D 0D; b -2D 0D", rules={"max_consecutive_days": 3}), (1, 2, 3)),
    "job": (
        "SKILL",
        world(agent("a", "189", "180"), agent("b", "180"), shifts=(DAY, Shift("X", 540, 600, jobs=("180",)))),
        (1, 2),
    ),
    "employment": (
        "EMPLOYED",
        world(agent("a", start_date=date(2026, 10, 2)), agent("b", end_date=date(2026, 10, 2)), shifts=TWO),
        (1, 2, 3),
    ),
    "availability": (
        "AVAILABLE",
        world(
            shifts=TWO,
            availability=(
                Availability("a", 5, None, None, available=False),
                Availability("a", None, date(2026, 10, 2), "N", available=True),
                Availability("a", 4, None, "D", available=False),
                Availability("b", None, date(2026, 10, 3), "D", available=False),
                Availability("b", 6, None, None, available=False),
                Availability("b", 6, None, "D", available=True),
            ),
        ),
        (1, 2, 3),
    ),
    "protection": (
        "PROTECTED",
        world(protected("a", date(2026, 10, 2)), protected("b", date(2026, 9, 1)), shifts=TWO),
        (1, 2, 3),
    ),
    "no rotation": ("ROTATE", world(agent("a", rotating=False), agent("b"), shifts=TWO), (9, 10, 11)),
    "approved leave": (
        "LEAVE",
        world(shifts=TWO, leaves=(leave("a", 2, 3, status=APPROVED), leave("b", 32, 33, status=APPROVED))),
        (1, 2, 31),
    ),
    "requests": (
        "LEAVE",
        world(
            agent("a"),
            agent("b"),
            agent("c", team="二班"),
            shifts=(NIGHT,),
            leaves=(
                leave("a", 13, 14, priority=2),
                leave("b", 14, 14),
                leave("b", 13, 13, kind="sick"),
                leave("c", 6, 12),
                leave("c", 13, 13, extreme=True),
                leave("c", 12, 13),
            ),
        ),
        (12, 13),
    ),
    "sickness twice": (
        "LEAVE",
        world(
            agent("a"),
            shifts=(DAY, NIGHT),
            leaves=(
                leave("a", 1, 2, "sick"),
                leave("a", 2, 3, "sick"),
                leave("a", 3, 4),
                leave("a", 1, 1, "emergency"),
            ),
        ),
        (1, 2, 3, 4),
    ),
    "hours a day": (
        "HOURS",
        world(
            agent("a", contract_minutes=1000), shifts=(DAY, Shift("X", 0, 720, break_minutes=60), Shift("Y", 0, 661))
        ),
        (1, 2, 3, 4),
    ),
    "hours a month": (
        "HOURS",
        world(
            agent("a", contract_minutes=960),
            shifts=(Shift("D", 480, 960), Shift("H", 480, 720)),
            rules={"max_overtime_month": 4, "weekly_hours": 44},
        ),
        (12, 13, 14, 15, 16),
    ),
    "hours in an odd contract, one request": (
        "HOURS",
        world(
            agent("a", contract_minutes=1001),
            shifts=(Shift("D", 480, 945), Shift("H", 480, 720)),
            leaves=(leave("a", 13, 16),),
            rules={"max_overtime_month": 0.5},
        ),
        (9, 12, 19, 20),
    ),
    "hours in an odd contract, several requests": (
        "HOURS",
        world(
            agent("a", contract_minutes=1001),
            shifts=(Shift("D", 480, 924), Shift("H", 480, 481)),
            leaves=(leave("a", 13, 13), leave("a", 15, 16), leave("a", 19, 19)),
            rules={"max_overtime_month": 0},
        ),
        (9, 12, 20, 21),
    ),
    "hours when clocks go back": (
        "HOURS",
        world(
            agent("a", contract_minutes=1380),
            shifts=(DAY, NIGHT),
            zone="Europe/Berlin",
            rules={"max_hours_day": 8, "max_overtime_month": 1},
        ),
        (23, 24, 25, 26),
    ),
    "coverage over two jobs, with a trainee and a night before": (
        "COVERAGE",
        world(
            agent("a", "189", "180"),
            agent("b", "189", trainee_until=date(2026, 10, 2)),
            shifts=TWO,
            history="a 0N; b 0N",
            seats=(
                *seats((1,), range(24), 1),
                *seats((2,), range(6, 12), 2, least=1),
                *seats((2,), (9,), 1, job="180"),
            ),
        ),
        (1, 2),
    ),
    "coverage over the month's end, intervals that no shift fits": (
        "COVERAGE",
        world(
            shifts=(Shift("D", 510, 990), NIGHT),
            interval=120,
            seats=seats((30, 31), range(0, 24, 2), 1, least=1),
            weights={"seat_short": 0.37, "seat_over": 2},
        ),
        (29, 30, 31),
    ),
    "coverage when clocks go back": (
        "COVERAGE",
        world(agent("a"), shifts=TWO, zone="Europe/Berlin", seats=seats((25,), range(6), 1, least=1)),
        (23, 24, 25, 26),
    ),
    "coverage when clocks go forward": (
        "COVERAGE",
        world(
            agent("a"),
            shifts=TWO,
            zone="Europe/Berlin",
            month="2027-03",
            seats=(*march_seats(28, range(6)), SeatRequirement(date(2027, 3, 28), 720, "189", 1, 1)),
        ),
        (26, 27, 28, 29),
    ),
    "spare hours at the month's end, with a trainee and a job unasked": (
        "SPARE",
        world(
            agent("a", "189", "180", contract_minutes=720),
            agent("b", "189", trainee_until=date(2026, 10, 31), contract_minutes=1440),
            shifts=TWO,
            seats=(*seats((24,), (23,), 1), *seats((25, 30), range(7), 1), *seats((30,), range(8, 12), 1)),
        ),
        (29, 30, 31),
    ),
    "hours shared, with a request and a clock put back": (
        "EVEN",
        world(
            agent("a", contract_minutes=720),
            agent("b", contract_minutes=960),
            shifts=TWO,
            zone="Europe/Berlin",
            seats=seats((24, 25), range(6), 1),
            leaves=(leave("b", 26, 26),),
        ),
        (23, 24, 25, 26),
    ),
    "managers at the peak": (
        "FLOOR",
        world(
            agent("a", role=Role.MANAGER),
            agent("b", role=Role.MANAGER, rotating=False),
            agent("c"),
            history="a 0N",
            shifts=TWO,
            seats=(*seats((1,), (3, 9), 1), *seats((2,), (2, 9, 10), 1), *seats((2,), (15,), 3), *seats((3,), (9,), 0)),
            leaves=(leave("a", 2, 2, status=APPROVED),),
        ),
        (1, 2),
    ),
    "managers over the opening": (
        "FLOOR",
        world(
            agent("a", role=Role.MANAGER),
            agent("b"),
            shifts=TWO,
            seats=(*seats((8, 9), range(0, 24, 2), 1), *seats((9,), (5,), 2)),
            rules={"peak_share": 0.1, "floor_manager_share": 0.5},
        ),
        (7, 8, 9),
    ),
    "leaders, hard": (
        "LEADER",
        world(
            agent("a", role=Role.LEADER),
            agent("b", role=Role.DEPUTY),
            history="a 0N",
            shifts=TWO,
            seats=(*seats((1,), (3, 9), 1), *seats((2,), (2, 9), 1), *seats((3,), (9,), 0)),
            rules={"leader_hard": True},
        ),
        (1, 2),
    ),
    "leaders, priced": (
        "LEADER",
        world(
            agent("a", role=Role.LEADER),
            agent("b", role=Role.DEPUTY),
            agent("c"),
            shifts=TWO,
            seats=seats((1, 2), range(0, 24, 3), 1),
            rules={"leaders_on_duty": 2},
        ),
        (1, 2),
    ),
    "seniors": (
        "SKILL",
        world(
            agent("a", grade=Grade.SENIOR),
            agent("b", grade=Grade.JUNIOR),
            shifts=(DAY, Shift("X", 540, 600, jobs=("180",))),
            history="a 0D",
            seats=seats((1, 2), range(8, 12), 1),
        ),
        (1, 2),
    ),
    "wishes": (
        "WISH",
        world(
            shifts=TWO,
            wishes=(
                Wish("a", date(2026, 10, 1), "D", 2),
                Wish("a", date(2026, 10, 1), "off", -1),
                Wish("a", date(2026, 10, 2), "off", 3),
                Wish("b", date(2026, 10, 1), "work", 1),
                Wish("b", date(2026, 10, 2), "N", -2),
                Wish("b", date(2026, 10, 2), "work", -1),
                Wish("b", date(2026, 10, 3), "D", 0),
            ),
        ),
        (1, 2, 3),
    ),
    "teams": (
        "TEAM",
        world(
            agent("a", role=Role.LEADER),
            agent("b"),
            agent("c", role=Role.DEPUTY, team="二班"),
            agent("d", team="三班"),
            shifts=TWO,
        ),
        (1, 2),
    ),
    "meetings": (
        "MEET",
        world(
            agent("a", role=Role.LEADER),
            agent("b", role=Role.DEPUTY),
            shifts=(DAY, LATE, NIGHT),
            rules={"all_hands": "06:00-07:00"},
        ),
        (22, 23, 26),
    ),
    "a meeting on the month's first day": (
        "MEET",
        world(
            agent("a", role=Role.LEADER),
            agent("b", role=Role.LEADER),
            month="2026-06",
            calendar=PLAIN,
            shifts=TWO,
            history="a 0N",
            rules={"weekly_meeting": "周一 00:00-09:00"},
        ),
        (1, 2, 7),
    ),
    "nights and weekends shared": (
        "FAIR",
        world(
            agent("a"),
            agent("b", contract_minutes=5000),
            protected("c", date(2026, 11, 1)),
            shifts=TWO,
            history="a 0N -3N; c -4D; b -1N",
            seats=(*seats((9, 10, 17), range(24), 1),),
        ),
        (9, 17),
    ),
    "holidays shared": (
        "HOLIDAY",
        world(
            agent("a"),
            agent("b", rotating=False),
            agent("c"),
            shifts=(DAY,),
            history="a -10D",
            seats=seats((1, 2, 3), (9,), 1),
        ),
        (1, 2, 8),
    ),
    "an unpopular shift": (
        "FAIR",
        world(shifts=(DAY, LATE), history="b 0L", seats=seats((8, 9), (9, 22), 1), rules={"unpopular_shifts": ["L"]}),
        (8, 9),
    ),
    "rhythm over a weekend, after last month": (
        "RHYTHM",
        world(shifts=(DAY, LATE, NIGHT), month="2026-11", calendar=PLAIN, history="a 0L; b -1D 0N"),
        (1, 2, 3),
    ),
    "rhythm at the month's end": (
        "RHYTHM",
        world(agent("a"), shifts=(Shift("X", 600, 660), DAY, NIGHT), rules={"rhythm_minutes": 119}),
        (27, 28, 29, 30, 31),
    ),
    "pins": (
        "STABLE",
        world(
            agent("a", "189", "180"),
            agent("b"),
            shifts=(DAY,),
            pins=(
                Pin("a", date(2026, 10, 1), "D"),
                Pin("a", date(2026, 10, 2), "off"),
                Pin("a", date(2026, 10, 3), "D", "180"),
                Pin("b", date(2026, 10, 2), "D"),
            ),
        ),
        (1, 2, 3),
    ),
}


def rosters(case: Case, days: tuple[int, ...]) -> list[Roster]:
    """Every choice of every agent on the days, with every set of granted requests."""
    cells = []
    for person in case.agents:
        for day in days:
            options = [
                Duty(person.agent_id, on(case, day), shift.code, job) for shift in case.shifts for job in case.jobs
            ]
            cells.append([None, *options])
    requests = [index for index, item in enumerate(case.leaves) if item.status != APPROVED]
    grants = [set(chosen) for size in range(len(requests) + 1) for chosen in combinations(requests, size)]
    return [Roster.of(filter(None, picks), granted) for picks in product(*cells) for granted in grants]


@pytest.mark.parametrize("name", WORLDS)
def test_pieces_admit_and_price_what_the_check_passes(name: str) -> None:
    rule_id, case, days = WORLDS[name]
    this = rule(case, rule_id)
    context = MonthContext(case)
    pieces = list(this.pieces(context))
    empty = Evidence(case, Roster(()))
    verdicts, prices = set(), set()
    for roster in rosters(case, days):
        reading = read(context, pieces, roster)
        findings = list(this.check(empty.sibling(case, roster)))
        passes = not any(finding.hard for finding in findings)
        verdicts.add(passes)
        prices.add(reading.total)
        assert reading.admits == passes, (roster, findings)
        assert reading.total == sum(finding.cost_ticks for finding in findings), (roster, findings)
    assert len(verdicts) + len(prices) > 2, "a world that cannot tell rosters apart shows nothing"
