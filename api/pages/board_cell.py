"""What is done to one cell of the month board without scripts, and its panel for those with."""

from collections.abc import Callable

from fastapi import APIRouter, Request, Response

from api.accounts.caller import Right
from api.http.people import sees_person
from api.office.office import is_id
from api.pages.board import board_page
from api.pages.board_panel import CAUSES, fragment, panel_of
from api.pages.board_seen import cell_of, seen
from api.pages.forms import Form
from api.pages.me import here_name
from api.pages.shell import Here, PageRoute, Shell
from roster.desk.board.edit import options
from roster.desk.rosters.edit_desk import edit_cells, pin_cells
from roster.desk.swaps.swap_filing import request_cover
from roster.errors import NotFoundError, StaleError
from roster.model import Duty, Pin
from roster.model.requests import OFF
from roster.model.swap import SwapState
from roster.store.roster_rows import last_change
from roster.text import Text, counted

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/rosters/{roster_id:int}/cell")
def cell(here: Here, request: Request, roster_id: int) -> Response:
    """One cell's panel."""
    shown = seen(here, str(roster_id))
    chosen = request.query_params.get("cell", "")
    return fragment(here, "cell.html", panel=panel_of(shown, chosen), stored=shown.stored, tag=shown.stored.etag)


@router.get("/rosters/{roster_id:int}/changed")
def changed(here: Here, roster_id: int) -> Response:
    """Who changed the draft last, when and how much of it: for whose own edit comes too late."""
    here.need(Right.PLAN)
    shown = seen(here, str(roster_id))
    with here.parts.store.reading() as connection:
        last = last_change(connection, shown.stored.roster_id)
    if not last:
        return Response("", media_type="text/plain")
    kind, _, who = last[0].cause.partition(":")
    name = here_name(here, who) if kind == "edit" else here.say(CAUSES.get(kind, Text(kind, kind)))
    at = f"{last[0].at.astimezone(here.zone):%H:%M}"
    told = Text(f"{name} {at} 改了 {len(last)} 格", f"{name} changed {counted(len(last), 'cell')} at {at}")
    return Response(here.say(told), media_type="text/plain")


@router.post("/rosters/{roster_id:int}/cell")
def choose(here: Here, form: Form, roster_id: int) -> Response:
    """Put one of its options into a cell."""
    here.need(Right.PLAN)
    shown = seen(here, str(roster_id))
    agent_id, day = cell_of(shown, form["cell"])

    def act() -> str:
        if form.etag != shown.stored.etag:
            raise StaleError("the draft changed meanwhile")
        listed = options(shown.board, agent_id, day)
        chosen = form.get("choice")
        if not is_id(chosen) or int(chosen) >= len(listed):
            raise NotFoundError(chosen)
        wanted, held = listed[int(chosen)].duty, shown.board.duties[agent_id].get(day)
        edit_cells(
            here.desk,
            here.caller.person,
            shown.stored.roster_id,
            () if held is None else (held,),
            () if wanted is None else (wanted,),
            revision=shown.stored.version.revision,
            accept=form.all("accept"),
        )
        return "saved"

    return _done(here, form, roster_id, act)


@router.post("/rosters/{roster_id:int}/pin")
def pin(here: Here, form: Form, roster_id: int) -> Response:
    """Fix a cell as it is for every later solve, or free it."""
    here.need(Right.PLAN)
    shown = seen(here, str(roster_id))
    agent_id, day = cell_of(shown, form["cell"])
    duty: Duty | None = shown.board.duties[agent_id].get(day)
    fixed = [Pin(agent_id, day, duty.shift, duty.job) if duty else Pin(agent_id, day, OFF)] if form.ticked("on") else []
    freed = [] if fixed else [(agent_id, day)]

    def act() -> str:
        pin_cells(here.desk, here.caller.person, shown.stored.roster_id, fixed, freed)
        return "saved"

    return _done(here, form, roster_id, act)


@router.post("/rosters/{roster_id:int}/cover")
def give(here: Here, form: Form, roster_id: int) -> Response:
    """A leader gives a published duty to somebody else (COVER-1)."""
    here.need(Right.LEAD)
    shown = seen(here, str(roster_id))
    agent_id, day = cell_of(shown, form["cell"])
    if not sees_person(here.caller, shown.case, agent_id):
        raise NotFoundError(agent_id)

    def act() -> str:
        made = request_cover(
            here.desk, here.caller.person, agent_id, day, form.needed("partner"), reason=form.get("reason", "-")
        )
        return "covered" if made.state is SwapState.EFFECTIVE else "sent"

    return _done(here, form, roster_id, act)


def _done(here: Shell, form: Form, roster_id: int, act: Callable[[], str]) -> Response:
    """The board at the cell: with what `act` says was done, or with the problem that it met."""
    return here.attempt(
        lambda: here.see(f"/rosters/{roster_id}?cell={form['cell']}", act()),
        lambda problem: board_page(here, str(roster_id), problem, form["cell"]),
        form,
    )
