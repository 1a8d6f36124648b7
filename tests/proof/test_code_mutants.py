"""Wrong changes to our own code, one at a time: the tests nearest to each must tell it.

Each test is watched once: which lines of ours it runs, and what it costs. A mutant is then run against the tests that
run its line, the cheapest first. `ROSTER_PROOF_MUTANTS_FOLDER` names a folder in which what was watched and found is
kept, so that a campaign goes on where it was stopped, also after an edit: a file of tests that was changed is watched
again, a mutant that was told stays told while that test is there, one that was not is run again once a test changed.
"""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from campaign import WHOLE, rounds, tell, timed
from code_mutants import ROOT, CodeMutant, mutants_of
from mutant_runs import MutantRuns

MOST_SECONDS = 8.0
"""What the tests of one mutant may cost together."""
LEAST_KILLED = 0.8
"""The share of mutants, those left out that change nothing, which the tests must tell."""

SLOW = {
    *(f"tests/roster/desk/test_{name}.py" for name in ("centre_month", "duty_races")),
    *(f"tests/api/http/test_api_{name}.py" for name in ("crash", "demo", "migrations")),
}
"""Files whose tests start processes, or take long for what they tell."""


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
        return sorted(all_mutants, key=lambda mutant: hashlib.sha256("\n".join(mutant.key[:4]).encode()).hexdigest())

    def near(self) -> list[str]:
        """The files of the tests."""
        return [file for pattern in self.tests for file in _files(pattern) if file not in SLOW]


def _files(pattern: str) -> list[str]:
    return sorted(str(path.relative_to(ROOT)) for path in ROOT.glob(pattern) if path.name != "__init__.py")


RULE_TESTS = (
    *(f"tests/constraints/test_{name}.py" for name in ("labelled_*", "mutants", "declined_leave", "*_rules", "duty_*")),
    "tests/roster/rule/test_*.py",
)
DESK_TESTS = (
    *RULE_TESTS,
    "tests/roster/engine/problem/test_meaning.py",
    "tests/roster/desk/test_*.py",
    "tests/api/test_desk_what*.py",
    "tests/api/http/test_*.py",
)
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
        DESK_TESTS,
    ),
    Part(("roster/store/*.py",), 0.05, DESK_TESTS),
    Part(("api/accounts/*.py", "api/http/*.py", "api/http/resources/*/routes.py"), 0.15, DESK_TESTS),
)
SAMPLE = Part(("roster/rule/*.py",), 1.0, ("tests/roster/rule/test_[gir]*.py",), entered_only=True)

ALIKE: dict[tuple[str, str, str, str, int], str] = {
    ("constraints/hours.py", "Hours.encode", "10", "(9)", 0): "hours a day are as exact with denominators up to 9⁶",
    ("constraints/hours.py", "Hours.check", "10", "(11)", 0): "hours a day are as exact with denominators up to 11⁶",
    ("constraints/leave.py", "HonouredLeave._quota_seats", "10", "(11)", 0): "so is the share of a team",
    ("constraints/stable.py", "Stable.encode", "1", "(0)", 0): "half a tick is none, and costs nothing",
    ("constraints/stable.py", "Stable.encode", "1", "(0)", 1): "of one job there is no other to pay for",
    ("constraints/floor.py", "Floor.check", "reach.update(evidence.covered(stint))", "pass", 0): (
        "what last month's managers cover is never without one, whether it binds or not"
    ),
    ("constraints/desk/away.py", "Away._at_once", "1", "(2)", 0): "no duty reaches into the day after the next",
    ("roster/rule/ahead.py", "_least", "True", "(False)", 0): "a tail is as long as what it is compared with",
    ("roster/rule/ahead.py", "_least", "True", "(False)", 1): "there is a tail for each of the words",
    ("roster/rule/month_context.py", "MonthContext.paid_table", "0", "(-1)", 0): "no table asks for a day of history",
    ("roster/desk/board/screen.py", "MoveScreen.sequence_ticks", "0", "(1)", 0): "the words that it walks have a price",
    ("roster/desk/swaps/ways.py", "nearest_swap", "0", "(-1)", 3): "a swap that is suggested has its pay-back",
    ("roster/desk/swaps/later_desk.py", "owed_in", "0", "(-1)", 0): "an effective swap has its number",
    (
        "roster/desk/policy/desk_rule.py",
        "screened",
        "rule.looks_closely and until < math.inf",
        "(rule.looks_closely or until < math.inf)",
        0,
    ): "in how many pieces the rows are looked at changes no answer",
}
"""Mutants that were looked at and do what the code does: file, function, old, new, the how-manieth of them, and why."""


def _digest(files: Iterable[Path]) -> str:
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


class Campaign:
    """What was watched and found so far."""

    def __init__(self, runs: MutantRuns, folder: Path) -> None:
        self.runs, self.folder = runs, folder
        self.watched: dict[str, dict[str, tuple[float, dict[str, int]]]] = {}
        self.results = folder / "results.jsonl"
        self.known: dict[tuple[object, ...], dict[str, Any]] = {}
        if self.results.exists():
            self.known = {tuple(row["key"]): row for row in map(json.loads, self.results.read_text().splitlines())}
        self.tests = _digest(
            file for file in sorted((ROOT / "tests").rglob("*.py")) if file.parent.name not in {"pages", "proof"}
        )
        self.ended = Counter[str]()
        self.survivors: list[str] = []

    def watch(self, file: str) -> dict[str, tuple[float, dict[str, int]]]:
        """The seconds of each test of a file, and the lines it runs; nothing where the file fails as things are."""
        if file not in self.watched:
            source = ROOT / file
            tables = sorted((ROOT / "tests" / "labelled").glob("*.py")) if "labelled" in source.read_text() else []
            now = _digest([source, *tables]) + "-postgres" * bool(os.environ.get("ROSTER_TEST_POSTGRES"))
            kept = self.folder / f"{file.replace('/', '.')}.json"
            watched = json.loads(kept.read_text()) if kept.exists() else {}
            if watched.get("source") != now:
                run = self.runs.run([file], 600, watch=True)
                if run["ended"] != "passed":
                    print(f"left out, for it fails without a mutant: {file}, {run['failed']}")
                watched = {"source": now, "ran": run["ran"] if run["ended"] == "passed" else {}}
                kept.write_text(json.dumps(watched))
            self.watched[file] = {
                test: (seconds, {of: int(lines, 16) for of, lines in ran.items()})
                for test, (seconds, ran) in watched["ran"].items()
            }
        return self.watched[file]

    def nearest(self, mutant: CodeMutant, files: Iterable[str]) -> tuple[list[str], float]:
        """The tests that run the mutant's line (or where none is told to, its function), and what they cost."""
        first, last = mutant.span
        within: list[tuple[float, str]] = []
        running: list[tuple[float, str]] = []
        for file in files:
            for test, (seconds, ran) in self.watch(file).items():
                lines = ran.get(mutant.file, 0)
                if lines >> mutant.line & 1:
                    running.append((seconds, test))
                elif lines >> first << first & (2 << last) - 1:
                    within.append((seconds, test))
        chosen: list[str] = []
        spent = 0.0
        for seconds, test in sorted(running or within):
            if spent + seconds > MOST_SECONDS and chosen:
                break
            chosen.append(test)
            spent += seconds
        return chosen, spent

    def run(self, parts: Iterable[Part], count: int) -> None:
        """So many mutants of the parts together; what still holds of what was found before is not found again."""
        for part in parts:
            left = round(part.share * count)
            for mutant in part.mutants():
                if left == 0:
                    break
                if mutant.key in ALIKE:
                    continue
                row = self._before(mutant, part) or self._one(mutant, part)
                if row["ended"] == "not put" or (part.entered_only and row["ended"] == "not entered"):
                    continue
                left -= 1
                self.ended[row["ended"]] += 1
                if row["ended"] in {"survived", "not entered"}:
                    self.survivors.append(f"{row['ended']}: {mutant.description}")

    def _before(self, mutant: CodeMutant, part: Part) -> dict[str, Any] | None:
        """What was found before: killed while the test that told it is there, survived while no test has changed."""
        row = self.known.get(mutant.key)
        if row is None or row["ended"] == "not put":
            return row
        if row["ended"] == "killed":
            file = row["failed"].split("::")[0]
            return row if file in part.near() and row["failed"] in self.watch(file) else None
        return row if row["tests"] == self.tests else None

    def _one(self, mutant: CodeMutant, part: Part) -> dict[str, Any]:
        tests, seconds = self.nearest(mutant, part.near())
        row = {"key": mutant.key, "told": mutant.description, "ended": "not entered", "failed": "", "tests": self.tests}
        if tests:
            outcome = self.runs.run(tests, 3 * seconds + 10, mutant)
            row["ended"] = {"passed": "survived", "failed": "killed"}.get(outcome["ended"], outcome["ended"])
            row["failed"] = outcome["failed"]
            assert row["ended"] != "not run", mutant.description
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
