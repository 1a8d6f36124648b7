"""When the command began: the seconds that a user allows count from there, not from where the program was ready."""

import os
import time
from pathlib import Path

_began: list[float] = []


def start() -> None:
    """Remember the start of this process, as an instant of `time.monotonic()`; for the console script."""
    _began[:] = [time.monotonic() - _age_seconds()]


def restart() -> None:
    """Let the seconds count from now: what came before was not the command's own work."""
    _began[:] = [time.monotonic()]


def started() -> bool:
    """Whether the start is known."""
    return bool(_began)


def began() -> float:
    """The start of the process where it is known, and now elsewhere."""
    return _began[0] if _began else time.monotonic()


def _age_seconds() -> float:
    """How long ago the system started this process; 0 where it does not say."""
    try:
        fields = Path("/proc/self/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        started = int(fields[19]) / os.sysconf("SC_CLK_TCK")
        age = time.clock_gettime(time.CLOCK_BOOTTIME) - started
    except (OSError, AttributeError, IndexError, ValueError):
        return 0.0
    return age if 0 <= age < 120 else 0.0
