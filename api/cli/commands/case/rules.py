"""`roster rules`: the catalogue with clauses and parameters."""

from difflib import get_close_matches
from typing import Annotated

import typer

from api.cli.errors import reporting_errors
from api.cli.options import JsonOption, LangOption
from api.cli.speech import Speech
from api.views.rules import STRENGTHS, SWITCH, clause_words, unit_of
from constraints import CATALOGUE
from roster.errors import NotFoundError
from roster.rule import Rule
from roster.text import Text
from roster.words import KEYS


def rules(
    rule: Annotated[
        str | None,
        typer.Argument(metavar="RULE", help="Only this rule, or that of a parameter, in full. 只看一条规则或一个参数"),
    ] = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """规则目录、依据与参数 · The catalogue with clauses and parameters."""
    speech = Speech.of(lang)
    with reporting_errors(speech):
        chosen = [item for item in CATALOGUE if rule is None or item.id.casefold() == rule.casefold()]
        chosen = chosen or [item for item in CATALOGUE if str(rule).rpartition(".")[2] in _settings_of(item)]
        if not chosen:
            near = ", ".join(get_close_matches(str(rule).upper(), [item.id for item in CATALOGUE]))
            raise NotFoundError(
                Text(
                    f"规则 {rule}" + (f"(是否想看 {near}?)" if near else ""),
                    f"rule {rule}" + (f" (did you mean {near}?)" if near else ""),
                )
            )
        if as_json:
            speech.json([as_record(item, speech) for item in chosen])
        elif rule is None:
            heads = (Text("规则", "rule"), Text("名称", "title"), Text("依据", "clause"), Text("强度", "strength"))
            speech.table(
                heads,
                [
                    (i.id, speech.to(i.title), speech.to(clause_words(i.clause)), speech.to(STRENGTHS[i.strength]))
                    for i in chosen
                ],
            )
        else:
            for item in chosen:
                _tell(item, speech)


def _settings_of(rule: type[Rule]) -> set[str]:
    """The names of a rule's parameters and weights."""
    return {one.name for one in rule.parameters} | {one.name for one in rule.weights}


def as_record(rule: type[Rule], speech: Speech) -> dict[str, object]:
    """A rule for programs."""
    return {
        "id": rule.id,
        "title": speech.to(rule.title),
        "clause": rule.clause,
        "strength": rule.strength.value,
        "parameters": [
            {"name": p.name, "default": p.default, "unit": p.unit, "meaning": speech.to(p.meaning), "source": p.source}
            for p in rule.parameters
        ],
        "weights": [
            {"name": w.name, "default": w.default, "per": w.per, "meaning": speech.to(w.meaning)} for w in rule.weights
        ],
    }


def _tell(rule: type[Rule], speech: Speech) -> None:
    speech.say_line(f"{rule.id} {speech.to(rule.title)} [{speech.to(clause_words(rule.clause))}]")
    speech.say(rule.summary)
    heads = (Text("参数", "parameter"), Text("默认", "default"), Text("单位", "unit"), Text("含义", "meaning"))
    rows = [
        (p.name, _default(p.default, speech), speech.to(unit_of(p.unit)), speech.to(p.meaning)) for p in rule.parameters
    ]
    rows += [(w.name, f"{w.default:g}", speech.to(unit_of(w.per)), speech.to(w.meaning)) for w in rule.weights]
    speech.table(heads, rows)
    if rows:
        rules, weights = KEYS["rules"].zh, KEYS["weights"].zh
        speech.say(
            Text(
                f"在中心表改:项目写 {rules}.参数名(权重写 {weights}.名称);几个值用 ; 分隔,只有一个也以 ; 结尾",
                "Set in the sheet centre: key rules.NAME (weights.NAME), its value beside it; lists end with a ;",
            )
        )


def _default(value: object, speech: Speech) -> str:
    """A parameter's default as people write it."""
    if isinstance(value, bool):
        return speech.to(SWITCH[value])
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "-"
    return "-" if value is None else str(value)
