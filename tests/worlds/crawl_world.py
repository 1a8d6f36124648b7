"""A small centre over several months, with somebody in every part: who leaves, who comes, who is in no team.

Two teams and whoever belongs to none; E 08:00–16:00, L 16:00–24:00, N 22:00–06:00 (night). Each month's roster is
written, not solved; which months there are, and which of them are published, says the `Stage`.
"""

import atexit
import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from api_world import SHIFTS, Clock, client_of
from sqlalchemy import update

from api.accounts.accounts import create_account
from api.accounts.caller import Role, Scope
from api.accounts.sessions import new_token
from api.app import create_app, open_services
from api.settings import Settings
from api.store.tables import ACCOUNTS
from roster.desk.delegation import delegate
from roster.desk.rosters.roster_desk import appoint, import_case, publish, save_draft
from roster.desk.tasks.task_desk import put_tasks
from roster.model import (
    Agent,
    Case,
    Centre,
    Duty,
    Grade,
    HolidayCalendar,
    Month,
    Roster,
    SeatRequirement,
)
from roster.model import Role as Post
from roster.model.approval import Delegation
from roster.model.approval import Office as Rung
from roster.model.task import LAST_DAY, Every, Recurrence, Task, TaskRole
from roster.text import Text

J, S = Grade.JUNIOR, Grade.SENIOR
ACCOUNT_OF = {
    "agent": (Role.AGENT, "0001"),
    "partner": (Role.AGENT, "0003"),
    "gone": (Role.AGENT, "0005"),
    "fresh": (Role.AGENT, "0006"),
    "loose": (Role.AGENT, "0041"),
    "deputy": (Role.AGENT, "0002"),
    "second": (Role.LEADER, "0012"),
    "manager": (Role.AGENT, "0022"),
    "monitor": (Role.AGENT, "0031"),
    "leader": (Role.LEADER, "0011"),
    "leader2": (Role.LEADER, "0021"),
    "director": (Role.DIRECTOR, None),
    "top": (Role.CENTRE_DIRECTOR, None),
    "planner": (Role.PLANNER, None),
    "admin": (Role.ADMIN, None),
}
SECOND_TURN = frozenset({"0002", "0003", "0012", "0021", "0041"})
AT_NIGHT, LATE = frozenset({"0002", "0004"}), frozenset({"0003", "0041"})


@dataclass(frozen=True)
class Stage:
    """Which months there are, each with whether it is published, in which zone."""

    zone: str
    months: tuple[tuple[Month, bool], ...]

    @property
    def first(self) -> Month:
        return self.months[0][0]


def people_of(stage: Stage, month: Month) -> tuple[Agent, ...]:
    """`g` leaves with the first month, `n` comes with the next; the others stay."""
    early, later = month == stage.first, month != stage.first
    listed = [
        Agent("0001", "安娜", "T1", ("189",), grade=J),
        Agent("0002", "白露", "T1", ("189",), grade=J),
        Agent("0011", "陆班", "T1", ("189",), role=Post.LEADER, grade=S),
        Agent("0012", "潘副", "T1", ("189",), role=Post.DEPUTY, grade=S),
        Agent("0003", "陈静", "T2", ("189",), grade=J),
        Agent("0004", "戴安", "T2", ("189",), grade=J),
        Agent("0021", "李班", "T2", ("189",), role=Post.LEADER, grade=S),
        Agent("0022", "马经理", "T2", ("189",), role=Post.MANAGER, grade=S),
        Agent("0031", "秦质", "T2", ("质检",), grade=J),
        Agent("0041", "谢独", "T3", ("189",), grade=J),
    ]
    if early:
        listed.append(Agent("0005", "郭离", "T1", ("189",), grade=J, end_date=month.last))
    if later:
        listed.append(Agent("0006", "倪新", "T1", ("189",), grade=J, start_date=stage.first.next.first))
    return tuple(listed)


def case_of(stage: Stage, month: Month) -> Case:
    """A seat from 08:00 to midnight every day; the first Thursday of a month is a holiday, and New Year's Day."""
    off = {day: Text("假日", "holiday") for day in month if day.weekday() == 3 and day.day <= 7}
    if month.first.month == 1:
        off[month.first] = Text("元旦", "New Year")
    seats = tuple(SeatRequirement(day, minute, "189", 1) for day in month for minute in range(480, 1440, 30))
    centre = Centre("热线", stage.zone, month, country="CN")
    return Case(centre, HolidayCalendar("CN", off=off), people_of(stage, month), SHIFTS, seats)


def roster_of(stage: Stage, month: Month) -> Roster:
    """Two days of three, in turns of two; a night of its own for b and d now and then."""
    made = []
    for agent in people_of(stage, month):
        for day in month:
            turn = (day.toordinal() + 2 * (agent.agent_id in SECOND_TURN)) % 4
            if turn < 2 and agent.employed_on(day):
                by_day = "L" if agent.agent_id in LATE else "E"
                shift = "N" if agent.agent_id in AT_NIGHT and day.toordinal() % 12 < 4 else by_day
                made.append(Duty(agent.agent_id, day, shift, agent.jobs[0]))
    return Roster.of(made)


TASKS = (
    Task("w", "周报", TaskRole.LEADER, Recurrence(Every.WEEK, (1,)), minutes=18 * 60),
    Task("m", "月报", TaskRole.MANAGER, Recurrence(Every.MONTH, (LAST_DAY,)), minutes=18 * 60),
    Task("d", "日报", TaskRole.DAY_LEADER, Recurrence(Every.DAY), minutes=18 * 60),
    Task("y", "年报", TaskRole.DIRECTOR, Recurrence(Every.YEAR, dates=((2, 29), (1, 1))), minutes=18 * 60),
)


@cache
def _prepared(stage: Stage) -> tuple[Path, dict[str, str]]:
    folder = Path(tempfile.mkdtemp(prefix="roster-crawl-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    zone = ZoneInfo(stage.zone)
    before = datetime.combine(stage.first.first, datetime.min.time(), zone).astimezone(UTC) - timedelta(days=9)
    parts = open_services(Settings(data=str(folder), database_url=f"sqlite:///{folder / 'r.sqlite'}"), Clock(before))
    desk, tokens = parts.office.new_desk("hotline"), {}
    for month, _ in stage.months:
        import_case(desk, "test", case_of(stage, month))
        if month == stage.first:
            appoint(desk, "test", "@director", Rung.DIRECTOR)
            appoint(desk, "test", "@top", Rung.CENTRE_DIRECTOR)
    with parts.store.writing() as connection:
        for name, (role, agent) in ACCOUNT_OF.items():
            centre = None if role is Role.ADMIN else "hotline"
            account = create_account(connection, name, role, name=name, centre_id=centre, agent_id=agent)
            tokens[name] = new_token(connection, account, "test", frozenset(Scope), None)[1]
    delegate(desk, "0011", Delegation("0011", "0002", before + timedelta(days=2), before + timedelta(days=300)))
    for month, published in stage.months:
        put_tasks(desk, "@director", month, TASKS)
        draft = save_draft(desk, "@planner", month, roster_of(stage, month))
        if published:
            publish(desk, "@director", draft.roster_id, accept_breaches=True, without_consent=True, reason="as drawn")
    parts.store.close()
    return folder / "r.sqlite", tokens


@dataclass
class CrawlWorld:
    """A copy of a stage, at a moment."""

    parts: Any
    client: Any
    clock: Clock
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def desk(self):
        return self.parts.office.desk("hotline")

    def speak(self, language: str) -> None:
        with self.parts.store.writing() as connection:
            connection.execute(update(ACCOUNTS).values(language=language))

    def ask(self, who: str, method: str, path: str, **more):
        headers = {"Authorization": f"Bearer {self.tokens[who]}", "Accept": "text/html"}
        return self.client.request(method, path, headers=headers, follow_redirects=False, **more)


def at_stage(stage: Stage, folder: Path, at: datetime) -> CrawlWorld:
    """A copy of the stage with the clock at `at`; `deputy` stands in for l1 that week."""
    source, tokens = _prepared(stage)
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, folder / "r.sqlite")
    clock = Clock(at)
    limits: dict[str, Any] = {"requests_per_minute": 10**9, "jobs_per_account": 10**6}
    settings = Settings(data=str(folder), database_url=f"sqlite:///{folder / 'r.sqlite'}", **limits)
    parts = open_services(settings, clock)
    return CrawlWorld(parts, client_of(create_app(parts)), clock, dict(tokens))
