"""The rulebook as programs get it."""

from collections.abc import Mapping
from typing import Any

from roster.rule import Rule, Strength
from roster.text import Language, Text, both

STRENGTHS = {
    Strength.HARD: Text("硬性", "hard"),
    Strength.SOFT: Text("软性", "soft"),
    Strength.WORKFLOW: Text("流程", "workflow"),
}
SOURCES = {
    "POLICY": Text("本中心约定", "house policy"),
    "LAW": Text("法律", "law"),
    "SINCE": Text("施行日期", "in force from"),
}
"""What the marks in a rule's clause mean: a choice of the centre with no clause behind it; the law; when it came in."""

UNITS = {
    "days": Text("天", "days"),
    "yes/no": Text("是/否", "yes/no"),
    "choice": Text("选项", "choice"),
    "text": Text("文字", "text"),
    "minutes": Text("分钟", "minutes"),
    "hours": Text("小时", "hours"),
    "hours a week": Text("小时/周", "hours a week"),
    "times": Text("次", "times"),
    "time": Text("每次", "each time"),
    "share": Text("比例", "share"),
    "agents": Text("人", "people"),
    "duties": Text("班", "duties"),
    "duty": Text("每班", "each duty"),
    "points": Text("分", "points"),
    "characters a minute": Text("字/分钟", "characters a minute"),
    "30 minutes": Text("每 30 分钟", "every 30 minutes"),
    "30 minutes and seat": Text("每座席每 30 分钟", "every 30 minutes of a seat"),
    "30 minutes and senior": Text("每缺一名高级每 30 分钟", "every 30 minutes without a senior"),
    "30 minutes and leader": Text("每缺一名班长每 30 分钟", "every 30 minutes without a leader"),
    "duty away from the fair share, growing": Text(
        "每偏离应摊数一班,越偏越重", "each duty away from the fair share, growing"
    ),
    "priority and duty spared": Text("每级优先每免一班", "each priority and duty spared"),
    "changed day of an agent": Text("每人每变动一天", "each changed day of a person"),
    "unit of the wish's weight": Text("意愿每一分权重", "each unit of the wish's weight"),
    "person and meeting": Text("每人每次会议", "each person and meeting"),
}
"""What parameters are measured in, and what weights are charged for."""

SWITCH = {True: Text("是", "yes"), False: Text("否", "no")}
"""A parameter that is on or off, as people write it."""


def rule_words(rule: str) -> Text:
    """A rule's id; in words where it is none: whose act it is (`ROLE`), how things stand (`STATE`)."""
    return NO_RULES.get(rule, both(rule))


NO_RULES = {"ROLE": Text("权限", "Rights"), "STATE": Text("状态", "State")}


def clause_words(clause: str) -> Text:
    """A rule's clause with the house's marks for where it stands (`LAW`, `POLICY`) in words."""
    chinese = english = clause
    for mark, words in SOURCES.items():
        chinese, english = chinese.replace(mark, words.zh), english.replace(mark, words.en)
    return Text(chinese, english)


def unit_of(unit: str) -> Text:
    """A unit in words; a number's own sign stays as it is."""
    return UNITS.get(unit, both(unit))


def rule_view(
    rule: type[Rule], language: Language, values: Mapping[str, Any], weights: Mapping[str, float]
) -> dict[str, Any]:
    """A rule with its parameters and weights; `values` and `weights` are a centre's own."""
    return {
        "id": rule.id,
        "title": rule.title.to(language),
        "clause": rule.clause,
        "strength": rule.strength.value,
        "summary": rule.summary.to(language),
        "parameters": [
            {
                "name": item.name,
                "default": item.default,
                "unit": item.unit,
                "about": item.meaning.to(language),
                "source": item.source,
                "value": values.get(item.name),
                "minimum": item.minimum,
                "maximum": item.maximum,
                "choices": list(item.choices),
            }
            for item in rule.parameters
        ],
        "weights": [
            {
                "name": item.name,
                "default": float(item.default),
                "per": item.per,
                "about": item.meaning.to(language),
                "value": weights.get(item.name),
            }
            for item in rule.weights
        ],
    }
