"""A pay-back that was missed: another day is agreed, or it is waived (换班制度 §3, §6)."""

from dataclasses import replace
from datetime import date, timedelta

from roster.desk.board.board import Board
from roster.desk.desk import Desk, Work
from roster.desk.once import once
from roster.desk.policy.ladder import LEADER_OR_DIRECTOR
from roster.desk.refusals import not_now, not_yours
from roster.desk.swaps.swap_ask import cover_of
from roster.desk.swaps.swap_desk import order, swap_row
from roster.desk.words import pay_back_words, swap_words
from roster.model import Month
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
        for person in (item.debtor, item.creditor):
            if not board.staff.is_manager_of(actor, person):
                raise not_yours(actor, Text("双方的班长或主任", "a leader of both or a director"))
        board = work.board(Month.of(day))
        cover = cover_of(board, actor, item.creditor, day, item.debtor, reason=reason, clock=work.clock)
        made = order(work, board, cover)
        (taken,) = made.taken
        obligation_rows.settle(work.connection, item, PayBackState.AGREED)
        fresh = PayBack(swap_id, item.debtor, item.creditor, day, taken.shift, PayBackState.OWED)
        obligation_rows.owe(work.connection, work.centre_id, (fresh,))
        work.tell(f"swap:{swap_id}", {"pay_back": day.isoformat(), "in_place_of": item.day.isoformat()})
        work.changed(Month.of(day))
        return fresh


@once
def waive_pay_back(desk: Desk, actor: str, swap_id: str, *, reason: str, key: str | None = None) -> PayBack:
    """The creditor lets a missed pay-back go, or a leader of the creditor's or a director does, with the reason."""
    with desk.writing(actor, "payback.waive", key) as work:
        item, board = _missed(work, swap_id)
        if actor != item.creditor and not board.staff.is_manager_of(actor, item.creditor):
            zh, en = LEADER_OR_DIRECTOR.zh, LEADER_OR_DIRECTOR.en
            raise not_yours(actor, Text(f"{item.creditor} 或其{zh}", f"{item.creditor} or the {en}"))
        obligation_rows.settle(work.connection, item, PayBackState.WAIVED)
        work.tell(f"swap:{swap_id}", {"waived": item.day.isoformat(), "reason": reason})
        work.changed(board.case.month)
        return replace(item, state=PayBackState.WAIVED)


def missed_pay_backs(desk: Desk) -> tuple[PayBack, ...]:
    """The pay-backs of a centre that are over, were not worked, and wait for another day or to be waived; by day."""
    with desk.reading() as work:
        owed = obligation_rows.owed(work.connection, work.centre_id)
        return tuple(item for item in owed if is_missed(work, item))


def is_missed(work: Work, item: PayBack) -> bool:
    """Whether the time of a pay-back is over: time has settled those that were worked."""
    known = work.known_months()
    if not known:
        return False
    month = Month.of(item.day)
    board = work.board(month if month in known else known[-1])
    shift = board.case.shift_by_code.get(item.shift)
    end = board.ground.midnight(item.day + timedelta(days=1)) if shift is None else None
    return work.now >= (end or board.ground.wall(item.day, shift.end_minute if shift is not None else 0))


def _missed(work: Work, swap_id: str) -> tuple[PayBack, Board]:
    """What a swap owes still, once it was missed."""
    swap = swap_row(work, swap_id)
    owed = obligation_rows.owed(work.connection, work.centre_id)
    item = next((one for one in owed if one.swap_id == swap_id), None)
    if item is None:
        number = swap_words(swap)
        raise not_now(
            Text(f"换班{number.zh}没有待还的班", f"nothing is owed for swap {number.en}"),
            pay_back_words("worked"),
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


__all__ = ["agree_pay_back", "missed_pay_backs", "waive_pay_back"]
