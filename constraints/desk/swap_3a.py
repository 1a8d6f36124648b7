"""SWAP-3a: swaps a month."""

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from roster.desk.board.board import Board
from roster.desk.board.screen import NONE, Bools, Ints
from roster.desk.board.sides import spread
from roster.desk.clock import Clock
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.desk.policy.policy import Policy
from roster.desk.policy.proposals import SwapProposals
from roster.desk.policy.quota import counts, places, quota_of
from roster.model import Month
from roster.model.swap import SwapKind, SwapRequest
from roster.rule import Example, Parameter, Refusal
from roster.text import Text, counted


class SwapQuota(DeskRule):
    """At most `max_swaps_per_month` swaps a person and month, for both parties; open requests hold their place."""

    id: ClassVar[str] = "SWAP-3a"
    title: ClassVar[Text] = Text("每月换班次数", "Swaps a month")
    clause: ClassVar[str] = "换班制度 §3"
    other_day_mends: ClassVar[bool] = False
    about: ClassVar[tuple[type, ...]] = (SwapRequest,)
    looks_closely: ClassVar[bool] = False
    summary: ClassVar[Text] = Text(
        "每人每月换班不得超过规定次数,双方均计次,未决申请占用名额。",
        "At most so many swaps a person and month; both parties count, and an open request holds its place.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "max_swaps_per_month",
            2,
            "times",
            Text("每人每月换班次数上限", "most swaps a person and month"),
            "换班制度 §3",
            minimum=0,
            maximum=31,
        ),
        Parameter(
            "swap_counted_for",
            "both",
            "choice",
            Text("换班计入双方或只计申请人", "whether a swap counts for both parties, or for who asks alone"),
            "换班制度 §3",
            choices=("both", "requester"),
            readings=(Text("双方各计一次", "one for each party"), Text("只计申请人", "for who asks alone")),
        ),
        Parameter(
            "pay_back_counts",
            False,
            "yes/no",
            Text("还班是否另计一次", "whether the pay-back counts as a swap of its own"),
            "换班制度 §3",
            readings=(
                Text("换班与还班合为一次", "swap and pay-back are one"),
                Text("还班另计一次", "the pay-back is one of its own"),
            ),
        ),
    )
    example: ClassVar[Example] = Example(
        bad=Text("本月第三次换班", "A third swap in the month"),
        good=Text("本月第二次换班", "The second swap in the month"),
    )

    def screen(self, proposals: SwapProposals, board: Board, clock: Clock) -> Bools:
        """Refuses who has no place left in the month of the duty given up."""
        del clock
        fine, policy = proposals.all, Policy.of(board.rulebook)
        # One stands for all: they are of one kind, and need the same places of who asks and of the partner.
        like = next(iter(proposals[np.arange(min(1, len(proposals)))].requests()), None)
        if like is None or not counts(like, policy):
            return fine
        table, quota, most = proposals.table, quota_of(board), self.whole("max_swaps_per_month")
        needed = places(like, policy)
        months = sorted({Month.of(day) for day, _, _ in table.kinds})
        month = np.array([months.index(Month.of(day)) for day, _, _ in table.kinds], np.int64)[table.kind]

        def room_in(counted: Ints) -> Bools:
            """Where everybody who needs one has a place left in the month of a row."""
            enough = proposals.all
            for people, party in zip((proposals.requester, proposals.partner), like.parties, strict=True):
                if party in needed:
                    held = spread(
                        people * len(months) + counted,
                        lambda code: quota.used(table.people[code // len(months)], months[code % len(months)]),
                    )
                    enough &= held + needed[party] <= most
            return enough

        if proposals.kind is not SwapKind.CYCLE:
            return room_in(month[proposals.given])
        # A cycle counts in its first month: no later than an arc's two duties, of a longer one it may be earlier.
        latest = np.minimum(
            month[proposals.given], np.where(proposals.back == NONE, len(months), month[proposals.back])
        )
        fine = np.zeros(len(proposals), np.bool_)
        for number in range(len(months)):
            fine |= (number <= latest) & room_in(np.full(len(proposals), number, np.int64))
        return fine

    def _next_free(self, board: Board, party: str, needed: int, month: Month) -> Text | None:
        """From which later month on somebody has places again; None where the centre gives too few in any."""
        most = self.whole("max_swaps_per_month")
        if needed > most:
            return None
        later = month.next
        while quota_of(board).used(party, later) + needed > most:
            later = later.next
        return Text(f"{later} 起另有名额", f"places are free again from {later}")

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Refuses a party whose places in the month of the duty given up would exceed the limit."""
        del clock
        policy = Policy.of(board.rulebook)
        if not isinstance(request, SwapRequest) or not counts(request, policy):
            return
        most, month = self.whole("max_swaps_per_month"), request.month
        for party, taken in places(request, policy).items():
            held = quota_of(board).used(party, month, but=request.swap_id) + taken
            if held > most:
                yield self.refuse(
                    Text(
                        f"{party} 在 {month} 的换班将达 {held} 次,上限 {most} 次",
                        f"{party} would have {counted(held, 'swap')} in {month}; at most {most} allowed",
                    ),
                    held,
                    most,
                    self._next_free(board, party, taken, month) if party == request.requester else None,
                    party,
                )
