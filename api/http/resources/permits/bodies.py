"""The bodies of the permits' resources."""

from datetime import date as Day  # noqa: N812 - a field is called `date`

from pydantic import AwareDatetime, BaseModel

from api.http.models import Body, Id, Prose


class PermitOut(BaseModel):
    """Who may be away from the post of which duty; `state` asked, declined, lapsed, out, or back."""

    id: str
    agent_id: str
    date: str
    shift: str
    job: str
    start: str
    end: str
    granted_by: str
    reason: str
    stand_in: str
    consent: bool
    state: str
    refused_by: str
    refusal: str
    lapsed_at: str | None
    returned_at: str | None


class PermitBody(Body):
    """Whose duty of which day, from when to when; `consent` where more are away at once than the rule allows."""

    centre_id: Id | None = None
    agent_id: Id
    date: Day
    start: AwareDatetime
    end: AwareDatetime
    reason: Prose = ""
    stand_in: Id | None = None
    consent: bool = False

    model_config = {
        **Body.model_config,
        "json_schema_extra": {
            "examples": [
                {
                    "agent_id": "0005",
                    "date": "2026-10-20",
                    "start": "2026-10-20T10:00:00+08:00",
                    "end": "2026-10-20T10:15:00+08:00",
                }
            ]
        },
    }


class AskBody(Body):
    """Of one's own duty of which day, from when to when, and who keeps the seat."""

    centre_id: Id | None = None
    date: Day
    start: AwareDatetime
    end: AwareDatetime
    reason: Prose = ""
    stand_in: Id | None = None

    model_config = {
        **Body.model_config,
        "json_schema_extra": {
            "examples": [
                {"date": "2026-10-20", "start": "2026-10-20T11:00:00+08:00", "end": "2026-10-20T11:15:00+08:00"}
            ]
        },
    }


class AnswerBody(Body):
    """Yes or no, and why not; `consent` where more are away at once than the rule allows."""

    granted: bool
    reason: Prose = ""
    consent: bool = False

    model_config = {**Body.model_config, "json_schema_extra": {"examples": [{"granted": True}]}}


class ReturnBody(Body):
    """When they were back, where a leader says that it was earlier than now."""

    at: AwareDatetime | None = None

    model_config = {**Body.model_config, "json_schema_extra": {"examples": [{}]}}
