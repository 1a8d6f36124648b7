"""Which wish could take which duty, and which two such arcs of one person go together."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from roster.desk.board import Board
from roster.desk.clock import Clock
from roster.desk.lens import Bools, Changes, Ints, Lens
from roster.desk.neighbours import comparable, short_gaps, swapped_neighbours
from roster.desk.severity import new_or_worse
from roster.desk.suggest import lens_of
from roster.desk.swap import Move, SwapKind, SwapRequest, handed
from roster.desk.swap_limits import SwapLimits
from roster.desk.swap_wish import SwapWish
from roster.model import Duty


@dataclass(frozen=True, eq=False)
class Arcs:
    """Arc a: wish `taker[a]` takes the duty of wish `giver[a]`; `legal_alone` without any other swap."""

    taker: Ints
    giver: Ints
    changes: Changes
    legal_alone: Bools


class ArcFinder:
    """The wishes on one board: their duties, the places left, and the arcs between them."""

    def __init__(self, board: Board, wishes: Sequence[SwapWish], clock: Clock) -> None:
        self.board, self.wishes, self.now = board, tuple(wishes), clock.now()
        self.limits_of = SwapLimits.of(board)
        self.lens: Lens = lens_of(board)
        self.frame = board.ground.frame
        self.duty = [board.duty(wish.agent_id, wish.day) for wish in self.wishes]
        index = self.frame.agent_index
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
        agent_id = self.frame.agents[agent].agent_id
        return self.limits_of.most_swaps - self.board.quota().used(agent_id, self.board.case.month)

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
        if board.holidays_of(duty, overlap=limits.overlap, weekends=limits.weekends):
            return False
        swap = board.touched.get(duty.agent_id, {}).get(duty)
        return limits.allow_reswap or swap is None or duty not in swap.taken

    def found(self) -> Arcs:
        """Every arc that could be part of a set by the book."""
        frame, agents = self.frame, self.board.case.agent_by_id
        open_wishes = [wish for wish in range(len(self.wishes)) if self._may_give(wish)]
        by_job: dict[str, list[int]] = defaultdict(list)
        for number in open_wishes:
            by_job[self.duty[number].job].append(number)
        pairs: list[tuple[int, int]] = []
        rows: list[tuple[int, int, int, int, int]] = []
        for taker in open_wishes:
            own, wish, agent_id = self.duty[taker], self.wishes[taker], self.wishes[taker].agent_id
            jobs = [own.job] if self.limits_of.same_job else list(agents[agent_id].jobs)
            for job in jobs:
                if job not in agents[agent_id].jobs:
                    continue
                for giver in by_job.get(job, ()):
                    duty = self.duty[giver]
                    if not wish.accepts(duty) or (duty.day, duty.shift) == (own.day, own.shift):
                        continue
                    grades = (self.board.grade_on(agent_id, duty.day), self.board.grade_on(duty.agent_id, duty.day))
                    if not comparable(*grades, self.limits_of.grade_gap):
                        continue
                    pairs.append((taker, giver))
                    rows.append(
                        (
                            self.agent[taker],
                            frame.day_of(own.day),
                            frame.day_of(duty.day),
                            frame.shift_index[duty.shift],
                            frame.job_index[duty.job],
                        )
                    )
        changes = Changes.of(rows)
        legal = self.lens.legal(changes) if rows else np.zeros(0, np.bool_)
        hopeless = self.lens.hopeless(changes) if rows else np.zeros(0, np.bool_)
        several: dict[int, set[int]] = defaultdict(set)
        for number in open_wishes:
            several[self.agent[number]].add(number)
        keep = np.array(
            [
                bool(fine)
                or (not lost and len(several[self.agent[taker]]) > 1 and self.places_left(self.agent[taker]) > 1)
                for (taker, _), fine, lost in zip(pairs, legal, hopeless, strict=True)
            ],
            np.bool_,
        )
        keep &= np.array(
            [self._beside_swaps(*pair) if good else False for pair, good in zip(pairs, keep, strict=True)], np.bool_
        )
        chosen = np.flatnonzero(keep)
        table = np.array(pairs, np.int64).reshape(-1, 2)[chosen]
        return Arcs(table[:, 0], table[:, 1], changes[chosen], legal[chosen])

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
            by_day = self.limits_of.by_day
            if any(True for _ in swapped_neighbours(self.board, request, agent_id, by_day=by_day)):
                return False
        if self.limits_of.gap_beyond_rest:
            least = 60 * self.limits_of.min_gap_hours
            return not any(True for _ in short_gaps(self.board, self._request(taker, giver), agent_id, least))
        return True

    def _line(self) -> Ints:
        """Everybody's duties as they stand, history included: agent × span + start, sorted."""
        board = self.board
        found: list[int] = []
        for agent, person in enumerate(self.frame.agents):
            duties = (*board.past.get(person.agent_id, ()), *board.duties[person.agent_id].values())
            found.extend(agent * self.span + self._minute(board.stint(duty).start) for duty in duties)
        return np.array(sorted(found), np.int64)

    def _minute(self, moment: datetime) -> int:
        return int(moment.timestamp()) // 60 - self._origin

    def rows(self, arcs: Arcs) -> tuple[tuple[tuple[tuple[int, int], ...], int], ...]:
        """Seats and counts over agents that the whole set may not push below what they must hold, or push down."""
        seats: dict[tuple[int, str], dict[int, int]] = defaultdict(dict)
        counts: dict[int, dict[int, int]] = defaultdict(dict)
        index, agents = self.board.ground.rows, self.board.case.agent_by_id
        may_lower = self.limits_of.may_lower
        for arc, (taker, giver) in enumerate(zip(arcs.taker.tolist(), arcs.giver.tolist(), strict=True)):
            duty = self.duty[giver]
            agent_id = self.wishes[taker].agent_id
            after = Duty(agent_id, duty.day, duty.shift, duty.job)
            trained = [agents[person].trainee_on(duty.day) for person in (duty.agent_id, agent_id)]
            if not may_lower and trained[0] != trained[1] and duty.job in self.board.seats.required:
                span = self.frame.covered(self.frame.day_of(duty.day), self.frame.shift_index[duty.shift])
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
        values = self.board.shared.values
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
        agent_id = self.frame.agents[agent].agent_id
        moves: list[Move] = []
        for arc in several:
            request = self._request(int(arcs.taker[arc]), int(arcs.giver[arc]))
            moves.extend(request.moves)
        after = self.board.ground.narrow.findings(
            agent_id, self.board.duties_after(agent_id, moves), self.board.roster.granted
        )
        return not new_or_worse(self.board.own_findings(agent_id), after)


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
