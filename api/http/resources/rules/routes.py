"""The rulebook: what each rule says, its clause, its parameters."""

from typing import Any

from fastapi import Response

from api.accounts.caller import Caller, Right
from api.http.dependencies import CentreQuery, Me, MonthQuery, Parts, Tongue, centre_of
from api.http.idempotency import once
from api.http.models import PageOf
from api.http.paging import Paged
from api.http.replies import Reply, answer
from api.http.resources.rules.bodies import RuleOut, RulesBody, RulesChangedOut
from api.http.routing import resource
from api.views.rosters import finding_view
from api.views.rules import rule_view
from constraints import CATALOGUE
from roster.desk.rosters.rules_desk import preview_rules, set_rules
from roster.errors import NotFoundError

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
    weights: dict[str, float] = {}
    if centre_id is not None:
        caller.need_centre(centre_id)
        rulebook = parts.office.board(centre_id, month).rulebook
        values, weights = dict(rulebook.values), dict(rulebook.weights)
    return answer(page.of([rule_view(rule, language, values, weights) for rule in CATALOGUE]))


@router.put("", response_model=RulesChangedOut)
@once
def put_rules(parts: Parts, caller: Me, language: Tongue, body: RulesBody) -> Reply:
    """Set parameters and weights; for directors and admins. All faults at once, and then nothing is kept."""
    need_ruler(caller)
    centre = centre_of(caller, body.centre_id)
    month, desk = parts.office.month(centre, body.month), parts.office.desk(centre)
    rules = {name: tuple(value) if isinstance(value, list) else value for name, value in body.rules.items()}
    rules_result = preview_rules(desk, month, rules, body.weights)
    if not body.dry_run:
        set_rules(desk, caller.person, month, rules, body.weights, reason=body.reason)
    come, go = ([finding_view(item, language) for item in items] for items in (rules_result.come, rules_result.go))
    return Reply({"come": come, "go": go})


def need_ruler(caller: Caller) -> None:
    """NotFoundError unless the caller may set the centre's numbers."""
    if not caller.may(Right.PUBLISH) and not caller.may(Right.ADMIN):
        raise NotFoundError("rules")
