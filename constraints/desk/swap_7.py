"""SWAP-7: coverage is not lowered."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import ClassVar

import numpy as np

from roster.desk.board.board import Board
from roster.desk.board.screen import NONE, Bools
from roster.desk.board.seats import SeatChange
from roster.desk.board.sides import passing
from roster.desk.clock import Clock
from roster.desk.policy.desk_rule import DeskRule, Flag, Request
from roster.desk.policy.leading import gaps_words, leader_gaps
from roster.desk.policy.proposals import SwapProposals
from roster.model.approval import DecisionAct
from roster.model.swap import SwapKind, SwapRequest
from roster.rule import Example, Parameter, Refusal
from roster.text import Text, clock_time, counted


class KeepCoverage(DeskRule):
    """A swap does not make a seat requirement short, or shorter than it is."""

    id: ClassVar[str] = "SWAP-7"
    title: ClassVar[Text] = Text("换班不得减少在席", "Coverage is not lowered")
    clause: ClassVar[str] = "换班制度 §7"
    about: ClassVar[tuple[type, ...]] = (SwapRequest, DecisionAct)
    summary: ClassVar[Text] = Text(
        "班长须掌握人员情况:换班不得使任何时段的座席缺口产生或扩大。",
        "Leaders keep an eye on staffing: no interval becomes short of seats, or shorter, by a swap.",
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "swap_may_lower_coverage",
            False,
            "yes/no",
            Text("换班可否减少在席", "whether a swap may leave a seat requirement short"),
            "换班制度 §7",
            readings=(Text("不得减少在席", "no seat is lost"), Text("可以减少在席", "seats may be lost")),
        ),
    )
    example: ClassVar[Example] = Example(
        bad=Text("换班后 12:00–12:30 由缺 0 变为缺 1", "The swap leaves 12:00–12:30 one seat short"),
        good=Text("换班后各时段缺口不变", "The swap leaves every interval as it was"),
    )

    def screen(self, proposals: SwapProposals, board: Board, clock: Clock) -> Bools:
        """Refuses seats lost; of arcs only the whole set tells. Two of one job who fill seats both change none."""
        del clock
        fine, table = proposals.all, proposals.table
        if self.flag("swap_may_lower_coverage") or proposals.by_leader or proposals.kind is SwapKind.CYCLE:
            return fine
        agents = board.case.agent_by_id
        for people in (proposals.requester, proposals.partner):
            fine &= passing(people, lambda person: agents[table.people[person]].trainee_until is None)
        jobs: dict[str, int] = {}
        job = np.array([jobs.setdefault(job, len(jobs)) for _, _, job in table.kinds], np.int64)[table.kind]
        fine &= (proposals.back == NONE) | (job[proposals.given] == job[proposals.back])
        rows = np.flatnonzero(~fine)
        for row, swap in zip(rows.tolist(), proposals[rows].requests(), strict=True):
            fine[row] = not any(change.lost_seats > 0 for change in board.seat_changes(swap.given, swap.taken))
        return fine

    def decide(self, request: Request, board: Board, clock: Clock) -> Iterable[Refusal | Flag]:
        """Refuses the loss of a seat that is required; flags seats left without a duty leader for express consent.

        Of each day and job the worst interval is named. What a leader orders is told its effect, and not refused.
        """
        del clock
        swap = request.subject if isinstance(request, DecisionAct) else request
        if not isinstance(swap, SwapRequest):
            return
        gaps = leader_gaps(board, swap.given, swap.taken)
        if isinstance(request, DecisionAct):
            if gaps and request.approved and not request.consent:
                yield self.refuse(
                    gaps_words(gaps),
                    Text("未明示同意", "no express consent"),
                    Text("明示同意", "express consent"),
                    Text("明示同意后批准", "approve with express consent"),
                    offer=replace(request, consent=True),
                )
            return
        if gaps:
            yield self.remark(gaps_words(gaps), consent=not swap.by_leader)
        if self.flag("swap_may_lower_coverage"):
            return
        worst: dict[tuple[date, str], SeatChange] = {}
        for change in board.seat_changes(swap.given, swap.taken):
            key = (change.day, change.job)
            if change.lost_seats > 0 and (key not in worst or change.short_after > worst[key].short_after):
                worst[key] = change
        for change in worst.values():
            when = f"{change.day} {clock_time(change.minute)}"
            message = Text(
                f"{when} 工种 {change.job} 在席将为 {change.after_seats},需求 {change.required_seats}",
                f"{change.job} would have {change.after_seats} of {counted(change.required_seats, 'seat')} at {when}",
            )
            if swap.by_leader:
                yield self.remark(message)
            else:
                yield self.refuse(message, change.after_seats, change.required_seats)
