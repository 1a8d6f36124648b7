"""The solvers of the portfolio, each as the target of a child: what it is given, told, and tells."""

from roster.engine.child import Bound, Found, Mailbox
from roster.engine.cpsat import Answer, Effort, Formulation, search
from roster.engine.problem import Plan, Problem


def cpsat(mailbox: Mailbox, problem: Problem, effort: Effort, start: Plan | None) -> Answer:
    """CP-SAT on the whole problem, from `start` where there is one."""
    formulation = Formulation(problem)
    if start is not None:
        formulation.hint(start)

    def on_plan(plan: Plan, _ticks: int, bound: int | None) -> None:
        mailbox.send(Found(plan, problem.evaluate(plan).ticks))
        if bound is not None:
            mailbox.send(Bound(bound))

    return search(formulation, effort, on_plan, lambda bound: mailbox.send(Bound(bound)), mailbox.stop)
