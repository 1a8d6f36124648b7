"""Budgets in the aggregate relaxation: sums over a group with convolved prices, or mixtures of profiles of duties."""

from collections import defaultdict
from operator import itemgetter

from roster.engine.bounds.relaxation import Builder
from roster.engine.problem.profiles import Terms, lengths, profiles, terms
from roster.linear import Variable
from roster.rule.pieces import Budget, Penalty

MOST_SEGMENTS = 60

MOST_CREDITED = 4
"""Requests of one agent that count in a budget: every choice of them is a case of its own."""

_Kind = tuple[tuple[Terms, ...], int]
"""What budgets say of an agent's duties, and on how many days there may be one."""


def add_budgets(
    build: Builder,
    members: list[int],
    count: dict[tuple[int, int], Variable],
    grants: dict[int, Variable],
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
    build: Builder,
    members: list[int],
    count: dict[tuple[int, int], Variable],
    grants: dict[int, Variable],
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
        chosen: dict[_Kind, list[Variable]] = defaultdict(list)
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
            mixed: dict[Variable, float] = {}
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
    build: Builder, agent: int, several: list[Budget], grants: dict[int, Variable]
) -> list[tuple[tuple[Terms, ...], Variable | None]]:
    """What an agent's budgets say of the duties, and how often they say it (None: always).

    Leaves that count make it a choice. More than `MOST_CREDITED` of them are left out, limits and prices with them.
    """
    requests = [r for r in build.problem.requests[agent] if any(b.leave.get(r.request) for b in several)]
    if not requests:
        return [(tuple(terms(budget) for budget in several), None)]
    if len(requests) > MOST_CREDITED:
        build.offset += sum(least_price(budget) for budget in several)
        return [((), None)]
    options: list[tuple[tuple[Terms, ...], Variable | None]] = []
    choices: dict[Variable, float] = {}
    granting: list[dict[Variable, float]] = [{grants[r.request]: -1.0} for r in requests]
    for mask in range(1 << len(requests)):
        granted = [r.request for place, r in enumerate(requests) if mask >> place & 1]
        choice = build.variable(0, 1, 0.0)
        choices[choice] = 1.0
        for place in range(len(requests)):
            if mask >> place & 1:
                granting[place][choice] = 1.0
        options.append((tuple(terms(budget, granted) for budget in several), choice))
    build.limit(choices, 1, 1)
    for own in granting:
        build.limit(own, 0, 0)
    return options


def _prices(
    build: Builder,
    members: list[int],
    costing: dict[int, Budget],
    count: dict[tuple[int, int], Variable],
    grants: dict[int, Variable],
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


def _credit(terms: dict[Variable, float], budget: Budget, grants: dict[int, Variable]) -> None:
    for request, weight in budget.leave.items():
        if weight and request in grants:
            terms[grants[request]] = terms.get(grants[request], 0.0) + weight


def _limits(
    build: Builder,
    members: list[int],
    several: dict[int, list[Budget]],
    terms: dict[Variable, float],
    grants: dict[int, Variable],
    reach: tuple[int, int],
) -> None:
    """The group's cap and floor: each member's tightest, or what it can reach at all."""
    for limit, tightest, free in ((_cap, min, reach[1]), (_floor, max, reach[0])):
        summed, total = dict(terms), 0.0
        limiting: list[Budget] = []
        for agent in members:
            own = [(value, budget) for budget in several.get(agent, ()) if (value := limit(budget)) is not None]
            if not own:
                total += free
                continue
            value, tight = tightest(own, key=itemgetter(0))
            total += value
            _credit(summed, tight, grants)
            limiting.append(tight)
        if limiting:
            low, high = (-build.inf, total) if limit is _cap else (total, build.inf)
            build.summed.append((build.limit(summed, low, high), limiting))


def _cap(budget: Budget) -> float | None:
    """The most that a month may add to what counts anyway."""
    return None if budget.maximum is None else float(budget.maximum - budget.constant)


def _floor(budget: Budget) -> float | None:
    """The least that a month must add to what counts anyway."""
    return None if budget.minimum is None else float(budget.minimum - budget.constant)


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
