"""Jobs submitted within their limits, and a worker's claim on one: it has a number, and only the last may write."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.accounts.caller import Caller
from api.jobs.ended import tell_job_ended
from api.office.office import StoredRoster
from api.problem import CONFLICT, LIMITED, Problem, input_problem
from api.settings import Settings
from api.store import job_rows
from api.store.instant import now_micros
from api.store.job_rows import JobStatus
from roster.desk.words import state_words
from roster.store.connect import Connection, Row
from roster.store.roster_rows import RosterState
from roster.text import Text


def submit(
    connection: Connection,
    settings: Settings,
    caller: Caller,
    stored: StoredRoster,
    kind: str,
    options: Mapping[str, Any],
    agents: int,
) -> Row[Any]:
    """A new job, within the limits per account and per job."""
    wanted = RosterState.PUBLISHED if kind == "replan" else RosterState.DRAFT
    if stored.version.state is not wanted:
        raise Problem(
            CONFLICT,
            Text(
                f"班表须为{state_words(wanted.value).zh}状态",
                f"The roster is {stored.version.state.value}, not {wanted.value}",
            ),
        )
    if options["seconds"] > settings.job_seconds:
        most = settings.job_seconds
        raise input_problem("seconds", Text(f"超过 {most}", f"is more than {most}"), Text("减少时间", "Ask for less"))
    if agents > settings.job_agents:
        most = settings.job_agents
        raise input_problem(
            "agents", Text(f"人数超过 {most}", f"are more than {most}"), Text("分中心求解", "Split the centre")
        )
    if job_rows.unfinished_jobs(connection, caller.account_id) >= settings.jobs_per_account:
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
        "centre_id": stored.centre_id,
        "roster_id": stored.roster_id,
        "kind": kind,
        "options": json.dumps({**options, "revision": stored.version.revision}),
    }
    job_rows.add_job(connection, row)
    return job_rows.job(connection, job_id)


@dataclass(frozen=True, slots=True)
class Claim:
    """A worker's hold on a job. `number` counts the claims: a worker that was given up for dead holds an old one."""

    job_id: str
    number: int

    def tell(self, connection: Connection, **values: Any) -> bool:
        """Write to the job; False where the job is no longer this claim's."""
        return job_rows.tell_job(connection, self.job_id, self.number, values)

    def end(self, connection: Connection, status: JobStatus, **values: Any) -> bool:
        """Write how the job ended, and tell whoever asked for it."""
        mine = self.tell(connection, status=status.value, finished_at=now_micros(), **values)
        if mine:
            tell_job_ended(connection, self.job_id, status.value, values.get("result"))
        return mine


def claim(connection: Connection, job_id: str, worker_id: str, most: int) -> Claim | None:
    """Take a job up; None where it is over, or has been taken up too often and is failed now."""
    number = job_rows.claim_job(connection, job_id, worker_id)
    if number is None:
        return None
    held = Claim(job_id, number)
    if number > most:
        held.end(connection, JobStatus.FAILED, error=f"its worker died {number - 1} times")
        return None
    return held
