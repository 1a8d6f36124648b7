"""Which search a problem wants, columns or annealing, and that search from end to end."""

import time

from roster.engine.problem.problem import Plan, Problem
from roster.engine.search.callbacks import Callbacks
from roster.engine.search.prepared import PreparedSearch
from roster.engine.search.search import search


def improve(
    problem: Problem,
    callbacks: Callbacks,
    *,
    deadline: float,
    seed: int = 0,
    workers: int = 2,
    counted: bool = False,
    work_seconds: float | None = None,
    start: Plan | None = None,
    lead: bool = True,
) -> str:
    """Improves until `deadline` (time.monotonic) or a stop; why it stopped: `clock`, `work`, `cancel` or `proof`.

    With `counted` the amount of work, worth `work_seconds` (else what is left until the deadline), ends it, and the
    clock only if it comes first: the same input, work and seed give the same plan. Problems that want columns
    (`wants_labels`) go to column generation, with annealing inside; of several searches on one of those the others do
    not `lead` and leave the bound to the one that does.
    """
    began = time.monotonic()
    ready = PreparedSearch(problem)
    seconds = work_seconds if counted and work_seconds is not None else max(0.1, deadline - began)
    if ready.by_columns and ready.labels.used.any():
        from roster.engine.columns.generation import improve_by_columns

        return improve_by_columns(
            ready,
            callbacks,
            deadline,
            seed,
            start,
            workers=workers,
            work_seconds=seconds if counted else None,
            lead=lead,
        )
    return search(
        ready,
        callbacks,
        deadline=deadline,
        seconds=seconds,
        seed=seed,
        workers=workers,
        counted=counted,
        start=start,
        lead=lead,
    )
