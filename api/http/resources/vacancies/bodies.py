"""The bodies of the vacancies' resources."""

from datetime import date as Day  # noqa: N812 - a field is called `date`

from api.http.models import Body, Id, Prose
from api.http.resources.leave.bodies import CoverOut


class VacancyOut(CoverOut):
    """A duty that a leave freed and nobody covers yet, and who could, best first; `duty` names who is on leave."""

    leave_id: str


class CoverBody(Body):
    """Who covers the duty that the leave freed on `date`."""

    date: Day
    partner: Id
    reason: Prose = ""

    model_config = {
        **Body.model_config,
        "json_schema_extra": {"examples": [{"date": "2026-10-20", "partner": "0012", "reason": "sickness"}]},
    }
