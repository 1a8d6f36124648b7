"""Meetings and their lists: who was there, who hears it later (MEET-2, MEET-3)."""

from datetime import date as Day  # noqa: N812 - a parameter is called `date`

from fastapi import Response

from api.http.dependencies import CentreQuery, Lead, MonthQuery, Parts, centre_of
from api.http.idempotency import once
from api.http.models import PageOf
from api.http.paging import Paged
from api.http.replies import Reply, answer
from api.http.resources.meetings.bodies import HeardBody, MeetingOut, PresentBody
from api.http.routing import resource
from api.views.tasks import meeting_view
from roster.desk.meetings.meeting_desk import list_meetings, record_meeting, told_later

router = resource("/meetings", "meetings")


@router.get("", response_model=PageOf[MeetingOut])
def list_all(
    parts: Parts, caller: Lead, page: Paged, centre_id: CentreQuery = None, month: MonthQuery = None
) -> Response:
    """The month's meetings by date, each with its list."""
    desk = parts.office.desk(centre_of(caller, centre_id))
    lists = list_meetings(desk, parts.office.month(desk.centre_id, month))
    return answer(page.out([meeting_view(item) for item in page.part(list(lists))], len(lists)))


@router.post("/{date}/{kind}", response_model=MeetingOut)
@once
def record(parts: Parts, caller: Lead, date: Day, kind: str, body: PresentBody) -> Reply:
    """Write who was there, once the meeting has begun."""
    desk = parts.office.desk(centre_of(caller, body.centre_id))
    return Reply(meeting_view(record_meeting(desk, caller.person, date, kind, body.present)))


@router.post("/{date}/{kind}/heard", response_model=MeetingOut)
@once
def heard(parts: Parts, caller: Lead, date: Day, kind: str, body: HeardBody) -> Reply:
    """Somebody who was not there has been told by their leader or a director."""
    desk = parts.office.desk(centre_of(caller, body.centre_id))
    return Reply(meeting_view(told_later(desk, caller.person, date, kind, body.agent_id)))
