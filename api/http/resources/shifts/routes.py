"""A day's shifts: who is on them, the roll call, and who is called in for whom (DUTY-1)."""

from datetime import date
from typing import Annotated, Any

from fastapi import Query, Response

from api.accounts.caller import Caller
from api.http.dependencies import CentreQuery, Me, Parts, Services, Tongue, centre_of
from api.http.idempotency import once
from api.http.models import PageOf
from api.http.paging import Paged
from api.http.people import need_lead
from api.http.replies import Reply, answer
from api.http.resources.shifts.bodies import (
    CallInBody,
    CallInOut,
    RollCallBody,
    RollOut,
    ShiftDayOut,
    ShiftInShort,
    WaysOut,
)
from api.http.routing import resource, takes
from api.views.shifts import call_in_view, log_view, occurrence_view, roll_view, ways_view
from roster.desk.board.board import Board
from roster.desk.desk import Desk, Work
from roster.desk.duty_day.call_in import call_in, covers_for
from roster.desk.duty_day.roll_call import Mark, call_roll, roll_of
from roster.desk.shift_log.log import log_of
from roster.desk.shift_log.occurrence import Occurrence, occurrence, occurrences
from roster.model import Month

router = resource("/shifts", "shifts")
MARKS_BYTES = 1 << 20
"""A tablet's queue of a thousand marks."""


def desk_of_day(parts: Services, caller: Caller, centre_id: str | None, day: date) -> Desk:
    """The desk of a centre whose people the caller leads; NotFoundError for others and for a day without a month."""
    desk = parts.office.desk(centre_of(caller, centre_id))
    board = desk.board(parts.office.month(desk.centre_id, str(Month.of(day))))
    need_lead(caller, board, parts.office.clock.now())
    return desk


def _short(work: Work, board: Board, here: Occurrence) -> dict[str, Any]:
    return occurrence_view(board, here, roll_of(work, board, here), log_of(work, board, here.day, here.shift))


@router.get("", response_model=PageOf[ShiftInShort])
def list_all(
    parts: Parts, caller: Me, page: Paged, day: Annotated[date, Query(alias="date")], centre_id: CentreQuery = None
) -> Response:
    """The shifts of a day that somebody works, in time's order."""
    desk = desk_of_day(parts, caller, centre_id, day)
    with desk.reading() as work:
        board = work.board(Month.of(day))
        every = occurrences(board, day)
        return answer(page.out([_short(work, board, here) for here in page.part(list(every))], len(every)))


@router.get("/{day}/{code}", response_model=ShiftDayOut)
def get(parts: Parts, caller: Me, language: Tongue, day: date, code: str, centre_id: CentreQuery = None) -> Response:
    """One shift: its list and its log."""
    desk = desk_of_day(parts, caller, centre_id, day)
    with desk.reading() as work:
        board = work.board(Month.of(day))
        here = occurrence(board, day, code)
        roll, log = roll_of(work, board, here), log_of(work, board, day, code)
        view = {"roll": roll_view(board, roll, language), "log": log_view(log, language)}
        return answer({**occurrence_view(board, here, roll, log), **view})


@router.post("/{day}/{code}/roll-call", response_model=RollOut)
@takes(MARKS_BYTES)
@once
def roll_call(parts: Parts, caller: Me, language: Tongue, day: date, code: str, body: RollCallBody) -> Reply:
    """Call the roll: marks may come late, twice and in any order; the list afterwards."""
    desk = desk_of_day(parts, caller, body.centre_id, day)
    marks = [
        Mark(item.agent_id, item.called, item.minutes, item.seen_at, item.key, item.handover) for item in body.marks
    ]
    roll = call_roll(desk, caller.person, day, code, marks, rest_present=body.rest_present)
    return Reply(roll_view(desk.board(Month.of(day)), roll, language))


@router.get("/{day}/{code}/covers", response_model=WaysOut)
def covers(
    parts: Parts,
    caller: Me,
    language: Tongue,
    day: date,
    code: str,
    agent_id: Annotated[str, Query(max_length=200)],
    centre_id: CentreQuery = None,
) -> Response:
    """Who could work the duty, or the rest of it, instead, the soonest there first: for who may call somebody in."""
    desk = desk_of_day(parts, caller, centre_id, day)
    with desk.reading() as work:
        board = work.board(Month.of(day))
        occurrence(board, day, code)
        return answer({"items": ways_view(covers_for(desk, caller.person, day, agent_id), board, language)})


@router.post("/{day}/{code}/call-in", response_model=CallInOut)
@once
def call(parts: Parts, caller: Me, day: date, code: str, body: CallInBody) -> Reply:
    """Somebody works the rest of the duty of who did not come: absence, cover and log in one act."""
    desk = desk_of_day(parts, caller, body.centre_id, day)
    occurrence(desk.board(Month.of(day)), day, code)
    swap, called = call_in(desk, caller.person, body.agent_id, day, body.partner, reason=body.reason or "DUTY-1")
    return Reply(call_in_view(called, swap.state.value, swap.number, swap.moves[0].taken))
