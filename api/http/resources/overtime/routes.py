"""Work beyond the roster in an emergency: who could come, who was called in or kept on, who would not (OVERTIME)."""

from datetime import date as Day  # noqa: N812 - a parameter is called `date`
from typing import Annotated

from fastapi import Query, Response

from api.http.dependencies import CentreQuery, Lead, MonthQuery, Parts, centre_of
from api.http.idempotency import once
from api.http.models import PageOf
from api.http.paging import Paged
from api.http.replies import Reply, answer
from api.http.resources.overtime.bodies import CallInWayOut, ExtraBody, OvertimeOut, StayBody, StayWayOut
from api.http.routing import resource
from api.views.overtime import overtime_view
from roster.desk.duty_day.overtime import (
    call_in_extra,
    extra_ways,
    list_overtime,
    note_refusal,
    stay_on,
    staying_ways,
)
from roster.model import Duty, Month
from roster.rule import TICKS

router = resource("/overtime", "overtime")


@router.get("", response_model=PageOf[OvertimeOut])
def list_all(
    parts: Parts, caller: Lead, page: Paged, centre_id: CentreQuery = None, month: MonthQuery = None
) -> Response:
    """The month's records, by day."""
    desk = parts.office.desk(centre_of(caller, centre_id))
    requests = list_overtime(desk, parts.office.month(desk.centre_id, month))
    return answer(page.out([overtime_view(item) for item in page.part(list(requests))], len(requests)))


@router.get("/ways", response_model=PageOf[CallInWayOut])
def list_ways(
    parts: Parts,
    caller: Lead,
    page: Paged,
    date: Annotated[Day, Query(description="The shift's day")],
    shift: Annotated[str, Query(max_length=200)],
    job: Annotated[str, Query(max_length=200)],
    centre_id: CentreQuery = None,
) -> Response:
    """Who is off and may be called in to a shift, the soonest there first."""
    desk = parts.office.desk(centre_of(caller, centre_id))
    people = desk.board(Month.of(date)).case.agent_by_id
    ways = extra_ways(desk, caller.person, date, shift, job)
    rows = [
        {
            "agent_id": way.agent_id,
            "name": people[way.agent_id].name,
            "due_at": way.due_at.isoformat(),
            "paid_hours": way.paid_minutes / 60,
            "points": round(way.ticks / TICKS, 1),
        }
        for way in page.part(list(ways))
    ]
    return answer(page.out(rows, len(ways)))


@router.get("/staying", response_model=PageOf[StayWayOut])
def list_staying(
    parts: Parts,
    caller: Lead,
    page: Paged,
    date: Annotated[Day, Query(description="The shift's day")],
    shift: Annotated[str, Query(max_length=200)],
    centre_id: CentreQuery = None,
) -> Response:
    """Who of a shift may be kept on after it, and for how long at most: the longest first."""
    desk = parts.office.desk(centre_of(caller, centre_id))
    people = desk.board(Month.of(date)).case.agent_by_id
    ways = staying_ways(desk, caller.person, date, shift)
    rows = [
        {
            "agent_id": way.agent_id,
            "name": people[way.agent_id].name,
            "minutes": way.minutes,
            "until": way.until.isoformat(),
            "stayed_minutes": way.stayed_minutes,
            "paid_hours": way.paid_minutes / 60,
        }
        for way in page.part(list(ways))
    ]
    return answer(page.out(rows, len(ways)))


@router.post("/call-in", status_code=201, response_model=OvertimeOut)
@once
def call_in(parts: Parts, caller: Lead, body: ExtraBody) -> Reply:
    """Call in somebody who is off to a duty beyond the roster: it is theirs at once."""
    desk = parts.office.desk(centre_of(caller, body.centre_id))
    duty = Duty(body.agent_id, body.date, body.shift, body.job)
    return Reply(overtime_view(call_in_extra(desk, caller.person, duty, reason=body.reason)), 201)


@router.post("/stay", status_code=201, response_model=OvertimeOut)
@once
def stay(parts: Parts, caller: Lead, body: StayBody) -> Reply:
    """Keep somebody on after their duty, until relieved."""
    desk = parts.office.desk(centre_of(caller, body.centre_id))
    made = stay_on(
        desk, caller.person, body.agent_id, body.date, body.minutes, reason=body.reason, consent=body.consent
    )
    return Reply(overtime_view(made), 201)


@router.post("/refused", status_code=201, response_model=OvertimeOut)
@once
def refused(parts: Parts, caller: Lead, body: ExtraBody) -> Reply:
    """Note that somebody who was asked would not come, and why."""
    desk = parts.office.desk(centre_of(caller, body.centre_id))
    duty = Duty(body.agent_id, body.date, body.shift, body.job)
    return Reply(overtime_view(note_refusal(desk, caller.person, duty, reason=body.reason)), 201)
