"""LEAVE-5a: a full day of sickness needs a certificate."""

from collections.abc import Iterable
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.policy.deadlines import Deadline, deadline_words
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.desk.policy.sickness import certificate_due, needs_certificate
from roster.model.leave_request import LeaveRequest, uncovered_days
from roster.rule import Example, Refusal
from roster.text import Text


class MedicalCertificate(DeskRule):
    """Sick leave that touches a duty or more is provisional until its medical certificate is in."""

    id: ClassVar[str] = "LEAVE-5a"
    title: ClassVar[Text] = Text("病假满一天须证明", "A full day of sickness needs a certificate")
    clause: ClassVar[str] = "请假制度 §5; 客服人员守则 2.22.2"
    about: ClassVar[tuple[type, ...]] = (LeaveRequest,)
    summary: ClassVar[Text] = Text(
        "病假满一天(涉及一个班次即算一天)须交医疗证明,未交前为临时生效。",
        "Sick leave of a full day or more (one duty counts as a full day) is provisional until the certificate is in.",
    )
    example: ClassVar[Example] = Example(
        bad=Text("病假一个班次,无证明", "One duty of sick leave without a certificate"),
        good=Text("病假证明覆盖全部日期", "A certificate that covers every day"),
    )

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Flags that a certificate is due, and until when."""
        del clock
        if not isinstance(request, LeaveRequest) or request.kind != "sick":
            return
        if needs_certificate(request, board) and uncovered_days(request):
            due = deadline_words(board, Deadline(certificate_due(request, board), inclusive=False))
            yield self.remark(Text(f"须交医疗证明,{due.zh}", f"a certificate is due {due.en}"))
