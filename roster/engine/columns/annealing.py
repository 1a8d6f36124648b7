"""Annealing by pricing within column generation: a first roster, walks from the roster that moves go on from."""

import time
from typing import NamedTuple

import numpy as np

from roster.engine.columns.column_run import ColumnRun
from roster.engine.columns.incumbent import Incumbent
from roster.engine.columns.program.dual_prices import DualPrices
from roster.engine.columns.program.pricer import rest_of
from roster.engine.pricing.pricing import BIG
from roster.engine.search.prepared import NOMINAL_MOVES
from roster.engine.search.schedule import Schedule
from roster.engine.search.walker import CHUNK_SECONDS, Walker
from roster.engine.search.walks import MEETINGS

WARM_UP_SHARE, WARM_UP_CELLS = 0.2, 400
"""Annealing before the root, whose first months are the best roster's: of the time at most this share, and a second
for so many agent-days."""

STRETCHED_CELLS = 1200
"""The same where a program over stretches is the root: it asks a roster for what each four weeks may use, no more."""

FOLLOWER_SHARE, FOLLOWER_CELLS = 0.3, 40
"""The same for a search that leaves the root to another."""

LONG_SHARE = 0.9
"""The same on long horizons, whatever the number of agent-days, for a search that leaves the root to another or has one
that is too large: there one long annealing goes further in the time than neighbourhoods and short walks."""

WHOLE_MONTHS = Schedule(ruined=2)
"""Annealing where a move prices an agent's whole horizon: two at a time, for runs do not fit one by one."""

WINDOWS = WHOLE_MONTHS._replace(hot=1.0, cold=0.06, noise=2.0, exchanges=15, window_days=14)
"""Annealing on longer horizons: cooler, as best response with windows loses its way where it is hotter, in small
windows, with little noise and few exchanges (minimum runs forbid most of them)."""

YEARS = WINDOWS._replace(ruined=1, exchanges=0, apart=0.9)
"""Annealing above `LONG_DAYS`. One agent at a time, mostly on two windows anywhere in the horizon: a year's hours and
weekends are nearly fixed, so a duty more in one month is bought with one less in another."""

REHEATS = (0.03, 0.1, 0.3, 0.6)
"""Where walks from the incumbent begin, of the schedule's hottest."""

FIXED_HOT, FIXED_COLD = 0.15, 0.03
"""Where annealing goes on from a roster that was fixed at a root's prices, in points, and where it ends. Such a roster
is whole weeks near the best ones and others that bear what those left: hotter, the first are lost again."""

LEAP = 0.01
"""By so much, in proportion, another search's roster is better that was fixed at a root's prices."""

TAKEN_CHUNKS = 4
"""How many chunks of annealing until a better roster is told."""

REPAIRS = (1.0, 0.05, 20.0)
"""What a unit beyond a limit costs, in points, where a month within all limits is sought: one after another."""


class Cooling(NamedTuple):
    """A temperature that falls in proportion from `hot` to `cold` points, from a share `begun` of a time to its end."""

    hot: float
    cold: float
    begun: float = 0.0

    def at(self, share: float) -> float:
        """The temperature when a share of the time is over."""
        done = (share - self.begun) / (1.0 - self.begun) if self.begun < 1.0 else 1.0
        return float(self.hot * (self.cold / self.hot) ** done)

    def after(self, share: float) -> "Cooling":
        """What is left of it after a share of the time."""
        return Cooling(self.at(share), self.cold)


class Annealing:
    """One walker on a run's problem, which its first annealing makes."""

    def __init__(self, run: ColumnRun) -> None:
        self.run = run
        self.walker: Walker | None = None

    @property
    def schedule(self) -> Schedule:
        """How this problem is annealed."""
        if self.run.size.long:
            return YEARS
        return WHOLE_MONTHS if self.run.size.days <= WHOLE_MONTHS.window_days else WINDOWS

    def warm_up(self) -> None:
        """A first roster by best response, annealed for a while."""
        run = self.run
        share, cells = (WARM_UP_SHARE, WARM_UP_CELLS) if run.lead else (FOLLOWER_SHARE, FOLLOWER_CELLS)
        if run.size.stretched:
            cells = STRETCHED_CELLS
        seconds = LONG_SHARE * run.seconds if run.size.patient else min(share * run.seconds, run.size.cells / cells)
        self._anneal(self._cooling(), max(2, round(seconds / CHUNK_SECONDS)))

    def go_on(self, *, fixed: bool = False) -> None:
        """Above what stretches lead, after the root: anneals on beside those who left it to this search, as cool.

        `fixed`: from the roster that the root's prices led to, cooler.
        """
        run = self.run
        whole = LONG_SHARE * run.seconds
        left = whole - (time.monotonic() - run.began)
        if run.size.stretched and not run.size.led and left > 0:
            hot, cold = self.schedule.hot, self.schedule.cold
            heat = Cooling(FIXED_HOT, FIXED_COLD) if fixed else Cooling(hot, cold).after(1.0 - left / whole)
            self._anneal(heat, max(2, round(left / CHUNK_SECONDS)))

    def walk(self, chunks: int) -> None:
        """So many chunks from the roster that moves go on from, begun less hot than a first one."""
        share = 1.0 if self.run.incumbent is None else float(self.run.generator.choice(REHEATS))
        self._anneal(self._cooling(share), chunks)

    def _cooling(self, share: float = 1.0) -> "Cooling":
        """From a share of the schedule's hottest to its coldest."""
        return Cooling(share * self.schedule.hot, self.schedule.cold)

    def _anneal(self, heat: "Cooling", chunks: int) -> None:
        """So many chunks while the temperature falls."""
        run, schedule = self.run, self.schedule
        walker = self._walker()
        began, before = time.monotonic(), 0.0
        for chunk in range(chunks):
            if run.over():
                break
            # By the clock the temperature falls with it, however few moves a second there are.
            spent = chunk / chunks if run.counted else (time.monotonic() - began) / (chunks * CHUNK_SECONDS)
            if spent >= 1.0:
                break
            now, then = heat.at(spent), heat.at(min(1.0, spent + 1.0 / chunks))
            if run.counted:
                walker.run(schedule, run.search.unit, (now, then), max(1, int(NOMINAL_MOVES * CHUNK_SECONDS)))
            else:
                walker.timed(schedule, run.search.unit, (now, then), CHUNK_SECONDS)
            if chunk % TAKEN_CHUNKS == 0:
                self._take(walker)
            if run.size.long and int(spent * MEETINGS) > int(before * MEETINGS) and self._meet(walker):
                heat = Cooling(FIXED_HOT, FIXED_COLD, spent)
            before = spent
        self._take(walker)

    def _walker(self) -> Walker:
        """The walker, where moves go on from."""
        run = self.run
        plan = run.base.plan if run.base is not None else None
        if self.walker is None:
            self.walker = run.search.walker(run.seed, plan)[0]
            self._unstick(self.walker)
            self._take(self.walker)
        elif plan is not None:
            self.walker.adopt(plan.shift, plan.job, run.problem.request_masks(plan.granted))
            self.walker.restart()
        return self.walker

    def _meet(self, walker: Walker) -> bool:
        """Goes on from a better plan of another search: on a long horizon the searches anneal in step.

        Whether it is one that was fixed at the prices of the root, which this search left to another.
        """
        run, before = self.run, self.run.incumbent
        run.listen()
        now = run.incumbent
        if now is None or now is before:
            return False
        walker.adopt(now.plan.shift, now.plan.job, run.problem.request_masks(now.plan.granted))
        leaps = before is not None and before.ticks - now.ticks > LEAP * abs(before.ticks)
        return leaps and run.rooted and not run.lead

    def _unstick(self, walker: Walker) -> None:
        """Gives agents for whom best response found no legal month one at growing multipliers, rows left aside."""
        run, layout = self.run, self.run.layout
        stuck = np.flatnonzero(walker.now.own >= BIG / 2)
        if len(stuck) == 0:
            return
        shift, job, granted, _ = walker.now.copied()
        rest = rest_of(layout, None, range(run.problem.agents))
        nothing = DualPrices.nothing(layout)
        for points in REPAIRS:
            if len(stuck) == 0:
                break
            priced = run.pricer.priced(stuck, nothing, rest, 1, points * run.search.unit)
            solved = []
            for place, agent in enumerate(stuck):
                if priced.prices[place, 0] >= BIG / 2:
                    continue
                month, mask = priced.months[place, 0], int(priced.granted[place, 0])
                if layout.own_of(int(agent), month, priced.jobs[place, 0], mask) < BIG / 2:
                    shift[agent], job[agent], granted[agent] = month, priced.jobs[place, 0], mask
                    solved.append(agent)
            stuck = np.setdiff1d(stuck, solved)
        walker.adopt(shift, job, granted)

    def _take(self, walker: Walker) -> None:
        """Tells a walk's best plan when it is the best: the walk knows what it costs."""
        run = self.run
        least = BIG / 2 if run.base is None else run.base.ticks
        if walker.best_price < least - 0.5:
            plan, rows = run.search.plan(walker), run.problem.rows
            if rows.within_limits(rows.counts(plan.shift, plan.job, plan.granted)):
                run.go_on_from(Incumbent(plan, round(walker.best_price)))
