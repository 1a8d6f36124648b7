"""点名: who is there, late, absent or on leave when a shift begins (DUTY-1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from roster.desk.attendance.record import given_up, presence, see
from roster.desk.board.board import Board
from roster.desk.desk import Desk, Work
from roster.desk.policy.desk_rule import decide
from roster.desk.policy.leave_hours import worked_span
from roster.desk.shift_log.log import enter, log_of
from roster.desk.shift_log.occurrence import Occurrence, occurrence
from roster.desk.words import state_words
from roster.errors import Fault, InputError
from roster.model import Duty, Month
from roster.model.attendance import Attendance, Presence, Sighting, Source
from roster.model.duty_act import RollCallAct
from roster.model.shift_log import Category, LogLine
from roster.qa.summary import WEEK, common_faults
from roster.store import absence_rows, duty_rows
from roster.store.duty_rows import CallIn
from roster.store.qa_rows import marks_between
from roster.text import Text

ROLL_CALL = "roll-call"
"""The kind of the log's entry that tells a roll called."""


class Called(StrEnum):
    """What the roll call says of somebody."""

    PRESENT = "present"
    LATE = "late"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Mark:
    """One person's mark: `minutes` late, `seen_at` when it was made, `key` by which it counts once however often sent.

    `handover`: an unclear handover caused the lateness (SWAP-5).
    """

    agent_id: str
    called: Called
    minutes: int = 0
    seen_at: datetime | None = None
    key: str | None = None
    handover: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list: a duty, what is known of it, and who works it instead.

    `state` is None while nothing is known. `call_in`: the holder was called in to it. `due_at`: when who was called in,
    or is on leave as it begins, is expected; None where that is its start.
    """

    duty: Duty
    state: Presence | None
    record: Attendance | None = None
    replaced_by: str = ""
    call_in: CallIn | None = None
    due_at: datetime | None = None

    @property
    def stands_empty(self) -> bool:
        """Whether nobody holds the seat: absent, and nobody put in."""
        return self.state is Presence.ABSENT and not self.replaced_by


@dataclass(frozen=True, slots=True)
class Roll:
    """The list of one shift, what is to be read out, and the entry that tells the last roll call.

    `faults` are those that quality monitoring heard most often in the seven days before, each with how often.
    """

    here: Occurrence
    lines: tuple[Line, ...]
    notices: tuple[LogLine, ...] = ()
    called: LogLine | None = None
    faults: tuple[tuple[str, int], ...] = ()

    def count(self, state: Presence | None) -> int:
        """How many lines are in a state; None: not called yet."""
        return sum(line.state is state for line in self.lines)


def roll_of(work: Work, board: Board, here: Occurrence) -> Roll:
    """The list of a shift as it stands: who has a duty, who was replaced, who is on leave."""
    seen = {
        item.agent_id: item for item in absence_rows.attendance(work.connection, work.centre_id, here.day, here.day)
    }
    calls = {
        call.partner: call
        for call in duty_rows.call_ins(work.connection, work.centre_id, here.day, here.day)
        if call.shift == here.shift
    }
    lines = [_line(board, duty, seen.get(duty.agent_id), calls.get(duty.agent_id)) for duty in here.duties]
    held = {duty.agent_id for duty in here.duties}
    for person in sorted(set(seen) - held):
        duty = given_up(board, person, here.day)
        if duty is not None and duty.shift == here.shift:
            lines.append(Line(duty, seen[person].presence, seen[person], replaced_by=taker_of(board, duty)))
    for leave in board.leaves:
        lines += [
            Line(duty, Presence.ON_LEAVE, replaced_by=taker_of(board, duty))
            for duty in leave.vacated
            if (duty.day, duty.shift) == (here.day, here.shift) and duty.agent_id not in held
        ]
    log = log_of(work, board, here.day, here.shift)
    notices = [line for line in (*log.carried, *log.lines) if _is_read_out(line)]
    called = [line for line in log.lines if line.entry.kind == ROLL_CALL]
    week = marks_between(work.connection, work.centre_id, here.day - WEEK, here.day - timedelta(days=1))
    faults = common_faults(week)
    return Roll(here, tuple(sorted(lines, key=_place)), tuple(notices), called[-1] if called else None, faults)


def _line(board: Board, duty: Duty, seen: Attendance | None, call: CallIn | None) -> Line:
    begins, _ = worked_span(board, duty)
    due = [] if call is None else [call.due_at]
    if board.stint(duty).start < begins:
        due.append(begins)
    state = None if seen is None else presence(seen, board)
    return Line(duty, state, seen, call_in=call, due_at=max(due, default=None))


def _place(line: Line) -> tuple[str, str]:
    return line.duty.job, line.duty.agent_id


def _is_read_out(line: LogLine) -> bool:
    """Business changes, orders from above, common faults: what is new when the shift begins."""
    about = line.entry.category in {Category.NOTICE, Category.ORDER}
    return about and line.entry.kind != ROLL_CALL and line.entry.about is None


def taker_of(board: Board, duty: Duty) -> str:
    """Who works a duty that its holder gave up; empty where nobody does."""
    for swap in reversed(board.effective_swaps):
        for move in swap.moves:
            if move.given == duty and board.duties.get(move.taker, {}).get(duty.day) == move.taken:
                return move.taker
    return ""


def read_roll(desk: Desk, day: date, shift: str) -> Roll:
    """The list of a shift; NotFoundError where no published roster has it."""
    with desk.reading() as work:
        board = work.board(Month.of(day))
        return roll_of(work, board, occurrence(board, day, shift))


def call_roll(
    desk: Desk,
    actor: str,
    day: date,
    shift: str,
    marks: Sequence[Mark] = (),
    *,
    rest_present: bool = False,
) -> Roll:
    """Marks people of a shift, and with `rest_present` everybody else of whom nothing is known; the list afterwards.

    A mark's key makes sending it again harmless, and of several marks of one person the one made last holds, whichever
    arrives last. RefusedError by DUTY-1; InputError with every mark of somebody who is not on the list.
    """
    with desk.writing(actor, "roll-call") as work:
        board = work.board(Month.of(day))
        here = occurrence(board, day, shift)
        decide(board.rulebook, RollCallAct(day, shift, actor), board, work.clock).enforce()
        before = roll_of(work, board, here)
        faults = list(_faults(before, marks))
        if faults:
            raise InputError(faults)
        seen = [_sighting(work, mark, day) for mark in marks]
        if rest_present:
            named = {mark.agent_id for mark in marks}
            seen += [
                Sighting(line.duty.agent_id, day, Source.ROLL_CALL, work.now, actor, False, 0)
                for line in before.lines
                if line.state is None and line.duty.agent_id not in named and not _is_awaited(line, work.now)
            ]
        see(work, seen)
        after = roll_of(work, work.board(Month.of(day)), here)
        if not any(line.state is None and not _is_awaited(line, work.now) for line in after.lines):
            _enter(work, after)
        work.tell(f"shift:{day}:{shift}", {"marks": len(marks), "rest": rest_present})
        return roll_of(work, work.board(Month.of(day)), here)


def _is_awaited(line: Line, now: datetime) -> bool:
    """Whether somebody is to come later: called in and on the way still, or on leave that lasts into the duty."""
    return line.due_at is not None and now < line.due_at


def _faults(roll: Roll, marks: Iterable[Mark]) -> Iterable[Fault]:
    listed = {line.duty.agent_id: line for line in roll.lines}
    for place, mark in enumerate(marks, 1):
        line = listed.get(mark.agent_id)
        if line is None or line.state is Presence.ON_LEAVE:
            problem = Text(f"{mark.agent_id} 不在本班名单上", f"{mark.agent_id} is not on the list of this shift")
            yield Fault("marks", place, "agent_id", problem, Text("核对人员与班次", "Check the person and the shift"))
        if mark.called is Called.LATE and not 0 < mark.minutes <= 1440:
            problem = Text("迟到分钟数应为 1–1440", "the minutes late are from 1 to 1440")
            yield Fault("marks", place, "minutes", problem, Text("写明迟到几分钟", "say how many minutes late"))


def _sighting(work: Work, mark: Mark, day: date) -> Sighting:
    """A mark as a sighting; one made by a clock that is ahead was made now."""
    made = work.now if mark.seen_at is None else min(mark.seen_at, work.now)
    absent = mark.called is Called.ABSENT
    late = None if absent else mark.minutes if mark.called is Called.LATE else 0
    return Sighting(
        mark.agent_id, day, Source.ROLL_CALL, made, work.actor, absent, late, handover=mark.handover, key=mark.key
    )


def _enter(work: Work, roll: Roll) -> None:
    """The roll as called, in the log: the counts, who was there, what was read out; again only where it changed."""
    there = [line.duty.agent_id for line in roll.lines if line.state not in {None, Presence.ABSENT, Presence.ON_LEAVE}]
    counts = {
        state: roll.count(state) for state in (Presence.LATE, Presence.ABSENT, Presence.ON_LEAVE) if roll.count(state)
    }
    read = [f"#{line.entry.entry_id}" for line in roll.notices]
    faults = [fault for fault, _ in roll.faults]
    words = Text(
        ",".join(
            [f"点名:应到 {len(roll.lines)},到岗 {len(there)}"]
            + [f"{state_words(state.value).zh} {count}" for state, count in counts.items()]
            + ([f"宣读通知 {'、'.join(read)}"] if read else [])
            + ([f"宣读质检共性问题 {'、'.join(faults)}"] if faults else [])
        ),
        ", ".join(
            [f"roll call: {len(there)} of {len(roll.lines)} there"]
            + [f"{state.value} {count}" for state, count in counts.items()]
            + ([f"notices read: {' '.join(read)}"] if read else [])
            + ([f"common faults read: {'; '.join(faults)}"] if faults else [])
        ),
    )
    course = " ".join(there)
    last = roll.called
    if last is not None and (last.entry.words, last.entry.course) == (words, course):
        return
    here = roll.here
    enter(
        work,
        here.day,
        here.shift,
        category=Category.STAFF,
        kind=ROLL_CALL,
        words=words,
        subject=f"shift:{here.day}:{here.shift}",
        course=course,
    )
