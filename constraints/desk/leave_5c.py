"""LEAVE-5c: certificates without a gap, due the day after."""

from collections.abc import Iterable
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.desk.policy.sickness import certificate_due, needs_certificate
from roster.model.leave_request import LeaveRequest, uncovered_days
from roster.rule import Example, Parameter, Refusal
from roster.text import Text


class CertificateWithoutGap(DeskRule):
    """Certificate ranges cover the leave without a gap and are in by the first calendar day after it ends."""

    id: ClassVar[str] = "LEAVE-5c"
    title: ClassVar[Text] = Text("证明日期连续,期满次日交", "Certificates without a gap, due the day after")
    clause: ClassVar[str] = "请假制度 §5"
    about: ClassVar[tuple[type, ...]] = (LeaveRequest,)
    summary: ClassVar[Text] = Text(
        "证明须连续覆盖病假,最迟在病假结束后第一天交;逾期未交,未覆盖的日期按旷工处理。",
        "Certificates cover the leave without a gap, due on the first day after it; uncovered days become absenteeism.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "certificate_due_by",
            "calendar",
            "choice",
            Text(
                "“到期后第一天”指日历日或第一个班次所在日",
                "whether the first day after the leave is a calendar day, or that of the first duty",
            ),
            "请假制度 §5",
            choices=("calendar", "duty"),
            readings=(
                Text("假后第一个日历日", "the first calendar day after the leave"),
                Text("假后第一个班次所在日", "the day of the first duty after it"),
            ),
        ),
    )
    example: ClassVar[Example] = Example(
        bad=Text("证明缺 6 日", "Certificates that leave out the 6th"),
        good=Text("两张证明首尾相接", "Two certificates that meet"),
    )

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Flags days that certificates leave uncovered, and those lost once the due date is over."""
        if not isinstance(request, LeaveRequest) or not request.is_sick or not request.certificates:
            return
        missing = uncovered_days(request)
        if missing and needs_certificate(request, board):
            days = ", ".join(day.isoformat() for day in missing)
            over = clock.now() >= certificate_due(request, board)
            yield self.remark(
                Text(
                    f"证明未覆盖 {days}" + (",按旷工处理" if over else ""),
                    f"no certificate covers {days}" + (": absenteeism" if over else ""),
                )
            )
