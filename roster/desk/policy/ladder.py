"""Who decides what, in which order (SWAP-2, LEAVE-3, LEAVE-9)."""

from collections.abc import Iterable

from roster.desk.board.board import Board
from roster.desk.board.staff import Staff
from roster.model.approval import Approval, Office, Step
from roster.model.leave_request import ADDED_UP, BUSINESS_KINDS, LeaveRequest
from roster.model.swap import SwapRequest
from roster.text import Text

OFFICE_WORDS = {
    Office.LEADER: Text("班长", "team leader"),
    Office.DIRECTOR: Text("客服部主任", "department director"),
    Office.CENTRE_DIRECTOR: Text("客服中心主任", "centre director"),
}
LEADER_OR_DIRECTOR = Text("本班班长或主任", "own leader or a director")


def step_words(step: Step) -> Text:
    """The rung in words: `team leader T1`, 班长 T1."""
    office = OFFICE_WORDS[step.office]
    return Text(f"{office.zh} {step.team}".strip(), f"{office.en} {step.team}".strip())


def swap_steps(swap: SwapRequest, staff: Staff) -> tuple[Step, ...]:
    """Who must approve a swap: each party's leader once; the department director for a leader who is a party.

    Whose only leader is the other party, or who leads the own team, has the director too.
    """
    steps: dict[Step, None] = {}
    for party in swap.parties:
        team = staff.agents[party].team
        leaders = staff.leaders_of(team)
        if party in leaders or not leaders - set(swap.parties):
            steps[Step(Office.DIRECTOR)] = None
        else:
            steps[Step(Office.LEADER, team)] = None
    return tuple(steps)


def open_swap_steps(swap: SwapRequest, made: Iterable[Approval], staff: Staff) -> tuple[Step, ...]:
    """The approvals a swap still waits for; their order is free."""
    done = {approval.step for approval in made if approval.approved}
    return tuple(step for step in swap_steps(swap, staff) if step not in done)


def added_up(request: LeaveRequest, board: Board) -> tuple[LeaveRequest, ...]:
    """The request with all that adjoins or overlaps it, directly or through others, of the same person (LEAVE-3)."""
    others = [
        item
        for item in board.leaves
        if item.agent_id == request.agent_id
        and item.state in ADDED_UP
        and (not request.leave_id or item.leave_id != request.leave_id)
    ]
    group = [request]
    grown = True
    while grown:
        joined = [item for item in others if item not in group and any(item.adjoins(member) for member in group)]
        group.extend(joined)
        grown = bool(joined)
    return tuple(sorted(group, key=lambda item: (item.start, item.end)))


def leave_days(request: LeaveRequest, board: Board) -> int:
    """How many days the request and its neighbours add up to: duties touched, or calendar days without a roster."""
    days = {day for item in added_up(request, board) for day in item.days}
    if not board.published:
        return len(days)
    outside = sum(1 for day in days if not board.is_month_day(day))
    duties = {
        duty
        for item in added_up(request, board)
        for duty in (*board.duties_within(item.agent_id, item.start, item.end), *item.vacated)
        if board.is_month_day(duty.day)
    }
    return len(duties) + outside


def leave_steps(request: LeaveRequest, board: Board, director_limit_days: int) -> tuple[Step, ...]:
    """The rungs a leave climbs: own leader, department director, and above the limit (or for business) the top.

    A manager who files business leave for somebody has consented by filing: that rung is climbed already.
    """
    staff = board.staff
    agent = staff.agents[request.agent_id]
    steps: list[Step] = []
    if request.agent_id not in staff.directors:
        if not staff.leads_own_team(request.agent_id) and staff.leaders_of(agent.team):
            steps.append(Step(Office.LEADER, agent.team))
        steps.append(Step(Office.DIRECTOR))
    long = leave_days(request, board) > director_limit_days
    if long or request.kind in BUSINESS_KINDS or request.agent_id in staff.directors:
        steps.append(Step(Office.CENTRE_DIRECTOR))
    if request.applicant != request.agent_id:
        others = [step for step in steps if staff.holders(step) != {request.applicant}]
        return tuple(others or steps)
    return tuple(steps)


def next_step(steps: Iterable[Step], made: Iterable[Approval]) -> Step | None:
    """The lowest rung not yet climbed; None when all are."""
    done = {approval.step for approval in made if approval.approved}
    return next((step for step in steps if step not in done), None)
