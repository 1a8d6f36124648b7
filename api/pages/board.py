"""The month board: a roster as a table, its rows and its own part of the stylesheet."""

from typing import Any

from fastapi import APIRouter, Request, Response

from api.accounts.caller import Right
from api.pages import words
from api.pages.board_panel import fragment, panel_of
from api.pages.board_seen import Seen, choice_of, day_asked, in_month, seen, teams_of
from api.pages.forms import Form
from api.pages.problems import Trouble
from api.pages.shell import Here, PageRoute, Shell
from api.pages.times import moment_text
from api.pages.views.board import beside, board_view, day_view, shift_style, week_of
from roster.desk.rosters.edit_desk import draft_from
from roster.desk.rosters.roster_desk import versions
from roster.desk.words import note_words
from roster.store.roster_rows import BINDING, RosterState

router = APIRouter(route_class=PageRoute, include_in_schema=False)

MOST_PEOPLE = 400
"""Above this a team is asked for first: the table would be too long to be quick."""

A_DAY = 86_400


@router.get("/rosters")
def open_board(here: Here) -> Response:
    """The month's board: what binds, else the newest draft for who plans, else how to come by one."""
    if here.month is None:
        return here.render("board_none.html", can_plan=here.may(Right.PLAN))
    states = list(RosterState) if here.may(Right.PLAN) else BINDING
    with here.parts.store.reading() as connection:
        listed, _ = here.parts.office.list_stored(connection, here.centre_id, here.month, states, 0, 100)
    best = next((stored for stored in listed if stored.binds), listed[0] if listed else None)
    if best is None:
        return here.render("board_none.html", can_plan=here.may(Right.PLAN))
    done = here.request.query_params.get("done", "")
    return here.see(f"/rosters/{best.roster_id}", done if done in words.DONE else "")


@router.get("/rosters/{roster_id:int}")
def show(here: Here, roster_id: int) -> Response:
    """The board."""
    return board_page(here, str(roster_id))


def board_page(here: Shell, roster_id: str, problem: Trouble | None = None, cell: str = "") -> Response:
    """The board with a problem told, or a cell's panel open."""
    shown = seen(here, roster_id)
    here = in_month(here, shown.stored)
    query = here.request.query_params
    choice = choice_of(query)
    day = day_asked(query.get("date"), shown, here)
    mode = query.get("view") or "month"
    days = week_of(shown.case, day) if mode == "week" else tuple(shown.case.month)
    if len(shown.case.agents) > MOST_PEOPLE and shown.sight.team is None and not choice.team:
        return here.render("board_team.html", teams=teams_of(shown), stored=shown.stored, problem=problem)
    view = board_view(shown.board, shown.sight, shown.hours, shown.by_shift, days=days, choice=choice)
    chosen = cell or query.get("cell", "")
    return here.render(
        "board.html",
        problem=problem,
        here="/rosters",
        view=view,
        stored=shown.stored,
        draft=shown.is_draft,
        step=shown.case.centre.interval_minutes,
        editable=shown.editable,
        job=shown.job,
        choice=choice,
        mode=mode,
        asked="view" in query,
        weeks=beside(shown.case, days),
        date=day,
        day_view=day_view(shown.board, shown.sight, day, shown.by_shift, choice),
        teams=teams_of(shown),
        jobs=shown.case.jobs,
        grades=words.GRADES,
        versions=_versions(here, shown),
        style=f"/rosters/{shown.stored.roster_id}/shifts.css?v={shown.stored.version.revision}&view={mode}&date={day}",
        tag=shown.stored.etag,
        sums=shown.sight.sums is None,
        panel=panel_of(shown, chosen) if chosen else None,
        titles=shown.titles,
        published_id=next((item.roster_id for item in _all_versions(shown) if item.state in BINDING), None),
        printed=here.say(moment_text(here.now, here.zone)),
        query_without_cell={name: value for name, value in query.items() if name not in {"cell", "done", "of"}},
    )


def _all_versions(shown: Seen) -> list[Any]:
    return list(versions(shown.here.parts.office.desk(shown.stored.centre_id), shown.stored.month))


def _versions(here: Shell, shown: Seen) -> list[dict[str, Any]]:
    if not here.may(Right.PLAN):
        return []
    return [
        {
            "id": item.roster_id,
            "name": f"v{item.version}",
            "state": item.state.value,
            "note": here.say(note_words(item.note)),
            "here": item.roster_id == shown.stored.roster_id,
        }
        for item in reversed(_all_versions(shown))
    ]


@router.get("/rosters/{roster_id:int}/shifts.css")
def style(here: Here, request: Request, roster_id: int) -> Response:
    """The roster's own part of the stylesheet: colours and hours of its shifts, tints of its days."""
    shown = seen(here, str(roster_id))
    day = day_asked(request.query_params.get("date"), shown, here)
    days = week_of(shown.case, day) if request.query_params.get("view") == "week" else tuple(shown.case.month)
    text = shift_style(shown.case, days)
    return Response(text, media_type="text/css", headers={"Cache-Control": f"private, max-age={A_DAY}"})


@router.get("/rosters/{roster_id:int}/rows")
def rows(here: Here, request: Request, roster_id: int) -> Response:
    """Some people's rows and the foot, to bring a page up to date after an edit."""
    shown = seen(here, str(roster_id))
    only = frozenset(request.query_params.getlist("agent"))
    day = day_asked(request.query_params.get("date"), shown, here)
    days = week_of(shown.case, day) if request.query_params.get("view") == "week" else tuple(shown.case.month)
    view = board_view(shown.board, shown.sight, shown.hours, shown.by_shift, days=days, only=only)
    return fragment(here, "board_rows.html", view=view, sums=shown.sight.sums is None)


@router.post("/rosters/{roster_id:int}/draft")
def make_draft(here: Here, form: Form, roster_id: int) -> Response:
    """A draft that begins as this roster stands."""
    here.need(Right.PLAN)
    shown = seen(here, str(roster_id))

    def act() -> Response:
        made = draft_from(here.parts.office.desk(shown.stored.centre_id), here.caller.person, shown.stored.roster_id)
        return here.see(f"/rosters/{made.roster_id}", "drafted")

    return here.attempt(act, lambda problem: board_page(here, str(roster_id), problem), form)
