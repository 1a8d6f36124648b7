"""One cell's panel: what may stand there and what it would break, its history, and who could take it."""

from datetime import date
from typing import Any

from fastapi import Response

from api.accounts.caller import Right
from api.http.people import sees_person
from api.http.resources.edits.routes import readable
from api.pages import words
from api.pages.board_seen import Seen, cell_of
from api.pages.done_about import words_about
from api.pages.me import here_name
from api.pages.render import fill, html
from api.pages.shell import Shell
from api.pages.times import day_text, hours_of, moment_text
from api.pages.views.board import places
from roster.desk.board.board import Board
from roster.desk.board.edit import options
from roster.desk.board.worsened import WITHHELD
from roster.desk.policy.desk_rule import decide
from roster.desk.rosters.edit_desk import CellEvent, history_of_cell
from roster.desk.swaps.suggest import Suggestion, suggest
from roster.desk.swaps.swap_ask import cover_of
from roster.files.grid_marks import leave_mark
from roster.rule import TICKS, Finding
from roster.text import Text

MOST_COVERS = 6

CAUSES = {
    "draft": Text("排入", "Rostered"),
    "edit": Text("手工修改", "Edited"),
    "swap": Text("换班", "Swap"),
    "leave": Text("请假", "Leave"),
    "overtime": Text("紧急加班", "Called in"),
    "publish": Text("发布", "Published"),
}

ROOMS = {"swap": "swaps", "leave": "leave"}
"""Where what made a cell what it is has a page of its own."""


def fragment(here: Shell, template: str, **view: Any) -> Response:
    """A part of the page, for scripts to put in."""
    return html(here.request, fill(template, here.language, {"key": "", "told": here.told, **view}))


def panel_of(shown: Seen, text: str) -> dict[str, Any]:
    """The panel of the cell that the address names."""
    here, board, case = shown.here, shown.board, shown.case
    agent_id, day = cell_of(shown, text)
    agent, duty = case.agent_by_id[agent_id], board.duties[agent_id].get(day)
    number = places(case)
    planner = here.may(Right.PLAN)
    mine = agent_id == here.caller.agent_id
    employed = agent.employed_on(day)
    listed = options(board, agent_id, day) if planner and employed else ()
    ways = _covers(shown, agent_id, day) if duty and shown.stored.binds and here.leads else None
    return {
        "cell": text,
        "agent": agent,
        "day": here.say(day_text(day)),
        "date": day,
        "duty": duty,
        "shift": case.shift_by_code[duty.shift] if duty else None,
        "place": number[duty.shift] if duty else None,
        "leave": leave_mark(case, here.language) if employed and board.on_leave(agent_id, day) else "",
        "options": [_option(shown, place, item, number) for place, item in enumerate(listed)],
        "editable": shown.editable,
        "pinned": any(pin.agent_id == agent_id and pin.day == day for pin in case.pins) if planner else None,
        "findings": [
            {
                "text": item.message.to(here.language),
                "clause": item.clause,
                "hard": item.hard,
                "points": item.cost_ticks / TICKS,
            }
            for item in shown.findings
            if item.agent_id == agent_id and item.day == day
        ],
        "history": [
            _event(here, item, board)
            for item in history_of_cell(
                here.parts.office.desk(shown.stored.centre_id), shown.stored.roster_id, agent_id, day
            )
        ]
        if planner or mine
        else [],
        "covers": None if ways is None else [_cover(here, board, item) for item in ways[:MOST_COVERS]],
        "more_covers": 0 if ways is None else len(ways[MOST_COVERS:]),
        "binds": shown.stored.binds,
        "planner": planner,
        "ask_for": f"/swaps/new?date={day}" if mine and duty and shown.stored.binds else "",
    }


def _option(shown: Seen, place: int, item: Any, number: dict[str, int]) -> dict[str, Any]:
    case, effect = shown.case, item.effect
    worse = [readable(shown.here.caller, shown.board, breach) for breach in effect.worse]
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
        # What breaks a rule that the reader may not know of is nobody's to save over it.
        "barred": any(breach.rule == WITHHELD for breach in worse),
        "breaks": [_breach(shown, breach) for breach in worse],
        "accept": sorted({breach.rule for breach in worse}),
        "points": round(effect.ticks / TICKS, 1),
        "seats": round(effect.seats_lost * case.centre.interval_minutes / 60, 1),
    }


def _breach(shown: Seen, breach: Finding) -> dict[str, str]:
    """A breach as the panel tells it: in brief the rule with what was measured, the sentence on wish."""
    numbers = f" {breach.measured} / {breach.required}" if breach.measured[:1].isdecimal() else ""
    view = {"text": breach.message.to(shown.here.language), "clause": breach.clause}
    return {"brief": shown.titles[breach.rule] + numbers, **view}


def _event(here: Shell, item: CellEvent, board: Board) -> dict[str, str]:
    def held(cell: tuple[str, str] | None) -> str:
        return here.say(words.day_off) if cell is None else cell[0]

    by = item.by
    if by in board.case.agent_by_id:
        by = f"{by} {board.case.agent_by_id[by].name}"
    elif by.startswith("@"):
        by = here_name(here, by)
    change = f"{held(item.before)} → {held(item.after)}" if item.before != item.after else held(item.after)
    room = ROOMS.get(item.cause)
    link = f"/{room}/{item.subject}" if room and item.subject else ""
    if link and words_about(here.parts, here.caller, link) is None:
        link = ""
    return {
        "at": here.say(moment_text(item.at, here.zone)),
        "what": here.say(CAUSES.get(item.cause, Text(item.cause, item.cause))),
        "by": by.removeprefix("@"),
        "version": f"v{item.version}",
        "change": change,
        "link": link,
    }


def _covers(shown: Seen, agent_id: str, day: date) -> tuple[Suggestion, ...] | None:
    here, board = shown.here, shown.board
    own = agent_id == here.caller.agent_id  # asked for as anybody's, where the panel leads to
    if own or not here.may(Right.LEAD) or not sees_person(here.caller, board.case, agent_id):
        return None
    clock = here.parts.office.clock
    ways = suggest(board, agent_id, day, clock, covers=True, by_leader=True)
    if ways:
        # No rule refuses these people, so what is refused is not theirs: a deputy leader sees the team, orders nothing.
        first = cover_of(board, here.caller.person, agent_id, day, ways[0].partner, reason="-", clock=clock)
        if not decide(board.rulebook, first, board, clock).allowed:
            return None
    return ways


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
