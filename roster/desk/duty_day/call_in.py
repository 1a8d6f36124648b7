"""Somebody is called in for who did not come: ranked as covers are everywhere, the soonest there first (DUTY-1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import fmean

from roster.desk.attendance.record import given_up, see
from roster.desk.board.board import Board
from roster.desk.desk import Desk, Work
from roster.desk.duty_day.roll_call import taker_of
from roster.desk.once import once
from roster.desk.policy.desk_rule import Verdict, decide
from roster.desk.policy.ladder import step_words, swap_steps
from roster.desk.policy.policy import Policy
from roster.desk.refusals import not_now
from roster.desk.shift_log.log import enter_staff, person_words
from roster.desk.swaps.suggest import Suggestion, suggest
from roster.desk.swaps.swap_ask import cover_of
from roster.desk.swaps.swap_filing import order
from roster.desk.words import duty_words, moment_words
from roster.errors import NotFoundError
from roster.model import Duty, Month
from roster.model.attendance import Sighting, Source
from roster.model.duty_act import RollCallAct
from roster.model.swap import SwapKind, SwapRequest, SwapState, handed
from roster.store import absence_rows, duty_rows
from roster.store.duty_rows import CallIn
from roster.text import Text

REMEMBERED = timedelta(days=366)
"""How far back somebody's own way to the seat is looked up."""
LAST_CALLS = 3


@dataclass(frozen=True, slots=True)
class CoverWay:
    """Somebody who could be called in: as suggested, when at the seat, and whose word it needs first (COVER-1)."""

    way: Suggestion
    due_at: datetime
    agrees: tuple[Text, ...] = ()


def covers_for(desk: Desk, actor: str, day: date, agent_id: str) -> tuple[CoverWay, ...]:
    """Who could take the duty, or the rest of it: the soonest there first, then as every cover is ranked.

    RefusedError where it is not the actor's to call anybody in (COVER-1).
    """
    with desk.reading() as work:
        board = work.board(Month.of(day))
        listed = ways(work, board, actor, day, agent_id)
        if listed:
            word_on_call(work, board, actor, board.duty(agent_id, day), listed).enforce()
        return listed


def ways(work: Work, board: Board, actor: str, day: date, agent_id: str) -> tuple[CoverWay, ...]:
    """The same within an act, whoever asks."""
    duty = board.duty(agent_id, day)
    suggested = suggest(board, agent_id, day, work.clock, covers=True, by_leader=True)
    minutes = _own_minutes(work, day)
    listed = []
    for way in suggested:
        swap = SwapRequest(actor, SwapKind.COVER, (handed(duty, way.partner),), "-", work.now, by_leader=True)
        agrees = tuple(step_words(step) for step in swap_steps(swap, board.staff))
        listed.append(CoverWay(way, _due(work, board, duty, minutes.get(way.partner)), agrees))
    return tuple(sorted(listed, key=lambda item: (item.due_at, item.way.key)))


def word_on_call(work: Work, board: Board, actor: str, duty: Duty, listed: Sequence[CoverWay]) -> Verdict:
    """Whether the actor may put in who is listed: no rule refuses these people, so what is refused is not theirs."""
    cover = cover_of(board, actor, duty.agent_id, duty.day, listed[0].way.partner, reason="-", clock=work.clock)
    return decide(board.rulebook, cover, board, work.clock)


def _due(work: Work, board: Board, duty: Duty, own_minutes: float | None) -> datetime:
    """When somebody called now is at the seat: not before the duty begins."""
    minutes = Policy.of(board.rulebook).call_in_minutes if own_minutes is None else own_minutes
    return max(board.stint(duty).start, work.now + timedelta(minutes=round(minutes)))


def _own_minutes(work: Work, day: date) -> dict[str, float]:
    """How long each person took from the call to the seat, on average of the last calls that attendance tells of."""
    since = day - REMEMBERED
    seen = {
        (item.agent_id, item.day): item
        for item in absence_rows.attendance(work.connection, work.centre_id, since, day)
        if not item.absent
    }
    took: dict[str, list[float]] = {}
    for call in duty_rows.call_ins(work.connection, work.centre_id, since, day):
        came = seen.get((call.partner, call.day))
        if came is not None:
            there = call.due_at + timedelta(minutes=came.late_minutes)
            took.setdefault(call.partner, []).append((there - call.called_at) / timedelta(minutes=1))
    return {person: fmean(minutes[-LAST_CALLS:]) for person, minutes in took.items()}


@once
def call_in(
    desk: Desk, actor: str, agent_id: str, day: date, partner: str, *, reason: str, key: str | None = None
) -> tuple[SwapRequest, CallIn]:
    """`partner` works the rest of the duty of `agent_id`, who did not come: marked absent and covered, in one act.

    Effective at once, or with the word of the partner's own leader where that is somebody else (COVER-1).
    RefusedError by the rules, or where somebody has been put in already.
    """
    with desk.writing(actor, "call-in", key) as work:
        board = work.board(Month.of(day))
        duty = board.duties.get(agent_id, {}).get(day)
        if duty is None:
            raise _gone(board, agent_id, day)
        decide(board.rulebook, RollCallAct(day, duty.shift, actor), board, work.clock).enforce()
        known = absence_rows.attendance(work.connection, work.centre_id, day, day, agent_id)
        if not known or not known[0].absent:
            see(work, [Sighting(agent_id, day, Source.ROLL_CALL, work.now, actor, absent=True)])
            board = work.board(Month.of(day))
        own = _own_minutes(work, day).get(partner)
        cover = cover_of(board, actor, agent_id, day, partner, reason=reason, clock=work.clock)
        swap = order(work, board, cover)
        called = CallIn(swap.swap_id, day, duty.shift, agent_id, partner, actor, work.now, _due(work, board, duty, own))
        duty_rows.add_call_in(work.connection, work.centre_id, called)
        _enter(work, board, duty, called, swap)
        return swap, called


def _gone(board: Board, agent_id: str, day: date) -> Exception:
    """Why there is nothing to cover: somebody was put in already, or there never was such a duty."""
    duty = given_up(board, agent_id, day)
    taker = "" if duty is None else taker_of(board, duty)
    if not taker:
        return NotFoundError(Text(f"{agent_id} 在 {day} 的班次", f"a duty of {agent_id} on {day}"))
    return not_now(
        Text(f"{agent_id} 的班已由 {taker} 顶", f"{taker} has been put in for {agent_id} already"),
        taker,
        Text("空着的席位", "a seat that stands empty"),
    )


def _enter(work: Work, board: Board, duty: Duty, called: CallIn, swap: SwapRequest) -> None:
    """Who was called in, when due, and for how long the seat is short until then."""
    start = board.stint(duty).start
    who, instead = person_words(board, called.partner), person_words(board, called.agent_id)
    due = moment_words(board, called.due_at)
    sentence = Text(
        f"叫 {who} 顶 {instead} 的 {duty_words(duty)},预计 {due} 到岗",
        f"{who} is called in for {instead}, {duty_words(duty)}, due at {due}",
    )
    if called.due_at > start:
        first = moment_words(board, start)
        sentence = Text(
            f"{sentence.zh};{first} 起至此缺 1 席", f"{sentence.en}; one seat short from {first} until then"
        )
    if swap.state is not SwapState.EFFECTIVE:
        sentence = Text(f"{sentence.zh};待对方班长同意", f"{sentence.en}; waits for the word of their leader")
    enter_staff(work, duty, "call-in", f"swap:{called.swap_id}", sentence)
