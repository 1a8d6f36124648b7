"""What rows charge for duties and grants at given prices of the rows."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from roster.engine.problem.problem import Problem


class Charges(NamedTuple):
    """What rows charge: `duty_price[class, d, s, j]` for a duty of an agent of `class_of`, `grant_price[request]`."""

    duty_price: NDArray[np.float64]
    class_of: NDArray[np.int32]
    grant_price: NDArray[np.float64]

    @classmethod
    def of(cls, problem: Problem, names: list[int], row_price: NDArray[np.float64]) -> "Charges":
        """The charges at prices of the rows."""
        rows = problem.rows
        duty_price = np.zeros(rows.start.shape)
        filled = np.flatnonzero((rows.stop > rows.start).ravel())
        starts, stops = rows.start.ravel()[filled], rows.stop.ravel()[filled]
        sums = np.concatenate([[0.0], np.cumsum(row_price[rows.row] * rows.coefficient)]) if len(rows) else np.zeros(1)
        duty_price.ravel()[filled] = sums[stops] - sums[starts]
        # Of one type with requests and without, or it would be compiled twice.
        grants = [sum(row_price[r] * c for r, c in rows.of_request.get(request, ())) for request in names]
        grant_price = np.array(grants or [0.0], np.float64)
        return cls(duty_price, rows.class_of, grant_price)
