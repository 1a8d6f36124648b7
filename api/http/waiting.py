"""What waits for a caller: the desk's asks, and the caller's own running solves; each with where it is done."""

from dataclasses import dataclass

from sqlalchemy import select

from api.accounts.caller import Caller, Right
from api.http.dependencies import Services
from api.jobs.book import UNFINISHED
from api.store.tables import JOBS
from roster.desk.inbox.waiting import Waiting, waiting_for

PLACES = {
    "accept": "/swaps/{}",
    "swap": "/swaps/{}",
    "confirm": "/swaps/{}",
    "leave": "/leave/{}",
    "certificate": "/leave/{}",
    "vacancy": "/leave/{}",
    "grants": "/rosters/{}/grants",
    "consent": "/rosters/{}/consents",
    "draft": "/rosters/{}",
    "job": "/jobs/{}",
}
"""Where each kind is done: below `/api/v1` for programs, as it is for people."""


@dataclass(frozen=True)
class Asked:
    """Something that waits; `about` is None for a running solve."""

    kind: str
    id: str
    about: Waiting | None = None

    @property
    def link(self) -> str:
        """Where it is done."""
        return PLACES[self.kind].format(self.id)


def waiting(parts: Services, caller: Caller, centre_id: str) -> list[Asked]:
    """All that waits for the caller in a centre, soonest first; running solves last."""
    publishes = caller.may(Right.PUBLISH)
    found = [
        Asked(item.kind, item.subject, item)
        for item in waiting_for(parts.office.desk(centre_id), caller.person, publishes=publishes)
    ]
    mine = (JOBS.c.account_id == caller.account_id) & JOBS.c.status.in_(UNFINISHED) & (JOBS.c.centre_id == centre_id)
    with parts.store.reading() as connection:
        running = connection.execute(select(JOBS.c.id).where(mine).order_by(JOBS.c.created_at)).scalars()
        found.extend(Asked("job", job_id) for job_id in running)
    return found
