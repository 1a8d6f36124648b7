"""Open swap wishes at the desk: filed, withdrawn, and matched into swaps that everybody concerned must accept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from roster.desk.board.board import Board
from roster.desk.desk import SYSTEM, Desk, Work
from roster.desk.matching.match import Match, match
from roster.desk.matching.match_arcs import Exchange
from roster.desk.once import answer_before, once
from roster.desk.refusals import bad_request, not_now, not_yours, wrong_state
from roster.desk.swaps.swap_ask import barred
from roster.desk.swaps.swap_filing import file_cycle
from roster.desk.words import duty_words, state_words
from roster.errors import NotFoundError, RefusedError
from roster.model import Month
from roster.model.swap import OPEN_SWAPS, SwapRequest, SwapState
from roster.model.swap_wish import FiledWish, SwapWish, WishStanding, WishState
from roster.rule import Refusal
from roster.store import wish_rows
from roster.text import Text

LONGEST_CYCLE = 3
"""Wishes in one proposal, unless told otherwise: a cycle stands only if everybody in it agrees."""


@dataclass(frozen=True)
class MatchProposals:
    """What matching the open wishes came to.

    `proposed` were filed as swaps that wait for every party; `dropped` tells for each cycle that could not be filed
    (the roster or a quota changed meanwhile) the refusals.
    """

    match: Match
    wishes: tuple[FiledWish, ...]
    proposed: tuple[SwapRequest, ...]
    dropped: tuple[tuple[SwapRequest, tuple[Refusal, ...]], ...]


@once
def file_wish(desk: Desk, actor: str, wish: SwapWish, *, reason: str, key: str | None = None) -> WishStanding:
    """Somebody files an open wish about an own duty.

    NotFoundError without a published roster or such a duty, InputError for a window or shifts that make no sense,
    RefusedError for somebody else's duty, one that has begun, one that an own wish or swap is about already, and one
    that no swap may be about, whoever took it.
    """
    month = Month.of(wish.day)
    with desk.writing(actor, "wish.file", key) as work:
        board = work.board(month)
        if actor not in {wish.agent_id, SYSTEM}:
            raise not_yours(actor, wish.agent_id)
        _sound(board, wish, reason)
        work.published(month)
        duty = board.duty(wish.agent_id, wish.day)
        if work.now >= board.stint(duty).start:
            raise not_now(
                Text(f"{duty_words(duty)} 班已开始", f"{duty_words(duty)} has begun"),
                duty.day,
                Text("尚未开始的班", "a duty to come"),
            )
        for other in _standings(work, month, board):
            same = other.filed.duty == duty and other.state in {WishState.OPEN, WishState.PROPOSED}
            if same:
                other_id = other.filed.wish_id
                raise not_now(
                    Text(
                        f"{duty_words(duty)} 班已有换班愿望({other_id})",
                        f"wish {other_id} is about {duty_words(duty)} already",
                    ),
                    2,
                    1,
                )
        refusals = barred(board, duty, work.clock)
        if refusals:
            raise RefusedError(refusals)
        filed = FiledWish(work.fresh_id(), wish, duty, reason.strip(), work.now)
        wish_rows.add_wish(work.connection, work.centre_id, work.month_row(month).month_id, filed)
        work.tell(
            f"wish:{filed.wish_id}", {"agent_id": wish.agent_id, "day": wish.day.isoformat(), "shift": duty.shift}
        )
        return _standing(board, filed, work.now)


def _sound(board: Board, wish: SwapWish, reason: str) -> None:
    if not reason.strip():
        raise bad_request("reason", Text("没有写明事由", "says nothing"), Text("写明事由", "Name the reason"))
    if wish.first is not None and wish.last is not None and wish.last < wish.first:
        raise bad_request(
            "last",
            Text(f"{wish.last} 早于 {wish.first}", f"{wish.last} lies before {wish.first}"),
            Text("改正其中一个日期", "Correct one of the two"),
        )
    unknown = sorted(set(wish.shifts) - set(board.case.shift_by_code))
    if unknown:
        raise bad_request(
            "shifts",
            Text(f"没有班次 {'、'.join(unknown)}", f"no shift {', '.join(unknown)}"),
            Text("用已有的班次代码", "Use the codes there are"),
        )


@once
def withdraw_wish(desk: Desk, actor: str, wish_id: str, *, key: str | None = None) -> WishStanding:
    """Its agent takes an open wish back. A proposal made of it is declined or withdrawn as a swap."""
    with desk.writing(actor, "wish.withdraw", key) as work:
        filed = wish_rows.wish_row(work.connection, work.centre_id, wish_id)
        if actor not in {filed.wish.agent_id, SYSTEM}:
            raise NotFoundError(Text(f"换班愿望 {wish_id}", f"wish {wish_id}"))
        board = work.board(Month.of(filed.wish.day))
        state = _standing(board, filed, work.now).state
        if state is not WishState.OPEN:
            raise wrong_state(state.value, "open")
        wish_rows.withdraw(work.connection, wish_id, work.now)
        work.tell(f"wish:{wish_id}", {"state": "withdrawn"})
        filed = wish_rows.wish_row(work.connection, work.centre_id, wish_id)
        return _standing(board, filed, work.now)


def list_wishes(desk: Desk, month: Month, agent_id: str | None = None) -> tuple[WishStanding, ...]:
    """The wishes about duties of a month, of one agent where one is named, in the order of filing."""
    with desk.reading() as work:
        standings = _standings(work, month, work.board(month))
        return tuple(item for item in standings if agent_id in {None, item.filed.wish.agent_id})


def _standings(work: Work, month: Month, board: Board) -> tuple[WishStanding, ...]:
    rows = wish_rows.wishes_of_month(work.connection, work.month_row(month).month_id)
    return tuple(_standing(board, filed, work.now) for filed in rows)


def _open_wishes(work: Work, month: Month) -> list[WishStanding]:
    """The open wishes of the published months on the calendar of this one, month by month in the order of filing."""
    months = [page.month for page in work.board(month).calendar.pages if page.published]
    every = (item for near in months for item in _standings(work, near, work.board(near)))
    return [item for item in every if item.state is WishState.OPEN]


def _standing(board: Board, filed: FiledWish, now: datetime) -> WishStanding:
    if filed.withdrawn_at is not None:
        return WishStanding(filed, WishState.WITHDRAWN)
    for swap in board.swaps:
        if filed.duty in swap.given:
            if swap.state in OPEN_SWAPS:
                return WishStanding(filed, WishState.PROPOSED, swap.swap_id)
            if swap.state is SwapState.EFFECTIVE and swap.filed_at >= filed.filed_at:
                return WishStanding(filed, WishState.GRANTED, swap.swap_id)
    stands = board.duties.get(filed.wish.agent_id, {}).get(filed.wish.day) == filed.duty
    if not stands or now >= board.stint(filed.duty).start:
        return WishStanding(filed, WishState.LAPSED)
    return WishStanding(filed, WishState.OPEN)


def declined_exchanges(swaps: Iterable[SwapRequest]) -> frozenset[Exchange]:
    """What a declined swap would have exchanged: each party's duties given up and taken."""
    return frozenset(
        (mine.given, theirs.given)
        for swap in swaps
        if swap.state is SwapState.DECLINED
        for theirs in swap.moves
        for mine in swap.moves
        if mine.giver == theirs.taker
    )


@dataclass(frozen=True)
class Matched:
    """What a search among open wishes found; nothing of it is filed yet."""

    match: Match
    wishes: tuple[FiledWish, ...]


def propose_match(
    desk: Desk,
    actor: str,
    month: Month,
    *,
    seconds: float = 30.0,
    longest: int | None = LONGEST_CYCLE,
    seed: int = 0,
    key: str | None = None,
) -> MatchProposals:
    """Matches the open wishes of the published months and files what was found (`match_wishes`, `file_match`)."""
    earlier = answer_before(file_match, desk, actor, "wish.match", key)
    if earlier is not None:
        return earlier
    matched = match_wishes(desk, actor, month, seconds=seconds, longest=longest, seed=seed)
    return file_match(desk, actor, month, matched, key=key)


def may_match(board: Board, actor: str, now: datetime) -> bool:
    """Whether a person may match the wishes of the board's month: who decides on others, or stands in for them."""
    return board.staff.holds_office(actor) or board.staff.stands_in(actor, now)


def match_wishes(
    desk: Desk,
    actor: str,
    month: Month,
    *,
    seconds: float = 30.0,
    longest: int | None = LONGEST_CYCLE,
    seed: int = 0,
) -> Matched:
    """The cycles that grant the most of the open wishes; the search holds no lock, and nothing is written.

    Those of the month and of the other published months: a wish may be for a day beyond the month's edge.
    Each proposal keeps the rules whether or not the others are agreed to. `longest` bounds the wishes in one cycle
    (None: any). For leaders, directors and the system. An exchange that somebody declined is not found again.
    """
    with desk.reading() as work:
        board = work.board(month)
        if actor != SYSTEM and not may_match(board, actor, work.now):
            raise not_yours(actor, Text("班长或主任", "team leader or director"))
        work.published(month)
        wishes = tuple(item.filed for item in _open_wishes(work, month))
    matched = match(
        board,
        [filed.wish for filed in wishes],
        desk.clock,
        seconds=seconds,
        seed=seed,
        longest=longest,
        each_alone=True,
        barred=declined_exchanges(board.swaps),
    )
    return Matched(matched, wishes)


@once
def file_match(desk: Desk, actor: str, month: Month, matched: Matched, *, key: str | None = None) -> MatchProposals:
    """Files each cycle as a swap that every party must accept, where it is by the book still; nobody is moved."""
    match, wishes = matched.match, matched.wishes
    proposed: list[SwapRequest] = []
    dropped: list[tuple[SwapRequest, tuple[Refusal, ...]]] = []
    with desk.writing(actor, "wish.match", key) as work:
        open_now = {item.filed.duty for item in _open_wishes(work, month)}
        for cycle in match.cycles:
            if not open_now.issuperset(cycle.given):
                gone = not_now(
                    Text("其中的愿望已不再有效", "one of its wishes is not open any more"), "-", state_words("open")
                )
                dropped.append((cycle, gone.refusals))
                continue
            try:
                proposed.append(file_cycle(work, work.board(cycle.month), cycle))
            except RefusedError as refused:
                dropped.append((cycle, refused.refusals))
        work.tell(
            f"month:{month}",
            {"wishes": len(wishes), "proposed": [swap.swap_id for swap in proposed], "dropped": len(dropped)},
        )
    return MatchProposals(match, wishes, tuple(proposed), tuple(dropped))
