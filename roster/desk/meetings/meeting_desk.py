"""The lists of the month's meetings: whom the roster lets come, who was there, who hears it later (MEET-2, MEET-3)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from roster.desk.board.board import Board
from roster.desk.desk import Desk, Work
from roster.desk.once import once
from roster.desk.refusals import bad_request, not_now, not_yours, wrong_state
from roster.errors import NotFoundError
from roster.model import Month
from roster.model.meeting import Attended, Meeting, Seat
from roster.rule.meetings import asked, in_the_way, is_night_before
from roster.store.meeting_rows import ListLine, meeting_lines, put_heard, put_list
from roster.text import Text

LEADERS = Text("班长或主任", "a leader or a director")


@dataclass(frozen=True, slots=True)
class MeetingList:
    """A meeting with everybody who is asked, in the order of teams. `written`: somebody said who was there."""

    meeting: Meeting
    lines: tuple[Attended, ...]
    written: bool

    @property
    def to_hear(self) -> tuple[str, ...]:
        """Who was not there and has not heard of it yet."""
        return tuple(line.agent_id for line in self.lines if line.to_hear)


def lists_of(work: Work, board: Board) -> tuple[MeetingList, ...]:
    """The lists of the board's month, by date."""
    case = board.case
    lines = meeting_lines(work.connection, work.centre_id, board.month.first, board.month.last)
    return tuple(
        _list(board, meeting, lines.get((meeting.day, meeting.kind), {})) for meeting in board.rulebook.meetings(case)
    )


def _list(board: Board, meeting: Meeting, known: Mapping[str, ListLine]) -> MeetingList:
    evidence = board.evidence(board.roster)
    lines = []
    for agent in board.case.agents_by_team:
        if not asked(meeting, agent) or not agent.employed_on(meeting.day):
            continue
        stint = in_the_way(evidence, agent, meeting)
        seat = Seat.EXPECTED
        if board.on_leave(agent.agent_id, meeting.day) is not None:
            seat = Seat.ON_LEAVE
        elif stint is not None:
            seat = Seat.AFTER_NIGHT if is_night_before(meeting, stint) else Seat.ON_DUTY
        line = known.get(agent.agent_id)
        if line is None:
            # Who joined after the list was written is on none.
            lines.append(Attended(agent.agent_id, seat))
        else:
            lines.append(Attended(agent.agent_id, seat, line.present, line.heard_at, line.heard_from))
    return MeetingList(meeting, tuple(lines), bool(known))


def list_meetings(desk: Desk, month: Month) -> tuple[MeetingList, ...]:
    """The month's meetings with their lists, by date."""
    with desk.reading() as work:
        return lists_of(work, work.board(month))


def _meeting_of(work: Work, board: Board, day: date, kind: str) -> MeetingList:
    for item in lists_of(work, board):
        if (item.meeting.day, item.meeting.kind) == (day, kind):
            return item
    raise NotFoundError(Text(f"{day} 的会议 {kind}", f"a meeting {kind} on {day}"))


@once
def record_meeting(
    desk: Desk, actor: str, day: date, kind: str, present: Collection[str], *, key: str | None = None
) -> MeetingList:
    """Writes who was there; the others who were asked hear it later. A leader's or director's to write, once it began.

    Written again, the list is the new one; who had heard of it already still has.
    """
    with desk.writing(actor, "meeting.record", key) as work:
        board = work.board(Month.of(day))
        item = _meeting_of(work, board, day, kind)
        _need_leader(board, actor)
        if board.evidence(board.roster).utc(day, item.meeting.start_minute) > work.now:
            raise not_now(
                Text(f"{day} 的{item.meeting.title.zh}还没开始", f"the meeting of {day} has not begun"),
                board.month_case.local(work.now),
                day,
            )
        listed = {line.agent_id: line for line in item.lines}
        strangers = sorted(set(present) - listed.keys())
        if strangers:
            names = ", ".join(strangers)
            raise bad_request(
                "present",
                Text(f"{names} 不在参会名单上", f"{names}: not asked to this meeting"),
                Text("只勾选名单上的人", "Name people of the list only"),
            )
        lines = [
            (
                agent_id,
                ListLine(True) if agent_id in present else ListLine(False, line.heard_at, line.heard_from),
            )
            for agent_id, line in listed.items()
        ]
        put_list(work.connection, work.centre_id, (day, kind), lines, by=actor, at=work.now)
        work.tell(f"meeting:{day}:{kind}", {"present": sum(line.present for _, line in lines), "asked": len(lines)})
        return _meeting_of(work, board, day, kind)


@once
def told_later(desk: Desk, actor: str, day: date, kind: str, agent_id: str, *, key: str | None = None) -> MeetingList:
    """Somebody who was not there has been told what was said, by their leader or a director."""
    with desk.writing(actor, "meeting.heard", key) as work:
        board = work.board(Month.of(day))
        item = _meeting_of(work, board, day, kind)
        if agent_id not in {line.agent_id for line in item.lines}:
            raise NotFoundError(Text(f"{agent_id} 不在名单上", f"{agent_id} on the list"))
        if not board.staff.judges(actor, agent_id):
            raise not_yours(actor, Text("本班班长或主任", "own leader or a director"))
        if not put_heard(work.connection, work.centre_id, (day, kind), agent_id, by=actor, at=work.now):
            raise wrong_state("present", "absent")
        work.tell(f"meeting:{day}:{kind}", {"heard": agent_id})
        return _meeting_of(work, board, day, kind)


def _need_leader(board: Board, actor: str) -> None:
    staff = board.staff
    agent = staff.agents.get(actor)
    if actor in staff.directors | staff.centre_directors or (agent is not None and agent.leads):
        return
    raise not_yours(actor, LEADERS)
