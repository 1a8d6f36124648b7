"""Pay-backs promised for a month before it had a roster: planned into it, and asked for when it is published."""

from collections.abc import Iterable
from dataclasses import replace

from roster.desk.board.board import Board
from roster.desk.desk import Work
from roster.desk.words import duty_words, swap_words
from roster.model import Case, Month, Pin, Roster
from roster.model.requests import OFF
from roster.model.swap import SwapRequest, SwapState
from roster.rule import Refusal
from roster.store import swap_rows
from roster.text import Text, both

PAY_BACK = "PAY-BACK"
"""Refuses the publication of a roster that leaves out what is owed in it; no clause of its own behind it."""


def owed_in(work: Work, month: Month) -> tuple[SwapRequest, ...]:
    """The effective swaps whose pay-back was promised for this month, in the register's order."""
    swaps = swap_rows.owed_within(work.connection, work.centre_id, month.first, month.last)
    return tuple(sorted((swap for swap in swaps if swap.state is SwapState.EFFECTIVE), key=lambda s: s.number or 0))


def with_pay_backs(case: Case, board: Board, owed: Iterable[SwapRequest]) -> Case:
    """The case with each promised pay-back pinned: the debtor works the shift, the partner is off that day.

    Leave comes first: who is on leave that day, or not there any more, gets no pin.
    """
    held = {(pin.agent_id, pin.day) for pin in case.pins}
    pins: list[Pin] = []
    for swap in owed:
        duty = swap.pay_back
        assert duty is not None
        wanted = (Pin(duty.agent_id, duty.day, duty.shift, duty.job), Pin(swap.moves[0].taker, duty.day, OFF))
        free = (pin for pin in wanted if (pin.agent_id, pin.day) not in held)
        pins.extend(pin for pin in free if _may_be_planned(case, board, pin))
    return replace(case, pins=(*case.pins, *pins)) if pins else case


def _may_be_planned(case: Case, board: Board, pin: Pin) -> bool:
    """Whether the month can hold it: its person is there that day and not on leave, and its shift is the month's."""
    person = case.agent_by_id.get(pin.agent_id)
    there = person is not None and person.employed_on(pin.day) and board.on_leave(pin.agent_id, pin.day) is None
    return there and (pin.shift == OFF or pin.shift in case.shift_by_code)


def left_out(work: Work, board: Board, roster: Roster) -> tuple[Refusal, ...]:
    """Each promised pay-back that a roster does not hold though the month could: see `with_pay_backs`.

    What the month's published roster left out already is not told again.
    """
    held = {(duty.agent_id, duty.day): duty for duty in roster.duties}
    refusals = []
    for swap in owed_in(work, board.case.month):
        duty, partner = swap.pay_back, swap.moves[0].taker
        assert duty is not None
        owed = Pin(duty.agent_id, duty.day, duty.shift, duty.job)
        if board.on_leave(partner, duty.day) is not None or not _may_be_planned(board.case, board, owed):
            continue
        worked = held.get((duty.agent_id, duty.day))
        wrong = worked != duty or (partner, duty.day) in held
        known = board.published and board.duties.get(duty.agent_id, {}).get(duty.day) != duty
        if wrong and not known:
            number = swap_words(swap)
            refusals.append(
                Refusal(
                    PAY_BACK,
                    "换班制度 §3",
                    Text(
                        f"{duty.agent_id} 应在 {duty_words(duty)} 代 {partner} 还班({number.zh})",
                        f"{duty.agent_id} owes {partner} the duty {duty_words(duty)} ({number.en})",
                    ),
                    both("-" if worked is None else duty_words(worked)),
                    both(duty_words(duty)),
                    Text("按带还班的方案重新排班", "roster the month from its planning case, which pins it"),
                )
            )
    return tuple(refusals)
