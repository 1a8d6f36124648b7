from collections.abc import Iterable
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.policy.deadlines import filing_deadline
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.desk.policy.policy import Policy
from roster.desk.words import moment_words
from roster.model.leave_request import LeaveRequest
from roster.rule import Example, Parameter, Refusal
from roster.text import Text


class DayBefore(DeskRule):
    """Ordinary leave is filed by the end of the day before the first duty touched, and not later than LEAVE-2b asks."""

    id: ClassVar[str] = "LEAVE-2a"
    title: ClassVar[Text] = Text("一般事假提前一天", "Ordinary leave the day before")
    clause: ClassVar[str] = "请假制度 §2"
    summary: ClassVar[Text] = Text(
        "一般事假须在首个受影响班次前一天结束前提出,且不晚于特殊事假的时限。",
        "Filed by the end of the day before the first duty touched, or by LEAVE-2b's deadline where that is earlier.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "personal_notice_days",
            1,
            "days",
            Text("一般事假提前天数", "days of notice for ordinary leave"),
            "请假制度 §2",
            minimum=0,
            maximum=31,
        ),
    )
    example: ClassVar[Example] = Example(
        bad=Text("5 日 00:00 申请 5 日 08:00 班的事假", "At 00:00 on the 5th for the duty of the 5th at 08:00"),
        good=Text("4 日 23:59 申请", "At 23:59 on the 4th"),
    )

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Tells when ordinary leave is late; LEAVE-2c says what follows."""
        del clock
        if not isinstance(request, LeaveRequest) or request.is_sick or request.special:
            return
        deadline = filing_deadline(request, board, Policy.of(board.rulebook))
        if deadline.missed_by(request.filed_at):
            yield self.remark(
                Text(
                    f"事假应在 {moment_words(board, deadline.at)} 前提出",
                    f"ordinary leave had to be filed by {moment_words(board, deadline.at)}",
                )
            )
