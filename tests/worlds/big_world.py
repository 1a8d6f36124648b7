"""A centre of any size whose roster is legal by construction: everybody turns a ten-day wheel."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np

from constraints import CATALOGUE
from roster.desk.board.board import Board
from roster.desk.board.staff import Staff
from roster.model import (
    Agent,
    Case,
    Centre,
    Duty,
    Grade,
    HolidayCalendar,
    Leave,
    Month,
    Role,
    Roster,
    SeatRequirement,
    Shift,
    Wish,
)
from roster.model.swap import SwapKind, SwapRequest, SwapState, handed
from roster.rule import Rulebook
from roster.text import Text

WHEELS = (
    ("E", "E", "L", "L", "N", None, None, "E", "L", None),
    ("E", "E", "E", None, "L", "L", "N", None, None, None),
    ("D", "D", None, "D", "D", "D", None, "L", None, None),
)
SHIFTS = (Shift("E", 480, 960, break_minutes=30), Shift("D", 540, 1020), Shift("L", 960, 1440), Shift("N", 1320, 1800))
MONTH = Month(2026, 10)
NOW = datetime(2026, 10, 3, 4, tzinfo=UTC)
CALENDAR = HolidayCalendar(
    "CN",
    off={date(2026, 10, day): Text("国庆节", "National Day") for day in range(1, 8)},
    work={date(2026, 10, 10): Text("调休", "make-up workday")},
)


def big_case(size: int, seed: int = 0, rules=None, month: Month = MONTH) -> tuple[Case, Roster]:
    """A month of the centre; of a later one the wheel turns on, and its history is the month before."""
    start, length = (month.first - MONTH.first).days, len(list(month))
    draw = np.random.default_rng(seed)
    agents, duties, history = [], [], []
    for number in range(size):
        team = f"T{number // 14:02d}"
        role = Role.LEADER if number % 14 == 0 else Role.DEPUTY if number % 14 == 1 else Role.AGENT
        job = ("189", "180")[number % 2]
        grade = list(Grade)[int(draw.integers(3))]
        person = Agent(
            f"{number:04d}",
            f"agent {number}",
            team,
            (job,),
            role,
            grade,
            rotating=True,
            trainee_until=date(2026, 10, 16) if draw.random() < 0.05 else None,
        )
        agents.append(person)
        wheel, turn = WHEELS[int(draw.integers(len(WHEELS)))], int(draw.integers(10))
        for offset in range(start - 9 if month == MONTH else start, start + length):
            shift = wheel[(offset + turn) % len(wheel)]
            if shift:
                day = MONTH.first + timedelta(days=offset)
                (duties if day in month else history).append(Duty(person.agent_id, day, shift, job))
    seats = []
    for day in month:
        for minute in range(0, 1440, 30):
            seats.extend(SeatRequirement(day, minute, job, max(1, size // 20)) for job in ("189", "180"))
    drawn = [
        Wish(f"{int(draw.integers(size)):04d}", month.first + timedelta(days=int(draw.integers(length))), "off", 1)
        for _ in range(size)
    ]
    wishes = list({(wish.agent_id, wish.day): wish for wish in drawn}.values())
    busy = {(duty.agent_id, duty.day) for duty in duties}
    leaves = []
    for number in range(0, size, 9):
        day = month.first + timedelta(days=int(draw.integers(length)))
        if (f"{number:04d}", day) not in busy and (f"{number:04d}", day - timedelta(days=1)) not in busy:
            leaves.append(Leave(f"{number:04d}", "annual", day, day))
    centre = Centre("Big", "Asia/Shanghai", month, country="CN", rules=rules or {})
    case = Case(
        centre,
        CALENDAR,
        tuple(agents),
        SHIFTS,
        tuple(seats),
        leaves=tuple(leaves),
        wishes=tuple(wishes),
        history=tuple(history),
    )
    return case, Roster.of(duties)


def big_board(size: int, seed: int = 0, rules=None, swaps=()) -> Board:
    case, roster = big_case(size, seed, rules)
    rulebook = Rulebook.of(CATALOGUE, case.centre)
    staff = Staff(case.agent_by_id, frozenset({"dir"}), frozenset({"top"}))
    return Board.of(case, rulebook, roster, swaps=swaps, staff=staff)


def shuffled(world, draw, moved):
    """The roster with some duties moved at random: it breaks rules here and there, as real ones do."""
    duties = list(world.roster.duties)
    taken = {(duty.agent_id, duty.day) for duty in duties}
    for index in draw.choice(len(duties), moved, replace=False):
        duty = duties[index]
        day = MONTH.first + timedelta(days=int(draw.integers(31)))
        if (duty.agent_id, day) not in taken:
            taken.discard((duty.agent_id, duty.day))
            taken.add((duty.agent_id, day))
            duties[index] = replace(duty, day=day)
    return world.with_roster(Roster.of(duties))


def with_swaps(world, draw, count):
    """Some swaps done and some pending, written as if by the register."""
    swaps = []
    for number in range(count):
        one, two = draw.choice(len(world.roster.duties), 2, replace=False)
        first, second = world.roster.duties[one], world.roster.duties[two]
        if first.agent_id == second.agent_id:
            continue
        state = SwapState.EFFECTIVE if number % 2 else SwapState.REQUESTED
        moves = (handed(first, second.agent_id), handed(second, first.agent_id))
        if state is SwapState.EFFECTIVE:
            # Carried out: what was taken is what the roster shows now.
            moves = (
                handed(replace(first, agent_id=second.agent_id), first.agent_id),
                handed(replace(second, agent_id=first.agent_id), second.agent_id),
            )
        swaps.append(SwapRequest(first.agent_id, SwapKind.SWAP, moves, "x", NOW, f"s{number}", state, number=number))
    return replace(world, swaps=tuple(swaps))
