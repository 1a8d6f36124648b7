"""The centre's numbers: set for a month, thought through before."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from roster.desk.board.worsened import new_or_worse
from roster.desk.desk import Desk
from roster.desk.refusals import bad_request
from roster.desk.rosters.roster_desk import edit_case
from roster.model import Case, Month
from roster.rule import Evidence, Finding, Rulebook
from roster.text import Text

LAW = "LAW"
"""What a clause that stands in a law begins with."""


@dataclass(frozen=True)
class RulesPreview:
    """What other numbers would do to the month's roster: findings that come or grow, and those that go."""

    come: tuple[Finding, ...]
    go: tuple[Finding, ...]


def with_numbers(case: Case, rules: Mapping[str, object], weights: Mapping[str, float], desk: Desk) -> Case:
    """The case with these parameters and weights; one at its default is no longer set. InputError with every fault."""
    defaults = {item.name: item.default for rule in desk.catalogue for item in rule.parameters}
    owned = {f"{rule.id}.{item.name}" for rule in desk.catalogue for item in rule.parameters}
    numbers = {
        key: value for key, value in case.centre.rules.items() if key not in owned or key.split(".")[-1] not in rules
    }
    numbers = {
        key: value for key, value in {**numbers, **rules}.items() if key not in defaults or value != defaults[key]
    }
    usual = {item.name: float(item.default) for rule in desk.catalogue for item in rule.weights}
    heavy = {key: value for key, value in {**case.centre.weights, **weights}.items() if usual.get(key) != value}
    changed = replace(case, centre=replace(case.centre, rules=numbers, weights=heavy))
    Rulebook.of(desk.catalogue, changed.centre)
    return changed


def preview_rules(desk: Desk, month: Month, rules: Mapping[str, object], weights: Mapping[str, float]) -> RulesPreview:
    """Which findings of the month's roster come or go; nothing is written. InputError for numbers out of bounds."""
    board = desk.board(month)
    changed = with_numbers(board.case, rules, weights, desk)
    if not board.published:
        return RulesPreview((), ())
    before = tuple(board.rulebook.check(Evidence(board.case, board.roster)))
    after = tuple(Rulebook.of(desk.catalogue, changed.centre).check(Evidence(changed, board.roster)))
    return RulesPreview(new_or_worse(before, after), new_or_worse(after, before))


def set_rules(
    desk: Desk,
    actor: str,
    month: Month,
    rules: Mapping[str, object],
    weights: Mapping[str, float],
    *,
    reason: str = "",
    key: str | None = None,
) -> None:
    """Set parameters and weights of a month's case; what the law says is changed only with a reason, which is kept."""
    lawful = {item.name for rule in desk.catalogue if LAW in rule.clause for item in rule.parameters} & rules.keys()
    if lawful and not reason.strip():
        raise bad_request(
            "reason",
            Text("涉及法律规定,请写明理由", "the law speaks of it: name the reason"),
            Text("写明依据", "say on what month_case"),
        )
    edit_case(
        desk,
        actor,
        month,
        lambda case: with_numbers(case, rules, weights, desk),
        note={"rules": sorted(rules), "weights": sorted(weights), "reason": reason.strip()},
        key=key,
    )
