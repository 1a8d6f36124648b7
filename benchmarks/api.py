"""Server time of the API, beside an empty FastAPI route measured in the same run.

    PYTHONPATH=. python -m benchmarks.api [--agents 300] [--rounds 200]

A month of `--agents` agents on SQLite in a temporary folder. Times are medians in milliseconds of whole requests
through the application (routing, rights, store, encoding), called in-process without a network; `ratio` is to the
empty route.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from fastapi import FastAPI

from api.accounts.accounts import create_account
from api.accounts.caller import Role, Scope
from api.accounts.sessions import new_token
from api.app import create_app, open_services
from api.settings import Settings
from roster.desk.clock import FixedClock
from roster.desk.rosters.roster_desk import import_case, publish, save_draft
from roster.model import Agent, Case, Centre, Duty, Grade, HolidayCalendar, Month, Roster, SeatRequirement, Shift
from roster.model import Role as Post

MONTH = Month(2026, 10)
NOW = datetime(2026, 10, 9, 2, tzinfo=UTC)


def month(agents: int) -> tuple[Case, Roster]:
    """A centre of teams of ten: five days of work, two of rest, in seven groups that begin a day apart."""
    people = tuple(
        Agent(
            f"A{number:04d}",
            f"Agent {number}",
            f"T{number // 10}",
            ("189",),
            role=Post.LEADER if number % 10 == 0 else Post.AGENT,
            grade=Grade.JUNIOR,
        )
        for number in range(agents)
    )
    shifts = (Shift("E", 480, 960), Shift("L", 960, 1440))
    seats = tuple(SeatRequirement(day, minute, "189", agents // 4) for day in MONTH for minute in range(480, 1440, 30))
    duties = [
        Duty(agent.agent_id, day, "E", "189")
        for number, agent in enumerate(people)
        for day in MONTH
        if (day.day + number // 2) % 7 > 1
    ]
    return Case(Centre("Bench", "Asia/Shanghai", MONTH), HolidayCalendar(), people, shifts, seats), Roster.of(duties)


async def median_ms(client: httpx.AsyncClient, rounds: int, method: str, url: str, **more: object) -> tuple[float, int]:
    """Median of the requests' times, and the last status."""
    times, status = [], 0
    for _ in range(rounds):
        began = time.perf_counter()
        status = (await client.request(method, url, **more)).status_code  # type: ignore[arg-type]
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times), status


async def run(folder: Path, agents: int, rounds: int) -> None:
    """Fill a store, ask it, print a table."""
    case, roster = month(agents)
    clock = FixedClock(NOW)
    rate = 10**9
    parts = open_services(Settings(data=str(folder), requests_per_minute=rate, feed_requests_per_minute=rate), clock)
    desk = parts.office.new_desk("bench")
    import_case(desk, "bench", case)
    draft = save_draft(desk, "bench", MONTH, roster)
    publish(desk, "system", draft.roster_id, accept_breaches=True, reason="as drawn")
    with parts.store.writing() as connection:
        tokens = {}
        for name, role, agent in (("director", Role.DIRECTOR, None), ("agent", Role.AGENT, "A0001")):
            account = create_account(connection, name, role, centre_id="bench", agent_id=agent)
            tokens[name] = new_token(connection, account, "", frozenset(Scope), None)[1]
    app = create_app(parts)
    empty = FastAPI()

    @empty.get("/")
    def nothing() -> dict[str, str]:
        return {}

    def as_(name: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {tokens[name]}"}

    transport, plain = httpx.ASGITransport(app), httpx.ASGITransport(empty)
    base = "http://bench.test"
    async with (
        httpx.AsyncClient(transport=transport, base_url=base) as client,
        httpx.AsyncClient(transport=plain, base_url=base) as bare,
    ):
        made = await client.post("/api/v1/calendars", json={"kind": "agent"}, headers=as_("agent"))
        feed = urlsplit(made.json()["url"]).path
        team = await client.post("/api/v1/calendars", json={"kind": "team", "subject": "T1"}, headers=as_("director"))
        team_feed = urlsplit(team.json()["url"]).path
        tag = (await client.get(feed)).headers["etag"]
        mine = [duty.day for duty in roster.duties if duty.agent_id == "A0001" and duty.day.day > 12]
        ways = await client.post("/api/v1/swaps/suggest", json={"date": str(mine[2])}, headers=as_("agent"))
        way = ways.json()["items"][0]
        swap = {"partner": way["partner"], "payback_date": way["payback"]["date"], "date": str(mine[2]), "reason": "r"}
        duties = f"/api/v1/rosters/{draft.roster_id}/duties"

        async def read_cold() -> tuple[float, int]:
            times = []
            for _ in range(10):
                parts.office.keep_up(len(times))
                times.append(await median_ms(client, 1, "GET", duties, headers=as_("director")))
            return statistics.median(time for time, _ in times), times[-1][1]

        rows = [
            ("an empty FastAPI route", await median_ms(bare, rounds, "GET", "/")),
            ("GET /me", await median_ms(client, rounds, "GET", "/api/v1/me", headers=as_("agent"))),
            ("a month's duties, from the store", await read_cold()),
            ("a month's duties, again", await median_ms(client, rounds, "GET", duties, headers=as_("director"))),
            ("an agent's feed", await median_ms(client, rounds, "GET", feed)),
            ("a team's feed", await median_ms(client, rounds, "GET", team_feed)),
            ("an agent's feed, 304", await median_ms(client, rounds, "GET", feed, headers={"If-None-Match": tag})),
            (
                "swap check",
                await median_ms(client, rounds, "POST", "/api/v1/swaps/check", json=swap, headers=as_("agent")),
            ),
            (
                "swap suggest",
                await median_ms(
                    client,
                    max(5, rounds // 10),
                    "POST",
                    "/api/v1/swaps/suggest",
                    json={"date": str(mine[2])},
                    headers=as_("agent"),
                ),
            ),
        ]
    floor = rows[0][1][0]
    print(f"{agents} agents, {len(roster.duties)} duties, {rounds} rounds; Python {sys.version.split()[0]}")
    for name, (took, status) in rows:
        print(f"{name:<36}{status:>5}{took:>10.2f} ms{took / floor:>8.1f}×")


def main() -> None:
    """The program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--agents", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=200)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(Path(folder), given.agents, given.rounds))


if __name__ == "__main__":
    main()
