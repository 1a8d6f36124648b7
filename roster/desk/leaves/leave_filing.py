"""Who asks: leave filed, beside or in the place of the person's other leave, in one transaction."""

from datetime import date, timedelta

from roster.desk.board.board import Board
from roster.desk.desk import Desk, Work
from roster.desk.leaves.giving_back import GIVEN_UP, give_up, has_begun, month_of_leave
from roster.desk.leaves.leave_ask import ask_leave
from roster.desk.leaves.leave_outcome import overlapping, settle_reports, take_effect
from roster.desk.once import once
from roster.desk.policy.policy import Policy
from roster.desk.policy.sickness import counts_at_once
from roster.desk.refusals import bad_request, not_now
from roster.errors import NotFoundError
from roster.model.leave_request import LeaveRequest, LeaveState
from roster.model.requests import LEAVE_KINDS, span_words
from roster.store import leave_rows
from roster.text import Text
from roster.words import spoken

UNDECIDED = frozenset({LeaveState.PENDING})

MOST_DAYS_BACK = 31
"""How long ago the first day of a leave may be when it is filed."""


@once
def file_leave(  # noqa: PLR0913 - a form's fields, each by its name
    desk: Desk,
    actor: str,
    agent_id: str,
    *,
    kind: str,
    start: date,
    end: date,
    reason: str,
    special: bool = False,
    extreme: bool = False,
    start_minute: int | None = None,
    end_minute: int | None = None,
    replacing: bool = False,
    key: str | None = None,
) -> LeaveRequest:
    """Leave for the days `start` … `end`, both inclusive; sickness counts at once, the rest waits for the ladder.

    Sickness that a colleague reports, unless the agent has named them, waits for the own leader's word (LEAVE-4).

    `replacing`: the person's other leave that it overlaps gives way, where it waits or has not begun; its duties come
    back until this one counts. Without it such a request is refused.

    With `start_minute` or `end_minute`, wall minutes of those days, it begins or ends at a time of day.

    RefusedError with every rule broken, NotFoundError for an unknown agent or month, InputError for a kind that the
    centre does not know.
    """
    with desk.writing(actor, "leave.file", key) as work:
        board = work.board(month_of_leave(work, start))
        if agent_id not in board.case.agent_by_id:
            raise NotFoundError(Text(f"坐席 {agent_id}", f"agent {agent_id}"))
        need_kind(board, kind)
        leave = LeaveRequest(
            agent_id,
            kind,
            start,
            end,
            reason,
            work.now,
            "" if actor == agent_id else actor,
            special,
            extreme,
            work.fresh_id(),
            start_minute=start_minute,
            end_minute=end_minute,
        )
        need_order(leave)
        replaced = _give_way(work, leave) if replacing else ()
        if replaced:
            board = work.board(month_of_leave(work, start))
        ask_leave(board, leave, work.clock).enforce()
        _need_recent(leave, board)
        report = leave.is_sick and not counts_at_once(leave, board)
        need_new(work, leave, report=report)
        leave_rows.add_leave(work.connection, work.centre_id, leave)
        work.tell(
            f"leave:{leave.leave_id}",
            {"agent": agent_id, "start": leave.first_text, "end": leave.last_text}
            | ({"replaces": [other.leave_id for other in replaced]} if replaced else {}),
        )
        if leave.is_sick and not report:
            settle_reports(work, leave)
            return take_effect(work, board, leave)
        work.changed(board.case.month)
        return leave


def need_new(work: Work, leave: LeaveRequest, *, report: bool = False) -> None:
    """A day is taken once: leave that overlaps other leave that counts, or waits, is refused with its id and days.

    Who falls ill during other leave is ill: nothing is refused, and the ledger counts those days as sickness. What a
    colleague reports (`report`) meets only their own earlier report: of other leave they learn nothing.
    """
    for other in overlapping(work, leave):
        if report:
            if other.applicant != leave.applicant or not other.is_report:
                continue
        elif not other.adds_up or (leave.is_sick and not other.is_sick):
            continue
        begun = other.state not in UNDECIDED and has_begun(work, other)
        raise not_now(
            Text(
                f"与请假 {other.leave_id}({_when(other).zh})重叠;可先撤回或销去那一份",
                f"it overlaps leave {other.leave_id} ({_when(other).en}); withdraw or end that one first",
            ),
            span_words(leave),
            span_words(other),
            _SIGN_OFF if begun else _REPLACE,
            subject=f"leave:{other.leave_id}",
        )


_REPLACE = Text("或写明由这一份代替(--replace)", "or say that this one replaces it (--replace)")

_SIGN_OFF = Text("那一份已开始,先销假", "that one has begun: sign off its return first")


def _give_way(work: Work, leave: LeaveRequest) -> tuple[LeaveRequest, ...]:
    """The other leaves of the person that a new one replaces, withdrawn; those that have begun stand and are refused.

    Who files for somebody else replaces only what they filed themselves and nobody has decided.
    """
    displaced: list[LeaveRequest] = []
    for other in overlapping(work, leave):
        waits = other.state in UNDECIDED
        own = leave.applicant == leave.agent_id or (waits and other.applicant == leave.applicant)
        stands = other.is_sick and not leave.is_sick
        if own and not stands and (waits or (other.state in GIVEN_UP and not has_begun(work, other))):
            give_up(work, other, **{"for": leave.leave_id})
            displaced.append(other)
    return tuple(displaced)


def _when(leave: LeaveRequest) -> Text:
    first, last = (text.replace("T", " ") for text in (leave.first_text, leave.last_text))
    return Text(f"{first} 至 {last}", f"{first} to {last}")


def need_order(leave: LeaveRequest) -> None:
    """InputError for a leave that ends before it begins."""
    if leave.begins >= leave.ends:
        raise bad_request(
            "end",
            Text(f"请假 {span_words(leave)} 结束不晚于开始", f"the leave {span_words(leave)} ends before it begins"),
            Text("改正日期或时间", "correct the day or the time"),
        )


def leave_kinds(board: Board) -> frozenset[str]:
    """The kinds of leave that the centre knows."""
    return LEAVE_KINDS | frozenset(Policy.of(board.rulebook).leave_kinds)


def need_kind(board: Board, kind: str) -> None:
    """InputError for a kind of leave that the centre does not know."""
    kinds = leave_kinds(board)
    if kind not in kinds:
        known = " / ".join(sorted(kinds))
        listed = " / ".join(spoken("leave", item, "zh") for item in sorted(kinds))
        raise bad_request(
            "kind",
            Text(f"没有请假类别 {kind}", f"there is no kind of leave {kind}"),
            Text(
                f"写以下之一:{listed};本中心另有的类别,加进中心表的 规则.leave_kinds",
                f"write one of {known}; a kind of your own is added to the centre's leave_kinds",
            ),
        )


def _need_recent(leave: LeaveRequest, board: Board) -> None:
    """Leave for days long over is no request any more: what happened then is in the ledger, and stays."""
    oldest = board.month_case.local(leave.filed_at).date() - timedelta(days=MOST_DAYS_BACK)
    if leave.start < oldest:
        raise not_now(
            Text(
                f"{leave.start} 已过去太久,补假至多追溯 {MOST_DAYS_BACK} 天",
                f"{leave.start} is too long ago: leave is filed for {MOST_DAYS_BACK} days back at most",
            ),
            leave.start,
            Text(f"{oldest} 或以后", f">= {oldest}"),
        )
