"""LEAVE-4: applied for in person."""

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.desk.policy.sickness import counts_at_once
from roster.model.leave_request import LeaveRequest
from roster.rule import Example, Refusal
from roster.text import Text


class InPerson(DeskRule):
    """Sick leave may be filed by a named proxy, business leave by a manager, the others only by oneself.

    A proxy is somebody of the family, or a colleague whom the agent has named. What another colleague reports counts
    once the own leader has confirmed it.
    """

    id: ClassVar[str] = "LEAVE-4"
    title: ClassVar[Text] = Text("事假本人办理", "Applied for in person")
    clause: ClassVar[str] = "请假制度 §4"
    about: ClassVar[tuple[type, ...]] = (LeaveRequest,)
    summary: ClassVar[Text] = Text(
        "事假须本人办理;病假可由家属或本人指定的代办人提出,其他同事代报的须经本班班长确认;因公由管理人员提出。",
        "Personal leave is filed by oneself; sickness by the family or a named proxy if need be, and what another "
        "colleague reports waits for the own leader to confirm it; business leave by a manager.",
    )
    example: ClassVar[Example] = Example(
        bad=Text("同事代请事假", "A colleague files personal leave for somebody"),
        good=Text("指定的代办人代报病假", "The colleague whom one has named reports one's sickness"),
    )

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Refuses a proxy where the clause allows none; tells that a colleague's report waits for the own leader."""
        del clock
        if not isinstance(request, LeaveRequest) or request.applicant == request.agent_id:
            return
        if request.is_sick:
            if not counts_at_once(request, board):
                yield self.remark(
                    Text(
                        "同事代报,经本班班长确认后才生效",
                        "a colleague's report: it counts once the own leader has confirmed it",
                    )
                )
            return
        if request.kind == "business" and board.staff.is_manager_of(request.applicant, request.agent_id):
            return
        yield self.refuse(
            Text("此类请假须本人办理", "this leave is applied for in person"),
            request.applicant,
            request.agent_id
            if request.kind != "business"
            else Text(f"{request.agent_id} 或其班长、主任", f"{request.agent_id}, or a leader or director of theirs"),
            Text("由本人提出", "file it oneself"),
            offer=replace(request, filed_by=""),
        )
