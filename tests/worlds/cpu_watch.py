"""Processor seconds of some processes and of all that they start, those that have ended included."""

import contextlib
import os
import threading
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


class CpuWatch:
    """Looks twice a second while it lives; what a process uses after the last look at it is not seen."""

    def __init__(self, *heads: int) -> None:
        self._known = set(heads)
        self._used: dict[tuple[int, str], float] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._over.is_set():
            self.look()
            self._over.wait(0.5)

    def look(self) -> None:
        rows = []
        for entry in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
                rows.append((int(entry.name), int(fields[1]), fields[19], (int(fields[11]) + int(fields[12])) / TICK))
        grown = True
        while grown:
            found = {pid for pid, parent, _, _ in rows if parent in self._known} - self._known
            self._known |= found
            grown = bool(found)
        for pid, _, began, used in rows:
            if pid in self._known:
                self._used[pid, began] = used

    def seconds(self) -> float:
        return sum(self._used.values())

    def end(self) -> float:
        self._over.set()
        self._thread.join()
        self.look()
        return self.seconds()
