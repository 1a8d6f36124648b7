"""Which wish could take which duty, and which two such arcs of one person go together."""

import math
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from time import monotonic

import numpy as np

from roster.desk.board.board import Board
from roster.desk.board.screen import Bools, Ints
from roster.desk.clock import Clock, FixedClock
from roster.desk.policy.desk_rule import screened, screened_pairs
from roster.desk.policy.policy import Policy
from roster.desk.policy.proposals import DutyTable, Proposals
from roster.desk.policy.quota import quota_of
from roster.model import Duty
from roster.model.swap import SwapKind
from roster.model.swap_wish import SwapWish

Exchange = tuple[Duty, Duty]
"""A duty given up and the one taken for it, each as its holder's own."""


@dataclass(frozen=True, eq=False)
class Arcs:
    """Arc a: wish `taker[a]`, of `agent[a]`, takes the duty of wish `giver[a]`; `legal_alone` without any other."""

    taker: Ints
    giver: Ints
    agent: Ints
    legal_alone: Bools

    def __getitem__(self, rows: Bools) -> "Arcs":
        return Arcs(self.taker[rows], self.giver[rows], self.agent[rows], self.legal_alone[rows])


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
        self.context = board.sheet.context
        self.duty = [board.duty(wish.agent_id, wish.day) for wish in self.wishes]
        index = self.context.agent_index
        self.agent = [index[wish.agent_id] for wish in self.wishes]
        self.table = DutyTable.of((agent.agent_id for agent in self.context.agents), self.duty)
        self.days = np.array([duty.day.toordinal() for duty in self.duty], np.int64)

    def places_left(self, agent: int) -> int:
        """Swaps the agent may still have in the month."""
        agent_id = self.context.agents[agent].agent_id
        most = Policy.of(self.board.rulebook).max_swaps_per_month
        return most - quota_of(self.board).used(agent_id, self.board.case.month)

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

    def proposals(self, takers: Ints, givers: Ints) -> Proposals:
        """Each arc as something to be screened: the taker's duty goes, the giver's comes."""
        return Proposals(self.table, takers, self.table.person[givers], givers, SwapKind.CYCLE, self.now)

    def found(self) -> Arcs:
        """Every arc that could be part of a set by the book."""
        takers, givers = self._wanted()
        legal = np.zeros(len(takers), np.bool_)
        proposals = self.proposals(takers, givers)
        alone = self._screened(proposals)
        legal[alone] = True
        # What is not legal alone may be so beside another swap of the same person.
        agents = len(self.context.agents)
        open_wishes, several = np.unique(takers), np.zeros(agents, np.int64)
        own = np.array(self.agent, np.int64)
        np.add.at(several, own[open_wishes], 1)
        two = np.array([self.places_left(agent) > 1 for agent in range(agents)], np.bool_) & (several > 1)
        rest = np.flatnonzero(~legal & two[own[takers]]) if len(takers) else np.zeros(0, np.int64)
        keep = legal.copy()
        keep[rest[self._screened(replace(proposals[rest], beside=True))]] = True
        # Whose duty nobody may take, or who may take none, is in no cycle.
        chosen = np.flatnonzero(keep)
        while True:
            closing = np.isin(givers[chosen], takers[chosen]) & np.isin(takers[chosen], givers[chosen])
            if closing.all():
                return Arcs(takers[chosen], givers[chosen], self.agents_of(takers[chosen]), legal[chosen])
            chosen = chosen[closing]

    def _screened(self, proposals: Proposals) -> Ints:
        """The rows that no rule refuses; what is not looked at in time is left out."""
        clock = FixedClock(self.now)
        return np.flatnonzero(screened(self.board.rulebook, proposals, self.board, clock, self.until))

    def agents_of(self, takers: Ints) -> Ints:
        """Whose arcs they are, as numbers of the month's people."""
        found: Ints = np.array(self.agent, np.int64)[takers]
        return found

    def _wanted(self) -> tuple[Ints, Ints]:
        """Who would take what: another's duty at another time, as far as the wish goes."""
        shift = np.array([duty.shift for duty in self.duty], np.str_)
        agent = np.array(self.agent, np.int64)
        takers, givers = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for taker, wish in enumerate(self.wishes):
            if monotonic() >= self.until:
                break
            own = self.duty[taker]
            fits = (agent != agent[taker]) & ~((self.days == self.days[taker]) & (shift == own.shift))
            if wish.first is not None:
                fits &= self.days >= wish.first.toordinal()
            if wish.last is not None:
                fits &= self.days <= wish.last.toordinal()
            if wish.shifts:
                fits &= np.isin(shift, wish.shifts)
            found = np.flatnonzero(fits)
            if self.barred:
                open_ones = [giver for giver in found.tolist() if (own, self.duty[giver]) not in self.barred]
                found = np.array(open_ones, np.int64)
            takers.append(np.full(len(found), taker, np.int64))
            givers.append(found)
        return np.concatenate(takers), np.concatenate(givers)

    def rows(self, arcs: Arcs) -> tuple[tuple[tuple[tuple[int, int], ...], int], ...]:
        """Seats and counts over agents that the whole set may not push below what they must hold, or push down."""
        seats: dict[tuple[int, str], dict[int, int]] = defaultdict(dict)
        counts: dict[int, dict[int, int]] = defaultdict(dict)
        index, agents = self.board.sheet.compiled.rows, self.board.case.agent_by_id
        may_lower = Policy.of(self.board.rulebook).swap_may_lower_coverage
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


def _tighten(found: dict[tuple[tuple[int, int], ...], int], terms: dict[int, int], least: int) -> None:
    """Keeps Σ ≥ least where it can fail at all."""
    key = tuple(sorted((arc, count) for arc, count in terms.items() if count))
    if sum(min(0, count) for _, count in key) < least:
        found[key] = max(found.get(key, least), least)


def fitting_pairs(finder: ArcFinder, arcs: Arcs, one: Ints, two: Ints) -> Bools:
    """For each row: whether arc `one` and arc `two` of one person may both be carried out."""
    fine: Bools = arcs.giver[one] != arcs.giver[two]
    rows = np.flatnonzero(fine)
    first, second = (finder.proposals(arcs.taker[some], arcs.giver[some]).sides[0] for some in (one[rows], two[rows]))
    fine[rows] = screened_pairs(finder.board.rulebook, first, second, finder.board)
    return fine
