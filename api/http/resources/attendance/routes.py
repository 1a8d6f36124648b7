"""Attendance: checking in and out, the month's records, what the sources say differently (DUTY-5)."""

from datetime import date

from fastapi import Response

from api.accounts.caller import Caller
from api.http.dependencies import Me, Parts, Services, Tongue, centre_of, own_agent
from api.http.idempotency import once
from api.http.month_lists import AskedMonth
from api.http.people import decides_on, need_lead
from api.http.replies import Reply, answer
from api.http.resources.attendance.bodies import (
    CheckedOut,
    CheckInBody,
    ContradictionsOut,
    MonthOut,
    ProxyBody,
    RecordOut,
    SettleBody,
)
from api.http.routing import resource
from api.views.attendance import absence_view, contradiction_view, record_view, violation_view
from api.views.duties import duty_view
from roster.desk.attendance.attendance_desk import (
    check_in,
    contradictions,
    list_absences,
    list_attendance,
    list_violations,
    report_proxy,
    settle,
)
from roster.desk.board.board import Board
from roster.desk.desk import Desk
from roster.errors import NotFoundError
from roster.model import Month
from roster.model.attendance import Attendance

router = resource("/attendance", "attendance")


@router.get("", response_model=MonthOut)
def month(asked_month: AskedMonth) -> Response:
    """The month's records, violations and absenteeism of the caller's people: an agent's own."""
    with asked_month.reading() as read:
        desk, month, rulebook = read.desk, read.month, read.board.rulebook
        records = read.mine(list_attendance(desk, month.first, month.last), lambda item: (item[0].agent_id,))
        violations = read.mine(list_violations(desk, month), lambda item: (item.agent_id,))
        absences = read.mine(list_absences(desk, month), lambda item: (item.agent_id,))
        return answer(
            {
                "records": [record_view(*item) for item in records],
                "violations": [violation_view(item, rulebook) for item in violations],
                "absences": [absence_view(item, rulebook) for item in absences],
            }
        )


def _checked(parts: Services, caller: Caller, centre_id: str | None, *, leaving: bool) -> Reply:
    me, desk = own_agent(caller), parts.office.desk(centre_of(caller, centre_id))
    duty, record = check_in(desk, me, me, leaving=leaving)
    return Reply({"duty": duty_view(duty), "record": record_view(record, record.presence)})


@router.post("/check-in", response_model=CheckedOut)
@once
def come(parts: Parts, caller: Me, body: CheckInBody) -> Reply:
    """Check in for one's own duty of now."""
    return _checked(parts, caller, body.centre_id, leaving=False)


@router.post("/check-out", response_model=CheckedOut)
@once
def go(parts: Parts, caller: Me, body: CheckInBody) -> Reply:
    """Check out of one's own duty of now."""
    return _checked(parts, caller, body.centre_id, leaving=True)


@router.get("/contradictions", response_model=ContradictionsOut)
def differing(asked_month: AskedMonth, language: Tongue) -> Response:
    """What roll call, check-in and file say differently of the caller's people's duties, and nobody settled yet."""
    with asked_month.reading() as read:
        read.need_lead()
        mine = read.mine(contradictions(read.desk, read.month.first, read.month.last), lambda item: (item.agent_id,))
        return answer({"items": [contradiction_view(item, language) for item in mine]})


def _leads(parts: Services, caller: Caller, centre_id: str | None, agent_id: str, day: date) -> tuple[Desk, Board]:
    """The desk, for who decides on a person; NotFoundError for others."""
    desk = parts.office.desk(centre_of(caller, centre_id))
    board, now = desk.board(parts.office.month(desk.centre_id, str(Month.of(day)))), parts.office.clock.now()
    need_lead(caller, board, now)
    if agent_id == caller.agent_id or not decides_on(caller, board, (agent_id,), now):
        raise NotFoundError(agent_id)
    return desk, board


@router.post("/settle", response_model=RecordOut)
@once
def decide(parts: Parts, caller: Me, body: SettleBody) -> Reply:
    """The leader says what holds of a duty, with a reason."""
    desk, _ = _leads(parts, caller, body.centre_id, body.agent_id, body.date)
    record = Attendance(
        body.agent_id,
        body.date,
        late_minutes=body.late_minutes,
        away_minutes=body.away_minutes,
        absent=body.absent,
        handover=body.handover,
        early_minutes=body.early_minutes,
    )
    settled = settle(desk, caller.person, record, reason=body.reason)
    return Reply(record_view(settled, settled.presence))


@router.post("/proxy", status_code=204)
@once
def proxy(parts: Parts, caller: Me, body: ProxyBody) -> Reply:
    """Somebody checked in for somebody else: a violation of both, and the check-in is void."""
    desk, _ = _leads(parts, caller, body.centre_id, body.agent_id, body.date)
    report_proxy(desk, caller.person, body.agent_id, body.by, body.date, reason=body.reason)
    return Reply(None, 204)
