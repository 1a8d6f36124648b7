"""Which wish could take which duty, and which two such arcs of one person go together."""

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from time import monotonic

import numpy as np

from roster.desk.board.board import Board
from roster.desk.board.screen import Bools, Ints
from roster.desk.board.sides import DutyTable
from roster.desk.clock import Clock, FixedClock
from roster.desk.policy.desk_rule import screened, screened_pairs
from roster.desk.policy.policy import Policy
from roster.desk.policy.proposals import SwapProposals
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
        self.duty = [board.duty(wish.agent_id, wish.day) for wish in self.wishes]
        pages = board.calendar.pages
        self.place = np.array([board.calendar.place(duty.day) for duty in self.duty], np.int64)
        self.boards = {place: board.on(pages[place].month) for place in sorted({*self.place.tolist()})}
        """The board with each month in focus that has wishes, by its page's place."""
        self.people = tuple(dict.fromkeys(agent.agent_id for page in pages for agent in page.month_case.case.agents))
        self.number = {person: number for number, person in enumerate(self.people)}
        self.agent = [self.number[wish.agent_id] for wish in self.wishes]
        self._left: dict[int, dict[int, int]] = {}
        self.table = DutyTable.of(self.people, self.duty)
        self.days = np.array([duty.day.toordinal() for duty in self.duty], np.int64)

    def left_in(self, agent: int) -> Mapping[int, int]:
        """Swaps the agent may still have in each month that has wishes, by the page's place."""
        if agent not in self._left:
            quota, agent_id = quota_of(self.board), self.people[agent]
            self._left[agent] = {
                place: max(0, Policy.of(there.rulebook).max_swaps_per_month - quota.used(agent_id, there.month))
                for place, there in self.boards.items()
            }
        return self._left[agent]

    def places_left(self, agent: int) -> int:
        """Swaps the agent may still have in all of the months together."""
        return sum(self.left_in(agent).values())

    def counted(self, wish: int) -> list[int]:
        """The months in which a swap that grants a wish may count: the own one, or an earlier one of the cycle."""
        left = self.left_in(self.agent[wish])
        return [place for place in left if place <= self.place[wish] and left[place] > 0]

    def room_for(self, one: int, two: int) -> bool:
        """Whether one person's quota leaves room for two wishes at once."""
        left = self.left_in(self.agent[one])
        return any(first != second or left[first] > 1 for first in self.counted(one) for second in self.counted(two))

    def limits(self) -> tuple[tuple[tuple[int, ...], int], ...]:
        """Each agent's wishes with the places left; wishes about one duty are granted once."""
        groups: dict[int, list[int]] = defaultdict(list)
        same: dict[Duty, list[int]] = defaultdict(list)
        for wish, agent in enumerate(self.agent):
            groups[agent].append(wish)
            same[self.duty[wish]].append(wish)
        limits_by_agent = [(tuple(own), self.places_left(agent)) for agent, own in groups.items()]
        if len(self.boards) > 1:
            # Of the first month a swap counts there, whatever is taken for it.
            first = min(self.boards)
            for agent, own in groups.items():
                limits_by_agent.append(
                    (tuple(wish for wish in own if self.place[wish] == first), self.left_in(agent)[first])
                )
        limits_by_agent.extend((tuple(several), 1) for several in same.values() if len(several) > 1)
        return tuple(limits_by_agent)

    def proposals(self, takers: Ints, givers: Ints) -> SwapProposals:
        """Each arc as something to be screened: the taker's duty goes, the giver's comes."""
        return SwapProposals(self.table, takers, self.table.person[givers], givers, SwapKind.CYCLE, self.now)

    def arcs(self) -> Arcs:
        """Every arc that could be part of a set by the book."""
        takers, givers = self._wanted()
        legal = np.zeros(len(takers), np.bool_)
        proposals = self.proposals(takers, givers)
        alone = self._screened(proposals)
        legal[alone] = True
        # What is not legal alone may be so beside another swap of the same person.
        agents = len(self.people)
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

    def _screened(self, proposals: SwapProposals) -> Ints:
        """The rows that no rule refuses; what is not looked at in time is left out."""
        clock = FixedClock(self.now)
        return np.flatnonzero(screened(self.board.rulebook, proposals, self.board, clock, self.until))

    def agents_of(self, takers: Ints) -> Ints:
        """Whose arcs they are, as numbers of the month's people."""
        agents: Ints = np.array(self.agent, np.int64)[takers]
        return agents

    def _wanted(self) -> tuple[Ints, Ints]:
        """Who would take what: another's duty at another time, as far as the wish goes."""
        shift = np.array([duty.shift for duty in self.duty], np.str_)
        agent = np.array(self.agent, np.int64)
        takers, givers = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        here = np.array([wish.agent_id in self.board.case.agent_by_id for wish in self.wishes], np.bool_)
        known_in = {place: there.case.agent_by_id for place, there in self.boards.items()}
        for taker, wish in enumerate(self.wishes):
            if monotonic() >= self.until:
                break
            own = self.duty[taker]
            fits = (agent != agent[taker]) & ~((self.days == self.days[taker]) & (shift == own.shift))
            # Who takes a duty is with the centre in its month, and both are in the one that is looked at.
            known = [place for place, people in known_in.items() if wish.agent_id in people]
            fits &= np.isin(self.place, known) & here & here[taker]
            if wish.first is not None:
                fits &= self.days >= wish.first.toordinal()
            if wish.last is not None:
                fits &= self.days <= wish.last.toordinal()
            if wish.shifts:
                fits &= np.isin(shift, wish.shifts)
            wanted = np.flatnonzero(fits)
            if self.barred:
                open_ones = [giver for giver in wanted.tolist() if (own, self.duty[giver]) not in self.barred]
                wanted = np.array(open_ones, np.int64)
            takers.append(np.full(len(wanted), taker, np.int64))
            givers.append(wanted)
        return np.concatenate(takers), np.concatenate(givers)

    def rows(self, arcs: Arcs) -> tuple[tuple[tuple[tuple[int, int], ...], int], ...]:
        """Seats and counts over agents that the whole set may not push below what they must hold, or push down."""
        seats: dict[tuple[int, int, str], dict[int, int]] = defaultdict(dict)
        counts: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)
        may_lower = Policy.of(self.board.rulebook).swap_may_lower_coverage
        for arc, (taker, giver) in enumerate(zip(arcs.taker.tolist(), arcs.giver.tolist(), strict=True)):
            duty, place = self.duty[giver], int(self.place[giver])
            agent_id, sheet = self.wishes[taker].agent_id, self.boards[place].sheet
            index, agents, context = sheet.compiled.rows, sheet.month_case.case.agent_by_id, sheet.context
            after = Duty(agent_id, duty.day, duty.shift, duty.job)
            trained = [agents[person].trainee_on(duty.day) for person in (duty.agent_id, agent_id)]
            if not may_lower and trained[0] != trained[1] and duty.job in sheet.seats.required:
                span = context.covered(context.day_of(duty.day), context.shift_index[duty.shift])
                for slot in span:
                    seats[place, slot, duty.job][arc] = 1 if trained[0] else -1
            if len(index) and not index.alike(duty.agent_id, agent_id):
                for sign, of in ((-1, duty), (1, after)):
                    for row, count in index.counts(of).items():
                        counts[place, row][arc] = counts[place, row].get(arc, 0) + sign * count
        rows_of_terms: dict[tuple[tuple[int, int], ...], int] = {}
        for (place, slot, job), terms in seats.items():
            there = self.boards[place].sheet.seats
            served, required = int(there.served[job][slot]), int(there.required[job][slot])
            _tighten(rows_of_terms, terms, min(served, required) - served)
        for (place, row), terms in counts.items():
            within = self.boards[place].sheet
            table, value = within.compiled.rows.table, within.shared.values[row]
            _tighten(rows_of_terms, terms, min(value, int(table.minimum[row])) - value)
            negated = {arc: -count for arc, count in terms.items()}
            _tighten(rows_of_terms, negated, value - max(value, int(table.maximum[row])))
        return tuple(rows_of_terms.items())


def _tighten(limits: dict[tuple[tuple[int, int], ...], int], terms: dict[int, int], least: int) -> None:
    """Keeps Σ ≥ least where it can fail at all."""
    key = tuple(sorted((arc, count) for arc, count in terms.items() if count))
    if sum(min(0, count) for _, count in key) < least:
        limits[key] = max(limits.get(key, least), least)


def fitting_pairs(finder: ArcFinder, arcs: Arcs, one: Ints, two: Ints) -> Bools:
    """For each row: whether arc `one` and arc `two` of one person may both be carried out."""
    fine: Bools = arcs.giver[one] != arcs.giver[two]
    rows = np.flatnonzero(fine)
    first, second = (finder.proposals(arcs.taker[some], arcs.giver[some]).sides[0] for some in (one[rows], two[rows]))
    fine[rows] = screened_pairs(finder.board.rulebook, first, second, finder.board)
    if len(finder.boards) > 1:
        wishes = zip(arcs.taker[one].tolist(), arcs.taker[two].tolist(), strict=True)
        fine &= np.array([finder.room_for(mine, also) for mine, also in wishes], np.bool_)
    return fine
