"""Sequences as bits: where the words of a month's rules end, in many agents' months at once."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from roster.rule.pieces import Sequence

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
LETTERS_PER_PLANE = 63


@dataclass(frozen=True, eq=False)
class Word:
    """A Sequence as bits: letter k is bit `bits[k]` of plane `planes[k]`; it counts where it ends on `ends`.

    `agents`: whom it binds, as a mask; None: everybody.
    """

    piece: Sequence
    planes: tuple[int, ...]
    bits: tuple[int, ...]
    ends: Bools
    agents: Bools | None

    @property
    def rule(self) -> str:
        """The rule that it stands for."""
        return self.piece.rule

    @property
    def ticks(self) -> int | None:
        """What each occurrence costs; None: it may not occur."""
        return self.piece.ticks


class SequenceTable:
    """Sequences, matched by shifting bit planes. `words[k]` is the k-th of the pieces given.

    `pad` days of the past stand before the month in the lines that are matched: one at least.
    """

    def __init__(self, pieces: Iterable[Sequence], *, agents: int, days: int, shifts: int) -> None:
        pieces = tuple(pieces)
        letters: dict[frozenset[int], int] = {}
        self.days = days
        self.pad = max([1, *(len(piece.word) - 1 for piece in pieces)])
        self.words = tuple(_word(piece, letters, agents, days) for piece in pieces)
        planes = max(1, -(-len(letters) // LETTERS_PER_PLANE))
        self.tables = np.zeros((planes, shifts + 1), np.int64)
        for letter, number in letters.items():
            for shift in letter:
                self.tables[number // LETTERS_PER_PLANE, shift + 1] |= np.int64(1) << (number % LETTERS_PER_PLANE)

    def planes(self, lines: NDArray[np.int16]) -> Ints:
        """The letters that each day of each line matches: [plane, line, pad + day]."""
        rows: Ints = self.tables[:, lines + 1]
        return rows

    def with_shift(self, planes: Ints, day: int, shift: int) -> Ints:
        """The planes once every line holds this shift on that day."""
        hit = planes.copy()
        hit[:, :, self.pad + day] = self.tables[:, shift + 1][:, None]
        return hit

    def hits(self, word: Word, planes: Ints, agents: Ints | None = None, over: int | None = None) -> Bools:
        """Where the word ends in each line: [line, day].

        `agents` are the lines' agents, to leave out whom the word does not bind; None: all lines are bound. With
        `over`, only the occurrences that hold this day: [line, days from it on].
        """
        length = len(word.bits)
        first, last = (0, self.days) if over is None else (over, min(over + length, self.days))
        hit = np.ones((planes.shape[1], last - first), np.bool_)
        hit &= word.ends[first:last]
        if agents is not None and word.agents is not None:
            hit &= word.agents[agents][:, None]
        for place in range(length):
            begin = self.pad - (length - 1) + place + first
            letters = planes[word.planes[place], :, begin : begin + last - first]
            hit &= (letters >> word.bits[place]) & 1 != 0
        return hit


def _word(piece: Sequence, letters: dict[frozenset[int], int], agents: int, days: int) -> Word:
    numbers = [letters.setdefault(letter, len(letters)) for letter in piece.word]
    ends = np.ones(days, np.bool_)
    if piece.ends is not None:
        ends[:] = False
        ends[[day for day in piece.ends if 0 <= day < days]] = True
    if piece.inside:
        ends[: len(piece.word) - 1] = False
    bound = None
    if len(piece.agents) < agents:
        bound = np.zeros(agents, np.bool_)
        bound[list(piece.agents)] = True
    planes = tuple(number // LETTERS_PER_PLANE for number in numbers)
    bits = tuple(number % LETTERS_PER_PLANE for number in numbers)
    return Word(piece, planes, bits, ends, bound)
