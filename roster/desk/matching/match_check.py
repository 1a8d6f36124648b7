"""A matched set held against the desk's own rules, apart from the model that found it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from roster.desk.board.board import Board
from roster.desk.clock import FixedClock
from roster.desk.policy.desk_rule import decide
from roster.desk.policy.policy import Policy
from roster.model.swap import Move, SwapKind, SwapRequest, SwapState


def clashing_people(board: Board, cycles: Sequence[SwapRequest], moment: datetime) -> tuple[frozenset[str], bool]:
    """Whose month the set would break once all of it is carried out, and whether it breaks what concerns no person.

    First the set as a whole: what counts over people, the seats, and the months of those who are in several cycles.
    Then each cycle as if it were asked for when all the others are done: every rule about swaps decides on it.
    """
    moves = [move for cycle in cycles for move in cycle.moves]
    in_cycles = Counter(party for cycle in cycles for party in cycle.parties)
    people = {party for party, count in in_cycles.items() if count > 1 and _breaks(board, party, moves)}
    shared = bool(board.new_shared_findings(moves))
    if not Policy.of(board.rulebook).swap_may_lower_coverage:
        changes = board.seat_changes([move.given for move in moves], [move.taken for move in moves])
        shared |= any(change.lost_seats > 0 for change in changes)
    done = [
        replace(cycle, swap_id=f"match-{number}", state=SwapState.EFFECTIVE, number=10**6 + number)
        for number, cycle in enumerate(cycles)
    ]
    clock, refused = FixedClock(moment), set[str]()
    for cycle in done:
        others = [other for other in done if other is not cycle]
        # Who is in no other cycle has a month that the others leave as it is.
        beside = [move for other in others if set(other.parties) & set(cycle.parties) for move in other.moves]
        asked = replace(cycle, state=SwapState.REQUESTED, number=None)
        verdict = decide(board.rulebook, asked, replace(board.after(beside), swaps=(*board.swaps, *others)), clock)
        people.update(refusal.party for refusal in verdict.refusals if refusal.party is not None)
        refused.update(refusal.rule for refusal in verdict.refusals if refusal.party is None)
    if refused:
        # What is about no single person, another cycle may make good: it is asked of all the moves as one.
        whole = replace(cycles[0], kind=SwapKind.CYCLE, moves=tuple(moves))
        verdict = decide(board.rulebook, whole, board, clock)
        shared |= any(refusal.party is None and refusal.rule in refused for refusal in verdict.refusals)
    return frozenset(people), shared


def _breaks(board: Board, agent_id: str, moves: Sequence[Move]) -> bool:
    """Whether one person's months break a hard rule, newly or worse, once the moves are carried out."""
    given = [move.given for move in moves if move.giver == agent_id]
    return bool(board.calendar.worse(agent_id, given, [move.taken for move in moves if move.taker == agent_id]))
