"""Records what each test runs on PostgreSQL, and holds the choice of those that a change is tested with against it.

    ROSTER_TEST_POSTGRES=… python tests/proof/on_postgres.py [--choose]

Ends with 0 where all pass and a test of `make test` runs every statement; `--choose` writes the list anew.
"""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "worlds"), str(HERE.parents[1])]

from both_databases import LEFT, NAMED, RECORD, ROOT, chosen, left_out, listed, uncovered  # noqa: E402 - found above


@dataclass(frozen=True)
class Recorded:
    """Every test that runs on both databases, on PostgreSQL: what it ran there, its CPU seconds; whether all passed."""

    ran: dict[str, set[str]]
    seconds: dict[str, float]
    passed: bool


def record() -> Recorded:
    """Runs them all, one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "statements.jsonl"
        given = {**os.environ, RECORD: str(file)} | {"ROSTER_PROOF": "0"}
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-k", "postgres", "tests"]
        done = subprocess.run(command, env=given, cwd=ROOT, check=False)
        every = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in every if NAMED.search(row["test"])]
    ran = {row["test"]: set(row["statements"]) for row in rows}
    return Recorded(ran, {row["test"]: row["seconds"] for row in rows}, done.returncode == 0)


def main() -> int:
    recorded = record()
    if "--choose" in sys.argv:
        left = recorded.ran.keys() - chosen(recorded.ran, recorded.seconds)
        LEFT.write_text(listed(left, recorded.ran), encoding="utf-8")
    left = left_out(recorded.ran)
    missing = uncovered(recorded.ran, left)
    for text, test in missing.items():
        print(f"only left to proof: {text}\n    {test}")
    spent = sum(recorded.seconds[test] for test in left)
    print(f"{len(recorded.ran)} tests on PostgreSQL, {len(left)} of them left to proof: {spent:.0f} CPU seconds")
    return int(bool(missing) or not recorded.passed)


if __name__ == "__main__":
    sys.exit(main())
