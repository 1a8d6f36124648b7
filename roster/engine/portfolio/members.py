"""The searches of the portfolio as targets of a child: which one a problem wants, what it is given, told, and tells."""

from dataclasses import dataclass
from math import ceil

from roster.engine.problem.problem import Plan
from roster.engine.process.child import Bound, Duals, Mailbox, News, SoundPlan
from roster.engine.process.packing import unpacked


@dataclass(frozen=True, slots=True)
class Share:
    """What best response may spend: until an instant, and, `counted`, work that is worth `work_seconds`.

    The instant is of `time.monotonic()`, which all processes of a machine share. Of several searches on one problem one
    is to `lead`: the others leave proofs to it.
    """

    until: float
    workers: int
    seed: int
    counted: bool
    work_seconds: float | None = None
    lead: bool = True


def best_response(mailbox: Mailbox, problem_bytes: bytes, share: Share, start: Plan | None) -> str:
    """The search by aggregate bound, best response and annealing; returns why it stopped."""
    from roster.engine.portfolio.improve import improve
    from roster.engine.search.callbacks import Callbacks

    problem = unpacked(problem_bytes)
    callbacks = Callbacks(
        on_plan=lambda plan, ticks: mailbox.send(SoundPlan(plan, ticks)),
        on_bound=lambda bound: mailbox.send(Bound(whole_bound(bound))),
        should_stop=mailbox.stop.is_set,
        on_prices=lambda prices: mailbox.send(News(prices)),
        offered=mailbox.offered,
        on_duals=lambda arrays: mailbox.send(Duals(arrays)),
        duals=mailbox.duals,
        proven=mailbox.proven,
    )
    return improve(
        problem,
        callbacks,
        deadline=share.until,
        seed=share.seed,
        workers=share.workers,
        counted=share.counted,
        work_seconds=share.work_seconds,
        start=start,
        lead=share.lead,
    )


def whole_bound(bound: float) -> int:
    """The least whole number of ticks not below a linear bound, with half a tick for the noise of floats.

    A bound that is whole already stays.
    """
    if isinstance(bound, int):
        return bound
    return ceil(bound - 0.5 - 1e-7 * abs(bound))
