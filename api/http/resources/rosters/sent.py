"""A roster that somebody sends: a grid or a list of duties, edited by hand in a workbook or a CSV file."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

from fastapi import Query, Request, Response
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from api.accounts.caller import Caller
from api.http.dependencies import CentreQuery, Parts, Planner, Services, Tongue, centre_of
from api.http.idempotency import Write, Writing
from api.http.replies import Reply, answer
from api.http.resources.centres.upload import CSV, XLSX, unpacked_upload
from api.http.resources.rosters.routes import now_shown
from api.http.routing import resource, takes
from api.office.office import parse_month
from constraints import CATALOGUE
from roster.desk.rosters.difference import difference
from roster.desk.rosters.granting import planned_leaves
from roster.desk.rosters.roster_desk import published_roster, save_draft
from roster.errors import NotFoundError
from roster.files.notice import Notice
from roster.files.read_roster import roster_of
from roster.model import Case, Month, Roster
from roster.rule import Evidence, Rulebook, inferred_grants
from roster.store.roster_rows import RosterVersion
from roster.text import Language

router = resource("/rosters", "rosters")


@dataclass(frozen=True)
class SentRoster:
    """A roster as it was read: what is worth saying of it, and what it would mean."""

    case: Case
    roster: Roster
    notices: tuple[Notice, ...]
    breaches: int
    changes: int | None
    """Cells that differ from the roster that binds; None where none does."""
    people: int | None


class SentOut(BaseModel):
    """What a roster that was sent would mean."""

    month: str
    duties: int
    breaches: int
    changes: int | None
    notices: list[str]


def binding_of(parts: Services, centre_id: str, month: Month) -> tuple[RosterVersion, Roster] | None:
    """What binds in the month."""
    try:
        return published_roster(parts.office.desk(centre_id), month)
    except NotFoundError:
        return None


def read_sent(parts: Services, centre_id: str, month: Month, place: Path) -> SentRoster:
    """The roster in a file, of a month that the centre has; InputError with every fault."""
    with parts.office.desk(centre_id).reading() as work:
        board = work.board(month)
        case = replace(board.case, leaves=planned_leaves(work, board))
    rulebook = Rulebook.of(CATALOGUE, case.centre)
    said: list[Notice] = []
    read = roster_of(place, case, said)
    roster = read.roster
    if not read.marks_leave:
        roster = replace(roster, granted=inferred_grants(case, roster, rulebook))
    breaches = sum(item.hard for item in rulebook.check(Evidence(case, roster)))
    binding = binding_of(parts, centre_id, month)
    changes = difference(binding[1], roster) if binding is not None else None
    people = len({item.agent_id for item in changes}) if changes is not None else None
    return SentRoster(case, roster, tuple(said), breaches, None if changes is None else len(changes), people)


def keep_sent(
    parts: Services, caller: Caller, centre_id: str, month: Month, sent: SentRoster, note: str, key: str | None = None
) -> RosterVersion:
    """The month's next draft; where a roster binds, a re-plan of it."""
    binding = binding_of(parts, centre_id, month)
    return save_draft(
        parts.office.desk(centre_id),
        caller.person,
        month,
        sent.roster,
        leaves=sent.case.leaves,
        note=note,
        re_plans=binding[0] if binding is not None else None,
        key=key,
    )


@router.post(
    "/import",
    status_code=201,
    responses={200: {"model": SentOut, "description": "What it would mean (`dry_run`)"}},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in (XLSX, CSV)},
        }
    },
)
@takes(0)
async def take_in_roster(
    request: Request,
    parts: Parts,
    caller: Planner,
    write: Write,
    language: Tongue,
    month: Annotated[str, Query(max_length=7, description="`2026-10`")],
    centre_id: CentreQuery = None,
    dry_run: Annotated[bool, Query(description="Only say what it would mean")] = False,
) -> Response:
    """Keep a roster from a workbook or a CSV file, a grid or a list of duties, as the month's next draft."""
    centre = centre_of(caller, centre_id)
    data, kind = await request.body(), request.headers.get("content-type", "")
    return await run_in_threadpool(
        _taken_in, parts, caller, write, centre, parse_month(month), data, kind, language, dry_run=dry_run
    )


def _taken_in(
    parts: Services,
    caller: Caller,
    write: Writing,
    centre_id: str,
    month: Month,
    data: bytes,
    kind: str,
    language: Language,
    *,
    dry_run: bool,
) -> Response:
    before = None if dry_run else write.known()
    if before is not None:
        return before
    with unpacked_upload(data, kind) as place:
        sent = read_sent(parts, centre_id, month, place)
    if dry_run:
        return answer(
            {
                "month": str(month),
                "duties": len(sent.roster.duties),
                "breaches": sent.breaches,
                "changes": sent.changes,
                "notices": [notice.line(language) for notice in sent.notices],
            }
        )

    def keep() -> Reply:
        made = keep_sent(parts, caller, centre_id, month, sent, "import")
        return now_shown(parts, made.roster_id, 201)

    return write.once(keep)
