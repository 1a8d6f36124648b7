from collections.abc import Iterable
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.board.worsened import worded
from roster.desk.clock import Clock
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.model.swap import SwapRequest
from roster.rule import Example, Refusal
from roster.text import Text


class OtherRulesHold(DeskRule):
    """The roster after the swap breaks no hard rule that it did not break before, nor breaks one worse."""

    id: ClassVar[str] = "SWAP-8"
    title: ClassVar[Text] = Text("换班须遵守各项制度", "All other rules still hold")
    clause: ClassVar[str] = "换班制度 §8"
    summary: ClassVar[Text] = Text(
        "按换班后的排班表检查全部硬性规则;原已存在且未加重的问题不作为拒绝理由。",
        "The roster after the swap is checked by every hard rule; what was there before and is no worse does not "
        "refuse it.",
    )
    example: ClassVar[Example] = Example(
        bad=Text("换班后连续上班 7 天", "The swap makes a run of seven working days"),
        good=Text("换班前后均为连续 6 天", "Six days in a row before and after"),
    )

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Refuses each hard finding that is new or worse; another person's private reason stays untold."""
        del clock
        if not isinstance(request, SwapRequest):
            return
        hidden: set[str] = set()
        for finding in board.new_findings(request.moves):
            rule = board.rulebook[finding.rule]
            if rule.private and finding.agent_id is not None and finding.agent_id != request.requester:
                if finding.agent_id not in hidden:
                    hidden.add(finding.agent_id)
                    yield self.refuse(
                        Text(f"{finding.agent_id} 不能上该班", f"{finding.agent_id} is not available for the duty"),
                        "-",
                        Text("可用人员", "a person who is available"),
                    )
                continue
            message = worded(board.rulebook, finding).message
            yield self.refuse(
                Text(
                    f"换班后违反 {finding.rule}:{message.zh}", f"after the swap {finding.rule} is broken: {message.en}"
                ),
                finding.measured,
                finding.required,
            )
