from collections.abc import Iterable
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.desk.policy.handover import handover_shares
from roster.desk.words import duty_words
from roster.model.attendance import Attendance
from roster.rule import Example, Refusal
from roster.text import Text


class HandoverShares(DeskRule):
    """Each party confirms the duty taken; a late, wrong or empty shift is absenteeism, shared by who was to blame."""

    id: ClassVar[str] = "SWAP-5"
    title: ClassVar[Text] = Text("交代清楚、责任分担", "A clear handover, and shares when it fails")
    clause: ClassVar[str] = "换班制度 §5"
    summary: ClassVar[Text] = Text(
        "双方须确认所接的班;误班、空班按旷工处理,已确认的由接班人负全责,未确认的双方各半,班长可说明理由调整。",
        "Each party confirms the duty taken. A failed one is absenteeism: the taker's alone if confirmed, else half "
        "each; the leader may adjust it, with a reason.",
    )
    example: ClassVar[Example] = Example(
        bad=Text("接班人未到岗", "Nobody turns up for the duty taken"),
        good=Text("接班人确认并按时到岗", "The taker confirms and is there on time"),
    )

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Flags an absence from a duty got by swap, or coming too late for it, with the shares."""
        del clock
        if not isinstance(request, Attendance):
            return
        if not request.absent and request.late_minutes < self.whole("late_minutes"):
            return
        duty = board.duties.get(request.agent_id, {}).get(request.day)
        swap = board.touched.get(request.agent_id, {}).get(duty) if duty is not None else None
        if swap is None or duty is None or duty not in swap.got:
            return
        shares = handover_shares(swap, duty)
        told = ", ".join(f"{person} {share} %" for person, share in shares.items())
        yield self.remark(
            Text(
                f"{duty_words(duty)} 换班后误班或空班,按旷工处理,责任:{told}",
                f"{duty_words(duty)}, got by swap, was late or stayed empty: absenteeism, shared {told}",
            )
        )
