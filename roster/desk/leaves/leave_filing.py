"""Who asks: leave filed, beside or in the place of the person's other leave, in one transaction."""

from dataclasses import replace
from datetime import date, timedelta

from roster.desk.board.board import Board
from roster.desk.desk import Desk, Work
from roster.desk.leaves.giving_back import give_up, month_of_leave
from roster.desk.leaves.leave_ask import ask_leave
from roster.desk.leaves.leave_outcome import overlapping, settle_reports, take_effect
from roster.desk.leaves.taken import gives_way, taken
from roster.desk.once import once
from roster.desk.policy.desk_rule import Verdict
from roster.desk.policy.leave_hours import leave_span
from roster.desk.policy.policy import Policy
from roster.desk.policy.sickness import counts_at_once
from roster.desk.refusals import bad_request, not_now, not_of_month
from roster.errors import Fault, InputError, NotFoundError, RefusedError
from roster.model.leave_request import LeaveRequest
from roster.model.requests import LEAVE_KINDS, span_words
from roster.store import leave_rows
from roster.text import Text
from roster.words import spoken

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
        need_employed(work, board, agent_id, start, end)
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
        need_sound(board, leave)
        replaced = _give_way(work, leave) if replacing else ()
        if replaced:
            board = work.board(month_of_leave(work, start))
        whole_verdict(work, board, leave).enforce()
        report = leave.is_sick and not counts_at_once(leave, board)
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


def whole_verdict(work: Work, board: Board, leave: LeaveRequest, *, replacing: bool = False) -> Verdict:
    """What the rules say, and what else filing it meets: days long over, or taken by other leave."""
    verdict = ask_leave(board, leave, work.clock)
    report = leave.is_sick and not counts_at_once(leave, board)
    against = [too_late(leave, board), taken(work, leave, report=report, replacing=replacing)]
    more = [refusal for error in against if error is not None for refusal in error.refusals]
    return replace(verdict, refusals=(*verdict.refusals, *more))


def _give_way(work: Work, leave: LeaveRequest) -> tuple[LeaveRequest, ...]:
    """The other leaves of the person that a new one replaces, withdrawn; those that may not be stand and refuse it."""
    displaced = tuple(other for other in overlapping(work, leave) if gives_way(work, other, leave))
    for other in displaced:
        give_up(work, other, **{"for": leave.leave_id})
    return displaced


def need_employed(work: Work, board: Board, agent_id: str, start: date, end: date) -> None:
    """InputError for days on none of which the person is with the centre; NotFoundError for nobody of any month."""
    agent = board.case.agent_by_id.get(agent_id)
    if agent is not None:
        early = agent.start_date is not None and end < agent.start_date
        if early or (agent.end_date is not None and start > agent.end_date):
            raise bad_request(
                "start",
                Text(f"{agent_id} 那几天不在职", f"{agent_id} is not employed on those days"),
                Text("改正日期", "correct the day"),
            )
        return
    if not any(agent_id in work.board(month).case.agent_by_id for month in work.known_months()):
        raise NotFoundError(Text(f"坐席 {agent_id}", f"agent {agent_id}"))
    raise not_of_month("start", agent_id, board.case.month, Text("改正日期", "correct the day"))


def need_sound(board: Board, leave: LeaveRequest) -> None:
    """InputError, with both faults at once, for an unknown kind and for a leave that ends before it begins."""
    faults = [fault for problem in (_unknown_kind(board, leave.kind), _disorder(leave)) for fault in problem]
    if faults:
        raise InputError(faults)


def _disorder(leave: LeaveRequest) -> tuple[Fault, ...]:
    if leave.begins < leave.ends:
        return ()
    return bad_request(
        "end",
        Text(f"请假 {span_words(leave)} 结束不晚于开始", f"the leave {span_words(leave)} ends before it begins"),
        Text("改正日期或时间", "correct the day or the time"),
    ).faults


def leave_kinds(board: Board) -> frozenset[str]:
    """The kinds of leave that the centre knows."""
    return LEAVE_KINDS | frozenset(Policy.of(board.rulebook).leave_kinds)


def _unknown_kind(board: Board, kind: str) -> tuple[Fault, ...]:
    kinds = leave_kinds(board)
    if kind in kinds:
        return ()
    known = " / ".join(sorted(kinds))
    listed = " / ".join(spoken("leave", item, "zh") for item in sorted(kinds))
    return bad_request(
        "kind",
        Text(f"没有请假类别 {kind}", f"there is no kind of leave {kind}"),
        Text(
            f"写以下之一:{listed};本中心另有的类别,加进中心表的 规则.leave_kinds",
            f"write one of {known}; a kind of your own is added to the centre's leave_kinds",
        ),
    ).faults


def too_late(leave: LeaveRequest, board: Board) -> RefusedError | None:
    """The refusal of leave for days long over, no request any more: what happened then is in the ledger, and stays.

    Nor is leave that is over in months without a roster: there was no duty to be excused from, and none was missed.
    """
    local = board.month_case.local(leave.filed_at)
    oldest = local.date() - timedelta(days=MOST_DAYS_BACK)
    if leave.start < oldest:
        return not_now(
            Text(
                f"{leave.start} 已过去太久,补假至多追溯 {MOST_DAYS_BACK} 天",
                f"{leave.start} is too long ago: leave is filed for {MOST_DAYS_BACK} days back at most",
            ),
            leave.start,
            Text(f"{oldest} 或以后", f">= {oldest}"),
        )
    if leave_span(leave, board)[1] <= leave.filed_at and not any(board.is_rostered(day) for day in leave.days):
        return not_now(
            Text(
                f"{span_words(leave)} 已经过去,那几天没有发布的排班,没有班可请",
                f"{span_words(leave)} is over, and no published roster holds these days: there was no duty",
            ),
            span_words(leave),
            Text(f"{local.date()} 或以后", f">= {local.date()}"),
            Text(
                "当时照别处的班表上班的,先导入并发布那个月的排班再补假;只是扣减假期天数,写进假期额度表的“已休”",
                "Where people worked by a roster kept elsewhere, import and publish that month first; days that only "
                "count against the year go into the table of entitlements, as used",
            ),
        )
    return None
