"""Why a case has no roster, in plain words: who, when, which rule and clause, and what would help."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import NamedTuple

from roster.engine.diagnosis.conflict.diagnose import Diagnosis, ExistenceVerdict, diagnose
from roster.engine.diagnosis.conflict.prove import Prover
from roster.engine.diagnosis.conflict.relax import Give, Relaxation
from roster.engine.problem.problem import Problem
from roster.engine.process.child import Child, Done, Failed, News
from roster.errors import InternalError
from roster.model import Case, LeaveStatus
from roster.rule import TICKS, MonthContext, Rulebook
from roster.text import Text, clock_time

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
class ConflictPart:
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

    parts: tuple[ConflictPart, ...]
    price: float
    cheapest: bool


@dataclass(frozen=True)
class Explanation:
    """The diagnosis of a case in words. `irreducible`: leaving out any part is proven to make a roster possible.

    `records` are what the case itself fixes of the people and days in conflict: pins, and leave that is approved.
    """

    verdict: ExistenceVerdict
    conflict: tuple[ConflictPart, ...] = ()
    irreducible: bool = False
    records: tuple[Text, ...] = ()
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
    context = MonthContext(case)
    problem = Problem.of(context, rulebook.encode(context))
    dear = Dearness(tuple((rule.id, rule.clause) for rule in rulebook.rules))
    diagnosis = _diagnosis(problem, dear, options, began)
    words = _Words(context, rulebook, problem)
    return Explanation(
        diagnosis.verdict,
        words.parts(Give(atom) for atom in diagnosis.conflict),
        diagnosis.irreducible,
        tuple(records_of(case, {(atom.agent, atom.day) for atom in diagnosis.conflict if atom.agent >= 0})),
        tuple(sorted((words.way_out(one) for one in diagnosis.relaxations), key=lambda way: way.price)),
        diagnosis.proofs,
        time.monotonic() - began,
    )


def _diagnosis(problem: Problem, dear: Dearness, options: ExplainOptions, began: float) -> Diagnosis:
    """The diagnosis of a child; what it had proven when it ran out of time."""
    deadline = began + options.seconds
    prover = Prover(problem, deadline=deadline, workers=options.workers, seed=options.seed)
    child = Child("explain", diagnose, problem, prover, dear)
    diagnosis = Diagnosis(ExistenceVerdict.UNDECIDED)
    try:
        while not child.finished and time.monotonic() < deadline + OVERRUN_SECONDS and not options.stop.is_set():
            if not child.connection.poll(0.1):
                continue
            match child.receive():
                case News(content=content) | Done(result=content):
                    diagnosis = content
                    options.on_step(diagnosis)
                case Failed(trace=trace):
                    raise InternalError(f"the diagnosis failed: {trace}")
                case _:
                    break
    finally:
        child.kill()
    return diagnosis


def records_of(case: Case, cells: Collection[tuple[int, int]]) -> Iterator[Text]:
    """Pins and approved leave that touch these cells (agent index, day index; −1: the whole month)."""
    months = {agent for agent, day in cells if day < 0}
    indices = {agent.agent_id: index for index, agent in enumerate(case.agents)}

    def touched(agent_id: str, first: date, last: date) -> bool:
        agent = indices[agent_id]
        days = range((first - case.month.first).days, (last - case.month.first).days + 1)
        return agent in months or any((agent, day) in cells for day in days)

    for pin in case.pins:
        if touched(pin.agent_id, pin.day, pin.day):
            who, what = _person(case, pin.agent_id), f"{pin.shift}/{pin.job}" if pin.job else pin.shift
            yield Text(f"pins: {who} {pin.day} 固定为 {what}", f"pins: {who} is fixed to {what} on {pin.day}")
    for leave in case.leaves:
        if leave.status is LeaveStatus.APPROVED and touched(leave.agent_id, leave.start, leave.end):
            who, span = _person(case, leave.agent_id), _span(leave.start, leave.end)
            yield Text(f"leave: {who} {span} 已批准请假", f"leave: {who} is on approved leave {span}")


def _person(case: Case, agent_id: str) -> str:
    return f"{agent_id} {case.agent_by_id[agent_id].name}"


class _Kind(NamedTuple):
    """What atoms of one part have in common."""

    rule: str
    label: tuple[str, ...]
    limit: int | None
    needed: int | None


class _Words:
    """Atoms as sentences."""

    def __init__(self, context: MonthContext, rulebook: Rulebook, problem: Problem) -> None:
        self.context, self.problem = context, problem
        self.rules = {rule.id: rule for rule in rulebook.rules}

    def way_out(self, relaxation: Relaxation) -> WayOut:
        """A relaxation in words."""
        return WayOut(self.parts(relaxation.gives), relaxation.ticks / TICKS, relaxation.cheapest)

    def parts(self, gives: Iterable[Give]) -> tuple[ConflictPart, ...]:
        """Atoms of one rule that differ only in their days are one part; then those that differ only in the agent."""
        days_of: dict[tuple[_Kind, int], list[int]] = defaultdict(list)
        for give in gives:
            atom = give.atom
            label = atom.label[1:] if atom.agent < 0 and atom.day >= 0 else atom.label
            days_of[_Kind(atom.rule, label, give.limit, give.needed), atom.agent].append(atom.day)
        agents_of: dict[tuple[_Kind, tuple[int, ...]], list[int]] = defaultdict(list)
        for (kind, agent), days in days_of.items():
            agents_of[kind, tuple(sorted(days))].append(agent)
        return tuple(self._part(kind, what, agents, days) for (kind, days), agents, what in self._with_times(agents_of))

    def _with_times(
        self, agents_of: Mapping[tuple[_Kind, tuple[int, ...]], list[int]]
    ) -> Iterator[tuple[tuple[_Kind, tuple[int, ...]], list[int], str]]:
        """Each part with its label as people read it; intervals that follow one another are one span of time."""
        step = self.context.case.centre.interval_minutes
        starts: dict[tuple[_Kind, tuple[int, ...]], list[int]] = defaultdict(list)
        for key, agents in agents_of.items():
            kind, days = key
            if agents == [-1] and len(kind.label) in {1, 2} and kind.label[0].isdecimal():
                starts[kind._replace(label=kind.label[1:]), days].append(int(kind.label[0]))
            else:
                yield key, agents, " ".join(kind.label)
        for key, minutes in starts.items():
            for run in _runs(minutes, step):
                yield key, [], " ".join((f"{clock_time(run[0])}–{clock_time(run[-1] + step)}", *key[0].label))

    def _part(self, kind: _Kind, what: str, agents: Sequence[int], days: Sequence[int]) -> ConflictPart:
        rule, _, limit, needed = kind
        case = self.context.case
        ids = tuple(self.context.agents[agent].agent_id for agent in agents if agent >= 0)
        dates = tuple(self.context.date_of(day).isoformat() for day in days if day >= 0)
        known = self.rules.get(rule)
        clause = known.clause if known else ""
        title = known.title if known else Text(rule, rule)
        people = [_person(case, agent_id) for agent_id in ids]
        who, who_en = "、".join(people), ", ".join(people)
        when = _spans(dates)
        counted, minutes = _COUNTED.get(what, (Text(what, what), False))
        change = Text("", "")
        if needed is not None and limit is not None:
            pair = (f"{limit / 60:g}", f"{needed / 60:g}") if minutes else (str(limit), str(needed))
            change = Text(f" 由 {pair[0]} 改为 {pair[1]}", f" {pair[0]} → {pair[1]}")
        zh = " ".join(filter(None, [f"{rule}({title.zh})", who, when, counted.zh])) + change.zh
        en = " ".join(filter(None, [f"{rule} ({title.en})", who_en, when, counted.en])) + change.en
        return ConflictPart(rule, clause, ids, dates, what, Text(f"{zh} [{clause}]", f"{en} [{clause}]"))


_COUNTED: Mapping[str, tuple[Text, bool]] = {
    "paid minutes": (Text("当月工时(小时)", "paid hours of the month"), True),
    "own minutes": (Text("当月本人工时(小时)", "own hours of the month"), True),
    "hours": (Text("当月工时(小时)", "hours of the month"), True),
    "most": (Text("当月最多工时(小时)", "most hours of the month"), True),
    "least": (Text("当月最少工时(小时)", "fewest hours of the month"), True),
    "weekends": (Text("当月周末", "weekends of the month"), False),
    "nights": (Text("当月夜班数", "nights of the month"), False),
}
"""What a month's limit counts, in words; whether it counts minutes."""


def _runs(numbers: Iterable[int], step: int) -> list[list[int]]:
    """Sorted, and cut where a number is not the one before plus `step`."""
    ordered = sorted(numbers)
    pairs = groupby(enumerate(ordered), lambda pair: pair[1] - step * pair[0])
    return [[number for _, number in run] for _, run in pairs]


def _spans(dates: Sequence[str]) -> str:
    """Dates with runs of neighbours shortened: 2026-10-01…2026-10-03, 2026-10-09."""
    days = (date.fromisoformat(text).toordinal() for text in dates)
    return ", ".join(_span(date.fromordinal(run[0]), date.fromordinal(run[-1])) for run in _runs(days, 1))


def _span(first: date, last: date) -> str:
    return f"{first}" if first == last else f"{first}…{last}"
