"""Who decides: one rung's word on a leave, and the certificate handed in, each one transaction."""

from dataclasses import replace
from datetime import date

from roster.desk.board.board import Board
from roster.desk.desk import Desk, Work
from roster.desk.leaves.giving_back import month_of_leave
from roster.desk.leaves.leave_ask import ask_leave
from roster.desk.leaves.leave_outcome import settle_reports, take_effect
from roster.desk.leaves.leave_reading import leave_row
from roster.desk.leaves.taken import UNDECIDED, need_new
from roster.desk.once import once
from roster.desk.policy.desk_rule import decide
from roster.desk.policy.ladder import acting, leave_steps, next_step
from roster.desk.policy.sickness import certified
from roster.desk.refusals import bad_request, not_now, wrong_state
from roster.desk.words import state_words
from roster.errors import NotFoundError
from roster.model.approval import Approval, DecisionAct
from roster.model.leave_request import Certificate, LeaveRequest, LeaveState
from roster.model.requests import span_words
from roster.store import leave_rows
from roster.text import Text

SICK_ACKNOWLEDGED = frozenset({LeaveState.PENDING, LeaveState.PROVISIONAL, LeaveState.EFFECTIVE})


@once
def decide_leave(
    desk: Desk,
    actor: str,
    leave_id: str,
    *,
    approved: bool,
    consent: bool = False,
    reason: str = "",
    key: str | None = None,
) -> LeaveRequest:
    """One rung's decision. With the last approval the leave is effective and its duties fall vacant.

    `consent`: expressly given to a late filing, a night or a holiday. A declined leave may still be approved later,
    which clears its provisional absenteeism (LEAVE-2c). A colleague's report of sickness counts with the
    first word, and with a no it never did: the duties stand (LEAVE-4).
    """
    with desk.writing(actor, "leave.approve" if approved else "leave.decline", key) as work:
        leave = leave_row(work, leave_id)
        allowed = SICK_ACKNOWLEDGED if leave.is_sick else UNDECIDED
        if leave.state not in allowed and not (approved and leave.state is LeaveState.DECLINED):
            raise wrong_state(leave.state.value, "pending")
        board = work.board(month_of_leave(work, leave.start))
        subject = f"leave:{leave_id}"
        made = leave_rows.decisions_of(work.connection, subject)
        act = DecisionAct(leave, actor, approved, made, consent, reason)
        decide(board.rulebook, act, board, work.clock).enforce()
        if approved:
            # A swap, a duty or another leave may have come in between: the roster as it is now decides.
            ask_leave(board, leave, work.clock).enforce()
            if leave.is_report or leave.state is LeaveState.DECLINED:
                need_new(work, leave)
        steps = leave_steps(leave, board)
        due = next_step(steps, made)
        if due is None:
            raise not_now(
                Text("已确认,不再等待决定", "it is acknowledged, and waits for no decision"),
                state_words(leave.state.value),
                state_words("pending"),
            )
        how = acting(board, actor, due, work.now, made=made, but=(leave.agent_id, leave.applicant))
        assert how is not None
        approval = Approval(due, approved, actor, work.now, how.principal, consent, reason, how.away)
        if not approved:
            return decline(work, board, leave, approval)
        leave_rows.add_decision(work.connection, subject, approval)
        _tell_decision(work, subject, approval)
        if leave.is_report:
            settle_reports(work, leave)
            return take_effect(work, board, leave)
        if leave.state in {LeaveState.PENDING, LeaveState.DECLINED} and next_step(steps, (*made, approval)) is None:
            return take_effect(work, board, leave)
        if leave.state is LeaveState.DECLINED:
            leave_rows.set_leave_state(work.connection, leave, LeaveState.PENDING, work.now)
            leave = replace(leave, state=LeaveState.PENDING)
        work.changed(board.case.month)
        return leave


def decline(work: Work, board: Board, leave: LeaveRequest, approval: Approval) -> LeaveRequest:
    """A rung's no: the leave is declined, by whom and how is kept with it."""
    subject = f"leave:{leave.leave_id}"
    leave_rows.add_decision(work.connection, subject, approval)
    _tell_decision(work, subject, approval)
    leave_rows.set_leave_state(work.connection, leave, LeaveState.DECLINED, work.now)
    work.changed(board.case.month)
    return replace(leave, state=LeaveState.DECLINED)


def _tell_decision(work: Work, subject: str, made: Approval) -> None:
    decision = {"approved": made.approved, "step": made.step.office.value, "consent": made.consent}
    instead = {"in_place_of": made.on_behalf_of, "away": made.away} if made.on_behalf_of else {}
    work.tell(subject, decision | instead)


@once
def hand_in_certificate(
    desk: Desk, actor: str, leave_id: str, start: date, end: date, *, key: str | None = None
) -> LeaveRequest:
    """A medical certificate for `start` … `end` (inclusive); once none is missing the leave is effective (LEAVE-5)."""
    if end < start:
        raise bad_request(
            "end", Text("结束早于开始", "it ends before it starts"), Text("改正日期", "correct the dates")
        )
    with desk.writing(actor, "leave.certificate", key) as work:
        leave = leave_row(work, leave_id)
        if not leave.is_sick or not leave.adds_up:
            raise not_now(
                Text("证明只用于有效的病假", "a certificate is for sick leave that counts"),
                state_words(leave.state.value),
                Text("有效的病假", "sick leave that counts"),
            )
        board = work.board(month_of_leave(work, leave.start))
        own = actor in {leave.agent_id, leave.applicant}
        if not own and not board.staff.is_manager_of(actor, leave.agent_id):
            raise NotFoundError(Text(f"请假 {leave_id}", f"leave {leave_id}"))
        if end < leave.start or start > leave.end:
            raise bad_request(
                "start",
                Text(
                    f"证明的日期与病假({span_words(leave)})没有一天相合",
                    f"the certificate covers no day of the sick leave ({span_words(leave)})",
                ),
                Text("核对证明上的日期,或选对应的病假", "check its dates, or choose the leave that it is for"),
            )
        paper = Certificate(start, end, work.now)
        leave_rows.add_certificate(work.connection, leave_id, paper)
        covered = replace(leave, certificates=(*leave.certificates, paper))
        certificate = {"certificate": [start.isoformat(), end.isoformat()], "complete": certified(covered, board)}
        if leave.state is LeaveState.PROVISIONAL and certified(covered, board):
            state = LeaveState.EFFECTIVE if leave.returned_at is None else LeaveState.RETURNED
            leave_rows.set_leave_state(work.connection, leave, state, work.now)
            covered = replace(covered, state=state)
        work.tell(f"leave:{leave_id}", certificate)
        work.changed(board.case.month)
        return covered
