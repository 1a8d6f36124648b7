"""How many cores this process may use."""

import os


def all_workers() -> int:
    """As many as this process may use, where the system tells; else as many as the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
