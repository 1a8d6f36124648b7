"""Which tests run on PostgreSQL too where a change is tested, and which of them `make proof` alone runs there.

What a test proves of rules, pages and words is proven on either database; what only PostgreSQL shows is how it takes a
statement. So a change is tested there with every race, lock, kill and migration, and with a set of tests that together
run every SQL statement that any test runs there; the others are named in `tests/left_to_proof.txt`. A test that is not
named there, as each new one, runs on both.

`python tests/proof/on_postgres.py` (PostgreSQL at ROSTER_TEST_POSTGRES) records anew and names the statements that only
tests left to proof run there; `--choose` writes the list anew.
"""

import json
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

ROOT = Path(__file__).parents[2]
LEFT = ROOT / "tests" / "left_to_proof.txt"
RECORD = "ROSTER_TEST_STATEMENTS"
"""The file to which every test tells what it ran on PostgreSQL."""
WHOLE = RECORD in os.environ or os.environ.get("ROSTER_PROOF") == "1"
"""Whether each test that can runs on both."""
ALWAYS = re.compile(
    r"tests/(proof/|roster/desk/test_(duty_races|duty_states|store)\.|api/http/test_api_(crash|deliveries|migrations|time)\.)"
)
"""Races, locks, kills, migrations, workers that die: what differs most between the two."""
NAMED = re.compile(r"(?<=[\[-])postgres(?=[\]-])")
Names = set[tuple[str, str]]
"""Tests by file and name, without the database; with `*` for all that a function is given."""


def left_to_proof() -> Names:
    """The list, as it stands."""
    names: Names = set()
    file = ""
    for line in LEFT.read_text(encoding="utf-8").splitlines():
        if line.startswith("    "):
            names.add((file, line.strip()))
        elif line:
            file = line
    return names


def _place(nodeid: str) -> tuple[str, str]:
    file, name = nodeid.split("::", 1)
    return file, NAMED.sub("", name, count=1)


def left_out(tests: Iterable[str]) -> set[str]:
    """Those of these tests that are left to proof."""
    names = left_to_proof()

    def is_left(test: str) -> bool:
        file, name = _place(test)
        return NAMED.search(test) is not None and not names.isdisjoint(
            {(file, name), (file, name.partition("[")[0] + "*")}
        )

    return {test for test in tests if is_left(test)}


def normalised(statement: str) -> str:
    """Its text without what says nothing: blanks, names and numbers of parameters, how many rows or members."""
    text = " ".join(statement.split())
    text = re.sub(r"%\(\w+\)s", "?", text)
    text = re.sub(r"\((\?[^\s,()]*)(?:, \1)+\)", r"(\1)", text)
    return re.sub(r"(\([^()]*\))(?:, \1)+", r"\1", text)


class Recorder:
    """A plugin: which statements each test runs on PostgreSQL, in this process, and the CPU seconds that it takes."""

    def __init__(self, file: Path) -> None:
        self.file, self.known, self.now = file, {}, set()
        event.listen(Engine, "before_cursor_execute", self._executes)

    def _executes(self, connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if connection.dialect.name == "postgresql":
            self.now.add(statement)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: Any) -> Iterator[None]:
        self.now, began = set(), sum(os.times()[:4])
        done = yield
        # A test's own database, and what that takes, is no statement of ours.
        ours = (text for text in self.now if " DATABASE " not in text)
        texts = sorted({self.known.setdefault(text, normalised(text)) for text in ours})
        row = {"test": item.nodeid, "seconds": round(sum(os.times()[:4]) - began, 3), "statements": texts}
        with self.file.open("a", encoding="utf-8") as out:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
        return done


def uncovered(ran: Mapping[str, set[str]], left: set[str]) -> dict[str, str]:
    """The statements that no test runs but those left, each with one of them."""
    covered = set().union(*(texts for test, texts in ran.items() if test not in left))
    return {text: test for test in sorted(left & ran.keys()) for text in sorted(ran[test] - covered)}


def chosen(ran: Mapping[str, set[str]], seconds: Mapping[str, float]) -> set[str]:
    """Tests that together run every statement: greedily the most new ones for a second, then without who adds none."""
    price = {test: max(0.02, seconds[test]) for test in ran}
    picked = {test for test in ran if ALWAYS.match(test)}
    times: dict[str, int] = defaultdict(int)
    for test in picked:
        for text in ran[test]:
            times[text] += 1
    missing = {text for texts in ran.values() for text in texts if not times[text]}
    while missing:
        best = max(sorted(ran), key=lambda test: len(ran[test] & missing) / price[test])
        picked.add(best)
        missing -= ran[best]
        for text in ran[best]:
            times[text] += 1
    for test in sorted(picked, key=lambda test: -price[test]):
        if not ALWAYS.match(test) and all(times[text] > 1 for text in ran[test]):
            picked.discard(test)
            for text in ran[test]:
                times[text] -= 1
    return picked


def listed(left: set[str], ran: Iterable[str]) -> str:
    """The list as it is written: files, and under each its tests; a function once where nothing of it is chosen."""
    by_file: dict[str, set[str]] = defaultdict(set)
    kept = {(file, name.partition("[")[0]) for file, name in map(_place, set(ran) - left)}
    for file, name in map(_place, left):
        function = name.partition("[")[0]
        by_file[file].add(name if (file, function) in kept else f"{function}*")
    return (
        "\n".join(line for file in sorted(by_file) for line in (file, *(f"    {n}" for n in sorted(by_file[file]))))
        + "\n"
    )
