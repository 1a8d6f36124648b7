"""A matched set held against the desk's own rules, apart from the model that found it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from roster.desk.board.board import Board
from roster.desk.clock import FixedClock
from roster.desk.policy.desk_rule import screened
from roster.desk.policy.neighbours import swapped_neighbours
from roster.desk.policy.quota import quota_of
from roster.desk.swaps.swap_limits import SwapLimits
from roster.model.swap import SwapRequest, SwapState


def clashing_people(board: Board, cycles: Sequence[SwapRequest], moment: datetime) -> tuple[frozenset[str], bool]:
    """Whose month the set would break once all of it is carried out, and whether it breaks what concerns no person.

    The month's hard rules, the quota, gaps and neighbours (SWAP-3) of each party; seats (SWAP-7), counts over agents.
    """
    limits = SwapLimits.of(board)
    moves = [move for cycle in cycles for move in cycle.moves]
    findings = board.new_findings(moves)
    people = {finding.agent_id for finding in findings if finding.agent_id is not None}
    shared = any(finding.agent_id is None for finding in findings)
    if not limits.may_lower:
        changes = board.seat_changes([move.given for move in moves], [move.taken for move in moves])
        shared |= any(change.lost_seats > 0 for change in changes)
    done = [
        replace(cycle, swap_id=f"match-{number}", state=SwapState.EFFECTIVE, number=10**6 + number)
        for number, cycle in enumerate(cycles)
    ]
    after = replace(board.after(moves), swaps=(*board.swaps, *done))
    for cycle in done:
        for party in cycle.parties:
            if (
                quota_of(after).used(party, cycle.month) > limits.most_swaps
                or any(True for _ in swapped_neighbours(after, cycle, party, moment))
                or _too_close(board, after, cycle, party, 60 * limits.min_gap_hours)
            ):
                people.add(party)
    passed = screened(board.rulebook, cycles, board, FixedClock(moment))
    people.update(party for cycle, fine in zip(cycles, passed, strict=True) if not fine for party in cycle.parties)
    return frozenset(people), shared


def _too_close(board: Board, after: Board, cycle: SwapRequest, party: str, least_minutes: float) -> bool:
    """Whether a duty taken begins or ends too soon beside its neighbour."""
    taken = {duty for duty in cycle.taken if duty.agent_id == party}
    ordered = sorted(after.line(party), key=lambda duty: board.stint(duty).start)
    return any(
        (one in taken or two in taken)
        and (board.stint(two).start - board.stint(one).end).total_seconds() / 60 < least_minutes
        for one, two in pairwise(ordered)
    )
