"""The finite automaton of an agent's month: it avoids every forbidden word and counts the priced ones.

Subset construction over partial matches (Aho and Corasick 1975), day by day, so that words which hold on some days
only cost nothing on the others; then states with the same future are merged from the last day backwards (Myhill and
Nerode). A month of REST, STREAK and NIGHT comes out at a few dozen states a day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from roster.engine.pieces import OFF, Pair, Sequence

LOOKBACK_DAYS = 62


@dataclass(frozen=True, eq=False)
class Automaton:
    """States per day 0 … days; `atom_of[shift]` maps shifts that no word tells apart to one letter (0 is OFF).

    `next[day, state, atom]` is the state after that day or −1 where a word forbids it; `ticks` what the step costs;
    `kinds` a bit mask of the pairs (`pair_kinds`) that the step completes. `start[agent]` is the state at day 0.
    """

    days: int
    atoms: int
    states: int
    atom_of: NDArray[np.int16]
    next: NDArray[np.int16]
    ticks: NDArray[np.int64]
    kinds: NDArray[np.int64]
    start: Mapping[int, int]
    layer_sizes: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class _Word:
    letters: tuple[frozenset[int], ...]
    ends: frozenset[int] | None
    ticks: int | None
    inside: bool
    kind: int


def build(
    sequences: Iterable[Sequence],
    pairs: Mapping[int, tuple[Pair, ...]],
    past: Mapping[int, Mapping[int, int]],
    *,
    days: int,
    shifts: int,
    tell_apart: NDArray[np.int64] | None = None,
) -> Automaton:
    """The automaton of agents that have these sequences in common.

    `pairs` are pairs to be counted, by kind (bit) number; `past` gives each agent's history (day < 0 → shift), and
    decides the states at day 0; `tell_apart[shift, …]` are labels by which shifts must not be merged.
    """
    words = [_Word(s.word, None if s.ends is None else frozenset(s.ends), s.ticks, s.inside, -1) for s in sequences]
    for kind, several in pairs.items():
        by_letters: dict[tuple[frozenset[int], frozenset[int]], set[int]] = {}
        for pair in several:
            by_letters.setdefault((pair.before, pair.then), set()).add(pair.day)
        for letters, ends in by_letters.items():
            words.append(_Word(letters, frozenset(ends), 0, inside=False, kind=kind))
    atom_of, symbols = _atoms(words, shifts, tell_apart)
    matcher = _Matcher(words, days, symbols)
    begin = {agent: matcher.after_history(duties) for agent, duties in past.items()}
    return _minimal(matcher, begin, atom_of, days)


def _atoms(
    words: list[_Word], shifts: int, tell_apart: NDArray[np.int64] | None
) -> tuple[NDArray[np.int16], list[int]]:
    """Letters: shifts with the same membership in every word (and the same labels) are one. Letter 0 is OFF."""
    letters = list({letter for word in words for letter in word.letters})
    numbers: dict[object, int] = {}
    atom_of = np.zeros(shifts, np.int16)
    symbols = [OFF]
    for shift in range(shifts):
        label = () if tell_apart is None else tuple(np.asarray(tell_apart[shift]).ravel().tolist())
        key = (tuple(shift in letter for letter in letters), label)
        if key not in numbers:
            numbers[key] = len(symbols)
            symbols.append(shift)
        atom_of[shift] = numbers[key]
    return atom_of, symbols


class _Matcher:
    """Sets of partial matches (word, letters matched so far), and how a day's letter moves them."""

    def __init__(self, words: list[_Word], days: int, symbols: list[int]) -> None:
        self.words, self.days, self.symbols = words, days, symbols
        self.accepts = [[[symbol in letter for letter in word.letters] for symbol in symbols] for word in words]

    def step(
        self, state: frozenset[tuple[int, int]], day: int, atom: int, only: list[bool] | None = None
    ) -> tuple[frozenset[tuple[int, int]] | None, int, int]:
        """The next set (None: forbidden), ticks and kinds of one more day."""
        found = set()
        ticks = kinds = 0
        opened = [(number, 0) for number in range(len(self.words)) if only is None or only[number]]
        for number, matched in (*state, *opened):
            word = self.words[number]
            if not self.accepts[number][atom][matched]:
                continue
            remaining = len(word.letters) - matched - 1
            end = day + remaining
            if end >= self.days or (remaining == 0 and end < 0):
                continue
            if word.ends is not None and end not in word.ends:
                continue
            if remaining:
                found.add((number, matched + 1))
            elif word.ticks is None:
                return None, 0, 0
            elif word.kind >= 0:
                kinds |= 1 << word.kind
            else:
                ticks += word.ticks
        return frozenset(found), ticks, kinds

    def after_history(self, duties: Mapping[int, int]) -> frozenset[tuple[int, int]]:
        """The partial matches at day 0."""
        state: frozenset[tuple[int, int]] = frozenset()
        reach = max((len(word.letters) for word in self.words), default=1) - 1
        outside = [not word.inside for word in self.words]
        for day in range(-min(reach, LOOKBACK_DAYS), 0):
            atom = self._atom(duties.get(day, OFF))
            after, _, _ = self.step(state, day, atom, outside)
            state = after if after is not None else frozenset()
        return state

    def _atom(self, symbol: int) -> int:
        if symbol in self.symbols:
            return self.symbols.index(symbol)
        membership = [[symbol in letter for letter in word.letters] for word in self.words]
        for atom in range(len(self.symbols)):
            if all(self.accepts[n][atom] == membership[n] for n in range(len(self.words))):
                return atom
        raise AssertionError(symbol)


def _minimal(
    matcher: _Matcher, begin: Mapping[int, frozenset[tuple[int, int]]], atom_of: NDArray[np.int16], days: int
) -> Automaton:
    atoms = len(matcher.symbols)
    layers: list[list[frozenset[tuple[int, int]]]] = [list(dict.fromkeys(begin.values()))]
    steps: list[NDArray[np.int64]] = []
    for day in range(days):
        index: dict[frozenset[tuple[int, int]], int] = {}
        table = np.full((len(layers[day]), atoms, 3), -1, np.int64)
        for number, state in enumerate(layers[day]):
            for atom in range(atoms):
                after, ticks, kinds = matcher.step(state, day, atom)
                if after is not None:
                    table[number, atom] = (index.setdefault(after, len(index)), ticks, kinds)
        steps.append(table)
        layers.append(list(index))
    merged_next: list[NDArray[np.int64]] = [np.zeros((0, atoms, 3), np.int64)] * days
    block = np.zeros(len(layers[days]), np.int64)
    for day in range(days - 1, -1, -1):
        table = steps[day].copy()
        live = table[:, :, 0] >= 0
        table[:, :, 0][live] = block[table[:, :, 0][live]]
        flat = table.reshape(len(table), 3 * atoms)
        unique, first, inverse = np.unique(flat, axis=0, return_index=True, return_inverse=True)
        del unique
        merged_next[day] = table[first]
        block = np.asarray(inverse).reshape(-1)
    sizes = np.array([*(len(table) for table in merged_next), 1], np.int32)
    states = int(sizes.max())
    following = np.full((days, states, atoms), -1, np.int16)
    ticks_table = np.zeros((days, states, atoms), np.int64)
    kinds_table = np.zeros((days, states, atoms), np.int64)
    for day, table in enumerate(merged_next):
        following[day, : len(table)] = table[:, :, 0]
        possible = table[:, :, 0] >= 0
        ticks_table[day, : len(table)] = np.where(possible, table[:, :, 1], 0)
        kinds_table[day, : len(table)] = np.where(possible, table[:, :, 2], 0)
    number_of = {state: number for number, state in enumerate(layers[0])}
    start = {agent: int(block[number_of[state]]) for agent, state in begin.items()}
    return Automaton(days, atoms, states, atom_of, following, ticks_table, kinds_table, start, sizes)
