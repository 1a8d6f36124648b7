"""Elastic pieces: what is hard becomes dear, so that a solver finds the cheapest way out of a conflict."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace

from roster.engine.problem.problem import Problem
from roster.rule.pieces import OFF, Allow, Budget, Cost, Penalty, Piece, Request, Row, Sequence

Dearness = Callable[[str], int]
"""Ticks for one breach of a rule: a day, a duty's worth of a month's limit, a seat."""


def elastic(pieces: Iterable[Piece], problem: Problem, rules: Collection[str], dear: Dearness) -> list[Piece]:
    """The hard pieces alone; those of `rules` may be broken at a price, the others may not.

    A limit of a month is priced in proportion to its heaviest duty, so a breach by one duty costs about one day's.
    """
    elastic_pieces: list[Piece] = []
    for piece in pieces:
        soft = piece.rule in rules
        match piece:
            case Allow():
                elastic_pieces += _costs(piece, problem, dear(piece.rule)) if soft else [piece]
            case Sequence() if piece.ticks is None:
                elastic_pieces.append(replace(piece, ticks=dear(piece.rule)) if soft else piece)
            case Budget() if piece.minimum is not None or piece.maximum is not None:
                elastic_pieces.append(_priced_budget(piece, dear(piece.rule)) if soft else replace(piece, penalty=None))
            case Request():
                elastic_pieces.append(
                    _priced_request(piece, dear(piece.rule)) if soft else replace(piece, declined_ticks=0)
                )
            case Row() if piece.minimum is not None or piece.maximum is not None:
                price = outside(piece.minimum, piece.maximum, dear(piece.rule))
                row = replace(piece, penalty=price, minimum=None, maximum=None)
                elastic_pieces.append(row if soft else replace(piece, penalty=None))
            case _:
                pass
    return elastic_pieces


def _costs(piece: Allow, problem: Problem, ticks: int) -> Iterator[Cost]:
    duties = {(shift, job) for shift in range(problem.shifts) for job in range(problem.jobs)}
    missing: dict[frozenset[int], set[int]] = {}
    for shift in range(problem.shifts):
        jobs = frozenset(job for s, job in duties - piece.duties if s == shift)
        if jobs:
            missing.setdefault(jobs, set()).add(shift)
    for day in piece.days:
        for jobs, shifts in missing.items():
            some = jobs if len(jobs) < problem.jobs else None
            yield Cost(piece.rule, piece.agent, day, frozenset(shifts), ticks, some)
        if not piece.off:
            yield Cost(piece.rule, piece.agent, day, frozenset({OFF}), ticks)


def outside(minimum: int | None, maximum: int | None, ticks: int) -> Penalty:
    """So much per unit below the minimum and above the maximum."""
    if minimum is None:
        assert maximum is not None
        return Penalty((maximum,), (0, ticks))
    if maximum is None:
        return Penalty((minimum,), (-ticks, 0))
    if minimum == maximum:
        return Penalty((minimum,), (-ticks, ticks))
    return Penalty((minimum, maximum), (-ticks, 0, ticks))


def duty_units(piece: Budget) -> int:
    """What the heaviest duty counts in a budget."""
    return max((abs(weight) for weights in piece.weights for weight in weights), default=1) or 1


def _priced_budget(piece: Budget, ticks: int) -> Budget:
    slope = max(1, ticks // duty_units(piece))
    return replace(piece, penalty=outside(piece.minimum, piece.maximum, slope), minimum=None, maximum=None)


def _priced_request(piece: Request, ticks: int) -> Request:
    if piece.must is True:
        return replace(piece, must=None, declined_ticks=ticks)
    # That a leave may not be granted is never what makes a month impossible.
    return replace(piece, declined_ticks=0)
