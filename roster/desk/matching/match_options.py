"""What each person may do in a match: one arc, or two that go together. And the parts that nothing ties together."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from roster.desk.board.screen import NONE, Bools, Ints

MOST_STEPS = 1_500_000

Terms = tuple[tuple[int, int], ...]
"""Arcs with a coefficient each."""


@dataclass(frozen=True, eq=False)
class Options:
    """Option o lets `person[o]` take arc `one[o]`, and arc `two[o]` with it where that is not NONE."""

    person: Ints
    one: Ints
    two: Ints

    def __len__(self) -> int:
        return len(self.person)

    def __getitem__(self, rows: Bools) -> "Options":
        return Options(self.person[rows], self.one[rows], self.two[rows])

    @property
    def size(self) -> Ints:
        """Wishes that each option grants."""
        return np.where(self.two == NONE, 1, 2)

    def arcs(self, chosen: Sequence[int]) -> tuple[int, ...]:
        """The arcs of the chosen options."""
        rows = np.asarray(chosen, np.int64)
        both = np.concatenate([self.one[rows], self.two[rows]])
        return tuple(sorted(int(arc) for arc in both if arc != NONE))


@dataclass(frozen=True, eq=False)
class Part:
    """A match of its own: the rest of the wishes neither gives it anything, takes from it, nor counts with it.

    Arc a lets wish `taker[a]` take the duty of wish `giver[a]`; `names` are the arcs in the whole match. `rows` are
    Σ weight ≥ least over chosen arcs. `start` is a set of arcs that keeps all of it. `rings` are the cycles of arcs
    allowed where their length is bounded (None: any cycle).
    """

    wishes: int
    taker: Ints
    giver: Ints
    options: Options
    rows: tuple[tuple[Terms, int], ...] = ()
    start: tuple[int, ...] = ()
    names: tuple[int, ...] = ()
    rings: tuple[tuple[int, ...], ...] | None = None


def parts_of(whole: Part) -> tuple[Part, ...]:
    """The parts, smallest first; wishes and arcs without an option are in none."""
    top = list(range(whole.wishes))

    def root(wish: int) -> int:
        while top[wish] != wish:
            top[wish] = top[top[wish]]
            wish = top[wish]
        return wish

    def tie(arcs: Sequence[int]) -> None:
        first = root(int(whole.taker[arcs[0]]))
        for arc in arcs:
            for wish in (int(whole.taker[arc]), int(whole.giver[arc])):
                top[root(wish)] = first

    options, by_person = whole.options, defaultdict[int, set[int]](set)
    for person, one, two in zip(options.person.tolist(), options.one.tolist(), options.two.tolist(), strict=True):
        by_person[person].update(arc for arc in (one, two) if arc != NONE)
    for arcs in by_person.values():
        tie(sorted(arcs))
    used = set().union(*by_person.values()) if by_person else set()
    for terms, _ in whole.rows:
        counted = [arc for arc, _ in terms if arc in used]
        if counted:
            tie(counted)
    groups: dict[int, list[int]] = defaultdict(list)
    for arc in sorted(used):
        groups[root(int(whole.taker[arc]))].append(arc)
    return tuple(_cut(whole, arcs) for arcs in sorted(groups.values(), key=lambda arcs: (len(arcs), arcs[0])))


def _cut(whole: Part, arcs: list[int]) -> Part:
    place = {arc: number for number, arc in enumerate(arcs)}
    local = np.full(len(whole.taker) + 1, NONE, np.int64)
    local[arcs] = np.arange(len(arcs))
    ends = np.concatenate([whole.taker[arcs], whole.giver[arcs]])
    wishes, numbers = np.unique(ends, return_inverse=True)
    options = whole.options
    own = np.flatnonzero(local[options.one] != NONE)
    _, person = np.unique(options.person[own], return_inverse=True)
    rows = tuple(
        (tuple((place[arc], weight) for arc, weight in terms if arc in place), least)
        for terms, least in whole.rows
        if any(arc in place for arc, _ in terms)
    )
    return Part(
        len(wishes),
        numbers[: len(arcs)].astype(np.int64),
        numbers[len(arcs) :].astype(np.int64),
        Options(person.astype(np.int64), local[options.one[own]], local[options.two[own]]),
        rows,
        tuple(place[arc] for arc in whole.start if arc in place),
        tuple(arcs),
        None
        if whole.rings is None
        else tuple(_local(ring, place) for ring in whole.rings if place.keys() >= set(ring)),
    )


def _local(ring: tuple[int, ...], place: dict[int, int]) -> tuple[int, ...]:
    return tuple(place[arc] for arc in ring)


def rings_of(taker: Ints, giver: Ints, longest: int) -> tuple[tuple[tuple[int, ...], ...], int]:
    """Every cycle of arcs with at most `longest` wishes, each once; and the length up to which there are all.

    Lengths beyond two that would take more than MOST_STEPS to walk are left out.
    """
    leaving: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for arc, (one, two) in enumerate(zip(taker.tolist(), giver.tolist(), strict=True)):
        leaving[one].append((arc, two))
    mean = len(taker) / max(1, len(leaving))
    length = longest
    while length > 2 and len(leaving) * mean ** (length - 1) > MOST_STEPS:
        length -= 1
    rings: list[tuple[int, ...]] = []

    def walk(first: int, at: int, path: tuple[int, ...], seen: frozenset[int]) -> None:
        for arc, then in leaving.get(at, ()):
            if then == first:
                rings.append((*path, arc))
            # The smallest wish begins the ring, so that each is met once.
            elif then > first and then not in seen and len(path) + 1 < length:
                walk(first, then, (*path, arc), seen | {then})

    for wish in sorted(leaving):
        walk(wish, wish, (), frozenset({wish}))
    return tuple(rings), length
