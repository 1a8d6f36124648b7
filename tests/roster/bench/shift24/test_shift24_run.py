"""A campaign on the standard instances: timed, judged, interrupted."""

import threading

import pytest

from constraints import CATALOGUE
from roster.bench.shift24 import run
from roster.bench.shift24.checker import check
from roster.bench.shift24.instance import Cover
from roster.bench.shift24.peers import PeerResult
from roster.bench.shift24.run import Campaign, OurResult, bench, read_all, run_ours
from roster.bench.shift24.solution import Solution
from roster.bench.shift24.table import MeasuredInstance
from roster.engine.portfolio.portfolio import Progress, Solved
from roster.engine.problem.outcome import Status
from roster.errors import InputError, InternalError

HEAD = "SECTION_HORIZON\n7\nSECTION_SHIFTS\nE,480,\nSECTION_STAFF\nA,E=7,3000,0,5,1,1,1\nSECTION_COVER\n"


@pytest.fixture
def small(world):
    """One person, six days, an E wanted each day, at most four in a row: one day is short."""
    return world(horizon_days=6, covers=[Cover(day, "E", 1, 10, 1) for day in range(6)], max_consecutive_shifts=4)


def test_our_run_is_proven_timed_and_judged(small):
    result = run_ours(small, CATALOGUE, 60.0, 0)
    assert (result.measured.objective, result.measured.bound) == (10, 10.0)
    assert check(small, result.solution.assignments).objective == 10
    assert 0 < result.measured.seconds_first <= result.measured.seconds_best


def solved(problem, assignments, ticks):
    return Solved(Status.FEASIBLE, assignments, ticks, None, "clock", 1.0)


def test_a_plan_at_another_price_than_the_checkers_fails_loudly(monkeypatch, small):
    monkeypatch.setattr(run, "solve", lambda problem, _: solved(problem, problem.empty(), 59))
    with pytest.raises(InternalError, match="engine 59, checker 60"):
        run_ours(small, CATALOGUE, 1.0, 0)


def test_a_plan_that_breaks_the_format_fails_loudly(monkeypatch, small):
    def five_in_a_row(problem, _):
        plan = problem.empty()
        plan.shift[0, :5] = 0
        return solved(problem, plan, 10)

    monkeypatch.setattr(run, "solve", five_in_a_row)
    with pytest.raises(InternalError, match="MaxConsecutiveShifts"):
        run_ours(small, CATALOGUE, 1.0, 0)


def test_the_clock_tells_the_first_roster_and_the_best(monkeypatch, small):
    instants = iter([0.0, 2.0, 5.0, 9.0])
    monkeypatch.setattr(run.time, "monotonic", lambda: next(instants))

    def watched(problem, options):
        for ticks in (None, 70, 70, 60, 60):
            options.on_progress(Progress(0.0, ticks, None))
        return solved(problem, problem.empty(), 60)

    monkeypatch.setattr(run, "solve", watched)
    measured = run_ours(small, CATALOGUE, 10.0, 0).measured
    assert (measured.seconds_first, measured.seconds_best) == (2.0, 5.0)


@pytest.fixture
def scripted(monkeypatch):
    """Our runs by seed: objective and how they ended; peers always reach 99."""
    asked = []

    def make(ours: dict[int, tuple[int | None, str]]):
        def fake_ours(instance, _catalogue, seconds, seed, stop):
            asked.append(("roster", seed))
            objective, stopped_by = ours[seed]
            row = MeasuredInstance(instance.name, "roster", seed, seconds, objective, float(seed), 1.0, 1.0)
            return OurResult(row, Solution(objective, float(seed), ()), stopped_by)

        def fake_peer(name, _instance, _seconds, seed):
            asked.append((name, seed))
            return PeerResult(name, 99, 1.0, 0.1, 0.2, (), 3.0, "finished")

        monkeypatch.setattr(run, "run_ours", fake_ours)
        monkeypatch.setattr(run, "run_peer", fake_peer)
        monkeypatch.setattr(run, "warm_up", lambda _: None)
        return asked

    return make


def test_peers_run_in_turn_after_ours_with_the_same_seed(scripted, small):
    asked = scripted({3: (50, "clock"), 4: (None, "clock")})
    heard = []
    result = bench([small], CATALOGUE, Campaign(5.0, (3, 4), ("cpsat", "highs")), heard.append)
    assert asked == [("roster", 3), ("cpsat", 3), ("highs", 3), ("roster", 4), ("cpsat", 4), ("highs", 4)]
    assert tuple(heard) == result.measured
    assert [row.objective for row in result.measured] == [50, 99, 99, None, 99, 99]
    # The best seed's roster with the best seed's bound.
    assert result.best == {"tiny": Solution(50, 4.0, ())}


def test_an_interrupt_ends_the_campaign_with_what_there_is(scripted, small):
    asked = scripted({0: (50, "interrupt"), 1: (40, "clock")})
    result = bench([small], CATALOGUE, Campaign(5.0, (0, 1), ("cpsat",), threading.Event()))
    assert asked == [("roster", 0)]
    assert result.best == {"tiny": Solution(50, 0.0, ())}


def test_a_folder_is_read_by_number_and_other_texts_are_left(tmp_path):
    for name in ("Instance10", "Instance2"):
        (tmp_path / f"{name}.txt").write_text(HEAD + "0,E,1,10,1\n")
    (tmp_path / "SOURCE.txt").write_text("where they come from")
    assert [instance.name for instance in read_all(tmp_path)] == ["Instance2", "Instance10"]
    assert [instance.name for instance in read_all(tmp_path / "Instance10.txt")] == ["Instance10"]


def test_the_faults_of_all_files_come_together(tmp_path):
    (tmp_path / "a.txt").write_text(HEAD + "9,E,1,10,1\n")
    (tmp_path / "b.txt").write_text(HEAD + "0,X,1,10,1\n")
    with pytest.raises(InputError) as caught:
        read_all(tmp_path)
    assert [(fault.file, fault.field) for fault in caught.value.faults] == [("a.txt", "Day"), ("b.txt", "ShiftID")]


def test_a_folder_without_an_instance_is_refused(tmp_path):
    with pytest.raises(InputError, match="no instance"):
        read_all(tmp_path)
