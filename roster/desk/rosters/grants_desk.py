"""What a draft asks: of its people, their word on duties that it moves; of the chain, the leave that it would grant."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from roster.desk.board.board import Board
from roster.desk.desk import Desk, Work
from roster.desk.once import once
from roster.desk.policy.ladder import acting, leave_steps, next_step, step_words
from roster.desk.refusals import not_now, not_yours, wrong_state
from roster.desk.rosters.difference import difference
from roster.errors import RefusedError, StaleError
from roster.model import Duty, LeaveStatus, Roster
from roster.model.approval import Approval, Consent, Step
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
    only: Iterable[int] | None = None,
    key: str | None = None,
) -> tuple[int, ...]:
    """The actor decides the leave that a draft proposes to grant, on the rung that is due; which requests it was.

    A grant is a proposal until the chain has approved it; a declined one leaves the draft (LEAVE-3).
    """
    chosen = None if only is None else frozenset(only)
    with desk.writing(actor, "grants.decide", key) as work:
        version = roster_rows.roster_version(work.connection, roster_id)
        if version.state is not RosterState.DRAFT:
            raise wrong_state(version.state.value, "draft")
        month = work.month_of(version.month_id)
        board = work.board(month)
        decided: list[int] = []
        for index, leave in open_grants(work, board, version):
            if chosen is not None and index not in chosen:
                continue
            made = leave_rows.decisions_of(work.connection, _grant(roster_id, index))
            due = next_step(_grant_steps(board, leave), made)
            if due is None or actor == leave.agent_id:
                continue
            how = acting(board, actor, due, work.now, made=made, but=(leave.agent_id,))
            if how is None:
                continue
            approval = Approval(due, approved, actor, work.now, how.principal, away=how.away)
            leave_rows.add_decision(work.connection, _grant(roster_id, index), approval)
            decided.append(index)
        if not decided and not open_grants(work, board, version):
            raise _all_decided(work, version)
        if not decided:
            raise not_yours(actor, Text("审批链的下一级", "the next rung of the ladder"))
        if not approved:
            roster_rows.set_granted(work.connection, version, set(version.granted) - set(decided))
        work.tell(f"roster:{roster_id}", {"grants": decided, "approved": approved})
        return tuple(decided)


def _all_decided(work: Work, version: RosterVersion) -> RefusedError:
    """The chain has nothing more to say on a draft's grants: who has said what."""
    rungs: dict[tuple[str, str], Text] = {}
    for index in version.granted:
        for made in leave_rows.decisions_of(work.connection, _grant(version.roster_id, index)):
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
    """A leave that a draft would grant: its index in the case, the rung of the ladder that is due, those after it."""

    index: int
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
    """The same within an act's transaction."""
    waiting = []
    for index, leave in open_grants(work, board, version):
        made = leave_rows.decisions_of(work.connection, _grant(version.roster_id, index))
        steps = _grant_steps(board, leave)
        due = next_step(steps, made)
        assert due is not None
        waiting.append(WaitingGrant(index, leave, due, made, steps[steps.index(due) + 1 :]))
    return tuple(waiting)


def _grant(roster_id: int, index: int) -> str:
    return f"grant:{roster_id}:{index}"


def _grant_steps(board: Board, leave: LeaveRequest) -> tuple[Step, ...]:
    return leave_steps(leave, board)


def open_grants(work: Work, board: Board, version: RosterVersion) -> tuple[tuple[int, LeaveRequest], ...]:
    """The grants of a draft that the chain has not approved yet: index in the case, and the request. Not sickness.

    What the roster that binds grants has been decided with it, and is not asked for again.
    """
    grants = []
    binding = roster_rows.binding_version(work.connection, version.month_id)
    decided = frozenset() if binding is None else frozenset(binding.granted)
    for index in version.granted:
        if index in decided:
            continue
        leave = board.case.leaves[index]
        if leave.status is not LeaveStatus.REQUESTED or leave.is_sick:
            continue
        request = LeaveRequest(
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
        )
        made = leave_rows.decisions_of(work.connection, _grant(version.roster_id, index))
        if next_step(_grant_steps(board, request), made) is not None:
            grants.append((index, request))
    return tuple(grants)
