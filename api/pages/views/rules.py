"""Rules and their numbers, grouped as people look for them, and numbers read from a form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.views.rules import SWITCH, unit_of
from roster.desk.rosters.rules_desk import LAW
from roster.errors import Fault, InputError
from roster.rule import Rule, Strength
from roster.text import Language, Text

GROUPS = {
    "swaps": Text("换班与审批", "Swaps and approvals"),
    "leave": Text("请假", "Leave"),
    "duty": Text("值班与考核", "Duty days and tests"),
    "roster": Text("班表", "Roster"),
    "law": Text("法律", "Law"),
    "weights": Text("权重", "Weights"),
}

FAMILIES = {
    **dict.fromkeys(("LEAVE", "BALANCE"), "leave"),
    **dict.fromkeys(("DUTY", "AWAY", "OVERTIME", "QA", "GRADE"), "duty"),
}
"""The group of rules by what their ids begin with; that of the others follows from what they are."""


@dataclass(frozen=True)
class Number:
    """A parameter or a weight: its value and how it may be set. `kind`: number, switch, choice, list, text, weight.

    `choices` are what a form sends and what it means in words; `default` is in words.
    """

    name: str
    about: str
    unit: str
    source: str
    value: str
    default: str
    kind: str
    choices: tuple[tuple[str, str], ...] = ()
    bounds: str = ""
    changed: bool = False


@dataclass(frozen=True)
class RuleCard:
    """A rule with its numbers; `law`: a change asks for a reason."""

    id: str
    title: str
    clause: str
    summary: str
    numbers: tuple[Number, ...]
    law: bool


def groups_of(
    catalogue: Sequence[type[Rule]],
    values: Mapping[str, Any],
    weights: Mapping[str, float],
    language: Language,
    wanted: str = "",
) -> dict[str, list[RuleCard]]:
    """Every rule in its group, those that hold the words wanted."""
    groups: dict[str, list[RuleCard]] = {name: [] for name in GROUPS}
    part = wanted.strip().casefold()
    for rule in catalogue:
        card = RuleCard(
            rule.id,
            rule.title.to(language),
            rule.clause,
            rule.summary.to(language),
            (
                *(_parameter(item, values, language) for item in rule.parameters),
                *(_weight(item, weights, language) for item in rule.weights),
            ),
            LAW in rule.clause,
        )
        searched = " ".join(
            [card.id, card.title, card.clause, card.summary, *(item.name + item.about for item in card.numbers)]
        )
        if part in searched.casefold():
            groups[_group(rule)].append(card)
    return groups


def _group(rule: type[Rule]) -> str:
    if LAW in rule.clause:
        return "law"
    if (family := FAMILIES.get(rule.id.split("-")[0])) is not None:
        return family
    if rule.strength is Strength.WORKFLOW:
        return "swaps"
    return "weights" if rule.weights and not rule.parameters else "roster"


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else ""
    if isinstance(value, (tuple, list)):
        return "; ".join(str(item) for item in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _parameter(item: Any, values: Mapping[str, Any], language: Language) -> Number:
    value = values.get(item.name)
    kind = "number"
    if item.choices:
        kind = "choice"
    elif isinstance(item.default, bool):
        kind = "switch"
    elif isinstance(item.default, tuple):
        kind = "list"
    elif isinstance(item.default, str) and not item.number:
        kind = "text"
    choices = tuple((one, words.to(language)) for one, words in zip(item.choices, item.readings, strict=False))
    default = _shown(item.default)
    if kind == "switch":
        default = SWITCH[item.default].to(language)
    elif kind == "choice":
        default = dict(choices)[item.default]
    low = "" if item.minimum is None else f"{item.minimum:g}"
    high = "" if item.maximum is None else f"{item.maximum:g}"
    return Number(
        item.name,
        item.meaning.to(language),
        unit_of(item.unit).to(language),
        item.source,
        _shown(value),
        default,
        kind,
        choices,
        f"{low}–{high}" if low or high else "",
        value != item.default,
    )


def _weight(item: Any, weights: Mapping[str, float], language: Language) -> Number:
    value = weights.get(item.name, float(item.default))
    return Number(
        item.name,
        item.meaning.to(language),
        unit_of(item.per).to(language),
        "",
        f"{value:g}",
        f"{float(item.default):g}",
        "weight",
        (),
        "0–1000000",
        value != float(item.default),
    )


def read_numbers(rule: type[Rule], fields: Mapping[str, Sequence[str]]) -> tuple[dict[str, Any], dict[str, float]]:
    """The rule's parameters and weights as a form sent them; InputError with every one that is no number."""
    faults: list[Fault] = []
    given: dict[str, Any] = {}
    for item in rule.parameters:
        entered = (fields.get(item.name) or [""])[0].strip()
        if isinstance(item.default, bool) and not item.choices:
            given[item.name] = bool(entered)
        elif not entered and item.optional:
            given[item.name] = None
        elif item.choices or (isinstance(item.default, str) and not item.number):
            given[item.name] = entered
        elif isinstance(item.default, tuple):
            given[item.name] = tuple(part.strip() for part in entered.replace(";", ";").split(";") if part.strip())
        else:
            given[item.name] = _number(item.name, entered, faults)
            if isinstance(item.default, int) and isinstance(given[item.name], float) and given[item.name].is_integer():
                given[item.name] = int(given[item.name])
    weights = {
        item.name: _number(item.name, (fields.get(item.name) or [""])[0].strip(), faults) for item in rule.weights
    }
    if faults:
        raise InputError(faults)
    for item in rule.parameters:
        wrong = item.problem(given[item.name])
        if wrong is not None:
            faults.append(Fault("form", None, item.name, wrong, Text("请更正", "Correct it")))
    if faults:
        raise InputError(faults)
    return given, weights


def _number(name: str, entered: str, faults: list[Fault]) -> float:
    try:
        return float(entered)
    except ValueError:
        faults.append(Fault("form", None, name, Text("应为数字", "must be a number"), Text("请更正", "Correct it")))
        return 0.0
