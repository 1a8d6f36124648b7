"""SWAP-3c: nobody back-to-back."""

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from roster.desk.board.board import Board
from roster.desk.board.exchanged import marred
from roster.desk.board.screen import Bools
from roster.desk.board.sides import Sides
from roster.desk.clock import Clock
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.desk.policy.neighbours import short_gaps
from roster.desk.policy.policy import Policy
from roster.desk.policy.proposals import SwapProposals
from roster.desk.words import duty_words, hours_words
from roster.model.swap import COUNTED_SWAPS, SwapKind, SwapRequest
from roster.rule import Example, Parameter, Refusal
from roster.text import Text


class NoBackToBack(DeskRule):
    """After the swap each party has one duty a day at most, and the minimum gap between duties."""

    id: ClassVar[str] = "SWAP-3c"
    title: ClassVar[Text] = Text("换班不得连班", "Nobody back-to-back")
    clause: ClassVar[str] = "换班制度 §3"
    about: ClassVar[tuple[type, ...]] = (SwapRequest,)
    summary: ClassVar[Text] = Text(
        "换班后双方每天至多一班,两班之间不少于规定间隔(按实际经过时间)。",
        "After the swap each party has one duty a day at most and the minimum gap, in elapsed time, between duties.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "swap_min_gap_hours",
            None,
            "hours",
            Text("换班后两班的最短间隔(缺省同 min_rest_hours)", "shortest gap after a swap (unset: min_rest_hours)"),
            "换班制度 §3 (连班)",
            minimum=0,
            maximum=48,
            optional=True,
            number=True,
        ),
    )
    example: ClassVar[Example] = Example(
        bad=Text("换班后 16:00–24:00 接次日 08:00", "After the swap 16:00–24:00 is followed by 08:00 next day"),
        good=Text(
            "换班后 16:00–24:00 接次日 11:00:恰好 11 小时",
            "After the swap 16:00–24:00 is followed by 11:00 next day: exactly 11 h",
        ),
    )

    def screen(self, proposals: SwapProposals, board: Board, clock: Clock) -> Bools:
        """Refuses gaps that are too short.

        One no longer than the roster's own rest is among what SWAP-8 refuses, but for those whose rest is too short
        already: another that is no worse may take its place there.
        """
        del clock
        fine, policy, people = proposals.all, Policy.of(board.rulebook), proposals.table.people
        if proposals.by_leader:
            return fine
        asked = [policy.gap_minutes > policy.rest_minutes or marred(board, agent_id) for agent_id in people]
        mask = np.array(asked, np.bool_)
        rows = np.flatnonzero(mask[proposals.requester] | mask[proposals.partner])
        agents = {agent_id for agent_id, of_them in zip(people, asked, strict=True) if of_them}
        arcs = proposals.kind is SwapKind.CYCLE
        for row, request in zip(rows.tolist(), proposals[rows].requests(), strict=True):
            parties = agents & set(request.parties[: 1 if arcs else None])
            fine[row] = not any(
                any(True for _ in short_gaps(board, request, party, policy.gap_minutes)) for party in parties
            )
        return fine

    def screen_pairs(self, one: Sides, two: Sides, board: Board) -> Bools:
        """Refuses two duties taken that lie too close to each other."""
        start, end = one.table.spans(board)
        gap = np.maximum(start[one.taken] - end[two.taken], start[two.taken] - end[one.taken])
        far: Bools = gap >= Policy.of(board.rulebook).gap_minutes
        return far

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Refuses a second duty on a day, and a gap that is too short and shorter than before."""
        del clock
        # What a leader orders and a 调班 ask the hard roster rules alone (COVER-1, CHANGE-1): SWAP-8 tells them.
        if not isinstance(request, SwapRequest) or not request.is_swap:
            return
        yield from self._owed_twice(request, board)
        least_minutes = Policy.of(board.rulebook).gap_minutes
        for party in request.parties:
            for before, after, gap_minutes in short_gaps(board, request, party, least_minutes):
                if before.day == after.day:
                    yield self.refuse(
                        Text(f"{party} 在 {after.day} 将有两个班", f"{party} would have two duties on {after.day}"),
                        2,
                        1,
                        party=party,
                    )
                else:
                    gap, least = hours_words(gap_minutes), hours_words(least_minutes)
                    yield self.refuse(
                        Text(
                            f"{party} 的 {duty_words(before)} 班与 {duty_words(after)} 班之间仅 {gap.zh}",
                            f"{party} would have {gap.en} between {duty_words(before)} and {duty_words(after)}",
                        ),
                        gap,
                        Text(f"至少 {least.zh}", f">= {least.en}"),
                        party=party,
                    )

    def _owed_twice(self, request: SwapRequest, board: Board) -> Iterable[Refusal]:
        """Two later pay-backs of one person on one day."""
        if request.later is None:
            return
        for swap in board.swaps:
            if (
                swap.later is not None
                and swap.swap_id != request.swap_id
                and swap.state in COUNTED_SWAPS
                and (swap.requester, swap.later.day) == (request.requester, request.later.day)
            ):
                yield self.refuse(
                    Text(
                        f"{request.requester} 在 {request.later.day} 已有还班",
                        f"{request.requester} owes a pay-back on {request.later.day} already",
                    ),
                    2,
                    1,
                )
