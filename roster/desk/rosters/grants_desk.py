"""What a draft asks: of its people, their word on duties that it moves; of the chain, the leave that it would grant."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from roster.desk.board.board import Board
from roster.desk.desk import Desk, Work
from roster.desk.leaves.leave_ask import ask_leave
from roster.desk.leaves.leave_decision import decline
from roster.desk.once import once
from roster.desk.policy.desk_rule import decide
from roster.desk.policy.ladder import acting, leave_steps, next_step, step_words
from roster.desk.refusals import not_now, not_yours, wrong_state
from roster.desk.rosters.difference import difference
from roster.desk.rosters.granting import Grant, grant_subject, open_requests
from roster.errors import RefusedError, StaleError
from roster.model import Duty, LeaveStatus, Roster
from roster.model.approval import Approval, Consent, DecisionAct, Step
from roster.model.leave_request import LeaveRequest
from roster.store import consent_rows, leave_rows, roster_rows
from roster.store.roster_rows import RosterState, RosterVersion
from roster.text import Text


def list_consents(
    work: Work,
    board: Board,
    version: RosterVersion,
    roster: Roster,
    only: Collection[tuple[str, date]] | None = None,
) -> None:
    """Each duty that the draft takes from or moves for somebody, other than by leave, waits for that one's word."""
    moved = [
        Consent(item.agent_id, item.day, _shift_and_job(item.before), _shift_and_job(item.after), "asked")
        for item in difference(board.roster, roster)
        if board.on_leave(item.agent_id, item.day) is None and (only is None or (item.agent_id, item.day) in only)
    ]
    consent_rows.ask(work.connection, version.roster_id, moved)


def _shift_and_job(duty: Duty | None) -> tuple[str, str] | None:
    return None if duty is None else (duty.shift, duty.job)


def consents(desk: Desk, roster_id: int) -> tuple[Consent, ...]:
    """What a draft asks of whom: `asked`, `agreed` or `declined`."""
    with desk.reading() as work:
        return consent_rows.asked(work.connection, roster_id)


@once
def answer_consent(desk: Desk, actor: str, roster_id: int, day: date, *, agrees: bool, key: str | None = None) -> None:
    """The actor agrees to, or declines, what a draft changes on a day."""
    with desk.writing(actor, "consent.answer", key) as work:
        state = "agreed" if agrees else "declined"
        if not consent_rows.answer(work.connection, roster_id, actor, day, state):
            raise StaleError("nothing is asked of you on that day")
        work.tell(f"roster:{roster_id}", {"day": day.isoformat(), "consent": state})


@once
def decide_grants(
    desk: Desk,
    actor: str,
    roster_id: int,
    *,
    approved: bool = True,
    only: Iterable[Grant] | None = None,
    key: str | None = None,
) -> tuple[Grant, ...]:
    """The actor decides the leave that a draft proposes to grant, on the rung that is due; which it was.

    A grant is a proposal until the chain has approved it; a declined one leaves the draft (LEAVE-3). Of leave filed at
    the desk the yes counts once the draft is published, and a no is the leave's own: it is declined.

    RefusedError where a rule forbids it of filed leave; what needs express consent is approved on the leave itself.
    """
    chosen = None if only is None else frozenset(only)
    with desk.writing(actor, "grants.decide", key) as work:
        version = roster_rows.roster_version(work.connection, roster_id)
        if version.state is not RosterState.DRAFT:
            raise wrong_state(version.state.value, "draft")
        board = work.board(work.month_of(version.month_id))
        waiting = grants_waiting(work, board, version)
        decided = [
            item.grant
            for item in waiting
            if (chosen is None or item.grant in chosen) and _decide(work, board, version, item, approved=approved)
        ]
        if not decided and not waiting:
            raise _all_decided(work, board, version)
        if not decided:
            raise not_yours(actor, Text("审批链的下一级", "the next rung of the ladder"))
        if not approved:
            rows = {place for place in version.granted if place not in decided}
            requests = [item for item in version.granted_requests if item not in decided]
            roster_rows.set_granted(work.connection, version, rows, requests)
        work.tell(f"roster:{roster_id}", {"grants": decided, "approved": approved})
        return tuple(decided)


def _decide(work: Work, board: Board, version: RosterVersion, item: "WaitingGrant", *, approved: bool) -> bool:
    """The actor's word on one grant; whether the rung that is due is theirs."""
    leave = item.leave
    concerned = (leave.agent_id, leave.applicant)
    how = acting(board, work.actor, item.due, work.now, made=item.made, but=concerned)
    if how is None or work.actor in concerned:
        return False
    approval = Approval(item.due, approved, work.actor, work.now, how.principal, away=how.away)
    if leave.leave_id:
        act = DecisionAct(leave, work.actor, approved, item.made)
        decide(board.rulebook, act, board, work.clock).enforce()
        if approved:
            ask_leave(board, leave, work.clock).enforce()
        else:
            decline(work, board, leave, approval)
            return True
    leave_rows.add_decision(work.connection, grant_subject(version, leave), approval)
    return True


def _all_decided(work: Work, board: Board, version: RosterVersion) -> RefusedError:
    """The chain has nothing more to say on a draft's grants: who has said what."""
    rungs: dict[tuple[str, str], Text] = {}
    for _, leave in _granted(work, board, version):
        for made in leave_rows.decisions_of(work.connection, grant_subject(version, leave)):
            rungs.setdefault((made.by, made.step.office.value), step_words(made.step))
    said = Text(
        "、".join(f"{words.zh} {by}" for (by, _), words in rungs.items()),
        ", ".join(f"{words.en} {by}" for (by, _), words in rungs.items()),
    )
    by = Text(f":{said.zh}", f", by {said.en}") if rungs else Text("", "")
    return not_now(
        Text(
            f"这份草稿没有待审批的拟批请假,都已决定{by.zh}",
            f"no leave of this draft waits for the chain: all is decided{by.en}",
        ),
        Text("已决定", "decided"),
        Text("待审批", "waiting"),
    )


@dataclass(frozen=True, slots=True)
class WaitingGrant:
    """A leave that a draft would grant: which record it is, the rung of the ladder that is due, those after it."""

    grant: Grant
    leave: LeaveRequest
    due: Step
    made: tuple[Approval, ...] = ()
    later: tuple[Step, ...] = ()


def waiting_grants(desk: Desk, roster_id: int) -> tuple[WaitingGrant, ...]:
    """The grants of a draft that the chain has not approved yet, each with who is next. NotFoundError without it."""
    with desk.reading() as work:
        version = roster_rows.roster_version(work.connection, roster_id)
        return grants_waiting(work, work.board(work.month_of(version.month_id)), version)


def grants_waiting(work: Work, board: Board, version: RosterVersion) -> tuple[WaitingGrant, ...]:
    """The same within an act's transaction. Sickness waits for nobody.

    What the roster that binds grants has been decided with it, and is not asked for again; what has been said on filed
    leave itself is said.
    """
    waiting = []
    for grant, leave in _granted(work, board, version):
        made = leave_rows.decisions_of(work.connection, grant_subject(version, leave))
        if leave.leave_id:
            made = (*leave_rows.decisions_of(work.connection, f"leave:{leave.leave_id}"), *made)
        steps = leave_steps(leave, board)
        due = next_step(steps, made)
        if due is not None:
            waiting.append(WaitingGrant(grant, leave, due, made, steps[steps.index(due) + 1 :]))
    return tuple(waiting)


def _granted(work: Work, board: Board, version: RosterVersion) -> Iterator[tuple[Grant, LeaveRequest]]:
    """What a draft grants and no other roster does: rows of the table, as requests, then requests of the desk."""
    binding = roster_rows.binding_version(work.connection, version.month_id)
    decided = frozenset() if binding is None else frozenset(binding.granted)
    for index in version.granted:
        leave = board.case.leaves[index]
        if index in decided or leave.status is not LeaveStatus.REQUESTED or leave.is_sick:
            continue
        yield (
            index,
            LeaveRequest(
                leave.agent_id,
                leave.kind,
                leave.start,
                leave.end,
                "asked for before the roster",
                version.created_at,
                special=leave.special,
                extreme=leave.extreme,
                start_minute=leave.start_minute,
                end_minute=leave.end_minute,
            ),
        )
    for request in open_requests(work, version):
        yield request.leave_id, request
