"""From a roster of names to a plan of indices, and back."""

from typing import TYPE_CHECKING

import numpy as np

from roster.engine.problem.problem import Plan, Problem
from roster.model import Duty, Roster
from roster.rule.pieces import OFF

if TYPE_CHECKING:
    from roster.rule.frame import Frame


def plan_of(frame: "Frame", problem: Problem, roster: Roster) -> Plan:
    """The plan of a roster of this case."""
    return _placed(frame, problem.empty(), roster)


def published_plan(frame: "Frame", asked: frozenset[int]) -> Plan:
    """The plan of the published roster: duties that the case still has people, shifts and jobs for.

    Of its grants those among `asked`, the requests that are still asked for.
    """
    published = frame.published
    assert published is not None
    shape = (len(frame.agents), frame.days)
    fitting = (
        duty
        for duty in published.duties
        if duty.agent_id in frame.agent_index
        and 0 <= frame.day_of(duty.day) < frame.days
        and duty.shift in frame.shift_index
        and duty.job in frame.job_index
    )
    empty = Plan(np.full(shape, OFF, np.int16), np.zeros(shape, np.int16))
    return _placed(frame, empty, Roster.of(fitting, published.granted & asked))


def _placed(frame: "Frame", plan: Plan, roster: Roster) -> Plan:
    for duty in roster.duties:
        cell = (frame.agent_index[duty.agent_id], frame.day_of(duty.day))
        plan.shift[cell] = frame.shift_index[duty.shift]
        plan.job[cell] = frame.job_index[duty.job]
    return Plan(plan.shift, plan.job, roster.granted)


def roster_of(frame: "Frame", plan: Plan) -> Roster:
    """The roster of a plan."""
    duties = [
        Duty(agent.agent_id, frame.date_of(day), frame.shifts[shift].code, frame.jobs[plan.job[index, day]])
        for index, agent in enumerate(frame.agents)
        for day, shift in enumerate(plan.shift[index])
        if shift != OFF
    ]
    return Roster.of(duties, plan.granted)
