"""Thousands of small changes to single months, judged at once on the pieces of the rules (numpy)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from roster.model import Roster
from roster.rule import MonthContext
from roster.rule.pieces import OFF, Allow, Budget, Cost, Penalty, Piece, Sequence

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
NONE = -1
CHUNK = 20_000


@dataclass(frozen=True)
class Changes:
    """One person each: gives up the duty on `given_day` and takes one on `taken_day`; NONE where nothing.

    Arrays of one length; days, shifts and jobs are the context's indices.
    """

    agent: Ints
    given_day: Ints
    taken_day: Ints
    taken_shift: Ints
    taken_job: Ints

    @classmethod
    def of(cls, rows: Iterable[tuple[int, int, int, int, int]]) -> "Changes":
        """From (agent, given day, taken day, taken shift, taken job)."""
        table = np.array(list(rows), dtype=np.int64).reshape(-1, 5)
        return cls(*(np.ascontiguousarray(table[:, column]) for column in range(5)))

    @property
    def columns(self) -> tuple[Ints, ...]:
        """Its arrays, in the order of `of`."""
        return self.agent, self.given_day, self.taken_day, self.taken_shift, self.taken_job

    def __len__(self) -> int:
        return len(self.agent)

    def __getitem__(self, rows: NDArray[np.int64] | Bools | slice) -> "Changes":
        return Changes(
            self.agent[rows], self.given_day[rows], self.taken_day[rows], self.taken_shift[rows], self.taken_job[rows]
        )


@dataclass(frozen=True, eq=False)
class Word:
    """A Sequence as bits: letter k is bit `bits[k]` of plane `planes[k]`; it counts where it ends on `ends`."""

    rule: str
    planes: tuple[int, ...]
    bits: tuple[int, ...]
    ends: Bools
    agents: Bools | None
    ticks: int | None


class Words:
    """All the Sequence pieces of a case, matched by shifting bit planes."""

    def __init__(self, context: MonthContext, pieces: Iterable[Sequence]) -> None:
        letters: dict[frozenset[int], int] = {}
        self.words: list[Word] = []
        everyone = len(context.agents)
        longest = 1
        for piece in pieces:
            if context.days == 0 or not all(piece.word):
                continue
            longest = max(longest, len(piece.word))
            numbers = [letters.setdefault(letter, len(letters)) for letter in piece.word]
            ends = np.ones(context.days, np.bool_)
            if piece.ends is not None:
                ends[:] = False
                ends[[day for day in piece.ends if 0 <= day < context.days]] = True
            if piece.inside:
                ends[: len(piece.word) - 1] = False
            who = None
            if len(piece.agents) < everyone:
                who = np.zeros(everyone, np.bool_)
                who[list(piece.agents)] = True
            planes, bits = tuple(n // 63 for n in numbers), tuple(n % 63 for n in numbers)
            self.words.append(Word(piece.rule, planes, bits, ends, who, piece.ticks))
        self.pad = longest - 1
        planes_needed = (len(letters) + 62) // 63
        self.tables = np.zeros((planes_needed, len(context.shifts) + 1), np.int64)
        for letter, number in letters.items():
            for shift in letter:
                self.tables[number // 63, shift + 1] |= np.int64(1) << (number % 63)

    def planes(self, months: NDArray[np.int16]) -> NDArray[np.int64]:
        """The letters that each day of each month matches: [plane, month, pad + day]."""
        found: NDArray[np.int64] = self.tables[:, months + 1]
        return found

    def hits(self, word: Word, planes: NDArray[np.int64], agents: Ints) -> Bools:
        """Where the word ends in each month: [month, day]."""
        days = planes.shape[2] - self.pad
        length = len(word.bits)
        found = np.ones((planes.shape[1], days), np.bool_)
        found &= word.ends
        if word.agents is not None:
            found &= word.agents[agents][:, None]
        for place in range(length):
            begin = self.pad - (length - 1) + place
            letters = planes[word.planes[place], :, begin : begin + days]
            found &= (letters >> word.bits[place]) & 1 != 0
        return found


@dataclass(frozen=True, eq=False)
class Limits:
    """Budgets that share one table of weights: each agent's value on the roster and its limits."""

    weights: Ints
    has: Bools
    value: Ints
    low: Ints
    high: Ints


class MoveScreen:
    """One roster, seen through the hard pieces that speak of single agents, and through the prices they put on it."""

    def __init__(self, context: MonthContext, pieces: Iterable[Piece], roster: Roster) -> None:
        self.context = context
        agents, days = len(context.agents), context.days
        self.granted = roster.granted
        pieces = tuple(pieces)
        self.words = Words(context, (piece for piece in pieces if isinstance(piece, Sequence)))
        pad = self.words.pad
        self.shift = np.full((agents, pad + days), OFF, np.int16)
        self.job = np.full((agents, days), OFF, np.int16)
        for agent, past in enumerate(context.history):
            for day, (shift, _) in past.items():
                if -pad <= day < 0:
                    self.shift[agent, pad + day] = shift
        for duty in roster.duties:
            agent, day = context.agent_index[duty.agent_id], context.day_of(duty.day)
            self.shift[agent, pad + day] = context.shift_index[duty.shift]
            self.job[agent, day] = context.job_index.get(duty.job, OFF)
        self.allowed = np.ones((agents, days, len(context.shifts), len(context.jobs)), np.bool_)
        self.may_rest = np.ones((agents, days), np.bool_)
        self.budgets: dict[int, list[Budget]] = defaultdict(list)
        self.costs: dict[tuple[int, int], list[Cost]] = defaultdict(list)
        self._read(pieces)
        self._base = self.words.planes(self.shift)
        everyone = np.arange(agents)
        self._hard_before = [
            (word, self.words.hits(word, self._base, everyone)) for word in self.words.words if word.ticks is None
        ]
        self._soft_before = [
            (word, self.words.hits(word, self._base, everyone)) for word in self.words.words if word.ticks
        ]
        self.limits = tuple(self._limits())
        self._priced: dict[int, list[tuple[Budget, int, Ints]]] = {}
        """By agent, once asked: each priced budget, its value now, and its weights."""
        self._tables: dict[int, Ints] = {}
        """Weights as arrays, by the tables that budgets share."""

    def _read(self, pieces: Iterable[Piece]) -> None:
        masks: dict[int, Bools] = {}
        for piece in pieces:
            if isinstance(piece, Allow):
                mask = masks.get(id(piece.duties))
                if mask is None:
                    mask = np.zeros(self.allowed.shape[2:], np.bool_)
                    for shift, job in piece.duties:
                        mask[shift, job] = True
                    masks[id(piece.duties)] = mask
                days = np.asarray(piece.days, np.intp)
                self.allowed[piece.agent, days] &= mask
                if not piece.off:
                    self.may_rest[piece.agent, days] = False
            elif isinstance(piece, Budget):
                self.budgets[piece.agent].append(piece)
            elif isinstance(piece, Cost):
                self.costs[piece.agent, piece.day].append(piece)

    def value(self, budget: Budget, month: NDArray[np.int16] | None = None) -> int:
        """The budget's count on the roster, or on another month of its agent ([pad + day], as in `shift`)."""
        pad = self.words.pad
        whole = self.shift[budget.agent] if month is None else month
        row = whole[pad:]
        total = budget.constant + sum(budget.leave.get(request, 0) for request in self.granted)
        for day, shift in enumerate(row):
            if shift != OFF:
                total += budget.weights[day][shift]
        for pair in budget.pairs:
            before, then = int(whole[pad + pair.day - 1]), int(row[pair.day])
            if before in pair.before and then in pair.then:
                total += pair.weight
        return int(total)

    def _limits(self) -> Iterable[Limits]:
        groups: dict[tuple[int, int], list[Budget]] = defaultdict(list)
        for agent, budgets in self.budgets.items():
            seen: dict[int, int] = defaultdict(int)
            for budget in budgets:
                if budget.minimum is not None or budget.maximum is not None:
                    key = id(budget.weights)
                    groups[key, seen[key]].append(budget)
                    seen[key] += 1
            del agent
        most = np.iinfo(np.int64).max // 4
        for members in groups.values():
            agents = len(self.context.agents)
            limits = Limits(
                np.array(members[0].weights, np.int64).reshape(self.context.days, -1),
                np.zeros(agents, np.bool_),
                np.zeros(agents, np.int64),
                np.full(agents, -most, np.int64),
                np.full(agents, most, np.int64),
            )
            for budget in members:
                limits.has[budget.agent] = True
                limits.value[budget.agent] = self.value(budget)
                if budget.minimum is not None:
                    limits.low[budget.agent] = budget.minimum
                if budget.maximum is not None:
                    limits.high[budget.agent] = budget.maximum
            yield limits

    def months(self, changes: Changes) -> NDArray[np.int16]:
        """Each changed month: [change, pad + day]."""
        pad = self.words.pad
        months = self.shift[changes.agent]
        gives, takes = changes.given_day != NONE, changes.taken_day != NONE
        rows = np.arange(len(changes))
        months[rows[gives], pad + changes.given_day[gives]] = OFF
        months[rows[takes], pad + changes.taken_day[takes]] = changes.taken_shift[takes]
        return months

    def legal(self, changes: Changes) -> Bools:
        """Which changes break no hard rule of single agents that was not broken as badly before."""
        fine = self._allowed(changes) & self._within(changes)
        for start in range(0, len(changes), CHUNK):
            rows = np.flatnonzero(fine[start : start + CHUNK]) + start
            if len(rows):
                fine[rows] &= self._words_fine(changes[rows])
        return fine

    def _allowed(self, changes: Changes) -> Bools:
        pad = self.words.pad
        fine = np.ones(len(changes), np.bool_)
        takes = changes.taken_day != NONE
        who, day = changes.agent[takes], changes.taken_day[takes]
        free = (self.shift[who, pad + day] == OFF) | (day == changes.given_day[takes])
        fine[takes] = free & self.allowed[who, day, changes.taken_shift[takes], changes.taken_job[takes]]
        rests = (changes.given_day != NONE) & (changes.given_day != changes.taken_day)
        fine[rests] &= self.may_rest[changes.agent[rests], changes.given_day[rests]]
        return fine

    def _within(self, changes: Changes) -> Bools:
        pad = self.words.pad
        fine = np.ones(len(changes), np.bool_)
        gives, takes = changes.given_day != NONE, changes.taken_day != NONE
        for limits in self.limits:
            delta = np.zeros(len(changes), np.int64)
            who, day = changes.agent[gives], changes.given_day[gives]
            delta[gives] -= limits.weights[day, self.shift[who, pad + day]]
            delta[takes] += limits.weights[changes.taken_day[takes], changes.taken_shift[takes]]
            after = limits.value[changes.agent] + delta
            over = (after > limits.high[changes.agent]) & (delta > 0)
            under = (after < limits.low[changes.agent]) & (delta < 0)
            fine &= ~limits.has[changes.agent] | ~(over | under)
        return fine

    def _words_fine(self, changes: Changes) -> Bools:
        return self._new_words(self.months(changes), changes.agent)

    def _new_words(self, months: NDArray[np.int16], agents: Ints) -> Bools:
        """Which months hold no forbidden word that their agent's month did not hold before."""
        planes = self.words.planes(months)
        fine = np.ones(len(agents), np.bool_)
        for word, before in self._hard_before:
            new = self.words.hits(word, planes, agents) & ~before[agents]
            fine &= ~new.any(axis=1)
        return fine

    @cached_property
    def marred(self) -> Bools:
        """The agents whose roster holds a forbidden word already: one more such word in its place is not seen."""
        found = np.zeros(len(self.context.agents), np.bool_)
        for _, before in self._hard_before:
            found |= before.any(axis=1)
        return found

    def barred(self, changes: Changes) -> Bools:
        """Which changes are not allowed on their days at all, whatever else changes, or take a day that is taken."""
        return ~self._allowed(changes)

    def hopeless(self, changes: Changes) -> Bools:
        """Which changes no second change elsewhere in the month can mend.

        What is not allowed on its day at all, a day that is taken, and a pair of neighbouring days that clashes: to
        mend these, a second swap would have to touch a neighbour of the first, which SWAP-3b forbids.
        """
        lost = ~self._allowed(changes)
        rows = np.flatnonzero(~lost)
        for start in range(0, len(rows), CHUNK):
            some = rows[start : start + CHUNK]
            planes = self.words.planes(self.months(changes[some]))
            for word, before in self._hard_before:
                if len(word.bits) <= 2:
                    new = self.words.hits(word, planes, changes.agent[some]) & ~before[changes.agent[some]]
                    lost[some] |= new.any(axis=1)
        return lost

    def legal_pairs(self, one: Changes, two: Changes) -> Bools:
        """Which pairs of changes, row by row of the same person, break no hard rule together."""
        pad = self.words.pad
        fine: Bools = (one.taken_day != two.taken_day) | (one.taken_day == NONE)
        for own, other in ((one, two), (two, one)):
            was = self.shift[own.agent, pad + own.taken_day] == OFF
            free = was | (own.taken_day == own.given_day) | (own.taken_day == other.given_day)
            allowed = free & self.allowed[own.agent, own.taken_day, own.taken_shift, own.taken_job]
            fine &= allowed | (own.taken_day == NONE)
            rests = (own.given_day != own.taken_day) & (own.given_day != other.taken_day) & (own.given_day != NONE)
            fine &= ~rests | self.may_rest[own.agent, own.given_day]
        for limits in self.limits:
            delta = np.zeros(len(one), np.int64)
            for own in (one, two):
                gives, takes = own.given_day != NONE, own.taken_day != NONE
                who, day = own.agent[gives], own.given_day[gives]
                delta[gives] -= limits.weights[day, self.shift[who, pad + day]]
                delta[takes] += limits.weights[own.taken_day[takes], own.taken_shift[takes]]
            after = limits.value[one.agent] + delta
            wrong = ((after > limits.high[one.agent]) & (delta > 0)) | ((after < limits.low[one.agent]) & (delta < 0))
            fine &= ~(limits.has[one.agent] & wrong)
        for start in range(0, len(one), CHUNK):
            rows = np.flatnonzero(fine[start : start + CHUNK]) + start
            if len(rows):
                first, second = one[rows], two[rows]
                months = self.shift[first.agent]
                at = np.arange(len(rows))
                for own in (first, second):
                    gives = own.given_day != NONE
                    months[at[gives], pad + own.given_day[gives]] = OFF
                for own in (first, second):
                    takes = own.taken_day != NONE
                    months[at[takes], pad + own.taken_day[takes]] = own.taken_shift[takes]
                fine[rows] &= self._new_words(months, first.agent)
        return fine

    def sequence_ticks(self, changes: Changes) -> dict[str, Ints]:
        """What the priced words cost more after each change, per rule."""
        found: dict[str, Ints] = {}
        if self._soft_before and len(changes):
            planes = self.words.planes(self.months(changes))
            for word, before in self._soft_before:
                count = self.words.hits(word, planes, changes.agent).sum(axis=1)
                more = (count - before.sum(axis=1)[changes.agent]) * (word.ticks or 0)
                found[word.rule] = found.get(word.rule, np.zeros(len(changes), np.int64)) + more
        return found

    def month_ticks(self, agents: Ints, shift: NDArray[np.int16], job: NDArray[np.int16]) -> dict[str, int]:
        """What these months cost more than those on the roster, by the pieces that speak of one agent, per rule.

        Row k is the whole month of `agents[k]`: `shift` [k, pad + day], `job` [k, day].
        """
        found: dict[str, int] = defaultdict(int)
        pad = self.words.pad
        if self._soft_before:
            planes = self.words.planes(shift)
            for word, before in self._soft_before:
                more = int(self.words.hits(word, planes, agents).sum()) - int(before[agents].sum())
                found[word.rule] += more * (word.ticks or 0)
        for place, agent in enumerate(agents.tolist()):
            moved = (shift[place, pad:] != self.shift[agent, pad:]) | (job[place] != self.job[agent])
            for day in np.flatnonzero(moved):
                for cost in self.costs.get((agent, int(day)), ()):
                    new = _cost(cost, int(shift[place, pad + day]), int(job[place, day]))
                    found[cost.rule] += new - _cost(cost, int(self.shift[agent, pad + day]), int(self.job[agent, day]))
            for budget, value, _ in self._priced_budgets(agent):
                after = self.value(budget, shift[place])
                if after != value and budget.penalty is not None:
                    found[budget.rule] += budget.penalty.at(after) - budget.penalty.at(value)
        return found

    def prices(self, changes: Changes) -> dict[str, Ints]:
        """What each change costs more by Cost and Budget pieces, per rule, in ticks; negative where it gains."""
        found: dict[str, Ints] = {}
        pad, rows = self.words.pad, np.arange(len(changes))
        before, then = self.shift[changes.agent, pad:], self.months(changes)[:, pad:]
        gives = rows[changes.given_day != NONE]
        takes = rows[(changes.taken_day != NONE) & (changes.taken_day != changes.given_day)]
        row = np.concatenate((gives, takes))
        day = np.concatenate((changes.given_day[gives], changes.taken_day[takes]))
        job = np.where(changes.taken_day[row] == day, changes.taken_job[row], OFF)
        # What each cell that changes was and becomes.
        was, comes = before[row, day], then[row, day]
        who = changes.agent[row]

        def column(rule: str) -> Ints:
            return found.setdefault(rule, np.zeros(len(changes), np.int64))

        for place in np.flatnonzero(self._costly[who, day]).tolist():
            agent, on = int(who[place]), int(day[place])
            for cost in self.costs[agent, on]:
                more = _cost(cost, int(comes[place]), int(job[place]))
                column(cost.rule)[row[place]] += more - _cost(cost, int(was[place]), int(self.job[agent, on]))
        deltas: dict[int, Ints] = {}
        order = np.argsort(changes.agent, kind="stable")
        for mine in np.split(order, np.flatnonzero(np.diff(changes.agent[order])) + 1) if len(order) else ():
            for budget, value, weights in self._priced_budgets(int(changes.agent[mine[0]])):
                delta = deltas.get(id(weights))
                if delta is None:
                    delta = deltas[id(weights)] = np.zeros(len(changes), np.int64)
                    np.add.at(delta, row, weights[day, comes] - weights[day, was])
                own = delta[mine]
                if budget.pairs:
                    own = own + self._pairs(budget, then[mine])
                column(budget.rule)[mine] += _dearer(budget.penalty, value, own)
        return {rule: ticks for rule, ticks in found.items() if ticks.any()}

    @cached_property
    def _costly(self) -> Bools:
        """The days of each agent on which single choices cost something."""
        found = np.zeros((len(self.context.agents), self.context.days), np.bool_)
        for agent, day in self.costs:
            found[agent, day] = True
        return found

    def _priced_budgets(self, agent: int) -> list[tuple[Budget, int, Ints]]:
        if agent not in self._priced:
            self._priced[agent] = [
                (budget, self.value(budget), self._weights(budget)) for budget in self.budgets[agent] if budget.penalty
            ]
        return self._priced[agent]

    def _weights(self, budget: Budget) -> Ints:
        """The budget's weights by day and shift, with nothing for OFF, which stands last."""
        found = self._tables.get(id(budget.weights))
        if found is None:
            days = self.context.days
            found = self._tables[id(budget.weights)] = np.zeros((days, len(self.context.shifts) + 1), np.int64)
            found[:, :OFF] = np.array(budget.weights, np.int64).reshape(days, -1)
        return found

    def _pairs(self, budget: Budget, months: NDArray[np.int16]) -> Ints:
        """What the budget's pairs of neighbouring days count more in each of its agent's months: [row, day]."""
        pad = self.words.pad
        now = self.shift[budget.agent]
        found = np.zeros(len(months), np.int64)
        for pair in budget.pairs:
            first, second = int(now[pad + pair.day - 1]), int(now[pad + pair.day])
            held = first in pair.before and second in pair.then
            for row in np.flatnonzero(
                (months[:, pair.day] != second) | ((months[:, pair.day - 1] != first) if pair.day else False)
            ).tolist():
                one = int(months[row, pair.day - 1]) if pair.day else first
                found[row] += pair.weight * ((one in pair.before and int(months[row, pair.day]) in pair.then) - held)
        return found


def _dearer(penalty: Penalty | None, value: int, deltas: Ints) -> Ints:
    """What a count costs more after each difference."""
    if penalty is None or not deltas.any():
        return np.zeros(len(deltas), np.int64)
    now = penalty.at(value)
    known = {delta: penalty.at(value + delta) - now for delta in set(deltas.tolist())}
    return np.array([known[delta] for delta in deltas.tolist()], np.int64)


def _cost(cost: Cost, shift: int, job: int) -> int:
    fits = shift in cost.choices and (cost.jobs is None or shift == OFF or job in cost.jobs)
    return cost.ticks if fits else 0
