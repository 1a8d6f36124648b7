"""The rulebook: what each rule says, its clause, its parameters."""

from typing import Any

from fastapi import Response

from api.http.dependencies import CentreQuery, Me, MonthQuery, Parts, Tongue
from api.http.models import PageOf
from api.http.paging import Paged
from api.http.replies import answer
from api.http.resources.rules.bodies import RuleOut
from api.http.routing import resource
from api.views.rules import rule_view
from constraints import CATALOGUE

router = resource("/rules", "rules")


@router.get("", response_model=PageOf[RuleOut])
def list_rules(
    parts: Parts,
    caller: Me,
    page: Paged,
    language: Tongue,
    centre_id: CentreQuery = None,
    month: MonthQuery = None,
) -> Response:
    """The catalogue, in its order; with `centre_id` the centre's own values."""
    values: dict[str, Any] = {}
    if centre_id is not None:
        caller.need_centre(centre_id)
        values = dict(parts.office.board(centre_id, month).rulebook.values)
    return answer(page.of([rule_view(rule, language, values) for rule in CATALOGUE]))
