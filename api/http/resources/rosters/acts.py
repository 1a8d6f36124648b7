"""What is done with a roster that binds people: a change thought through, the month closed."""

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from api.http.dependencies import Key, Parts, Planner, Publisher, Tongue, answer
from api.http.models import Body, Id
from api.http.resources.centres.bodies import Day
from api.http.resources.rosters.bodies import DutyRow, FindingOut, RosterOut, day_of
from api.http.resources.rosters.routes import IfMatch, as_read, finding_out, kept_of, may_read, out_now
from api.http.resources.swaps.bodies import SeatOut
from api.office.drafts import need_sound
from api.problem import input_problem
from roster.desk.board.board import Board
from roster.desk.board.what_if import what_if
from roster.desk.refusals import wrong_state
from roster.desk.rosters.close_desk import close_month
from roster.desk.rosters.edit_desk import draft_board
from roster.model import Duty
from roster.rule import TICKS
from roster.text import Text

router = APIRouter(prefix="/rosters", tags=["rosters"])
MOST = 500


class Removed(Body):
    """The duty of an agent that starts on a day."""

    agent_id: Id
    date: Day


class WhatIfBody(Body):
    """Duties taken out and put in, on paper. A duty moved is one of each."""

    removed: Annotated[list[Removed], Field(max_length=MOST)] = []
    added: Annotated[list[DutyRow], Field(max_length=MOST)] = []

    model_config = {
        **Body.model_config,
        "json_schema_extra": {"examples": [{"removed": [{"agent_id": "0005", "date": "2026-10-20"}]}]},
    }


class WhatIfOut(BaseModel):
    """What the change would do: points more or less, what would be new or worse, intervals whose seats change."""

    points_more: float
    worse: list[FindingOut]
    seats: list[SeatOut]


@router.post("/{roster_id}/what-if", response_model=WhatIfOut)
def think(parts: Parts, caller: Planner, language: Tongue, roster_id: str, body: WhatIfBody) -> Response:
    """Think a change by hand through: every rule before and after; nothing is written."""
    with parts.store.reading() as connection:
        kept = kept_of(parts, caller, connection, roster_id)
    board = draft_board(parts.office.desk(kept.centre_id), kept.roster_id)[1]
    removed = [_there(board, item) for item in body.removed]
    added = [Duty(row.agent_id, day_of(row.date), row.shift, row.job) for row in body.added]
    need_sound(board.case, board.changed(removed, added).duties)
    found = what_if(board, removed, added)
    own = board.case.agent_by_id.get(caller.agent_id or "")
    team = own.team if own else None
    return answer(
        {
            "points_more": found.ticks_more / TICKS,
            "worse": [finding_out(item, language) for item in found.worse if may_read(caller, board.case, team, item)],
            "seats": [item.record for item in found.seats],
        }
    )


@router.post("/{roster_id}/close", response_model=RosterOut)
def close(parts: Parts, caller: Publisher, roster_id: str, if_match: IfMatch = None, key: Key = None) -> Response:
    """Close a month that is over: nothing of it changes any more, and the year remembers its counts."""
    with parts.store.reading() as connection:
        kept = kept_of(parts, caller, connection, roster_id)
    read = as_read(kept, if_match)
    if not kept.binds:
        raise wrong_state(kept.version.state.value, "published")
    close_month(parts.office.desk(kept.centre_id), caller.person, kept.month, revision=read.version.revision, key=key)
    return out_now(parts, kept.roster_id)


def _there(board: Board, item: Removed) -> Duty:
    day = day_of(item.date)
    found = board.duties.get(item.agent_id, {}).get(day)
    if found is None:
        raise input_problem(
            "removed",
            Text(f"{item.agent_id} 在 {item.date} 没有班", f"{item.agent_id} has no duty on {item.date}"),
            Text("写排班中有的班", "Name a duty of the roster"),
        )
    return found
