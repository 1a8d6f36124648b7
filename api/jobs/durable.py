"""The queue of jobs: what waits, runs and is taken up again after a crash. Only this file knows dbos."""

import fcntl
import logging
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, SetWorkflowID

SCHEMA = "jobs-1"
"""The version of what is in the queue: machines of one schema share it, whatever else they run."""
QUEUE = "solves"
PARTS_QUEUE = "parts"
"""Parts of the solves that several machines share."""

Plain = dict[str, Any]
PartWork = Callable[[str, int, Plain, int, int], Plain]
"""Anneals a part: of a job under a claim, of a round, the number of the part, of so many."""

_work: Callable[[str], str] | None = None
_part_work: PartWork | None = None


@DBOS.step(name="roster.attempt")
def _attempt(job_id: str) -> str:
    assert _work is not None
    return _work(job_id)


@DBOS.workflow(name="roster.solve", max_recovery_attempts=1000)
def _solve(job_id: str) -> str:
    return _attempt(job_id)


@DBOS.step(name="roster.anneal")
def _anneal(job_id: str, claim: int, task: Plain, part: int, parts: int) -> Plain:
    assert _part_work is not None
    return _part_work(job_id, claim, task, part, parts)


@DBOS.workflow(name="roster.part", max_recovery_attempts=1)
def _part(job_id: str, claim: int, task: Plain, part: int, parts: int) -> Plain:
    return _anneal(job_id, claim, task, part, parts)


class DurableQueue:
    """dbos: on SQLite for one machine, on PostgreSQL for several."""

    def __init__(self, url: str, executor_id: str, at_once: int) -> None:
        self.url, self.executor_id, self.at_once = url, executor_id, at_once

    def start(self, work: Callable[[str], str], part_work: PartWork) -> None:
        """Launch dbos, which takes up what this executor left behind."""
        global _work, _part_work
        _work, _part_work = work, part_work
        config: DBOSConfig = {
            "name": "roster",
            "system_database_url": self.url,
            "executor_id": self.executor_id,
            "application_version": SCHEMA,
            "serializer": DBOSPortableJSONSerializer(),
            "log_level": "WARNING",
            "enable_otlp": False,
            "run_migrations": True,
        }
        DBOS(config=config)
        DBOS.launch()
        logging.getLogger("dbos").setLevel(logging.WARNING)
        for name in (QUEUE, PARTS_QUEUE):
            DBOS.register_queue(name, worker_concurrency=self.at_once, polling_interval_sec=0.25)

    def enqueue(self, job_id: str, epoch: int | None = None) -> None:
        """The workflow's id is the job's, in the store's epoch: a second enqueueing finds the first.

        After a restore the queue may know the job already, as over or as begun: it is another run then.
        """
        with SetWorkflowID(_workflow(job_id, epoch)):
            DBOS.enqueue_workflow(QUEUE, _solve, job_id)

    def resume(self, job_id: str, epoch: int | None = None) -> None:
        """A dead executor's workflow stays pending for ever unless somebody resumes it."""
        DBOS.resume_workflow(_workflow(job_id, epoch), queue_name=QUEUE)

    def enqueue_parts(self, job_id: str, claim: int, number: int, task: Plain, parts: int) -> list[str]:
        """The parts of a round of a job under a claim; their names. Not to be called from within an attempt's thread.

        A part is taken up by any worker, and its answer waits for `answers_of`.
        """
        names = [f"{job_id}.{claim}.{number}.{part}" for part in range(parts)]
        for part, name in enumerate(names):
            with SetWorkflowID(name):
                DBOS.enqueue_workflow(PARTS_QUEUE, _part, job_id, claim, task, part, parts)
        return names

    def unfinished(self, names: list[str]) -> bool:
        """Whether parts are waiting or under way."""
        under_way = ["ENQUEUED", "PENDING"]
        kept = DBOS.list_workflows(workflow_ids=names, status=under_way, load_input=False, load_output=False)
        return bool(kept)

    def answers_of(self, names: list[str]) -> list[Plain | None]:
        """What came of the parts, None of those that have not ended well: nobody takes these up any more."""
        ended = DBOS.list_workflows(workflow_ids=names, status="SUCCESS", load_input=False)
        answers = {workflow.workflow_id: workflow.output for workflow in ended}
        DBOS.cancel_workflows([name for name in names if name not in answers])
        DBOS.delete_workflows(list(answers))
        return [answers.get(name) for name in names]

    def forget_parts(self, names: list[str]) -> None:
        """Of parts that did not come nothing is kept."""
        DBOS.delete_workflows(names)

    def stop(self) -> None:
        """Leave the queue."""
        DBOS.destroy(workflow_completion_timeout_sec=0)


def _workflow(job_id: str, epoch: int | None) -> str:
    return job_id if epoch is None else f"{job_id}@{epoch}"


class WorkerSeat:
    """A worker's identity on its machine: the same after a restart, never two at once (a lock file sees to it)."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file: IO[str] | None = None
        for number in range(1000):
            file = (folder / f"worker-{number}.lock").open("a", encoding="ascii")
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                file.close()
                continue
            self._file = file
            self.executor_id = f"{socket.gethostname()}-{folder.resolve().stat().st_ino}-{number}"[:36]
            return
        raise RuntimeError(f"no free seat for a worker in {folder}")

    def leave(self) -> None:
        """Free the seat; the end of the process does so too."""
        if self._file is not None:
            self._file.close()
            self._file = None


def on_this_machine() -> str:
    """Where the worker is, for people."""
    return f"{socket.gethostname()}:{os.getpid()}"
