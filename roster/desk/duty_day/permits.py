"""Permits to leave the post: asked for, given by who leads the shift, in its log and the attendance (AWAY, LEAVE-8)."""

from dataclasses import replace
from datetime import date, datetime

from roster.desk.attendance.record import see
from roster.desk.board.board import Board
from roster.desk.desk import Desk, Work
from roster.desk.once import once
from roster.desk.policy.desk_rule import decide
from roster.desk.refusals import not_now, not_yours, wrong_state
from roster.desk.shift_log.log import enter_staff, person_words
from roster.desk.shift_log.occurrence import leads_shift_of, occurrence
from roster.desk.words import duty_words, moment_words
from roster.errors import RefusedError, StaleError
from roster.model import Duty, Month
from roster.model.attendance import Sighting, Source
from roster.model.permit import Permit, PermitAct
from roster.rule import Refusal
from roster.store import permit_rows
from roster.text import Text, both


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
        _judge(work, board, permit)
        permit_rows.add_permit(work.connection, work.centre_id, permit)
        _enter_grant(work, board, permit)
        return permit


@once
def ask_permit(
    desk: Desk,
    actor: str,
    day: date,
    span: tuple[datetime, datetime],
    *,
    reason: str = "",
    stand_in: str = "",
    key: str | None = None,
) -> Permit:
    """Somebody asks to leave the post of their own duty of `day`: it waits for who leads the shift (AWAY)."""
    with desk.writing(actor, "permit.ask", key) as work:
        board = work.board(Month.of(day))
        duty = board.duty(actor, day)
        permit = Permit(work.fresh_id(), duty, *span, "", reason.strip(), stand_in)
        asked = (item for item in _of_day(work, duty) if item.state == "asked" and item.duty.agent_id == actor)
        earlier = next((item for item in asked if item.overlaps(*span)), None)
        if earlier is not None:
            raise not_now(
                Text("这段时间已申请过,待值班班长答复", "asked for already: it waits for the duty leader"),
                _span_words(board, earlier),
                Text("等答复或先撤回", "wait, or take it back first"),
            )
        decide(board.rulebook, PermitAct(permit, _standing(work, duty)), board, work.clock).enforce()
        permit_rows.add_permit(work.connection, work.centre_id, permit)
        _tell(work, permit)
        # The clock has one more instant to look out for.
        work.changed(Month.of(day), board=board)
        return permit


@once
def answer_permit(
    desk: Desk,
    actor: str,
    permit_id: str,
    *,
    yes: bool,
    reason: str = "",
    consent: bool = False,
    key: str | None = None,
) -> Permit:
    """Who leads the shift says yes or no to what somebody asked; oneself takes it back by no. RefusedError by AWAY."""
    with desk.writing(actor, "permit.answer", key) as work:
        asked = permit_rows.permit_row(work.connection, work.centre_id, permit_id)
        board = work.board(Month.of(asked.duty.day))
        if asked.state == "lapsed":
            raise not_now(
                Text("离岗申请到时无人答复,已失效", "nobody answered before its time was over: it has lapsed"),
                moment_words(board, work.now),
                Text(f"{moment_words(board, asked.end)} 前", f"before {moment_words(board, asked.end)}"),
                Text("如仍需离岗,请重新申请", "ask for another time"),
            )
        if asked.state != "asked":
            raise wrong_state(asked.state, "asked")
        if yes:
            _need_held(board, asked.duty)
            permit = replace(asked, granted_by=actor, consent=consent)
        else:
            permit = replace(asked, refused_by=actor, refusal=reason.strip())
        _judge(work, board, permit)
        if not permit_rows.answer_asked(work.connection, permit):
            raise StaleError("the permit was answered meanwhile")
        if yes:
            _enter_grant(work, board, permit)
            return permit
        if actor != permit.duty.agent_id:
            who, times = person_words(board, permit.duty.agent_id), _span_words(board, permit)
            why = f":{permit.refusal}" if permit.refusal else ""
            sentence = Text(
                f"未准 {who} {times.zh} 离岗{why}", f"{who} may not be away {times.en}{why and ': ' + permit.refusal}"
            )
            enter_staff(work, permit.duty, "permit", f"permit:{permit.permit_id}", sentence)
        _tell(work, permit)
        return permit


def _judge(work: Work, board: Board, permit: Permit) -> None:
    """RefusedError where AWAY refuses, or asks for a consent that the permit does not say."""
    act = PermitAct(permit, _standing(work, permit.duty))
    verdict = decide(board.rulebook, act, board, work.clock).enforce()
    asked = [flag for flag in verdict.flags if flag.consent]
    if asked and permit.granted_by and not permit.consent:
        yes, no = Text("明示同意", "express consent"), Text("未明示同意", "none given")
        raise RefusedError([Refusal(flag.rule, flag.clause, flag.message, no, yes) for flag in asked])


def lapse_permits(work: Work) -> int:
    """What was asked for and nobody answered before its time was over has lapsed, and the log tells it; how many."""
    over = [item for item in permit_rows.unanswered(work.connection, work.centre_id) if item.end <= work.now]
    for asked in over:
        permit = replace(asked, lapsed_at=asked.end)
        permit_rows.put_lapse(work.connection, permit.permit_id, permit.end)
        board = work.board(Month.of(permit.duty.day))
        who, times = person_words(board, permit.duty.agent_id), _span_words(board, permit)
        sentence = Text(
            f"{who} 申请 {times.zh} 离岗,到时无人答复,已失效",
            f"{who} asked to be away {times.en}; nobody answered, so it has lapsed",
        )
        enter_staff(work, permit.duty, "permit", f"permit:{permit.permit_id}", sentence)
        _tell(work, permit)
    return len(over)


def next_lapse(work: Work) -> datetime | None:
    """When the next unanswered request lapses; None where none waits."""
    waiting = permit_rows.unanswered(work.connection, work.centre_id)
    return min((item.end for item in waiting if item.end > work.now), default=None)


def _need_held(board: Board, duty: Duty) -> None:
    """RefusedError where the duty is somebody else's, or another one, by now."""
    held = board.duties.get(duty.agent_id, {}).get(duty.day)
    if held != duty:
        who = person_words(board, duty.agent_id)
        raise not_now(
            Text(f"{who} 已不上 {duty_words(duty)}", f"{who} no longer works {duty_words(duty)}"),
            Text("休", "off") if held is None else both(duty_words(held)),
            both(duty_words(duty)),
            Text("回复不准即可", "answer no"),
        )


def _of_day(work: Work, duty: Duty) -> tuple[Permit, ...]:
    return permit_rows.permits_of(work.connection, work.centre_id, duty.day, duty.day)


def _standing(work: Work, duty: Duty) -> tuple[Permit, ...]:
    """The permits of a duty's day that somebody gave."""
    return tuple(item for item in _of_day(work, duty) if item.granted_by)


def _enter_grant(work: Work, board: Board, permit: Permit) -> None:
    who, times = person_words(board, permit.duty.agent_id), _span_words(board, permit)
    sentence = Text(f"准 {who} {times.zh} 离岗", f"{who} may be away {times.en}")
    if permit.stand_in:
        keeper = person_words(board, permit.stand_in)
        sentence = Text(f"{sentence.zh},{keeper} 代岗", f"{sentence.en}; {keeper} stands in")
    enter_staff(work, permit.duty, "permit", f"permit:{permit.permit_id}", sentence)
    _tell(work, permit)


def _tell(work: Work, permit: Permit) -> None:
    notice = {"agent_id": permit.duty.agent_id, "day": permit.duty.day.isoformat(), "state": permit.state}
    work.tell(f"permit:{permit.permit_id}", notice)


@once
def end_permit(desk: Desk, actor: str, permit_id: str, *, at: datetime | None = None, key: str | None = None) -> Permit:
    """Somebody is back at the post (`at`: earlier than now); what was longer than permitted is time away (LEAVE-8)."""
    with desk.writing(actor, "permit.return", key) as work:
        permit = permit_rows.permit_row(work.connection, work.centre_id, permit_id)
        duty = permit.duty
        if permit.state in {"asked", "declined", "lapsed"}:
            raise wrong_state(permit.state, "out")
        board = work.board(Month.of(duty.day))
        here = occurrence(board, duty.day, duty.shift)
        if actor != duty.agent_id and not leads_shift_of(board, actor, here, work.now):
            raise not_yours(actor, Text("本人或值班班长", "oneself or the duty leader"))
        # Nobody says of themselves that they were back earlier than they say it.
        back = work.now if at is None or actor == duty.agent_id else at
        # Once the duty is over there is no post to be away from.
        back = min(back, board.stint(duty).end)
        if not permit.start <= back <= work.now:
            raise not_now(
                Text("返岗时间应在离岗之后、此刻之前", "back after leaving, and by now"),
                moment_words(board, back),
                moment_words(board, permit.start),
            )
        if not permit_rows.put_return(work.connection, permit_id, back):
            raise wrong_state("back", "out")
        own = [
            item for item in _of_day(work, duty) if item.duty.agent_id == duty.agent_id and item.returned_at is not None
        ]
        away = sum(item.away_minutes for item in own)
        longest = max(item.away_minutes - item.permitted_minutes for item in own)
        seen = Sighting(
            duty.agent_id, duty.day, Source.ROLL_CALL, work.now, actor, away_minutes=away, longest_away_minutes=longest
        )
        see(work, [seen])
        work.tell(f"permit:{permit_id}", {"returned": back.isoformat()})
        return permit_rows.permit_row(work.connection, work.centre_id, permit_id)


def read_permit(desk: Desk, permit_id: str) -> Permit:
    """One permit as it stands; NotFoundError without it."""
    with desk.reading() as work:
        return permit_rows.permit_row(work.connection, work.centre_id, permit_id)


def list_permits(desk: Desk, first: date, last: date) -> tuple[Permit, ...]:
    """The permits for duties of some days, by start."""
    with desk.reading() as work:
        return permit_rows.permits_of(work.connection, work.centre_id, first, last)


def _span_words(board: Board, permit: Permit) -> Text:
    return both("–".join(f"{board.month_case.local(moment):%H:%M}" for moment in (permit.start, permit.end)))
