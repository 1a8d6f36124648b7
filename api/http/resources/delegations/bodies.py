"""The bodies of the deputies' resources."""

from datetime import date

from pydantic import BaseModel

from api.http.models import Body, Id


class DelegationBody(Body):
    """Who stands in for the caller, from `start` to `end`: days of the centre, both inclusive."""

    centre_id: Id | None = None
    deputy: Id
    start: date
    end: date

    model_config = {
        **Body.model_config,
        "json_schema_extra": {"examples": [{"deputy": "0006", "start": "2026-10-20", "end": "2026-10-24"}]},
    }


class DelegationOut(BaseModel):
    """A deputy for a time; `end` is the last day, today's where it was ended."""

    id: int
    approver: str
    deputy: str
    start: str
    end: str
