"""The first page: what waits for one's word; for agents their next duty; where nothing is yet, what to do first."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Response

from api.accounts.caller import Right, Role
from api.http.dependencies import own_agent
from api.http.waiting import WaitingItem, waiting
from api.office.office import BINDING
from api.pages.forms import Form
from api.pages.me import here_name, notice_view
from api.pages.problems import Trouble
from api.pages.shell import Here, PageRoute, Shell
from api.pages.times import short_day
from api.pages.views.inbox import TABS, Item, items, shifts_on
from api.pages.views.month import days_from, next_duty
from api.store.account_rows import accounts_by_name
from api.store.notice_rows import notices_of
from roster.desk.attendance.attendance_desk import check_in, own_clock
from roster.desk.board.board import Board
from roster.desk.inbox.waiting import next_deadline
from roster.desk.leaves.vacancy_desk import covers_of_vacancy
from roster.desk.ledger import own_pay_backs
from roster.desk.swaps.pay_back_desk import missed_pay_backs
from roster.model import Month

router = APIRouter(route_class=PageRoute, include_in_schema=False)
NEWS = 6
MOST_COUNTED = 6
"""Vacancies for which the inbox says how many people could cover."""


@router.get("/")
def home(here: Here, kind: str = "") -> Response:
    """The inbox, or an agent's day."""
    return _home(here, kind)


@router.post("/me/check-in")
def clock(here: Here, form: Form) -> Response:
    """Check in for one's own duty of now, or out of it."""
    me = own_agent(here.caller)

    def act() -> Response:
        check_in(here.desk, me, me, leaving=form.ticked("leaving"))
        return here.see("/", "saved")

    return here.attempt(act, lambda problem: _home(here, problem=problem), form)


def _home(here: Shell, kind: str = "", problem: Trouble | None = None) -> Response:
    if here.centre_id is None or not here.months:
        return here.render("start.html", steps=_first_steps(here))
    boards = {str(month): here.desk.board(month) for month in here.months}
    found = _asked(here, boards)
    if here.caller.role is Role.AGENT:
        return _agent(here, boards, found, problem)
    shown = [item for item in found if not kind or item.kind in TABS.get(kind, ())]
    today = here.now.astimezone(here.zone).date()
    board = boards.get(str(Month.of(today))) or here.board
    day = today if today in board.case.month else board.case.month.first
    return here.render(
        "home.html",
        items=shown,
        every=found,
        coming=None if shown else _coming(here, boards, found),
        chosen=kind,
        counts={name: sum(item.kind in kinds for item in found) for name, kinds in TABS.items()},
        shifts=shifts_on(board, day),
        day_words=short_day(day),
        is_today=day == today,
        news=news(here),
        steps=_first_steps(here) if here.may(Right.ADMIN) else [],
        mine=_own_duty(here, boards),
        clock=_clock(here),
        problem=problem,
    )


def _coming(here: Shell, boards: dict[str, Board], found: list[Item]) -> Item | None:
    """The next deadline under an empty list: of what waits under another heading, or of what waits for others."""
    mine = next((item for item in found if item.due is not None and item.due > here.now), None)
    if mine is not None:
        return mine
    ahead = next_deadline(here.desk, here.caller.person)
    return None if ahead is None else items([WaitingItem(ahead.kind, ahead.subject, ahead)], boards)[0]


def _clock(here: Shell) -> dict[str, Any] | None:
    """The duty that one may check in to or out of now, with the times at which one did."""
    found = own_clock(here.desk, here.caller.agent_id) if here.caller.agent_id else None
    if found is None:
        return None

    def wall(moment: datetime | None) -> str:
        return "" if moment is None else moment.astimezone(here.zone).strftime("%H:%M")

    return {"shift": found.duty.shift, "begun": found.begun, "came": wall(found.came), "left": wall(found.left)}


def _asked(here: Shell, boards: dict[str, Board]) -> list[Item]:
    assert here.centre_id is not None
    asked = waiting(here.parts, here.caller, here.centre_id)
    found, counted = items(asked, boards), 0
    for place, (one, item) in enumerate(zip(asked, found, strict=True)):
        if item.principal.startswith("@"):
            found[place] = item = replace(item, principal=here_name(here, item.principal))
        if item.kind == "vacancy" and one.about is not None and counted < MOST_COUNTED:
            counted += 1
            ways = covers_of_vacancy(here.desk, one.id, one.about.days[0])
            found[place] = replace(item, covers=len(ways))
    return found


def _own_duty(here: Shell, boards: dict[str, Board]) -> Any:
    return next_duty(boards.values(), here.caller.agent_id, here.now) if here.caller.agent_id else None


def _agent(here: Shell, boards: dict[str, Board], found: list[Item], problem: Trouble | None) -> Response:
    agent_id = here.caller.agent_id or ""
    today = here.now.astimezone(here.zone).date()
    coming = next_duty(boards.values(), agent_id, here.now)
    first = today if coming is None or (coming.day - today).days < 7 else coming.day
    return here.render(
        "agent_home.html",
        next=coming,
        items=found,
        coming=None if found else _coming(here, boards, found),
        week=days_from(boards.values(), agent_id, first, 7, here.now),
        from_today=first == today,
        named=lambda person: here_name(here, person),
        row=own_pay_backs(here.desk, agent_id),
        missed=missed_pay_backs(here.desk),
        news=news(here),
        clock=_clock(here),
        problem=problem,
    )


def news(here: Shell) -> list[dict[str, Any]]:
    """The latest notices."""
    with here.parts.store.reading() as connection:
        rows, _ = notices_of(connection, here.caller.account_id, 0, NEWS)
    return [notice_view(here, row) for row in rows]


def _first_steps(here: Shell) -> list[dict[str, Any]]:
    """What a new centre needs, in order, and what of it is done; nothing once all is."""
    imported = bool(here.months)
    with here.parts.store.reading() as connection:
        accounts = accounts_by_name(connection, here.centre_id, 0, 1)[1] if here.centre_id else 0
        listed: tuple[list[Any], int] = ([], 0)
        drafts: tuple[list[Any], int] = ([], 0)
        if imported and here.centre_id is not None:
            from roster.store.roster_rows import RosterState

            listed = here.parts.office.list_kept(connection, here.centre_id, None, BINDING, 0, 1)
            drafts = here.parts.office.list_kept(connection, here.centre_id, None, list(RosterState), 0, 1)
    steps = [
        {"name": "import", "address": "/import", "done": imported},
        {"name": "accounts", "address": "/accounts", "done": accounts > 0},
        {"name": "generate", "address": "/rosters/new", "done": drafts[1] > 0},
        {"name": "publish", "address": "/rosters", "done": listed[1] > 0},
    ]
    return [] if all(step["done"] for step in steps) else steps
