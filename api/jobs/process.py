"""The parent's side of a solver process: started, heard, asked to stop, killed with all that it started."""

import contextlib
import json
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
from typing import Any

from api.jobs.child import Task


class Solver:
    """One solve in a process group of its own."""

    def __init__(self, task: Task) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "api.jobs.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._lines: queue.Queue[dict[str, Any] | None] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        data = pickle.dumps(task)
        self._send(len(data).to_bytes(8, "big") + data)

    @property
    def pid(self) -> int:
        """The process and its group."""
        return self._process.pid

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with contextlib.suppress(ValueError):
                self._lines.put(json.loads(line))
        self._lines.put(None)

    def next(self, seconds: float) -> dict[str, Any] | None:
        """The next message within so many seconds; an empty one when there is none, None at the end."""
        try:
            return self._lines.get(timeout=seconds)
        except queue.Empty:
            return {}

    def stop(self) -> None:
        """Ask it to stop and keep its best."""
        self._send(b"stop\n")

    def _send(self, data: bytes) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(OSError, ValueError):
            self._process.stdin.write(data)
            self._process.stdin.flush()

    def kill(self) -> None:
        """End it and everything that it started, now."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
