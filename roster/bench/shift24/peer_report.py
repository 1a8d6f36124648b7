"""What a peer's process tells its parent, a JSON line at a time: ready, each better roster, each better bound."""

import json
import math
import time
from collections.abc import Iterable
from typing import IO

from roster.bench.shift24.checker import Assignment

#: Whole rosters are sent at most this often; the parent is told of every objective.
SECONDS_BETWEEN_ROSTERS = 1.0


class PeerReport:
    """The child's end. Times are seconds since `ready`, so that imports and the virtual machine's start are free."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._started = time.monotonic()
        self._best: int | None = None
        self._bound = -math.inf
        self._unsent: tuple[int, list[Assignment]] | None = None
        self._sent_at = -math.inf

    def ready(self) -> None:
        """Start the clock: everything is loaded and the work on the instance begins."""
        self._started = time.monotonic()
        self._say(event="ready")

    def remaining(self, seconds: float) -> float:
        """What is left of a limit that began at `ready`; building the model is part of a solver's time."""
        return max(0.1, seconds - self._elapsed())

    def incumbent(self, objective: int, roster: Iterable[Assignment] | None) -> None:
        """A roster, or only its objective where the solver keeps the roster to itself until its end."""
        if self._best is None or objective < self._best:
            self._best = objective
            self._say(event="incumbent", objective=objective, at=self._elapsed())
        if roster is not None and objective <= self._best:
            self._unsent = (objective, list(roster))
            if self._elapsed() - self._sent_at >= SECONDS_BETWEEN_ROSTERS:
                self._send_roster()

    def bound(self, value: float | None) -> None:
        """A lower bound that holds for every roster."""
        if value is not None and math.isfinite(value) and value > self._bound:
            self._bound = value
            self._say(event="bound", value=value)

    def done(self) -> None:
        """The last word: the best roster, if it was held back."""
        self._send_roster()
        self._say(event="done", at=self._elapsed())

    def _send_roster(self) -> None:
        if self._unsent is not None:
            objective, roster = self._unsent
            self._say(event="roster", objective=objective, assignments=roster)
            self._unsent = None
            self._sent_at = self._elapsed()

    def _elapsed(self) -> float:
        return time.monotonic() - self._started

    def _say(self, **event: object) -> None:
        self._stream.write(json.dumps(event) + "\n")
        self._stream.flush()
