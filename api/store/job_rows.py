"""Jobs and workers as rows. A job is claimed by number, and only the last claim may write."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, true, update

from api.store.instant import SECOND, now_micros
from api.store.tables import ACCOUNTS, JOBS, WORKERS
from roster.errors import NotFoundError


class JobStatus(StrEnum):
    """`done` has ended by itself, whatever it found; `cancelled` was stopped and kept its best roster."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


UNFINISHED = (JobStatus.QUEUED.value, JobStatus.RUNNING.value)
ORPHANED = "orphaned"
"""The worker of a job whose worker died, until somebody takes it up."""
_SHOWN = [column for column in JOBS.c if column.name != "best"]


def job(connection: Connection, job_id: str) -> Row[Any]:
    """The job without its best roster; NotFoundError without one."""
    row = connection.execute(select(*_SHOWN).where(JOBS.c.id == job_id)).first()
    if row is None:
        raise NotFoundError(job_id)
    return row


def whole_job(connection: Connection, job_id: str) -> Row[Any] | None:
    """The job with its best roster."""
    return connection.execute(select(JOBS).where(JOBS.c.id == job_id)).first()


def jobs(connection: Connection, centre_id: str | None, offset: int, limit: int) -> tuple[list[Row[Any]], int]:
    """One page of a centre's jobs (None: of all), newest first, and how many there are."""
    where = true() if centre_id is None else JOBS.c.centre_id == centre_id
    order = (JOBS.c.created_at.desc(), JOBS.c.id)
    rows = connection.execute(select(*_SHOWN).where(where).order_by(*order).offset(offset).limit(limit))
    return list(rows), connection.execute(select(func.count()).select_from(JOBS).where(where)).scalar_one()


def unfinished_jobs(connection: Connection, account_id: str) -> int:
    """How many jobs of an account are not over; who asks next waits until this transaction ends."""
    connection.execute(select(ACCOUNTS.c.id).where(ACCOUNTS.c.id == account_id).with_for_update())
    mine = (JOBS.c.account_id == account_id) & JOBS.c.status.in_(UNFINISHED)
    return connection.execute(select(func.count()).select_from(JOBS).where(mine)).scalar_one()


def jobs_under_way(connection: Connection, account_id: str, centre_id: str) -> list[str]:
    """An account's jobs in a centre that are not over, oldest first."""
    mine = (JOBS.c.account_id == account_id) & JOBS.c.status.in_(UNFINISHED) & (JOBS.c.centre_id == centre_id)
    return list(connection.execute(select(JOBS.c.id).where(mine).order_by(JOBS.c.created_at)).scalars())


def add_job(connection: Connection, values: Mapping[str, Any]) -> None:
    """A new job, which waits."""
    new = {"status": JobStatus.QUEUED.value, "dispatched": False, "attempts": 0, "cancel": False, "seconds": 0.0}
    connection.execute(insert(JOBS).values({**new, "created_at": now_micros(), **values}))


def cancel_job(connection: Connection, job_id: str) -> None:
    """Ask a job to stop. One that nobody works on yet ends at once."""
    mine = update(JOBS).where(JOBS.c.id == job_id)
    over = {"status": JobStatus.CANCELLED.value, "finished_at": now_micros(), "cancel": True}
    connection.execute(mine.where(JOBS.c.status == JobStatus.QUEUED.value).values(over))
    connection.execute(mine.where(JOBS.c.status == JobStatus.RUNNING.value).values(cancel=True))


def is_cancelled(connection: Connection, job_id: str) -> bool:
    """Whether a job was asked to stop, or is gone."""
    row = connection.execute(select(JOBS.c.cancel).where(JOBS.c.id == job_id)).first()
    return row is None or bool(row.cancel)


def claim_job(connection: Connection, job_id: str, worker_id: str) -> int | None:
    """Take a job up: the claim's number, counted from 1; None where it is over."""
    state = select(JOBS.c.status, JOBS.c.attempts).where(JOBS.c.id == job_id).with_for_update()
    row = connection.execute(state).first()
    if row is None or row.status not in UNFINISHED:
        return None
    number = int(row.attempts) + 1
    started = func.coalesce(JOBS.c.started_at, now_micros())
    values = {"status": JobStatus.RUNNING.value, "attempts": number, "worker_id": worker_id, "started_at": started}
    connection.execute(update(JOBS).where(JOBS.c.id == job_id).values(values))
    return number


def tell_job(connection: Connection, job_id: str, number: int, values: Mapping[str, Any]) -> bool:
    """Write to a job under a claim; False where the job is no longer that claim's."""
    mine = (JOBS.c.id == job_id) & (JOBS.c.attempts == number) & (JOBS.c.status == JobStatus.RUNNING.value)
    return connection.execute(update(JOBS).where(mine).values(dict(values))).rowcount == 1


def undispatched_jobs(connection: Connection, limit: int) -> list[str]:
    """Jobs that are not in the queue yet, oldest first."""
    waiting = select(JOBS.c.id).where(JOBS.c.dispatched.is_(False)).order_by(JOBS.c.created_at).limit(limit)
    return list(connection.execute(waiting).scalars())


def mark_dispatched(connection: Connection, job_id: str) -> None:
    """It is in the queue now."""
    connection.execute(update(JOBS).where(JOBS.c.id == job_id).values(dispatched=True))


def orphaned_jobs(connection: Connection) -> list[str]:
    """Jobs whose worker died."""
    orphans = (JOBS.c.status == JobStatus.RUNNING.value) & (JOBS.c.worker_id == ORPHANED)
    return list(connection.execute(select(JOBS.c.id).where(orphans)).scalars())


def jobs_by_status(connection: Connection) -> dict[str, int]:
    """How many jobs there are of each status."""
    counted = select(JOBS.c.status, func.count().label("jobs")).group_by(JOBS.c.status)
    return {row.status: row.jobs for row in connection.execute(counted)}


def beat(connection: Connection, worker_id: str, host: str) -> None:
    """A worker says that it lives."""
    now = now_micros()
    mine = update(WORKERS).where(WORKERS.c.id == worker_id)
    if connection.execute(mine.values(heartbeat_at=now)).rowcount == 0:
        row = {"id": worker_id, "host": host, "started_at": now, "heartbeat_at": now}
        connection.execute(insert(WORKERS).values(row))


def leave(connection: Connection, worker_id: str) -> None:
    """A worker says that it is gone: others need not wait for the silence."""
    connection.execute(update(WORKERS).where(WORKERS.c.id == worker_id).values(heartbeat_at=0))


def reap(connection: Connection, silent_seconds: int, but: str) -> list[str]:
    """Workers that have been silent for too long are gone, and their jobs orphaned: in one transaction.

    A sign of life from the future was given before the clock went back: its silence begins now.
    """
    now = now_micros()
    connection.execute(
        update(WORKERS).where(WORKERS.c.heartbeat_at > now + silent_seconds * SECOND).values(heartbeat_at=now)
    )
    silent = (WORKERS.c.heartbeat_at < now - silent_seconds * SECOND) & (WORKERS.c.id != but)
    dead = list(connection.execute(select(WORKERS.c.id).where(silent)).scalars())
    if dead:
        connection.execute(delete(WORKERS).where(WORKERS.c.id.in_(dead) & silent))
        orphan(connection, dead)
    return dead


def orphan(connection: Connection, workers: Iterable[str]) -> None:
    """The running jobs of some workers are nobody's now."""
    left = (JOBS.c.status == JobStatus.RUNNING.value) & JOBS.c.worker_id.in_(list(workers))
    connection.execute(update(JOBS).where(left).values(worker_id=ORPHANED))


def living_workers(connection: Connection, silent_seconds: int) -> dict[str, int]:
    """The workers that were heard of lately, and when each was heard of last, by its own clock."""
    since = now_micros() - silent_seconds * SECOND
    living = select(WORKERS.c.id, WORKERS.c.heartbeat_at).where(WORKERS.c.heartbeat_at >= since)
    return {row.id: row.heartbeat_at for row in connection.execute(living)}


def is_held(connection: Connection, job_id: str, number: int) -> bool:
    """Whether a job runs under that claim still."""
    row = connection.execute(select(JOBS.c.attempts, JOBS.c.status).where(JOBS.c.id == job_id)).first()
    return row is not None and row.attempts == number and row.status == JobStatus.RUNNING.value
