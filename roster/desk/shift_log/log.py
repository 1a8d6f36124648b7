"""The log of a shift: what happened enters by itself or by somebody's hand, and nothing is ever changed (DUTY-4).

Whatever changes the people of a shift calls `enter` within its own act; entries of one key are written once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from roster.desk.board.board import Board
from roster.desk.desk import Desk, Work
from roster.desk.policy.freed import freed_words
from roster.desk.shift_log.occurrence import occurrence
from roster.desk.words import duty_words, state_words, swap_words
from roster.model import Duty, Month
from roster.model.leave_request import LeaveRequest
from roster.model.shift_log import Category, Follow, Gravity, LogEntry, LogLine
from roster.model.swap import SwapRequest
from roster.store import log_rows
from roster.text import Text


def enter(  # noqa: PLR0913 - an entry has as many fields
    work: Work,
    day: date,
    shift: str,
    *,
    category: Category,
    kind: str,
    words: Text,
    subject: str = "",
    author: str | None = None,
    gravity: Gravity = Gravity.ORDINARY,
    opens: bool = False,
    about: int | None = None,
    follow: Follow | None = None,
    cause: str = "",
    course: str = "",
    result: str = "",
    key: str | None = None,
) -> int:
    """Writes an entry into the log of the shift `shift` of `day`, at the act's instant; the entry's number.

    `author` is who acts unless told otherwise. What was written with a `key` is not written again: the first entry's
    number is returned. The meaning of the rest: `roster.model.shift_log.LogEntry`.
    """
    entry = LogEntry(
        0,
        day,
        shift,
        work.now,
        work.actor if author is None else author,
        category,
        kind,
        subject,
        words,
        gravity,
        opens,
        about,
        follow,
        cause,
        course,
        result,
    )
    return log_rows.add_entry(work.connection, work.centre_id, entry, key)


@dataclass(frozen=True, slots=True)
class ShiftLog:
    """The log of a shift: its own entries, and those of earlier shifts that are open still."""

    lines: tuple[LogLine, ...]
    carried: tuple[LogLine, ...]

    @property
    def open(self) -> tuple[LogLine, ...]:
        """What waits to be closed, carried entries first."""
        return (*self.carried, *(line for line in self.lines if line.is_open))


def log_of(work: Work, board: Board, day: date, shift: str) -> ShiftLog:
    """The log of one shift as it stands."""
    here = occurrence(board, day, shift)
    own = tuple(
        line for line in log_rows.lines_between(work.connection, work.centre_id, day, day) if line.entry.shift == shift
    )
    carried = tuple(
        line
        for line in log_rows.open_lines(work.connection, work.centre_id, day)
        if (line.entry.day, line.entry.shift) != (day, shift) and _starts(board, line.entry) < here.start
    )
    return ShiftLog(own, carried)


def _starts(board: Board, entry: LogEntry) -> datetime:
    """When the shift of an entry begins; midnight of its day where the centre has no such shift any more."""
    if entry.shift in board.case_of(entry.day).shift_by_code:
        return board.span(entry.day, entry.shift)[0]
    return board.month_case.midnight(entry.day)


def read_log(desk: Desk, day: date, shift: str) -> ShiftLog:
    """The log of one shift; NotFoundError where no published roster has it."""
    with desk.reading() as work:
        return log_of(work, work.board(Month.of(day)), day, shift)


def enter_staff(
    work: Work, duty: Duty, kind: str, subject: str, words: Text, *, opens: bool = False, once: bool = True
) -> int:
    """A change of staff, in the log of the duty's shift; told once for each subject, kind and duty where `once`."""
    key = f"{subject}:{kind}:{duty.agent_id}:{duty.day}:{duty.shift}" if once else None
    return enter(
        work,
        duty.day,
        duty.shift,
        category=Category.STAFF,
        kind=kind,
        words=words,
        subject=subject,
        opens=opens,
        key=key,
    )


def enter_swap(work: Work, board: Board, swap: SwapRequest) -> None:
    """A swap, cover or change that took effect, in the log of every shift whose people it changes."""
    kind, number = state_words(swap.kind.value), swap_words(swap)
    for move in swap.moves:
        given, taken = move.given, move.taken
        if move.giver == move.taker:
            who = person_words(board, move.giver)
            sentence = Text(
                f"{number.zh}调班生效:{who} {duty_words(given)} 改为 {duty_words(taken)}",
                f"change {number.en} is effective: {who}, {duty_words(given)} becomes {duty_words(taken)}",
            )
        else:
            giver, taker = person_words(board, move.giver), person_words(board, move.taker)
            sentence = Text(
                f"{number.zh}{kind.zh}生效:{giver} 的 {duty_words(given)} 由 {taker} 上",
                f"{kind.en} {number.en} is effective: {taker} works {duty_words(given)} for {giver}",
            )
        for duty in {(one.day, one.shift): one for one in (given, taken)}.values():
            enter_staff(work, duty, swap.kind.value, f"swap:{swap.swap_id}", sentence)


def enter_leave(work: Work, board: Board, leave: LeaveRequest, freed: Iterable[Duty]) -> None:
    """A leave that took effect, in the log of every shift that it leaves without somebody. The reason stays private."""
    who = person_words(board, leave.agent_id)
    for duty in freed:
        vacant = freed_words(leave, duty, board)
        sentence = Text(f"{who} 请假已准,{vacant} 空缺", f"{who} is on leave: {vacant} stands vacant")
        enter_staff(work, duty, "leave", f"leave:{leave.leave_id}", sentence)


def person_words(board: Board, agent_id: str) -> str:
    """A person as a log names them: id and name."""
    agent = board.case.agent_by_id.get(agent_id)
    return agent_id if agent is None or agent.name == agent_id else f"{agent_id} {agent.name}"
