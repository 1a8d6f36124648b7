"""From a proven conflict to an irreducible one: leave out what is not needed, coarse parts first."""

from collections.abc import Callable, Hashable, Iterable, Sequence

from roster.engine.diagnosis.conflict.atoms import Atom
from roster.engine.diagnosis.conflict.prove import Prover

Part = tuple[Atom, ...]
"""Atoms that are left out together."""

LEVELS: tuple[Callable[[Atom], Hashable], ...] = (
    lambda atom: atom.rule,
    lambda atom: (atom.rule, atom.day),
    lambda atom: (atom.rule, atom.agent),
    lambda atom: atom,
)
"""Whole rules first, then a rule on one day, for one person, and single atoms: so few proofs are large."""


def irreducible(prover: Prover, atoms: Sequence[Atom]) -> tuple[list[Atom], bool]:
    """A subset of `atoms`, in conflict, of which every proper subset is proven possible.

    `atoms` must be in conflict. False beside the set where time ran out before each atom was proven to be needed.
    """
    left = list(atoms)
    needed: set[Part] = set()
    for level in LEVELS:
        left = _shrunk(prover, _parts(left, level), needed)
    return left, all((atom,) in needed for atom in left)


def _parts(atoms: Iterable[Atom], key: Callable[[Atom], Hashable]) -> list[Part]:
    parts: dict[Hashable, list[Atom]] = {}
    for atom in atoms:
        parts.setdefault(key(atom), []).append(atom)
    return [tuple(part) for part in parts.values()]


def _shrunk(prover: Prover, parts: list[Part], needed: set[Part]) -> list[Atom]:
    """The atoms of the parts of which none can be left out, given that all together conflict.

    Tries to leave out halves, then quarters, down to single parts: a small conflict in a large set is found in few
    proofs. A part is `needed` when leaving it out is proven possible; that holds in every smaller conflict too.
    """
    size = max(1, len(parts) // 2)
    while True:
        start = 0
        while start < len(parts):
            chunk = parts[start : start + size]
            rest = parts[:start] + parts[start + size :]
            if all(part in needed for part in chunk):
                start += len(chunk)
                continue
            verdict = prover.possible([atom for part in rest for atom in part])
            if verdict is False:
                parts = rest
                continue
            if verdict is True and len(chunk) == 1:
                needed.add(chunk[0])
            start += len(chunk)
        if size == 1:
            return [atom for part in parts for atom in part]
        size = max(1, min(size // 2, len(parts) // 2))
