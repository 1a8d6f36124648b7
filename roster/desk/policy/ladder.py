"""Who decides what, in which order, and who instead where somebody is away (SWAP-2, LEAVE-3, LEAVE-9)."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from roster.desk.board.board import Board
from roster.desk.board.staff import Staff
from roster.desk.policy.balances import shares_of
from roster.desk.policy.deadlines import duties_touched
from roster.desk.policy.policy import Policy
from roster.model import Duty
from roster.model.approval import Approval, Office, Step
from roster.model.leave_request import BUSINESS_KINDS, LeaveRequest
from roster.model.swap import SwapRequest
from roster.text import Text

OFFICE_WORDS = {
    Office.LEADER: Text("班长", "team leader"),
    Office.DIRECTOR: Text("客服部主任", "department director"),
    Office.CENTRE_DIRECTOR: Text("客服中心主任", "centre director"),
}
NEXT_OFFICE = {Office.LEADER: Office.DIRECTOR, Office.DIRECTOR: Office.CENTRE_DIRECTOR}
DECIDED, NOTED = Text("审批", "decide"), Text("知悉", "take note")
LEADER_OR_DIRECTOR = Text("本班班长或主任", "own leader or a director")


def step_words(step: Step) -> Text:
    """The rung in words: `team leader T1`, 一班班长, T1 班长."""
    office, team = OFFICE_WORDS[step.office], step.team or ""
    apart = " " if team.isascii() else ""
    return Text(f"{team}{apart}{office.zh}".strip(), f"{office.en} {team}".strip())


def swap_steps(swap: SwapRequest, staff: Staff) -> tuple[Step, ...]:
    """Who must approve a swap: each party's leader once; the department director for a leader who is a party.

    Whose only leader is the other party, or who leads the own team, has the director too. What a leader orders needs
    the word of the taker's leader where that is somebody else, unless a director ordered it (COVER-1).
    """
    if swap.by_leader:
        if swap.requester in staff.directors | staff.centre_directors:
            return ()
        teams = {staff.agents[move.taker].team: None for move in swap.moves}
        others = [team for team in teams if swap.requester not in staff.leaders_of(team)]
        led = {team: bool(staff.leaders_of(team) - set(swap.parties)) for team in others}
        return tuple(dict.fromkeys(Step(Office.LEADER, t) if led[t] else Step(Office.DIRECTOR) for t in others))
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
        and item.adds_up
        and (not request.leave_id or item.leave_id != request.leave_id)
    ]
    group = [request]
    grown = True
    while grown:
        joined = [item for item in others if item not in group and any(_adjoin(item, one, board) for one in group)]
        group.extend(joined)
        grown = bool(joined)
    return tuple(sorted(group, key=lambda item: (item.start, item.end)))


def _adjoin(one: LeaveRequest, two: LeaveRequest, board: Board) -> bool:
    """Whether two leaves overlap, lie on neighbouring days, or have no duty to be worked between them."""
    if one.adjoins(two):
        return True
    between = (min(one.end, two.end) + timedelta(days=1), max(one.start, two.start) - timedelta(days=1))
    if not all(board.is_rostered(day) for day in between):
        return False
    return not any(between[0] <= day <= between[1] for day in board.duties.get(one.agent_id, {}))


def leave_days(request: LeaveRequest, board: Board) -> float:
    """How many days the request and its neighbours add up to, as the centre counts (`leave_days_by`).

    Duties touched, and calendar days where no roster is published; or calendar days; or legal working days. What begins
    or ends within a day counts its part of it (`part_day_counts`).
    """
    reading = Policy.of(board.rulebook).leave_days_by
    days: dict[date, Fraction] = defaultdict(Fraction)
    duties: dict[Duty, Fraction] = defaultdict(Fraction)
    for item in added_up(request, board):
        shares = shares_of(item, board)
        for day, share in shares.items():
            days[day] = min(Fraction(1), days[day] + share)
        for duty in duties_touched(item, board):
            duties[duty] = min(Fraction(1), duties[duty] + shares.get(duty.day, Fraction(1)))
    if reading == "working":
        return float(sum(share for day, share in days.items() if board.case.calendar.is_working_day(day)))
    if reading == "calendar":
        return float(sum(days.values()))
    return float(sum(duties.values()) + sum(share for day, share in days.items() if not board.is_rostered(day)))


def leave_steps(request: LeaveRequest, board: Board) -> tuple[Step, ...]:
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
    long = leave_days(request, board) > Policy.of(board.rulebook).director_limit_days
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


@dataclass(frozen=True, slots=True)
class Acting:
    """How a person decides a rung: by own office (`principal` empty), as deputy, or with `away` in somebody's place."""

    principal: str = ""
    away: bool = False


def acting_on_swap(board: Board, person: str, swap: SwapRequest, step: Step, moment: datetime) -> Acting | None:
    """How `person` may decide a rung of a swap; of what a leader ordered, the department director decides any."""
    actings = acting(board, person, step, moment, but=swap.parties)
    if actings is None and swap.by_leader and step.office is Office.LEADER and person in board.staff.directors:
        return Acting()
    return actings


def is_away(board: Board, person: str, moment: datetime) -> bool:
    """Whether an approver is on leave at `moment`, or absent that day."""
    day = board.month_case.local(moment).date()
    return board.is_on_leave_at(person, moment) or (person, day) in board.absent


def acting(
    board: Board, person: str, step: Step, moment: datetime, *, made: Iterable[Approval] = (), but: Collection[str] = ()
) -> Acting | None:
    """How `person` may decide a rung at `moment`; None where not at all (LEAVE-3, DELEGATE).

    `made` are the decisions so far: who made one is nobody's deputy on a later rung. `but` are those whom the request
    is about.
    """
    if person in board.staff.holders(step):
        return Acting()
    decided = {approval.by for approval in made if approval.approved}
    return stand_ins(board, step, moment, but={*but, *decided}).get(person)


def acts_for(board: Board, person: str, agent_id: str, moment: datetime) -> bool:
    """Whether `person` decides something about an agent at `moment`, by own office or in somebody's place."""
    agent = board.case.agent_by_id.get(agent_id)
    if agent is None:
        return False
    steps = (Step(Office.LEADER, agent.team), Step(Office.DIRECTOR), Step(Office.CENTRE_DIRECTOR))
    return any(acting(board, person, step, moment, but=(agent_id,)) is not None for step in steps)


def stand_ins(board: Board, step: Step, moment: datetime, *, but: Collection[str] = ()) -> dict[str, Acting]:
    """Everybody who decides a rung in its holders' place: deputies named for the time, else who acts for the absent.

    Only where all holders are away and nobody named is there: the team's deputy leaders, else those of the next rung.
    """
    staff, actings = board.staff, dict[str, Acting]()
    holders = staff.holders(step)
    for item in sorted(staff.delegations, key=lambda item: item.approver):
        named = item.approver in holders and item.holds_at(moment) and item.deputy not in {*holders, *but}
        if named and staff.may_hold(item.deputy, item.approver, board.month_case.local(moment).date()):
            actings.setdefault(item.deputy, Acting(item.approver))
    if any(not is_away(board, deputy, moment) for deputy in actings):
        return actings
    if not holders or any(not is_away(board, holder, moment) for holder in holders):
        return actings
    place = Acting(min(holders), away=True)
    if step.office is Office.LEADER:
        deputies = staff.deputies_of(step.team) - holders - set(but)
        there = {deputy for deputy in deputies if not is_away(board, deputy, moment)}
        if there:
            return actings | dict.fromkeys(sorted(there), place)
    above = NEXT_OFFICE.get(step.office)
    if above is None:
        return actings
    upper = Step(above)
    there = {holder for holder in staff.holders(upper) - set(but) if not is_away(board, holder, moment)}
    if not there:
        there = set(stand_ins(board, upper, moment, but=but))
    return actings | dict.fromkeys(sorted(there - set(actings)), place)


def deciders(board: Board, step: Step, moment: datetime, *, but: Collection[str] = ()) -> tuple[str, ...]:
    """Who can decide a rung now: its holders who are there, else who acts in their place."""
    holders = board.staff.holders(step)
    there = sorted(holder for holder in holders - set(but) if not is_away(board, holder, moment))
    return tuple(there or sorted(stand_ins(board, step, moment, but=but)))


def who_leads(board: Board, agent_id: str, moment: datetime) -> str | None:
    """Who may order something of somebody now: a leader of theirs who is there, else a director; None without one."""
    agent = board.case.agent_by_id.get(agent_id)
    rungs = (*([Step(Office.LEADER, agent.team)] if agent is not None else []), Step(Office.DIRECTOR))
    holders = (person for rung in rungs for person in sorted(board.staff.holders(rung) - {agent_id}))
    return next((person for person in holders if not is_away(board, person, moment)), None)


def word_asked(leave: LeaveRequest) -> Text:
    """What each rung does about a leave: decides it; of sickness that counts it takes note, and nothing waits."""
    return NOTED if leave.is_sick and not leave.is_report else DECIDED


def whom_to_ask(board: Board, step: Step, moment: datetime, *, but: Collection[str] = (), word: Text = DECIDED) -> Text:
    """How a rung is decided now: by whom, and where its holders are away who acts for them, or what is to be done.

    `word`: what is asked of them, a decision or to take note (`word_asked`).
    """
    holders, words = board.staff.holders(step), step_words(step)
    if not holders:
        return Text(f"请先任命{words.zh}", f"let a {words.en} be appointed first")
    people = deciders(board, step, moment, but=but)
    there = [person for person in people if person in holders]
    if there:
        return Text(f"请{words.zh} {'、'.join(there)} {word.zh}", f"let the {words.en} {' or '.join(there)} {word.en}")
    away = "、".join(sorted(holders))
    if people:
        return Text(
            f"{words.zh} {away} 不在,由 {'、'.join(people)} 代为{word.zh}",
            f"the {words.en} {away} is away: let {' or '.join(people)} {word.en} in their place"
            if word is NOTED
            else f"the {words.en} {away} is away: {' or '.join(people)} decides in their place",
        )
    return Text(
        f"{words.zh} {away} 不在且无人可代,请其指定代理人,或另行任命",
        f"the {words.en} {away} is away and nobody can act: let them name a deputy, or somebody be appointed",
    )
