"""One duty's attendance: what the sources say becomes the one record, and what follows from that (LEAVE-8, SWAP-5)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from roster.desk.attendance.worked import settle_obligations
from roster.desk.board.board import Board
from roster.desk.desk import Work
from roster.desk.policy.handover import handover_shares
from roster.desk.policy.lateness import violations_of
from roster.desk.policy.leave_hours import is_taken, worked_span
from roster.desk.policy.policy import Policy
from roster.desk.shift_log.log import enter_staff, person_words
from roster.desk.words import duty_words
from roster.model import Duty, Month
from roster.model.attendance import Attendance, Presence, Sighting, Source, settled, statements
from roster.model.swap import SwapKind
from roster.store import absence_rows, duty_rows, obligation_rows, permit_rows
from roster.store.absence_rows import Absence, Violation
from roster.text import Text


def presence(seen: Attendance, board: Board) -> Presence:
    """What a record amounts to; of a duty that leave cuts the rest is worked, and attendance tells of that."""
    duty = held_duty(board, seen.agent_id, seen.day)
    away = board.on_leave(seen.agent_id, seen.day) is not None if duty is None else is_taken(board, duty)
    return Presence.ON_LEAVE if away else seen.presence


def held_duty(board: Board, agent_id: str, day: date) -> Duty | None:
    """The duty that somebody has on a day, or had until a leader put somebody else in."""
    own = board.duties.get(agent_id, {}).get(day)
    return given_up(board, agent_id, day) if own is None else own


def given_up(board: Board, agent_id: str, day: date) -> Duty | None:
    """The duty of a day that a leader's cover took from somebody, None without one."""
    return next(
        (
            duty
            for swap in reversed(board.effective_swaps)
            if swap.by_leader and swap.kind is SwapKind.COVER
            for duty in swap.given
            if (duty.agent_id, duty.day) == (agent_id, day)
        ),
        None,
    )


def due_at(work: Work, board: Board, duty: Duty) -> datetime:
    """From when somebody is late: the start of what they work, or the hour for which they were called in to it."""
    start, _ = worked_span(board, duty)
    for called in duty_rows.call_ins(work.connection, work.centre_id, duty.day, duty.day):
        if called.partner == duty.agent_id and called.shift == duty.shift:
            start = max(start, called.due_at)
    return start


def clocked_minutes(work: Work, board: Board, duty: Duty, moment: datetime, *, leaving: bool) -> int:
    """Whole minutes that somebody who comes at an instant is late, or who leaves then is early."""
    edge = worked_span(board, duty)[1] - moment if leaving else moment - due_at(work, board, duty)
    return max(0, int(edge.total_seconds() // 60))


def as_worked(work: Work, board: Board, seen: Iterable[Sighting]) -> tuple[Sighting, ...]:
    """What was said, check-ins measured by what leave leaves of the duty now: its word may come after them."""

    def measured(item: Sighting) -> Sighting:
        duty = held_duty(board, item.agent_id, item.day)
        if item.source is not Source.CHECK_IN or duty is None or not board.leaves_near(duty):
            return item
        late, early = (
            None if said is None else clocked_minutes(work, board, duty, item.seen_at, leaving=leaving)
            for said, leaving in ((item.late_minutes, False), (item.early_minutes, True))
        )
        return replace(item, late_minutes=late, early_minutes=early)

    return tuple(measured(item) for item in seen)


def see(work: Work, seen: Iterable[Sighting]) -> tuple[Attendance, ...]:
    """Writes sightings of duties or leave, each key once, and settles the record of every duty they are about."""
    touched: dict[tuple[str, date], None] = {}
    for item in seen:
        duty_rows.add_sighting(work.connection, work.centre_id, item, work.now)
        touched[item.agent_id, item.day] = None
    records = tuple(settle_record(work, agent_id, day) for agent_id, day in touched)
    owed = obligation_rows.owed(work.connection, work.centre_id)
    again = {Month.of(item.day) for item in owed if (item.debtor, item.day) in touched}
    for month in sorted({Month.of(day) for _, day in touched}):
        work.changed(month)
        # Time settles pay-backs of open months alone, and a record may be put right after the month was closed.
        if month in again:
            settle_obligations(work, month)
    return records


def settle_record(work: Work, agent_id: str, day: date) -> Attendance:
    """The one record of a duty from all that was said of it; violations, absenteeism and the log follow."""
    board = work.board(Month.of(day))
    seen = duty_rows.sightings(work.connection, work.centre_id, day, day, agent_id).get((agent_id, day), ())
    said = statements(as_worked(work, board, seen))
    known = absence_rows.attendance(work.connection, work.centre_id, day, day, agent_id)
    record = _permitted(work, board, settled(agent_id, day, said))
    absence_rows.put_attendance(work.connection, work.centre_id, record, work.actor, work.now)
    _follow(work, board, record)
    if record.absent and not (known and known[0].absent):
        work.duty_missed(day)
    _enter(work, board, record, known[0] if known else None)
    return record


def _permitted(work: Work, board: Board, record: Attendance) -> Attendance:
    """The record with what was permitted taken off the time away: only the rest counts for LEAVE-8.

    Who may be away to the end of the duty and checks out has gone with the permit: nobody says that they are back.
    """
    permits = permit_rows.permits_of(work.connection, work.centre_id, record.day, record.day)
    mine = [item for item in permits if item.duty.agent_id == record.agent_id]
    allowed = sum(item.permitted_minutes for item in mine if item.state == "back")
    to_the_end = (item for item in mine if item.state == "out" and item.end >= worked_span(board, item.duty)[1])
    allowed += min(record.early_minutes, sum(item.permitted_minutes for item in to_the_end))
    if not allowed or record.absent:
        return record
    away = max(0, record.away_minutes - allowed)
    early = max(0, record.early_minutes - max(0, allowed - record.away_minutes))
    longest = record.longest_away_minutes
    return replace(
        record,
        away_minutes=away,
        early_minutes=early,
        longest_away_minutes=None if longest is None else min(longest, away),
        permitted_minutes=allowed,
    )


def _follow(work: Work, board: Board, record: Attendance) -> None:
    """Violations and absenteeism as the record has them now."""
    agent_id, day = record.agent_id, record.day
    on_leave = presence(record, board) is Presence.ON_LEAVE
    violations = [] if on_leave else [Violation(agent_id, day, kind, n) for kind, n in violations_of(record, board)]
    absence_rows.put_violations(work.connection, work.centre_id, agent_id, day, violations)
    if on_leave:
        return
    duty = held_duty(board, agent_id, day)
    failed = record.absent or (record.handover and record.late_minutes >= Policy.of(board.rulebook).late_minutes)
    swap = board.touched.get(agent_id, {}).get(duty) if duty is not None else None
    if swap is not None and duty is not None and duty in swap.got and failed:
        for person, share in handover_shares(swap, duty).items():
            absence = Absence(person, day, f"swap:{swap.swap_id}", "provisional", share)
            absence_rows.put_absence(work.connection, work.centre_id, absence, work.now)
    elif record.absent:
        absence = Absence(agent_id, day, "attendance", "provisional")
        absence_rows.put_absence(work.connection, work.centre_id, absence, work.now)
    if record.absent:
        obligation_rows.owe_again(work.connection, work.centre_id, agent_id, day)
    else:
        absence_rows.clear_absences(work.connection, work.centre_id, agent_id, day, day)
        if swap is not None and not failed:
            cause = f"swap:{swap.swap_id}"
            absence_rows.set_absences(work.connection, work.centre_id, cause, "provisional", "cleared", day=day)


def _enter(work: Work, board: Board, record: Attendance, before: Attendance | None) -> None:
    """Into the shift's log what changed: who is missing or late, and who came after all."""
    duty = held_duty(board, record.agent_id, record.day)
    if duty is None or record == before or (before is None and record.presence is Presence.ON_TIME):
        return
    sentence = record_words(board, duty, record)
    enter_staff(work, duty, record.presence.value, f"agent:{record.agent_id}", sentence, once=False)


def record_words(board: Board, duty: Duty, record: Attendance) -> Text:
    """A record as the log tells it."""
    who = person_words(board, record.agent_id)
    if record.absent:
        taken = board.duties.get(record.agent_id, {}).get(record.day) != duty
        suffix = Text("", "") if taken else Text(",席位空缺", "; the seat stands empty")
        return Text(f"{who} 未到 {duty_words(duty)}{suffix.zh}", f"{who} did not come to {duty_words(duty)}{suffix.en}")
    kinds = (
        (record.late_minutes, Text("迟到", "late")),
        (record.early_minutes, Text("早退", "left early by")),
        (record.away_minutes, Text("离岗", "away from the post")),
        (record.permitted_minutes, Text("准假离岗", "away with permission")),
    )
    parts = [
        Text(f"{words.zh} {minutes} 分钟", f"{words.en} {minutes} min") for minutes, words in kinds if minutes
    ] or [Text("已到岗", "there after all")]
    return Text(
        f"{who} {duty_words(duty)} {'、'.join(part.zh for part in parts)}",
        f"{who}, {duty_words(duty)}: {', '.join(part.en for part in parts)}",
    )
