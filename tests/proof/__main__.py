"""Runs every campaign whole and prints one table: `python tests/proof [pytest's options]`, or `make proof`.

It starts a PostgreSQL of its own where Debian's package is, unless `ROSTER_TEST_POSTGRES` names a server. It ends with
0 only where every row is at its goal, found nothing, and found the fault that was put in for it.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE.parent / "worlds"), str(ROOT)]
MARK = re.compile(r"ROSTER_PROOF|^from campaign import", re.MULTILINE)


def elsewhere() -> list[str]:
    """Campaigns that stand beside what they test: files that run more of it where all is to be proven."""
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    return [str(file.relative_to(ROOT)) for file in files if HERE not in file.parents and MARK.search(file.read_text())]


def rows_of(lines: list[str]) -> dict[str, dict]:
    """The row of each campaign: of one in parts each part's latest, together as good as the worst of them."""
    latest: dict[str, dict[str, dict]] = {}
    for row in map(json.loads, lines):
        latest.setdefault(row["key"], {})[row.get("part", "")] = row
    rows = {}
    for key, parts in latest.items():
        several = list(parts.values())
        seeded = [row["seeded"] for row in several if row["seeded"] is not None]
        rows[key] = {
            "count": min(row["count"] for row in several),
            "found": "; ".join(row["found"] for row in several),
            "seconds": sum(row["seconds"] for row in several),
            "seeded": all(seeded) if seeded else None,
        }
    return rows


def main() -> int:
    from campaign import GOALS
    from own_postgres import OwnPostgres, programs

    own = None
    given = dict(os.environ) | {"ROSTER_PROOF": "1"}
    table = Path(given.setdefault("ROSTER_PROOF_TABLE", str(Path(tempfile.mkdtemp()) / "table.jsonl")))
    table.parent.mkdir(parents=True, exist_ok=True)
    if "ROSTER_TEST_POSTGRES" not in given and programs() is not None:
        own = OwnPostgres(lasts=False)
        own.start()
        given["ROSTER_TEST_POSTGRES"] = own.url
        given["ROSTER_TEST_POSTGRES_FOLDER"] = str(own.folder)
    try:
        chosen = sys.argv[1:] or ["tests/proof", *elsewhere()]
        command = [sys.executable, "-m", "pytest", "-m", "proof or not proof", "-p", "no:cacheprovider", "-s", *chosen]
        code = subprocess.run(command, env=given, cwd=ROOT, check=False).returncode
    finally:
        if own is not None:
            own.end()
    rows = rows_of(table.read_text().splitlines()) if table.exists() else {}
    lines, short = [], []
    for key, goal in GOALS.items():
        row = rows.get(key)
        if row is None:
            short.append(f"{goal.what}: not run")
            lines.append(f"| {goal.what} | {goal.goal:,} | 0 | left out | – | – |")
            continue
        if row["count"] < goal.goal:
            short.append(f"{goal.what}: {row['count']:,} of {goal.goal:,}")
        if row["seeded"] is False:
            short.append(f"{goal.what}: did not find the fault put in for it")
        seeded = {True: "found", False: "NOT FOUND", None: "–"}[row["seeded"]]
        row_text = f"| {goal.what} | {goal.goal:,} | {row['count']:,} | {row['found']} | {seeded} | {row['seconds']} |"
        lines.append(row_text)
    print(
        f"\n{datetime.now(UTC).date()}\n| campaign | goal | run | found | fault put in | s |\n|---|---|---|---|---|---|"
    )
    print("\n".join(lines))
    if own is None and "ROSTER_TEST_POSTGRES" not in os.environ:
        short.append("no PostgreSQL: Debian's package postgresql is not installed, and ROSTER_TEST_POSTGRES is not set")
    for line in short:
        print(f"NOT PROVEN: {line}")
    return code or int(bool(short))


if __name__ == "__main__":
    sys.exit(main())
