"""What pieces say of a finished roster, read off one by one: no solver, no compiled tables.

The tests hold this against a rule's `check` and against the engine's own valuation.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from roster.model import Roster
from roster.rule import MonthContext
from roster.rule.pieces import OFF, Allow, Budget, Cost, Escort, Piece, Request, Row, Sequence, Term

Cell = tuple[int, int | None]


@dataclass
class Reading:
    """Hard pieces that a roster breaks, by rule, and what it pays, by rule."""

    broken: dict[str, int] = field(default_factory=dict)
    ticks: dict[str, int] = field(default_factory=dict)

    @property
    def admits(self) -> bool:
        return not self.broken

    @property
    def total(self) -> int:
        return sum(self.ticks.values())


def read(context: MonthContext, pieces: Iterable[Piece], roster: Roster) -> Reading:
    """Read a roster of at most one duty a day and agent."""
    return _Reader(context, roster).read(pieces)


class _Reader:
    def __init__(self, context: MonthContext, roster: Roster) -> None:
        self.context, self.granted = context, roster.granted
        self.choice: list[dict[int, Cell]] = [dict(past) for past in context.history]
        for duty in roster.duties:
            cell = (context.shift_index[duty.shift], context.job_index[duty.job])
            day = context.day_of(duty.day)
            here = self.choice[context.agent_index[duty.agent_id]]
            assert day not in here, "two duties a day are no choice"
            here[day] = cell
        self.reading = Reading()

    def shift(self, agent: int, day: int) -> int:
        return self.choice[agent].get(day, (OFF, None))[0]

    def read(self, pieces: Iterable[Piece]) -> Reading:
        for piece in pieces:
            fine, ticks = getattr(self, type(piece).__name__.lower())(piece)
            if not fine:
                self.reading.broken[piece.rule] = self.reading.broken.get(piece.rule, 0) + 1
            self.reading.ticks[piece.rule] = self.reading.ticks.get(piece.rule, 0) + ticks
        return self.reading

    def allow(self, piece: Allow) -> tuple[bool, int]:
        cells = [self.choice[piece.agent].get(day) for day in piece.days]
        return all(piece.off if cell is None else cell in piece.duties for cell in cells), 0

    def cost(self, piece: Cost) -> tuple[bool, int]:
        shift, job = self.choice[piece.agent].get(piece.day, (OFF, None))
        hit = shift in piece.choices and (shift == OFF or piece.jobs is None or job in piece.jobs)
        return True, piece.ticks * hit

    def sequence(self, piece: Sequence) -> tuple[bool, int]:
        ends = range(self.context.days) if piece.ends is None else piece.ends
        length = len(piece.word)
        hits = 0
        for agent in piece.agents:
            for end in ends:
                first = end - length + 1
                if piece.inside and first < 0:
                    continue
                hits += all(self.shift(agent, first + k) in letter for k, letter in enumerate(piece.word))
        return (not hits, 0) if piece.ticks is None else (True, hits * piece.ticks)

    def budget(self, piece: Budget) -> tuple[bool, int]:
        value = piece.constant
        for day in range(self.context.days):
            shift = self.shift(piece.agent, day)
            value += piece.weights[day][shift] if shift != OFF else 0
        value += sum(weight for request, weight in piece.leave.items() if request in self.granted)
        for pair in piece.pairs:
            before, then = self.shift(piece.agent, pair.day - 1), self.shift(piece.agent, pair.day)
            value += pair.weight * (before in pair.before and then in pair.then)
        return self.limits(piece, value)

    def limits(self, piece: Budget | Row, value: int) -> tuple[bool, int]:
        low = piece.minimum is None or value >= piece.minimum
        high = piece.maximum is None or value <= piece.maximum
        return low and high, 0 if piece.penalty is None else piece.penalty.at(value)

    def request(self, piece: Request) -> tuple[bool, int]:
        granted = piece.request in self.granted
        fine = piece.must is None or piece.must == granted
        if not granted:
            return fine, piece.declined_ticks
        days = range(piece.first, piece.last + 1)
        free = all(self.shift(piece.agent, day) == OFF for day in days)
        return fine and free and all(self.shift(piece.agent, day) != s for day, s in piece.blocked), 0

    def row(self, piece: Row) -> tuple[bool, int]:
        return self.limits(piece, piece.constant + sum(self.count(term) for term in piece.terms))

    def count(self, term: Term) -> int:
        if term.requests:
            return term.coefficient * len(term.requests & self.granted)
        count = 0
        for agent in term.agents:
            shift, job = self.choice[agent].get(term.day, (OFF, None))
            count += shift in term.shifts and (term.jobs is None or job in term.jobs)
        return term.coefficient * count

    def escort(self, piece: Escort) -> tuple[bool, int]:
        if any(self.shift(agent, piece.day) == piece.shift for agent in piece.escorts):
            return True, 0
        return True, piece.ticks * sum(self.shift(agent, piece.day) == piece.shift for agent in piece.members)
