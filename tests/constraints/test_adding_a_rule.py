"""The rule that docs/adding-a-rule.md writes step by step works as it stands there."""

import re
from pathlib import Path
from typing import Any

from piece_reading import read
from rule_world import Evidence, MonthContext, roster

import constraints
from roster.rule import Rule

PAGE = Path(constraints.__file__).parent.parent / "docs" / "adding-a-rule.md"


def test_the_page_s_own_rule_keeps_its_labels() -> None:
    rule_text, table_text = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, Any] = {"__name__": "second_saturday"}
    exec(rule_text, names)
    exec(table_text, names)
    rule = names["SecondSaturday"]({}, {})
    assert isinstance(rule, Rule)
    assert len(names["CASES"]) == 4
    for case in names["CASES"]:
        given = roster(case.case, case.roster)
        findings = list(rule.check(Evidence(case.case, given)))
        assert [(item.agent_id, item.day.day) for item in findings] == list(case.breaks)
        context = MonthContext(case.case)
        assert read(context, rule.pieces(context), given).admits == (not case.breaks)
        assert all(rule.explain(item).zh and rule.explain(item).en for item in findings)
