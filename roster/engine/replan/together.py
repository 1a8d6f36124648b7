"""Many absences on one day: of all the months that responses have met, those chosen that go together best.

Taking the best single response again and again finds chains of changes one link at a time, and each link takes what
another would have needed more. The months met on the way are columns of a small integer program: everybody keeps the
present one or takes another, rows at their prices. What chains found apart is so put together.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from roster.engine.pricing.agents import HARD_TICKS
from roster.engine.pricing.pricing import BIG
from roster.engine.pricing.response import own_price
from roster.engine.problem.problem import Plan, Problem
from roster.engine.replan.disruption import CHANGE
from roster.engine.replan.repair import Months, Proposals, Repair
from roster.engine.search.prepared import PreparedSearch
from roster.linear import Constraint, Variable, WholeProgram
from roster.rule.pieces import OFF

UNIT = CHANGE * 360.0
"""Ticks of a change of one point: the program's prices are in these, or its tolerances would hide a change."""

LEAST_GAIN = 1e-6
"""Units by which a choice must be better than the plan as it stands: above the noise of floats."""

MOST_SECONDS = 1.0
"""How long one program may take at most; most are solved in a tenth of that."""


class AgentMonth(NamedTuple):
    """A legal month of an agent, the mask of its granted requests, and what it costs by itself."""

    agent: int
    shift: Months
    job: Months
    granted: int
    own: float


class RememberingRepair(Repair):
    """A repair that keeps each legal month it met: best responses, and the months of the plan that it began on."""

    def __init__(self, search: PreparedSearch, start: Plan) -> None:
        self._met: dict[tuple[int, int, bytes, bytes], AgentMonth] = {}
        super().__init__(search, start)
        force, masks = self.walker.force, search.problem.request_masks(start.granted).tolist()
        for agent, mask in enumerate(masks):
            own = float(own_price(force, agent, start.shift[agent], start.job[agent], mask))
            if own < BIG / 2:
                self._meet(AgentMonth(agent, start.shift[agent], start.job[agent], mask, own))

    @property
    def met(self) -> Iterable[AgentMonth]:
        """The months."""
        return self._met.values()

    def _propose(self, agents: list[int]) -> Proposals:
        proposals = super()._propose(agents)
        if len(agents) == 1 and proposals.granted[0] >= 0:
            self._meet(
                AgentMonth(
                    agents[0], proposals.shift, proposals.job, int(proposals.granted[0]), float(proposals.own[0])
                )
            )
        return proposals

    def _meet(self, month: AgentMonth) -> None:
        self._met.setdefault((month.agent, month.granted, month.shift.tobytes(), month.job.tobytes()), month)


class _Change(NamedTuple):
    """Another month of an agent: its price by itself less the present one's, and what it moves the rows' counts by."""

    month: AgentMonth
    ticks: float
    moves: dict[int, int]


def recombine(repair: RememberingRepair, seconds: float) -> bool:
    """Takes the months met that are cheapest together; whether that was better than the plan as it stood.

    Escorts are in no program, so a choice that turns out dearer with them is taken back.
    """
    walker, problem = repair.walker, repair.search.problem
    before, price = walker.now.copied(), walker.price()
    chosen = _chosen(problem, repair, list(_changes(problem, repair)), min(seconds, MOST_SECONDS))
    for month in chosen:
        walker.take(month.agent, month.shift, month.job, month.granted, month.own)
    if walker.price() < price - 0.5:
        return True
    walker.adopt(before.shift, before.job, before.granted)
    return False


def _changes(problem: Problem, repair: RememberingRepair) -> Iterable[_Change]:
    """The months met that differ from the present ones. Grants stay as they are."""
    now, rows = repair.walker.now, problem.rows
    for month in repair.met:
        agent = month.agent
        shift, job, klass = now.shift[agent], now.job[agent], rows.class_of[agent]
        differs = (month.shift != shift) | ((month.shift != OFF) & (month.job != job))
        if month.granted != now.granted[agent] or not differs.any():
            continue
        moves: dict[int, int] = defaultdict(int)
        for day in np.flatnonzero(differs).tolist():
            for code, work, sign in ((shift[day], job[day], -1), (month.shift[day], month.job[day], 1)):
                if code == OFF:
                    continue
                for entry in range(rows.start[klass, day, code, work], rows.stop[klass, day, code, work]):
                    moves[int(rows.row[entry])] += sign * int(rows.coefficient[entry])
        moved = {row: count for row, count in moves.items() if count}
        yield _Change(month, month.own - float(now.own[agent]), moved)


def _chosen(
    problem: Problem, repair: RememberingRepair, changes: Sequence[_Change], seconds: float
) -> list[AgentMonth]:
    """At most one change of each agent's, the cheapest together; none where the program found no better in the time."""
    if not changes:
        return []
    program = WholeProgram()
    table, low = problem.rows.price_table(HARD_TICKS)
    one_each: dict[int, Constraint] = {}
    feeds: dict[int, list[tuple[Variable, int]]] = defaultdict(list)
    taken = []
    for change in changes:
        agent = change.month.agent
        if agent not in one_each:
            one_each[agent] = program.limit({}, 0, 1)
        variable = program.choice(change.ticks / UNIT, {one_each[agent]: 1})
        taken.append(variable)
        for row, count in change.moves.items():
            feeds[row].append((variable, count))
    base = 0.0
    for row, terms in feeds.items():
        prices = table[row] / UNIT
        place = int(repair.walker.state.counts[row]) - low
        base += _price_row(program, np.diff(prices), place, terms)
    if not program.solve(seconds) or program.optimum >= base - LEAST_GAIN:
        return []
    return [change.month for change, variable in zip(changes, taken, strict=True) if variable.solution_value() > 0.5]


def _price_row(
    program: WholeProgram, steps: NDArray[np.float64], place: int, terms: Sequence[tuple[Variable, int]]
) -> float:
    """Charges a row from the least count that its changes can bring it to; what it comes to with none of them.

    Prices are convex, so a part for each slope is enough. `steps[k]` is the step from place k of the table to the next;
    beyond the edges prices go on with the slope there.
    """
    least = place + sum(min(0, count) for _, count in terms)
    most = place + sum(max(0, count) for _, count in terms)
    slopes = steps[np.clip(np.arange(least, most), 0, len(steps) - 1)]
    row = program.limit(dict(terms), float(least - place), float(least - place))
    bends = [0, *(np.flatnonzero(np.diff(slopes)) + 1).tolist(), len(slopes)]
    for begin, end in pairwise(bends):
        program.variable(0, float(end - begin), float(slopes[begin]), {row: -1})
    return float(slopes[: place - least].sum())
