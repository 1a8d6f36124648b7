"""The log: who did what to what and when; whether its chain is whole."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Response

from api.accounts.caller import Right
from api.pages.shell import Here, PageRoute, Shell
from api.pages.swaps import day_in
from api.pages.times import moment_text
from api.pages.views.log import LogReader, acts_of, names_in_log, people_called
from api.views.acts import ACTS, KINDS, acts_meant, acts_of_kind
from roster.desk.desk import Work
from roster.store import case_rows
from roster.store.audit import AuditQuery, AuditRow, audit_page, verify
from roster.text import both

router = APIRouter(route_class=PageRoute, include_in_schema=False)
SHOWN, MOST_ROWS = 50, 20
"""Rows on a page; rows that one act may write of one thing."""
PLACES = {"roster": "/rosters/{}", "agent": "/people/{}", "person": "/people/{}", "month": "/rosters?month={}"}
"""Where the administrator may look at it."""


@router.get("/audit")
def audit(
    here: Here, actor: str = "", action: str = "", first: str = "", last: str = "", offset: int = 0, check: str = ""
) -> Response:
    """The rows wanted, newest first."""
    here.need(Right.ADMIN)
    since, until = day_in(first), day_in(last)
    with here.parts.store.reading() as connection:
        mine = here.caller.centre_id
        known = [row.centre_id for row in case_rows.centres(connection) if mine in {None, row.centre_id}]
        names, logins = names_in_log(connection, mine, known)
    offset = min(max(offset, 0), 10_000_000)

    def midnight(day: Any) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=here.zone).astimezone(UTC)

    wanted = AuditQuery(
        here.caller.centre_id,
        since=midnight(since) if since else None,
        until=midnight(until + timedelta(days=1)) if until else None,
        people=people_called(actor, names, logins) if actor.strip() else None,
        acts=acts_meant(action) if action.strip() else None,
    )
    with here.parts.store.reading() as connection:
        # The row before tells whether the first belongs to an act that began on the page before; the last act is whole.
        before = min(offset, 1)
        found, total = audit_page(connection, wanted, offset - before, before + SHOWN + MOST_ROWS)
        verdict = verify(connection) if check else None
        readers = {
            centre: LogReader(
                Work(here.parts.office.desk(centre), connection, here.now, actor="", action="read"), here.zone, names
            )
            for centre in {row.centre_id for row in found}
        }
        shown, place = [], 0
        for rows in acts_of(found):
            if before <= place < before + SHOWN:
                shown.append(_act(here, readers[rows[0].centre_id], rows))
            place += len(rows)
    return here.render(
        "audit.html",
        acts=shown,
        total=total,
        verdict=verdict,
        actor=actor,
        action=action,
        first=first,
        last=last,
        kinds=[
            (kind, here.say(words), [(act, here.say(ACTS[act])) for act in acts_of_kind(kind)])
            for kind, (words, _) in KINDS.items()
        ],
        before=max(offset - SHOWN, 0) if offset else None,
        after=offset + SHOWN if offset + SHOWN < total else None,
    )


def _act(here: Shell, reader: LogReader, rows: tuple[AuditRow, ...]) -> dict[str, Any]:
    """An act under the number of its last row."""
    row = rows[0]
    kind, _, subject = row.subject.partition(":")
    return {
        "seq": row.seq,
        "at": moment_text(datetime.fromisoformat(row.at), here.zone),
        "who": here.say(reader.actor(row)),
        "act": here.say(ACTS.get(row.action, both(row.action))),
        "about": reader.about(rows),
        "came_to": reader.came_to(rows),
        "link": PLACES[kind].format(quote(subject)) if _there(here, kind, subject) else "",
        "rows": [(item, reader.details(item)) for item in reversed(rows)],
    }


def _there(here: Shell, kind: str, subject: str) -> bool:
    """Whether what a row is about has a page still, and one that the administrator may open."""
    if kind == "roster":
        return subject.isdecimal()
    if kind == "month":
        return subject in map(str, here.months)
    return kind in PLACES and bool(here.months) and subject in here.board.case.agent_by_id
