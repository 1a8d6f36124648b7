"""Which budgets of an agent are counted along the path, as `labels` does: few, as each multiplies the grid."""

from math import gcd

import numpy as np
from numpy.typing import NDArray

from roster.engine.pricing.agents import Workforce, workforce
from roster.engine.pricing.label_grid import COUNTS, Labels, largest_grid
from roster.engine.pricing.letters import with_fewer_letters
from roster.engine.problem.automaton import Automaton
from roster.engine.problem.problem import Problem
from roster.rule.pieces import Budget

THIRD_CELLS = 200_000
"""Grid cells that a third count, a cap on certain shifts, may make at most; beyond it is left to multipliers."""

MOST_CELLS = 12_000_000
"""Grid cells (eight bytes each) that one pricing may hold: labels that need more are left to multipliers."""


def labelled_workforce(problem: Problem, most_cells: int = MOST_CELLS) -> tuple[Workforce, Labels, list[int]]:
    """The workforce with automata that tell apart what the labels count, the labels, and the names of requests."""
    by_identity = {id(b.weights): b.weights for several in problem.budgets for b in several}
    numbers: dict[object, int] = {}
    numbered = {key: numbers.setdefault(table, len(numbers)) for key, table in by_identity.items()}
    chosen = [_counts(problem, agent, numbered) for agent in range(problem.agents)]
    tables = {numbered[id(b.weights)]: b.weights for several in chosen for count in several for b in count[:1]}
    apart = np.zeros((problem.shifts, 0), np.int64)
    if tables:
        flat = [np.array(table, np.int64).reshape(problem.days, problem.shifts).T for table in tables.values()]
        apart = np.hstack([np.unique(table, axis=1) for table in flat])
    force, automata, names = workforce(problem, apart)
    labels = _labels(problem, force, automata, chosen, numbered, most_cells)
    return *with_fewer_letters(force, labels), names


def _counts(problem: Problem, agent: int, tables: dict[int, int]) -> list[list[Budget]]:
    """The agent's budgets by what they count: those with a floor first, then with pairs; last the tightest cap.

    `tables` numbers the tables of weights by value.
    """
    groups: dict[object, list[Budget]] = {}
    for budget in problem.budgets[agent]:
        if budget.minimum is None and budget.maximum is None and budget.penalty is None:
            continue
        groups.setdefault((tables[id(budget.weights)], budget.pairs), []).append(budget)

    def rank(several: list[Budget]) -> tuple[bool, bool, bool, int]:
        floor = any(b.minimum is not None and b.minimum > b.constant for b in several)
        limited = any(b.maximum is not None for b in several)
        spread = sum(len({w for w in day if w}) for day in several[0].weights[:7])
        return (not floor, not several[0].pairs, not limited, -spread)

    ranked = sorted(groups.values(), key=rank)
    first = [several for several in ranked if _deserves(several)][:2]
    taken = {id(several) for several in first}
    caps = [several for several in ranked if id(several) not in taken and several[0].maximum is not None]
    caps.sort(key=lambda several: several[0].maximum or 0)
    return first + caps[:1] if len(first) == 2 else first


def _deserves(several: list[Budget]) -> bool:
    """Whether a count is worth a label: floors, pairs, or hard limits on every duty; a cap on one shift is not."""
    if any(b.minimum is not None and b.minimum > b.constant for b in several) or several[0].pairs:
        return True
    everywhere = all(all(day) for day in several[0].weights)
    return everywhere and any(b.maximum is not None or b.penalty is not None for b in several)


def _labels(
    problem: Problem,
    force: Workforce,
    automata: list[Automaton],
    chosen: list[list[list[Budget]]],
    numbered: dict[int, int],
    most_cells: int,
) -> Labels:
    kinds = force.pair_weight.shape[1]
    classes: dict[object, int] = {}
    klass = np.zeros(problem.agents, np.int32)
    used = np.zeros(problem.agents, np.bool_)
    place = np.full(len(force.table), -1, np.int32)
    weight: list[NDArray[np.int32]] = []
    pair: list[NDArray[np.int32]] = []
    unit: list[list[int]] = []
    retained: list[int] = []
    largest = 0
    for agent, counts in enumerate(chosen):
        group = int(force.signature[agent])
        key = (group, tuple((numbered[id(c[0].weights)], c[0].pairs) for c in counts), _limits(counts))
        index = {id(b): force.budget_start[agent] + k for k, b in enumerate(problem.budgets[agent])}
        if key not in classes:
            classes[key] = number = len(weight)
            tables = [_weights(problem, automata[group], force, c[0], int(index[id(c[0])])) for c in counts]
            for dimensions in range(len(tables), -1, -1):
                w = np.zeros((COUNTS, problem.days, force.next.shape[2]), np.int32)
                p = np.zeros((COUNTS, 1 << kinds), np.int32)
                for k, (table, pairs, _) in enumerate(tables[:dimensions]):
                    w[k], p[k] = table, pairs
                weight[number:], pair[number:] = [w], [p]
                unit[number:] = [[*(t[2] for t in tables[:dimensions]), 1, 1, 1][:COUNTS]]
                retained[number:] = [dimensions]
                cells = _cells_of(problem, force, agent, counts[:dimensions], (w, p, unit[number]), index)
                if cells <= (min(THIRD_CELLS, most_cells) if dimensions == COUNTS else most_cells) or dimensions == 0:
                    largest = max(largest, cells if dimensions else 0)
                    break
        klass[agent] = classes[key]
        used[agent] = retained[klass[agent]] > 0
        for k, count in enumerate(counts[: retained[klass[agent]]]):
            for budget in count:
                place[index[id(budget)]] = k
    return Labels(used, klass, np.stack(weight), np.stack(pair), np.array(unit, np.int64), place, largest)


def _limits(counts: list[list[Budget]]) -> tuple[tuple[int | None, int | None, int], ...]:
    return tuple((b.minimum, b.maximum, b.constant) for count in counts for b in count)


def _weights(
    problem: Problem, automaton: Automaton, force: Workforce, budget: Budget, index: int
) -> tuple[NDArray[np.int32], NDArray[np.int32], int]:
    """What each letter adds per day, what each mask of completed pairs adds, and the unit of both."""
    table = np.array(budget.weights, np.int64).reshape(problem.days, problem.shifts)
    pairs = force.pair_weight[index]
    unit = gcd(*(int(v) for v in np.unique(table)), *(int(v) for v in pairs)) or 1
    letters = np.zeros((problem.days, force.next.shape[2]), np.int32)
    for shift in range(problem.shifts):
        letters[:, automaton.atom_of[shift]] = table[:, shift] // unit
    masks = np.zeros(1 << force.pair_weight.shape[1], np.int32)
    for mask in range(len(masks)):
        masks[mask] = sum(int(pairs[k]) for k in range(len(pairs)) if mask >> k & 1) // unit
    return letters, masks, unit


def _cells_of(
    problem: Problem,
    force: Workforce,
    agent: int,
    counts: list[list[Budget]],
    tables: tuple[NDArray[np.int32], NDArray[np.int32], list[int]],
    index: dict[int, int],
) -> int:
    """How many cells the agent's grids have when every duty may be worked."""
    weight, pair, unit = tables
    place = np.full(len(force.table), -1, np.int32)
    for k, count in enumerate(counts):
        for budget in count:
            place[index[id(budget)]] = k
    klass = np.zeros(problem.agents, np.int32)
    labels = Labels(np.ones(1, np.bool_), klass, weight[None], pair[None], np.array([unit], np.int64), place, 0)
    return largest_grid(force, labels, agent, np.zeros(max(1, len(problem.budgets[agent])), np.int64))
