"""LEAVE-2c: late leave needs consent, else absenteeism."""

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.policy.deadlines import deadline_words, missed_deadline
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.desk.words import moment_words
from roster.model.approval import DecisionAct
from roster.model.leave_request import LeaveRequest
from roster.rule import Example, Parameter, Refusal
from roster.text import Text


class LateConsent(DeskRule):
    """Leave filed after its deadline needs the approver's express consent; undecided at the start it is absenteeism."""

    id: ClassVar[str] = "LEAVE-2c"
    title: ClassVar[Text] = Text("逾期须经批准,否则旷工", "Late leave needs consent, else absenteeism")
    clause: ClassVar[str] = "请假制度 §2"
    about: ClassVar[tuple[type, ...]] = (LeaveRequest, DecisionAct)
    summary: ClassVar[Text] = Text(
        "逾期提出的请假须审批人明示同意;班次开始时仍未批准的记临时旷工,事后批准可撤销。",
        "Filed late, it needs express consent; undecided or refused when the duty starts it is provisional "
        "absenteeism, which a later approval clears.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "absence_clear_days",
            1,
            "days",
            Text(
                "临时旷工可在假后几天内撤销", "days after the last day within which provisional absenteeism is cleared"
            ),
            "POLICY",
            minimum=0,
            maximum=31,
            ours=True,
        ),
    )
    example: ClassVar[Example] = Example(
        bad=Text("逾期请假,审批人未明示同意", "A late leave approved without a word on its lateness"),
        good=Text("审批人明示同意逾期", "The approver expressly consents to the late filing"),
    )

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Flags a late leave for express consent, and refuses an approval that does not give it."""
        del clock
        leave = request.subject if isinstance(request, DecisionAct) else request
        if not isinstance(leave, LeaveRequest):
            return
        deadline = missed_deadline(leave, board)
        if deadline is None:
            return
        filed, due = moment_words(board, leave.filed_at), deadline_words(board, deadline)
        if isinstance(request, DecisionAct):
            if request.approved and not request.consent:
                yield self.refuse(
                    Text("逾期请假须审批人明示同意", "a late leave needs the approver's express consent"),
                    filed,
                    due,
                    Text("明示同意逾期后批准", "approve with express consent to the late filing"),
                    offer=replace(request, consent=True),
                )
        else:
            yield self.remark(
                Text(
                    f"逾期:{filed} 提出,时限为 {due.zh.removeprefix('最迟 ')};未获批准按旷工处理",
                    f"late: filed {filed}, due {due.en}; without approval it is absenteeism",
                ),
                consent=True,
            )
