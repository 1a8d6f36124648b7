"""SWAP-6: no leave on a swapped duty."""

from collections.abc import Iterable
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.policy.deadlines import duties_touched
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.desk.policy.leave_hours import is_touched
from roster.desk.words import duty_words, swap_words
from roster.model import Duty
from roster.model.approval import DecisionAct
from roster.model.leave_request import LeaveRequest
from roster.model.swap import SwapRequest
from roster.rule import Example, Refusal
from roster.text import Text


class NoLeaveOnSwapped(DeskRule):
    """A leave that touches a swapped or pay-back duty is refused; sickness is flagged, never refused."""

    id: ClassVar[str] = "SWAP-6"
    title: ClassVar[Text] = Text("换班、还班不得请假", "No leave on a swapped duty")
    clause: ClassVar[str] = "换班制度 §6"
    about: ClassVar[tuple[type, ...]] = (LeaveRequest, DecisionAct)
    summary: ClassVar[Text] = Text(
        "请假涉及换来的班或还班的,不予批准;病假、急诊仅作提示,换班照计。",
        "A leave that touches a duty got by swap or a pay-back is refused; sickness is only flagged, and the swap "
        "stays counted.",
    )
    example: ClassVar[Example] = Example(
        bad=Text("为换来的 14 日班请事假", "Personal leave on the duty of the 14th that was got by swap"),
        good=Text("为未换过的 15 日班请事假", "Personal leave on an ordinary duty of the 15th"),
    )

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Refuses leave on duties taken in an effective swap, when filed and when decided; flags sickness on them."""
        del clock
        leave = request.subject if isinstance(request, DecisionAct) else request
        if not isinstance(leave, LeaveRequest):
            return
        for duty in duties_touched(leave, board):
            swap = board.touched.get(leave.agent_id, {}).get(duty)
            owed = (leave.agent_id, duty.day, duty.shift) in board.owing
            got = swap is not None and duty in swap.got
            if duty in leave.vacated or not (got or owed):
                continue
            number = Text("另行约定", "agreed anew") if swap is None else swap_words(swap)
            message = Text(
                f"{duty_words(duty)} 班是换班所得或还班({number.zh}),不得请假",
                f"{duty_words(duty)} is a swapped or pay-back duty ({number.en}): no leave on it",
            )
            yield from self._said(request, leave, message, duty)
        for duty, swap in _promised(leave, board):
            number = swap_words(swap)
            message = Text(
                f"{duty_words(duty)} 须还班({number.zh}),不得请假",
                f"{duty_words(duty)} is to be worked as a pay-back ({number.en}): no leave on it",
            )
            yield from self._said(request, leave, message, duty, AFTER_PUBLISHING)

    def _said(
        self, request: Request, leave: LeaveRequest, message: Text, duty: Duty, way: Text | None = None
    ) -> Iterable[Refusal | Flag]:
        if leave.is_sick:
            if not isinstance(request, DecisionAct):
                yield self.remark(message)
        elif not isinstance(request, DecisionAct) or request.approved:
            yield self.refuse(message, duty.day, Text("未换过的班", "a duty not swapped"), way)


AFTER_PUBLISHING = Text(
    "待当月班表公布后,申请把这个班调开(调班)", "ask to have that duty moved once the month's roster is published"
)


def _promised(leave: LeaveRequest, board: Board) -> Iterable[tuple[Duty, SwapRequest]]:
    """The pay-backs that somebody owes in a month without a roster, of which the leave takes anything."""
    for swap in board.effective_swaps:
        duty = swap.pay_back
        if swap.later is None or duty is None or board.is_rostered(duty.day) or duty.agent_id != leave.agent_id:
            continue
        if is_touched(leave, duty, board):
            yield duty, swap
