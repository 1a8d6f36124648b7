"""The standard instances' results in one table: ours, the peers' beside them, and the best that was ever published."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median_low
from typing import Any

#: Best known objective of instances 1-24, as published at schedulingbenchmarks.org/nrp; 22-24 are not closed.
BEST_KNOWN = dict(
    enumerate(
        (
            *(607, 828, 1001, 1716, 1143, 1950, 1056, 1300, 439, 4631, 3443, 4040),
            *(1348, 1278, 3829, 3225, 5746, 4459, 3149, 4769, 21133, 30241, 17428, 42463),
        ),
        start=1,
    )
)
#: Of what a solver says as it ends, in the table.
MOST_LETTERS = 60
#: What this program's own rows are called.
OURS = "roster"


@dataclass(frozen=True, slots=True)
class MeasuredInstance:
    """One solver's run on one instance. `objective` is the checker's; None where no roster kept every rule.

    Seconds count from the moment the solver's libraries are loaded and compiled. `ended` says why it stopped, and what
    went wrong if something did.
    """

    instance: str
    solver: str
    seed: int
    limit_seconds: float
    objective: int | None
    bound: float | None
    seconds_first: float | None
    seconds_best: float | None
    ended: str = ""


@dataclass(frozen=True, slots=True)
class TableEntry:
    """A solver's middle run on an instance (of an even number the better of the two), with what it is held against.

    `gap` is the objective's distance to the best known in parts of that, `proven_gap` to the run's own bound in parts
    of the objective; `ratio` its multiple of ours in the same table (above 1: ours is better).
    """

    middle: MeasuredInstance
    seeds: int
    best_known: int | None
    gap: float | None
    proven_gap: float | None
    ratio: float | None


def best_known(instance: str) -> int | None:
    """The best published objective of a published instance, by its file's name; None for any other."""
    number = re.fullmatch(r"Instance(\d{1,2})", instance)
    return BEST_KNOWN.get(int(number[1])) if number else None


def entries(results: Iterable[MeasuredInstance]) -> list[TableEntry]:
    """One entry per instance and solver, in the order in which they first appear."""
    groups: dict[tuple[str, str], list[MeasuredInstance]] = {}
    for result in results:
        groups.setdefault((result.instance, result.solver), []).append(result)
    middles = {key: _middle(runs) for key, runs in groups.items()}
    return [_entry(middle, len(groups[key]), middles.get((middle.instance, OURS))) for key, middle in middles.items()]


def as_json_rows(results: Sequence[MeasuredInstance]) -> list[dict[str, Any]]:
    """The entries as plain dictionaries, for `json.dumps`."""
    return [
        {
            "instance": entry.middle.instance,
            "solver": entry.middle.solver,
            "seeds": entry.seeds,
            "limit_seconds": entry.middle.limit_seconds,
            "objective": entry.middle.objective,
            "bound": entry.middle.bound,
            "seconds_first": entry.middle.seconds_first,
            "seconds_best": entry.middle.seconds_best,
            "best_known": entry.best_known,
            "gap": entry.gap,
            "proven_gap": entry.proven_gap,
            "ratio": entry.ratio,
            "ended": entry.middle.ended,
        }
        for entry in entries(results)
    ]


def as_markdown(results: Sequence[MeasuredInstance]) -> str:
    """The table for people; `–` where there is nothing to say."""
    head = (
        "instance",
        "solver",
        "seconds",
        "objective",
        "bound",
        "to bound",
        "first s",
        "best s",
        "best known",
        "to best known",
        "ratio",
        "ended",
    )
    rows = [_cells(entry) for entry in entries(results)]
    lines = [head, ("---", "---", *["---:"] * (len(head) - 3), "---"), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _middle(runs: list[MeasuredInstance]) -> MeasuredInstance:
    """The run with the median objective; a run without a roster is worse than any."""
    ranks = {id(run): (run.objective is None, run.objective or 0, run.seconds_best or 0.0) for run in runs}
    middle = median_low(ranks.values())
    return next(run for run in runs if ranks[id(run)] == middle)


def _entry(middle: MeasuredInstance, seeds: int, ours: MeasuredInstance | None) -> TableEntry:
    known = best_known(middle.instance)
    gap = None if known is None or middle.objective is None else (middle.objective - known) / known
    proven = None
    if middle.objective and middle.bound is not None:
        proven = max(0.0, middle.objective - middle.bound) / middle.objective
    ratio = None
    if ours is not None and ours.objective and middle.objective is not None and middle.solver != OURS:
        ratio = middle.objective / ours.objective
    return TableEntry(middle, seeds, known, gap, proven, ratio)


def _cells(entry: TableEntry) -> tuple[str, ...]:
    run = entry.middle
    return (
        run.instance,
        run.solver,
        f"{run.limit_seconds:g}",
        _whole(run.objective),
        _whole(run.bound),
        _decimal(entry.proven_gap, ".1%"),
        _decimal(run.seconds_first, ".1f"),
        _decimal(run.seconds_best, ".1f"),
        _whole(entry.best_known),
        _decimal(entry.gap, ".1%"),
        _decimal(entry.ratio, ".2f"),
        run.ended.partition("\n")[0].replace("|", "/")[:MOST_LETTERS] or "–",
    )


def _whole(number: float | None) -> str:
    # A bound between whole numbers is shown with its fraction: it is proven only that far.
    return "–" if number is None else f"{number:.0f}" if float(number).is_integer() else f"{number:.1f}"


def _decimal(number: float | None, form: str) -> str:
    return "–" if number is None else format(number, form)
