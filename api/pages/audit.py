"""The log: who did what to what and when; whether its chain is whole."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Response

from api.accounts.caller import Right
from api.pages.me import here_name
from api.pages.shell import Here, PageRoute, Shell
from api.pages.swaps import day_in
from api.pages.times import moment_text
from api.views.acts import ACTS, SUBJECTS
from roster.store.audit import AuditQuery, AuditRow, audit_page, verify
from roster.text import Text

router = APIRouter(route_class=PageRoute, include_in_schema=False)
SHOWN = 100
PLACES = {"roster": "/rosters/{}", "agent": "/people/{}", "person": "/people/{}", "month": "/rosters?month={}"}
"""Where the administrator may look at it."""


@router.get("/audit")
def audit(
    here: Here, actor: str = "", action: str = "", first: str = "", last: str = "", offset: int = 0, check: str = ""
) -> Response:
    """The rows wanted, newest first."""
    here.need(Right.ADMIN)
    since, until = day_in(first), day_in(last)
    offset = min(max(offset, 0), 10_000_000)

    def midnight(day: Any) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=here.zone).astimezone(UTC)

    wanted = AuditQuery(
        here.caller.centre_id,
        actor or None,
        action or None,
        None,
        midnight(since) if since else None,
        midnight(until + timedelta(days=1)) if until else None,
    )
    with here.parts.store.reading() as connection:
        rows, total = audit_page(connection, wanted, offset, SHOWN)
        verdict = verify(connection) if check else None
    return here.render(
        "audit.html",
        rows=[_row(here, row) for row in rows],
        total=total,
        verdict=verdict,
        actor=actor,
        action=action,
        first=first,
        last=last,
        acts=[(name, here.say(words)) for name, words in ACTS.items()],
        before=offset - SHOWN if offset >= SHOWN else None,
        after=offset + SHOWN if offset + SHOWN < total else None,
    )


def _row(here: Shell, row: AuditRow) -> dict[str, Any]:
    kind, _, subject = row.subject.partition(":")
    person = row.actor
    name = here_name(here, person) if here.months and person not in {"", "system"} else here.say(Text("系统", "system"))
    return {
        "seq": row.seq,
        "at": moment_text(datetime.fromisoformat(row.at), here.zone),
        "who": name,
        "act": here.say(ACTS.get(row.action, Text(row.action, row.action))),
        "subject": f"{here.say(SUBJECTS[kind])} {subject}" if kind in SUBJECTS else row.subject,
        "link": PLACES[kind].format(quote(subject)) if _there(here, kind, subject) else "",
        "payload": row.payload,
        "hash": row.hash,
    }


def _there(here: Shell, kind: str, subject: str) -> bool:
    """Whether what a row is about has a page still, and one that the administrator may open."""
    if kind == "roster":
        return subject.isdecimal()
    if kind == "month":
        return subject in map(str, here.months)
    return kind in PLACES and bool(here.months) and subject in here.board.case.agent_by_id
