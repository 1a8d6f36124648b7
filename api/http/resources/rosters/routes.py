"""Rosters: made, read, edited, checked, thought through, published, closed, exported, and given to the solver."""

import tempfile
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, Query, Response

from api.accounts.caller import Caller, Right, Role
from api.etag import is_named
from api.http.dependencies import CentreQuery, Me, MonthQuery, Parts, Planner, Publisher, Services, Tongue
from api.http.idempotency import once
from api.http.lookup import as_read, roster_of
from api.http.models import PageOf
from api.http.paging import Paged, PageQuery
from api.http.replies import (
    IfMatch,
    IfNoneMatch,
    Reply,
    answer,
    download,
    encode,
    encoded,
    not_modified,
    table_download,
    validated,
)
from api.http.resources.jobs.bodies import JobOut
from api.http.resources.rosters.bodies import (
    CoverageRow,
    DutiesOut,
    DutyRow,
    FindingOut,
    PublishBody,
    Removed,
    RosterBody,
    RosterOut,
    SolveBody,
    WhatIfBody,
    WhatIfOut,
    day_of,
)
from api.http.routing import resource, takes
from api.http.tables import TABLE_BYTES, described, table_of
from api.jobs.book import submit
from api.office.drafts import fill_draft, need_sound
from api.office.office import StoredRoster, parse_month
from api.problem import input_problem
from api.views.duties import duty_view
from api.views.jobs import job_view
from api.views.rosters import finding_view, roster_view, what_if_view
from constraints import CATALOGUE
from roster.desk.board.board import Board
from roster.desk.board.what_if import what_if
from roster.desk.refusals import wrong_state
from roster.desk.rosters.close_desk import close_month
from roster.desk.rosters.edit_desk import draft_board
from roster.desk.rosters.month_desk import open_month
from roster.desk.rosters.roster_desk import publish, save_draft
from roster.files import roster_csv
from roster.model import Case, Duty, Roster
from roster.report import coverage
from roster.rule import Finding
from roster.store.case_rows import month_row, teams
from roster.store.roster_rows import BINDING, RosterState
from roster.text import Text, clock_time

router = resource("/rosters", "rosters")
PRIVATE_RULES = frozenset(rule.id for rule in CATALOGUE if rule.private)
MAX_DUTIES = 20_000
MAX_PUT = 5 * MAX_DUTIES
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def out(stored: StoredRoster) -> dict[str, Any]:
    """A roster as it is sent."""
    return roster_view(stored.version, stored.centre_id, stored.month, stored.duties)


def now_shown(parts: Services, roster_id: int, status: int = 200) -> Reply:
    """A roster as it is now, after a change."""
    with parts.store.reading() as connection:
        stored = parts.office.stored(connection, str(roster_id))
    return Reply(out(stored), status, {"ETag": stored.etag, "Location": f"/api/v1/rosters/{stored.roster_id}"})


@router.get("", response_model=PageOf[RosterOut])
def list_rosters(
    parts: Parts, caller: Me, page: Paged, centre_id: CentreQuery = None, month: MonthQuery = None
) -> Response:
    """Rosters, newest month first; drafts only for who plans."""
    chosen = centre_id or caller.centre_id
    if chosen is not None:
        caller.need_centre(chosen)
    elif not caller.sees_every_centre:
        return answer(page.of([]))
    states = list(RosterState) if caller.may(Right.PLAN) else BINDING
    named = parse_month(month) if month else None
    with parts.store.reading() as connection:
        page_rows, total = parts.office.list_stored(connection, chosen, named, states, page.offset, page.limit)
    return answer(page.out([out(stored) for stored in page_rows], total))


@router.post("", status_code=201, response_model=RosterOut)
@once
def make_roster(parts: Parts, caller: Planner, body: RosterBody) -> Reply:
    """Make an empty draft of a month; fill it by `solve` or by hand.

    A month without a case gets one from the month before, as its published roster stands.
    """
    caller.need_centre(body.centre_id)
    desk = parts.office.desk(body.centre_id)
    month = parse_month(body.month)
    open_month(desk, caller.person, month)
    version = save_draft(desk, caller.person, month, Roster(()), note=body.label)
    return now_shown(parts, version.roster_id, 201)


@router.get("/{roster_id}", response_model=RosterOut)
def get_roster(parts: Parts, caller: Me, roster_id: str, if_none_match: IfNoneMatch = None) -> Response:
    """One roster, with its ETag."""
    with parts.store.reading() as connection:
        stored = roster_of(parts, caller, connection, roster_id)
    if is_named(stored.etag, if_none_match):
        return not_modified(stored.etag)
    return answer(out(stored), validated(stored.etag))


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
    narrow = caller.role is Role.AGENT
    with parts.store.reading() as connection:
        stored = roster_of(parts, caller, connection, roster_id)
        # Who is in which team is the month's business, and may change under the roster.
        month = month_row(connection, stored.centre_id, stored.month).revision if narrow else 0
        tag = f'"{stored.etag[1:-1]}.{caller.agent_id if narrow else ""}.{month}.{offset}.{limit}"'
        if agent_id is None and day is None and is_named(tag, if_none_match):
            return not_modified(tag)
        roster = parts.office.roster(connection, stored)
        # Teams are all that is asked of the case here: the month's board would have to be read whole after a change.
        team_of = teams(connection, stored.centre_id, stored.month) if narrow else {}
    team = team_of.get(caller.agent_id or "")

    def shown() -> bytes:
        duties = [
            duty
            for duty in roster.duties
            if (agent_id is None or duty.agent_id == agent_id)
            and (day is None or duty.day == day)
            and (not narrow or team_of.get(duty.agent_id) == team)
        ]
        page = PageQuery(offset, limit)
        return encode(page.out([duty_view(duty) for duty in page.part(duties)], len(duties)))

    key = ("duties", stored.key, month, team, agent_id, day, offset, limit)
    return encoded(parts.office.remember(key, shown), validated(tag))


@router.put("/{roster_id}/duties", response_model=RosterOut, openapi_extra=described(DutyRow, MAX_PUT))
@takes(TABLE_BYTES)
@once
def put_duties(
    parts: Parts,
    caller: Planner,
    roster_id: str,
    rows: Annotated[list[dict[str, Any]], Depends(table_of(DutyRow, MAX_PUT))],
    if_match: IfMatch = None,
) -> Reply:
    """Put these duties in place of a draft's. What they break is then at `findings`."""
    with parts.store.reading() as connection:
        stored = roster_of(parts, caller, connection, roster_id)
    duties = [Duty(row["agent_id"], day_of(row["date"]), row["shift"], row["job"]) for row in rows]
    desk = parts.office.desk(stored.centre_id)
    fill_draft(desk, caller.person, as_read(stored, if_match), Roster.of(duties), "roster.edit")
    return now_shown(parts, stored.roster_id)


@router.get("/{roster_id}/coverage", response_model=PageOf[CoverageRow])
def get_coverage(parts: Parts, caller: Me, roster_id: str, page: Paged) -> Response:
    """Seats required and rostered per interval and job."""
    with parts.store.reading() as connection:
        stored = roster_of(parts, caller, connection, roster_id)
        roster = parts.office.roster(connection, stored)
        board = parts.office.desk(stored.centre_id).board(stored.month)
    case = board.case
    key = ("coverage", stored.key, id(case))
    table = parts.office.remember(key, lambda: (case, coverage(board.evidence(roster))))[1]
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
        stored = roster_of(parts, caller, connection, roster_id)
        board = parts.office.desk(stored.centre_id).board(stored.month)
        roster = parts.office.roster(connection, stored)
    every = parts.office.findings(stored, roster, board)
    team = _team(caller, board.case)
    findings = [
        item for item in every if (hard is None or item.hard == hard) and may_read(caller, board.case, team, item)
    ]
    return answer(page.out([finding_view(item, language) for item in page.part(findings)], len(findings)))


def _team(caller: Caller, case: Case) -> str | None:
    own = case.agent_by_id.get(caller.agent_id or "")
    return own.team if own else None


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


@router.post("/{roster_id}/what-if", response_model=WhatIfOut)
def think(parts: Parts, caller: Planner, language: Tongue, roster_id: str, body: WhatIfBody) -> Response:
    """Think a change by hand through: every rule before and after; nothing is written."""
    with parts.store.reading() as connection:
        stored = roster_of(parts, caller, connection, roster_id)
        board = draft_board(parts.office.desk(stored.centre_id), stored.roster_id)[1]
    removed = [_there(board, item) for item in body.removed]
    added = [Duty(row.agent_id, day_of(row.date), row.shift, row.job) for row in body.added]
    need_sound(board.case, board.changed(removed, added).duties)
    effect = what_if(board, removed, added)
    team = _team(caller, board.case)
    worse, better = (
        [item for item in items if may_read(caller, board.case, team, item)] for items in (effect.worse, effect.better)
    )
    return answer(what_if_view(effect, worse, better, language))


def _there(board: Board, item: Removed) -> Duty:
    duty = board.duties.get(item.agent_id, {}).get(day_of(item.date))
    if duty is None:
        raise input_problem(
            "removed",
            Text(f"{item.agent_id} 在 {item.date} 没有班", f"{item.agent_id} has no duty on {item.date}"),
            Text("写排班中有的班", "Name a duty of the roster"),
        )
    return duty


@router.post("/{roster_id}/publish", response_model=RosterOut)
@once
def publish_roster(
    parts: Parts, caller: Publisher, roster_id: str, body: PublishBody | None = None, if_match: IfMatch = None
) -> Reply:
    """Make a draft the month's roster: it binds everybody, and calendars and notices follow."""
    with parts.store.reading() as connection:
        stored = roster_of(parts, caller, connection, roster_id)
    said = body or PublishBody()
    version = publish(
        parts.office.desk(stored.centre_id),
        caller.person,
        stored.roster_id,
        revision=as_read(stored, if_match).version.revision,
        accept_breaches=said.accept_breaches,
        without_consent=said.without_consent,
        reason=said.reason,
    )
    return now_shown(parts, version.roster_id)


@router.post("/{roster_id}/close", response_model=RosterOut)
@once
def close(parts: Parts, caller: Publisher, roster_id: str, if_match: IfMatch = None) -> Reply:
    """Close a month that is over: nothing of it changes any more, and the year remembers its counts."""
    with parts.store.reading() as connection:
        stored = roster_of(parts, caller, connection, roster_id)
    revision = as_read(stored, if_match).version.revision
    if not stored.binds:
        raise wrong_state(stored.version.state.value, "published")
    close_month(parts.office.desk(stored.centre_id), caller.person, stored.month, revision=revision)
    return now_shown(parts, stored.roster_id)


@router.post("/{roster_id}/solve", status_code=202, response_model=JobOut)
@once
def solve(parts: Parts, caller: Planner, roster_id: str, body: SolveBody) -> Reply:
    """Let the solver fill a draft. The answer names the job to watch."""
    return _submit(parts, caller, roster_id, "solve", body)


@router.post("/{roster_id}/replan", status_code=202, response_model=JobOut)
@once
def replan(parts: Parts, caller: Planner, roster_id: str, body: SolveBody) -> Reply:
    """Re-plan a published roster with the fewest changes, into a new draft; the past does not move."""
    return _submit(parts, caller, roster_id, "replan", body)


@router.post("/{roster_id}/explain", status_code=202, response_model=JobOut)
@once
def explain(parts: Parts, caller: Planner, roster_id: str, body: SolveBody) -> Reply:
    """Prove why a draft's month has no roster, and what would help. The answer names the job to watch."""
    return _submit(parts, caller, roster_id, "explain", body)


def _submit(parts: Services, caller: Caller, roster_id: str, kind: str, body: SolveBody) -> Reply:
    with parts.store.writing() as connection:
        stored = roster_of(parts, caller, connection, roster_id)
        agents = len(teams(connection, stored.centre_id, stored.month))
        row = submit(connection, parts.settings, caller, stored, kind, body.model_dump(), agents)
    return Reply(job_view(row), 202, {"Location": f"/api/v1/jobs/{row.id}"})


@router.get("/{roster_id}/export.csv", response_class=Response, responses={200: {"content": {"text/csv": {}}}})
def export_csv(parts: Parts, caller: Planner, roster_id: str) -> Response:
    """The roster as roster.csv."""
    with parts.store.reading() as connection:
        stored = roster_of(parts, caller, connection, roster_id)
        roster = parts.office.roster(connection, stored)
    return table_download(roster_csv.text(roster.duties), f"roster-{stored.month}.csv")


@router.get("/{roster_id}/export.xlsx", response_class=Response, responses={200: {"content": {XLSX: {}}}})
def export_xlsx(parts: Parts, caller: Planner, roster_id: str, language: Tongue) -> Response:
    """The roster as the workbook that a supervisor prints."""
    from roster.files.workbook.book import write_workbook

    with parts.store.reading() as connection:
        stored = roster_of(parts, caller, connection, roster_id)
        roster = parts.office.roster(connection, stored)
        board = parts.office.desk(stored.centre_id).board(stored.month)
    with tempfile.TemporaryDirectory(prefix="roster-export-") as name:
        path = Path(name) / "roster.xlsx"
        write_workbook(path, board.evidence(roster), board.rulebook, language)
        data = path.read_bytes()
    return download(data, XLSX, f"roster-{stored.month}.xlsx")
