"""Centres of pairs who may swap with each other, with an account for everybody; and services that are there at once.

Of each pair one works early and the other late on the same days, so that each swap of a day is by the book.
"""

import http.client
import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from desk_store import opened
from desk_world import DIRECTOR
from service import ROOT, free_port

from api.accounts.accounts import create_account
from api.accounts.caller import Role as AccountRole
from api.accounts.caller import Scope
from api.accounts.sessions import new_token
from roster.desk.desk import Desk
from roster.desk.swaps.swap_decision import accept_swap
from roster.desk.swaps.swap_filing import request_swap
from roster.model import Agent, Grade, Month, Role

MONTH = Month(2026, 10)
NOW = "2026-09-01T00:00:00+08:00"
DAYS = (8, 14, 20, 26)
IDLE_SECONDS = 2.0
"""Lines that lay still for longer are opened anew: the service may have closed them."""


@dataclass
class Centre:
    """A centre with its desk, and a token for each of its people."""

    name: str
    desk: Desk
    origin: object
    tokens: dict[str, str] = field(default_factory=dict)


def make_centre(store, name: str, pairs: int, *, days=DAYS, rules=None) -> Centre:
    """A centre of so many pairs with a published October; its leader is l1, its planner "planner"."""
    agents = (
        *(
            Agent(f"{side}{number}", "x", "T1", ("189",), grade=Grade.JUNIOR)
            for number in range(pairs)
            for side in "ab"
        ),
        Agent("l1", "Lu", "T1", ("189",), role=Role.LEADER, grade=Grade.SENIOR),
    )
    parts = [f"a{n}: " + " ".join(f"{day}E" for day in days) for n in range(pairs)]
    parts += [f"b{n}: " + " ".join(f"{day}L" for day in days) for n in range(pairs)]
    desk = opened(store, "; ".join(parts), centre=name, agents=agents, rules=rules)
    made = Centre(name, desk, desk.board(MONTH).roster)
    roles: dict[str, tuple[AccountRole, str | None]] = {
        agent.agent_id: (AccountRole.AGENT, agent.agent_id) for agent in agents
    }
    roles |= {"l1": (AccountRole.LEADER, "l1"), "planner": (AccountRole.PLANNER, None)}
    roles |= {"director": (AccountRole.DIRECTOR, DIRECTOR)}
    with store.writing() as connection:
        for person, (role, agent_id) in roles.items():
            account = create_account(connection, f"{name}-{person}", role, centre_id=name, agent_id=agent_id)
            made.tokens[person] = new_token(connection, account, "test", frozenset(Scope), None)[1]
    return made


def agreed_swaps(centre: Centre, wanted) -> list[str]:
    """The ids of swaps that wait for the leader: per giver, partner and day of October, each for the other's duty."""
    desk, swap_ids = centre.desk, []
    with desk.store.writing():
        for giver, partner, day in wanted:
            on = MONTH.first.replace(day=day)
            swap = request_swap(desk, giver, on, partner, on, reason="r")
            accept_swap(desk, partner, swap.swap_id)
            swap_ids.append(swap.swap_id)
    return swap_ids


@dataclass
class Answer:
    """What came back."""

    status: int
    body: bytes
    headers: dict[str, str]

    @property
    def json(self):
        return json.loads(self.body) if self.body else None


class Line:
    """One client's connection, opened again where it breaks. OSError or HTTPException where nothing is answered."""

    def __init__(self, port: int, seconds: float = 600) -> None:
        self.port, self.seconds = port, seconds
        self.connection: http.client.HTTPConnection | None = None
        self.used = 0.0

    def ask(self, token: str | None, method: str, path: str, body=None, headers=None) -> Answer:
        given = {"Content-Type": "application/json", **(headers or {})}
        if token:
            given["Authorization"] = f"Bearer {token}"
        if time.monotonic() - self.used > IDLE_SECONDS:
            self.close()
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.seconds)
        try:
            sent = None if body is None else json.dumps(body)
            self.connection.request(method, f"/api/v1{path}" if path[:2] != "//" else path[1:], sent, given)
            answer = self.connection.getresponse()
            self.used = time.monotonic()
            return Answer(answer.status, answer.read(), {k.lower(): v for k, v in answer.getheaders()})
        except (OSError, http.client.HTTPException):
            self.close()
            raise

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None


class Zygote:
    """Services and workers that begin within a moment and may be killed at any."""

    def __init__(self) -> None:
        command = [sys.executable, str(ROOT / "tests/worlds/zygote.py")]
        given = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (ROOT, ROOT / "tests/worlds")))}
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=given, cwd=ROOT
        )
        self.lock = threading.Lock()
        assert self.process.stdout.readline() == "ready\n"

    def begin(
        self, kind: str, data: Path, port: int = 0, *, slip: str = "", at: str = NOW, namespace: str = "", **settings
    ) -> "Running":
        port = port or free_port()
        settings_sent = {"kind": kind, "data": str(data), "port": port, "at": at, "settings": settings}
        with self.lock:
            self.process.stdin.write(json.dumps({**settings_sent, "slip": slip, "namespace": namespace}) + "\n")
            self.process.stdin.flush()
            return Running(int(self.process.stdout.readline()), port, data / f"{kind}.log")

    def end(self) -> None:
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.kill()
        self.process.wait()


@dataclass
class Running:
    """One of them."""

    pid: int
    port: int
    log: Path

    def alive(self) -> bool:
        return Path(f"/proc/{self.pid}").exists()

    def ready(self, seconds: float = 120) -> "Running":
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.alive():
            try:
                if Line(self.port).ask(None, "GET", "//readyz").status == 200:
                    return self
            except (OSError, http.client.HTTPException):
                time.sleep(0.02)
        raise AssertionError(f"does not come up: {self.log.read_text(errors='replace')[-3000:]}")

    def kill(self) -> None:
        import signal

        try:
            os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        while self.alive():
            time.sleep(0.005)
