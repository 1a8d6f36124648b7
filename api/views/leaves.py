"""Leave as programs get it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from api.views.duties import duty_view
from api.views.refusals import flags_view, refusals_view
from api.views.swaps import suggestion_view
from roster.desk.board.board import Board
from roster.desk.desk import Desk
from roster.desk.leaves.leave_check import LeavePreview
from roster.desk.leaves.leave_cost import MOST_COVERS, LeaveCost
from roster.desk.policy.balances import Balance
from roster.desk.policy.ladder import step_words
from roster.desk.rosters.table_leave import Drafted, TableLeave, drafted
from roster.desk.swaps.suggest import Suggestion
from roster.model.approval import Approval
from roster.model.leave_request import LeaveRequest, LeaveState, Vacancy, uncovered_days
from roster.store.leave_rows import decisions_of
from roster.text import Language, clock_span


def leave_view(leave: LeaveRequest, made: tuple[Approval, ...], *, private: bool = True) -> dict[str, Any]:
    """A leave with its decisions. Kind and reason are null to who may not read them."""
    return {
        "id": leave.leave_id,
        "leave_id": leave.leave_id,
        "agent_id": leave.agent_id,
        "kind": leave.kind if private else None,
        "start": leave.first_text,
        "end": leave.last_text,
        "reason": leave.reason if private else None,
        "state": leave.state.value,
        "special": leave.special,
        "extreme": leave.extreme,
        "filed_by": leave.applicant,
        "filed_at": leave.filed_at.isoformat(),
        "returned_at": leave.returned_at.isoformat() if leave.returned_at is not None else None,
        "decisions": [
            {
                "office": item.step.office.value,
                "team": item.step.team,
                "approved": item.approved,
                "by": item.by,
                "on_behalf_of": item.on_behalf_of,
                "away": item.away,
                "at": item.at.isoformat(),
                "consent": item.consent,
            }
            for item in made
        ],
        "vacated": [duty_view(duty) for duty in leave.vacated],
        "without_certificate": [day.isoformat() for day in _without_certificate(leave)] if private else None,
        "origin": "desk",
        "next": None,
    }


def _without_certificate(leave: LeaveRequest) -> tuple[date, ...]:
    """The days that still need a certificate, or for which none came in time; empty where none is due."""
    due = leave.is_sick and leave.state in {LeaveState.PROVISIONAL, LeaveState.LAPSED}
    return uncovered_days(leave) if due else ()


def leave_views(desk: Desk, leaves: Iterable[LeaveRequest | TableLeave]) -> list[dict[str, Any]]:
    """Leaves of a centre as they stand, those of the desk each with its decisions."""
    leaves = tuple(leaves)
    with desk.reading() as work:
        in_draft = drafted(work, (leave for leave in leaves if isinstance(leave, LeaveRequest)))
        return [
            table_leave_view(leave)
            if isinstance(leave, TableLeave)
            else leave_view(leave, decisions_of(work.connection, f"leave:{leave.leave_id}"))
            | {"next": draft_command(in_draft.get(leave.leave_id))}
            for leave in leaves
        ]


def draft_command(item: TableLeave | Drafted | None) -> str | None:
    """The command by which leave that a draft grants goes on; None where no draft does."""
    if item is None or item.draft is None:
        return None
    return f"roster desk {'grants' if item.asks else 'publish'} {item.draft}"


def table_leave_view(item: TableLeave) -> dict[str, Any]:
    """A leave of the month's own table, in the shape of one of the desk.

    It has no id, and nobody filed it: nothing is done to it but by the roster that grants it.
    """
    return {
        "id": None,
        "leave_id": None,
        "agent_id": item.agent_id,
        "kind": item.leave.kind,
        "start": item.leave.first_text,
        "end": item.leave.last_text,
        "reason": None,
        "state": item.state.value,
        "special": item.leave.special,
        "extreme": item.leave.extreme,
        "filed_by": None,
        "filed_at": None,
        "returned_at": None,
        "decisions": [],
        "vacated": [],
        "without_certificate": [],
        "origin": "table",
        "next": draft_command(item),
    }


def cost_view(price: LeaveCost, board: Board, language: Language) -> dict[str, Any]:
    """What approving a leave costs."""
    return {
        "days": price.days,
        "steps": [step.to(language) for step in price.steps],
        "seat_intervals_short": price.seat_intervals_short,
        "seats": [item.record for item in price.seats],
        "duties": [
            {
                "duty": duty_view(duty),
                "minutes": price.minutes[duty],
                "covers": [suggestion_view(way, board) for way in price.covers.get(duty, ())[:MOST_COVERS]],
                "could_cover": len(price.covers.get(duty, ())),
            }
            for duty in price.duties
        ],
        "refusals": refusals_view(price.verdict.refusals, language),
        "flags": flags_view(price.verdict.flags, language),
    }


def part_words(item: Vacancy) -> str | None:
    """The hours of a duty that stand vacant where the rest of it is worked: `11:00–16:00`."""
    return None if item.part is None else clock_span(*item.part)


def vacancy_view(item: Vacancy, ways: Iterable[Suggestion], board: Board) -> dict[str, Any]:
    """A duty that a leave freed and nobody covers yet, with who could, best first."""
    covers = [suggestion_view(way, board) for way in ways]
    return {"leave_id": item.leave_id, "duty": duty_view(item.duty), "part": part_words(item), "covers": covers}


def preview_view(preview: LeavePreview, language: Language, *, private: bool) -> dict[str, Any]:
    """What filing a leave now would meet; what tells of the person's duties only to who may read it."""
    return {
        "allowed": preview.verdict.allowed,
        "refusals": refusals_view(preview.verdict.refusals, language),
        "flags": flags_view(preview.verdict.flags, language),
        "deadline": preview.deadline.at.isoformat() if private and preview.deadline.at else None,
        "days": preview.days if private else None,
        "steps": [step_words(step).to(language) for step in preview.steps] if private else [],
        "duties": [duty_view(duty) for duty in preview.duties] if private else [],
        "balances": [{**balance_view(year, item), "takes": preview.takes[year]} for year, item in preview.balances]
        if private
        else [],
    }


def balance_view(year: int, item: Balance) -> dict[str, Any]:
    """What is left of a kind of leave in a year."""
    return {
        "year": year,
        "kind": item.kind,
        "entitled": item.entitled,
        "taken": item.taken,
        "asked": item.asked,
        "left": item.left,
    }
