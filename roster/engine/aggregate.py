"""The aggregate relaxation: agents summed over groups with the same choices, a linear program of fixed size.

Rows stay exact (merged, convex); Sequences become counting windows (a word of k letters cannot occur for more than
all members, so its letters' counts over the window add up to at most (k − 1) × members, and words of two letters are
lifted to cliques); Budgets become sums over the group with the infimal convolution of their prices. Every legal plan
maps to a point of it at no more than its price, so the optimum is a lower bound; its duals price the rows.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp

from roster.engine.pieces import OFF, Budget, Penalty, Request
from roster.engine.problem import Problem
from roster.engine.profiles import Terms, lengths, profiles, terms
from roster.engine.rows import RowTable
from roster.engine.workforce import HARD_TICKS

MOST_SEGMENTS = 60

MOST_TABLES = 8
"""Tables of hours that groups are told apart by; where there are more, each would have hardly any members."""

MOST_CREDITED = 4
"""Requests of one agent that count in a budget: every choice of them is a case of its own."""


@dataclass(frozen=True, eq=False)
class Aggregate:
    """`bound_ticks` is a lower bound of any plan's price; `row_price[row]` what one more in a row adds.

    `multipliers` charge a unit of each budget, agent by agent in the problem's order, as pricing does.
    """

    bound_ticks: float
    row_price: NDArray[np.float64]
    multipliers: NDArray[np.float64]


_Kind = tuple[tuple[Terms, ...], int]
"""What budgets say of an agent's duties, and on how many days there may be one."""


class _Builder:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.objective = self.solver.Objective()
        self.objective.SetMinimization()
        self.offset = 0.0
        self.inf = self.solver.infinity()
        self.summed: list[tuple[pywraplp.Constraint, list[Budget]]] = []
        self.profiled: list[tuple[list[pywraplp.Constraint], tuple[int, ...], list[Budget]]] = []

    def variable(self, low: float, high: float, ticks: float) -> pywraplp.Variable:
        made = self.solver.NumVar(low, high, "")
        if ticks:
            self.objective.SetCoefficient(made, ticks)
        return made

    def limit(self, terms: dict[pywraplp.Variable, float], low: float, high: float) -> pywraplp.Constraint:
        row = self.solver.Constraint(low, high)
        for variable, coefficient in terms.items():
            row.SetCoefficient(variable, coefficient)
        return row


def aggregate(problem: Problem, seconds: float = 60.0) -> Aggregate | None:
    """Builds and solves the relaxation with GLOP; None when it does not finish in time or has no point."""
    build = _Builder(problem)
    groups = _groups(problem)
    feeds: dict[int, dict[pywraplp.Variable, float]] = defaultdict(dict)
    for members in groups:
        _group(build, members, feeds)
    duals = _rows(build, problem.rows, feeds)
    build.objective.SetOffset(build.offset)
    build.solver.SetTimeLimit(int(seconds * 1000))
    if build.solver.Solve() != pywraplp.Solver.OPTIMAL:
        return None
    price = np.array([-row.dual_value() for row in duals])
    return Aggregate(build.objective.Value(), price, _multipliers(build))


def _multipliers(build: _Builder) -> NDArray[np.float64]:
    """What the sums over a group charge for a unit of each member's budget."""
    charge: dict[int, float] = defaultdict(float)
    for row, several in build.summed:
        dual = row.dual_value()
        for budget in several:
            charge[id(budget)] -= dual
    for links, known, several in build.profiled:
        # Every length has a price of its own; a multiplier has only one for a minute, so it is no more than a guess.
        dual = max(link.dual_value() / length for link, length in zip(links, known, strict=True))
        for budget in several:
            charge[id(budget)] = -dual
    flat = [charge[id(budget)] for several in build.problem.budgets for budget in several]
    return np.array(flat or [0.0])


def _groups(problem: Problem) -> list[list[int]]:
    """Agents that rows, sequences, allowed duties (over the month) and tables of hours do not tell apart.

    A sum of hours over people some of whom count by another table would let those work all month.
    """
    found: dict[object, list[int]] = defaultdict(list)
    ever = np.asarray(problem.allowed.any(axis=1))
    tables = {id(b.weights): b.weights for several in problem.budgets for b in several}
    hours = {table for table, weights in tables.items() if lengths(weights)}
    if len(hours) > MOST_TABLES:
        hours = set()
    for agent in range(problem.agents):
        words = tuple(id(s) for s in problem.sequences[agent] if s.ticks is None)
        own = tuple(dict.fromkeys(id(b.weights) for b in problem.budgets[agent] if id(b.weights) in hours))
        found[problem.rows.class_of[agent], ever[agent].tobytes(), words, own].append(agent)
    return list(found.values())


def _group(build: _Builder, members: list[int], feeds: dict[int, dict[pywraplp.Variable, float]]) -> None:
    problem = build.problem
    n = len(members)
    able = problem.shift_allowed[members]
    off_ticks = problem.off_ticks[members]
    least = _least_ticks(problem, members)
    build.offset += float(least.sum())
    leave: dict[int, list[pywraplp.Variable]] = defaultdict(list)
    grants: dict[int, pywraplp.Variable] = {}
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
    count: dict[tuple[int, int], pywraplp.Variable] = {}
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
            _feed(build, members, klass, (day, shift), total, there, feeds)
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
    _budgets(build, members, count, grants)


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


def _charged(build: _Builder, own: NDArray[np.int64]) -> pywraplp.Variable:
    """How many of these people make a choice that costs them so many ticks: the cheapest first."""
    values, times = np.unique(own, return_counts=True)
    total = build.variable(0, len(own), float(values[0]) if len(values) == 1 else 0.0)
    if len(values) > 1:
        parts = [build.variable(0, float(t), float(v)) for v, t in zip(values, times, strict=True)]
        build.limit({total: -1.0, **dict.fromkeys(parts, 1.0)}, 0, 0)
    return total


def _feed(
    build: _Builder,
    members: list[int],
    klass: int,
    cell: tuple[int, int],
    total: pywraplp.Variable,
    there: NDArray[np.intp],
    feeds: dict[int, dict[pywraplp.Variable, float]],
) -> None:
    """Links the people on a shift to the rows, through a variable per job where they may take several."""
    problem, rows = build.problem, build.problem.rows
    day, shift = cell
    able = problem.allowed[members, day, shift][there]
    jobs = np.flatnonzero(able.any(axis=0))
    parts: dict[pywraplp.Variable, float] = {}
    for job in jobs:
        part = total if len(jobs) == 1 else build.variable(0, float(able[:, job].sum()), 0.0)
        parts[part] = 1.0
        for entry in range(rows.start[klass, day, shift, job], rows.stop[klass, day, shift, job]):
            row = int(rows.row[entry])
            feeds[row][part] = feeds[row].get(part, 0.0) + float(rows.coefficient[entry])
    if len(jobs) > 1:
        build.limit({total: -1.0, **parts}, 0, 0)


def _words(build: _Builder, members: list[int], count: dict[tuple[int, int], pywraplp.Variable]) -> None:
    problem, n = build.problem, len(members)
    words: dict[tuple[tuple[frozenset[int], ...], bool], set[int]] = defaultdict(set)
    follow: list[dict[int, set[int]]] = [defaultdict(set) for _ in range(problem.days)]
    for piece in problem.sequences[members[0]]:
        if piece.ticks is not None:
            continue
        ends: Iterable[int] = range(problem.days) if piece.ends is None else piece.ends
        if len(piece.word) == 2 and OFF not in piece.word[0] | piece.word[1] and not piece.inside:
            for day in ends:
                for before in piece.word[0]:
                    follow[day][before].update(piece.word[1])
        else:
            words[piece.word, piece.inside].update(ends)
    for day, after in enumerate(follow):
        for banned in {frozenset(several) for several in after.values()}:
            first = frozenset(s for s, several in after.items() if several >= banned)
            words[(first, banned), False].add(day)

    def letter(symbols: frozenset[int], day: int) -> tuple[dict[pywraplp.Variable, float], float]:
        if day < 0:
            return {}, float(sum(problem.past[a].get(day, OFF) in symbols for a in members))
        if OFF in symbols:
            others = {count[day, s]: -1.0 for s in range(problem.shifts) if s not in symbols and (day, s) in count}
            return others, float(n)
        return {count[day, s]: 1.0 for s in symbols if (day, s) in count}, 0.0

    for (word, inside), ends in words.items():
        for end in ends:
            if inside and end - len(word) + 1 < 0:
                continue
            terms: dict[pywraplp.Variable, float] = {}
            known = 0.0
            for place, symbols in enumerate(word):
                several, constant = letter(symbols, end - len(word) + 1 + place)
                terms.update(several)
                known += constant
            if terms:
                build.limit(terms, -build.inf, (len(word) - 1) * n - known)


def _budgets(
    build: _Builder,
    members: list[int],
    count: dict[tuple[int, int], pywraplp.Variable],
    grants: dict[int, pywraplp.Variable],
) -> None:
    """One sum per weight table: caps and floors added up, prices convolved; without one a member is free in reach.

    A member's several priced budgets of one table make several sums. Budgets with pairs cost at least what their
    cheapest count does. Where duties have a few lengths, members take profiles of them instead.
    """
    problem = build.problem
    profiled = _profiles(build, members, count, grants)
    limited: dict[int, dict[int, list[Budget]]] = defaultdict(lambda: defaultdict(list))
    priced: dict[tuple[int, int], dict[int, Budget]] = defaultdict(dict)
    for agent in members:
        layer: dict[int, int] = defaultdict(int)
        for budget in problem.budgets[agent]:
            table = id(budget.weights)
            if table in profiled and not budget.pairs:
                continue
            if budget.pairs:
                build.offset += least_price(budget)
                continue
            if budget.minimum is not None or budget.maximum is not None:
                limited[table][agent].append(budget)
            if budget.penalty is not None:
                priced[table, layer[table]][agent] = budget
                layer[table] += 1
    for several in limited.values():
        weights = next(iter(several.values()))[0].weights
        terms = {variable: float(weights[d][s]) for (d, s), variable in count.items() if weights[d][s]}
        if terms:
            _limits(build, members, several, terms, grants, _reach(weights))
    for costing in priced.values():
        _prices(build, members, costing, count, grants)


def _profiles(
    build: _Builder,
    members: list[int],
    count: dict[tuple[int, int], pywraplp.Variable],
    grants: dict[int, pywraplp.Variable],
) -> set[int]:
    """Lets members mix the profiles of duties that their budgets allow, and charges them; the tables done so."""
    problem = build.problem
    tables = {
        id(budget.weights): budget.weights
        for agent in members
        for budget in problem.budgets[agent]
        if not budget.pairs and (budget.minimum, budget.maximum, budget.penalty) != (None, None, None)
    }
    done = set()
    for table, weights in tables.items():
        known = lengths(weights)
        if not known:
            continue
        done.add(table)
        links = []
        for length in known:
            duties = {variable: 1.0 for (d, s), variable in count.items() if weights[d][s] == length}
            links.append(build.limit(duties, 0, 0))
        # Members whom these budgets and the number of days open to them do not tell apart mix together.
        fixed: dict[_Kind, int] = defaultdict(int)
        chosen: dict[_Kind, list[pywraplp.Variable]] = defaultdict(list)
        own: dict[_Kind, list[Budget]] = defaultdict(list)
        open_days = problem.shift_allowed[members].any(axis=2).sum(axis=1)
        for agent, days in zip(members, open_days.tolist(), strict=True):
            several = [b for b in problem.budgets[agent] if id(b.weights) == table and not b.pairs]
            for terms_, choice in _choices(build, agent, several, grants):
                kind = terms_, min(days, _most_duties(terms_, known[0], problem.days))
                own[kind] += several
                if choice is None:
                    fixed[kind] += 1
                else:
                    chosen[kind].append(choice)
        for terms_, days in own:
            mixed: dict[pywraplp.Variable, float] = {}
            for profile in profiles(known, days, terms_):
                share = build.variable(0, build.inf, float(profile.ticks))
                mixed[share] = 1.0
                for link, duties_ in zip(links, profile.counts, strict=True):
                    if duties_:
                        link.SetCoefficient(share, -float(duties_))
            people = float(fixed[terms_, days])
            build.limit({**mixed, **dict.fromkeys(chosen[terms_, days], -1.0)}, people, people)
        build.profiled.append((links, known, [b for several in own.values() for b in several]))
    return done


def _most_duties(several: tuple[Terms, ...], shortest: int, days: int) -> int:
    """How many duties the caps on hours leave room for, at most."""
    caps = [terms_.maximum // shortest for terms_ in several if terms_.maximum is not None]
    return max(0, min([days, *caps]))


def _choices(
    build: _Builder, agent: int, several: list[Budget], grants: dict[int, pywraplp.Variable]
) -> list[tuple[tuple[Terms, ...], pywraplp.Variable | None]]:
    """What an agent's budgets say of the duties, and how often they say it (None: always).

    Leaves that count make it a choice. More than `MOST_CREDITED` of them are left out, limits and prices with them.
    """
    requests = [r for r in build.problem.requests[agent] if any(b.leave.get(r.request) for b in several)]
    if not requests:
        return [(tuple(terms(budget) for budget in several), None)]
    if len(requests) > MOST_CREDITED:
        build.offset += sum(least_price(budget) for budget in several)
        return [((), None)]
    found: list[tuple[tuple[Terms, ...], pywraplp.Variable | None]] = []
    choices: dict[pywraplp.Variable, float] = {}
    granting: list[dict[pywraplp.Variable, float]] = [{grants[r.request]: -1.0} for r in requests]
    for mask in range(1 << len(requests)):
        granted = [r.request for place, r in enumerate(requests) if mask >> place & 1]
        choice = build.variable(0, 1, 0.0)
        choices[choice] = 1.0
        for place in range(len(requests)):
            if mask >> place & 1:
                granting[place][choice] = 1.0
        found.append((tuple(terms(budget, granted) for budget in several), choice))
    build.limit(choices, 1, 1)
    for own in granting:
        build.limit(own, 0, 0)
    return found


def _prices(
    build: _Builder,
    members: list[int],
    costing: dict[int, Budget],
    count: dict[tuple[int, int], pywraplp.Variable],
    grants: dict[int, pywraplp.Variable],
) -> None:
    """Charges the convolved prices of members' counts by one weight table (at most one budget each)."""
    weights = next(iter(costing.values())).weights
    terms = {variable: float(weights[d][s]) for (d, s), variable in count.items() if weights[d][s]}
    if not terms or all(not any(b.penalty.slopes) for b in costing.values() if b.penalty is not None):
        build.offset += sum(least_price(budget) for budget in costing.values())
        return
    low, high = _reach(weights)
    prices: list[Penalty] = []
    shift = room = 0.0
    for agent in members:
        own = costing.get(agent)
        if own is None or own.penalty is None:
            prices.append(Penalty((low, high + 1), (0, 0, 0)))
            continue
        prices.append(own.penalty)
        shift += own.constant
        room += max(0, own.penalty.breaks[0] - budget_reach(own)[0])
        _credit(terms, own, grants)
    start, base, segments = convolution(prices)
    build.offset += base
    parts = [build.variable(0, width if width < 1e12 else build.inf, slope) for width, slope in segments]
    below = build.variable(0, room, -float(max(p.slopes[0] for p in prices)))
    row = build.limit({**terms, below: 1.0, **dict.fromkeys(parts, -1.0)}, start - shift, start - shift)
    build.summed.append((row, list(costing.values())))


def _reach(weights: tuple[tuple[int, ...], ...]) -> tuple[int, int]:
    """The lowest and the highest sum of any month's weights."""
    return sum(min(0, *day) for day in weights), sum(max(0, *day) for day in weights)


def budget_reach(budget: Budget) -> tuple[int, int]:
    """The lowest and the highest count that a budget can see, its limits aside."""
    low, high = _reach(budget.weights)
    apart = [*budget.leave.values(), *(pair.weight for pair in budget.pairs)]
    low += budget.constant + sum(min(0, weight) for weight in apart)
    return low, high + budget.constant + sum(max(0, weight) for weight in apart)


def least_price(budget: Budget) -> int:
    """The least that a budget can cost, whatever the month."""
    if budget.penalty is None:
        return 0
    low, high = budget_reach(budget)
    within = (point for point in budget.penalty.breaks if low < point < high)
    return min(budget.penalty.at(point) for point in (low, high, *within))


def _credit(terms: dict[pywraplp.Variable, float], budget: Budget, grants: dict[int, pywraplp.Variable]) -> None:
    for request, weight in budget.leave.items():
        if weight and request in grants:
            terms[grants[request]] = terms.get(grants[request], 0.0) + weight


def _limits(
    build: _Builder,
    members: list[int],
    several: dict[int, list[Budget]],
    terms: dict[pywraplp.Variable, float],
    grants: dict[int, pywraplp.Variable],
    reach: tuple[int, int],
) -> None:
    """The group's cap and floor: each member's tightest, or what it can reach at all."""
    capped, floored = dict(terms), dict(terms)
    most = least = 0.0
    capping: list[Budget] = []
    flooring: list[Budget] = []
    for agent in members:
        caps = [b for b in several.get(agent, ()) if b.maximum is not None]
        if caps:
            tight = min(caps, key=lambda b: (b.maximum or 0) - b.constant)
            most += float((tight.maximum or 0) - tight.constant)
            _credit(capped, tight, grants)
            capping.append(tight)
        else:
            most += reach[1]
        floors = [b for b in several.get(agent, ()) if b.minimum is not None]
        if floors:
            tight = max(floors, key=lambda b: (b.minimum or 0) - b.constant)
            least += float((tight.minimum or 0) - tight.constant)
            _credit(floored, tight, grants)
            flooring.append(tight)
        else:
            least += reach[0]
    if capping:
        build.summed.append((build.limit(capped, -build.inf, most), capping))
    if flooring:
        build.summed.append((build.limit(floored, least, build.inf), flooring))


def convolution(prices: list[Penalty]) -> tuple[float, float, list[tuple[float, float]]]:
    """The least total price of several counts with a given sum: (start, price there, segments (width, slope)).

    Infimal convolution of convex functions: their segments sorted by slope. Left of the start the price goes on with
    the flattest slope. At most `MOST_SEGMENTS` segments, merged downwards.
    """
    start = float(sum(p.breaks[0] for p in prices))
    base = float(sum(p.floor_ticks for p in prices))
    widths: dict[float, float] = defaultdict(float)
    for price in prices:
        for place in range(1, len(price.breaks)):
            widths[float(price.slopes[place])] += price.breaks[place] - price.breaks[place - 1]
    last = float(min(p.slopes[-1] for p in prices))
    segments = sorted((slope, width) for slope, width in widths.items() if slope < last)
    while len(segments) > MOST_SEGMENTS:
        segments = [
            (segments[k][0], segments[k][1] + (segments[k + 1][1] if k + 1 < len(segments) else 0.0))
            for k in range(0, len(segments), 2)
        ]
    return start, base, [*((width, slope) for slope, width in segments), (1e15, last)]


def _rows(
    build: _Builder, rows: RowTable, feeds: dict[int, dict[pywraplp.Variable, float]]
) -> list[pywraplp.Constraint]:
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
