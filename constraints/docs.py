"""The catalogue as a page for readers: `python -m constraints.docs` writes docs/rules.md from the rules themselves."""

import inspect
from collections.abc import Iterable, Iterator
from pathlib import Path

from constraints import CATALOGUE
from roster.rule import Parameter, Rule, Strength, Weight
from roster.text import Text

PAGE = Path(__file__).parent.parent / "docs" / "rules.md"
STRENGTHS = {
    Strength.HARD: Text("硬性", "hard"),
    Strength.SOFT: Text("软性", "soft"),
    Strength.WORKFLOW: Text("流程", "workflow"),
}
INTRODUCTION = """# 规则目录 · The catalogue of rules

<!-- Written by `python -m constraints.docs` from the rules in constraints/. Change a rule there, then run it again. -->

每条规则一个文件,既约束求解,也独立核查成品班表。
参数与权重在 `centre.toml` 的 `[rules]` 与 `[weights]` 中设定,此处为默认值。
*硬性*规则不可违反;*软性*规则按代价计分;*流程*规则约束换班、顶班、请假等申请。带有软性部分的硬性规则两者兼有。

Each rule is one file that binds the solvers and, independently, measures a finished roster. Parameters and weights are
set in `[rules]` and `[weights]` of `centre.toml`; the values here are the defaults. *Hard* rules are never broken,
*soft* ones have a price in points, *workflow* rules govern requests. A hard rule with a weight has a soft side as well.
"""


def page(catalogue: Iterable[type[Rule]] = CATALOGUE) -> str:
    """The whole page, in Markdown."""
    rules = list(catalogue)
    lines = [INTRODUCTION, *_table(rules)]
    lines += ["", *_readings(rules)]
    lines += ["", *_ours(rules)]
    for rule in rules:
        lines += ["", *_section(rule)]
    return "\n".join(lines) + "\n"


def _table(rules: list[type[Rule]]) -> Iterator[str]:
    yield "| id | 规则 · rule | 依据 · clause | 性质 · kind |"
    yield "| --- | --- | --- | --- |"
    for rule in rules:
        kind = STRENGTHS[rule.strength]
        anchor = f"[{rule.id}](#{rule.id.lower()})"
        yield f"| {anchor} | {rule.title.zh} · {rule.title.en} | {_cell(rule.clause)} | {kind.zh} · {kind.en} |"


def _readings(rules: list[type[Rule]]) -> Iterator[str]:
    """The clauses that a centre may read in several ways, the readings of each side by side."""
    yield "## 条文的读法 · How a clause may be read"
    yield ""
    yield "同一条文可有几种读法,粗体为默认。 A clause may be read in several ways; the default stands in bold."
    yield ""
    yield "| 依据 · clause | 参数 · parameter | 读法 · readings |"
    yield "| --- | --- | --- |"
    for rule in rules:
        for item in rule.parameters:
            if item.readings:
                sentences = []
                for value, reading in zip(item.values, item.readings, strict=True):
                    words = f"`{_value(value)}` {reading.zh} · {reading.en}"
                    sentences.append(f"**{words}**" if value == item.default else words)
                name = f"`{item.name}` ([{rule.id}](#{rule.id.lower()}))"
                yield f"| {_cell(item.source)} | {name} | {'<br>'.join(sentences)} |"


def _ours(rules: list[type[Rule]]) -> Iterator[str]:
    """The parameters that the regulations and their reading do not name."""
    yield "## 本产品自定的参数 · Parameters of our own"
    yield ""
    yield "制度及其读法没有提到、由本产品增设的参数;来源一栏写明它与哪条制度或法律有关。"
    yield ""
    yield "Neither the regulations nor their reading name these; the source says which clause or law each is about."
    yield ""
    yield "| 参数 · parameter | 默认 · default | 含义 · meaning | 来源 · source |"
    yield "| --- | --- | --- | --- |"
    for rule in rules:
        for item in rule.parameters:
            if item.ours:
                name = f"`{item.name}` ([{rule.id}](#{rule.id.lower()}))"
                meaning = f"{item.meaning.zh} · {item.meaning.en}"
                yield f"| {name} | `{_value(item.default)}` | {_cell(meaning)} | {_cell(item.source)} |"


def _section(rule: type[Rule]) -> Iterator[str]:
    kind = STRENGTHS[rule.strength]
    yield f'<a id="{rule.id.lower()}"></a>'
    yield f"## {rule.id} {rule.title.zh} · {rule.title.en}"
    yield ""
    yield f"依据 · clause: {rule.clause} — {kind.zh} · {kind.en}"
    yield ""
    yield rule.summary.zh
    yield ""
    yield rule.summary.en
    details = inspect.getdoc(rule)
    if details and "\n\n" in details:
        yield ""
        yield details.split("\n\n", 1)[1].strip()
    if rule.parameters:
        yield ""
        yield "| 参数 · parameter | 默认 · default | 单位 · unit | 范围 · bounds | 含义 · meaning | 来源 · source |"
        yield "| --- | --- | --- | --- | --- | --- |"
        yield from map(_parameter, rule.parameters)
    if rule.weights:
        yield ""
        yield "| 权重 · weight | 默认 · default | 每 · per | 含义 · meaning |"
        yield "| --- | --- | --- | --- |"
        yield from map(_weight, rule.weights)
    yield ""
    yield f"- ✗ {rule.example.bad.zh} · {rule.example.bad.en}"
    yield f"- ✓ {rule.example.good.zh} · {rule.example.good.en}"


def _parameter(item: Parameter) -> str:
    meaning = f"{item.meaning.zh} · {item.meaning.en}"
    source = f"{item.source}(本产品自定 · ours)" if item.ours else item.source
    cells = (f"`{item.name}`", f"`{_value(item.default)}`", item.unit, _bounds(item), meaning, source)
    return f"| {' | '.join(map(_cell, cells))} |"


def _weight(item: Weight) -> str:
    return f"| `{item.name}` | `{item.default:g}` | {_cell(item.per)} | {item.meaning.zh} · {item.meaning.en} |"


def _value(value: object) -> str:
    if value is None or value in ((), ""):
        return "–"
    if isinstance(value, bool):
        return str(value).lower()
    return str(list(value)) if isinstance(value, tuple) else str(value)


def _bounds(item: Parameter) -> str:
    if item.choices:
        return ", ".join(f"`{choice}`" for choice in item.choices)
    if item.minimum is None and item.maximum is None:
        return "–"
    low = "" if item.minimum is None else f"{item.minimum:g}"
    high = "" if item.maximum is None else f"{item.maximum:g}"
    return f"{low} … {high}".strip()


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE)
