"""What the long campaigns share: how many rounds each runs, and the one table that says what was run and found.

Every count can be set by itself (`ROSTER_PROOF_KILLS_SQLITE=20`); else it is the goal under `ROSTER_PROOF=1` and a
sample otherwise. Rows go to the file that `ROSTER_PROOF_TABLE` names, where `python tests/proof` reads them.
"""

import json
import os
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

WHOLE = os.environ.get("ROSTER_PROOF") == "1"
SEEDED = WHOLE or os.environ.get("ROSTER_PROOF_SEEDED") == "1"
"""Whether each campaign is run again with the fault that is put in for it."""


@dataclass(frozen=True)
class Goal:
    """A row of the table: so many rounds of what; `sample` of them in every run of the tests."""

    goal: int
    sample: int
    what: str


GOALS = {
    "KILLS_SQLITE": Goal(200, 2, "kills of service and worker over every kind of write, SQLite"),
    "KILLS_POSTGRES": Goal(100, 1, "kills of service, worker and database over every kind of write, PostgreSQL"),
    "KILLS_SOLVE": Goal(50, 2, "kills in a solve"),
    "SHARED_SOLVE": Goal(10, 1, "solves shared by four machines, two of which are killed"),
    "KILLS_DESK": Goal(100, 5, "kills of a process that writes at the desk"),
    "RACE_DUTY": Goal(2000, 1, "races for one duty, two services"),
    "RACE_QUOTA": Goal(2000, 1, "races for one quota, two services"),
    "RACE_APPROVAL": Goal(2000, 1, "approval against withdrawal and refusal, two services"),
    "RACE_KEY": Goal(2000, 2, "one key sent by many, two services"),
    "RACE_JOBS": Goal(2000, 1, "races past the limit of jobs, two services"),
    "RACE_PUBLICATION": Goal(2000, 1, "publications of one month at once, two services"),
    "RACE_DESK": Goal(500, 5, "rounds of eight threads at the desk, each of three races"),
    "SEQUENCES": Goal(20_000, 250, "requests of every route by every principal before and after a change"),
    "FUZZ_SQLITE": Goal(25_000, 300, "random requests to objects that are there, SQLite"),
    "FUZZ_POSTGRES": Goal(25_000, 100, "random requests to objects that are there, PostgreSQL"),
    "FAULTS": Goal(12, 12, "faults of disk, clock, pool, receivers and lines"),
    "ON_POSTGRES": Goal(500, 0, "tests on PostgreSQL beside those that a change is tested with"),
    "BACKUPS": Goal(10, 1, "backups under load, restored and compared"),
    "ROSTERS": Goal(10_000, 60, "random rosters, pieces against checks"),
    "TINY": Goal(1000, 3, "tiny worlds, solver against brute force"),
    "TWO_CENTRES": Goal(200, 1, "runs of up to 25 random acts over three months of two centres of one store"),
    "MUTANTS": Goal(500, 4, "wrong changes to our own code, each against the tests nearest to it"),
    "DUTY_DAYS": Goal(200, 4, "random days of a shift: marks, call-ins, files, entries, signatures"),
    "SEAM": Goal(200, 2, "runs of up to 25 random acts at the seam of two months, calendars read back"),
    "CRAWL": Goal(19, 2, "moments at which everybody follows every link and sends every form, in both languages"),
    "STATES": Goal(500, 3, "runs of up to 25 random acts over three months of a centre"),
}


def rounds(key: str) -> int:
    """How many rounds a campaign runs here."""
    goal = GOALS[key]
    return int(os.environ.get(f"ROSTER_PROOF_{key}", goal.goal if WHOLE else goal.sample))


def tell(key: str, count: int, outcome: object, seconds: float, *, seeded: bool | None = None, part: str = "") -> None:
    """A row of the table. `outcome` is what it came to, `seeded` whether the campaign found the fault put in for it.

    A campaign in several tests has a `part` for each.
    """
    row = {"key": key, "part": part, "count": count, "found": str(outcome), "seconds": round(seconds), "seeded": seeded}
    print(f"\n{GOALS[key].what}: {row}")
    if table := os.environ.get("ROSTER_PROOF_TABLE"):
        with Path(table).open("a", encoding="utf-8") as out:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


@contextmanager
def timed():
    """A clock that runs within it: what it gives is a call for the seconds so far."""
    began = time.monotonic()
    yield lambda: time.monotonic() - began
