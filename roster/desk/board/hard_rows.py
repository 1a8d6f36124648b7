"""Hard counts over agents, such as floors of seats, by day, and their values on one roster."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from roster.model import Duty, Roster
from roster.rule import Finding, MonthContext
from roster.rule.pieces import Row

Cell = tuple[int, int]


class RowIndex:
    """Counts over agents of a case's rules, found by day."""

    def __init__(self, context: MonthContext, rows: Iterable[Row]) -> None:
        self.context = context
        self.rows = tuple(rows)
        self.by_day: dict[int, list[int]] = defaultdict(list)
        self._members: dict[int, frozenset[int]] = {}
        self._known: dict[tuple[int, int, int, int], Mapping[int, int]] = {}
        for index, row in enumerate(self.rows):
            for day in {term.day for term in row.terms if not term.requests}:
                self.by_day[day].append(index)

    def members(self, agents: tuple[int, ...]) -> frozenset[int]:
        """The agents of a term as a set, kept per tuple."""
        key = id(agents)
        if key not in self._members:
            self._members[key] = frozenset(agents)
        return self._members[key]

    @cached_property
    def kinds(self) -> tuple[int, ...]:
        """Agents whom every row counts alike share a number."""
        groups = {self.members(term.agents) for row in self.rows for term in row.terms if not term.requests}
        ordered = sorted(groups, key=sorted)
        numbers: dict[tuple[bool, ...], int] = {}
        return tuple(
            numbers.setdefault(tuple(agent in group for group in ordered), len(numbers))
            for agent in range(len(self.context.agents))
        )

    def alike(self, one: str, two: str) -> bool:
        """Whether no row tells the two apart."""
        index = self.context.agent_index
        return self.kinds[index[one]] == self.kinds[index[two]]

    def counts(self, duty: Duty) -> Mapping[int, int]:
        """What a duty adds to each row that counts it."""
        context = self.context
        agent, day = context.agent_index[duty.agent_id], context.day_of(duty.day)
        shift, job = context.shift_index[duty.shift], context.job_index[duty.job]
        key = (self.kinds[agent], day, shift, job)
        if key in self._known:
            return self._known[key]
        found: dict[int, int] = {}
        for index in self.by_day.get(day, ()):
            for term in self.rows[index].terms:
                if (
                    term.day == day
                    and not term.requests
                    and shift in term.shifts
                    and (term.jobs is None or job in term.jobs)
                    and agent in self.members(term.agents)
                ):
                    found[index] = found.get(index, 0) + term.coefficient
        self._known[key] = found
        return found


class SharedRows:
    """The hard counts over agents (a floor of seats, a leader on duty) and their values on one roster."""

    def __init__(self, index: RowIndex, values: Mapping[int, int]) -> None:
        self.index = index
        self.values = values

    @classmethod
    def of(cls, index: RowIndex, roster: Roster) -> "SharedRows":
        """Counted on this roster."""
        values = {number: row.constant for number, row in enumerate(index.rows)}
        if index.rows:
            for number, row in enumerate(index.rows):
                values[number] += sum(
                    term.coefficient * len(term.requests & roster.granted) for term in row.terms if term.requests
                )
            for duty in roster.duties:
                for number, count in index.counts(duty).items():
                    values[number] += count
        return cls(index, values)

    def moved(self, removed: Iterable[Duty], added: Iterable[Duty]) -> "SharedRows":
        """The counts after an exchange of duties."""
        values = dict(self.values)
        for duties, sign in ((removed, -1), (added, 1)):
            for duty in duties:
                for number, count in self.index.counts(duty).items():
                    values[number] += sign * count
        return SharedRows(self.index, values)

    def new_findings(self, removed: Iterable[Duty], added: Iterable[Duty]) -> tuple[Finding, ...]:
        """Counts that leave their limits, or leave them further, once the duties are exchanged."""
        if not self.index.rows:
            return ()
        delta: dict[int, int] = defaultdict(int)
        for duties, sign in ((removed, -1), (added, 1)):
            for duty in duties:
                for number, count in self.index.counts(duty).items():
                    delta[number] += sign * count
        found = []
        for number, change in sorted(delta.items()):
            row, before = self.index.rows[number], self.values[number]
            after = before + change
            low, high = row.minimum, row.maximum
            if low is not None and after < low and after < before:
                found.append(self._finding(row, after, f">= {low}", low - after))
            if high is not None and after > high and after > before:
                found.append(self._finding(row, after, f"<= {high}", after - high))
        return tuple(found)

    def worse_than(self, after: "SharedRows") -> tuple[Finding, ...]:
        """Counts of another state of the same rows that leave their limits, or leave them further than here.

        Another past may bring rows that were not there, or take some away: they are found by what they count.
        """
        found = []
        known = {(row.rule, row.label): self.values[number] for number, row in enumerate(self.index.rows)}
        for number, row in enumerate(after.index.rows):
            now = after.values[number]
            before = known.get((row.rule, row.label), now)
            low, high = row.minimum, row.maximum
            if low is not None and now < low and now < before:
                found.append(self._finding(row, now, f">= {low}", low - now))
            if high is not None and now > high and now > before:
                found.append(self._finding(row, now, f"<= {high}", now - high))
        return tuple(found)

    def _finding(self, row: Row, after: int, required: str, excess: int) -> Finding:
        # An interval's row says its day itself: after midnight it counts duties of the day before too.
        named = [place for place in row.label[:1] if isinstance(place, int)]
        days = named or [term.day for term in row.terms if not term.requests]
        day = self.index.context.date_of(min(days)) if days else None
        return Finding(row.rule, True, None, day, str(after), required, facts={"label": row.label}, excess=excess)
