"""Wrong changes to our own code, one at a time: the tests nearest to each must tell it.

Each test is watched once: which functions of ours it enters, and what it costs. A mutant is then run against the tests
that enter its function, the cheapest first. `ROSTER_PROOF_MUTANTS_FOLDER` names a folder in which what was watched and
found is kept, so that a campaign that was stopped goes on.
"""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
from campaign import WHOLE, rounds, tell, timed
from code_mutants import ROOT, CodeMutant, mutants_of
from mutant_runs import MutantRuns

MOST_SECONDS = 5.0
"""What the tests of one mutant may cost together."""
LEAST_KILLED = 0.8
"""The share of mutants, those left out that change nothing, which the tests must tell."""

SLOW = {
    f"tests/roster/desk/test_{name}.py"
    for name in ("centre_month", "duty_races", "edits", "match", "months", "suggest", "wish_desk")
}


@dataclass(frozen=True)
class Part:
    """Some of our files, the share of all mutants that is drawn from them, and the tests that are near to them."""

    files: tuple[str, ...]
    share: float
    tests: tuple[str, ...]
    entered_only: bool = False
    """Whether what no near test enters is left out."""

    def mutants(self) -> list[CodeMutant]:
        """All of them, in an order that stays as it is where other code changes."""
        all_mutants = [mutant for pattern in self.files for file in _files(pattern) for mutant in mutants_of(file)]
        return sorted(all_mutants, key=lambda mutant: hashlib.sha256("\n".join(mutant.key).encode()).hexdigest())

    def near(self) -> list[str]:
        """The files of the tests."""
        return [file for pattern in self.tests for file in _files(pattern) if file not in SLOW]


def _files(pattern: str) -> list[str]:
    return sorted(str(path.relative_to(ROOT)) for path in ROOT.glob(pattern) if path.name != "__init__.py")


DESK_TESTS = ("tests/roster/desk/test_*.py",)
PARTS = (
    Part(("constraints/desk/*.py",), 0.25, DESK_TESTS),
    Part(tuple(f"roster/desk/{part}/*.py" for part in ("policy", "swaps", "leaves")), 0.25, DESK_TESTS),
    Part(
        ("roster/desk/*.py", *(f"roster/desk/{part}/*.py" for part in ("board", "rosters", "duty_day", "attendance"))),
        0.15,
        DESK_TESTS,
    ),
    Part(
        ("constraints/[!d]*.py", "constraints/demand*.py", "roster/rule/*.py"),
        0.15,
        (
            *(f"tests/constraints/test_{name}.py" for name in ("labelled_cases", "mutants", "declined_leave")),
            "tests/roster/rule/test_*.py",
        ),
    ),
    Part(("roster/store/*.py",), 0.05, DESK_TESTS),
    Part(
        ("api/accounts/*.py", "api/http/*.py", "api/http/resources/*/routes.py"),
        0.15,
        tuple(f"tests/api/http/test_api_{name}.py" for name in ("rights", "log_in", "desk", "acts", "inbox")),
    ),
)
SAMPLE = Part(("roster/rule/*.py",), 1.0, ("tests/roster/rule/test_[gir]*.py",), entered_only=True)

ALIKE: dict[tuple[str, str, str, str], str] = {
    ("constraints/hours.py", "Hours.encode", "10", "(9)"): "hours a day are as exact with denominators up to 9⁶",
}
"""Mutants that were looked at and do what the code does: file, function, old and new, with the reason."""


class Campaign:
    """What was watched and found so far."""

    def __init__(self, runs: MutantRuns, folder: Path) -> None:
        self.runs, self.folder = runs, folder
        self.watched: dict[str, dict[str, tuple[float, list[str]]]] = {}
        self.results = folder / "results.jsonl"
        self.ended = Counter[str]()
        self.survivors: list[str] = []

    def watch(self, file: str) -> dict[str, tuple[float, list[str]]]:
        """What each test of a file enters, and its seconds; nothing where the file fails as things are."""
        if file not in self.watched:
            results = self.folder / f"{file.replace('/', '.')}.json"
            if not results.exists():
                run = self.runs.run([file], 600, watch=True)
                results.write_text(json.dumps(run["entered"] if run["ended"] == "passed" else {}))
            self.watched[file] = json.loads(results.read_text())
        return self.watched[file]

    def nearest(self, mutant: CodeMutant, files: Iterable[str]) -> tuple[list[str], float]:
        """The tests that enter the mutant's function, the cheapest first, and what they cost."""
        name = f"{mutant.file}::{mutant.function}"
        entering = [
            (seconds, test)
            for file in files
            for test, (seconds, entered) in self.watch(file).items()
            if name in entered
        ]
        chosen: list[str] = []
        spent = 0.0
        for seconds, test in sorted(entering):
            if spent + seconds > MOST_SECONDS and chosen:
                break
            chosen.append(test)
            spent += seconds
        return chosen, spent

    def run(self, parts: Iterable[Part], count: int) -> None:
        """So many mutants of the parts together; what was run before is not run again."""
        known = {}
        if self.results.exists():
            known = {row["told"]: row for row in map(json.loads, self.results.read_text().splitlines())}
        for part in parts:
            left = round(part.share * count)
            for mutant in part.mutants():
                if left == 0:
                    break
                if mutant.key in ALIKE:
                    continue
                row = known.get(mutant.description) or self._one(mutant, part)
                if row["ended"] == "not put" or (part.entered_only and row["ended"] == "not entered"):
                    continue
                left -= 1
                self.ended[row["ended"]] += 1
                if row["ended"] in {"survived", "not entered"}:
                    self.survivors.append(f"{row['ended']}: {mutant.description}")

    def _one(self, mutant: CodeMutant, part: Part) -> dict[str, str]:
        tests, seconds = self.nearest(mutant, part.near())
        row = {"told": mutant.description, "ended": "not entered", "failed": ""}
        if tests:
            outcome = self.runs.run(tests, 3 * seconds + 10, mutant)
            row["ended"] = {"passed": "survived", "failed": "killed"}.get(outcome["ended"], outcome["ended"])
            row["failed"] = outcome["failed"]
        with self.results.open("a", encoding="utf-8") as out:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
        return row

    @property
    def killed(self) -> int:
        """Mutants that some test told, or that ran on for ever."""
        return self.ended["killed"] + self.ended["endless"]


@pytest.mark.proof
def test_the_tests_tell_what_is_changed_in_the_code(tmp_path):
    folder = Path(os.environ.get("ROSTER_PROOF_MUTANTS_FOLDER", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    count = rounds("MUTANTS")
    parts = PARTS if WHOLE or count > 20 else (SAMPLE,)
    packages = ("roster", "constraints", "api") if len(parts) > 1 else ("roster.rule",)
    tests = sorted({file for part in parts for file in part.near()})
    with timed() as seconds, MutantRuns(packages, tests) as runs:
        campaign = Campaign(runs, folder)
        # Without a mutant they pass: nothing but the mutant is told.
        first = parts[0]
        for mutant in first.mutants()[:20]:
            tests, _ = campaign.nearest(mutant, first.near())
            if tests:
                assert runs.run(tests, 100)["ended"] == "passed"
                break
        campaign.run(parts, count)
        run = campaign.ended.total()
        summary = f"{campaign.killed} killed ({campaign.ended['endless']} by going on for ever)"
        summary += f", {campaign.ended['survived']} survived, {campaign.ended['not entered']} entered by no near test"
        tell("MUTANTS", run, f"{summary}; {len(ALIKE)} more change nothing", seconds())
    print("\n".join(campaign.survivors))
    assert run == count
    assert campaign.killed >= (LEAST_KILLED if len(parts) > 1 else 0.5) * run, campaign.survivors
