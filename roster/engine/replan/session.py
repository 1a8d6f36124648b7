"""A published month kept in memory, ready to be re-planned: changed in place when its case changes.

What costs time is done once per published roster: the pieces of every rule, the rows merged into prices, the automata
of everybody's months. A later case (somebody is ill, a pin, a limit to somebody's hours) asks again only the rules that
read what changed; words, rows and automata stay, and so do their prices. A case that changes more than that (seats,
shifts, people, parameters) has to be prepared anew.
"""

import gc
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from datetime import datetime
from functools import partial
from typing import TypedDict

from roster.engine.problem.problem import Plan, Problem
from roster.engine.problem.rows import RowTable, counts_requests
from roster.engine.problem.translate import published_plan, roster_of
from roster.engine.replan.disruption import CHANGE, LostSeats, is_limit, loosened, ranked
from roster.engine.search.prepared import PreparedSearch
from roster.model import Agent, Availability, Case, Duty, Leave, Pin, Roster, Stayed, Wish
from roster.rule import Evidence, Finding, MonthContext, Narrow, Rulebook
from roster.rule.fairness import hand_on
from roster.rule.pieces import Budget, Cost, Escort, Piece, Request, Row, Sequence

GROUND = ("centre", "calendar", "shifts", "seats", "load")
"""Fields of a case on which every rule may build: where one of them differs, nothing is kept."""


BESIDE = ("history", "ahead")
"""Fields of a case with the duties before and after the month: where one of them differs, words do."""

PERSONAL = ("agents", "leaves", "wishes", "availability", "pins", "stayed")
"""Fields of a case whose records are each about one agent."""

Record = Agent | Duty | Leave | Wish | Availability | Pin | Stayed


@contextmanager
def uncollected() -> Iterator[None]:
    """Meanwhile nobody in this process looks for cycles.

    A month in memory is millions of objects: each look takes a tenth of a second, and would come while somebody waits.
    """
    looked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked:
            gc.enable()


class Shape(TypedDict):
    """The sizes of a problem."""

    agents: int
    days: int
    shifts: int
    jobs: int


class ReplanSession:
    """One published roster with its case, compiled. `problem` holds the month's rules in the ranks of a re-plan.

    `rows` are the rules' rows as they are, `lost` what the published plan fills of them, `before` that plan.
    `search` are the compiled arrays; `check_seconds` is what came after the last search, checks above all. Everything
    belongs to the last case and instant given to `stand`.
    """

    def __init__(self, case: Case, rulebook: Rulebook, published: Roster, now: datetime | None = None) -> None:
        self.rulebook, self.published = rulebook, published
        self.prepared = 0
        self._prepare(case, now)

    @uncollected()
    def stand(self, case: Case, published: Roster, now: datetime | None) -> None:
        """The month as it is now: `case` and `published` instead of those before, at `now`."""
        changed = frozenset(
            field.name for field in fields(Case) if getattr(case, field.name) != getattr(self.case, field.name)
        )
        same_people = [a.agent_id for a in case.agents] == [a.agent_id for a in self.case.agents]
        anew = not same_people or not changed.isdisjoint({*GROUND, *BESIDE})
        if published != self.published or anew:
            self.published = published
            self._prepare(case, now)
            return
        if case.jobs != self.case.jobs or not self._follow(case, changed, now):
            self._prepare(case, now)

    def _prepare(self, case: Case, now: datetime | None) -> None:
        self.prepared += 1
        self.case, self.now = case, now
        self.context = MonthContext(case, self.published, now)
        self.evidence = Evidence(case, Roster(()), self.published, now)
        self.parts = {rule.id: tuple(rule.pieces(self.context)) for rule in self.rulebook.rules}
        self.changing = frozenset(rule.id for rule in self.rulebook.rules if rule.keeps_published)
        shape = self._shape()
        counted = [piece for piece in self.pieces() if isinstance(piece, Row)]
        self.rows = RowTable(sorted(counted, key=counts_requests), **shape)
        self.before = self._before()
        self.lost = LostSeats.of(self.rows, self.before)
        several = [part for row in self.rows.source for part in ranked(row)]
        several = sorted([*several, *self.lost.priced(self.rows)], key=counts_requests)
        self.problem = self._problem(RowTable(several, **shape))
        self.search = PreparedSearch(self.problem)
        began = time.monotonic()
        self._checked = case, roster_of(self.context, self.before)
        self._breaches = self.rulebook.breaches(self.evidence.sibling(*self._checked))
        self.check_seconds = time.monotonic() - began

    def _follow(self, case: Case, changed: frozenset[str], now: datetime | None) -> bool:
        """Takes over a case that differs in `changed`; False where words, pairs, rows or escorts differ too."""
        hand_on(self.case, case)
        context = MonthContext(case, self.published, now, like=self.context)
        parts: dict[str, tuple[Piece, ...]] = {}
        for rule in self.rulebook.rules:
            old = self.parts[rule.id]
            touched = changed if rule.reads is None else changed & rule.reads
            asked = bool(touched) or rule.keeps_published
            parts[rule.id] = tuple(rule.pieces(context)) if asked else old
        if any(_ties(parts[rule]) != _ties(old) for rule, old in self.parts.items() if parts[rule] is not old):
            return False
        self.case, self.now, self.context, self.parts = case, now, context, parts
        self.evidence = self.evidence.sibling(case, Roster(()))
        self.evidence.now = now
        table = self.problem.rows
        asking = [piece for piece in self.pieces() if isinstance(piece, Row) and counts_requests(piece)]
        if asking != [row for row in self.rows.source if counts_requests(row)]:
            self.rows = self.rows.asking(asking)
            table = table.asking(part for row in asking for part in ranked(row))
        self.before = self._before()
        self.problem = self._problem(table)
        self.search = PreparedSearch(self.problem, like=self.search)
        return True

    def breaches(self, roster: Roster) -> list[Finding]:
        """The hard findings of every rule in `roster`, the month's case as it is now.

        Rules that count over agents are asked about the whole; of those that speak of one agent, only people whose
        duties or data are not what they were when everything was checked (`_prepare`) can have others than then.
        """
        touched = self._touched(roster)
        evidence = self.evidence.sibling(self.case, roster)
        counting = {rule for rule, pieces in self.parts.items() if any(_is_count(piece) for piece in pieces)}
        findings = [item for item in self.rulebook.breaches(evidence, counting) if item.agent_id is None]
        findings += [item for item in self._breaches if item.agent_id is not None and item.agent_id not in touched]
        months, published = (
            [duty for duty in whole.duties if duty.agent_id in touched] for whole in (roster, self.published)
        )
        narrow = Narrow(self.case, self.rulebook)
        people = tuple(sorted(touched & self.case.agent_by_id.keys()))
        own = narrow.findings(people, months, roster.granted, published=Roster.of(published), now=self.now)
        findings += [item for item in own if item.agent_id is not None]
        return findings

    def _touched(self, roster: Roster) -> set[str]:
        """Whose duties, grants or data differ from what was checked whole."""
        case, checked = self._checked
        pairs: list[tuple[Iterable[Record], Iterable[Record]]] = [
            (checked.duties, roster.duties),
            ((case.leaves[index] for index in checked.granted), (self.case.leaves[index] for index in roster.granted)),
            *((getattr(case, name), getattr(self.case, name)) for name in PERSONAL),
        ]
        return {item.agent_id for before, after in pairs for item in set(before) ^ set(after)}

    def _shape(self) -> Shape:
        context = self.context
        return Shape(agents=len(context.agents), days=context.days, shifts=len(context.shifts), jobs=len(context.jobs))

    def pieces(self) -> Iterable[Piece]:
        """The pieces of every rule, in the catalogue's order."""
        return (piece for several in self.parts.values() for piece in several)

    def changes(self) -> list[Cost]:
        """The prices of departing from the published roster."""
        return [piece for rule in self.changing for piece in self.parts[rule] if isinstance(piece, Cost)]

    def _problem(self, rows: RowTable) -> Problem:
        """The ranks as one problem. The prices of changes are in its arrays alone, its pieces are the others."""
        own = (
            piece
            for rule, several in self.parts.items()
            for piece in several
            if not isinstance(piece, Row) and not (rule in self.changing and isinstance(piece, Cost))
        )
        past = _past(self.context)
        problem = Problem([*own, *rows.source], **self._shape(), past=past, rows=rows)
        problem.charge(self.changes(), CHANGE)
        return problem

    def without(self, stuck: Iterable[int]) -> Problem:
        """The ranks with the hard pieces of agents who have no legal month loosened."""
        problem = Problem(loosened(self.problem, stuck), **self._shape(), past=self.problem.past)
        problem.charge(self.changes(), CHANGE)
        return problem

    def plain(self) -> Callable[[], Problem]:
        """The rules' own problem as it stands now, which prices a result; compiled when somebody asks for it."""
        return partial(Problem, tuple(self.pieces()), **self._shape(), past=self.problem.past, rows=self.rows)

    def _before(self) -> Plan:
        asked = frozenset(piece.request for piece in self.pieces() if isinstance(piece, Request))
        return published_plan(self.context, asked)


def _is_count(piece: Piece) -> bool:
    return isinstance(piece, Row) and is_limit(piece)


def _past(context: MonthContext) -> tuple[Mapping[int, int], ...]:
    return tuple({day: cell[0] for day, cell in duties.items()} for duties in context.history)


def _ties(pieces: Iterable[Piece]) -> list[Piece]:
    """What a change in place must leave as it is: words, rows of duties, escorts, and budgets that count pairs."""
    return [
        piece
        for piece in pieces
        if isinstance(piece, Sequence | Escort)
        or (isinstance(piece, Row) and not counts_requests(piece))
        or (isinstance(piece, Budget) and piece.pairs)
    ]
