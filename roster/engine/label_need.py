"""Which problems need months priced with counts along the path; read off the pieces, without compiled code."""

from roster.engine.pieces import OFF
from roster.engine.problem import Problem


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
