"""The bundled hotline behind its pages, its month published, an account for every role, a clock that stands still.

One store is made per process and copied for every world; the roster is the one kept in tests/pages.
"""

import atexit
import shutil
import socket
import sqlite3
import tempfile
import threading
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import uvicorn
from big_world import big_case
from sqlalchemy import select, update

from api.accounts.accounts import create_account
from api.accounts.caller import Role
from api.app import create_app, open_services
from api.jobs.attempt import Bench, attempt
from api.settings import Settings
from api.store.tables import JOBS
from roster.cases import bundled_folder
from roster.desk.rosters.edit_desk import draft_from
from roster.desk.rosters.roster_desk import appoint, import_case, publish, save_draft
from roster.files.read_case import read_case
from roster.files.read_roster import read_roster
from roster.model import Role as Post
from roster.model import Roster
from roster.model.approval import Office as Rung

PASSWORD = "correct horse battery"
ROSTER = Path(__file__).parent.parent / "pages" / "hotline-roster.csv"
NOON = datetime(2026, 10, 12, 4, tzinfo=UTC)
"""Monday 2026-10-12, 12:00 in Shanghai."""


@dataclass
class Clock:
    """A clock that tests set."""

    at: datetime = NOON
    is_demo = False

    def now(self) -> datetime:
        return self.at


@dataclass
class PageWorld:
    """A served centre. `published` and `draft` are its rosters; `people` the agent behind each account."""

    address: str
    parts: Any
    clock: Clock
    published: int
    draft: int
    people: dict[str, str] = field(default_factory=dict)
    stop: object = None


def _people(case):
    leaders = [agent for agent in case.agents if agent.role is Post.LEADER]
    first, second = leaders[0], next(agent for agent in leaders if agent.team != leaders[0].team)
    of = {
        team: [agent for agent in case.agents if agent.team == team and agent.role is Post.AGENT]
        for team in (first.team, second.team)
    }
    return {
        "agent": (Role.AGENT, of[first.team][0].agent_id),
        "friend": (Role.AGENT, of[second.team][0].agent_id),
        "leader": (Role.LEADER, first.agent_id),
        "leader2": (Role.LEADER, second.agent_id),
        "director": (Role.DIRECTOR, None),
        "top": (Role.CENTRE_DIRECTOR, None),
        "planner": (Role.PLANNER, None),
        "admin": (Role.ADMIN, None),
    }


@lru_cache(maxsize=1)
def _prepared() -> tuple[Path, int, int, dict[str, str]]:
    folder = Path(tempfile.mkdtemp(prefix="roster-pages-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    case, _ = read_case(bundled_folder("hotline"))
    roster = Roster.of(read_roster(ROSTER, case).duties)
    parts = open_services(Settings(data=str(folder), database_url=f"sqlite:///{folder / 'r.sqlite'}"), Clock())
    desk = parts.office.new_desk("hotline")
    import_case(desk, "test", case)
    people = _people(case)
    with parts.store.writing() as connection:
        for name, (role, agent_id) in people.items():
            create_account(
                connection,
                name,
                role,
                name=case.agent_by_id[agent_id].name if agent_id else name,
                password=PASSWORD,
                centre_id=None if role is Role.ADMIN else "hotline",
                agent_id=agent_id,
            )
    appoint(desk, "test", "@director", Rung.DIRECTOR)
    appoint(desk, "test", "@top", Rung.CENTRE_DIRECTOR)
    made = save_draft(desk, "@planner", case.month, roster, note="solved")
    published = publish(desk, "@director", made.roster_id, accept_breaches=True, reason="as drawn").roster_id
    draft = draft_from(desk, "@planner", published).roster_id
    parts.store.close()
    return folder / "r.sqlite", published, draft, {name: who or "" for name, (_, who) in people.items()}


class Hand:
    """Does the jobs, one after the other, without a queue; what runs at the end is stopped."""

    def __init__(self, parts) -> None:
        self.parts, self.ending = parts, threading.Event()
        self.bench = Bench(parts.settings, parts.store, parts.office, "hand")
        self.thread = threading.Thread(target=self._work, daemon=True)
        self.thread.start()

    def _work(self) -> None:
        while not self.ending.wait(0.05):
            with self.parts.store.reading() as connection:
                waiting = connection.execute(select(JOBS.c.id).where(JOBS.c.status == "queued")).scalars().first()
            if waiting is not None:
                attempt(self.bench, waiting)

    def leave(self) -> None:
        self.ending.set()
        with self.parts.store.writing() as connection:
            connection.execute(update(JOBS).values(cancel=True))
        self.thread.join(30)


def page_world(folder: Path, *, work: bool = False, **settings) -> PageWorld:
    """A world of its own, served until `stop` is called; `work` does the jobs too."""
    source, published, draft, people = _prepared()
    return served_from(source, folder, published, draft, people, work=work, **settings)


def served_from(
    source: Path, folder: Path, published: int, draft: int, people: dict[str, str], *, work: bool = False, **settings
) -> PageWorld:
    """A copy of a prepared store, served."""
    one, two = sqlite3.connect(source), sqlite3.connect(folder / "r.sqlite")
    one.backup(two)
    one.close(), two.close()
    return _served(folder, published, draft, people, work=work, **settings)


def empty_world(folder: Path, password: str, **settings) -> PageWorld:
    """A new store with nothing in it but an `admin` whose password works once; it does the jobs too."""
    made = _served(folder, 0, 0, {}, work=True, **settings)
    with made.parts.store.writing() as connection:
        create_account(connection, "admin", Role.ADMIN, password=password, one_time=True)
    return made


def small_world(folder: Path, people: int = 14, **settings) -> PageWorld:
    """A month of one team with a planner, its roster a draft; it does the jobs too."""
    made = _served(folder, 0, 0, {}, work=True, **settings)
    case, roster = big_case(people)
    case = replace(case, agents=tuple(replace(agent, team="T00") for agent in case.agents))
    desk = made.parts.office.new_desk("small")
    import_case(desk, "test", case)
    with made.parts.store.writing() as connection:
        create_account(connection, "planner", Role.PLANNER, password=PASSWORD, centre_id="small")
    made.draft = save_draft(desk, "@planner", case.month, roster).roster_id
    return made


def _served(folder: Path, published: int, draft: int, people: dict[str, str], *, work: bool, **settings) -> PageWorld:
    clock = Clock()
    given = {"requests_per_minute": 100_000, **settings}
    parts = open_services(Settings(data=str(folder), database_url=f"sqlite:///{folder / 'r.sqlite'}", **given), clock)
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(parts), log_config=None, access_log=False, timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)

    hand = Hand(parts) if work else None

    def stop() -> None:
        if hand is not None:
            hand.leave()
        server.should_exit = True
        thread.join(15)
        parts.store.close()

    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    return PageWorld(address, parts, clock, published, draft, people, stop)
