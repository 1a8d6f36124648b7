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
from collections.abc import Mapping
from typing import Any

from api.jobs.child import SolveTask
from roster.engine.process.usage import processes_of_session, shared_megabytes

_LAST_LINES_SECONDS = 5.0
"""What a killed solver had written is read within so long, unless somebody outside its group holds the pipe open."""


class Solver:
    """One solve in a process group of its own."""

    def __init__(self, task: SolveTask) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "api.jobs.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._lines: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self._sending = threading.Lock()
        data = pickle.dumps(task)
        self._send(len(data).to_bytes(8, "big") + data)

    @property
    def pid(self) -> int:
        """The process and its group."""
        return self._process.pid

    @property
    def ended(self) -> bool:
        """Whether it is no more."""
        return self._process.poll() is not None

    def _listen(self) -> None:
        assert self._process.stdout is not None
        # The one that reads closes: a stream that another thread closes during a read has no buffer to read into.
        with self._process.stdout as lines:
            for line in lines:
                with contextlib.suppress(ValueError):
                    self._lines.put(json.loads(line))
        self._lines.put(None)

    def next(self, seconds: float) -> dict[str, Any] | None:
        """The next message within so many seconds; an empty one when there is none, None at the end."""
        try:
            return self._lines.get(timeout=seconds)
        except queue.Empty:
            return {}

    def megabytes(self) -> float:
        """Memory of the process and all that it started, shared pages in shares; 0 where the system does not tell."""
        return sum(map(shared_megabytes, self.processes()))

    def processes(self) -> list[int]:
        """The living processes of its session."""
        return processes_of_session(self.pid)

    def stop(self) -> None:
        """Ask it to stop and keep its best."""
        self._send(b"stop\n")

    def tell(self, message: Mapping[str, Any]) -> None:
        """A line of JSON for it."""
        self._send(json.dumps(message).encode() + b"\n")

    def _send(self, data: bytes) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(OSError, ValueError), self._sending:
            self._process.stdin.write(data)
            self._process.stdin.flush()

    def kill(self) -> None:
        """End it and everything that it started, now."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        self._listener.join(_LAST_LINES_SECONDS)
