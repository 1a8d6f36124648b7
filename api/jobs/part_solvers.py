"""The side of a shared solve that helps: solvers that keep a month prepared, and anneal the parts they are told."""

import threading
import time
from dataclasses import dataclass, field, replace
from typing import Any

from api.jobs.attempt import LOOK_SECONDS, MEASURE_SECONDS, Bench, task_of
from api.jobs.process import Solver
from api.operation.logs import logger
from api.store import job_rows

PREPARE_SECONDS = 300.0
"""How long beyond its own time a part may take; a round that waits for less goes on without it."""


@dataclass
class _Held:
    """The solver of one attempt at a job, for one part at a time."""

    solver: Solver | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def is_over(self) -> bool:
        return self.solver is None or self.solver.ended


class PartSolvers:
    """One solver for each attempt that asks this worker for parts; it ends by itself once it is told none any more."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self._held: dict[tuple[str, int], _Held] = {}
        self._lock = threading.Lock()

    def anneal(self, job_id: str, claim: int, task: dict[str, Any], part: int, parts: int) -> dict[str, Any]:
        """A part's months, and who annealed them; None where there is nothing to it, or no more."""
        months = None
        with self._lock:
            self._held = {key: held for key, held in self._held.items() if held.lock.locked() or not held.is_over}
            held = self._held.setdefault((job_id, claim), _Held())
        with self.bench.store.reading() as connection:
            row = job_rows.whole_job(connection, job_id) if job_rows.is_held(connection, job_id, claim) else None
        with held.lock:
            if row is not None and held.is_over:
                held.solver = Solver(replace(task_of(self.bench, row)[0], parts=True))
            if row is not None and held.solver is not None:
                months = self._told(held.solver, {"task": task, "part": part, "parts": parts})
        return {"worker": self.bench.worker_id, "months": months}

    def _told(self, solver: Solver, message: dict[str, Any]) -> Any:
        began = measured_at = time.monotonic()
        solver.tell(message)
        while (now := time.monotonic()) - began < message["task"]["seconds"] + PREPARE_SECONDS:
            said = solver.next(LOOK_SECONDS)
            if said is None or said.get("kind") == "failed":
                logger().error("part failed", trace=(said or {}).get("trace"))
                break
            if said.get("kind") == "months":
                return said["months"]
            if now - measured_at >= MEASURE_SECONDS:
                measured_at = now
                if solver.megabytes() > self.bench.settings.job_memory_megabytes:
                    logger().error("part failed", trace="memory")
                    break
        solver.kill()
        return None

    def end(self) -> None:
        """End them all."""
        with self._lock:
            for held in self._held.values():
                if held.solver is not None:
                    held.solver.kill()
