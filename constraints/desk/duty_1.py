"""DUTY-1: the roll call before a shift."""

from collections.abc import Iterable
from datetime import timedelta
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.desk.policy.instead import made_by
from roster.desk.shift_log.occurrence import duty_leaders, leader_now, leads_shift_of, occurrence
from roster.desk.words import moment_words
from roster.model.duty_act import RollCallAct
from roster.rule import Example, Parameter, Refusal
from roster.text import Text


class RollCall(DeskRule):
    """The roll is called some minutes before the shift, led by the duty leader, until the shift is over."""

    id: ClassVar[str] = "DUTY-1"
    title: ClassVar[Text] = Text("班前点名", "The roll call before the shift")
    clause: ClassVar[str] = "交接班制度 §1–2; 班长责任制 §7; 客服领班 2.1"
    about: ClassVar[tuple[type, ...]] = (RollCallAct,)
    summary: ClassVar[Text] = Text(
        "班前规定分钟起点名,由值班班长主持:到岗、迟到几分钟、未到、请假,并宣读通知;未到的当场按顺序找人顶班,"
        "班次开始后也可以。",
        "From so many minutes before the shift the duty leader calls the roll: present, late by n minutes, absent, on "
        "leave; the notices are read out. An absence offers the ranked covers, also once the shift has begun.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "roll_call_minutes",
            10,
            "minutes",
            Text(
                "班前点名提前的分钟数(营业厅 15)", "minutes before the shift from which the roll is called (halls: 15)"
            ),
            "交接班制度 §1",
            minimum=0,
            maximum=120,
        ),
        Parameter(
            "roll_call_is_work",
            False,
            "yes/no",
            Text("班前点名是否计入工时与班间休息", "whether those minutes enter working hours and rest"),
            "交接班制度 §1",
            readings=(Text("不计", "they do not"), Text("计入,工时每班加点名分钟", "they do, with every duty")),
        ),
        Parameter(
            "call_in_minutes",
            60,
            "minutes",
            Text(
                "临时叫人到岗所需分钟数(有记录的按本人最近三次)",
                "minutes from a call to the seat (where known: the person's own, by the last three)",
            ),
            "POLICY",
            minimum=0,
            maximum=720,
            ours=True,
        ),
    )
    example: ClassVar[Example] = Example(
        bad=Text("早班 08:00,07:40 就点名", "The roll of the 08:00 shift called at 07:40"),
        good=Text("07:50 由值班班长点名", "Called at 07:50 by the duty leader"),
    )

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Refuses a roll called too early, once the shift is over, or by somebody who does not lead it."""
        if not isinstance(request, RollCallAct):
            return
        here, now = occurrence(board, request.day, request.shift), clock.now()
        opens = here.start - timedelta(minutes=self.whole("roll_call_minutes"))
        span = Text(
            f"{moment_words(board, opens)} 至 {moment_words(board, here.end)}",
            f"from {moment_words(board, opens)} to {moment_words(board, here.end)}",
        )
        if now < opens:
            reason = Text("未到点名时间", "it is too early to call the roll")
            yield self.refuse(reason, moment_words(board, now), span)
        elif now >= here.end:
            reason = Text("本班已结束,考勤请由班长更正", "the shift is over: its leader corrects the attendance")
            yield self.refuse(reason, moment_words(board, now), span)
        if not leads_shift_of(board, request.actor, here, now):
            leaders = duty_leaders(board, here)
            names = (
                Text("、".join(leaders), " or ".join(leaders))
                if leaders
                else Text("班长或主任", "a leader or director")
            )
            reason = Text(
                f"点名由值班班长主持,{request.actor} 不带这个班",
                f"the duty leader calls the roll; {request.actor} does not lead this shift",
            )
            yield self.refuse(reason, request.actor, names, **made_by(request, leader_now(board, here)))
