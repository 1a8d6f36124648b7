"""Swaps that might be proposed, thousands at once in arrays: what suggestions and matches have the rules screen."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from roster.desk.board.board import Board
from roster.desk.board.screen import NONE, Bools, Ints
from roster.desk.board.sides import DutyTable, Sides, passing
from roster.model import Duty
from roster.model.swap import SwapKind, SwapRequest, handed


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
        persons: Ints = self.table.person[self.given]
        return persons

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
        proposed = []
        for given, partner, back in zip(self.given.tolist(), self.partner.tolist(), self.back.tolist(), strict=True):
            own = duties[given]
            moves = [handed(own, people[partner])]
            if back != NONE:
                moves.append(handed(duties[back], own.agent_id))
            proposed.append(
                SwapRequest(own.agent_id, self.kind, tuple(moves), "-", self.moment, by_leader=self.by_leader)
            )
        return proposed

    def filed_on(self, board: Board) -> Board:
        """The board on which they would be asked for: a vacant duty is judged as if who is away had it still."""
        return board.edited((), {self.table.duties[number] for number in self.given}) if self.vacant else board
