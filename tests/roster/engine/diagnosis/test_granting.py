"""What granting would take: prices to the tick in tiny random problems, and what is free is taken up."""

import math
from collections.abc import Iterator
from datetime import date

import pytest
from random_problem import legal_plans, random_problem
from rule_world import APPROVED, DAY, EVENING, MonthContext, Wish, agent, leave, roster, rulebook, seats, world

from roster.engine.diagnosis.granting import Granting, WantedDay
from roster.engine.diagnosis.obstacles import polished, unmet
from roster.engine.problem.outcome import Asked
from roster.engine.problem.problem import Plan, Problem
from roster.engine.problem.translate import plan_of, roster_of
from roster.engine.problem.verify import Verifier
from roster.rule.pieces import OFF

SEEDS = [seed for seed in range(60) if legal_plans(seed)]


def changed(problem: Problem, plan: Plan, wanted: WantedDay) -> Iterator[int]:
    """The prices of the plans that differ by the agent's day alone and break nothing."""
    for symbol in sorted(wanted.fitting):
        for job in range(problem.jobs):
            other = plan.copy()
            other.shift[wanted.agent, wanted.day] = symbol
            other.job[wanted.agent, wanted.day] = 0 if symbol == OFF else job
            valuation = problem.evaluate(other)
            if not valuation.broken:
                yield valuation.ticks


@pytest.mark.parametrize("seed", SEEDS)
def test_an_offer_is_priced_to_the_tick_and_no_dearer_than_a_change_of_the_day_alone(seed: int) -> None:
    problem = random_problem(seed)
    plan = legal_plans(seed)[0][0]
    now = problem.evaluate(plan)
    granting = Granting(problem, plan, math.inf)
    for person in range(problem.agents):
        for day in range(problem.days):
            fitting = frozenset({OFF, *range(problem.shifts)}) - {int(plan.shift[person, day])}
            for symbol in fitting:
                wanted = WantedDay(person, day, frozenset({symbol}))
                offer = granting.wish(wanted)
                alone = list(changed(problem, plan, wanted))
                if offer is None:
                    assert not alone
                    continue
                then = problem.evaluate(offer.plan)
                assert then.broken == ()
                assert offer.plan.shift[person, day] == symbol
                assert offer.ticks == then.ticks - now.ticks
                rules = {*then.ticks_by_rule, *now.ticks_by_rule}
                more = {rule: then.ticks_by_rule.get(rule, 0) - now.ticks_by_rule.get(rule, 0) for rule in rules}
                assert offer.ticks_by_rule == {rule: ticks for rule, ticks in more.items() if ticks}
                assert not alone or offer.ticks <= min(alone) - now.ticks


@pytest.mark.parametrize("seed", SEEDS)
def test_a_leave_offered_is_priced_to_the_tick_and_granted(seed: int) -> None:
    problem = random_problem(seed)
    for plan, ticks in legal_plans(seed)[:3]:
        for several in problem.requests:
            for request in several:
                if request.request in plan.granted:
                    continue
                offer = Granting(problem, plan, math.inf).leave(request)
                if offer is not None:
                    assert problem.evaluate(offer.plan).broken == ()
                    assert problem.evaluate(offer.plan).ticks == ticks + offer.ticks
                    assert request.request in offer.plan.granted


RHYTHM = ("rotated_backward", "start_changed", "lone_duty", "lone_day_off", "lone_night", "weekend_broken")
NO_RHYTHM = dict.fromkeys(RHYTHM, 0)


def month(text: str, *wishes: Wish, away: str = "") -> tuple[Verifier, Plan]:
    """Two alike, who can trade any day; `away` is on leave on the 5th."""
    case = world(
        agent("a", contract_minutes=960),
        agent("b", contract_minutes=960),
        shifts=(DAY, EVENING),
        seats=seats((5, 6), range(9, 17), 1),
        wishes=wishes,
        leaves=(leave(away, 5, 5, status=APPROVED),) if away else (),
        weights={"leader_missing": 0, "senior_missing": 0, "away_from_team": 0, "fair": 0, **NO_RHYTHM},
    )
    book, context = rulebook(case), MonthContext(case)
    problem = Problem.of(context, book.encode(context))
    return Verifier(book, context, problem), plan_of(context, problem, roster(case, text))


def test_a_wish_that_a_trade_grants_for_nothing_is_taken_up() -> None:
    verifier, plan = month("a 5D 8D; b 5E 8E", wish := Wish("a", on_day(5), "E", 2))
    ticks = verifier.problem.evaluate(plan).ticks
    better, price = polished(verifier, plan, ticks)
    assert price == ticks - 2 * 3 * 360
    assert [
        (duty.agent_id, duty.shift) for duty in roster_of(verifier.context, better).duties if duty.day == wish.day
    ] == [
        ("a", "E"),
        ("b", "D"),
    ]
    assert verifier.verify(better, price)
    assert not [item for item in unmet(verifier, better, math.inf) if item.kind is Asked.WISH]


def test_what_costs_is_left_and_its_price_told_in_points_and_seats() -> None:
    # b is on leave: without a, seven hours of the 5th are without anybody.
    verifier, plan = month("a 5D 8D", Wish("a", on_day(5), "off", 1), away="b")
    ticks = verifier.problem.evaluate(plan).ticks
    assert polished(verifier, plan, ticks) == (plan, ticks)
    (reason,) = (item for item in unmet(verifier, plan, math.inf) if item.kind is Asked.WISH)
    # 7 hours at 20, less one over at 2 and, on a day off, 0.4 more, 8 contract hours fewer at 2, less 3 for the wish.
    assert "150.6 points more" in reason.why.en
    assert "7 more seat-intervals short" in reason.why.en
    assert "150.6 分" in reason.why.zh


def test_who_would_trade_is_named() -> None:
    verifier, plan = month("a 5D 8D; b 5E 8E", Wish("a", on_day(5), "E", 1), Wish("b", on_day(5), "E", 1))
    (reason,) = (item for item in unmet(verifier, plan, math.inf) if item.kind is Asked.WISH)
    assert reason.why.en == "allowed, by a trade with b 姓名b, at the same price, in the place of another wish"
    assert polished(verifier, plan, verifier.problem.evaluate(plan).ticks)[0] is plan


def on_day(day: int) -> date:
    return date(2026, 10, day)


def test_why_a_seat_is_short_is_looked_into_until_it_is_too_late() -> None:
    verifier, plan = month("a 5D 8D", away="b")
    why = {
        latest: {item.why.en for item in unmet(verifier, plan, 0.0, latest) if item.kind is Asked.SEAT}
        for latest in (0.0, math.inf)
    }
    assert why[0.0] == {"there was no time to look into why"}
    assert why[math.inf]
    assert not why[math.inf] & why[0.0]
