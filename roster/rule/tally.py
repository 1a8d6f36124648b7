"""What a rule counts of each agent, for people to read: this month's number beside last month's."""

from collections.abc import Mapping
from dataclasses import dataclass

from roster.text import Text


@dataclass(frozen=True, slots=True)
class Tally:
    """One count of a rule: `month` and `before` (the month before, from history) by agent id.

    `before` is empty where history tells nothing of that month: then there is nothing to compare with.
    """

    rule: str
    name: str
    title: Text
    month: Mapping[str, int]
    before: Mapping[str, int]
