"""A month of a 24-hour hotline of any size."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from roster.cases import asks
from roster.cases.arrival_file import read_history
from roster.cases.curve import (
    INTERVAL_MINUTES,
    QUEUES,
    ROUND_THE_CLOCK_AGENTS,
    Floats,
    handling_seconds,
    observed_shape,
    relative_calls,
)
from roster.cases.draw import Draw
from roster.cases.folder import CaseFolder, CentrePage
from roster.cases.past import past_duties
from roster.cases.staff import hotline_staff, quality_monitors, seat_minutes
from roster.load.erlang import required_seats
from roster.model.centre import Month, Service
from roster.model.shift import Break, Shift

Staffing = Literal["ample", "scarce", "bundled"]
Catalogue = Literal["whole", "core"]

# The share of the agents' capped hours (contract + 36 h of overtime) that the seats need. In a month of 18 working days
# contract hours are 0.81 of the cap and the edges of shifts waste a tenth: at 0.75 hardly anybody works overtime.
SHARE_OF_HOURS = {"ample": 0.90, "bundled": 0.75, "scarce": 0.985}
SERVICE = Service()


def _meal(first_hour: float, last_hour: float, minutes: int = 30) -> Break:
    return Break(minutes, round(first_hour * 60), round(last_hour * 60))


# In a small centre leaders stand in during breaks; a tenth more on a single seat would make it two.
SMALL_SERVICE = Service(shrinkage=0.0)
SHIFTS = (
    Shift("A", 7 * 60, 15 * 60, "早班", breaks=(_meal(10, 13),)),
    Shift("B", 8 * 60, 16 * 60, "上午班", breaks=(_meal(11, 13.5),)),
    Shift("C", 9 * 60, 18 * 60, "白班", break_minutes=60, breaks=(_meal(11.5, 14, 60),)),
    Shift("D", 12 * 60, 20 * 60, "午班", breaks=(_meal(16, 18),)),
    Shift("E", 15 * 60, 23 * 60, "晚班", breaks=(_meal(17.5, 20),)),
    Shift("F", 16 * 60, 24 * 60, "末班", breaks=(_meal(18, 21),)),
    Shift("P", 17 * 60, 23 * 60, "小晚班", breaks=(_meal(19, 21.5, 15),)),
    Shift("N", 23 * 60, 31 * 60, "夜班", breaks=(_meal(26, 29),)),
)
"""Meals and rests in turn (轮流就餐): so many minutes within a window of hours."""
FEWEST_AGENTS, MOST_AGENTS = 20, 50_000
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
    "short_month_end",
    "over_month_end",
    "needless_night",
    "spare_misplaced",
    "spare_unasked",
    "hours_uneven",
    "rotated_backward",
    "start_changed",
    "lone_duty",
    "lone_day_off",
    "lone_night",
    "weekend_broken",
    "floor_missing",
)


@dataclass(frozen=True)
class Demand:
    """Calls, handling time in seconds and seats of each job, all shaped (jobs, days, intervals of a day)."""

    calls: Floats
    aht_seconds: Floats
    seats: NDArray[np.int64]

    def load_rows(self, month: Month) -> Iterator[tuple[date, int, str, float, float]]:
        """(day, minute, job, calls, handling time in seconds) of the intervals that have calls."""
        for d, day in enumerate(month):
            for q, queue in enumerate(QUEUES):
                for interval in np.flatnonzero(self.calls[q, d]):
                    calls, aht_seconds = self.calls[q, d, interval], self.aht_seconds[q, d, interval]
                    yield day, int(interval) * INTERVAL_MINUTES, queue.job, float(calls), float(aht_seconds)

    def seat_rows(self, month: Month) -> Iterator[tuple[date, int, str, int, int]]:
        """(day, minute, job, seats, floor) of all intervals; there are no floors."""
        for d, day in enumerate(month):
            for q, queue in enumerate(QUEUES):
                for interval, seats in enumerate(self.seats[q, d]):
                    yield day, interval * INTERVAL_MINUTES, queue.job, int(seats), 0


def service_of(agents: int) -> Service:
    """What a hotline of that size promises its callers."""
    return SERVICE if agents >= ROUND_THE_CLOCK_AGENTS else SMALL_SERVICE


def hotline_demand(agents: int, month: Month, seat_hours: float, seed: int, observed: Floats | None = None) -> Demand:
    """The load whose seats need ``seat_hours``, found by bisection over its scale.

    ``observed`` is the shape of a day, (48,), as `observed_shape` gives it.
    """
    round_the_clock = agents >= ROUND_THE_CLOCK_AGENTS
    service = service_of(agents)
    shape = np.array(
        [
            relative_calls(
                queue, month, Draw(seed, f"calls {queue.job}"), round_the_clock=round_the_clock, observed=observed
            )
            for queue in QUEUES
        ]
    )
    aht = np.array([handling_seconds(queue, month, Draw(seed, f"aht {queue.job}")) for queue in QUEUES])

    def at(agent_hours: float) -> Demand:
        calls = np.where(shape > 0, np.maximum(np.round(shape * agent_hours, 1), 0.1), 0.0)
        seats = required_seats(
            calls,
            aht,
            interval_minutes=INTERVAL_MINUTES,
            level=service.level,
            seconds=service.seconds,
            max_occupancy=service.max_occupancy,
            shrinkage=service.shrinkage,
        )
        return Demand(calls, aht, seats)

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
    arrivals: Path | None = None,
    monitors: int = 0,
) -> None:
    """Write the case folder of a hotline with ``agents`` people (20 to 50,000), and quality monitors beside them.

    ``staffing`` is the share of the agents' capped hours that the seats need, or its name in
    `SHARE_OF_HOURS`. ``catalogue="core"`` is the calibration problem: hard rules and COVERAGE, no requests,
    the other weights 0, seats given directly; ``"whole"`` has requests, wishes and the load from which the
    seats follow. The day takes its shape from a CSV of real ``arrivals`` where one is given.
    The same arguments write the same bytes. Raises ``ValueError`` for sizes out of range or a bad month,
    ``InputError`` for arrivals that can't be read.
    """
    if not FEWEST_AGENTS <= agents <= MOST_AGENTS:
        raise ValueError(f"agents: {agents} is not within {FEWEST_AGENTS} to {MOST_AGENTS}")
    share = SHARE_OF_HOURS[staffing] if isinstance(staffing, str) else staffing
    when = Month.parse(month)
    observed = observed_shape(read_history(arrivals, INTERVAL_MINUTES)) if arrivals else None
    people = hotline_staff(agents, when, seed)
    leave = asks.approved_leave(people, when, Draw(seed, "approved leave"))
    supply_hours = sum(seat_minutes(person, when) for person in people) / 60
    demand = hotline_demand(agents, when, share * supply_hours, seed, observed)
    staff = [*people, *quality_monitors(people, monitors, seed)]
    history = [
        (person.agent_id, *duty)
        for person in staff
        for duty in past_duties(person, SHIFTS, when.first, history_days, Draw(seed, f"past {person.agent_id}"))
    ]
    if catalogue == "whole":
        leave += asks.requested_leave(people, when, Draw(seed, "requested leave"))
        codes = [shift.code for shift in SHIFTS]
        wishes = asks.wishes(people, when, Draw(seed, "wishes"), shifts=codes)
        weights: dict[str, float] = {}
    else:
        wishes = []
        weights = {"seat_short": 10, "seat_over": 1, **dict.fromkeys(SOFT_WEIGHTS, 0)}
    case = CaseFolder(folder)
    case.centre(CentrePage(f"客服热线 {len(staff)} 人", when, INTERVAL_MINUTES, service_of(agents), weights))
    case.agents(staff)
    case.shifts(SHIFTS)
    if catalogue == "whole":
        case.load(demand.load_rows(when))
    else:
        case.seats(demand.seat_rows(when))
    case.history(history)
    case.leave(leave)
    case.wishes(wishes)
    case.availability(asks.night_limits(people, [shift.code for shift in SHIFTS if shift.is_night]))
    case.pins(asks.pins(people, when, Draw(seed, "pins"), shift="B", holiday_job=QUEUES[0].job))
