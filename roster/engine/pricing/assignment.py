"""Everybody's months as arrays that compiled code changes in place."""

from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray


class Assignment(NamedTuple):
    """`shift[agent, day]` (−1: none), `job[agent, day]`, `granted[agent]` as bit masks of the agent's requests.

    `own[agent]` is what each month costs by itself, in ticks; `pricing.BIG` or more where it is not legal.
    """

    shift: NDArray[np.int16]
    job: NDArray[np.int16]
    granted: NDArray[np.int64]
    own: NDArray[np.float64]

    @classmethod
    def nobody(cls, agents: int, days: int) -> Self:
        """Nobody works, nothing is granted."""
        shift, job = np.full((agents, days), -1, np.int16), np.zeros((agents, days), np.int16)
        return cls(shift, job, np.zeros(agents, np.int64), np.zeros(agents))

    def copied(self) -> Self:
        """The same in arrays of their own."""
        return self._replace(
            shift=self.shift.copy(), job=self.job.copy(), granted=self.granted.copy(), own=self.own.copy()
        )

    def become(self, other: "Assignment") -> None:
        """Takes over another's months."""
        self.shift[:], self.job[:], self.granted[:], self.own[:] = other
