"""Counts over agents, such as floors of seats, and their values on one roster as its duties move."""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from roster.engine.problem.meaning import worsened
from roster.engine.problem.rows import Cell, RowTable
from roster.model import Duty, Roster
from roster.rule import Finding, MonthContext
from roster.rule.pieces import OFF, Row


class RowIndex:
    """Counts over agents of a case's rules, with duties in names instead of indices."""

    def __init__(self, context: MonthContext, rows: Iterable[Row]) -> None:
        self.context = context
        self.table = RowTable(
            rows,
            agents=len(context.agents),
            days=context.days,
            shifts=len(context.shifts),
            jobs=len(context.jobs),
        )

    def __len__(self) -> int:
        return len(self.table)

    def alike(self, one: str, two: str) -> bool:
        """Whether no row tells the two apart."""
        index, classes = self.context.agent_index, self.table.class_of
        return bool(classes[index[one]] == classes[index[two]])

    def cell(self, duty: Duty) -> Cell:
        """A duty in indices."""
        context = self.context
        shift, job = context.shift_index[duty.shift], context.job_index[duty.job]
        return context.agent_index[duty.agent_id], context.day_of(duty.day), shift, job

    def counts(self, duty: Duty) -> Mapping[int, int]:
        """What a duty adds to each row that counts it."""
        return self.table.adds(*self.cell(duty))

    def changes(self, removed: Iterable[Duty], added: Iterable[Duty]) -> Mapping[int, int]:
        """By how much each row's count moves."""
        return self.table.changes(map(self.cell, removed), map(self.cell, added))

    def values(self, roster: Roster) -> NDArray[np.int64]:
        """Each row's count on a roster."""
        shape = (len(self.context.agents), self.context.days)
        shift, job = np.full(shape, OFF, np.int16), np.zeros(shape, np.int16)
        for duty in roster.duties:
            agent, day, *choice = self.cell(duty)
            shift[agent, day], job[agent, day] = choice
        return self.table.counts(shift, job, roster.granted)


class SharedRows:
    """The hard counts over agents (a floor of seats, a leader on duty) and their values on one roster."""

    def __init__(self, index: RowIndex, values: tuple[int, ...]) -> None:
        self.index = index
        self.values = values

    @classmethod
    def of(cls, index: RowIndex, roster: Roster) -> "SharedRows":
        """Counted on this roster."""
        return cls(index, tuple(index.values(roster).tolist()) if len(index) else ())

    def moved(self, removed: Iterable[Duty], added: Iterable[Duty]) -> "SharedRows":
        """The counts after an exchange of duties."""
        if not len(self.index):
            return self
        values = list(self.values)
        for row, change in self.index.changes(removed, added).items():
            values[row] += change
        return SharedRows(self.index, tuple(values))

    def new_findings(self, removed: Iterable[Duty], added: Iterable[Duty]) -> tuple[Finding, ...]:
        """Counts that leave their limits, or leave them further, once the duties are exchanged."""
        if not len(self.index):
            return ()
        table, findings = self.index.table, {}
        for row, change in self.index.changes(removed, added).items():
            for member in table.members[row]:
                findings[member] = self._finding(table.source[member], self.values[row], self.values[row] + change)
        return tuple(finding for _, finding in sorted(findings.items()) if finding is not None)

    def worse_than(self, after: "SharedRows") -> tuple[Finding, ...]:
        """Counts of another state of the same rows that leave their limits, or leave them further than here.

        Another past may bring rows that were not there, or take some away: they are found by what they count.
        """
        known = {(row.rule, row.label): value for row, value in self._valued()}
        findings = (
            after._finding(row, known.get((row.rule, row.label), value), value)  # noqa: SLF001 - another of this class
            for row, value in after._valued()  # noqa: SLF001
        )
        return tuple(finding for finding in findings if finding is not None)

    def _valued(self) -> Iterable[tuple[Row, int]]:
        """The rows as the rules gave them, each with its count."""
        table = self.index.table
        counts = {
            member: value for value, several in zip(self.values, table.members, strict=True) for member in several
        }
        return ((row, counts[number]) for number, row in enumerate(table.source))

    def _finding(self, row: Row, before: int, after: int) -> Finding | None:
        """What the row says once its count has moved; None where it is within its limits, or no further outside."""
        away = worsened(row, before, after)
        if not away:
            return None
        required = f">= {row.minimum}" if away < 0 else f"<= {row.maximum}"
        # An interval's row says its day itself: after midnight it counts duties of the day before too.
        named = [place for place in row.label[:1] if isinstance(place, int)]
        days = named or [term.day for term in row.terms if not term.requests]
        day = self.index.context.date_of(min(days)) if days else None
        return Finding(row.rule, True, None, day, str(after), required, facts={"label": row.label}, excess=abs(away))
