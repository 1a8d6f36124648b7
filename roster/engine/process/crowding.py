"""How crowded the machine is: how many times longer than its own work something takes. One measure for all who wait."""

import time
from collections.abc import Callable

MEASURABLE = 0.05
"""Less work than this, in seconds of the processor, tells nothing."""
CROWDED = 2.5
"""So many times longer than its own work something takes where others have most of the machine."""


class Crowding:
    """Measured from its making on, over work of this process in one thread: reading a case, preparing a month.

    `wall` and `work` are clocks in seconds: of the wall, and of the processor as far as this process had it.
    """

    def __init__(
        self, wall: Callable[[], float] = time.monotonic, work: Callable[[], float] = time.process_time
    ) -> None:
        self._wall, self._work = wall, work
        self._began, self._worked = wall(), work()

    @property
    def factor(self) -> float:
        """So many times longer than alone; 1 on a quiet machine, and where too little was done to tell."""
        work = self._work() - self._worked
        return 1.0 if work < MEASURABLE else max(1.0, (self._wall() - self._began) / work)

    def stretched(self, alone: float, most: float) -> float:
        """What takes `alone` seconds on a quiet machine, as long as it takes here: at most `most`, and never less."""
        return max(alone, min(alone * self.factor, most))
