"""LEAVE-2b: special leave an hour before."""

from collections.abc import Iterable
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.policy.deadlines import filing_words, missed_deadline
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.model.leave_request import LeaveRequest
from roster.rule import Example, Parameter, Refusal
from roster.text import Text


class HourBefore(DeskRule):
    """Special leave is filed 60 minutes before the first duty starts."""

    id: ClassVar[str] = "LEAVE-2b"
    title: ClassVar[Text] = Text("特殊事假班前一小时", "Special leave an hour before")
    clause: ClassVar[str] = "请假制度 §2"
    about: ClassVar[tuple[type, ...]] = (LeaveRequest,)
    summary: ClassVar[Text] = Text(
        "特殊事假须在首个受影响班次开始前一小时提出。",
        "Filed 60 minutes before the first duty touched starts, that minute included.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "special_notice_minutes",
            60,
            "minutes",
            Text("特殊事假班前分钟数", "minutes of notice for special leave"),
            "请假制度 §2",
            minimum=0,
            maximum=1440,
        ),
    )
    example: ClassVar[Example] = Example(
        bad=Text("07:01 申请 08:00 班的特殊事假", "At 07:01 for a duty at 08:00"),
        good=Text("07:00 申请", "At 07:00"),
    )

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Tells when special leave is late; LEAVE-2c says what follows."""
        del clock
        if not isinstance(request, LeaveRequest) or request.is_sick or not request.special:
            return
        deadline = missed_deadline(request, board)
        if deadline is not None:
            due = filing_words(board, deadline)
            yield self.remark(Text(f"特殊事假{due.zh},现已逾期", f"special leave had to be filed {due.en}"))
