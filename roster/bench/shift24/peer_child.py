"""The process that one peer runs in: `python -m roster.bench.shift24.peer_child NAME SECONDS SEED < instance`."""

import importlib
import os
import pickle
import sys

from roster.bench.shift24.peer_report import PeerReport

#: Where each peer's solve function is.
SOLVERS = {
    "cpsat": ("roster.bench.shift24.peer_cpsat", "solve_default"),
    "cpsat_tuned": ("roster.bench.shift24.peer_cpsat", "solve_tuned"),
    "highs": ("roster.bench.shift24.peer_highs", "solve"),
    "timefold": ("roster.bench.shift24.peer_timefold", "solve"),
}
CORES = 2


def main(arguments: list[str]) -> None:
    """Solve the pickled instance on standard input; report on standard output, which solvers may not write to."""
    name, seconds, seed = arguments
    report = PeerReport(os.fdopen(os.dup(1), "w", encoding="utf-8"))
    os.dup2(2, 1)
    _stay_on_two_cores()
    instance = pickle.load(sys.stdin.buffer)  # noqa: S301 - the parent wrote it
    module, function = SOLVERS[name]
    getattr(importlib.import_module(module), function)(instance, float(seconds), int(seed), report)
    report.done()


def _stay_on_two_cores() -> None:
    """Whatever threads a solver starts beside its workers share the two cores that everyone is given."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])


if __name__ == "__main__":
    main(sys.argv[1:])
