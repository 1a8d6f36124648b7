"""Run as a program: hostile uploads to the API, one by one; prints each answer and the memory that it took.

The arguments: a folder to work in, and one of bombs, each named `NAME.zip` or `NAME.xlsx`. Lines: name, status, MiB
that this process grew by at most, and the most that a child of it used.
"""

import json
import resource
import sys
from pathlib import Path

from api_world import make_world

KINDS = {"zip": "application/zip", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def peak() -> float:
    """The most that this program has used; `ru_maxrss` would tell that of whoever started it too."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise AssertionError("the system does not tell")


def main(folder: str, made: str) -> None:
    world = make_world(folder)
    world.get("planner", "/centres/hotline/agents")
    for file in sorted(Path(made).iterdir()):
        name, kind, data = file.stem, file.suffix[1:], file.read_bytes()
        before = peak()
        answer = world.call(
            "planner", "POST", "/centres/hotline/import", content=data, headers={"Content-Type": KINDS[kind]}
        )
        grown = peak() - before
        outcome = {
            "name": name,
            "status": answer.status_code,
            "faults": len(answer.json().get("faults") or ()),
            "sent": len(data),
            "grown": grown,
            "child": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
        }
        print(json.dumps(outcome), flush=True)
    print(json.dumps({"agents": world.get("planner", "/centres/hotline/agents").json()["total"]}))
    world.parts.store.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
