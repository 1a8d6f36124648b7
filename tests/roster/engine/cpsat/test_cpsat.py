"""The CP-SAT model admits exactly the plans that break no hard piece, and prices them as the pieces do."""

import pytest
from ortools.sat.python import cp_model
from random_problem import legal_plans, random_problem

from roster.engine.cpsat import Effort, Ending, Formulation, search

SEEDS = range(24)


@pytest.mark.parametrize("seed", SEEDS)
def test_proves_the_cheapest_of_all_plans(seed: int) -> None:
    problem = random_problem(seed)
    legal = [ticks for _, ticks in legal_plans(seed)]
    answer = search(Formulation(problem), Effort(30))
    if not legal:
        assert answer.ending is Ending.INFEASIBLE
        assert answer.plan is None
        return
    assert answer.ending is Ending.OPTIMAL
    assert answer.plan is not None
    assert problem.evaluate(answer.plan).broken == ()
    assert problem.evaluate(answer.plan).ticks == answer.ticks == answer.bound == min(legal)


@pytest.mark.parametrize("seed", SEEDS)
def test_feasibility_alone_agrees(seed: int) -> None:
    answer = search(Formulation(random_problem(seed), feasibility=True), Effort(30))
    assert answer.ending is (Ending.OPTIMAL if legal_plans(seed) else Ending.INFEASIBLE)


def test_the_set_of_seeds_holds_both_kinds() -> None:
    assert 6 <= sum(bool(legal_plans(seed)) for seed in SEEDS) <= 18


class _Counter(cp_model.CpSolverSolutionCallback):
    def __init__(self, formulation: Formulation) -> None:
        super().__init__()
        self.formulation = formulation
        self.seen: set[tuple[bytes, frozenset[int]]] = set()

    def on_solution_callback(self) -> None:
        plan = self.formulation.plan(list(self.response_proto.solution))
        self.seen.add((plan.shift.tobytes(), plan.granted))


@pytest.mark.parametrize("seed", SEEDS[::4])
def test_enumerates_exactly_the_legal_plans(seed: int) -> None:
    problem = random_problem(seed)
    legal = {(plan.shift.tobytes(), plan.granted) for plan, _ in legal_plans(seed)}
    formulation = Formulation(problem, feasibility=True)
    solver = cp_model.CpSolver()
    solver.parameters.enumerate_all_solutions = True
    counter = _Counter(formulation)
    solver.solve(formulation.model, counter)
    assert counter.seen == legal


@pytest.mark.parametrize("seed", SEEDS)
def test_a_hint_is_a_whole_solution_at_the_plans_price(seed: int) -> None:
    problem = random_problem(seed)
    formulation = Formulation(problem)
    assert formulation.objective is not None
    for plan, ticks in legal_plans(seed)[::7]:
        values = formulation.values(plan)
        assert formulation.objective.at(values) == ticks
        again = problem.evaluate(formulation.plan(values))
        assert again.broken == ()
        assert again.ticks == ticks


def test_one_worker_with_counted_work_repeats_itself() -> None:
    problem = random_problem(next(seed for seed in SEEDS if len(legal_plans(seed)) > 5))
    first, second = (search(Formulation(problem), Effort(30, work=0.5, seed=3)) for _ in range(2))
    assert first.plan is not None
    assert second.plan is not None
    assert (first.plan.shift == second.plan.shift).all()
    assert first.work == second.work
