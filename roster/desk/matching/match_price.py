"""The linear relaxation of a match over the persons' options, by column generation, and dives from it.

Each person chooses one option (one arc, or two that go together); a wish gives up its duty exactly when it takes one.
Pairs of swaps that clash are in no option, so the relaxation knows each person's month exactly; what it leaves open is
only how the persons' choices close into cycles. That makes its bound tight, most often the optimum itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from time import time

import numpy as np

from roster.desk.board.screen import NONE, Bools, Ints
from roster.desk.matching.match_options import Part
from roster.linear import Entries, Floats, Optimum, UnfinishedError, greatest

EPS = 1e-6
COLUMNS_A_ROUND = 8
"""New options a person and round of pricing."""


@dataclass(frozen=True, eq=False)
class Relaxed:
    """An optimum of the relaxation: its value, the share of each option used, and each option's reduced gain.

    A set worth `value` − d holds no option whose gain is below −d.
    """

    value: float
    shares: dict[int, float]
    gain: Floats


class Master:
    """One part's relaxation, its columns kept between calls."""

    def __init__(self, part: Part, deadline: float) -> None:
        self.part, self.deadline = part, deadline
        self.size = part.options.size
        self.persons = int(part.options.person.max()) + 1
        # What an arc adds to which balance: +1 where it takes and −1 where it gives; with rings, to its own.
        self.balances = part.wishes if part.rings is None else len(part.taker)
        own = np.arange(len(part.taker))
        self.ends = ((part.taker, 1), (part.giver, -1)) if part.rings is None else ((own, 1),)
        self.known: Bools = part.options.two == NONE
        weights = np.zeros((len(part.rows), len(part.taker) + 1), np.int64)
        for row, (terms, _) in enumerate(part.rows):
            for arc, weight in terms:
                weights[row, arc] += weight
        # NONE is −1: the last column, which stays 0.
        self.weights = weights[:, part.options.one] + weights[:, part.options.two]
        self.least = np.array([least for _, least in part.rows], np.int64)
        self.bound = float(part.wishes)

    def relaxed(self, fixed: Iterable[int] = (), barred: Bools | None = None, enough: float = np.inf) -> Relaxed | None:
        """The optimum with some options chosen and some barred; None where there is none.

        Pricing stops early once the value reaches `enough`: then it is no bound. UnfinishedError at the deadline.
        """
        chosen = np.array(sorted(fixed), np.int64)
        person = self.part.options.person
        free = ~np.isin(person, person[chosen])
        if barred is not None:
            free &= ~barred
        while True:
            columns = np.flatnonzero(self.known & free)
            optimum = self._solve(columns, chosen)
            if optimum is None:
                return None
            value, shares, gain = optimum
            best = np.zeros(self.persons)
            np.maximum.at(best, person[free], gain[free])
            if not len(chosen) and barred is None:
                self.bound = min(self.bound, value + best.sum())
            fresh = np.flatnonzero(free & ~self.known & (gain > EPS))
            if not len(fresh) or value >= enough - EPS:
                return Relaxed(value, shares, gain)
            self.known[self._best(fresh, gain)] = True

    def _best(self, fresh: Ints, gain: Floats) -> Ints:
        """Of each person the options that gain most."""
        person = self.part.options.person[fresh]
        ordered = np.lexsort((-gain[fresh], person))
        rows = np.arange(len(ordered))
        first = np.r_[True, person[ordered][1:] != person[ordered][:-1]]
        since = rows - np.maximum.accumulate(np.where(first, rows, 0))
        best: Ints = fresh[ordered[since < COLUMNS_A_ROUND]]
        return best

    def _solve(self, columns: Ints, chosen: Ints) -> tuple[float, dict[int, float], Floats] | None:
        options = self.part.options
        left = self.deadline - time()
        if left <= 0:
            raise UnfinishedError
        optimum = self._optimum(columns, chosen, left)
        if optimum is None:
            return None
        balance_price, rest = optimum.prices[: self.balances], optimum.prices[self.balances :]
        person_price, row_price = rest[: self.persons], rest[self.persons :]
        arc_price = np.append(sum(sign * balance_price[ends] for ends, sign in self.ends), 0.0)
        gain = self.size - arc_price[options.one] - arc_price[options.two] - person_price[options.person]
        gain -= row_price @ self.weights
        amounts = optimum.amounts[: len(columns)]
        used = np.flatnonzero(amounts > EPS)
        shares = dict(zip(columns[used].tolist(), amounts[used].tolist(), strict=True))
        return optimum.gain + int(self.size[chosen].sum()), shares, gain

    def _optimum(self, columns: Ints, chosen: Ints, seconds: float) -> Optimum | None:
        """Of the program with rows in the order balances (given = taken), persons (one option), rows.

        A variable for each column; rings follow the columns.
        """
        part, options, many = self.part, self.part.options, len(columns)
        moved = np.zeros(self.balances, np.int64)
        for arcs in (options.one[chosen], options.two[chosen]):
            for ends, sign in self.ends:
                np.add.at(moved, ends[arcs[arcs != NONE]], sign)
        least = self.least - self.weights[:, chosen].sum(axis=1)
        low = np.concatenate([-moved, np.zeros(self.persons), least])
        high = np.concatenate([-moved, np.ones(self.persons), np.full(len(least), np.inf)])
        places = np.arange(many)
        entries: list[tuple[Ints, Ints, Ints]] = []
        for arcs in (options.one[columns], options.two[columns]):
            real = arcs != NONE
            entries += [(ends[arcs[real]], places[real], np.full(real.sum(), sign)) for ends, sign in self.ends]
        rings = part.rings or ()
        for place, ring in enumerate(rings, start=many):
            arcs = np.array(ring, np.int64)
            entries.append((arcs, np.full(len(arcs), place), np.full(len(arcs), -1)))
        entries.append((self.balances + options.person[columns], places, np.ones(many, np.int64)))
        weights = self.weights[:, columns]
        row, column = np.nonzero(weights)
        entries.append((self.balances + self.persons + row, column, weights[row, column]))
        gains = np.concatenate([self.size[columns], np.zeros(len(rings))])
        return greatest(gains, low, high, Entries(*map(np.concatenate, zip(*entries, strict=True))), seconds)


def dive(master: Master, root: Relaxed) -> tuple[int, ...]:
    """Options chosen one after another from the relaxation's shares, as long as its value holds; a set by the book.

    Several at a time while that costs nothing, singly where it does; an option whose choice costs is barred once,
    and chosen after all where barring it costs no less. Where the time is up, what is closed by then; empty where the
    dive ends nowhere.
    """
    person = master.part.options.person
    barred: Bools = np.zeros(len(person), np.bool_)
    fixed: list[int] = []
    now, target, several = root, np.floor(root.value + EPS), 16
    try:
        while True:
            whole = [option for option, share in now.shares.items() if share > 1 - EPS]
            loose = sorted((-share, option) for option, share in now.shares.items() if share <= 1 - EPS)
            if not loose:
                return (*fixed, *whole)
            step = _firsts(person, [option for _, option in loose], several)
            tried = master.relaxed([*fixed, *step], barred, target)
            if tried is not None and tried.value >= target - EPS:
                fixed, now, several = [*fixed, *step], tried, several * 2
            elif len(step) > 1:
                several = max(1, len(step) // 3)
            else:
                barred[step[0]] = True
                other = master.relaxed(fixed, barred, target)
                if other is not None and other.value >= target - EPS:
                    now = other
                    continue
                target -= 1
                if other is None and tried is None:
                    return ()
                if other is None or (tried is not None and tried.value > other.value + EPS):
                    assert tried is not None
                    fixed, now = [*fixed, *step], tried
                else:
                    now = other
    except UnfinishedError:
        return closed(master, [*fixed, *(option for option, share in now.shares.items() if share > 1 - EPS)])


def closed(master: Master, chosen: Iterable[int]) -> tuple[int, ...]:
    """What of these options closes into cycles by itself; empty where that breaks a row, or cycles are bounded."""
    part, options = master.part, master.part.options
    if part.rings is not None:
        return ()
    arcs = {person: set(options.arcs([option])) for option in chosen for person in [int(options.person[option])]}
    known = {(int(options.person[row]), options.arcs([row])): row for row in range(len(options))}
    while True:
        takers = {int(part.taker[arc]) for own in arcs.values() for arc in own}
        givers = {int(part.giver[arc]) for own in arcs.values() for arc in own}
        remaining = {
            person: {arc for arc in own if int(part.taker[arc]) in givers and int(part.giver[arc]) in takers}
            for person, own in arcs.items()
        }
        remaining = {person: own for person, own in remaining.items() if own and (person, tuple(sorted(own))) in known}
        if remaining == arcs:
            break
        arcs = remaining
    rows = [known[person, tuple(sorted(own))] for person, own in sorted(arcs.items())]
    fine = (master.weights[:, rows].sum(axis=1) >= master.least).all()
    return tuple(rows) if fine else ()


def _firsts(person: Ints, ordered: list[int], most: int) -> list[int]:
    """The first of each person, at most so many."""
    firsts: dict[int, int] = {}
    for option in ordered:
        firsts.setdefault(int(person[option]), option)
        if len(firsts) == most:
            break
    return list(firsts.values())
