"""From the audit log to notices: the log is written in the act's own transaction, so no act goes untold.

A cursor says how far the log has been read. Cursor and notices move in one transaction, and a notice's occasion, the
thing and the state that it reached, is unique per account: nobody is told twice, whatever dies in between and however
many decisions leave a request waiting.
"""

import json
import uuid
from collections.abc import Mapping
from datetime import date
from itertools import zip_longest
from typing import Any

from api.notices.deliver import SIGNED
from api.office.office import Desks
from api.store import account_rows, notice_rows
from api.store.cursor_rows import cursor, set_cursor
from api.store.instant import now_micros
from roster.desk.desk import Work
from roster.desk.leaves.giving_back import month_of_leave
from roster.desk.policy.ladder import leave_steps, next_step, open_swap_steps
from roster.desk.rosters.difference import DutyDifference, difference
from roster.desk.shift_log.occurrence import asked_about
from roster.desk.words import grade_words, state_words
from roster.errors import RosterError
from roster.model import Grade, Month
from roster.model.leave_request import LeaveRequest, LeaveState
from roster.model.permit import Permit
from roster.model.requests import span_words
from roster.model.swap import OPEN_SWAPS, SwapKind, SwapRequest
from roster.store import leave_rows, permit_rows, swap_rows
from roster.store.audit import AuditRow, audit_rows
from roster.store.connect import Connection, Row
from roster.store.roster_rows import RosterVersion, get_roster, roster_version
from roster.text import Text

CURSOR = "notices"
BATCH = 50
MOST_CHANGES = 6

SWAP_WORDS = {
    "requested": Text("申请待处理", "waits for an answer"),
    "accepted": Text("待审批", "waits for approval"),
    "effective": Text("已生效", "is effective"),
    "declined": Text("未获同意", "was declined"),
    "withdrawn": Text("已撤回", "was withdrawn"),
    "expired": Text("已过期", "has expired"),
    "void": Text("已失效", "is void"),
}
"""What is said of a swap, cover, change or cycle, after its kind."""
BETWEEN = {SwapKind.COVER: " → "}
"""What stands between the people of a kind: a cover takes over, all others exchange."""
# They go out to programs and groups too: they tell of nobody's sickness.
LEAVE_WORDS = {
    "pending": Text("请假待审批", "A leave waits for a decision"),
    "provisional": Text("请假已登记,待补材料", "Leave recorded; papers to follow"),
    "effective": Text("请假已批准", "A leave is approved"),
    "returned": Text("已销假", "A return was signed off"),
    "declined": Text("请假未获批准,班照常上", "A leave was declined: the duties stand"),
    "withdrawn": Text("请假已撤回", "A leave was withdrawn"),
    "lapsed": Text("材料未补齐,部分天数按旷工", "Papers are missing; days not covered are absenteeism"),
}
PERMIT_WORDS = {
    "asked": Text("离岗申请待答复", "Somebody asks to leave the post"),
    "declined": Text("离岗申请未准", "You may not leave the post"),
    "out": Text("准予离岗", "You may leave the post"),
    "lapsed": Text("离岗申请无人答复,已失效", "Nobody answered: your request to leave the post has lapsed"),
}
AGREED = Text("请假已有一级同意,还待审批", "A leave has one yes and waits for the next decision")
"""What whose leave it is, and who filed it, hear of a yes that is not the last."""
REPORTED = Text("同事代报缺勤,待班长核实", "A colleague's report waits to be confirmed")
REFUTED = Text("同事代报的缺勤未获确认,班次照旧", "A colleague's report was not confirmed: the duties stand")
REMINDED = Text("请假已期满,请销假", "A leave is over: sign off the return")
OVERDUE = Text("任务已逾期", "A task is overdue")
GRADED = Text("级别已核定", "A grade was decided")
NOTHING = Text("", "")
PUBLISHED = Text("排班已发布", "The roster is published")


def tell_news(office: Desks, *, mail: bool) -> int:
    """Read what is new in the log and tell whom it touches; how many rows were read."""
    with office.store.reading() as connection:
        if not list(audit_rows(connection, after=cursor(connection, CURSOR), limit=1)):
            return 0
    with office.store.writing() as connection:
        after = cursor(connection, CURSOR, lock=True)
        rows = list(audit_rows(connection, after=after, limit=BATCH))
        for row, following in zip_longest(rows, rows[1:]):
            if following is not None and _same_act(row, following):
                # An act that wrote two rows about one thing is told once, as the thing stands afterwards.
                continue
            try:
                _tell(office, connection, row, mail=mail)
            except RosterError:
                # What the row speaks of is gone (a month imported anew): there is nobody left to tell.
                continue
        if rows:
            set_cursor(connection, CURSOR, rows[-1].seq)
        return len(rows)


def _same_act(row: AuditRow, other: AuditRow) -> bool:
    return (row.at, row.actor, row.action, row.subject) == (other.at, other.actor, other.action, other.subject)


def _tell(office: Desks, connection: Connection, row: AuditRow, *, mail: bool) -> None:
    kind, _, subject = row.subject.partition(":")
    own: Mapping[str, Text] = {}
    # Whom the state tells something else than all others.
    apart: Mapping[str, Text] = {}
    work = Work(office.desk(row.centre_id), connection, office.clock.now(), actor="", action="notice")
    if kind == "swap":
        swap, _ = swap_rows.swap_row(connection, row.centre_id, subject)
        state = swap.state.value
        people, words, month = _of_swap(work, swap), _swap_words(swap), swap.month
        link, days = f"/api/v1/swaps/{subject}", sorted({duty.day.isoformat() for duty in swap.given})
        people_named = BETWEEN.get(swap.kind, " ⇄ ").join(_name(work, month, person) for person in swap.parties)
        detail = f"{people_named} {' ↔ '.join(days)}"
    elif kind == "leave":
        leave = leave_rows.leave_row(connection, row.centre_id, subject)
        state = "reminder" if '"reminder"' in row.payload else leave.state.value
        people, apart = _of_leave(work, leave)
        words = _leave_words(leave, state)
        link, month = f"/api/v1/leave/{subject}", month_of_leave(work, leave.start)
        span = span_words(leave)
        detail = f"{_name(work, month, leave.agent_id)} {span}"
    elif kind == "roster" and row.action == "roster.publish":
        version = roster_version(connection, int(subject))
        state, own = "published", _of_version(connection, version)
        people, month = set(own), work.month_of(version.month_id)
        words, link, detail = PUBLISHED, f"/api/v1/rosters/{subject}", str(month)
    elif kind == "permit" and row.action in {"permit.ask", "permit.answer", "permit.grant", "tick"}:
        # Rows of before permits were asked for name no state: each was a permit given.
        state = json.loads(row.payload).get("state", "out")
        people, month, detail = _of_permit(work, permit_rows.permit_row(connection, row.centre_id, subject), state)
        words, link = PERMIT_WORDS[state], f"/api/v1/permits/{subject}"
    elif kind == "overdue":
        told_of = json.loads(row.payload)
        task_id, state, people = told_of["task"], "overdue", set(told_of["people"])
        words, link = OVERDUE, f"/api/v1/tasks?at={told_of['day']}:{task_id}"
        month = Month.of(date.fromisoformat(told_of["day"]))
        names = {task.task_id: task.name for task in work.board(month).case.tasks}
        detail = f"{names.get(task_id, task_id)} {told_of['day']}"
    elif kind == "agent" and row.action in {"grade.set", "grade.decide"}:
        state, own, month = _of_grade(work, json.loads(row.payload), subject)
        people, words, link, detail = {subject}, GRADED, "/api/v1/ledger", _name(work, month, subject)
    else:
        return
    occasion = f"{row.subject}:{state}"
    notified = notice_rows.told_of(connection, occasion)
    accounts = [
        account
        for account in account_rows.accounts_of(connection, row.centre_id, people - {row.actor})
        if account.id not in notified
    ]
    notices = [
        {
            "id": str(uuid.uuid4()),
            "account_id": account.id,
            "occasion": occasion,
            "zh": f"{_own(apart, account, words).zh}:{detail}{_own(own, account).zh}",
            "en": f"{_own(apart, account, words).en}: {detail}{_own(own, account).en}",
            "link": link,
            "created_at": now_micros(),
        }
        for account in accounts
    ]
    if not notices:
        return
    notice_rows.add_notices(connection, notices)
    hooks = notice_rows.webhooks(connection, row.centre_id)
    _queue(connection, hooks, accounts, notices, mail=mail)
    if not notified:
        general = Text(f"{words.zh}:{detail}", f"{words.en}: {detail}")
        _queue_groups(connection, work, month, hooks, accounts, notices, general)


def _own(own: Mapping[str, Text], account: Row[Any], otherwise: Text = NOTHING) -> Text:
    """What the notice says to this account alone."""
    return own.get(account.agent_id or f"@{account.username}", otherwise)


def _of_grade(work: Work, payload: Mapping[str, str], agent_id: str) -> tuple[str, Mapping[str, Text], Month]:
    """What a decided grade's notice is about, what it tells the person alone, and the month it is of."""
    level, since = (
        grade_words(Grade(payload["grade"]) if payload["grade"] else None),
        date.fromisoformat(payload["since"]),
    )
    own = Text(f" {level.zh},自 {since} 起", f" {level.en}, from {since}")
    months = work.known_months()
    month = max((other for other in months if other.first <= since), default=months[0])
    return f"grade:{payload['grade']}:{since}", {agent_id: own}, month


def _of_version(connection: Connection, version: RosterVersion) -> dict[str, Text]:
    """Whom a published version touches, with what it changes: a first one everybody, else those whose duties move."""
    roster = get_roster(connection, version)
    if version.based_on is None:
        return {duty.agent_id: Text("", "") for duty in roster.duties}
    changes: dict[str, list[DutyDifference]] = {}
    for item in difference(get_roster(connection, roster_version(connection, version.based_on)), roster):
        changes.setdefault(item.agent_id, []).append(item)
    return {agent_id: _changes_text(items) for agent_id, items in changes.items()}


def _changes_text(items: list[DutyDifference]) -> Text:
    """`10-20 A → N`, as many as are read at a glance."""

    def line(off: str) -> str:
        changes = [
            f"{item.day:%m-%d} {item.before.shift if item.before else off} → {item.after.shift if item.after else off}"
            for item in items[:MOST_CHANGES]
        ]
        return ", ".join(changes) + (" …" if len(items) > MOST_CHANGES else "")

    return Text(f" {line('休')}", f" {line('off')}")


def _name(work: Work, month: Month, person: str) -> str:
    agent = work.board(month).case.agent_by_id.get(person)
    return agent.name if agent is not None else person


def _swap_words(swap: SwapRequest) -> Text:
    """`顶班待审批`, `A cover waits for approval`."""
    kind, stands = state_words(swap.kind.value), SWAP_WORDS[swap.state.value]
    return Text(f"{kind.zh}{stands.zh}", f"A {kind.en} {stands.en}")


def _of_swap(work: Work, swap: SwapRequest) -> set[str]:
    """The parties; and who must decide once the parties have agreed."""
    people = set(swap.parties)
    if swap.state in OPEN_SWAPS and swap.accepted >= people:
        made = leave_rows.decisions_of(work.connection, f"swap:{swap.swap_id}")
        staff = work.board(swap.month).staff
        for step in open_swap_steps(swap, made, staff):
            people |= staff.holders(step)
    return people


def _of_permit(work: Work, permit: Permit, state: str) -> tuple[set[str], Month, str]:
    """Whom a permit to leave the post concerns: who leads the shift while it is asked for, then who asked."""
    duty, month = permit.duty, Month.of(permit.duty.day)
    board = work.board(month)
    start, end = (f"{board.month_case.local(moment):%H:%M}" for moment in (permit.start, permit.end))
    detail = f"{_name(work, month, duty.agent_id)} {duty.day} {start}–{end}"
    return set(asked_about(board, duty)) if state == "asked" else {duty.agent_id}, month, detail


def _leave_words(leave: LeaveRequest, state: str) -> Text:
    if leave.is_report:
        return REPORTED if state == "pending" else REFUTED
    return REMINDED if state == "reminder" else LEAVE_WORDS[state]


def _of_leave(work: Work, leave: LeaveRequest) -> tuple[set[str], Mapping[str, Text]]:
    """The person, who filed it, and whoever holds the rung that is due; to whom another rung's yes is told as such."""
    board = work.board(month_of_leave(work, leave.start))
    people, apart = {leave.agent_id, leave.applicant}, dict[str, Text]()
    if leave.state.value in {"pending", "provisional"}:
        made = leave_rows.decisions_of(work.connection, f"leave:{leave.leave_id}")
        due = next_step(leave_steps(leave, board), made)
        if due is not None:
            holders = board.staff.holders(due)
            if made and leave.state is LeaveState.PENDING and not leave.is_report:
                apart = dict.fromkeys(people - holders, AGREED)
            people |= holders
    return people, apart


def _queue(
    connection: Connection,
    hooks: list[Row[Any]],
    accounts: list[Row[Any]],
    notices: list[dict[str, Any]],
    *,
    mail: bool,
) -> None:
    """What goes to one account: its mail, its own robots; and every notice to the house's programs."""
    address = {account.id: account.email for account in accounts if mail and account.email}
    by_mail = [("email", address[item["account_id"]], item, None) for item in notices if item["account_id"] in address]
    posted = [
        ("webhook", hook.id, item, None)
        for hook in hooks
        for item in notices
        if hook.kind == SIGNED or hook.account_id == item["account_id"]
    ]
    notice_rows.queue_deliveries(connection, [*by_mail, *posted])


def _queue_groups(
    connection: Connection,
    work: Work,
    month: Month,
    hooks: list[Row[Any]],
    accounts: list[Row[Any]],
    notices: list[dict[str, Any]],
    general: Text,
) -> None:
    """One message to the robots of each team that is touched, and to the centre's, when the occasion is first told."""
    people = work.board(month).case.agent_by_id
    teams = {account.id: people[account.agent_id].team for account in accounts if account.agent_id in people}
    groups = []
    for hook in hooks:
        if hook.kind == SIGNED or hook.account_id is not None:
            continue
        theirs = (item for item in notices if hook.team is None or teams.get(item["account_id"]) == hook.team)
        first = next(theirs, None)
        if first is not None:
            groups.append(("webhook", hook.id, first, general))
    notice_rows.queue_deliveries(connection, groups)
