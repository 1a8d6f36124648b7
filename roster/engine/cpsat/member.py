"""CP-SAT as the target of a child process: what it is given, told, and tells."""

from roster.engine.cpsat.formulation import Formulation
from roster.engine.cpsat.run import Answer, Effort, search
from roster.engine.problem.problem import Plan
from roster.engine.process.child import Bound, Mailbox, SoundPlan
from roster.engine.process.packing import unpacked


def cpsat(mailbox: Mailbox, problem_bytes: bytes, effort: Effort, start: Plan | None) -> Answer:
    """CP-SAT on the whole problem, from `start` where there is one."""
    problem = unpacked(problem_bytes)
    formulation = Formulation(problem)
    if start is not None:
        formulation.hint(start)

    def on_plan(plan: Plan, _ticks: int, bound: int | None) -> None:
        mailbox.send(SoundPlan(plan, problem.evaluate(plan).ticks))
        if bound is not None:
            mailbox.send(Bound(bound))

    return search(formulation, effort, on_plan, lambda bound: mailbox.send(Bound(bound)), mailbox.stop)
