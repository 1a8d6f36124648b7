"""How many samples each agent should have this month, from the marks of the last and the day they joined."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from roster.model import Agent, Month
from roster.rule import Rulebook

MONITORING = "质检"
"""The job of a monitor's duty where a centre names no other (`qa_job`)."""


@dataclass(frozen=True, slots=True)
class QualityMark:
    """One call listened to: by whom, of whom, on which day, 0–100 points, and the faults that were heard."""

    monitor_id: str
    agent_id: str
    day: date
    points: float
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QaPolicy:
    """The centre's numbers (质检员职责 §3; rulebook, 质检).

    Every agent is heard at least `least` times a month, `target` times as a rule, double where last month's mean was
    below `pass_points` or in the first `newcomer_days`. A monitor needs `sample_minutes` for one sample.
    """

    job: str
    least: int = 1
    target: int = 5
    pass_points: float = 80.0
    newcomer_days: int = 90
    sample_minutes: int = 30

    @classmethod
    def of(cls, rulebook: Rulebook) -> "QaPolicy":
        """The numbers of a rulebook's rule about monitoring."""
        values = rulebook.values
        return cls(
            job=str(values["qa_job"]),
            least=int(str(values["qa_min"])),
            target=int(str(values["qa_target"])),
            pass_points=float(str(values["qa_pass"])),
            newcomer_days=int(str(values["qa_newcomer_days"])),
            sample_minutes=int(str(values["qa_sample_minutes"])),
        )


def wanted_samples(
    agents: Iterable[Agent], policy: QaPolicy, month: Month, last_marks: Iterable[QualityMark]
) -> Mapping[str, int]:
    """Samples wanted of each agent who is not a monitor."""
    points: dict[str, list[float]] = defaultdict(list)
    for mark in last_marks:
        points[mark.agent_id].append(mark.points)
    counts = {}
    for agent in agents:
        if policy.job in agent.jobs:
            continue
        had = points[agent.agent_id]
        poor = bool(had) and sum(had) / len(had) < policy.pass_points
        new = agent.start_date is not None and month.first < agent.start_date + timedelta(days=policy.newcomer_days)
        counts[agent.agent_id] = policy.target * (2 if poor or new else 1)
    return counts
