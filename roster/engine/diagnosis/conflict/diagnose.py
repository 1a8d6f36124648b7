"""Whether a roster exists; if not, an irreducible conflict and the cheapest ways out of it."""

from dataclasses import dataclass
from enum import StrEnum

from roster.engine.diagnosis.conflict.atoms import Atom, atoms_of
from roster.engine.diagnosis.conflict.elastic import Dearness
from roster.engine.diagnosis.conflict.prove import Prover
from roster.engine.diagnosis.conflict.relax import Relaxation, Relaxer
from roster.engine.diagnosis.conflict.shrink import irreducible
from roster.engine.problem.problem import Problem
from roster.engine.process.child import Mailbox, News


class ExistenceVerdict(StrEnum):
    """Whether a roster exists: proven not, shown, or not settled in the time given."""

    CONFLICT = "conflict"
    EXISTS = "exists"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was proven. `conflict` has no plan; with `irreducible`, leaving any atom out is proven to give one."""

    verdict: ExistenceVerdict
    conflict: tuple[Atom, ...] = ()
    irreducible: bool = False
    relaxations: tuple[Relaxation, ...] = ()
    proofs: int = 0


def diagnose(mailbox: Mailbox, problem: Problem, prover: Prover, dear: Dearness) -> Diagnosis:
    """Prove the conflict, shrink it, find ways out; what is proven so far is told after each step."""
    atoms = atoms_of(problem.pieces, problem.days)
    exists = prover.possible(atoms)
    if exists is not False:
        return Diagnosis(
            ExistenceVerdict.UNDECIDED if exists is None else ExistenceVerdict.EXISTS, proofs=prover.proofs
        )
    mailbox.send(News(Diagnosis(ExistenceVerdict.CONFLICT, tuple(atoms), proofs=prover.proofs)))
    conflict, sure = irreducible(prover, atoms)
    diagnosis = Diagnosis(ExistenceVerdict.CONFLICT, tuple(conflict), sure, proofs=prover.proofs)
    mailbox.send(News(diagnosis))
    relaxations = Relaxer(prover, dear).relaxations({atom.rule for atom in conflict})
    return Diagnosis(ExistenceVerdict.CONFLICT, tuple(conflict), sure, tuple(relaxations), prover.proofs)
