"""The finite automaton of an agent's month: it avoids every forbidden word and counts the priced ones.

Subset construction over partial matches (Aho and Corasick 1975), day by day, so that words which hold on some days
only cost nothing on the others; then states with the same future are merged from the last day backwards (Myhill and
Nerode). A month of REST, STREAK and NIGHT comes out at a few dozen states a day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from roster.rule.pieces import OFF, Pair, Sequence

LOOKBACK_DAYS = 62


@dataclass(frozen=True, eq=False)
class Automaton:
    """States per day 0 … days; `atom_of[shift]` maps shifts that no word tells apart to one letter (0 is OFF).

    Days with the same steps share a layer: `next[layer[day], state, atom]` is the state after that day or −1 where a
    word forbids it; `ticks` what the step costs; `kinds` a bit mask of the pairs (`pair_kinds`) that the step
    completes. `start[agent]` is the state at day 0. A year of a weekly rhythm comes out at a few dozen layers.
    """

    days: int
    atoms: int
    states: int
    atom_of: NDArray[np.int16]
    layer: NDArray[np.int32]
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
        self._contexts: dict[tuple[bool, ...], int] = {}

    def context(self, day: int) -> int:
        """A number that days share when every word may go on in them alike: `step` does the same on such days."""
        open_: list[bool] = []
        for word in self.words:
            length = len(word.letters)
            open_.extend(
                day + left < self.days and (left > 0 or day >= 0) and (word.ends is None or day + left in word.ends)
                for left in range(length)
            )
        return self._contexts.setdefault(tuple(open_), len(self._contexts))

    def step(
        self, state: frozenset[tuple[int, int]], day: int, atom: int, only: list[bool] | None = None
    ) -> tuple[frozenset[tuple[int, int]] | None, int, int]:
        """The next set (None: forbidden), ticks and kinds of one more day."""
        states = set()
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
                states.add((number, matched + 1))
            elif word.ticks is None:
                return None, 0, 0
            elif word.kind >= 0:
                kinds |= 1 << word.kind
            else:
                ticks += word.ticks
        return frozenset(states), ticks, kinds

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
    first = list(dict.fromkeys(begin.values()))
    steps, last_states = _layers(matcher, first, days)
    merged: list[NDArray[np.int64]] = []
    layer = np.zeros(days, np.int32)
    minimal: dict[tuple[int, bytes], tuple[int, NDArray[np.int64]]] = {}
    block = np.zeros(last_states, np.int64)
    sizes = np.ones(days + 1, np.int32)
    for day in range(days - 1, -1, -1):
        key = (id(steps[day]), block.tobytes())
        if key not in minimal:
            minimal[key] = len(merged), _merge(steps[day], block, merged)
        layer[day], block = minimal[key]
        sizes[day] = len(merged[layer[day]])
    states = int(sizes.max())
    following = np.full((len(merged), states, atoms), -1, np.int16)
    ticks_table = np.zeros((len(merged), states, atoms), np.int64)
    kinds_table = np.zeros((len(merged), states, atoms), np.int64)
    for number, table in enumerate(merged):
        following[number, : len(table)] = table[:, :, 0]
        possible = table[:, :, 0] >= 0
        ticks_table[number, : len(table)] = np.where(possible, table[:, :, 1], 0)
        kinds_table[number, : len(table)] = np.where(possible, table[:, :, 2], 0)
    number_of = {state: number for number, state in enumerate(first)}
    start = {agent: int(block[number_of[state]]) for agent, state in begin.items()}
    return Automaton(days, atoms, states, atom_of, layer, following, ticks_table, kinds_table, start, sizes)


def _layers(
    matcher: _Matcher, states: list[frozenset[tuple[int, int]]], days: int
) -> tuple[list[NDArray[np.int64]], int]:
    """Per day a table [state, atom] of (state after or −1, ticks, kinds), and how many states there are at the end.

    Days that begin with the same states in the same context share one table object.
    """
    atoms = len(matcher.symbols)
    tables: dict[tuple[tuple[frozenset[tuple[int, int]], ...], int], tuple[NDArray[np.int64], int]] = {}
    after_table: list[tuple[frozenset[tuple[int, int]], ...]] = []
    steps = []
    now = tuple(states)
    for day in range(days):
        key = now, matcher.context(day)
        if key not in tables:
            index: dict[frozenset[tuple[int, int]], int] = {}
            table = np.full((len(now), atoms, 3), -1, np.int64)
            for number, state in enumerate(now):
                for atom in range(atoms):
                    after, ticks, kinds = matcher.step(state, day, atom)
                    if after is not None:
                        table[number, atom] = (index.setdefault(after, len(index)), ticks, kinds)
            tables[key] = table, len(after_table)
            after_table.append(tuple(index))
        table, number = tables[key]
        steps.append(table)
        now = after_table[number]
    return steps, len(now)


def _merge(table: NDArray[np.int64], block: NDArray[np.int64], merged: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Appends the day's table with states of the same future made one; the new number of each state."""
    table = table.copy()
    live = table[:, :, 0] >= 0
    table[:, :, 0][live] = block[table[:, :, 0][live]]
    flat = table.reshape(len(table), 3 * table.shape[1])
    _, first, inverse = np.unique(flat, axis=0, return_index=True, return_inverse=True)
    merged.append(table[first])
    return np.asarray(inverse).reshape(-1)
