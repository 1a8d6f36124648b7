"""The service killed again and again during writes and solves: nothing lost, nothing doubled, no solver left behind."""

import collections
import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
from api_world import make_world

ROOT = Path(__file__).parents[2]
KILLS = 50 if os.environ.get("ROSTER_PROOF") == "1" else 2
AT = "2026-10-12T10:00:00+08:00"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Service:
    """`roster serve` as a process that can be killed."""

    def __init__(self, data: Path, url: str) -> None:
        self.data, self.url, self.port = data, url, free_port()
        self.base = f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [sys.executable, str(ROOT / "tests/cases/serve_at.py"), str(self.port), str(self.data), AT]
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "ROSTER_DATABASE_URL": self.url,
            "ROSTER_JOB_ATTEMPTS": "1000",
            "ROSTER_HEARTBEAT_SECONDS": "1",
        }
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(f"{self.base}/readyz", trust_env=False).status_code == 200:
                    return
            time.sleep(0.1)
        raise AssertionError("the service does not come up")

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def solvers() -> list[int]:
    """Solver processes whose parent is gone."""
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError, IndexError):
            if b"api.jobs.child" in (entry / "cmdline").read_bytes():
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                if parent == 1:
                    found.append(int(entry.name))
    return found


def test_kills_lose_and_double_nothing(tmp_path):
    chance = random.Random(5)
    world = make_world(tmp_path)
    url = world.parts.settings.database_url
    draft = world.post("planner", "/rosters", {"centre_id": "hotline", "month": "2026-10", "label": "solved"}).json()
    job = world.post("planner", f"/rosters/{draft['id']}/solve", {"seconds": 90, "workers": 2, "gap": 1.0}).json()["id"]
    service = Service(tmp_path, url)
    headers = {"Authorization": f"Bearer {world.tokens['planner']}"}
    asked: list[str] = []
    answered: dict[str, str] = {}

    def write(key: str) -> None:
        body = {"centre_id": "hotline", "month": "2026-10", "label": key}
        answer = httpx.post(
            f"{service.base}/api/v1/rosters",
            json=body,
            headers={**headers, "Idempotency-Key": key},
            trust_env=False,
            timeout=30,
        )
        if answer.status_code == 201:
            assert answered.setdefault(key, answer.json()["id"]) == answer.json()["id"]

    def busy(over: threading.Event, number: int) -> None:
        while not over.is_set():
            key = f"{number}-{len(asked)}-{time.monotonic_ns()}"
            asked.append(key)
            with contextlib.suppress(httpx.HTTPError):
                write(key)

    for _ in range(KILLS):
        service.start()
        over = threading.Event()
        threads = [threading.Thread(target=busy, args=(over, number)) for number in range(2)]
        for thread in threads:
            thread.start()
        time.sleep(chance.uniform(0.2, 2.5))
        service.kill()
        over.set()
        for thread in threads:
            thread.join()
    service.start()
    for key in asked:
        write(key)
    deadline = time.monotonic() + 120
    while world.get("planner", f"/jobs/{job}").json()["status"] in {"queued", "running"}:
        assert time.monotonic() < deadline, world.get("planner", f"/jobs/{job}").json()
        time.sleep(0.5)
    service.process.terminate()
    service.process.wait(20)
    labels, offset = collections.Counter(), 0
    while offset is not None:
        page = world.get("planner", "/rosters", params={"limit": 1000, "offset": offset}).json()
        labels.update(item["label"] for item in page["items"])
        offset = page["next"]
    assert labels == {**dict.fromkeys(asked, 1), "solved": 1}
    assert set(answered) == set(asked)
    assert world.get("admin", "/audit/chain").json()["intact"]
    told = world.get("planner", f"/jobs/{job}").json()
    assert (told["status"], told["result"]["roster_id"]) == ("done", draft["id"]), told
    rows = world.get("admin", "/audit", params={"limit": 1000, "centre_id": "hotline"}).json()["items"]
    assert sum(row["action"] == "roster.solve" for row in rows) <= 1
    time.sleep(1.0)
    assert solvers() == []
    print(f"{KILLS} kills, {len(asked)} writes, {told['attempts']} attempts at the solve")
    world.parts.store.close()
