"""Wishes: to be rid of a duty (matched by leaders), and shifts wanted in a month to come."""

from datetime import date as Day  # noqa: N812 - a field is called `date`
from typing import Any

from fastapi import APIRouter, Response

from api.pages.agent import own_id
from api.pages.forms import Form, Sent
from api.pages.problems import Trouble
from api.pages.shell import Here, PageRoute, Shell
from api.pages.swaps import day_in
from api.pages.times import month_text, short_day
from api.pages.views.codes import in_order
from api.pages.views.swap import duty_words
from roster.desk.matching.wish_desk import file_wish, list_wishes, withdraw_wish
from roster.desk.rosters.wishes_ahead import OFF, open_months, set_wishes, wishes_of
from roster.desk.words import state_words
from roster.errors import NotFoundError
from roster.model import Month
from roster.model.swap_wish import SwapWish, WishState

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/wishes")
def wishes(here: Here, date: str = "") -> Response:
    """Both kinds of wishes."""
    return _page(here, Sent({"date": [date]}))


def _page(here: Shell, form: Sent, problem: Trouble | None = None) -> Response:
    agent_id, board = own_id(here), here.board
    given = day_in(form["date"])
    ahead = [
        duty
        for duty in sorted(board.duties[agent_id].values(), key=lambda duty: duty.day)
        if board.published and board.stint(duty).start > here.now
    ]
    mine = list_wishes(here.desk, here.known_month, agent_id) if board.published else ()
    return here.render(
        "wishes.html",
        problem=problem,
        form=form,
        given=given,
        duties=[(duty.day, f"{here.say(short_day(duty.day))} {duty.shift}") for duty in ahead],
        shifts=[(shift.code, f"{shift.code} {shift.name}".strip()) for shift in in_order(board.case.shifts)],
        mine=[
            {
                "id": item.filed.wish_id,
                "duty": duty_words(board, item.filed.duty),
                "state": state_words(item.state.value),
                "open": item.state is WishState.OPEN,
                "swap": item.swap_id,
            }
            for item in mine
        ],
        ahead=[_month(here, month, agent_id) for month in _open_months(here)],
    )


def _open_months(here: Shell) -> list[Month]:
    """The months whose wishes are open, among whose people the caller is."""
    return [month for month in open_months(here.desk) if here.is_rostered_in(month)]


def _month(here: Shell, month: Month, agent_id: str) -> dict[str, Any]:
    board = here.desk.board(month)
    wanted = {wish.day: (wish.shift, wish.weight > 0) for wish in wishes_of(here.desk, month, agent_id)}
    calendar = board.case.calendar
    return {
        "month": month,
        "title": month_text(month, here.language),
        "shifts": [(shift.code, f"{shift.code} {shift.name}".strip()) for shift in in_order(board.case.shifts)],
        "days": [
            {
                "day": day,
                "words": short_day(day),
                "free": not calendar.is_working_day(day),
                "value": _value(wanted.get(day)),
            }
            for day in month
        ],
        "count": len(wanted),
    }


def _value(wish: tuple[str, bool] | None) -> str:
    return "" if wish is None else ("+" if wish[1] else "-") + wish[0]


@router.post("/wishes")
def file(here: Here, form: Form) -> Response:
    """File a wish about one's own duty."""
    agent_id = own_id(here)

    def act() -> Response:
        given = form.day("date")
        first, last = (day_in(form[name]) for name in ("first", "last"))
        wish = SwapWish(agent_id, given, first, last, tuple(form.all("shifts")))
        file_wish(here.desk, agent_id, wish, reason=form.needed("reason"))
        return here.see(f"/wishes?month={Month.of(given)}", "saved")

    return here.attempt(act, lambda problem: _page(here, form, problem), form)


@router.post("/wishes/{wish_id}/withdraw")
def withdraw(here: Here, wish_id: str, form: Form) -> Response:
    """Take one back."""

    def act() -> Response:
        withdraw_wish(here.desk, own_id(here), wish_id)
        return here.see("/wishes", "withdrawn")

    return here.once(form, act)


@router.post("/wishes/month")
def set_month(here: Here, form: Form) -> Response:
    """One's shift wishes for a month to come, all together."""
    agent_id = own_id(here)
    months = {str(month): month for month in _open_months(here)}
    month = months.get(form["for_month"])
    if month is None:
        raise NotFoundError(form["for_month"])
    wanted: dict[Day, tuple[str, bool]] = {}
    for day in month:
        mark = form[f"day-{day}"]
        if mark:
            wanted[day] = (mark[1:] or OFF, mark.startswith("+"))

    def act() -> Response:
        set_wishes(here.desk, agent_id, month, wanted)
        return here.see("/wishes", "saved")

    return here.attempt(act, lambda problem: _page(here, form, problem), form)
