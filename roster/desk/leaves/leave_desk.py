"""Leave at the desk: filed → climbed the ladder → effective → returned, each step one transaction."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.desk import Desk, Work
from roster.desk.leaves.giving_back import GIVEN_UP, give_up, has_begun, month_of_leave, months_touched
from roster.desk.leaves.leave_cost import LeaveCost, leave_cost
from roster.desk.leaves.vacant import covers_of, to_be_taken, vacancy_of
from roster.desk.once import once
from roster.desk.policy.deadlines import duties_touched, filing_deadline, taken_from
from roster.desk.policy.desk_rule import decide
from roster.desk.policy.ladder import LEADER_OR_DIRECTOR, acting, leave_steps, next_step
from roster.desk.policy.policy import Policy
from roster.desk.policy.sickness import certificate_due, certified, counts_at_once, needs_certificate
from roster.desk.refusals import bad_request, not_now, not_yours, wrong_state
from roster.desk.shift_log.log import enter_leave
from roster.desk.swaps.suggest import Suggestion
from roster.desk.swaps.swap_desk import held_board, order, void_touching
from roster.desk.words import duty_words, state_words
from roster.errors import NotFoundError, RefusedError
from roster.model import Case, Duty, Month
from roster.model.approval import Approval, DecisionAct
from roster.model.leave_request import Certificate, LeaveRequest, LeaveState, Vacancy, uncovered_days
from roster.model.requests import LEAVE_KINDS, span_words
from roster.model.swap import Move, SwapKind, SwapRequest, handed
from roster.rule import Refusal
from roster.store import absence_rows, leave_rows, roster_rows
from roster.store.absence_rows import Absence
from roster.store.roster_rows import RosterState
from roster.text import Text

MOST_DAYS_BACK = 31
"""How long ago the first day of a leave may be when it is filed."""

UNDECIDED = frozenset({LeaveState.PENDING})
SICK_ACKNOWLEDGED = frozenset({LeaveState.PENDING, LeaveState.PROVISIONAL, LeaveState.EFFECTIVE})


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
        decide(board.rulebook, leave, board, work.clock).enforce()
        _need_recent(leave, board)
        report = leave.is_sick and not counts_at_once(leave, board)
        _need_new(work, leave, report=report)
        leave_rows.add_leave(work.connection, work.centre_id, leave)
        work.tell(
            f"leave:{leave.leave_id}",
            {"agent": agent_id, "start": leave.first_text, "end": leave.last_text}
            | ({"replaces": [other.leave_id for other in replaced]} if replaced else {}),
        )
        if leave.is_sick and not report:
            _settle_reports(work, leave)
            return take_effect(work, board, leave)
        work.changed(board.case.month)
        return leave


def _overlapping(work: Work, leave: LeaveRequest) -> tuple[LeaveRequest, ...]:
    """The other leaves of the person that overlap it."""
    return tuple(
        other
        for other in leave_rows.leaves_between(work.connection, work.centre_id, leave.start, leave.end)
        if other.agent_id == leave.agent_id and other.leave_id != leave.leave_id and leave.overlaps(other)
    )


def _settle_reports(work: Work, leave: LeaveRequest) -> None:
    """Sickness that counts takes the place of what colleagues have reported of the same days."""
    for other in _overlapping(work, leave):
        if other.is_report and other.state is LeaveState.PENDING:
            give_up(work, other, **{"for": leave.leave_id})


def _need_new(work: Work, leave: LeaveRequest, *, report: bool = False) -> None:
    """A day is taken once: leave that overlaps other leave that counts, or waits, is refused with its id and days.

    Who falls ill during other leave is ill: nothing is refused, and the ledger counts those days as sickness. What a
    colleague reports (`report`) meets only their own earlier report: of other leave they learn nothing.
    """
    for other in _overlapping(work, leave):
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
        )


_REPLACE = Text("或写明由这一份代替(--replace)", "or say that this one replaces it (--replace)")
_SIGN_OFF = Text("那一份已开始,先销假", "that one has begun: sign off its return first")


def _give_way(work: Work, leave: LeaveRequest) -> tuple[LeaveRequest, ...]:
    """The other leaves of the person that a new one replaces, withdrawn; those that have begun stand and are refused.

    Who files for somebody else replaces only what they filed themselves and nobody has decided.
    """
    found: list[LeaveRequest] = []
    for other in _overlapping(work, leave):
        waits = other.state in UNDECIDED
        own = leave.applicant == leave.agent_id or (waits and other.applicant == leave.applicant)
        stands = other.is_sick and not leave.is_sick
        if own and not stands and (waits or (other.state in GIVEN_UP and not has_begun(work, other))):
            give_up(work, other, **{"for": leave.leave_id})
            found.append(other)
    return tuple(found)


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
        raise bad_request(
            "kind",
            Text(f"没有请假类别 {kind}", f"there is no kind of leave {kind}"),
            Text(f"写以下之一:{known}", f"write one of {known}"),
        )


def months_without_case(desk: Desk, leave: LeaveRequest) -> tuple[Month, ...]:
    """The months of a leave that nobody has planned yet: what hangs on their duties is not judged so far."""
    with desk.reading() as work:
        known = work.known_months()
        return tuple(month for month in dict.fromkeys(map(Month.of, leave.days)) if month not in known)


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
            f">= {oldest}",
        )


def _late(leave: LeaveRequest, board: Board) -> bool:
    """Whether it was filed after its kind's deadline (LEAVE-2)."""
    return filing_deadline(leave, board, Policy.of(board.rulebook)).missed_by(leave.filed_at)


def leave_row(work: Work, leave_id: str) -> LeaveRequest:
    """A leave as it stands; NotFoundError without it."""
    return leave_rows.leave_row(work.connection, work.centre_id, leave_id)


def read_leave(desk: Desk, leave_id: str) -> tuple[LeaveRequest, tuple[Approval, ...]]:
    """A leave and the decisions made on it."""
    with desk.reading() as work:
        return leave_row(work, leave_id), leave_rows.decisions_of(work.connection, f"leave:{leave_id}")


def list_leave(desk: Desk, start: date, end: date, states: Iterable[LeaveState] = ()) -> tuple[LeaveRequest, ...]:
    """The leaves that touch `start` … `end`, in the order of filing; all states unless some are named."""
    chosen = frozenset(states)
    with desk.reading() as work:
        found = leave_rows.leaves_between(work.connection, work.centre_id, start, end)
        return tuple(leave for leave in found if not chosen or leave.state in chosen)


def cost_of(desk: Desk, leave_id: str) -> LeaveCost:
    """What approving a leave costs: coverage lost per interval, and ranked covers.

    Of one that counts already (sickness does at once), what its duties that nobody covers yet cost.
    """
    with desk.reading() as work:
        leave = leave_row(work, leave_id)
        board = work.board(month_of_leave(work, leave.start))
        return leave_cost(board, leave, work.clock, leave_rows.vacancies_of_leave(work.connection, leave_id))


def case_of(desk: Desk, leave_id: str) -> Case:
    """The case of the month whose board judges a leave: its people and shifts."""
    with desk.reading() as work:
        return work.board(month_of_leave(work, leave_row(work, leave_id).start)).case


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
            decide(board.rulebook, leave, board, work.clock).enforce()
            if leave.is_report:
                _need_new(work, leave)
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
        leave_rows.add_decision(work.connection, subject, approval)
        told = {"approved": approved, "step": due.office.value, "consent": consent}
        work.tell(subject, told | ({"in_place_of": how.principal, "away": how.away} if how.principal else {}))
        if not approved:
            leave_rows.set_leave_state(work.connection, leave, LeaveState.DECLINED, work.now)
            work.changed(board.case.month)
            return replace(leave, state=LeaveState.DECLINED)
        if leave.is_report:
            _settle_reports(work, leave)
            return take_effect(work, board, leave)
        if leave.state in {LeaveState.PENDING, LeaveState.DECLINED} and next_step(steps, (*made, approval)) is None:
            return take_effect(work, board, leave)
        if leave.state is LeaveState.DECLINED:
            leave_rows.set_leave_state(work.connection, leave, LeaveState.PENDING, work.now)
            leave = replace(leave, state=LeaveState.PENDING)
        work.changed(board.case.month)
        return leave


def take_effect(work: Work, board: Board, leave: LeaveRequest) -> LeaveRequest:
    """The leave counts: its duties fall vacant, open swaps of them are void, provisional absenteeism is cleared."""
    provisional = needs_certificate(leave, board) and bool(uncovered_days(leave))
    state = LeaveState.PROVISIONAL if provisional else LeaveState.EFFECTIVE
    leave_rows.set_leave_state(work.connection, leave, state, work.now)
    freed: list[Duty] = []
    for month in months_touched(work, leave):
        freed.extend(_vacate(work, month, leave))
        work.changed(month)
    cleared = absence_rows.set_absences(
        work.connection, work.centre_id, f"leave:{leave.leave_id}", "provisional", "cleared"
    )
    # What attendance or another request said of these duties is settled with them.
    for day in {duty.day for duty in freed} | {duty.day for duty in duties_touched(leave, board)}:
        cleared += absence_rows.clear_absences(work.connection, work.centre_id, leave.agent_id, day, day)
    enter_leave(work, board, leave, freed)
    work.tell(f"leave:{leave.leave_id}", {"state": state.value, "vacant": len(freed), "cleared": cleared})
    if not freed:
        work.changed(board.case.month)
    return leave_row(work, leave.leave_id)


def _vacate(work: Work, month: Month, leave: LeaveRequest) -> tuple[Duty, ...]:
    row = work.month_row(month)
    version = roster_rows.binding_version(work.connection, row.month_id)
    if version is None or version.state is not RosterState.PUBLISHED:
        return ()
    board = work.board(month)
    if leave.agent_id not in board.duties:
        return ()
    standing = board.duties[leave.agent_id]
    duties = tuple(
        duty for duty in duties_touched(leave, board) if duty.day in month and standing.get(duty.day) == duty
    )
    if not duties:
        return ()
    freed = tuple(vacancy_of(leave, duty, board) for duty in duties)
    whole = tuple(item.duty for item in freed if item.part is None)
    if whole:
        roster_rows.change_duties(work.connection, version, whole, (), cause=f"leave:{leave.leave_id}", at=work.now)
    leave_rows.add_vacancies(work.connection, row.month_id, freed)
    work.changed(month)
    void_touching(work, work.board(month), duties)
    return duties


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
        told = {"certificate": [start.isoformat(), end.isoformat()], "complete": certified(covered, board)}
        if leave.state is LeaveState.PROVISIONAL and certified(covered, board):
            state = LeaveState.EFFECTIVE if leave.returned_at is None else LeaveState.RETURNED
            leave_rows.set_leave_state(work.connection, leave, state, work.now)
            covered = replace(covered, state=state)
        work.tell(f"leave:{leave_id}", told)
        work.changed(board.case.month)
        return covered


def open_vacancies(desk: Desk, month: Month) -> tuple[Vacancy, ...]:
    """The month's vacancies by day; they can be covered or re-planned."""
    with desk.reading() as work:
        return vacancies_of(work, month)


def vacancies_of(work: Work, month: Month) -> tuple[Vacancy, ...]:
    """The open vacancies of a month, by day."""
    return leave_rows.vacancies_of_month(work.connection, work.month_row(month).month_id)


def covers_of_vacancy(desk: Desk, leave_id: str, day: date) -> tuple[Suggestion, ...]:
    """Who could take a duty that a leave freed, best first; nobody once it is over. NotFoundError without one."""
    with desk.reading() as work:
        item = _vacant(work, leave_id, day)
        return covers_of(work.board(Month.of(day)), item, work.clock)


def _vacant(work: Work, leave_id: str, day: date) -> Vacancy:
    leave_row(work, leave_id)
    for item in leave_rows.vacancies_of_leave(work.connection, leave_id):
        if item.duty.day == day:
            return item
    raise NotFoundError(Text(f"请假 {leave_id} 在 {day} 的空缺班次", f"a vacant duty of leave {leave_id} on {day}"))


@once
def cover_vacancy(
    desk: Desk, actor: str, leave_id: str, day: date, partner: str, *, reason: str, key: str | None = None
) -> SwapRequest:
    """A leader gives a vacant duty to somebody: in the register, outside the quota (COVER-1).

    Effective at once, or with the word of the partner's own leader or of the director. RefusedError where the
    partner's month would break a rule, does not hold the job, or the duty is over.
    """
    with desk.writing(actor, "vacancy.cover", key) as work:
        item = _vacant(work, leave_id, day)
        board = work.board(Month.of(day))
        acting_manager(board, actor, item.duty.agent_id)
        if partner not in board.case.agent_by_id:
            raise NotFoundError(Text(f"坐席 {partner}", f"agent {partner}"))
        taken = to_be_taken(board, item, work.clock)
        if taken is None:
            raise _no_shift_fits(item)
        move = Move(item.duty, handed(taken, partner).taken)
        swap = SwapRequest(actor, SwapKind.COVER, (move,), reason, work.now, by_leader=True)
        refusals = _no_cover(board, swap, item, work.clock)
        if refusals:
            raise RefusedError(refusals)
        return order(work, board, swap)


def _no_shift_fits(item: Vacancy) -> RefusedError:
    """Nobody can be put in for a part of a duty in which no shift lies."""
    first, last = (f"{minute // 60 % 24:02d}:{minute % 60:02d}" for minute in item.part or (0, 0))
    return not_now(
        Text(
            f"{duty_words(item.duty)} 空缺 {first}–{last},没有班次在此时段内",
            f"{duty_words(item.duty)} is vacant {first}–{last}: no shift lies within it",
        ),
        f"{first}–{last}",
        Text("该时段内的班次", "a shift within it"),
        Text("由当班人员顶岗,或设一个短班", "let those on duty keep the seat, or set up a short shift"),
    )


def _no_cover(board: Board, cover: SwapRequest, item: Vacancy, clock: Clock) -> tuple[Refusal, ...]:
    """What speaks against it, asked as if the absent person still held the duty, with the best cover there is."""
    held = held_board(board, cover)
    refusals = decide(held.rulebook, cover, held, clock).refusals
    if not refusals:
        return ()
    best = covers_of(board, item, clock)[:1]
    way = Text(f"由 {best[0].partner} 顶班", f"let {best[0].partner} cover it") if best else None
    return tuple(replace(refusal, alternative=refusal.alternative or way) for refusal in refusals)


def settle_leave(work: Work, month: Month) -> dict[str, int]:
    """What the clock does to leave: provisional absenteeism, final absenteeism, certificates overdue; how many."""
    board = work.board(month)
    done = {"provisional": 0, "final": 0, "lapsed": 0}
    clear_days = Policy.of(board.rulebook).absence_clear_days
    for leave in board.leaves:
        cause = f"leave:{leave.leave_id}"
        if leave.is_report:
            # Nobody asked for it themselves: who stayed away is seen by the roll call.
            continue
        if leave.state in {LeaveState.PENDING, LeaveState.DECLINED}:
            for duty in duties_touched(leave, board):
                if work.now >= taken_from(leave, duty, board) and _stayed_away(work, board, leave, duty):
                    absence = Absence(leave.agent_id, duty.day, cause, "provisional")
                    done["provisional"] += absence_rows.put_absence(work.connection, work.centre_id, absence, work.now)
        # Taking a request back once its duty began does not undo the absence.
        if leave.state in {LeaveState.PENDING, LeaveState.DECLINED, LeaveState.WITHDRAWN}:
            if work.now >= board.month_case.midnight(leave.end + timedelta(days=1 + clear_days)):
                done["final"] += absence_rows.set_absences(
                    work.connection, work.centre_id, cause, "provisional", "final"
                )
        elif leave.state is LeaveState.PROVISIONAL and work.now >= certificate_due(leave, board):
            done["lapsed"] += _lapse(work, board, leave)
    return done


def _stayed_away(work: Work, board: Board, leave: LeaveRequest, duty: Duty) -> bool:
    """Whether a duty under a leave that is not effective counts as absence, until attendance says otherwise.

    A leave declined in time is a duty to be worked: only attendance makes that one an absence.
    """
    seen = absence_rows.attendance(work.connection, work.centre_id, duty.day, duty.day)
    absent = next((item.absent for item in seen if item.agent_id == leave.agent_id), None)
    if absent is not None:
        return absent
    return leave.state is LeaveState.PENDING or _late(leave, board)


def _lapse(work: Work, board: Board, leave: LeaveRequest) -> int:
    """The certificate did not come: the duties of uncovered days are absenteeism (LEAVE-5c)."""
    missing = set(uncovered_days(leave))
    for duty in leave.vacated:
        if duty.day in missing:
            absence = Absence(leave.agent_id, duty.day, f"certificate:{leave.leave_id}", "final")
            absence_rows.put_absence(work.connection, work.centre_id, absence, work.now)
    leave_rows.set_leave_state(work.connection, leave, LeaveState.LAPSED, work.now)
    work.tell(f"leave:{leave.leave_id}", {"state": "lapsed", "days": sorted(day.isoformat() for day in missing)})
    work.changed(board.case.month)
    return 1


def acting_manager(board: Board, actor: str, agent_id: str) -> None:
    """Refuses unless the actor leads the agent or holds a director's office."""
    if not board.staff.is_manager_of(actor, agent_id):
        raise not_yours(actor, LEADER_OR_DIRECTOR)
