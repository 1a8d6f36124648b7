"""What waits for a caller: the desk's asks, and the caller's own running solves; each with where it is done."""

from dataclasses import dataclass
from typing import Any

from api.accounts.caller import Caller, Right
from api.http.dependencies import Services
from api.store.job_rows import jobs_under_way
from roster.desk.inbox.waiting import Waiting, waiting_for

PLACES = {
    "accept": "/swaps/{}",
    "swap": "/swaps/{}",
    "confirm": "/swaps/{}",
    "payback": "/swaps/{}",
    "leave": "/leave/{}",
    "certificate": "/leave/{}",
    "vacancy": "/leave/{}",
    "grants": "/rosters/{}/grants",
    "consent": "/rosters/{}/consents",
    "draft": "/rosters/{}",
    "permit": "/permits/{}",
    "task": "/tasks?at={}",
    "hear": "/tasks?at={}",
    "sign": "/handovers/{}",
    "grades": "/grades?month={}",
    "job": "/jobs/{}",
}
"""Where each kind is done: below `/api/v1` for programs, as it is for people."""


@dataclass(frozen=True)
class WaitingItem:
    """Something that waits; `about` is None for a running solve."""

    kind: str
    id: str
    about: Waiting | None = None

    @property
    def link(self) -> str:
        """Where it is done."""
        return PLACES[self.kind].format(self.id)


def waiting(parts: Services, caller: Caller, centre_id: str) -> list[WaitingItem]:
    """All that waits for the caller in a centre, soonest first; running solves last."""
    publishes = caller.may(Right.PUBLISH)
    items = [
        WaitingItem(item.kind, item.subject, item)
        for item in waiting_for(parts.office.desk(centre_id), caller.person, publishes=publishes)
    ]
    with parts.store.reading() as connection:
        items.extend(WaitingItem("job", job_id) for job_id in jobs_under_way(connection, caller.account_id, centre_id))
    return items


def waiting_view(item: WaitingItem) -> dict[str, Any]:
    """Something that waits, as programs get it."""
    about = item.about
    return {
        "kind": item.kind,
        "id": item.id,
        "link": item.link,
        "month": str(about.month) if about else None,
        "people": list(about.people) if about else [],
        "days": [day.isoformat() for day in about.days] if about else [],
        "due": about.due.isoformat() if about and about.due else None,
        "on_behalf_of": about.principal if about else "",
        "gap": about.gap if about else 0,
        "consent_needed": about.consent_needed if about else False,
        "count": about.count if about else 1,
        "reported_by": about.reported_by if about else "",
        "asked": about.asked if about else "",
    }
