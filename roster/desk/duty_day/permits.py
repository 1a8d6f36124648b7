"""Permits to leave the post: given by who leads the shift, in its log, and in the attendance (AWAY, LEAVE-8)."""

from datetime import date, datetime

from roster.desk.attendance.record import see
from roster.desk.board.board import Board
from roster.desk.desk import Desk
from roster.desk.once import once
from roster.desk.policy.desk_rule import decide
from roster.desk.refusals import not_now, not_yours, wrong_state
from roster.desk.shift_log.log import enter_staff, person_words
from roster.desk.shift_log.occurrence import leads_shift_of, occurrence
from roster.desk.words import moment_words
from roster.errors import RefusedError
from roster.model import Month
from roster.model.attendance import Sighting, Source
from roster.model.permit import Permit, PermitAct
from roster.rule import Refusal
from roster.store import permit_rows
from roster.text import Text


@once
def grant_permit(
    desk: Desk,
    actor: str,
    agent_id: str,
    day: date,
    span: tuple[datetime, datetime],
    *,
    reason: str = "",
    stand_in: str = "",
    consent: bool = False,
    key: str | None = None,
) -> Permit:
    """Somebody may leave the post of the duty of `day` over `span`; RefusedError by AWAY.

    What needs express consent is refused without `consent`.
    """
    with desk.writing(actor, "permit.grant", key) as work:
        board = work.board(Month.of(day))
        duty = board.duty(agent_id, day)
        permit = Permit(work.fresh_id(), duty, *span, actor, reason.strip(), stand_in, consent)
        others = permit_rows.permits_of(work.connection, work.centre_id, day, day)
        verdict = decide(board.rulebook, PermitAct(permit, others), board, work.clock).enforce()
        asked = [flag for flag in verdict.flags if flag.consent]
        if asked and not consent:
            yes, no = Text("明示同意", "express consent"), Text("未明示同意", "none given")
            raise RefusedError([Refusal(flag.rule, flag.clause, flag.message, no, yes) for flag in asked])
        permit_rows.add_permit(work.connection, work.centre_id, permit)
        who, times = person_words(board, agent_id), "–".join(_clock(board, moment) for moment in span)
        told = Text(f"准 {who} {times} 离岗", f"{who} may be away {times}")
        if stand_in:
            keeper = person_words(board, stand_in)
            told = Text(f"{told.zh},{keeper} 代岗", f"{told.en}; {keeper} stands in")
        enter_staff(work, permit.duty, "permit", f"permit:{permit.permit_id}", told)
        work.tell(f"permit:{permit.permit_id}", {"agent_id": agent_id, "day": day.isoformat()})
        return permit


@once
def end_permit(desk: Desk, actor: str, permit_id: str, *, at: datetime | None = None, key: str | None = None) -> Permit:
    """Somebody is back at the post (`at`: earlier than now); what was longer than permitted is time away (LEAVE-8)."""
    with desk.writing(actor, "permit.return", key) as work:
        permit = permit_rows.permit_row(work.connection, work.centre_id, permit_id)
        duty = permit.duty
        board = work.board(Month.of(duty.day))
        here = occurrence(board, duty.day, duty.shift)
        if actor != duty.agent_id and not leads_shift_of(board, actor, here, work.now):
            raise not_yours(actor, Text("本人或值班班长", "oneself or the duty leader"))
        # Nobody says of themselves that they were back earlier than they say it.
        back = work.now if at is None or actor == duty.agent_id else at
        if not permit.start <= back <= work.now:
            raise not_now(
                Text("返岗时间应在离岗之后、此刻之前", "back after leaving, and by now"),
                moment_words(board, back),
                moment_words(board, permit.start),
            )
        if not permit_rows.put_return(work.connection, permit_id, back):
            raise wrong_state("back", "out")
        permits = permit_rows.permits_of(work.connection, work.centre_id, duty.day, duty.day)
        own = [item for item in permits if item.duty.agent_id == duty.agent_id and item.returned_at is not None]
        away = sum(item.away_minutes for item in own)
        longest = max(item.away_minutes - item.permitted_minutes for item in own)
        seen = Sighting(
            duty.agent_id, duty.day, Source.ROLL_CALL, work.now, actor, away_minutes=away, longest_away_minutes=longest
        )
        see(work, [seen])
        work.tell(f"permit:{permit_id}", {"returned": back.isoformat()})
        return permit_rows.permit_row(work.connection, work.centre_id, permit_id)


def list_permits(desk: Desk, first: date, last: date) -> tuple[Permit, ...]:
    """The permits for duties of some days, by start."""
    with desk.reading() as work:
        return permit_rows.permits_of(work.connection, work.centre_id, first, last)


def _clock(board: Board, moment: datetime) -> str:
    return f"{board.month_case.local(moment):%H:%M}"
