"""What people's months would see of swaps, thousands at once: duties by number, and by each month's own indices."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from roster.desk.board.board import Board
from roster.desk.board.screen import NONE, Bools, Changes, Ints
from roster.desk.board.sheet import MonthSheet
from roster.model import Duty
from roster.model.swap import handed

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


class Exchange(NamedTuple):
    """What one person gives up and takes; None where nothing."""

    agent_id: str
    given: Duty | None
    taken: Duty | None


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
    values: Ints = answers[codes]
    return values


def passing(codes: Ints, test: Callable[[int], bool]) -> Bools:
    """Which codes pass a test, asked once for those that stand there several times."""
    passed: Bools = spread(codes, test) != 0
    return passed


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

    @classmethod
    def of(cls, exchanges: Iterable[Exchange]) -> "Sides":
        """These exchanges, over a table of their own duties."""
        exchanges = tuple(exchanges)
        people = dict.fromkeys(duty.agent_id for _, *both in exchanges for duty in both if duty is not None)
        people |= dict.fromkeys(agent_id for agent_id, _, _ in exchanges)
        number = {agent_id: place for place, agent_id in enumerate(people)}
        duties = [duty for _, *both in exchanges for duty in both if duty is not None]
        places = iter(range(len(duties)))
        columns = [
            (number[agent_id], *(NONE if duty is None else next(places) for duty in (given, taken)))
            for agent_id, given, taken in exchanges
        ]
        person, gone, come = np.array(columns, np.int64).reshape(-1, 3).T
        table = DutyTable.of(people, duties)
        return cls(table, person, gone, come, np.where(come == NONE, person, table.person[come] if duties else person))

    def __len__(self) -> int:
        return len(self.person)

    def __getitem__(self, rows: Ints | Bools) -> "Sides":
        return Sides(self.table, self.person[rows], self.given[rows], self.taken[rows], self.giver[rows])

    def exchange(self, row: int) -> Exchange:
        """A row as duties of its person."""
        duties, agent_id = self.table.duties, self.table.people[self.person[row]]
        given, taken = int(self.given[row]), int(self.taken[row])
        come = None if taken == NONE else handed(duties[taken], agent_id).taken
        return Exchange(agent_id, None if given == NONE else duties[given], come)

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
class Indices:
    """A table's duties by the indices of the months that hold them, or tell of them: row k of the table's kinds.

    `page` is the number of the month's page; `agent`, by that number, is each of the table's people there (NONE where
    the month does not know somebody).
    """

    page: Ints
    day: Ints
    shift: Ints
    job: Ints
    agent: dict[int, Ints]

    @classmethod
    def of(cls, board: Board, table: DutyTable) -> "Indices":
        """By a board's calendar; made once for each table."""
        known = board.derived(_indices)
        sides = known.get(table)
        if sides is None:
            page = [board.calendar.place(day) for day, _, _ in table.kinds]
            contexts = {number: sheet_at(board, number).context for number in page}
            rows = [
                (number, context.day_of(day), context.shift_index[shift], context.job_index.get(job, NONE))
                for number, (day, shift, job) in zip(page, table.kinds, strict=True)
                for context in (contexts[number],)
            ]
            agent = {
                number: np.array([context.agent_index.get(one, NONE) for one in table.people], np.int64)
                for number, context in contexts.items()
            }
            columns = np.array(rows, np.int64).reshape(-1, 4).T
            sides = known[table] = cls(columns[0], columns[1], columns[2], columns[3], agent)
        return sides


def _indices(_: Board) -> WeakKeyDictionary[DutyTable, Indices]:
    """What a board knows of tables that are still in use."""
    return WeakKeyDictionary()


def sheet_at(board: Board, number: int) -> MonthSheet:
    """The sheet of the page with a number."""
    return board.calendar.sheet(board.calendar.pages[number].month)


def pages_of(board: Board, sides: Sides) -> tuple[Ints, Ints]:
    """The number of the page of each duty that goes, and that comes; NONE where none does."""
    page = Indices.of(board, sides.table).page
    both = [np.where(number == NONE, NONE, page[sides.table.kind[number]]) for number in (sides.given, sides.taken)]
    return both[0], both[1]


def by_month(board: Board, sides: Sides) -> Iterator[tuple[MonthSheet, Ints, Changes]]:
    """The rows as changes of single months, each month with the rows that touch it."""
    if not len(sides) or not sides.table.duties:
        return
    indices, kind = Indices.of(board, sides.table), sides.table.kind
    gives, takes = pages_of(board, sides)
    for number in sorted(indices.agent):
        rows = np.flatnonzero((gives == number) | (takes == number))
        if not len(rows):
            continue
        gone, come = gives[rows] == number, takes[rows] == number
        given, taken = kind[sides.given[rows]], kind[sides.taken[rows]]
        agent = indices.agent[number][sides.person[rows]]
        if (agent == NONE).any():
            raise KeyError(sides.table.people[sides.person[rows[int((agent == NONE).argmax())]]])
        changes = Changes(
            agent,
            np.where(gone, indices.day[given], NONE),
            np.where(come, indices.day[taken], NONE),
            np.where(come, indices.shift[taken], NONE),
            np.where(come, indices.job[taken], NONE),
        )
        yield sheet_at(board, number), rows, changes
