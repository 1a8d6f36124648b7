"""The search that needs no solver: aggregate bound, construction by best response, annealing, Lagrangian bound."""

import math
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from roster.engine.bounds.aggregate import Aggregate, aggregate
from roster.engine.bounds.lagrange import lagrangian_bound
from roster.engine.bounds.what_if_prices import Prices, prices
from roster.engine.pricing.agents import Workforce, workforce
from roster.engine.pricing.label_choice import labelled_workforce
from roster.engine.pricing.label_grid import Labels, no_labels, whole
from roster.engine.pricing.label_need import LONG_DAYS, wants_labels, whole_hours
from roster.engine.pricing.pricing import BIG
from roster.engine.pricing.response import construct, own_price, respond, seat
from roster.engine.pricing.row_state import Field, field_price, fresh, place
from roster.engine.pricing.row_state import field as field_of
from roster.engine.pricing.shares import no_shares
from roster.engine.problem.problem import Plan, Problem
from roster.engine.search.anneal import anneal

CHUNK_SECONDS = 0.25
"""How long compiled code may run before it looks up: cancel, deadline and progress wait no longer than this."""

CONSTRUCTION_ROUNDS = 8
"""Steps of the multipliers for an agent's first month, at most."""

LONG_TURNS, LONG_ROUNDS = 12, 3
"""The same on a long horizon: so many turns of so many steps, until a month is legal."""

FIRST_SHARE, FIRST_SECONDS = 0.15, 0.2
"""Of the time, and for each agent, at most, for the first annealing. It makes a good roster soon; the second has all
that is left, as one long annealing ends better than several short ones."""

EXPECTED_HEAT = 0.17
"""Where the first annealing begins from a roster that the relaxation led to, of the hottest: hotter would undo it."""

REHEAT = 0.4
"""Where the second annealing begins, of the hottest."""

LINEAR_NOISE = 2e-6
"""By so much of itself a linear program's optimum may be off: its bound is told that much lower."""

MEETINGS = 20
"""How often in an annealing the walk that is behind goes on from where the one ahead is (Aldous and Vazirani 1994)."""

NOMINAL_MOVES = 800
"""Moves of a usual month that count as a second of work with one worker: fewer than an idle machine does."""


Duals = tuple[NDArray[np.float64], ...]
"""Prices of rows, of budgets and of agents (`master.Prices`) that prove a bound."""


@dataclass
class Callbacks:
    """What the search tells while it runs, and what it hears of others: a plan, prices, the best bound.

    Those are None where nothing is new; prices are of another's root. All must be quick; they may be called from
    several threads.
    """

    on_plan: Callable[[Plan, int], None]
    on_bound: Callable[[float], None]
    should_stop: Callable[[], bool]
    on_prices: Callable[[Prices], None] | None = None
    offered: Callable[[], Plan | None] = lambda: None
    on_duals: Callable[[Duals], None] = lambda _: None
    duals: Callable[[], Duals | None] = lambda: None
    proven: Callable[[], int | None] = lambda: None


@dataclass(frozen=True)
class Schedule:
    """Annealing from `hot` to `cold` points, `noise` in units of the temperature, `ruined` agents a move at most.

    With every ruin and recreate go `exchanges` trades of up to `longest` days, a share `astray` of them to bring
    somebody back to the own team.
    """

    hot: float = 6.0
    cold: float = 0.15
    noise: float = 4.0
    ruined: int = 1
    focus: float = 0.5
    rounds: int = 4
    exchanges: int = 60
    longest: int = 7
    astray: float = 0.2
    window_days: int = 31
    apart: float = 0.0


@dataclass(eq=False)
class Walker:
    """One annealing walk: its own counts and months."""

    force: Workforce
    labels: Labels
    state: Field
    shift: NDArray[np.int16]
    job: NDArray[np.int16]
    granted: NDArray[np.int64]
    own: NDArray[np.float64]
    multipliers: NDArray[np.float64]
    best_shift: NDArray[np.int16] = field(init=False)
    best_job: NDArray[np.int16] = field(init=False)
    best_granted: NDArray[np.int64] = field(init=False)
    best_price: float = field(init=False)
    seed: int = 0
    moves_per_second: float = 300.0

    def __post_init__(self) -> None:
        self.best_shift, self.best_job = self.shift.copy(), self.job.copy()
        self.best_granted = self.granted.copy()
        self.best_price = self.price()

    def price(self) -> float:
        """The price of the walk's present plan, in ticks."""
        return float(field_price(self.state)) + float(self.own.sum())

    def adopt(self, shift: NDArray[np.int16], job: NDArray[np.int16], granted: NDArray[np.int64]) -> None:
        """Goes on from another plan."""
        for agent in range(len(self.shift)):
            place(self.state, self.force, agent, self.shift[agent], self.job[agent], self.granted[agent], -1)
            self.shift[agent], self.job[agent], self.granted[agent] = shift[agent], job[agent], granted[agent]
            place(self.state, self.force, agent, self.shift[agent], self.job[agent], self.granted[agent], 1)
            self.own[agent] = own_price(self.force, agent, shift[agent], job[agent], granted[agent])
        price = self.price()
        if price < self.best_price:
            self.best_price = price
            self.best_shift[:], self.best_job[:], self.best_granted[:] = shift, job, granted

    def join(self, other: "Walker") -> None:
        """Goes on from where another walk on the same problem is now."""
        for mine, theirs in (
            (self.state.counts, other.state.counts),
            (self.state.members, other.state.members),
            (self.state.escorts, other.state.escorts),
            (self.shift, other.shift),
            (self.job, other.job),
            (self.granted, other.granted),
            (self.own, other.own),
        ):
            mine[:] = theirs

    def timed(self, schedule: Schedule, unit: float, heat: tuple[float, float], seconds: float) -> None:
        """As many moves as so many seconds hold, by what a second held lately."""
        count, began = max(1, int(self.moves_per_second * seconds)), time.monotonic()
        self.run(schedule, unit, heat, count)
        rate = count / max(1e-3, time.monotonic() - began)
        self.moves_per_second = min(20_000.0, 0.5 * self.moves_per_second + 0.5 * rate)

    def run(self, schedule: Schedule, unit: float, heat: tuple[float, float], moves: int) -> None:
        """Some moves while the temperature falls from heat[0] to heat[1], in points times `unit` ticks."""
        self.seed += 1
        _, self.best_price, _ = anneal(
            self.force,
            self.state,
            self.shift,
            self.job,
            self.granted,
            self.own,
            self.multipliers,
            self.best_shift,
            self.best_job,
            self.best_granted,
            self.best_price,
            self.seed,
            moves,
            min(schedule.ruined, len(self.shift)),
            heat[0] * unit,
            heat[1] * unit,
            schedule.noise,
            schedule.focus,
            schedule.rounds,
            schedule.exchanges,
            schedule.longest,
            schedule.astray,
            self.labels,
            min(schedule.window_days, self.shift.shape[1]),
            schedule.apart,
        )


class Search:
    """Prepared arrays of one problem, and walks on them.

    `like` is the search of a problem with the very same words, pairs, rows and escorts: what it prepared is shared.
    """

    def __init__(self, problem: Problem, like: "Search | None" = None) -> None:
        self.problem = problem
        self.by_columns = wants_labels(problem)
        if self.by_columns or whole_hours(problem):
            self.force, labels, self.names = labelled_workforce(problem)
            self.labels = labels._replace(sparing=not self.by_columns)
        else:
            self.force, _, self.names = workforce(problem, like=None if like is None else like.force)
            self.labels = no_labels(problem, self.force)
        # Hours as a label find the month that fills a cap, multipliers are several times quicker where none binds.
        self.ways = (self.labels, no_labels(problem, self.force)) if self.labels.used.any() else (self.labels,)
        self.prepared = (self.force, self.labels, self.names)
        self._like = like.field if like is not None and like.problem.rows.start is problem.rows.start else None
        self.unit = self._unit()
        self.aggregate: Aggregate | None = None

    def _unit(self) -> float:
        """Ticks that a point's worth of temperature means here: a tenth of a usual row's steepest step."""
        steps = [
            max(abs(s) for s in p.slopes) for several in self.problem.rows.penalties for p in several if any(p.slopes)
        ]
        return max(1.0, float(np.median(steps)) / 10.0) if steps else 360.0

    @cached_property
    def field(self) -> Field:
        """The rows and escorts with nobody placed."""
        return field_of(self.problem, self.names, self._like)

    def nominal_moves(self) -> float:
        """Moves that count as a second of work here: fewer where a month has more days, shifts and jobs."""
        cells = self.problem.days * self.problem.shifts * self.problem.jobs
        return NOMINAL_MOVES * min(1.0, 1500 / (cells + 700))

    def walker(self, seed: int, start: Plan | None = None) -> tuple[Walker, int]:
        """A walk from `start`, or from best response in random order; and how many agents found no legal month.

        Once the aggregate relaxation is known, best response expects of those to come what it has them do.
        """
        n, days = self.problem.agents, self.problem.days
        state = fresh(self.field)
        shift, job = np.full((n, days), -1, np.int16), np.zeros((n, days), np.int16)
        granted, own = np.zeros(n, np.int64), np.zeros(n)
        multipliers = np.zeros(max(1, len(self.force.table)))
        stuck = 0
        if start is None:
            draw = np.random.default_rng(seed)
            if self.labels.used.any() and days > LONG_DAYS:
                stuck = self._scatter(draw, state, shift, job, granted, own)
            else:
                order = draw.permutation(n)
                expected = no_shares(self.problem) if self.aggregate is None else self.aggregate.shares
                if self.aggregate is not None:
                    multipliers[: len(self.aggregate.multipliers)] = self.aggregate.multipliers
                stuck = construct(
                    self.force,
                    state,
                    order,
                    shift,
                    job,
                    granted,
                    own,
                    multipliers,
                    CONSTRUCTION_ROUNDS,
                    self.labels,
                    expected,
                )
        else:
            shift[:], job[:] = start.shift, start.job
            granted[:] = self.masks(start.granted)
            seat(self.force, state, shift, job, granted, own)
        return Walker(
            self.force, self.labels, state, shift, job, granted, own, multipliers, seed=seed * 1_000_003 % 2**31
        ), stuck

    def _scatter(
        self,
        draw: np.random.Generator,
        state: Field,
        shift: NDArray[np.int16],
        job: NDArray[np.int16],
        granted: NDArray[np.int64],
        own: NDArray[np.float64],
    ) -> int:
        """Gives everybody a legal month without regard to the others; how many have none.

        A whole year is dear to price again and again as colleagues crowd it; windows of days mend it at once. Random
        prices of the rows make the months differ.
        """
        agents, days = shift.shape
        scratch, window = np.empty(max(1, self.labels.cells)), whole(days)
        counts = np.arange(state.price.shape[1])
        stuck = 0
        for agent in range(agents):
            slopes = np.rint(draw.normal(0.0, self.unit, len(state.price))).astype(np.int64)
            alone = state._replace(price=slopes[:, None] * counts, counts=np.zeros_like(state.counts), low=0)
            multipliers = np.zeros(max(1, len(self.force.table)))
            for _ in range(LONG_TURNS):
                # The multipliers go on from where they were; the first legal month is good enough.
                mask = respond(
                    self.force,
                    alone,
                    agent,
                    multipliers,
                    LONG_ROUNDS,
                    0.0,
                    shift[agent],
                    job[agent],
                    self.labels,
                    window,
                    scratch,
                )
                if mask >= 0:
                    break
            if mask < 0:
                stuck += 1
                shift[agent], mask = -1, 0
            granted[agent] = mask
            own[agent] = own_price(self.force, agent, shift[agent], job[agent], mask)
            place(state, self.force, agent, shift[agent], job[agent], mask, 1)
        return stuck

    def masks(self, granted: frozenset[int]) -> NDArray[np.int64]:
        """Granted requests as a bit mask per agent."""
        found = np.zeros(self.problem.agents, np.int64)
        for agent, requests in enumerate(self.problem.requests):
            for place_, request in enumerate(requests):
                if request.request in granted:
                    found[agent] |= 1 << place_
        return found

    def plan(self, walker: Walker) -> Plan:
        """The walk's best plan."""
        granted = {
            request.request
            for agent, requests in enumerate(self.problem.requests)
            for place_, request in enumerate(requests)
            if walker.best_granted[agent] >> place_ & 1
        }
        return Plan(walker.best_shift.copy(), walker.best_job.copy(), frozenset(granted))


def search(
    problem: Problem,
    told: Callbacks,
    *,
    deadline: float,
    seed: int = 0,
    workers: int = 2,
    counted: bool = False,
    work_seconds: float | None = None,
    start: Plan | None = None,
    lead: bool = True,
) -> str:
    """Improves until `deadline` (time.monotonic) or a stop; why it stopped: `clock`, `work`, `cancel` or `proof`.

    With `counted` the amount of work, worth `work_seconds` (else what is left until the deadline), ends it, and the
    clock only if it comes first: the same input, work and seed give the same plan. Plans are
    told as they improve, and only those that break no hard piece; bounds whenever they rise. Problems that want
    columns (`wants_labels`) go to column generation, with this annealing inside; of several searches on one of those
    the others do not `lead` and leave the bound to the one that does.
    """
    began = time.monotonic()
    ready = Search(problem)
    seconds = work_seconds if counted and work_seconds is not None else max(0.1, deadline - began)
    if ready.by_columns and ready.labels.used.any():
        from roster.engine.columns.generation import improve_by_columns

        return improve_by_columns(
            ready, told, deadline, seed, start, workers=workers, work_seconds=seconds if counted else None, lead=lead
        )
    with ThreadPoolExecutor(max(1, workers) + 2) as pool:
        relaxing = pool.submit(_relax, ready, told, deadline, counted) if lead else None
        bounding = None if relaxing is None else pool.submit(_bounds, ready, told, relaxing)
        budget = ready.nominal_moves() * seconds if counted else math.inf
        walks = _Walks(ready, told, deadline, pool, [ready.walker(seed, start)[0]], budget)
        walks.tell()

        def left() -> float:
            return budget - walks.done if counted else seconds - (time.monotonic() - began)

        share, hot, why = min(FIRST_SHARE, FIRST_SECONDS * problem.agents / seconds), walks.schedule.hot, None
        again = 1.0, walks.schedule.hot * REHEAT
        if start is not None:
            share, hot = again
        elif relaxing is not None:
            if counted:
                wait([relaxing])
            else:
                why = walks.anneal(hot, left() * share, until=relaxing.done)
            if not relaxing.done():
                share, hot = again  # the first annealing has had its time
            elif ready.aggregate is not None and why is None:
                walks.walkers.append(ready.walker(seed)[0])
                walks.tell()
                walks.walkers = [min(walks.walkers, key=lambda walker: walker.best_price)]
                start, hot = ready.plan(walks.walkers[0]), walks.schedule.hot * EXPECTED_HEAT
        if why is None:
            walks.walkers += [ready.walker(seed + 7919 * k, start)[0] for k in range(1, workers)]
        if counted and bounding is not None:
            wait([bounding])
        while why is None:
            why = walks.anneal(hot, max(1.0 if counted else 0.5, left() * share))
            if why is None:
                walks.gather()
                share, hot = again
    if bounding is not None:
        bounding.result()  # whatever went wrong there is told, once the rosters are out
    return why


@dataclass(eq=False)
class _Walks:
    """Annealing walks side by side on one problem. `budget` are the moves each may make, `done` those it has made."""

    ready: Search
    told: Callbacks
    deadline: float
    pool: ThreadPoolExecutor
    walkers: list[Walker]
    budget: float
    schedule: Schedule = Schedule()
    done: float = 0.0
    told_price: float = math.inf

    def over(self) -> str | None:
        """Why it is over, if it is."""
        if self.told.should_stop():
            return "cancel"
        if time.monotonic() > self.deadline - 0.05:
            return "clock"
        return "work" if self.done >= self.budget else None

    def anneal(self, hot: float, length: float, until: Callable[[], bool] = lambda: False) -> str | None:
        """From `hot` points to the coldest in `length` seconds, or moves of each walk where work is counted.

        Walks meet on the way: the one behind goes on from where the one ahead is. Returns why it ended early, if so;
        None when it has gone its way, or `until` says that it is no more wanted.
        """
        counted, cold, ways = self.budget < math.inf, self.schedule.cold, self.ready.ways
        moves = max(1, int(self.ready.nominal_moves() * CHUNK_SECONDS))
        spent, turn, began = 0.0, 0, time.monotonic()
        while spent < 1.0 and not until():
            if (why := self.over()) is not None:
                return why
            step = (moves if counted else CHUNK_SECONDS) / length
            heat = hot * (cold / hot) ** spent, hot * (cold / hot) ** min(1.0, spent + step)
            for number, walker in enumerate(self.walkers):
                walker.labels = ways[(number + turn) % len(ways)]
            self._run(heat, moves if counted else None)
            self.tell()
            self.done, turn = self.done + moves, turn + 1
            before, spent = spent, spent + step if counted else (time.monotonic() - began) / length
            if int(spent * MEETINGS) > int(before * MEETINGS):
                self._meet()
        return None

    def _meet(self) -> None:
        """The walk that is behind goes on from a better plan of another solver, or else from where the best walk is."""
        ahead, behind = (choose(self.walkers, key=Walker.price) for choose in (min, max))
        offered = self.told.offered()
        if offered is not None and self.ready.problem.evaluate(offered).ticks < ahead.best_price - 0.5:
            behind.adopt(offered.shift, offered.job, self.ready.masks(offered.granted))
        elif ahead is not behind:
            behind.join(ahead)

    def _run(self, heat: tuple[float, float], moves: int | None) -> None:
        def one(walker: Walker) -> None:
            if moves is None:
                walker.timed(self.schedule, self.ready.unit, heat, CHUNK_SECONDS)
            else:
                walker.run(self.schedule, self.ready.unit, heat, moves)

        if len(self.walkers) == 1:
            one(self.walkers[0])
        else:
            list(self.pool.map(one, self.walkers))

    def tell(self) -> None:
        """Passes an improved plan on, unless it breaks a hard limit: of an agent's own (BIG) or of a row."""
        for walker in self.walkers:
            if walker.best_price < min(self.told_price - 0.5, BIG / 2):
                plan = self.ready.plan(walker)
                rows = self.ready.problem.rows
                if rows.kept(rows.counts(plan.shift, plan.job, plan.granted)):
                    self.told_price = walker.best_price
                    self.told.on_plan(plan, round(walker.best_price))

    def gather(self) -> None:
        """All go on from the best plan of any, and of what others found."""
        leader = min(self.walkers, key=lambda walker: walker.best_price)
        offered = self.told.offered()
        if offered is not None:
            leader.adopt(offered.shift, offered.job, self.ready.masks(offered.granted))
        for walker in self.walkers:
            walker.adopt(leader.best_shift, leader.best_job, leader.best_granted)


def _relax(ready: Search, told: Callbacks, deadline: float, counted: bool) -> None:
    # Counted work hangs on whether it is solved, so there nothing but the end of all time may cut it short.
    found = aggregate(ready.problem, max(0.5, (deadline - time.monotonic()) * (1.0 if counted else 0.5)))
    if found is None:
        return
    ready.aggregate = found
    told.on_bound(found.bound_ticks - LINEAR_NOISE * abs(found.bound_ticks))


def _bounds(ready: Search, told: Callbacks, relaxing: "Future[None]") -> None:
    relaxing.result()
    found = ready.aggregate
    if found is None:
        return
    exact = ready.prepared if ready.labels.used.any() else labelled_workforce(ready.problem)
    told.on_bound(lagrangian_bound(ready.problem, exact, found.row_price, multipliers=found.multipliers))
    if told.on_prices is not None:
        told.on_prices(prices(ready.problem, exact, found))
