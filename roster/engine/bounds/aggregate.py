"""The aggregate relaxation: agents summed over groups with the same choices, a linear program of fixed size.

Rows stay exact (merged, convex); Sequences become counting windows (a word of k letters cannot occur for more than
all members, so its letters' counts over the window add up to at most (k − 1) × members, and words of two letters are
lifted to cliques); Budgets become sums over the group with the infimal convolution of their prices. Every legal plan
maps to a point of it at no more than its price, so the optimum is a lower bound; its duals price the rows.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from roster.engine.bounds.aggregate_budgets import add_budgets
from roster.engine.bounds.relaxation import Builder
from roster.engine.pricing.agents import HARD_TICKS
from roster.engine.pricing.shares import Cell, Shares, shares
from roster.engine.problem.problem import Problem
from roster.engine.problem.profiles import lengths
from roster.engine.problem.rows import RowTable
from roster.linear import Constraint, Variable
from roster.rule.pieces import OFF, Request, Sequence

Feeds = dict[int, dict[Variable, float]]
"""The variables that count in each row, with their coefficients."""

MOST_TABLES = 8
"""Tables of hours that groups are told apart by; where there are more, each would have hardly any members."""


@dataclass(frozen=True, eq=False)
class Aggregate:
    """`bound_ticks` is a lower bound of any plan's price; `row_price[row]` what one more in a row adds.

    `multipliers` charge a unit of each budget, agent by agent in the problem's order, as pricing does. `shares` tell
    what to expect of everybody.
    """

    bound_ticks: float
    row_price: NDArray[np.float64]
    multipliers: NDArray[np.float64]
    shares: Shares


def aggregate(problem: Problem, seconds: float = 60.0) -> Aggregate | None:
    """Builds and solves the relaxation with GLOP; None when it does not finish in time or has no point."""
    build = Builder(problem)
    groups = _groups(problem)
    feeds: Feeds = defaultdict(dict)
    parts = [_group(build, members, feeds) for members in groups]
    duals = _rows(build, problem.rows, feeds)
    build.objective.SetOffset(build.offset)
    if not build.solve(seconds):
        return None
    price = np.array([-row.dual_value() for row in duals])
    values = [[(cell, part.solution_value()) for cell, part in several] for several in parts]
    return Aggregate(build.optimum, price, build.multipliers(), shares(problem, groups, values))


def _groups(problem: Problem) -> list[list[int]]:
    """Agents that rows, sequences, allowed duties (over the month) and tables of hours do not tell apart.

    A sum of hours over people some of whom count by another table would let those work all month. Words that end on the
    last day alone are what fixed duties after the month leave of longer ones, and almost everybody's own: they are
    counted, not told apart.
    """
    groups: dict[object, list[int]] = defaultdict(list)
    ever = np.asarray(problem.allowed.any(axis=1))
    tables = {id(b.weights): b.weights for several in problem.budgets for b in several}
    hours = {table for table, weights in tables.items() if lengths(weights)}
    if len(hours) > MOST_TABLES:
        hours = set()
    for agent in range(problem.agents):
        words = tuple(id(s) for s in problem.sequences[agent] if s.ticks is None and not _at_the_end(problem, s))
        own = tuple(dict.fromkeys(id(b.weights) for b in problem.budgets[agent] if id(b.weights) in hours))
        groups[problem.rows.class_of[agent], ever[agent].tobytes(), words, own].append(agent)
    return list(groups.values())


def _at_the_end(problem: Problem, word: Sequence) -> bool:
    """Whether the month may not end on this word, and nothing else is forbidden by it."""
    return word.ends == (problem.days - 1,)


def _group(build: Builder, members: list[int], feeds: Feeds) -> list[tuple[Cell, Variable]]:
    """Adds the people of a group; how many of them are on each duty."""
    problem = build.problem
    n = len(members)
    able = problem.shift_allowed[members]
    off_ticks = problem.off_ticks[members]
    least = _least_ticks(problem, members)
    build.offset += float(least.sum())
    leave: dict[int, list[Variable]] = defaultdict(list)
    grants: dict[int, Variable] = {}
    for agent in members:
        seen: list[Request] = []
        for request in problem.requests[agent]:
            low, high = (0, 1) if request.must is None else (int(request.must), int(request.must))
            build.offset += request.declined_ticks
            grant = grants[request.request] = build.variable(low, high, -request.declined_ticks)
            # Leaves of one agent may share a day, and still it is one day off.
            for day in range(request.first, request.last + 1):
                if all(day not in range(r.first, r.last + 1) for r in seen):
                    leave[day].append(grant)
            seen.append(request)
            for row, coefficient in problem.rows.of_request.get(request.request, ()):
                feeds[row][grant] = feeds[row].get(grant, 0.0) + coefficient
    count: dict[tuple[int, int], Variable] = {}
    parts: list[tuple[Cell, Variable]] = []
    klass = int(problem.rows.class_of[members[0]])
    for day in range(problem.days):
        for shift in range(problem.shifts):
            there = np.flatnonzero(able[:, day, shift])
            if len(there) == 0:
                continue
            own = problem.shift_ticks[members, day, shift][there] - least[there, day]
            if problem.job_ticks is not None:
                jobs = problem.allowed[members, day, shift][there]
                own = own + np.where(jobs, problem.job_ticks[members, day, shift][there], 2**40).min(axis=1)
            total = _charged(build, own)
            count[day, shift] = total
            parts += _feed(build, members, klass, (day, shift), total, there, feeds)
        today = {count[day, s]: 1.0 for s in range(problem.shifts) if (day, s) in count}
        room = float((able[:, day].any(axis=1)).sum())
        forced = float((~problem.off_allowed[members, day]).sum())
        for grant in leave[day]:
            today[grant] = 1.0
        build.limit(today, forced, max(room, forced) if not leave[day] else float(n))
        idle = np.where(problem.off_allowed[members, day], off_ticks[:, day] - least[:, day], 0)
        if idle.any():
            # Everybody is on a shift or off, on leave or not.
            working = {count[day, s]: 1.0 for s in range(problem.shifts) if (day, s) in count}
            build.limit({_charged(build, idle): 1.0, **working}, float(n), float(n))
    _words(build, members, count)
    add_budgets(build, members, count, grants)
    return parts


def _least_ticks(problem: Problem, members: list[int]) -> NDArray[np.int64]:
    """`[member, day]`: the member's cheapest choice, taken out so that what is left to charge is never a gain.

    Gains would be had once for every shift of a day.
    """
    ticks = problem.shift_ticks[members]
    if problem.job_ticks is not None:
        allowed = problem.allowed[members]
        ticks = ticks + np.where(allowed, problem.job_ticks[members], 2**40).min(axis=3)
    working = np.where(problem.shift_allowed[members], ticks, 2**40).min(axis=2)
    least = np.minimum(working, np.where(problem.off_allowed[members], problem.off_ticks[members], 2**40))
    return np.asarray(np.where(least >= 2**39, 0, least))


def _charged(build: Builder, own: NDArray[np.int64]) -> Variable:
    """How many of these people make a choice that costs them so many ticks: the cheapest first."""
    values, times = np.unique(own, return_counts=True)
    total = build.variable(0, len(own), float(values[0]) if len(values) == 1 else 0.0)
    if len(values) > 1:
        parts = [build.variable(0, float(t), float(v)) for v, t in zip(values, times, strict=True)]
        build.limit({total: -1.0, **dict.fromkeys(parts, 1.0)}, 0, 0)
    return total


def _feed(
    build: Builder,
    members: list[int],
    klass: int,
    cell: tuple[int, int],
    total: Variable,
    there: NDArray[np.intp],
    feeds: Feeds,
) -> list[tuple[Cell, Variable]]:
    """Links the people on a shift to the rows, through a variable per job where they may take several.

    Returns each duty with its variable.
    """
    problem, rows = build.problem, build.problem.rows
    day, shift = cell
    able = problem.allowed[members, day, shift][there]
    jobs = np.flatnonzero(able.any(axis=0))
    parts: dict[Variable, float] = {}
    made: list[tuple[Cell, Variable]] = []
    for job in jobs:
        part = total if len(jobs) == 1 else build.variable(0, float(able[:, job].sum()), 0.0)
        parts[part] = 1.0
        made.append(((klass, day, shift, int(job)), part))
        for entry in range(rows.start[klass, day, shift, job], rows.stop[klass, day, shift, job]):
            row = int(rows.row[entry])
            feeds[row][part] = feeds[row].get(part, 0.0) + float(rows.coefficient[entry])
    if len(jobs) > 1:
        build.limit({total: -1.0, **parts}, 0, 0)
    return made


def _words(build: Builder, members: list[int], count: dict[tuple[int, int], Variable]) -> None:
    problem, n = build.problem, len(members)
    words: dict[tuple[tuple[frozenset[int], ...], bool], set[int]] = defaultdict(set)
    follow: list[dict[int, set[int]]] = [defaultdict(set) for _ in range(problem.days)]
    for piece in problem.sequences[members[0]]:
        if piece.ticks is not None or _at_the_end(problem, piece):
            continue
        ends: Iterable[int] = range(problem.days) if piece.ends is None else piece.ends
        if len(piece.word) == 2 and OFF not in piece.word[0] | piece.word[1] and not piece.inside:
            for day in ends:
                for before in piece.word[0]:
                    follow[day][before].update(piece.word[1])
        else:
            words[piece.word, piece.inside].update(ends)
    bound = Counter(
        (piece.word, piece.inside)
        for agent in members
        for piece in set(problem.sequences[agent])
        if piece.ticks is None and _at_the_end(problem, piece)
    )
    for day, after in enumerate(follow):
        for banned in {frozenset(several) for several in after.values()}:
            first = frozenset(s for s, several in after.items() if several >= banned)
            words[(first, banned), False].add(day)

    def letter(symbols: frozenset[int], day: int) -> tuple[dict[Variable, float], float]:
        if day < 0:
            return {}, float(sum(problem.past[a].get(day, OFF) in symbols for a in members))
        if OFF in symbols:
            others = {count[day, s]: -1.0 for s in range(problem.shifts) if s not in symbols and (day, s) in count}
            return others, float(n)
        return {count[day, s]: 1.0 for s in symbols if (day, s) in count}, 0.0

    everybody = [(word, inside, end, n) for (word, inside), ends in words.items() for end in ends]
    some = [(word, inside, problem.days - 1, several) for (word, inside), several in bound.items()]
    for word, inside, end, several in (*everybody, *some):
        if inside and end - len(word) + 1 < 0:
            continue
        terms: dict[Variable, float] = {}
        known = 0.0
        for place, symbols in enumerate(word):
            counted, constant = letter(symbols, end - len(word) + 1 + place)
            terms.update(counted)
            known += constant
        if terms:
            # Whom the word does not bind may count for all of its letters.
            build.limit(terms, -build.inf, len(word) * n - several - known)


def _rows(build: Builder, rows: RowTable, feeds: Feeds) -> list[Constraint]:
    """Each merged row equals the sum of its price's segments, from below all breaks upwards."""
    made = []
    table, low = rows.price_table(HARD_TICKS)
    for row in range(len(rows)):
        terms = dict(feeds.get(row, {}))
        steps = np.diff(table[row])
        changes = np.flatnonzero(np.diff(steps)) + 1
        build.offset += float(table[row, 0])
        edges = [0, *(int(c) for c in changes), len(steps)]
        for place in range(len(edges) - 1):
            width = build.inf if place == len(edges) - 2 else float(edges[place + 1] - edges[place])
            terms[build.variable(0, width, float(steps[edges[place]]))] = -1.0
        terms[build.variable(0, build.inf, -float(steps[0]))] = 1.0
        start = float(low - rows.constant[row])
        made.append(build.limit(terms, start, start))
    return made
