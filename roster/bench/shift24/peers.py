"""Other people's solvers on the same instance, each in a process of its own with a clock and a kill deadline.

Every roster a peer hands over is judged by the checker; what it claims beyond that does not count. A peer gets two
cores. Seconds count from the moment its libraries are loaded and include building its model.
"""

import json
import os
import pickle
import queue
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO, Any, Literal

from roster.bench.shift24.checker import Assignment, check
from roster.bench.shift24.instance import Instance
from roster.errors import InternalError

#: In the order in which they run.
PEERS = ("cpsat", "cpsat_tuned", "highs", "timefold")
#: An interpreter that has Timefold's package, where this one has not.
TIMEFOLD_PYTHON = "ROSTER_TIMEFOLD_PYTHON"
#: Loading libraries, starting a virtual machine and compiling constraints.
SECONDS_TO_START = 180.0
#: Past its limit a solver may finish what it is at; then it is killed.
SECONDS_OF_GRACE = 10.0

#: What of a failed peer's last words is kept.
LINES_OF_MESSAGE = 15

Ended = Literal["finished", "killed", "failed"]
Event = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PeerResult:
    """What a peer reached. `objective` is the checker's of `assignments`; None without a roster that keeps all rules.

    `seconds_first` and `seconds_best` are when the first roster and the best one appeared, `seconds` the wall clock,
    `ended` one of "finished", "killed", "failed"; `message` the last words of a failed one.
    """

    name: str
    objective: int | None
    bound: float | None
    seconds_first: float | None
    seconds_best: float | None
    assignments: tuple[Assignment, ...]
    seconds: float
    ended: Ended
    message: str = ""


@cache
def available_peers() -> tuple[str, ...]:
    """The peers that can run here: Timefold only where its package and a Java machine are."""
    return tuple(name for name in PEERS if name != "timefold" or _timefold_python() is not None)


def run_peer(name: str, instance: Instance, seconds: float, seed: int) -> PeerResult:
    """Run one peer for `seconds` of wall clock.

    Raises `InternalError` if it hands over a roster that breaks a rule or costs more than it says: then the model
    that it was given says something else than the format.
    """
    process = subprocess.Popen(  # noqa: S603 - our own module, no shell
        _command(name, seconds, seed),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(),
    )
    try:
        return _listen(process, name, instance, seconds)
    finally:
        process.kill()
        process.wait()


def _command(name: str, seconds: float, seed: int) -> list[str]:
    python = (_timefold_python() if name == "timefold" else None) or sys.executable
    return [python, "-m", "roster.bench.shift24.peer_child", name, str(seconds), str(seed)]


@cache
def _timefold_python() -> str | None:
    for python in filter(None, (os.environ.get(TIMEFOLD_PYTHON), sys.executable)):
        probe = "import importlib.util as u, sys; sys.exit(u.find_spec('timefold') is None)"
        if (
            subprocess.run(  # noqa: S603 - the interpreter that the user named
                [python, "-c", probe], check=False, capture_output=True
            ).returncode
            == 0
        ):
            return python
    return None


def _environment() -> dict[str, str]:
    """The child finds this very package, whatever interpreter runs it."""
    root = str(Path(__file__).resolve().parents[3])
    paths = filter(None, (root, os.environ.get("PYTHONPATH")))
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def _listen(process: "subprocess.Popen[bytes]", name: str, instance: Instance, seconds: float) -> PeerResult:
    """Hear the child out until it is done, dead, or past its deadline."""
    events: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
    last_words: deque[str] = deque(maxlen=LINES_OF_MESSAGE)
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    threading.Thread(target=_feed, args=(process.stdin, instance), daemon=True).start()
    threading.Thread(target=_hear, args=(process.stdout, events), daemon=True).start()
    moaning = threading.Thread(target=_keep, args=(process.stderr, last_words), daemon=True)
    moaning.start()
    heard = _Heard()
    started = time.monotonic()
    deadline = started + SECONDS_TO_START
    ended: Ended = "failed"
    while True:
        try:
            event = events.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            ended = "killed"
            break
        if event is None:
            break
        if event["event"] == "ready":
            started = time.monotonic()
            deadline = started + seconds + SECONDS_OF_GRACE
        elif event["event"] == "done":
            ended = "finished"
            break
        else:
            heard.take(event)
    wall_seconds = time.monotonic() - started
    if ended == "failed":
        moaning.join(timeout=5.0)
    return heard.result(name, instance, wall_seconds, ended, "".join(last_words) if ended == "failed" else "")


@dataclass
class _Heard:
    """What the child has said so far."""

    incumbents: list[tuple[float, int]] = field(default_factory=list)
    roster: tuple[int, tuple[Assignment, ...]] | None = None
    bound: float | None = None

    def take(self, event: Event) -> None:
        if event["event"] == "incumbent":
            self.incumbents.append((event["at"], event["objective"]))
        elif event["event"] == "roster":
            self.roster = (event["objective"], tuple((who, day, shift) for who, day, shift in event["assignments"]))
        elif event["event"] == "bound":
            self.bound = event["value"]

    def result(self, name: str, instance: Instance, wall_seconds: float, ended: Ended, message: str) -> PeerResult:
        if self.roster is None:
            return PeerResult(name, None, self.bound, None, None, (), wall_seconds, ended, message)
        claimed, assignments = self.roster
        verdict = check(instance, assignments)
        # A roster may cost less than its solver counted: seats under and over at once are paid twice until tidied.
        if not verdict.feasible or verdict.objective > claimed:
            faults = "; ".join(map(str, verdict.breaches[:3]))
            raise InternalError(f"{name} claims {claimed}, the checker finds {verdict.objective}; {faults}")
        # The roster in hand may be older than the last objective told, when the child was killed.
        best_at = min(at for at, objective in self.incumbents if objective <= claimed)
        return PeerResult(
            name,
            verdict.objective,
            self.bound,
            self.incumbents[0][0],
            best_at,
            assignments,
            wall_seconds,
            ended,
            message,
        )


def _feed(stream: IO[bytes], instance: Instance) -> None:
    try:
        with stream:
            pickle.dump(instance, stream)
    except BrokenPipeError:
        pass  # The child died first; its silence says so.


def _hear(stream: IO[bytes], events: "queue.SimpleQueue[Event | None]") -> None:
    for line in stream:
        events.put(json.loads(line))
    events.put(None)


def _keep(stream: IO[bytes], last_words: deque[str]) -> None:
    for line in stream:
        last_words.append(line.decode(errors="replace"))
