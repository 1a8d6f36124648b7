"""Budgets, rows and escorts: weighted counts within limits, and what they cost."""

from collections.abc import Iterable

from roster.engine.cpsat.choices import Choices
from roster.engine.cpsat.convex import Convex
from roster.engine.cpsat.linear import Linear, negated
from roster.engine.cpsat.serving import Serving, scale_into
from roster.engine.cpsat.words import occurrence
from roster.rule.pieces import Budget, Escort, Penalty, Row, Term


def add_budgets(choices: Choices, objective: Linear | None) -> None:
    """Every Budget."""
    for agent, several in enumerate(choices.problem.budgets):
        for piece in several:
            hard = piece.minimum is not None or piece.maximum is not None
            if hard or (objective is not None and piece.penalty is not None):
                count = _budget_count(choices, agent, piece)
                _limit(choices, count, piece.minimum, piece.maximum)
                _price(choices, count, [piece.penalty], objective)


def _budget_count(choices: Choices, agent: int, piece: Budget) -> Linear:
    count = Linear.of([], piece.constant)
    low = high = piece.constant
    for day, weights in enumerate(piece.weights):
        cell = choices.works[agent][day]
        for shift, literal in cell.items():
            count.add_literal(weights[shift], literal)
        reach = [weights[shift] for shift in cell]
        if choices.off[agent][day] is not False:
            reach.append(0)
        low += min(reach, default=0)
        high += max(reach, default=0)
    for pair in piece.pairs:
        letters = [choices.matches(agent, pair.day - 1, pair.before), choices.matches(agent, pair.day, pair.then)]
        count.add_literal(pair.weight, occurrence(choices, letters, exact=True))
        low, high = low + min(0, pair.weight), high + max(0, pair.weight)
    for request, weight in piece.leave.items():
        count.add_literal(weight, choices.granted.get(request, False))
        low, high = low + min(0, weight), high + max(0, weight)
    # At most one shift a day: far tighter than each literal on its own.
    count.low, count.high = max(low, count.low), min(high, count.high)
    return count


def add_rows(choices: Choices, serving: Serving, objective: Linear | None) -> None:
    """Every Row; rows that the same duties feed share one count and one price."""
    rows = choices.problem.rows
    for members in rows.members:
        several = [rows.source[index] for index in members]
        hard = any(row.minimum is not None or row.maximum is not None for row in several)
        if hard or (objective is not None and any(row.penalty is not None for row in several)):
            count = row_count(choices, serving, several[0])
            for low, high in {(row.minimum, row.maximum) for row in several}:
                _limit(choices, count, low, high)
            _price(choices, count, [row.penalty for row in several], objective)


def row_count(choices: Choices, serving: Serving, row: Row) -> Linear:
    """What a row counts."""
    count = Linear.of([], row.constant)
    for term in row.terms:
        for part in _term_counts(choices, serving, term):
            scale_into(count, term.coefficient, part)
    return count


def _term_counts(choices: Choices, serving: Serving, term: Term) -> Iterable[Linear]:
    if term.requests:
        yield Linear.of((1, choices.granted.get(request, False)) for request in sorted(term.requests))
        return
    for shift in sorted(term.shifts):
        yield serving.count(term.agents, term.day, shift, term.jobs)


def _limit(choices: Choices, count: Linear, low: int | None, high: int | None) -> None:
    model = choices.sheet.model
    if low is not None and low > count.low:
        _require(choices, count.high >= low)
        model.add(count.expression >= low) if count.coefficients else None
    if high is not None and high < count.high:
        _require(choices, count.low <= high)
        model.add(count.expression <= high) if count.coefficients else None


def _require(choices: Choices, possible: bool) -> None:
    if not possible:
        choices.sheet.clause([])


def _price(choices: Choices, count: Linear, penalties: Iterable[Penalty | None], objective: Linear | None) -> None:
    if objective is None:
        return
    total = Convex()
    for penalty in penalties:
        if penalty is not None:
            total.add(penalty, 0)
    total.price(choices.sheet, count, objective)


def add_costs(choices: Choices, serving: Serving, objective: Linear) -> None:
    """What single choices cost, and what declined requests cost."""
    problem = choices.problem
    for agent in range(problem.agents):
        for day in range(problem.days):
            for shift, literal in choices.works[agent][day].items():
                objective.add_literal(int(problem.shift_ticks[agent, day, shift]), literal)
                if problem.job_ticks is not None:
                    for job in sorted(choices.jobs[agent][day][shift]):
                        cost = int(problem.job_ticks[agent, day, shift, job])
                        if cost:
                            scale_into(objective, cost, serving.served(agent, day, shift, frozenset({job})))
            objective.add_literal(int(problem.off_ticks[agent, day]), choices.off[agent][day])
        for request in problem.requests[agent]:
            objective.shift(request.declined_ticks)
            objective.add_literal(-request.declined_ticks, choices.granted[request.request])


def add_escort(choices: Choices, piece: Escort, objective: Linear) -> None:
    """A member's duty without any escort beside it costs."""
    day, shift = piece.day, piece.shift
    alone = [negated(choices.works[agent][day][shift]) for agent in piece.escorts if shift in choices.works[agent][day]]
    for member in piece.members:
        if member not in piece.escorts and shift in choices.works[member][day]:
            letters = [choices.works[member][day][shift], *alone]
            objective.add_literal(piece.ticks, occurrence(choices, letters))
