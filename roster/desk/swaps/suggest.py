"""Who could take a duty, and what could be taken back for it: every way by the book, ranked."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from roster.desk.board.board import Board
from roster.desk.board.exchanged import prices
from roster.desk.board.screen import NONE, Bools, Ints
from roster.desk.board.sides import DutyTable, passing, published_duties, spread
from roster.desk.clock import Clock
from roster.desk.policy.desk_rule import screened, verdict_of
from roster.desk.policy.proposals import SwapProposals
from roster.desk.swaps.swap_held import asked_already
from roster.model import Duty, Month
from roster.model.swap import OPEN_SWAPS, SwapKind, SwapRequest
from roster.rule import TICKS, Concern, Refusal

Floats = NDArray[np.float64]

NEAR_DAYS = 5
"""How far from a duty those are sought that make a rest short."""
NOTHING = 10**9
"""A gap, in minutes, to a duty that is not there."""
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
    return search.suggestions()


def suggest_near(board: Board, agent_id: str, day: date, named: date, clock: Clock) -> Suggestion | None:
    """The best ranked swap for a duty within the first circle of days around `named` that has any pay-back."""
    search = _Search(board, board.duty(agent_id, day), clock, covers=False, by_leader=False)
    for days in CIRCLES_DAYS:
        search.near = (named, days)
        suggestions = search.suggestions()
        if suggestions:
            return suggestions[0]
    return None


def suggest_vacant(board: Board, duty: Duty, clock: Clock) -> tuple[Suggestion, ...]:
    """Everybody who could take a duty that stands vacant: a leader's cover, by the book, best first (LEAVE-10)."""
    search = _Search(board, duty, clock, covers=True, by_leader=True, vacant=True)
    return search.suggestions()


@dataclass(frozen=True, slots=True)
class Hindrance:
    """A rule that refuses to so many of the people who were asked about, and what it says of the first of them."""

    refusal: Refusal
    people: int
    asked: int


def hindrances(board: Board, agent_id: str, day: date, clock: Clock, *, covers: bool = False) -> tuple[Hindrance, ...]:
    """Why nobody can take a duty: of each partner the swap for the duty nearest to it, and the rules that refuse it.

    Those that refuse to most people come first. NotFoundError where there is no such duty.
    """
    search = _Search(board, board.duty(agent_id, day), clock, covers=covers, by_leader=False)
    first: dict[str, Refusal] = {}
    partners: Counter[str] = Counter()
    requests = search.nearest()
    for request in requests:
        refused = verdict_of(search.board.rulebook, request, search.board, clock).refusals
        for refusal in {item.rule: item for item in reversed(refused)}.values():
            first.setdefault(refusal.rule, refusal)
            partners[refusal.rule] += 1
    return tuple(Hindrance(first[rule], count, len(requests)) for rule, count in partners.most_common())


class _Search:
    def __init__(
        self, board: Board, duty: Duty, clock: Clock, *, covers: bool, by_leader: bool, vacant: bool = False
    ) -> None:
        self.vacant = vacant
        self.only: str | None = None
        self.near: tuple[date, int] | None = None
        # Who may take a duty is one of its own month's people, whichever month is in focus.
        self.board, self.duty, self.clock = board.on(Month.of(duty.day)), duty, clock
        board = self.board
        self.covers, self.by_leader = covers, by_leader

    def suggestions(self) -> tuple[Suggestion, ...]:
        """Each option that no rule refuses, best first."""
        proposals = self._covers() if self.covers else self._swaps()
        proposals = proposals[screened(self.board.rulebook, proposals, self.board, self.clock)]
        proposals = proposals[~self._asked_already(proposals)]
        points = self._points(proposals)
        columns = (
            proposals.partner,
            proposals.back,
            self._seats_lost(proposals),
            *(points[concern] / TICKS for concern in (Concern.FAIRNESS, Concern.WISHES, Concern.OTHER)),
            self._rest_hours(proposals),
        )
        duties, people = proposals.table.duties, proposals.table.people
        ways = [
            Suggestion(people[partner], None if back == NONE else duties[back], *values)
            for partner, back, *values in zip(*(column.tolist() for column in columns), strict=True)
        ]
        return tuple(sorted(ways, key=lambda way: way.key))

    def nearest(self) -> tuple[SwapRequest, ...]:
        """Of each partner the one proposal whose pay-back lies nearest to the duty."""
        proposals = self._covers() if self.covers else self._swaps()
        duties = proposals.table.duties

        def away(row: int) -> int:
            back = int(proposals.back[row])
            return 0 if back == NONE else abs((duties[back].day - self.duty.day).days)

        best: dict[int, int] = {}
        for row, partner in enumerate(proposals.partner.tolist()):
            if partner not in best or away(row) < away(best[partner]):
                best[partner] = row
        return tuple(proposals[np.array(sorted(best.values()), np.int64)].requests())

    def _asked_already(self, proposals: SwapProposals) -> Bools:
        """Those for which an open request asks the same."""
        asker, people = self.duty.agent_id, proposals.table.people
        still = (swap.parties for swap in self.board.swaps if swap.state in OPEN_SWAPS and asker in swap.parties)
        waiting = {person for parties in still for person in parties}
        asked = passing(proposals.partner, lambda person: people[person] in waiting)
        rows = np.flatnonzero(asked)
        for row, swap in zip(rows.tolist(), proposals[rows].requests(), strict=True):
            asked[row] = asked_already(self.board, swap) is not None
        return asked

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

    def _points(self, proposals: SwapProposals) -> dict[Concern, Ints]:
        """What the rules charge both parties more, in ticks."""
        concern = {rule.id: rule.concern for rule in self.board.rulebook.rules}
        points = {each: np.zeros(len(proposals), np.int64) for each in Concern}
        for side in proposals.sides:
            # What the requester's months see depends on the duty taken back, not on who has it.
            first, places = side.alike()
            for rule, ticks in prices(self.board, side[first]).items():
                points[concern[rule]] += ticks[places]
        return points

    def _seats_lost(self, proposals: SwapProposals) -> Ints:
        """Seat-intervals lost on balance."""
        board, table, lost = self.board, proposals.table, np.zeros(len(proposals), np.int64)
        rows = np.arange(len(proposals))
        if not self.vacant:
            # Two of one job who fill seats both change none.
            agents = board.case.agent_by_id
            same = proposals.kinds_pass(lambda duty: duty.job == self.duty.job)
            for people in (proposals.requester, proposals.partner):
                same &= passing(people, lambda person: agents[table.people[person]].trainee_until is None)
            rows = np.flatnonzero(~same)
        for row, swap in zip(rows.tolist(), proposals[rows].requests(), strict=True):
            changes = board.seat_changes(() if self.vacant else swap.given, swap.taken)
            lost[row] = sum(change.lost_seats for change in changes)
        return lost

    def _rest_hours(self, proposals: SwapProposals) -> Floats:
        """The partner's shorter gap beside the duty taken; 99 where nothing lies near."""
        board, own = self.board, self.duty
        table, span = board.derived(published_duties), board.stint(own)
        start, end = (int(moment.timestamp()) // 60 for moment in (span.start, span.end))
        close: Bools = passing(table.kind, lambda kind: abs((table.kinds[kind][0] - own.day).days) <= NEAR_DAYS)
        near = np.flatnonzero(close)
        starts, ends = (minutes[near] for minutes in table.spans(board))
        stayed = board.case.stayed_minutes
        if stayed:
            duties = (table.duties[place] for place in near.tolist())
            ends = ends + np.array([stayed.get((one.agent_id, one.day, one.shift), 0) for one in duties], np.int64)
        gap, person = np.maximum(start - ends, starts - end), table.person[near]
        # Of each person the nearest duty, and the next, which counts where the nearest is the one given up.
        order = np.lexsort((gap, person))
        leads = np.diff(person[order], prepend=NONE) != 0
        follows = np.append(False, leads[:-1]) & ~leads
        one, two, which = (np.full(len(table.people), nothing, np.int64) for nothing in (NOTHING, NOTHING, NONE - 1))
        one[person[order[leads]]], which[person[order[leads]]] = gap[order[leads]], near[order[leads]]
        two[person[order[follows]]] = gap[order[follows]]
        number = {agent_id: place for place, agent_id in enumerate(table.people)}
        partner = spread(proposals.partner, lambda place: number[proposals.table.people[place]])
        beyond = spread(partner, lambda place: self._gap_beyond(table.people[place], start, end))
        least = np.minimum(np.where(which[partner] == proposals.back, two[partner], one[partner]), beyond)
        rest: Floats = np.where(least == NOTHING, 99.0, np.round(least / 60, 2))
        return rest

    def _gap_beyond(self, agent_id: str, start: int, end: int) -> int:
        """The shortest gap, in minutes, to a duty that no month of the calendar holds; NOTHING where none is near."""
        gaps = [NOTHING]
        for duty in self.board.calendar.beyond.get(agent_id, ()):
            if abs((duty.day - self.duty.day).days) <= NEAR_DAYS:
                stint = self.board.stint(duty)
                other = [int(moment.timestamp()) // 60 for moment in (stint.start, stint.off)]
                gaps.append(max(start - other[1], other[0] - end))
        return min(gaps)
