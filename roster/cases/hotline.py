"""A month of a 24-hour hotline of any size."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from roster.cases import asks
from roster.cases.curve import (
    INTERVAL_MINUTES,
    QUEUES,
    ROUND_THE_CLOCK_AGENTS,
    Floats,
    handling_seconds,
    relative_calls,
)
from roster.cases.draw import Draw
from roster.cases.erlang import seats_for
from roster.cases.past import past_duties
from roster.cases.staff import AGENTS_HEADER, Person, hotline_staff, seat_minutes
from roster.cases.table import clock, write_table
from roster.model.centre import Month, Service
from roster.model.shift import Shift

Staffing = Literal["ample", "scarce", "bundled"]
Catalogue = Literal["whole", "core"]

# The share of the agents' capped hours that the seats need.
SHARE_OF_HOURS = {"ample": 0.90, "bundled": 0.93, "scarce": 0.985}
SERVICE = Service()
# In a small centre leaders stand in during breaks; a tenth more on a single seat would make it two.
SMALL_SERVICE = Service(shrinkage=0.0)
SHIFTS = (
    Shift("A", 7 * 60, 15 * 60, "早班"),
    Shift("B", 8 * 60, 16 * 60, "上午班"),
    Shift("C", 9 * 60, 18 * 60, "白班", break_minutes=60),
    Shift("D", 12 * 60, 20 * 60, "午班"),
    Shift("E", 15 * 60, 23 * 60, "晚班"),
    Shift("F", 16 * 60, 24 * 60, "末班"),
    Shift("P", 17 * 60, 23 * 60, "小晚班"),
    Shift("N", 23 * 60, 31 * 60, "夜班"),
)
SHIFTS_HEADER = "code,name,start,end,break_minutes,jobs,night"
LOAD_HEADER = "date,time,job,calls,aht_seconds"
SEATS_HEADER = "date,time,job,seats,min_seats"
HISTORY_HEADER = "agent_id,date,shift,job"
SOFT_WEIGHTS = (
    "leader_missing",
    "senior_missing",
    "hours_off_contract",
    "leave_declined",
    "wish",
    "fair",
    "away_from_team",
    "meeting_missed",
    "duty_changed",
)


@dataclass(frozen=True)
class Demand:
    """Calls, handling time in seconds and seats of each job, all shaped (jobs, days, intervals of a day)."""

    calls: Floats
    aht_seconds: Floats
    seats: NDArray[np.int64]


def service_of(agents: int) -> Service:
    """What a hotline of that size promises its callers."""
    return SERVICE if agents >= ROUND_THE_CLOCK_AGENTS else SMALL_SERVICE


def hotline_demand(agents: int, month: Month, seat_hours: float, seed: int) -> Demand:
    """The load whose seats need ``seat_hours``, found by bisection over its scale."""
    round_the_clock = agents >= ROUND_THE_CLOCK_AGENTS
    service = service_of(agents)
    shape = np.array(
        [
            relative_calls(queue, month, Draw(seed, f"calls {queue.job}"), round_the_clock=round_the_clock)
            for queue in QUEUES
        ]
    )
    aht = np.array([handling_seconds(queue, month, Draw(seed, f"aht {queue.job}")) for queue in QUEUES])

    def at(agent_hours: float) -> Demand:
        calls = np.where(shape > 0, np.maximum(np.round(shape * agent_hours, 1), 0.1), 0.0)
        return Demand(calls, aht, seats_for(calls, aht, INTERVAL_MINUTES, service))

    low, high = 0.0, seat_hours
    for _ in range(40):
        middle = (low + high) / 2
        short = at(middle).seats.sum() * INTERVAL_MINUTES / 60 < seat_hours
        low, high = (middle, high) if short else (low, middle)
    return at(low)


def write_hotline(
    folder: Path,
    *,
    agents: int,
    month: str = "2026-10",
    seed: int = 0,
    staffing: Staffing | float = "ample",
    catalogue: Catalogue = "whole",
    history_days: int = 21,
) -> None:
    """Write the case folder of a hotline with ``agents`` people (20 to 5,000).

    ``staffing`` is the share of the agents' capped hours that the seats need, or its name in
    `SHARE_OF_HOURS`. ``catalogue="core"`` is the calibration problem: hard rules and COVERAGE, no requests,
    the other weights 0, seats given directly; ``"whole"`` has requests, wishes and the load from which the
    seats follow.
    The same arguments write the same bytes. Raises ``ValueError`` for sizes out of range or a bad month.
    """
    if not 20 <= agents <= 5000:
        raise ValueError(f"agents: {agents} is not within 20 to 5000")
    share = SHARE_OF_HOURS[staffing] if isinstance(staffing, str) else staffing
    when = Month.parse(month)
    people = hotline_staff(agents, when, seed)
    folder.mkdir(parents=True, exist_ok=True)
    leave = asks.approved_leave(people, when, Draw(seed, "approved leave"))
    supply_hours = sum(seat_minutes(person, when) for person in people) / 60
    demand = hotline_demand(agents, when, share * supply_hours, seed)
    _write_people(folder, people, when, history_days, seed)
    whole = catalogue == "whole"
    if whole:
        leave += asks.requested_leave(people, when, Draw(seed, "requested leave"))
    day_codes = [shift.code for shift in SHIFTS]
    wishes = asks.wishes(people, when, Draw(seed, "wishes"), shifts=day_codes) if whole else []
    write_table(folder / "leave.csv", asks.LEAVE_HEADER, sorted(leave, key=lambda row: (str(row[0]), str(row[2]))))
    write_table(folder / "wishes.csv", asks.WISH_HEADER, wishes)
    limits = asks.night_limits(people, [shift.code for shift in SHIFTS if shift.is_night])
    write_table(folder / "availability.csv", asks.AVAILABILITY_HEADER, limits)
    pins = asks.pins(people, when, Draw(seed, "pins"), shift="B")
    write_table(folder / "pins.csv", asks.PIN_HEADER, sorted(pins, key=str))
    if whole:
        _write_load(folder, demand, when)
    else:
        _write_seats(folder, demand, when)
    _write_centre(folder, f"客服热线 {agents} 人", when, service_of(agents), whole=whole)


def _write_people(folder: Path, people: list[Person], month: Month, history_days: int, seed: int) -> None:
    write_table(folder / "agents.csv", AGENTS_HEADER, (person.row() for person in people))
    shifts = [
        (s.code, s.name, clock(s.start_minute), clock(s.end_minute - 1440 * (s.end_minute > 1440)), s.break_minutes,
         ";".join(s.jobs), str(s.is_night).lower())
        for s in SHIFTS
    ]  # fmt: skip
    write_table(folder / "shifts.csv", SHIFTS_HEADER, shifts)
    duties = (
        (person.agent_id, *duty)
        for person in people
        for duty in past_duties(person, SHIFTS, month.first, history_days, Draw(seed, f"past {person.agent_id}"))
    )
    write_table(folder / "history.csv", HISTORY_HEADER, duties)


def _write_load(folder: Path, demand: Demand, month: Month) -> None:
    rows = (
        (day, clock(interval * INTERVAL_MINUTES), queue.job, f"{calls:g}", f"{demand.aht_seconds[q, d, interval]:g}")
        for d, day in enumerate(month)
        for q, queue in enumerate(QUEUES)
        for interval, calls in enumerate(demand.calls[q, d])
        if calls > 0
    )
    write_table(folder / "load.csv", LOAD_HEADER, rows)


def _write_seats(folder: Path, demand: Demand, month: Month) -> None:
    rows = (
        (day, clock(interval * INTERVAL_MINUTES), queue.job, seats, "")
        for d, day in enumerate(month)
        for q, queue in enumerate(QUEUES)
        for interval, seats in enumerate(demand.seats[q, d])
    )
    write_table(folder / "seats.csv", SEATS_HEADER, rows)


def _write_centre(folder: Path, name: str, month: Month, service: Service, *, whole: bool) -> None:
    lines = [
        f'name = "{name}"',
        'timezone = "Asia/Shanghai"',
        'country = "CN"',
        f'month = "{month}"',
        f"interval_minutes = {INTERVAL_MINUTES}",
        "",
        "[service]",
        f"level = {service.level}",
        f"seconds = {service.seconds:g}",
        f"max_occupancy = {service.max_occupancy}",
        f"shrinkage = {service.shrinkage}",
    ]
    if not whole:
        lines += ["", "[weights]", "seat_short = 10", "seat_over = 1", *(f"{key} = 0" for key in SOFT_WEIGHTS)]
    (folder / "centre.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
