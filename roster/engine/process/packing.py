"""A problem as bytes, sent to many children and packed once."""

import pickle

from roster.engine.problem.problem import Problem


def packed(problem: Problem) -> bytes:
    """A problem ready to be sent, once for all members."""
    return pickle.dumps(problem, pickle.HIGHEST_PROTOCOL)


def unpacked(content: bytes) -> Problem:
    """The problem in a child; only what `packed` made in the parent comes here."""
    problem = pickle.loads(content)  # noqa: S301
    assert isinstance(problem, Problem)
    return problem
