"""Attendance at the desk: from a file, by checking in, by the leader's word (DUTY-5, LEAVE-8, SWAP-5)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from roster.desk.attendance.record import as_worked, clocked_minutes, held_duty, presence, see
from roster.desk.board.board import Board
from roster.desk.desk import SYSTEM, Desk, Work
from roster.desk.once import once
from roster.desk.policy.desk_rule import decide
from roster.desk.policy.ladder import LEADER_OR_DIRECTOR
from roster.desk.policy.policy import Policy
from roster.desk.refusals import bad_request, not_yours
from roster.desk.words import duty_words
from roster.errors import Fault, InputError, NotFoundError
from roster.model import Duty, Month
from roster.model.attendance import (
    Attendance,
    Presence,
    Reading,
    Sighting,
    Source,
    Statement,
    contradicted,
    statements,
)
from roster.model.duty_act import CheckInAct, Testimony
from roster.store import absence_rows, duty_rows, swap_rows
from roster.store.absence_rows import Absence, Violation
from roster.text import Text

EARLIEST_CHECK_IN = timedelta(hours=4)
"""How long before a duty somebody may check in to it."""


@once
def record_attendance(
    desk: Desk,
    actor: str,
    records: Iterable[Attendance | Reading],
    *,
    file: str = "attendance",
    rows: Sequence[int] = (),
    key: str | None = None,
) -> tuple[Presence, ...]:
    """Writes what a file says of duties, all or nothing; violations and absenteeism follow by the rules.

    The actor leads the agents or is the system. InputError with every record whose duty has not begun, that has
    neither duty nor leave, or is the actor's own, by `file` and `rows` (else their place in the list). What a clock
    showed counts as a check-in; who checked in for somebody else is noted with both (DUTY-5).
    """
    readings = [Reading.of(item) if isinstance(item, Attendance) else item for item in records]
    with desk.writing(actor, "attendance.record", key) as work:
        for agent_id, month in sorted({(item.agent_id, Month.of(item.day)) for item in readings}):
            if actor != SYSTEM and not work.board(month).staff.is_manager_of(actor, agent_id):
                raise not_yours(actor, LEADER_OR_DIRECTOR)
        places = rows or range(1, len(readings) + 1)
        pairs = list(zip(readings, places, strict=True))
        faults = [fault for item, row in pairs for fault in _reading_faults(work, item, file, row)]
        if faults:
            raise InputError(faults)
        seen = [sighting for item in readings for sighting in _sightings(work, item, actor)]
        for sighting in seen:
            if sighting.source is Source.PROXY:
                _note_proxy(work, sighting)
        recorded = see(work, seen)
        work.tell(f"attendance:{len(readings)}", {"records": len(readings)})
        return tuple(presence(item, work.board(Month.of(item.day))) for item in recorded)


def _moments(board: Board, reading: Reading, duty: Duty) -> tuple[datetime | None, datetime | None]:
    """When the clock saw them come and leave: of the days around it that which lies nearest to the duty's edge."""

    def nearest(minute: int | None, edge: datetime) -> datetime | None:
        if minute is None:
            return None
        days = (reading.day + timedelta(days=shift) for shift in (-1, 0, 1, 2))
        return min((board.month_case.wall(day, minute) for day in days), key=lambda moment: abs(moment - edge))

    stint = board.stint(duty)
    return nearest(reading.came, stint.start), nearest(reading.left, stint.end)


def _sightings(work: Work, reading: Reading, actor: str) -> Iterable[Sighting]:
    """One row as its sources' words: minutes are the file's, times of day a check-in's, void where it was a proxy's."""
    if reading.statement is not None:
        yield _sighting(reading.statement, Source.FILE, work.now, actor)
    board = work.board(Month.of(reading.day))
    duty = held_duty(board, reading.agent_id, reading.day)
    if duty is None:
        return
    came, left = _moments(board, reading, duty)
    if reading.proxy is not None:
        yield Sighting(duty.agent_id, duty.day, Source.PROXY, came or work.now, reading.proxy)
        came = None
    for moment, leaving in ((came, False), (left, True)):
        if moment is not None:
            yield clocked(work, board, duty, moment, by=reading.agent_id, leaving=leaving)


def _reading_faults(work: Work, reading: Reading, file: str, row: int) -> Iterable[Fault]:
    """What speaks against one row: no such duty, not begun, times in no order or to come, nobody's proxy."""
    if work.actor in {reading.agent_id, reading.proxy}:
        yield Fault(
            file,
            row,
            "agent_id" if work.actor == reading.agent_id else "proxy",
            Text("本人的考勤不由本人导入", "nobody records their own attendance"),
            Text("删去此行,由主任导入", "Take the row out; a director imports it"),
        )
    about = reading.statement or Attendance(reading.agent_id, reading.day)
    faults = list(_faults(work, _sighting(about, Source.FILE, work.now, ""), file, row))
    yield from faults
    board = work.board(Month.of(reading.day))
    duty = held_duty(board, reading.agent_id, reading.day)
    timed = reading.came is not None or reading.left is not None
    if reading.proxy is not None and (reading.proxy not in board.duties or reading.proxy == reading.agent_id):
        yield Fault(
            file,
            row,
            "proxy",
            Text(f"代签人 {reading.proxy} 不是另一位员工", f"{reading.proxy}, who checked in, is no other person here"),
            Text("写代签人的工号,本人签到则留空", "Write who checked in; leave it empty where it was oneself"),
        )
    if faults:
        return
    if duty is None:
        if timed or reading.proxy is not None:
            reason = Text(
                f"{reading.agent_id} 在 {reading.day} 请假", f"{reading.agent_id} is on leave on {reading.day}"
            )
            yield Fault(file, row, "check_in", reason, Text("核对人员与日期", "Check the agent and the date"))
        return
    came, left = _moments(board, reading, duty)
    for column, moment in (("check_in", came), ("check_out", left)):
        if moment is not None and moment > work.now:
            reason = Text("签到签退时间还没到", "the clock's time is yet to come")
            yield Fault(file, row, column, reason, Text("核对时间", "Check the time"))
    if came is not None and left is not None and left < came:
        reason = Text("签退早于签到", "checked out before checking in")
        yield Fault(file, row, "check_out", reason, Text("核对两个时间", "Check the two times"))


def _sighting(record: Attendance, source: Source, seen_at: datetime, by: str, reason: str = "") -> Sighting:
    """A whole record as one source's word."""
    return Sighting(
        record.agent_id,
        record.day,
        source,
        seen_at,
        by,
        record.absent,
        record.late_minutes,
        record.early_minutes,
        record.away_minutes,
        record.longest_away_minutes,
        record.handover,
        reason,
    )


def _record_of(work: Work, agent_id: str, day: date) -> Attendance:
    """The record of a day; that of somebody of whom nothing was said where there is none."""
    known = absence_rows.attendance(work.connection, work.centre_id, day, day, agent_id)
    return known[0] if known else Attendance(agent_id, day)


def _faults(work: Work, seen: Sighting, file: str, row: int) -> Iterable[Fault]:
    """What speaks against one record: nobody is late for, or absent from, what has not begun or is not."""
    board = work.board(Month.of(seen.day))
    duty = held_duty(board, seen.agent_id, seen.day)
    if duty is None:
        if board.on_leave(seen.agent_id, seen.day) is None:
            problem = Text(f"{seen.agent_id} 在 {seen.day} 没有班次", f"{seen.agent_id} has no duty on {seen.day}")
            yield Fault(file, row, "date", problem, Text("核对人员与日期", "Check the agent and the date"))
    elif board.stint(duty).start > work.now:
        problem = Text(f"{duty_words(duty)} 班尚未开始", f"the duty {duty_words(duty)} has not begun")
        yield Fault(
            file, row, "date", problem, Text("核对日期,班次开始后再记录", "Check the date; record it once it began")
        )


@once
def check_in(
    desk: Desk, actor: str, agent_id: str, *, leaving: bool = False, key: str | None = None
) -> tuple[Duty, Attendance]:
    """The actor checks in for the own duty of now (or out, `leaving`); the duty, and its record afterwards.

    RefusedError for somebody else's duty, and where there is none from four hours before it to its end; NotFoundError
    for an unknown agent.
    """
    with desk.writing(actor, "attendance.check-out" if leaving else "attendance.check-in", key) as work:
        board = work.board(_month_of_now(work) or Month.of(work.today))
        if agent_id not in board.duties:
            raise NotFoundError(Text(f"坐席 {agent_id}", f"agent {agent_id}"))
        duty = _duty_of_now(board, agent_id, work.now)
        decide(board.rulebook, CheckInAct(agent_id, actor, duty, leaving), board, work.clock).enforce()
        if duty is None:
            raise NotFoundError(Text(f"{agent_id} 此刻的班次", f"a duty of {agent_id} at this time"))
        (record,) = see(work, [clocked(work, board, duty, work.now, by=actor, leaving=leaving)])
        work.tell(f"agent:{agent_id}", {"day": duty.day.isoformat(), "shift": duty.shift})
        return duty, record


def clocked(work: Work, board: Board, duty: Duty, moment: datetime, *, by: str, leaving: bool) -> Sighting:
    """A check-in or check-out at an instant as a sighting: whole minutes late, or left early."""
    minutes = clocked_minutes(work, board, duty, moment, leaving=leaving)
    late, early = (None, minutes) if leaving else (minutes, None)
    return Sighting(duty.agent_id, duty.day, Source.CHECK_IN, moment, by, False, late, early)


def _month_of_now(work: Work) -> Month | None:
    """The month whose board shows who is on duty now; None where neither today nor a day beside it has a case.

    A night of the eve may still be going on, and a duty of tomorrow may be about to begin.
    """
    known, today = work.known_months(), work.today
    near = (Month.of(today + timedelta(days=days)) for days in (0, -1, 1))
    return next((month for month in near if month in known), None)


def _duty_of_now(board: Board, agent_id: str, now: datetime) -> Duty | None:
    """The duty that is going on, or begins within the hours of an early check-in."""
    stints = sorted((board.stint(duty) for duty in board.duties.get(agent_id, {}).values()), key=lambda one: one.start)
    return next((one.duty for one in stints if one.start - EARLIEST_CHECK_IN <= now < one.end), None)


@dataclass(frozen=True, slots=True)
class OwnClock:
    """The duty that one may check in to now, whether it has begun, and when one checked in and out."""

    duty: Duty
    begun: bool
    came: datetime | None
    left: datetime | None


def own_clock(desk: Desk, agent_id: str) -> OwnClock | None:
    """What checking in would be for now; None for who is not rostered or has no duty near."""
    with desk.reading() as work:
        month = _month_of_now(work)
        if month is None:
            return None
        board = work.board(month)
        duty = _duty_of_now(board, agent_id, work.now)
        if duty is None:
            return None
        seen = duty_rows.sightings(work.connection, work.centre_id, duty.day, duty.day, agent_id)
        own = [item for item in seen.get((agent_id, duty.day), ()) if item.source is Source.CHECK_IN]
        came = [item.seen_at for item in own if item.late_minutes is not None]
        left = [item.seen_at for item in own if item.early_minutes is not None]
        return OwnClock(duty, board.stint(duty).start <= work.now, max(came, default=None), max(left, default=None))


@once
def settle(desk: Desk, actor: str, record: Attendance, *, reason: str, key: str | None = None) -> Attendance:
    """The leader says what holds of a duty, with a reason; what the sources said stays on record (DUTY-5).

    RefusedError for who does not lead the agent and for oneself; InputError without a reason or for a duty that has
    not begun.
    """
    if not reason.strip():
        raise bad_request(
            "reason",
            Text("未说明理由", "no reason is given"),
            Text("说明核定的依据", "say what the correction rests on"),
        )
    with desk.writing(actor, "attendance.settle", key) as work:
        board = work.board(Month.of(record.day))
        if not board.staff.judges(actor, record.agent_id):
            raise not_yours(actor, LEADER_OR_DIRECTOR)
        seen = _sighting(record, Source.LEADER, work.now, actor, reason)
        faults = list(_faults(work, seen, "attendance", 1))
        if faults:
            raise InputError(faults)
        before = _record_of(work, record.agent_id, record.day)
        (settled,) = see(work, [seen])
        change = {"day": record.day.isoformat(), "before": before.presence.value, "after": settled.presence.value}
        work.tell(f"agent:{record.agent_id}", change)
        return settled


def report_proxy(desk: Desk, actor: str, agent_id: str, by: str, day: date, *, reason: str = "") -> None:
    """The leader records that `by` checked in for `agent_id`: a violation of both, and the check-in is void.

    RefusedError for who leads neither, and for either of the two.
    """
    with desk.writing(actor, "attendance.proxy") as work:
        board = work.board(Month.of(day))
        both = {agent_id, by}
        if actor in both or not any(board.staff.judges(actor, one) for one in both):
            raise not_yours(actor, LEADER_OR_DIRECTOR)
        if by == agent_id:
            raise bad_request(
                "by",
                Text("本人签到不是代签", "somebody's own check-in is no proxy's"),
                Text("另选代签人", "name who checked in for them"),
            )
        if by not in board.duties:
            raise NotFoundError(Text(f"代签人 {by}", f"{by}, who checked in"))
        if held_duty(board, agent_id, day) is None:
            raise NotFoundError(Text(f"{agent_id} 在 {day} 的班次", f"a duty of {agent_id} on {day}"))
        seen = Sighting(agent_id, day, Source.PROXY, work.now, by, reason=reason)
        _note_proxy(work, seen)
        see(work, [seen])
        work.tell(f"agent:{agent_id}", {"day": day.isoformat(), "proxy": by})


def _note_proxy(work: Work, seen: Sighting) -> None:
    """A proxy check-in as both people's violation."""
    for person in (seen.agent_id, seen.by):
        absence_rows.note_violation(work.connection, work.centre_id, person, seen.day, "proxy")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A duty of which the sources say different things, what holds until it is settled, and the rule's words."""

    agent_id: str
    day: date
    said: tuple[Statement, ...]
    holds: Attendance
    words: Text


def contradictions(desk: Desk, start: date, end: date) -> tuple[Contradiction, ...]:
    """What the sources say differently of the duties of the days `start` … `end` (inclusive) and nobody settled."""
    with desk.reading() as work:
        seen = duty_rows.sightings(work.connection, work.centre_id, start, end)
        records = {
            (item.agent_id, item.day): item
            for item in absence_rows.attendance(work.connection, work.centre_id, start, end)
        }
        contradictory = []
        for (agent_id, day), items in seen.items():
            board = work.board(Month.of(day))
            said = statements(as_worked(work, board, items))
            holds = records.get((agent_id, day), Attendance(agent_id, day))
            against = contradicted(said, holds, Policy.of(board.rulebook).sources_differ_minutes)
            if against:
                flags = decide(board.rulebook, Testimony(agent_id, day, said, holds), board, work.clock).flags
                contradictory.append(Contradiction(agent_id, day, against, holds, flags[0].message))
        return tuple(sorted(contradictory, key=lambda item: (item.day, item.agent_id)))


def list_attendance(desk: Desk, start: date, end: date) -> tuple[tuple[Attendance, Presence], ...]:
    """The records of the days `start` … `end` (inclusive), each with what it amounts to."""
    with desk.reading() as work:
        records = absence_rows.attendance(work.connection, work.centre_id, start, end)
        return tuple((item, presence(item, work.board(Month.of(item.day)))) for item in records)


def history_of(desk: Desk, agent_id: str, day: date) -> tuple[Sighting, ...]:
    """All that was ever said of one duty, in the order of writing: corrections keep what they replace."""
    with desk.reading() as work:
        return duty_rows.sightings(work.connection, work.centre_id, day, day, agent_id).get((agent_id, day), ())


def adjust_shares(desk: Desk, actor: str, swap_id: str, day: date, shares: dict[str, int], *, reason: str) -> None:
    """The leader divides a failed duty otherwise, with a reason (SWAP-5); shares are per cent and make 100.

    RefusedError for who leads none of the parties, and for a party.
    """
    if not reason.strip() or sum(shares.values()) != 100 or any(share < 0 for share in shares.values()):
        raise bad_request(
            "shares",
            Text("责任比例合计应为 100,并须说明理由", "the shares make 100 per cent, and a reason is given"),
            Text("改正比例或补充理由", "correct the shares or name the reason"),
        )
    with desk.writing(actor, "absence.adjust") as work:
        swap, month_id = swap_rows.swap_row(work.connection, work.centre_id, swap_id)
        board = work.board(work.month_of(month_id))
        if set(shares) - set(swap.parties):
            strangers = ", ".join(sorted(set(shares) - set(swap.parties)))
            raise NotFoundError(
                Text(f"换班 {swap_id} 的当事人 {strangers}", f"{strangers} among the parties of swap {swap_id}")
            )
        if actor in swap.parties or not any(board.staff.judges(actor, party) for party in swap.parties):
            raise not_yours(actor, Text("当事人的班长或主任", "a leader of the parties or a director"))
        absence_rows.adjust_share(
            work.connection, work.centre_id, f"swap:{swap_id}", shares=shares, day=day, reason=reason, at=work.now
        )
        work.tell(f"swap:{swap_id}", {"day": day.isoformat(), "shares": shares})


def list_absences(desk: Desk, month: Month) -> tuple[Absence, ...]:
    """The absenteeism of a month."""
    with desk.reading() as work:
        return absence_rows.absences(work.connection, work.centre_id, month.first, month.last)


def list_violations(desk: Desk, month: Month) -> tuple[Violation, ...]:
    """The violations of a month."""
    with desk.reading() as work:
        return absence_rows.violations(work.connection, work.centre_id, month.first, month.last)
