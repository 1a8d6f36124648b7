"""Two versions compared, and what publishing one would meet."""

from typing import Any

from fastapi import Response
from pydantic import BaseModel

from api.accounts.caller import Caller
from api.http.dependencies import Parts, Planner, Services, Tongue
from api.http.models import RefusalOut
from api.http.replies import answer
from api.http.resources.edits.routes import draft_of, readable
from api.http.resources.rosters.bodies import FindingOut
from api.http.routing import resource
from api.views.duties import change_view
from api.views.refusals import refusals_view
from api.views.rosters import finding_view
from roster.desk.rosters.comparison import Comparison, Sums, compared
from roster.desk.rosters.roster_desk import publish_preview
from roster.errors import NotFoundError
from roster.rule import TICKS

router = resource("/rosters", "rosters")


class ChangedOut(BaseModel):
    """A cell that two versions tell differently: shift and job, null where off."""

    agent_id: str
    date: str
    before: list[str] | None
    after: list[str] | None


class SumsOut(BaseModel):
    """A version in numbers. `short_hours` are seat-hours short of what is required."""

    points: float
    breaches: int
    short_hours: float


class ComparisonOut(BaseModel):
    """What differs, whose months, what each version comes to, and by rule what the second costs more."""

    changes: list[ChangedOut]
    people: list[str]
    before: SumsOut
    after: SumsOut
    points_more: dict[str, float]


class PreviewOut(BaseModel):
    """What publishing would meet. What is an alarm, a breach or left out may be accepted, consents done without."""

    stale: bool
    alarms: list[RefusalOut]
    breaches: list[FindingOut]
    left_out: list[RefusalOut]
    grants: list[RefusalOut]
    consents: list[RefusalOut]
    changes: int
    people: list[str]


def _sums_out(sums: Sums) -> dict[str, Any]:
    return {
        "points": round(sums.ticks / TICKS, 3),
        "breaches": sums.breaches,
        "short_hours": round(sums.short_minutes / 60, 2),
    }


def comparison_of(parts: Services, caller: Caller, one: str, two: str) -> Comparison:
    """Two versions of one month that the caller may see; NotFoundError where they are of two."""
    kept_one, board_one = draft_of(parts, caller, one)
    kept_two, board_two = draft_of(parts, caller, two)
    if (kept_one.centre_id, kept_one.month) != (kept_two.centre_id, kept_two.month):
        raise NotFoundError(two)
    both = ((kept_one, board_one), (kept_two, board_two))
    findings = [parts.office.findings(stored, board.roster, board) for stored, board in both]
    return compared(board_one, board_two, *findings)


@router.get("/{roster_id}/compare/{other_id}", response_model=ComparisonOut)
def compare(parts: Parts, caller: Planner, roster_id: str, other_id: str) -> Response:
    """One version beside another of the same month."""
    comparison = comparison_of(parts, caller, roster_id, other_id)
    return answer(
        {
            "changes": [change_view(item.agent_id, item.day, item.before, item.after) for item in comparison.changes],
            "people": list(comparison.people),
            "before": _sums_out(comparison.before),
            "after": _sums_out(comparison.after),
            "points_more": {rule: round(ticks / TICKS, 3) for rule, ticks in comparison.ticks_more.items()},
        }
    )


@router.get("/{roster_id}/publish", response_model=PreviewOut)
def preview(parts: Parts, caller: Planner, language: Tongue, roster_id: str) -> Response:
    """What publishing this draft would meet, before anybody does it."""
    stored, board = draft_of(parts, caller, roster_id)
    preview_result = publish_preview(parts.office.desk(stored.centre_id), stored.roster_id)
    return answer(
        {
            "stale": preview_result.stale,
            "alarms": refusals_view(preview_result.alarms, language),
            "breaches": [finding_view(readable(caller, board, item), language) for item in preview_result.breaches],
            "left_out": refusals_view(preview_result.left_out, language),
            "grants": refusals_view(preview_result.grants, language),
            "consents": refusals_view(preview_result.consents, language),
            "changes": len(preview_result.changed),
            "people": list(preview_result.people),
        }
    )
