"""Rosters, what is found in them and what they ask of people, as programs get them."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from api.views.duties import change_view, duty_view
from api.views.leaves import vacancy_view
from roster.desk.board.board import Board
from roster.desk.board.what_if import WhatIf
from roster.desk.desk import Desk
from roster.desk.policy.ladder import step_words
from roster.desk.rosters.grants_desk import WaitingGrant
from roster.desk.swaps.suggest import Suggestion
from roster.model import Duty, Month
from roster.model.approval import Consent
from roster.model.leave_request import Vacancy
from roster.rule import TICKS, Finding
from roster.store.roster_rows import RosterVersion, duty_count
from roster.text import Language

if TYPE_CHECKING:
    from roster.engine.replan.replan import Replanned


def roster_view(version: RosterVersion, centre_id: str, month: Month, duties: int) -> dict[str, Any]:
    """A roster without its duties, of which there are so many."""
    return {
        "id": str(version.roster_id),
        "centre_id": centre_id,
        "month": str(month),
        "label": version.note,
        "state": version.state.value,
        "version": version.version,
        "revision": version.revision,
        "duties": duties,
        "created_by": version.created_by,
        "created_at": version.created_at.isoformat(),
        "published_at": version.published_at.isoformat() if version.published_at is not None else None,
    }


def roster_views(desk: Desk, versions: Iterable[RosterVersion]) -> list[dict[str, Any]]:
    """Rosters of a centre as they stand."""
    with desk.reading() as work:
        return [
            roster_view(
                version, desk.centre_id, work.month_of(version.month_id), duty_count(work.connection, version.roster_id)
            )
            for version in versions
        ]


def whole_roster_view(
    version: RosterVersion, centre_id: str, month: Month, duties: Iterable[Duty], names: Mapping[str, str]
) -> dict[str, Any]:
    """A roster with its duties, each with its holder's name."""
    rows = [{**duty_view(duty), "name": names[duty.agent_id]} for duty in duties]
    return {**roster_view(version, centre_id, month, len(rows)), "roster_id": version.roster_id, "duties": rows}


def finding_view(item: Finding, language: Language) -> dict[str, Any]:
    """Where a roster departs from a rule."""
    return {
        "rule": item.rule,
        "clause": item.clause,
        "hard": item.hard,
        "agent_id": item.agent_id,
        "date": item.day.isoformat() if item.day else None,
        "measured": item.measured,
        "required": item.required,
        "points": item.cost_ticks / TICKS,
        "message": item.message.to(language),
    }


def what_if_view(
    effect: WhatIf, worse: Iterable[Finding], better: Iterable[Finding], language: Language
) -> dict[str, Any]:
    """What a change by hand would do; of the findings those that the reader may see."""
    return {
        "points_more": effect.ticks_more / TICKS,
        "worse": [finding_view(item, language) for item in worse],
        "better": [finding_view(item, language) for item in better],
        "seats": [item.record for item in effect.seats],
    }


def grant_view(item: WaitingGrant, language: Language) -> dict[str, Any]:
    """A leave that a draft would grant, and the rung of the chain whose word is due."""
    leave = item.leave
    return {
        "index": item.grant if isinstance(item.grant, int) else None,
        "leave_id": leave.leave_id or None,
        "agent_id": leave.agent_id,
        "kind": leave.kind,
        "start": leave.first_text,
        "end": leave.last_text,
        "due": step_words(item.due).to(language),
    }


def consent_view(item: Consent) -> dict[str, Any]:
    """A published duty that a draft moves, and the person's word on it."""
    return {**change_view(item.agent_id, item.day, item.before, item.after), "state": item.state}


def replanned_view(
    counts: Mapping[str, Any],
    asked: Iterable[Consent],
    left: Iterable[tuple[Vacancy, Iterable[Suggestion]]],
    board: Board,
) -> dict[str, Any]:
    """What a re-plan took: changes, at least how many, seats lost for good, whose word it needs, what stays vacant."""
    return {
        **{name: counts[name] for name in ("changes", "fewest_changes", "lost_seat_intervals")},
        "for_consent": [consent_view(item) for item in asked],
        "left": [vacancy_view(item, ways, board) for item, ways in left],
    }


def replan_counts(replanned: "Replanned") -> dict[str, Any]:
    """The numbers of a re-plan."""
    return {
        "changes": len(replanned.moves),
        "fewest_changes": replanned.fewest_changes,
        "lost_seat_intervals": replanned.lost_seat_intervals,
    }
