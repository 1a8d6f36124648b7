"""Matching swap wishes: two-way and longer cycles that grant the most, by the book over the whole set."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from time import monotonic, time

import numpy as np

from roster.desk.board.board import Board
from roster.desk.board.screen import NONE, Bools, Ints
from roster.desk.clock import Clock
from roster.desk.matching.match_arcs import ArcFinder, Arcs, Exchange, fitting_pairs
from roster.desk.matching.match_check import clashing_people
from roster.desk.matching.match_finish import MatchAnswer, solve_parts_in_child
from roster.desk.matching.match_model import Cut, MatchProblem, solve_in_child
from roster.desk.matching.match_options import Options, Part, rings_of
from roster.engine.process.child import Child, Done, Failed
from roster.errors import InternalError
from roster.model.swap import Move, SwapKind, SwapRequest, handed
from roster.model.swap_wish import SwapWish

TOO_MANY_COUPLES = 10_000_000
"""Beyond it pairs of one person's arcs are not formed at all."""
REASON = "matched"
CHECK_SECONDS = 1.2
"""Kept back from the search for the check of what it finds."""
MOST_COUPLES = 2_000_000
"""Beyond it, pairs of arcs are not tried one by one; single arcs are searched with what forbids pairs of them."""


@dataclass(frozen=True)
class Match:
    """The cycles found, each a swap to be proposed to the people concerned; granted wishes by their index.

    `bound` is proven: no set by the book grants more, of cycles with at most `longest` wishes (None: any).
    """

    cycles: tuple[SwapRequest, ...]
    granted: tuple[int, ...]
    wishes: int
    bound: int
    optimal: bool
    seconds: float
    longest: int | None = None


def match(
    board: Board,
    wishes: Sequence[SwapWish],
    clock: Clock,
    *,
    seconds: float = 10.0,
    seed: int = 0,
    longest: int | None = None,
    each_alone: bool = False,
    barred: Collection[Exchange] = (),
) -> Match:
    """The set of cycles that grants the most wishes, all rules kept after the whole set is carried out together.

    Runs in a process of its own: column generation over each person's options, then CP-SAT on what that leaves open.
    `seconds` bound all of it: what is not looked at in time is left out, and then nothing is proven. The set is held
    against the desk's own rules before it is shown. `longest` bounds the wishes in one cycle; with
    `each_alone` every cycle is by the book without the others too; `barred` exchanges are in none. NotFoundError for
    a wish about a duty that does not exist.
    """
    start = monotonic()
    finder = ArcFinder(board, wishes, clock, barred, start + seconds / 2)
    arcs = finder.arcs()
    whole = monotonic() < finder.until
    if each_alone:
        arcs = arcs[arcs.legal_alone]
    if not len(arcs.taker):
        bound = 0 if whole else len(wishes)
        return Match((), (), len(wishes), bound, optimal=whole, seconds=monotonic() - start, longest=longest)
    couples, every = Couples.of(finder, arcs)
    whole = whole and every
    few = max(finder.places_left(agent) for agent in set(finder.agent)) <= 2
    limit = _Limit(start + seconds, seed, longest)
    search = _by_options if not every or (few and len(couples.one) <= MOST_COUPLES) or longest is not None else _by_arcs
    answer, cycles, length = search(finder, arcs, couples, clock, limit)
    granted = tuple(sorted(int(arcs.taker[arc]) for arc in answer.arcs))
    bound = max(answer.bound, len(granted)) if whole else len(wishes)
    return Match(cycles, granted, len(wishes), bound, bound == len(granted), monotonic() - start, length)


@dataclass(frozen=True, slots=True)
class _Limit:
    """When to stop on the monotonic clock, the seed, and the longest cycle (None: any)."""

    end: float
    seed: int
    longest: int | None


@dataclass(frozen=True, eq=False)
class Couples:
    """Arcs of one person for two of the own wishes, and whether both may be carried out."""

    one: Ints
    two: Ints
    fits: Bools

    @classmethod
    def of(cls, finder: ArcFinder, arcs: Arcs) -> tuple["Couples", bool]:
        """Every couple of those who have two places left, and whether it is every one: not where there are too many."""
        own: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        for arc, wish in enumerate(arcs.taker.tolist()):
            own[finder.agent[wish]][wish].append(arc)
        one, two, number = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], 0
        for agent, by_wish in own.items():
            if finder.places_left(agent) >= 2:
                for first, second in combinations(sorted(by_wish), 2):
                    number += len(by_wish[first]) * len(by_wish[second])
                if number > TOO_MANY_COUPLES or monotonic() >= finder.until:
                    # One swap a person is found still.
                    none = np.zeros(0, np.int64)
                    return cls(none, none, np.zeros(0, np.bool_)), False
                for first, second in combinations(sorted(by_wish), 2):
                    one.append(np.repeat(by_wish[first], len(by_wish[second])))
                    two.append(np.tile(by_wish[second], len(by_wish[first])))
        left, right = np.concatenate(one).astype(np.int64), np.concatenate(two).astype(np.int64)
        return cls(left, right, fitting_pairs(finder, arcs, left, right)), True


Solved = tuple[MatchAnswer, tuple[SwapRequest, ...], int | None]


def _by_options(finder: ArcFinder, arcs: Arcs, couples: Couples, clock: Clock, limit: _Limit) -> Solved:
    """Over what each person may do; a set that the rules' own checks refuse is taken out, and the search goes on."""
    alone = np.flatnonzero(arcs.legal_alone)
    one = np.concatenate([alone, couples.one[couples.fits]])
    two = np.concatenate([np.full(len(alone), NONE, np.int64), couples.two[couples.fits]])
    rows = finder.rows(arcs)
    options = Options(arcs.agent[one], one, two)
    whole = Part(len(finder.wishes), arcs.taker, arcs.giver, options, rows, _two_way(finder, arcs, rows))
    length = limit.longest
    if length is not None:
        rings, length = rings_of(arcs.taker, arcs.giver, length)
        whole = replace(whole, rings=rings)
    while True:
        answer = _solved(solve_parts_in_child, whole, limit)
        cycles = _cycles(finder, arcs, answer.arcs, clock)
        people, shared = clashing_people(finder.board, cycles, finder.now)
        if not people and not shared:
            return answer, cycles, length
        whole = _without_options(whole, answer, {finder.number[person] for person in people})


def _without_options(whole: Part, answer: MatchAnswer, people: set[int]) -> Part:
    """Takes out what these people were to do; where no option tells it, the whole set."""
    options = whole.options
    taken = np.array(answer.arcs, np.int64)
    chosen = np.isin(options.one, taken) & ((options.two == NONE) | np.isin(options.two, taken))
    chosen &= np.isin(options.person, sorted(people))
    # A person's single arcs are options of their own; of those who take two, the pair is meant.
    paired = np.isin(options.person, options.person[chosen & (options.two != NONE)])
    gone = chosen & ((options.two != NONE) | ~paired)
    if gone.any():
        return replace(whole, options=options[~gone], start=())
    forbidden = tuple((arc, -1) for arc in answer.arcs)
    return replace(whole, rows=(*whole.rows, (forbidden, 1 - len(forbidden))), start=())


def _by_arcs(finder: ArcFinder, arcs: Arcs, couples: Couples, clock: Clock, limit: _Limit) -> Solved:
    """Over single arcs, with what forbids pairs of them; three and more swaps of one person are tried afterwards."""
    rows = finder.rows(arcs)
    problem = MatchProblem(
        len(finder.wishes),
        tuple(arcs.taker.tolist()),
        tuple(arcs.giver.tolist()),
        finder.limits(),
        _pair_cuts(arcs, couples),
        rows,
        _two_way(finder, arcs, rows),
    )
    while True:
        answer = _solved(solve_in_child, problem, limit)
        cycles = _cycles(finder, arcs, answer.arcs, clock)
        people, shared = clashing_people(finder.board, cycles, finder.now)
        if not people and not shared:
            return answer, cycles, None
        problem = _without(problem, finder, arcs, answer, people)


def _solved(target: Callable[..., MatchAnswer], problem: Part | MatchProblem, limit: _Limit) -> MatchAnswer:
    seconds = limit.end - monotonic()
    if seconds <= 0:
        return MatchAnswer(problem.start, problem.wishes, optimal=False)
    child = Child("match", target, problem, time() + seconds - min(CHECK_SECONDS, seconds / 8), limit.seed)
    try:
        # The solver stops by itself; what overruns is ended.
        while child.connection.poll(seconds + 1.0):
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


def _pair_cuts(arcs: Arcs, couples: Couples) -> tuple[Cut, ...]:
    """Which two arcs of one person never go together, and which only together with another."""
    bad: dict[tuple[int, int], list[int]] = defaultdict(list)
    mends: dict[int, set[int]] = {arc: set() for arc in np.flatnonzero(~arcs.legal_alone).tolist()}
    for left, right, fits in zip(couples.one.tolist(), couples.two.tolist(), couples.fits.tolist(), strict=True):
        if not fits:
            bad[left, int(arcs.taker[right])].append(right)
            continue
        if left in mends:
            mends[left].add(right)
        if right in mends:
            mends[right].add(left)
    cuts: list[Cut] = [((left, *several), (), 1) for (left, _), several in bad.items()]
    cuts.extend(((arc,), tuple(sorted(others)), 0) for arc, others in mends.items())
    return tuple(cuts)


def _cycles(finder: ArcFinder, arcs: Arcs, chosen: Iterable[int], clock: Clock) -> tuple[SwapRequest, ...]:
    """The chosen arcs closed into cycles, each one swap; the one who files first is its requester.

    Of one over an edge, the first of those who give up a duty of its first month: that is where it counts.
    """
    takes = {int(arcs.taker[arc]): int(arcs.giver[arc]) for arc in chosen}
    swaps, seen = [], set()
    for wish in sorted(takes):
        if wish in seen:
            continue
        ring = [wish]
        while takes[ring[-1]] != wish:
            ring.append(takes[ring[-1]])
        seen.update(ring)
        first = ring.index(min(ring, key=lambda wish: (finder.place[wish], wish)))
        ring = [*ring[first:], *ring[:first]]
        # Wish k takes the duty of the next in the ring: so each duty goes to the one before its giver.
        moves: list[Move] = []
        for place, giver in enumerate(ring):
            taker = ring[place - 1]
            moves.append(handed(finder.duty[giver], finder.wishes[taker].agent_id))
        kind = SwapKind.SWAP if len(ring) == 2 else SwapKind.CYCLE
        requester = finder.wishes[ring[0]].agent_id
        swaps.append(SwapRequest(requester, kind, tuple(moves), REASON, clock.now()))
    return tuple(swaps)


def _without(
    problem: MatchProblem, finder: ArcFinder, arcs: Arcs, answer: MatchAnswer, people: Collection[str]
) -> MatchProblem:
    """Forbids what these people were to do; where they are not told, the whole set."""
    by_agent: dict[str, list[int]] = defaultdict(list)
    for arc in answer.arcs:
        by_agent[finder.wishes[int(arcs.taker[arc])].agent_id].append(arc)
    cuts: list[Cut] = [
        (tuple(by_agent[person]), (), len(by_agent[person]) - 1) for person in people if person in by_agent
    ]
    fresh = cuts or [(answer.arcs, (), len(answer.arcs) - 1)]
    return replace(problem, cuts=(*problem.cuts, *fresh), start=())
