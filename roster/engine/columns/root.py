"""The root of a run: prices and a bound for the whole problem, which lead everything after, and a dive from them."""

import math
import time

from roster.engine.columns.branching import Branching
from roster.engine.columns.column_prices import column_prices
from roster.engine.columns.column_run import ROUNDS_COUNTED_PER_SECOND, ColumnRun
from roster.engine.columns.dive import Manner, dive
from roster.engine.columns.incumbent import roster_of
from roster.engine.columns.program.dual_prices import DualPrices
from roster.engine.columns.program.master import RestrictedMaster
from roster.engine.columns.program.pricer import rest_of
from roster.engine.columns.program.solving import Root, generate
from roster.engine.columns.program.stretches import Outlook, prices_by_stretches
from roster.engine.columns.program.volume import volume
from roster.engine.columns.relax_and_fix import RelaxAndFix
from roster.engine.problem.problem import Plan

ROOT_SHARE, LONG_ROOT_SHARE = 0.4, 0.1
"""Of the time left after the first annealing, at most, for the root; dives and neighbourhoods have the rest. On long
horizons each pricing is dear."""

RACE_SHARES = (0.1, 0.5)
"""Of the root's time: when the volume algorithm has shown what it gives, and when the program must have proven more."""

FIRST_FEWEST = 12
"""One in so many not yet fixed is, at least, before the dive from the root prices again."""


WINDOWS_SHARE = 0.7
"""Of the time that is left, at most, for fixing windows at the prices of stretches."""


class RootSearch:
    """A run's root: by a linear program over months, or where that is too large by the volume algorithm.

    `mastered`: the prices are the program's; `converged`: it was solved, so that `tree` may divide it further.
    `outlook` is what stretches say of a long horizon; `fixed`: the roster that moves go on from was made of it.
    """

    def __init__(self, run: ColumnRun) -> None:
        self.run = run
        everyone = range(run.problem.agents)
        self.master = RestrictedMaster(run.layout, everyone, rest_of(run.layout, None, everyone))
        self.mastered = self.converged = False
        self.tree: Branching | None = None
        self.outlook: Outlook | None = None
        self.fixed = False

    def solve(self) -> None:
        """Prices and a bound, as far as the time goes."""
        run, size = self.run, self.run.size
        share = LONG_ROOT_SHARE if size.patient else ROOT_SHARE
        seconds = max(0.0, run.seconds if run.counted else run.deadline - time.monotonic()) * share
        began = time.monotonic()
        until = run.deadline if run.counted else began + seconds
        if not size.large:
            self._by_months(until, seconds)
        elif size.stretched and run.incumbent is not None:
            self._by_stretches(run.incumbent.plan, until, seconds)
        elif run.counted or not size.raced:
            self._by_volume(run.slopes(), until, seconds)
        else:
            self._race(began, seconds)

    def tell(self) -> None:
        """The prices, for searches that have none of their own; and what-if prices at them, where somebody listens."""
        run = self.run
        if run.prices is None:
            return
        run.callbacks.on_duals((run.prices.row, run.prices.budget, run.prices.agent))
        if run.callbacks.on_prices is not None and not run.over():
            run.callbacks.on_prices(column_prices(run.layout, run.pricer, run.prices))

    def dive(self) -> None:
        """From the program's root all the way down, for a part of the time that is left."""
        run = self.run
        if self.outlook is not None:
            self._fix_by_windows(self.outlook)
        if not self.mastered or run.closed() or run.over():
            return
        ceiling = math.inf
        if run.incumbent is not None and not run.starts_lines:
            ceiling = run.incumbent.ticks - 1 + 1e-6 * abs(run.incumbent.ticks)
        deadline = run.dive_deadline()
        self.master.keep(lambda several: [column.legal for column in several])
        manner = Manner(repair_ticks=run.search.unit)
        if run.starts_lines:
            manner = Manner(fewest=FIRST_FEWEST, repair_ticks=run.search.unit, rounds=True)
        months = dive(
            self.master,
            run.pricer,
            manner,
            run.generator,
            ceiling=ceiling,
            deadline=deadline,
            should_stop=run.callbacks.should_stop,
        )
        if months is not None:
            run.go_on_from(roster_of(run.layout, months, run.search.value))

    def _fix_by_windows(self, outlook: Outlook) -> None:
        """From the prices of stretches, window by window."""
        run = self.run
        assert run.incumbent is not None
        fixing = RelaxAndFix(run.layout, outlook, run.generator, run.search.unit, run.workers)
        now = time.monotonic()
        until = now + WINDOWS_SHARE * (run.deadline - now)
        months = fixing.months(run.incumbent.plan, until, run.callbacks.should_stop)
        roster = None if months is None else roster_of(run.layout, months, run.search.value)
        self.fixed = roster is not None and roster.ticks < run.incumbent.ticks
        if self.fixed:
            run.go_on_from(roster)

    # The ways

    def _by_months(self, until: float, seconds: float, centre: DualPrices | None = None) -> float:
        """Prices by the program over months; the bound that they prove."""
        run, master = self.run, self.master
        self.mastered = True
        if run.incumbent is not None:
            run.incumbent.columns(run.layout)
        for several in run.layout.pool:
            master.add(several)
        ended = generate(
            master,
            run.pricer,
            deadline=until,
            centre=centre,
            on_bound=run.raise_bound,
            should_stop=run.callbacks.should_stop,
            enough=run.enough,
            rounds=_rounds(seconds) if run.counted else 10_000,
        )
        run.prices, self.converged, run.rooted = ended.prices, ended.converged, True
        self.tree = self._tree(ended) if ended.converged and ended.bound < math.inf else None
        return ended.bound

    def _tree(self, ended: Root) -> Branching:
        """What divides the root further."""
        run = self.run
        return Branching(
            self.master,
            run.pricer,
            ended.prices,
            ended.bound,
            run.search.value,
            grain=run.grain,
            counted=run.counted,
        )

    def _by_volume(self, start: DualPrices, until: float, seconds: float) -> float:
        """Prices by the volume algorithm; the bound that they prove."""
        run = self.run
        self.mastered = False
        run.prices, bound = volume(
            self.master,
            run.pricer,
            start=start,
            ceiling=run.incumbent.ticks if run.incumbent else self._costly(),
            deadline=until,
            on_bound=run.raise_bound,
            should_stop=run.callbacks.should_stop,
            steps=4 * _rounds(seconds) if run.counted else 1500,
        )
        return bound

    def _race(self, began: float, seconds: float) -> None:
        """The volume algorithm for a moment, then the program as long as it proves more than that goes on to prove.

        The program stops short of its optimum in no time that is known beforehand: on some problems soon, on others
        never. What the volume algorithm proves at first rises ever more slowly.
        """
        run = self.run
        first, half = (began + share * seconds for share in RACE_SHARES)
        proven = self._by_volume(run.slopes(), first, seconds)
        if run.closed() or run.over():
            return
        volume_prices = run.prices
        assert volume_prices is not None
        bound = self._by_months(half, seconds, centre=volume_prices)
        if run.closed() or run.over() or self.converged:
            return
        if bound > proven:
            self._by_months(began + seconds, seconds, centre=run.prices)
        else:
            self._by_volume(volume_prices, began + seconds, seconds)

    def _by_stretches(self, plan: Plan, until: float, seconds: float) -> None:
        """Prices by the program over stretches; then by the one over whole horizons, where that is not too large."""
        run = self.run
        self.mastered = False
        outlook = prices_by_stretches(
            self.master,
            run.pricer,
            plan,
            deadline=until,
            on_bound=run.raise_bound,
            should_stop=run.callbacks.should_stop,
            enough=run.enough,
        )
        near = (
            outlook is not None
            and run.incumbent is not None
            and run.incumbent.ticks - outlook.bound <= abs(run.incumbent.ticks)
        )
        self.outlook = outlook if near else None
        run.prices = run.slopes() if self.outlook is None else self.outlook.prices
        if run.size.raced and not run.closed() and not run.over():
            self._by_months(until, seconds, centre=None if outlook is None else outlook.prices)

    def _costly(self) -> float:
        """A price that no sensible roster exceeds, where none is known: every row at its dearest count within reach."""
        layout = self.run.layout
        return float(layout.table[:, : layout.problem.agents].max(axis=1).sum()) + 1.0


def _rounds(seconds: float) -> int:
    """Rounds of the root that stand for so many seconds of counted work."""
    return max(10, round(seconds * ROUNDS_COUNTED_PER_SECOND))
