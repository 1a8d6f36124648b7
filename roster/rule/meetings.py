"""Who is asked to a meeting, and the duty that keeps somebody from it: for checks and for the meeting's own list."""

from datetime import timedelta

from roster.model import Agent, Role
from roster.model.meeting import Meeting
from roster.rule.evidence import Evidence, Stint

NOON = 12 * 60


def asked(meeting: Meeting, agent: Agent) -> bool:
    """Whether somebody is asked: the team leaders, or everybody (deputies stand in on shifts, not in meetings)."""
    return agent.role is Role.LEADER or not meeting.leaders_only


def is_night_before(meeting: Meeting, stint: Stint) -> bool:
    """Whether a duty is a night that started the evening before."""
    eve = meeting.day - timedelta(days=1)
    return stint.shift.is_night and stint.day == eve and stint.shift.start_minute >= NOON


def in_the_way(evidence: Evidence, agent: Agent, meeting: Meeting) -> Stint | None:
    """The first duty that overlaps the meeting, or a night before it; None where somebody can come."""
    start = evidence.utc(meeting.day, meeting.start_minute)
    end = evidence.utc(meeting.day, meeting.end_minute)
    for stint in evidence.by_agent[agent.agent_id]:
        if is_night_before(meeting, stint) or stint.overlaps(start, end):
            return stint
    return None
