"""The bodies of the vacancies' resources."""

from datetime import date as Day  # noqa: N812 - a field is called `date`

from pydantic import BaseModel

from api.http.models import Body, Id, Prose
from api.http.resources.swaps.bodies import DutyOut, SuggestionOut


class VacancyOut(BaseModel):
    """A duty that a leave freed and nobody covers yet, and who could, best first; `duty` names who is on leave.

    `part`: the hours that stand vacant, where the rest of the duty is worked.
    """

    leave_id: str
    duty: DutyOut
    part: str | None
    covers: list[SuggestionOut]


class CoverBody(Body):
    """Who covers the duty that the leave freed on `date`."""

    date: Day
    partner: Id
    reason: Prose = ""

    model_config = {
        **Body.model_config,
        "json_schema_extra": {"examples": [{"date": "2026-10-20", "partner": "0012", "reason": "sickness"}]},
    }
