"""What the parts of one run of column generation share: the problem laid out, the clock, the best roster and bound."""

import math
import time
from dataclasses import dataclass

import numpy as np

from roster.engine.columns.incumbent import Incumbent
from roster.engine.columns.lines import Lines
from roster.engine.columns.program.column import Layout
from roster.engine.columns.program.dual_prices import DualPrices
from roster.engine.columns.program.grain import grain_of
from roster.engine.columns.program.pricer import Pricer
from roster.engine.columns.size import ProblemSize
from roster.engine.problem.problem import Plan
from roster.engine.search.callbacks import Callbacks
from roster.engine.search.prepared import PreparedSearch

DIVE_SHARE = 0.5
"""Of the time that is left, at most, for a dive from the root."""

NEAR = 0.005
"""Where the bound is so near to the incumbent, in proportion, branching has as much of the time as all else."""

ROUNDS_COUNTED_PER_SECOND = 4
"""With counted work: moves, or rounds of the root, that stand for a second."""


@dataclass
class ColumnRun:
    """One run on a problem; what it finds is told as it comes.

    `incumbent` is the best roster, `bound` what no roster costs less than, in ticks; `prices` are those that moves
    follow, of a root where it is `rooted`, this search's or another's.
    """

    search: PreparedSearch
    callbacks: Callbacks
    deadline: float
    seed: int = 0
    workers: int = 1
    counted: bool = False
    seconds: float = 0.0
    lead: bool = True

    def __post_init__(self) -> None:
        self.problem = self.search.problem
        self.began = time.monotonic()
        self.layout = Layout(self.problem, self.search.prepared if self.search.labels.used.any() else None)
        rows = len(self.layout.rows)
        self.size = ProblemSize(
            self.problem.agents, self.problem.days, rows, self.seconds, leads=self.lead, counted=self.counted
        )
        self.pricer = Pricer(self.layout, self.workers)
        self.generator = np.random.default_rng(self.seed)
        self.grain = grain_of(self.layout)
        self.incumbent: Incumbent | None = None
        self.lines = Lines()
        self.bound = -math.inf
        self.prices: DualPrices | None = None
        self.rooted = False

    # Rosters and bounds

    def adopt(self, plan: Plan | None) -> bool:
        """Takes a plan in when it is legal and better than the incumbent."""
        if plan is None:
            return False
        price, legal = self.search.value(plan)
        if not legal or (self.incumbent is not None and price > self.incumbent.ticks - 0.5):
            return False
        self._accept(Incumbent(plan, round(price)))
        return True

    def _accept(self, incumbent: Incumbent) -> None:
        """The new incumbent. Its months enter the pool, on a long horizon once a neighbourhood asks for them."""
        self.incumbent = incumbent
        if not self.size.long:
            incumbent.columns(self.layout)

    @property
    def base(self) -> Incumbent | None:
        """What moves go on from: the incumbent, or the line that a dive began and that is not as good yet."""
        return self.lines.line or self.incumbent

    def go_on_from(self, roster: Incumbent | None) -> None:
        """Goes on from a roster better than the one that it comes from, or from a dive's; the best of all is told."""
        if roster is None:
            return
        if self.incumbent is None or roster.ticks < self.incumbent.ticks:
            self._accept(roster)
            self.callbacks.on_plan(roster.plan, roster.ticks)
        self.lines.line = roster if roster is not self.incumbent else None

    def raise_bound(self, bound: float) -> None:
        """Tells a bound where it is the best, rounded up to what a roster can cost."""
        # Every price is a whole number of ticks, so a bound may be rounded up, and on to where a roster's price can be.
        whole = math.ceil(bound - 1e-6 * (1.0 + abs(bound)))
        if self.incumbent is not None:
            whole += (self.incumbent.ticks - whole) % self.grain
        if whole > self.bound:
            self.bound = whole
            self.callbacks.on_bound(whole)

    @property
    def enough(self) -> float:
        """The bound that proves the incumbent."""
        if self.incumbent is None:
            return math.inf
        return self.incumbent.ticks - 1 + 2e-6 * (1 + abs(self.incumbent.ticks))

    def listen(self) -> None:
        """Takes a better plan, and the prices of a root, from elsewhere."""
        offered, duals = self.callbacks.offered(), self.callbacks.duals()
        if offered is not None:
            self.adopt(offered)
        if duals is not None:
            self.prices, self.rooted = DualPrices(*duals), True

    def without_root(self) -> None:
        """Prices of the rows where the incumbent stands, until it hears of a root's: it proves nothing itself."""
        if self.prices is None:
            self.prices = self.slopes()

    def slopes(self) -> DualPrices:
        """Prices to start from: each row's slope where the incumbent stands, halfway between its sides."""
        layout, nothing = self.layout, DualPrices.nothing(self.layout)
        if self.incumbent is None or len(layout.rows) == 0:
            return nothing
        left, right = layout.slopes(self.incumbent.plan)
        return DualPrices((left + right) / 2.0, nothing.budget, nothing.agent)

    # Where it stands

    def over(self) -> bool:
        """Whether it is time to stop."""
        return self.callbacks.should_stop() or time.monotonic() >= self.deadline

    def closed(self) -> bool:
        """Whether the bound has reached the incumbent."""
        proven = self.callbacks.proven()
        bound = self.bound if proven is None else max(self.bound, proven)
        return self.incumbent is not None and bound >= self.incumbent.ticks

    def near(self) -> bool:
        """Whether the bound is near to the incumbent."""
        return self.incumbent is not None and self.incumbent.ticks - self.bound <= NEAR * abs(self.incumbent.ticks)

    @property
    def starts_lines(self) -> bool:
        """Whether the end of a dive from the root is worth going on from where it is dearer than the incumbent.

        Most of its months fit, and its last few carry what all the others left over: everybody's months of a few days
        mend that soon, where an annealed roster, crowded everywhere a little, has far to go.
        """
        return self.rooted and not self.size.long and self.size.fits

    def dive_deadline(self) -> float:
        """Until when a dive from the root may go on."""
        now = time.monotonic()
        return self.deadline if self.counted else now + DIVE_SHARE * (self.deadline - now)
