"""Thousands of small changes to single months, judged at once on the pieces of the rules (numpy)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from roster.engine.problem.meaning import (
    allowed_choices,
    budget_change,
    budget_count,
    clashes,
    cost_ticks,
    lines,
    pairs_change,
    weight_table,
)
from roster.engine.problem.sequence_table import SequenceTable
from roster.model import Roster
from roster.rule import MonthContext
from roster.rule.pieces import OFF, Allow, Budget, Cost, Penalty, Piece, Request, Sequence

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
class Limits:
    """Budgets that share one table of weights: each agent's value on the roster and its limits.

    `paired`: those of them that look at pairs of days, by agent.
    """

    weights: Ints
    has: Bools
    value: Ints
    low: Ints
    high: Ints
    paired: dict[int, Budget]


class MoveScreen:
    """One roster, seen through the hard pieces that speak of single agents, and through the prices they put on it."""

    def __init__(self, context: MonthContext, pieces: Iterable[Piece], roster: Roster) -> None:
        self.context = context
        agents, days = len(context.agents), context.days
        self.granted = roster.granted
        self._lines: dict[int, list[int]] = {}
        pieces = tuple(pieces)
        self.words = SequenceTable(
            (piece for piece in pieces if isinstance(piece, Sequence)),
            agents=agents,
            days=days,
            shifts=len(context.shifts),
        )
        pad = self.words.pad
        nobody = np.full((agents, days), OFF, np.int16)
        past = ({day: cell[0] for day, cell in duties.items()} for duties in context.history)
        self.shift, self.job = lines(nobody, past, pad), nobody.copy()
        for duty in roster.duties:
            agent, day = context.agent_index[duty.agent_id], context.day_of(duty.day)
            self.shift[agent, pad + day] = context.shift_index[duty.shift]
            self.job[agent, day] = context.job_index.get(duty.job, OFF)
        self.allowed, self.may_rest = allowed_choices(
            (piece for piece in pieces if isinstance(piece, Allow)),
            (agents, days, len(context.shifts), len(context.jobs)),
        )
        for piece in pieces:
            if isinstance(piece, Request) and piece.request in self.granted:
                self._shut(piece)
        self.budgets: dict[int, list[Budget]] = defaultdict(list)
        self.costs: dict[tuple[int, int], list[Cost]] = defaultdict(list)
        for piece in pieces:
            if isinstance(piece, Budget):
                self.budgets[piece.agent].append(piece)
            elif isinstance(piece, Cost):
                self.costs[piece.agent, piece.day].append(piece)
        self._base = self.words.planes(self.shift)
        everyone = np.arange(agents)
        self._hard_before = [
            (word, self.words.hits(word, self._base, everyone)) for word in self.words.words if word.ticks is None
        ]
        self._soft_before = [
            (word, self.words.hits(word, self._base, everyone)) for word in self.words.words if word.ticks
        ]
        self._priced: dict[int, list[tuple[Budget, int, Ints]]] = {}
        """By agent, once asked: each priced budget, its value now, and its weights."""
        self._tables: dict[int, Ints] = {}
        """Weights as arrays, by the tables that budgets share."""
        self.limits = tuple(self._limits())

    def _shut(self, leave: Request) -> None:
        """No duty beside a leave that the roster grants."""
        days, shifts = self.allowed.shape[1:3]
        for day in {*range(leave.first, leave.last + 1), *(day for day, _ in leave.blocked)} & {*range(days)}:
            barred = [shift for shift in range(shifts) if clashes(leave, day, shift)]
            self.allowed[leave.agent, day, barred] = False

    def line(self, agent: int) -> list[int]:
        """The agent's shifts on the roster, [pad + day]."""
        if agent not in self._lines:
            self._lines[agent] = self.shift[agent].tolist()
        return self._lines[agent]

    def value(self, budget: Budget) -> int:
        """The budget's count on the roster."""
        return budget_count(budget, self.line(budget.agent), self.words.pad, self.granted)

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
                self._weights(members[0]),
                np.zeros(agents, np.bool_),
                np.zeros(agents, np.int64),
                np.full(agents, -most, np.int64),
                np.full(agents, most, np.int64),
                {budget.agent: budget for budget in members if budget.pairs},
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

    def _within(self, *parts: Changes) -> Bools:
        """Which changes, row by row together, take no hard count of single agents out of its limits, or further out."""
        agent = parts[0].agent
        fine = np.ones(len(agent), np.bool_)
        for limits in self.limits:
            before = limits.value[agent]
            after = before + self._counted(limits, parts)
            over, under = after > limits.high[agent], after < limits.low[agent]
            fine &= ~(limits.has[agent] & ((over & (after > before)) | (under & (after < before))))
        return fine

    def _counted(self, limits: Limits, parts: tuple[Changes, ...]) -> Ints:
        """By how much the counts of the changes' agents move: `budget_change` for many at once."""
        pad, agent = self.words.pad, parts[0].agent
        delta = np.zeros(len(agent), np.int64)
        for own in parts:
            gives, takes = own.given_day != NONE, own.taken_day != NONE
            who, day = own.agent[gives], own.given_day[gives]
            delta[gives] -= limits.weights[day, self.shift[who, pad + day]]
            delta[takes] += limits.weights[own.taken_day[takes], own.taken_shift[takes]]
        for who, budget in limits.paired.items():
            rows = np.flatnonzero(agent == who)
            delta[rows] += self._paired(budget, rows, *parts)
        return delta

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
        agents_marred = np.zeros(len(self.context.agents), np.bool_)
        for _, before in self._hard_before:
            agents_marred |= before.any(axis=1)
        return agents_marred

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
        fine &= self._within(one, two)
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
        ticks: dict[str, Ints] = {}
        if self._soft_before and len(changes):
            planes = self.words.planes(self.months(changes))
            for word, before in self._soft_before:
                count = self.words.hits(word, planes, changes.agent).sum(axis=1)
                more = (count - before.sum(axis=1)[changes.agent]) * (word.ticks or 0)
                ticks[word.rule] = ticks.get(word.rule, np.zeros(len(changes), np.int64)) + more
        return ticks

    def month_ticks(self, agents: Ints, shift: NDArray[np.int16], job: NDArray[np.int16]) -> dict[str, int]:
        """What these months cost more than those on the roster, by the pieces that speak of one agent, per rule.

        Row k is the whole month of `agents[k]`: `shift` [k, pad + day], `job` [k, day].
        """
        ticks: dict[str, int] = defaultdict(int)
        pad = self.words.pad
        if self._soft_before:
            planes = self.words.planes(shift)
            for word, before in self._soft_before:
                more = int(self.words.hits(word, planes, agents).sum()) - int(before[agents].sum())
                ticks[word.rule] += more * (word.ticks or 0)
        for place, agent in enumerate(agents.tolist()):
            moved = (shift[place, pad:] != self.shift[agent, pad:]) | (job[place] != self.job[agent])
            cells = {
                day: (int(shift[place, pad + day]), int(job[place, day])) for day in np.flatnonzero(moved).tolist()
            }
            self._add_own(ticks, agent, cells)
        return ticks

    def _add_own(self, ticks: dict[str, int], agent: int, cells: dict[int, tuple[int, int]]) -> None:
        """Adds what days that hold other (shift, job) cost more by the agent's Cost and Budget pieces."""
        pad, line = self.words.pad, self.line(agent)
        for day, (shift, job) in cells.items():
            for cost in self.costs.get((agent, day), ()):
                now = cost_ticks(cost, line[pad + day], int(self.job[agent, day]))
                ticks[cost.rule] += cost_ticks(cost, shift, job) - now
        shifts = {day: shift for day, (shift, _) in cells.items()}
        for budget, value, _ in self._priced_budgets(agent):
            delta = budget_change(budget, line, pad, shifts)
            if delta and budget.penalty is not None:
                ticks[budget.rule] += budget.penalty.at(value + delta) - budget.penalty.at(value)

    def prices(self, changes: Changes) -> dict[str, Ints]:
        """What each change costs more by Cost and Budget pieces, per rule, in ticks; negative where it gains."""
        ticks: dict[str, Ints] = {}
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
            return ticks.setdefault(rule, np.zeros(len(changes), np.int64))

        for place in np.flatnonzero(self._costly[who, day]).tolist():
            agent, on = int(who[place]), int(day[place])
            for cost in self.costs[agent, on]:
                more = cost_ticks(cost, int(comes[place]), int(job[place]))
                column(cost.rule)[row[place]] += more - cost_ticks(cost, int(was[place]), int(self.job[agent, on]))
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
                    own = own + self._paired(budget, mine, changes)
                column(budget.rule)[mine] += _dearer(budget.penalty, value, own)
        return {rule: ticks for rule, ticks in ticks.items() if ticks.any()}

    @cached_property
    def _costly(self) -> Bools:
        """The days of each agent on which single choices cost something."""
        costly = np.zeros((len(self.context.agents), self.context.days), np.bool_)
        for agent, day in self.costs:
            costly[agent, day] = True
        return costly

    def _priced_budgets(self, agent: int) -> list[tuple[Budget, int, Ints]]:
        if agent not in self._priced:
            self._priced[agent] = [
                (budget, self.value(budget), self._weights(budget)) for budget in self.budgets[agent] if budget.penalty
            ]
        return self._priced[agent]

    def _weights(self, budget: Budget) -> Ints:
        """The budget's weights by day and shift, kept by the tables that budgets share."""
        weights = self._tables.get(id(budget.weights))
        if weights is None:
            weights = self._tables[id(budget.weights)] = weight_table(budget)
        return weights

    def _paired(self, budget: Budget, rows: Ints, *parts: Changes) -> Ints:
        """What the budget's pairs of days count more after each of these rows; all are its agent's."""
        line, paired = self.line(budget.agent), np.zeros(len(rows), np.int64)
        for place, row in enumerate(rows.tolist()):
            # Of two changes one may take what the other gives up: all that is given goes first.
            cells = {int(own.given_day[row]): OFF for own in parts}
            cells |= {int(own.taken_day[row]): int(own.taken_shift[row]) for own in parts}
            cells.pop(NONE, None)
            paired[place] = pairs_change(budget, line, self.words.pad, cells)
        return paired


def _dearer(penalty: Penalty | None, value: int, deltas: Ints) -> Ints:
    """What a count costs more after each difference."""
    if penalty is None or not deltas.any():
        return np.zeros(len(deltas), np.int64)
    now = penalty.at(value)
    known = {delta: penalty.at(value + delta) - now for delta in set(deltas.tolist())}
    return np.array([known[delta] for delta in deltas.tolist()], np.int64)
