"""SWAP-2: both leaders agree, and the register shows it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from roster.desk.board.board import Board
from roster.desk.board.screen import Bools
from roster.desk.clock import Clock
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.desk.policy.ladder import acting_on_swap, deciders, open_swap_steps, step_words, whom_to_ask
from roster.desk.policy.proposals import SwapProposals
from roster.desk.words import duty_words, moment_words, state_words
from roster.model import Duty
from roster.model.approval import DecisionAct
from roster.model.swap import SwapKind, SwapRequest
from roster.rule import Example, Refusal
from roster.text import Text


class SwapAgreement(DeskRule):
    """A swap counts only after the partner accepts and each party's leader approves, before the first duty begins."""

    id: ClassVar[str] = "SWAP-2"
    title: ClassVar[Text] = Text("双方班长同意并登记", "Both leaders agree, and the register shows it")
    clause: ClassVar[str] = "换班制度 §2"
    other_day_mends: ClassVar[bool] = False
    about: ClassVar[tuple[type, ...]] = (SwapRequest, DecisionAct)
    looks_closely: ClassVar[bool] = False
    summary: ClassVar[Text] = Text(
        "对方接受、双方班长同意并登记后换班才生效;班长本人换班由客服部主任批准。",
        "Effective once the partner accepts and each party's leader approves; a leader who is a party is replaced "
        "by the department director.",
    )
    example: ClassVar[Example] = Example(
        bad=Text("班次开始后才申请", "The request comes after the duty has begun"),
        good=Text("班次开始前双方班长均已同意", "Both leaders agreed before the duty begins"),
    )

    def screen(self, proposals: SwapProposals, board: Board, clock: Clock) -> Bools:
        """Refuses duties that have begun, or that are over where a leader orders the cover."""
        now, cover = clock.now(), proposals.by_leader and proposals.kind is SwapKind.COVER

        def ahead(duty: Duty) -> bool:
            stint = board.stint(duty)
            return now < (stint.end if cover else stint.start)

        return proposals.kinds_pass(ahead)

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Refuses a request about a duty that has begun, and a decision that is not the actor's to make."""
        if isinstance(request, SwapRequest):
            yield from self._begun(request, board, clock)
        elif isinstance(request, DecisionAct) and isinstance(request.subject, SwapRequest):
            yield from self._decision(request, request.subject, board, clock)

    def _begun(self, swap: SwapRequest, board: Board, clock: Clock) -> Iterable[Refusal]:
        now, cover = clock.now(), swap.by_leader and swap.kind is SwapKind.COVER
        for duty in dict.fromkeys((*swap.given, *swap.taken)):
            stint = board.stint(duty)
            # Somebody is put in for who did not come: the cover is for the rest of the duty (COVER-1).
            limit = stint.end if cover else stint.start
            if now >= limit:
                when, limited = moment_words(board, limit), duty_words(duty)
                yield self.refuse(
                    Text(f"{limited} 班已于 {when} 结束", f"{limited} ended at {when}")
                    if cover
                    else Text(f"{limited} 班已于 {when} 开始", f"{limited} began at {when}"),
                    moment_words(board, now),
                    Text(f"{when} 之前", f"before {when}"),
                    party=duty.agent_id,
                )
                return

    def _decision(self, act: DecisionAct, swap: SwapRequest, board: Board, clock: Clock) -> Iterable[Refusal]:
        now, open_steps = clock.now(), open_swap_steps(swap, act.made, board.staff)
        kind = state_words(swap.kind.value)
        way: Text | None = None
        instead: DecisionAct | None = None
        if open_steps:
            way = whom_to_ask(board, open_steps[0], now, but=swap.parties)
            people = deciders(board, open_steps[0], now, but=swap.parties)
            instead = replace(act, actor=people[0]) if people else None
        if act.actor in swap.parties:
            yield self.refuse(
                Text(f"当事人不得审批本人的{kind.zh}", f"nobody decides a {kind.en} of their own"),
                act.actor,
                Text("他人", "somebody else"),
                way,
                offer=instead,
            )
            return
        waiting = [party for party in swap.parties if party not in swap.accepted]
        if waiting and act.approved and not swap.by_leader:
            yield self.refuse(
                Text(
                    f"{'、'.join(waiting)} 尚未接受{kind.zh}",
                    f"{', '.join(waiting)} has not accepted the {kind.en} yet",
                ),
                Text("尚未接受", "not accepted"),
                Text("已接受", "accepted"),
                Text(f"请 {'、'.join(waiting)} 先接受", f"let {' and '.join(waiting)} accept first"),
                offer=replace(act, subject=replace(swap, accepted=frozenset(swap.parties))),
            )
        words = [step_words(step) for step in open_steps]
        if not any(acting_on_swap(board, act.actor, swap, step, now) for step in open_steps):
            said = Text(
                f"此{kind.zh}须由各方班长(或其代理人)审批",
                f"this {kind.en} is for the parties' own leaders, or their deputies",
            )
            if words and any(item.approved and item.by == act.actor for item in act.made):
                said = Text(
                    f"{act.actor} 已审批过,现待{'、'.join(item.zh for item in words)} 审批",
                    f"{act.actor} has decided; it waits for the {' and the '.join(item.en for item in words)}",
                )
            yield self.refuse(
                said,
                act.actor,
                Text("、".join(item.zh for item in words) or "-", ", ".join(item.en for item in words) or "-"),
                way,
                offer=instead,
            )
