"""LEAVE-5b: emergencies reported before the shift."""

from collections.abc import Iterable
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.policy.deadlines import Deadline, deadline_words
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.desk.policy.sickness import certificate_due, needs_certificate
from roster.model.leave_request import LeaveRequest, uncovered_days
from roster.rule import Example, Parameter, Refusal
from roster.text import Text


class EmergencyReport(DeskRule):
    """An emergency is reported before the shift, by proxy if need be; the certificate may follow."""

    id: ClassVar[str] = "LEAVE-5b"
    title: ClassVar[Text] = Text("急诊班前报告", "Emergencies reported before the shift")
    clause: ClassVar[str] = "请假制度 §5"
    about: ClassVar[tuple[type, ...]] = (LeaveRequest,)
    summary: ClassVar[Text] = Text(
        "急诊须班前报告班长,可委托他人;证明可后补。",
        "An emergency is reported before the shift, by proxy if need be; its certificate may follow.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "emergency_certificate",
            "later",
            "choice",
            Text("急诊证明", "whether an emergency's certificate follows or is not asked for"),
            "请假制度 §5",
            choices=("later", "none"),
            readings=(
                Text("证明可后补", "the certificate may follow"),
                Text("不要求证明", "no certificate is asked for"),
            ),
        ),
    )
    example: ClassVar[Example] = Example(
        bad=Text("急诊未报告", "An emergency nobody reported"),
        good=Text("家属班前电话报告急诊", "A relative phones before the shift"),
    )

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Flags that the certificate may follow, or that none is asked for."""
        del clock
        if not isinstance(request, LeaveRequest) or request.kind != "emergency":
            return
        if self.word("emergency_certificate") == "none" or not needs_certificate(request, board):
            return
        if uncovered_days(request):
            due = deadline_words(board, Deadline(certificate_due(request, board), inclusive=False))
            yield self.remark(Text(f"证明可后补,{due.zh}", f"the certificate may follow {due.en}"))
