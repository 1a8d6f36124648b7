"""What a month's context and an earlier month's contracts read off a case."""

from dataclasses import replace

import pytest
from rule_world import MonthContext, agent, world

from roster.model import Month
from roster.rule.fairness import past_contract_minutes


def test_a_duty_ahead_serves_its_own_job_or_the_agents_first():
    case = world(agent("a", "180", "189"), ahead="a 32D/189 33D")
    named, unnamed = case.ahead
    context = MonthContext(replace(case, ahead=(named, replace(unnamed, job=""))))
    jobs = {day: context.jobs[job] for day, (_, job) in context.ahead[0].items()}
    assert jobs == {context.days: "189", context.days + 1: "180"}


@pytest.mark.parametrize(("days", "whole"), [(15, False), (16, True)])
def test_a_month_of_which_more_than_half_is_known_tells_who_was_not_there(days, whole):
    # Of September's thirty days.
    history = "a " + " ".join(f"{-day}D" for day in range(days))
    case = world(agent("a"), agent("b"), history=history)
    past = past_contract_minutes(case, Month(2026, 9))
    assert (past["b"] == 0) is whole
    assert past["a"] > 0
