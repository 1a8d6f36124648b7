"""What the marks of a week or a month say: means, faults by kind, who needs training (质检员职责 §5)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from roster.qa.shares import QualityMark

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Summary:
    """Of one person, or of everybody (`agent_id` None), from `first` to `last`: how often heard, mean, faults.

    `training`: a person's mean is below what is asked (`qa_pass`), so they are to be trained.
    """

    first: date
    last: date
    agent_id: str | None
    samples: int
    mean: float
    faults: tuple[tuple[str, int], ...]
    training: bool = False


def weekly(marks: Iterable[QualityMark], pass_points: float) -> tuple[Summary, ...]:
    """One set of summaries for each week from Monday in which anybody was heard."""
    by_week: dict[date, list[QualityMark]] = {}
    for mark in marks:
        by_week.setdefault(mark.day - timedelta(days=mark.day.weekday()), []).append(mark)
    return tuple(
        item
        for first in sorted(by_week)
        for item in _of(by_week[first], first, first + WEEK - timedelta(days=1), pass_points)
    )


def monthly(marks: Iterable[QualityMark], pass_points: float) -> tuple[Summary, ...]:
    """One set of summaries for each month in which anybody was heard."""
    by_month: dict[date, list[QualityMark]] = {}
    for mark in marks:
        by_month.setdefault(mark.day.replace(day=1), []).append(mark)
    return tuple(
        item for first in sorted(by_month) for item in _of(by_month[first], first, _month_end(first), pass_points)
    )


def common_faults(marks: Iterable[QualityMark], most: int = 3) -> tuple[tuple[str, int], ...]:
    """The faults that were heard most often, each with how often; one that was heard once is nobody else's lesson."""
    heard = Counter(fault for mark in marks for fault in mark.faults)
    ranked = sorted(heard.items(), key=lambda item: (-item[1], item[0]))
    return tuple(item for item in ranked[:most] if item[1] > 1)


def _month_end(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _of(marks: Sequence[QualityMark], first: date, last: date, pass_points: float) -> list[Summary]:
    """Everybody together, then each person, the poorest first."""

    def summary(agent_id: str | None, own: Sequence[QualityMark]) -> Summary:
        faults = Counter(fault for mark in own for fault in mark.faults)
        ranked = tuple(sorted(faults.items(), key=lambda item: (-item[1], item[0])))
        mean = sum(mark.points for mark in own) / len(own)
        training = agent_id is not None and mean < pass_points
        return Summary(first, last, agent_id, len(own), mean, ranked, training)

    people = {mark.agent_id for mark in marks}
    each = [summary(agent_id, [mark for mark in marks if mark.agent_id == agent_id]) for agent_id in people]
    return [summary(None, marks), *sorted(each, key=lambda item: (item.mean, item.agent_id))]
