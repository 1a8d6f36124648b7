"""Compiles the engine once, at set-up (`python -m roster.engine.portfolio.precompile`); later processes load it."""

import time
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

import numpy as np

from roster.compiled import compiled_folder
from roster.engine.problem.problem import Problem
from roster.engine.process.child import Child, Mailbox
from roster.engine.process.workers import all_workers
from roster.rule.pieces import OFF, Budget, Cost, Escort, Penalty, Piece, Request, Row, Sequence, Term

LANES = 2
"""Processes that compile side by side (`kernels`)."""

WARM_SECONDS = 0.2
"""How long each search runs once all is compiled, to see that it is."""


def tiny_problem(least_minutes: int | None = None) -> Problem:
    """Two agents, four days, two shifts: every kind of piece once; with a floor under the hours it needs labels."""
    everyone, shifts = (0, 1), frozenset({0, 1})
    weights = tuple((480, 480) for _ in range(4))
    pieces: list[Piece] = [
        Sequence("STREAK", everyone, (shifts, shifts, shifts)),
        Sequence("NIGHT", everyone, (frozenset({1}), frozenset({0}))),
        *(Budget("HOURS", agent, weights, least_minutes, 1440, Penalty.around(960, 1, 1)) for agent in everyone),
        Cost("WISH", 0, 1, frozenset({OFF}), 3),
        Request("LEAVE", 1, 0, first=2, last=2, declined_ticks=5),
        Escort("TEAM", (0,), (1,), 0, 0, 1),
        *(
            Row("COVERAGE", (Term(everyone, day, frozenset({shift})),), Penalty.around(1, 10, 1), label=(day, shift))
            for day in range(4)
            for shift in (0, 1)
        ),
    ]
    return Problem(pieces, agents=2, days=4, shifts=2, jobs=1)


def warm(seconds: float = 1.0) -> float:
    """Runs every search on a tiny problem, so that whatever is not compiled yet is; the seconds that took."""
    from roster.engine.columns.program.column import Layout
    from roster.engine.columns.program.dual_prices import DualPrices
    from roster.engine.columns.program.pricer import Pricer, rest_of
    from roster.engine.portfolio.improve import improve
    from roster.engine.replan.repair import Repair
    from roster.engine.search.callbacks import Callbacks
    from roster.engine.search.prepared import PreparedSearch

    began = time.monotonic()
    warm_load()
    callbacks = Callbacks(on_plan=lambda _plan, _ticks: None, on_bound=lambda _bound: None, should_stop=lambda: False)
    for workers in (1, 2):
        improve(tiny_problem(), callbacks, deadline=time.monotonic() + seconds, workers=workers)
    improve(tiny_problem(480), callbacks, deadline=time.monotonic() + seconds, workers=1)
    # Tiny problems are proven before a column is priced.
    layout = Layout(tiny_problem(480))
    everyone, budgets = range(layout.problem.agents), max(1, len(layout.force.table))
    at = DualPrices(np.zeros(len(layout.rows)), np.zeros(budgets), np.zeros(len(everyone)))
    Pricer(layout, 1).priced(np.array(everyone), at, rest_of(layout, None, everyone), 1, 0.0)
    empty = tiny_problem().empty()
    repair = Repair(PreparedSearch(tiny_problem()), empty)
    repair.descend(time.monotonic() + seconds, lambda: False)
    repair.undo(empty, 0, time.monotonic() + seconds, lambda: False, 1)
    repair.polish(time.monotonic() + seconds, lambda: False, 1)
    mark = _mark()
    if mark is not None:
        mark.touch()
    return time.monotonic() - began


def warm_load() -> None:
    """Seats and service of one interval, with patience and without."""
    from roster.load.erlang import answer_rate, occupancy, required_seats, service_level

    for patience in (None, 180):
        required_seats(
            100,
            240,
            interval_minutes=30,
            level=0.8,
            seconds=20,
            max_occupancy=0.9,
            shrinkage=0.3,
            patience_seconds=patience,
        )
        service_level(100, 240, 18, interval_minutes=30, seconds=20, patience_seconds=patience)
        answer_rate(100, 240, 18, interval_minutes=30, patience_seconds=patience)
        occupancy(100, 240, 18, interval_minutes=30, patience_seconds=patience)


def load() -> None:
    """Loads what a search by best response begins with."""
    from roster.engine.search.prepared import PreparedSearch
    from roster.engine.search.schedule import Schedule

    walker, _ = PreparedSearch(tiny_problem()).walker(0)
    walker.run(Schedule(), 1.0, (1.0, 1.0), 1)


def compile_once(on_cold: Callable[[], None]) -> bool:
    """Compile unless this state of the sources has been compiled whole; whether it had to.

    `on_cold` is called before it takes a minute. Where nothing can be kept, every process compiles for itself.
    """
    mark = _mark()
    if mark is None or mark.exists():
        return False
    on_cold()
    compile_all()
    return True


def compile_all() -> float:
    """Compiles everything, in two processes where two may run, and leaves the mark; the seconds that took."""
    began = time.monotonic()
    if compiled_folder() is not None and all_workers() > 1:
        lanes = [Child(f"compile-{number}", _lane, number) for number in range(LANES)]
        try:
            for lane in lanes:
                while not lane.finished:
                    # What goes wrong there goes wrong below again, and is told there.
                    lane.receive()
        finally:
            for lane in lanes:
                lane.kill()
    warm(WARM_SECONDS)
    return time.monotonic() - began


def _lane(_: Mailbox, number: int) -> None:
    from roster.engine.portfolio.kernels import compile_lane

    if number == LANES - 1:
        warm_load()
    compile_lane(tiny_problem(), number, other=True)


def _dots(over: Event) -> None:
    """The seconds gone by, every ten, for whoever waits at a terminal."""
    began = time.monotonic()
    while not over.wait(10):
        print(f"  {time.monotonic() - began:.0f} s", flush=True)


def _mark() -> Path | None:
    """The file that says so, in the folder of the compiled code; None where nothing is kept."""
    folder = compiled_folder()
    return folder / "warm" if folder else None


if __name__ == "__main__":
    over = Event()
    Thread(target=_dots, args=(over,), daemon=True).start()
    seconds = compile_all()
    over.set()
    print(f"compiled in {seconds:.0f} s")
