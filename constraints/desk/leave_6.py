"""LEAVE-6: no leave on night shifts."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import time
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.policy.deadlines import deadline_words, duties_touched, night_deadline
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.desk.words import duty_words, moment_words
from roster.model.approval import DecisionAct
from roster.model.leave_request import LeaveRequest
from roster.rule import Example, Parameter, Refusal
from roster.text import Text


class NoLeaveOnNights(DeskRule):
    """Night duties take no leave, unless flagged special and filed before the last 12:00 that precedes the duty."""

    id: ClassVar[str] = "LEAVE-6"
    title: ClassVar[Text] = Text("夜班不得请假", "No leave on night shifts")
    clause: ClassVar[str] = "请假制度 §6"
    about: ClassVar[tuple[type, ...]] = (LeaveRequest, DecisionAct)
    summary: ClassVar[Text] = Text(
        "夜班原则上不得请假;特殊情况须在夜班开始前最近的 12:00 之前提出,并经明示批准。",
        "No leave on nights, except a special case filed before the last 12:00 that precedes the duty, with express "
        "consent.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "night_deadline",
            "12:00",
            "text",
            Text("夜班特殊请假的时限(时刻)", "wall time before which a special leave on a night is filed"),
            "请假制度 §6",
        ),
    )
    example: ClassVar[Example] = Example(
        bad=Text("当日 12:00 申请 22:00 夜班的特殊假", "At 12:00 for the night at 22:00, flagged special"),
        good=Text("当日 11:59 申请并注明特殊", "At 11:59, flagged special"),
    )

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Refuses leave on each night duty touched, or flags it for express consent; sickness is only flagged."""
        del clock
        leave = request.subject if isinstance(request, DecisionAct) else request
        if not isinstance(leave, LeaveRequest):
            return
        wall = time.fromisoformat(self.word("night_deadline"))
        for duty in duties_touched(leave, board):
            if not board.case_of(duty.day).shift_by_code[duty.shift].is_night:
                continue
            deadline = night_deadline(duty, board, wall)
            allowed = leave.special and not deadline.missed_by(leave.filed_at)
            if isinstance(request, DecisionAct):
                if request.approved and not request.consent and not leave.is_sick:
                    yield self.refuse(
                        Text("夜班请假须审批人明示同意", "leave on a night needs the approver's express consent"),
                        duty_words(duty),
                        Text("明示同意", "express consent"),
                        Text("明示同意后批准", "approve with express consent"),
                        offer=replace(request, consent=True),
                    )
            elif leave.is_sick or allowed:
                yield self.remark(
                    Text(f"{duty_words(duty)} 为夜班", f"{duty_words(duty)} is a night duty"),
                    consent=not leave.is_sick,
                )
            else:
                due = deadline_words(board, deadline)
                in_time = not deadline.missed_by(leave.filed_at)
                yield self.refuse(
                    Text(
                        f"{duty_words(duty)} 为夜班,不得请假;特殊情况须在 {due.zh}提出",
                        f"{duty_words(duty)} is a night duty: no leave, except a special case filed {due.en}",
                    ),
                    moment_words(board, leave.filed_at) if leave.special else Text("非特殊", "not special"),
                    Text(f"特殊,{due.zh}", f"special, {due.en}"),
                    Text("注明特殊情况并说明", "flag it special and say why") if in_time else None,
                    offer=replace(leave, special=True) if in_time else None,
                )
