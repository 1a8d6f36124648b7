"""Whether any roster exists at all: asked of the hard rules alone, when a search has gone on without finding one.

What only costs is left out, so that a proof is far smaller than the search for a good roster; and where the answer is
yes it comes with a first plan. `roster.engine.diagnosis.explain` tells what stands in the way, this only that
something does.
"""

from dataclasses import replace

from roster.engine.bounds.aggregate import aggregate
from roster.engine.cpsat import Answer, Effort, Ending, Formulation, search
from roster.engine.diagnosis.conflict.atoms import atoms_of, only, rebuilt
from roster.engine.diagnosis.conflict.elastic import outside
from roster.engine.problem.problem import Problem
from roster.engine.process.child import Mailbox, SoundPlan
from roster.engine.process.packing import unpacked
from roster.rule.pieces import Piece, Row

NOISE = 0.05
"""Units by which limits must be missed in the relaxation before that is a proof: well above the noise of floats."""

RELAXATION_SHARE = 0.3
"""The part of the seconds that the relaxation may take."""


def exists(mailbox: Mailbox, problem_bytes: bytes, effort: Effort, relaxed_only: bool) -> Answer | str:
    """The answer when no roster exists, else why it stopped; a plan that keeps the hard rules is told at once.

    With `relaxed_only` nothing but the relaxation is asked, which is as quick for thousands of agents as for ten.
    """
    problem = unpacked(problem_bytes)
    hard = only(problem.pieces, frozenset(atoms_of(problem.pieces, problem.days)), problem.days)
    if limits_conflict(problem, hard, effort.seconds * RELAXATION_SHARE):
        return Answer(Ending.INFEASIBLE, None, None, None, 0.0)
    if relaxed_only:
        return "work"
    answer = search(Formulation(rebuilt(problem, hard), feasibility=True), effort, stop=mailbox.stop)
    if answer.ending is Ending.INFEASIBLE:
        return answer
    if answer.plan is not None:
        mailbox.send(SoundPlan(answer.plan, problem.evaluate(answer.plan).ticks))
    return "clock" if answer.clock_struck else "work"


def choiceless(problem: Problem) -> bool:
    """Whether an agent may do nothing at all on some day, not even rest: as where a pin meets a leave."""
    return bool((~problem.off_allowed & ~problem.allowed.any(axis=(2, 3))).any())


def limits_conflict(problem: Problem, hard: list[Piece], seconds: float) -> bool:
    """Whether the aggregate relaxation proves that the hard limits of rows cannot all be kept: floors above all.

    Each unit outside a limit costs 1; what the relaxation cannot bring to nothing, no roster can.
    """
    pieces = [
        replace(piece, penalty=outside(piece.minimum, piece.maximum, 1), minimum=None, maximum=None)
        if isinstance(piece, Row)
        else piece
        for piece in hard
    ]
    if not any(isinstance(piece, Row) for piece in pieces):
        return False
    relaxation = aggregate(rebuilt(problem, pieces), seconds)
    return relaxation is not None and relaxation.bound_ticks > NOISE
