"""离岗: one's own permits to leave the post, on the first page: asked for, taken back, ended by coming back (AWAY)."""

from fastapi import APIRouter, Response

from api.http.dependencies import own_agent
from api.http.people import decides_on
from api.pages.day import moment_within
from api.pages.forms import Form
from api.pages.home import home_page
from api.pages.shell import Here, PageRoute
from roster.desk.duty_day.permits import answer_permit, ask_permit, end_permit, read_permit
from roster.desk.shift_log.occurrence import duty_leaders, occurrence
from roster.errors import NotFoundError
from roster.model import Month

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/permits/{permit_id}")
def permit(here: Here, permit_id: str) -> Response:
    """To where it is decided or ended: the page of the day for who leads, the first page for whose it is."""
    duty = read_permit(here.desk, permit_id).duty
    board = here.desk.board(Month.of(duty.day))
    if duty.agent_id == here.caller.agent_id:
        return here.see("/")
    leading = duty_leaders(board, occurrence(board, duty.day, duty.shift))
    if not decides_on(here.caller, board, (duty.agent_id,), here.now) and here.caller.person not in leading:
        raise NotFoundError(permit_id)
    return here.see(f"/day/{duty.day}", shift=duty.shift)


@router.post("/me/permits")
def ask(here: Here, form: Form) -> Response:
    """Ask to leave the post of one's duty of now."""
    me = own_agent(here.caller)

    def act() -> Response:
        day, shift = form.day("day"), form.needed("shift")
        span = moment_within(here, form, "start", day, shift), moment_within(here, form, "end", day, shift)
        ask_permit(here.desk, me, day, span, reason=form["reason"], stand_in=form["stand_in"])
        return here.see("/", "saved")

    return here.attempt(act, lambda problem: home_page(here, problem=problem, form=form), form)


@router.post("/me/permits/{permit_id}/{step}")
def go_on(here: Here, permit_id: str, step: str, form: Form) -> Response:
    """Back at the post, or what was asked for taken back."""
    me = own_agent(here.caller)
    if step not in {"back", "withdraw"} or read_permit(here.desk, permit_id).duty.agent_id != me:
        raise NotFoundError(permit_id)

    def act() -> Response:
        if step == "back":
            end_permit(here.desk, me, permit_id)
        else:
            answer_permit(here.desk, me, permit_id, yes=False)
        return here.see("/", "saved")

    return here.attempt(act, lambda problem: home_page(here, problem=problem), form)
