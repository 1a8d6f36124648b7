"""LEAVE-2d: sickness before the shift."""

from collections.abc import Iterable
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.policy.deadlines import duties_asked, filing_words, sickness_deadline
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.model.leave_request import LeaveRequest
from roster.rule import Example, Refusal
from roster.text import Text


class SickBeforeShift(DeskRule):
    """Sickness is reported before the first duty starts."""

    id: ClassVar[str] = "LEAVE-2d"
    title: ClassVar[Text] = Text("病假班前提出", "Sickness before the shift")
    clause: ClassVar[str] = "请假制度 §2"
    about: ClassVar[tuple[type, ...]] = (LeaveRequest,)
    summary: ClassVar[Text] = Text(
        "病假须在首个受影响班次开始前提出。",
        "Sickness is reported before the first duty touched starts.",
    )
    example: ClassVar[Example] = Example(
        bad=Text("08:00 班开始后才报病", "Reported at 08:00 for a duty at 08:00"),
        good=Text("07:59 报病", "Reported at 07:59"),
    )

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Tells when sickness was reported after the start; it is never refused for that."""
        del clock
        if not isinstance(request, LeaveRequest) or not request.is_sick:
            return
        deadline = sickness_deadline(request, board)
        if deadline.missed_by(request.filed_at):
            due = filing_words(board, deadline, "报告")
            on_duty = not request.is_timed and any(
                board.stint(duty).start <= request.filed_at for duty in duties_asked(request, board)
            )
            then = Text(
                ";当班发病的,从离岗的时刻起请假,已上的班照算" if on_duty else "",
                "; who falls ill on duty files from the hour of leaving, and the time worked stands" if on_duty else "",
            )
            yield self.remark(Text(f"病假{due.zh}{then.zh}", f"sickness had to be reported {due.en}{then.en}"))
