"""LEAVE-2a: ordinary leave the day before."""

from collections.abc import Iterable
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.policy.deadlines import filing_words, missed_deadline
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.desk.words import state_words
from roster.model.leave_request import LeaveRequest
from roster.rule import Example, Parameter, Refusal
from roster.text import Text


class DayBefore(DeskRule):
    """Ordinary leave is filed by the end of the day before the first duty touched, and not later than LEAVE-2b asks."""

    id: ClassVar[str] = "LEAVE-2a"
    title: ClassVar[Text] = Text("一般事假提前一天", "Ordinary leave the day before")
    clause: ClassVar[str] = "请假制度 §2"
    about: ClassVar[tuple[type, ...]] = (LeaveRequest,)
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
        Parameter(
            "personal_notice_by",
            "day",
            "choice",
            Text(
                "提前天数按自然日(前一天 24:00 前)或按小时(每天 24 小时)",
                "whether a day of notice is the calendar day before, or 24 hours",
            ),
            "请假制度 §2",
            choices=("day", "hours"),
            readings=(
                Text("前一天 24:00 前", "by the end of the day before"),
                Text("每提前一天按 24 小时计", "24 hours before the duty for each day"),
            ),
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
        deadline = missed_deadline(request, board)
        if deadline is not None:
            due, kind = filing_words(board, deadline), state_words(request.kind)
            ordinary = (
                Text("一般事假", "ordinary leave") if request.kind == "personal" else Text(kind.zh, f"{kind.en} leave")
            )
            yield self.remark(Text(f"{ordinary.zh}{due.zh},现已逾期", f"{ordinary.en} had to be filed {due.en}"))
