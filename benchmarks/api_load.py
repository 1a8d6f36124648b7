"""Requests a second that the service answers to 1, 8 and 64 clients, asked by a process of its own over loopback.

    PYTHONPATH=. python -m benchmarks.api_load [--agents 300] [--seconds 5]

The service runs as `roster serve` does, on SQLite in a temporary folder, with a month of `--agents` agents. Each client
is one connection that asks again as soon as it is answered. Beside each rate stand the 99th percentile and the CPU
time that the service spends on a request: that one does not depend on what else the machine does. Last comes the
longest step of the service's event loop, in CPU time of its thread: for so long nobody else was served, whatever other
work the machine had meanwhile.
"""

import argparse
import asyncio
import http.client
import json
import multiprocessing
import socket
import statistics
import tempfile
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
import uvicorn

from api.accounts.accounts import create_account
from api.accounts.caller import Role, Scope
from api.accounts.sessions import new_token
from api.app import create_app, keep_what_there_is, open_services
from api.operation.timely import TimelyHeaders
from api.settings import Settings
from benchmarks.api import MONTH, NOW, month
from roster.desk.clock import FixedClock
from roster.desk.rosters.roster_desk import import_case, publish, save_draft

CLIENTS = (1, 8, 64)


def serve(folder: str, agents: int, port: int, ready: object, longest: Any) -> None:
    """The service, which first tells its tokens."""
    case, roster = month(agents)
    rate = 10**9
    settings = Settings(
        data=folder, port=port, requests_per_minute=rate, feed_requests_per_minute=rate, log_level="error"
    )
    parts = open_services(settings, FixedClock(NOW))
    desk = parts.office.new_desk("bench")
    import_case(desk, "bench", case)
    draft = save_draft(desk, "bench", MONTH, roster)
    publish(desk, "system", draft.roster_id, accept_breaches=True, reason="as drawn")
    with parts.store.writing() as connection:
        account = create_account(connection, "agent", Role.AGENT, centre_id="bench", agent_id="A0001")
        token = new_token(connection, account, "", frozenset(Scope), None)[1]
    mine = [str(duty.day) for duty in roster.duties if duty.agent_id == "A0001" and duty.day.day > 12]
    ready.put((token, draft.roster_id, mine[2]))  # type: ignore[attr-defined]
    served = uvicorn.Config(create_app(parts), port=port, http=TimelyHeaders, log_config=None)
    keep_what_there_is()
    asyncio.run(_watched(uvicorn.Server(served), longest))


async def _watched(server: uvicorn.Server, longest: Any) -> None:
    """Serve, and write down the loop's longest step in CPU milliseconds; whoever reads it sets it to 0 again."""
    plain = asyncio.Handle._run  # noqa: SLF001 - where the loop runs each of its steps

    def run(handle: asyncio.Handle) -> None:
        began = time.thread_time()
        plain(handle)
        took = (time.thread_time() - began) * 1000
        # Written only where it is longer: else an old value could come back after whoever reads it set it to 0.
        if took > longest.value:  # noqa: PLR1730
            longest.value = took

    asyncio.Handle._run = run  # type: ignore[method-assign]  # noqa: SLF001
    try:
        await server.serve()
    finally:
        asyncio.Handle._run = plain  # type: ignore[method-assign]  # noqa: SLF001


def ask(port: int, method: str, path: str, headers: dict[str, str], body: str | None, until: float) -> list[float]:
    """One client: the seconds of each answer until the time is over."""
    line, took = http.client.HTTPConnection("127.0.0.1", port, timeout=60), []
    while time.perf_counter() < until:
        began = time.perf_counter()
        line.request(method, path, body, headers)
        answer = line.getresponse()
        answer.read()
        assert answer.status in {200, 304}, (path, answer.status)
        took.append(time.perf_counter() - began)
    line.close()
    return took


def cpu_seconds(process: psutil.Process) -> float:
    """CPU time spent by a process so far, in user and system mode."""
    spent = process.cpu_times()
    return float(spent.user + spent.system)


def measured(
    service: psutil.Process, port: int, clients: int, seconds: float, *asked: Any
) -> tuple[float, float, float]:
    """Answers a second, the 99th percentile in milliseconds, CPU milliseconds of the service for an answer."""
    before = cpu_seconds(service)
    until, times, lock = time.perf_counter() + seconds, [], threading.Lock()

    def run() -> None:
        took = ask(port, *asked, until=until)
        with lock:
            times.extend(took)

    threads = [threading.Thread(target=run) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    late = statistics.quantiles(times, n=100)[98] if len(times) > 1 else times[0]
    return len(times) / seconds, late * 1000, (cpu_seconds(service) - before) / len(times) * 1000


def main() -> None:
    """The program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--agents", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=5.0)
    given = parser.parse_args()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        ready, longest = context.Queue(), context.Value("d", 0.0)
        service = context.Process(
            target=serve, args=(str(Path(folder)), given.agents, port, ready, longest), daemon=True
        )
        service.start()
        token, roster_id, day = ready.get(timeout=300)
        mine = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        for _ in range(200):
            try:
                ask(port, "GET", "/healthz", {}, None, time.perf_counter() + 0.01)
                break
            except OSError:
                time.sleep(0.1)
        line = http.client.HTTPConnection("127.0.0.1", port)
        line.request("POST", "/api/v1/calendars", json.dumps({"kind": "agent"}), mine)
        feed = urlsplit(json.loads(line.getresponse().read())["url"]).path
        line.request("GET", feed)
        answer = line.getresponse()
        answer.read()
        tag = answer.headers["etag"]
        asked = (
            ("GET /me", "GET", "/api/v1/me", mine, None),
            ("a feed, 304", "GET", feed, {"If-None-Match": tag}, None),
            ("a month's duties", "GET", f"/api/v1/rosters/{roster_id}/duties", mine, None),
            ("swap suggest", "POST", "/api/v1/swaps/suggest", mine, json.dumps({"date": day})),
        )
        print(f"{given.agents} agents, {given.seconds:g} s each; answers a second (99th percentile, ms; CPU, ms)")
        print(f"{'':<20}" + "".join(f"{clients:>22} clients" for clients in CLIENTS) + "   longest step, ms")
        own = psutil.Process(service.pid)
        for name, *what in asked:
            longest.value = 0.0
            cells = [measured(own, port, clients, given.seconds, *what) for clients in CLIENTS]
            print(
                f"{name:<20}"
                + "".join(f"{r:>12.0f} ({late:>7.1f};{cpu:>6.2f})" for r, late, cpu in cells)
                + f"{longest.value:>17.1f}",
                flush=True,
            )
        service.terminate()
        service.join(20)


if __name__ == "__main__":
    main()
