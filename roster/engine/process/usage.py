"""What processes use: their memory, and which belong to a session. The one place that asks the system."""

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from roster.later import Later

if TYPE_CHECKING:
    import psutil
else:
    psutil = Later("psutil")

MEGABYTE = 2**20


def resident_megabytes(pid: int) -> float:
    """Memory that a process holds now; 0 where there is no such process."""
    with contextlib.suppress(psutil.Error):
        return float(psutil.Process(pid).memory_info().rss) / MEGABYTE
    return 0.0


def shared_megabytes(pid: int) -> float:
    """The same with pages that several processes hold in shares (Pss); 0 where the system does not tell."""
    with contextlib.suppress(psutil.Error, AttributeError):
        return float(psutil.Process(pid).memory_full_info().pss) / MEGABYTE
    return 0.0


def peak_megabytes(pid: int) -> float:
    """The most resident memory that a process has held (Linux's VmHWM); 0 where the system does not tell."""
    with contextlib.suppress(OSError):
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
        kilobytes = [int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")]
        return kilobytes[0] / 1024 if kilobytes else 0.0
    return 0.0


def processes_of_session(session: int) -> list[int]:
    """The living processes of a session: it holds whatever its leader started, and their children."""
    pids = []
    for pid in psutil.pids():
        with contextlib.suppress(OSError):
            if os.getsid(pid) == session:
                pids.append(pid)
    return pids
