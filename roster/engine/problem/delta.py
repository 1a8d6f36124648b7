"""One agent's one day changed in a finished plan: which hard pieces that would break, and what it would cost."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from roster.engine.problem.meaning import (
    AgentSets,
    allows,
    budget_change,
    budget_count,
    clashes,
    cost_ticks,
    escort_ticks,
    line_of,
    lines,
    worsened,
)
from roster.engine.problem.problem import PAD, Plan, Problem
from roster.engine.problem.sequence_table import SequenceTable, Word
from roster.rule.pieces import OFF, Allow, Budget, Cost, Escort


class DeltaEvaluator:
    """Answers about single changes to `plan`; everything that a plan alone decides is computed once.

    `like` is one of another plan of the same problem: what the problem alone decides is taken from there.
    """

    def __init__(self, problem: Problem, plan: Plan, like: "DeltaEvaluator | None" = None) -> None:
        self.problem, self.plan = problem, plan
        self._broken: dict[tuple[int, int], dict[str, NDArray[np.bool_]]] = {}
        self._values: dict[int, int] = {}
        self._lines: dict[int, list[int]] = {}
        self.sets: AgentSets = AgentSets() if like is None else like.sets
        if like is not None:
            self.allows, self.table, self.costs = like.allows, like.table, like.costs
            self.priced_words = like.priced_words

    @cached_property
    def table(self) -> SequenceTable:
        """Each word once, with the agents it binds."""
        problem = self.problem
        pieces = {id(piece): piece for several in problem.sequences for piece in several}
        return SequenceTable(pieces.values(), agents=problem.agents, days=problem.days, shifts=problem.shifts)

    @cached_property
    def priced_words(self) -> dict[int, list[Word]]:
        """The words that have a price, by agent."""
        grouped: dict[int, list[Word]] = defaultdict(list)
        for word in self.table.words:
            if word.ticks is not None:
                for agent in word.piece.agents:
                    grouped[agent].append(word)
        return grouped

    @cached_property
    def planes(self) -> NDArray[np.int64]:
        """The letters that each day of each agent's line matches."""
        return self.table.planes(lines(self.plan.shift, self.problem.past, self.table.pad))

    @cached_property
    def allows(self) -> dict[tuple[int, int], list[Allow]]:
        """Allow pieces by agent and day."""
        grouped: dict[tuple[int, int], list[Allow]] = defaultdict(list)
        for piece in self.problem.pieces:
            if isinstance(piece, Allow):
                for day in piece.days:
                    grouped[piece.agent, day].append(piece)
        return grouped

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """What each merged row counts."""
        return self.problem.rows.counts(self.plan.shift, self.plan.job, self.plan.granted)

    def _words_broken(self, day: int, symbol: int) -> dict[str, NDArray[np.bool_]]:
        key = (day, symbol)
        if key not in self._broken:
            broken: dict[str, NDArray[np.bool_]] = {}
            planes, everybody = self.table.with_shift(self.planes, day, symbol), np.arange(self.problem.agents)
            for word in self.table.words:
                if word.ticks is None:
                    hit = np.asarray(self.table.hits(word, planes, everybody, day).any(axis=1))
                    if hit.any():
                        broken[word.rule] = broken[word.rule] | hit if word.rule in broken else hit
            self._broken[key] = broken
        return self._broken[key]

    def _line(self, agent: int) -> list[int]:
        if agent not in self._lines:
            self._lines[agent] = line_of(self.plan.shift[agent], self.problem.past[agent], PAD)
        return self._lines[agent]

    def budget(self, piece: Budget) -> int:
        """What the budget counts now."""
        if id(piece) not in self._values:
            self._values[id(piece)] = budget_count(piece, self._line(piece.agent), PAD, self.plan.granted)
        return self._values[id(piece)]

    def budget_after(self, piece: Budget, day: int, symbol: int) -> int:
        """What the budget would count."""
        return self.budget(piece) + budget_change(piece, self._line(piece.agent), PAD, {day: symbol})

    def blockers(self, agent: int, day: int, symbol: int, job: int = 0, *, rows: bool = True) -> list[str]:
        """Rules whose hard pieces the choice would break, each once, in the order of the pieces.

        Without `rows` only those about the agent alone: of several changes the rows see the whole.
        """
        problem = self.problem
        rules: dict[str, None] = {}
        fine = problem.off_allowed[agent, day] if symbol == OFF else problem.allowed[agent, day, symbol, job]
        if not fine:
            for allow in self.allows[agent, day]:
                if not allows(allow, symbol, job):
                    rules[allow.rule] = None
        if symbol != OFF:
            for request in problem.requests[agent]:
                if request.request in self.plan.granted and clashes(request, day, symbol):
                    rules[request.rule] = None
        for rule, hit in self._words_broken(day, symbol).items():
            if hit[agent]:
                rules[rule] = None
        for budget in problem.budgets[agent]:
            limited = budget.minimum is not None or budget.maximum is not None
            if limited and worsened(budget, self.budget(budget), self.budget_after(budget, day, symbol)):
                rules[budget.rule] = None
        if rows:
            rules.update(dict.fromkeys(self._rows_broken(agent, day, symbol, job)))
        return list(rules)

    def _rows_broken(self, agent: int, day: int, symbol: int, job: int) -> Iterator[str]:
        rows = self.problem.rows
        for row, change in self._row_changes(agent, day, symbol, job).items():
            value = int(self.counts[row]) + change
            if (change < 0 and value < rows.minimum[row]) or (change > 0 and value > rows.maximum[row]):
                yield rows.source[rows.members[row][0]].rule

    def _row_changes(self, agent: int, day: int, symbol: int, job: int) -> Mapping[int, int]:
        now = (agent, day, int(self.plan.shift[agent, day]), int(self.plan.job[agent, day]))
        return self.problem.rows.changes([now], [(agent, day, symbol, job)])

    def ticks_by_rule(self, agent: int, day: int, symbol: int, job: int = 0) -> dict[str, int]:
        """What each rule's price would change by, in ticks, whether or not the choice is allowed."""
        by_rule: dict[str, int] = defaultdict(int)
        rows = self.problem.rows
        for row, change in self._row_changes(agent, day, symbol, job).items():
            for rule, ticks in rows.ticks_more(row, int(self.counts[row]), change):
                by_rule[rule] += ticks
        for budget in self.problem.budgets[agent]:
            if budget.penalty is not None:
                after = budget.penalty.at(self.budget_after(budget, day, symbol))
                by_rule[budget.rule] += after - budget.penalty.at(self.budget(budget))
        now = int(self.plan.shift[agent, day])
        if self.priced_words[agent]:
            own = self.planes[:, [agent]]
            changed = self.table.with_shift(own, day, symbol)
            for word in self.priced_words[agent]:
                more, less = (int(self.table.hits(word, planes, over=day).sum()) for planes in (changed, own))
                by_rule[word.rule] += (word.ticks or 0) * (more - less)
        self._add_costs(by_rule, agent, day, symbol, job)
        for escort in self.problem.escorts:
            if escort.day == day and escort.shift in {now, symbol}:
                after = self._escort_price(escort, agent, symbol)
                by_rule[escort.rule] += after - self._escort_price(escort, agent, now)
        return {rule: ticks for rule, ticks in by_rule.items() if ticks}

    def _add_costs(self, by_rule: dict[str, int], agent: int, day: int, symbol: int, job: int) -> None:
        now = (int(self.plan.shift[agent, day]), int(self.plan.job[agent, day]))
        for cost in self.costs.get((agent, day), ()):
            by_rule[cost.rule] += cost_ticks(cost, symbol, job) - cost_ticks(cost, *now)

    @cached_property
    def costs(self) -> dict[tuple[int, int], list[Cost]]:
        """Cost pieces by agent and day."""
        grouped: dict[tuple[int, int], list[Cost]] = defaultdict(list)
        for piece in self.problem.pieces:
            if isinstance(piece, Cost):
                grouped[piece.agent, piece.day].append(piece)
        return grouped

    def _escort_price(self, escort: Escort, agent: int, symbol: int) -> int:
        on_day = self.plan.shift[:, escort.day].copy()
        on_day[agent] = symbol
        return escort_ticks(escort, on_day, self.sets)
