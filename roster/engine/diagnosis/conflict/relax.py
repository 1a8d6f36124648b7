"""The cheapest ways out: which rules would have to give way, by how much, each proven by solving again."""

import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from roster.engine.cpsat import Effort, Ending, Formulation, search
from roster.engine.diagnosis.conflict.atoms import Atom, atoms_of, only, rebuilt, row_atom
from roster.engine.diagnosis.conflict.elastic import Dearness, elastic
from roster.engine.diagnosis.conflict.prove import Prover
from roster.engine.problem.delta import DeltaEvaluator
from roster.engine.problem.problem import Plan
from roster.rule.pieces import Budget, Piece, Row


@dataclass(frozen=True, slots=True)
class Give:
    """One atom that gives way: altogether, or, for a limit, from `limit` to `needed`."""

    atom: Atom
    limit: int | None = None
    needed: int | None = None


@dataclass(frozen=True, slots=True)
class Relaxation:
    """Atoms that give way together so that a plan exists. `cheapest`: proven that no dearer set is needed."""

    gives: tuple[Give, ...]
    ticks: int
    cheapest: bool


class Relaxer:
    """Finds relaxations of one problem that has no plan."""

    def __init__(self, prover: Prover, dear: Dearness) -> None:
        self.prover, self.dear = prover, dear
        self.problem = prover.problem
        self.hard = only(self.problem.pieces, atoms_of(self.problem.pieces, self.problem.days), self.problem.days)

    def relaxations(self, rules: Collection[str], most: int = 3) -> list[Relaxation]:
        """The cheapest way out, then the cheapest that leave one of its rules alone; at most `most`, no two alike.

        Only `rules` give way at first: those of the conflict found. Where that is not enough, because there are
        several conflicts, all rules may.
        """
        everything = frozenset(piece.rule for piece in self.hard)
        soft = frozenset(rules)
        first = self._cheapest(soft)
        if first is None:
            soft = everything
            first = self._cheapest(soft)
        if first is None:
            return []
        ways = [first]
        for rule in sorted({give.atom.rule for give in first.gives}):
            other = self._cheapest((soft | everything) - {rule}) if len(ways) < most else None
            if other is not None and all(set(other.gives) != set(one.gives) for one in ways):
                ways.append(other)
        return ways

    def _cheapest(self, rules: Collection[str]) -> Relaxation | None:
        """The cheapest way out among those rules, proven to be one; None where there is none or time ran out."""
        left = self.prover.deadline - time.monotonic()
        if left <= 0 or not rules:
            return None
        problem = rebuilt(self.problem, elastic(self.hard, self.problem, rules, self.dear))
        effort = Effort(left / 2, workers=self.prover.workers, seed=self.prover.seed)
        answer = search(Formulation(problem), effort)
        if answer.plan is None or answer.ticks is None:
            return None
        gives = self._gives(answer.plan)
        if self.prover.possible_with(relaxed(self.hard, gives, self.problem.days)) is not True:
            return None
        return Relaxation(tuple(gives), answer.ticks, answer.ending is Ending.OPTIMAL)

    def _gives(self, plan: Plan) -> list[Give]:
        """What a plan breaks of the hard pieces."""
        hard = rebuilt(self.problem, self.hard)
        atoms = {
            (atom.rule, atom.agent, atom.day): atom for atom in atoms_of(self.hard, self.problem.days) if atom.day >= 0
        }
        gives: dict[Atom, Give] = {}
        for broken in hard.evaluate(plan).broken:
            if broken.agent >= 0 and broken.day >= 0:
                atom = atoms[broken.rule, broken.agent, broken.day]
                gives[atom] = Give(atom)
        delta = DeltaEvaluator(hard, plan)
        for agent, budgets in enumerate(hard.budgets):
            for budget in budgets:
                atom = Atom(budget.rule, agent, -1, (budget.label,))
                _add_limit(gives, atom, delta.budget(budget), budget.minimum, budget.maximum)
        for merged, members in enumerate(hard.rows.members):
            for member in members:
                row = hard.rows.source[member]
                _add_limit(gives, row_atom(row), int(delta.counts[merged]), row.minimum, row.maximum)
        return [gives[atom] for atom in sorted(gives)]


def _add_limit(gives: dict[Atom, Give], atom: Atom, value: int, minimum: int | None, maximum: int | None) -> None:
    if minimum is not None and value < minimum:
        gives[atom] = Give(atom, minimum, value)
    if maximum is not None and value > maximum:
        gives[atom] = Give(atom, maximum, value)


def relaxed(pieces: Iterable[Piece], gives: Iterable[Give], days: int) -> list[Piece]:
    """The hard pieces with these atoms left out, or their limits moved as far as needed."""
    given: Mapping[Atom, Give] = {give.atom: give for give in gives}
    gone = frozenset(atom for atom, give in given.items() if give.needed is None)
    moved = [_moved(piece, given) for piece in pieces]
    return only(moved, frozenset(atoms_of(moved, days)) - gone, days)


def _moved(piece: Piece, given: Mapping[Atom, Give]) -> Piece:
    if isinstance(piece, Budget):
        give = given.get(Atom(piece.rule, piece.agent, -1, (piece.label,)))
    elif isinstance(piece, Row):
        give = given.get(row_atom(piece))
    else:
        return piece
    if give is None or give.needed is None:
        return piece
    low = None if piece.minimum is None else min(piece.minimum, give.needed)
    high = None if piece.maximum is None else max(piece.maximum, give.needed)
    return replace(piece, minimum=low, maximum=high)
