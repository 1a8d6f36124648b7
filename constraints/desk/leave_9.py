"""LEAVE-9: business and study: centre director."""

from collections.abc import Iterable
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.model.leave_request import BUSINESS_KINDS, LeaveRequest
from roster.rule import Example, Refusal
from roster.text import Text


class BusinessAndStudy(DeskRule):
    """Business and study leave always ends with the centre director."""

    id: ClassVar[str] = "LEAVE-9"
    title: ClassVar[Text] = Text("因公及学习由中心主任批准", "Business and study: centre director")
    clause: ClassVar[str] = "请假制度 §9"
    about: ClassVar[tuple[type, ...]] = (LeaveRequest,)
    summary: ClassVar[Text] = Text(
        "因公及外出学习须经客服中心主任批准。",
        "Business trips and study end with the centre director, however short.",
    )
    example: ClassVar[Example] = Example(
        bad=Text("一天的学习假由客服部主任终批", "A day of study that the department director decides alone"),
        good=Text("再报客服中心主任批准", "The centre director approves it too"),
    )

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Tells that the chain ends with the centre director."""
        del board, clock
        if isinstance(request, LeaveRequest) and request.kind in BUSINESS_KINDS:
            yield self.remark(Text("须经客服中心主任批准", "the centre director decides in the end"))
