"""Tiny random problems with every kind of piece, and every plan there is of one."""

import random
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import product

import numpy as np

from roster.engine.problem.problem import Plan, Problem
from roster.rule.pieces import (
    OFF,
    Allow,
    Budget,
    Cost,
    Escort,
    Pair,
    Penalty,
    Piece,
    Request,
    Row,
    Sequence,
    Term,
)

SHIFTS, JOBS = 2, 2
DUTIES = [(shift, job) for shift in range(SHIFTS) for job in range(JOBS)]


def random_problem(seed: int) -> Problem:
    """One or two agents, two or three days, two shifts, two jobs, and a few pieces of each kind."""
    draw = random.Random(seed)
    agents, days = draw.choice([(1, 2), (1, 3), (2, 2)])
    everyone = tuple(range(agents))
    pieces: list[Piece] = []

    def symbols(*, off: bool = True) -> frozenset[int]:
        some = [symbol for symbol in ([OFF] if off else []) + list(range(SHIFTS)) if draw.random() < 0.6]
        return frozenset(some or [0])

    def some_jobs() -> frozenset[int]:
        return frozenset({draw.randrange(JOBS)})

    for agent in everyone:
        for day in range(days):
            if draw.random() < 0.5:
                duties = frozenset(duty for duty in DUTIES if draw.random() < 0.7)
                pieces.append(Allow("ALLOW", agent, (day,), duties, draw.random() < 0.8))
            if draw.random() < 0.5:
                jobs = None if draw.random() < 0.5 else some_jobs()
                pieces.append(Cost("COST", agent, day, symbols(), draw.randint(-5, 9), jobs))
        weights = tuple(tuple(draw.randint(-1, 3) for _ in range(SHIFTS)) for _ in range(days))
        around = Penalty.around(2, 3, 1)
        growing = Penalty.growing(Fraction(3, 2), 2, 5)
        pair = Pair(draw.randrange(days), symbols(), symbols(), draw.choice([-1, 1]))
        pieces.append(
            Budget(
                "BUDGET",
                agent,
                weights,
                draw.choice([None, 0]),
                draw.choice([None, 5]),
                around if draw.random() < 0.5 else growing,
                {agent: draw.randint(0, 2)},
                (pair,),
                draw.randint(0, 1),
            )
        )
        must = draw.choice([None, None, None, True, False])
        pieces.append(
            Request(
                "REQUEST", agent, agent, 0, draw.randrange(days), draw.randint(0, 9), frozenset({(days - 1, 0)}), must
            )
        )
    for length in (1, 2, 2, 3):
        word = tuple(symbols() for _ in range(length))
        ends = None if draw.random() < 0.5 else (draw.randrange(days),)
        ticks = None if draw.random() < 0.5 and length > 1 else draw.randint(1, 6)
        pieces.append(Sequence("SEQUENCE", everyone, word, ends, ticks, draw.random() < 0.5))
    for _ in range(3):
        terms = [
            Term(
                tuple(agent for agent in everyone if draw.random() < 0.8),
                draw.randrange(days),
                symbols(off=False),
                None if plain else some_jobs(),
                draw.choice([1, 1, -1, 2]),
            )
            for plain in (draw.random() < 0.4, draw.random() < 0.4)
        ]
        if draw.random() < 0.3:
            terms.append(Term((), 0, frozenset(), requests=frozenset({0})))
        target = Penalty.around(draw.randint(0, 2), draw.randint(1, 5), draw.randint(0, 3))
        penalty = target if draw.random() < 0.7 else None
        low, high = draw.choice([None, None, None, 0, 1]), draw.choice([None, None, 2])
        pieces.append(Row("ROW", tuple(terms), penalty, low, high, draw.choice([0, 0, 1])))
    pieces.append(
        Escort("ESCORT", everyone, (agents - 1,), draw.randrange(days), draw.randrange(SHIFTS), draw.randint(1, 5))
    )
    past = tuple({-1: draw.randrange(SHIFTS)} if draw.random() < 0.5 else {} for _ in everyone)
    return Problem(pieces, agents=agents, days=days, shifts=SHIFTS, jobs=JOBS, past=past)


@cache
def legal_plans(seed: int) -> tuple[tuple[Plan, int], ...]:
    """The plans of `random_problem(seed)` that break nothing, with their ticks."""
    problem = random_problem(seed)
    valued = ((plan, problem.evaluate(plan)) for plan in every_plan(problem))
    return tuple((plan, valuation.ticks) for plan, valuation in valued if not valuation.broken)


def every_plan(problem: Problem) -> Iterator[Plan]:
    """All plans, legal or not."""
    requests = sorted(problem.request_by_index)
    shape = (problem.agents, problem.days)
    for cells in product([(OFF, 0), *DUTIES], repeat=problem.agents * problem.days):
        shift = np.array([cell[0] for cell in cells], np.int16).reshape(shape)
        job = np.array([cell[1] for cell in cells], np.int16).reshape(shape)
        for grants in product((False, True), repeat=len(requests)):
            granted = frozenset(request for request, given in zip(requests, grants, strict=True) if given)
            yield Plan(shift, job, granted)
