"""Random worlds with every kind of record, and random rosters of them, drawn from a seed."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from rule_world import (
    APPROVED,
    Agent,
    Availability,
    Case,
    Duty,
    Grade,
    Leave,
    Month,
    Pin,
    Protection,
    Role,
    Roster,
    SeatRequirement,
    Shift,
    Stayed,
    Wish,
    duties,
    world,
)

from roster.model import HolidayCalendar, LeaveStatus
from roster.text import Text

# A clock that stands still, one that goes back by an hour, on by an hour, and by half an hour.
MONTHS = (
    ("Asia/Shanghai", "2026-10"),
    ("Europe/Berlin", "2026-10"),
    ("Europe/Berlin", "2027-03"),
    ("Australia/Lord_Howe", "2027-04"),
)
RULES: dict[str, tuple[object, ...]] = {
    "min_rest_hours": (0, 11, 11.5, 26),
    "max_consecutive_nights": (1, 2, 3),
    "rest_days_after_nights": (0, 1, 3),
    "max_nights_per_month": (0, 2, 8),
    "max_consecutive_days": (2, 6),
    "max_hours_day": (7.5, 11),
    "weekly_hours": (10, 44),
    "max_overtime_month": (0, 0.7, 36),
    "max_leave_share": (0, 0.15, 0.5),
    "leader_hard": (False, True),
    "leaders_on_duty": (0, 1, 2),
    "floor_hard": (False, True),
    "peak_share": (0, 0.25, 1),
    "floor_manager_share": (0, 0.8, 1),
    "min_seniors_on_duty": (0, 1, 2),
    "unpopular_shifts": ((), ("S1",)),
    "weekly_meeting": ("Monday 14:00-15:00", "Friday 14:00-15:00", "周三 00:30-09:00", ""),
    "all_hands_by": ("before", "until"),
    "all_hands": ("14:00-16:00", ""),
    "max_duties_of_shift": ((), ("S0=2",)),
    "min_consecutive_days": (1, 3),
    "min_consecutive_days_off": (1, 2),
    "forbidden_successions": ((), ("S1>S0",)),
    "max_weekends": (None, 1),
    "min_month_hours": (None, 20),
    "max_month_hours": (None, 60),
    "change_notice_days": (1, 14),
    "rhythm_minutes": (0, 30, 120, 1440),
}
WEIGHT_NAMES = (
    *("seat_short", "seat_over", "leader_missing", "senior_missing", "floor_missing", "hours_off_contract"),
    *("leave_declined", "wish"),
    *("fair", "away_from_team", "meeting_missed", "duty_changed"),
    *("rotated_backward", "start_changed", "lone_duty", "lone_day_off", "lone_night", "weekend_broken"),
)
WEIGHTS = (0, 0.07, 1, 3.3, 12)


class Maker:
    """Draws one world after the other from a seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        # Drawn apart, so that a seed's world stays the same in all else.
        self.overtime = random.Random(f"overtime {seed}")

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def case(self) -> Case:
        pick = self.random.choice
        zone, month = pick(MONTHS)
        self.month = Month.parse(month)
        self.jobs = ("189", "180")[: self.random.randint(1, 2)]
        shifts = tuple(self.shift(number) for number in range(self.random.randint(1, 3)))
        agents = tuple(self.agent(f"a{number}") for number in range(self.random.randint(1, 5)))
        ids = [agent.agent_id for agent in agents]
        codes = [shift.code for shift in shifts]
        interval = pick((15, 30, 60))
        case = world(
            *agents,
            shifts=shifts,
            month=month,
            zone=zone,
            calendar=self.calendar(),
            interval=interval,
            seats=self.seats(interval),
            leaves=tuple(self.leave(pick(ids)) for _ in range(self.random.randint(0, 6))),
            wishes=tuple(self.wish(pick(ids), codes) for _ in range(self.random.randint(0, 4))),
            availability=tuple(self.limit(pick(ids), codes) for _ in range(self.random.randint(0, 4))),
            pins=tuple(self.pin(pick(ids), codes) for _ in range(self.random.randint(0, 2))),
            rules={name: pick(values) for name, values in RULES.items() if self.chance(0.5)},
            weights={name: pick(WEIGHTS) for name in WEIGHT_NAMES if self.chance(0.4)},
        )
        past = " ".join(f"{day}{pick(codes)}" for day in range(-9, 1) if self.chance(0.5))
        case = world_with_history(case, f"{ids[0]} {past}; {ids[-1]} {past}" if past and len(ids) > 1 else "")
        return replace(case, stayed=tuple(self.stayed(case)))

    def stayed(self, case: Case) -> Iterator[Stayed]:
        """Minutes beyond the end of duties, about the edge of the month more often than not."""
        draw = self.overtime
        for agent in case.agents:
            for day in sorted(draw.sample(range(-4, 12), draw.choice((0, 0, 1, 3)))):
                code = draw.choice(case.shifts).code
                yield Stayed(agent.agent_id, self.month.first + timedelta(days=day), code, draw.choice((1, 60, 200)))

    def day(self, before: int = 0, after: int = 0) -> date:
        return self.month.first + timedelta(days=self.random.randint(-before, self.month.days - 1 + after))

    def calendar(self) -> HolidayCalendar:
        days = [self.day(3, 3) for _ in range(self.random.randint(0, 4))]
        work = {
            day: Text("班", "work") for day in (self.day() for _ in range(2)) if day.weekday() > 4 and day not in days
        }
        return HolidayCalendar("XX", off=dict.fromkeys(days, Text("休", "off")), work=work)

    def shift(self, number: int) -> Shift:
        start = self.random.randrange(0, 1440, 15)
        length = self.random.choice((240, 465, 480, 720, 1440))
        jobs = (self.random.choice(self.jobs),) if self.chance(0.2) else ()
        night = self.random.choice((None, None, None, True, False))
        return Shift(
            f"S{number}", start, start + length, break_minutes=self.random.choice((0, 30)), jobs=jobs, night=night
        )

    def agent(self, agent_id: str) -> Agent:
        pick = self.random.choice
        return Agent(
            agent_id,
            agent_id,
            pick(("一班", "二班")),
            self.jobs if self.chance(0.6) else (pick(self.jobs),),
            role=pick((Role.AGENT, Role.AGENT, Role.DEPUTY, Role.LEADER, Role.MANAGER)),
            grade=pick((None, *Grade)),
            contract_minutes=pick((None, 0, 1001, 4800, 9600)),
            rotating=self.chance(0.85),
            protections=(Protection("", pick((None, self.day()))),) if self.chance(0.2) else (),
            trainee_until=self.day() if self.chance(0.2) else None,
            start_date=self.day(9) if self.chance(0.15) else None,
            end_date=self.day(0, 9) if self.chance(0.15) else None,
        )

    def seats(self, interval: int) -> tuple[SeatRequirement, ...]:
        required = {}
        for _ in range(self.random.randint(0, 60)):
            key = (self.day(), self.random.randrange(0, 1440, interval), self.random.choice(self.jobs))
            required[key] = SeatRequirement(*key, self.random.randint(0, 3), int(self.chance(0.05)))
        return tuple(required.values())

    def leave(self, agent_id: str) -> Leave:
        start = self.day(4, 2)
        status = APPROVED if self.chance(0.3) else LeaveStatus.REQUESTED
        kind = self.random.choice(("personal", "annual", "sick", "emergency"))
        end = start + timedelta(days=self.random.choice((0, 0, 1, 5)))
        return Leave(agent_id, kind, start, end, status, self.random.randint(1, 5), extreme=self.chance(0.3))

    def wish(self, agent_id: str, codes: list[str]) -> Wish:
        return Wish(agent_id, self.day(), self.random.choice((*codes, "off", "work")), self.random.randint(-3, 3))

    def limit(self, agent_id: str, codes: list[str]) -> Availability:
        shift = self.random.choice((None, *codes))
        if self.chance(0.5):
            return Availability(agent_id, self.random.randint(1, 7), None, shift, available=self.chance(0.4))
        return Availability(agent_id, None, self.day(), shift, available=self.chance(0.4))

    def pin(self, agent_id: str, codes: list[str]) -> Pin:
        job = self.random.choice((None, *self.jobs))
        return Pin(agent_id, self.day(), self.random.choice((*codes, "off")), job)

    def roster(self, case: Case) -> Roster:
        """From empty to full, with runs; most of the pins kept."""
        busy = self.random.choice((0.0, 0.05, 0.3, 0.7))
        pinned = {(pin.agent_id, pin.day): pin for pin in case.pins}
        # A job that nobody holds and no seat names is not a case's at all.
        held = sorted({job for agent in case.agents for job in agent.jobs})
        listed = []
        for agent in case.agents:
            works = False
            for day in case.month:
                pin = pinned.get((agent.agent_id, day))
                if self.chance(0.6):
                    works = self.chance(busy)
                if pin is not None and self.chance(0.8):
                    if pin.shift != "off":
                        listed.append(Duty(agent.agent_id, day, pin.shift, pin.job or agent.jobs[0]))
                elif works:
                    job = self.random.choice(held) if self.chance(0.03) else self.random.choice(agent.jobs)
                    listed.append(Duty(agent.agent_id, day, self.random.choice(case.shifts).code, job))
        asked = [
            index
            for index, item in enumerate(case.leaves)
            if item.status is LeaveStatus.REQUESTED and item.start <= case.month.last and item.end >= case.month.first
        ]
        return Roster.of(listed, [index for index in asked if self.chance(0.5)])


def world_with_history(case: Case, text: str) -> Case:
    return Case(**{**{name: getattr(case, name) for name in case.__dataclass_fields__}, "history": duties(case, text)})
