"""LEAVE-1: apply, and sign off on return."""

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.model.leave_request import LeaveRequest
from roster.model.refusal import SAY_WHY
from roster.rule import Example, Refusal
from roster.text import Text


class LeaveOnForm(DeskRule):
    """A leave has a reason, a start and an end, and ends with a return sign-off."""

    id: ClassVar[str] = "LEAVE-1"
    title: ClassVar[Text] = Text("请销假", "Apply, and sign off on return")
    clause: ClassVar[str] = "请假制度 §1; 客服人员守则 2.22.1"
    about: ClassVar[tuple[type, ...]] = (LeaveRequest,)
    summary: ClassVar[Text] = Text(
        "请假须填写事由与起止日期,期满须销假。",
        "A leave states its reason, start and end, and is signed off on return.",
    )
    example: ClassVar[Example] = Example(
        bad=Text("请假事由为空", "The reason is left empty"),
        good=Text("事由、起止日期齐全", "Reason, start and end are given"),
    )

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Refuses a leave without a reason or that ends before it starts."""
        del board, clock
        if not isinstance(request, LeaveRequest):
            return
        if not request.reason.strip() and not request.is_sick:
            yield self.refuse(
                Text("请假没有写明事由", "the leave names no reason"),
                "-",
                Text("事由", "a reason"),
                SAY_WHY,
                offer=replace(request, reason="-"),
            )
        if request.end < request.start:
            yield self.refuse(
                Text("请假结束早于开始", "the leave ends before it starts"),
                request.end,
                Text(f"{request.start} 或以后", f">= {request.start}"),
            )
