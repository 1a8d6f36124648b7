"""Leave: filed, decided, withdrawn, certified, returned from; and what it costs."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import Query, Response

from api.accounts.caller import Caller
from api.http.dependencies import CentreQuery, Me, Parts, Services, Tongue, agent_of, centre_of
from api.http.idempotency import once
from api.http.lookup import leave_of
from api.http.models import PageOf
from api.http.month_lists import AskedMonth
from api.http.paging import Paged
from api.http.people import sees_person
from api.http.replies import Reply, answer
from api.http.resources.leave.bodies import (
    BalanceOut,
    CertificateBody,
    CostOut,
    DecideBody,
    LeaveBody,
    LeaveCheckOut,
    LeaveOut,
)
from api.http.routing import resource
from api.problem import input_problem
from api.views.leaves import balance_view, cost_view, leave_views, preview_view
from roster.desk.desk import Desk
from roster.desk.leaves.leave_check import LeavePreview, balances_of, check_leave
from roster.desk.leaves.leave_decision import decide_leave, hand_in_certificate
from roster.desk.leaves.leave_filing import file_leave
from roster.desk.leaves.leave_reading import board_of, cost_of, read_leave
from roster.desk.leaves.return_desk import sign_off_return, withdraw_leave
from roster.desk.policy.desk_rule import Verdict
from roster.desk.rosters.table_leave import leave_of_month
from roster.errors import NotFoundError
from roster.model import Case
from roster.model.leave_request import LeaveState
from roster.model.requests import SICK_KINDS
from roster.text import Text

router = resource("/leave", "leave")
LONGEST_DAYS = 366


def shown(desk: Desk, leave_id: str, status: int = 200) -> Reply:
    """A leave as it stands now."""
    leave, _ = read_leave(desk, leave_id)
    return Reply(leave_views(desk, (leave,))[0], status, {"Location": f"/api/v1/leave/{leave_id}"})


@router.get("", response_model=PageOf[LeaveOut])
def list_all(
    asked_month: AskedMonth,
    page: Paged,
    state: Annotated[LeaveState | None, Query()] = None,
) -> Response:
    """Leave that touches the month, of the caller's people: of its own table, then what was filed at the desk."""
    with asked_month.reading() as read:
        every = [leave for leave in leave_of_month(read.desk, read.month) if state in {None, leave.state}]
        mine = read.mine(every, lambda leave: (leave.agent_id,))
        return answer(page.out(leave_views(read.desk, page.part(mine)), len(mine)))


def sound_dates(caller: Caller, body: LeaveBody) -> tuple[str, str]:
    """The centre and the agent of a leave; InputError for nobody, and for dates that can't be meant."""
    centre, agent_id = centre_of(caller, body.centre_id), agent_of(caller, body.agent_id)
    (first, begin), (last, until) = body.span
    start, end = sane(first), sane(last)
    if (end, 1440 if until is None else until) <= (start, begin or 0) or end - start > timedelta(days=LONGEST_DAYS):
        raise input_problem(
            "end",
            Text("早于开始日期或超过一年", "lies before the start, or more than a year after it"),
            Text("更正日期", "Correct the dates"),
        )
    return centre, agent_id


def need_known(caller: Caller, case: Case, agent_id: str) -> None:
    """NotFoundError where somebody's leave is filed who is not here, or by an agent who is here no more."""
    if agent_id == caller.agent_id:
        return
    if agent_id not in case.agent_by_id or caller.agent_id not in {None, *case.agent_by_id}:
        raise NotFoundError(agent_id)


def times_of(body: LeaveBody) -> dict[str, Any]:
    """A body's span as the desk takes it."""
    (start, begin), (end, until) = body.span
    return {"start": start, "end": end, "start_minute": begin, "end_minute": until}


@router.post("", status_code=201, response_model=LeaveOut)
@once
def apply(parts: Parts, caller: Me, body: LeaveBody) -> Reply:
    """Apply for leave; sickness may be reported for a colleague, whose own leader then confirms it."""
    centre, agent_id = sound_dates(caller, body)
    desk = parts.office.desk(centre)
    need_known(caller, parts.office.board_with(centre, caller.agent_id, agent_id).case, agent_id)
    leave = file_leave(
        desk,
        caller.person,
        agent_id,
        kind=body.kind,
        **times_of(body),
        reason=body.reason,
        special=body.special,
        extreme=body.extreme,
        replacing=body.replace,
    )
    return shown(desk, leave.leave_id, 201)


@router.post("/check", response_model=LeaveCheckOut)
def check(parts: Parts, caller: Me, language: Tongue, body: LeaveBody) -> Response:
    """What the rules say of a leave, until when it may be filed, and who decides; nothing is written."""
    with parts.store.reading():
        result, private = preview(parts, caller, body)
    return answer(preview_view(result, language, private=private))


def preview(parts: Services, caller: Caller, body: LeaveBody) -> tuple[LeavePreview, bool]:
    """A leave thought through, and whether the caller may read the person's duties out of it.

    Who may not, learns only whether the report waits for the own leader (LEAVE-4).
    """
    centre, agent_id = sound_dates(caller, body)
    desk = parts.office.desk(centre)
    case = parts.office.board_with(centre, caller.agent_id, agent_id).case
    private = sees_person(caller, case, agent_id)
    if not private and (body.kind not in SICK_KINDS or agent_id not in case.agent_by_id):
        # Sickness may be reported for any colleague; nothing else is anybody else's matter.
        raise NotFoundError(agent_id)
    result = check_leave(
        desk,
        caller.person,
        agent_id,
        kind=body.kind,
        **times_of(body),
        reason=body.reason,
        special=body.special,
        extreme=body.extreme,
        replacing=body.replace,
    )
    if not private:
        flags = tuple(flag for flag in result.verdict.flags if flag.rule == "LEAVE-4")
        result = replace(result, verdict=Verdict(result.verdict.refusals, flags))
    return result, private


@router.get("/balances", response_model=list[BalanceOut])
def list_balances(
    parts: Parts,
    caller: Me,
    centre_id: CentreQuery = None,
    agent_id: Annotated[str | None, Query()] = None,
    year: Annotated[int | None, Query(ge=1990, le=2100)] = None,
) -> Response:
    """What oneself, or one of the caller's people, has left of each kind of leave in a year (else the current one)."""
    centre = centre_of(caller, centre_id)
    person = agent_id or caller.agent_id
    with parts.store.reading():
        if person is None:
            raise NotFoundError("agent")
        if not sees_person(caller, parts.office.board_with(centre, caller.agent_id, person).case, person):
            raise NotFoundError(person)
        chosen, balances = balances_of(parts.office.desk(centre), person, year)
    return answer([balance_view(chosen, item) for item in balances])


@router.get("/{leave_id}", response_model=LeaveOut)
def get(parts: Parts, caller: Me, leave_id: str) -> Response:
    """One leave."""
    with parts.store.reading():
        desk, _ = leave_of(parts, caller, leave_id)
        return shown(desk, leave_id).response


@router.get("/{leave_id}/cost", response_model=CostOut)
def cost(parts: Parts, caller: Me, language: Tongue, leave_id: str) -> Response:
    """What approving costs: seats per interval, and ranked covers for each duty."""
    with parts.store.reading():
        desk, _ = leave_of(parts, caller, leave_id, to_decide=True)
        return answer(cost_view(cost_of(desk, leave_id), board_of(desk, leave_id), language))


def _decide(*, approved: bool) -> Callable[..., Reply]:
    def step(parts: Parts, caller: Me, leave_id: str, body: DecideBody | None = None) -> Reply:
        desk, _ = leave_of(parts, caller, leave_id, to_decide=True)
        said = body or DecideBody()
        decide_leave(desk, caller.person, leave_id, approved=approved, consent=said.consent, reason=said.reason)
        return shown(desk, leave_id)

    word = "agrees" if approved else "says no"
    step.__doc__ = f"The rung that is due {word}; nobody decides on oneself, nobody skips a rung."
    return step


for _name, _approved in (("approve", True), ("decline", False)):
    router.add_api_route(
        f"/{{leave_id}}/{_name}",
        once(_decide(approved=_approved)),
        methods=["POST"],
        response_model=LeaveOut,
        name=f"{_name}_leave",
    )


@router.post("/{leave_id}/withdraw", response_model=LeaveOut)
@once
def withdraw(parts: Parts, caller: Me, leave_id: str) -> Reply:
    """The applicant takes an undecided leave back."""
    desk, _ = leave_of(parts, caller, leave_id)
    withdraw_leave(desk, caller.person, leave_id)
    return shown(desk, leave_id)


@router.post("/{leave_id}/certificate", response_model=LeaveOut)
@once
def certify(parts: Parts, caller: Me, leave_id: str, body: CertificateBody) -> Reply:
    """Hand in a medical certificate."""
    desk, _ = leave_of(parts, caller, leave_id)
    hand_in_certificate(desk, caller.person, leave_id, sane(body.start), sane(body.end))
    return shown(desk, leave_id)


@router.post("/{leave_id}/return", response_model=LeaveOut)
@once
def sign_off(parts: Parts, caller: Me, leave_id: str) -> Reply:
    """The return is signed off, by oneself or one's leader."""
    desk, _ = leave_of(parts, caller, leave_id)
    sign_off_return(desk, caller.person, leave_id)
    return shown(desk, leave_id)


def sane(day: date) -> date:
    """A day with a tomorrow and a yesterday."""
    if not 1900 <= day.year <= 9000:
        raise input_problem("date", Text("年份不合理", "the year can't be meant"), Text("更正", "Correct it"))
    return day
