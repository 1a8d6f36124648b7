"""Leave: asked for, previewed while one types, decided with its cover, certified, signed off."""

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Response

from api.accounts.origin import own_address
from api.http.lookup import leave_of
from api.http.people import decides_on
from api.http.resources.leave.bodies import CertificateBody, LeaveBody
from api.http.resources.leave.routes import need_known, preview, sound_dates, times_of
from api.http.resources.me.ahead import colleagues
from api.pages import words
from api.pages.forms import Form, Sent
from api.pages.me import here_name
from api.pages.problems import Trouble, trouble
from api.pages.render import first_up
from api.pages.shell import Here, NotOfMonthError, PageRoute, Shell
from api.pages.times import deadline_text, moment_text
from api.pages.validate import body_of
from api.pages.views.leave import (
    after_no,
    crossing_swaps,
    in_time,
    is_sick,
    kinds_in_order,
    ladder_words,
    short_spans,
    touches,
)
from api.pages.views.people import named
from api.pages.views.swap import duty_words, rungs
from api.pages.views.ways import leave_fields
from api.views.leaves import part_words
from roster.desk.board.board import Board
from roster.desk.leaves.giving_back import month_of_leave
from roster.desk.leaves.leave_check import LeavePreview, balance_words
from roster.desk.leaves.leave_decision import decide_leave, hand_in_certificate
from roster.desk.leaves.leave_filing import file_leave, leave_kinds
from roster.desk.leaves.leave_reading import cost_of, read_leave
from roster.desk.leaves.return_desk import may_sign_off, may_withdraw, sign_off_return, withdraw_leave
from roster.desk.leaves.vacancy_desk import cover_vacancy, covers_asked, filled_vacancies
from roster.desk.policy.ladder import acting, deciders, leave_steps, next_step, step_words, swap_steps
from roster.desk.policy.sickness import certificate_due, needs_certificate
from roster.desk.rosters.table_leave import drafted
from roster.desk.words import leave_state_words, state_words
from roster.errors import InputError, NotFoundError, RosterError
from roster.model import Duty, Month
from roster.model.leave_request import COUNTING_LEAVE, LeaveState, uncovered_days
from roster.model.swap import Move, SwapKind, SwapRequest, SwapState, handed

router = APIRouter(route_class=PageRoute, include_in_schema=False)
DECIDABLE = frozenset({LeaveState.PENDING, LeaveState.PROVISIONAL, LeaveState.EFFECTIVE, LeaveState.DECLINED})


@router.get("/leave/new")
def new_leave(here: Here) -> Response:
    """The form; with `check` what the rules say of it."""
    sent = Sent({name: [value] for name, value in here.request.query_params.items()})
    return _form(here, sent, checked=sent.ticked("check") or bool(sent["start"]))


def _body(here: Shell, form: Sent) -> LeaveBody:
    return body_of(
        LeaveBody,
        centre_id=here.centre_id,
        agent_id=form["agent_id"] or here.caller.agent_id,
        kind=form.get("kind", "personal"),
        start=_moment(form["start"], form["start_time"]),
        end=_moment(form.get("end", form["start"]), form["end_time"]),
        reason=form["reason"],
        special=form.ticked("special"),
        extreme=form.ticked("extreme"),
        replace=form.ticked("replace"),
    )


def _moment(day: str, clock: str) -> str:
    """A day of the form with the time beside it, where one is given."""
    return f"{day}T{clock[:5]}" if clock else day


def _form(here: Shell, form: Sent, problem: Trouble | None = None, *, checked: bool = False) -> Response:
    board = here.board
    if here.caller.agent_id is None and not here.leads:
        raise NotFoundError("agent")
    own = board.case.agent_by_id.get(here.caller.agent_id or "")
    mates = [agent for agent in colleagues(here.caller, board.case) if agent is not own]
    if here.own_month is None and not mates:
        # Neither for oneself nor for anybody else: nobody is known yet who would decide it.
        raise NotOfMonthError(here.known_month)
    sketch = _sketch(here, form) if checked and problem is None else None
    return here.render(
        "leave_new.html",
        problem=problem,
        form=form,
        kinds=[(kind, first_up(here.say(state_words(kind)))) for kind in kinds_in_order(leave_kinds(board))],
        mates=[(agent.agent_id, f"{agent.name} {agent.agent_id}") for agent in mates],
        own=own,
        sketch=sketch,
        today=_first_day(here),
    )


def _first_day(here: Shell) -> date:
    """Today, or the caller's first day where that is yet to come, or their last where they have left."""
    today, month = here.now.astimezone(here.zone).date(), here.usual_month
    if month is None:
        return today
    own = here.desk.board(month).case.agent_by_id.get(here.caller.agent_id or "")
    if own is None:
        return today
    elsewhere = Month.of(today) in here.months and Month.of(today) != month
    first, last = own.start_date, own.end_date
    if elsewhere:
        first, last = max(first or month.first, month.first), min(last or month.last, month.last)
    if first is not None and first > today:
        return first
    return last if last is not None and last < today else today


def _sketch(here: Shell, form: Sent) -> dict[str, Any]:
    """What the rules say of the form as it stands, for the page and for the fragment under it."""
    try:
        body = _body(here, form)
        found_, private = preview(here.parts, here.caller, body)
    except InputError as error:
        return {"trouble": trouble(error, here.language), "ok": False}
    except RosterError as error:
        return {"trouble": trouble(error, here.language), "ok": False}
    return {
        "trouble": None,
        "ok": found_.verdict.allowed,
        "sick": is_sick(body.kind),
        # What a colleague reports is remarked upon: it waits for the own leader.
        "report": any(flag.rule == "LEAVE-4" for flag in found_.verdict.flags),
        **_preview_words(here, found_, private=private),
    }


def _preview_words(here: Shell, leave_preview: LeavePreview, *, private: bool) -> dict[str, Any]:
    return {
        "refusals": here.refusals(leave_preview.verdict.refusals),
        "flags": [flag for flag in leave_preview.verdict.flags if flag.rule != "LEAVE-2c"],
        "in_time": in_time(leave_preview, here.zone)
        if private and not leave_preview.deadline.missed_by(here.now)
        else None,
        "late": leave_preview.late,
        "crossing": [
            said for duty in leave_preview.duties for said in crossing_swaps(here.desk.board(Month.of(duty.day)), duty)
        ]
        if private
        else [],
        "ladder": ladder_words(leave_preview) if private else None,
        "touches": touches(leave_preview) if private else None,
        "balances": [balance_words(year, item, leave_preview.takes[year]) for year, item in leave_preview.balances]
        if private
        else [],
    }


@router.get("/leave/check")
def check(here: Here) -> Response:
    """What the rules say while one types: a fragment."""
    sent = Sent({name: [value] for name, value in here.request.query_params.items()})
    if here.caller.agent_id is None and not here.leads:
        raise NotFoundError("agent")
    return here.render("leave_preview.html", sketch=_sketch(here, sent), form=sent)


@router.post("/leave/new")
def file(here: Here, form: Form) -> Response:
    """File it."""

    def act() -> Response:
        body = _body(here, form)
        _, agent_id = sound_dates(here.caller, body)
        assert here.centre_id is not None
        people = here.parts.office.board_with(here.centre_id, here.caller.agent_id, agent_id).case
        need_known(here.caller, people, agent_id)
        if agent_id == here.caller.agent_id and here.own_month is None:
            raise NotOfMonthError(here.known_month)
        form.needed("reason")
        leave = file_leave(
            here.desk,
            here.caller.person,
            agent_id,
            kind=body.kind,
            **times_of(body),
            reason=body.reason,
            special=body.special,
            extreme=body.extreme,
            replacing=body.replace,
        )
        return here.see(f"/leave/{leave.leave_id}", "sent")

    return here.attempt(act, lambda problem: _form(here, form, problem), form)


@router.get("/leave/{leave_id}")
def one_leave(here: Here, leave_id: str) -> Response:
    """One leave: for oneself, for who filed it, for who decides."""
    return _leave(here, leave_id)


def _leave(here: Shell, leave_id: str, problem: Trouble | None = None, form: Sent | None = None) -> Response:
    desk, leave = leave_of(here.parts, here.caller, leave_id)
    leave, made = read_leave(desk, leave_id)
    with desk.reading() as work:
        month: Month = month_of_leave(work, leave.start)
        board = work.board(month)
        draft = drafted(work, (leave,)).get(leave_id)
        me = here.caller.person
        returns, withdraws = may_sign_off(work, board, leave, me), may_withdraw(work, leave, me)
    mine = me in {leave.agent_id, leave.applicant}
    decides = decides_on(here.caller, board, (leave.agent_id,), here.now) and me != leave.agent_id
    steps = leave_steps(leave, board)
    due, following = next_step(steps, made), here.next_item(f"/leave/{leave_id}")
    how = None
    if due is not None and leave.state in DECIDABLE and me != leave.agent_id:
        how = acting(board, me, due, here.now, made=made, but=(leave.agent_id,))
        if leave.state is LeaveState.EFFECTIVE and not leave.is_sick:
            how = None
    price = cost_of(desk, leave_id) if decides and here.leads else None
    no = after_no(board, leave, made, here.now) if leave.state is LeaveState.DECLINED and mine else None
    missing = leave.is_sick and needs_certificate(leave, board) and bool(uncovered_days(leave))
    return here.render(
        "leave.html",
        problem=problem,
        form=form or Sent(),
        leave=leave,
        leave_state=first_up(here.say(leave_state_words(leave.state.value))),
        month=month,
        who=named(board.case, leave.agent_id),
        filed_by=here_name(here, leave.applicant) if leave.applicant != leave.agent_id else "",
        filed_at=moment_text(leave.filed_at, here.zone),
        path=rungs(steps, made, lambda person: here_name(here, person)),
        zone=here.zone,
        mine=mine,
        no=no,
        no_by=here_name(here, no.by) if no and no.by else here.say(step_words(steps[0])),
        no_ahead=[(duty.day, duty_words(desk.board(Month.of(duty.day)), duty)) for duty in no.ahead] if no else [],
        again=urlencode(leave_fields(replace(leave, filed_by="") if me == leave.agent_id else leave)),
        can_withdraw=withdraws,
        uncovered=uncovered_days(leave) if leave.certificates else (),
        wants_certificate=missing and leave.state in {LeaveState.PROVISIONAL, LeaveState.LAPSED},
        certificate_due=deadline_text(certificate_due(leave, board), here.zone) if missing else None,
        can_return=returns,
        decides=how is not None,
        principal=here_name(here, how.principal) if how is not None and how.principal else "",
        due=due,
        price=price,
        days=price.days if price else None,
        spans=short_spans(board, price.seats) if price else [],
        consent=[flag for flag in price.verdict.flags if flag.consent] if price else [],
        flags=[flag for flag in price.verdict.flags if not flag.consent] if price else [],
        refusals=here.refusals(price.verdict.refusals) if price else [],
        covers=_covers(here, board, leave_id, price) if price else [],
        filled=[
            (duty_words(desk.board(Month.of(item.duty.day)), item.duty), part_words(item), here_name(here, by))
            for item, by in filled_vacancies(desk, leave_id)
        ],
        asked=[
            (f"/swaps/{swap.swap_id}", duty_words(desk.board(swap.month), move.given), here_name(here, move.taker))
            for swap in covers_asked(desk, leave_id)
            for move in swap.moves
        ],
        drafted=draft,
        next=own_address(here.request.query_params.get("next"), following or "/requests"),
        following=following,
        report=leave.is_report,
        declines=leave.state is not LeaveState.DECLINED and not (leave.is_sick and leave.state in COUNTING_LEAVE),
    )


def _covers(here: Shell, board: Any, leave_id: str, price: Any) -> list[dict[str, Any]]:
    """Each duty that the leave frees, who could cover it, and whether it may be given now."""
    from roster.desk.leaves.vacancy_desk import open_vacancies

    with here.desk.reading() as work:
        months = work.known_months()
    vacant = {item.duty for month in months for item in open_vacancies(here.desk, month) if item.leave_id == leave_id}
    return [
        {
            "duty": duty_words(board, duty),
            "vacant": duty in vacant,
            "ways": [
                {
                    "agent_id": way.partner,
                    "name": named(board.case, way.partner),
                    "team": board.case.agent_by_id[way.partner].team,
                    "asks": _who_is_asked(here, board, duty, way.partner),
                    "seats_lost": way.seats_lost,
                    "rest": min(way.rest_hours, 99.0),
                    "points": round(way.fairness_points + way.wish_points + way.other_points, 1),
                }
                for way in price.covers.get(duty, ())
            ],
        }
        for duty in price.duties
        if duty.shift in board.case.shift_by_code
    ]


def _who_is_asked(here: Shell, board: Board, duty: Duty, partner: str) -> str:
    """Who is asked first where the caller gives a duty to somebody (COVER-1), by name; empty where nobody is."""
    given = Move(duty, handed(duty, partner).taken)
    cover = SwapRequest(here.caller.person, SwapKind.COVER, (given,), "-", here.now, by_leader=True)
    steps = swap_steps(cover, board.staff)
    asked = [one for step in steps for one in deciders(board, step, here.now, but=cover.parties)]
    names = [here_name(here, one) for one in dict.fromkeys(asked)] or [here.say(step_words(step)) for step in steps]
    return here.say(words.comma).join(names)


@router.post("/leave/{leave_id}/{step}")
def act_on_leave(here: Here, leave_id: str, step: str, form: Form) -> Response:
    """Approve, decline, withdraw, hand in a certificate, sign off, cover a duty."""
    person = here.caller.person

    def do() -> Response:
        stay = f"/leave/{leave_id}"
        if step in {"approve", "decline"}:
            desk, _ = leave_of(here.parts, here.caller, leave_id, to_decide=True)
            approved = step == "approve"
            consent = form.ticked("consent")
            after = decide_leave(desk, person, leave_id, approved=approved, consent=consent, reason=form["reason"])
            said = "approved" if after.is_sick else "away" if after.state in COUNTING_LEAVE else "passed"
            return here.see(own_address(form["next"], stay), said if approved else "declined", of=stay)
        if step == "cover":
            (desk, _), day = leave_of(here.parts, here.caller, leave_id, to_decide=True), form.day("date")
            reason = form.get("reason", "-")
            made = cover_vacancy(desk, person, leave_id, day, form.needed("partner"), reason=reason)
            if made.state is not SwapState.EFFECTIVE:
                # The leader of who shall cover is asked first (COVER-1).
                return here.see(f"/swaps/{made.swap_id}", "sent")
            return here.see(stay, "covered")
        desk, _ = leave_of(here.parts, here.caller, leave_id)
        if step == "withdraw":
            withdraw_leave(desk, person, leave_id)
            return here.see(stay, "withdrawn")
        if step == "certificate":
            body = body_of(CertificateBody, start=form["start"], end=form["end"])
            hand_in_certificate(desk, person, leave_id, body.start, body.end)
            return here.see(stay, "certified")
        if step == "return":
            sign_off_return(desk, person, leave_id)
            return here.see(stay, "returned")
        raise NotFoundError(step)

    return here.attempt(do, lambda problem: _leave(here, leave_id, problem, form), form)
