"""A second look at a case that reads without a fault: what is most often a slip of the pen, and is allowed."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from roster.files.notice import Notice
from roster.model import Case, Leave, LeaveStatus
from roster.text import Text

NAMED = 3
"""So many people are named; more are hinted at."""


def second_look(case: Case) -> tuple[Notice, ...]:
    """Jobs that people hold and no seat asks for, and approved leave of one person that overlaps."""
    return (*_unneeded_jobs(case), *_overlapping_leaves(case))


def _unneeded_jobs(case: Case) -> Iterator[Notice]:
    needed = {seat.job for seat in case.seats}
    for job in sorted({job for agent in case.agents for job in agent.jobs} - needed):
        ids = [agent.agent_id for agent in case.agents if job in agent.jobs]
        who = ", ".join(ids[:NAMED]) + (" …" if len(ids) > NAMED else "")
        message = Text(
            f"没有座席需求用到工种 “{job}”（{who}）；若是笔误请改正",
            f"no seat asks for the job “{job}” ({who}); correct it if it is a slip",
        )
        yield Notice("agents", None, "jobs", message)


def _overlapping_leaves(case: Case) -> Iterator[Notice]:
    of_agent: dict[str, list[Leave]] = defaultdict(list)
    for leave in case.leaves:
        if leave.status is LeaveStatus.APPROVED:
            of_agent[leave.agent_id].append(leave)
    for agent_id, leaves in of_agent.items():
        for before, after in pairwise(sorted(leaves, key=lambda leave: (leave.start, leave.end))):
            if after.start <= before.end:
                message = Text(
                    f"{agent_id} 的已批准请假重叠：{before.start}…{before.end} 与 {after.start}…{after.end}",
                    f"approved leave of {agent_id} overlaps: {before.start}…{before.end} and {after.start}…{after.end}",
                )
                yield Notice("leave", None, None, message)
