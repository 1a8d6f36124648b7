"""The jobs as rows: submitted, claimed, told of, ended. A claim has a number, and only the last claim may write."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, true, update

from api.accounts.caller import Caller
from api.office.office import Kept
from api.problem import CONFLICT, LIMITED, Problem, input_problem
from api.settings import Settings
from api.store.instant import now_micros
from api.store.tables import JOBS
from roster.desk.words import state_words
from roster.errors import NotFoundError
from roster.store.roster_rows import RosterState
from roster.text import Text


class JobStatus(StrEnum):
    """`done` has ended by itself, whatever it found; `cancelled` was stopped and kept its best roster."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


UNFINISHED = (JobStatus.QUEUED.value, JobStatus.RUNNING.value)


@dataclass(frozen=True)
class JobBook:
    """What the doors ask of jobs: nothing here solves, and no queue is needed to ask."""

    settings: Settings

    def submit(
        self, connection: Connection, caller: Caller, kept: Kept, kind: str, options: Mapping[str, Any], agents: int
    ) -> Row[Any]:
        """A new job, within the limits per account and per job."""
        settings = self.settings
        wanted = RosterState.PUBLISHED if kind == "replan" else RosterState.DRAFT
        if kept.version.state is not wanted:
            raise Problem(
                CONFLICT,
                Text(
                    f"班表须为{state_words(wanted.value).zh}状态",
                    f"The roster is {kept.version.state.value}, not {wanted.value}",
                ),
            )
        if options["seconds"] > settings.job_seconds:
            most = settings.job_seconds
            raise input_problem(
                "seconds", Text(f"超过 {most}", f"is more than {most}"), Text("减少时间", "Ask for less")
            )
        if agents > settings.job_agents:
            most = settings.job_agents
            raise input_problem(
                "agents", Text(f"人数超过 {most}", f"are more than {most}"), Text("分中心求解", "Split the centre")
            )
        mine = (JOBS.c.account_id == caller.account_id) & JOBS.c.status.in_(UNFINISHED)
        if connection.execute(select(func.count()).select_from(JOBS).where(mine)).scalar_one() >= (
            settings.jobs_per_account
        ):
            raise Problem(
                LIMITED,
                Text("您未完成的任务已达上限", "You have as many unfinished jobs as one may have"),
                {"Retry-After": "10"},
            )
        job_id = str(uuid.uuid4())
        row = {
            "id": job_id,
            "account_id": caller.account_id,
            "actor": caller.person,
            "centre_id": kept.centre_id,
            "roster_id": kept.roster_id,
            "kind": kind,
            "options": json.dumps({**options, "revision": kept.version.revision}),
            "status": JobStatus.QUEUED.value,
            "dispatched": False,
            "attempts": 0,
            "cancel": False,
            "seconds": 0.0,
            "created_at": now_micros(),
        }
        connection.execute(insert(JOBS).values(row))
        return self.job(connection, job_id)

    def job(self, connection: Connection, job_id: str) -> Row[Any]:
        """The job; NotFoundError without one."""
        columns = [column for column in JOBS.c if column.name != "best"]
        row = connection.execute(select(*columns).where(JOBS.c.id == job_id)).first()
        if row is None:
            raise NotFoundError(job_id)
        return row

    def jobs(
        self, connection: Connection, centre_id: str | None, offset: int, limit: int
    ) -> tuple[list[Row[Any]], int]:
        """One page of a centre's jobs, newest first, and how many there are."""
        where = true() if centre_id is None else JOBS.c.centre_id == centre_id
        columns = [column for column in JOBS.c if column.name != "best"]
        order = (JOBS.c.created_at.desc(), JOBS.c.id)
        rows = connection.execute(select(*columns).where(where).order_by(*order).offset(offset).limit(limit))
        return list(rows), connection.execute(select(func.count()).select_from(JOBS).where(where)).scalar_one()

    def cancel(self, connection: Connection, job_id: str) -> None:
        """Ask a job to stop. One that nobody works on yet ends at once."""
        connection.execute(
            update(JOBS)
            .where(JOBS.c.id == job_id, JOBS.c.status == JobStatus.QUEUED.value)
            .values(status=JobStatus.CANCELLED.value, finished_at=now_micros(), cancel=True)
        )
        connection.execute(
            update(JOBS).where(JOBS.c.id == job_id, JOBS.c.status == JobStatus.RUNNING.value).values(cancel=True)
        )


@dataclass(frozen=True, slots=True)
class Claim:
    """A worker's hold on a job. `number` counts the claims: a worker that was given up for dead holds an old one."""

    job_id: str
    number: int

    def tell(self, connection: Connection, **values: Any) -> bool:
        """Write to the job; False where the job is no longer this claim's."""
        done = connection.execute(
            update(JOBS)
            .where(
                JOBS.c.id == self.job_id,
                JOBS.c.attempts == self.number,
                JOBS.c.status == JobStatus.RUNNING.value,
            )
            .values(**values)
        )
        return done.rowcount == 1

    def end(self, connection: Connection, status: JobStatus, **values: Any) -> bool:
        """Write how the job ended."""
        return self.tell(connection, status=status.value, finished_at=now_micros(), **values)


def claim(connection: Connection, job_id: str, worker_id: str, most: int) -> Claim | None:
    """Take a job up; None where it is over, or has been taken up too often and is failed now."""
    row = connection.execute(
        select(JOBS.c.status, JOBS.c.attempts).where(JOBS.c.id == job_id).with_for_update()
    ).first()
    if row is None or row.status not in UNFINISHED:
        return None
    number = row.attempts + 1
    connection.execute(
        update(JOBS)
        .where(JOBS.c.id == job_id)
        .values(
            status=JobStatus.RUNNING.value,
            attempts=number,
            worker_id=worker_id,
            started_at=func.coalesce(JOBS.c.started_at, now_micros()),
        )
    )
    if number > most:
        Claim(job_id, number).end(connection, JobStatus.FAILED, error=f"its worker died {number - 1} times")
        return None
    return Claim(job_id, number)
