"""The service killed again and again during writes and solves: nothing lost, nothing doubled, no solver left behind."""

import collections
import contextlib
import json
import random
import threading
import time
from pathlib import Path

import httpx
import pytest
from api_world import make_world
from campaign import SEEDED, WHOLE, rounds, tell
from pair_centre import Running, Zygote
from service import AT, solvers_of, wait_for_no_process_of, wait_until
from sqlalchemy import select

from api.store.tables import JOBS
from roster.rule import TICKS

KILLS, SECONDS = rounds("KILLS_SOLVE"), 120 if WHOLE else 600
END = "done" if WHOLE else "cancelled"
"""The whole campaign's solve ends by its clock, the sample's once it was killed: a crowded machine gets no roster in
a few seconds."""


def begin(zygote: Zygote, folder: Path, url: str, slip: str) -> Running:
    """The service, ready."""
    service = zygote.begin(
        "service",
        folder,
        at=AT,
        slip=slip,
        database_url=url,
        job_attempts=1000,
        heartbeat_seconds=1,
        requests_per_minute=10**7,
    )
    return service.ready()


def test_kills_lose_and_double_nothing(tmp_path, database, zygote):
    began, seeded = time.monotonic(), None
    summary = kill_in_solves(tmp_path, zygote, KILLS)
    if SEEDED:
        with pytest.raises(AssertionError):
            kill_in_solves(tmp_path / "seeded", zygote, 2, slip="answers are not kept")
        seeded = True
    tell("KILLS_SOLVE", KILLS, summary, time.monotonic() - began, seeded=seeded)


def kill_in_solves(folder: Path, zygote: Zygote, kills: int, slip: str = "") -> str:
    """Kills a service so often while it solves and is written to; what came of it."""
    chance = random.Random(5)
    world = make_world(folder)
    url = world.parts.settings.database_url
    draft = world.post("planner", "/rosters", {"centre_id": "hotline", "month": "2026-10", "label": "solved"}).json()
    job = world.post("planner", f"/rosters/{draft['id']}/solve", {"seconds": SECONDS, "workers": 2}).json()["id"]
    service = begin(zygote, folder, url, slip)
    headers = {"Authorization": f"Bearer {world.tokens['planner']}"}
    asked: list[str] = []
    answered: dict[str, str] = {}

    def write(key: str) -> bool:
        body = {"centre_id": "hotline", "month": "2026-10", "label": key}
        answer = httpx.post(
            f"http://127.0.0.1:{service.port}/api/v1/rosters",
            json=body,
            headers={**headers, "Idempotency-Key": key},
            trust_env=False,
            timeout=30,
        )
        if answer.status_code == 201:
            assert answered.setdefault(key, answer.json()["id"]) == answer.json()["id"]
        return answer.status_code == 201

    def busy(over: threading.Event, number: int) -> None:
        while not over.is_set():
            key = f"{number}-{len(asked)}-{time.monotonic_ns()}"
            asked.append(key)
            with contextlib.suppress(httpx.HTTPError):
                write(key)

    mine = JOBS.c.id == job

    def best_now() -> float:
        """Ticks of the solve's best roster in the store; a solve that is over has put it into its draft."""
        with world.parts.store.reading() as connection:
            row = connection.execute(select(JOBS.c.best, JOBS.c.status, JOBS.c.objective_ticks).where(mine)).one()
        if row.best:
            return json.loads(row.best)["ticks"]
        return row.objective_ticks if row.status in {END, "done"} else float("inf")

    def has_duties() -> bool:
        with world.parts.store.reading() as connection:
            kept = connection.execute(select(JOBS.c.best).where(mine)).scalar_one()
        return bool(kept and json.loads(kept)["duties"])

    def is_over() -> bool:
        with world.parts.store.reading() as connection:
            return connection.execute(select(JOBS.c.status).where(mine)).scalar_one() not in {"queued", "running"}

    def attempts() -> int:
        with world.parts.store.reading() as connection:
            return connection.execute(select(JOBS.c.attempts).where(mine)).scalar_one()

    best, improved, sessions, tries = best_now(), 0, [], 0
    for number in range(kills):
        over = threading.Event()
        threads = [threading.Thread(target=busy, args=(over, number)) for number in range(2)]
        for thread in threads:
            thread.start()
        if number % 5 == 1:
            # Until there is a roster, or a better one than before the last kills, however slow the machine is; the very
            # first may be one without duties.
            wait_until(lambda before=best: (best_now() < before and has_duties()) or is_over())
        time.sleep(chance.uniform(0.2, 2.5))
        sessions += solvers_of(service.pid)
        service.kill()
        now, tries = best_now(), attempts()
        assert now <= best
        improved, best = improved + (now < best), now
        over.set()
        for thread in threads:
            thread.join()
        service = begin(zygote, folder, url, slip)
    for key in asked:
        assert write(key)
    if not WHOLE:
        # The least roster may be proven between two kills: then nothing is left to take up, or to cancel.
        wait_until(lambda: attempts() > tries or is_over())
        assert world.post("planner", f"/jobs/{job}/cancel").status_code == 202
    wait_until(is_over)
    service.kill()
    labels, offset = collections.Counter(), 0
    while offset is not None:
        page = world.get("planner", "/rosters", params={"limit": 1000, "offset": offset}).json()
        labels.update(item["label"] for item in page["items"])
        offset = page["next"]
    assert labels == {**dict.fromkeys(asked, 1), "solved": 1}
    assert set(answered) == set(asked)
    assert world.get("admin", "/audit/chain").json()["intact"]
    job_now = world.get("planner", f"/jobs/{job}").json()
    end = "done" if job_now["result"].get("stopped_by") == "proof" else END
    assert (job_now["status"], job_now["result"]["roster_id"]) == (end, draft["id"]), job_now
    rows = world.get("admin", "/audit", params={"limit": 1000, "centre_id": "hotline"}).json()["items"]
    assert sum(row["action"] == "roster.solve" for row in rows) <= 1
    assert improved >= 1
    assert world.get("planner", f"/rosters/{draft['id']}").json()["duties"] > 0
    assert job_now["objective"] * TICKS <= best
    wait_for_no_process_of(sessions)
    summary = f"nothing lost; {len(asked)} writes, {attempts()} attempts, {improved} kills with a better roster"
    world.parts.store.close()
    return summary
