"""One agent's one day changed in a finished plan: which hard pieces that would break, and what it would cost."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from roster.engine.problem.problem import Plan, Problem
from roster.rule.pieces import OFF, Allow, Budget, Cost, Escort, Sequence, Symbols


class DeltaEvaluator:
    """Answers about single changes to `plan`; everything that a plan alone decides is computed once.

    `like` is one of another plan of the same problem: what the problem alone decides is taken from there.
    """

    def __init__(self, problem: Problem, plan: Plan, like: "DeltaEvaluator | None" = None) -> None:
        self.problem, self.plan = problem, plan
        self.before_days = max((len(s.word) - 1 for several in problem.sequences for s in several), default=0)
        self._matching: dict[Symbols, NDArray[np.bool_]] = {}
        self._broken: dict[tuple[int, int], dict[str, NDArray[np.bool_]]] = {}
        self._values: dict[int, int] = {}
        self.tables: dict[int, NDArray[np.int64]] = {}
        if like is not None:
            self.allows, self.sequences, self.costs = like.allows, like.sequences, like.costs
            self.tables = like.tables

    @cached_property
    def symbols(self) -> NDArray[np.int64]:
        """`[agent, before_days + day]`: shifts worked, history included."""
        problem, before = self.problem, self.before_days
        found = np.full((problem.agents, before + problem.days), OFF, np.int64)
        found[:, before:] = self.plan.shift
        for agent, past in enumerate(problem.past):
            for day, shift in past.items():
                if day >= -before:
                    found[agent, before + day] = shift
        return found

    @cached_property
    def allows(self) -> dict[tuple[int, int], list[Allow]]:
        """Allow pieces by agent and day."""
        found: dict[tuple[int, int], list[Allow]] = defaultdict(list)
        for piece in self.problem.pieces:
            if isinstance(piece, Allow):
                for day in piece.days:
                    found[piece.agent, day].append(piece)
        return found

    @cached_property
    def sequences(self) -> dict[int, tuple[Sequence, NDArray[np.bool_]]]:
        """Each word once, with the agents it binds."""
        found: dict[int, tuple[Sequence, NDArray[np.bool_]]] = {}
        for agent, several in enumerate(self.problem.sequences):
            for piece in several:
                entry = found.setdefault(id(piece), (piece, np.zeros(self.problem.agents, np.bool_)))
                entry[1][agent] = True
        return found

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """What each merged row counts."""
        return self.problem.rows.counts(self.plan.shift, self.plan.job, self.plan.granted)

    def _cell(self, agent: int, day: int, shift: int, job: int) -> slice:
        rows = self.problem.rows
        place = (int(rows.class_of[agent]), day, shift, job)
        return slice(int(rows.start[place]), int(rows.stop[place]))

    def _hits(self, symbols: Symbols) -> NDArray[np.bool_]:
        if symbols not in self._matching:
            self._matching[symbols] = np.isin(self.symbols, list(symbols))
        return self._matching[symbols]

    def _occurrences(self, piece: Sequence, day: int, symbol: int) -> NDArray[np.int64]:
        """How often the word would occur over `day`, per agent, with `symbol` there."""
        before, length = self.before_days, len(piece.word)
        total = np.zeros(self.problem.agents, np.int64)
        for end in range(day, min(day + length, self.problem.days)):
            start = end - length + 1
            if (
                symbol not in piece.word[day - start]
                or (piece.ends is not None and end not in piece.ends)
                or (piece.inside and start < 0)
            ):
                continue
            hit = np.ones(self.problem.agents, np.bool_)
            for offset, letter in enumerate(piece.word):
                if start + offset != day:
                    hit &= self._hits(letter)[:, before + start + offset]
            total += hit
        return total

    def _words_broken(self, day: int, symbol: int) -> dict[str, NDArray[np.bool_]]:
        key = (day, symbol)
        if key not in self._broken:
            found: dict[str, NDArray[np.bool_]] = {}
            for piece, bound in self.sequences.values():
                if piece.ticks is None:
                    hit = bound & (self._occurrences(piece, day, symbol) > 0)
                    if hit.any():
                        found[piece.rule] = found[piece.rule] | hit if piece.rule in found else hit
            self._broken[key] = found
        return self._broken[key]

    def _table(self, piece: Budget) -> NDArray[np.int64]:
        found = self.tables.get(id(piece.weights))
        if found is None:
            found = self.tables[id(piece.weights)] = np.array(piece.weights, np.int64)
        return found

    def budget(self, piece: Budget) -> int:
        """What the budget counts now."""
        if id(piece) not in self._values:
            shift = self.plan.shift[piece.agent]
            days = np.flatnonzero(shift != OFF)
            value = piece.constant + int(self._table(piece)[days, shift[days]].sum())
            value += sum(weight for request, weight in piece.leave.items() if request in self.plan.granted)
            value += self._pairs(piece, -1, OFF)
            self._values[id(piece)] = value
        return self._values[id(piece)]

    def _pairs(self, piece: Budget, day: int, symbol: int) -> int:
        """The pairs' part, with `symbol` on `day` (−1: as it is)."""
        past = self.problem.past[piece.agent].get(-1, OFF)
        shift = self.plan.shift[piece.agent]
        total = 0
        for pair in piece.pairs:
            first = symbol if pair.day - 1 == day and day >= 0 else int(shift[pair.day - 1]) if pair.day else past
            second = symbol if pair.day == day else int(shift[pair.day])
            if first in pair.before and second in pair.then:
                total += pair.weight
        return total

    def budget_after(self, piece: Budget, day: int, symbol: int) -> int:
        """What the budget would count."""
        now = int(self.plan.shift[piece.agent, day])
        value = self.budget(piece)
        value -= piece.weights[day][now] if now != OFF else 0
        value += piece.weights[day][symbol] if symbol != OFF else 0
        if piece.pairs:
            value += self._pairs(piece, day, symbol) - self._pairs(piece, -1, OFF)
        return value

    def blockers(self, agent: int, day: int, symbol: int, job: int = 0, *, rows: bool = True) -> list[str]:  # noqa: C901 - one look a piece
        """Rules whose hard pieces the choice would break, each once, in the order of the pieces.

        Without `rows` only those about the agent alone: of several changes the rows see the whole.
        """
        problem = self.problem
        found: dict[str, None] = {}
        fine = problem.off_allowed[agent, day] if symbol == OFF else problem.allowed[agent, day, symbol, job]
        if not fine:
            for allow in self.allows[agent, day]:
                if not (allow.off if symbol == OFF else (symbol, job) in allow.duties):
                    found[allow.rule] = None
        if symbol != OFF:
            for request in problem.requests[agent]:
                taken = request.first <= day <= request.last or (day, symbol) in request.blocked
                if request.request in self.plan.granted and taken:
                    found[request.rule] = None
        for rule, hit in self._words_broken(day, symbol).items():
            if hit[agent]:
                found[rule] = None
        for budget in problem.budgets[agent]:
            if budget.minimum is not None or budget.maximum is not None:
                value = self.budget_after(budget, day, symbol)
                low = budget.minimum is not None and value < budget.minimum and value < self.budget(budget)
                high = budget.maximum is not None and value > budget.maximum and value > self.budget(budget)
                if low or high:
                    found[budget.rule] = None
        if rows:
            found.update(dict.fromkeys(self._rows_broken(agent, day, symbol, job)))
        return list(found)

    def _rows_broken(self, agent: int, day: int, symbol: int, job: int) -> Iterator[str]:
        rows = self.problem.rows
        for row, change in self._row_changes(agent, day, symbol, job).items():
            value = int(self.counts[row]) + change
            if (change < 0 and value < rows.minimum[row]) or (change > 0 and value > rows.maximum[row]):
                yield rows.source[rows.members[row][0]].rule

    def _row_changes(self, agent: int, day: int, symbol: int, job: int) -> dict[int, int]:
        rows = self.problem.rows
        found: dict[int, int] = defaultdict(int)
        now = int(self.plan.shift[agent, day])
        for shift, served, sign in ((now, int(self.plan.job[agent, day]), -1), (symbol, job, 1)):
            if shift != OFF:
                cell = self._cell(agent, day, shift, served)
                for row, coefficient in zip(rows.row[cell], rows.coefficient[cell], strict=True):
                    found[int(row)] += sign * int(coefficient)
        return {row: change for row, change in found.items() if change}

    def ticks_by_rule(self, agent: int, day: int, symbol: int, job: int = 0) -> dict[str, int]:
        """What each rule's price would change by, in ticks, whether or not the choice is allowed."""
        found: dict[str, int] = defaultdict(int)
        rows = self.problem.rows
        for row, change in self._row_changes(agent, day, symbol, job).items():
            value = int(self.counts[row])
            for member in rows.members[row]:
                penalty = rows.source[member].penalty
                if penalty is not None:
                    found[rows.source[member].rule] += penalty.at(value + change) - penalty.at(value)
        for budget in self.problem.budgets[agent]:
            if budget.penalty is not None:
                after = budget.penalty.at(self.budget_after(budget, day, symbol))
                found[budget.rule] += after - budget.penalty.at(self.budget(budget))
        now = int(self.plan.shift[agent, day])
        for piece in self.problem.sequences[agent]:
            if piece.ticks is not None:
                times = [int(self._occurrences(piece, day, letter)[agent]) for letter in (now, symbol)]
                found[piece.rule] += piece.ticks * (times[1] - times[0])
        self._add_costs(found, agent, day, symbol, job)
        for escort in self.problem.escorts:
            if escort.day == day and escort.shift in {now, symbol}:
                after = self._escort_price(escort, agent, symbol)
                found[escort.rule] += after - self._escort_price(escort, agent, now)
        return {rule: ticks for rule, ticks in found.items() if ticks}

    def _add_costs(self, found: dict[str, int], agent: int, day: int, symbol: int, job: int) -> None:
        now = (int(self.plan.shift[agent, day]), int(self.plan.job[agent, day]))
        for cost in self.costs.get((agent, day), ()):
            for (shift, served), sign in ((now, -1), ((symbol, job), 1)):
                if shift in cost.choices and (shift == OFF or cost.jobs is None or served in cost.jobs):
                    found[cost.rule] += sign * cost.ticks

    @cached_property
    def costs(self) -> dict[tuple[int, int], list[Cost]]:
        """Cost pieces by agent and day."""
        found: dict[tuple[int, int], list[Cost]] = defaultdict(list)
        for piece in self.problem.pieces:
            if isinstance(piece, Cost):
                found[piece.agent, piece.day].append(piece)
        return found

    def _escort_price(self, escort: Escort, agent: int, symbol: int) -> int:
        on_shift = self.plan.shift[:, escort.day] == escort.shift
        on_shift = on_shift.copy()
        on_shift[agent] = symbol == escort.shift
        if on_shift[list(escort.escorts)].any():
            return 0
        return escort.ticks * int(on_shift[list(escort.members)].sum())
