"""A worker: it says that it lives, puts submitted jobs into the queue, and takes over the jobs of dead workers."""

import threading
import time
from collections.abc import Callable

from api.jobs.attempt import Bench, attempt
from api.jobs.durable import DurableQueue, WorkerSeat, on_this_machine
from api.jobs.part_solvers import PartSolvers
from api.office.office import Desks
from api.operation.logs import logger
from api.settings import Settings
from api.store import job_rows
from api.store.cursor_rows import epoch
from roster.errors import RosterError
from roster.store.connect import Store

TURN_SECONDS = 0.25


class Worker:
    """One worker process. `chores` are done again and again beside its jobs: notices, deliveries, what time brings."""

    def __init__(
        self, settings: Settings, store: Store, office: Desks, chores: tuple[Callable[[], None], ...] = ()
    ) -> None:
        self.settings, self.store = settings, store
        self.seat = WorkerSeat(settings.folder)
        self.queue = DurableQueue(settings.queue_url, self.seat.executor_id, settings.jobs_at_once)
        self.bench = Bench(settings, store, office, self.seat.executor_id, self.queue)
        self.part_solvers = PartSolvers(self.bench)
        self._ending = threading.Event()
        # Each chore has a thread of its own: a mail server that does not answer must not keep the heart from beating.
        turns: list[tuple[Callable[[], None], ...]] = [
            (self._dispatch, self._beat_when_due),
            *((item,) for item in chores),
        ]
        self._threads = [threading.Thread(target=self._turns, args=(item,), daemon=True) for item in turns]
        self._beat_at = 0.0

    @property
    def worker_id(self) -> str:
        """The worker's name in the store."""
        return self.bench.worker_id

    def start(self) -> None:
        """Begin."""
        self._beat()
        self.queue.start(lambda job_id: attempt(self.bench, job_id), self.part_solvers.anneal)
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Leave; jobs that run are taken up again, here or elsewhere."""
        self._ending.set()
        for thread in self._threads:
            thread.join(10)
        self.queue.stop()
        self.part_solvers.end()
        with self.store.writing() as connection:
            job_rows.leave(connection, self.worker_id)
        self.seat.leave()

    def _turns(self, turns: tuple[Callable[[], None], ...]) -> None:
        while not self._ending.wait(TURN_SECONDS):
            for turn in turns:
                try:
                    turn()
                except RosterError as error:
                    logger().warning("turn failed", turn=turn.__name__, detail=str(error))
                except Exception:  # noqa: BLE001 - a worker goes on whatever one turn meets
                    logger().exception("turn failed", turn=getattr(turn, "__name__", "?"))

    def _dispatch(self) -> None:
        """Jobs that a door has submitted go into the queue: submitted is submitted, whatever dies in between."""
        with self.store.reading() as connection:
            job_ids, now = job_rows.undispatched_jobs(connection, 20), epoch(connection)
        for job_id in job_ids:
            self.queue.enqueue(job_id, now)
            with self.store.writing() as connection:
                job_rows.mark_dispatched(connection, job_id)

    def _beat_when_due(self) -> None:
        if time.monotonic() - self._beat_at >= self.settings.heartbeat_seconds:
            self._beat()
            self._reap()

    def _beat(self) -> None:
        self._beat_at = time.monotonic()
        with self.store.writing() as connection:
            job_rows.beat(connection, self.worker_id, on_this_machine())

    def _reap(self) -> None:
        """Workers that have been silent for too long are dead: whoever notices first lets their jobs run again."""
        # Marked in the same transaction and looked for at every beat: a reaper's own death loses no job.
        with self.store.writing() as connection:
            dead = job_rows.reap(connection, self.settings.dead_after_seconds, self.worker_id)
        if dead:
            logger().warning("workers died", workers=dead)
        self._adopt()

    def _adopt(self) -> None:
        with self.store.reading() as connection:
            job_ids, now = job_rows.orphaned_jobs(connection), epoch(connection)
        for job_id in job_ids:
            self.queue.resume(job_id, now)
