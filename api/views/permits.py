"""Permits to leave the post as programs get them."""

from typing import Any

from roster.model.permit import Permit


def permit_view(permit: Permit) -> dict[str, Any]:
    """Who may be away from when to when, by whose word, and when they were back."""
    return {
        "id": permit.permit_id,
        "agent_id": permit.duty.agent_id,
        "date": permit.duty.day.isoformat(),
        "shift": permit.duty.shift,
        "job": permit.duty.job,
        "start": permit.start.isoformat(),
        "end": permit.end.isoformat(),
        "granted_by": permit.granted_by,
        "reason": permit.reason,
        "stand_in": permit.stand_in,
        "consent": permit.consent,
        "state": permit.state,
        "refused_by": permit.refused_by,
        "refusal": permit.refusal,
        "lapsed_at": permit.lapsed_at.isoformat() if permit.lapsed_at else None,
        "returned_at": permit.returned_at.isoformat() if permit.returned_at else None,
    }
