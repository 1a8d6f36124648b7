"""Compiles the engine once, at set-up: `python -m roster.engine.warm`. Later processes load what it leaves behind."""

import time
from collections.abc import Callable
from pathlib import Path

from roster.engine.pieces import OFF, Budget, Cost, Escort, Penalty, Piece, Request, Row, Sequence, Term
from roster.engine.problem import Problem


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
    """Runs the search on a tiny problem, so that everything is compiled; the seconds that took."""
    from roster.engine.repair import Repair
    from roster.engine.search import Callbacks, Search, search

    began = time.monotonic()
    told = Callbacks(on_plan=lambda _plan, _ticks: None, on_bound=lambda _bound: None, should_stop=lambda: False)
    for workers in (1, 2):
        search(tiny_problem(), told, deadline=time.monotonic() + seconds, workers=workers)
    search(tiny_problem(480), told, deadline=time.monotonic() + seconds, workers=1)
    repair = Repair(Search(tiny_problem()), tiny_problem().empty())
    repair.descend(time.monotonic() + seconds, lambda: False)
    mark = _mark()
    if mark is not None:
        mark.touch()
    return time.monotonic() - began


def load() -> None:
    """Loads what a search by best response begins with."""
    from roster.engine.search import Schedule, Search

    walker, _ = Search(tiny_problem()).walker(0)
    walker.run(Schedule(), 1.0, (1.0, 1.0), 1)


def warm_once(on_cold: Callable[[], None]) -> None:
    """Compile unless this state of the sources has been compiled whole; `on_cold` is called before it takes minutes."""
    mark = _mark()
    if mark is not None and not mark.exists():
        on_cold()
        warm()


def _mark() -> Path | None:
    """The file that says so, in the folder of the compiled code; None where nothing is kept."""
    import numba

    import roster.compiled  # noqa: F401 - it sets the folder

    folder = str(numba.config.CACHE_DIR)  # type: ignore[attr-defined]
    return Path(folder) / "warm" if folder else None


if __name__ == "__main__":
    print(f"compiled in {warm():.0f} s")
