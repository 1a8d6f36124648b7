"""Faults, refusals and verdicts as programs get them."""

from collections.abc import Sequence
from typing import Any

from roster.desk.policy.desk_rule import Flag, Verdict
from roster.errors import Fault
from roster.rule import Refusal
from roster.text import Language

STANDS = {"swap": "/api/v1/swaps/{}", "leave": "/api/v1/leave/{}"}
"""Where a request that stands in the way of another is read."""

MOST_FAULTS = 100
"""Faults told in one answer; of more, how many there are is told too."""


def faults_view(faults: Sequence[Fault], language: Language) -> list[dict[str, Any]]:
    """Each fault: place, what is wrong, what to do."""
    return [
        {
            "file": item.file,
            "row": item.row,
            "field": item.field,
            "problem": item.problem.to(language),
            "remedy": item.remedy.to(language),
        }
        for item in faults[:MOST_FAULTS]
    ]


def refusals_view(refusals: Sequence[Refusal], language: Language) -> list[dict[str, Any]]:
    """Each refusal: rule, clause, sentence, measured and allowed, nearest alternative."""
    return [
        {
            "rule": item.rule,
            "clause": item.clause,
            "message": item.message.to(language),
            "measured": item.measured.to(language),
            "allowed": item.allowed.to(language),
            "alternative": item.alternative.to(language) if item.alternative else None,
            **_link(item.subject),
        }
        for item in refusals
    ]


def _link(subject: str) -> dict[str, str]:
    kind, _, name = subject.partition(":")
    return {"link": STANDS[kind].format(name)} if name else {}


def flags_view(flags: Sequence[Flag], language: Language) -> list[dict[str, Any]]:
    """What an approver must know, or consent to."""
    return [
        {"rule": item.rule, "clause": item.clause, "message": item.message.to(language), "consent": item.consent}
        for item in flags
    ]


def verdict_view(verdict: Verdict, language: Language) -> dict[str, Any]:
    """What the rules say of a request."""
    return {
        "allowed": verdict.allowed,
        "refusals": refusals_view(verdict.refusals, language),
        "flags": flags_view(verdict.flags, language),
    }
