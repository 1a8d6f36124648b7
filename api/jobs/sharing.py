"""The side of a shared solve that leads: each round goes into the queue in as many parts as there are workers."""

import threading
import time
from typing import Any, Protocol

from api.jobs.book import Claim
from api.jobs.process import Solver
from api.operation.logs import logger
from api.settings import Settings
from api.store import job_rows
from roster.store.connect import Store

LOOK_SECONDS = 0.1


class PartsQueue(Protocol):
    """What is asked of the queue (`DurableQueue`)."""

    def enqueue_parts(self, job_id: str, claim: int, number: int, task: dict[str, Any], parts: int) -> list[str]:
        """The parts of a round; their names."""

    def unfinished(self, names: list[str]) -> bool:
        """Whether parts are waiting or under way."""

    def answers_of(self, names: list[str]) -> list[dict[str, Any] | None]:
        """What came of the parts, None of those that have not ended well."""

    def forget_parts(self, names: list[str]) -> None:
        """Of parts that did not come nothing is kept."""


class SharedRounds:
    """The rounds of one attempt.

    A worker whose part did not come is asked for another once it has given a sign of life since; one whose month is
    another state than the attempt's is asked no more.
    """

    def __init__(self, store: Store, queue: PartsQueue, settings: Settings, held: Claim, machines: int) -> None:
        self.store, self.queue, self.settings, self.held, self.machines = store, queue, settings, held, machines
        self._number = 0
        self._missed: dict[str, int] = {}
        self._declined: set[str] = set()
        self._rounds = self._parts = self._lost = 0
        self._workers: set[str] = set()
        self._late: list[str] = []

    def told(self) -> dict[str, int]:
        """How the solve was shared, once it is over."""
        return {"rounds": self._rounds, "workers": len(self._workers), "parts": self._parts, "lost": self._lost}

    def begin(self, message: dict[str, Any], solver: Solver) -> None:
        """Have a round annealed, and tell the solver what came of it; in a thread, as it takes its time."""
        self._number += 1
        threading.Thread(target=self._round, args=(self._number, message, solver), daemon=True).start()

    def _living(self) -> dict[str, int]:
        with self.store.reading() as connection:
            return job_rows.living_workers(connection, self.settings.dead_after_seconds)

    def _round(self, number: int, message: dict[str, Any], solver: Solver) -> None:
        months: list[Any] = [None]
        try:
            months = self._annealed(number, message["task"], message["patience"])
        except Exception:  # noqa: BLE001 - whatever the queue meets, the solve goes on by itself
            logger().exception("round failed", job=self.held.job_id, round=number)
        solver.tell({"months": months})

    def _annealed(self, number: int, task: dict[str, Any], patience: float) -> list[Any]:
        asked = [
            worker
            for worker, heard_at in self._living().items()
            if worker not in self._declined and self._missed.get(worker) != heard_at
        ][: self.machines]
        until = time.monotonic() + task["seconds"] + patience
        names = self.queue.enqueue_parts(self.held.job_id, self.held.number, number, task, max(1, len(asked)))
        while time.monotonic() < until and self.queue.unfinished(names):
            time.sleep(LOOK_SECONDS)
        answers = self.queue.answers_of(names)
        # Who is late with a part may be at it still: it is forgotten a round later.
        self.queue.forget_parts(self._late)
        self._late = [name for name, answer in zip(names, answers, strict=True) if answer is None]
        told = [answer for answer in answers if answer is not None]
        self._declined |= {answer["worker"] for answer in told if answer["months"] is None}
        came, heard = {answer["worker"] for answer in told}, self._living()
        self._missed = {worker: heard.get(worker, 0) for worker in asked if worker not in came} | {
            worker: heard_at for worker, heard_at in self._missed.items() if worker not in came | set(asked)
        }
        months = [None if answer is None else answer["months"] for answer in answers]
        lost = months.count(None)
        logger().info("round over", job=self.held.job_id, round=number, parts=len(months), lost=lost)
        if task["seconds"] > 0:  # else workers were told to prepare
            self._rounds, self._parts, self._lost = (
                self._rounds + 1,
                self._parts + len(months) - lost,
                self._lost + lost,
            )
            self._workers |= {answer["worker"] for answer in told if answer["months"] is not None}
        return months
