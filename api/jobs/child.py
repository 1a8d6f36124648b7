"""Run as a program: one solve in a process of its own, which can be stopped, limited and killed.

Standard input brings the task (pickled by our own parent) and then the word `stop`; its end ends this process too, so
that no solver outlives its worker. Standard output gives lines of JSON: `progress`, `best` (a roster that passed every
check), and at the end `result` or `failed`.
"""

import json
import os
import pickle
import sys
import threading
import time
import traceback
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from constraints import CATALOGUE
from roster.engine.diagnosis.conflict.diagnose import Diagnosis
from roster.engine.diagnosis.explain import ExplainOptions, Explanation, Part, explain
from roster.engine.diagnosis.lift import lifted
from roster.engine.diagnosis.verdict import Possible, verdict
from roster.engine.portfolio.portfolio import Options, Progress, Solved, solve
from roster.engine.problem.outcome import Result
from roster.engine.problem.problem import Plan, Problem
from roster.engine.problem.translate import plan_of, roster_of
from roster.engine.problem.verify import Verifier
from roster.engine.process.workers import all_workers
from roster.model import Case, Roster
from roster.rule import MonthContext, Rulebook

VERDICT_SECONDS = 2.0
"""How long the verdict may wait, after the search, for what any roster leaves empty."""


@dataclass(frozen=True)
class Task:
    """What to solve. `start` is the best roster of an earlier attempt; `published` and `now` belong to a re-plan.

    `explain`: not to be solved, but to be told why there is no roster.
    """

    case: Case
    seconds: float
    seed: int
    workers: int | None
    gap: float
    memory_megabytes: int
    start: Roster | None = None
    published: Roster | None = None
    now: datetime | None = None
    explain: bool = False


class Speaker:
    """Lines to the parent, from any thread."""

    def __init__(self, out: BinaryIO) -> None:
        self._out, self._lock = out, threading.Lock()

    def say(self, kind: str, **values: Any) -> None:
        """One line."""
        line = json.dumps({"kind": kind, **values}, ensure_ascii=False).encode() + b"\n"
        with self._lock:
            self._out.write(line)
            self._out.flush()


def rows(roster: Roster) -> dict[str, Any]:
    """A roster as plain data."""
    duties = [[duty.agent_id, duty.day.isoformat(), duty.shift, duty.job] for duty in roster.duties]
    return {"duties": duties, "granted": sorted(roster.granted)}


def explain_it(task: Task, speaker: Speaker, stop: threading.Event) -> None:
    """Prove whether there is a roster, and if not why; each step that is proven is told."""
    began = time.monotonic()
    rulebook = Rulebook.of(CATALOGUE, task.case.centre)

    def step(found: Diagnosis) -> None:
        speaker.say("step", proofs=found.proofs, seconds=time.monotonic() - began)

    options = ExplainOptions(
        task.seconds, seed=task.seed, workers=task.workers or all_workers(), on_step=step, stop=stop
    )
    found = explain(task.case, rulebook, options)
    speaker.say(
        "result",
        status=found.verdict.value,
        ticks=None,
        bound=None,
        stopped_by="interrupt" if stop.is_set() else "done",
        seconds=time.monotonic() - began,
        roster=None,
        explanation=explanation_rows(found, task.case, rulebook),
    )


def explanation_rows(found: Explanation, case: Case, rulebook: Rulebook) -> dict[str, Any]:
    """An explanation as plain data, its sentences in both languages. `records`: what trying a way out takes away."""

    def part(item: Part) -> dict[str, Any]:
        return {
            "rule": item.rule,
            "clause": item.clause,
            "agent_ids": list(item.agent_ids),
            "dates": list(item.dates),
            "text": [item.text.zh, item.text.en],
        }

    ways = []
    for way in found.ways_out:
        taken = lifted(case, rulebook, way.parts)
        ways.append(
            {
                "parts": [part(item) for item in way.parts],
                "price": way.price,
                "cheapest": way.cheapest,
                "records": None if taken is None else len(taken[1]),
            }
        )
    return {
        "verdict": found.verdict.value,
        "irreducible": found.irreducible,
        "conflict": [part(item) for item in found.conflict],
        "records": [[item.zh, item.en] for item in found.records],
        "ways": ways,
        "proofs": found.proofs,
    }


def run(task: Task, speaker: Speaker, stop: threading.Event) -> None:
    """Solve, telling progress and each better roster that the checks passed."""
    began = time.monotonic()
    rulebook = Rulebook.of(CATALOGUE, task.case.centre)
    context = MonthContext(task.case, task.published, task.now)
    problem = Problem.of(context, rulebook.encode(context))
    verifier = Verifier(rulebook, context, problem)

    def verify(plan: Plan, ticks: int) -> None:
        verifier.verify(plan, ticks)
        speaker.say("best", ticks=ticks, **rows(roster_of(context, plan)))

    def tell(progress: Progress) -> None:
        speaker.say("progress", seconds=progress.seconds, ticks=progress.ticks, bound=progress.bound)

    options = Options(
        deadline=began + task.seconds,
        seed=task.seed,
        workers=task.workers or all_workers(),
        gap=task.gap,
        memory_megabytes=task.memory_megabytes,
        on_progress=tell,
        verify=verify,
        stop=stop,
    )
    possible = Possible(context, problem, task.seconds / 2)
    solved = solve(problem, options, _start(task, context, problem))
    speaker.say(
        "result",
        status=solved.status.value,
        ticks=solved.ticks,
        bound=solved.bound,
        stopped_by=solved.stopped_by,
        seconds=time.monotonic() - began,
        roster=None if solved.plan is None else rows(roster_of(context, solved.plan)),
        verdict=_verdict(task, solved, context, possible, began),
    )


def _verdict(
    task: Task, solved: Solved, context: MonthContext, possible: Possible, began: float
) -> dict[str, object] | None:
    """The verdict in both languages; None without a roster."""
    roster = None if solved.plan is None else roster_of(context, solved.plan)
    result = Result(solved.status, roster, solved.ticks, solved.bound, 0.0, solved.stopped_by, task.seed)
    told = verdict(task.case, result, possible.least_short(began + task.seconds + VERDICT_SECONDS))
    if told is None:
        return None
    return {
        **told.record("en"),
        "message": {"zh": told.sentence.zh, "en": told.sentence.en},
        "warnings": [{"zh": item.zh, "en": item.en} for item in told.warnings],
    }


def _start(task: Task, context: MonthContext, problem: Problem) -> Plan | None:
    """A plan to start from, where one keeps every hard piece."""
    for roster in (task.start, task.published):
        if roster is not None and roster.duties:
            try:
                plan = plan_of(context, problem, roster)
            except (KeyError, IndexError):
                continue
            if not problem.evaluate(plan).broken:
                return plan
    return None


def main() -> None:
    """The program."""
    inbox = sys.stdin.buffer
    size = int.from_bytes(inbox.read(8), "big")
    task = pickle.loads(inbox.read(size))  # noqa: S301 - written by our own parent, over a pipe that only it holds
    stop = threading.Event()

    def listen() -> None:
        while line := inbox.readline():
            if line.strip() == b"stop":
                stop.set()
        os._exit(1)

    threading.Thread(target=listen, daemon=True).start()
    speaker = Speaker(sys.stdout.buffer)
    try:
        (explain_it if task.explain else run)(task, speaker, stop)
    except Exception:  # noqa: BLE001 - whatever it is, the parent reports it
        speaker.say("failed", trace=traceback.format_exc(limit=-8))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
