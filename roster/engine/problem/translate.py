"""From a roster of names to a plan of indices, and back."""

from typing import TYPE_CHECKING

import numpy as np

from roster.engine.problem.problem import Plan, Problem
from roster.model import Duty, Roster
from roster.rule.pieces import OFF

if TYPE_CHECKING:
    from roster.rule.month_context import MonthContext


def plan_of(context: "MonthContext", problem: Problem, roster: Roster) -> Plan:
    """The plan of a roster of this case."""
    return _placed(context, problem.empty(), roster)


def published_plan(context: "MonthContext", asked: frozenset[int]) -> Plan:
    """The plan of the published roster: duties that the case still has people, shifts and jobs for.

    Of its grants those among `asked`, the requests that are still asked for.
    """
    published = context.published
    assert published is not None
    shape = (len(context.agents), context.days)
    fitting = (
        duty
        for duty in published.duties
        if duty.agent_id in context.agent_index
        and 0 <= context.day_of(duty.day) < context.days
        and duty.shift in context.shift_index
        and duty.job in context.job_index
    )
    empty = Plan(np.full(shape, OFF, np.int16), np.zeros(shape, np.int16))
    return _placed(context, empty, Roster.of(fitting, published.granted & asked))


def _placed(context: "MonthContext", plan: Plan, roster: Roster) -> Plan:
    for duty in roster.duties:
        cell = (context.agent_index[duty.agent_id], context.day_of(duty.day))
        plan.shift[cell] = context.shift_index[duty.shift]
        plan.job[cell] = context.job_index[duty.job]
    return Plan(plan.shift, plan.job, roster.granted)


def roster_of(context: "MonthContext", plan: Plan) -> Roster:
    """The roster of a plan."""
    duties = [
        Duty(agent.agent_id, context.date_of(day), context.shifts[shift].code, context.jobs[plan.job[index, day]])
        for index, agent in enumerate(context.agents)
        for day, shift in enumerate(plan.shift[index])
        if shift != OFF
    ]
    return Roster.of(duties, plan.granted)
