"""Letters that lead alike everywhere and carry the same counts are one letter: fewer steps for each state and day."""

import numpy as np
from numpy.typing import NDArray

from roster.engine.pricing.agents import Workforce
from roster.engine.pricing.label_grid import Labels

OFF_LETTER = 0


def with_fewer_letters(force: Workforce, labels: Labels) -> tuple[Workforce, Labels]:
    """The same automata and labels with as few letters as tell anything apart.

    Words keep shifts apart that may lead alike all the same, and so do counts that became no label after all. Of the
    shifts of one letter pricing takes the cheapest, so what their duties cost may differ.
    """
    groups = len(force.layer)
    letters = force.next.shape[2]
    merged = np.zeros((groups, letters), np.int64)
    for group in range(groups):
        classes = np.unique(labels.klass[force.signature == group])
        layers = np.unique(force.layer[group])
        seen: dict[bytes, int] = {}
        for letter in range(letters):
            tables = (force.next, force.step_ticks, force.kinds)
            leads = b"".join(table[layers, :, letter].tobytes() for table in tables)
            counts = labels.weight[classes, :, :, letter].tobytes()
            own = b"off" if letter == OFF_LETTER else b""
            merged[group, letter] = seen.setdefault(own + leads + counts, len(seen))
    fewer = int(merged.max()) + 1
    if fewer == letters:
        return force, labels
    weight = np.zeros((*labels.weight.shape[:3], fewer), np.int32)
    following = np.full((*force.next.shape[:2], fewer), -1, np.int16)
    step_ticks = np.zeros(following.shape)
    kinds = np.zeros(following.shape, np.int16)
    atom_of = np.zeros_like(force.atom_of)
    for group in range(groups):
        first = _first_of(merged[group])
        used, new = np.unique(force.layer[group]), np.arange(len(first))
        at = np.ix_(used, np.arange(following.shape[1]), new)
        of = np.ix_(used, np.arange(following.shape[1]), first)
        following[at], step_ticks[at], kinds[at] = force.next[of], force.step_ticks[of], force.kinds[of]
        classes = np.unique(labels.klass[force.signature == group])
        for klass in classes:
            weight[klass, :, :, new] = labels.weight[klass][:, :, first].transpose(2, 0, 1)
        atom_of[group] = merged[group][force.atom_of[group]]
    force = force._replace(next=following, step_ticks=step_ticks, kinds=kinds, atom_of=atom_of)
    return force, labels._replace(weight=weight)


def _first_of(merged: NDArray[np.int64]) -> NDArray[np.int64]:
    """The first letter that became each new one."""
    return np.asarray([int(np.argmax(merged == number)) for number in range(int(merged.max()) + 1)], np.int64)
