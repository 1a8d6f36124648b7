"""A problem's size and the time there is for it, and which ways of column generation they open."""

from dataclasses import dataclass

from roster.engine.pricing.label_need import LONG_DAYS

LARGE_CELLS, LARGE_ROWS = 3_000, 1_000
"""Agents times days, and rows, beyond which the volume algorithm is asked too."""

LARGE_SECONDS = 150.0
"""With so much time as many agent-days are not too large, with more time more in proportion."""

RACE_CELLS = 8_000
"""Agents times days up to which a program too large for its time is tried all the same, beside the volume algorithm."""

STRETCHED_CELLS, STRETCHED_A_SECOND, LED_CELLS = 60_000, 160, 12_000
"""Agents times days up to which, on long horizons, the program over stretches comes far enough for a bound, at most and
for each second there is; and up to which it does in any case, and neighbourhoods at its prices go further than
annealing."""


@dataclass(frozen=True)
class ProblemSize:
    """Agents, days and rows of a problem, and the `seconds` there are.

    `leads`: whether the search is to prove a bound; `counted`: whether work is counted and not timed.
    """

    agents: int
    days: int
    rows: int
    seconds: float
    leads: bool
    counted: bool

    @property
    def cells(self) -> int:
        """Agents times days."""
        return self.agents * self.days

    @property
    def long(self) -> bool:
        """Whether whole horizons are dear to price, and windows of them take their place."""
        return self.days > LONG_DAYS

    @property
    def fits(self) -> bool:
        """Whether there are no more agent-days than the time is enough for."""
        return self.cells <= LARGE_CELLS * max(1.0, self.seconds / LARGE_SECONDS)

    @property
    def large(self) -> bool:
        """Whether the root's program may take its time only to be left unsolved."""
        return not self.fits or self.rows > LARGE_ROWS

    @property
    def raced(self) -> bool:
        """Whether the root's program is tried even where it is large."""
        return self.cells <= RACE_CELLS

    @property
    def stretched(self) -> bool:
        """Whether the root begins with the program over stretches."""
        most = max(LED_CELLS, min(STRETCHED_CELLS, STRETCHED_A_SECOND * self.seconds))
        return self.long and self.cells <= most and self.leads and not self.counted

    @property
    def led(self) -> bool:
        """Whether neighbourhoods at the stretches' prices go further than annealing."""
        return self.cells <= LED_CELLS

    @property
    def patient(self) -> bool:
        """Whether one long annealing comes first: a long horizon, and no root here that leads further."""
        return self.long and not self.stretched
