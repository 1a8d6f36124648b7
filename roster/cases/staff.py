"""Who works in a made-up hotline: teams, grades, jobs, and what is special about some."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from roster.cases.draw import Draw
from roster.cases.names import people_names, team_name
from roster.cases.workdays import is_legal_working_day, legal_working_days
from roster.model.centre import Month
from roster.qa.shares import MONITORING

# The sources tie jobs to grades; whoever climbed to a grade keeps the jobs of the grades below.
JOBS_OF_GRADE = {"junior": ("189",), "intermediate": ("180", "189"), "senior": ("96123", "180", "189")}
TEAM_SIZE = 12
FULL_DAY_MINUTES = 8 * 60
MAX_OVERTIME_MINUTES = 36 * 60
WEEKLY_MINUTES = 44 * 60


@dataclass
class Person:
    """A made-up agent; ``away`` are the days of approved leave."""

    agent_id: str
    name: str
    team: str
    role: str
    grade: str
    jobs: tuple[str, ...]
    contract_hours: int | None = None
    rotating: bool = True
    protected: str = ""
    protected_until: date | None = None
    trainee_until: date | None = None
    start_date: date | None = None
    end_date: date | None = None
    night_free_weekdays: tuple[int, ...] = ()
    away: set[date] = field(default_factory=set)

    @property
    def special(self) -> bool:
        """Whether something sets this person apart (so that one person carries one peculiarity)."""
        return bool(
            self.role != "agent"
            or self.contract_hours
            or not self.rotating
            or self.protected
            or self.trainee_until
            or self.start_date
            or self.end_date
        )

    def employed(self, day: date) -> bool:
        """Whether the contract runs on ``day``."""
        return (self.start_date or day) <= day <= (self.end_date or day)

    def may_work(self, day: date) -> bool:
        """Whether a day shift on ``day`` is allowed at all."""
        return self.employed(day) and day not in self.away and (self.rotating or is_legal_working_day(day))

    def may_work_night(self, day: date) -> bool:
        """Whether a night that starts on ``day`` is allowed; it ends in the morning after."""
        protected = bool(self.protected) and day <= (self.protected_until or day)
        return (
            self.rotating
            and not protected
            and self.may_work(day)
            and day + timedelta(days=1) not in self.away
            and day.isoweekday() not in self.night_free_weekdays
        )

    def row(self) -> list[object]:
        """The line of agents.csv."""
        protected = self.protected + (f":{self.protected_until}" if self.protected_until else "")
        return [
            self.agent_id,
            self.name,
            self.team,
            self.role,
            ";".join(self.jobs),
            self.grade,
            self.contract_hours or "",
            "true" if self.rotating else "false",
            protected,
            self.trainee_until or "",
            self.start_date or "",
            self.end_date or "",
        ]


def cap_minutes(person: Person, month: Month) -> int:
    """The most paid minutes HOURS lets the person work in the month.

    min(own contract hours + overtime, weekly hours × days / 7), own contract hours counted over the legal
    working days on which the person is employed and not on approved leave.
    """
    legal = legal_working_days(month)
    there = sum(person.employed(day) and day not in person.away for day in legal)
    contract = (person.contract_hours or 8 * len(legal)) * 60
    own = contract * there // len(legal) if legal else 0
    return min(own + MAX_OVERTIME_MINUTES, WEEKLY_MINUTES * month.days // 7)


def seat_minutes(person: Person, month: Month) -> int:
    """The minutes of ``cap_minutes`` that can fill a seat.

    Nothing before the end of training; for who does not rotate a full day on each legal working day.
    """
    workable = [day for day in month if person.may_work(day)]
    filling = [day for day in workable if not person.trainee_until or day >= person.trainee_until]
    if not workable:
        return 0
    full_days = FULL_DAY_MINUTES * len(filling)
    return min(cap_minutes(person, month) * len(filling) // len(workable), full_days)


def team_grades(size: int, number: int) -> list[str]:
    """Grades of a team's members, leader and deputy first."""
    seniors = max(2, round(0.24 * size)) if size > 2 else 1
    intermediates = round(0.32 * size)
    deputy = "senior" if number % 2 else "intermediate"
    rest = ["senior"] * (seniors - 1 - (deputy == "senior"))
    rest += ["intermediate"] * (intermediates - (deputy == "intermediate"))
    rest = rest[: max(0, size - 2)]
    rest += ["junior"] * (size - 2 - len(rest))
    return ["senior", deputy, *rest][:size]


def hotline_staff(agents: int, month: Month, seed: int) -> list[Person]:
    """``agents`` people in teams of about twelve, each with a leader and a deputy.

    A few of them are protected, do not rotate, work part-time, are in training, join or leave in the month,
    or have an evening of the week on which they can't take a night.
    """
    names = people_names(agents, Draw(seed, "names"))
    teams = max(1, round(agents / TEAM_SIZE))
    people: list[Person] = []
    for number in range(1, teams + 1):
        size = number * agents // teams - (number - 1) * agents // teams
        for position, grade in enumerate(team_grades(size, number)):
            people.append(
                Person(
                    agent_id=f"{len(people) + 1:04d}",
                    name=names[len(people)],
                    team=team_name(number),
                    role=("leader", "deputy")[position] if position < 2 else "agent",
                    grade=grade,
                    jobs=JOBS_OF_GRADE[grade],
                )
            )
    _peculiarities(people, month, Draw(seed, "peculiarities"))
    return people


def quality_monitors(people: list[Person], count: int, seed: int) -> list[Person]:
    """``count`` people who listen to calls (质检员) and serve no queue: office days, spread over the teams."""
    names = people_names(len(people) + count, Draw(seed, "names"))[len(people) :]
    teams = list(dict.fromkeys(person.team for person in people))
    return [
        Person(
            agent_id=f"{len(people) + place + 1:04d}",
            name=name,
            team=teams[place * len(teams) // count],
            role="agent",
            grade="",
            jobs=(MONITORING,),
            rotating=False,
        )
        for place, name in enumerate(names)
    ]


def _peculiarities(people: list[Person], month: Month, draw: Draw) -> None:
    def pick(share: float, grades: tuple[str, ...] = ("junior", "intermediate", "senior")) -> list[Person]:
        plain = [person for person in people if not person.special and person.grade in grades]
        return draw.some(plain, max(1, round(share * len(people))))

    for turn, person in enumerate(pick(0.028)):
        person.protected, days = ("孕期", 75) if turn % 2 == 0 else ("哺乳期", -12)
        person.protected_until = month.last + timedelta(days=days)
    for person in pick(0.028):
        person.rotating = False
    for person in pick(0.028):
        person.contract_hours = draw.one((96, 120))
    for person in pick(0.014, ("junior",)):
        person.trainee_until = month.first + timedelta(days=14)
    for person in pick(0.014, ("junior",)):
        person.start_date = month.first + timedelta(days=11)
        person.trainee_until = month.first + timedelta(days=25)
    for person in pick(0.014, ("junior", "intermediate")):
        person.end_date = month.first + timedelta(days=19)
    for person in pick(0.028):
        person.night_free_weekdays = (draw.between(1, 5),)
