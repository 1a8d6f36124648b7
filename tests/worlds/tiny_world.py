"""Tiny problems with groups of like agents and every kind of piece, and their cheapest plan by brute force.

An agent's legal months are listed one by one; rows and escorts are then added up over all combinations of months.
"""

import random
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, product

import numpy as np
from numpy.typing import NDArray

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

# (agents, days, shifts, jobs): months of one agent times granted requests stay below a few hundred.
SIZES = ((1, 4, 2, 1), (1, 3, 2, 2), (2, 3, 2, 1), (2, 3, 1, 2), (2, 2, 2, 2), (3, 2, 2, 1), (3, 3, 1, 1), (2, 4, 1, 1))


class _Draw:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.agents, self.days, self.shifts, self.jobs = self.random.choice(SIZES)
        self.everyone = tuple(range(self.agents))

    def often(self, share: float) -> bool:
        return self.random.random() < share

    def number(self, low: int, high: int) -> int:
        return self.random.randint(low, high)

    def symbols(self, *, off: bool = True) -> frozenset[int]:
        some = [s for s in ([OFF] if off else []) + list(range(self.shifts)) if self.often(0.6)]
        return frozenset(some or [0])

    def day(self) -> int:
        return self.random.randrange(self.days)

    def days_some(self) -> tuple[int, ...]:
        return tuple(day for day in range(self.days) if self.often(0.5)) or (self.day(),)

    def some_agents(self) -> tuple[int, ...]:
        return self.everyone if self.often(0.6) else tuple(a for a in self.everyone if self.often(0.5))

    def penalty(self) -> Penalty:
        """Any convex price: around a target, growing from a share, or bending anywhere, gains among it."""
        kind = self.number(0, 3)
        if kind == 0:
            return Penalty.around(self.number(-1, 4), self.number(0, 6), self.number(0, 6))
        if kind == 1:
            return Penalty.growing(Fraction(self.number(0, 7), 2), self.number(1, 4), 5)
        breaks = tuple(accumulate([self.number(-2, 2), *(self.number(1, 3) for _ in range(self.number(0, 2)))]))
        slopes = tuple(sorted(self.number(-6, 6) for _ in range(len(breaks) + 1)))
        return Penalty(breaks, slopes, self.number(-5, 5))

    def limits(self, low: int, high: int) -> tuple[int | None, int | None]:
        least, most = self.number(low, high), self.number(low, high)
        least, most = min(least, most), max(least, most)
        return (least if self.often(0.3) else None), (most if self.often(0.4) else None)


def tiny_problem(seed: int) -> Problem:
    """A problem of one to three agents, often alike, over two to four days."""
    draw = _Draw(seed)
    pieces: list[Piece] = []
    duties = [(shift, job) for shift in range(draw.shifts) for job in range(draw.jobs)]
    if draw.often(0.4):
        able = frozenset(duty for duty in duties if draw.often(0.8))
        pieces += [Allow("ALLOW", agent, draw.days_some(), able, draw.often(0.9)) for agent in draw.some_agents()]
    for agent in draw.everyone:
        for day in range(draw.days):
            if draw.often(0.3):
                jobs = frozenset({draw.number(0, draw.jobs - 1)}) if draw.often(0.3) else None
                pieces.append(Cost("COST", agent, day, draw.symbols(), draw.number(-5, 9), jobs))
    requests = _requests(draw, pieces)
    _sequences(draw, pieces)
    _budgets(draw, pieces, requests)
    _rows(draw, pieces, requests)
    if draw.often(0.4):
        shift, day, ticks = draw.number(0, draw.shifts - 1), draw.day(), draw.number(1, 5)
        pieces.append(Escort("ESCORT", draw.everyone, (draw.agents - 1,), day, shift, ticks))
    past = tuple(
        {day: draw.number(0, draw.shifts - 1) for day in (-3, -2, -1) if draw.often(0.5)} for _ in draw.everyone
    )
    return Problem(pieces, agents=draw.agents, days=draw.days, shifts=draw.shifts, jobs=draw.jobs, past=past)


def _requests(draw: _Draw, pieces: list[Piece]) -> dict[int, int]:
    """Requests by number, with their agent: sometimes two of one agent, overlapping."""
    masks: dict[int, int] = {}
    for agent in draw.everyone:
        for _ in range(draw.random.choice([0, 0, 1, 2])):
            first = draw.day()
            last = draw.number(first, draw.days - 1)
            blocked = frozenset({(first - 1, 0)}) if first and draw.often(0.5) else frozenset()
            must = draw.random.choice([None, None, None, None, True, False])
            number = len(masks)
            masks[number] = agent
            pieces.append(Request("LEAVE", agent, number, first, last, draw.number(-1, 9), blocked, must))
    return masks


def _sequences(draw: _Draw, pieces: list[Piece]) -> None:
    for _ in range(draw.number(0, 4)):
        word = tuple(draw.symbols() for _ in range(draw.number(1, 4)))
        ends = None if draw.often(0.5) else draw.days_some()
        ticks = draw.number(1, 6) if draw.often(0.5) else None
        pieces.append(Sequence("SEQUENCE", draw.some_agents(), word, ends, ticks, draw.often(0.4)))


def _budgets(draw: _Draw, pieces: list[Piece], requests: dict[int, int]) -> None:
    for _ in range(draw.number(0, 3)):
        weights = tuple(tuple(draw.number(-1, 3) for _ in range(draw.shifts)) for _ in range(draw.days))
        pairs: tuple[Pair, ...] = ()
        if draw.often(0.3):
            before, then, weight = draw.symbols(), draw.symbols(), draw.random.choice([-1, 1, 2])
            pairs = tuple(Pair(day, before, then, weight) for day in draw.days_some())
        shared = draw.penalty() if draw.often(0.5) else None
        for agent in draw.some_agents():
            least, most = draw.limits(-1, 6)
            penalty = shared or (draw.penalty() if draw.often(0.7) else None)
            leave = {number: draw.number(0, 3) for number, who in requests.items() if who == agent}
            constant = draw.number(-2, 3)
            pieces.append(Budget("BUDGET", agent, weights, least, most, penalty, leave, pairs, constant))


def _rows(draw: _Draw, pieces: list[Piece], requests: dict[int, int]) -> None:
    for _ in range(draw.number(1, 4)):
        terms = []
        for _ in range(draw.number(1, 3)):
            jobs = frozenset({draw.number(0, draw.jobs - 1)}) if draw.often(0.5) else None
            coefficient = draw.random.choice([1, 1, 1, -1, 2])
            terms.append(Term(draw.some_agents(), draw.day(), draw.symbols(off=False), jobs, coefficient))
        if requests and draw.often(0.3):
            some = frozenset(number for number in requests if draw.often(0.6))
            terms.append(Term((), 0, frozenset(), requests=some, coefficient=draw.random.choice([1, -1])))
        least, most = draw.limits(0, 3)
        row = Row("ROW", tuple(terms), draw.penalty() if draw.often(0.8) else None, least, most, draw.number(0, 1))
        pieces.append(row)
        if draw.often(0.3):
            pieces.append(Row("ROW", row.terms, draw.penalty(), None, None, row.constant))


@dataclass(frozen=True)
class Months:
    """An agent's legal months: `shift[m, day]`, `job[m, day]`, the requests granted, and each one's own ticks."""

    shift: NDArray[np.int16]
    job: NDArray[np.int16]
    granted: list[frozenset[int]]
    own: NDArray[np.int64]


def months(problem: Problem, agent: int) -> Months:
    """All legal months of one agent, rows and escorts aside."""
    alone: list[Piece] = []
    for piece in problem.pieces:
        match piece:
            case Row() | Escort():
                continue
            case Sequence():
                if agent in piece.agents:
                    alone.append(
                        Sequence(piece.rule, (0,), piece.word, piece.ends, piece.ticks, piece.inside),
                    )
            case Allow():
                if piece.agent == agent:
                    alone.append(Allow(piece.rule, 0, piece.days, piece.duties, piece.off))
            case Cost():
                if piece.agent == agent:
                    alone.append(Cost(piece.rule, 0, piece.day, piece.choices, piece.ticks, piece.jobs))
            case Budget():
                if piece.agent == agent:
                    alone.append(
                        Budget(
                            piece.rule,
                            0,
                            piece.weights,
                            piece.minimum,
                            piece.maximum,
                            piece.penalty,
                            piece.leave,
                            piece.pairs,
                            piece.constant,
                        )
                    )
            case Request():
                if piece.agent == agent:
                    alone.append(
                        Request(
                            piece.rule,
                            0,
                            piece.request,
                            piece.first,
                            piece.last,
                            piece.declined_ticks,
                            piece.blocked,
                            piece.must,
                        )
                    )
    days, shifts, jobs = problem.days, problem.shifts, problem.jobs
    single = Problem(alone, agents=1, days=days, shifts=shifts, jobs=jobs, past=(problem.past[agent],))
    requests = sorted(r.request for r in problem.requests[agent])
    duties = [(OFF, 0), *((shift, job) for shift in range(shifts) for job in range(jobs))]
    legal: list[tuple[list[int], list[int], frozenset[int], int]] = []
    for cells in product(duties, repeat=days):
        shift = np.array([[cell[0] for cell in cells]], np.int16)
        job = np.array([[cell[1] for cell in cells]], np.int16)
        for grants in product((False, True), repeat=len(requests)):
            granted = frozenset(r for r, given in zip(requests, grants, strict=True) if given)
            value = single.evaluate(Plan(shift, job, granted))
            if not value.broken:
                legal.append((shift[0].tolist(), job[0].tolist(), granted, value.ticks))
    return Months(
        np.array([f[0] for f in legal], np.int16).reshape(-1, days),
        np.array([f[1] for f in legal], np.int16).reshape(-1, days),
        [f[2] for f in legal],
        np.array([f[3] for f in legal], np.int64),
    )


def optimum(problem: Problem, each: list[Months] | None = None) -> int | None:
    """The price of the cheapest legal plan, None where there is none."""
    each = each or [months(problem, agent) for agent in range(problem.agents)]
    if any(len(m.own) == 0 for m in each):
        return None
    total = _outer([m.own for m in each])
    legal = np.ones(total.shape, np.bool_)
    for piece in problem.pieces:
        if isinstance(piece, Row):
            counts = piece.constant + _outer([_counts(piece, agent, m) for agent, m in enumerate(each)])
            if piece.minimum is not None:
                legal &= counts >= piece.minimum
            if piece.maximum is not None:
                legal &= counts <= piece.maximum
            if piece.penalty is not None:
                low = int(counts.min())
                prices = np.array([piece.penalty.at(c) for c in range(low, int(counts.max()) + 1)], np.int64)
                total = total + prices[counts - low]
        elif isinstance(piece, Escort):
            there = [(m.shift[:, piece.day] == piece.shift).astype(np.int64) for m in each]
            members = _outer([t * (agent in piece.members) for agent, t in enumerate(there)])
            escorts = _outer([t * (agent in piece.escorts) for agent, t in enumerate(there)])
            total = total + np.where(escorts == 0, piece.ticks * members, 0)
    return int(total[legal].min()) if legal.any() else None


def _counts(row: Row, agent: int, each: Months) -> NDArray[np.int64]:
    counts = np.zeros(len(each.own), np.int64)
    for term in row.terms:
        if term.requests:
            counts += term.coefficient * np.array([len(term.requests & granted) for granted in each.granted], np.int64)
        elif agent in term.agents:
            hits = np.isin(each.shift[:, term.day], list(term.shifts))
            if term.jobs is not None:
                hits &= np.isin(each.job[:, term.day], list(term.jobs))
            counts += term.coefficient * hits
    return counts


def _outer(parts: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    total = np.zeros((), np.int64)
    for part in parts:
        total = total[..., None] + part
    return np.asarray(total)
