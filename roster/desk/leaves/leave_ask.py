"""A leave asked about: checked against every rule, and answered with the nearest way where one exists."""

from collections.abc import Sequence
from dataclasses import replace

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.policy.deadlines import duties_touched
from roster.desk.policy.desk_rule import DeskRule, Verdict, decide
from roster.desk.policy.leave_hours import is_cut
from roster.desk.policy.splits import allowed_parts
from roster.desk.swaps.ways import WayOff, ways_off
from roster.desk.words import duty_words, split_words
from roster.model import Duty
from roster.model.leave_request import LeaveRequest
from roster.model.swap import SwapRequest
from roster.rule import Refusal
from roster.text import Text

MOST_DUTIES = 3
"""A leave of more duties than these, none of which may be had, is not turned into so many swaps."""


def ask_leave(board: Board, leave: LeaveRequest, clock: Clock) -> Verdict:
    """Every rule's word on a leave, each refusal with an alternative wherever one exists.

    What it may say of itself (a flag, a reason); the days that may be had; else a way off each of its duties.
    """
    verdict = decide(board.rulebook, leave, board, clock)
    if verdict.allowed:
        return verdict
    lacking = [refusal for refusal in verdict.refusals if not refusal.offers or _parts_first(board, refusal)]
    if not lacking:
        return verdict
    words: Text | None = None
    offers: tuple[object, ...] = ()
    parts = allowed_parts(leave, board, clock)
    if parts:
        words, offers = split_words((part.start, part.end) for part in parts), parts
    elif any(not refusal.offers for refusal in lacking):
        words, offers = _ways_off(board, leave, clock)
    if words is None:
        return verdict
    refusals = tuple(
        replace(refusal, alternative=words, offers=offers) if refusal in lacking else refusal
        for refusal in verdict.refusals
    )
    return replace(verdict, refusals=refusals)


def _parts_first(board: Board, refusal: Refusal) -> bool:
    rule = board.rulebook[refusal.rule]
    return isinstance(rule, DeskRule) and rule.split_first


def _ways_off(board: Board, leave: LeaveRequest, clock: Clock) -> tuple[Text | None, tuple[SwapRequest, ...]]:
    """A way off each duty, one after the other, the first or the last one first; none where one has none.

    Nor where one is not taken whole.
    """
    duties = [duty for duty in duties_touched(leave, board) if duty not in leave.vacated]
    if not 0 < len(duties) <= MOST_DUTIES or any(is_cut(leave, duty, board) for duty in duties):
        return None, ()
    for order in (duties, duties[::-1])[: len(duties)]:
        ways = _in_turn(board, order, clock)
        if ways:
            break
    else:
        return None, ()
    if len(duties) == 1:
        words = ways[0][1].words
    else:
        words = Text(
            ";".join(f"{duty_words(duty)}:{way.words.zh}" for duty, way in ways),
            "; ".join(f"{duty_words(duty)}: {way.words.en}" for duty, way in ways),
        )
    return words, tuple(way.request for _, way in ways)


def _in_turn(board: Board, duties: Sequence[Duty], clock: Clock) -> list[tuple[Duty, WayOff]]:
    """A way off each of the duties, each once those before it are gone; empty where one has none."""
    ways: list[tuple[Duty, WayOff]] = []
    for duty in duties:
        way = ways_off(board, duty, clock)
        if way is None:
            return []
        ways.append((duty, way))
        filed = replace(way.request, swap_id=f"way {len(ways)}")
        board = board.after(filed.moves, filed)
    return ways
