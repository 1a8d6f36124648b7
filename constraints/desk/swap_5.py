"""SWAP-5: a clear handover, and shares when it fails."""

from collections.abc import Iterable
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.clock import Clock
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.desk.policy.handover import handover_shares
from roster.desk.words import duty_words, moment_words
from roster.model.approval import ConfirmAct
from roster.model.attendance import Attendance
from roster.rule import Example, Refusal
from roster.text import Text


class HandoverShares(DeskRule):
    """Each party confirms the duty taken; a late, wrong or empty shift is absenteeism, shared by who was to blame."""

    id: ClassVar[str] = "SWAP-5"
    title: ClassVar[Text] = Text("交代清楚、责任分担", "A clear handover, and shares when it fails")
    clause: ClassVar[str] = "换班制度 §5"
    about: ClassVar[tuple[type, ...]] = (ConfirmAct, Attendance)
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
        """Refuses a confirmation once the duty began; flags a failed duty got by swap, with the shares.

        Coming late is LEAVE-8's, unless the leader says that the handover caused it.
        """
        if isinstance(request, ConfirmAct):
            yield from self._confirmation(request, board, clock)
        if not isinstance(request, Attendance):
            return
        late = request.handover and request.late_minutes >= self.whole("late_minutes")
        if not request.absent and not late:
            return
        duty = board.duties.get(request.agent_id, {}).get(request.day)
        swap = board.touched.get(request.agent_id, {}).get(duty) if duty is not None else None
        if swap is None or duty is None or duty not in swap.got:
            return
        shares = handover_shares(swap, duty)
        listed = ", ".join(f"{person} {share} %" for person, share in shares.items())
        yield self.remark(
            Text(
                f"{duty_words(duty)} 换班后误班或空班,按旷工处理,责任:{listed}",
                f"{duty_words(duty)}, got by swap, was late or stayed empty: absenteeism, shared {listed}",
            )
        )

    def _confirmation(self, act: ConfirmAct, board: Board, clock: Clock) -> Iterable[Refusal]:
        taken = sorted(duty for duty in act.swap.got if duty.agent_id == act.actor)
        start = min((board.stint(duty).start for duty in taken), default=None)
        if start is not None and clock.now() >= start:
            when = moment_words(board, start)
            yield self.refuse(
                Text(
                    f"{duty_words(taken[0])} 班已于 {when} 开始,交接须班前确认",
                    f"{duty_words(taken[0])} began at {when}; a handover is confirmed before the duty",
                ),
                moment_words(board, clock.now()),
                Text(f"{when} 之前", f"before {when}"),
            )
