"""Column generation from end to end: root, dives, neighbourhoods, branching, with each better roster and bound told."""

import math
import time
from dataclasses import dataclass

import numpy as np

from roster.engine.columns.branching import KEPT_MONTHS, Branching
from roster.engine.columns.column import Layout
from roster.engine.columns.column_prices import column_prices
from roster.engine.columns.dive import Manner, dive
from roster.engine.columns.grain import grain_of
from roster.engine.columns.master import DualPrices, Pricer, RestrictedMaster, Root, generate, rest_of
from roster.engine.columns.neighbourhoods import Incumbent, Neighbourhoods, roster_of
from roster.engine.columns.stretches import prices_by_stretches
from roster.engine.columns.turns import Lines, Turns
from roster.engine.columns.volume import volume
from roster.engine.pricing.label_need import LONG_DAYS
from roster.engine.pricing.pricing import BIG
from roster.engine.problem.problem import Plan, Problem
from roster.engine.search.callbacks import Callbacks
from roster.engine.search.prepared import NOMINAL_MOVES, PreparedSearch
from roster.engine.search.schedule import Schedule
from roster.engine.search.walker import Walker
from roster.engine.search.walks import CHUNK_SECONDS, MEETINGS

ROOT_SHARE, LONG_ROOT_SHARE = 0.4, 0.1
"""Of the time left after the first annealing, at most, for the root; dives and neighbourhoods have the rest. On long
horizons each pricing is dear."""

DIVE_SHARE = 0.5
"""Of what is left then, at most, for the dive from the root."""

LARGE_CELLS, LARGE_ROWS = 3_000, 1_000
"""Agents times days, and rows, beyond which the volume algorithm is asked too."""

LARGE_SECONDS = 150.0
"""With so much time as many agent-days are not too large, with more time more in proportion."""

RACE_CELLS = 8_000
"""Agents times days up to which a program too large for its time is tried all the same, beside the volume algorithm."""

STRETCHED_CELLS, STRETCHED_A_SECOND, LED_CELLS = 60_000, 160, 12_000
"""Agents times days up to which, on long horizons, the program over stretches comes far enough for a bound, at most and
for each second there is; and up to which it does in any case, and neighbourhoods at its prices go further than
annealing."""

RACE_SHARES = (0.1, 0.5)
"""Of the root's time: when the volume algorithm has shown what it gives, and when the program must have proven more."""

FIRST_FEWEST = 12
"""One in so many not yet fixed is, at least, before the dive from the root prices again."""

WARM_UP_SHARE, WARM_UP_CELLS = 0.2, 400
"""Annealing before the root, whose first months are the best roster's: of the time at most this share, and a second
for so many agent-days."""

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

TAKEN_CHUNKS = 4
"""How many chunks of annealing until a better roster is told."""

WALKS = (4, 16, 64)
"""Chunks of the walks that take turns with neighbourhoods: the longer, the deeper they settle."""

NEAR = 0.005
"""Where the bound is so near to the incumbent, in proportion, branching has as much of the time as all else."""

BRANCHING_SECONDS = 1.0
"""What a turn of branching is taken to need before it has had one."""

ROUNDS_COUNTED_PER_SECOND, CALLS_COUNTED = 4, 500
"""With counted work: neighbourhoods (and rounds of the root) that stand for a second; a dive's pricings for a turn."""


@dataclass
class Columns:
    """One run of column generation on a problem."""

    search: PreparedSearch
    callbacks: Callbacks
    deadline: float
    seed: int = 0
    workers: int = 1
    counted: bool = False
    seconds: float = 0.0
    lead: bool = True

    def __post_init__(self) -> None:
        self.problem: Problem = self.search.problem
        self.began = time.monotonic()
        self.layout = Layout(self.problem, self.search.prepared if self.search.labels.used.any() else None)
        self.pricer = Pricer(self.layout, self.workers)
        self.generator = np.random.default_rng(self.seed)
        self.incumbent: Incumbent | None = None
        self.bound = -math.inf
        self.prices: DualPrices | None = None
        self.walker: Walker | None = None
        self.mastered = self.converged = self.rooted = False
        self.grain = grain_of(self.layout)
        self.line: Incumbent | None = None
        self.tree: Branching | None = None

    # What is shared

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
        if self.problem.days <= LONG_DAYS:
            incumbent.columns(self.layout)

    @property
    def base(self) -> Incumbent | None:
        """What moves go on from: the incumbent, or the line that a dive began and that is not as good yet."""
        return self.line or self.incumbent

    def _better(self, better: Incumbent | None) -> None:
        """Goes on from a roster better than the one that it comes from; the best of all is told."""
        if better is None:
            return
        if self.incumbent is None or better.ticks < self.incumbent.ticks:
            self._accept(better)
            self.callbacks.on_plan(better.plan, better.ticks)
        self.line = better if better is not self.incumbent else None

    def _bounded(self, bound: float) -> None:
        # Every price is a whole number of ticks, so a bound may be rounded up, and on to where a roster's price can be.
        whole = math.ceil(bound - 1e-6 * (1.0 + abs(bound)))
        if self.incumbent is not None:
            whole += (self.incumbent.ticks - whole) % self.grain
        if whole > self.bound:
            self.bound = whole
            self.callbacks.on_bound(whole)

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

    # What is done

    def root(self) -> RestrictedMaster:
        """Prices and a bound for the whole problem, as far as the time goes; they lead everything after.

        They come from a linear program over months, or where that is too large from the volume algorithm.
        """
        everyone = range(self.problem.agents)
        master = RestrictedMaster(self.layout, everyone, rest_of(self.layout, None, everyone))
        share = LONG_ROOT_SHARE if self.patient else ROOT_SHARE
        seconds = max(0.0, self.seconds if self.counted else self.deadline - time.monotonic()) * share
        began = time.monotonic()
        until = self.deadline if self.counted else began + seconds
        if not self.large(master):
            self._solve_root(master, until, seconds)
        elif self.stretched and self.incumbent is not None:
            self._long_root(master, self.incumbent.plan, until, seconds)
        elif self.counted or self.cells > RACE_CELLS:
            self._volume(master, self._slopes(), until, seconds)
        else:
            self._race(master, began, seconds)
        return master

    def _long_root(self, master: RestrictedMaster, plan: Plan, until: float, seconds: float) -> None:
        """Prices by the program over stretches; then by the one over whole horizons, where that is not too large."""
        self.mastered = False
        prices, bound = prices_by_stretches(
            master,
            self.pricer,
            plan,
            deadline=until,
            on_bound=self._bounded,
            should_stop=self.callbacks.should_stop,
            enough=self._enough(),
        )
        near = self.incumbent is not None and self.incumbent.ticks - bound <= abs(self.incumbent.ticks)
        self.prices = prices if prices is not None and near else self._slopes()
        if self.cells <= RACE_CELLS and not self.closed() and not self.over():
            self._solve_root(master, until, seconds, centre=prices)

    def _enough(self) -> float:
        """The bound that proves the incumbent."""
        if self.incumbent is None:
            return math.inf
        return self.incumbent.ticks - 1 + 2e-6 * (1 + abs(self.incumbent.ticks))

    def _race(self, master: RestrictedMaster, began: float, seconds: float) -> None:
        """The volume algorithm for a moment, then the program as long as it proves more than that goes on to prove.

        The program stops short of its optimum in no time that is known beforehand: on some problems soon, on others
        never. What the volume algorithm proves at first rises ever more slowly.
        """
        first, half = (began + share * seconds for share in RACE_SHARES)
        proven = self._volume(master, self._slopes(), first, seconds)
        if self.closed() or self.over():
            return
        volume_prices = self.prices
        bound = self._solve_root(master, half, seconds, centre=volume_prices)
        if self.closed() or self.over() or self.converged:
            return
        if bound > proven:
            self._solve_root(master, began + seconds, seconds, centre=self.prices)
        else:
            assert volume_prices is not None
            self._volume(master, volume_prices, began + seconds, seconds)

    def _volume(self, master: RestrictedMaster, start: DualPrices, until: float, seconds: float) -> float:
        """Prices by the volume algorithm; the bound that they prove."""
        self.mastered = False
        self.prices, bound = volume(
            master,
            self.pricer,
            start=start,
            ceiling=self.incumbent.ticks if self.incumbent else self._costly(),
            deadline=until,
            on_bound=self._bounded,
            should_stop=self.callbacks.should_stop,
            steps=4 * self._rounds(seconds) if self.counted else 1500,
        )
        return bound

    def _solve_root(
        self, master: RestrictedMaster, until: float, seconds: float, centre: DualPrices | None = None
    ) -> float:
        """Prices by the program over months; the bound that they prove."""
        self.mastered = True
        if self.incumbent is not None:
            self.incumbent.columns(self.layout)
        for several in self.layout.pool:
            master.add(several)
        ended = generate(
            master,
            self.pricer,
            deadline=until,
            centre=centre,
            on_bound=self._bounded,
            should_stop=self.callbacks.should_stop,
            enough=self._enough(),
            rounds=self._rounds(seconds) if self.counted else 10_000,
        )
        self.prices, self.converged, self.rooted = ended.prices, ended.converged, True
        self.tree = self._tree(master, ended) if ended.converged and ended.bound < math.inf else None
        return ended.bound

    def _tree(self, master: RestrictedMaster, ended: Root) -> Branching:
        """What divides the root further."""
        return Branching(
            master,
            self.pricer,
            ended.prices,
            ended.bound,
            self.search.value,
            grain=self.grain,
            counted=self.counted,
        )

    def branch(self) -> float:
        """A node of the tree; what the bound is likely to gain by it, in ticks."""
        assert self.tree is not None
        assert self.incumbent is not None
        better, gain = self.tree.step(self.incumbent, self.deadline, self.callbacks.should_stop)
        self._better(better)
        self._bounded(self.tree.bound)
        return gain

    def _rounds(self, seconds: float) -> int:
        """Rounds of the root that stand for so many seconds of counted work."""
        return max(10, round(seconds * ROUNDS_COUNTED_PER_SECOND))

    def large(self, master: RestrictedMaster) -> bool:
        """Whether the root's program may take its time only to be left unsolved."""
        return self.cells > self.most_cells or len(master.rows) > LARGE_ROWS

    @property
    def most_cells(self) -> float:
        """Agents times days up to which a problem is not large for its time."""
        return LARGE_CELLS * max(1.0, self.seconds / LARGE_SECONDS)

    @property
    def cells(self) -> int:
        """Agents times days."""
        return self.problem.agents * self.problem.days

    @property
    def patient(self) -> bool:
        """Whether one long annealing comes first: a long horizon, and no root here that leads further."""
        return self.problem.days > LONG_DAYS and not self.stretched

    @property
    def stretched(self) -> bool:
        """Whether the root begins with the program over stretches."""
        most = max(LED_CELLS, min(STRETCHED_CELLS, STRETCHED_A_SECOND * self.seconds))
        return self.problem.days > LONG_DAYS and self.cells <= most and self.lead and not self.counted

    def tell_duals(self) -> None:
        """The root's prices, for searches that have none of their own."""
        if self.prices is not None:
            self.callbacks.on_duals((self.prices.row, self.prices.budget, self.prices.agent))

    def tell_prices(self) -> None:
        """What-if prices at the root's, where somebody listens."""
        if self.callbacks.on_prices is not None and self.prices is not None and not self.over():
            self.callbacks.on_prices(column_prices(self.layout, self.pricer, self.prices))

    def without_root(self) -> None:
        """Prices of the rows where the incumbent stands: all that a search needs which proves nothing."""
        self.prices = self._slopes()

    def _slopes(self) -> DualPrices:
        """Prices to start from: each row's slope where the incumbent stands, halfway between its sides."""
        layout = self.layout
        nothing = np.zeros(self.problem.agents)
        budget = np.zeros(len(layout.force.table))
        if self.incumbent is None or len(layout.rows) == 0:
            return DualPrices(np.zeros(len(layout.rows)), budget, nothing)
        plan = self.incumbent.plan
        places = layout.rows.counts(plan.shift, plan.job) - layout.low
        steps = np.diff(layout.table, axis=1)
        number = np.arange(len(places))
        left = steps[number, np.clip(places - 1, 0, steps.shape[1] - 1)]
        right = steps[number, np.clip(places, 0, steps.shape[1] - 1)]
        return DualPrices((left + right) / 2.0, budget, nothing)

    def _costly(self) -> float:
        """A price that no sensible roster exceeds, where none is known: every row at its dearest count within reach."""
        return float(self.layout.table[:, : self.problem.agents].max(axis=1).sum()) + 1.0

    @property
    def mends(self) -> bool:
        """Whether the end of a dive from the root is worth going on from where it is dearer than the incumbent.

        Most of its months fit, and its last few carry what all the others left over: everybody's months of a few days
        mend that soon, where an annealed roster, crowded everywhere a little, has far to go.
        """
        return self.rooted and self.problem.days <= LONG_DAYS and self.cells <= self.most_cells

    def first_dive(self, master: RestrictedMaster) -> None:
        """From the root all the way down, for a part of the time that is left."""
        if not self.mastered:
            return
        ticks = self.incumbent.ticks if self.incumbent is not None and not self.mends else None
        master.keep(lambda several: [column.legal for column in several])
        left = self.deadline - time.monotonic()
        repair = self.search.unit
        months = dive(
            master,
            self.pricer,
            Manner(fewest=FIRST_FEWEST, repair_ticks=repair, rounds=True)
            if self.mends
            else Manner(repair_ticks=repair),
            self.generator,
            ceiling=math.inf if ticks is None else ticks - 1 + 1e-6 * abs(ticks),
            deadline=self.deadline if self.counted else time.monotonic() + DIVE_SHARE * left,
            should_stop=self.callbacks.should_stop,
        )
        if months is not None:
            self._better(roster_of(self.layout, months, self.search.value))

    def neighbours(self, rounds: int | None = None) -> None:
        """Neighbourhoods, annealing, branching by turns until the time is up, the bound is reached, or so many done.

        A tick of the bound is worth as much as one of the roster. Where nothing is gained for long, a dive from the
        root begins another line, mended first by everybody's months of a few days, until it is better or nothing is
        gained there either.
        """
        assert self.prices is not None
        around = Neighbourhoods(
            self.layout,
            self.pricer,
            self.prices,
            self.generator,
            self.search.unit,
            self.search.value,
            counted=self.counted,
        )
        walks = WALKS[:1] if self.counted else WALKS
        kinds = around.kinds
        branching = len(kinds) + len(walks)
        lengths = [around.aim_seconds] * len(kinds) + [CHUNK_SECONDS * chunks for chunks in walks]
        if self.tree is not None:
            self.tree.master.trim(self.prices, KEPT_MONTHS, pool=False)
            lengths.append(BRANCHING_SECONDS)
        turns = Turns([1.0] * len(lengths) if self.counted else lengths)
        done, lines = 0, Lines()
        while not self.closed() and not self.callbacks.should_stop():
            if (rounds is not None and done >= rounds) or time.monotonic() >= self.deadline:
                return
            done += 1
            began, base, line, gain = time.monotonic(), self.base, self.line, 0.0
            divides = self.tree is not None and not self.tree.exhausted and self.near()
            if self.mends and not divides and self._stale(lines):
                calls = self.pricer.calls
                self._turn_line(around)
                done += (self.pricer.calls - calls) // CALLS_COUNTED
                lines.turned(0.0 if self.counted else time.monotonic() - began, on_line=self.line is not None)
                turns.begin()
                continue
            turn = turns.whose(branching if divides else None)
            if self.line is not None and lines.mends and True in kinds:
                turn = kinds.index(True)
            if base is not None and turn == branching:
                gain = self.branch()
            elif turn >= len(kinds) or base is None:
                self.walk(walks[max(0, turn - len(kinds))])
            else:
                stop = self.callbacks.should_stop
                self._better(around.search(base, self.deadline, stop, everybody=kinds[turn]))
            took = 1.0 if self.counted else max(0.01, time.monotonic() - began)
            won = 0.0 if base is None or self.base is None else float(base.ticks - self.base.ticks)
            turns.took(turn, took, gain + won)
            if turn != branching:
                lines.took(took, gained=won > 0)
            if line is not None and self.line is None:
                lines.turned(0.0, on_line=False)
            if self.tree is not None and self.tree.exhausted:
                turns.shut(branching)
            self._look()
            around.prices = self.prices

    def _stale(self, lines: Lines) -> bool:
        """Whether a line gains nothing more, or the incumbent, with time left for another line."""
        left = math.inf if self.counted or self.line is not None else self.deadline - time.monotonic()
        return left > lines.patience and lines.stale(on_line=self.line is not None)

    def _turn_line(self, around: Neighbourhoods) -> None:
        """Gives up a line that gains nothing, or begins another from the root where the incumbent gains nothing."""
        if self.line is not None:
            self.line = None
            return
        now = time.monotonic()
        deadline = self.deadline if self.counted else now + DIVE_SHARE * (self.deadline - now)
        self._better(around.whole(deadline, self.callbacks.should_stop))

    def warm_up(self) -> None:
        """A first roster by best response, annealed for a while."""
        share, cells = (WARM_UP_SHARE, WARM_UP_CELLS) if self.lead else (FOLLOWER_SHARE, FOLLOWER_CELLS)
        seconds = min(share * self.seconds, self.cells / cells)
        if self.patient:
            seconds = LONG_SHARE * self.seconds
        self._anneal(self.schedule.hot, max(2, round(seconds / CHUNK_SECONDS)))

    def anneal_on(self) -> None:
        """Above `LED_CELLS`, after the root: anneals on beside those who left it to this search, as cool as they."""
        whole = LONG_SHARE * self.seconds
        left = whole - (time.monotonic() - self.began)
        if self.stretched and self.cells > LED_CELLS and left > 0:
            hot, cold = self.schedule.hot, self.schedule.cold
            self._anneal(hot * (cold / hot) ** (1.0 - left / whole), max(2, round(left / CHUNK_SECONDS)))

    def walk(self, chunks: int) -> None:
        """A stretch of annealing from the incumbent."""
        hot = self.schedule.hot
        self._anneal(hot if self.incumbent is None else hot * float(self.generator.choice(REHEATS)), chunks)

    @property
    def schedule(self) -> Schedule:
        """How this problem is annealed."""
        if self.problem.days > LONG_DAYS:
            return YEARS
        return WHOLE_MONTHS if self.problem.days <= WHOLE_MONTHS.window_days else WINDOWS

    def _anneal(self, start: float, chunks: int) -> None:
        """So many chunks while the temperature falls from `start` points to the schedule's coldest."""
        end = self.schedule.cold
        plan = self.base.plan if self.base is not None else None
        if self.walker is None:
            self.walker = self.search.walker(self.seed, plan)[0]
            self._unstick(self.walker)
            self._take(self.walker)
        elif plan is not None:
            self.walker.adopt(plan.shift, plan.job, self.problem.request_masks(plan.granted))
            self.walker.restart()
        walker = self.walker
        began, before = time.monotonic(), 0.0
        for chunk in range(chunks):
            if self.callbacks.should_stop() or time.monotonic() >= self.deadline:
                break
            # By the clock the temperature falls with it, however few moves a second there are.
            spent = chunk / chunks if self.counted else (time.monotonic() - began) / (chunks * CHUNK_SECONDS)
            if spent >= 1.0:
                break
            now, then = (start * (end / start) ** min(1.0, share) for share in (spent, spent + 1.0 / chunks))
            if self.counted:
                walker.run(self.schedule, self.search.unit, (now, then), max(1, int(NOMINAL_MOVES * CHUNK_SECONDS)))
            else:
                walker.timed(self.schedule, self.search.unit, (now, then), CHUNK_SECONDS)
            if chunk % TAKEN_CHUNKS == 0:
                self._take(walker)
            if self.problem.days > LONG_DAYS and int(spent * MEETINGS) > int(before * MEETINGS):
                self._meet(walker)
            before = spent
        self._take(walker)

    def _meet(self, walker: Walker) -> None:
        """Goes on from a better plan of another search: on a long horizon the searches anneal in step."""
        offered = self.callbacks.offered()
        if offered is not None and self.adopt(offered):
            walker.adopt(offered.shift, offered.job, self.problem.request_masks(offered.granted))

    def _unstick(self, walker: Walker) -> None:
        """Gives agents for whom best response found no legal month one at growing multipliers, rows left aside."""
        layout = self.layout
        stuck = np.flatnonzero(walker.now.own >= BIG / 2)
        if len(stuck) == 0:
            return
        shift, job, granted, _ = walker.now.copied()
        rest = rest_of(layout, None, range(self.problem.agents))
        empty = DualPrices(np.zeros(len(layout.rows)), np.zeros(len(layout.force.table)), np.zeros(len(shift)))
        for repair in (self.search.unit, 0.05 * self.search.unit, 20.0 * self.search.unit):
            if len(stuck) == 0:
                break
            priced = self.pricer.priced(stuck, empty, rest, 1, repair)
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
        least = BIG / 2 if self.base is None else self.base.ticks
        if walker.best_price < least - 0.5:
            plan, rows = self.search.plan(walker), self.problem.rows
            if rows.within_limits(rows.counts(plan.shift, plan.job, plan.granted)):
                self._better(Incumbent(plan, round(walker.best_price)))

    def _look(self) -> None:
        """Takes a better plan, and the prices of a root, from elsewhere."""
        offered, duals = self.callbacks.offered(), self.callbacks.duals()
        if offered is not None:
            self.adopt(offered)
        if duals is not None:
            self.prices, self.rooted = DualPrices(*duals), True


def improve_by_columns(
    search: PreparedSearch,
    callbacks: Callbacks,
    deadline: float,
    seed: int,
    start: Plan | None,
    *,
    workers: int = 1,
    work_seconds: float | None = None,
    lead: bool = True,
) -> str:
    """Column generation from `start` until `deadline` (time.monotonic); why it stopped: clock, work, cancel, proof.

    With `work_seconds` as much work as is worth them ends it, and the clock only if it comes first: equal input, work
    and seed give equal plans.
    """
    counted = work_seconds is not None
    seconds = work_seconds if work_seconds is not None else max(0.1, deadline - time.monotonic())
    run = Columns(search, callbacks, deadline, seed, workers, counted, seconds, lead)
    try:
        run.adopt(start)
        run.warm_up()
        if lead:
            master = run.root()
            run.tell_duals()
            run.tell_prices()
            run.anneal_on()
            if not run.closed() and not run.over():
                run.first_dive(master)
        else:
            run.without_root()
        if not run.closed() and not run.over():
            run.neighbours(round(seconds * ROUNDS_COUNTED_PER_SECOND) if counted else None)
    finally:
        run.pricer.close()
    if run.closed():
        return "proof"
    if callbacks.should_stop():
        return "cancel"
    return "work" if counted and time.monotonic() < deadline else "clock"
