"""Jobs as programs get them."""

import json
from typing import Any

from api.store.instant import from_micros
from constraints import CATALOGUE
from roster.desk.board.worsened import not_available
from roster.engine.problem.outcome import gap_of
from roster.rule import TICKS
from roster.store.connect import Row
from roster.text import Language

PRIVATE_RULES = frozenset(rule.id for rule in CATALOGUE if rule.private)


def trail_of(row: Row[Any]) -> list[tuple[float, float | None, float | None]]:
    """Objective and bound over time: seconds and points."""
    if not row.trail or row.kind == "explain":
        return []
    return [(seconds, _points(ticks), _points(bound)) for seconds, ticks, bound in json.loads(row.trail)]


def result_of(row: Row[Any], language: Language, *, private: bool) -> dict[str, Any] | None:
    """How a job ended, in the caller's language; parts of private rules without their sentence unless `private`."""
    if not row.result:
        return None
    result: dict[str, Any] = json.loads(row.result)
    place = 0 if language == "zh" else 1
    if "unmet" in result:
        result["unmet"] = [_unmet(item, place, private=private) for item in result["unmet"]]
    if result.get("replanned") is not None:
        # Results kept by earlier versions told less of a re-plan.
        unknown = {"before": None, "after": None, "state": "asked"}
        asked = [unknown | item for item in result["replanned"]["for_consent"]]
        result["replanned"] = {"left": [], **result["replanned"], "for_consent": asked}
    explanation = result.get("explanation")
    if explanation is None:
        return result

    def part(item: dict[str, Any]) -> dict[str, Any]:
        hidden = item["rule"] in PRIVATE_RULES and not private
        who = ", ".join(item["agent_ids"])
        text = not_available(who).to(language) if hidden else item["text"][place]
        return {
            "rule": "ROLE" if hidden else item["rule"],
            "clause": "" if hidden else item["clause"],
            "agent_ids": item["agent_ids"],
            "dates": item["dates"],
            "message": text,
        }

    explained = {
        **explanation,
        "conflict": [part(item) for item in explanation["conflict"]],
        "records": [item[place] for item in explanation["records"]],
        "ways": [{**way, "parts": [part(item) for item in way["parts"]]} for way in explanation["ways"]],
    }
    return {**result, "explanation": explained}


def _unmet(item: dict[str, Any], place: int, *, private: bool) -> dict[str, Any]:
    if item["rule"] in PRIVATE_RULES and not private:
        hidden = not_available(item["agent_id"] or "")
        return {**item, "rule": "ROLE", "clause": "", "why": (hidden.zh.strip(), hidden.en.strip())[place]}
    return {**item, "why": item["why"][place]}


def job_view(row: Row[Any], language: Language = "en", *, private: bool = False, trail: bool = False) -> dict[str, Any]:
    """Where a job stands. Objective and bound are points; `gap` is (objective − bound) / objective."""
    more = {"trail": trail_of(row)} if trail else {}
    return {
        **more,
        "id": row.id,
        "kind": row.kind,
        "centre_id": row.centre_id,
        "roster_id": str(row.roster_id),
        "status": row.status,
        "seconds": round(row.seconds, 2),
        "objective": _points(row.objective_ticks),
        "bound": _points(row.bound_ticks),
        "gap": gap_of(row.objective_ticks, row.bound_ticks),
        "attempts": row.attempts,
        "created_at": from_micros(row.created_at).isoformat(),
        "finished_at": from_micros(row.finished_at).isoformat() if row.finished_at is not None else None,
        "result": result_of(row, language, private=private),
        "error": row.error,
    }


def _points(ticks: int | None) -> float | None:
    return None if ticks is None else ticks / TICKS
