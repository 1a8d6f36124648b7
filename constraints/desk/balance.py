"""BALANCE: leave of a kind with so many days a year stays within what is left of them."""

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.policy.balances import asked_days, balances
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.desk.policy.splits import part_of
from roster.desk.words import days_words, state_words
from roster.model.approval import DecisionAct
from roster.model.leave_request import LeaveRequest
from roster.model.requests import span_words
from roster.rule import Example, Parameter, Refusal
from roster.text import Text


class WithinEntitlement(DeskRule):
    """Leave of a kind with so many days a year stays within what is left of them."""

    id: ClassVar[str] = "BALANCE"
    title: ClassVar[Text] = Text("假期额度", "Days of leave a year")
    clause: ClassVar[str] = "POLICY; 职工带薪年休假条例 §3, §5"
    about: ClassVar[tuple[type, ...]] = (LeaveRequest, DecisionAct)
    private: ClassVar[bool] = True
    summary: ClassVar[Text] = Text(
        "有年度额度的假别(entitlements 表),申请不超过剩余天数:额度加上年结转,减去已休和已申请的;年假按法定工作日计,"
        "同一天只计一次。病假不拒,只提示。",
        "Where a kind of leave has so many days a year (table entitlements), a request stays within what is left: the "
        "days and those carried over, less those taken and asked for; annual leave counts legal working days, a day "
        "counts once. Sickness is told, never refused.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "over_balance",
            "refuse",
            "choice",
            Text("超出假期额度时如何处理", "what happens to a request beyond the days that are left"),
            "POLICY",
            choices=("refuse", "consent"),
            readings=(
                Text("拒绝", "it is refused"),
                Text("须审批人明示同意", "it needs the approver's express consent"),
            ),
            ours=True,
        ),
        Parameter(
            "carry_over_days",
            0,
            "days",
            Text("未休天数最多结转到下一年的天数", "how many days that are left go over into the next year at most"),
            "职工带薪年休假条例 §5",
            minimum=0,
            maximum=366,
            ours=True,
        ),
    )
    example: ClassVar[Example] = Example(
        bad=Text("剩 2 天年假,申请 3 个工作日", "Two days of annual leave left, three working days asked for"),
        good=Text("剩 2 天年假,申请周四至周日", "Two days left, Thursday to Sunday asked for"),
    )

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:  # noqa: ARG002
        """Refuses, or flags, each year in which a request asks for more than is left."""
        strict = self.word("over_balance") == "refuse"
        if isinstance(request, LeaveRequest):
            for said, asked, left in self._over(request, board):
                if request.is_sick or not strict:
                    yield self.remark(said, consent=not request.is_sick)
                else:
                    part = self._as_much_as_is_left(request, board)
                    way = None
                    if part is not None:
                        days = span_words(part)
                        way = Text(f"至多申请 {left.zh},如 {days}", f"ask for {left.en} at most, such as {days}")
                    yield self.refuse(said, asked, left, way, offer=part)
        elif isinstance(request, DecisionAct) and isinstance(request.subject, LeaveRequest):
            leave = request.subject
            if strict or leave.is_sick or request.consent or not request.approved:
                return
            for said, asked, left in self._over(leave, board):
                yield self.refuse(
                    said,
                    asked,
                    left,
                    Text("明示同意后批准", "approve with express consent"),
                    offer=replace(request, consent=True),
                )

    def _as_much_as_is_left(self, leave: LeaveRequest, board: Board) -> LeaveRequest | None:
        """The leave's first days that the balance suffices for; None where it suffices for none."""
        for end in reversed(leave.days[:-1]):
            part = part_of(leave, leave.start, end)
            if not any(True for _ in self._over(part, board)):
                years = {day.year for day in leave.days}
                return part if any(asked_days(board, part, year) > 0 for year in years) else None
        return None

    def _over(self, leave: LeaveRequest, board: Board) -> Iterable[tuple[Text, Text, Text]]:
        """Of each year whose days do not suffice: a sentence, what is asked for and what is left."""
        for year in sorted({day.year for day in leave.days}):
            every = balances(board, leave.agent_id, year, but=leave.leave_id)
            own = next((item for item in every if item.kind == leave.kind), None)
            days = 0 if own is None else asked_days(board, leave, year)
            if own is None or days <= own.left:
                continue
            kind, entitled, left = state_words(leave.kind), days_words(own.entitled), days_words(max(0.0, own.left))
            used, asked = days_words(own.taken + own.asked), days_words(days)
            said = Text(
                f"{year} 年{kind.zh}共 {entitled.zh},已休和已申请 {used.zh},剩 {left.zh},本次 {asked.zh}",
                f"of {entitled.en} of {kind.en} leave in {year}, {used.en} are taken or asked for and {left.en} left; "
                f"this asks for {asked.en}",
            )
            yield said, asked, left
