"""All requests: an agent's own; for leaders those of their people, by deadline."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fastapi import APIRouter, Response

from api.accounts.caller import Right, Role
from api.http.people import decides_on
from api.http.waiting import waiting
from api.pages.forms import Form
from api.pages.shell import Here, PageRoute, Shell
from api.pages.times import short_day
from api.pages.views.inbox import asks_by_link
from api.pages.views.people import named
from api.pages.views.swap import parties_named
from roster.desk.board.board import Board
from roster.desk.matching.wish_desk import file_match, list_wishes, match_wishes, may_match
from roster.desk.policy.deadlines import first_start
from roster.desk.rosters.table_leave import TableLeave, leave_of_month
from roster.desk.swaps.swap_reading import list_swaps
from roster.desk.words import leave_state_words, state_words
from roster.model.leave_request import LeaveState
from roster.model.swap import OPEN_SWAPS
from roster.model.swap_wish import WishState
from roster.text import Text

router = APIRouter(route_class=PageRoute, include_in_schema=False)
MATCH_SECONDS, SHOWN = 5.0, 30


@dataclass(frozen=True)
class RequestLine:
    """A request: what, whose, when, how it stands, until when it matters."""

    kind: str
    link: str
    words: Text
    who: str
    when: Text
    state: str
    standing: Text
    open: bool
    due: datetime | None
    filed_at: datetime | None
    mine: bool
    origin: Text | None = None


@router.get("/requests")
def requests(here: Here, state: str = "", kind: str = "", who: str = "", offset: int = 0) -> Response:
    """The list from the request `offset` on, what is open first."""
    board = here.board
    me = here.caller.agent_id
    waits = asks_by_link(waiting(here.parts, here.caller, here.centre_id or ""))
    lines = [*_swaps(here, board), *_leaves(here, board)]
    lines = [line for line in lines if not kind or line.kind == kind]
    if state == "open":
        lines = [line for line in lines if line.open]
    elif state == "mine":
        lines = [line for line in lines if line.link in waits]
    wanted = who.strip().casefold()
    lines = [line for line in lines if wanted in line.who.casefold()]
    far = datetime.max.replace(tzinfo=here.now.tzinfo)
    lines.sort(key=lambda line: (not line.open, (line.due or far) if line.open else far, -_age(line)))
    offset = min(max(offset, 0), max(len(lines) - 1, 0))
    wishes = [
        item
        for item in list_wishes(here.desk, here.known_month)
        if item.filed.wish.agent_id == me or decides_on(here.caller, board, (item.filed.wish.agent_id,), here.now)
    ]
    return here.render(
        "requests.html",
        lines=lines[offset : offset + SHOWN],
        count=len(lines),
        before=max(offset - SHOWN, 0) if offset else None,
        after=offset + SHOWN if offset + SHOWN < len(lines) else None,
        waits=waits,
        state_chosen=state,
        kind_chosen=kind,
        who=who,
        agent=here.caller.role is Role.AGENT,
        matches=may_match(board, here.caller.person, here.now) and board.published,
        asks=me is not None and here.own_month is not None,
        open_wishes=sum(item.state is WishState.OPEN for item in wishes),
        wishes=[_wish(board, item) for item in wishes],
    )


def _age(line: RequestLine) -> float:
    """When it was filed, as seconds; what stood in the month's own table came before all."""
    return line.filed_at.timestamp() if line.filed_at is not None else 0.0


def _wish(board: Board, item: Any) -> dict[str, Any]:
    wish = item.filed.wish
    return {
        "who": named(board.case, wish.agent_id),
        "day": short_day(wish.day),
        "shift": item.filed.duty.shift,
        "state": state_words(item.state.value),
        "open": item.state is WishState.OPEN,
        "swap": f"/swaps/{item.swap_id}" if item.swap_id else "",
    }


def _swaps(here: Shell, board: Board) -> list[RequestLine]:
    lines = []
    for swap in list_swaps(here.desk, here.known_month):
        if not decides_on(here.caller, board, swap.parties, here.now):
            continue
        days = " / ".join(f"{duty.day:%m-%d} {duty.shift}" for duty in swap.given)
        is_open = swap.state in OPEN_SWAPS
        due = min(board.stint(duty).start for duty in swap.given) if is_open else None
        lines.append(
            RequestLine(
                "swap",
                f"/swaps/{swap.swap_id}",
                state_words(swap.kind.value),
                parties_named(board, swap),
                Text(days, days),
                swap.state.value,
                state_words(swap.state.value),
                is_open,
                due,
                swap.filed_at,
                here.caller.agent_id in swap.parties,
            )
        )
    return lines


def _leaves(here: Shell, board: Board) -> list[RequestLine]:
    lines = []
    month = here.known_month
    for leave in leave_of_month(here.desk, month):
        if isinstance(leave, TableLeave):
            lines += _of_table(here, board, leave)
            continue
        own = here.caller.person in {leave.agent_id, leave.applicant}
        if not own and not decides_on(here.caller, board, (leave.agent_id,), here.now):
            continue
        if leave.agent_id not in board.case.agent_by_id:
            continue
        is_open = leave.state in {LeaveState.PENDING, LeaveState.PROVISIONAL}
        lines.append(
            RequestLine(
                "leave",
                f"/leave/{leave.leave_id}",
                state_words(leave.kind),
                named(board.case, leave.agent_id),
                _span(leave.start, leave.end),
                leave.state.value,
                leave_state_words(leave.state.value),
                is_open,
                first_start(leave, board) if leave.state is LeaveState.PENDING else None,
                leave.filed_at,
                own,
            )
        )
    return lines


def _of_table(here: Shell, board: Board, item: TableLeave) -> list[RequestLine]:
    """A row of the month's own table: nobody filed it, and what it waits for is a roster."""
    if not decides_on(here.caller, board, (item.agent_id,), here.now):
        return []
    link, origin = f"/rosters?month={here.known_month}", Text("当月请假表", "the month's table")
    if item.draft is not None and here.leads:
        # A deputy decides, but looks into no draft.
        drafted = f"/rosters/{item.draft}" if here.may(Right.PLAN) else link
        link = f"/rosters/{item.draft}/grants" if item.asks else drafted
    return [
        RequestLine(
            "leave",
            link,
            state_words(item.leave.kind),
            named(board.case, item.agent_id),
            _span(item.leave.start, item.leave.end),
            item.state.value,
            leave_state_words(item.state.value),
            item.state is LeaveState.PENDING,
            None,
            None,
            here.caller.person == item.agent_id,
            origin,
        )
    ]


def _span(first: date, last: date) -> Text:
    one, two = short_day(first), short_day(last)
    return one if first == last else Text(f"{one.zh} – {two.zh}", f"{one.en} – {two.en}")


@router.post("/requests/match")
def match(here: Here, form: Form) -> Response:
    """Match the open wishes into swaps that everybody concerned must accept."""
    here.need_lead()

    def act() -> Response:
        before = here.write(form).known()
        if before is not None:
            return before
        # The search holds no lock; what it found is asked about once more when it is filed.
        desk, person, month = here.desk, here.caller.person, here.known_month
        matched = match_wishes(desk, person, month, seconds=MATCH_SECONDS)

        def keep() -> Response:
            file_match(desk, person, month, matched)
            return here.see(f"/requests?month={month}", "matched")

        return here.once(form, keep)

    return here.attempt(act, lambda problem: here.render("problem.html", problem=problem))
