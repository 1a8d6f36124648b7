"""A day is taken once: the other leave of a person on the days of a new one, at the desk and in months' tables."""

from collections.abc import Iterator

from roster.desk.desk import Work
from roster.desk.leaves.giving_back import GIVEN_UP, has_begun, month_of_leave
from roster.desk.leaves.leave_outcome import overlapping
from roster.desk.refusals import not_now
from roster.desk.words import leave_state_words, state_words
from roster.errors import RefusedError
from roster.model import Leave, LeaveStatus, Month
from roster.model.leave_request import LeaveRequest, LeaveState
from roster.model.requests import Timed, span_words
from roster.store import case_rows
from roster.text import Text

UNDECIDED = frozenset({LeaveState.PENDING})

_REPLACE = Text("或写明由这一份代替", "or say that this one replaces it")
_SIGN_OFF = Text("那一份已开始,先销假", "that one has begun: sign off its return first")
_WITH_ROSTER = Text(
    "那一份随当月排班决定;只申请其余的日子,或请排班员改当月请假表(roster desk amend)",
    "that one is decided with the month's roster: ask for other days, or have the month's table of leave changed "
    "(roster desk amend)",
)
_IN_TABLE = Text(
    "只申请其余的日子,或请排班员改当月请假表(roster desk amend)",
    "ask for other days, or have the month's table of leave changed (roster desk amend)",
)


def need_new(work: Work, leave: LeaveRequest, *, report: bool = False) -> None:
    """RefusedError as `taken` has it."""
    refused = taken(work, leave, report=report)
    if refused is not None:
        raise refused


def taken(work: Work, leave: LeaveRequest, *, report: bool = False, replacing: bool = False) -> RefusedError | None:
    """The refusal of leave whose days other leave takes that counts, or waits: with its days, and its id where filed.

    Who falls ill during other leave is ill: nothing is refused, and the ledger counts those days as sickness. What a
    colleague reports (`report`) meets only their own earlier report: of other leave they learn nothing. `replacing`:
    what would give way to it (`gives_way`) does not count.
    """
    for other in overlapping(work, leave):
        if report:
            if other.applicant != leave.applicant or not other.is_report:
                continue
        elif not other.adds_up or (leave.is_sick and not other.is_sick):
            continue
        if replacing and gives_way(work, other, leave):
            continue
        begun = other.state not in UNDECIDED and has_begun(work, other)
        return not_now(
            Text(
                f"与请假 {other.leave_id}({_when(other).zh})重叠;可先撤回或销去那一份",
                f"it overlaps leave {other.leave_id} ({_when(other).en}); withdraw or end that one first",
            ),
            span_words(leave),
            span_words(other),
            _SIGN_OFF if begun else _REPLACE,
            subject=f"leave:{other.leave_id}",
        )
    for row, state in () if report else _rows_beside(work, leave):
        if leave.is_sick and not row.is_sick:
            continue
        kind, stands = state_words(row.kind), leave_state_words(state.value)
        return not_now(
            Text(
                f"与当月请假表中的{kind.zh}({_when(row).zh},{stands.zh})重叠",
                f"it overlaps {kind.en} leave of the month's own table ({_when(row).en}, {stands.en})",
            ),
            span_words(leave),
            span_words(row),
            _WITH_ROSTER if state is LeaveState.PENDING else _IN_TABLE,
        )
    return None


def gives_way(work: Work, other: LeaveRequest, leave: LeaveRequest) -> bool:
    """Whether a new leave may take another's place: it waits or has not begun, and is theirs to take back.

    Who files for somebody else replaces only what they filed themselves and nobody has decided.
    """
    waits = other.state in UNDECIDED
    own = leave.applicant == leave.agent_id or (waits and other.applicant == leave.applicant)
    if not own or (other.is_sick and not leave.is_sick):
        return False
    return waits or (other.state in GIVEN_UP and not has_begun(work, other))


def _rows_beside(work: Work, leave: LeaveRequest) -> Iterator[tuple[Leave, LeaveState]]:
    """The rows of months' tables that overlap a leave, and count or wait for their roster.

    Those of the months in sight, and of lists for months that have no case yet.
    """
    board = work.board(month_of_leave(work, leave.start))
    pages = {page.month: page for page in board.calendar.pages}
    for month in work.known_months():
        if month not in pages and month.first <= leave.end and month.last >= leave.start:
            pages[month] = work.board(month).page
    for page in pages.values():
        for index, row in enumerate(page.month_case.case.leaves):
            if row.agent_id != leave.agent_id or not row.overlaps(leave) or row in page.counted:
                continue
            if row.status is LeaveStatus.APPROVED or index in page.roster.granted:
                yield row, LeaveState.EFFECTIVE
            elif not page.published and Month.of(row.start) >= page.month:
                yield row, LeaveState.PENDING
    ahead = next((month for month in _months(leave) if month not in work.known_months()), None)
    for row in () if ahead is None else case_rows.later_leaves(work.connection, work.centre_id, ahead):
        if row.agent_id == leave.agent_id and row.overlaps(leave) and Month.of(row.start) not in work.known_months():
            yield row, LeaveState.EFFECTIVE if row.status is LeaveStatus.APPROVED else LeaveState.PENDING


def _months(leave: LeaveRequest) -> tuple[Month, ...]:
    return tuple(dict.fromkeys(map(Month.of, leave.days)))


def _when(leave: Timed) -> Text:
    days = span_words(leave)
    return Text(days.replace(" – ", " 至 "), days.replace(" – ", " to "))
