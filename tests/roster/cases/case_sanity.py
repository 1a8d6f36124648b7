"""An independent look at a case folder: plain CSV in, sentences about what is wrong out.

Reads with the standard library alone and knows the rules from the rulebook's definitions, so that neither
the generators nor the case reader can talk it into anything.
"""

import csv
import math
import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from roster.load.erlang import required_seats

NATIONAL_DAYS = {date(2026, 10, day) for day in range(1, 8)} | {date(2026, 9, day) for day in (25, 26, 27)}
ROLES = {"agent", "deputy", "leader", "manager"}
GRADES = {"junior", "intermediate", "senior"}
MAKE_UP_DAYS = {date(2026, 9, 20), date(2026, 10, 10)}


def rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def is_working_day(day: date) -> bool:
    return day in MAKE_UP_DAYS or (day.weekday() < 5 and day not in NATIONAL_DAYS)


@dataclass(frozen=True)
class ShiftTimes:
    start: int
    end: int
    paid: int
    night: bool


class Folder:
    """The tables of a case, typed where the checks need it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.centre = tomllib.loads((path / "centre.toml").read_text(encoding="utf-8"))
        self.first = date.fromisoformat(self.centre["month"] + "-01")
        self.end = (self.first + timedelta(days=31)).replace(day=1)
        self.agents = {row["agent_id"]: row for row in rows(path / "agents.csv")}
        self.shifts = {row["code"]: _times(row) for row in rows(path / "shifts.csv")}
        self.history = rows(path / "history.csv")
        self.leave = rows(path / "leave.csv")
        self.wishes = rows(path / "wishes.csv")
        self.availability = rows(path / "availability.csv")
        self.pins = rows(path / "pins.csv")
        self.load = rows(path / "load.csv")
        self.seats = rows(path / "seats.csv")

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=day) for day in range((self.end - self.first).days)]

    def approved_days(self, agent_id: str) -> set[date]:
        return {
            day
            for row in self.leave
            if row["agent_id"] == agent_id and row["status"] == "approved"
            for day in span(row)
        }

    def contract_minutes(self, agent_id: str) -> int:
        """HOURS: own contract hours, by the legal working days on which the agent is there."""
        agent, away = self.agents[agent_id], self.approved_days(agent_id)
        working = [day for day in self.days if is_working_day(day)]
        there = [day for day in working if employed(agent, day) and day not in away]
        contract = float(agent["contract_hours"] or 8 * len(working))
        return math.floor(contract * 60 * len(there) / len(working))

    def cap_minutes(self, agent_id: str) -> int:
        """HOURS: min(own contract hours + 36 h, 44 h × days / 7)."""
        return min(self.contract_minutes(agent_id) + 36 * 60, 44 * 60 * len(self.days) // 7)

    def seat_minutes(self, agent_id: str) -> float:
        """What of the cap can fill seats: nobody in training does, who does not rotate has working days only."""
        agent, away = self.agents[agent_id], self.approved_days(agent_id)
        can = [
            day
            for day in self.days
            if employed(agent, day) and day not in away and (agent["rotating"] != "false" or is_working_day(day))
        ]
        fills = [day for day in can if not agent["trainee_until"] or day.isoformat() >= agent["trainee_until"]]
        return min(self.cap_minutes(agent_id) * len(fills) / max(1, len(can)), 480 * len(fills))


def _times(row: dict[str, str]) -> ShiftTimes:
    start, end = minute(row["start"]), minute(row["end"])
    end += 1440 if end <= start else 0
    dark = sum(1 for at in range(start, end) if at % 1440 >= 1320 or at % 1440 < 360)
    return ShiftTimes(start, end, end - start - int(row["break_minutes"] or 0), dark > 120)


def minute(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


def span(row: dict[str, str]) -> list[date]:
    start, end = date.fromisoformat(row["start"]), date.fromisoformat(row["end"])
    return [start + timedelta(days=day) for day in range((end - start).days + 1)]


def employed(agent: dict[str, str], day: date) -> bool:
    start, end = agent["start_date"], agent["end_date"]
    return (not start or start <= day.isoformat()) and (not end or day.isoformat() <= end)


def share_of_hours(case: Folder) -> float:
    """Hours that the seats need over hours that can fill seats under HOURS, of who serves a job with seats."""
    jobs = {row["job"] for row in (*case.load, *case.seats)}
    serve = [key for key, agent in case.agents.items() if jobs.intersection(agent["jobs"].split(";"))]
    return seat_hours(case) / (sum(case.seat_minutes(agent_id) for agent_id in serve) / 60)


def seat_hours(case: Folder) -> float:
    """Hours that the seats need, those given directly and those that follow from the load."""
    seats = {(row["date"], row["time"], row["job"]): int(row["seats"]) for row in case.seats}
    if case.load:
        service = case.centre["service"]
        needed = required_seats(
            [float(row["calls"]) for row in case.load],
            [float(row["aht_seconds"]) for row in case.load],
            interval_minutes=case.centre["interval_minutes"],
            level=service["level"],
            seconds=service["seconds"],
            max_occupancy=service["max_occupancy"],
            shrinkage=service["shrinkage"],
        )
        for row, count in zip(case.load, needed, strict=True):
            seats.setdefault((row["date"], row["time"], row["job"]), int(count))
    return sum(seats.values()) * case.centre["interval_minutes"] / 60


def faults(case: Folder) -> list[str]:
    """Everything wrong with the folder; an empty list is a sound case."""
    return [*_people(case), *_demand(case), *_asks(case), *_history(case), *_pins(case)]


def _people(case: Folder) -> list[str]:
    faults_here = []
    ids = [row["agent_id"] for row in rows(case.path / "agents.csv")]
    faults_here += [f"agent {key} twice" for key, count in Counter(ids).items() if count > 1]
    jobs = {row["job"] for row in case.load + case.seats}
    for key, agent in case.agents.items():
        held = agent["jobs"].split(";")
        # Who keeps the floor of a hall serves no counter.
        serves = jobs | {"现场"} if agent["role"] == "manager" else jobs
        # Who listens to calls serves none, and is of no grade.
        monitors = held == ["质检"]
        serves = {"质检"} if monitors else serves
        if not held[0] or not set(held) <= serves or len(set(held)) < len(held):
            faults_here.append(f"agent {key} has the jobs {held}")
        if agent["role"] not in ROLES or agent["grade"] not in {
            *({""} if monitors else ()),
            "junior",
            "intermediate",
            "senior",
        }:
            faults_here.append(f"agent {key} is a {agent['role']} {agent['grade']}")
    for team in {agent["team"] for agent in case.agents.values()}:
        roles = Counter(agent["role"] for agent in case.agents.values() if agent["team"] == team)
        if set(roles) != {"manager"} and (roles["leader"] != 1 or roles["deputy"] != 1):
            faults_here.append(f"team {team} has {dict(roles)}")
    if len({agent["name"] for agent in case.agents.values()}) < len(case.agents):
        faults_here.append("two people of one name")
    return faults_here


def _demand(case: Folder) -> list[str]:
    faults_here = []
    for name, table in (("load", case.load), ("seats", case.seats)):
        keys = Counter((row["date"], row["time"], row["job"]) for row in table)
        faults_here += [f"{name} {key} twice" for key, count in keys.items() if count > 1]
        for row in table:
            if not case.first <= date.fromisoformat(row["date"]) < case.end:
                faults_here.append(f"{name} of another month: {row['date']}")
            if minute(row["time"]) % case.centre["interval_minutes"] or minute(row["time"]) >= 1440:
                faults_here.append(f"{name} off the step: {row['time']}")
    faults_here += [
        f"load {row}" for row in case.load if not (float(row["calls"]) > 0 and float(row["aht_seconds"]) > 0)
    ]
    for row in case.seats:
        if not 0 <= int(row["min_seats"] or 0) <= int(row["seats"]):
            faults_here.append(f"seats {row}")
    return faults_here


def _asks(case: Folder) -> list[str]:
    faults_here = []
    for table in (case.leave, case.wishes, case.availability, case.pins, case.history):
        faults_here += [f"unknown agent: {row}" for row in table if row["agent_id"] not in case.agents]
    codes = set(case.shifts)
    faults_here += [f"unknown shift: {row}" for row in case.wishes if row["shift"] not in codes | {"off", "work"}]
    faults_here += [f"unknown shift: {row}" for row in case.pins if row["shift"] not in codes | {"off"}]
    faults_here += [f"unknown shift: {row}" for row in case.availability if row["shift"] not in codes | {""}]
    faults_here += [f"neither weekday nor date: {row}" for row in case.availability if not row["weekday"] + row["date"]]
    for table in (case.wishes, case.pins):
        days = Counter((row["agent_id"], row["date"]) for row in table)
        faults_here += [f"{key} twice" for key, count in days.items() if count > 1]
        faults_here += [f"another month: {row}" for row in table if not str(case.first) <= row["date"] < str(case.end)]
    sizes = Counter(agent["team"] for agent in case.agents.values())
    away: Counter[tuple[str, date]] = Counter()
    mine: Counter[tuple[str, date]] = Counter()
    for row in case.leave:
        team = case.agents[row["agent_id"]]["team"]
        if not span(row) or not 1 <= int(row["priority"] or 1) <= 5:
            faults_here.append(f"leave {row}")
        mine.update((row["agent_id"], day) for day in span(row))
        if row["status"] == "approved":
            away.update((team, day) for day in span(row))
        elif row["kind"] != "sick" and row["extreme"] != "true" and NATIONAL_DAYS & set(span(row)):
            faults_here.append(f"request on a public holiday: {row}")
    faults_here += [f"two leaves at once: {key}" for key, count in mine.items() if count > 1]
    quota = {team: max(1, math.floor(0.15 * size)) for team, size in sizes.items()}
    faults_here += [f"above the leave quota: {key}" for key, count in away.items() if count > quota[key[0]]]
    return faults_here


def _history(case: Folder) -> list[str]:
    faults_here = []
    past: dict[str, dict[date, str]] = defaultdict(dict)
    for row in case.history:
        agent, day = case.agents[row["agent_id"]], date.fromisoformat(row["date"])
        if day in past[row["agent_id"]]:
            faults_here.append(f"two duties a day: {row}")
        past[row["agent_id"]][day] = row["shift"]
        times = case.shifts[row["shift"]]
        if day >= case.first or not employed(agent, day):
            faults_here.append(f"history out of time: {row}")
        if row["job"] not in agent["jobs"].split(";"):
            faults_here.append(f"history without the skill: {row}")
        if times.night and (agent["protected"] or agent["rotating"] == "false"):
            faults_here.append(f"night of somebody kept from nights: {row}")
        if agent["rotating"] == "false" and not is_working_day(day):
            faults_here.append(f"not a legal working day: {row}")
        if {day, day + timedelta(days=1) if times.night else day} & case.approved_days(row["agent_id"]):
            faults_here.append(f"duty on leave: {row}")
    for key, duties in past.items():
        faults_here += [f"{key}: {text}" for text in _sequence(duties, case)]
    return faults_here


def _sequence(duties: dict[date, str], case: Folder) -> list[str]:
    faults_here = []
    days = sorted(duties)
    moments = [(datetime.combine(day, datetime.min.time()), case.shifts[duties[day]], day) for day in days]
    for (one, before, day), (other, after, following) in pairwise(moments):
        rest = (other + timedelta(minutes=after.start)) - (one + timedelta(minutes=before.end))
        if rest < timedelta(hours=11):
            faults_here.append(f"rest of {rest} before {following}")
        if before.night and not after.night and (following - day).days < 2:
            faults_here.append(f"no day off after the night of {day}")
    for day in days:
        run = next(length for length in range(40) if day + timedelta(days=length) not in duties)
        nights = next(
            length
            for length in range(40)
            if (at := day + timedelta(days=length)) not in duties or not case.shifts[duties[at]].night
        )
        if run > 6 or nights > 3:
            faults_here.append(f"a run of {run} days, {nights} nights from {day}")
    month = [day for day in days if day.month == (case.first - timedelta(days=1)).month]
    if sum(case.shifts[duties[day]].night for day in month) > 8:
        faults_here.append("more than 8 nights")
    if sum(case.shifts[duties[day]].paid for day in month) > 44 * 60 * 30 / 7:
        faults_here.append("more than 44 h a week")
    return faults_here


def _pins(case: Folder) -> list[str]:
    faults_here = []
    limits = {(row["agent_id"], row["weekday"] or row["date"]) for row in case.availability}
    for row in case.pins:
        agent, day = case.agents[row["agent_id"]], date.fromisoformat(row["date"])
        if row["job"] and row["job"] not in agent["jobs"].split(";"):
            faults_here.append(f"pin without the skill: {row}")
        if row["shift"] == "off":
            continue
        near = {day, day + timedelta(days=1)}
        leave = {at for other in case.leave if other["agent_id"] == row["agent_id"] for at in span(other)}
        limited = {(row["agent_id"], str(day.isoweekday())), (row["agent_id"], row["date"])} & limits
        if near & leave or limited or not employed(agent, day) or agent["rotating"] == "false":
            faults_here.append(f"pin against leave, limits or employment: {row}")
        if (day - case.first).days < 2:
            faults_here.append(f"pin within reach of the history: {row}")
    return faults_here
