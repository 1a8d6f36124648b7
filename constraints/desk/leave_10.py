"""LEAVE-10: a replacement is arranged."""

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.policy.deadlines import duties_touched
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.desk.policy.freed import freed_words, leaders_freed
from roster.desk.policy.leading import gaps_words
from roster.desk.policy.team_share import TeamShare, team_shares
from roster.model.approval import DecisionAct
from roster.model.leave_request import LeaveRequest
from roster.rule import Example, Refusal
from roster.text import Text


class ArrangeReplacement(DeskRule):
    """The duties a leave frees fall vacant; the decision shows what they cost and who could cover them."""

    id: ClassVar[str] = "LEAVE-10"
    title: ClassVar[Text] = Text("安排接替", "A replacement is arranged")
    clause: ClassVar[str] = "客服人员守则 2.22.2"
    about: ClassVar[tuple[type, ...]] = (LeaveRequest, DecisionAct)
    summary: ClassVar[Text] = Text(
        "批准请假时列出空缺班次、对在席的影响、班组请假名额和可接替人员;无值班班长或超出名额的,须明示同意。",
        "The decision shows the duties that fall vacant, the coverage lost, the team's quota of leave and the ranked "
        "covers; leaving no duty leader or going over the quota needs express consent.",
    )
    example: ClassVar[Example] = Example(
        bad=Text("批准病假而无人接替", "Sick leave approved and nobody arranged"),
        good=Text("批准时按推荐名单安排顶班", "A cover from the ranked list is arranged with the approval"),
    )

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Names the duties that fall vacant; seats left without a duty leader, and more of a team away than its quota.

        The last two need express consent, but for sickness.
        """
        del clock
        leave = request.subject if isinstance(request, DecisionAct) else request
        if not isinstance(leave, LeaveRequest):
            return
        duties = duties_touched(leave, board)
        held = [duty for duty in duties if duty not in leave.vacated]
        gaps = leaders_freed(leave, held, board)
        shares = team_shares(leave, board)
        over = [share for share in shares if share.away > share.allowed]
        if isinstance(request, DecisionAct):
            if request.approved and not request.consent and not leave.is_sick:
                for message in (*((gaps_words(gaps),) if gaps else ()), *(_over(share) for share in over)):
                    yield self.refuse(
                        message,
                        Text("未明示同意", "no express consent"),
                        Text("明示同意", "express consent"),
                        Text("明示同意后批准", "approve with express consent"),
                        offer=replace(request, consent=True),
                    )
            return
        empty = [duty for duty in duties if duty not in leave.filled]
        if empty:
            vacancies = ", ".join(freed_words(leave, duty, board) for duty in empty)
            # Of a night that the first hours of an unplanned month cut, no day of the leave is rostered.
            most = max(shares, key=lambda share: share.away, default=None)
            zh = f";{most.team} 请假 {most.away} 人,名额 {most.allowed} 人" if most else ""
            en = f"; {most.away} of {most.team} on leave, quota {most.allowed}" if most else ""
            yield self.remark(Text(f"空缺班次:{vacancies}{zh}", f"Duties that fall vacant: {vacancies}{en}"))
        if gaps:
            yield self.remark(gaps_words(gaps), consent=not leave.is_sick)
        for share in over:
            yield self.remark(_over(share), consent=not leave.is_sick)


def _over(share: TeamShare) -> Text:
    return Text(
        f"{share.day} {share.team} 请假将达 {share.away} 人,超过名额 {share.allowed} 人",
        f"{share.away} of {share.team} would be on leave on {share.day}; its quota is {share.allowed}",
    )
