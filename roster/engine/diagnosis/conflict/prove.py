"""Small proofs: whether any plan keeps the hard pieces given. Every proof is a solve of its own, from nothing."""

import time
from collections.abc import Collection, Iterable

from roster.engine.cpsat import Effort, Ending, Formulation, search
from roster.engine.diagnosis.conflict.atoms import Atom, only, rebuilt
from roster.engine.problem.problem import Problem
from roster.rule.pieces import Piece


class Prover:
    """Proves sets of atoms possible or impossible, until its deadline."""

    def __init__(self, problem: Problem, *, deadline: float, workers: int = 1, seed: int = 0) -> None:
        self.problem = problem
        self.deadline = deadline
        self.workers = workers
        self.seed = seed
        self.proofs = 0

    def possible(self, atoms: Collection[Atom]) -> bool | None:
        """Whether some plan keeps all the atoms; None where time ran out first."""
        return self.possible_with(only(self.problem.pieces, atoms, self.problem.days))

    def possible_with(self, pieces: Iterable[Piece]) -> bool | None:
        """Whether some plan keeps the hard pieces."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            return None
        self.proofs += 1
        formulation = Formulation(rebuilt(self.problem, pieces), feasibility=True)
        answer = search(formulation, Effort(left, workers=self.workers, seed=self.seed))
        if answer.ending is Ending.INFEASIBLE:
            return False
        return True if answer.plan is not None else None
