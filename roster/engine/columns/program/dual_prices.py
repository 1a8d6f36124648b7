"""Prices of everything that ties agents together, as a program or a search for bounds has them."""

from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray

from roster.engine.columns.program.column import Layout

Floats = NDArray[np.float64]


SMOOTHING = 0.5
"""How far prices are drawn to the best ones so far."""


@dataclass(frozen=True, eq=False)
class DualPrices:
    """`row[r]`: one more in row r costs that; `budget[b]` likewise per unit of a budget; `agent` values of agents.

    `total` likewise of the master's totals, none where it has none.
    """

    row: Floats
    budget: Floats
    agent: Floats
    total: Floats = field(default_factory=lambda: np.zeros(0))

    @classmethod
    def nothing(cls, layout: Layout) -> Self:
        """Nothing costs anything."""
        return cls(np.zeros(len(layout.rows)), np.zeros(len(layout.force.table)), np.zeros(layout.problem.agents))

    def towards(self, other: "DualPrices", share: float) -> "DualPrices":
        """That share of the way to others."""
        total = np.zeros((2, max(len(self.total), len(other.total))))
        total[0, : len(self.total)], total[1, : len(other.total)] = self.total, other.total
        return DualPrices(
            self.row + share * (other.row - self.row),
            self.budget + share * (other.budget - self.budget),
            self.agent,
            total[0] + share * (total[1] - total[0]),
        )

    def smoothed(self, centre: "DualPrices | None") -> "list[DualPrices]":
        """Prices to seek months at, one after the other until some are new: drawn towards a centre, then these."""
        return [self] if centre is None else [self.towards(centre, SMOOTHING), self]
