"""How a leave ends: taken back undecided, given up before it begins, signed off early, in time or late (LEAVE-11)."""

from dataclasses import replace
from datetime import date, timedelta

from roster.desk.board.board import Board
from roster.desk.desk import Desk, Work
from roster.desk.leaves.giving_back import (
    GIVEN_UP,
    give_up,
    given_back,
    has_begun,
    month_of_leave,
    part_end,
    parts_back,
)
from roster.desk.leaves.leave_clock import settle_leave
from roster.desk.leaves.leave_reading import leave_row
from roster.desk.once import once
from roster.desk.policy.deadlines import duties_touched
from roster.desk.policy.desk_rule import decide
from roster.desk.policy.leave_hours import is_cut, leave_span, taken_from
from roster.desk.policy.sickness import counts_at_once
from roster.desk.refusals import not_now, wrong_state
from roster.desk.words import state_words, wall_words
from roster.errors import NotFoundError, RosterError
from roster.model import Duty, Month
from roster.model.approval import ReturnAct
from roster.model.leave_request import LeaveRequest, LeaveState
from roster.model.requests import Wall, wall_span
from roster.store import absence_rows, leave_rows
from roster.text import Text

SIGNED_OFF = frozenset({LeaveState.EFFECTIVE, LeaveState.LAPSED, LeaveState.PROVISIONAL})


@once
def withdraw_leave(desk: Desk, actor: str, leave_id: str, *, key: str | None = None) -> LeaveRequest:
    """The applicant takes an undecided leave back, or gives up an effective one that has not begun.

    Given up, its duties come back where nobody has taken them; who covers one keeps it. RefusedError once it began:
    then the return is signed off. A colleague takes back only what nobody has confirmed yet.
    """
    with desk.writing(actor, "leave.withdraw", key) as work:
        leave = leave_row(work, leave_id)
        _need_withdrawable(work, leave, actor)
        if leave.state is LeaveState.PENDING:
            settle_leave(work, month_of_leave(work, leave.start))
        give_up(work, leave)
        return leave_row(work, leave_id)


def may_withdraw(work: Work, leave: LeaveRequest, actor: str) -> bool:
    """Whether the leave may be taken back or given up by this person now."""
    try:
        _need_withdrawable(work, leave, actor)
    except RosterError:
        return False
    return True


def _need_withdrawable(work: Work, leave: LeaveRequest, actor: str) -> None:
    if actor not in {leave.agent_id, leave.applicant}:
        raise NotFoundError(Text(f"请假 {leave.leave_id}", f"leave {leave.leave_id}"))
    board = work.board(month_of_leave(work, leave.start))
    own = actor == leave.agent_id or not leave.is_sick or counts_at_once(leave, board)
    if leave.state in GIVEN_UP and own:
        if has_begun(work, leave):
            raise not_now(
                Text("请假已开始,不能再撤回", "the leave has begun and is not withdrawn any more"),
                state_words(leave.state.value),
                Text(f"{wall_words(leave.begins).zh} 之前", f"before {wall_words(leave.begins).en}"),
                Text("请销假,余下的班次恢复", "sign off the return: the duties that are left come back"),
            )
    elif leave.state is not LeaveState.PENDING:
        raise wrong_state(leave.state.value, "pending", *(("effective",) if own else ()))


@once
def sign_off_return(desk: Desk, actor: str, leave_id: str, *, key: str | None = None) -> LeaveRequest:
    """销假: the agent is back; the leader or the agent signs off, from the leave's first day on (LEAVE-11).

    Early, the leave ends with the last day on which a duty of it had begun, or else the day before; the later duties
    that nobody took are the agent's again. Sickness that lacks its certificate may end early; what is left of it is
    signed off by the certificate.
    """
    with desk.writing(actor, "leave.return", key) as work:
        leave = leave_row(work, leave_id)
        board = work.board(month_of_leave(work, leave.start))
        _need_signable(work, board, leave, actor)
        early = _is_early(work, board, leave)
        settle_returns(work, board.case.month)
        state: LeaveState = LeaveState.PROVISIONAL if leave.state is LeaveState.PROVISIONAL else LeaveState.RETURNED
        end: Wall = (leave.end, leave.end_minute)
        left: tuple[Duty, ...] = ()
        if early:
            end, left = _last_moment(work, board, leave), _not_begun(work, board, leave)
        if end[0] < leave.start:
            state, end = LeaveState.WITHDRAWN, (leave.start, leave.end_minute)
        leave_rows.set_leave_state(work.connection, leave, state, work.now, returned_at=work.now, end=end)
        back = given_back(work, leave, left)
        parts = parts_back(work, leave) if early else ()
        outcome = {
            "state": "returned",
            "end": replace(leave, end=end[0], end_minute=end[1]).last_text,
            "back": len(back) + len(parts),
            "left": len(left) - len(back),
        }
        work.tell(f"leave:{leave_id}", outcome if early else {"state": "returned"})
        work.changed(board.case.month)
        return leave_row(work, leave_id)


def may_sign_off(work: Work, board: Board, leave: LeaveRequest, actor: str) -> bool:
    """Whether this person may sign off the return from the leave now."""
    try:
        _need_signable(work, board, leave, actor)
    except RosterError:
        return False
    return True


def _need_signable(work: Work, board: Board, leave: LeaveRequest, actor: str) -> None:
    if actor != leave.agent_id and not board.staff.is_manager_of(actor, leave.agent_id):
        raise NotFoundError(Text(f"请假 {leave.leave_id}", f"leave {leave.leave_id}"))
    if leave.state not in SIGNED_OFF:
        raise wrong_state(leave.state.value, "effective")
    decide(board.rulebook, ReturnAct(leave, actor, sign_off_day(work, board, leave)), board, work.clock).enforce()
    if leave.state is LeaveState.PROVISIONAL and not _is_early(work, board, leave):
        raise not_now(
            Text("尚缺医疗证明", "the certificate is missing"),
            state_words("provisional"),
            state_words("effective"),
            Text("先交医疗证明", "hand in the certificate first"),
        )


def _is_early(work: Work, board: Board, leave: LeaveRequest) -> bool:
    return work.now < leave_span(leave, board)[1]


def _not_begun(work: Work, board: Board, leave: LeaveRequest) -> tuple[Duty, ...]:
    return tuple(duty for duty in leave.vacated if board.stint(duty).start > work.now)


def _last_moment(work: Work, board: Board, leave: LeaveRequest) -> Wall:
    """The end of a leave that is signed off now: today where one of its duties began today, else yesterday.

    Who comes back within a duty that the leave cuts works on from this minute, or, where somebody works that part
    already, from its end.
    """
    now = board.month_case.local(work.now)
    today = now.date()
    running = [duty for duty in duties_touched(leave, board) if is_cut(leave, duty, board)]
    running = [duty for duty in running if taken_from(leave, duty, board) <= work.now < part_end(leave, duty, board)]
    taken = {item.duty for item in leave_rows.covered_parts(work.connection, leave.leave_id)}
    for duty in running:
        moment = board.month_case.local(part_end(leave, duty, board)) if duty in taken else now
        minute = moment.hour * 60 + moment.minute
        moment_in_zone = wall_span((leave.start, leave.start_minute), (moment.date(), minute))[1]
        return moment_in_zone if (moment.date(), minute) > leave.begins else (today - timedelta(days=1), None)
    begun = {duty.day for duty in leave.vacated if board.stint(duty).start <= work.now}
    cut = (duty for duty in duties_touched(leave, board) if is_cut(leave, duty, board))
    begun |= {duty.day for duty in cut if taken_from(leave, duty, board) <= work.now}
    if today not in begun:
        return today - timedelta(days=1), None
    return today, leave.end_minute if today == leave.end else None


def sign_off_day(work: Work, board: Board, leave: LeaveRequest) -> date:
    """The day for a leave's sign-off (LEAVE-11): the first after it, or that on which it came to count where later.

    Until the last word on it, or its certificate, nobody could sign it off.
    """
    words = leave_rows.decisions_of(work.connection, f"leave:{leave.leave_id}")
    if leave.is_sick:
        # Sickness counts at once, or by the first word on a colleague's report; the others take note of it.
        words = words[:1] if leave.applicant != leave.agent_id else ()
    papers = (paper.handed_in_at for paper in leave.certificates)
    since = max([leave.filed_at, *papers, *(word.at for word in words)])
    return max(leave.end + timedelta(days=1), board.month_case.local(since).date())


def settle_returns(work: Work, month: Month) -> dict[str, int]:
    """What the clock does to leave that is over: on the first day after a reminder, after that day a record."""
    board = work.board(month)
    done = {"reminded": 0, "recorded": 0}
    for leave in board.leaves:
        if leave.state is not LeaveState.EFFECTIVE:
            continue
        due = sign_off_day(work, board, leave)
        if work.now >= board.month_case.midnight(leave.end + timedelta(days=1)) and leave.reminded_at is None:
            leave_rows.mark_reminded(work.connection, leave.leave_id, work.now)
            work.tell(f"leave:{leave.leave_id}", {"reminder": due.isoformat()})
            done["reminded"] += 1
        if work.now >= board.month_case.midnight(due + timedelta(days=1)):
            recorded = absence_rows.note_violation(work.connection, work.centre_id, leave.agent_id, due, "return")
            done["recorded"] += recorded
    if done["reminded"]:
        work.changed(month)
    return done


def returns_due(desk: Desk, month: Month) -> tuple[LeaveRequest, ...]:
    """The leaves that touch the month, are over, and wait for their sign-off, by the day on which it was due."""
    with desk.reading() as work:
        leaves = leave_rows.leaves_between(work.connection, work.centre_id, month.first, month.last)
        midnight = work.board(month).month_case.midnight
        waiting = [
            leave
            for leave in leaves
            if leave.state is LeaveState.EFFECTIVE and work.now >= midnight(leave.end + timedelta(days=1))
        ]
        return tuple(sorted(waiting, key=lambda leave: (leave.end, leave.agent_id)))


__all__ = ["returns_due", "settle_returns", "sign_off_return", "withdraw_leave"]
