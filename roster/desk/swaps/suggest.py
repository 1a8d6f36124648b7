"""Who could take a duty, and what could be taken back for it: every way by the book, ranked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from roster.desk.board.board import Board
from roster.desk.board.exchanged import Exchange, price, sequence_ticks
from roster.desk.board.screen import NONE, Bools, Ints
from roster.desk.clock import Clock
from roster.desk.policy.desk_rule import screened
from roster.desk.policy.proposals import DutyTable, SwapProposals, passing, published_duties
from roster.model import Duty
from roster.model.swap import SwapKind, handed
from roster.rule import TICKS, Concern

CIRCLES_DAYS = (0, 2, 8, 31)
"""How far from a pay-back day that was named another is sought, one circle after the other."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody who could take a duty, and the duty taken back for it (None for a cover).

    `seats_lost` counts seat-intervals that become short (negative: gained); the points are what the rules charge
    more (negative: less) for both parties; `rest_hours` is the partner's shorter rest beside the duty taken.
    """

    partner: str
    pay_back: Duty | None
    seats_lost: int
    fairness_points: float
    wish_points: float
    other_points: float
    rest_hours: float

    @property
    def key(self) -> tuple[float | int | str | date, ...]:
        """What ranks it: coverage, fairness, wishes, rest, the rest of the prices; then day and person."""
        return (
            self.seats_lost,
            round(self.fairness_points, 3),
            round(self.wish_points, 3),
            -min(self.rest_hours, 24.0),
            round(self.other_points, 3),
            self.pay_back.day if self.pay_back else date.min,
            self.partner,
        )


def suggest(
    board: Board,
    agent_id: str,
    day: date,
    clock: Clock,
    *,
    covers: bool = False,
    by_leader: bool = False,
    only: str | None = None,
) -> tuple[Suggestion, ...]:
    """Everybody who could take the duty of `agent_id` on `day`, with every pay-back day that breaks no rule.

    With `covers`, without pay-back; `by_leader`: a cover that a leader arranges, which uses no quota; `only`: one
    partner's ways. Best first.
    NotFoundError where there is no such duty.
    """
    search = _Search(board, board.duty(agent_id, day), clock, covers=covers, by_leader=by_leader)
    search.only = only
    return tuple(sorted(search.found(), key=lambda item: item.key))


def suggest_near(board: Board, agent_id: str, day: date, named: date, clock: Clock) -> Suggestion | None:
    """The best ranked swap for a duty within the first circle of days around `named` that has any pay-back."""
    search = _Search(board, board.duty(agent_id, day), clock, covers=False, by_leader=False)
    for days in CIRCLES_DAYS:
        search.near = (named, days)
        best = min(search.found(), key=lambda item: item.key, default=None)
        if best is not None:
            return best
    return None


def suggest_vacant(board: Board, duty: Duty, clock: Clock) -> tuple[Suggestion, ...]:
    """Everybody who could take a duty that stands vacant: a leader's cover, by the book, best first (LEAVE-10)."""
    search = _Search(board, duty, clock, covers=True, by_leader=True, vacant=True)
    return tuple(sorted(search.found(), key=lambda item: item.key))


class _Search:
    def __init__(
        self, board: Board, duty: Duty, clock: Clock, *, covers: bool, by_leader: bool, vacant: bool = False
    ) -> None:
        self.vacant = vacant
        self.only: str | None = None
        self.near: tuple[date, int] | None = None
        self.board, self.duty, self.clock = board, duty, clock
        self.covers, self.by_leader = covers, by_leader
        self._concern = {rule.id: rule.concern for rule in board.rulebook.rules}
        self._gaps: dict[str, list[tuple[float, Duty]]] = {}
        self._taken: dict[str, Duty] = {}
        """The duty as each partner would have it."""
        self._prices: dict[Duty | None, dict[str, int]] = {}
        """What the requester's side costs more, by the duty taken back."""

    def found(self) -> Iterable[Suggestion]:
        """Each option that no rule refuses."""
        proposals = self._covers() if self.covers else self._swaps()
        fine = screened(self.board.rulebook, proposals, self.board, self.clock)
        duties, people = proposals.table.duties, proposals.table.people
        options = [
            (people[partner], None if back == NONE else duties[back])
            for partner, back in zip(proposals.partner[fine].tolist(), proposals.back[fine].tolist(), strict=True)
        ]
        for (partner, pay_back), words in zip(options, self._words_price(options), strict=True):
            yield self._priced(partner, pay_back, words)

    def _may_be_asked(self, agent_id: str) -> bool:
        """Whether somebody of the month is meant at all."""
        return (
            agent_id != self.duty.agent_id and self.only in {None, agent_id} and agent_id in self.board.case.agent_by_id
        )

    def _covers(self) -> SwapProposals:
        """Everybody who might take the duty."""
        table = DutyTable.of(dict.fromkeys((self.duty.agent_id, *self.board.case.agent_by_id)), [self.duty])
        partners = [number for number, agent_id in enumerate(table.people) if self._may_be_asked(agent_id)]
        nothing = np.full(len(partners), NONE, np.int64)
        return self._proposals(table, 0, np.array(partners, np.int64), nothing)

    def _swaps(self) -> SwapProposals:
        """Every duty of others that might be taken back: of another time, in a month that knows the two."""
        board, own = self.board, self.duty
        table = board.derived(published_duties)
        known = {page.month: own.agent_id in page.month_case.case.agent_by_id for page in board.calendar.pages}

        def may_be_taken(kind: int) -> bool:
            day, shift, _ = table.kinds[kind]
            near = self.near is None or abs((day - self.near[0]).days) <= self.near[1]
            return near and (day, shift) != (own.day, own.shift) and known[board.calendar.page_near(day).month]

        fitting: Bools = passing(table.person, lambda person: self._may_be_asked(table.people[person]))
        fitting &= passing(table.kind, may_be_taken)
        back = np.flatnonzero(fitting)
        person = table.people.index(own.agent_id)
        number = next(place for place in np.flatnonzero(table.person == person) if table.duties[place] == own)
        return self._proposals(table, int(number), table.person[back], back)

    def _proposals(self, table: DutyTable, number: int, partner: Ints, back: Ints) -> SwapProposals:
        return SwapProposals(
            table,
            np.full(len(partner), number, np.int64),
            partner,
            back,
            SwapKind.COVER if self.covers else SwapKind.SWAP,
            self.clock.now(),
            by_leader=self.by_leader,
            vacant=self.vacant,
        )

    def _mine(self, pay_back: Duty) -> Duty:
        return Duty(self.duty.agent_id, pay_back.day, pay_back.shift, pay_back.job)

    def _own(self, taken: Duty | None) -> Exchange:
        """The requester's side."""
        return Exchange(self.duty.agent_id, self.duty, taken)

    def _theirs(self, partner: str, pay_back: Duty | None) -> Exchange:
        """The partner's side."""
        taken = self._taken.get(partner)
        if taken is None:
            taken = self._taken[partner] = handed(self.duty, partner).taken
        return Exchange(partner, pay_back, taken)

    def _seats_lost(self, partner: str, pay_back: Duty | None) -> int:
        """Seat-intervals lost on balance."""
        if self.vacant:
            return sum(change.lost_seats for change in self.board.seat_changes((), [handed(self.duty, partner).taken]))
        agents = self.board.case.agent_by_id
        people = (agents[self.duty.agent_id], agents[partner])
        same = all(person.trainee_until is None for person in people)
        if same and (pay_back is None or pay_back.job == self.duty.job):
            return 0
        moves = [handed(self.duty, partner)]
        if pay_back is not None:
            moves.append(handed(pay_back, self.duty.agent_id))
        changes = self.board.seat_changes([move.given for move in moves], [move.taken for move in moves])
        return sum(change.lost_seats for change in changes)

    def _words_price(self, options: list[tuple[str, Duty | None]]) -> list[dict[str, int]]:
        """What the priced words cost both parties more, per rule, for each option."""
        theirs = sequence_ticks(self.board, [self._theirs(*option) for option in options])
        mine: dict[str, Ints] = {}
        if not self.vacant:
            backs = [None if pay_back is None else self._mine(pay_back) for _, pay_back in options]
            mine = sequence_ticks(self.board, [self._own(back) for back in backs])
        return [
            {
                rule: sum(int(side[rule][place]) for side in (theirs, mine) if rule in side)
                for rule in theirs.keys() | mine.keys()
            }
            for place in range(len(options))
        ]

    def _priced(self, partner: str, pay_back: Duty | None, words: dict[str, int]) -> Suggestion:
        board = self.board
        ticks = dict(words)
        for rule, more in price(board, self._theirs(partner, pay_back)).items():
            ticks[rule] = ticks.get(rule, 0) + more
        own = {} if self.vacant else self._own_price(None if pay_back is None else self._mine(pay_back))
        for rule, more in own.items():
            ticks[rule] = ticks.get(rule, 0) + more
        concerns = dict.fromkeys(Concern, 0)
        for rule, more in ticks.items():
            concerns[self._concern[rule]] += more
        return Suggestion(
            partner,
            pay_back,
            self._seats_lost(partner, pay_back),
            concerns[Concern.FAIRNESS] / TICKS,
            concerns[Concern.WISHES] / TICKS,
            concerns[Concern.OTHER] / TICKS,
            self._rest_hours(partner, pay_back),
        )

    def _own_price(self, taken: Duty | None) -> dict[str, int]:
        if taken not in self._prices:
            self._prices[taken] = price(self.board, self._own(taken))
        return self._prices[taken]

    def _rest_hours(self, partner: str, pay_back: Duty | None) -> float:
        """The partner's shorter gap beside the duty taken; 99 where nothing lies near."""
        near = self._gaps.get(partner)
        if near is None:
            span, own = self.board.stint(self.duty), self.duty.day
            near = self._gaps[partner] = []
            for duty in self.board.line(partner):
                if abs((duty.day - own).days) <= 5:
                    other = self.board.stint(duty)
                    gap = max(span.start - other.end, other.start - span.end)
                    near.append((gap.total_seconds() / 3600, duty))
            near.sort(key=lambda item: item[0])
        return round(next((gap for gap, duty in near if duty != pay_back), 99.0), 2)
