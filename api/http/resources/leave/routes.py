"""Leave: filed, decided, withdrawn, certified, returned from; and what it costs."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from sqlalchemy import select

from api.accounts.caller import Caller
from api.http.dependencies import Key, Me, Paged, Parts, Services, Tongue, answer
from api.http.models import PageOf
from api.http.people import decides_on, need_lead, sees_person
from api.http.resources.leave.bodies import (
    CertificateBody,
    CostOut,
    DecideBody,
    LeaveBody,
    LeaveCheckOut,
    LeaveOut,
)
from api.http.resources.swaps.bodies import duty_out, ways_out
from api.http.resources.swaps.routes import centre_of, verdict_out
from api.office.office import instant
from api.problem import input_problem
from roster.desk.desk import Desk
from roster.desk.leaves.leave_check import LeavePreview, check_leave
from roster.desk.leaves.leave_desk import (
    cost_of,
    decide_leave,
    file_leave,
    hand_in_certificate,
    list_leave,
    month_of_leave,
    read_leave,
)
from roster.desk.leaves.return_desk import sign_off_return, withdraw_leave
from roster.desk.policy.ladder import step_words
from roster.errors import NotFoundError
from roster.model.approval import Approval
from roster.model.leave_request import LeaveRequest, LeaveState
from roster.model.requests import SICK_KINDS
from roster.store.tables.desk import LEAVES
from roster.text import Text

router = APIRouter(prefix="/leave", tags=["leave"])
LONGEST_DAYS = 366


def out(leave: LeaveRequest, made: tuple[Approval, ...], *, private: bool) -> dict[str, Any]:
    """A leave as it is sent."""
    return {
        "id": leave.leave_id,
        "agent_id": leave.agent_id,
        "kind": leave.kind if private else None,
        "start": leave.start.isoformat(),
        "end": leave.end.isoformat(),
        "reason": leave.reason if private else None,
        "state": leave.state.value,
        "special": leave.special,
        "extreme": leave.extreme,
        "filed_by": leave.applicant,
        "filed_at": leave.filed_at.isoformat(),
        "returned_at": instant(leave.returned_at),
        "decisions": [
            {
                "office": item.step.office.value,
                "team": item.step.team,
                "approved": item.approved,
                "by": item.by,
                "on_behalf_of": item.on_behalf_of,
                "away": item.away,
                "at": item.at.isoformat(),
                "consent": item.consent,
            }
            for item in made
        ],
        "vacated": [duty_out(duty) for duty in leave.vacated],
    }


def found(parts: Services, caller: Caller, leave_id: str) -> tuple[Desk, LeaveRequest]:
    """A leave of one of the caller's people (or filed by the caller), with its desk; NotFoundError otherwise."""
    with parts.store.reading() as connection:
        query = select(LEAVES.c.centre_id).where(LEAVES.c.leave_id == leave_id)
        centre_id = connection.execute(query).scalar_one_or_none()
    if centre_id is None:
        raise NotFoundError(leave_id)
    caller.need_centre(centre_id)
    desk = parts.office.desk(centre_id)
    leave, _ = read_leave(desk, leave_id)
    with desk.reading() as work:
        board = work.board(month_of_leave(work, leave.start))
    now = parts.office.clock.now()
    if leave.applicant != caller.person and not decides_on(caller, board, (leave.agent_id,), now):
        raise NotFoundError(leave_id)
    return desk, leave


def found_to_decide(parts: Services, caller: Caller, leave_id: str) -> Desk:
    """The desk of a leave that the caller may be the one to decide; NotFoundError otherwise."""
    desk, leave = found(parts, caller, leave_id)
    with desk.reading() as work:
        board = work.board(month_of_leave(work, leave.start))
    need_lead(caller, board, parts.office.clock.now())
    return desk


def shown(desk: Desk, leave_id: str, status: int = 200) -> Response:
    """A leave as it stands now."""
    leave, made = read_leave(desk, leave_id)
    return answer(out(leave, made, private=True), {"Location": f"/api/v1/leave/{leave_id}"}, status)


@router.get("", response_model=PageOf[LeaveOut])
def list_all(
    parts: Parts,
    caller: Me,
    page: Paged,
    centre_id: Annotated[str | None, Query(max_length=200)] = None,
    month: Annotated[str | None, Query(max_length=7)] = None,
    state: Annotated[LeaveState | None, Query()] = None,
) -> Response:
    """Leave that touches the month, of the caller's people."""
    centre = centre_of(caller, centre_id)
    chosen = parts.office.month(centre, month)
    desk = parts.office.desk(centre)
    board = desk.board(chosen)
    mine = [
        leave
        for leave in list_leave(desk, chosen.first, chosen.last, () if state is None else (state,))
        if decides_on(caller, board, (leave.agent_id,), parts.office.clock.now())
    ]
    part = mine[page.offset : page.offset + page.limit]
    items = [out(leave, read_leave(desk, leave.leave_id)[1], private=True) for leave in part]
    return answer(page.out(items, len(mine)))


def sound_dates(caller: Caller, body: LeaveBody) -> tuple[str, str]:
    """The centre and the agent of a leave; InputError for nobody, and for dates that can't be meant."""
    centre = centre_of(caller, body.centre_id)
    agent_id = body.agent_id or caller.agent_id
    if agent_id is None:
        raise input_problem("agent_id", Text("缺少", "is missing"), Text("写明员工编号", "Name the agent"))
    if body.end < body.start or body.end - body.start > timedelta(days=LONGEST_DAYS):
        raise input_problem(
            "end",
            Text("早于开始日期或超过一年", "lies before the start, or more than a year after it"),
            Text("更正日期", "Correct the dates"),
        )
    return centre, agent_id


@router.post("", status_code=201, response_model=LeaveOut)
def apply(parts: Parts, caller: Me, body: LeaveBody, key: Key = None) -> Response:
    """Apply for leave; sickness may be reported for a colleague."""
    centre, agent_id = sound_dates(caller, body)
    desk = parts.office.desk(centre)
    if agent_id != caller.agent_id and agent_id not in parts.office.board(centre).case.agent_by_id:
        raise NotFoundError(agent_id)
    leave = file_leave(
        desk,
        caller.person,
        agent_id,
        kind=body.kind,
        start=body.start,
        end=body.end,
        reason=body.reason,
        special=body.special,
        extreme=body.extreme,
        key=key,
    )
    return shown(desk, leave.leave_id, 201)


@router.post("/check", response_model=LeaveCheckOut)
def check(parts: Parts, caller: Me, language: Tongue, body: LeaveBody) -> Response:
    """What the rules say of a leave, until when it may be filed, and who decides; nothing is written."""
    found, private = preview(parts, caller, body)
    verdict = verdict_out(found.verdict, language)
    return answer(
        {
            "allowed": verdict["allowed"],
            "refusals": verdict["refusals"],
            "flags": verdict["flags"],
            "deadline": instant(found.deadline.at) if private else None,
            "days": found.days if private else None,
            "steps": [step_words(step).to(language) for step in found.steps] if private else [],
            "duties": [duty_out(duty) for duty in found.duties] if private else [],
        }
    )


def preview(parts: Services, caller: Caller, body: LeaveBody) -> tuple[LeavePreview, bool]:
    """A leave thought through, and whether the caller may read the person's duties out of it."""
    centre, agent_id = sound_dates(caller, body)
    desk = parts.office.desk(centre)
    case = parts.office.board(centre).case
    private = sees_person(caller, case, agent_id)
    if not private and (body.kind not in SICK_KINDS or agent_id not in case.agent_by_id):
        # Sickness may be reported for any colleague; nothing else is anybody else's matter.
        raise NotFoundError(agent_id)
    found = check_leave(
        desk,
        caller.person,
        agent_id,
        kind=body.kind,
        start=body.start,
        end=body.end,
        reason=body.reason,
        special=body.special,
        extreme=body.extreme,
    )
    return found, private


@router.get("/{leave_id}", response_model=LeaveOut)
def get(parts: Parts, caller: Me, leave_id: str) -> Response:
    """One leave."""
    desk, _ = found(parts, caller, leave_id)
    return shown(desk, leave_id)


@router.get("/{leave_id}/cost", response_model=CostOut)
def cost(parts: Parts, caller: Me, language: Tongue, leave_id: str) -> Response:
    """What approving costs: seats per interval, and ranked covers for each duty."""
    desk = found_to_decide(parts, caller, leave_id)
    price = cost_of(desk, leave_id)
    case = parts.office.board(desk.centre_id).case
    verdict = verdict_out(price.verdict, language)
    return answer(
        {
            "days": price.days,
            "steps": [step.to(language) for step in price.steps],
            "seats": [item.record for item in price.seats],
            "duties": [
                {
                    "duty": duty_out(duty),
                    "covers": ways_out(price.covers.get(duty, ()), case),
                }
                for duty in price.duties
            ],
            "refusals": verdict["refusals"],
            "flags": verdict["flags"],
        }
    )


def _decide(*, approved: bool) -> Callable[..., Response]:
    def step(parts: Parts, caller: Me, leave_id: str, body: DecideBody | None = None, key: Key = None) -> Response:
        desk = found_to_decide(parts, caller, leave_id)
        said = body or DecideBody()
        decide_leave(
            desk, caller.person, leave_id, approved=approved, consent=said.consent, reason=said.reason, key=key
        )
        return shown(desk, leave_id)

    word = "agrees" if approved else "says no"
    step.__doc__ = f"The rung that is due {word}; nobody decides on oneself, nobody skips a rung."
    return step


for _name, _approved in (("approve", True), ("decline", False)):
    router.add_api_route(
        f"/{{leave_id}}/{_name}",
        _decide(approved=_approved),
        methods=["POST"],
        response_model=LeaveOut,
        name=f"{_name}_leave",
    )


@router.post("/{leave_id}/withdraw", response_model=LeaveOut)
def withdraw(parts: Parts, caller: Me, leave_id: str, key: Key = None) -> Response:
    """The applicant takes an undecided leave back."""
    desk, _ = found(parts, caller, leave_id)
    withdraw_leave(desk, caller.person, leave_id, key=key)
    return shown(desk, leave_id)


@router.post("/{leave_id}/certificate", response_model=LeaveOut)
def certify(parts: Parts, caller: Me, leave_id: str, body: CertificateBody, key: Key = None) -> Response:
    """Hand in a medical certificate."""
    desk, _ = found(parts, caller, leave_id)
    hand_in_certificate(desk, caller.person, leave_id, _sane(body.start), _sane(body.end), key=key)
    return shown(desk, leave_id)


@router.post("/{leave_id}/return", response_model=LeaveOut)
def sign_off(parts: Parts, caller: Me, leave_id: str, key: Key = None) -> Response:
    """The return is signed off, by oneself or one's leader."""
    desk, _ = found(parts, caller, leave_id)
    sign_off_return(desk, caller.person, leave_id, key=key)
    return shown(desk, leave_id)


def _sane(day: date) -> date:
    """A day with a tomorrow and a yesterday."""
    if not 1900 <= day.year <= 9000:
        raise input_problem("date", Text("年份不合理", "the year can't be meant"), Text("更正", "Correct it"))
    return day
