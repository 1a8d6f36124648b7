"""The rulebook: what each rule says, its numbers; set by directors and admins, after a look at what they do."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Response

from api.accounts.caller import Right
from api.http.resources.rules.routes import need_ruler
from api.pages.forms import Form, Sent
from api.pages.problems import Trouble
from api.pages.shell import Here, PageRoute, Shell
from api.pages.views.rules import GROUPS, groups_of, read_numbers
from constraints import CATALOGUE
from roster.desk.rosters.rules_desk import RulesPreview, preview_rules, set_rules
from roster.errors import NotFoundError
from roster.rule import Rule

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/rules")
def rules(here: Here, q: str = "", group: str = "") -> Response:
    """The catalogue."""
    return _page(here, q=q, group=group)


def _page(
    here: Shell,
    problem: Trouble | None = None,
    form: Sent | None = None,
    *,
    q: str = "",
    group: str = "",
    rule_id: str = "",
    preview: RulesPreview | None = None,
) -> Response:
    rulebook = here.board.rulebook
    sets = here.may(Right.PUBLISH) or here.may(Right.ADMIN)
    groups = groups_of(CATALOGUE, rulebook.values, rulebook.weights, here.language, q)
    return here.render(
        "rules.html",
        problem=problem,
        form=form or Sent(),
        q=q,
        group=group,
        groups=[(name, words, groups[name]) for name, words in GROUPS.items() if groups[name] and group in {"", name}],
        all_groups=[(name, words, len(groups[name])) for name, words in GROUPS.items()],
        sets=sets,
        rule_id=rule_id,
        preview=preview,
    )


@router.post("/rules/{rule_id}")
def change(here: Here, rule_id: str, form: Form) -> Response:
    """Set one rule's numbers; with `look` only told what they would do."""
    need_ruler(here.caller)
    rule: type[Rule] | None = next((one for one in CATALOGUE if one.id == rule_id), None)
    if rule is None:
        raise NotFoundError(rule_id)

    def act() -> Response:
        now = here.board.rulebook
        given, weights = read_numbers(rule, form.fields)
        changed: Mapping[str, Any] = {name: value for name, value in given.items() if now.values.get(name) != value}
        heavier = {name: value for name, value in weights.items() if now.weights.get(name) != value}
        rules_result = preview_rules(here.desk, here.known_month, changed, heavier)
        if form["look"] or not (changed or heavier):
            return _page(here, form=form, q=rule_id, rule_id=rule_id, preview=rules_result)
        set_rules(here.desk, here.caller.person, here.known_month, changed, heavier, reason=form["reason"])
        return here.see(f"/rules?month={here.known_month}&q={rule_id}", "saved")

    return here.attempt(
        act, lambda problem: _page(here, problem, form, q=rule_id, rule_id=rule_id), None if form["look"] else form
    )
