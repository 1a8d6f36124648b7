"""Work at a draft, cell by cell: what a cell could hold, where a duty could go, edits, pins, a cell's history."""

from typing import Annotated, Any

from fastapi import Query, Response

from api.accounts.caller import Caller, Role
from api.http.dependencies import Me, Parts, Planner, Services, Tongue
from api.http.idempotency import once
from api.http.lookup import as_read, roster_of
from api.http.models import Id
from api.http.replies import IfMatch, Reply, answer
from api.http.resources.centres.bodies import Day
from api.http.resources.edits.bodies import (
    CellBody,
    DraftBody,
    EditBody,
    EditOut,
    HistoryOut,
    OptionsOut,
    PinsBody,
    PinsOut,
    TargetsOut,
)
from api.http.resources.rosters.bodies import RosterOut, day_of
from api.http.resources.rosters.routes import PRIVATE_RULES, now_shown
from api.http.routing import resource, takes
from api.office.office import StoredRoster
from api.views.duties import duty_view
from api.views.rosters import finding_view
from roster.desk.board.board import Board
from roster.desk.board.edit import Effect, options, targets
from roster.desk.board.worsened import discreet
from roster.desk.refusals import wrong_state
from roster.desk.rosters.edit_desk import (
    draft_board,
    draft_from,
    edit_cells,
    history_of_cell,
    pin_cells,
    pins_of,
    thought_through,
)
from roster.errors import Fault, InputError, NotFoundError
from roster.files.grid_marks import is_day_off, is_leave_mark, parse_cell
from roster.model import Duty, Pin
from roster.rule import TICKS, Finding
from roster.store.roster_rows import RosterState
from roster.text import Language, Text

router = resource("/rosters", "rosters")
EDIT_BYTES = 2**20
"""A pasted block of cells is as large as a month's grid."""


def readable(caller: Caller, board: Board, finding: Finding) -> Finding:
    """The finding as the caller may read it: of another person's private reason only that there is one."""
    hidden = finding.rule in PRIVATE_RULES and caller.role in {Role.AGENT, Role.LEADER}
    return discreet(board.rulebook, finding) if hidden and finding.agent_id != caller.agent_id else finding


def _points(ticks_by_rule: dict[str, int]) -> dict[str, float]:
    return {rule: round(ticks / TICKS, 3) for rule, ticks in sorted(ticks_by_rule.items())}


def draft_of(parts: Services, caller: Caller, roster_id: str) -> tuple[StoredRoster, Board]:
    """A roster that the caller may see, with its board."""
    with parts.store.reading() as connection:
        stored = roster_of(parts, caller, connection, roster_id)
    return stored, draft_board(parts.office.desk(stored.centre_id), stored.roster_id)[1]


def cell_of(board: Board, body: CellBody) -> tuple[str, Any]:
    """The cell that is meant; NotFoundError for nobody's."""
    day = day_of(body.date)
    if body.agent_id not in board.case.agent_by_id or day not in board.case.month:
        raise NotFoundError(f"{body.agent_id} {body.date}")
    return body.agent_id, day


@router.post("/{roster_id}/options", response_model=OptionsOut)
def get_options(parts: Parts, caller: Planner, language: Tongue, roster_id: str, body: CellBody) -> Response:
    """What a cell could hold, each with what it breaks, costs and does to seats, before anything is chosen."""
    _, board = draft_of(parts, caller, roster_id)
    return answer(
        {"items": [option_out(caller, board, item, language) for item in options(board, *cell_of(board, body))]}
    )


def option_out(caller: Caller, board: Board, item: Any, language: Language) -> dict[str, Any]:
    """An option as it is sent."""
    effect: Effect = item.effect
    return {
        "shift": item.duty.shift if item.duty else None,
        "job": item.duty.job if item.duty else None,
        "now": item.now,
        "ok": not effect.worse,
        "breaks": [finding_view(readable(caller, board, finding), language) for finding in effect.worse],
        "points": round(effect.ticks / TICKS, 3),
        "points_by_rule": _points(effect.ticks_by_rule),
        "seats_lost": effect.seats_lost,
    }


@router.post("/{roster_id}/targets", response_model=TargetsOut)
def get_targets(parts: Parts, caller: Planner, roster_id: str, body: CellBody) -> Response:
    """Where a cell's duty may go: days of the same person, and people on the same day."""
    _, board = draft_of(parts, caller, roster_id)
    options = targets(board, *cell_of(board, body))
    return answer({"dates": [day.isoformat() for day in options.days], "agents": list(options.agents)})


@router.post("/{roster_id}/edits", response_model=EditOut)
@takes(EDIT_BYTES)
@once
def edit(
    parts: Parts, caller: Planner, language: Tongue, roster_id: str, body: EditBody, if_match: IfMatch = None
) -> Reply:
    """Change cells of a draft, all or nothing; with `dry_run` only say what it would do.

    A hard breach that is new or worse is refused unless its rule is among `accept`; publishing asks again.
    """
    stored, board = draft_of(parts, caller, roster_id)
    removed, added = meant(board, body)
    if body.dry_run:
        effect = thought_through(board, removed, added)
        view = effect_out(caller, board, effect, stored.version.revision, language)
        return Reply(view, headers={"ETag": stored.etag})
    done = edit_cells(
        parts.office.desk(stored.centre_id),
        caller.person,
        stored.roster_id,
        removed,
        added,
        revision=as_read(stored, if_match).version.revision,
        accept=body.accept,
    )
    effect = done.effect or Effect((), (), (), (), {}, ())
    tag = f'"{done.version.roster_id}-{done.version.revision}"'
    return Reply(effect_out(caller, board, effect, done.version.revision, language), headers={"ETag": tag})


def effect_out(caller: Caller, board: Board, effect: Effect, revision: int, language: Language) -> dict[str, Any]:
    """An edit as it is sent."""
    cells = {(duty.agent_id, duty.day) for duty in (*effect.removed, *effect.added)}
    return {
        "changed": len(cells),
        "worse": [finding_view(readable(caller, board, item), language) for item in effect.worse],
        "better": [finding_view(readable(caller, board, item), language) for item in effect.better],
        "points_more": round(effect.ticks / TICKS, 3),
        "points_by_rule": _points(effect.ticks_by_rule),
        "seats": [change.record for change in effect.seats],
        "seats_lost": effect.seats_lost,
        "inverse": {
            "removed": [{"agent_id": duty.agent_id, "date": duty.day.isoformat()} for duty in effect.added],
            "added": [duty_view(duty) for duty in effect.removed],
        },
        "revision": revision,
    }


def meant(board: Board, body: EditBody) -> tuple[list[Duty], list[Duty]]:
    """Removed and added duties of an edit; InputError with every cell that is not understood."""
    if body.cells is not None:
        return written(board, [(item.agent_id, item.date, item.text) for item in body.cells])
    faults: list[Fault] = []
    removed: list[Duty] = []
    for place, item in enumerate(body.removed):
        held = board.duties.get(item.agent_id, {}).get(day_of(item.date))
        if held is None:
            faults.append(_cell_fault("removed", place, item.agent_id, item.date, Text("没有班", "there is no duty")))
        else:
            removed.append(held)
    if faults:
        raise InputError(faults)
    return removed, [Duty(row.agent_id, day_of(row.date), row.shift, row.job) for row in body.added]


def written(board: Board, cells: list[tuple[str, str, str]]) -> tuple[list[Duty], list[Duty]]:
    """Cells as they were typed or pasted (agent, date, text), read as the workbook's grid is."""
    case = board.case
    faults: list[Fault] = []
    removed: list[Duty] = []
    added: list[Duty] = []
    for place, (agent_id, date, given) in enumerate(cells):
        text, day = given.strip(), day_of(date)
        if agent_id not in case.agent_by_id or day not in case.month:
            faults.append(_cell_fault("cells", place, agent_id, date, Text("没有这一格", "there is no such cell")))
            continue
        held = board.duties[agent_id].get(day)
        if is_leave_mark(text, case):
            if held is not None or board.on_leave(agent_id, day) is None:
                problem = Text("请假不能直接写在班表上", "leave is not written into the board")
                faults.append(_cell_fault("cells", place, agent_id, date, problem))
            continue
        meaning = None if is_day_off(text, case) else parse_cell(text, case.agent_by_id[agent_id], case)
        if meaning is None and not is_day_off(text, case):
            problem = Text(f"“{text}” 不是班次", f"“{text}” is no shift")
            faults.append(_cell_fault("cells", place, agent_id, date, problem, " ".join(case.shift_by_code)))
            continue
        if held is not None:
            removed.append(held)
        if meaning is not None:
            added.append(Duty(agent_id, day, *meaning))
    if faults:
        raise InputError(faults)
    return removed, added


def _cell_fault(where: str, place: int, agent_id: str, date: str, problem: Text, codes: str = "") -> Fault:
    remedy = Text("更正此格", "Correct the cell")
    if codes:
        remedy = Text(
            f"写班次代码、代码/工种,或休;班次有 {codes}", f"Write a code, CODE/JOB or off; the codes are {codes}"
        )
    return Fault(where, place + 1, f"{agent_id} {date}", problem, remedy)


@router.post("/{roster_id}/draft", status_code=201, response_model=RosterOut)
@once
def make_draft(parts: Parts, caller: Planner, roster_id: str, body: DraftBody | None = None) -> Reply:
    """A draft that begins as this roster stands; one from the published roster re-plans it, with consents."""
    with parts.store.reading() as connection:
        stored = roster_of(parts, caller, connection, roster_id)
    desk = parts.office.desk(stored.centre_id)
    made = draft_from(desk, caller.person, stored.roster_id, note=(body or DraftBody()).label)
    return now_shown(parts, made.roster_id, 201)


@router.get("/{roster_id}/pins", response_model=PinsOut)
def get_pins(parts: Parts, caller: Planner, roster_id: str) -> Response:
    """The cells that every solve of the month keeps as they are fixed."""
    with parts.store.reading() as connection:
        stored = roster_of(parts, caller, connection, roster_id)
    pins = pins_of(parts.office.desk(stored.centre_id), stored.roster_id)
    rows = [{"agent_id": p.agent_id, "date": p.day.isoformat(), "shift": p.shift, "job": p.job} for p in pins]
    return answer({"items": rows})


@router.post("/{roster_id}/pins", status_code=204, response_class=Response)
@once
def put_pins(parts: Parts, caller: Planner, roster_id: str, body: PinsBody) -> Reply:
    """Fix cells for every later solve, or free them."""
    with parts.store.reading() as connection:
        stored = roster_of(parts, caller, connection, roster_id)
    if stored.version.state is RosterState.CLOSED:
        raise wrong_state(stored.version.state.value, "draft", "published")
    fixed = [Pin(row.agent_id, day_of(row.date), row.shift, row.job) for row in body.fixed]
    freed = [(row.agent_id, day_of(row.date)) for row in body.freed]
    pin_cells(parts.office.desk(stored.centre_id), caller.person, stored.roster_id, fixed, freed)
    return Reply(None, 204)


@router.get("/{roster_id}/history", response_model=HistoryOut)
def get_history(
    parts: Parts,
    caller: Me,
    roster_id: str,
    agent_id: Annotated[Id, Query()],
    date: Annotated[Day, Query()],
) -> Response:
    """How a cell came to be what it is: versions, edits, swaps, leave. An agent reads the own ones."""
    stored, board = draft_of(parts, caller, roster_id)
    if caller.role is Role.AGENT and agent_id != caller.agent_id:
        raise NotFoundError(agent_id)
    who, day = cell_of(board, CellBody(agent_id=agent_id, date=date))
    desk = parts.office.desk(stored.centre_id)
    return answer({"items": [event_out(item) for item in history_of_cell(desk, stored.roster_id, who, day)]})


def event_out(item: Any) -> dict[str, Any]:
    """An event of a cell as it is sent."""
    return {
        "at": item.at.isoformat(),
        "version": item.version,
        "cause": item.cause,
        "subject": item.subject or None,
        "by": item.by or None,
        "before": list(item.before) if item.before else None,
        "after": list(item.after) if item.after else None,
        "note": item.note,
    }
