"""Who could take a duty, and what could be taken back for it: every way by the book, ranked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from roster.desk.board.board import Board
from roster.desk.board.exchanged import Exchange, legal, marred, price, sequence_ticks
from roster.desk.board.screen import Ints
from roster.desk.clock import Clock, FixedClock
from roster.desk.policy.desk_rule import any_unsearched, screened
from roster.desk.policy.holidays import holidays_of
from roster.desk.policy.leading import leads_shift, may_lead
from roster.desk.policy.neighbours import comparable, short_gaps, swapped_neighbours
from roster.desk.policy.policy import Policy
from roster.desk.policy.quota import Quota, quota_of
from roster.desk.swaps.swap_limits import SwapLimits
from roster.model import Duty, Month
from roster.model.swap import SwapKind, SwapRequest, handed
from roster.rule import TICKS, Concern

CIRCLES_DAYS = (0, 2, 8, 31)
"""How far from a pay-back day that was named another is sought, one circle after the other."""


Kind = tuple[date, str, str]
"""The day, shift and job of a duty."""


def holders_of(board: Board) -> Mapping[Kind, tuple[Duty, ...]]:
    """Every duty of the calendar by its day, shift and job, whoever has it."""
    found: dict[Kind, list[Duty]] = {}
    for duties in board.duties.values():
        for duty in duties.values():
            found.setdefault((duty.day, duty.shift, duty.job), []).append(duty)
    return {kind: tuple(duties) for kind, duties in found.items()}


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
        self.board, self.duty, self.now = board, duty, clock.now()
        self.covers, self.by_leader = covers, by_leader
        self.limits = SwapLimits.of(board)
        self.counted = not by_leader and (not covers or Policy.of(board.rulebook).cover_counts_as_swap)
        self.quota: Quota = quota_of(board)
        self.month = Month.of(duty.day)
        self.alone = len(board.calendar.pages) == 1
        self._rows = board.sheet.compiled.rows
        self._concern = {rule.id: rule.concern for rule in board.rulebook.rules}
        self._leads = {agent.agent_id for agent in board.case.agents if agent.leads}
        self._gaps: dict[str, list[tuple[float, Duty]]] = {}
        self._taken: dict[str, Duty] = {}
        """The duty as each partner would have it."""

    def found(self) -> Iterable[Suggestion]:
        """Each option that survives."""
        duty, board = self.duty, self.board
        span = board.stint(duty)
        # A leader puts somebody in for the rest of a duty that has begun (COVER-1).
        if (span.end if self.by_leader else span.start) <= self.now or (self._holiday(duty) and not self.by_leader):
            return
        if not self._has_place(duty.agent_id) or self._got_by_swap(duty):
            return
        options = self._covers(self.partners) if self.covers else self._swaps(self.partners)
        options = [option for option in options if self._neighbours_fine(*option)]
        if not self.vacant and any_unsearched(board.rulebook):
            requests = [self._request(*option) for option in options]
            fine = screened(board.rulebook, requests, board, FixedClock(self.now))
            options = [option for option, passed in zip(options, fine, strict=True) if passed]
        for (partner, pay_back), words in zip(options, self._words_price(options), strict=True):
            suggestion = self._priced(partner, pay_back, words)
            if suggestion is not None:
                yield suggestion

    @cached_property
    def partners(self) -> list[str]:
        """Who may take the duty as far as job, grade and quota go."""
        return [
            agent.agent_id
            for agent in self.board.case.agents
            if agent.agent_id != self.duty.agent_id
            and (self.only is None or agent.agent_id == self.only)
            and self._may_partner(agent.agent_id)
        ]

    def _has_place(self, agent_id: str) -> bool:
        if not self.counted or (agent_id != self.duty.agent_id and not self.limits.counts_partner):
            return True
        more = 2 if self.limits.pay_back_counts and not self.covers else 1
        return self.quota.used(agent_id, self.month) + more <= self.limits.most_swaps

    def _holiday(self, duty: Duty) -> bool:
        return bool(holidays_of(self.board, duty))

    def _got_by_swap(self, duty: Duty) -> bool:
        if self.limits.allow_reswap or not self.counted:
            return False
        swap = self.board.touched.get(duty.agent_id, {}).get(duty)
        return swap is not None and duty in swap.got

    def _may_partner(self, agent_id: str) -> bool:
        board, duty = self.board, self.duty
        if duty.job not in board.case.agent_by_id[agent_id].jobs or not self._has_place(agent_id):
            return False
        if self.by_leader:
            return True
        if self._led and not may_lead(board, agent_id):
            return False
        grades = (board.grade_on(duty.agent_id, duty.day), board.grade_on(agent_id, duty.day))
        return comparable(*grades, self.limits.grade_gap)

    @cached_property
    def _led(self) -> bool:
        """Whether who gives the duty up leads its shift, and that is a job of its own."""
        return self.limits.leader_is_a_job and leads_shift(self.board, self.duty)

    def _covers(self, partners: list[str]) -> list[tuple[str, Duty | None]]:
        if not partners or not (self.vacant or legal(self.board, [Exchange(self.duty.agent_id, self.duty, None)])[0]):
            return []
        fine = legal(self.board, [Exchange(partner, None, handed(self.duty, partner).taken) for partner in partners])
        return [(partner, None) for partner, good in zip(partners, fine, strict=True) if good]

    def _kind_may_pay_back(self, kind: Kind) -> bool:
        """Whether a duty of that day, shift and job may be taken back, whoever has it."""
        day, shift, job = kind
        board, own = self.board, self.duty
        duty = Duty(own.agent_id, day, shift, job)
        return (
            (job == own.job or not self.limits.same_job)
            and (self.near is None or abs((day - self.near[0]).days) <= self.near[1])
            and (day, shift) != (own.day, own.shift)
            and (self.alone or own.agent_id in board.case_of(day).agent_by_id)
            and job in board.case.agent_by_id[own.agent_id].jobs
            and board.stint(duty).start > self.now
            and not self._holiday(duty)
        )

    def _may_pay_back(self, duty: Duty) -> bool:
        """Whether who has it may give it: comparable, and not got by a swap."""
        alone = self.limits.leader_is_a_job and duty.agent_id in self._leads and leads_shift(self.board, duty)
        if alone and not may_lead(self.board, self.duty.agent_id):
            return False
        if self.board.grades:
            grades = (self.board.grade_on(duty.agent_id, duty.day), self.board.grade_on(self.duty.agent_id, duty.day))
            if not comparable(*grades, self.limits.grade_gap):
                return False
        return not self._got_by_swap(duty)

    def _swaps(self, partners: list[str]) -> list[tuple[str, Duty | None]]:
        # What the requester takes back is a matter of day, shift and job alone: each kind is judged once.
        holders = self.board.derived(holders_of)
        kinds = [kind for kind in holders if self._kind_may_pay_back(kind)]
        good = legal(self.board, [self._own(Duty(self.duty.agent_id, *kind)) for kind in kinds])
        chosen = frozenset(partners)
        left: list[tuple[str, Duty | None]] = [
            (duty.agent_id, duty)
            for kind, legally in zip(kinds, good, strict=True)
            if legally
            for duty in holders[kind]
            if duty.agent_id in chosen and self._may_pay_back(duty)
        ]
        fine = legal(self.board, [self._theirs(*option) for option in left])
        return [option for option, legally in zip(left, fine, strict=True) if legally]

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

    def _request(self, partner: str, pay_back: Duty | None) -> SwapRequest:
        moves = [handed(self.duty, partner)]
        if pay_back is not None:
            moves.append(handed(pay_back, self.duty.agent_id))
        kind = SwapKind.COVER if pay_back is None else SwapKind.SWAP
        return SwapRequest(self.duty.agent_id, kind, tuple(moves), "-", self.now, by_leader=self.by_leader)

    def _neighbours_fine(self, partner: str, pay_back: Duty | None) -> bool:
        touched = self.board.touched
        people = (self.duty.agent_id, partner)
        swapped = self.counted and any(person in touched for person in people)
        wide = self.limits.gap_beyond_rest and not self.by_leader
        # Whose rest is too short already may come by another that is no worse: SWAP-3c asks for each.
        short = not self.by_leader and any(marred(self.board, person) for person in people)
        wide = wide or short
        if not swapped and not wide:
            return True
        request = self._request(partner, pay_back)
        for person in people:
            if swapped and any(True for _ in swapped_neighbours(self.board, request, person, self.now)):
                return False
            if wide:
                least = 60 * self.limits.min_gap_hours
                if any(True for _ in short_gaps(self.board, request, person, least)):
                    return False
        return True

    def _seats_lost(self, partner: str, pay_back: Duty | None) -> tuple[int, int]:
        """Seat-intervals lost on balance, and those that become short or shorter."""
        if self.vacant:
            changes = self.board.seat_changes((), [handed(self.duty, partner).taken])
            return sum(change.lost_seats for change in changes), 0
        agents = self.board.case.agent_by_id
        people = (agents[self.duty.agent_id], agents[partner])
        same = all(person.trainee_until is None for person in people)
        if same and (pay_back is None or pay_back.job == self.duty.job):
            return 0, 0
        request = self._request(partner, pay_back)
        changes = self.board.seat_changes(request.given, request.taken)
        return sum(change.lost_seats for change in changes), sum(max(0, change.lost_seats) for change in changes)

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

    def _priced(self, partner: str, pay_back: Duty | None, words: dict[str, int]) -> Suggestion | None:
        lost, shorter = self._seats_lost(partner, pay_back)
        if shorter and not self.limits.may_lower and not self.by_leader:
            return None
        board, rows = self.board, self._rows
        if not self.vacant and rows.rows and not rows.alike(self.duty.agent_id, partner):
            request = self._request(partner, pay_back)
            if board.new_shared_findings(request.moves):
                return None
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
            lost,
            concerns[Concern.FAIRNESS] / TICKS,
            concerns[Concern.WISHES] / TICKS,
            concerns[Concern.OTHER] / TICKS,
            self._rest_hours(partner, pay_back),
        )

    def _own_price(self, taken: Duty | None) -> dict[str, int]:
        known: dict[Duty | None, dict[str, int]] = self.__dict__.setdefault("_prices", {})
        if taken not in known:
            known[taken] = price(self.board, self._own(taken))
        return known[taken]

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
