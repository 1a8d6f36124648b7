"""CHANGE-1: no private change of shift."""

from collections.abc import Iterable
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.board.screen import Bools
from roster.desk.clock import Clock
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.desk.policy.instead import made_by
from roster.desk.policy.ladder import LEADER_OR_DIRECTOR, who_leads
from roster.desk.policy.proposals import SwapProposals
from roster.model.swap import SwapKind, SwapRequest
from roster.rule import Example, Parameter, Refusal
from roster.text import Text


class NoPrivateChange(DeskRule):
    """A one-person change is asked for first: the leader approves, the whole roster is checked, no quota is used."""

    id: ClassVar[str] = "CHANGE-1"
    title: ClassVar[Text] = Text("不得私自调班", "No private change of shift")
    clause: ClassVar[str] = "交接班规定 §1; 客房部规章 §9"
    about: ClassVar[tuple[type, ...]] = (SwapRequest,)
    looks_closely: ClassVar[bool] = False
    summary: ClassVar[Text] = Text(
        "调班须先请示:本人申请、班长批准,或由班长直接调整;检查整表并记录,不计换班次数。",
        "One asks before moving a duty and the leader approves, or the leader moves it; the roster is checked and the "
        "change logged; it uses no quota.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "change_counts_as_swap",
            False,
            "yes/no",
            Text("调班是否计入换班次数", "whether a change counts as a swap"),
            "交接班规定 §1",
            readings=(Text("不计次", "it does not count"), Text("计一次", "it counts")),
        ),
    )
    example: ClassVar[Example] = Example(
        bad=Text("未请示自行改上中班", "Somebody works another shift without asking"),
        good=Text("经班长批准改上中班", "The leader approved the other shift"),
    )

    def screen(self, proposals: SwapProposals, board: Board, clock: Clock) -> Bools:
        """Refuses none: what is proposed has two parties."""
        del board, clock
        return proposals.all

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Refuses a change that is not one person's, or to a shift that does not serve the job."""
        if not isinstance(request, SwapRequest) or request.kind is not SwapKind.CHANGE:
            return
        if len(request.parties) != 1:
            yield self.refuse(
                Text("调班只涉及本人", "a change concerns one person only"),
                len(request.parties),
                1,
            )
        if request.by_leader and not board.staff.is_manager_of(request.requester, request.moves[0].giver):
            yield self.refuse(
                Text(
                    f"{request.requester} 不是 {request.moves[0].giver} 的班长或主任,不能为其调班",
                    f"{request.requester} does not lead {request.moves[0].giver} and cannot move the duty",
                ),
                request.requester,
                LEADER_OR_DIRECTOR,
                **made_by(request, who_leads(board, request.moves[0].giver, clock.now()), "requester"),
            )
        for duty in request.taken:
            shift = board.case_of(duty.day).shift_by_code[duty.shift]
            if not shift.serves(duty.job):
                yield self.refuse(
                    Text(
                        f"{duty.shift} 班不设工种 {duty.job}", f"shift {duty.shift} does not serve the job {duty.job}"
                    ),
                    duty.job,
                    ", ".join(shift.jobs),
                )
