"""Random tiny months, and everything that brute force knows about them."""

import math
from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np

from roster.engine.columns.program.column import Layout
from roster.engine.columns.program.dual_prices import DualPrices
from roster.engine.columns.program.stretches import Outlook
from roster.engine.problem.problem import Plan, Problem
from roster.rule.pieces import OFF, Allow, Budget, Cost, Pair, Penalty, Piece, Request, Row, Sequence, Term

DAYS, SHIFTS = 6, 2


def world(seed: int, agents: int = 2, jobs: int = 1) -> Problem:
    """A problem with floors, caps, pairs, minimum runs, costs and rows; not every one has a legal plan."""
    draw = np.random.default_rng(seed)
    everyone = tuple(range(agents))
    work = frozenset(range(SHIFTS))
    off = frozenset({OFF})
    pieces: list[Piece] = [
        Sequence("RUN", everyone, (off, work, off), inside=bool(draw.integers(2))),
        Sequence("STREAK", everyone, (work,) * 4),
        Sequence("SUCCESSION", everyone, (frozenset({1}), frozenset({0}))),
        Sequence("SOFT", everyone, (frozenset({1}), frozenset({1})), ticks=int(draw.integers(1, 5))),
    ]
    hours = ((4, 6),) * DAYS
    late = ((0, 1),) * DAYS
    weekend = tuple((int(day in {2, 3}),) * SHIFTS for day in range(DAYS))
    for agent in everyone:
        low = int(draw.integers(0, 13))
        pieces.append(Budget("HOURS", agent, hours, low, low + int(draw.integers(4, 14)), Penalty.around(14, 1, 2)))
        pieces.append(Budget("LATE", agent, late, maximum=int(draw.integers(0, 3))))
        both = (Pair(3, work, work, -1),)
        pieces.append(Budget("WEEKENDS", agent, weekend, maximum=int(draw.integers(0, 2)), pairs=both))
        pieces += [
            Cost("WISH", agent, day, frozenset({int(draw.integers(-1, SHIFTS))}), int(draw.integers(-4, 9)))
            for day in range(DAYS)
        ]
        if draw.random() < 0.3:
            pieces.append(Allow("FREE", agent, (int(draw.integers(DAYS)),), frozenset()))
        if draw.random() < 0.3:
            pieces.append(Request("LEAVE", agent, agent, 1, 2, 7))
    for day, shift in product(range(DAYS), range(SHIFTS)):
        for job in range(jobs):
            term = Term(everyone, day, frozenset({shift}), None if jobs == 1 else frozenset({job}))
            seats = int(draw.integers(0, agents + 1))
            pieces.append(Row("COVERAGE", (term,), Penalty.around(seats, int(draw.integers(3, 30)), 2)))
    past = tuple({-1: int(draw.integers(-1, SHIFTS))} for _ in everyone)
    return Problem(pieces, agents=agents, days=DAYS, shifts=SHIFTS, jobs=jobs, past=past)


def halved(seed: int) -> tuple[Problem, int]:
    """A problem whose program over months mostly ends in fractions, and the grain of its prices.

    Runs of two days or more, about equal hours, and rows that some people count in twice.
    """
    draw = np.random.default_rng(seed)
    agents, days, shifts = int(draw.integers(4, 8)), int(draw.integers(4, 7)), int(draw.integers(1, 3))
    grain = int(draw.choice([1, 3, 7, 90]))
    everyone, work, off = tuple(range(agents)), frozenset(range(shifts)), frozenset({OFF})
    pieces: list[Piece] = [Sequence("RUN", everyone, (off, work, off), inside=True)]
    pieces.append(Sequence("STREAK", everyone, (work,) * 4))
    if shifts > 1:
        pieces.append(Sequence("SUCCESSION", everyone, (frozenset({1}), frozenset({0}))))
    duties = int(draw.integers(2, days - 1)) if days > 4 else 2
    for agent in everyone:
        pieces.append(Budget("HOURS", agent, ((1,) * shifts,) * days, duties - int(draw.integers(0, 2)), duties))
        for day in range(days):
            symbol = frozenset({int(draw.integers(-1, shifts))})
            pieces.append(Cost("WISH", agent, day, symbol, grain * int(draw.integers(0, 5))))
    twice = tuple(int(agent) for agent in np.flatnonzero(draw.random(agents) < 0.6))
    once = tuple(agent for agent in everyone if agent not in twice)
    for day, shift in product(range(days), range(shifts)):
        wanted = round(agents * duties / days / shifts + draw.uniform(-1, 1))
        terms = [Term(once, day, frozenset({shift}))] if once else []
        if twice:
            coefficient = 1 + int(draw.random() < 0.5)
            terms.append(Term(twice, day, frozenset({shift}), coefficient=coefficient))
            wanted = max(1, 2 * wanted - 1) if coefficient == 2 else wanted
        short, over = grain * int(draw.integers(4, 40)), grain * int(draw.integers(1, 30))
        pieces.append(Row("COVERAGE", tuple(terms), Penalty.around(max(0, wanted), short, over)))
    return Problem(pieces, agents=agents, days=days, shifts=shifts, jobs=1), grain


def half_year(seed: int | None = None) -> Problem:
    """Twenty-six weeks of four people on two shifts, with floors of hours, weekends and minimum runs.

    Every shift wants one of them, or with a seed up to three, each day at another price.
    """
    draw = None if seed is None else np.random.default_rng(seed)
    days, everyone, work, off = 182, (0, 1, 2, 3), frozenset({0, 1}), frozenset({OFF})
    pieces: list[Piece] = [
        Sequence("RUN", everyone, (off, work, off), inside=True),
        Sequence("STREAK", everyone, (work,) * 6),
        Sequence("SUCCESSION", everyone, (frozenset({1}), frozenset({0}))),
    ]
    saturdays = tuple((int(day % 7 in {5, 6}),) * 2 for day in range(days))
    both = tuple(Pair(day, work, work, -1) for day in range(6, days, 7))
    for agent in everyone:
        pieces.append(Budget("HOURS", agent, ((480, 480),) * days, 48_000, 50_400))
        pieces.append(Budget("WEEKENDS", agent, saturdays, maximum=14, pairs=both))
    for day, shift in product(range(days), (0, 1)):
        seats, short = (1, 100) if draw is None else (int(draw.integers(0, 4)), int(draw.integers(20, 100)))
        pieces.append(Row("COVERAGE", (Term(everyone, day, frozenset({shift})),), Penalty.around(seats, short, 1)))
    return Problem(pieces, agents=4, days=days, shifts=2, jobs=1, past=({},) * 4)


def _known_by_content(work_out: Callable[..., Any]) -> Callable[..., Any]:
    """Worked out once for problems alike: many tests ask of the same seeds what takes brute force a second."""
    known: dict[object, Any] = {}

    def look_up(problem: Problem, *given: int) -> Any:
        prices = (problem.shift_ticks, problem.off_ticks, problem.allowed, problem.off_allowed)
        jobs = None if problem.job_ticks is None else problem.job_ticks.tobytes()
        past = tuple(tuple(sorted(days.items())) for days in problem.past)
        key = (repr(problem.pieces), past, problem.allowed.shape, *(part.tobytes() for part in prices), jobs, given)
        if key not in known:
            known[key] = work_out(problem, *given)
        return known[key]

    return look_up


@_known_by_content
def months(problem: Problem, agent: int) -> list[tuple[tuple[int, ...], bool]]:
    """All legal months of an agent, each with whether its leave is granted."""
    legal = []
    asked = [request.request for request in problem.requests[agent]]
    for cells in product(range(-1, SHIFTS), repeat=DAYS):
        for granted in (False, True) if asked else (False,):
            plan = alone(problem, agent, cells, granted)
            broken = problem.evaluate(plan).broken
            if not any(one.agent == agent for one in broken):
                legal.append((cells, granted))
    return legal


def alone(problem: Problem, agent: int, cells: tuple[int, ...], granted: bool) -> Plan:
    """The plan in which only this agent does anything."""
    plan = problem.empty()
    plan.shift[agent] = cells
    asked = frozenset(request.request for request in problem.requests[agent])
    return Plan(plan.shift, plan.job, asked if granted else frozenset())


@_known_by_content
def best(problem: Problem) -> int | None:
    """The optimum over everybody's legal months (one job), None where somebody has none."""
    several = [months(problem, agent) for agent in range(problem.agents)]
    least: int | None = None
    for choice in product(*several):
        plan = problem.empty()
        granted = set()
        for agent, (cells, taken) in enumerate(choice):
            plan.shift[agent] = cells
            if taken:
                granted |= {request.request for request in problem.requests[agent]}
        ticks = problem.evaluate(Plan(plan.shift, plan.job, frozenset(granted))).ticks
        least = ticks if least is None else min(least, ticks)
    return least


def outlook_of(layout: Layout, seed: int, bounds: tuple[int, ...] | np.ndarray = (0, DAYS // 2, DAYS)) -> Outlook:
    """Prices drawn at random: whatever they say, what comes of them must be a roster."""
    draw = np.random.default_rng(seed)
    prices = DualPrices.nothing(layout)
    steps = np.diff(layout.table, axis=1)
    row = np.array([draw.uniform(low, high) for low, high in zip(steps[:, 0], steps[:, -1], strict=True)])
    budget = draw.uniform(-3, 3, len(prices.budget))
    bounds = np.array(bounds)
    later = np.zeros((len(budget), len(bounds) - 1))
    counts = draw.uniform(0, layout.problem.agents, len(row))
    return Outlook(DualPrices(row, budget, prices.agent), -math.inf, bounds, later, counts)
