"""The solvers of the portfolio, each as the target of a child: what it is given, told, and tells."""

import pickle
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from roster.engine.problem.problem import Plan, Problem
from roster.engine.process.child import Bound, Duals, Found, Mailbox, News

if TYPE_CHECKING:
    from roster.engine.cpsat import Answer, Effort


def packed(problem: Problem) -> bytes:
    """A problem ready to be sent, once for all members."""
    return pickle.dumps(problem, pickle.HIGHEST_PROTOCOL)


def unpacked(content: bytes) -> Problem:
    """The problem in a child; only what `packed` made in the parent comes here."""
    problem = pickle.loads(content)  # noqa: S301
    assert isinstance(problem, Problem)
    return problem


def cpsat(mailbox: Mailbox, problem_bytes: bytes, effort: "Effort", start: Plan | None) -> "Answer":
    """CP-SAT on the whole problem, from `start` where there is one."""
    # Each member loads only what it needs: a search by best response has begun before CP-SAT is loaded.
    from roster.engine.cpsat import Formulation, search

    problem = unpacked(problem_bytes)
    formulation = Formulation(problem)
    if start is not None:
        formulation.hint(start)

    def on_plan(plan: Plan, _ticks: int, bound: int | None) -> None:
        mailbox.send(Found(plan, problem.evaluate(plan).ticks))
        if bound is not None:
            mailbox.send(Bound(bound))

    return search(formulation, effort, on_plan, lambda bound: mailbox.send(Bound(bound)), mailbox.stop)


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
    from roster.engine.search.search import Callbacks
    from roster.engine.search.search import search as improve

    problem = unpacked(problem_bytes)
    told = Callbacks(
        on_plan=lambda plan, ticks: mailbox.send(Found(plan, ticks)),
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
        told,
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
