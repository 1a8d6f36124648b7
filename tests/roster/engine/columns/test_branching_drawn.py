"""Branch and price on drawn instances whose roots are in fractions, held to the optimum that CP-SAT proves."""

import importlib.util
import time
from pathlib import Path

import pytest
from ortools.sat.python import cp_model

from constraints import CATALOGUE
from roster.bench.shift24.compact import compact_model
from roster.bench.shift24.peer_cpsat import encode
from roster.bench.shift24.problem import problem_of
from roster.bench.shift24.reader import parse
from roster.engine.columns.generation import improve_by_columns
from roster.engine.search.callbacks import Callbacks
from roster.engine.search.prepared import PreparedSearch

ROOT = Path(__file__).resolve().parents[4]
FORTNIGHT = (
    ((4320, 3300, 5, 2, 2, 1), 0.55),
    ((4080, 3000, 5, 2, 2, 1), 0.15),
    ((4320, 3300, 6, 2, 3, 1), 0.15),
    ((2580, 1500, 5, 2, 2, 2), 0.15),
)
"""Contracts of the drawn instances for half their days."""


@pytest.fixture
def drawn(monkeypatch):
    """The drawing of instances, with fewer shifts and contracts for two weeks."""
    spec = importlib.util.spec_from_file_location("drawn_instance", ROOT / "benchmarks" / "drawn_instance.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "CONTRACTS", FORTNIGHT)
    monkeypatch.setattr(module, "SHIFTS", {code: module.SHIFTS[code] for code in ("a1", "d1", "p1", "n1", "a3")})
    return module.drawn


def cheapest(instance, limit):
    """The price of the cheapest roster of those that cost no more than `limit`, by CP-SAT; None where there is none.

    With the limit it need not first find what is as cheap, and proves in a third of the time that nothing is cheaper.
    """
    compact = compact_model(instance)
    encoded = encode(compact)
    costs = [variable.cost for variable in compact.variables]
    encoded.model.add(cp_model.LinearExpr.weighted_sum(encoded.variables, costs) + compact.constant <= limit)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.linearization_level = 1, 2
    proven = solver.solve(encoded.model)
    assert proven in {cp_model.OPTIMAL, cp_model.INFEASIBLE}
    return solver.objective_value if proven == cp_model.OPTIMAL else None


@pytest.mark.parametrize(("seed", "people"), [(0, 8), (1, 9), (2, 10), (6, 8), (8, 10)])
def test_what_the_tree_proves_is_the_optimum(drawn, seed, people):
    instance = parse(drawn(people, 14, seed, 0.9 + 0.02 * (seed % 8)), name="drawn", file="drawn.txt")
    plans, bounds = [], []
    callbacks = Callbacks(lambda _, ticks: plans.append(ticks), bounds.append, lambda: False)
    search = PreparedSearch(problem_of(instance, CATALOGUE))
    why = improve_by_columns(search, callbacks, time.monotonic() + 600, seed, None, work_seconds=20.0)
    assert why == "proof"
    assert max(bounds) == min(plans)
    assert cheapest(instance, min(plans)) == min(plans)
