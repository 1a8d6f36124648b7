"""SWAP-1: a swap names its reason."""

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.board.screen import Bools
from roster.desk.clock import Clock
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.desk.policy.proposals import SwapProposals
from roster.desk.words import state_words
from roster.model.refusal import SAY_WHY
from roster.model.swap import SwapRequest
from roster.rule import Example, Refusal
from roster.text import Text


class SwapReason(DeskRule):
    """A swap is allowed for a personal need, so the request names one."""

    id: ClassVar[str] = "SWAP-1"
    title: ClassVar[Text] = Text("换班须说明事由", "A swap names its reason")
    clause: ClassVar[str] = "换班制度 §1"
    other_day_mends: ClassVar[bool] = False
    about: ClassVar[tuple[type, ...]] = (SwapRequest,)
    looks_closely: ClassVar[bool] = False
    summary: ClassVar[Text] = Text(
        "员工因本人或其他需要可以申请换班,申请须写明事由。",
        "A swap may be asked for where somebody needs it; the request says why.",
    )
    example: ClassVar[Example] = Example(
        bad=Text("事由为空", "The reason is left empty"),
        good=Text("事由:14 日家长会", "Reason: a parents' evening on the 14th"),
    )

    def screen(self, proposals: SwapProposals, board: Board, clock: Clock) -> Bools:
        """Refuses none: the reason is for who asks to give."""
        del board, clock
        return proposals.all

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Refuses a request without a reason."""
        del board, clock
        if isinstance(request, SwapRequest) and not request.reason.strip():
            kind = state_words(request.kind.value)
            yield self.refuse(
                Text(f"{kind.zh}申请没有写明事由", f"the request does not say why the {kind.en} is needed"),
                "-",
                Text("事由", "a reason"),
                SAY_WHY,
                offer=replace(request, reason="-"),
            )
