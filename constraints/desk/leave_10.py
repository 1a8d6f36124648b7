from collections.abc import Iterable
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.policy.deadlines import duties_touched
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.desk.words import duty_words
from roster.model.leave_request import LeaveRequest
from roster.rule import Example, Refusal
from roster.text import Text


class ArrangeReplacement(DeskRule):
    """The duties a leave frees fall vacant; the decision shows what they cost and who could cover them."""

    id: ClassVar[str] = "LEAVE-10"
    title: ClassVar[Text] = Text("安排接替", "A replacement is arranged")
    clause: ClassVar[str] = "客服人员守则 2.22.2"
    summary: ClassVar[Text] = Text(
        "批准请假时列出空缺班次、对在席的影响和可接替人员。",
        "The decision shows the duties that fall vacant, the coverage lost and the ranked covers.",
    )
    example: ClassVar[Example] = Example(
        bad=Text("批准病假而无人接替", "Sick leave approved and nobody arranged"),
        good=Text("批准时按推荐名单安排顶班", "A cover from the ranked list is arranged with the approval"),
    )

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Names the duties that fall vacant."""
        del clock
        if not isinstance(request, LeaveRequest):
            return
        duties = duties_touched(request, board)
        if duties:
            told = ", ".join(duty_words(duty) for duty in duties)
            yield self.remark(Text(f"空缺班次:{told}", f"duties that fall vacant: {told}"))
