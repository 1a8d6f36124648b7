"""The running price of rows and escorts, of one's own month, of best responses and exchanges: always the pieces'."""

import random

import numpy as np
import pytest
from tiny_world import Months, months, tiny_problem

from roster.engine.pricing.agents import Workforce, workforce
from roster.engine.pricing.assignment import Assignment
from roster.engine.pricing.exchange import exchange
from roster.engine.pricing.label_grid import no_labels, whole
from roster.engine.pricing.pricing import BIG
from roster.engine.pricing.response import own_price, respond
from roster.engine.pricing.row_state import marginal, place, row_state, rows_price
from roster.engine.problem.problem import Plan, Problem

SEEDS = range(80)


def mask_of(problem: Problem, agent: int, granted: frozenset[int]) -> int:
    return sum(1 << place_ for place_, r in enumerate(problem.requests[agent]) if r.request in granted)


def someones(problem: Problem, draw: random.Random) -> list[tuple[Months, int]] | None:
    """A legal month of every agent, drawn; None where somebody has none."""
    each = [months(problem, agent) for agent in range(problem.agents)]
    if any(len(m.own) == 0 for m in each):
        return None
    return [(m, draw.randrange(len(m.own))) for m in each]


def prepared(seed: int) -> tuple[Problem, Workforce, list[int], list[tuple[Months, int]], random.Random]:
    """A problem in which everybody has a legal month, and one of them each."""
    draw = random.Random(seed)
    for attempt in range(100):
        problem = tiny_problem(seed * 1000 + attempt)
        drawn = someones(problem, draw)
        if drawn is not None:
            force, _, names = workforce(problem)
            return problem, force, names, drawn, draw
    raise AssertionError("no such problem")


def plan_of(drawn: list[tuple[Months, int]]) -> Plan:
    return Plan(
        np.array([m.shift[i] for m, i in drawn], np.int16),
        np.array([m.job[i] for m, i in drawn], np.int16),
        frozenset().union(*(m.granted[i] for m, i in drawn)),
    )


def row_break_ticks(problem: Problem, plan: Plan) -> bool:
    """Whether a row's hard limit breaks (the rows then charges for it, the pieces tell it)."""
    return any(b.rule == "ROW" for b in problem.evaluate(plan).broken)


@pytest.mark.parametrize("seed", SEEDS)
def test_own_price_and_the_rows_price_add_up_to_what_the_pieces_say(seed: int) -> None:
    problem, force, names, drawn, draw = prepared(seed)
    state = row_state(problem, names)
    own = 0.0
    total = float(rows_price(state))
    for agent, (every, index) in enumerate(drawn):
        mask = mask_of(problem, agent, every.granted[index])
        alone = own_price(force, agent, every.shift[index], every.job[index], mask)
        assert alone == pytest.approx(float(every.own[index]))
        own += alone
        total += place(state, force, agent, every.shift[index], every.job[index], mask, 1)
        assert total == rows_price(state)
    plan = plan_of(drawn)
    if not row_break_ticks(problem, plan):
        assert own + total == pytest.approx(float(problem.evaluate(plan).ticks))
    agent = draw.randrange(problem.agents)
    every, index = drawn[agent]
    mask = mask_of(problem, agent, every.granted[index])
    before = state.counts.copy()
    change = place(state, force, agent, every.shift[index], every.job[index], mask, -1)
    assert change + place(state, force, agent, every.shift[index], every.job[index], mask, 1) == 0
    assert (state.counts == before).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_marginal_price_is_what_placing_the_duty_changes(seed: int) -> None:
    problem, force, names, drawn, _ = prepared(seed)
    state = row_state(problem, names)
    for agent, (every, index) in enumerate(drawn[1:], start=1):
        place(state, force, agent, every.shift[index], every.job[index], 0, 1)
    cost = np.empty((problem.days, problem.shifts))
    job = np.zeros((problem.days, problem.shifts), np.int16)
    marginal(state, force, 0, cost, job, whole(problem.days))
    for day in range(problem.days):
        for shift in range(problem.shifts):
            jobs = np.flatnonzero(problem.allowed[0, day, shift])
            assert (cost[day, shift] >= BIG) == (len(jobs) == 0)
            if len(jobs) == 0:
                continue
            month, work = np.full(problem.days, -1, np.int16), np.zeros(problem.days, np.int16)
            month[day] = shift
            prices = {}
            for one in jobs:
                work[day] = one
                own = int(problem.job_ticks[0, day, shift, one]) if problem.job_ticks is not None else 0
                prices[int(one)] = place(state, force, 0, month, work, 0, 1) + own
                place(state, force, 0, month, work, 0, -1)
            assert cost[day, shift] == min(prices.values()) + problem.shift_ticks[0, day, shift]
            assert prices[int(job[day, shift])] == min(prices.values())


@pytest.mark.parametrize("seed", SEEDS)
def test_a_best_response_is_legal_and_no_worse_than_standing_still_where_it_is_exact(seed: int) -> None:
    problem, force, names, drawn, _ = prepared(seed)
    state = row_state(problem, names)
    for agent, (every, index) in enumerate(drawn[1:], start=1):
        place(
            state, force, agent, every.shift[index], every.job[index], mask_of(problem, agent, every.granted[index]), 1
        )
    every = drawn[0][0]
    month, job = np.full(problem.days, -1, np.int16), np.zeros(problem.days, np.int16)
    window, scratch = np.array([0, problem.days]), np.empty(1)
    unpriced = np.zeros(max(1, len(force.table)))
    mask = respond(force, no_labels(problem, force), state, 0, unpriced, 20, 0.0, month, job, window, scratch)
    if mask < 0:
        assert problem.budgets[0], "only budgets may hide a legal month"
        return
    price = own_price(force, 0, month, job, mask)
    assert price < BIG
    price += place(state, force, 0, month, job, mask, 1)
    place(state, force, 0, month, job, mask, -1)
    rivals = []
    for index in range(len(every.own)):
        granted = mask_of(problem, 0, every.granted[index])
        change = place(state, force, 0, every.shift[index], every.job[index], granted, 1)
        place(state, force, 0, every.shift[index], every.job[index], granted, -1)
        rivals.append(change + every.own[index])
    assert price >= min(rivals) - 1e-6
    # A row that one agent meets twice is priced duty by duty: exact only where every row sees one duty and no leave.
    fed = [
        len({t.day for t in row.terms if not t.requests}) + any(t.requests for t in row.terms)
        for row in problem.rows.source
    ]
    if not problem.budgets[0] and max(fed, default=0) <= 1 and not problem.requests[0]:
        assert price == pytest.approx(min(rivals))


@pytest.mark.parametrize("seed", SEEDS)
def test_an_exchange_changes_the_price_by_what_it_says_or_nothing_at_all(seed: int) -> None:
    problem, force, names, drawn, draw = prepared(seed)
    if problem.agents < 2:
        return
    plan = plan_of(drawn)
    shift, job = plan.shift.copy(), plan.job.copy()
    granted = np.array([mask_of(problem, a, m.granted[i]) for a, (m, i) in enumerate(drawn)], np.int64)
    own = np.array([float(m.own[i]) for m, i in drawn])
    now = Assignment(shift, job, granted, own)
    state = row_state(problem, names)
    for agent in range(problem.agents):
        place(state, force, agent, shift[agent], job[agent], granted[agent], 1)
    price = rows_price(state) + own.sum()
    for _ in range(30):
        one, other = draw.sample(range(problem.agents), 2)
        begin = draw.randrange(problem.days)
        end = draw.randint(begin + 1, problem.days)
        allowance = draw.choice([0.0, 5.0, 1e9])
        before, before_job = shift.copy(), job.copy()
        change = exchange(force, state, now, one, other, begin, end, allowance)
        traded = change < BIG
        assert not traded or change <= allowance
        assert traded or ((shift == before).all() and (job == before_job).all())
        price += change if traded else 0.0
        assert price == pytest.approx(rows_price(state) + own.sum())
        for agent in range(problem.agents):
            assert own[agent] == own_price(force, agent, shift[agent], job[agent], granted[agent]) < BIG
        assert not traded or (shift != before).any()
    after = Plan(shift, job, plan.granted)
    if not row_break_ticks(problem, after):
        assert price == pytest.approx(float(problem.evaluate(after).ticks))
