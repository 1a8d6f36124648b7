"""A swap asked about: made from the roster, checked against every rule, and answered with the nearest way."""

from dataclasses import replace
from datetime import date

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.policy.desk_rule import DeskRule, Verdict, decide, verdict_of
from roster.desk.policy.ladder import who_leads
from roster.desk.refusals import bad_request, not_now, not_of_month
from roster.desk.swaps.suggest import suggest
from roster.desk.swaps.swap_held import asked_already
from roster.desk.swaps.ways import WayOff, as_way, nearest_change, nearest_swap, ways_off
from roster.desk.words import duty_words, state_words
from roster.errors import NotFoundError
from roster.model import Duty, Month
from roster.model.swap import OPEN_SWAPS, LaterPayBack, Move, SwapKind, SwapRequest, handed
from roster.rule import Refusal
from roster.text import Text


def swap_between(
    board: Board, agent_id: str, day: date, partner: str, pay_back_day: date, *, reason: str, clock: Clock
) -> SwapRequest:
    """`agent_id` gives up the duty on `day` for the partner's on `pay_back_day`.

    NotFoundError without these duties, InputError where one of the two is not with the centre in the other's month.
    """
    moves = (handed(board.duty(agent_id, day), partner), handed(board.duty(partner, pay_back_day), agent_id))
    _with_the_centre(board, agent_id, pay_back_day, "payback_date")
    _with_the_centre(board, partner, day, "partner")
    return SwapRequest(agent_id, SwapKind.SWAP, moves, reason, clock.now(), accepted=frozenset({agent_id}))


def _need_page(board: Board, day: date, field: str) -> None:
    """InputError about the field for a day of a month that the board does not hold: over, or left out."""
    if board.calendar.page(day) is None:
        raise bad_request(
            field,
            Text(f"{Month.of(day)} 没有可换的班表", f"there is no roster of {Month.of(day)} to swap in"),
            Text("选有班表的月份中的一天", "choose a day of a month that has a roster"),
        )


def _with_the_centre(board: Board, agent_id: str, day: date, field: str) -> None:
    """Whether the month of a day lists somebody among its people; else InputError about the field."""
    if agent_id not in board.case_of(day).agent_by_id:
        remedy = Text("选两人都在岗的月份的班次", "choose a duty of a month in which both are with the centre")
        raise not_of_month(field, agent_id, Month.of(day), remedy)


def later_swap(
    board: Board, agent_id: str, day: date, partner: str, later: LaterPayBack, *, reason: str, clock: Clock
) -> SwapRequest:
    """`agent_id` gives up the duty on `day`; the pay-back lies in a later month that has no roster yet.

    NotFoundError without the duty, InputError for a pay-back within the month or before it, or a shift that there is
    not or that does not serve the job.
    """
    if partner not in board.case.agent_by_id:
        raise NotFoundError(Text(f"坐席 {partner}", f"agent {partner}"))
    given = board.duty(agent_id, day)
    shift = board.case.shift_by_code.get(later.shift)
    if later.day <= board.case.month.last:
        raise bad_request(
            "payback_date",
            Text(f"{later.day} 不在以后的月份", f"{later.day} lies in no later month"),
            Text("写明对方的班次日期", "name the day of a duty of the partner's"),
        )
    if not later.shift:
        month = Month.of(later.day)
        raise bad_request(
            "payback_shift",
            Text(f"{month} 还没有班表,不知还哪个班", f"{month} has no roster yet: which shift is paid back is open"),
            Text("写明还班班次", "name the shift to be paid back"),
        )
    if shift is None or not shift.serves(given.job):
        raise bad_request(
            "payback_shift",
            Text(f"没有设工种 {given.job} 的班次 {later.shift}", f"no shift {later.shift} serves {given.job}"),
            Text("写明以后月份的还班班次", "name the shift to be paid back in the later month"),
        )
    for person in (agent_id, partner):
        if not board.case.agent_by_id[person].employed_on(later.day):
            raise bad_request(
                "payback_date",
                Text(f"{person} 届时已不在职", f"{person} is not employed then"),
                Text("选较早的日期", "choose an earlier day"),
            )
    moves = (handed(given, partner),)
    return SwapRequest(agent_id, SwapKind.SWAP, moves, reason, clock.now(), accepted=frozenset({agent_id}), later=later)


def paid_back(
    board: Board,
    agent_id: str,
    day: date,
    partner: str,
    pay_back_day: date,
    pay_back_shift: str | None,
    *,
    reason: str,
    clock: Clock,
) -> SwapRequest:
    """A swap for the partner's duty of `pay_back_day`, or to be paid back then where that month has no roster yet.

    Errors as of `swap_between` and `later_swap`.
    """
    if pay_back_day <= board.case.month.last:
        _need_page(board, pay_back_day, "payback_date")
    if board.is_rostered(pay_back_day) or pay_back_day <= board.case.month.last:
        return swap_between(board, agent_id, day, partner, pay_back_day, reason=reason, clock=clock)
    later = LaterPayBack(pay_back_day, pay_back_shift or "")
    return later_swap(board, agent_id, day, partner, later, reason=reason, clock=clock)


def cover_of(
    board: Board,
    requester: str,
    agent_id: str,
    day: date,
    partner: str,
    *,
    reason: str,
    clock: Clock,
    extreme: bool = False,
) -> SwapRequest:
    """`partner` works the duty of `agent_id` without pay-back; a leader's arrangement where somebody else asks."""
    if partner not in board.case.agent_by_id:
        raise NotFoundError(Text(f"坐席 {partner}", f"agent {partner}"))
    return SwapRequest(
        requester,
        SwapKind.COVER,
        (handed(board.duty(agent_id, day), partner),),
        reason,
        clock.now(),
        by_leader=requester != agent_id,
        accepted=frozenset({requester} & {agent_id}),
        extreme=extreme,
    )


def change_of(
    board: Board,
    agent_id: str,
    day: date,
    to_day: date,
    to_shift: str,
    *,
    reason: str,
    clock: Clock,
    requester: str | None = None,
    extreme: bool = False,
) -> SwapRequest:
    """`agent_id`'s duty on `day` moves to another day or shift; a leader's order where somebody else asks."""
    given = board.duty(agent_id, day)
    _need_page(board, to_day, "to_date")
    if not board.is_rostered(to_day) or to_shift not in board.case_of(to_day).shift_by_code:
        raise NotFoundError(Text(f"{to_day} 的班次 {to_shift}", f"shift {to_shift} on {to_day}"))
    _with_the_centre(board, agent_id, to_day, "to_date")
    move = Move(given, Duty(agent_id, to_day, to_shift, given.job))
    asker = requester or agent_id
    return SwapRequest(
        asker,
        SwapKind.CHANGE,
        (move,),
        reason,
        clock.now(),
        by_leader=asker != agent_id,
        accepted=frozenset({asker} & {agent_id}),
        extreme=extreme,
    )


def asked(
    board: Board,
    actor: str,
    agent_id: str,
    day: date,
    partner: str,
    *,
    pay_back_day: date | None,
    pay_back_shift: str | None,
    reason: str,
    clock: Clock,
) -> SwapRequest:
    """The swap as it would be filed: a cover without a pay-back, a swap of published duties, or one paid back later.

    NotFoundError without the duties, and for a swap with oneself.
    """
    if pay_back_day is None:
        return cover_of(board, actor, agent_id, day, partner, reason=reason, clock=clock)
    if partner not in board.case.agent_by_id or partner == agent_id:
        raise NotFoundError(Text(f"坐席 {partner}", f"agent {partner}"))
    return paid_back(board, agent_id, day, partner, pay_back_day, pay_back_shift, reason=reason, clock=clock)


def check_swap(board: Board, swap: SwapRequest, clock: Clock) -> Verdict:
    """Every rule's word on a swap, each refusal with the nearest allowed alternative where one exists.

    One that is asked for already is told so, and nothing else: it holds its places in the quota itself.
    """
    standing = () if swap.swap_id else _standing(board, swap)
    if standing:
        return Verdict(standing)
    verdict = decide(board.rulebook, swap, board, clock)
    if verdict.allowed or swap.kind is SwapKind.CYCLE:
        return verdict
    if all(refusal.alternative is not None for refusal in verdict.refusals):
        return verdict
    if all(refusal.offers or _other_way_mends(board, swap, refusal) for refusal in verdict.refusals):
        way = _other_way(board, swap, clock)
    else:
        way = _rest_of_it(board, swap, clock)
    if way is None:
        return verdict
    return replace(verdict, refusals=tuple(_with(refusal, way) for refusal in verdict.refusals))


def _standing(board: Board, swap: SwapRequest) -> tuple[Refusal, ...]:
    """What speaks against a request where an open one asks the same."""
    other = asked_already(board, swap)
    if other is None:
        return ()
    duty, kind = duty_words(other.given[0]), state_words(other.kind.value)
    return not_now(
        Text(
            f"{duty} 班的{kind.zh}申请({other.swap_id})已提出,还未有结果",
            f"{kind.en} {other.swap_id} for {duty} is asked for already and open",
        ),
        state_words(other.state.value),
        Text("未提出过", "not asked for yet"),
        Text("等那一份的答复,或先撤回它", "wait for its answer, or have it withdrawn first"),
        subject=f"swap:{other.swap_id}",
    ).refusals


def barred(board: Board, duty: Duty, clock: Clock) -> tuple[Refusal, ...]:
    """What refuses any swap of a duty, whoever takes it and whatever is taken for it: a wish about it comes to nothing.

    The rules are asked about the half that is known, that its holder gives it up, and beside what is in the register:
    an open request may still come to an end.
    """
    own = SwapRequest(
        duty.agent_id,
        SwapKind.CYCLE,
        (handed(duty, duty.agent_id),),
        "-",
        clock.now(),
        accepted=frozenset({duty.agent_id}),
    )
    registered = replace(board, swaps=tuple(swap for swap in board.swaps if swap.state not in OPEN_SWAPS))
    return verdict_of(board.rulebook, own, registered, clock).refusals


def _other_way_mends(board: Board, swap: SwapRequest, refusal: Refusal) -> bool:
    """Whether another partner, day or shift may mend it: of what is about the partner alone always another partner."""
    rule = board.rulebook[refusal.rule]
    others = refusal.party not in {None, swap.requester} and not swap.by_leader
    return isinstance(rule, DeskRule) and (rule.other_day_mends or others)


def _other_way(board: Board, swap: SwapRequest, clock: Clock) -> WayOff | None:
    """The nearest swap, cover or change; of a duty that nobody may take over, 调班 where that is allowed."""
    duty = swap.moves[0].given
    leader = swap.requester
    if swap.by_leader and not board.staff.is_manager_of(leader, duty.agent_id):
        # Not theirs to order: what the own leader could, asked in that one's name.
        leader = who_leads(board, duty.agent_id, clock.now()) or leader
        swap = replace(swap, requester=leader)
        if verdict_of(board.rulebook, swap, board, clock).allowed:
            return None
        way = _other_way(board, swap, clock) if board.staff.is_manager_of(leader, duty.agent_id) else None
        if way is None:
            return None
        words = Text(f"请 {leader} 办理:{way.words.zh}", f"let {leader} order it: {way.words.en}")
        return replace(way, words=words)
    if swap.kind is SwapKind.CHANGE:
        return nearest_change(board, duty, swap.moves[0].taken, swap, clock)
    way = nearest_swap(board, swap, clock)
    if way is not None and verdict_of(board.rulebook, way.request, board, clock).allowed:
        return way
    return nearest_change(board, duty, duty, swap, clock) if swap.by_leader else ways_off(board, duty, clock)


def _rest_of_it(board: Board, swap: SwapRequest, clock: Clock) -> WayOff | None:
    """Who could take the rest of an own duty that has begun, by the leader's order (COVER-1)."""
    duty = swap.moves[0].given
    span = board.stint(duty)
    leader = who_leads(board, duty.agent_id, clock.now())
    if swap.by_leader or leader is None or not span.start <= clock.now() < span.end:
        return None
    options = suggest(board, duty.agent_id, duty.day, clock, covers=True, by_leader=True)
    if not options:
        return None
    way = as_way(duty, options[0], clock, leader)
    partner = options[0].partner
    words = Text(
        f"请 {leader} 安排 {partner} 顶余下的时间", f"let {leader} arrange that {partner} covers the rest of it"
    )
    return replace(way, words=words)


def _with(refusal: Refusal, way: WayOff) -> Refusal:
    if refusal.alternative is not None:
        return refusal
    return replace(refusal, alternative=way.words, offers=(way.request,))
