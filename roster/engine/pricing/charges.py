"""What rows charge for duties and grants at given prices of the rows."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from roster.compiled import inner
from roster.engine.pricing.agents import Workforce
from roster.engine.pricing.pricing import BIG
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


@inner
def duty_costs(
    force: Workforce, charges: Charges, agent: int, cost: NDArray[np.float64], best_job: NDArray[np.int16]
) -> None:
    """What an agent's duties cost at given prices of rows, each with the job that is cheapest: both `[day, shift]`."""
    klass, several = charges.class_of[agent], force.allowed.shape[3]
    for day in range(cost.shape[0]):
        for shift in range(cost.shape[1]):
            best = BIG
            for job in range(several):
                if force.allowed[agent, day, shift, job]:
                    price = charges.duty_price[klass, day, shift, job]
                    if force.has_job_ticks:
                        price += force.job_ticks[agent, day, shift, job]
                    if price < best:
                        best = price
                        best_job[day, shift] = job
            cost[day, shift] = best + force.shift_ticks[agent, day, shift] if best < BIG else BIG
