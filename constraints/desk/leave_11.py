"""LEAVE-11: the return is signed off."""

from collections.abc import Iterable
from datetime import timedelta
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.desk.policy.leave_hours import leave_span
from roster.desk.words import day_words, moment_words, wall_words
from roster.model.approval import ReturnAct
from roster.rule import Example, Refusal
from roster.text import Text


class SignOffReturn(DeskRule):
    """A leave ends with a sign-off: between its start and its end, or on the first day after."""

    id: ClassVar[str] = "LEAVE-11"
    title: ClassVar[Text] = Text("销假", "The return is signed off")
    clause: ClassVar[str] = "请假制度 §1; 客服人员守则 2.22.1"
    about: ClassVar[tuple[type, ...]] = (ReturnAct,)
    summary: ClassVar[Text] = Text(
        "请假期间或期满后第一天销假;提前销假的,余下班次无人接替的照常上班;期满后第一天未销假的先提醒、后记录;"
        "已生效的请假在开始前可放弃,班次空着的恢复。",
        "Signed off during the leave or on the first day after; early, the days given back are worked again where "
        "nobody has taken the duty; missing on the first day after, a reminder and then a record. Effective leave may "
        "be given up before it begins.",
    )
    example: ClassVar[Example] = Example(
        bad=Text("8 日至 9 日的请假,7 日销假", "A leave of the 8th and 9th signed off on the 7th"),
        good=Text("10 日销假", "Signed off on the 10th"),
    )

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Refuses a sign-off before the leave begins; tells an early one, and one that comes late."""
        if not isinstance(request, ReturnAct):
            return
        leave, now = request.leave, clock.now()
        begins, over = leave_span(leave, board)
        due = request.due or leave.end + timedelta(days=1)
        if now < begins:
            first = wall_words(leave.begins)
            yield self.refuse(
                Text(
                    f"请假 {first.zh} 才开始,尚不能销假", f"the leave begins on {first.en}; it is not signed off before"
                ),
                moment_words(board, now),
                Text(f"{first.zh} 起", f"from {first.en}"),
                Text("不休了可撤回请假,班次恢复", "withdraw the leave to give it up: its duties come back"),
            )
        elif now < over:
            yield self.remark(
                Text(
                    "提前销假:尚未开始且无人接替的班次照常上班",
                    "signed off early: duties that have not begun and that nobody took are worked again",
                )
            )
        elif now >= board.month_case.midnight(due + timedelta(days=1)):
            day = day_words(due)
            yield self.remark(Text(f"应于 {day.zh} 销假,逾期已记录", f"due on {day.en}: late, which is on record"))
