"""LEAVE-3: step by step, no skipping, no crossing."""

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.desk.policy.ladder import (
    DECIDED,
    acting,
    deciders,
    leave_steps,
    next_step,
    step_words,
    whom_to_ask,
    word_asked,
)
from roster.model.approval import DecisionAct
from roster.model.leave_request import LeaveRequest
from roster.rule import Example, Matter, Parameter, Refusal
from roster.text import Text


class StepByStep(DeskRule):
    """Own team leader, then department director; above `director_limit_days` also the centre director."""

    id: ClassVar[str] = "LEAVE-3"
    title: ClassVar[Text] = Text("逐级审批,不得越级交叉", "Step by step, no skipping, no crossing")
    clause: ClassVar[str] = "请假制度 §3; 客房部规章 §10"
    governs: ClassVar[frozenset[Matter]] = frozenset({Matter.LEAVE_LADDER})
    about: ClassVar[tuple[type, ...]] = (DecisionAct,)
    summary: ClassVar[Text] = Text(
        "请假逐级办理:本班班长、客服部主任,一天以上再报客服中心主任;不得越级、交叉;相邻的请假合并计算。",
        "The chain is the own leader, the department director, and above a day the centre director; nobody skips or "
        "crosses, adjoining requests add up.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "director_limit_days",
            1,
            "days",
            Text("客服部主任的批假权限", "up to how many days the department director is final"),
            "请假制度 §3",
            minimum=0,
            maximum=366,
        ),
        Parameter(
            "leave_days_by",
            "duties",
            "choice",
            Text(
                "假期天数按涉及的班次、自然日或工作日计",
                "whether a leave's days are the duties it touches, calendar days, or legal working days",
            ),
            "请假制度 §3",
            choices=("duties", "calendar", "working"),
            readings=(
                Text("涉及的班次数", "the duties it touches"),
                Text("日历天数", "its calendar days"),
                Text("法定工作日数", "its legal working days"),
            ),
        ),
        Parameter(
            "part_day_counts",
            "half",
            "choice",
            Text(
                "按时刻请假时,不足一天的部分怎样折算(审批权限、假期余额、台账同一算法)",
                "what a part of a day counts: in the ladder, in what is left of the year's days, in the ledger",
            ),
            "请假制度 §3",
            choices=("half", "hours", "whole"),
            readings=(
                Text("不超过半个班计半天,超过计一天", "up to half of the duty is half a day, more is a day"),
                Text("按占该班工时的比例", "its share of the duty's hours"),
                Text("一律计一天", "a day"),
            ),
            ours=True,
        ),
    )
    example: ClassVar[Example] = Example(
        bad=Text("班长未批,主任先批", "The director decides before the leader"),
        good=Text("班长批准后主任批准", "The leader approves, then the director"),
    )

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Refuses a decision out of order, across teams, on oneself, or against sickness."""
        if not isinstance(request, DecisionAct) or not isinstance(request.subject, LeaveRequest):
            return
        leave, now = request.subject, clock.now()
        steps, word = leave_steps(leave, board), word_asked(leave)
        due, own = next_step(steps, request.made), (leave.agent_id, leave.applicant)
        decided = [item.by for item in request.made if item.approved]
        way: Text | None = None
        instead: DecisionAct | None = None
        if due is not None:
            way = whom_to_ask(board, due, now, but={*own, *decided}, word=word)
            people = deciders(board, due, now, but={*own, *decided})
            instead = replace(request, actor=people[0]) if people else None
        if request.actor in own:
            yield self.refuse(
                Text("本人不得审批自己提出的请假", "nobody decides a leave of their own or that they filed"),
                request.actor,
                Text("他人", "somebody else"),
                way,
                offer=instead,
            )
            return
        if leave.is_sick and not leave.is_report and not request.approved:
            yield self.refuse(
                Text("病假只作确认,不予拒绝", "sickness is acknowledged, not refused"),
                Text("拒绝", "declined"),
                Text("确认", "acknowledged"),
                Text("请予确认", "acknowledge it"),
                offer=replace(request, approved=True),
            )
        if due is None or acting(board, request.actor, due, now, made=request.made, but=own) is not None:
            return
        words = step_words(due)
        later = [step for step in steps if step != due and acting(board, request.actor, step, now, but=own)]
        if request.actor in decided and acting(board, request.actor, due, now, but=own) is not None:
            said = Text(
                f"{request.actor} 已{word.zh}上一级,{words.zh} 须由他人{word.zh}",
                f"{request.actor} decided a rung already; the {words.en} is another person",
            )
        elif request.actor in decided:
            said = Text(
                f"{request.actor} 已{word.zh}过,现待{words.zh}{word.zh}",
                f"{request.actor} has decided; it waits for the {words.en}"
                if word is DECIDED
                else f"{request.actor} has taken note; the {words.en} is next to do so",
            )
        elif later:
            said = Text(f"须先由 {words.zh} {word.zh},不得越级", f"{words.en} decides first; no rung is skipped")
        else:
            said = Text(f"应由 {words.zh} {word.zh},不得交叉", f"this is for {words.en} to decide; no crossing")
        yield self.refuse(said, request.actor, words, way, offer=instead)
