"""How somebody may come off a duty: the nearest swap, cover or change that no rule refuses."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.policy.desk_rule import verdict_of
from roster.desk.swaps.suggest import Suggestion, suggest, suggest_near
from roster.desk.words import duty_words
from roster.model import Duty
from roster.model.swap import Move, SwapKind, SwapRequest, handed
from roster.text import Text

CHANGE_DAYS = 7
"""So many days before and after a duty another day for it is sought."""


@dataclass(frozen=True, slots=True)
class WayOff:
    """A way by the book: what is said of it, and the request that it is."""

    words: Text
    request: SwapRequest


def ways_off(board: Board, duty: Duty, clock: Clock) -> WayOff | None:
    """The best way for somebody to come off an own duty that has not begun: a swap, a cover, or 调班 to another shift.

    None where no rule allows any.
    """
    agent_id = duty.agent_id
    if clock.now() >= board.stint(duty).start:
        return None
    for covers in (False, True):
        options = suggest(board, agent_id, duty.day, clock, covers=covers)
        if options:
            return as_way(duty, options[0], clock)
    change = SwapRequest(agent_id, SwapKind.CHANGE, (), "-", clock.now(), accepted=frozenset({agent_id}))
    return nearest_change(board, duty, duty, change, clock)


def as_way(duty: Duty, option: Suggestion, clock: Clock, requester: str | None = None) -> WayOff:
    """A suggestion for a duty as a request; a cover that a leader orders where `requester` is somebody else."""
    asker = requester or duty.agent_id
    moves = [handed(duty, option.partner)]
    if option.pay_back is None:
        kind, words = SwapKind.COVER, Text(f"由 {option.partner} 顶班", f"let {option.partner} cover it")
    else:
        kind, back = SwapKind.SWAP, duty_words(option.pay_back)
        moves.append(handed(option.pay_back, duty.agent_id))
        words = Text(f"与 {option.partner} 换,还班 {back}", f"swap with {option.partner}, pay back {back}")
    request = SwapRequest(
        asker,
        kind,
        tuple(moves),
        "-",
        clock.now(),
        by_leader=asker != duty.agent_id,
        accepted=frozenset({asker} & {duty.agent_id}),
    )
    return WayOff(words, request)


def nearest_swap(board: Board, swap: SwapRequest, clock: Clock) -> WayOff | None:
    """The same partner on the pay-back day nearest to the one named, else the best ranked other partner.

    Others' pay-back days are sought in circles around the named one, and the first circle that has any decides.
    """
    duty, back = swap.moves[0].given, swap.pay_back
    if swap.kind is SwapKind.COVER or back is None:
        options = suggest(board, duty.agent_id, duty.day, clock, covers=True, by_leader=swap.by_leader)
        if not options:
            return None
        way = as_way(duty, options[0], clock, swap.requester)
        return replace(way, request=replace(way.request, extreme=swap.extreme))
    own = suggest(board, duty.agent_id, duty.day, clock, only=swap.moves[0].taker)
    best = min(
        own,
        key=lambda item: (abs((item.pay_back.day - back.day).days) if item.pay_back else 0, item.key),
        default=None,
    ) or suggest_near(board, duty.agent_id, duty.day, back.day, clock)
    return None if best is None else as_way(duty, best, clock)


def nearest_change(board: Board, duty: Duty, wanted: Duty, change: SwapRequest, clock: Clock) -> WayOff | None:
    """The 调班 of a duty nearest to the one `wanted` that no rule refuses, asked for as `change` is."""
    for day, shift in _targets(board, duty, wanted):
        moved = Duty(duty.agent_id, day, shift, duty.job)
        request = SwapRequest(
            change.requester,
            SwapKind.CHANGE,
            (Move(duty, moved),),
            change.reason,
            change.filed_at,
            by_leader=change.by_leader,
            accepted=change.accepted,
            extreme=change.extreme,
        )
        if verdict_of(board.rulebook, request, board, clock).allowed:
            return WayOff(Text(f"调到 {duty_words(moved)} 班(调班)", f"move it to {duty_words(moved)}"), request)
    return None


def _targets(board: Board, duty: Duty, wanted: Duty) -> Iterator[tuple[date, str]]:
    """Days and shifts for a duty, those nearest to the one wanted first, of one day the shift wanted first."""
    own = board.duties.get(duty.agent_id, {})
    for distance in range(CHANGE_DAYS + 1):
        for day in dict.fromkeys((wanted.day + timedelta(days=distance), wanted.day - timedelta(days=distance))):
            if not board.is_rostered(day) or (day in own and day != duty.day):
                continue
            case = board.case_of(day)
            if duty.agent_id not in case.agent_by_id:
                continue
            codes = [shift.code for shift in case.shifts if shift.serves(duty.job)]
            for code in sorted(codes, key=lambda code: code != wanted.shift):
                if (day, code) not in {(duty.day, duty.shift), (wanted.day, wanted.shift)}:
                    yield day, code
