"""The notice of a job that is over, for whoever asked for it: one may leave the page while it runs."""

import json
import uuid
from typing import Any

from api.jobs.words import KINDS, OUTCOMES, STATES
from api.store import notice_rows
from api.store.account_rows import account
from api.store.instant import now_micros
from api.store.job_rows import job
from roster.errors import NotFoundError
from roster.store.case_rows import month_named
from roster.store.connect import Connection
from roster.store.roster_rows import roster_version


def tell_job_ended(connection: Connection, job_id: str, status: str, result: str | None) -> None:
    """Tell it in the transaction that writes the end; what somebody stopped themselves is no news."""
    if status == "cancelled":
        return
    row = job(connection, job_id)
    try:
        version = roster_version(connection, row.roster_id)
    except NotFoundError:
        return
    _, month = month_named(connection, version.month_id)
    ended = OUTCOMES.get(json.loads(result or "{}").get("outcome", ""), STATES[status])
    kind = KINDS[row.kind]
    notice: dict[str, Any] = {
        "id": str(uuid.uuid4()),
        "account_id": account(connection, row.account_id).id,
        "occasion": f"job:{job_id}:ended",
        "zh": f"{kind.zh} {month} v{version.version}:{ended.zh}",
        "en": f"{kind.en} {month} v{version.version}: {ended.en[0].lower()}{ended.en[1:]}",
        "link": f"/api/v1/jobs/{job_id}",
        "created_at": now_micros(),
    }
    if row.account_id not in notice_rows.told_of(connection, str(notice["occasion"])):
        notice_rows.add_notices(connection, [notice])
