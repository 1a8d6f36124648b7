"""A small centre behind the API, with an account for every role, on a clock that tests set.

October 2026 in Shanghai, two teams of three and a spare; E 08:00–16:00, L 16:00–24:00, N 22:00–06:00 (night). Every
weekday one of the teams works E: the first on even days, the second on odd ones. The roster is written, not solved.
"""

import atexit
import shutil
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import anyio
from anyio.from_thread import BlockingPortal
from fastapi import FastAPI
from fastapi.testclient import TestClient
from fresh_store import POSTGRES, drop_database, name_of, postgres_database

from api.accounts.accounts import create_account
from api.accounts.caller import Role, Scope
from api.accounts.sessions import new_token
from api.app import create_app, open_services
from api.http.dependencies import Services
from api.settings import Settings
from roster.desk.rosters.roster_desk import appoint, import_case, publish, save_draft
from roster.model import (
    Agent,
    Case,
    Centre,
    Duty,
    Grade,
    HolidayCalendar,
    Month,
    Protection,
    Roster,
    SeatRequirement,
    Shift,
)
from roster.model import Role as Post
from roster.model.approval import Office as Rung
from roster.text import Text

ZONE = ZoneInfo("Asia/Shanghai")
MONTH = Month(2026, 10)
SHIFTS = (Shift("E", 480, 960, "早"), Shift("L", 960, 1440, "晚"), Shift("N", 1320, 1800, "夜"))
CALENDAR = HolidayCalendar("CN", off={date(2026, 10, day): Text("国庆节", "National Day") for day in range(1, 8)})
J = Grade.JUNIOR
AGENTS = (
    Agent("a", "Anna", "T1", ("189",), grade=J),
    Agent("b", "Bao", "T1", ("189",), grade=J),
    Agent("l1", "Lu", "T1", ("189",), role=Post.LEADER, grade=Grade.SENIOR),
    Agent("c", "Chen", "T2", ("189",), grade=J),
    Agent("d", "Dai", "T2", ("189",), grade=J, protections=(Protection("nursing"),)),
    Agent("l2", "Li", "T2", ("189",), role=Post.LEADER, grade=Grade.SENIOR),
)
PARITY = {"a": 0, "b": 0, "l1": 0, "c": 1, "d": 1, "l2": 1}
WORKDAYS = tuple(day for day in MONTH if day.weekday() < 5 and day.day > 7)

PEOPLE = {
    "agent": (Role.AGENT, "hotline", "a"),
    "partner": (Role.AGENT, "hotline", "c"),
    "peer": (Role.AGENT, "hotline", "b"),
    "leader": (Role.LEADER, "hotline", "l1"),
    "leader2": (Role.LEADER, "hotline", "l2"),
    "director": (Role.DIRECTOR, "hotline", None),
    "top": (Role.CENTRE_DIRECTOR, "hotline", None),
    "planner": (Role.PLANNER, "hotline", None),
    "admin": (Role.ADMIN, None, None),
    "stranger": (Role.DIRECTOR, "other", None),
}


def case(name: str = "Hotline", zone: str = "Asia/Shanghai", month: Month = MONTH) -> Case:
    seats = tuple(SeatRequirement(day, minute, "189", 1) for day in month for minute in (480, 960))
    return Case(Centre(name, zone, month, country="CN"), CALENDAR, AGENTS, SHIFTS, seats)


def duties(days=WORKDAYS) -> tuple[Duty, ...]:
    return tuple(Duty(agent, day, "E", "189") for agent, odd in PARITY.items() for day in days if day.day % 2 == odd)


TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


def _like(schema: dict[str, Any], given: Any, schemas: dict[str, Any]) -> bool:
    if "$ref" in schema:
        return _like(schemas[schema["$ref"].rsplit("/", 1)[1]], given, schemas)
    if "anyOf" in schema:
        return any(_like(item, given, schemas) for item in schema["anyOf"])
    match schema.get("type"):
        case "object":
            shapes = schema.get("properties", {})
            return (
                isinstance(given, dict)
                and set(schema.get("required", ())) <= set(given)
                and all(_like(shapes.get(key, {}), value, schemas) for key, value in given.items())
            )
        case "array":
            return isinstance(given, list) and all(_like(schema.get("items", {}), item, schemas) for item in given)
        case kind:
            return kind is None or isinstance(given, TYPES[kind])


@dataclass
class Clock:
    """A clock that tests set."""

    at: datetime

    def now(self) -> datetime:
        return self.at

    def ahead(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass
class World:
    """The service with its people."""

    parts: Services
    app: FastAPI
    client: TestClient
    clock: Clock
    tokens: dict[str, str] = field(default_factory=dict)
    roster_id: int = 0
    names: dict[str, Any] = field(default_factory=dict)
    published: int = 0

    def call(self, who: str | None, method: str, path: str, **more):
        headers = {**({"Authorization": f"Bearer {self.tokens[who]}"} if who else {}), **more.pop("headers", {})}
        bare = path.endswith(".ics") or path in {"/healthz", "/readyz", "/metrics", "/openapi.json"}
        return self.client.request(method, path if bare else f"/api/v1{path}", headers=headers, **more)

    def fits(self, name: str, answer: Any) -> bool:
        """Whether what a route (`GET /me`) gave is what the document says: status, media type, types and keys."""
        method, template = name.split(" ", 1)
        paths = self.app.openapi()["paths"]
        operation = (paths.get(f"/api/v1{template}") or paths[template])[method.lower()]
        said = operation["responses"].get(str(answer.status_code))
        if said is None:
            return False
        content, kind = said.get("content", {}), answer.headers.get("content-type", "").split(";")[0]
        if not content or "application/json" not in content:
            return kind in content if content else not answer.content
        return _like(content["application/json"]["schema"], answer.json(), self.app.openapi()["components"]["schemas"])

    def get(self, who, path, **more):
        return self.call(who, "GET", path, **more)

    def post(self, who, path, body=None, **more):
        return self.call(who, "POST", path, json=body, **more)

    @property
    def desk(self):
        return self.parts.office.desk("hotline")

    def publish(self, roster: Roster | None = None) -> int:
        """A published roster of the month, put there by the desk itself."""
        draft = save_draft(self.desk, "planner", MONTH, roster or Roster.of(duties()))
        return publish(self.desk, "@director", draft.roster_id, accept_breaches=True, reason="as drawn").roster_id


def local(day: int, hour: int = 9, month: int = 10) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=ZONE).astimezone(UTC)


DATABASES = ["sqlite", "postgres"] if POSTGRES else ["sqlite"]
chosen = {"database": "sqlite"}
"""Which of them worlds are made on; the fixture `database` sets it."""


@lru_cache(maxsize=2)
def _prepared(database: str) -> tuple[str, dict[str, str]]:
    """A store with the centres and people of every world, made once per process and copied; and their tokens."""
    folder = Path(tempfile.mkdtemp(prefix="roster-world-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    url = f"sqlite:///{folder / 'prepared.sqlite'}" if database == "sqlite" else postgres_database()
    if database != "sqlite":
        atexit.register(drop_database, url)
    parts = open_services(Settings(data=str(folder), database_url=url), Clock(local(1, month=9)))
    import_case(parts.office.new_desk("hotline"), "test", case())
    import_case(parts.office.new_desk("other"), "test", case("Other"))
    tokens = {}
    with parts.store.writing() as connection:
        for name, (role, centre, agent) in PEOPLE.items():
            account = create_account(connection, name, role, centre_id=centre, agent_id=agent)
            tokens[name] = new_token(connection, account, "test", frozenset(Scope), None)[1]
    appoint(parts.office.desk("hotline"), "test", "@director", Rung.DIRECTOR)
    appoint(parts.office.desk("hotline"), "test", "@top", Rung.CENTRE_DIRECTOR)
    parts.store.close()
    return url, tokens


def _copy(url: str, folder: Path) -> str:
    """The address of a copy of its own."""
    if not url.startswith("sqlite"):
        _copies.append(postgres_database(name_of(url)))
        return _copies[-1]
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "roster.sqlite"
    # Whoever made it has closed it, so there is nothing beside the file.
    shutil.copyfile(url.removeprefix("sqlite:///"), target)
    return f"sqlite:///{target}"


_copies: list[str] = []
"""Databases of worlds that may still be in use."""


@atexit.register
def drop_copies() -> None:
    """The worlds made so far are done with: a run makes hundreds, and each has ten megabytes on the server."""
    while _copies:
        drop_database(_copies.pop())


def _documented(build: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The OpenAPI document, which is the same of every world: written once, and nobody's to change."""
    if not _document:
        _document.append(build())
    return _document[0]


_document: list[dict[str, Any]] = []


@cache
def _loop() -> BlockingPortal:
    """An event loop for all clients of the process; else each request begins a thread and a loop of its own."""
    portals: list[BlockingPortal] = []
    ready = threading.Event()

    async def run() -> None:
        async with BlockingPortal() as portal:
            portals.append(portal)
            ready.set()
            await portal.sleep_until_stopped()

    threading.Thread(target=anyio.run, args=(run,), daemon=True, name="clients").start()
    ready.wait()
    return portals[0]


def client_of(app: FastAPI, **given: Any) -> TestClient:
    """A client of a service in this process, which shows what the service answers to an error of its own."""
    client = TestClient(app, base_url="http://roster.test", raise_server_exceptions=False, **given)
    client.portal = _loop()
    return client


def make_world(folder, *, database: str | None = None, **settings) -> World:
    clock = Clock(local(1, month=9))
    prepared, tokens = _prepared(database or chosen["database"])
    url = _copy(prepared, Path(folder))
    parts = open_services(Settings(data=str(folder), database_url=url, **settings), clock)
    app = create_app(parts)
    build = app.openapi
    app.openapi = lambda: _documented(build)  # type: ignore[method-assign]
    return World(parts, app, client_of(app), clock, dict(tokens))
