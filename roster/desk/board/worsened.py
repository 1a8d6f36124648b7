"""Findings before and after a change: only what is new, or worse than it was, speaks against it (SWAP-8)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from roster.rule import Finding, Rulebook
from roster.text import Text, clock_time


def new_or_worse(before: Iterable[Finding], after: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings of `after` that `before` does not hold at least as badly, matched by rule, person and day."""
    known: dict[tuple[object, ...], list[float]] = defaultdict(list)
    for finding in before:
        known[finding.rule, finding.agent_id, finding.day].append(finding.excess)
    for values in known.values():
        values.sort()
    worse = []
    for finding in sorted(after, key=lambda finding: finding.excess, reverse=True):
        values = known[finding.rule, finding.agent_id, finding.day]
        if values and values[-1] >= finding.excess:
            values.pop()
        else:
            worse.append(finding)
    return tuple(worse)


def worded(rulebook: Rulebook, finding: Finding) -> Finding:
    """The finding with its clause and a sentence: one of a count over agents, found on its pieces, has none yet."""
    if finding.message.en:
        return finding
    rule = rulebook[finding.rule]
    label = finding.facts.get("label", ())
    when = str(finding.day or "")
    if len(label) > 1 and isinstance(label[1], int):
        when += f" {clock_time(label[1])}"
    sentence = Text(
        f"{rule.title.zh}({when})将为 {finding.measured},要求 {finding.required}",
        f"{rule.title.en} would be {finding.measured} at {when}, required {finding.required}",
    )
    return replace(finding, clause=rule.clause, message=sentence)


WITHHELD = "ROLE"
"""The id that stands for a rule of which the reader may not know that it is broken."""


def not_available(agent_id: str) -> Text:
    """What is said of a person who cannot take a duty for a reason of their own, whichever it is."""
    return Text(f"{agent_id} 不能上该班", f"{agent_id} is not available for the duty")


def discreet(rulebook: Rulebook, finding: Finding) -> Finding:
    """The finding as somebody may read it who must not know a person's private reason: that it cannot be, not why."""
    if not rulebook[finding.rule].private:
        return finding
    sentence = not_available(finding.agent_id or "")
    return replace(
        finding, rule=WITHHELD, clause="POLICY", measured="-", required="-", facts={}, message=sentence, excess=1.0
    )
