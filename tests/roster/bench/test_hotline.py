"""The bench of generated months, on the smallest there is."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from constraints import CATALOGUE
from roster.bench.hotline import (
    HotlineCampaign,
    Measured,
    PeerSeats,
    as_markdown,
    bench,
    complete_at,
    growth,
    short_at_least,
)
from roster.cases.hotline import write_hotline
from roster.engine.problem.problem import Plan, Problem
from roster.engine.problem.translate import roster_of
from roster.files.read_case import read_case
from roster.rule import Evidence, MonthContext, Rulebook
from roster.rule.pieces import OFF, Penalty, Row, Term

ROW = Measured(100, 0.5, 2.0, 4.0, 60.0, 1000.0, 900.0, ((10.0, 0.2), (60.0, 0.1)), 5000, 40, 30, 200.0, 300.0, "clock")


def test_a_tiny_month_is_rostered_measured_and_told() -> None:
    heard: list[Measured] = []
    (row,) = bench(HotlineCampaign((20,), seconds=20, catalogue="core"), CATALOGUE, heard.append)
    assert heard == [row]
    assert row.agents == 20
    assert row.failures == ()
    assert row.objective is not None
    assert row.bound is not None
    assert row.bound <= row.objective
    assert row.seconds_first is not None
    assert 0 < row.seconds_read < row.seconds_first <= row.seconds
    assert row.seconds_complete is None or row.seconds_complete >= row.seconds_first
    assert row.short is not None
    assert row.short_proven <= row.short <= row.required
    assert row.solver_megabytes > 50
    assert row.gap == pytest.approx((row.objective - row.bound) / row.objective, abs=1e-6)


def test_seats_short_are_those_that_the_check_finds(tmp_path: Path) -> None:
    write_hotline(tmp_path, agents=20)
    case, _ = read_case(tmp_path)
    rulebook = Rulebook.of(CATALOGUE, case.centre)
    context = MonthContext(case)
    problem = Problem.of(context, rulebook.encode(context))
    draw = np.random.default_rng(1)
    shift = np.where(
        problem.shift_allowed.any(axis=2), draw.integers(-1, problem.shifts, problem.empty().shift.shape), OFF
    )
    job = np.array([[context.job_index[person.jobs[0]]] * problem.days for person in case.agents], np.int16)
    plan = Plan(shift.astype(np.int16), np.where(shift == OFF, 0, job).astype(np.int16))
    seats = PeerSeats(problem)
    findings = rulebook.check(Evidence(case, roster_of(context, plan)))
    short = [f for f in findings if f.rule == "COVERAGE" and f.facts["kind"] == "short"]
    assert seats.short(plan) == sum(int(f.required) - int(f.measured) for f in short) > 0
    assert seats.required == sum(row.seats for row in case.seats)


def test_what_nobody_can_fill_is_proven_short() -> None:
    # Two agents, three seats on the one day and job: one stays empty, whatever it costs.
    row = Row("COVERAGE", (Term((0, 1), 0, frozenset({0})),), Penalty.around(3, 10, 1), label=(0, 480, "call"))
    problem = Problem([row], agents=2, days=1, shifts=1, jobs=1)
    assert short_at_least(problem) == 1
    assert PeerSeats(problem).short(problem.empty()) == 3


def test_complete_allows_a_fifth_and_one_in_a_hundred() -> None:
    assert complete_at(short=22, proven=10, required=1000)
    assert not complete_at(short=23, proven=10, required=1000)


def test_growth_is_the_power_of_the_number_of_agents() -> None:
    larger = replace(ROW, agents=400, seconds_complete=16.0, solver_megabytes=600.0)
    (fit,) = growth([ROW, larger])
    assert fit.complete == pytest.approx(1.0)
    assert fit.megabytes == pytest.approx(0.5)
    assert growth([ROW, replace(larger, seconds_complete=None)])[0].complete is None


def test_the_table_shows_what_is_known_and_dashes_for_the_rest() -> None:
    text = as_markdown([ROW, replace(ROW, agents=400, seconds_complete=None, objective=None, failures=("it fell",))])
    assert "| 100 | 0.5 | 2.0 | 4.0 | 60 | 1,000 | 900 | 10.00 % | 40 (30, 5000) | 200 + 300 |" in text
    assert "| 400 | 0.5 | 2.0 | – | 60 | – |" in text
    assert "10 s: 20.00 %, 60 s: 10.00 %" in text
    assert "400 agents: it fell" in text


def test_the_middle_of_several_seeds_is_told_beside_them() -> None:
    runs = [replace(ROW, seed=seed, gaps=((60.0, gap),)) for seed, gap in enumerate((0.3, 0.1, 0.2))]
    runs[1] = replace(runs[1], seconds_complete=9.0)
    text = as_markdown([*runs, replace(ROW, agents=400, seconds_complete=None, gaps=())])
    assert "| 100 | 3 | 20.00 % | 10.00 % | 30.00 % | 4.0 |" in text
    assert "| 400 | 1 | – | – | – | – |" in text
    assert "runs" not in as_markdown([ROW, replace(ROW, agents=400)])
