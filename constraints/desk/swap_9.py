"""SWAP-9: no swaps on public holidays."""

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.board.screen import Bools
from roster.desk.clock import Clock
from roster.desk.policy.deadlines import deadline_words, filing_words, holiday_deadline
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.desk.policy.excuses import is_excused
from roster.desk.policy.holidays import holidays_of
from roster.desk.policy.proposals import SwapProposals
from roster.desk.words import duty_words, moment_words, state_words
from roster.model.approval import DecisionAct
from roster.model.swap import SwapRequest
from roster.rule import Example, Parameter, Refusal
from roster.text import Text, both


class NoHolidaySwaps(DeskRule):
    """Who is on duty on a public holiday does not swap: neither duty starts on one."""

    id: ClassVar[str] = "SWAP-9"
    title: ClassVar[Text] = Text("节假日当班不得换班", "No swaps on public holidays")
    clause: ClassVar[str] = "换班制度 §9"
    about: ClassVar[tuple[type, ...]] = (SwapRequest, DecisionAct)
    looks_closely: ClassVar[bool] = False
    summary: ClassVar[Text] = Text(
        "节假日当班人员不得换班:互换的任一班次开始于节假日的,不予批准,换班无例外;以调班或班长安排的顶班调开节假日班的,"
        "须有病假,或经明示同意的极特殊情况。",
        "Neither duty of a swap starts on a public holiday; swaps know no exception. A change or a leader's cover that "
        "takes somebody off a holiday duty needs sickness, or an extreme case with consent.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "holiday_by",
            "start",
            "choice",
            Text("班次按开始日还是重叠判断节假日", "whether the start or any overlap puts a duty on a holiday"),
            "换班制度 §9",
            choices=("start", "overlap"),
            readings=(
                Text("班次开始的那天", "the day on which the duty starts"),
                Text("班次触及的任何一天", "any day that it touches"),
            ),
        ),
        Parameter(
            "holiday_days",
            "break",
            "choice",
            Text(
                "节假日指整个放假安排或仅法定节日",
                "whether the whole official break counts as the holiday, or its statutory days alone",
            ),
            "换班制度 §9",
            choices=("break", "statutory"),
            readings=(
                Text("整个放假安排,含调休与相连周末", "the whole official break, weekends and days in lieu"),
                Text("仅法定节日当天", "its statutory days alone"),
            ),
        ),
        Parameter(
            "holiday_includes_weekend",
            False,
            "yes/no",
            Text("周末是否视同节假日", "whether weekends count as public holidays"),
            "换班制度 §9",
            readings=(Text("仅节假日", "public holidays alone"), Text("周末也算", "weekends too")),
        ),
    )
    example: ClassVar[Example] = Example(
        bad=Text("10 月 1 日班与 9 日班互换", "The duty of 1 October for that of the 9th"),
        good=Text("9 日班与 12 日班互换", "The duty of the 9th for that of the 12th"),
    )

    def screen(self, proposals: SwapProposals, board: Board, clock: Clock) -> Bools:
        """Refuses duties on a public holiday; the grounds for a leader's cover of one are the leader's to name."""
        del clock
        if proposals.by_leader:
            return proposals.all
        return proposals.kinds_pass(lambda duty: not holidays_of(board, duty))

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Refuses each duty of a swap or an own cover that falls on a public holiday.

        A change, or a cover that a leader orders, that takes somebody off a holiday duty needs the grounds of LEAVE-7.
        """
        del clock
        swap = request.subject if isinstance(request, DecisionAct) else request
        if not isinstance(swap, SwapRequest):
            return
        if not swap.is_swap:
            yield from self._taken_off(request, swap, board)
            return
        if isinstance(request, DecisionAct):
            return
        back, kind = swap.pay_back if swap.later is not None else None, state_words(swap.kind.value)
        for duty in (*swap.given, *((back,) if back is not None else ())):
            for day in holidays_of(board, duty)[:1]:
                name = board.case.calendar.name(day) or both(day.strftime("%A"))
                yield self.refuse(
                    Text(
                        f"{duty_words(duty)} 班在节假日({day} {name.zh}),不得{kind.zh}",
                        f"{duty_words(duty)} is on a public holiday ({day} {name.en}): no {kind.en}",
                    ),
                    day,
                    Text("非节假日", "no public holiday"),
                )

    def _taken_off(self, request: Request, swap: SwapRequest, board: Board) -> Iterable[Refusal | Flag]:
        """Who loses a holiday duty by 调班 or by a leader's cover, without being sick or having stayed away."""
        for move in swap.moves:
            duty = move.given
            same_duty = move.taker == move.giver and move.taken.day == duty.day
            if same_duty or not holidays_of(board, duty) or is_excused(board, duty, swap.filed_at):
                continue
            deadline = holiday_deadline(duty, board, self.whole("holiday_notice_days"))
            due, in_time = deadline_words(board, deadline), not deadline.missed_by(swap.filed_at)
            if isinstance(request, DecisionAct):
                if request.approved and not request.consent:
                    yield self.refuse(
                        Text(
                            f"{duty_words(duty)} 班在节假日,调开须审批人明示同意",
                            f"{duty_words(duty)} is on a public holiday: taking it off needs express consent",
                        ),
                        duty_words(duty),
                        Text("明示同意", "express consent"),
                        Text("明示同意后批准", "approve with express consent"),
                        offer=replace(request, consent=True),
                    )
            elif swap.extreme and in_time:
                yield self.remark(
                    Text(f"{duty_words(duty)} 在节假日", f"{duty_words(duty)} is on a public holiday"),
                    consent=not swap.by_leader,
                )
            else:
                yield self.refuse(
                    Text(
                        f"{duty_words(duty)} 班在节假日:除病假外,仅极特殊情况可调开,{filing_words(board, deadline).zh}",
                        f"{duty_words(duty)} is on a public holiday: besides sickness only an extreme case takes it "
                        f"off, filed {due.en}",
                    ),
                    moment_words(board, swap.filed_at) if swap.extreme else Text("非极特殊", "not extreme"),
                    Text(f"极特殊,{due.zh}", f"extreme, {due.en}"),
                    Text("注明极特殊情况并说明", "flag it extreme and say why") if in_time else None,
                )
