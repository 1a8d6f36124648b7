"""LEAVE-7: no leave on public holidays."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.policy.deadlines import Deadline, deadline_words, duties_touched, filing_words, holiday_deadline
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.desk.policy.holidays import holidays_of, is_holiday
from roster.desk.words import duty_words, moment_words
from roster.model.approval import DecisionAct
from roster.model.leave_request import LeaveRequest
from roster.rule import Example, Parameter, Refusal
from roster.text import Text


class NoLeaveOnHolidays(DeskRule):
    """Holiday duties take no leave, unless it is flagged extreme and filed by the end of the day two days before."""

    id: ClassVar[str] = "LEAVE-7"
    split_first: ClassVar[bool] = True
    title: ClassVar[Text] = Text("节假日不得请假", "No leave on public holidays")
    clause: ClassVar[str] = "请假制度 §7; 换班制度 §9"
    about: ClassVar[tuple[type, ...]] = (LeaveRequest, DecisionAct)
    summary: ClassVar[Text] = Text(
        "节假日不得请假;极特殊情况须提前两天提出,并经明示批准;跨节假日的请假可拆分。",
        "No leave on a public holiday, except an extreme case filed two days ahead with express consent; a mixed "
        "leave may be split.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "holiday_notice_days",
            2,
            "days",
            Text("节假日极特殊请假提前天数", "days of notice for an extreme case on a holiday"),
            "请假制度 §7",
            minimum=0,
            maximum=31,
        ),
    )
    example: ClassVar[Example] = Example(
        bad=Text("9 月 30 日申请 10 月 1 日班的假", "On 30 September for the duty of 1 October"),
        good=Text("9 月 29 日 23:59 申请并注明极特殊", "At 23:59 on 29 September, flagged extreme"),
    )

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Refuses leave on each holiday duty touched, or flags it for express consent."""
        del clock
        leave = request.subject if isinstance(request, DecisionAct) else request
        if not isinstance(leave, LeaveRequest):
            return
        for _, holiday, deadline in self._holidays(leave, board):
            allowed = leave.extreme and not deadline.missed_by(leave.filed_at)
            if isinstance(request, DecisionAct):
                if request.approved and not request.consent and not leave.is_sick:
                    yield self.refuse(
                        Text("节假日请假须审批人明示同意", "leave on a holiday needs the approver's express consent"),
                        holiday,
                        Text("明示同意", "express consent"),
                        Text("明示同意后批准", "approve with express consent"),
                        offer=replace(request, consent=True),
                    )
            elif leave.is_sick or allowed:
                yield self.remark(
                    Text(f"{holiday} 在节假日", f"{holiday} is on a public holiday"), consent=not leave.is_sick
                )
            else:
                due, in_time = deadline_words(board, deadline), not deadline.missed_by(leave.filed_at)
                extreme = Text("注明极特殊情况并说明", "flag it extreme and say why")
                yield self.refuse(
                    Text(
                        f"{holiday} 在节假日,不得请假;极特殊情况{filing_words(board, deadline).zh}",
                        f"{holiday} is on a public holiday: no leave, except an extreme case filed {due.en}",
                    ),
                    moment_words(board, leave.filed_at) if leave.extreme else Text("非极特殊", "not extreme"),
                    Text(f"极特殊,{due.zh}", f"extreme, {due.en}"),
                    extreme if in_time else None,
                    offer=replace(leave, extreme=True) if in_time else None,
                )

    def _holidays(self, leave: LeaveRequest, board: Board) -> Iterable[tuple[date, str, Deadline]]:
        notice_days = self.whole("holiday_notice_days")
        for duty in duties_touched(leave, board):
            if holidays_of(board, duty):
                yield duty.day, duty_words(duty), holiday_deadline(duty, board, notice_days)
        # Where no roster tells who is on duty, the calendar tells: what will be refused then is refused now.
        for day in leave.days:
            if not board.is_rostered(day) and is_holiday(board, day):
                at = board.month_case.midnight(day - timedelta(days=notice_days - 1))
                yield day, day.isoformat(), Deadline(at, inclusive=False)
