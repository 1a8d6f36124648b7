"""Which wish could take which duty, and which two such arcs of one person go together."""

import math
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

import numpy as np

from roster.desk.board.board import Board
from roster.desk.board.screen import Bools, Changes, Ints, Lens
from roster.desk.clock import Clock, FixedClock
from roster.desk.policy.desk_rule import screened
from roster.desk.policy.holidays import holidays_of
from roster.desk.policy.leading import leads_shift, may_lead
from roster.desk.policy.neighbours import short_gaps, swapped_neighbours
from roster.desk.policy.quota import quota_of
from roster.desk.swaps.swap_limits import SwapLimits
from roster.model import Duty
from roster.model.swap import Move, SwapKind, SwapRequest, handed
from roster.model.swap_wish import SwapWish

Exchange = tuple[Duty, Duty]
"""A duty given up and the one taken for it, each as its holder's own."""


@dataclass(frozen=True, eq=False)
class Arcs:
    """Arc a: wish `taker[a]` takes the duty of wish `giver[a]`; `legal_alone` without any other swap."""

    taker: Ints
    giver: Ints
    changes: Changes
    legal_alone: Bools

    def __getitem__(self, rows: Bools) -> "Arcs":
        return Arcs(self.taker[rows], self.giver[rows], self.changes[rows], self.legal_alone[rows])


class ArcFinder:
    """The wishes on one board: their duties, the places left, and the arcs between them, sought until an instant."""

    def __init__(
        self,
        board: Board,
        wishes: Sequence[SwapWish],
        clock: Clock,
        barred: Collection[Exchange] = (),
        until: float = math.inf,
    ) -> None:
        self.until = until
        self.barred = frozenset(barred)
        self.board, self.wishes, self.now = board, tuple(wishes), clock.now()
        self.limits_of = SwapLimits.of(board)
        self.lens: Lens = board.sheet.lens
        self.context = board.sheet.context
        self.duty = [board.duty(wish.agent_id, wish.day) for wish in self.wishes]
        index = self.context.agent_index
        self.agent = [index[wish.agent_id] for wish in self.wishes]
        # Minutes since a year before the month: positive, and well within the span that parts the people.
        self._origin = int(board.ground.midnight(board.case.month.first).timestamp()) // 60 - 370 * 1440
        self.span = 2 * 370 * 1440
        self.starts = np.array([self._minute(board.stint(duty).start) for duty in self.duty], np.int64)
        self.ends = np.array([self._minute(board.stint(duty).end) for duty in self.duty], np.int64)
        self.days = np.array([duty.day.toordinal() for duty in self.duty], np.int64)
        self.line = self._line()

    def places_left(self, agent: int) -> int:
        """Swaps the agent may still have in the month."""
        agent_id = self.context.agents[agent].agent_id
        return self.limits_of.most_swaps - quota_of(self.board).used(agent_id, self.board.case.month)

    def limits(self) -> tuple[tuple[tuple[int, ...], int], ...]:
        """Each agent's wishes with the places left; wishes about one duty are granted once."""
        groups: dict[int, list[int]] = defaultdict(list)
        same: dict[Duty, list[int]] = defaultdict(list)
        for wish, agent in enumerate(self.agent):
            groups[agent].append(wish)
            same[self.duty[wish]].append(wish)
        found = [(tuple(own), max(0, self.places_left(agent))) for agent, own in groups.items()]
        found.extend((tuple(several), 1) for several in same.values() if len(several) > 1)
        return tuple(found)

    def _may_give(self, wish: int) -> bool:
        board, duty, limits = self.board, self.duty[wish], self.limits_of
        if board.stint(duty).start <= self.now or self.places_left(self.agent[wish]) < 1:
            return False
        if holidays_of(board, duty):
            return False
        swap = board.touched.get(duty.agent_id, {}).get(duty)
        return limits.allow_reswap or swap is None or duty not in swap.got

    def found(self) -> Arcs:
        """Every arc that could be part of a set by the book."""
        takers, givers = self._wanted()
        context = self.context
        own = np.array(self.agent, np.int64)
        day = self.days - self.board.case.month.first.toordinal()
        shift = np.array([context.shift_index[duty.shift] for duty in self.duty], np.int64)
        job = np.array([context.job_index[duty.job] for duty in self.duty], np.int64)
        changes = Changes(own[takers], day[takers], day[givers], shift[givers], job[givers])
        if not len(takers):
            return Arcs(takers, givers, changes, np.zeros(0, np.bool_))
        legal = self.lens.legal(changes)
        # What is not legal alone may be so beside another swap of the same person.
        open_wishes, several = np.unique(takers), np.zeros(len(context.agents), np.int64)
        np.add.at(several, own[open_wishes], 1)
        two = np.array([self.places_left(agent) > 1 for agent in range(len(context.agents))], np.bool_) & (several > 1)
        keep = legal | (two[own[takers]] & ~self.lens.hopeless(changes))
        careful = self.limits_of.gap_beyond_rest or bool(self.board.touched)
        if careful:
            rows = np.flatnonzero(keep)
            # What is not looked at in time is left out: fewer exchanges, each of them by the book.
            keep[rows] = [
                monotonic() < self.until and self._beside_swaps(int(takers[row]), int(givers[row])) for row in rows
            ]
        chosen = np.flatnonzero(keep)
        asked = [self._request(int(takers[row]), int(givers[row])) for row in chosen]
        chosen = chosen[screened(self.board.rulebook, asked, self.board, FixedClock(self.now))]
        return Arcs(takers[chosen], givers[chosen], changes[chosen], legal[chosen])

    def _wanted(self) -> tuple[Ints, Ints]:
        """Who would take what: open wishes, job, grade, days and shifts fit; another's duty at another time."""
        agents, same_job = self.board.case.agent_by_id, self.limits_of.same_job
        number = len(self.wishes)
        shifts = [duty.shift for duty in self.duty]
        jobs = np.array([duty.job for duty in self.duty], np.str_)
        shift = np.array(shifts, np.str_)
        agent = np.array(self.agent, np.int64)
        may_give = np.array([self._may_give(wish) for wish in range(number)], np.bool_)
        led = np.array(
            [self.limits_of.leader_is_a_job and leads_shift(self.board, duty) for duty in self.duty], np.bool_
        )
        ranks = self._ranks()
        day = self.days - self.board.case.month.first.toordinal()
        giver_rank = ranks[agent, day]
        takers, givers = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for taker in np.flatnonzero(may_give).tolist():
            if monotonic() >= self.until:
                break
            wish, own = self.wishes[taker], self.duty[taker]
            held = agents[wish.agent_id].jobs
            wanted = [own.job] if same_job else list(held)
            fits = may_give & (agent != agent[taker]) & np.isin(jobs, [job for job in wanted if job in held])
            fits &= ~((self.days == self.days[taker]) & (shift == own.shift))
            if wish.first is not None:
                fits &= self.days >= wish.first.toordinal()
            if wish.last is not None:
                fits &= self.days <= wish.last.toordinal()
            if wish.shifts:
                fits &= np.isin(shift, wish.shifts)
            rank = ranks[agent[taker], day]
            known = (rank >= 0) & (giver_rank >= 0)
            fits &= np.where(known, np.abs(rank - giver_rank) <= self.limits_of.grade_gap, rank == giver_rank)
            found = np.flatnonzero(fits)
            if not may_lead(self.board, wish.agent_id) and self.limits_of.leader_is_a_job:
                found = found[~led[found]]
            if self.barred:
                open_ones = [giver for giver in found.tolist() if (own, self.duty[giver]) not in self.barred]
                found = np.array(open_ones, np.int64)
            takers.append(np.full(len(found), taker, np.int64))
            givers.append(found)
        return np.concatenate(takers), np.concatenate(givers)

    def _ranks(self) -> Ints:
        """The rank of each agent's grade on each day of the month; −1 where it is unknown."""
        board, days = self.board, list(self.board.case.month)
        ranks = np.full((len(self.context.agents), len(days)), -1, np.int64)
        for number, person in enumerate(self.context.agents):
            if person.agent_id in board.grades:
                grades = [board.grade_on(person.agent_id, day) for day in days]
                ranks[number] = [-1 if grade is None else grade.rank for grade in grades]
            elif person.grade is not None:
                ranks[number] = person.grade.rank
        return ranks

    def _request(self, taker: int, giver: int) -> SwapRequest:
        """The taker's half of an arc: the own duty given up, the other's taken."""
        own, other = self.duty[taker], self.duty[giver]
        moves = (handed(own, other.agent_id), handed(other, own.agent_id))
        return SwapRequest(own.agent_id, SwapKind.SWAP, moves, "-", self.now)

    def _beside_swaps(self, taker: int, giver: int) -> bool:
        """Whether the taker's side keeps its distance from swaps already done, and the wider gap where one is set."""
        agent_id = self.wishes[taker].agent_id
        if agent_id in self.board.touched:
            request = self._request(taker, giver)
            if any(True for _ in swapped_neighbours(self.board, request, agent_id, self.now)):
                return False
        if self.limits_of.gap_beyond_rest:
            least = 60 * self.limits_of.min_gap_hours
            return not any(True for _ in short_gaps(self.board, self._request(taker, giver), agent_id, least))
        return True

    def _line(self) -> Ints:
        """Everybody's duties as they stand, history included: agent × span + start, sorted."""
        board = self.board
        found: list[int] = []
        for agent, person in enumerate(self.context.agents):
            duties = board.line(person.agent_id)
            found.extend(agent * self.span + self._minute(board.stint(duty).start) for duty in duties)
        return np.array(sorted(found), np.int64)

    def _minute(self, moment: datetime) -> int:
        return int(moment.timestamp()) // 60 - self._origin

    def rows(self, arcs: Arcs) -> tuple[tuple[tuple[tuple[int, int], ...], int], ...]:
        """Seats and counts over agents that the whole set may not push below what they must hold, or push down."""
        seats: dict[tuple[int, str], dict[int, int]] = defaultdict(dict)
        counts: dict[int, dict[int, int]] = defaultdict(dict)
        index, agents = self.board.sheet.compiled.rows, self.board.case.agent_by_id
        may_lower = self.limits_of.may_lower
        for arc, (taker, giver) in enumerate(zip(arcs.taker.tolist(), arcs.giver.tolist(), strict=True)):
            duty = self.duty[giver]
            agent_id = self.wishes[taker].agent_id
            after = Duty(agent_id, duty.day, duty.shift, duty.job)
            trained = [agents[person].trainee_on(duty.day) for person in (duty.agent_id, agent_id)]
            if not may_lower and trained[0] != trained[1] and duty.job in self.board.seats.required:
                span = self.context.covered(self.context.day_of(duty.day), self.context.shift_index[duty.shift])
                for slot in span:
                    seats[slot, duty.job][arc] = 1 if trained[0] else -1
            if index.rows and not index.alike(duty.agent_id, agent_id):
                for sign, of in ((-1, duty), (1, after)):
                    for row, count in index.counts(of).items():
                        counts[row][arc] = counts[row].get(arc, 0) + sign * count
        found: dict[tuple[tuple[int, int], ...], int] = {}
        for (slot, job), terms in seats.items():
            served, required = int(self.board.seats.served[job][slot]), int(self.board.seats.required[job][slot])
            _tighten(found, terms, min(served, required) - served)
        values = self.board.sheet.shared.values
        for row, terms in counts.items():
            piece = index.rows[row]
            if piece.minimum is not None:
                _tighten(found, terms, min(values[row], piece.minimum) - values[row])
            if piece.maximum is not None:
                negated = {arc: -count for arc, count in terms.items()}
                _tighten(found, negated, values[row] - max(values[row], piece.maximum))
        return tuple(found.items())

    def fits_together(self, arcs: Arcs, several: Sequence[int]) -> bool:
        """Whether one person's arcs, all of them, leave a legal month."""
        agent = self.agent[int(arcs.taker[several[0]])]
        agent_id = self.context.agents[agent].agent_id
        moves: list[Move] = []
        for arc in several:
            request = self._request(int(arcs.taker[arc]), int(arcs.giver[arc]))
            moves.extend(request.moves)
        given = [move.given for move in moves if move.giver == agent_id]
        return not self.board.calendar.worse(agent_id, given, [move.taken for move in moves if move.taker == agent_id])


def _tighten(found: dict[tuple[tuple[int, int], ...], int], terms: dict[int, int], least: int) -> None:
    """Keeps Σ ≥ least where it can fail at all."""
    key = tuple(sorted((arc, count) for arc, count in terms.items() if count))
    if sum(min(0, count) for _, count in key) < least:
        found[key] = max(found.get(key, least), least)


def fitting_pairs(finder: ArcFinder, arcs: Arcs, one: Ints, two: Ints) -> Bools:
    """For each row: whether arc `one` and arc `two` of one person may both be carried out."""
    fine: Bools = arcs.giver[one] != arcs.giver[two]
    fine &= apart(finder, arcs, one, two)
    rows = np.flatnonzero(fine)
    if len(rows):
        fine[rows] = finder.lens.legal_pairs(arcs.changes[one[rows]], arcs.changes[two[rows]])
    return fine


def apart(finder: ArcFinder, arcs: Arcs, one: Ints, two: Ints) -> Bools:
    """Whether the two duties taken keep their gap, and no duties touched by the two arcs are neighbours (SWAP-3)."""
    start, end = finder.starts, finder.ends
    far = np.maximum(start[arcs.giver[one]] - end[arcs.giver[two]], start[arcs.giver[two]] - end[arcs.giver[one]])
    fine: Bools = far >= 60 * finder.limits_of.min_gap_hours
    couples = [
        (mine, theirs) for mine in (arcs.taker[one], arcs.giver[one]) for theirs in (arcs.taker[two], arcs.giver[two])
    ]
    if finder.limits_of.one_open:
        return np.zeros(len(one), np.bool_)
    if finder.limits_of.by_day:
        for mine, theirs in couples:
            fine &= np.abs(finder.days[mine] - finder.days[theirs]) > 1
        return fine
    # The merged sequence of each person, as one sorted line: person times a span, plus the start.
    base = arcs.changes.agent[one] * finder.span
    taken = [base + start[arcs.giver[arc]] for arc in (one, two)]
    fresh = [~np.isin(place, finder.line) for place in taken]
    for mine, theirs in couples:
        low = base + np.minimum(start[mine], start[theirs])
        high = base + np.maximum(start[mine], start[theirs])
        between = np.searchsorted(finder.line, high, "left") - np.searchsorted(finder.line, low, "right")
        for place, new in zip(taken, fresh, strict=True):
            between = between + ((place > low) & (place < high) & new)
        fine &= (between > 0) & (low != high)
    return fine
