"""What each method of the engine gives: the same search once with everything, and once without each of them.

    python -m benchmarks.ablation [--seconds 10] [--seeds 3] [--agents 72] [--instances Instance5.txt,…] [--only NAME,…]

Each run is a process of its own with one worker, and its clock counts the processor seconds that it was given: on a
busy machine it does the same work as on an idle one, only later. `docs/engine.md` tells the methods. A ratio above 1
means that the roster without the method is dearer; a bound's distance is to the roster found with everything.
"""

import argparse
import importlib
import json
import math
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from constraints import CATALOGUE


@dataclass(frozen=True)
class Method:
    """A method of docs/engine.md; `remove` takes it out of this process. `columns`: where months need labels."""

    name: str
    remove: Callable[[], None]
    columns: bool = False
    months: bool = True


def place(path):
    """A module, or a class of one (`module:Class`)."""
    module, _, name = path.partition(":")
    owner = importlib.import_module(module)
    return getattr(owner, name) if name else owner


def setting(path, **values):
    """Puts other values in the place of a module's or class's own."""

    def remove():
        for name, value in values.items():
            getattr(place(path), name)  # a name that is no more is an error, not a method without effect
            setattr(place(path), name, value)

    return remove


def moving(heat=lambda heat, _: heat, **changes):
    """Takes something out of the moves of every annealing, or changes its temperatures."""

    def remove():
        run = place(WALKER).run

        def changed(self, schedule, unit, given, moves):
            run(self, schedule._replace(**changes), unit, heat(given, schedule.cold), moves)

        setting(WALKER, run=changed)()

    return remove


def idle(*_, **__):
    """Does nothing."""


SEARCH, WALKER = "roster.engine.search.search", "roster.engine.search.walker:Walker"
COLUMNS = "roster.engine.columns"
RUN, ROOT = f"{COLUMNS}.column_run:ColumnRun", f"{COLUMNS}.root:RootSearch"
AROUND = f"{COLUMNS}.neighbourhoods:Neighbourhoods"
METHODS = (
    Method("nothing", lambda: None, columns=True),
    Method("the relaxation", setting(SEARCH, aggregate=lambda *_: None)),
    Method("profiles of hours", setting("roster.engine.bounds.aggregate_budgets", _profiles=lambda *_: set())),
    Method("the Lagrangian bound", setting(SEARCH, lagrangian_bound=lambda *_, **__: -math.inf)),
    Method("exchanges", moving(exchanges=0), columns=True),
    Method("exchanges back to the own team", moving(astray=0.0)),
    Method("noise on the prices", moving(noise=0.0), columns=True),
    Method("agents drawn where rows are badly priced", moving(focus=0.0), columns=True),
    Method("annealing (always cold)", moving(heat=lambda _, cold: (cold, cold)), columns=True),
    Method("hours as a label", setting("roster.engine.search.prepared", whole_hours=lambda _: False)),
    Method(
        "fewer letters",
        setting("roster.engine.pricing.label_choice", with_fewer_letters=lambda force, labels: (force, labels)),
        columns=True,
        months=False,
    ),
    Method(
        "the root",
        setting(ROOT, solve=lambda self: self.run.without_root(), dive=idle),
        columns=True,
        months=False,
    ),
    Method(
        "the program of a large root",
        setting(f"{COLUMNS}.size", LARGE_CELLS=0, RACE_CELLS=0),
        columns=True,
        months=False,
    ),
    Method("dives from the root", setting(ROOT, dive=idle), columns=True, months=False),
    Method("neighbourhoods", setting(AROUND, search=idle), columns=True, months=False),
    Method("everybody on some days", setting(AROUND, kinds=(False,)), columns=True, months=False),
    Method("lines from dives", setting(RUN, starts_lines=False), columns=True, months=False),
    Method("dives anew", setting(f"{COLUMNS}.lines", STALE_SECONDS=math.inf), columns=True, months=False),
    Method("walks beside them", setting(f"{COLUMNS}.annealing:Annealing", walk=idle), columns=True, months=False),
    Method("branching", setting(ROOT, _tree=idle), columns=True, months=False),
    Method("two windows at a time", moving(apart=0.0), columns=True, months=False),
)


def by_processor_seconds():
    """Makes the clock of this process count what it was given, for linear programs too."""
    master = "roster.engine.columns.program.master:RestrictedMaster"
    solve = place(master).solve
    relax = place(SEARCH).aggregate
    setting(master, solve=lambda self, seconds=1e6: None if seconds <= 0 else solve(self))()
    setting(SEARCH, aggregate=lambda problem, _: relax(problem))()
    setting("time", monotonic=time.process_time)()


def problem_of(case):
    """A hotline month (`whole:72`, `core:72`) or a standard instance (its file)."""
    from roster.engine.problem.problem import Problem
    from roster.files.read_case import read_case
    from roster.rule import MonthContext, Rulebook

    kind, _, size = case.partition(":")
    if kind in {"whole", "core"} and size.isdecimal():
        from roster.cases.hotline import write_hotline

        with tempfile.TemporaryDirectory() as folder:
            write_hotline(Path(folder), agents=int(size), catalogue=kind)
            month, _ = read_case(Path(folder))
        context = MonthContext(month)
        return Problem.of(context, Rulebook.of(CATALOGUE, month.centre).encode(context))
    from roster.bench.shift24.problem import problem_of as instance_problem
    from roster.bench.shift24.reader import read

    return instance_problem(read(Path(case)), CATALOGUE)


def one(case, name, seconds, seed):
    """Objective and bound in ticks of one run, None where there is none."""
    from roster.engine.portfolio.improve import improve
    from roster.engine.portfolio.precompile import warm
    from roster.engine.search.callbacks import Callbacks

    warm(0.1)
    problem = problem_of(case)
    next(method for method in METHODS if method.name == name).remove()
    by_processor_seconds()
    plans, bounds = [], []
    callbacks = Callbacks(lambda _, ticks: plans.append(ticks), bounds.append, lambda: False)
    improve(problem, callbacks, deadline=time.monotonic() + seconds, seed=seed, workers=1)
    return min(plans, default=None), max((b for b in bounds if b > -math.inf), default=None)


def middle(values):
    known = [value for value in values if value is not None]
    return statistics.median_low(known) if known else None


def measured(case, method, given):
    """The middle objective and bound of the seeds."""
    times = []
    for seed in range(given.seeds):
        words = ["--one", case, method.name, str(given.seconds), str(seed)]
        ran = subprocess.run(
            [sys.executable, "-m", "benchmarks.ablation", *words], capture_output=True, text=True, check=True
        )
        times.append(json.loads(ran.stdout.splitlines()[-1]))
    return middle([objective for objective, _ in times]), middle([bound for _, bound in times])


def table(case, given):
    """Prints a case's table, a line at a time."""
    from roster.engine.pricing.label_need import wants_labels

    columns = wants_labels(problem_of(case))
    wanted = given.only.split(",") if given.only else None
    print(f"\n{Path(case).stem}, {given.seconds:g} processor seconds, {given.seeds} seed(s):\n")
    print("| without | objective | ratio | bound | below the roster |\n| --- | --: | --: | --: | --: |")
    whole = None
    for method in METHODS:
        fits = method.columns if columns else method.months
        if not fits or (wanted and method.name not in {*wanted, "nothing"}):
            continue
        objective, bound = measured(case, method, given)
        whole = objective if whole is None else whole
        ratio = "–" if objective is None or not whole else f"{objective / whole:.3f}"
        below = "–" if bound is None or not whole else f"{100 * (whole - bound) / whole:.2f} %"
        print(f"| {method.name} | {in_words(objective)} | {ratio} | {in_words(bound)} | {below} |", flush=True)


def in_words(value):
    return "–" if value is None else f"{value:,.0f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10, help="processor seconds of each run")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--agents", type=int, default=72, help="of the two hotline months")
    parser.add_argument("--instances", default="", help="files of standard instances, separated by commas")
    parser.add_argument("--only", default="", help="methods by name, separated by commas")
    parser.add_argument("--one", nargs=4, metavar=("CASE", "METHOD", "SECONDS", "SEED"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        case, name, seconds, seed = given.one
        print(json.dumps(one(case, name, float(seconds), int(seed))))
        return
    for case in (f"whole:{given.agents}", f"core:{given.agents}", *filter(None, given.instances.split(","))):
        table(case, given)


if __name__ == "__main__":
    main()
