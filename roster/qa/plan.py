"""A month's samples on a finished roster, as a flow of least cost: proven best in one pass.

Samples flow from agents through the agent's weeks and duties to the places of the monitors' duties, each as long as a
sample, that lie whole within both. What each further unit through a node costs only rises, so parallel arcs say it
exactly and the network's whole-numbered optimum is the plan (Ahuja, Magnanti, Orlin, Network Flows, 1993, ch. 14). In
order of weight: everybody at least once, then towards what is wanted of each, then even over the monitors' duties, then
over the agent's weeks, then over the hours.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from roster.errors import InternalError
from roster.later import Later
from roster.model import Duty
from roster.qa.shares import QaPolicy
from roster.rule.evidence import Evidence, Stint
from roster.rule.leave_part import meet

if TYPE_CHECKING:
    from ortools.graph.python import min_cost_flow
else:
    min_cost_flow = Later("ortools.graph.python.min_cost_flow")

LEAST, WANTED, LOAD, WEEK = 100_000_000, 100_000, 512, 192
"""Costs: an agent not heard often enough, a sample wanted and not planned (each further one of an agent dearer), each
further sample on one monitor's duty, each further sample in one week of an agent. The hours cost less than any."""


_Away = Mapping[Duty, Sequence[tuple[datetime, datetime]]]
"""By duty, the spans in which leave takes its holder from the post."""


@dataclass(frozen=True, slots=True, order=True)
class Sample:
    """A monitor listens to an agent's calls from an instant (UTC) on, on a duty of both."""

    start: datetime
    monitor: Duty
    agent: Duty
    minutes: int


@dataclass(frozen=True, eq=False)
class QaPlan:
    """A month's samples by time.

    `wanted` and `planned` count samples of each agent, `unheard` lists who is on duty but overlaps no monitor, or has
    fewer than the least; `cost` is the plan's and `bound` what is proven to be least: equal, as the flow is optimal.
    """

    samples: tuple[Sample, ...]
    wanted: Mapping[str, int]
    planned: Mapping[str, int]
    unheard: tuple[str, ...]
    idle: tuple[Duty, ...]
    cost: int
    bound: int


@dataclass(frozen=True, slots=True)
class _Place:
    """Room for one sample on a monitor's duty."""

    monitor: Duty
    start: datetime
    cost: int


def plan_samples(
    evidence: Evidence,
    policy: QaPolicy,
    wanted: Mapping[str, int],
    done: Sequence[Sample] = (),
    now: datetime | None = None,
    *,
    keep: bool = False,
) -> QaPlan:
    """The month's samples. `done` stay as they are and count; what is left is planned from `now` on.

    Of `done` those stay that begin before `now`, all of them with `keep`: then the others' places are taken.

    A monitor's duty holds at most what its time and what is kept of it allows, and of one agent's duty one sample is
    taken, so that they spread over days. `InternalError` where the flow fails, which no input brings about.
    """
    fixed = [sample for sample in done if keep or now is None or sample.start < now]
    from_now = [stint for stint in evidence.stints if now is None or stint.end > now]
    monitors = [stint for stint in from_now if stint.duty.job == policy.job]
    heard = [stint for stint in from_now if stint.duty.agent_id in wanted and stint.duty.job != policy.job]
    away = {stint.duty: evidence.hours_off(stint) for stint in from_now}
    chosen, cost = _flow(policy, wanted, fixed, monitors, heard, now, away)
    samples = sorted((*fixed, *chosen))
    planned = Counter(sample.agent.agent_id for sample in samples)
    on_duty = {stint.duty.agent_id for stint in evidence.stints}
    listening = {sample.monitor for sample in samples}
    return QaPlan(
        tuple(samples),
        wanted,
        {agent_id: planned[agent_id] for agent_id in wanted},
        tuple(name for name in wanted if name in on_duty and planned[name] < min(policy.least, wanted[name])),
        tuple(stint.duty for stint in monitors if stint.duty not in listening),
        cost,
        cost,
    )


def _is_away(away: _Away, duty: Duty, start: datetime, length: timedelta) -> bool:
    return any(meet((start, start + length), part) for part in away.get(duty, ()))


def _places(monitor: Stint, length: timedelta) -> list[_Place]:
    """A monitor's duty cut into places; few samples on it spread, as places are dearer in bit-reversed order."""
    number = int((monitor.end - monitor.start) / length)
    bits = max(1, (number - 1).bit_length())
    return [
        _Place(monitor.duty, monitor.start + place * length, int(f"{place:0{bits}b}"[::-1], 2))
        for place in range(number)
    ]


def _is_free(place: _Place, length: timedelta, taken: Mapping[Duty, Sequence[Sample]]) -> bool:
    """Whether the monitor hears nobody else then."""
    return all(
        place.start + length <= sample.start or sample.start + timedelta(minutes=sample.minutes) <= place.start
        for sample in taken.get(place.monitor, ())
    )


class _Network:
    """Nodes by name, arcs with capacity and cost per unit."""

    def __init__(self) -> None:
        self.flow = min_cost_flow.SimpleMinCostFlow()
        self.node: dict[object, int] = {}

    def at(self, name: object) -> int:
        return self.node.setdefault(name, len(self.node))

    def arc(self, tail: object, head: object, capacity: int, cost: int) -> int:
        return int(self.flow.add_arc_with_capacity_and_unit_cost(self.at(tail), self.at(head), capacity, cost))

    def rising(self, tail: object, head: object, capacity: int, step: int, begun: int = 0) -> None:
        """Each further unit costs `step` more than the one before; `begun` are there already."""
        for unit in range(begun, begun + capacity):
            self.arc(tail, head, 1, unit * step)


def _flow(
    policy: QaPolicy,
    wanted: Mapping[str, int],
    done: Sequence[Sample],
    monitors: Sequence[Stint],
    heard: Sequence[Stint],
    now: datetime | None,
    away: _Away,
) -> tuple[list[Sample], int]:
    """The samples of the cheapest flow beside those that are kept, and what it costs."""
    network = _Network()
    length = timedelta(minutes=policy.sample_minutes)
    had = Counter(sample.agent.agent_id for sample in done)
    loaded = Counter(sample.monitor for sample in done)
    weekly = Counter((sample.agent.agent_id, sample.agent.day.isocalendar()[:2]) for sample in done)
    taken: dict[Duty, list[Sample]] = defaultdict(list)
    for sample in done:
        taken[sample.monitor].append(sample)
    heard = [stint for stint in heard if stint.duty not in {sample.agent for sample in done}]
    places = sorted(
        (
            place
            for stint in monitors
            for place in _places(stint, length)
            if (now is None or place.start >= now) and _is_free(place, length, taken)
            if not _is_away(away, place.monitor, place.start, length)
        ),
        key=lambda place: (place.start, place.monitor),
    )
    starts = [place.start for place in places]
    pairs: list[tuple[int, Duty, _Place]] = []
    weeks: dict[str, Counter[tuple[int, int]]] = defaultdict(Counter)
    for stint in heard:
        week, begun = stint.day.isocalendar()[:2], len(pairs)
        pairs += [
            (network.arc(("duty", stint.duty), ("place", place), 1, 0), stint.duty, place)
            for place in places[bisect_left(starts, stint.start) : bisect_right(starts, stint.end - length)]
            if place.monitor.agent_id != stint.duty.agent_id and not _is_away(away, stint.duty, place.start, length)
        ]
        if len(pairs) > begun:
            weeks[stint.duty.agent_id][week] += 1
            network.arc(("week", stint.duty.agent_id, week), ("duty", stint.duty), 1, 0)
    total = 0
    for agent_id, asked in wanted.items():
        rest = max(0, asked - had.get(agent_id, 0))
        missing = max(0, min(policy.least, asked) - had.get(agent_id, 0))
        total += rest
        # What is not planned leaves by the side: the last to reach the least dearest of all, then the fewer an agent
        # has of what is wanted, the dearer each.
        for unit in range(rest):
            short_of_least = unit >= rest - missing
            network.arc(("agent", agent_id), "end", 1, LEAST if short_of_least else WANTED * (unit + 1))
        network.arc("begin", ("agent", agent_id), rest, 0)
        for week, number in weeks[agent_id].items():
            begun = weekly[agent_id, week]
            network.rising(("agent", agent_id), ("week", agent_id, week), min(number, rest), WEEK, begun)
    for place in places:
        network.arc(("place", place), ("monitor", place.monitor), 1, place.cost)
    for monitor, room in Counter(place.monitor for place in places).items():
        network.rising(("monitor", monitor), "end", min(room, total), LOAD, loaded[monitor])
    if total == 0:
        return [], 0
    network.flow.set_node_supply(network.at("begin"), total)
    network.flow.set_node_supply(network.at("end"), -total)
    if network.flow.solve() != network.flow.OPTIMAL:
        raise InternalError("the flow of samples has no optimum")
    samples = [
        Sample(place.start, place.monitor, duty, policy.sample_minutes)
        for arc, duty, place in pairs
        if network.flow.flow(arc)
    ]
    return samples, int(network.flow.optimal_cost())
