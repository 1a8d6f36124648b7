"""Matching swap wishes: two-way and longer cycles that grant the most, by the book over the whole set."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from time import monotonic, time

import numpy as np

from roster.desk.board import Board
from roster.desk.clock import Clock
from roster.desk.match_arcs import ArcFinder, Arcs, fitting_pairs
from roster.desk.match_model import Cut, MatchAnswer, MatchProblem, solve_in_child
from roster.desk.swap import Move, SwapKind, SwapRequest, handed
from roster.desk.swap_wish import SwapWish
from roster.engine.child import Child, Done, Failed
from roster.errors import InternalError

REASON = "matched"


@dataclass(frozen=True)
class Match:
    """The cycles found, each a swap to be proposed to the people concerned; granted wishes by their index.

    `bound` is proven: no set by the book grants more.
    """

    cycles: tuple[SwapRequest, ...]
    granted: tuple[int, ...]
    wishes: int
    bound: int
    optimal: bool
    seconds: float


def match(board: Board, wishes: Sequence[SwapWish], clock: Clock, *, seconds: float = 10.0, seed: int = 0) -> Match:
    """The set of cycles that grants the most wishes, all rules kept after the whole set is carried out together.

    Runs CP-SAT in a process of its own. NotFoundError for a wish about a duty that does not exist.
    """
    start = monotonic()
    finder = ArcFinder(board, wishes, clock)
    arcs = finder.found()
    if not len(arcs.taker):
        return Match((), (), len(wishes), 0, optimal=True, seconds=monotonic() - start)
    cuts, exact = _pair_cuts(finder, arcs)
    rows = finder.rows(arcs)
    problem = MatchProblem(
        len(wishes),
        tuple(int(wish) for wish in arcs.taker),
        tuple(int(wish) for wish in arcs.giver),
        finder.limits(),
        tuple(cuts),
        rows,
        _two_way(finder, arcs, rows),
    )
    answer = _solved(problem, start + seconds - monotonic(), seed)
    cycles = _cycles(finder, arcs, answer.arcs, clock)
    while not _holds(board, cycles):
        # Three and more swaps of one person can clash though each pair of them fits: forbid that set and go on.
        exact = False
        problem = _without(problem, finder, arcs, answer)
        answer = _solved(problem, start + seconds - monotonic(), seed)
        cycles = _cycles(finder, arcs, answer.arcs, clock)
    granted = tuple(sorted(int(arcs.taker[arc]) for arc in answer.arcs))
    optimal = answer.optimal and (exact or answer.bound == len(granted))
    return Match(cycles, granted, len(wishes), max(answer.bound, len(granted)), optimal, monotonic() - start)


def _solved(problem: MatchProblem, seconds: float, seed: int) -> MatchAnswer:
    if seconds <= 0:
        return MatchAnswer(problem.start, problem.wishes, optimal=False)
    child = Child("match", solve_in_child, problem, time() + seconds, seed)
    try:
        # The solver stops by itself; what overruns is ended.
        while child.connection.poll(seconds + 5.0):
            message = child.receive()
            if message is None:
                break
            if isinstance(message, Done) and isinstance(message.result, MatchAnswer):
                return message.result
            if isinstance(message, Failed):
                raise InternalError(message.trace)
        return MatchAnswer(problem.start, problem.wishes, optimal=False)
    finally:
        child.kill()


def _two_way(finder: ArcFinder, arcs: Arcs, rows: Sequence[tuple[tuple[tuple[int, int], ...], int]]) -> tuple[int, ...]:
    """Plain swaps taken as they come, one a person: a set by the book to start from, whatever the search finds."""
    tied = {arc for terms, _ in rows for arc, _ in terms}
    back: dict[tuple[int, int], int] = {}
    used: set[int] = set()
    chosen: list[int] = []
    for arc, (taker, giver) in enumerate(zip(arcs.taker.tolist(), arcs.giver.tolist(), strict=True)):
        if arc in tied or not arcs.legal_alone[arc]:
            continue
        other = back.get((giver, taker))
        people = {finder.agent[taker], finder.agent[giver]}
        if other is not None and not people & used:
            used |= people
            chosen += [other, arc]
        back[taker, giver] = arc
    return tuple(sorted(chosen))


def _pair_cuts(finder: ArcFinder, arcs: Arcs) -> tuple[list[Cut], bool]:
    """For each agent with several wishes: which two arcs never go together, and which only together with another.

    And whether that says all: with more than two swaps a month, three may clash that go together in pairs.
    """
    wishes_of: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for arc, wish in enumerate(arcs.taker.tolist()):
        wishes_of[finder.agent[wish]][wish].append(arc)
    one: list[int] = []
    two: list[int] = []
    for agent, own in wishes_of.items():
        if finder.places_left(agent) < 2:
            continue
        for first, second in combinations(sorted(own), 2):
            one.extend(arc for arc in own[first] for _ in own[second])
            two.extend(own[second] * len(own[first]))
    rows = fitting_pairs(finder, arcs, np.array(one, np.int64), np.array(two, np.int64))
    bad: dict[tuple[int, int], list[int]] = defaultdict(list)
    mends: dict[int, set[int]] = {arc: set() for arc in np.flatnonzero(~arcs.legal_alone).tolist()}
    for left, right, fits in zip(one, two, rows.tolist(), strict=True):
        if not fits:
            bad[left, int(arcs.taker[right])].append(right)
            continue
        if left in mends:
            mends[left].add(right)
        if right in mends:
            mends[right].add(left)
    cuts: list[Cut] = [((left, *several), (), 1) for (left, _), several in bad.items()]
    cuts.extend(((arc,), tuple(sorted(others)), 0) for arc, others in mends.items())
    most = max((finder.places_left(agent) for agent in wishes_of), default=0)
    return cuts, most <= 2 and not finder.limits_of.gap_beyond_rest


def _cycles(finder: ArcFinder, arcs: Arcs, chosen: Iterable[int], clock: Clock) -> tuple[SwapRequest, ...]:
    """The chosen arcs closed into cycles, each one swap; the one who files first is its requester."""
    takes = {int(arcs.taker[arc]): int(arcs.giver[arc]) for arc in chosen}
    found, seen = [], set()
    for wish in sorted(takes):
        if wish in seen:
            continue
        ring = [wish]
        while takes[ring[-1]] != wish:
            ring.append(takes[ring[-1]])
        seen.update(ring)
        # Wish k takes the duty of the next in the ring: so each duty goes to the one before its giver.
        moves: list[Move] = []
        for place, giver in enumerate(ring):
            taker = ring[place - 1]
            moves.append(handed(finder.duty[giver], finder.wishes[taker].agent_id))
        kind = SwapKind.SWAP if len(ring) == 2 else SwapKind.CYCLE
        requester = finder.wishes[ring[0]].agent_id
        found.append(SwapRequest(requester, kind, tuple(moves), REASON, clock.now()))
    return tuple(found)


def _holds(board: Board, cycles: Sequence[SwapRequest]) -> bool:
    """Whether the whole set, carried out together, breaks no hard rule that was not broken as badly before."""
    moves = [move for cycle in cycles for move in cycle.moves]
    return not board.new_findings(moves)


def _without(problem: MatchProblem, finder: ArcFinder, arcs: Arcs, answer: MatchAnswer) -> MatchProblem:
    by_agent: dict[int, list[int]] = defaultdict(list)
    for arc in answer.arcs:
        by_agent[finder.agent[int(arcs.taker[arc])]].append(arc)
    cuts = list(problem.cuts)
    for agent, own in by_agent.items():
        if len(own) > 2 and not finder.fits_together(arcs, own):
            cuts.append((tuple(own), (), len(own) - 1))
        del agent
    if len(cuts) == len(problem.cuts):
        cuts.append((answer.arcs, (), len(answer.arcs) - 1))
    return replace(problem, cuts=tuple(cuts), start=())
