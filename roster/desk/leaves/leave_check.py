"""A leave thought through before it is filed: what the rules say, until when it may be filed, who will decide."""

from dataclasses import dataclass
from datetime import date

from roster.desk.desk import Desk
from roster.desk.leaves.leave_desk import month_of_leave, need_kind, need_order
from roster.desk.policy.deadlines import Deadline, duties_touched, filing_deadline
from roster.desk.policy.desk_rule import Verdict, decide
from roster.desk.policy.ladder import leave_days, leave_steps
from roster.desk.policy.policy import Policy
from roster.errors import NotFoundError
from roster.model import Duty
from roster.model.approval import Step
from roster.model.leave_request import LeaveRequest
from roster.text import Text


@dataclass(frozen=True)
class LeavePreview:
    """What filing a leave now would meet: `days` as the ladder adds them up, `steps` who decides in order."""

    verdict: Verdict
    deadline: Deadline
    days: int
    steps: tuple[Step, ...]
    duties: tuple[Duty, ...]


def check_leave(
    desk: Desk,
    actor: str,
    agent_id: str,
    *,
    kind: str,
    start: date,
    end: date,
    reason: str = "-",
    special: bool = False,
    extreme: bool = False,
    start_minute: int | None = None,
    end_minute: int | None = None,
) -> LeavePreview:
    """Every rule's word on a leave filed now; nothing is written. Errors as of filing it, but for refusals."""
    with desk.reading() as work:
        board = work.board(month_of_leave(work, start))
        if agent_id not in board.case.agent_by_id:
            raise NotFoundError(Text(f"坐席 {agent_id}", f"agent {agent_id}"))
        need_kind(board, kind)
        filed_by = "" if actor == agent_id else actor
        leave = LeaveRequest(
            agent_id,
            kind,
            start,
            end,
            reason or "-",
            work.now,
            filed_by,
            special,
            extreme,
            start_minute=start_minute,
            end_minute=end_minute,
        )
        need_order(leave)
        return LeavePreview(
            decide(board.rulebook, leave, board, work.clock),
            filing_deadline(leave, board, Policy.of(board.rulebook)),
            leave_days(leave, board),
            leave_steps(leave, board),
            duties_touched(leave, board),
        )
