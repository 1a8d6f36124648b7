"""What-if prices: what one more seat, agent or granted wish would cost or save, read off the relaxation's duals.

All are changes of the proven bound, not of the roster: at the relaxation's prices y of the rows, a requirement moved by
one seat changes the bound by at least −y (convexity), one more agent like agent i by that agent's cheapest month at
those prices, and a wish that must be granted by how much dearer the agent's cheapest month becomes with it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from roster.engine.bounds.aggregate import Aggregate, aggregate
from roster.engine.bounds.lagrange import ROUNDS, Prepared, price_agents
from roster.engine.pricing.agents import Workforce
from roster.engine.pricing.charges import Charges
from roster.engine.problem.problem import Problem
from roster.engine.problem.seat_rows import seat_of
from roster.rule.pieces import OFF, Allow, Budget, Cost, Escort, Penalty, Piece, Row, Sequence, Symbols
from roster.rule.ticks import TICKS

if TYPE_CHECKING:
    from roster.rule.month_context import MonthContext

MOST_WISHES = 500
UNKNOWN_TICKS = 1e14
"""Above it a price only says that there is no legal month."""


@dataclass(frozen=True, slots=True)
class SeatPrice:
    """Seats of one job in the intervals (starting at wall `minutes` of `day`) that the same shifts cover.

    `ticks` is what requiring one more seat in all of them adds; one seat fewer saves at most as much.
    """

    day: int
    minutes: tuple[int, ...]
    job: str
    ticks: float


@dataclass(frozen=True, slots=True)
class WishPrice:
    """What granting it adds beyond what it is worth: `ticks` for the wish of `agent` on `day`, by its rule.

    `choices` are what it wants not to be chosen that day.
    """

    rule: str
    agent: int
    day: int
    choices: Symbols
    ticks: float


@dataclass(frozen=True, slots=True)
class WhatIfPrices:
    """`agent_ticks[agent]` is what one more agent like that one adds (below 0: saves)."""

    seats: tuple[SeatPrice, ...]
    agent_ticks: tuple[float, ...]
    wishes: tuple[WishPrice, ...]


MonthPrice = Callable[[Workforce, int], float]
"""What an agent's cheapest month costs with the duties that the workforce allows; `UNKNOWN_TICKS` or more: none."""


def prices(problem: Problem, prepared: Prepared, relaxation: Aggregate) -> WhatIfPrices:
    """All prices at the relaxation's duals."""
    force, labels, names = prepared
    charges = Charges.of(problem, names, relaxation.row_price)
    bound = np.empty(1)

    def month(trial: Workforce, agent: int) -> float:
        price_agents(trial, labels, np.array([agent]), charges, relaxation.multipliers.copy(), ROUNDS, bound)
        return float(bound[0])

    return prices_at(problem, force, relaxation.row_price, month)


def prices_at(
    problem: Problem,
    force: Workforce,
    row_price: NDArray[np.float64],
    month: MonthPrice,
    most_wishes: int = MOST_WISHES,
) -> WhatIfPrices:
    """All prices where one more in a row costs `row_price` and `month` prices agents accordingly."""
    months = [month(force, agent) for agent in range(problem.agents)]
    return WhatIfPrices(
        seat_prices(problem, row_price), tuple(months), _wishes(problem, force, month, months, most_wishes)
    )


def seat_prices(problem: Problem, row_price: NDArray[np.float64]) -> tuple[SeatPrice, ...]:
    """One per block of intervals that the rows cannot tell apart."""
    priced = []
    for several, price in zip(problem.rows.members, row_price, strict=True):
        seats = [seat for index in several if (seat := seat_of(problem.rows.source[index])) is not None]
        blocks: dict[tuple[int, str], set[int]] = defaultdict(set)
        for day, minute, job in seats:
            blocks[day, job].add(minute)
        # A row that measures something else too, or several days at once, has no price of its own.
        if len(blocks) == 1 and len(seats) == len(several):
            ((day, job), minutes) = blocks.popitem()
            low, high = _slopes(problem.rows.source[index] for index in several)
            priced.append(SeatPrice(day, tuple(sorted(minutes)), job, min(max(-float(price), -high), -low)))
    return tuple(sorted(priced, key=lambda seat: (seat.day, seat.minutes, seat.job)))


def _slopes(rows: Iterable[Row]) -> tuple[float, float]:
    """The flattest and the steepest that rows' penalties get together: what is hard in them has no price of a seat."""
    several = [row.penalty.slopes for row in rows if row.penalty is not None]
    return float(sum(map(min, several))), float(sum(map(max, several)))


def _wishes(
    problem: Problem, force: Workforce, month: MonthPrice, months: list[float], most: int
) -> tuple[WishPrice, ...]:
    """Costs of single choices, each with those choices forbidden."""
    wishes = [piece for piece in problem.pieces if isinstance(piece, Cost) and piece.ticks > 0 and piece.jobs is None]
    allowed, off_allowed = force.allowed.copy(), force.off_allowed.copy()
    trial = force._replace(allowed=allowed, off_allowed=off_allowed)
    priced = []
    for wish in wishes[:most]:
        cell = wish.agent, wish.day
        duties, off = allowed[cell].copy(), bool(off_allowed[cell])
        allowed[cell][[shift for shift in wish.choices if shift != OFF]] = False
        if OFF in wish.choices:
            off_allowed[cell] = False
        ticks = month(trial, wish.agent)
        allowed[cell], off_allowed[cell] = duties, off
        if ticks < UNKNOWN_TICKS:
            priced.append(WishPrice(wish.rule, *cell, wish.choices, max(0.0, ticks - months[wish.agent])))
    return tuple(priced)


def moved(problem: Problem, seat: SeatPrice, seats: int) -> Problem:
    """The problem with so many seats more required in a block's intervals."""

    def required(row: Row) -> Row:
        measured = seat_of(row)
        if measured is None or row.penalty is None:
            return row
        day, minute, job = measured
        if (day, job) != (seat.day, seat.job) or minute not in seat.minutes:
            return row
        penalty = row.penalty
        return replace(
            row, penalty=Penalty(tuple(b + seats for b in penalty.breaks), penalty.slopes, penalty.floor_ticks)
        )

    return problem.like([required(piece) if isinstance(piece, Row) else piece for piece in problem.pieces])


def granting(problem: Problem, wish: WishPrice) -> Problem:
    """The problem with a wish granted by force."""
    others = frozenset(range(problem.shifts)) - wish.choices
    duties = frozenset((shift, job) for shift in others for job in range(problem.jobs))
    forced = Allow(wish.rule, wish.agent, (wish.day,), duties, off=OFF not in wish.choices)
    return problem.like([*problem.pieces, forced])


def joined(problem: Problem, agent: int) -> Problem:
    """The problem with one more agent like `agent`, who asks for no leave."""
    new = problem.agents

    def both(agents: tuple[int, ...]) -> tuple[int, ...]:
        return (*agents, new) if agent in agents else agents

    pieces: list[Piece] = []
    for piece in problem.pieces:
        match piece:
            case Sequence():
                pieces.append(replace(piece, agents=both(piece.agents)))
            case Row():
                pieces.append(replace(piece, terms=tuple(replace(t, agents=both(t.agents)) for t in piece.terms)))
            case Escort():
                pieces.append(replace(piece, members=both(piece.members), escorts=both(piece.escorts)))
            case Allow() | Cost() | Budget() if piece.agent == agent:
                pieces += [piece, replace(piece, agent=new)]
            case _:
                pieces.append(piece)
    return Problem(
        pieces,
        agents=new + 1,
        days=problem.days,
        shifts=problem.shifts,
        jobs=problem.jobs,
        past=(*problem.past, problem.past[agent]),
    )


def solved_again(changed: Problem, before_ticks: float, seconds: float = 60.0) -> float | None:
    """By how much the relaxation's optimum really moves from `before_ticks`; None where it does not finish."""
    changed_bound = aggregate(changed, seconds)
    return None if changed_bound is None else changed_bound.bound_ticks - before_ticks


def plain(prices_: WhatIfPrices, context: "MonthContext") -> dict[str, object]:
    """As JSON for the report, in points: what stands out first."""
    dear = sorted(prices_.seats, key=lambda seat: (-seat.ticks, seat.day, seat.minutes))
    holders: dict[str, list[float]] = defaultdict(list)
    for agent, month in zip(context.agents, prices_.agent_ticks, strict=True):
        for job in agent.jobs:
            if month < UNKNOWN_TICKS:
                holders[job].append(month)
    return {
        "unit": "points of the proven bound",
        "one_more_seat": [
            {
                "date": context.date_of(seat.day).isoformat(),
                "minutes": list(seat.minutes),
                "job": seat.job,
                "cost": round(seat.ticks / TICKS, 2),
            }
            for seat in dear
            if abs(seat.ticks) > 0.5
        ],
        "one_more_holder": [
            {"job": job, "cost": round(median(months) / TICKS, 2), "best_cost": round(min(months) / TICKS, 2)}
            for job, months in sorted(holders.items())
        ],
        "one_more_wish": [
            {
                "rule": wish.rule,
                "agent_id": context.agents[wish.agent].agent_id,
                "date": context.date_of(wish.day).isoformat(),
                "cost": round(wish.ticks / TICKS, 2),
            }
            for wish in sorted(prices_.wishes, key=lambda wish: (-wish.ticks, wish.agent, wish.day))
        ],
    }
