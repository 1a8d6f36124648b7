"""The first page: what waits for one's word; for agents their next duty; where nothing is yet, what to do first."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from fastapi import APIRouter, Response

from api.accounts.caller import Right, Role
from api.http.dependencies import own_agent
from api.http.waiting import WaitingItem, waiting
from api.pages.forms import Form, Sent
from api.pages.me import delegations, here_name, notice_views
from api.pages.problems import Trouble
from api.pages.shell import Here, PageRoute, Shell
from api.pages.times import short_day
from api.pages.views.inbox import TABS, Item, ShiftToday, items, shifts_on, short_spans_on
from api.pages.views.month import days_from, next_duty
from api.pages.views.people import named
from api.store.account_rows import accounts_by_name
from api.store.notice_rows import notices_of
from roster.desk.attendance.attendance_desk import check_in, own_clock
from roster.desk.board.board import Board
from roster.desk.duty_day.permits import list_permits
from roster.desk.inbox.waiting import next_deadline
from roster.desk.leaves.vacancy_desk import covers_of_vacancy
from roster.desk.ledger import own_pay_backs
from roster.desk.shift_log.occurrence import going, occurrence
from roster.desk.swaps.pay_back_desk import missed_pay_backs
from roster.desk.swaps.swap_ask import barred
from roster.model import Duty, Month
from roster.store.roster_rows import BINDING, RosterState

router = APIRouter(route_class=PageRoute, include_in_schema=False)
NEWS = 6
MOST_LOOKED_AT = 10
"""Duties ahead among which the first is sought that may be swapped: a break is no longer."""
QUARTER = timedelta(minutes=15)
"""How long a permit is asked for unless somebody says otherwise."""
MOST_COUNTED = 6
"""Vacancies for which the inbox says how many people could cover."""


@router.get("/")
def home(here: Here, kind: str = "") -> Response:
    """The inbox, or an agent's day."""
    return home_page(here, kind)


@router.post("/me/check-in")
def clock(here: Here, form: Form) -> Response:
    """Check in for one's own duty of now, or out of it."""
    me = own_agent(here.caller)

    def act() -> Response:
        check_in(here.desk, me, me, leaving=form.ticked("leaving"))
        return here.see("/", "saved")

    return here.attempt(act, lambda problem: home_page(here, problem=problem), form)


def home_page(here: Shell, kind: str = "", problem: Trouble | None = None, form: Sent | None = None) -> Response:
    """The first page, as the caller's role has it; `form`: what was sent and came to nothing."""
    if here.centre_id is None or not here.months:
        return here.render("start.html", steps=_first_steps(here))
    boards = {str(month): here.desk.board(month) for month in here.months}
    open_items = _asked(here, boards)
    if here.caller.role is Role.AGENT:
        return _agent(here, boards, open_items, problem, form)
    shown = [item for item in open_items if not kind or item.kind in TABS.get(kind, ())]
    today = here.now.astimezone(here.zone).date()
    board = boards.get(str(Month.of(today))) or here.board
    day = today if today in board.case.month else board.case.month.first
    shifts = [(day, shift) for shift in shifts_on(board, day)]
    return here.render(
        "home.html",
        items=shown,
        every=open_items,
        coming=None if shown else _coming(here, boards, open_items),
        chosen=kind,
        counts={name: sum(item.kind in kinds for item in open_items) for name, kinds in TABS.items()},
        shifts=(_overnight(here, boards, today) if day == today else []) + shifts,
        rostered=bool(shifts),
        short_spans=short_spans_on(board, day),
        day=day,
        day_words=short_day(day),
        is_today=day == today,
        shown_month=Month.of(day),
        news=news(here),
        steps=_first_steps(here) if here.may(Right.ADMIN) else [],
        deputies=[item["words"] for item in delegations(here)]
        if here.leads and here.board.staff.holds_office(here.caller.person)
        else None,
        mine=_own_duty(here, boards),
        clock=_clock(here),
        problem=problem,
        form=form or Sent(),
    )


def _overnight(here: Shell, boards: dict[str, Board], today: date) -> list[tuple[date, ShiftToday]]:
    """The shifts of the eve that are still worked, each with that day."""
    eve = today - timedelta(days=1)
    board = boards.get(str(Month.of(eve)))
    if board is None:
        return []
    codes = {one.shift for one in going(board, eve, here.now)}
    return [(eve, shift) for shift in shifts_on(board, eve) if shift.code in codes] if codes else []


def _coming(here: Shell, boards: dict[str, Board], open_items: list[Item]) -> Item | None:
    """The next deadline under an empty list: of what waits under another heading, or of what waits for others."""
    mine = next((item for item in open_items if item.due is not None and item.due > here.now), None)
    if mine is not None:
        return mine
    ahead = next_deadline(here.desk, here.caller.person)
    return None if ahead is None else items([WaitingItem(ahead.kind, ahead.subject, ahead)], boards)[0]


def _clock(here: Shell) -> dict[str, Any] | None:
    """The duty that one may check in to or out of now, with the times at which one did."""
    duty_clock = own_clock(here.desk, here.caller.agent_id) if here.caller.agent_id else None
    if duty_clock is None:
        return None

    def wall(moment: datetime | None) -> str:
        return "" if moment is None else moment.astimezone(here.zone).strftime("%H:%M")

    clock = {
        "shift": duty_clock.duty.shift,
        "begun": duty_clock.begun,
        "came": wall(duty_clock.came),
        "left": wall(duty_clock.left),
    }
    return clock | _post(here, duty_clock.duty)


def _post(here: Shell, duty: Duty) -> dict[str, Any]:
    """One's permits to leave the post of a duty, and what another could be asked for with."""
    board = here.desk.board(Month.of(duty.day))
    stint = board.stint(duty)
    start = min(max(here.now, stint.start), stint.end)
    shift = occurrence(board, duty.day, duty.shift)
    keepers = [one.agent_id for one in shift.duties if one.job == duty.job and one.agent_id != duty.agent_id]
    permits = list_permits(here.desk, duty.day, duty.day)

    def wall(moment: datetime) -> str:
        return moment.astimezone(here.zone).strftime("%H:%M")

    return {
        "day": duty.day,
        "permits": [
            (item, wall(item.start), wall(item.end), named(board.case, item.stand_in) if item.stand_in else "")
            for item in permits
            if item.duty == duty
        ],
        "from": wall(start),
        "to": wall(min(start + QUARTER, stint.end)),
        "keepers": [("", "–"), *((who, named(board.case, who)) for who in keepers)],
    }


def _asked(here: Shell, boards: dict[str, Board]) -> list[Item]:
    assert here.centre_id is not None
    asked = waiting(here.parts, here.caller, here.centre_id)
    own_items, counted = items(asked, boards), 0
    for place, (one, item) in enumerate(zip(asked, own_items, strict=True)):
        if item.principal.startswith("@"):
            own_items[place] = item = replace(item, principal=here_name(here, item.principal))
        if item.kind == "vacancy" and one.about is not None and counted < MOST_COUNTED:
            counted += 1
            ways = covers_of_vacancy(here.desk, one.id, one.about.days[0])
            own_items[place] = replace(item, covers=len(ways))
    return own_items


def _own_duty(here: Shell, boards: dict[str, Board]) -> Any:
    return next_duty(boards.values(), here.caller.agent_id, here.now) if here.caller.agent_id else None


def _agent(
    here: Shell, boards: dict[str, Board], open_items: list[Item], problem: Trouble | None, form: Sent | None
) -> Response:
    agent_id = here.caller.agent_id or ""
    today = here.now.astimezone(here.zone).date()
    coming = next_duty(boards.values(), agent_id, here.now)
    first = today if coming is None or (coming.day - today).days < 7 else coming.day
    return here.render(
        "agent_home.html",
        next=coming,
        ask_for=_ask_for(here, boards, agent_id) if coming is not None and coming.ahead else None,
        items=open_items,
        coming=None if open_items else _coming(here, boards, open_items),
        week=days_from(boards.values(), agent_id, first, 7, here.now),
        from_today=first == today,
        named=lambda person: here_name(here, person),
        row=own_pay_backs(here.desk, agent_id),
        missed=missed_pay_backs(here.desk),
        news=news(here),
        clock=_clock(here),
        problem=problem,
        form=form or Sent(),
    )


def _ask_for(here: Shell, boards: dict[str, Board], agent_id: str) -> Duty | None:
    """The next duty that a swap may be about at all, holidays passed over; None where none of the next is."""
    coming = [
        (board, duty)
        for board in boards.values()
        if board.published
        for duty in board.duties.get(agent_id, {}).values()
        if duty.day in board.case.month and board.stint(duty).start > here.now
    ]
    soonest = sorted(coming, key=lambda item: item[1].day)[:MOST_LOOKED_AT]
    clock = here.parts.office.clock
    return next((duty for board, duty in soonest if not barred(board, duty, clock)), None)


def news(here: Shell) -> list[dict[str, Any]]:
    """The latest notices."""
    with here.parts.store.reading() as connection:
        rows, _ = notices_of(connection, here.caller.account_id, 0, NEWS)
    return notice_views(here, rows)


def _first_steps(here: Shell) -> list[dict[str, Any]]:
    """What a new centre needs, in order, and what of it is done; nothing once all is."""
    imported = bool(here.months)
    staff = here.board.staff if imported else None
    directed = staff is not None and bool(staff.directors | staff.centre_directors)
    with here.parts.store.reading() as connection:
        accounts = accounts_by_name(connection, here.centre_id, 0, 1)[1] if here.centre_id else 0
        listed: tuple[list[Any], int] = ([], 0)
        drafts: tuple[list[Any], int] = ([], 0)
        if imported and here.centre_id is not None:
            listed = here.parts.office.list_stored(connection, here.centre_id, None, BINDING, 0, 1)
            drafts = here.parts.office.list_stored(connection, here.centre_id, None, list(RosterState), 0, 1)
    steps = [
        {"name": "import", "address": "/import", "done": imported},
        {"name": "accounts", "address": "/accounts", "done": accounts > 0},
        {"name": "director", "address": "/accounts", "done": directed},
        {"name": "generate", "address": "/rosters/new", "done": drafts[1] > 0},
        {"name": "publish", "address": "/rosters", "done": listed[1] > 0},
    ]
    return [] if all(step["done"] for step in steps) else steps
