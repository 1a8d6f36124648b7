"""What lies next to what in a party's month, before and after a swap."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from itertools import pairwise

import numpy as np

from roster.desk.board.board import Board
from roster.desk.board.screen import Bools, Ints
from roster.desk.board.sides import DutyTable, Sides
from roster.desk.policy.policy import Policy
from roster.model import Duty, Grade
from roster.model.swap import SwapKind, SwapRequest

SPAN_MINUTES = 10**8
"""More than any instant, in minutes since the epoch: parts the people on one line."""


def merged_sequence(board: Board, request: SwapRequest, party: str) -> tuple[Duty, ...]:
    """A party's duties before and after, merged: those that stand, those given up and those taken (SWAP-3b)."""
    standing = board.line(party)
    swapped = (*board.touched.get(party, {}), *request.touched_by(party))
    return tuple(sorted({*standing, *swapped}, key=lambda duty: (board.stint(duty).start, board.stint(duty).end)))


def swapped_neighbours(
    board: Board, request: SwapRequest, party: str, moment: datetime
) -> Iterable[tuple[Duty, Duty, SwapRequest]]:
    """Each duty of the request too near to one that another swap touched: own duty, the other, and that swap.

    Near is what the centre reads into 连续 (`consecutive_by`): next to each other in the merged sequence of duties; on
    the same or adjacent days; or, `open`, any swap of the party that is not paid back at `moment`.
    """
    own = request.touched_by(party)
    others = {duty: swap for duty, swap in board.touched.get(party, {}).items() if swap.swap_id != request.swap_id}
    if not others or not own:
        return
    reading = Policy.of(board.rulebook).consecutive_by
    if reading == "open":
        pairs = []
        for swap in dict.fromkeys(others.values()):
            owed = _last_owed(board, swap)
            if owed is not None and board.stint(owed).end > moment:
                near = [duty for duty in sorted(others) if others[duty] is swap]
                pairs.append((min(own), near[-1]))
    elif reading == "day":
        pairs = [(one, two) for one in sorted(own) for two in sorted(others) if abs((one.day - two.day).days) <= 1]
    else:
        pairs = []
        for one, two in pairwise(merged_sequence(board, request, party)):
            pairs.extend(pair for pair in ((one, two), (two, one)) if pair[0] in own and pair[1] in others)
        pairs.extend((duty, duty) for duty in sorted(own) if duty in others)
    for one, two in pairs:
        yield one, two, others[two]


def _last_owed(board: Board, swap: SwapRequest) -> Duty | None:
    """The duty with which a swap is paid back: its pay-back, of a cycle the last of its duties; none of a cover."""
    if swap.kind is SwapKind.CYCLE:
        return max(swap.taken, key=lambda duty: board.stint(duty).end)
    return swap.pay_back


def undoing(board: Board, request: SwapRequest) -> SwapRequest | None:
    """The effective swap of which the request is the exact reverse, if it is one."""
    back = {(move.taken, move.given) for move in request.moves}
    for swap in board.effective_swaps:
        if swap.is_swap and swap.later is None and {(move.given, move.taken) for move in swap.moves} == back:
            return swap
    return None


def short_gaps(
    board: Board, request: SwapRequest, party: str, least_minutes: float
) -> Iterable[tuple[Duty, Duty, float]]:
    """Neighbouring duties after the swap, one of them taken, on one day or less than `least_minutes` apart.

    A pair that lay as close before does not count: only what the swap brings does (SWAP-8).
    """
    taken = {duty for duty in request.got if duty.agent_id == party}
    after = board.line_after(party, request.moves)
    promised = [duty for duty in taken if duty not in after]
    ordered = sorted((*after, *promised), key=lambda duty: (board.stint(duty).start, board.stint(duty).end))
    for one, two in pairwise(ordered):
        if one not in taken and two not in taken:
            continue
        gap_minutes = (board.stint(two).start - board.stint(one).off).total_seconds() / 60
        if one.day == two.day or gap_minutes < least_minutes:
            yield one, two, gap_minutes


@cache
def comparable(one: Grade | None, two: Grade | None, most_apart: int) -> bool:
    """Whether two grades lie at most so many steps apart; an unknown grade compares only with an unknown one."""
    if one is None or two is None:
        return one is two
    return abs(one.rank - two.rank) <= most_apart


def apart(one: Sides, two: Sides, board: Board, reading: str) -> Bools:
    """Whether no duties touched by two swaps of one person, row by row, are near each other (`consecutive_by`)."""
    table = one.table
    couples = [(mine, theirs) for mine in (one.given, one.taken) for theirs in (two.given, two.taken)]
    fine = np.full(len(one), reading != "open", np.bool_)
    if reading == "day":
        days = np.array([day.toordinal() for day, _, _ in table.kinds], np.int64)[table.kind]
        for mine, theirs in couples:
            fine &= np.abs(days[mine] - days[theirs]) > 1
    if reading != "duty":
        return fine
    # The merged sequence of each person, as one sorted line: person times a span, plus the start.
    start, _ = table.spans(board)
    line = _starts(board, table, np.unique(one.person))
    base = one.person * SPAN_MINUTES
    taken = [base + start[side.taken] for side in (one, two)]
    fresh = [~np.isin(place, line) for place in taken]
    for mine, theirs in couples:
        low, high = base + np.minimum(start[mine], start[theirs]), base + np.maximum(start[mine], start[theirs])
        between = np.searchsorted(line, high, "left") - np.searchsorted(line, low, "right")
        for place, new in zip(taken, fresh, strict=True):
            between = between + ((place > low) & (place < high) & new)
        fine &= (between > 0) & (low != high)
    return fine


def _starts(board: Board, table: DutyTable, people: Ints) -> Ints:
    """The duties of some people as they stand, history included: person × span + start, sorted."""
    lines = [
        person * SPAN_MINUTES + int(board.stint(duty).start.timestamp()) // 60
        for person in people.tolist()
        for duty in board.line(table.people[person])
    ]
    return np.array(sorted(lines), np.int64)
