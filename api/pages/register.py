"""换班登记表: every effective swap by its number, with approvals and lines to sign; to print, and as a table."""

from typing import Any

from fastapi import APIRouter, Response

from api.accounts.caller import Right
from api.http.resources.records.routes import register_table, seen_entries
from api.pages.me import here_name
from api.pages.shell import Here, PageRoute, Shell
from api.pages.times import moment_text, month_text, short_day
from roster.model.swap import SwapRequest

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/register")
def register(here: Here, team: str = "") -> Response:
    """The month's entries."""
    here.need(Right.LEAD)
    month = here.known_month
    rows = seen_entries(here.parts, here.caller, here.desk, str(month), team or None)
    case = here.board.case
    return here.render(
        "register.html",
        title=month_text(month, here.language),
        team=team,
        printed=here.say(moment_text(here.now, here.zone)),
        teams=list(case.teams),
        rows=[
            {
                "swap": item.swap,
                "filed_at": item.filed_at,
                "moves": _moves(here, item.swap),
                "approvals": [
                    {
                        "by": here_name(here, word.by),
                        "for_whom": here_name(here, word.on_behalf_of) if word.on_behalf_of else "",
                        "at": word.at,
                    }
                    for word in item.agreed
                ],
                "requester": here_name(here, item.swap.requester),
            }
            for item in rows
        ],
    )


def _moves(here: Shell, swap: SwapRequest) -> list[dict[str, Any]]:
    moves = [
        {
            "giver": here_name(here, move.giver),
            "given": f"{here.say(short_day(move.given.day))} {move.given.shift}",
            "taker": here_name(here, move.taker),
            "taken": f"{here.say(short_day(move.taken.day))} {move.taken.shift}",
        }
        for move in swap.moves
    ]
    owed = swap.pay_back
    if swap.later is not None and owed is not None:
        moves.append(
            {
                "giver": here_name(here, swap.moves[0].taker),
                "given": f"{owed.day} {owed.shift}",
                "taker": here_name(here, owed.agent_id),
                "taken": f"{owed.day} {owed.shift}",
            }
        )
    return moves


@router.get("/register.csv")
def as_table(here: Here, team: str = "") -> Response:
    """The same as a table for spreadsheets."""
    here.need(Right.LEAD)
    rows = seen_entries(here.parts, here.caller, here.desk, str(here.known_month), team or None)
    return register_table(rows, here.language)
