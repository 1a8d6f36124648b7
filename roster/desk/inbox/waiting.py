"""What waits for one person's word, over all months: swaps, leave, grants, consents, vacancies, certificates."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from roster.desk.board.board import Board
from roster.desk.board.seats import SeatChange
from roster.desk.desk import Desk, Work
from roster.desk.grades.grade_desk import first_day_after, waiting_proposals
from roster.desk.grades.grade_desk import lines_of as grade_lines_of
from roster.desk.leaves.giving_back import month_of_leave
from roster.desk.leaves.leave_decision import SICK_ACKNOWLEDGED
from roster.desk.leaves.taken import UNDECIDED
from roster.desk.leaves.vacancy_desk import vacancies_of
from roster.desk.meetings.meeting_desk import lists_of
from roster.desk.policy.deadlines import duties_touched, first_start
from roster.desk.policy.desk_rule import decide
from roster.desk.policy.freed import seats_lost, vacancy_lost
from roster.desk.policy.ladder import acting, acting_on_swap, leave_steps, next_step, open_swap_steps
from roster.desk.policy.policy import Policy
from roster.desk.policy.sickness import certificate_due
from roster.desk.rosters.grants_desk import grants_waiting
from roster.desk.shift_log.occurrence import asked_about, duty_leaders, leader_now, next_of, occurrences
from roster.desk.swaps.pay_back_desk import may_agree, missed_of
from roster.desk.swaps.swap_held import held_board
from roster.desk.tasks.task_desk import tasks_of
from roster.model import Duty, Month
from roster.model.approval import Office, Step
from roster.model.handover import Side
from roster.model.leave_request import LeaveState, uncovered_days
from roster.model.swap import OPEN_SWAPS, SwapState
from roster.store import consent_rows, handover_rows, leave_rows, permit_rows, roster_rows
from roster.store.roster_rows import BINDING, RosterState, RosterVersion

SOON, LATELY = timedelta(days=1), timedelta(days=7)
"""Tasks that an inbox shows: due by tomorrow, or overdue since a week at most."""

REACH = timedelta(days=62)
"""Months that ended longer ago ask for nothing but what keeps them from ever being published."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing asked of a person.

    `kind`: accept (a party's word on a swap), swap and leave (a decision), grants (a draft's leave), consent (a moved
    duty), vacancy (a freed duty), payback (one that was missed: another day, or waived; `shift` tells which), confirm
    (a duty got by swap), certificate, draft (to be published), permit (to leave the post), task, grades (what a month's
    tests speak for), hear (who was not at a meeting has yet to be told), sign (a shift's hand-over: `what` is give or
    take). `due` is the instant by which it matters;
    `principal` in whose place; `gap` the seat-intervals that a yes would leave short or shorter, or that leave which
    counts already (`counts`) has; `consent_needed` where a yes must say so expressly; `duties` those it is about;
    `reported_by` the colleague whose report of sickness asks to be confirmed; `asked` who is to cover a vacancy,
    where their own leader's word is waited for; `refused`: the rules speak against a yes as things stand.
    """

    kind: str
    subject: str
    month: Month
    people: tuple[str, ...]
    days: tuple[date, ...]
    due: datetime
    duties: tuple[Duty, ...] = ()
    principal: str = ""
    gap: int = 0
    consent_needed: bool = False
    count: int = 1
    what: str = ""
    reported_by: str = ""
    shift: str = ""
    counts: bool = False
    asked: str = ""
    refused: bool = False


def waiting_for(desk: Desk, person: str, *, publishes: bool = False) -> tuple[Waiting, ...]:
    """All that waits for `person`, by `due`; `publishes`: who makes a draft binding is asked about drafts too."""
    with desk.reading() as work:
        waiting: list[Waiting] = []
        earliest = work.today - REACH
        for month in work.known_months():
            if month.last >= earliest:
                waiting.extend(_of_month(work, work.board(month), person))
            draft = _newest_draft(work, month)
            if draft is not None:
                waiting.extend(_draft(work, work.board(month), draft, person, publishes=publishes))
        waiting.extend(_pay_backs(work, person))
        return tuple(sorted(waiting, key=lambda item: (item.due, item.kind, item.subject)))


def next_deadline(desk: Desk, person: str) -> Waiting | None:
    """What falls due next of that which does not wait for `person` but concerns them; None where nothing is ahead.

    Their own tasks of later days, and their own requests and those of people they lead, which wait for another's word.
    """
    with desk.reading() as work:
        waiting: list[Waiting] = []
        for month in work.known_months():
            if month.last >= work.today:
                board = work.board(month)
                waiting.extend(_of_others(work, board, person))
                if board.published:
                    waiting.extend(_tasks(work, board, person, REACH))
        ahead = (item for item in waiting if item.due > work.now)
        return min(ahead, key=lambda item: (item.due, item.kind, item.subject), default=None)


def _of_others(work: Work, board: Board, person: str) -> Iterator[Waiting]:
    """Open requests of `person` and of whom they lead or direct, whoever decides on them next."""
    month, staff = board.case.month, board.staff

    def concerns(people: Sequence[str]) -> bool:
        return (
            person in people
            or person in staff.directors | staff.centre_directors
            or any(staff.is_manager_of(person, one) for one in people)
        )

    for swap in board.swaps:
        if swap.month == month and swap.state in OPEN_SWAPS and concerns(swap.parties):
            due = min(board.stint(duty).start for duty in swap.given)
            days = tuple(dict.fromkeys(duty.day for duty in swap.given))
            yield Waiting("swap", swap.swap_id, month, swap.parties, days, due, swap.given, what=swap.kind.value)
    for leave in board.leaves:
        if month_of_leave(work, leave.start) == month and leave.state in UNDECIDED and concerns((leave.agent_id,)):
            due, touched = first_start(leave, board), tuple(duties_touched(leave, board))
            yield Waiting("leave", leave.leave_id, month, (leave.agent_id,), leave.days, due, touched, what=leave.kind)


def _of_month(work: Work, board: Board, person: str) -> Iterator[Waiting]:
    yield from _swaps(work, board, person)
    yield from _leaves(work, board, person)
    yield from _vacancies(work, board, person)
    if board.published:
        yield from _tasks(work, board, person)
        yield from _meetings(work, board, person)
        yield from _permits(work, board, person)
        yield from _signatures(work, board, person)
    yield from _grades(work, board, person)


def _swaps(work: Work, board: Board, person: str) -> Iterator[Waiting]:
    month = board.case.month
    for swap in board.swaps:
        if swap.month != month:
            continue
        starts = [board.stint(duty).start for duty in swap.given]
        days = tuple(dict.fromkeys(duty.day for duty in swap.given))
        if swap.state is SwapState.EFFECTIVE:
            mine = [duty for duty in swap.taken if duty.agent_id == person and board.stint(duty).start > work.now]
            if mine and person not in swap.confirmed:
                due = min(board.stint(duty).start for duty in mine)
                days = tuple(duty.day for duty in mine)
                yield Waiting(
                    "confirm", swap.swap_id, month, swap.parties, days, due, tuple(mine), what=swap.kind.value
                )
            continue
        if swap.state not in OPEN_SWAPS or min(starts) <= work.now:
            continue
        if person in swap.parties and person not in swap.accepted and not swap.by_leader:
            yield Waiting(
                "accept", swap.swap_id, month, swap.parties, days, min(starts), swap.given, what=swap.kind.value
            )
        if not swap.by_leader and not swap.accepted >= set(swap.parties):
            continue
        made = leave_rows.decisions_of(work.connection, f"swap:{swap.swap_id}")
        ways = (
            acting_on_swap(board, person, swap, step, work.now) for step in open_swap_steps(swap, made, board.staff)
        )
        how = next((way for way in ways if way is not None), None)
        if how is not None and person not in swap.parties:
            verdict = decide(board.rulebook, swap, held_board(board, swap), work.clock)
            yield Waiting(
                "swap",
                swap.swap_id,
                month,
                swap.parties,
                days,
                min(starts),
                swap.given,
                how.principal,
                _sum_lost(board.seat_changes(swap.given, swap.taken)),
                verdict.needs_consent,
                what=swap.kind.value,
                refused=not verdict.allowed,
            )


def _sum_lost(changes: Iterable[SeatChange]) -> int:
    return sum(max(0, change.lost_seats) for change in changes)


def _leaves(work: Work, board: Board, person: str) -> Iterator[Waiting]:
    month = board.case.month
    draft = _newest_draft(work, month)
    drafted = () if draft is None else draft.granted_requests  # decided with what else the draft grants
    for leave in board.leaves:
        if month_of_leave(work, leave.start) != month or leave.leave_id in drafted:
            continue
        if leave.state is LeaveState.PROVISIONAL and person == leave.agent_id and uncovered_days(leave):
            due = certificate_due(leave, board)
            yield Waiting("certificate", leave.leave_id, month, (person,), leave.days, due, what=leave.kind)
        if leave.state not in (SICK_ACKNOWLEDGED if leave.is_sick else UNDECIDED):
            continue
        made = leave_rows.decisions_of(work.connection, f"leave:{leave.leave_id}")
        step = next_step(leave_steps(leave, board), made)
        how = None if step is None else acting(board, person, step, work.now, made=made, but=(leave.agent_id,))
        if how is None or person in {leave.agent_id, leave.applicant}:
            continue
        touched = tuple(duty for duty in duties_touched(leave, board))
        counts = leave.state is not LeaveState.PENDING
        standing = [duty for duty in touched if board.duties.get(duty.agent_id, {}).get(duty.day) == duty]
        vacant = leave_rows.vacancies_of_leave(work.connection, leave.leave_id)
        lost = seats_lost(leave, board, () if counts else standing, vacant)
        due = board.month_case.midnight(leave.end + timedelta(days=1)) if counts else first_start(leave, board)
        verdict = decide(board.rulebook, leave, board, work.clock)
        yield Waiting(
            "leave",
            leave.leave_id,
            month,
            (leave.agent_id,),
            leave.days,
            due,
            touched,
            how.principal,
            _sum_lost(lost),
            verdict.needs_consent,
            counts=counts,
            what=leave.kind,
            refused=not verdict.allowed,
            reported_by=leave.applicant if leave.is_report else "",
        )


def _pay_backs(work: Work, person: str) -> Iterator[Waiting]:
    """Missed pay-backs ask the leaders of both, however long ago it was; where nobody leads both, the directors."""
    for item in missed_of(work):
        board = work.board(work.month_at(item.day))
        staff, people = board.staff, (item.debtor, item.creditor)
        leaders = [staff.leaders_of(staff.agents[one].team) for one in people if one in staff.agents]
        both = frozenset.intersection(*leaders) - set(people) if len(leaders) == len(people) else frozenset()
        if person in (both or staff.directors) and may_agree(board, person, item):
            due = board.month_case.midnight(item.day + timedelta(days=1))
            yield Waiting("payback", item.swap_id, board.case.month, people, (item.day,), due, shift=item.shift)


def _vacancies(work: Work, board: Board, person: str) -> Iterator[Waiting]:
    asked = {move.given: move.taker for swap in board.swaps if swap.state in OPEN_SWAPS for move in swap.moves}
    for item in vacancies_of(work, board.case.month):
        duty = item.duty
        start = board.stint(duty).start if item.part is None else board.month_case.wall(duty.day, item.part[0])
        team = board.case.agent_by_id[duty.agent_id].team
        led = board.staff.leaders_of(team) - {duty.agent_id}
        step = Step(Office.LEADER, team) if led else Step(Office.DIRECTOR)
        if start > work.now and acting(board, person, step, work.now, but=(duty.agent_id,)) is not None:
            gap = _sum_lost(vacancy_lost(item, board))
            yield Waiting(
                "vacancy",
                item.leave_id,
                board.case.month,
                (duty.agent_id,),
                (duty.day,),
                start,
                (duty,),
                gap=gap,
                asked=asked.get(duty, ""),
            )


def _tasks(work: Work, board: Board, person: str, ahead: timedelta = SOON) -> Iterator[Waiting]:
    """What is a person's to do soon, or was till lately; what nobody has the role for is the directors'."""
    today = board.month_case.local(work.now).date()
    for item in tasks_of(work, board, today - LATELY, today + ahead):
        due = item.due
        mine = person in (due.people or board.staff.directors)
        if mine and not item.done and due.at < work.now + ahead:
            task_id, day, team = item.key
            subject = f"{day}:{task_id}:{team}" if team else f"{day}:{task_id}"
            yield Waiting("task", subject, board.month, (), (day,), due.at, what=due.task.name)


def _meetings(work: Work, board: Board, person: str) -> Iterator[Waiting]:
    """Who was not at a meeting hears of it from their leader; the only leader of a team from a director."""
    staff = board.staff
    for item in lists_of(work, board):
        meeting = item.meeting
        start = board.evidence(board.roster).utc(meeting.day, meeting.start_minute)
        if not start < work.now < start + LATELY:
            continue
        subject, due = f"{meeting.day}:{meeting.kind}", board.month_case.midnight(meeting.day + timedelta(days=1))
        tells = ((one, staff.leaders_of(staff.agents[one].team) - {one} or staff.directors) for one in item.to_hear)
        mine = tuple(one for one, leaders in tells if person in leaders)
        if mine:
            later = due + timedelta(days=2)
            yield Waiting("hear", subject, board.month, mine, (meeting.day,), later, count=len(mine), what=meeting.kind)


def _permits(work: Work, board: Board, person: str) -> Iterator[Waiting]:
    """Who asks to leave the post waits for the word of who leads the shift."""
    month = board.case.month
    for item in permit_rows.permits_of(work.connection, work.centre_id, month.first, month.last):
        duty = item.duty
        if item.state != "asked" or board.duties.get(duty.agent_id, {}).get(duty.day) != duty:
            continue
        if work.now < board.stint(duty).end and person in asked_about(board, duty):
            yield Waiting("permit", item.permit_id, month, (duty.agent_id,), (duty.day,), item.start, (duty,))


def _signatures(work: Work, board: Board, person: str) -> Iterator[Waiting]:
    """A shift that ends asks its leader to sign until its successor is over too; given, it asks who leads that one."""
    today, month = board.month_case.local(work.now).date(), board.case.month
    early = timedelta(minutes=Policy.of(board.rulebook).roll_call_minutes)
    known = {
        (item.day, item.shift): item
        for item in handover_rows.handovers(work.connection, work.centre_id, today - LATELY, today)
    }
    days = [day for back in range(LATELY.days + 1) if (day := today - timedelta(days=back)) in month]
    for here in (one for day in days for one in occurrences(board, day)):
        given = known.get((here.day, here.shift))
        if given is None and here.end - early <= work.now < here.end + SOON:
            to = next_of(board, here)
            whose, side, giver = here, Side.GIVE, ""
            if to is not None and to.end <= work.now:
                continue
        elif given is not None and not given.is_signed:
            whose, side, giver = next_of(board, here) or here, Side.TAKE, given.given_by
        else:
            continue
        leaders = tuple(one for one in duty_leaders(board, whose) if one != giver)
        if person in (leaders or (leader_now(board, whose, but=giver),)):
            due = here.end if side is Side.GIVE else max(here.end, whose.start)
            subject = f"{here.day}/{here.shift}"
            yield Waiting("sign", subject, month, (), (here.day,), due, what=side.value, shift=here.shift)


def _grades(work: Work, board: Board, person: str) -> Iterator[Waiting]:
    """What a month's tests speak for is the directors' to decide, by the day from which it would hold."""
    if person not in board.staff.directors:
        return
    month = board.month
    waiting = waiting_proposals(grade_lines_of(work, board, month))
    if waiting:
        due = board.month_case.midnight(first_day_after(month, board.month_case.local(work.now).date()))
        people = tuple(line.agent_id for line in waiting)
        yield Waiting("grades", str(month), month, people, (), due, count=len(waiting))


def _newest_draft(work: Work, month: Month) -> RosterVersion | None:
    """The month's newest version, where it is a draft that may still come to bind.

    What a draft of a month that is over would change of a roster that binds asks nobody any more; where none binds,
    the month still waits to be published.
    """
    versions = roster_rows.roster_versions(work.connection, work.month_row(month).month_id)
    if not versions or versions[-1].state is not RosterState.DRAFT:
        return None
    if month.last < work.today and any(item.state in BINDING for item in versions):
        return None
    return versions[-1]


def _draft(work: Work, board: Board, version: RosterVersion, person: str, *, publishes: bool) -> Iterator[Waiting]:
    month, subject = board.case.month, str(version.roster_id)
    first = board.month_case.midnight(month.first)
    grants = grants_waiting(work, board, version)
    mine = [
        grant
        for grant in grants
        if grant.leave.agent_id != person
        and acting(board, person, grant.due, work.now, made=grant.made, but=(grant.leave.agent_id,)) is not None
    ]
    if mine:
        people = tuple(dict.fromkeys(grant.leave.agent_id for grant in mine))
        days = tuple(sorted({grant.leave.start for grant in mine}))
        yield Waiting("grants", subject, month, people, days, first, count=len(mine))
    asked = [item for item in consent_rows.asked(work.connection, version.roster_id) if item.state == "asked"]
    for item in asked:
        if item.agent_id == person:
            due = board.month_case.midnight(item.day)
            yield Waiting("consent", subject, month, (person,), (item.day,), due)
    if publishes and not grants and not asked:
        yield Waiting("draft", subject, month, (), (), first, count=version.version)
