"""What each step of the first hour takes: from code that is not compiled to a second month and a printed roster.

    python -m benchmarks.first_hour [--seconds 20] [--compiled] [--folder DIR]

Each step is the command that a newcomer types, in a process of its own, in an empty folder with a store of its own. The
compiler's cache is empty at first, so the first step compiles; `--compiled` takes the user's cache instead and leaves
that step out. Installing is no part of it: `make demo` does that before all (`time make demo` on an empty pip cache).
Steps that search are given `--seconds`, which they use up unless they prove the best; their own time is what they take
beyond it. Wall and processor seconds are those of the command with all its children.
"""

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
REFUSED, NONE_FOUND, FAR = 1, 4, 5
"""How a search may end that had too little time on a busy machine; the other steps end with 0."""
MONTH, NEXT = "2026-12", "2027-01"


class Hour:
    """Runs the steps and keeps what each took."""

    def __init__(self, folder, cache):
        self.folder = folder
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "ROSTER_STORE": str(folder / "store"),
            **({"NUMBA_CACHE_DIR": str(cache)} if cache else {}),
        }
        self.rows = []

    def run(self, step, *words, refused=False):
        """A step that is a command of `roster`; its standard output. `refused`: it may end in a refusal."""
        return self.python(step, "-c", "from api.cli.start import run; run()", *words, refused=refused)

    def python(self, step, *words, refused=False):
        """A step that is any Python."""
        before, began = _spent(), time.perf_counter()
        ran = subprocess.run(
            [sys.executable, *map(str, words)],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        took = time.perf_counter() - began
        if ran.returncode not in {0, NONE_FOUND, FAR, *({REFUSED} if refused else ())}:
            raise SystemExit(f"{step}: exit {ran.returncode}\n{ran.stdout}{ran.stderr}")
        ending = f" (exit code {ran.returncode})" if ran.returncode else ""
        self.rows.append((f"{step}{ending}", took, _spent() - before))
        print(f"{step}: {took:.1f} s", file=sys.stderr)
        return ran.stdout


def _spent():
    return sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])


def _partner(listed):
    """The first partner of `swap suggest --json` whose day is paid back."""
    way = next(item for item in json.loads(listed) if item.get("payback"))
    return way["partner"], way["payback"]["date"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=20, help="for each step that searches")
    parser.add_argument("--compiled", action="store_true", help="take the user's cache, compile nothing")
    parser.add_argument("--folder", type=Path, help="work here and leave it there")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="first-hour-") as made:
        folder = given.folder or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        hour = Hour(folder, None if given.compiled else folder / "cache")
        seconds = ("--seconds", given.seconds)
        if not given.compiled:
            hour.python("compile, on an empty cache", "-m", "roster.engine.portfolio.precompile")
        hour.run(f"demo (72 people), {given.seconds} s to search", "demo", "--out", "demo", *seconds)
        hour.run("init: a workbook to fill in", "init", "case.xlsx", "--month", MONTH)
        hour.run(f"generate (8 people), {given.seconds} s to search", "generate", "case.xlsx", "--out", "out", *seconds)
        hour.run("desk import", "desk", "import", "case.xlsx")
        hour.run("desk draft", "desk", "draft", "case.xlsx", "out/roster.csv")
        if json.loads(hour.run("desk grants", "desk", "grants", "1", "--json")):
            hour.run("desk appoint, a director", "desk", "appoint", "director", "department_director")
            hour.run("desk grant, by the team leader", "desk", "grant", "1", "--as", "0001")
            hour.run("desk grant, by the director", "desk", "grant", "1", "--as", "director")
        hour.run("desk publish", "desk", "publish", "1", "--accept-breaches", "--reason", "the month begins")
        with (folder / "out" / "roster.csv").open(encoding="utf-8-sig") as file:
            duties = sorted((row["date"], row["agent_id"]) for row in csv.DictReader(file))
        day, agent = duties[len(duties) // 2]
        files = ("case.xlsx", "out/roster.csv")
        listed = hour.run("swap suggest", "swap", "suggest", *files, agent, day, "--json")
        try:
            partner, back = _partner(listed)
        except StopIteration:
            partner, back = next((who, when) for when, who in duties if who != agent and when != day)
        hour.run("swap check", "swap", "check", *files, agent, day, partner, back, refused=True)
        hour.run("desk plan: the next month's case", "desk", "plan", NEXT, "--out", "next.xlsx")
        hour.run("desk show", "desk", "show", MONTH)
        hour.run("desk export: workbook, CSV, calendars", "desk", "export", MONTH, "--out", "export")
        hour.run("desk print", "desk", "print", MONTH, "--out", "print.html")
    print("| step | wall s | CPU s |\n| --- | --: | --: |")
    for step, wall, spent in hour.rows:
        print(f"| {step} | {wall:.1f} | {spent:.1f} |")
    print(f"| all | {sum(row[1] for row in hour.rows):.1f} | {sum(row[2] for row in hour.rows):.1f} |")


if __name__ == "__main__":
    main()
