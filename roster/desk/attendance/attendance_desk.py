"""Attendance at the desk: violations, absenteeism and its shares (LEAVE-8, SWAP-5)."""

from collections.abc import Iterable, Sequence
from datetime import date

from roster.desk.board.board import Board
from roster.desk.desk import SYSTEM, Desk, Work
from roster.desk.once import once
from roster.desk.policy.handover import handover_shares
from roster.desk.policy.ladder import LEADER_OR_DIRECTOR
from roster.desk.policy.lateness import violations_of
from roster.desk.policy.policy import Policy
from roster.desk.refusals import bad_request, not_yours
from roster.desk.words import duty_words
from roster.errors import Fault, InputError, NotFoundError
from roster.model import Month
from roster.model.attendance import Attendance, Presence
from roster.store import absence_rows, swap_rows
from roster.store.absence_rows import Absence, Violation
from roster.text import Text


def presence(seen: Attendance, board: Board) -> Presence:
    """What a record amounts to."""
    if board.on_leave(seen.agent_id, seen.day) is not None:
        return Presence.ON_LEAVE
    if seen.absent:
        return Presence.ABSENT
    if seen.away_minutes:
        return Presence.AWAY
    return Presence.LATE if seen.late_minutes else Presence.ON_TIME


@once
def record_attendance(
    desk: Desk,
    actor: str,
    records: Iterable[Attendance],
    *,
    file: str = "attendance",
    rows: Sequence[int] = (),
    key: str | None = None,
) -> tuple[Presence, ...]:
    """Writes what was seen of duties, all or nothing; violations and absenteeism follow by the rules.

    The actor leads the agents or is the system. InputError with every record whose duty has not begun, or that has
    neither duty nor leave, by `file` and `rows` (else their place in the list).
    """
    records = tuple(records)
    with desk.writing(actor, "attendance.record", key) as work:
        for agent_id, month in sorted({(seen.agent_id, Month.of(seen.day)) for seen in records}):
            if actor != SYSTEM and not work.board(month).staff.is_manager_of(actor, agent_id):
                raise not_yours(actor, LEADER_OR_DIRECTOR)
        places = rows or range(1, len(records) + 1)
        faults = [fault for seen, row in zip(records, places, strict=True) for fault in _faults(work, seen, file, row)]
        if faults:
            raise InputError(faults)
        found = tuple(_record(work, seen) for seen in records)
        work.tell(f"attendance:{len(records)}", {"records": len(records)})
        for month in sorted({Month.of(seen.day) for seen in records}):
            work.changed(month)
        return found


def _faults(work: Work, seen: Attendance, file: str, row: int) -> Iterable[Fault]:
    """What speaks against one record: nobody is late for, or absent from, what has not begun or is not."""
    board = work.board(Month.of(seen.day))
    duty = board.duties.get(seen.agent_id, {}).get(seen.day)
    if duty is None:
        if presence(seen, board) is not Presence.ON_LEAVE:
            problem = Text(f"{seen.agent_id} 在 {seen.day} 没有班次", f"{seen.agent_id} has no duty on {seen.day}")
            yield Fault(file, row, "date", problem, Text("核对人员与日期", "Check the agent and the date"))
    elif board.stint(duty).start > work.now:
        problem = Text(f"{duty_words(duty)} 班尚未开始", f"the duty {duty_words(duty)} has not begun")
        yield Fault(
            file, row, "date", problem, Text("核对日期,班次开始后再记录", "Check the date; record it once it began")
        )


def _record(work: Work, seen: Attendance) -> Presence:
    board = work.board(Month.of(seen.day))
    result = presence(seen, board)
    duty = board.duties.get(seen.agent_id, {}).get(seen.day)
    absence_rows.put_attendance(work.connection, work.centre_id, seen, work.actor, work.now)
    on_leave = result is Presence.ON_LEAVE
    absence_rows.put_violations(
        work.connection, work.centre_id, seen.agent_id, seen.day, [] if on_leave else _violations(seen, board)
    )
    if on_leave:
        return result
    failed = seen.absent or (seen.handover and seen.late_minutes >= Policy.of(board.rulebook).late_minutes)
    swap = board.touched.get(seen.agent_id, {}).get(duty) if duty is not None else None
    if swap is not None and duty is not None and duty in swap.got and failed:
        for person, share in handover_shares(swap, duty).items():
            absence = Absence(person, seen.day, f"swap:{swap.swap_id}", "provisional", share)
            absence_rows.put_absence(work.connection, work.centre_id, absence, work.now)
    elif seen.absent:
        absence = Absence(seen.agent_id, seen.day, "attendance", "provisional")
        absence_rows.put_absence(work.connection, work.centre_id, absence, work.now)
    if not seen.absent:
        absence_rows.clear_absences(work.connection, work.centre_id, seen.agent_id, seen.day, seen.day)
        if swap is not None and not failed:
            cause = f"swap:{swap.swap_id}"
            absence_rows.set_absences(work.connection, work.centre_id, cause, "provisional", "cleared", day=seen.day)
    return result


def _violations(seen: Attendance, board: Board) -> list[Violation]:
    return [Violation(seen.agent_id, seen.day, kind, minutes) for kind, minutes in violations_of(seen, board)]


def adjust_shares(desk: Desk, actor: str, swap_id: str, day: date, shares: dict[str, int], *, reason: str) -> None:
    """The leader divides a failed duty otherwise, with a reason (SWAP-5); shares are per cent and make 100."""
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
        if not any(board.staff.is_manager_of(actor, party) for party in swap.parties):
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
