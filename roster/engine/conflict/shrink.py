"""From a proven conflict to an irreducible one: leave out what is not needed, coarse parts first."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from roster.engine.conflict.atoms import Atom
from roster.engine.conflict.prove import Prover

Part = TypeVar("Part")


def irreducible(prover: Prover, atoms: Sequence[Atom]) -> tuple[list[Atom], bool]:
    """A subset of `atoms`, in conflict, of which every proper subset is proven possible.

    `atoms` must be in conflict. Whole rules are tried first, then a rule for one person (or a day's rows), then single
    days; so few proofs are large. False beside the set where time ran out before the proof was complete.
    """
    sure = True
    left = list(atoms)
    for level in (lambda atom: atom.rule, lambda atom: atom.person, lambda atom: atom):
        parts = _parts(left, level)
        kept, proven = _needed(parts, lambda chosen: prover.possible([a for part in chosen for a in part]))
        sure = proven
        left = [atom for part in kept for atom in part]
    return left, sure


def _parts(atoms: Iterable[Atom], key: Callable[[Atom], Hashable]) -> list[list[Atom]]:
    found: dict[Hashable, list[Atom]] = {}
    for atom in atoms:
        found.setdefault(key(atom), []).append(atom)
    return list(found.values())


def _needed(parts: list[Part], possible: Callable[[list[Part]], bool | None]) -> tuple[list[Part], bool]:
    """The parts of which none can be left out, given that all together conflict.

    Tries to leave out halves, then quarters, down to single parts: a small conflict in a large set is found in few
    proofs. A single part stays when leaving it out is proven possible, which is the proof that it is needed; it then
    stays needed in every smaller set.
    """
    kept = list(parts)
    proven: set[int] = set()
    sure = True
    size = max(1, len(kept) // 2)
    while True:
        start = 0
        while start < len(kept):
            chunk = kept[start : start + size]
            if all(id(part) in proven for part in chunk):
                start += len(chunk)
                continue
            rest = kept[:start] + kept[start + size :]
            verdict = possible(rest) if rest else True
            if verdict is False:
                kept = rest
                continue
            if verdict is True and len(chunk) == 1:
                proven.add(id(chunk[0]))
            start += len(chunk)
        if size == 1:
            break
        size = max(1, min(size // 2, len(kept) // 2))
    sure = all(id(part) in proven for part in kept)
    return kept, sure
