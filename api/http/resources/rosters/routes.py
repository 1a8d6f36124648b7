"""Rosters: made, read, edited, checked, published, exported, and given to the solver."""

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Response
from pydantic import Field

from api.accounts.caller import Caller, Right, Role
from api.http.dependencies import (
    Key,
    Me,
    Page,
    Paged,
    Parts,
    Planner,
    Publisher,
    Reply,
    Services,
    Tongue,
    Write,
    Writing,
    answer,
    encode,
)
from api.http.models import PageOf
from api.http.resources.jobs.routes import JobOut, job_out
from api.http.resources.rosters.bodies import (
    CoverageRow,
    DutiesOut,
    DutyRow,
    FindingOut,
    PublishBody,
    RosterBody,
    RosterOut,
    SolveBody,
    day_of,
)
from api.office.drafts import fill_draft
from api.office.office import BINDING, Kept, instant, parse_month
from api.problem import PRECONDITION, Problem
from constraints import CATALOGUE
from roster.desk.rosters.roster_desk import publish, save_draft
from roster.errors import NotFoundError
from roster.files import roster_csv
from roster.model import Case, Duty, Roster
from roster.report import coverage
from roster.rule import TICKS, Evidence, Finding
from roster.store.case_rows import teams
from roster.store.roster_rows import RosterState
from roster.text import Language, clock_time

router = APIRouter(prefix="/rosters", tags=["rosters"])
IfMatch = Annotated[str | None, Header(description="The ETag of the version that was read")]
IfNoneMatch = Annotated[str | None, Header(description="The ETag that the client has")]
PRIVATE_RULES = frozenset(rule.id for rule in CATALOGUE if rule.private)
MAX_DUTIES = 20_000


def kept_of(parts: Services, caller: Caller, connection: Any, roster_id: str) -> Kept:
    """A roster that the caller may see: of an own centre, and a draft only for who plans."""
    kept = parts.office.kept(connection, roster_id)
    caller.need_centre(kept.centre_id)
    if not kept.binds and not caller.may(Right.PLAN):
        raise NotFoundError(roster_id)
    return kept


def as_read(kept: Kept, if_match: str | None) -> Kept:
    """The roster at the revision that the client read (RFC 9110 §13.1.1), 0 for another one than there is.

    The desk compares it within its transaction, after it has looked for a repetition: that is answered as before.
    """
    if if_match is None:
        raise Problem(PRECONDITION)
    given = {item.strip() for item in if_match.split(",")}
    revision = kept.version.revision if "*" in given or kept.etag in given else 0
    return replace(kept, version=replace(kept.version, revision=revision))


def not_modified(tag: str, if_none_match: str | None) -> bool:
    """Whether the client has this version already (compared weakly, RFC 9110 §13.1.2)."""
    if if_none_match is None:
        return False
    given = {item.strip().removeprefix("W/") for item in if_none_match.split(",")}
    return tag in given or "*" in given


def out(kept: Kept) -> dict[str, Any]:
    """A roster as it is sent."""
    version = kept.version
    return {
        "id": str(kept.roster_id),
        "centre_id": kept.centre_id,
        "month": str(kept.month),
        "label": version.note,
        "state": version.state.value,
        "version": version.version,
        "revision": version.revision,
        "duties": kept.duties,
        "created_by": version.created_by,
        "created_at": version.created_at.isoformat(),
        "published_at": instant(version.published_at),
    }


def out_now(parts: Services, roster_id: int, status: int = 200) -> Response:
    """A roster as it is now, after a change."""
    with parts.store.reading() as connection:
        kept = parts.office.kept(connection, str(roster_id))
    return answer(out(kept), {"ETag": kept.etag, "Location": f"/api/v1/rosters/{kept.roster_id}"}, status)


@router.get("", response_model=PageOf[RosterOut])
def list_rosters(
    parts: Parts,
    caller: Me,
    page: Paged,
    centre_id: Annotated[str | None, Query(max_length=200)] = None,
    month: Annotated[str | None, Query(max_length=7)] = None,
) -> Response:
    """Rosters, newest month first; drafts only for who plans."""
    if centre_id is not None:
        caller.need_centre(centre_id)
    states = list(RosterState) if caller.may(Right.PLAN) else BINDING
    chosen = parse_month(month) if month else None
    with parts.store.reading() as connection:
        found, total = parts.office.list_kept(
            connection, centre_id or caller.centre_id, chosen, states, page.offset, page.limit
        )
    return answer(page.out([out(kept) for kept in found], total))


@router.post("", status_code=201, response_model=RosterOut)
def make_roster(parts: Parts, caller: Planner, body: RosterBody, key: Key = None) -> Response:
    """Make an empty draft of a month; fill it by `solve` or by hand."""
    caller.need_centre(body.centre_id)
    desk = parts.office.desk(body.centre_id)
    version = save_draft(desk, caller.person, parse_month(body.month), Roster(()), note=body.label, key=key)
    return out_now(parts, version.roster_id, 201)


@router.get("/{roster_id}", response_model=RosterOut)
def get_roster(parts: Parts, caller: Me, roster_id: str, if_none_match: IfNoneMatch = None) -> Response:
    """One roster, with its ETag."""
    with parts.store.reading() as connection:
        kept = kept_of(parts, caller, connection, roster_id)
    if not_modified(kept.etag, if_none_match):
        return Response(status_code=304, headers={"ETag": kept.etag})
    return answer(out(kept), {"ETag": kept.etag})


@router.get("/{roster_id}/duties", response_model=DutiesOut)
def get_duties(
    parts: Parts,
    caller: Me,
    roster_id: str,
    agent_id: Annotated[str | None, Query(max_length=200)] = None,
    day: Annotated[date | None, Query(alias="date")] = None,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=MAX_DUTIES)] = MAX_DUTIES,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """The duties, a whole month in one page by default; an agent sees those of the own team."""
    with parts.store.reading() as connection:
        kept = kept_of(parts, caller, connection, roster_id)
        tag = f'"{kept.etag[1:-1]}.{caller.role.value[:1]}{offset}.{limit}"'
        if agent_id is None and day is None and not_modified(tag, if_none_match):
            return Response(status_code=304, headers={"ETag": tag})
        roster = parts.office.roster(connection, kept)
        # Teams are all that is asked of the case here: the month's board would have to be read whole after a change.
        team_of = teams(connection, kept.centre_id, kept.month) if caller.role is Role.AGENT else {}
    team = team_of.get(caller.agent_id or "")

    def shown() -> bytes:
        duties = [
            duty
            for duty in roster.duties
            if (agent_id is None or duty.agent_id == agent_id)
            and (day is None or duty.day == day)
            and (caller.role is not Role.AGENT or team_of.get(duty.agent_id) == team)
        ]
        chosen = duties[offset : offset + limit]
        return encode(Page(offset, limit).out([duty_out(duty) for duty in chosen], len(duties)))

    narrow = team if caller.role is Role.AGENT else None
    key = ("duties", kept.key, narrow, agent_id, day, offset, limit)
    data = parts.office.memory.get(key, shown)
    return Response(data, headers={"ETag": tag}, media_type="application/json")


def duty_out(duty: Duty) -> dict[str, str]:
    """A duty as it is sent."""
    return {"agent_id": duty.agent_id, "date": duty.day.isoformat(), "shift": duty.shift, "job": duty.job}


@router.put("/{roster_id}/duties", response_model=RosterOut)
def put_duties(
    parts: Parts,
    caller: Planner,
    roster_id: str,
    body: Annotated[list[DutyRow], Field(max_length=MAX_DUTIES * 5)],
    if_match: IfMatch = None,
    key: Key = None,
) -> Response:
    """Put these duties in place of a draft's. What they break is then at `findings`."""
    with parts.store.reading() as connection:
        kept = kept_of(parts, caller, connection, roster_id)
        granted = kept.version.granted
    read = as_read(kept, if_match)
    duties = [Duty(row.agent_id, day_of(row.date), row.shift, row.job) for row in body]
    desk = parts.office.desk(kept.centre_id)
    fill_draft(desk, caller.person, read, Roster.of(duties, granted), "roster.edit", key)
    return out_now(parts, kept.roster_id)


@router.get("/{roster_id}/coverage", response_model=PageOf[CoverageRow])
def get_coverage(parts: Parts, caller: Me, roster_id: str, page: Paged) -> Response:
    """Seats required and rostered per interval and job."""
    with parts.store.reading() as connection:
        kept = kept_of(parts, caller, connection, roster_id)
        roster = parts.office.roster(connection, kept)
    case = parts.office.desk(kept.centre_id).board(kept.month).case
    key = ("coverage", kept.key, id(case))
    table = parts.office.memory.get(key, lambda: (case, coverage(Evidence(case, roster))))[1]
    total = len(table.jobs) * len(table.intervals)
    items = []
    for place in range(page.offset, min(page.offset + page.limit, total)):
        index, job = divmod(place, len(table.jobs))
        day, minute, _, _ = table.intervals[index]
        items.append(
            {
                "date": day.isoformat(),
                "time": clock_time(minute),
                "job": table.jobs[job],
                "required": int(table.required[job, index]),
                "minimum": int(table.minimum[job, index]),
                "rostered": int(table.rostered[job, index]),
            }
        )
    return answer(page.out(items, total))


@router.get("/{roster_id}/findings", response_model=PageOf[FindingOut])
def get_findings(
    parts: Parts,
    caller: Me,
    roster_id: str,
    page: Paged,
    language: Tongue,
    hard: Annotated[bool | None, Query(description="Only breaches, or only prices paid")] = None,
) -> Response:
    """What the independent checks find; of others' private matters nothing is told."""
    with parts.store.reading() as connection:
        kept = kept_of(parts, caller, connection, roster_id)
        board = parts.office.desk(kept.centre_id).board(kept.month)
        every = parts.office.findings(connection, kept, board)
    case = board.case
    own = case.agent_by_id.get(caller.agent_id or "")
    found = [
        item
        for item in every
        if (hard is None or item.hard == hard) and may_read(caller, case, own.team if own else None, item)
    ]
    chosen = found[page.offset : page.offset + page.limit]
    return answer(page.out([finding_out(item, language) for item in chosen], len(found)))


def finding_out(item: Finding, language: Language) -> dict[str, Any]:
    """A finding as it is sent."""
    return {
        "rule": item.rule,
        "clause": item.clause,
        "hard": item.hard,
        "agent_id": item.agent_id,
        "date": item.day.isoformat() if item.day else None,
        "measured": item.measured,
        "required": item.required,
        "points": item.cost_ticks / TICKS,
        "message": item.message.to(language),
    }


def may_read(caller: Caller, case: Case, team: str | None, item: Finding) -> bool:
    """Whether a finding is the caller's to read: of others' private matters nothing is told."""
    if item.agent_id is None:
        return caller.role is not Role.AGENT
    agent = case.agent_by_id.get(item.agent_id)
    if agent is None:
        return caller.may(Right.PLAN)
    if item.rule in PRIVATE_RULES and caller.role in {Role.AGENT, Role.LEADER}:
        return agent.agent_id == caller.agent_id
    return caller.sees_agent(agent, team) or caller.may(Right.PLAN)


@router.post("/{roster_id}/publish", response_model=RosterOut)
def publish_roster(
    parts: Parts,
    caller: Publisher,
    roster_id: str,
    body: PublishBody | None = None,
    if_match: IfMatch = None,
    key: Key = None,
) -> Response:
    """Make a draft the month's roster: it binds everybody, and calendars and notices follow."""
    with parts.store.reading() as connection:
        kept = kept_of(parts, caller, connection, roster_id)
    read = as_read(kept, if_match)
    said = body or PublishBody()
    version = publish(
        parts.office.desk(kept.centre_id),
        caller.person,
        kept.roster_id,
        revision=read.version.revision,
        accept_breaches=said.accept_breaches,
        without_consent=said.without_consent,
        reason=said.reason,
        key=key,
    )
    return out_now(parts, version.roster_id)


@router.post("/{roster_id}/solve", status_code=202, response_model=JobOut)
def solve(parts: Parts, caller: Planner, write: Write, roster_id: str, body: SolveBody) -> Response:
    """Let the solver fill a draft. The answer names the job to watch."""
    return _submit(parts, caller, write, roster_id, "solve", body)


@router.post("/{roster_id}/replan", status_code=202, response_model=JobOut)
def replan(parts: Parts, caller: Planner, write: Write, roster_id: str, body: SolveBody) -> Response:
    """Re-plan a published roster with the fewest changes, into a new draft; the past does not move."""
    return _submit(parts, caller, write, roster_id, "replan", body)


@router.post("/{roster_id}/explain", status_code=202, response_model=JobOut)
def explain(parts: Parts, caller: Planner, write: Write, roster_id: str, body: SolveBody) -> Response:
    """Prove why a draft's month has no roster, and what would help. The answer names the job to watch."""
    return _submit(parts, caller, write, roster_id, "explain", body)


def _submit(parts: Services, caller: Caller, write: Writing, roster_id: str, kind: str, body: SolveBody) -> Response:
    with parts.store.reading() as connection:
        kept = kept_of(parts, caller, connection, roster_id)
    case = parts.office.desk(kept.centre_id).board(kept.month).case

    def work(connection: Any) -> Reply:
        row = parts.jobs.submit(connection, caller, kept, kind, body.model_dump(), len(case.agents))
        return Reply(job_out(row), 202, {"Location": f"/api/v1/jobs/{row.id}"})

    return write.once(work)


@router.get("/{roster_id}/export.csv", response_class=Response, responses={200: {"content": {"text/csv": {}}}})
def export_csv(parts: Parts, caller: Planner, roster_id: str) -> Response:
    """The roster as roster.csv."""
    with parts.store.reading() as connection:
        kept = kept_of(parts, caller, connection, roster_id)
        roster = parts.office.roster(connection, kept)
    return _download(roster_csv.text(roster.duties).encode(), "text/csv; charset=utf-8", f"roster-{kept.month}.csv")


@router.get(
    "/{roster_id}/export.xlsx",
    response_class=Response,
    responses={200: {"content": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {}}}},
)
def export_xlsx(parts: Parts, caller: Planner, roster_id: str, language: Tongue) -> Response:
    """The roster as the workbook that a supervisor prints."""
    from roster.files.workbook import write_workbook

    with parts.store.reading() as connection:
        kept = kept_of(parts, caller, connection, roster_id)
        roster = parts.office.roster(connection, kept)
    board = parts.office.desk(kept.centre_id).board(kept.month)
    with tempfile.TemporaryDirectory(prefix="roster-export-") as name:
        path = Path(name) / "roster.xlsx"
        write_workbook(path, Evidence(board.case, roster), board.rulebook, language)
        data = path.read_bytes()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _download(data, kind, f"roster-{kept.month}.xlsx")


def _download(data: bytes, kind: str, name: str) -> Response:
    return Response(data, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
