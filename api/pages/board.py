"""The month board: a roster as a table, one cell's panel, and what is done to cells without scripts."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from fastapi import APIRouter, Request, Response

from api.accounts.caller import Right, Role
from api.http.found import roster_of
from api.http.people import sees_person
from api.http.resources.edits.routes import readable
from api.http.resources.rosters.routes import may_read
from api.office.office import BINDING, StoredRoster
from api.pages import words
from api.pages.forms import Form
from api.pages.problems import Trouble
from api.pages.render import fill, html
from api.pages.shell import Here, PageRoute, Shell
from api.pages.times import day_text, hours_of, moment_text
from api.pages.views.board import (
    Choice,
    Sight,
    board_view,
    day_view,
    places,
    shift_style,
    week_of,
)
from api.store.job_rows import UNFINISHED, jobs
from roster.desk.board.board import Board
from roster.desk.board.edit import options
from roster.desk.rosters.edit_desk import CellEvent, draft_board, draft_from, edit_cells, history_of_cell, pin_cells
from roster.desk.rosters.roster_desk import versions
from roster.desk.swaps.suggest import Suggestion, suggest
from roster.desk.swaps.swap_desk import request_cover
from roster.errors import NotFoundError, StaleError
from roster.files.grid_marks import leave_mark
from roster.model import Agent, Case, Duty, Pin
from roster.model.leave_request import LeaveState
from roster.model.requests import OFF
from roster.model.swap import OPEN_SWAPS, SwapState
from roster.report import HoursAccount, ShiftDay, coverage, hours, shift_days
from roster.rule import TICKS, Finding
from roster.store.roster_rows import RosterState
from roster.text import Text

router = APIRouter(route_class=PageRoute, include_in_schema=False)
MOST_PEOPLE = 400
"""Above this a team is asked for first: the table would be too long to be quick."""
MOST_COVERS = 6
A_DAY = 86_400

CAUSES = {
    "draft": Text("排入", "Rostered"),
    "edit": Text("手工修改", "Edited"),
    "swap": Text("换班", "Swap"),
    "leave": Text("请假", "Leave"),
    "publish": Text("发布", "Published"),
}


@dataclass(frozen=True)
class Seen:
    """A roster that the caller may see, with what is read off it (kept in memory by revision)."""

    here: Shell
    kept: StoredRoster
    board: Board

    @property
    def case(self) -> Case:
        """The month's case."""
        return self.board.case

    @property
    def is_draft(self) -> bool:
        """Whether it may be worked at."""
        return self.kept.version.state is RosterState.DRAFT

    @property
    def editable(self) -> bool:
        """Whether the caller may change its cells now."""
        return self.is_draft and self.here.may(Right.PLAN) and self.job is None

    @cached_property
    def _read(self) -> tuple[Any, Any, Any]:
        def work() -> tuple[Any, Any, Any]:
            evidence = self.board.evidence(self.board.roster)
            return self.case, hours(evidence), shift_days(evidence, coverage(evidence))

        found: tuple[Any, Any, Any] = self.here.parts.office.remember(("board", self.kept.key, id(self.case)), work)
        return found

    @property
    def hours(self) -> dict[str, HoursAccount]:
        """Everybody's hours."""
        found: dict[str, HoursAccount] = self._read[1]
        return found

    @property
    def by_shift(self) -> dict[tuple[str, date], ShiftDay]:
        """Each shift's days."""
        found: dict[tuple[str, date], ShiftDay] = self._read[2]
        return found

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the checks found, as far as the caller may read it."""
        caller, own = self.here.caller, self.own
        every = self.here.parts.office.findings(self.kept, self.board.roster, self.board)
        team = own.team if own else None
        return tuple(item for item in every if may_read(caller, self.case, team, item))

    @property
    def own(self) -> Agent | None:
        """The caller as a person of the month."""
        return self.case.agent_by_id.get(self.here.caller.agent_id or "")

    @cached_property
    def job(self) -> Any:
        """The solve that is filling this draft now."""
        parts = self.here.parts
        if not self.here.may(Right.PLAN):
            return None
        with parts.store.reading() as connection:
            rows, _ = jobs(connection, self.kept.centre_id, 0, 20)
        mine = (row for row in rows if row.roster_id == self.kept.roster_id and row.kind == "solve")
        return next((row for row in mine if row.status in UNFINISHED), None)

    @cached_property
    def sight(self) -> Sight:
        """What the caller sees of it. An agent: the own team, and of others neither hours nor findings."""
        here, caller = self.here, self.here.caller
        agent = caller.role is Role.AGENT
        own = self.own
        month_board = here.desk.board(self.kept.month)
        published = month_board.roster if self.is_draft and month_board.published else None
        pins = frozenset((pin.agent_id, pin.day) for pin in self.case.pins) if here.may(Right.PLAN) else frozenset()
        return Sight(
            here.language,
            (own.team if own else "") if agent else None,
            frozenset({caller.agent_id or ""}) if agent else None,
            [item for item in self.findings if not agent or item.agent_id == caller.agent_id],
            pins,
            frozenset(self._pending()),
            published,
        )

    def _pending(self) -> set[tuple[str, date]]:
        caller, case = self.here.caller, self.case
        if not self.kept.binds:
            return set()
        found = {
            (duty.agent_id, duty.day)
            for swap in self.board.swaps
            if swap.state in OPEN_SWAPS
            for duty in swap.given
            if sees_person(caller, case, duty.agent_id)
        }
        for leave in self.board.leaves:
            if leave.state is LeaveState.PENDING and sees_person(caller, case, leave.agent_id):
                found |= {(leave.agent_id, day) for day in leave.days}
        return found

    def shows(self, agent_id: str) -> bool:
        """Whether the person's row is the caller's to see."""
        agent = self.case.agent_by_id.get(agent_id)
        return agent is not None and (self.sight.team is None or agent.team == self.sight.team)


def seen(here: Shell, roster_id: str) -> Seen:
    """The roster of the address; NotFoundError where the caller may not see it."""
    with here.parts.store.reading() as connection:
        kept = roster_of(here.parts, here.caller, connection, roster_id)
    return Seen(here, kept, draft_board(here.parts.office.desk(kept.centre_id), kept.roster_id)[1])


def in_month(here: Shell, kept: StoredRoster) -> Shell:
    """The shell of a page about a roster: its centre and month are those shown, whatever the address says."""
    return replace(here, centre_id=kept.centre_id, asked_month=str(kept.month))


@router.get("/rosters")
def open_board(here: Here) -> Response:
    """The month's board: what binds, else the newest draft for who plans, else how to come by one."""
    if here.month is None:
        return here.render("board_none.html", can_plan=here.may(Right.PLAN))
    states = list(RosterState) if here.may(Right.PLAN) else BINDING
    with here.parts.store.reading() as connection:
        found, _ = here.parts.office.list_kept(connection, here.centre_id, here.month, states, 0, 100)
    best = next((kept for kept in found if kept.binds), found[0] if found else None)
    if best is None:
        return here.render("board_none.html", can_plan=here.may(Right.PLAN))
    done = here.request.query_params.get("done", "")
    return here.see(f"/rosters/{best.roster_id}", done if done in words.DONE else "")


@router.get("/rosters/{roster_id:int}")
def show(here: Here, roster_id: int) -> Response:
    """The board."""
    return _page(here, str(roster_id))


def _page(here: Shell, roster_id: str, problem: Trouble | None = None, cell: str = "") -> Response:
    found = seen(here, roster_id)
    here = in_month(here, found.kept)
    query = here.request.query_params
    choice = choice_of(query)
    day = day_asked(query.get("date"), found, here)
    mode = query.get("view") or "month"
    days = week_of(found.case, day) if mode == "week" else tuple(found.case.month)
    if len(found.case.agents) > MOST_PEOPLE and found.sight.team is None and not choice.team:
        return here.render("board_team.html", teams=teams_of(found), kept=found.kept, problem=problem)
    view = board_view(found.board, found.sight, found.hours, found.by_shift, days=days, choice=choice)
    chosen = cell or query.get("cell", "")
    return here.render(
        "board.html",
        problem=problem,
        here="/rosters",
        view=view,
        kept=found.kept,
        draft=found.is_draft,
        step=found.case.centre.interval_minutes,
        editable=found.editable,
        job=found.job,
        choice=choice,
        mode=mode,
        asked="view" in query,
        date=day,
        day_view=day_view(found.board, found.sight, day, found.by_shift, choice),
        teams=teams_of(found),
        jobs=found.case.jobs,
        grades=words.GRADES,
        versions=_versions(here, found),
        style=f"/rosters/{found.kept.roster_id}/shifts.css?v={found.kept.version.revision}&view={mode}&date={day}",
        tag=found.kept.etag,
        sums=found.sight.sums is None,
        panel=_panel(found, chosen) if chosen else None,
        titles={rule.id: here.say(rule.title) for rule in found.board.rulebook.rules},
        published_id=next((item.roster_id for item in _all_versions(found) if item.state in BINDING), None),
        printed=here.say(moment_text(here.now, here.zone)),
        query_without_cell={name: value for name, value in query.items() if name not in {"cell", "done"}},
    )


def day_asked(given: str | None, found: Seen, here: Shell) -> date:
    """The day of the address, else today, else the month's first."""
    today = here.now.astimezone(here.zone).date()
    if given:
        try:
            asked = date.fromisoformat(given)
        except ValueError:
            asked = today
        if asked in found.case.month:
            return asked
    return today if today in found.case.month else found.case.month.first


def choice_of(query: Any) -> Choice:
    """What the board is narrowed to, from the address."""
    return Choice(
        query.get("team", "")[:200],
        query.get("job", "")[:200],
        query.get("grade", "")[:20],
        query.get("shift", "")[:200],
        query.get("find", "")[:200].strip(),
        bool(query.get("breaches")),
        bool(query.get("changed")),
    )


def teams_of(found: Seen) -> list[tuple[str, int]]:
    """The teams that the caller sees, with their sizes."""
    names = [agent.team for agent in found.case.agents_by_team if found.shows(agent.agent_id)]
    return [(name, names.count(name)) for name in dict.fromkeys(names)]


def _all_versions(found: Seen) -> list[Any]:
    return list(versions(found.here.parts.office.desk(found.kept.centre_id), found.kept.month))


def _versions(here: Shell, found: Seen) -> list[dict[str, Any]]:
    if not here.may(Right.PLAN):
        return []
    return [
        {
            "id": item.roster_id,
            "name": f"v{item.version}",
            "state": item.state.value,
            "note": item.note,
            "here": item.roster_id == found.kept.roster_id,
        }
        for item in reversed(_all_versions(found))
    ]


@router.get("/rosters/{roster_id:int}/shifts.css")
def style(here: Here, request: Request, roster_id: int) -> Response:
    """The roster's own part of the stylesheet: colours and hours of its shifts, tints of its days."""
    found = seen(here, str(roster_id))
    day = day_asked(request.query_params.get("date"), found, here)
    days = week_of(found.case, day) if request.query_params.get("view") == "week" else tuple(found.case.month)
    text = shift_style(found.case, days, [size for _, size in teams_of(found)])
    return Response(text, media_type="text/css", headers={"Cache-Control": f"private, max-age={A_DAY}"})


@router.get("/rosters/{roster_id:int}/rows")
def rows(here: Here, request: Request, roster_id: int) -> Response:
    """Some people's rows and the foot, to bring a page up to date after an edit."""
    found = seen(here, str(roster_id))
    only = frozenset(request.query_params.getlist("agent"))
    day = day_asked(request.query_params.get("date"), found, here)
    days = week_of(found.case, day) if request.query_params.get("view") == "week" else tuple(found.case.month)
    view = board_view(found.board, found.sight, found.hours, found.by_shift, days=days, only=only)
    return _fragment(here, "board_rows.html", view=view, sums=found.sight.sums is None)


def _fragment(here: Shell, template: str, **view: Any) -> Response:
    return html(here.request, fill(template, here.language, {"key": "", **view}))


@router.get("/rosters/{roster_id:int}/cell")
def cell(here: Here, request: Request, roster_id: int) -> Response:
    """One cell's panel."""
    found = seen(here, str(roster_id))
    chosen = request.query_params.get("cell", "")
    return _fragment(here, "cell.html", panel=_panel(found, chosen), kept=found.kept, tag=found.kept.etag)


def cell_of(found: Seen, text: str) -> tuple[str, date]:
    """The person and day of `0005.2026-10-20`; NotFoundError for what the caller does not see."""
    agent_id, _, day = text.rpartition(".")
    try:
        when = date.fromisoformat(day)
    except ValueError as error:
        raise NotFoundError(text) from error
    if not found.shows(agent_id) or when not in found.case.month:
        raise NotFoundError(text)
    return agent_id, when


def _panel(found: Seen, text: str) -> dict[str, Any]:
    here, board, case = found.here, found.board, found.case
    agent_id, day = cell_of(found, text)
    agent, duty = case.agent_by_id[agent_id], board.duties[agent_id].get(day)
    number = places(case)
    planner = here.may(Right.PLAN)
    mine = agent_id == here.caller.agent_id
    listed = options(board, agent_id, day) if planner and case.agent_by_id[agent_id].employed_on(day) else ()
    return {
        "cell": text,
        "agent": agent,
        "day": here.say(day_text(day)),
        "date": day,
        "duty": duty,
        "shift": case.shift_by_code[duty.shift] if duty else None,
        "place": number[duty.shift] if duty else None,
        "leave": leave_mark(case, here.language) if board.on_leave(agent_id, day) else "",
        "options": [_option(found, place, item, number) for place, item in enumerate(listed)],
        "editable": found.editable,
        "pinned": any(pin.agent_id == agent_id and pin.day == day for pin in case.pins) if planner else None,
        "findings": [
            {
                "text": item.message.to(here.language),
                "clause": item.clause,
                "hard": item.hard,
                "points": item.cost_ticks / TICKS,
            }
            for item in found.findings
            if item.agent_id == agent_id and item.day == day
        ],
        "history": [
            _event(here, item, board)
            for item in history_of_cell(
                here.parts.office.desk(found.kept.centre_id), found.kept.roster_id, agent_id, day
            )
        ]
        if planner or mine
        else [],
        "covers": _covers(found, agent_id, day) if duty and found.kept.binds and here.leads else None,
        "binds": found.kept.binds,
        "planner": planner,
        "ask_for": f"/swaps/new?date={day}" if mine and duty and found.kept.binds else "",
    }


def _option(found: Seen, place: int, item: Any, number: dict[str, int]) -> dict[str, Any]:
    case, language, effect = found.case, found.here.language, item.effect
    told = [readable(found.here.caller, found.board, breach) for breach in effect.worse]
    shift = case.shift_by_code[item.duty.shift] if item.duty else None
    return {
        "index": place,
        "code": item.duty.shift if item.duty else "",
        "job": item.duty.job if item.duty and item.duty.job != case.agent_by_id[item.duty.agent_id].jobs[0] else "",
        "place": number[item.duty.shift] if item.duty else None,
        "hours": hours_of(shift) if shift else "",
        "name": shift.name if shift else "",
        "now": item.now,
        "ok": not effect.worse,
        "breaks": [{"text": breach.message.to(language), "clause": breach.clause} for breach in told],
        "accept": sorted({breach.rule for breach in effect.worse}),
        "points": round(effect.ticks / TICKS, 1),
        "seats": round(effect.seats_lost * case.centre.interval_minutes / 60, 1),
    }


def _event(here: Shell, item: CellEvent, board: Board) -> dict[str, str]:
    def held(cell: tuple[str, str] | None) -> str:
        return here.say(words.day_off) if cell is None else cell[0]

    by = item.by
    if by in board.case.agent_by_id:
        by = f"{by} {board.case.agent_by_id[by].name}"
    change = f"{held(item.before)} → {held(item.after)}" if item.before != item.after else held(item.after)
    link = f"/{'swaps' if item.cause == 'swap' else 'leave'}/{item.subject}" if item.subject and here.leads else ""
    return {
        "at": here.say(moment_text(item.at, here.zone)),
        "what": here.say(CAUSES.get(item.cause, Text(item.cause, item.cause))),
        "by": by.removeprefix("@"),
        "version": f"v{item.version}",
        "change": change,
        "link": link,
    }


def _covers(found: Seen, agent_id: str, day: date) -> list[dict[str, Any]] | None:
    here, board = found.here, found.board
    if not here.may(Right.LEAD) or not sees_person(here.caller, board.case, agent_id):
        return None
    ranked = suggest(board, agent_id, day, here.parts.office.clock, covers=True, by_leader=True)[:MOST_COVERS]
    return [_cover(here, board, item) for item in ranked]


def _cover(here: Shell, board: Board, item: Suggestion) -> dict[str, Any]:
    points = item.fairness_points + item.wish_points + item.other_points
    rest = "" if item.rest_hours >= 24 else here.say(Text(f"休息 {item.rest_hours:g} h", f"rest {item.rest_hours:g} h"))
    return {
        "agent_id": item.partner,
        "name": board.case.agent_by_id[item.partner].name,
        "points": round(points, 1),
        "rest": rest,
        "seats": item.seats_lost,
    }


@router.post("/rosters/{roster_id:int}/cell")
def choose(here: Here, form: Form, roster_id: int) -> Response:
    """Put one of its options into a cell."""
    here.need(Right.PLAN)
    found = seen(here, str(roster_id))
    agent_id, day = cell_of(found, form["cell"])

    def act() -> Response:
        if form.etag != found.kept.etag:
            raise StaleError("the draft changed meanwhile")
        listed = options(found.board, agent_id, day)
        chosen = form.get("choice")
        if not chosen.isdigit() or int(chosen) >= len(listed):
            raise NotFoundError(chosen)
        wanted, held = listed[int(chosen)].duty, found.board.duties[agent_id].get(day)
        edit_cells(
            here.desk,
            here.caller.person,
            found.kept.roster_id,
            () if held is None else (held,),
            () if wanted is None else (wanted,),
            revision=found.kept.version.revision,
            accept=form.all("accept"),
        )
        return here.see(f"/rosters/{roster_id}?cell={form['cell']}", "saved")

    return here.attempt(act, lambda problem: _page(here, str(roster_id), problem, form["cell"]), form)


@router.post("/rosters/{roster_id:int}/pin")
def pin(here: Here, form: Form, roster_id: int) -> Response:
    """Fix a cell as it is for every later solve, or free it."""
    here.need(Right.PLAN)
    found = seen(here, str(roster_id))
    agent_id, day = cell_of(found, form["cell"])
    duty: Duty | None = found.board.duties[agent_id].get(day)
    fixed = [Pin(agent_id, day, duty.shift, duty.job) if duty else Pin(agent_id, day, OFF)] if form.ticked("on") else []
    freed = [] if fixed else [(agent_id, day)]

    def act() -> Response:
        pin_cells(here.desk, here.caller.person, found.kept.roster_id, fixed, freed)
        return here.see(f"/rosters/{roster_id}?cell={form['cell']}", "saved")

    return here.attempt(act, lambda problem: _page(here, str(roster_id), problem, form["cell"]), form)


@router.post("/rosters/{roster_id:int}/draft")
def make_draft(here: Here, form: Form, roster_id: int) -> Response:
    """A draft that begins as this roster stands."""
    here.need(Right.PLAN)
    found = seen(here, str(roster_id))

    def act() -> Response:
        made = draft_from(here.parts.office.desk(found.kept.centre_id), here.caller.person, found.kept.roster_id)
        return here.see(f"/rosters/{made.roster_id}", "drafted")

    return here.attempt(act, lambda problem: _page(here, str(roster_id), problem), form)


@router.post("/rosters/{roster_id:int}/cover")
def give(here: Here, form: Form, roster_id: int) -> Response:
    """A leader gives a published duty to somebody else (COVER-1)."""
    here.need(Right.LEAD)
    found = seen(here, str(roster_id))
    agent_id, day = cell_of(found, form["cell"])
    if not sees_person(here.caller, found.case, agent_id):
        raise NotFoundError(agent_id)

    def act() -> Response:
        made = request_cover(
            here.desk, here.caller.person, agent_id, day, form.needed("partner"), reason=form.get("reason", "-")
        )
        done = "covered" if made.state is SwapState.EFFECTIVE else "sent"
        return here.see(f"/rosters/{roster_id}?cell={form['cell']}", done)

    return here.attempt(act, lambda problem: _page(here, str(roster_id), problem, form["cell"]), form)
