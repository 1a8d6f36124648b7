"""COVER-1: no private covering."""

from collections.abc import Iterable
from datetime import timedelta
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.board.screen import Bools
from roster.desk.clock import Clock
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.desk.policy.instead import made_by
from roster.desk.policy.ladder import LEADER_OR_DIRECTOR, step_words, swap_steps, who_leads
from roster.desk.policy.policy import Policy
from roster.desk.policy.proposals import SwapProposals
from roster.desk.shift_log.occurrence import duty_leaders, occurrence
from roster.desk.words import duty_words, moment_words
from roster.model.swap import SwapKind, SwapRequest
from roster.rule import Example, Parameter, Refusal
from roster.text import Text


class NoPrivateCover(DeskRule):
    """An agent's own cover needs the checks and approvals of a swap; a cover arranged by a leader uses no quota."""

    id: ClassVar[str] = "COVER-1"
    title: ClassVar[Text] = Text("不得私自顶班", "No private covering")
    clause: ClassVar[str] = "交接班规定 §1"
    about: ClassVar[tuple[type, ...]] = (SwapRequest,)
    looks_closely: ClassVar[bool] = False
    summary: ClassVar[Text] = Text(
        "不得私自顶班:本人安排的顶班须事先按换班审批并计次;班长(点名后也可由值班班长)因病、缺勤安排的顶班不计次、"
        "不要求同级,班次开始后也可安排(顶余下的时间);调用其他班组人员的,须其班长或客服部主任同意。",
        "No private cover: one's own needs a swap's checks and approvals beforehand and counts as one. What a leader "
        "arranges, or from the roll call on the duty leader, does not; it asks for no equal grade, may begin after the "
        "duty did, and takes another team's agent with the word of that team's leader or the department director.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "cover_counts_as_swap",
            True,
            "yes/no",
            Text("本人安排的顶班是否计入换班次数", "whether an own cover counts as a swap"),
            "交接班规定 §1",
            readings=(Text("不计次", "it does not count"), Text("双方各计一次", "it counts for both")),
        ),
    )
    example: ClassVar[Example] = Example(
        bad=Text("班次开始后才找人顶班", "Somebody covers without asking, and the duty has begun"),
        good=Text("班前经班长同意由他人顶班", "A cover agreed to by the leaders before the duty"),
    )

    def screen(self, proposals: SwapProposals, board: Board, clock: Clock) -> Bools:
        """Refuses none: a leader's cover is proposed to the leader."""
        del board, clock
        return proposals.all

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Refuses a cover said to be a leader's that is not, and tells how a cover counts."""
        if not isinstance(request, SwapRequest) or request.kind is not SwapKind.COVER:
            return
        giver = request.moves[0].giver
        if request.by_leader and not self._may_order(request, giver, board, clock):
            yield self.refuse(
                Text(
                    f"{request.requester} 不是 {giver} 的班长或主任,不能安排顶班",
                    f"{request.requester} does not lead {giver} and cannot arrange a cover",
                ),
                request.requester,
                LEADER_OR_DIRECTOR,
                **made_by(request, who_leads(board, giver, clock.now()), "requester"),
            )
        elif not request.by_leader and self.flag("cover_counts_as_swap"):
            yield self.remark(Text("顶班计入双方的换班次数", "the cover counts as one swap for both"))
        elif request.by_leader:
            yield from self._ordered(request, board, clock)

    def _may_order(self, request: SwapRequest, giver: str, board: Board, clock: Clock) -> bool:
        """Whether the requester leads the giver, or as duty leader the shift whose roll is called (DUTY-1)."""
        if board.staff.is_manager_of(request.requester, giver):
            return True
        duty = request.moves[0].given
        if not board.is_rostered(duty.day):
            return False
        here = occurrence(board, duty.day, duty.shift)
        opens = here.start - timedelta(minutes=Policy.of(board.rulebook).roll_call_minutes)
        return clock.now() >= opens and request.requester in duty_leaders(board, here)

    def _ordered(self, request: SwapRequest, board: Board, clock: Clock) -> Iterable[Flag]:
        """What a leader's cover waits for, and that it is for the rest of a duty that has begun."""
        for step in swap_steps(request, board.staff):
            words = step_words(step)
            yield self.remark(
                Text(
                    f"跨班组顶班,须{words.zh} 或客服部主任同意",
                    f"{words.en} or the department director agrees first: the cover is from another team",
                )
            )
        for duty in request.given:
            start = board.stint(duty).start
            if clock.now() > start:
                began = moment_words(board, start)
                yield self.remark(
                    Text(
                        f"{duty_words(duty)} 班已于 {began} 开始,顶班为余下的时间",
                        f"{duty_words(duty)} began at {began}: the cover is for the rest of it",
                    )
                )
