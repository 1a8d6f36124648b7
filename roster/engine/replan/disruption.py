"""The price of disruption: the ranks in which a re-plan minimises, written as weights on one problem.

In order: hard breaches that no choice avoids, the coverage that the event lost, the weighted changes, the rest. The
weights are far enough apart that no single change buys anything of a lower rank.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from roster.engine.diagnosis.conflict.elastic import elastic
from roster.engine.problem.problem import Plan, Problem
from roster.engine.problem.rows import RowTable
from roster.engine.problem.seat_rows import seat_of, seats_wanted
from roster.rule.pieces import Budget, Penalty, Piece, Request, Row, Sequence

CHANGE = 200
"""A change counts this many times its price: the least one (5 points) as much as 1,000 points of anything lower."""

LOST = 50 * CHANGE
"""A seat-interval lost counts this many times its price: more than twenty of the dearest changes."""

HARD = 100 * LOST
"""A hard breach that no choice avoids counts as much as a hundred seat-intervals lost."""

SEAT = 1000
"""Where only changed days count (1 each), a seat-interval lost counts as much as so many of them."""


@dataclass(frozen=True, eq=False)
class LostSeats:
    """The seats that the published plan fills and wants: for entry k, merged row `row[k]` with `held[k]` of them.

    `source[k]` is the row's place among the table's rows, `price[k]` what one of them lost costs in a re-plan.
    """

    row: NDArray[np.int64]
    held: NDArray[np.int64]
    source: NDArray[np.int64]
    price: NDArray[np.int64]

    @classmethod
    def of(cls, rows: RowTable, before: Plan) -> "LostSeats":
        """What may be lost of the plan published."""
        counts = rows.counts(before.shift, before.job, before.granted & rows.of_request.keys())
        merged_rows = []
        for merged, several in enumerate(rows.members):
            for member in several:
                row = rows.source[member]
                held = min(seats_wanted(row), int(counts[merged]))
                if seat_of(row) is not None and row.penalty is not None and held > 0:
                    merged_rows.append((merged, held, member, -row.penalty.slopes[0] * LOST))
        return cls(*np.array(merged_rows, np.int64).reshape(-1, 4).T)

    def lost(self, counts: NDArray[np.int64]) -> int:
        """Seat-intervals lost at these counts of the merged rows."""
        return int(np.maximum(0, self.held - counts[self.row]).sum())

    def priced(self, rows: RowTable) -> Iterator[Row]:
        """For each row of seats: what is missing of the seats wanted and filled before, in the re-plan's prices."""
        for held, member, price in zip(self.held.tolist(), self.source.tolist(), self.price.tolist(), strict=True):
            yield replace(rows.source[member], penalty=Penalty((held,), (-price, 0)), minimum=None, maximum=None)


def hard_price(_rule: str) -> int:
    """Ticks of one breach of a hard piece that no choice avoids."""
    return HARD * 3600


def is_limit(row: Row) -> bool:
    """Whether a row has a hard limit."""
    return row.minimum is not None or row.maximum is not None


def ranked(row: Row) -> Iterator[Row]:
    """A row with its hard limits as prices."""
    if is_limit(row):
        yield replace(row, minimum=None, maximum=None)
        yield _priced(row)
    else:
        yield row


def _priced(row: Row) -> Row:
    low, high = row.minimum, row.maximum
    breaks = tuple(sorted({limit for limit in (low, high) if limit is not None}))
    price = hard_price(row.rule)
    slopes = [-price if low is not None else 0, *([0] * (len(breaks) - 1)), price if high is not None else 0]
    return replace(row, penalty=Penalty(breaks, tuple(slopes)), minimum=None, maximum=None)


def loosened(problem: Problem, stuck: Iterable[int]) -> list[Piece]:
    """The pieces with the hard ones of agents without any legal month broken at a price far above all else."""
    some = frozenset(stuck)
    pieces: list[Piece] = []
    loose: list[Piece] = []
    for piece in problem.pieces:
        parts = _split(piece, some)
        pieces += parts[0]
        loose += parts[1]
    soft = elastic(loose, problem, {piece.rule for piece in loose}, hard_price)
    priced = [piece for piece in loose if isinstance(piece, Budget) and piece.penalty is not None]
    return [*pieces, *soft, *(replace(piece, minimum=None, maximum=None) for piece in priced)]


def _split(piece: Piece, some: frozenset[int]) -> tuple[list[Piece], list[Piece]]:
    """What stays hard of a piece, and what is loosened for these agents. What is allowed (the past, pins) stays."""
    match piece:
        case Sequence() if piece.ticks is None:
            others = tuple(agent for agent in piece.agents if agent not in some)
            these = tuple(agent for agent in piece.agents if agent in some)
            return (
                [replace(piece, agents=others)] if others else [],
                [replace(piece, agents=these)] if these else [],
            )
        case Budget() | Request() if piece.agent in some:
            return [], [piece]
        case _:
            return [piece], []
