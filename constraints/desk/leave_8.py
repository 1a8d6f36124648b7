"""LEAVE-8: late for, or away from, the post."""

from collections.abc import Iterable
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.desk.policy.lateness import violations_of
from roster.desk.policy.leave_hours import is_taken
from roster.model.attendance import Attendance
from roster.rule import Example, Parameter, Refusal
from roster.text import Text


class LateOrAway(DeskRule):
    """Twenty minutes late or more, or twenty minutes or more away from the post, without leave, is a violation."""

    id: ClassVar[str] = "LEAVE-8"
    title: ClassVar[Text] = Text("迟到、脱岗", "Late for, or away from, the post")
    clause: ClassVar[str] = "请假制度 §8"
    about: ClassVar[tuple[type, ...]] = (Attendance,)
    summary: ClassVar[Text] = Text(
        "班前未请假,迟到或擅自离岗达规定分钟数的,按违纪处理;不足的只记迟到。",
        "Without leave, so many minutes late or away are a violation; less is only late.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "late_minutes",
            20,
            "minutes",
            Text("迟到按违纪处理的分钟数", "minutes late that are a violation"),
            "请假制度 §8",
            minimum=1,
            maximum=1440,
        ),
        Parameter(
            "away_minutes",
            20,
            "minutes",
            Text("脱岗按违纪处理的分钟数", "minutes away from the post that are a violation"),
            "请假制度 §8",
            minimum=1,
            maximum=1440,
        ),
        Parameter(
            "away_by",
            "total",
            "choice",
            Text(
                "脱岗按全班累计或按单次最长计",
                "whether all absences of a duty count together, or the longest single one",
            ),
            "请假制度 §8",
            choices=("total", "longest"),
            readings=(
                Text("一个班次内累计", "all of a duty's absences together"),
                Text("单次最长的一次", "the longest single one"),
            ),
        ),
    )
    example: ClassVar[Example] = Example(
        bad=Text("迟到 20 分钟", "Twenty minutes late"),
        good=Text("迟到 19 分钟:只记迟到", "Nineteen minutes late: only late"),
    )

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Flags each violation that an attendance record amounts to."""
        del clock
        if not isinstance(request, Attendance):
            return
        duty = board.duties.get(request.agent_id, {}).get(request.day)
        if is_taken(board, duty) if duty else board.on_leave(request.agent_id, request.day):
            return
        for kind, minutes in violations_of(request, board):
            zh, en = _WORDS[kind]
            limit = self.whole(f"{kind}_minutes")
            yield self.remark(
                Text(
                    f"{request.agent_id} {request.day} {zh} {minutes} 分钟,达 {limit} 分钟,按违纪处理",
                    f"{request.agent_id} was {minutes} min {en} on {request.day}; from {limit} min it is a violation",
                )
            )


_WORDS = {"late": ("迟到", "late"), "away": ("脱岗", "away from the post")}
