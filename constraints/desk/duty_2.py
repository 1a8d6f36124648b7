"""DUTY-2: relief at the seat."""

from collections.abc import Iterable
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.desk.policy.instead import made_by
from roster.desk.shift_log.occurrence import leads_shift_of, occurrence
from roster.desk.words import duty_words
from roster.model.handover import ReliefAct
from roster.rule import Example, Refusal
from roster.text import Text


class ReliefAtTheSeat(DeskRule):
    """Each seat of the ending shift is handed to a named relief before its holder leaves."""

    id: ClassVar[str] = "DUTY-2"
    title: ClassVar[Text] = Text("在岗交接", "Relief at the seat")
    clause: ClassVar[str] = "交接班制度 §4"
    about: ClassVar[tuple[type, ...]] = (ReliefAct,)
    summary: ClassVar[Text] = Text(
        "接班人到席位后交班人方可离岗:每个席位写明接岗人(按同工种推荐),一人只接一个席位;等人接岗多留的分钟数记录在案。",
        "Nobody leaves before the relief is at the seat: each seat names its relief (proposed: same job), one person "
        "takes one seat, and who stays until relieved has the minutes recorded.",
    )
    example: ClassVar[Example] = Example(
        bad=Text("由不上下一班的人接岗", "Relieved by somebody who has no duty in the next shift"),
        good=Text("由下一班同工种的人接岗", "Relieved by somebody of the next shift in the same job"),
    )

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Refuses a relief who is not there, does not hold the job or has a seat already; and who does not lead."""
        if not isinstance(request, ReliefAct):
            return
        given, relief = request.given, request.relief
        here = occurrence(board, given.day, given.shift)
        if request.taken is None:
            yield self.refuse(
                Text(
                    f"{relief} 在 {duty_words(given)} 下班时没有接续的班次",
                    f"{relief} has no duty that is there when {duty_words(given)} ends",
                ),
                relief,
                Text("下一班的人", "somebody of the next shift"),
            )
        elif given.job not in board.case_of(given.day).agent_by_id[relief].jobs:
            yield self.refuse(
                Text(f"{relief} 不会工种 {given.job}", f"{relief} does not hold the job {given.job}"),
                relief,
                Text(f"会工种 {given.job} 的人", f"somebody who holds the job {given.job}"),
            )
        if request.busy:
            yield self.refuse(
                Text(f"{relief} 已接了别的席位", f"{relief} has taken another seat already"),
                relief,
                Text("一人一席", "one seat each"),
            )
        if request.actor != relief and not leads_shift_of(board, request.actor, here, clock.now()):
            yield self.refuse(
                Text(
                    f"接岗由值班班长或接岗人登记,{request.actor} 都不是", f"{request.actor} neither leads nor relieves"
                ),
                request.actor,
                Text("值班班长或接岗人", "the duty leader, or the relief"),
                **made_by(request, relief),
            )
