"""Work beyond the roster in an emergency: called in, kept on, refused with a reason (OVERTIME)."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from roster.desk.board.board import Board
from roster.desk.board.edit import effect_of_edit
from roster.desk.clock import Clock
from roster.desk.desk import Desk, Work
from roster.desk.once import once
from roster.desk.policy.desk_rule import Verdict, decide, verdict_of
from roster.desk.policy.policy import Policy
from roster.desk.refusals import bad_request
from roster.desk.shift_log.log import enter_staff, person_words
from roster.desk.shift_log.occurrence import occurrence
from roster.desk.words import duty_words
from roster.errors import NotFoundError, RefusedError
from roster.model import Duty, Month
from roster.model.overtime import Overtime, OvertimeAct, OvertimeKind
from roster.rule import Refusal
from roster.store.overtime_rows import add_overtime, overtime_between
from roster.text import Text


@dataclass(frozen=True, slots=True)
class ExtraWay:
    """Somebody who could be called in: when at the seat, paid minutes this month, ticks that the roster costs more."""

    agent_id: str
    due_at: datetime
    paid_minutes: int
    ticks: int


def extra_ways(desk: Desk, actor: str, day: date, shift: str, job: str) -> tuple[ExtraWay, ...]:
    """Who is off that day and may be called in to a shift: the soonest there first, then who costs least.

    Who has been asked already and would not come is not offered again.
    """
    with desk.reading() as work:
        board = work.board(Month.of(day))
        start, _ = board.span(day, _shift(board, shift))
        due = max(start, work.now + timedelta(minutes=Policy.of(board.rulebook).call_in_minutes))
        asked = overtime_between(work.connection, work.centre_id, day, day)
        noted = [item for item in asked if item.kind is OvertimeKind.REFUSED and item.duty.shift == shift]
        refused = {item.duty.agent_id for item in noted}
        ways = []
        for agent in board.case.agents:
            duty = Duty(agent.agent_id, day, shift, job)
            serves = job in agent.jobs and board.case.shift_by_code[shift].serves(job)
            if agent.agent_id in refused or not agent.employed_on(day) or not serves:
                continue
            act = OvertimeAct(OvertimeKind.CALL_IN, duty, actor)
            if not verdict_of(board.rulebook, act, board, work.clock).allowed:
                continue
            paid = sum(board.stint(held).paid_minutes for held in board.month_duties(agent.agent_id))
            ways.append(ExtraWay(agent.agent_id, due, paid, effect_of_edit(board, (), (duty,)).ticks))
        return tuple(sorted(ways, key=lambda way: (way.due_at, way.ticks, way.paid_minutes, way.agent_id)))


@dataclass(frozen=True, slots=True)
class StayWay:
    """Somebody of a shift who could be kept on: for how long at most and until when, and their minutes this month.

    `stayed_minutes` were stayed beyond the ends of duties already, `paid_minutes` are those of the roster.
    """

    agent_id: str
    minutes: int
    until: datetime
    stayed_minutes: int
    paid_minutes: int


def staying_ways(desk: Desk, actor: str, day: date, shift: str) -> tuple[StayWay, ...]:
    """Who of a shift may be kept on after it: the longest first, then who has stayed on and worked least this month.

    Who did not come keeps no seat.
    """
    with desk.reading() as work:
        board = work.board(Month.of(day))
        now = occurrence(board, day, shift)
        longest = Policy.of(board.rulebook).stay_on_most_minutes
        ways = []
        for duty in now.duties:
            if board.is_missed(duty):
                continue
            minutes = _most_minutes(board, OvertimeAct(OvertimeKind.STAY, duty, actor, longest), work.clock)
            if minutes:
                stayed = sum(item.minutes for item in board.case.stayed if item.agent_id == duty.agent_id)
                paid = sum(board.stint(held).paid_minutes for held in board.month_duties(duty.agent_id))
                ways.append(StayWay(duty.agent_id, minutes, now.end + timedelta(minutes=minutes), stayed, paid))
        return tuple(sorted(ways, key=lambda way: (-way.minutes, way.stayed_minutes, way.paid_minutes, way.agent_id)))


def _most_minutes(board: Board, act: OvertimeAct, clock: Clock) -> int:
    """How long OVERTIME lets somebody stay on: as asked, as long as a refusal offers, or 0."""
    verdict = verdict_of(board.rulebook, act, board, clock)
    if verdict.allowed:
        return act.minutes
    offers = {offer for refusal in verdict.refusals for offer in refusal.offers if isinstance(offer, OvertimeAct)}
    shorter = [replace(act, minutes=offer.minutes) for offer in offers if offer.minutes < act.minutes]
    return max((one.minutes for one in shorter if verdict_of(board.rulebook, one, board, clock).allowed), default=0)


def ask_overtime(board: Board, act: OvertimeAct, clock: Clock) -> Verdict:
    """Every rule's word on it; who may not be called in is answered with somebody who may."""
    verdict = decide(board.rulebook, act, board, clock)
    duty = act.duty
    if verdict.allowed or act.kind is not OvertimeKind.CALL_IN or clock.now() >= board.span(duty.day, duty.shift)[1]:
        return verdict
    for agent in board.case.agents:
        other = replace(act, duty=replace(duty, agent_id=agent.agent_id))
        if agent.agent_id in {duty.agent_id, act.actor} or not agent.employed_on(duty.day):
            continue
        if verdict_of(board.rulebook, other, board, clock).allowed:
            way = Text(f"如叫 {agent.agent_id}", f"call in {agent.agent_id}")
            refusals = (
                item if item.alternative is not None else replace(item, alternative=way, offers=(other,))
                for item in verdict.refusals
            )
            return replace(verdict, refusals=tuple(refusals))
    return verdict


def _shift(board: Board, shift: str) -> str:
    if shift not in board.case.shift_by_code:
        raise NotFoundError(Text(f"班次 {shift}", f"a shift {shift}"))
    return shift


def _need_known(board: Board, duty: Duty) -> None:
    """NotFoundError where the month's case does not know the duty's agent, shift or job."""
    _shift(board, duty.shift)
    if duty.agent_id not in board.case.agent_by_id:
        raise NotFoundError(Text(f"坐席 {duty.agent_id}", f"agent {duty.agent_id}"))
    if duty.job not in board.case.jobs:
        raise NotFoundError(Text(f"工种 {duty.job}", f"a job {duty.job}"))


@once
def call_in_extra(desk: Desk, actor: str, duty: Duty, *, reason: str, key: str | None = None) -> Overtime:
    """Somebody who is off works `duty` beyond the roster: it is theirs, and counts for hours and rest as any other."""
    with desk.writing(actor, "overtime.call-in", key) as work:
        board = work.board(Month.of(duty.day))
        _need_known(board, duty)
        ask_overtime(board, OvertimeAct(OvertimeKind.CALL_IN, duty, actor), work.clock).enforce()
        minutes = board.stint(duty).paid_minutes
        item = _noted(work, OvertimeKind.CALL_IN, duty, minutes, reason)
        version = work.binding(Month.of(duty.day))
        cause = f"overtime:{item.overtime_id}"
        work.change_duties(version, (), (duty,), cause=cause)
        who = person_words(board, duty.agent_id)
        sentence = Text(
            f"紧急叫 {who} 加班 {duty_words(duty)}:{reason}", f"{who} is called in to {duty_words(duty)}: {reason}"
        )
        enter_staff(work, duty, "overtime", f"overtime:{item.overtime_id}", sentence)
        work.changed(Month.of(duty.day))
        return item


@once
def stay_on(
    desk: Desk,
    actor: str,
    agent_id: str,
    day: date,
    minutes: int,
    *,
    reason: str,
    consent: bool = False,
    key: str | None = None,
) -> Overtime:
    """Somebody stays on after their duty for so many minutes, until relieved; RefusedError by OVERTIME."""
    with desk.writing(actor, "overtime.stay", key) as work:
        board = work.board(Month.of(day))
        duty = board.duty(agent_id, day)
        verdict = decide(
            board.rulebook, OvertimeAct(OvertimeKind.STAY, duty, actor, minutes), board, work.clock
        ).enforce()
        asked = [flag for flag in verdict.flags if flag.consent]
        if asked and not consent:
            yes, no = Text("明示同意", "express consent"), Text("未明示同意", "none given")
            raise RefusedError([Refusal(flag.rule, flag.clause, flag.message, no, yes) for flag in asked])
        item = _noted(work, OvertimeKind.STAY, duty, minutes, reason)
        who = person_words(board, agent_id)
        sentence = Text(
            f"{who} {duty_words(duty)} 班后留 {minutes} 分钟:{reason}",
            f"{who} stays on for {minutes} min after {duty_words(duty)}: {reason}",
        )
        enter_staff(work, duty, "overtime", f"overtime:{item.overtime_id}", sentence)
        # From now on the minutes are part of the duty for hours and rest.
        work.changed(Month.of(day))
        return item


@once
def note_refusal(desk: Desk, actor: str, duty: Duty, *, reason: str, key: str | None = None) -> Overtime:
    """Somebody who was asked would not come: kept with the reason, in the log of the shift (守则 2.20)."""
    with desk.writing(actor, "overtime.refused", key) as work:
        board = work.board(Month.of(duty.day))
        _need_known(board, duty)
        decide(board.rulebook, OvertimeAct(OvertimeKind.REFUSED, duty, actor), board, work.clock).enforce()
        item = _noted(work, OvertimeKind.REFUSED, duty, 0, reason)
        who = person_words(board, duty.agent_id)
        sentence = Text(f"{who} 未接受 {duty_words(duty)} 加班:{reason}", f"{who} refuses {duty_words(duty)}: {reason}")
        enter_staff(work, duty, "refused", f"overtime:{item.overtime_id}", sentence)
        return item


def _noted(work: Work, kind: OvertimeKind, duty: Duty, minutes: int, reason: str) -> Overtime:
    if not reason.strip():
        raise bad_request("reason", Text("缺少事由", "a reason is missing"), Text("写明事由", "Say why"))
    item = Overtime(work.fresh_id(), kind, duty, minutes, reason.strip(), work.actor, work.now)
    add_overtime(work.connection, work.centre_id, item)
    work.tell(f"overtime:{item.overtime_id}", {"kind": kind.value, "day": duty.day.isoformat(), "minutes": minutes})
    return item


def list_overtime(desk: Desk, month: Month) -> tuple[Overtime, ...]:
    """A month's records, by day."""
    with desk.reading() as work:
        return overtime_between(work.connection, work.centre_id, month.first, month.last)
