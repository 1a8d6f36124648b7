"""The service and its workers as processes of their own, which tests kill."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from roster.engine.process.usage import processes_of_session

ROOT = Path(__file__).parents[2]
AT = "2026-10-12T10:00:00+08:00"
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def environment(url: str, **settings) -> dict[str, str]:
    given = {"ROSTER_DATABASE_URL": url, **{f"ROSTER_{key.upper()}": str(value) for key, value in settings.items()}}
    return {**os.environ, "PYTHONPATH": str(ROOT), "NO_PROXY": "127.0.0.1", **given}


class WorkerProcess:
    """`roster worker` on a machine of its own: a data folder that nobody shares."""

    def __init__(self, data: Path, url: str, **settings) -> None:
        command = [sys.executable, "-m", "api.cli.main", "worker", "--data", str(data)]
        self.process = subprocess.Popen(command, env=environment(url, **settings), cwd=ROOT, **QUIET)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()


def solvers_of(process: int) -> list[int]:
    """The solver processes that a service or worker has started, each the head of a session."""
    pids = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, IndexError):
            if b"api.jobs.child" in (entry / "cmdline").read_bytes():
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                if parent == process:
                    pids.append(int(entry.name))
    return pids


def wait_until(what, seconds: float = 240.0, pause: float = 0.2):
    """What the call gives once it is neither None nor False; an error when that does not come about."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        value = what()
        if value:
            return value
        time.sleep(pause)
    raise AssertionError(f"not within {seconds} s: {what}")


def wait_for_no_process_of(sessions) -> None:
    """Whatever the solvers started ends with their worker."""
    wait_until(lambda: not [pid for session in sessions for pid in processes_of_session(session)], 30)
