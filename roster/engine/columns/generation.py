"""Column generation from end to end: root, dives, neighbourhoods, branching, with each better roster and bound told."""

import time

from roster.engine.columns.annealing import Annealing
from roster.engine.columns.column_run import ROUNDS_COUNTED_PER_SECOND, ColumnRun
from roster.engine.columns.moves import Moves
from roster.engine.columns.root import RootSearch
from roster.engine.problem.problem import Plan
from roster.engine.search.callbacks import Callbacks
from roster.engine.search.prepared import PreparedSearch


def improve_by_columns(
    search: PreparedSearch,
    callbacks: Callbacks,
    deadline: float,
    seed: int,
    start: Plan | None,
    *,
    workers: int = 1,
    work_seconds: float | None = None,
    lead: bool = True,
) -> str:
    """Column generation from `start` until `deadline` (time.monotonic); why it stopped: clock, work, cancel, proof.

    With `work_seconds` as much work as is worth them ends it, and the clock only if it comes first: equal input, work
    and seed give equal plans.
    """
    counted = work_seconds is not None
    seconds = work_seconds if work_seconds is not None else max(0.1, deadline - time.monotonic())
    run = ColumnRun(search, callbacks, deadline, seed, workers, counted, seconds, lead)
    annealing, tree = Annealing(run), None
    try:
        run.adopt(start)
        annealing.warm_up()
        if lead:
            root = RootSearch(run)
            root.solve()
            root.tell()
            if not run.closed() and not run.over():
                root.dive()
            annealing.go_on(fixed=root.fixed)
            tree = root.tree
        else:
            run.without_root()
        if not run.closed() and not run.over():
            Moves(run, annealing, tree).make(round(seconds * ROUNDS_COUNTED_PER_SECOND) if counted else None)
    finally:
        run.pricer.close()
    if run.closed():
        return "proof"
    if callbacks.should_stop():
        return "cancel"
    return "work" if counted and time.monotonic() < deadline else "clock"
