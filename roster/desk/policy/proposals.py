"""Swaps that might be proposed, thousands at once in arrays: what suggestions and matches have the rules screen."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

import numpy as np

from roster.desk.board.board import Board
from roster.desk.board.exchanged import Exchange
from roster.desk.board.screen import NONE, Bools, Ints
from roster.model import Duty
from roster.model.swap import SwapKind, SwapRequest, handed

Kind = tuple[date, str, str]
"""The day, shift and job of a duty."""


@dataclass(frozen=True, eq=False)
class DutyTable:
    """Duties by number: `person` who has each, as a number in `people`; `kind` its day, shift and job in `kinds`."""

    duties: tuple[Duty, ...]
    people: tuple[str, ...]
    person: Ints
    kinds: tuple[Kind, ...]
    kind: Ints

    @classmethod
    def of(cls, people: Iterable[str], duties: Iterable[Duty]) -> "DutyTable":
        """These duties, of some of these people."""
        people, duties = tuple(people), tuple(duties)
        place = {agent_id: number for number, agent_id in enumerate(people)}
        kinds: dict[Kind, int] = {}
        kind = [kinds.setdefault((duty.day, duty.shift, duty.job), len(kinds)) for duty in duties]
        person = [place[duty.agent_id] for duty in duties]
        return cls(duties, people, np.array(person, np.int64), tuple(kinds), np.array(kind, np.int64))

    def spans(self, board: Board) -> tuple[Ints, Ints]:
        """When each duty begins and ends, in minutes since the epoch."""
        shown = dict(zip(self.kind.tolist(), self.duties, strict=True))
        stints = [board.stint(shown[number]) for number in range(len(self.kinds))]
        starts, ends = (
            np.array([int(moment.timestamp()) // 60 for moment in moments], np.int64)[self.kind]
            for moments in ([stint.start for stint in stints], [stint.end for stint in stints])
        )
        return starts, ends


def published_duties(board: Board) -> DutyTable:
    """Every duty of the calendar."""
    return DutyTable.of(board.duties, (duty for days in board.duties.values() for duty in days.values()))


def spread(codes: Ints, of: Callable[[int], int]) -> Ints:
    """`of` each code (0 or more), asked once for those that stand there several times."""
    if not len(codes):
        return np.zeros(0, np.int64)
    known = np.flatnonzero(np.bincount(codes))
    answers = np.zeros(int(known[-1]) + 1, np.int64)
    answers[known] = [of(code) for code in known.tolist()]
    found: Ints = answers[codes]
    return found


def passing(codes: Ints, test: Callable[[int], bool]) -> Bools:
    """Which codes pass a test, asked once for those that stand there several times."""
    found: Bools = spread(codes, test) != 0
    return found


@dataclass(frozen=True, eq=False)
class Sides:
    """Row k: what one person's months would see of a swap: duty `given[k]` goes, `taken[k]` of `giver[k]` comes.

    Numbers of `table`; NONE where nothing goes or comes.
    """

    table: DutyTable
    person: Ints
    given: Ints
    taken: Ints
    giver: Ints

    def __len__(self) -> int:
        return len(self.person)

    def __getitem__(self, rows: Ints | Bools) -> "Sides":
        return Sides(self.table, self.person[rows], self.given[rows], self.taken[rows], self.giver[rows])

    def exchanges(self) -> list[Exchange]:
        """Each row as duties of its person."""
        duties, people = self.table.duties, self.table.people
        found = []
        for person, given, taken in zip(self.person.tolist(), self.given.tolist(), self.taken.tolist(), strict=True):
            agent_id = people[person]
            come = None if taken == NONE else handed(duties[taken], agent_id).taken
            found.append(Exchange(agent_id, None if given == NONE else duties[given], come))
        return found

    def beside(self, other: "Sides") -> "Sides":
        """These rows, and then another's of the same table."""
        mine = (self.person, self.given, self.taken, self.giver)
        theirs = (other.person, other.given, other.taken, other.giver)
        return Sides(self.table, *(np.concatenate(pair) for pair in zip(mine, theirs, strict=True)))

    def alike(self) -> tuple[Ints, Ints]:
        """The first row of each exchange that differs from the others, and for every row which of them it is."""
        kinds, duties = len(self.table.kinds) + 1, len(self.table.duties) + 1
        come = np.where(self.taken == NONE, kinds - 1, self.table.kind[self.taken])
        codes = (self.person * duties + self.given + 1) * kinds + come
        _, first, places = np.unique(codes, return_index=True, return_inverse=True)
        return first.astype(np.int64), places.astype(np.int64)


@dataclass(frozen=True, eq=False)
class SwapProposals:
    """Row k: who has duty `given[k]` gives it up to `partner[k]` and takes `back[k]`, which the partner has, for it.

    Numbers of `table`; `back` is NONE where nothing is taken (a cover). Of `kind` CYCLE a row is one arc: the partner's
    duty is taken, but to whom the own one goes is open; where it stands `beside` another, a second swap of the same
    person may be carried out together with it. `vacant`: nobody has the duty given up any more.
    """

    table: DutyTable
    given: Ints
    partner: Ints
    back: Ints
    kind: SwapKind
    moment: datetime
    by_leader: bool = False
    vacant: bool = False
    beside: bool = False

    def __len__(self) -> int:
        return len(self.given)

    def __getitem__(self, rows: Ints | Bools) -> "SwapProposals":
        return replace(self, given=self.given[rows], partner=self.partner[rows], back=self.back[rows])

    @property
    def all(self) -> Bools:
        """Every row."""
        return np.ones(len(self), np.bool_)

    @property
    def requester(self) -> Ints:
        """Who gives each duty up."""
        found: Ints = self.table.person[self.given]
        return found

    @property
    def sides(self) -> tuple[Sides, ...]:
        """The months that a row is known to change: the requester's, the partner's; of an arc the requester's alone."""
        own = Sides(self.table, self.requester, self.given, self.back, self.partner)
        theirs = Sides(self.table, self.partner, self.back, self.given, self.requester)
        if self.kind is SwapKind.CYCLE:
            return (own,)
        return (theirs,) if self.vacant else (own, theirs)

    def kinds_pass(self, test: Callable[[Duty], bool]) -> Bools:
        """Where the duties given up and taken pass a test of their day, shift and job, whoever has them."""
        duties, kind = self.table.duties, self.table.kind
        first = np.zeros(len(self.table.kinds), np.int64)
        first[kind[::-1]] = np.arange(len(duties))[::-1]
        fine = passing(kind[self.given], lambda code: test(duties[first[code]]))
        taken = np.flatnonzero(fine & (self.back != NONE))
        fine[taken] = passing(kind[self.back[taken]], lambda code: test(duties[first[code]]))
        return fine

    def duties_pass(self, test: Callable[[Duty], bool]) -> Bools:
        """Where the duties given up and taken pass a test of the duty and who has it."""
        duties = self.table.duties
        fine = passing(self.given, lambda number: test(duties[number]))
        taken = np.flatnonzero(fine & (self.back != NONE))
        fine[taken] = passing(self.back[taken], lambda number: test(duties[number]))
        return fine

    def requests(self) -> list[SwapRequest]:
        """Each row as it would be asked for."""
        duties, people = self.table.duties, self.table.people
        found = []
        for given, partner, back in zip(self.given.tolist(), self.partner.tolist(), self.back.tolist(), strict=True):
            own = duties[given]
            moves = [handed(own, people[partner])]
            if back != NONE:
                moves.append(handed(duties[back], own.agent_id))
            found.append(SwapRequest(own.agent_id, self.kind, tuple(moves), "-", self.moment, by_leader=self.by_leader))
        return found

    def filed_on(self, board: Board) -> Board:
        """The board on which they would be asked for: a vacant duty is judged as if who is away had it still."""
        return board.edited((), {self.table.duties[number] for number in self.given}) if self.vacant else board
