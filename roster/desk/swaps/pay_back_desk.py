"""A pay-back that was missed: another day is agreed, or it is waived (换班制度 §3, §6)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from roster.desk.board.board import Board
from roster.desk.desk import Desk, Work
from roster.desk.once import once
from roster.desk.policy.ladder import LEADER_OR_DIRECTOR
from roster.desk.refusals import not_now, not_yours
from roster.desk.swaps.swap_ask import check_swap, cover_of
from roster.desk.swaps.swap_filing import order
from roster.desk.swaps.swap_held import held_board
from roster.desk.swaps.swap_reading import swap_row
from roster.desk.words import pay_back_words, swap_words
from roster.model import Duty, Month
from roster.model.swap import PayBack, PayBackState
from roster.store import obligation_rows
from roster.text import Text


@once
def agree_pay_back(desk: Desk, actor: str, swap_id: str, day: date, *, reason: str, key: str | None = None) -> PayBack:
    """Another day for a pay-back that was missed: the debtor works the creditor's duty of `day`, owed as the first was.

    A leader of both, or a director, writes it down: effective at once, outside the quota, by the hard roster rules; in
    the register as a cover. NotFoundError for a creditor without a duty on that day. RefusedError where nothing is owed
    or missed, and where the debtor may not work that duty.
    """
    with desk.writing(actor, "payback.agree", key) as work:
        item, board = _missed(work, swap_id)
        if not may_agree(board, actor, item):
            raise not_yours(actor, Text("双方共同的班长或主任", "a leader of both or a director"))
        board = work.board(Month.of(day))
        cover = cover_of(board, actor, item.creditor, day, item.debtor, reason=reason, clock=work.clock)
        made = order(work, board, cover)
        (taken,) = made.taken
        fresh = obligation_rows.move(work.connection, work.centre_id, item, day, taken.shift)
        work.tell(f"swap:{swap_id}", {"pay_back": day.isoformat(), "in_place_of": item.day.isoformat()})
        work.changed(Month.of(day))
        return fresh


@once
def waive_pay_back(desk: Desk, actor: str, swap_id: str, *, reason: str, key: str | None = None) -> PayBack:
    """The creditor lets a missed pay-back go, or a leader of the creditor's or a director does, with the reason.

    Nobody lets go what they owe themselves.
    """
    with desk.writing(actor, "payback.waive", key) as work:
        item, board = _missed(work, swap_id)
        if not may_waive(board, actor, item):
            zh, en = LEADER_OR_DIRECTOR.zh, LEADER_OR_DIRECTOR.en
            raise not_yours(actor, Text(f"{item.creditor} 或其{zh}", f"{item.creditor} or the {en}"))
        obligation_rows.settle(work.connection, item, PayBackState.WAIVED)
        work.tell(f"swap:{swap_id}", {"waived": item.day.isoformat(), "reason": reason})
        work.changed(board.case.month)
        return replace(item, state=PayBackState.WAIVED)


def may_agree(board: Board, actor: str, item: PayBack) -> bool:
    """Whether somebody may write down another day: who leads both, or directs, and is neither of the two."""
    people = (item.debtor, item.creditor)
    return actor not in people and all(board.staff.is_manager_of(actor, person) for person in people)


def may_waive(board: Board, actor: str, item: PayBack) -> bool:
    """Whether somebody may let a pay-back go: whom it is due, a leader of theirs, a director; not who owes it."""
    return actor == item.creditor or (actor != item.debtor and board.staff.is_manager_of(actor, item.creditor))


def days_to_agree(desk: Desk, actor: str, swap_id: str) -> tuple[Duty, ...]:
    """The duties of the creditor, still ahead, any of which `actor` might write down for what a swap owes still.

    The debtor may work each by the rules of a leader's cover. Empty where nothing was missed or it is not for `actor`
    to say. NotFoundError without such a swap.
    """
    with desk.reading() as work:
        swap_row(work, swap_id)
        item = next((one for one in missed_of(work) if one.swap_id == swap_id), None)
        if item is None or not may_agree(work.board(work.month_at(item.day)), actor, item):
            return ()
        return tuple(_days(work, item, actor))


def _days(work: Work, item: PayBack, actor: str) -> Iterator[Duty]:
    for month in work.known_months():
        board = work.board(month)
        if month.last < work.today or not board.published:
            continue
        for day, duty in sorted(board.duties.get(item.creditor, {}).items()):
            if day not in month or board.stint(duty).start <= work.now:
                continue
            cover = cover_of(board, actor, item.creditor, day, item.debtor, reason="-", clock=work.clock)
            if check_swap(held_board(board, cover), cover, work.clock).allowed:
                yield duty


def missed_of(work: Work) -> tuple[PayBack, ...]:
    """The pay-backs that wait for another day or to be waived; by day."""
    return tuple(item for item in obligation_rows.owed(work.connection, work.centre_id) if is_missed(work, item))


def missed_pay_backs(desk: Desk) -> tuple[PayBack, ...]:
    """The pay-backs of a centre that are over, were not worked, and wait for another day or to be waived; by day."""
    with desk.reading() as work:
        return missed_of(work)


def is_missed(work: Work, item: PayBack) -> bool:
    """Whether the time of a pay-back is over: time has settled those that were worked."""
    if not work.known_months():
        return False
    board = work.board(work.month_at(item.day))
    shift = board.case.shift_by_code.get(item.shift)
    end = board.month_case.midnight(item.day + timedelta(days=1)) if shift is None else None
    return work.now >= (end or board.month_case.wall(item.day, shift.end_minute if shift is not None else 0))


def _missed(work: Work, swap_id: str) -> tuple[PayBack, Board]:
    """What a swap owes still, once it was missed."""
    swap = swap_row(work, swap_id)
    owed = obligation_rows.owed(work.connection, work.centre_id)
    item = next((one for one in owed if one.swap_id == swap_id), None)
    if item is None:
        number = swap_words(swap)
        raise not_now(
            Text(f"{number.zh}换班没有待还的班", f"nothing is owed for swap {number.en}"),
            Text("无待还", "nothing owed"),
            Text("漏还的还班", "a pay-back that was missed"),
        )
    month = Month.of(item.day)
    board = work.board(month if month in work.known_months() else swap.month)
    if not is_missed(work, item):
        raise not_now(
            Text(
                f"还班 {item.day} {item.shift} 尚未到期,届时照常上班",
                f"the pay-back {item.day} {item.shift} is not over yet: it is worked then",
            ),
            pay_back_words(item.state),
            Text("漏还的还班", "a pay-back that was missed"),
        )
    return item, board


__all__ = [
    "agree_pay_back",
    "days_to_agree",
    "may_agree",
    "may_waive",
    "missed_of",
    "missed_pay_backs",
    "waive_pay_back",
]
