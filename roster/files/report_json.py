"""report.json: what a run came to, for programs."""

import json
import platform
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from roster.engine.problem.outcome import Asked, Result, Unmet, gap_of
from roster.model import Case, Leave, LeaveStatus
from roster.rule.evidence import Evidence
from roster.rule.finding import Finding
from roster.rule.rule import Strength
from roster.rule.rulebook import Rulebook
from roster.rule.ticks import TICKS
from roster.text import Language, Text, clock_time

_PARTS = ("roster", "ortools", "numpy", "numba")
_GRANTED = Text("批准", "granted")
_OUTWEIGHED = Text("与其他要求权衡后未予满足", "outweighed by other requirements")


def points(ticks: int | None) -> float | int | None:
    """Ticks as points: whole numbers stay whole, None stays None."""
    if ticks is None:
        return None
    return ticks // TICKS if ticks % TICKS == 0 else ticks / TICKS


def finding_record(finding: Finding, language: Language) -> dict[str, object]:
    """A finding as JSON: rule, clause, who, when, measured, required, cost in points, the sentence."""
    return {
        "rule": finding.rule,
        "clause": finding.clause,
        "hard": finding.hard,
        "agent_id": finding.agent_id,
        "date": finding.day.isoformat() if finding.day else None,
        "measured": finding.measured,
        "required": finding.required,
        "cost": points(finding.cost_ticks),
        "message": finding.message.to(language),
    }


def report(case: Case, rulebook: Rulebook, result: Result, language: Language) -> dict[str, object]:
    """report.json as a dictionary of plain values; amounts are points (`roster.rule.ticks`), times seconds."""
    known: dict[str, object] = {
        "status": result.status.value,
        "verdict": None if result.verdict is None else result.verdict.record(language),
        "objective": points(result.objective_ticks),
        "bound": points(result.bound_ticks),
        "gap": gap_of(result.objective_ticks, result.bound_ticks),
        "objective_by_rule": _by_rule(rulebook, result),
        "seconds": round(result.seconds, 3),
        "stopped_by": result.stopped_by,
        "seed": result.seed,
        "sizes": _sizes(case, result),
        "versions": _versions(),
        "findings": [finding_record(finding, language) for finding in result.findings],
        "tallies": _tallies(case, rulebook, result),
        "requests": _requests(case, result, language),
        "unmet": {
            "seats": [_seat(item, language) for item in result.unmet if item.kind is Asked.SEAT],
            "wishes": [_wish(case, item, language) for item in result.unmet if item.kind is Asked.WISH],
        },
    }
    return {**{key: value for key, value in result.extra.items() if key not in known}, **known}


def write(path: Path, content: Mapping[str, object]) -> None:
    """Write `content` as UTF-8 JSON with LF; ValueError for what JSON has no word for (NaN)."""
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
    path.write_bytes(f"{text}\n".encode("utf-8", "replace"))


def _by_rule(rulebook: Rulebook, result: Result) -> dict[str, float | int | None] | None:
    """What each soft rule costs, zeros too; their sum is the objective. None without a roster."""
    if result.roster is None:
        return None
    ticks = {rule.id: 0 for rule in rulebook.rules if rule.strength is Strength.SOFT}
    for finding in result.findings:
        if finding.cost_ticks or finding.rule in ticks:
            ticks[finding.rule] = ticks.get(finding.rule, 0) + finding.cost_ticks
    return {rule: points(value) for rule, value in ticks.items()}


def _tallies(case: Case, rulebook: Rulebook, result: Result) -> dict[str, dict[str, object]]:
    """Per rule and count: the month's sum, last month's (None: unknown), and both of each agent."""
    tallies: dict[str, dict[str, object]] = {}
    for tally in rulebook.tallies(Evidence(case, result.roster)) if result.roster is not None else ():
        tallies.setdefault(tally.rule, {})[tally.name] = {
            "month": sum(tally.month.values()),
            "last_month": sum(tally.before.values()) if tally.before else None,
            "agents": {
                agent_id: {"month": count, "last_month": tally.before.get(agent_id)}
                for agent_id, count in tally.month.items()
            },
        }
    return tallies


def _sizes(case: Case, result: Result) -> dict[str, int]:
    return {
        "agents": len(case.agents),
        "teams": len({agent.team for agent in case.agents}),
        "jobs": len(case.jobs),
        "shifts": len(case.shifts),
        "days": case.month.days,
        "seat_intervals": sum(row.seats for row in case.seats),
        "requests": sum(leave.status is LeaveStatus.REQUESTED for leave in case.leaves),
        "wishes": len(case.wishes),
        "duties": len(result.roster.duties) if result.roster else 0,
    }


def _versions() -> dict[str, str]:
    versions = {"python": platform.python_version()}
    for part in _PARTS:
        try:
            versions[part] = version(part)
        except PackageNotFoundError:  # run from a checkout that was never installed
            continue
    return versions


def _requests(case: Case, result: Result, language: Language) -> list[dict[str, object]]:
    """Every leave request, granted or declined, with why; none without a roster."""
    if result.roster is None:
        return []
    reasons = {item.index: item for item in result.unmet if item.kind is Asked.REQUEST}
    return [
        _request(leave, index in result.roster.granted, reasons.get(index), language)
        for index, leave in enumerate(case.leaves)
        if leave.status is LeaveStatus.REQUESTED
    ]


def _request(leave: Leave, granted: bool, reason: Unmet | None, language: Language) -> dict[str, object]:
    why = _GRANTED if granted else reason.why if reason else _OUTWEIGHED
    return {
        "agent_id": leave.agent_id,
        "kind": leave.kind,
        "start": leave.first_text,
        "end": leave.last_text,
        "priority": leave.priority,
        "granted": granted,
        "rule": reason.rule if reason and not granted else "",
        "clause": reason.clause if reason and not granted else "",
        "why": why.to(language),
    }


def _seat(item: Unmet, language: Language) -> dict[str, object]:
    minute = item.minute or 0
    return {
        "date": item.day.isoformat(),
        "time": clock_time(minute),
        "job": item.job,
        "seats": item.seats,
        "rule": item.rule,
        "clause": item.clause,
        "why": item.why.to(language),
    }


def _wish(case: Case, item: Unmet, language: Language) -> dict[str, object]:
    wish = case.wishes[item.index] if item.index is not None else None
    return {
        "agent_id": item.agent_id,
        "date": item.day.isoformat(),
        "shift": wish.shift if wish else None,
        "weight": wish.weight if wish else None,
        "rule": item.rule,
        "clause": item.clause,
        "why": item.why.to(language),
    }
