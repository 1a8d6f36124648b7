"""DELEGATE: a deputy for a time."""

from collections.abc import Iterable
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.desk.policy.ladder import acts_for
from roster.desk.words import moment_words
from roster.model.approval import DecisionAct
from roster.model.swap import SwapRequest
from roster.rule import Example, Refusal
from roster.text import Text


class Delegate(DeskRule):
    """An absent approver may name a deputy for a time; outside it the deputy decides nothing."""

    id: ClassVar[str] = "DELEGATE"
    title: ClassVar[Text] = Text("代理审批", "A deputy for a time")
    clause: ClassVar[str] = "POLICY"
    about: ClassVar[tuple[type, ...]] = (DecisionAct,)
    summary: ClassVar[Text] = Text(
        "审批人不在时可指定代理人及起止时间,期外无权审批。",
        "An absent approver names a deputy from one instant to another; before and after, the deputy decides nothing.",
    )
    example: ClassVar[Example] = Example(
        bad=Text("代理期满后审批", "The deputy decides after the delegation has ended"),
        good=Text("代理期内审批", "The deputy decides within it"),
    )

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Refuses a deputy whose time is not now; tells for whom a deputy acts."""
        if not isinstance(request, DecisionAct):
            return
        now, staff = clock.now(), board.staff
        subject = request.subject
        people = subject.parties if isinstance(subject, SwapRequest) else (subject.agent_id,)
        for item in staff.delegations:
            if item.deputy != request.actor:
                continue
            if item.holds_at(now):
                yield self.remark(
                    Text(f"{item.deputy} 代理 {item.approver}", f"{item.deputy} stands in for {item.approver}")
                )
            elif not any(acts_for(board, request.actor, person, now) for person in people):
                yield self.refuse(
                    Text(
                        f"{item.deputy} 的代理期为 {moment_words(board, item.start)} 至 "
                        f"{moment_words(board, item.end)}",
                        f"{item.deputy} stands in from {moment_words(board, item.start)} to "
                        f"{moment_words(board, item.end)}",
                    ),
                    moment_words(board, now),
                    f"{moment_words(board, item.start)} – {moment_words(board, item.end)}",
                )
                return
