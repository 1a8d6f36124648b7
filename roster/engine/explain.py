"""Why a case has no roster, in plain words: who, when, which rule and clause, and what would help."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import NamedTuple

from roster.engine.child import Child, Done, Failed, News
from roster.engine.conflict.diagnose import Diagnosis, Verdict, diagnose
from roster.engine.conflict.prove import Prover
from roster.engine.conflict.relax import Give, Relaxation
from roster.engine.problem import Problem
from roster.errors import InternalError
from roster.model import Case
from roster.rule import TICKS, Frame, Rulebook
from roster.text import Text

POLICY, REGULATION, LAW = 1, 3, 10
"""How dear it is to give way by one: what the centre chose itself, what its regulations say, what the law says."""

OVERRUN_SECONDS = 5.0
"""How long past its deadline a diagnosis may still answer before it is ended."""


@dataclass(frozen=True, slots=True)
class Dearness:
    """Ticks for one breach of each rule, from the clause it comes from."""

    clauses: tuple[tuple[str, str], ...]

    def __call__(self, rule: str) -> int:
        """LAW costs ten times what a policy costs, a regulation three times."""
        clause = dict(self.clauses).get(rule, "")
        if "LAW" in clause:
            return LAW * TICKS
        return (POLICY if clause.split(";")[0].strip() == "POLICY" else REGULATION) * TICKS


@dataclass(frozen=True, slots=True)
class Part:
    """One rule's part in a conflict: whom it binds and when; `label` names what a row or a month's limit counts."""

    rule: str
    clause: str
    agent_ids: tuple[str, ...]
    dates: tuple[str, ...]
    label: str
    text: Text


@dataclass(frozen=True, slots=True)
class WayOut:
    """What would have to give way so that a roster exists; `cheapest`: proven that nothing dearer is needed."""

    parts: tuple[Part, ...]
    price: float
    cheapest: bool


@dataclass(frozen=True)
class Explanation:
    """The diagnosis of a case in words. `irreducible`: leaving out any part is proven to make a roster possible."""

    verdict: Verdict
    conflict: tuple[Part, ...] = ()
    irreducible: bool = False
    ways_out: tuple[WayOut, ...] = ()
    proofs: int = 0
    seconds: float = 0.0


@dataclass(frozen=True)
class ExplainOptions:
    """`seconds` in all; `on_step` is told each time something more is proven; `stop` ends it with what is proven."""

    seconds: float = 300.0
    seed: int = 0
    workers: int = 1
    on_step: Callable[[Diagnosis], None] = lambda _: None
    stop: threading.Event = field(default_factory=threading.Event)


def explain(case: Case, rulebook: Rulebook, options: ExplainOptions | None = None) -> Explanation:
    """Prove whether a roster exists, and if not, say why not and what would help."""
    options = options or ExplainOptions()
    began = time.monotonic()
    frame = Frame(case)
    problem = Problem.of(frame, rulebook.encode(frame))
    dear = Dearness(tuple((rule.id, rule.clause) for rule in rulebook.rules))
    diagnosis = _diagnosis(problem, dear, options, began)
    words = _Words(frame, rulebook, problem)
    return Explanation(
        diagnosis.verdict,
        words.parts(Give(atom) for atom in diagnosis.conflict),
        diagnosis.irreducible,
        tuple(words.way_out(relaxation) for relaxation in diagnosis.relaxations),
        diagnosis.proofs,
        time.monotonic() - began,
    )


def _diagnosis(problem: Problem, dear: Dearness, options: ExplainOptions, began: float) -> Diagnosis:
    """The diagnosis of a child; what it had proven when it ran out of time."""
    deadline = began + options.seconds
    prover = Prover(problem, deadline=deadline, workers=options.workers, seed=options.seed)
    child = Child("explain", diagnose, problem, prover, dear)
    found = Diagnosis(Verdict.UNDECIDED)
    try:
        while not child.finished and time.monotonic() < deadline + OVERRUN_SECONDS and not options.stop.is_set():
            if not child.connection.poll(0.1):
                continue
            match child.receive():
                case News(content=content) | Done(result=content):
                    found = content
                    options.on_step(found)
                case Failed(trace=trace):
                    raise InternalError(f"the diagnosis failed: {trace}")
                case _:
                    break
    finally:
        child.kill()
    return found


class _Kind(NamedTuple):
    """What atoms of one part have in common."""

    rule: str
    label: tuple[str, ...]
    limit: int | None
    needed: int | None


class _Words:
    """Atoms as sentences."""

    def __init__(self, frame: Frame, rulebook: Rulebook, problem: Problem) -> None:
        self.frame, self.problem = frame, problem
        self.rules = {rule.id: rule for rule in rulebook.rules}

    def way_out(self, relaxation: Relaxation) -> WayOut:
        """A relaxation in words."""
        return WayOut(self.parts(relaxation.gives), relaxation.ticks / TICKS, relaxation.cheapest)

    def parts(self, gives: Iterable[Give]) -> tuple[Part, ...]:
        """Atoms of one rule that differ only in their days are one part; then those that differ only in the agent."""
        days_of: dict[tuple[_Kind, int], list[int]] = defaultdict(list)
        for give in gives:
            atom = give.atom
            label = atom.label[1:] if atom.agent < 0 and atom.day >= 0 else atom.label
            days_of[_Kind(atom.rule, label, give.limit, give.needed), atom.agent].append(atom.day)
        agents_of: dict[tuple[_Kind, tuple[int, ...]], list[int]] = defaultdict(list)
        for (kind, agent), days in days_of.items():
            agents_of[kind, tuple(sorted(days))].append(agent)
        return tuple(self._part(kind, agents, days) for (kind, days), agents in agents_of.items())

    def _part(self, kind: _Kind, agents: Sequence[int], days: Sequence[int]) -> Part:
        rule, label, limit, needed = kind
        ids = tuple(self.frame.agents[agent].agent_id for agent in agents if agent >= 0)
        dates = tuple(self.frame.date_of(day).isoformat() for day in days if day >= 0)
        known = self.rules.get(rule)
        clause = known.clause if known else ""
        title = known.title if known else Text(rule, rule)
        who = "、".join(ids)
        who_en = ", ".join(ids)
        when = _spans(dates)
        what = _what(label)
        change = f" {limit} → {needed}" if needed is not None else ""
        zh = " ".join(filter(None, [f"{rule}({title.zh})", who, when, what])) + change
        en = " ".join(filter(None, [f"{rule} ({title.en})", who_en, when, what])) + change
        return Part(rule, clause, ids, dates, what, Text(f"{zh} [{clause}]", f"{en} [{clause}]"))


def _what(label: tuple[str, ...]) -> str:
    """A label as people read it: a wall minute as a time of day."""
    if len(label) == 2 and label[0].isdigit():
        minute = int(label[0])
        return f"{minute // 60:02d}:{minute % 60:02d} {label[1]}"
    return " ".join(label)


def _spans(dates: Sequence[str]) -> str:
    """Dates with runs of neighbours shortened: 2026-10-01…2026-10-03, 2026-10-09."""
    days = sorted(date.fromisoformat(text).toordinal() for text in dates)
    runs = [[day for _, day in run] for _, run in groupby(enumerate(days), lambda pair: pair[1] - pair[0])]
    first_last = [(date.fromordinal(run[0]).isoformat(), date.fromordinal(run[-1]).isoformat()) for run in runs]
    return ", ".join(first if first == last else f"{first}…{last}" for first, last in first_last)
