"""What each kind of piece means, in literals; kernels, differences and the desk's screens are held to it by kind."""

import random
from dataclasses import replace
from itertools import product
from types import SimpleNamespace
from typing import Any, get_args

import numpy as np
import pytest
from tiny_world import tiny_problem

from roster.desk.board.hard_rows import RowIndex, SharedRows
from roster.desk.board.screen import NONE, Changes, MoveScreen
from roster.desk.board.worth import Worth
from roster.engine.pricing.agents import workforce
from roster.engine.pricing.pricing import BIG
from roster.engine.pricing.response import own_price
from roster.engine.pricing.row_state import place, row_state, rows_price
from roster.engine.problem.delta import DeltaEvaluator
from roster.engine.problem.meaning import (
    AgentSets,
    allows,
    budget_change,
    budget_count,
    clashes,
    cost_ticks,
    escort_ticks,
    outside,
    request_breaches,
    row_count,
    worsened,
)
from roster.engine.problem.problem import Broken, Plan, Problem
from roster.engine.problem.sequence_table import SequenceTable
from roster.model import Duty, Roster
from roster.rule.pieces import (
    OFF,
    Allow,
    Budget,
    Cost,
    Escort,
    Pair,
    Piece,
    Request,
    Row,
    Sequence,
    Term,
)

KINDS = (Allow, Cost, Sequence, Budget, Request, Row, Escort)
SEEDS = range(25)
EARLY, LATE = 0, 1
WEIGHTS = ((8, 10), (8, 10), (8, 10))


def test_every_kind_is_walked() -> None:
    assert set(KINDS) == set(get_args(Piece))


def test_an_allowed_choice_is_one_of_the_duties_or_a_day_off() -> None:
    piece = Allow("R", 0, (0,), frozenset({(EARLY, 1)}), off=False)
    assert [allows(piece, EARLY, 1), allows(piece, EARLY, 0), allows(piece, OFF, 0)] == [True, False, False]
    assert allows(replace(piece, off=True), OFF, 0)


def test_a_cost_is_paid_for_its_choices_and_a_day_off_has_no_job() -> None:
    piece = Cost("R", 0, 0, frozenset({OFF, EARLY}), 7, frozenset({1}))
    assert [cost_ticks(piece, EARLY, 1), cost_ticks(piece, EARLY, 0), cost_ticks(piece, OFF, 0)] == [7, 0, 7]
    assert cost_ticks(piece, LATE, 1) == 0


def test_a_budget_adds_weights_leave_pairs_and_its_constant() -> None:
    pair = Pair(0, frozenset({LATE}), frozenset({EARLY}), 100)
    piece = Budget("R", 0, WEIGHTS, 20, 30, leave={4: 1000}, pairs=(pair,), constant=1)
    line = [LATE, EARLY, OFF, LATE]
    assert budget_count(piece, line, 1, {4, 5}) == 1 + 8 + 10 + 1000 + 100
    assert budget_change(piece, line, 1, {0: OFF}) == -8 - 100
    assert budget_change(piece, line, 1, {0: LATE, 1: EARLY}) == 2 + 8 - 100
    assert [outside(piece, count) for count in (17, 20, 30, 34)] == [-3, 0, 0, 4]
    assert [worsened(piece, *both) for both in ((16, 17), (19, 17), (33, 34), (35, 34), (40, 25))] == [0, -3, 4, 0, 0]


def test_a_granted_leave_stands_where_no_duty_is_in_its_way() -> None:
    piece = Request("R", 0, 0, 1, 2, 5, blocked=frozenset({(0, LATE)}))
    assert list(request_breaches(piece, [LATE, EARLY, OFF], 0, True)) == [0, 1]
    assert list(request_breaches(piece, [EARLY, OFF, OFF], 0, True)) == []
    assert list(request_breaches(piece, [LATE, EARLY, OFF], 0, False)) == []
    assert list(request_breaches(replace(piece, must=True), [OFF, OFF, OFF], 0, False)) == [1]


def test_a_row_counts_duties_by_shift_and_job_and_granted_leave() -> None:
    shift, job = np.array([[EARLY], [LATE], [OFF]], np.int16), np.array([[0], [1], [0]], np.int16)
    terms = (
        Term((0, 1, 2), 0, frozenset({EARLY, LATE})),
        Term((0, 1), 0, frozenset({LATE}), frozenset({0}), 10),
        Term((), 0, frozenset(), coefficient=-3, requests=frozenset({1, 2})),
    )
    assert row_count(Row("R", terms, constant=5), shift, job, frozenset({2}), AgentSets()) == 5 + 2 + 0 - 3


def test_members_pay_where_nobody_escorts_them() -> None:
    piece, sets = Escort("R", (0, 1), (2,), 0, EARLY, 4), AgentSets()
    assert escort_ticks(piece, np.array([EARLY, EARLY, LATE], np.int16), sets) == 8
    assert escort_ticks(piece, np.array([EARLY, EARLY, EARLY], np.int16), sets) == 0


def test_a_word_ends_where_its_last_letter_falls() -> None:
    words = [
        Sequence("R", (0,), (frozenset({LATE}), frozenset({EARLY}))),
        Sequence("R", (0,), (frozenset({LATE}), frozenset({EARLY})), inside=True),
        Sequence("R", (0,), (frozenset({EARLY}), frozenset({OFF})), ends=(1,)),
    ]
    table = SequenceTable(words, agents=1, days=4, shifts=2)
    planes = table.planes(np.array([[LATE, EARLY, OFF, EARLY, OFF]], np.int16))
    ends = [np.flatnonzero(table.hits(word, planes)[0]).tolist() for word in table.words]
    assert ends == [[0], [], [1]]
    changed = table.with_shift(planes, 1, LATE)
    assert table.hits(table.words[0], changed, over=2).tolist() == [[True, False]]


def drawn(kind: type, seed: int) -> tuple[Problem, Plan, random.Random]:
    """A tiny problem of pieces of one kind (and leave that costs nothing, so that some is granted), and any plan."""
    draw, whole = random.Random(seed), tiny_problem(seed)
    leave = [replace(p, declined_ticks=0, must=None) for p in whole.pieces if isinstance(p, Request)]
    pieces = [piece for piece in whole.pieces if isinstance(piece, kind)] + (leave if kind is not Request else [])
    problem = whole.like(pieces)
    plan = problem.empty()
    for cell in product(range(problem.agents), range(problem.days)):
        plan.shift[cell] = draw.randrange(-1, problem.shifts)
        plan.job[cell] = draw.randrange(problem.jobs) if plan.shift[cell] != OFF else 0
    return problem, replace(plan, granted=frozenset(r for r in problem.request_by_index if draw.random() < 0.4)), draw


def changed(plan: Plan, agent: int, cells: dict[int, tuple[int, int]]) -> Plan:
    other = plan.copy()
    for day, (shift, job) in cells.items():
        other.shift[agent, day], other.job[agent, day] = shift, job
    return other


def naive_ends(piece: Sequence, problem: Problem, plan: Plan, agent: int) -> list[int]:
    """The definition of a Sequence, letter by letter."""

    def there(day: int) -> int:
        return int(plan.shift[agent, day]) if day >= 0 else problem.past[agent].get(day, OFF)

    return [
        end
        for end in range(problem.days)
        if (piece.ends is None or end in piece.ends)
        and not (piece.inside and end < len(piece.word) - 1)
        and all(there(end - len(piece.word) + 1 + place) in letter for place, letter in enumerate(piece.word))
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_a_difference_is_that_of_the_wholes(kind: type) -> None:
    for seed in SEEDS:
        problem, plan, _ = drawn(kind, seed)
        before, delta = problem.evaluate(plan), DeltaEvaluator(problem, plan)
        for agent, day, symbol in product(range(problem.agents), range(problem.days), range(-1, problem.shifts)):
            for job in range(problem.jobs if symbol != OFF else 1):
                after = problem.evaluate(changed(plan, agent, {day: (symbol, job)}))
                assert sum(delta.ticks_by_rule(agent, day, symbol, job).values()) == after.ticks - before.ticks
                if not before.broken:
                    assert set(delta.blockers(agent, day, symbol, job)) == {item.rule for item in after.broken}


def test_many_words_and_rows_at_once_are_as_each() -> None:
    for seed in SEEDS:
        problem, plan, _ = drawn(Sequence, seed)
        broken = [item for item in problem.evaluate(plan).broken if item.rule == "SEQUENCE"]
        words = [piece for piece in problem.pieces if isinstance(piece, Sequence)]
        ends = [(p, agent, end) for p in words for agent in p.agents for end in naive_ends(p, problem, plan, agent)]
        assert broken == [Broken("SEQUENCE", agent, end) for p, agent, end in ends if p.ticks is None]
        assert problem.evaluate(plan).ticks == sum(p.ticks or 0 for p, _, _ in ends)
        problem, plan, _ = drawn(Row, seed)
        counts, rows = problem.rows.counts(plan.shift, plan.job, plan.granted), problem.rows
        for several, count in zip(rows.members, counts.tolist(), strict=True):
            counted = {row_count(rows.source[n], plan.shift, plan.job, plan.granted, AgentSets()) for n in several}
            assert counted == {count}


@pytest.mark.parametrize("kind", KINDS)
def test_the_kernels_price_a_plan_as_its_pieces_do(kind: type) -> None:
    for seed in range(120):
        problem, plan, _ = drawn(kind, seed)
        force, _, names = workforce(problem)
        state, masks = row_state(problem, names), problem.request_masks(plan.granted)
        total, valuation = float(rows_price(state)), problem.evaluate(plan)
        own_breaks = {item.agent for item in valuation.broken if item.agent >= 0}
        asked = [request for several in problem.requests for request in several]
        must = {r.agent for r in asked if r.must not in {None, r.request in plan.granted}}
        for agent in range(problem.agents):
            month = (plan.shift[agent], plan.job[agent], int(masks[agent]))
            own = own_price(force, agent, *month)
            assert agent in must or (own >= BIG) == (agent in own_breaks)
            total += own + place(state, force, agent, *month, 1)
        if not valuation.broken:
            assert total == pytest.approx(float(valuation.ticks))


def desk_of(problem: Problem, plan: Plan) -> Any:
    """A month's sheet with days as their own dates, as far as screens and prices look at it."""
    people = [str(agent) for agent in range(problem.agents)]
    context: Any = SimpleNamespace(
        agents=people,
        days=problem.days,
        shifts=range(problem.shifts),
        jobs=range(problem.jobs),
        history=tuple({day: (shift, 0) for day, shift in days.items()} for days in problem.past),
        agent_index={name: place for place, name in enumerate(people)},
        shift_index={str(shift): shift for shift in range(problem.shifts)},
        job_index={str(job): job for job in range(problem.jobs)},
        day_of=lambda day: day,
        date_of=lambda day: day,
    )
    cells = product(range(problem.agents), range(problem.days))
    roster = Roster(tuple(duty_at(plan, *cell) for cell in cells if plan.shift[cell] != OFF), plan.granted)
    rows = [piece for piece in problem.pieces if isinstance(piece, Row)]
    escorts: dict = {}
    for piece in problem.escorts:
        escorts.setdefault((piece.day, piece.shift), []).append(piece)
    compiled = SimpleNamespace(
        context=context,
        rows=RowIndex(context, [row for row in rows if (row.minimum, row.maximum) != (None, None)]),
        priced_rows=RowIndex(context, [row for row in rows if row.penalty is not None]),
        escorts=escorts,
    )
    return SimpleNamespace(
        context=context, compiled=compiled, roster=roster, move_screen=MoveScreen(context, problem.pieces, roster)
    )


def duty_at(plan: Plan, agent: int, day: Any) -> Duty:
    return Duty(str(agent), day, str(plan.shift[agent, day]), str(plan.job[agent, day]))


@pytest.mark.parametrize("kind", KINDS)
def test_the_desk_screens_and_prices_changes_as_the_pieces_do(kind: type) -> None:
    legal = 0
    for seed in SEEDS:
        problem, plan, draw = drawn(kind, seed)
        sheet, before = desk_of(problem, plan), problem.evaluate(plan)
        worth, shared = Worth(sheet), SharedRows.of(sheet.compiled.rows, sheet.roster)
        for _ in range(12):
            agent, given, taken = (draw.randrange(n) for n in (problem.agents, problem.days, problem.days))
            if plan.shift[agent, given] == OFF or (taken != given and plan.shift[agent, taken] != OFF):
                continue
            choice = draw.randrange(problem.shifts), draw.randrange(problem.jobs)
            gone, changes = duty_at(plan, agent, given), Changes.of([(agent, given, taken, *choice)])
            then = changed(plan, agent, {given: (OFF, 0)})
            then = changed(then, agent, {taken: choice})
            come, after = duty_at(then, agent, taken), problem.evaluate(then)
            more = {rule: after.ticks_by_rule.get(rule, 0) - ticks for rule, ticks in before.ticks_by_rule.items()}
            more |= {rule: ticks for rule, ticks in after.ticks_by_rule.items() if rule not in before.ticks_by_rule}
            more = {rule: ticks for rule, ticks in more.items() if ticks}
            assert worth.more([gone], [come]) == more
            if kind not in {Row, Escort}:
                own = {**sheet.move_screen.prices(changes), **sheet.move_screen.sequence_ticks(changes)}
                assert {rule: int(ticks[0]) for rule, ticks in own.items() if ticks[0]} == more
            findings = {(item.rule, item.excess) for item in shared.new_findings([gone], [come])}
            rows = [row for row in problem.pieces if isinstance(row, Row)]
            counts = [[row_count(row, p.shift, p.job, p.granted, AgentSets()) for p in (plan, then)] for row in rows]
            assert findings == {
                ("ROW", abs(worsened(r, *c))) for r, c in zip(rows, counts, strict=True) if worsened(r, *c)
            }
            away = any(
                piece.request in plan.granted and clashes(piece, taken, choice[0]) for piece in problem.requests[agent]
            )
            if kind in {Allow, Sequence, Request}:
                new = {item for item in set(after.broken) - set(before.broken) if item.rule != "LEAVE"}
                assert bool(sheet.move_screen.legal(changes)[0]) is not bool(new or away)
                legal += 1
            if kind is Budget:
                budgets = problem.budgets[agent]
                values = [
                    [
                        budget_count(b, [problem.past[agent].get(-1, OFF), *p.shift[agent].tolist()], 1, p.granted)
                        for p in (plan, then)
                    ]
                    for b in budgets
                ]
                fine = not any(worsened(b, *value) for b, value in zip(budgets, values, strict=True))
                assert bool(sheet.move_screen.legal(changes)[0]) is (fine and not away)
                legal += 1
    assert legal > 60 or kind not in {Allow, Sequence, Request, Budget}
    assert NONE == OFF
