"""The search tells only plans that keep every hard piece, at the pieces' price, and twice the same with one worker."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

import numpy as np
import pytest
from tiny_world import optimum, tiny_problem

from roster.engine.portfolio.improve import improve
from roster.engine.portfolio.members import whole_bound
from roster.engine.problem.problem import Plan, Problem
from roster.engine.search import search
from roster.engine.search.callbacks import Callbacks
from roster.engine.search.prepared import PreparedSearch
from roster.engine.search.schedule import Schedule

Told = TypeVar("Told")

SEEDS = range(40)
SECONDS = 0.2


def run(problem: Problem, workers: int = 1) -> tuple[list[tuple[Plan, int]], list[float]]:
    plans: list[tuple[Plan, int]] = []
    bounds: list[float] = []
    callbacks = Callbacks(lambda plan, ticks: plans.append((plan, ticks)), bounds.append, lambda: False)
    now = time.monotonic()
    if workers == 1:
        why = improve(problem, callbacks, deadline=now + 300, workers=1, counted=True, work_seconds=SECONDS)
        assert why in {"work", "proof"}
    else:
        improve(problem, callbacks, deadline=now + SECONDS, workers=workers)
    return plans, bounds


@pytest.mark.parametrize("seed", SEEDS)
def test_a_walk_knows_the_price_of_its_best_plan_at_any_time(seed: int) -> None:
    problem = tiny_problem(seed)
    best = optimum(problem)
    ready = PreparedSearch(problem)
    walk, stuck = ready.walker(seed)
    if stuck:
        return
    for _ in range(20):
        walk.run(Schedule(), 1.0, (6, 0.15), 5)
        value = problem.evaluate(ready.plan(walk))
        assert all(broken.rule == "ROW" for broken in value.broken)
        if not value.broken:
            assert value.ticks == walk.best_price
            assert best is not None
            assert value.ticks >= best


@pytest.mark.parametrize("seed", [seed for seed in SEEDS if seed % 4 == 0])
@pytest.mark.parametrize("workers", [1, 2])
def test_what_is_told_is_legal_and_true(seed: int, workers: int) -> None:
    problem = tiny_problem(seed)
    best = optimum(problem)
    plans, bounds = run(problem, workers)
    for plan, ticks in plans:
        value = problem.evaluate(plan)
        assert not value.broken
        assert value.ticks == ticks
    if best is not None:
        assert all(whole_bound(bound) <= best for bound in bounds)
        assert all(ticks >= best for _, ticks in plans)
    else:
        assert not plans


def test_counted_work_gives_the_same_plans_twice() -> None:
    problem = next(p for seed in range(100) if (p := tiny_problem(seed)).agents > 1 and optimum(p) is not None)
    (first, bounds), (second, again) = run(problem), run(problem)
    assert first
    assert bounds == again
    assert [ticks for _, ticks in first] == [ticks for _, ticks in second]
    for (one, _), (other, _) in zip(first, second, strict=True):
        assert np.array_equal(one.shift, other.shift)
        assert np.array_equal(one.job, other.job)
        assert one.granted == other.granted


class Promptly(ThreadPoolExecutor):
    """A pool whose workers are done before who submits goes on: the quickest that threads can be."""

    def submit(self, fn: Callable[..., Told], /, *args: Any, **kwargs: Any) -> Future[Told]:
        """Begins the work and waits for its end; what went wrong there stays in the future."""
        future = super().submit(fn, *args, **kwargs)
        future.exception()
        return future


@pytest.mark.parametrize("seed", [seed for seed in SEEDS if seed % 4 == 0])
def test_counted_work_does_not_hang_on_which_thread_was_faster(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = tiny_problem(seed)
    usual, bounds = run(problem)
    monkeypatch.setattr(search, "ThreadPoolExecutor", Promptly)
    prompt, again = run(problem)
    assert bounds == again
    assert [ticks for _, ticks in usual] == [ticks for _, ticks in prompt]
    for (one, _), (other, _) in zip(usual, prompt, strict=True):
        assert np.array_equal(one.shift, other.shift)
        assert one.granted == other.granted
