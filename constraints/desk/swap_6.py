"""SWAP-6: no leave on a swapped duty."""

from collections.abc import Iterable
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.policy.deadlines import duties_touched
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.desk.words import duty_words, swap_words
from roster.model.approval import DecisionAct
from roster.model.leave_request import LeaveRequest
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
            if isinstance(request, DecisionAct):
                if request.approved and not leave.is_sick:
                    yield self.refuse(message, duty.day, Text("未换过的班", "a duty not swapped"))
            elif leave.is_sick:
                yield self.remark(message)
            else:
                yield self.refuse(message, duty.day, Text("未换过的班", "a duty not swapped"))
