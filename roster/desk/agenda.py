"""What a month's calendars show beside duties and leave: meetings one can come to, tasks, whom a monitor hears."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta

from roster.desk.board.board import Board
from roster.desk.desk import Work
from roster.desk.meetings.meeting_desk import lists_of
from roster.desk.quality.qa_desk import stands
from roster.desk.tasks.task_desk import tasks_of
from roster.model.appointment import Appointment
from roster.model.meeting import Seat
from roster.store.qa_rows import samples_of
from roster.text import Text, both

TASK_SHOWN = timedelta(minutes=30)
"""How long before it is due a task stands in the calendar."""


def appointments_of(work: Work, board: Board) -> Mapping[str, Sequence[Appointment]]:
    """The appointments of everybody in the board's month, by time; of nobody before a roster is published."""
    listed: dict[str, list[Appointment]] = defaultdict(list)
    if not board.published:
        return listed
    evidence = board.evidence(board.roster)
    for item in lists_of(work, board):
        meeting = item.meeting
        start, end = (evidence.utc(meeting.day, at) for at in (meeting.start_minute, meeting.end_minute))
        for line in item.lines:
            if line.seat is Seat.EXPECTED:
                one = Appointment(line.agent_id, "meeting", meeting.day, start, end, meeting.title)
                listed[line.agent_id].append(one)
    for sample in samples_of(work.connection, work.centre_id, board.month):
        monitor, agent = sample.monitor, board.case.agent_by_id.get(sample.agent.agent_id)
        if agent is not None and stands(board, sample):
            title = Text(f"质检 {agent.name}", f"Listen to {agent.name}")
            until = sample.start + timedelta(minutes=sample.minutes)
            day = board.month_case.local(sample.start).date()
            listed[monitor.agent_id].append(Appointment(monitor.agent_id, "sample", day, sample.start, until, title))
    for task in tasks_of(work, board, board.month.first, board.month.last):
        due = task.due
        about = Text(f"截止 {board.month_case.local(due.at):%m-%d %H:%M} {due.task.clause}".strip(),
                     f"due {board.month_case.local(due.at):%m-%d %H:%M} {due.task.clause}".strip())  # fmt: skip
        for person in due.people:
            one = Appointment(person, "task", due.day, due.at - TASK_SHOWN, due.at, both(due.task.name), about)
            listed[person].append(one)
    return {person: sorted(items, key=lambda item: (item.start, item.kind)) for person, items in listed.items()}
