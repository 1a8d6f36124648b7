"""Findings before and after a change: only what is new, or worse than it was, speaks against it (SWAP-8)."""

import re
from collections import defaultdict
from collections.abc import Iterable

from roster.rule import Finding

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def distance(finding: Finding) -> float:
    """How far the measured value lies from the required one; 0 where either has no number."""
    measured, required = NUMBER.search(finding.measured), NUMBER.search(finding.required)
    if measured is None or required is None:
        return 0.0
    return abs(float(measured.group()) - float(required.group()))


def new_or_worse(before: Iterable[Finding], after: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings of `after` that `before` does not hold at least as badly, matched by rule, person and day."""
    known: dict[tuple[object, ...], list[float]] = defaultdict(list)
    for finding in before:
        known[finding.rule, finding.agent_id, finding.day].append(distance(finding))
    for values in known.values():
        values.sort()
    found = []
    for finding in sorted(after, key=distance, reverse=True):
        values = known[finding.rule, finding.agent_id, finding.day]
        if values and values[-1] >= distance(finding):
            values.pop()
        else:
            found.append(finding)
    return tuple(found)
