"""From a roster of names to a plan of indices, and back."""

from typing import TYPE_CHECKING

from roster.engine.pieces import OFF
from roster.engine.problem import Plan, Problem
from roster.model import Duty, Roster

if TYPE_CHECKING:
    from roster.rule.frame import Frame


def plan_of(frame: "Frame", problem: Problem, roster: Roster) -> Plan:
    """The plan of a roster of this case."""
    plan = problem.empty()
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
