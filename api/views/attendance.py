"""Attendance, violations and absenteeism as programs get them, each with its clause."""

from typing import Any

from roster.desk.attendance.attendance_desk import Contradiction
from roster.model.attendance import Attendance, Presence, Sighting, Statement
from roster.rule import Rulebook
from roster.store.absence_rows import Absence, Violation
from roster.text import Language

VIOLATION_RULES = {"late": "LEAVE-8", "away": "LEAVE-8", "return": "LEAVE-11", "proxy": "DUTY-5"}
"""The rule that each kind of violation breaks."""
ABSENCE_RULES = {
    "attendance": "DUTY-5",
    "cover": "DUTY-5",
    "swap": "SWAP-5",
    "leave": "LEAVE-2c",
    "certificate": "LEAVE-5c",
}
"""The rule by which each cause of absenteeism is one."""


def clause_of_violation(rulebook: Rulebook, kind: str) -> tuple[str, str]:
    """The rule that a violation breaks, and its clause."""
    rule = VIOLATION_RULES[kind]
    return rule, rulebook[rule].clause


def clause_of_absence(rulebook: Rulebook, cause: str) -> tuple[str, str]:
    """The rule by which an absence is one, and its clause."""
    rule = ABSENCE_RULES[cause.partition(":")[0]]
    return rule, rulebook[rule].clause


def record_view(record: Attendance, presence: Presence) -> dict[str, Any]:
    """What holds of one duty."""
    return {
        "agent_id": record.agent_id,
        "date": record.day.isoformat(),
        "result": presence.value,
        "late_minutes": record.late_minutes,
        "early_minutes": record.early_minutes,
        "away_minutes": record.away_minutes,
        "permitted_minutes": record.permitted_minutes,
    }


def violation_view(item: Violation, rulebook: Rulebook) -> dict[str, Any]:
    """A violation with its clause."""
    rule, clause = clause_of_violation(rulebook, item.kind)
    return {
        "agent_id": item.agent_id,
        "date": item.day.isoformat(),
        "kind": item.kind,
        "minutes": item.minutes,
        "rule": rule,
        "clause": clause,
    }


def absence_view(item: Absence, rulebook: Rulebook) -> dict[str, Any]:
    """An absence with its clause."""
    rule, clause = clause_of_absence(rulebook, item.cause)
    return {
        "agent_id": item.agent_id,
        "date": item.day.isoformat(),
        "state": item.state,
        "share": item.share,
        "cause": item.cause,
        "rule": rule,
        "clause": clause,
    }


def statement_view(said: Statement) -> dict[str, Any]:
    """What one source says."""
    return {
        "source": said.source.value,
        "by": said.last.by,
        "seen_at": said.last.seen_at.isoformat(),
        "absent": said.absent,
        "late_minutes": said.late_minutes,
        "early_minutes": said.early_minutes,
        "away_minutes": said.away_minutes,
    }


def sighting_view(seen: Sighting) -> dict[str, Any]:
    """One thing that was said of a duty."""
    return {
        "source": seen.source.value,
        "by": seen.by,
        "seen_at": seen.seen_at.isoformat(),
        "absent": seen.absent,
        "late_minutes": seen.late_minutes,
        "early_minutes": seen.early_minutes,
        "away_minutes": seen.away_minutes,
        "reason": seen.reason,
    }


def contradiction_view(item: Contradiction, language: Language) -> dict[str, Any]:
    """What the sources say differently of one duty."""
    return {
        "agent_id": item.agent_id,
        "date": item.day.isoformat(),
        "words": item.words.to(language),
        "said": [statement_view(one) for one in item.said],
        "holds": record_view(item.holds, item.holds.presence),
    }
