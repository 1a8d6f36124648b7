"""A problem's agents as flat arrays, which the compiled pricing and best response read."""

from collections.abc import Hashable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from roster.engine.problem.automaton import Automaton, build
from roster.engine.problem.problem import Problem
from roster.errors import InternalError
from roster.rule.pieces import Budget, Pair, Penalty

HARD_TICKS = 360 * 10_000
"""What a unit outside a hard limit of a row costs in the search: ten thousand points, far above any honest price."""

NONE = 2**40
"""A limit that never binds."""


class Workforce(NamedTuple):
    """Arrays by agent i, day d, shift s, job j, signature g (agents with the same automaton), budget b.

    `next[layer[g, d], state, atom]`, `step_ticks`, `kinds` and `atom_of[g, s]` are the automata (days with the same
    steps share a layer), `start[i]` states at day 0.
    Budgets of agent i are `budget_start[i]` … `budget_start[i + 1]`; `table[b]` picks its weights in
    `weights[table, d, s]`; `pair_weight[b, kind]`; its price bends at `breaks[b, :bends[b]]` with `slopes[b, …]` and is
    `floor_ticks[b]` at the first; `least`, `most` are hard limits, `lowest`, `highest` the counts that any month can
    have. Requests likewise from `request_start[i]`, with `request_leave[r, k]` what they add to the agent's k-th
    budget and `blocked` cells as (day, shift) rows from `blocked_start[r]`.
    """

    signature: NDArray[np.int32]
    layer: NDArray[np.int32]
    next: NDArray[np.int16]
    step_ticks: NDArray[np.float64]
    kinds: NDArray[np.int16]
    atom_of: NDArray[np.int16]
    start: NDArray[np.int32]
    layer_sizes: NDArray[np.int32]
    shift_allowed: NDArray[np.bool_]
    off_allowed: NDArray[np.bool_]
    allowed: NDArray[np.bool_]
    shift_ticks: NDArray[np.int64]
    off_ticks: NDArray[np.int64]
    job_ticks: NDArray[np.int64]
    has_job_ticks: bool
    budget_start: NDArray[np.int64]
    table: NDArray[np.int64]
    weights: NDArray[np.int64]
    pair_weight: NDArray[np.int64]
    breaks: NDArray[np.int64]
    slopes: NDArray[np.int64]
    bends: NDArray[np.int64]
    floor_ticks: NDArray[np.int64]
    least: NDArray[np.int64]
    most: NDArray[np.int64]
    lowest: NDArray[np.int64]
    highest: NDArray[np.int64]
    constant: NDArray[np.int64]
    request_start: NDArray[np.int64]
    request_first: NDArray[np.int64]
    request_last: NDArray[np.int64]
    request_declined: NDArray[np.int64]
    request_must: NDArray[np.int64]
    request_leave: NDArray[np.int64]
    blocked_start: NDArray[np.int64]
    blocked: NDArray[np.int64]


def workforce(
    problem: Problem, tell_apart: NDArray[np.int64] | None = None, like: Workforce | None = None
) -> tuple[Workforce, list[Automaton], list[int]]:
    """The arrays, the automata by signature, and the case's request index of each request row.

    `tell_apart[shift, …]` are labels by which the automata must not merge shifts. `like` is the workforce of a problem
    with the same agents, history, words and pairs, whose automata are taken over (none are returned).
    """
    if like is not None:
        return _alike(problem, like)
    automata, signature, start = _automata(problem, tell_apart)
    days, shifts = problem.days, problem.shifts
    states = max(a.states for a in automata)
    atoms = max(a.atoms for a in automata)
    g = len(automata)
    layers = sum(len(a.next) for a in automata)
    layer = np.zeros((g, days), np.int32)
    following = np.full((layers, states, atoms), -1, np.int16)
    step_ticks = np.zeros((layers, states, atoms), np.float64)
    kinds = np.zeros((layers, states, atoms), np.int16)
    atom_of = np.zeros((g, shifts), np.int16)
    sizes = np.zeros((g, days + 1), np.int32)
    first = 0
    for number, automaton in enumerate(automata):
        layer[number] = first + automaton.layer
        rows = slice(first, first + len(automaton.next))
        following[rows, : automaton.states, : automaton.atoms] = automaton.next
        step_ticks[rows, : automaton.states, : automaton.atoms] = automaton.ticks
        kinds[rows, : automaton.states, : automaton.atoms] = automaton.kinds
        atom_of[number] = automaton.atom_of
        sizes[number] = automaton.layer_sizes
        first += len(automaton.next)
    budgets = _budgets(problem)
    requests, names = _requests(problem)
    job_ticks = problem.job_ticks if problem.job_ticks is not None else np.zeros((1, 1, 1, 1), np.int64)
    return (
        Workforce(
            signature,
            layer,
            following,
            step_ticks,
            kinds,
            atom_of,
            start,
            sizes,
            problem.shift_allowed,
            problem.off_allowed,
            problem.allowed,
            problem.shift_ticks,
            problem.off_ticks,
            job_ticks,
            problem.job_ticks is not None,
            *budgets,
            *requests,
        ),
        automata,
        names,
    )


def _alike(problem: Problem, like: Workforce) -> tuple[Workforce, list[Automaton], list[int]]:
    budgets = _budgets(problem)
    requests, names = _requests(problem)
    fields = Workforce._fields
    own: dict[str, Any] = dict(zip(fields[fields.index("budget_start") :], (*budgets, *requests), strict=True))
    job_ticks = problem.job_ticks if problem.job_ticks is not None else np.zeros((1, 1, 1, 1), np.int64)
    force = like._replace(
        shift_allowed=problem.shift_allowed,
        off_allowed=problem.off_allowed,
        allowed=problem.allowed,
        shift_ticks=problem.shift_ticks,
        off_ticks=problem.off_ticks,
        job_ticks=job_ticks,
        has_job_ticks=problem.job_ticks is not None,
        **own,
    )
    return force, [], names


def _pair_kinds(problem: Problem, agent: int) -> dict[tuple[Pair, ...], int]:
    """The agent's distinct lists of pairs, numbered; weights are taken out (they are the budget's)."""
    kinds: dict[tuple[Pair, ...], int] = {}
    for budget in problem.budgets[agent]:
        for weight in dict.fromkeys(pair.weight for pair in budget.pairs):
            kinds.setdefault(_of_weight(budget, weight), len(kinds))
    return kinds


def _of_weight(budget: Budget, weight: int) -> tuple[Pair, ...]:
    return tuple(Pair(p.day, p.before, p.then, 1) for p in budget.pairs if p.weight == weight)


def _automata(
    problem: Problem, tell_apart: NDArray[np.int64] | None
) -> tuple[list[Automaton], NDArray[np.int32], NDArray[np.int32]]:
    groups: dict[Hashable, list[int]] = {}
    words: dict[Hashable, int] = {}
    number_of: dict[int, int] = {}
    for agent in range(problem.agents):
        for piece in problem.sequences[agent]:
            if id(piece) not in number_of:
                word = (piece.word, piece.ends, piece.ticks, piece.inside)
                number_of[id(piece)] = words.setdefault(word, len(words))
        key = (tuple(number_of[id(s)] for s in problem.sequences[agent]), tuple(_pair_kinds(problem, agent)))
        groups.setdefault(key, []).append(agent)
    signature = np.zeros(problem.agents, np.int32)
    start = np.zeros(problem.agents, np.int32)
    automata = []
    for number, members in enumerate(groups.values()):
        kinds = {kind: pairs for pairs, kind in _pair_kinds(problem, members[0]).items()}
        automaton = build(
            problem.sequences[members[0]],
            kinds,
            {agent: problem.past[agent] for agent in members},
            days=problem.days,
            shifts=problem.shifts,
            tell_apart=tell_apart,
        )
        automata.append(automaton)
        for agent in members:
            signature[agent] = number
            start[agent] = automaton.start[agent]
    return automata, signature, start


def _budgets(problem: Problem) -> tuple[NDArray[np.int64], ...]:
    flat = [(agent, budget) for agent in range(problem.agents) for budget in problem.budgets[agent]]
    start = np.zeros(problem.agents + 1, np.int64)
    for agent, _ in flat:
        start[agent + 1] += 1
    start = np.cumsum(start)
    count = max(1, len(flat))
    tables: dict[int, int] = {}
    weights: list[NDArray[np.int64]] = []
    table = np.zeros(count, np.int64)
    kinds = max([1, *(len(_pair_kinds(problem, agent)) for agent in range(problem.agents) if problem.budgets[agent])])
    if kinds > 8:
        raise InternalError("more than eight kinds of pairs in one agent's budgets")
    pair_weight = np.zeros((count, kinds), np.int64)
    bends_most = max([1, *(len(b.penalty.breaks) for _, b in flat if b.penalty is not None)])
    breaks = np.zeros((count, bends_most), np.int64)
    slopes = np.zeros((count, bends_most + 1), np.int64)
    bends = np.zeros(count, np.int64)
    floor_ticks = np.zeros(count, np.int64)
    least = np.full(count, -NONE, np.int64)
    most = np.full(count, NONE, np.int64)
    lowest = np.zeros(count, np.int64)
    highest = np.zeros(count, np.int64)
    constant = np.zeros(count, np.int64)
    ranges: dict[int, tuple[int, int]] = {}
    for index, (agent, budget) in enumerate(flat):
        number = tables.get(id(budget.weights))
        if number is None:
            number = tables[id(budget.weights)] = len(weights)
            weights.append(np.array(budget.weights, np.int64).reshape(problem.days, problem.shifts))
            ranges[number] = (
                int(np.minimum(0, weights[-1].min(axis=1)).sum()),
                int(np.maximum(0, weights[-1].max(axis=1)).sum()),
            )
        table[index] = number
        if budget.pairs:
            of_kind = _pair_kinds(problem, agent)
            for weight in dict.fromkeys(pair.weight for pair in budget.pairs):
                pair_weight[index, of_kind[_of_weight(budget, weight)]] += weight
        penalty = budget.penalty or Penalty((0,), (0, 0))
        bends[index] = len(penalty.breaks)
        breaks[index, : len(penalty.breaks)] = penalty.breaks
        slopes[index, : len(penalty.slopes)] = penalty.slopes
        floor_ticks[index] = penalty.floor_ticks
        least[index] = budget.minimum if budget.minimum is not None else -NONE
        most[index] = budget.maximum if budget.maximum is not None else NONE
        low, high = ranges[number]
        leave = list(budget.leave.values())
        pairs = [pair.weight for pair in budget.pairs]
        lowest[index] = low + budget.constant + sum(min(0, w) for w in (*leave, *pairs))
        highest[index] = high + budget.constant + sum(max(0, w) for w in (*leave, *pairs))
        constant[index] = budget.constant
    stacked = np.stack(weights) if weights else np.zeros((1, problem.days, problem.shifts), np.int64)
    return (
        start,
        table,
        stacked,
        pair_weight,
        breaks,
        slopes,
        bends,
        floor_ticks,
        least,
        most,
        lowest,
        highest,
        constant,
    )


def _requests(problem: Problem) -> tuple[tuple[NDArray[np.int64], ...], list[int]]:
    start = np.zeros(problem.agents + 1, np.int64)
    flat = [(agent, request) for agent in range(problem.agents) for request in problem.requests[agent]]
    for agent, _ in flat:
        start[agent + 1] += 1
    most_budgets = max([1, *(len(several) for several in problem.budgets)])
    count = max(1, len(flat))
    first, last = np.zeros(count, np.int64), np.zeros(count, np.int64)
    declined, must = np.zeros(count, np.int64), np.full(count, -1, np.int64)
    leave = np.zeros((count, most_budgets), np.int64)
    blocked_start = np.zeros(count + 1, np.int64)
    blocked: list[tuple[int, int]] = []
    for index, (agent, request) in enumerate(flat):
        first[index], last[index], declined[index] = request.first, request.last, request.declined_ticks
        must[index] = -1 if request.must is None else int(request.must)
        for place, budget in enumerate(problem.budgets[agent]):
            leave[index, place] = budget.leave.get(request.request, 0)
        blocked.extend(cell for cell in sorted(request.blocked) if 0 <= cell[0] < problem.days)
        blocked_start[index + 1] = len(blocked)
    cells = np.array(blocked, np.int64).reshape(-1, 2)
    names = [request.request for _, request in flat]
    return (np.cumsum(start), first, last, declined, must, leave, blocked_start, cells), names
