"""Paid and contract hours of each person, and days by kind."""

from collections.abc import Mapping
from dataclasses import dataclass

from roster.rule.evidence import Evidence
from roster.rule.month_context import MonthContext


@dataclass(frozen=True, slots=True)
class HoursAccount:
    """An agent's month: paid minutes against own contract minutes (rulebook, HOURS), and days by kind.

    `rest_days` are days of employment without a duty and without leave.
    """

    duties: int
    nights: int
    leave_days: int
    rest_days: int
    worked_minutes: int
    contract_minutes: int

    @property
    def balance_minutes(self) -> int:
        """Worked less own contract time: above 0 is overtime."""
        return self.worked_minutes - self.contract_minutes


def hours(evidence: Evidence) -> Mapping[str, HoursAccount]:
    """Each agent's hours, by id, in the case's order."""
    case = evidence.case
    context = MonthContext(case)
    granted: dict[str, list[int]] = {}
    for index in evidence.roster.granted:
        granted.setdefault(case.leaves[index].agent_id, []).append(index)
    accounts = {}
    for index, agent in enumerate(case.agents):
        stints = [stint for stint in evidence.by_agent[agent.agent_id] if not stint.past]
        on_duty = {stint.day for stint in stints}
        absences = evidence.absences[agent.agent_id]
        employed = [day for day in case.month if agent.employed_on(day)]
        away = {day for day in employed if any(leave.covers(day) for leave in absences)}
        accounts[agent.agent_id] = HoursAccount(
            duties=len(stints),
            nights=sum(stint.shift.is_night for stint in stints),
            leave_days=len(away),
            rest_days=sum(day not in on_duty and day not in away for day in employed),
            worked_minutes=sum(stint.paid_minutes for stint in stints),
            contract_minutes=context.contract_minutes(index, granted.get(agent.agent_id, ())),
        )
    return accounts
