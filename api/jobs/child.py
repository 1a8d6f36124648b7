"""Run as a program: one solve in a process of its own, which can be stopped, limited and killed.

Standard input brings the task (pickled by our own parent) and then the word `stop`; its end ends this process too, so
that no solver outlives its worker. Standard output gives lines of JSON: `progress`, `best` (a roster that passed every
check), and at the end `result` or `failed`. A solve that several machines share says `round` and is told, in a line of
JSON, what came of it; whoever anneals parts of such rounds is told them in such lines, and answers `months`.
"""

import json
import os
import pickle
import queue
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, BinaryIO

from api.jobs.plain_rounds import answers_from, months_to_plain, task_from, task_to_plain
from api.views.rosters import replan_counts
from constraints import CATALOGUE
from roster.engine.diagnosis.conflict.diagnose import Diagnosis
from roster.engine.diagnosis.explain import ConflictPart, ExplainOptions, Explanation, explain
from roster.engine.diagnosis.lift import lifted
from roster.engine.diagnosis.verdict import judged
from roster.engine.generate import STOPPED_SECONDS, GenerateOptions, generate
from roster.engine.portfolio.portfolio import Progress
from roster.engine.problem.outcome import Asked, Result, RosterVerdict, Unmet
from roster.engine.problem.problem import Problem
from roster.engine.process.workers import all_workers
from roster.engine.replan.replan import ReplanOptions, replan
from roster.files.workbook.seats_sheet import merged
from roster.model import Case, Roster
from roster.rule import MonthContext, Rulebook
from roster.text import clock_time

if TYPE_CHECKING:
    from roster.engine.search.parts import Answers, RoundTask

IDLE_SECONDS = 300.0
"""A solver of parts that is told none for so long ends: its solve is over, or goes on without it."""


@dataclass(frozen=True)
class SolveTask:
    """What to do with a month; `start` is the best roster of an earlier attempt.

    For a re-plan `published` is the roster that binds (at `revision`), with the duties that leave freed. `explain`: not
    to be solved, but to be told why there is no roster. `machines`: so many at most share the solve. `parts`: not to be
    solved, but to anneal the parts of another machine's rounds.
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
    revision: int | None = None
    explain: bool = False
    machines: int = 1
    parts: bool = False


JUDGED_SECONDS = 8.0
"""How long after a re-plan the fewest seats that must stay empty may be looked for."""
MOST_UNMET = 400
"""Lines of what was not met that are kept with a job; the workbook has them all."""


class Speaker:
    """Lines to the parent, from any thread, and the lines of JSON that it sends."""

    def __init__(self, out: BinaryIO) -> None:
        self._out, self._lock = out, threading.Lock()
        self.heard: queue.Queue[dict[str, Any]] = queue.Queue()

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


def explain_it(task: SolveTask, speaker: Speaker, stop: threading.Event) -> None:
    """Prove whether there is a roster, and if not why; each step that is proven is told."""
    began = time.monotonic()
    rulebook = Rulebook.of(CATALOGUE, task.case.centre)

    def step(diagnosis: Diagnosis) -> None:
        speaker.say("step", proofs=diagnosis.proofs, seconds=time.monotonic() - began)

    options = ExplainOptions(
        task.seconds, seed=task.seed, workers=task.workers or all_workers(), on_step=step, stop=stop
    )
    explanation = explain(task.case, rulebook, options)
    speaker.say(
        "result",
        status=explanation.verdict.value,
        ticks=None,
        bound=None,
        stopped_by="interrupt" if stop.is_set() else "done",
        seconds=time.monotonic() - began,
        roster=None,
        explanation=explanation_rows(explanation, task.case, rulebook),
    )


def explanation_rows(explanation: Explanation, case: Case, rulebook: Rulebook) -> dict[str, Any]:
    """An explanation as plain data, its sentences in both languages. `records`: what trying a way out takes away."""

    def part(item: ConflictPart) -> dict[str, Any]:
        return {
            "rule": item.rule,
            "clause": item.clause,
            "agent_ids": list(item.agent_ids),
            "dates": list(item.dates),
            "text": [item.text.zh, item.text.en],
        }

    ways = []
    for way in explanation.ways_out:
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
        "verdict": explanation.verdict.value,
        "irreducible": explanation.irreducible,
        "conflict": [part(item) for item in explanation.conflict],
        "records": [[item.zh, item.en] for item in explanation.records],
        "ways": ways,
        "proofs": explanation.proofs,
    }


def generate_it(task: SolveTask, speaker: Speaker, stop: threading.Event) -> None:
    """Roster the month as `roster generate` does, telling progress and each better roster that the checks passed."""
    began = time.monotonic()
    kept: int | None = None

    def tell(progress: Progress) -> None:
        nonlocal kept
        if kept is None and task.start is not None:
            # What it begins from is kept already.
            kept = progress.ticks
        # An objective promises a roster to stop at: it is that of the last one that has passed the checks and is kept.
        speaker.say("progress", seconds=progress.seconds, ticks=kept, bound=progress.bound)

    def keep(roster: Roster, ticks: int) -> None:
        nonlocal kept
        # One with nobody on duty is not handed over.
        if roster.duties:
            speaker.say("best", ticks=ticks, **rows(roster))
            kept = ticks

    def share(round_task: "RoundTask", patience: float) -> "Answers":
        speaker.say("round", task=task_to_plain(round_task), patience=patience)
        return answers_from(speaker.heard.get())

    options = GenerateOptions(
        task.seconds,
        seed=task.seed,
        workers=task.workers,
        gap=task.gap,
        began=began,
        memory_megabytes=task.memory_megabytes,
        on_progress=tell,
        on_best=keep,
        start=task.start,
        stop=stop,
        share=share if task.machines > 1 else None,
    )
    step = task.case.centre.interval_minutes
    _tell_result(speaker, generate(task.case, Rulebook.of(CATALOGUE, task.case.centre), options), began, step)


def anneal_parts(task: SolveTask, speaker: Speaker, _stop: threading.Event) -> None:
    """Anneal parts of another machine's rounds as they come; those of another state of the month are declined."""
    from roster.engine.search.parts import Parts

    context = MonthContext(task.case)
    parts = Parts(Problem.of(context, Rulebook.of(CATALOGUE, task.case.centre).encode(context)))
    while True:
        try:
            told = speaker.heard.get(timeout=IDLE_SECONDS)
        except queue.Empty:
            return
        round_task = task_from(told["task"])
        if round_task.stamp != parts.stamp:
            speaker.say("months", months=None)
            continue
        months = parts.anneal(round_task, told["part"], told["parts"], task.workers or all_workers())
        speaker.say("months", months=months_to_plain(months))


def replan_it(task: SolveTask, speaker: Speaker, stop: threading.Event) -> None:
    """Re-plan the month as `roster replan` does: breaches, lost seats, changes and the rest, in this order."""
    began = time.monotonic()
    assert task.published is not None
    options = ReplanOptions(now=task.now, seconds=task.seconds, seed=task.seed, stop=stop)
    rulebook = Rulebook.of(CATALOGUE, task.case.centre)
    replanned = replan(task.case, rulebook, task.published, options)
    asked = [[move.agent_id, move.day.isoformat()] for move in replanned.for_consent]
    step = task.case.centre.interval_minutes
    most = STOPPED_SECONDS if stop.is_set() else JUDGED_SECONDS
    until = min(began + task.seconds, time.monotonic() + most)
    result = judged(task.case, rulebook, replanned.result, until)
    _tell_result(speaker, result, began, step, asked=asked, replanned=replan_counts(replanned))


def _tell_result(speaker: Speaker, result: Result, began: float, interval_minutes: int, **more: Any) -> None:
    roster = None if result.roster is None else {**rows(result.roster), "asked": more.pop("asked", None)}
    speaker.say(
        "result",
        status=result.status.value,
        ticks=result.objective_ticks,
        bound=result.bound_ticks,
        stopped_by=result.stopped_by,
        seconds=time.monotonic() - began,
        roster=roster,
        verdict=verdict_words(result.verdict),
        unmet=unmet_rows(result, interval_minutes),
        **more,
    )


def unmet_rows(result: Result, interval_minutes: int) -> list[dict[str, Any]]:
    """What the roster does not give and why, in both languages: requests, wishes, then seats by spans of a day."""

    def row(item: Unmet, **more: Any) -> dict[str, Any]:
        record = {"kind": item.kind.value, "date": item.day.isoformat(), "agent_id": item.agent_id, **more}
        return {**record, "rule": item.rule, "clause": item.clause, "why": [item.why.zh, item.why.en]}

    people = [row(item) for kind in (Asked.REQUEST, Asked.WISH) for item in result.unmet if item.kind is kind]
    short = (item for item in result.unmet if item.kind is Asked.SEAT)
    spans = merged(sorted(short, key=lambda one: (one.day, one.job or "", one.minute or 0)), interval_minutes)
    seats = [
        row(
            span.item,
            start=clock_time(span.item.minute or 0),
            end=clock_time(span.end),
            job=span.item.job,
            seats=span.item.seats,
        )
        for span in spans
    ]
    return [*people, *seats][:MOST_UNMET]


def verdict_words(verdict: RosterVerdict | None) -> dict[str, object] | None:
    """The verdict in both languages; None without a roster."""
    if verdict is None:
        return None
    return {
        **verdict.record("en"),
        "message": {"zh": verdict.sentence.zh, "en": verdict.sentence.en},
        "warnings": [{"zh": item.zh, "en": item.en} for item in verdict.warnings],
    }


def act_for(task: SolveTask) -> Callable[[SolveTask, Speaker, threading.Event], None]:
    """What is to be done with a task."""
    if task.parts:
        return anneal_parts
    if task.explain:
        return explain_it
    return generate_it if task.published is None else replan_it


def main() -> None:
    """The program."""
    inbox = sys.stdin.buffer
    size = int.from_bytes(inbox.read(8), "big")
    task = pickle.loads(inbox.read(size))  # noqa: S301 - written by our own parent, over a pipe that only it holds
    stop, speaker = threading.Event(), Speaker(sys.stdout.buffer)

    def listen() -> None:
        while line := inbox.readline():
            if line.strip() == b"stop":
                stop.set()
            else:
                speaker.heard.put(json.loads(line))
        os._exit(1)

    threading.Thread(target=listen, daemon=True).start()
    try:
        act_for(task)(task, speaker, stop)
    except Exception:  # noqa: BLE001 - whatever it is, the parent reports it
        speaker.say("failed", trace=traceback.format_exc(limit=-8))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
