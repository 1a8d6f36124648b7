"""The search that needs no solver: aggregate bound, construction by best response, annealing, Lagrangian bound."""

import math
import time
from concurrent.futures import Future, ThreadPoolExecutor, wait

from roster.engine.bounds.aggregate import aggregate
from roster.engine.bounds.lagrange import lagrangian_bound
from roster.engine.bounds.what_if_prices import prices
from roster.engine.pricing.label_choice import labelled_workforce
from roster.engine.problem.problem import Plan
from roster.engine.search.callbacks import Callbacks
from roster.engine.search.prepared import PreparedSearch
from roster.engine.search.walks import Walks

FIRST_SHARE, FIRST_SECONDS = 0.15, 0.2
"""Of the time, and for each agent, at most, for the first annealing. It makes a good roster soon; the second has all
that is left, as one long annealing ends better than several short ones."""

EXPECTED_HEAT = 0.17
"""Where the first annealing begins from a roster that the relaxation led to, of the hottest: hotter would undo it."""

REHEAT = 0.4
"""Where the second annealing begins, of the hottest."""

LINEAR_NOISE = 2e-6
"""By so much of itself a linear program's optimum may be off: its bound is told that much lower."""

SEEDS_APART = 7919
"""Between the seeds of walks that run side by side."""


def search(
    ready: PreparedSearch,
    callbacks: Callbacks,
    *,
    deadline: float,
    seconds: float,
    seed: int = 0,
    workers: int = 2,
    counted: bool = False,
    start: Plan | None = None,
    lead: bool = True,
) -> str:
    """Improves until `deadline` (time.monotonic) or a stop; why it stopped: `clock`, `work`, `cancel` or `proof`.

    With `counted` the amount of work, worth `seconds` (else what is left until the deadline), ends it, and the clock
    only if it comes first: the same input, work and seed give the same plan. Plans are told as they improve, and only
    those that break no hard piece; bounds whenever they rise. One that does not `lead` leaves the bound to others.
    """
    agents = ready.problem.agents
    # Best response goes by the relaxation once that is known: counted work must not hang on which of them came first.
    drawn = ready.walker(seed, start)[0] if counted else None
    with ThreadPoolExecutor(max(1, workers) + 2) as pool:
        relaxing = pool.submit(_relax, ready, callbacks, deadline, counted) if lead else None
        bounding = None if relaxing is None else pool.submit(_bounds, ready, callbacks, relaxing)
        budget = ready.nominal_moves() * seconds if counted else math.inf
        walks = Walks(ready, callbacks, deadline, pool, [drawn or ready.walker(seed, start)[0]], budget)
        walks.tell()

        def left() -> float:
            return budget - walks.done if counted else deadline - time.monotonic()

        share, hot, why = min(FIRST_SHARE, FIRST_SECONDS * agents / seconds), ready.schedule.hot, None
        again = 1.0, ready.schedule.hot * REHEAT
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
                start, hot = ready.plan(walks.walkers[0]), ready.schedule.hot * EXPECTED_HEAT
        dealt = not counted and walks.deal_out(workers, seed)
        if why is None and not dealt:
            walks.walkers += [ready.walker(seed + SEEDS_APART * k, start)[0] for k in range(1, workers)]
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


def _relax(ready: PreparedSearch, callbacks: Callbacks, deadline: float, counted: bool) -> None:
    # Counted work hangs on whether it is solved, so there nothing but the end of all time may cut it short.
    relaxation = aggregate(ready.problem, max(0.5, (deadline - time.monotonic()) * (1.0 if counted else 0.5)))
    if relaxation is None:
        return
    ready.aggregate = relaxation
    callbacks.on_bound(relaxation.bound_ticks - LINEAR_NOISE * abs(relaxation.bound_ticks))


def _bounds(ready: PreparedSearch, callbacks: Callbacks, relaxing: "Future[None]") -> None:
    relaxing.result()
    relaxation = ready.aggregate
    if relaxation is None:
        return
    exact = ready.prepared if ready.labels.used.any() else labelled_workforce(ready.problem)
    callbacks.on_bound(lagrangian_bound(ready.problem, exact, relaxation.row_price, multipliers=relaxation.multipliers))
    if callbacks.on_prices is not None:
        callbacks.on_prices(prices(ready.problem, exact, relaxation))
