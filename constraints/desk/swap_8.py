"""SWAP-8: all other rules still hold."""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

import numpy as np

from roster.desk.board.board import Board
from roster.desk.board.exchanged import hopeless, legal, legal_pairs
from roster.desk.board.screen import Bools
from roster.desk.board.sides import Sides
from roster.desk.board.worsened import worded
from roster.desk.clock import Clock
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.desk.policy.neighbours import short_gaps
from roster.desk.policy.personal_bars import refuse_barred, without_personal
from roster.desk.policy.policy import Policy
from roster.desk.policy.proposals import SwapProposals
from roster.desk.words import state_words
from roster.model.swap import SwapKind, SwapRequest
from roster.rule import Example, Finding, Refusal
from roster.text import Text, unit_words


class OtherRulesHold(DeskRule):
    """The roster after the swap breaks no hard rule that it did not break before, nor breaks one worse."""

    id: ClassVar[str] = "SWAP-8"
    title: ClassVar[Text] = Text("换班须遵守各项制度", "All other rules still hold")
    clause: ClassVar[str] = "换班制度 §8"
    about: ClassVar[tuple[type, ...]] = (SwapRequest,)
    looks_closely: ClassVar[bool] = False
    summary: ClassVar[Text] = Text(
        "按换班后的排班表检查全部硬性规则;原已存在且未加重的问题不作为拒绝理由。",
        "The roster after the swap is checked by every hard rule; what was there before and is no worse does not "
        "refuse it.",
    )
    example: ClassVar[Example] = Example(
        bad=Text("换班后连续上班 7 天", "The swap makes a run of seven working days"),
        good=Text("换班前后均为连续 6 天", "Six days in a row before and after"),
    )

    def screen(self, proposals: SwapProposals, board: Board, clock: Clock) -> Bools:
        """Refuses what the pieces of the hard rules forbid: in each person's months, then in what counts over people.

        Of an arc that may stand beside another, only what no second swap can mend.
        """
        del clock
        fine = proposals.all
        for side in proposals.sides:
            rows = np.flatnonzero(fine)
            if len(rows):
                first, places = side[rows].alike()
                unlike = side[rows][first]
                single = ~hopeless(board, unlike) if proposals.beside else legal(board, unlike)
                fine[rows] = single[places]
        if proposals.kind is not SwapKind.CYCLE and not proposals.vacant:
            table = proposals.table
            pairs = zip(proposals.requester[fine].tolist(), proposals.partner[fine].tolist(), strict=True)
            alike = [board.counts_alike(table.people[giver], table.people[taker]) for giver, taker in pairs]
            rows = np.flatnonzero(fine)[~np.array(alike, np.bool_)]
            for row, swap in zip(rows.tolist(), proposals[rows].requests(), strict=True):
                fine[row] = not board.new_shared_findings(swap.moves)
        return fine

    def screen_pairs(self, one: Sides, two: Sides, board: Board) -> Bools:
        """Refuses two swaps of one person that the pieces of the hard rules forbid together."""
        both = one.beside(two)
        first, places = both.alike()
        return legal_pairs(board, both[first], places[: len(one)], places[len(one) :])

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Refuses each hard finding that is new or worse; what is personal is told to the person alone."""
        del clock
        if not isinstance(request, SwapRequest):
            return
        kind = state_words(request.kind.value)
        close_pairs, unskilled = _close_pairs(request, board), _unskilled(request, board)
        # Once it is filed, or asked in somebody's name, others read what is said of whoever asks.
        alone = not request.swap_id and request.requester in request.accepted
        findings, barred = without_personal(
            board,
            each_once(board.new_findings(request.moves, request.pay_back if request.later is not None else None)),
            reader=request.requester if alone else None,
            leads=request.by_leader,
        )
        for finding in findings:
            rule = board.rulebook[finding.rule]
            if finding.rule in BETWEEN_DUTIES and (finding.agent_id, finding.day) in close_pairs:
                continue
            if finding.rule == "SKILL" and (finding.agent_id, finding.day) in unskilled:
                continue
            message = worded(board.rulebook, finding).message
            yield self.refuse(
                Text(
                    f"{kind.zh}后违反“{rule.title.zh}”:{message.zh}",
                    f"after the {kind.en} {finding.rule} is broken: {message.en}",
                ),
                unit_words(finding.measured),
                unit_words(finding.required),
                party=finding.agent_id,
            )
        for agent_id in barred:
            yield refuse_barred(self, agent_id)


BETWEEN_DUTIES = frozenset({"ONE-DUTY", "REST", "NIGHT"})
"""Rules that one short rest, or one second duty, breaks together: SWAP-3c tells it already, or the first of them."""


def _close_pairs(request: SwapRequest, board: Board) -> set[tuple[str | None, date | None]]:
    """Whom SWAP-3c tells of too short a gap, and on the day of which duty."""
    if not request.is_swap:
        return set()
    least = Policy.of(board.rulebook).gap_minutes
    return {(party, after.day) for party in request.parties for _, after, _ in short_gaps(board, request, party, least)}


def _unskilled(request: SwapRequest, board: Board) -> set[tuple[str | None, date | None]]:
    """Of whom SWAP-4 tells that they do not hold the job of a duty taken, and its day."""
    if request.kind is SwapKind.CHANGE:
        return set()
    taken = [duty for duty in request.taken if duty.job not in board.case_of(duty.day).agent_by_id[duty.agent_id].jobs]
    return {(duty.agent_id, duty.day) for duty in taken}


def each_once(findings: Iterable[Finding]) -> Iterable[Finding]:
    """Findings without what one of them says already: one short rest, one stretch of intervals that lack somebody."""
    rests: set[tuple[str | None, date | None]] = set()
    counts: set[tuple[str, date | None, str]] = set()
    # A second duty on one day is told as that, not as no rest between the two.
    for finding in sorted(findings, key=lambda finding: finding.rule != "ONE-DUTY"):
        if finding.rule in BETWEEN_DUTIES:
            if (finding.agent_id, finding.day) in rests:
                continue
            rests.add((finding.agent_id, finding.day))
        elif finding.agent_id is None:
            if (finding.rule, finding.day, finding.required) in counts:
                continue
            counts.add((finding.rule, finding.day, finding.required))
        yield finding
