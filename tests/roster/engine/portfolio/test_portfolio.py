"""Solvers in children: statuses told apart, limits kept, crashes survived, the same again with one worker."""

import multiprocessing
import os
import signal
import threading
import time
from dataclasses import replace

import pytest
from random_problem import legal_plans, random_problem
from rule_world import agent, rulebook, seats, world

from roster.engine.portfolio import portfolio
from roster.engine.portfolio.portfolio import Progress, SolveOptions, gap_of, solve
from roster.engine.problem.outcome import Status
from roster.engine.problem.problem import Plan, Problem
from roster.engine.process.child import Child, Done, Failed, Mailbox, SoundPlan
from roster.errors import InternalError
from roster.model import SeatRequirement
from roster.rule import MonthContext
from roster.rule.pieces import Budget

LEGAL = next(seed for seed in range(30) if len(legal_plans(seed)) > 5)
NONE = next(seed for seed in range(30) if not legal_plans(seed))


def options(seconds: float = 30, **more: object) -> SolveOptions:
    return replace(SolveOptions(deadline=time.monotonic() + seconds), **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def month() -> Problem:
    """Twelve agents, three shifts, seats all day: far from a proof within a few seconds."""
    needed: tuple[SeatRequirement, ...] = seats(tuple(range(1, 32)), range(24), 2) + seats(
        tuple(range(1, 32)), range(9, 17), 1, "180"
    )
    people = [agent(f"a{number}", "189", "180") for number in range(12)]
    case = world(*people, seats=needed)
    context = MonthContext(case)
    return Problem.of(context, rulebook(case).encode(context))


@pytest.mark.parametrize("workers", [1, 2])
def test_optimal_is_proven_and_is_the_cheapest_of_all_plans(workers: int) -> None:
    solved = solve(random_problem(LEGAL), options(20, workers=workers))
    assert solved.status is Status.OPTIMAL
    assert solved.stopped_by == "proof"
    assert solved.ticks == solved.bound == min(ticks for _, ticks in legal_plans(LEGAL))


@pytest.mark.parametrize("workers", [1, 2])
def test_infeasible_is_proven(workers: int) -> None:
    solved = solve(random_problem(NONE), options(60, workers=workers))
    assert solved.status is Status.INFEASIBLE
    assert solved.plan is None
    assert solved.stopped_by == "proof"


@pytest.mark.parametrize("workers", [1, 2])
def test_where_late_is_better_than_none_a_plan_with_people_comes_however_short_the_time(
    month: Problem, workers: int
) -> None:
    solved = solve(month, options(0, late_seconds=60.0, workers=workers))
    assert (solved.status, solved.stopped_by) == (Status.FEASIBLE, "clock")
    assert solved.plan is not None
    assert (solved.plan.shift >= 0).sum() > 100
    assert month.evaluate(solved.plan).broken == ()


def test_of_what_cannot_be_met_no_late_plan_comes() -> None:
    solved = solve(random_problem(NONE), options(0, late_seconds=60.0))
    assert (solved.status, solved.plan) == (Status.TIMEOUT, None)


@pytest.mark.parametrize("large", [0, 100_000], ids=["large", "small"])
def test_on_a_crowded_machine_a_plan_is_made_before_the_children(
    month: Problem, large: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portfolio, "LARGE_CELLS", large)
    monkeypatch.setattr(portfolio._Run, "together", lambda run: None)
    solved = solve(month, options(600, crowded=True))
    assert solved.plan is not None
    assert (solved.plan.shift >= 0).sum() > 100
    assert solve(month, options(600)).plan is None


def test_no_time_is_a_timeout_not_a_proof(month: Problem) -> None:
    solved = solve(month, options(0))
    assert solved.status is Status.TIMEOUT
    assert solved.stopped_by == "clock"
    assert solved.plan is None


def test_what_was_kept_back_is_the_searchs_while_nothing_is_found() -> None:
    problem = random_problem(LEGAL)
    solved = solve(problem, options(0, latest=time.monotonic() + 120))
    assert solved.plan is not None
    assert problem.evaluate(solved.plan).ticks == solved.ticks


def test_time_limit_is_kept_whatever_has_come_of_it(month: Problem) -> None:
    began = time.monotonic()
    solved = solve(month, options(6))
    assert time.monotonic() - began < 6 + 10
    assert solved.status is not Status.INFEASIBLE
    if solved.plan is not None:
        assert month.evaluate(solved.plan).broken == ()
        assert month.evaluate(solved.plan).ticks == solved.ticks
        assert solved.bound is None or solved.bound <= (solved.ticks or 0)


def test_stop_keeps_the_best_so_far(month: Problem) -> None:
    stop = threading.Event()

    def on_progress(progress: Progress) -> None:
        if progress.ticks is not None:
            stop.set()

    solved = solve(month, options(120, stop=stop, on_progress=on_progress))
    assert solved.stopped_by == "interrupt"
    assert solved.plan is not None


def test_a_plan_is_there_though_no_child_gets_anywhere(month: Problem, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portfolio.members, "best_response", waiting)
    monkeypatch.setattr(portfolio.cpsat_member, "cpsat", waiting)
    monkeypatch.setattr(portfolio.existence, "exists", waiting)
    monkeypatch.setattr(portfolio, "FIRST_SECONDS", 0.0)
    stop = threading.Event()

    def on_progress(progress: Progress) -> None:
        if progress.ticks is not None:
            stop.set()

    solved = solve(month, options(300, stop=stop, on_progress=on_progress))
    assert solved.stopped_by == "interrupt"
    assert solved.plan is not None
    assert (solved.plan.shift >= 0).any()
    assert month.evaluate(solved.plan).broken == ()
    assert month.evaluate(solved.plan).ticks == solved.ticks


def waiting(mailbox: Mailbox, *_: object) -> str:
    mailbox.stop.wait()
    return "clock"


def test_a_gap_asked_for_ends_it_short_of_optimal(month: Problem) -> None:
    solved = solve(month, options(120, gap=0.9))
    assert solved.stopped_by == "gap"
    assert solved.status is Status.FEASIBLE
    assert (gap_of(solved.ticks, solved.bound) or 1) <= 0.9


def hear(mailbox: Mailbox) -> list[Plan | None]:
    before = mailbox.offered()
    mailbox.stop.wait()
    return [before, mailbox.offered(), mailbox.offered()]


def test_a_child_takes_each_plan_of_others_once(month: Problem) -> None:
    child = Child("hearing", hear)
    cheap = month.empty()
    cheap.shift[0, 0] = 2
    try:
        child.tell(SoundPlan(cheap, 5))
        child.tell(None)
        message = child.receive()
    finally:
        child.kill()
    assert isinstance(message, Done)
    before, taken, again = message.result
    assert again is None
    assert [plan.shift[0, 0] for plan in (before, taken) if plan is not None] == [2]


def test_another_search_takes_the_place_of_a_solver_that_gains_nothing(
    month: Problem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portfolio, "TRIAL_SECONDS", 0.0)
    monkeypatch.setattr(portfolio, "TRIAL_SHARE", 0.0)
    monkeypatch.setattr(portfolio, "TRIAL_CELLS", month.allowed.size)
    everyday = tuple((1,) * month.shifts for _ in range(month.days))
    floors = [Budget("FLOOR", agent, everyday, minimum=1) for agent in range(month.agents)]
    floored = Problem(
        [*month.pieces, *floors],
        agents=month.agents,
        days=month.days,
        shifts=month.shifts,
        jobs=month.jobs,
        past=month.past,
    )
    seen: set[str] = set()
    stop = threading.Event()

    def on_progress(_progress: Progress) -> None:
        seen.update(child.name for child in multiprocessing.active_children())
        if "roster-best response 2" in seen:
            stop.set()

    solved = solve(floored, options(120, on_progress=on_progress, stop=stop))
    assert {"roster-best response", "roster-cpsat", "roster-best response 2"} <= seen
    assert solved.failures == ()
    assert solved.plan is not None
    assert floored.evaluate(solved.plan).broken == ()


def test_a_killed_child_is_survived_and_reported(month: Problem) -> None:
    killed: list[int] = []
    stop = threading.Event()

    def on_progress(progress: Progress) -> None:
        victims = [child for child in multiprocessing.active_children() if child.name == "roster-cpsat"]
        if victims and not killed:
            killed.append(victims[0].pid or 0)
            os.kill(killed[0], signal.SIGKILL)
        if killed and progress.ticks is not None:
            stop.set()

    solved = solve(month, options(120, on_progress=on_progress, stop=stop))
    assert killed
    assert [failure.split(":")[0] for failure in solved.failures] == ["cpsat"]
    assert solved.status is Status.FEASIBLE


def test_where_the_only_search_falls_another_solver_goes_on(month: Problem, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portfolio, "SEARCH_CELLS", 0)
    killed: list[int] = []
    seen: set[str] = set()
    stop = threading.Event()

    def on_progress(_progress: Progress) -> None:
        children = multiprocessing.active_children()
        seen.update(child.name for child in children)
        searching = [child for child in children if child.name == "roster-best response"]
        if searching and not killed:
            killed.append(searching[0].pid or 0)
            os.kill(killed[0], signal.SIGKILL)
        if "roster-cpsat" in seen:
            stop.set()

    solved = solve(month, options(120, on_progress=on_progress, stop=stop))
    assert killed
    assert "roster-cpsat" in seen
    assert [failure.split(":")[0] for failure in solved.failures] == ["best response"]
    assert solved.stopped_by == "interrupt"


def test_too_much_memory_ends_the_child_not_the_parent(month: Problem) -> None:
    solved = solve(month, options(30, memory_megabytes=10))
    assert len(solved.failures) == 2
    assert all("MB of memory" in failure for failure in solved.failures)
    assert solved.stopped_by == "failure"


def test_no_child_outlives_the_solve(month: Problem) -> None:
    solve(month, options(4))
    assert [child for child in multiprocessing.active_children() if child.name.startswith("roster-")] == []


def test_one_worker_with_counted_work_gives_the_same_plan_again() -> None:
    needed = seats(tuple(range(1, 32)), range(8, 16), 1)
    case = world(agent("a"), agent("b"), seats=needed)
    context = MonthContext(case)
    problem = Problem.of(context, rulebook(case).encode(context))
    first, second = (solve(problem, options(120, workers=1, work_seconds=0.5, seed=5)) for _ in range(2))
    assert first.stopped_by == second.stopped_by
    assert first.stopped_by in {"work", "proof"}
    assert first.plan is not None
    assert second.plan is not None
    assert (first.plan.shift == second.plan.shift).all()
    assert (first.plan.job == second.plan.job).all()
    assert (first.ticks, first.bound) == (second.ticks, second.bound)


def test_a_disagreement_fails_loudly() -> None:
    def verify(_plan: Plan, _ticks: int) -> None:
        raise InternalError("solver and checks disagree")

    with pytest.raises(InternalError):
        solve(random_problem(LEGAL), options(verify=verify))


def crash(_mailbox: Mailbox) -> None:
    raise ValueError("broken")


def answer(_mailbox: Mailbox, number: int) -> int:
    return number + 1


@pytest.mark.parametrize(("target", "arguments", "kind"), [(crash, (), Failed), (answer, (41,), Done)])
def test_a_child_says_how_it_ended(target: object, arguments: tuple[object, ...], kind: type) -> None:
    child = Child("test", target, *arguments)  # type: ignore[arg-type]
    try:
        message = child.receive()
    finally:
        child.kill()
        child.kill()
    assert isinstance(message, kind)
    assert child.finished
    if isinstance(message, Done):
        assert message.result == 42
    if isinstance(message, Failed):
        assert "ValueError: broken" in message.trace


@pytest.mark.parametrize(
    ("ticks", "bound", "gap"),
    [(None, 1, None), (1, None, None), (10, 10, 0.0), (10, 5, 0.5), (0, -3, 1.0), (7, 9, 0.0)],
)
def test_gap(ticks: int | None, bound: int | None, gap: float | None) -> None:
    assert gap_of(ticks, bound) == gap
