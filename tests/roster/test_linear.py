"""The front of linear programs: what each door answers, and that nothing else opens OR-Tools' solvers for them."""

import re
from pathlib import Path

import numpy as np
import pytest

from roster.linear import Entries, FirstOrderProgram, LinearProgram, UnfinishedError, WholeProgram, greatest

ROOT = Path(__file__).parents[2]

# 3x + 2y, where x + y ≤ 4 and x ≤ 2: x = y = 2 gains 10; one more of the first row gains 2, of the second 1.
GAINS = np.array([3.0, 2.0])
HIGH = np.array([4.0, 2.0])
ENTRIES = Entries(np.array([0, 0, 1]), np.array([0, 1, 0]), np.array([1.0, 1.0, 1.0]))


def test_a_program_given_whole_has_an_optimum_and_prices():
    optimum = greatest(GAINS, np.zeros(2), HIGH, ENTRIES, 10)
    assert optimum.gain == pytest.approx(10)
    assert optimum.amounts.tolist() == pytest.approx([2, 2])
    assert optimum.prices.tolist() == pytest.approx([2, 1])


def test_entries_of_one_place_add_up_and_may_cancel():
    row, column = np.array([0, 0, 0, 0, 1]), np.array([0, 0, 1, 1, 1])
    optimum = greatest(GAINS, np.zeros(2), HIGH, Entries(row, column, np.array([1, 1, 1, -1, 1])), 10)
    assert optimum.gain == pytest.approx(3 * 2 + 2 * 2)
    assert optimum.amounts.tolist() == pytest.approx([2, 2])


def test_where_nothing_lies_within_there_is_none():
    assert greatest(GAINS, np.array([5.0, 0.0]), HIGH, ENTRIES, 10) is None


def test_what_does_not_end_in_time_says_so():
    with pytest.raises(UnfinishedError):
        greatest(GAINS, np.zeros(2), HIGH, ENTRIES, 0)


def test_a_program_grows_and_is_solved_again():
    program = LinearProgram()
    row = program.limit({program.variable(0, 2, -3.0): 1}, -program.inf, 4)
    assert program.solve()
    assert program.optimum == pytest.approx(-6)
    assert row.dual_value() == pytest.approx(0)
    program.variable(0, program.inf, -2.0, {row: 1})
    assert program.solve()
    assert program.optimum == pytest.approx(-10)
    assert row.dual_value() == pytest.approx(-2)


def test_a_choice_is_whole():
    linear, whole = LinearProgram(), WholeProgram()
    linear.limit({linear.variable(0, 1, -1.0): 2, linear.variable(0, 1, -1.0): 2}, 0, 3)
    whole.limit({whole.choice(-1.0): 2, whole.choice(-1.0): 2}, 0, 3)
    assert linear.solve()
    assert whole.solve(10)
    assert (linear.optimum, whole.optimum) == pytest.approx((-1.5, -1))


def test_a_whole_program_without_a_point_has_no_answer():
    program = WholeProgram()
    program.limit({program.choice(1.0): 1}, 2, 3)
    assert not program.solve(10)


SOLVERS = re.compile(
    r"ortools[.\w]*[. ](?:import )?(?:linear_solver|model_builder|math_opt|pdlp|glop)|pywraplp|\bhighspy\b"
)


def test_only_the_front_opens_the_solvers_of_linear_programs():
    files = [file for floor in ("roster", "constraints", "api") for file in (ROOT / floor).rglob("*.py")]
    naming = {file.relative_to(ROOT).as_posix() for file in files if SOLVERS.search(file.read_text(encoding="utf-8"))}
    # HiGHS is an outsider that ours are measured against.
    assert naming == {"roster/linear.py", "roster/bench/shift24/peer_highs.py"}


@pytest.mark.parametrize("kind", [LinearProgram, FirstOrderProgram])
def test_a_program_solved_again_by_either_method_has_the_same_optimum_amounts_and_prices(kind):
    program = kind()
    row = program.limit({}, -program.inf, 4)
    first = program.variable(0, 2, -3.0, {row: 1})
    assert program.solve_again(10)
    assert program.optimum == pytest.approx(-6)
    assert row.dual_value() == pytest.approx(0, abs=1e-5)
    second = program.variable(0, program.inf, -2.0, {row: 1})
    third = program.variable(0, program.inf, 1.0)
    held = program.limit({second: 1, third: -1}, 1, 1)
    assert program.solve_again(10)
    assert program.optimum == pytest.approx(-3 * 2 - 2 * 2 + 1)
    assert [one.solution_value() for one in (first, second, third)] == pytest.approx([2, 2, 1], abs=1e-5)
    assert [row.dual_value(), held.dual_value()] == pytest.approx([-1, -1], abs=1e-5)
    first.SetUb(0.0)
    held.SetBounds(-program.inf, 3)
    row.SetCoefficient(second, 2)
    assert program.solve_again(10)
    assert program.optimum == pytest.approx(-4)


@pytest.mark.parametrize("kind", [LinearProgram, FirstOrderProgram])
def test_a_program_that_nothing_keeps_is_not_solved(kind):
    program = kind()
    program.limit({program.variable(0, 1): 1}, 2, 3)
    assert not program.solve_again(10)


def test_a_program_of_first_order_ends_with_its_time():
    draw = np.random.default_rng(0)
    program = FirstOrderProgram()
    rows = [program.limit({}, 1, program.inf) for _ in range(200)]
    for _ in range(400):
        program.variable(0, 1, float(draw.random()), {row: float(draw.random()) for row in rows})
    assert not program.solve_again(0)
    assert program.solve_again(60)
