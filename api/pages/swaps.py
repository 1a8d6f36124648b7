"""Swaps, covers and changes: asked step by step, answered, decided."""

from datetime import date
from typing import Any

from fastapi import APIRouter, Response

from api.accounts.caller import Caller, Right
from api.accounts.origin import own_address
from api.http.dependencies import own_agent
from api.http.lookup import swap_of
from api.http.people import decides_on
from api.pages.agent import own_id
from api.pages.forms import Form, Sent
from api.pages.me import here_name
from api.pages.problems import Trouble, trouble
from api.pages.shell import Here, PageRoute, Shell
from api.pages.times import short_day
from api.pages.views.leave import crossing_leaves
from api.pages.views.swap import DayBeforeAfter, around, by_partner, duty_words, parties, swap_path
from api.problem import NOT_FOUND
from roster.desk.board.board import Board
from roster.desk.policy.desk_rule import decide
from roster.desk.policy.holidays import holidays_of
from roster.desk.policy.ladder import acting_on_swap, open_swap_steps, step_words, swap_steps
from roster.desk.policy.policy import Policy
from roster.desk.policy.quota import quota_of
from roster.desk.refusals import bad_request
from roster.desk.swaps.pay_back_desk import (
    agree_pay_back,
    days_to_agree,
    may_agree,
    may_waive,
    missed_pay_backs,
    waive_pay_back,
)
from roster.desk.swaps.suggest import suggest
from roster.desk.swaps.swap_ask import asked, barred, change_of, check_swap
from roster.desk.swaps.swap_decision import accept_swap, approve_swap, confirm_handover, decline_swap, withdraw_swap
from roster.desk.swaps.swap_effect import effect_of
from roster.desk.swaps.swap_filing import request_change, request_cover, request_swap
from roster.desk.swaps.swap_held import held_board
from roster.errors import NotFoundError, RosterError
from roster.model import Duty, Month
from roster.model.swap import OPEN_SWAPS, PayBack, SwapKind, SwapRequest, SwapState
from roster.store import leave_rows
from roster.text import Text

router = APIRouter(route_class=PageRoute, include_in_schema=False)
ASKED_WHY = 8
"""Colleagues with whom a swap is tried where nobody can be found, to tell what stands against all."""


def day_in(text: str) -> date | None:
    """A day of an address; None for none and for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@router.get("/swaps/new")
def new_swap(
    here: Here,
    date: str = "",
    cover: str = "",
    partner: str = "",
    payback: str = "",
    payback_shift: str = "",
    day: str = "",
) -> Response:
    """① whose duty, ② with whom and for what, ③ why: each step an address of its own."""
    given = day_in(date)
    if given is None or not _holds(here, given):
        return _choose_duty(here, cover, given)
    if not partner:
        return _choose_partner(here, given, cover, day_in(day))
    asked_for = {"date": date, "cover": cover, "partner": partner, "payback": payback, "payback_shift": payback_shift}
    return _confirm(here, Sent({name: [value] for name, value in asked_for.items()}))


def _holds(here: Shell, day: date) -> bool:
    """Whether the caller has a duty on a day still: what led here may be of yesterday."""
    me = own_agent(here.caller)
    return Month.of(day) in here.months and day in here.desk.board(Month.of(day)).duties.get(me, {})


def _choose_duty(here: Shell, cover: str, gone: date | None = None) -> Response:
    """The duties to come; `gone`: the day of one that there is no more."""
    agent_id, board = own_id(here), here.board
    ahead = [duty for duty in board.duties[agent_id].values() if board.stint(duty).start > here.now]
    shown = [duty_words(board, duty) for duty in sorted(ahead, key=lambda duty: duty.day)] if board.published else []
    holidays = {duty.day for duty in ahead if holidays_of(board, duty)}
    problem = None
    if gone is not None:
        day = short_day(gone)
        none = Text(f"{day.zh} 没有您的班,请另选", f"You have no duty on {day.en}: choose another")
        problem = Trouble(NOT_FOUND.status, here.say(none))
    return here.render("swap_duty.html", duties=shown, holidays=holidays, cover=cover, problem=problem)


def _board_of(here: Shell, day: date) -> Board:
    month = Month.of(day)
    if month not in here.months:
        raise NotFoundError(str(month))
    return here.desk.board(month)


def _choose_partner(here: Shell, given: date, cover: str, day: date | None, problem: Trouble | None = None) -> Response:
    agent_id, board = own_id(here), _board_of(here, given)
    duty = board.duty(agent_id, given)
    clock = here.parts.office.clock
    none = barred(board, duty, clock)
    every = () if none and not cover else suggest(board, agent_id, given, clock, covers=bool(cover))
    days = sorted({item.pay_back.day for item in every if item.pay_back is not None})
    people = by_partner(board, every, day, priced=here.may(Right.LEAD))
    logins = {link.person for link in here.parts.demo.links} if here.parts.demo is not None else frozenset()
    # In a demonstration those stand first who can be logged in as, to answer.
    people.sort(key=lambda one: one.agent_id not in logins)
    return here.render(
        "swap_partner.html",
        problem=problem,
        duty=duty_words(board, duty),
        cover=cover,
        people=people,
        logins=logins,
        total=len({item.partner for item in every}),
        days=[(item, short_day(item)) for item in days],
        day=day,
        why=[] if every else here.refusals(none) if none else _why_none(here, board, agent_id, given),
        barred=bool(none),
        everybody=[(a.agent_id, f"{a.name} {a.agent_id}") for a in board.case.agents if a.agent_id != agent_id],
        shifts=[("", "–"), *((shift.code, shift.code) for shift in board.case.shifts if shift.serves(duty.job))],
        begun=board.stint(duty).start <= here.now,
        month=board.case.month,
    )


def _why_none(here: Shell, board: Board, agent_id: str, given: date) -> list[dict[str, Any]]:
    """What speaks against any swap of the duty: the refusals that meet it whoever is asked."""
    clock, common = here.parts.office.clock, None
    for other in _others_with_a_duty(here, board, agent_id):
        swap = asked(
            board,
            agent_id,
            agent_id,
            given,
            other.agent_id,
            pay_back_day=other.day,
            pay_back_shift=None,
            reason="-",
            clock=clock,
        )
        said = {item.message.zh: item for item in decide(board.rulebook, swap, board, clock).refusals}
        common = said if common is None else {key: item for key, item in common.items() if key in said}
    return here.refusals(list((common or {}).values()))


def _others_with_a_duty(here: Shell, board: Board, agent_id: str) -> list[Duty]:
    """A duty to come of each of some colleagues, people of the month in focus."""
    firsts = (
        next((duty for duty in board.duties[other].values() if board.stint(duty).start > here.now), None)
        for other in board.case.agent_by_id
        if other != agent_id
    )
    return [duty for duty in firsts if duty is not None][:ASKED_WHY]


def _made(here: Shell, form: Sent) -> tuple[Board, SwapRequest]:
    agent_id, given = own_id(here), form.day("date")
    board = _board_of(here, given)
    back = day_in(form["payback"]) if not form["cover"] else None
    if not form["cover"] and back is None:
        form.day("payback")
    _need_partner(here, board, form.needed("partner"), back)
    swap = asked(
        board,
        agent_id,
        agent_id,
        given,
        form.needed("partner"),
        pay_back_day=back,
        pay_back_shift=form["payback_shift"] or None,
        reason=form["reason"] or "-",
        clock=here.parts.office.clock,
    )
    return board, swap


def _need_partner(here: Shell, board: Board, partner: str, back: date | None) -> None:
    """InputError for a colleague of one's own choice who is not there, or has no duty on the day named."""
    if partner not in board.case.agent_by_id:
        problem = Text(
            f"{board.case.month} 的人员中没有 {partner}", f"{partner} is not among the people of {board.case.month}"
        )
        raise bad_request("partner", problem, Text("另选一人", "choose somebody else"))
    if back is not None and board.is_rostered(back) and back not in board.duties.get(partner, {}):
        who = here_name(here, partner)
        problem = Text(f"{who} 在 {back} 没有班", f"{who} has no duty on {back}")
        raise bad_request("payback", problem, Text("选对方有班的一天", "choose a day on which they have one"))


def _confirm(here: Shell, form: Sent, problem: Trouble | None = None) -> Response:
    try:
        board, swap = _made(here, form)
    except NotFoundError:
        raise
    except RosterError as error:
        return _choose_partner(here, form.day("date"), form["cover"], None, trouble(error, here.language))
    verdict = check_swap(board, swap, here.parts.office.clock)
    effect = effect_of(board, swap) if verdict.allowed and swap.later is None else None
    steps = [step_words(step) for step in swap_steps(swap, board.staff)]
    return here.render(
        "swap_confirm.html",
        problem=problem,
        form=form,
        parties=parties(board, swap),
        mine=here.caller.agent_id,
        refusals=here.refusals(verdict.refusals),
        flags=[here.say(flag.message) for flag in verdict.flags],
        effect=effect,
        crossing=[said for duty in swap.given for said in crossing_leaves(board, duty, here.caller.person)],
        week=around(board, swap, here.caller.agent_id or ""),
        partner=here_name(here, form["partner"]),
        steps=steps,
        clause=board.rulebook["SWAP-2"].clause,
        month=board.case.month,
    )


@router.post("/swaps/new")
def ask(here: Here, form: Form) -> Response:
    """File it."""
    agent_id = own_id(here)

    def act() -> Response:
        given, partner = form.day("date"), form.needed("partner")
        reason = form.needed("reason")
        _need_partner(here, _board_of(here, given), partner, None if form["cover"] else day_in(form["payback"]))
        if form["cover"]:
            swap = request_cover(here.desk, agent_id, agent_id, given, partner, reason=reason)
        else:
            swap = request_swap(
                here.desk,
                agent_id,
                given,
                partner,
                form.day("payback"),
                reason=reason,
                pay_back_shift=form["payback_shift"] or None,
            )
        return here.see(f"/swaps/{swap.swap_id}", "sent")

    return here.attempt(act, lambda problem: _confirm(here, form, problem), form)


@router.get("/swaps/change")
def change_page(here: Here, date: str = "") -> Response:
    """Move one's own duty to another day or shift."""
    given = day_in(date)
    if given is None or not _holds(here, given):
        return _choose_duty(here, "", given)
    return _change(here, Sent({"date": [date]}))


def _change(here: Shell, form: Sent, problem: Trouble | None = None) -> Response:
    agent_id, given = own_id(here), form.day("date")
    board = _board_of(here, given)
    duty = board.duty(agent_id, given)
    to_day, verdict = day_in(form["to_date"]), None
    if to_day is not None and form["to_shift"] and problem is None:
        try:
            swap = change_of(
                board, agent_id, given, to_day, form["to_shift"], reason="-", clock=here.parts.office.clock
            )
            verdict = check_swap(board, swap, here.parts.office.clock)
        except RosterError as error:
            problem = trouble(error, here.language)
    return here.render(
        "swap_change.html",
        problem=problem,
        form=form,
        duty=duty_words(board, duty),
        shifts=[
            (shift.code, f"{shift.code} {shift.name}".strip()) for shift in board.case.shifts if shift.serves(duty.job)
        ],
        first=board.case.month.first,
        last=board.case.month.last,
        verdict=verdict,
        month=board.case.month,
    )


@router.post("/swaps/change")
def change(here: Here, form: Form) -> Response:
    """File the change."""
    agent_id = own_id(here)

    def act() -> Response:
        given, to_day = form.day("date"), form.day("to_date")
        shift, reason = form.needed("to_shift"), form.needed("reason")
        swap = request_change(here.desk, agent_id, given, to_day, shift, reason=reason)
        return here.see(f"/swaps/{swap.swap_id}", "sent")

    return here.attempt(act, lambda problem: _change(here, form, problem), form)


@router.get("/swaps/{swap_id}")
def one_swap(here: Here, swap_id: str) -> Response:
    """One swap: for its parties, and for who decides."""
    return _swap(here, swap_id)


def may_read_reason(caller: Caller, board: Board, swap: SwapRequest, here: Shell) -> bool:
    """A reason is the parties' and the deciders'."""
    return caller.agent_id in swap.parties or decides_on(caller, board, swap.parties, here.now)


def _swap(here: Shell, swap_id: str, problem: Trouble | None = None, form: Sent | None = None) -> Response:
    desk, swap = swap_of(here.parts, here.caller, swap_id)
    board, me = desk.board(swap.month), here.caller.person
    with desk.reading() as work:
        made = leave_rows.decisions_of(work.connection, f"swap:{swap_id}")
    is_open = swap.state in OPEN_SWAPS
    agreed = swap.accepted >= set(swap.parties) or swap.by_leader
    due = open_swap_steps(swap, made, board.staff) if is_open else ()
    ways = [(step, acting_on_swap(board, me, swap, step, here.now)) for step in due]
    mine = [(step, how) for step, how in ways if how is not None and me not in swap.parties]
    shows_effect = is_open and here.leads and me not in swap.parties
    effect = effect_of(board, swap) if shows_effect and swap.later is None else None
    decided = bool(mine) and agreed
    verdict = check_swap(held_board(board, swap), swap, here.parts.office.clock) if decided else None
    takes = {move.taker for move in swap.moves}
    starts = min(board.stint(duty).start for duty in swap.given)
    following = here.next_item(f"/swaps/{swap_id}")
    quota, most = quota_of(board), Policy.of(board.rulebook).max_swaps_per_month
    return here.render(
        "swap.html",
        problem=problem,
        form=form or Sent(),
        swap=swap,
        parties=parties(board, swap),
        path=[
            step
            for step in swap_path(board, swap, made, lambda person: here_name(here, person))
            if is_open or step.done or step.refused
        ],
        reason=swap.reason if may_read_reason(here.caller, board, swap, here) and swap.reason != "-" else "",
        month=swap.month,
        due=starts,
        is_open=is_open,
        i_am_asked=is_open and me in swap.parties and me not in swap.accepted and not swap.by_leader,
        i_asked=is_open and me == swap.requester and swap.kind is not SwapKind.CYCLE,
        i_confirm=swap.state is SwapState.EFFECTIVE
        and me in takes
        and me not in swap.confirmed
        and any(duty.agent_id == me and board.stint(duty).start > here.now for duty in swap.taken),
        decides=decided,
        waits_for_parties=is_open and not agreed,
        principal=next((here_name(here, how.principal) for _, how in mine if how.principal), ""),
        whose_turn=[step_words(step) for step in due],
        effect=effect,
        consent=[flag for flag in verdict.flags if flag.consent] if verdict else [],
        refusals=here.refusals(verdict.refusals) if verdict else [],
        quotas=[(here_name(here, one), quota.used(one, swap.month), most) for one in swap.parties]
        if shows_effect and not swap.by_leader
        else [],
        own_quota=(quota.used(me, swap.month), most) if swap.swap_id in quota.held.get((me, swap.month), {}) else None,
        week=around(board, swap, me) if me in swap.parties else [],
        weeks=_weeks(here, board, swap) if shows_effect else [],
        shell_name=lambda person: here_name(here, person),
        zone=here.zone,
        next=own_address(here.request.query_params.get("next"), following or "/requests"),
        following=following,
        titles={rule.id: here.say(rule.title) for rule in board.rulebook.rules},
        missed=_missed(here, board, swap),
    )


def _weeks(here: Shell, board: Board, swap: SwapRequest) -> list[tuple[str, list[DayBeforeAfter]]]:
    """Each party's days around the swap, first of whom they change."""
    listed = [(here_name(here, one), around(board, swap, one, 7)) for one in swap.parties]
    return sorted(listed, key=lambda item: not any(day.changes for day in item[1]))


def _missed(here: Shell, board: Board, swap: SwapRequest) -> dict[str, Any] | None:
    """What a swap owes still after its time, and what the reader may do about it."""
    item = next((one for one in missed_pay_backs(here.desk) if one.swap_id == swap.swap_id), None)
    if item is None:
        return None
    me = here.caller.person
    days = days_to_agree(here.desk, me, swap.swap_id)
    return {
        "item": item,
        "debtor": here_name(here, item.debtor),
        "creditor": here_name(here, item.creditor),
        "agrees": may_agree(board, me, item),
        "waives": may_waive(board, me, item),
        "days": [(duty.day, f"{here.say(short_day(duty.day))} {duty.shift}") for duty in days],
    }


ACTS: dict[str, tuple[Any, str]] = {
    "accept": (lambda desk, who, swap, _: accept_swap(desk, who, swap), "accepted"),
    "approve": (
        lambda desk, who, swap, form: approve_swap(
            desk, who, swap, reason=form["reason"], consent=form.ticked("consent")
        ),
        "approved",
    ),
    "decline": (
        lambda desk, who, swap, form: decline_swap(desk, who, swap, reason=form["reason"]),
        "declined",
    ),
    "withdraw": (lambda desk, who, swap, _: withdraw_swap(desk, who, swap), "withdrawn"),
    "confirm": (lambda desk, who, swap, _: confirm_handover(desk, who, swap), "confirmed"),
    "payback": (
        lambda desk, who, swap, form: agree_pay_back(desk, who, swap, form.day("day"), reason=form["reason"]),
        "agreed",
    ),
    "waive": (lambda desk, who, swap, form: waive_pay_back(desk, who, swap, reason=form.needed("reason")), "waived"),
}
"""What may be done to a swap, and what is said then."""


@router.post("/swaps/{swap_id}/{step}")
def act_on_swap(here: Here, swap_id: str, step: str, form: Form) -> Response:
    """Accept, approve, decline, withdraw, confirm; another day for a missed pay-back, or none."""
    if step not in ACTS:
        raise NotFoundError(step)
    desk, _ = swap_of(here.parts, here.caller, swap_id)
    act, done = ACTS[step]

    def do() -> Response:
        after: SwapRequest | PayBack = act(desk, here.caller.person, swap_id, form)
        ended = after.state in {SwapState.EXPIRED, SwapState.VOID}
        if ended:
            return here.see(f"/swaps/{swap_id}")
        onward = own_address(form["next"], f"/swaps/{swap_id}")
        if step == "approve":
            done_so = "swapped" if after.state is SwapState.EFFECTIVE else "passed"
            return here.see(onward, done_so, of=f"/swaps/{swap_id}")
        return here.see(onward, done, of=f"/swaps/{swap_id}")

    return here.attempt(do, lambda problem: _swap(here, swap_id, problem, form))
