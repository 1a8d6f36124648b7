"""The moves of a run, by turns: neighbourhoods, walks of annealing, nodes of the tree; and dives that begin lines."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from roster.engine.columns.annealing import Annealing
from roster.engine.columns.branching import KEPT_MONTHS, Branching
from roster.engine.columns.column_run import ColumnRun
from roster.engine.columns.neighbourhoods import Neighbourhoods
from roster.engine.columns.turns import Turns
from roster.engine.search.walker import CHUNK_SECONDS

WALKS = (4, 16, 64)
"""Chunks of the walks that take turns with neighbourhoods: the longer, the deeper they settle."""

BRANCHING_SECONDS = 1.0
"""What a turn of branching is taken to need before it has had one."""

CALLS_COUNTED = 500
"""With counted work: a dive's pricings that stand for a turn."""


@dataclass(frozen=True, eq=False)
class MoveKind:
    """A kind of move: the seconds that a turn takes, and what makes one; whether it needs a roster to go on from.

    A move's result is what the bound is likely to gain by it, in ticks.
    """

    seconds: float
    make: Callable[[], float]
    from_roster: bool = True


class Moves:
    """Moves from a run's roster. Each kind has the time that its gains of late are worth.

    A tick of the bound is worth as much as one of the roster. Where nothing is gained for long, a dive from the root
    begins another line, mended first by everybody's months of a few days, until it is better or nothing is gained
    there either.
    """

    def __init__(self, run: ColumnRun, annealing: Annealing, tree: Branching | None) -> None:
        assert run.prices is not None
        self.run, self.lines, self.annealing, self.tree = run, run.lines, annealing, tree
        self.around = Neighbourhoods(
            run.layout,
            run.pricer,
            run.prices,
            run.generator,
            run.search.unit,
            run.search.value,
            counted=run.counted,
        )
        walks = WALKS[:1] if run.counted else WALKS
        self.kinds = [
            *(
                MoveKind(self.around.aim_seconds, partial(self.neighbourhood, everybody=kind))
                for kind in self.around.kinds
            ),
            *(MoveKind(CHUNK_SECONDS * chunks, partial(self.walk, chunks), from_roster=False) for chunks in walks),
        ]
        self.mending = self.around.kinds.index(True) if True in self.around.kinds else None
        self.shortest_walk = len(self.around.kinds)
        self.branching: int | None = None
        if tree is not None:
            tree.master.trim(run.prices, KEPT_MONTHS, pool=False)
            self.branching = len(self.kinds)
            self.kinds.append(MoveKind(BRANCHING_SECONDS, partial(self.branch, tree)))
        self.turns = Turns([1.0 if run.counted else kind.seconds for kind in self.kinds])

    def make(self, rounds: int | None = None) -> None:
        """Moves until the time is up, the bound is reached, or so many are done."""
        run, done = self.run, 0
        while not run.closed() and not run.over() and (rounds is None or done < rounds):
            done += 1
            if self._line_is_due():
                done += self._turn_line()
            else:
                self._take_turn()

    # The moves

    def neighbourhood(self, *, everybody: bool) -> float:
        """One of some agents, or of everybody on some days."""
        run = self.run
        assert run.base is not None
        run.go_on_from(self.around.search(run.base, run.deadline, run.callbacks.should_stop, everybody=everybody))
        return 0.0

    def walk(self, chunks: int) -> float:
        """So many chunks of annealing."""
        self.annealing.walk(chunks)
        return 0.0

    def branch(self, tree: Branching) -> float:
        """A node of the tree."""
        run = self.run
        assert run.incumbent is not None
        better, gain = tree.step(run.incumbent, run.deadline, run.callbacks.should_stop)
        run.go_on_from(better)
        run.raise_bound(tree.bound)
        return gain

    # Whose turn it is

    def _take_turn(self) -> None:
        """A move of the kind that has the turn, and what it gained in which time."""
        run, lines = self.run, self.lines
        began, base, line = time.monotonic(), run.base, lines.line
        kind = self._whose()
        without = base is None and self.kinds[kind].from_roster
        gain = self.kinds[self.shortest_walk if without else kind].make()
        seconds = 1.0 if run.counted else max(0.01, time.monotonic() - began)
        won = 0.0 if base is None or run.base is None else float(base.ticks - run.base.ticks)
        self.turns.took(kind, seconds, gain + won)
        if kind != self.branching:
            lines.took(seconds, gained=won > 0)
        if line is not None and lines.line is None:
            lines.turned(0.0)  # it has become the best
        if self.branching is not None and not self._divisible():
            self.turns.shut(self.branching)
        run.listen()
        assert run.prices is not None
        self.around.prices = run.prices

    def _whose(self) -> int:
        """The kind that has the turn: while a line is new what mends it, else as the gains are."""
        kind = self.turns.whose(self.branching if self._divides() else None)
        return self.mending if self.mending is not None and self.lines.mending else kind

    def _divisible(self) -> bool:
        """Whether the tree has anything left to divide."""
        return self.tree is not None and not self.tree.exhausted

    def _divides(self) -> bool:
        """Whether branching is what leads on."""
        return self._divisible() and self.run.near()

    # Lines

    def _line_is_due(self) -> bool:
        """Whether a line gains nothing more, or the incumbent, with time left for another line."""
        run = self.run
        left = math.inf if run.counted else run.deadline - time.monotonic()
        return run.starts_lines and not self._divides() and self.lines.stale(left)

    def _turn_line(self) -> int:
        """Gives up a line that gains nothing, or begins another from the root where the incumbent gains nothing.

        With counted work that stands for so many moves besides its own.
        """
        run, lines = self.run, self.lines
        began, calls = time.monotonic(), run.pricer.calls
        if lines.line is not None:
            lines.line = None
        else:
            run.go_on_from(self.around.whole(run.dive_deadline(), run.callbacks.should_stop))
        lines.turned(0.0 if run.counted else time.monotonic() - began)
        self.turns.begin()
        return (run.pricer.calls - calls) // CALLS_COUNTED
