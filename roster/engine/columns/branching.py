"""Branch and price: a tree over what every roster has in whole numbers and the program in fractions.

Each node is the program of the root with some choices made (Barnhart, Johnson, Nemhauser, Savelsbergh and Vance 1998).
A choice is one of everybody's first: how many seats are short, over or filled in all, in a week, in a shift, on a day.
It moves the bound where forbidding one person's duty moves nothing, as somebody else can do it, and pricing does not
see it: only the rows' prices change. Then whether somebody works on a day, and in which shift.
"""

import heapq
import math
import time
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from roster.engine.columns.incumbent import Incumbent
from roster.engine.columns.program.column import Column
from roster.engine.columns.program.dual_prices import DualPrices
from roster.engine.columns.program.master import RestrictedMaster
from roster.engine.columns.program.pricer import Pricer
from roster.engine.columns.program.solving import Root, generate
from roster.engine.columns.program.totals import groups
from roster.engine.columns.tree import WHOLE, Allowed, Choice, Node, Split, Tried, Within
from roster.engine.problem.problem import Plan

TRIED, PATIENCE = 150, 8
"""Splits of a node that are priced before the best is taken, and how many in a row may be no better."""

UNTRIED = 0.5
"""The score hoped of a split that was never tried."""

WORTHLESS = 2e-6
"""The score of a split neither side of which gains; three times as many in a row may be no better than one."""

TRIED_ROUNDS = 20
"""Solutions of the program for each side of those, at most."""

TRIED_SECONDS, NARROWING_SECONDS = 2.0, 4.0
"""After so long the best split so far is taken, and duties not yet looked through stay open."""

TRIED_COUNTED = 16
"""Splits priced at most with counted work."""

NARROWED = 0.8
"""A node's duties are looked through anew when its distance to the target is so much of what it was then."""

KEPT_MONTHS = 60
"""Months an agent that the program keeps when it has `MOST_MONTHS`, on average."""

MOST_MONTHS = 150

FIRST_AIM = 0.001
"""The first target is so much above the bound, in proportion."""


class Branching:
    """Trees on one master, each of the rosters cheaper than a target a little above the bound.

    Most duties cannot be in a roster so cheap, which makes the tree small; where it ends without a roster the bound is
    the target, and the next one is farther. `grain`: any two rosters' ticks differ by a multiple of it.
    """

    def __init__(
        self,
        master: RestrictedMaster,
        pricer: Pricer,
        root: DualPrices,
        bound: float,
        value: Callable[[Plan], tuple[float, bool]],
        *,
        grain: int = 1,
        counted: bool = False,
    ) -> None:
        layout = master.layout
        self.master, self.layout, self.pricer = master, layout, pricer
        self.value, self.grain, self.counted = value, grain, counted
        self.deadline: float = math.inf
        self.should_stop: Callable[[], bool] = lambda: False
        self.root, self.proven = root, bound
        rows = len(layout.rows)
        self.groups = groups(
            layout.table, *(cell[:rows] for cell in (layout.fresh_rows.cell_day, layout.fresh_rows.cell_shift))
        )
        self.gains: dict[tuple[object, int], tuple[float, int]] = {}
        self.aim = max(float(grain), FIRST_AIM * abs(bound))
        self.open: list[tuple[float, int, int, Node]] = []
        self.target = -math.inf
        self.stuck = math.inf
        self.nodes = self._entered = 0
        self.met: list[Incumbent] = []

    # The tree

    @property
    def bound(self) -> float:
        """What no roster costs less than."""
        least = min([self.stuck, self.target, *(entry[3].bound for entry in self.open)])
        return max(self.proven, least)

    @property
    def exhausted(self) -> bool:
        """Whether nothing is left to divide."""
        return not self.open and self.stuck < self.target

    def step(
        self, incumbent: Incumbent, deadline: float, should_stop: Callable[[], bool] = lambda: False
    ) -> tuple[Incumbent | None, float]:
        """Divides one node, or begins a tree; a better roster where one was met, and what the bound is likely to gain.

        That is the share of the tree that was closed, of the way to the target.
        """
        self.deadline, self.should_stop = deadline, should_stop
        self.met.clear()
        if not self.open:
            self._begin(incumbent.ticks)
        self.target = min(self.target, incumbent.ticks)
        away = self.target - self.bound
        before = sum(entry[3].share for entry in self.open)
        *_, node = heapq.heappop(self.open)
        for child in self._divided(node):
            if not self._done(child.bound):
                self._push(child)
        better = self.met[-1] if self.met else None
        if better is not None:
            self.target = better.ticks
        self.proven = self.bound
        return better, away * (before - sum(entry[3].share for entry in self.open))

    def _begin(self, ceiling: float) -> None:
        if self.target > -math.inf:
            self.proven, self.aim = self.bound, 2.0 * self.aim
        # A roster's ticks are the ceiling's less a multiple of the grain, and so is the target.
        self.target = ceiling - self.grain * max(0, math.floor((ceiling - self.proven - self.aim) / self.grain))
        force = self.layout.force
        self._push(Node(self.proven, 1.0, 0, (), force.shift_allowed, force.off_allowed, self.root))

    def _push(self, node: Node) -> None:
        """Nodes whose bounds mean the same are taken deepest first."""
        self._entered += 1
        grains = math.ceil((node.bound - 1e-6 * (1.0 + abs(node.bound))) / self.grain)
        heapq.heappush(self.open, (grains, -node.depth, self._entered, node))

    def _done(self, bound: float) -> bool:
        """Whether no roster with this bound is cheaper than the target."""
        return bound > self.target - self.grain + 1e-6 * (1.0 + abs(self.target))

    @property
    def _over(self) -> bool:
        return self.should_stop() or time.monotonic() >= self.deadline

    def _divided(self, node: Node) -> list[Node]:
        """What is left of a node: nothing, itself with less allowed, or two parts."""
        self.nodes += 1
        if self._done(node.bound):
            return []
        root = self._solved(node)
        if not self._done(root.bound) and root.converged and self._distance(root.bound) < NARROWED * node.distance:
            node = self._narrowed(node, root)
            root = self._solved(node)
        if self._done(root.bound):
            return []
        node = replace(node, bound=max(node.bound, root.bound), prices=root.prices)
        if self._over:
            return [node]
        splits = sorted(self._splits(node), key=lambda split: -self._hoped(split, node.bound))
        if not splits:
            self.stuck = min(self.stuck, node.bound)
            return []
        return self._chosen(node, splits)

    def _chosen(self, node: Node, splits: list[Split]) -> list[Node]:
        """Tries splits on a node: the sides of the best, or the other side of one that has but one."""
        until, since = time.monotonic() + TRIED_SECONDS, 0
        best: tuple[float, Tried] | None = None
        for split in splits[: TRIED_COUNTED if self.counted else TRIED]:
            tried = self._tried(node, split)
            if self._over:
                return [node]
            left = [number for number, bound in enumerate(tried.bounds) if not self._done(bound)]
            if not left:
                return []
            if len(left) == 1:
                (side,) = left
                narrower = self._side(node, split.sides[side], node.share / 2.0)
                if tried.bounds[side] > node.bound + 0.02 * self._distance(node.bound):
                    return [replace(narrower, bound=tried.bounds[side], prices=tried.prices[side])]
                node = narrower
                continue
            score, since = self._score(node.bound, tried.bounds), since + 1
            if best is None or score > best[0]:
                best, since = (score, tried), 0
            if since >= (PATIENCE if best[0] > WORTHLESS else 3 * PATIENCE) or (
                not self.counted and time.monotonic() >= until
            ):
                break
        if best is None:
            return [node]
        _, tried = best
        parts = zip(tried.split.sides, tried.bounds, tried.prices, strict=True)
        return [replace(self._side(node, *part[:1], node.share / 2.0), bound=part[1], prices=part[2]) for part in parts]

    def _tried(self, node: Node, split: Split) -> Tried:
        """A split's bounds; what it gained is remembered for other nodes (pseudo-costs)."""
        ended = [self._solved(self._side(node, side, 0.0), TRIED_ROUNDS) for side in split.sides]
        bounds = [max(node.bound, root.bound) for root in ended]
        for number, (bound, part) in enumerate(zip(bounds, (split.part, 1.0 - split.part), strict=True)):
            gained, times = self.gains.get((split.key, number), (0.0, 0))
            self.gains[split.key, number] = gained + min(bound - node.bound, 1e12) / max(0.1, part), times + 1
        return Tried(split, (bounds[0], bounds[1]), (ended[0].prices, ended[1].prices))

    def _distance(self, bound: float) -> float:
        """How far a node's bound has to rise for nothing to be left of it."""
        return self.target - self.grain - bound + 1e-3 * self.grain

    def _score(self, now: float, bounds: tuple[float, float]) -> float:
        """How good a split is that moves the bound so: the product of what both sides gain of the way to go."""
        one, other = (min(1.0, max(1e-3, (bound - now) / self._distance(now))) for bound in bounds)
        return one * other

    def _hoped(self, split: Split, now: float) -> float:
        """The score that a split is likely to have; what was never tried comes in the order of the groups."""
        first, second = (self.gains.get((split.key, number)) for number in (0, 1))
        if first is None or second is None:
            return UNTRIED
        part = split.part
        return self._score(now, (now + first[0] / first[1] * part, now + second[0] / second[1] * (1.0 - part)))

    # A node's program

    def _side(self, node: Node, choice: Choice, share: float) -> Node:
        """The part of a node that keeps a choice."""
        node = replace(node, share=share, depth=node.depth + 1)
        if isinstance(choice, Within):
            return replace(node, within=(*node.within, choice))
        shifts, off = node.shifts.copy(), node.off.copy()
        agent, day, shift = choice.agent, choice.day, choice.shift
        if shift < 0:
            shifts[agent, day] &= not choice.yes
            off[agent, day] &= choice.yes
        elif choice.yes:
            others = np.arange(shifts.shape[2]) != shift
            shifts[agent, day, others] = off[agent, day] = False
        else:
            shifts[agent, day, shift] = False
        return replace(node, shifts=shifts, off=off)

    def _pricer(self, shifts: Allowed, off: Allowed) -> Pricer:
        """Prices months of the duties and days off that are allowed."""
        pricer, layout = copy(self.pricer), copy(self.layout)
        allowed = layout.force.allowed & shifts[..., None]
        layout.force = layout.force._replace(shift_allowed=shifts, off_allowed=off, allowed=allowed)
        pricer.layout = layout
        return pricer

    def _solved(self, node: Node, rounds: int = 10_000) -> Root:
        """The node's program, priced until it is solved or done."""
        master = self.master
        if len(master.columns) > MOST_MONTHS * len(master.agents):
            master.trim(self.root, KEPT_MONTHS, pool=False)
        held = node.held()
        for total in master.held.totals:
            if id(total) not in held:
                master.hold(total, -math.inf, math.inf)
        for one in held.values():
            master.hold(one.total, one.least, one.most)
        days = np.arange(node.off.shape[1])

        def fit(several: list[Column]) -> list[bool]:
            if not several:
                return []
            months = np.array([column.month for column in several])
            agents = np.array([column.agent for column in several])[:, None]
            open_ = np.where(months >= 0, node.shifts[agents, days, months], node.off[agents, days])
            return [bool(one) for one in open_.all(axis=1)]

        master.keep(fit)
        root = generate(
            master,
            self._pricer(node.shifts, node.off),
            deadline=self.deadline,
            centre=node.prices,
            should_stop=self.should_stop,
            enough=self.target - self.grain + 2e-6 * (1.0 + abs(self.target)),
            rounds=rounds,
        )
        if not self._done(root.bound) and root.optimum < self.target:
            self._look()
        return root

    def _look(self) -> None:
        """Takes the program's optimum for a roster where it is whole."""
        if self.master.solve() is None or self.master.lacking():
            return
        months = self.master.values()
        if months[-1][0] < 1.0 - WHOLE:
            return
        plan = self.layout.plan_of([column for _, column in months])
        price, legal = self.value(plan)
        if legal and price < min([self.target, *(met.ticks for met in self.met)]) - 0.5:
            self.met.append(Incumbent(plan, round(price)))

    def _narrowed(self, node: Node, root: Root) -> Node:
        """Shuts the duties and days off that no roster cheaper than the target has.

        At prices that prove the bound, the cheapest month with them costs the agent more above its cheapest of all than
        is left to the target (reduced costs).
        """
        master, agents = self.master, np.arange(len(node.off))
        prices = master.sound(root.prices)
        room = self.target - self.grain - root.bound + 1e-6 * (1.0 + abs(self.target))

        def least(shifts: Allowed, off: Allowed) -> NDArray[np.float64]:
            return self._pricer(shifts, off).priced(agents, prices, master.rest, 1, 0.0).bounds

        cheapest = least(node.shifts, node.off)
        shifts, off = node.shifts.copy(), node.off.copy()
        kinds = shifts.shape[2]
        until = time.monotonic() + NARROWING_SECONDS
        for day in range(off.shape[1]):
            if self._over or (not self.counted and time.monotonic() >= until):
                break
            for kind in range(-1, kinds):
                only, rest = node.shifts.copy(), node.off.copy()
                only[:, day, np.arange(kinds) != kind] = False
                if kind >= 0:
                    rest[:, day] = False
                gone = least(only, rest) > cheapest + room
                (off[:, day] if kind < 0 else shifts[:, day, kind])[gone] = False
        return replace(node, shifts=shifts, off=off, distance=self._distance(root.bound))

    # Splits

    def _splits(self, node: Node) -> Iterator[Split]:
        """What the program's optimum has in fractions: totals, or else everybody's days."""
        master = self.master
        if master.solve() is None:
            return
        places = master.counts() - self.layout.low
        held = node.held()
        for group in self.groups:
            short, over = (Split.by_total(total, places, held) for total in (group.short, group.over))
            # Where only one of the two is in fractions the count is too, and divides alike.
            count = Split.by_total(group.count, places, held) if (short is None) == (over is None) else None
            several = short, over, count
            yield from (split for split in several if split is not None)
        shape = *self.layout.problem.shift_allowed.shape[:2], self.layout.problem.shifts
        worked = np.zeros(shape)
        days = np.arange(shape[1])
        for share, column in master.values():
            works = column.month >= 0
            worked[column.agent, days[works], column.month[works]] += share
        at_work = worked.sum(axis=2)
        open_days = np.argwhere((at_work > WHOLE) & (at_work < 1.0 - WHOLE)).tolist()
        for agent, day in open_days:
            off = 1.0 - float(at_work[agent, day])
            yield Split.by_day(agent, day, -1, off)
        if not open_days:
            for agent, day, shift in np.argwhere((worked > WHOLE) & (worked < 1.0 - WHOLE)).tolist():
                yield Split.by_day(agent, day, shift, float(worked[agent, day, shift]))
