"""Which problems need months priced with counts along the path; read off the pieces, without compiled code."""

from roster.engine.problem.problem import Problem
from roster.engine.problem.profiles import lengths
from roster.rule.pieces import OFF

LONG_DAYS = 56
"""Horizons above this are built and searched by windows of days."""


def wants_labels(problem: Problem) -> bool:
    """Whether multipliers alone price this problem badly.

    They do where a hard floor bounds a Budget, or where a word forbids short runs (an inner or outer OFF beside
    working days): duties can then not be dropped or added one by one.
    """
    floors = any(b.minimum is not None and b.minimum > b.constant for several in problem.budgets for b in several)
    pieces = {id(piece): piece for several in problem.sequences for piece in several}
    runs = any(
        piece.ticks is None and len(piece.word) > 2 and OFF in piece.word[0] and OFF not in piece.word[1]
        for piece in pieces.values()
    )
    return floors or runs


def whole_hours(problem: Problem) -> bool:
    """Whether hours are all that an agent's month is priced by, and their cap is one of duties of several lengths.

    A multiplier cannot tell 22 duties of 480 minutes from 21 and two of 360, which alone fill a cap of 10,800. Where
    nights, weekends or holidays have prices too, each with a multiplier, labels cost more moves than they are worth.
    """
    capped = False
    for several in problem.budgets:
        tables = [b for b in several if lengths(b.weights)]
        capped = capped or any(b.maximum is not None for b in tables)
        if any(b.penalty is not None and not lengths(b.weights) for b in several):
            return False
    return capped
