"""A centre's settings against the catalogue: every fault at once, every value in its type."""

from typing import ClassVar

import pytest
from rule_world import Case, Evidence, MonthContext, Roster, world

from roster.errors import InputError
from roster.model import Centre, Month
from roster.rule import Example, Finding, Parameter, Rule, Rulebook, Strength, Weight, ticks, ticks_for
from roster.rule.rulebook import objective_ticks
from roster.text import Text, both

SAY = Text("规则", "rule")


class Sample(Rule):
    """A rule with one parameter of each kind."""

    id: ClassVar[str] = "SAMPLE"
    title: ClassVar[Text] = SAY
    clause: ClassVar[str] = "POLICY"
    strength: ClassVar[Strength] = Strength.SOFT
    summary: ClassVar[Text] = SAY
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter("whole", 3, "days", SAY, "POLICY", minimum=0, maximum=9),
        Parameter("hours", 11, "hours", SAY, "POLICY", minimum=0, number=True),
        Parameter("limit", None, "hours", SAY, "POLICY", optional=True, number=True),
        Parameter("flag", default=False, unit="yes/no", meaning=SAY, source="POLICY"),
        Parameter("word", "a", "choice", SAY, "POLICY", choices=("a", "b")),
        Parameter("text", "x1", "text", SAY, "POLICY", pattern=r"x\d"),
        Parameter("codes", (), "text", SAY, "POLICY", pattern=r"[A-Z]"),
    )
    weights: ClassVar[tuple[Weight, ...]] = (Weight("price", 2, "event", SAY),)
    example: ClassVar[Example] = Example(both("-"), both("+"))

    def check(self, evidence: Evidence) -> tuple[Finding, ...]:
        del evidence
        return (Finding("SAMPLE", False, "a", None, "1", "0", 5), Finding("SAMPLE", False, "b", None, "1", "0", 7))


def book(rules: dict[str, object] | None = None, weights: dict[str, float] | None = None) -> Rulebook:
    return Rulebook.of((Sample,), Centre("", "UTC", Month(2026, 10), rules=rules or {}, weights=weights or {}))


def test_defaults_hold_where_nothing_is_set() -> None:
    rule = book()["SAMPLE"]
    assert (rule.whole("whole"), rule.number("hours"), rule.values["limit"]) == (3, 11.0, None)
    assert (rule.flag("flag"), rule.word("word"), rule.words("codes")) == (False, "a", ())
    assert rule.ticks("price") == 720


def test_values_take_the_type_of_their_default() -> None:
    rule = book({"SAMPLE.whole": 4.0, "hours": 11.5, "limit": 7.25, "codes": ["A", "B"]}, {"price": 0.5})["SAMPLE"]
    assert rule.values["whole"] == 4
    assert isinstance(rule.values["whole"], int)
    assert rule.number("hours") == 11.5
    assert rule.number("limit") == 7.25
    assert rule.words("codes") == ("A", "B")
    assert rule.ticks_for("price", 15) == 90


def test_every_fault_is_told_at_once() -> None:
    wrong: dict[str, object] = {
        "whole": 10,
        "hours": float("nan"),
        "limit": "much",
        "flag": 1,
        "word": "c",
        "text": "y1",
        "codes": ["A", "bb"],
        "unknown": 1,
        "OTHER.whole": 1,
    }
    with pytest.raises(InputError) as caught:
        book(wrong, {"price": -1, "no price": 1})
    fields = {fault.field for fault in caught.value.faults}
    assert fields == {*(f"rules.{key}" for key in wrong), "weights.price", "weights.no price"}
    assert all(fault.problem.zh and fault.problem.en and fault.remedy.zh for fault in caught.value.faults)


@pytest.mark.parametrize("value", [True, 2.5, "3", None, [1]])
def test_a_whole_number_is_one(value: object) -> None:
    with pytest.raises(InputError):
        book({"whole": value})


def test_an_unknown_rule_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        book()["OTHER"]


def test_findings_carry_clause_and_sentence_and_add_up() -> None:
    case: Case = world()
    findings = book().check(Evidence(case, Roster(())))
    assert [finding.clause for finding in findings] == ["POLICY", "POLICY"]
    assert findings[0].message.en == "rule: a  measured 1, required 0"
    assert findings[0].message.zh == "规则:a  实测 1,要求 0"
    assert objective_ticks(findings) == 12
    assert book().encode(MonthContext(case)) == []


def test_ticks_are_rounded_once() -> None:
    assert ticks(1) == 360
    assert ticks(0.1) == 36
    assert ticks(1 / 720) == 1  # half a tick goes up
    assert ticks_for(10, 15) == 1800
    # 0.01 points a half hour are 0.12 ticks a minute.
    assert ticks_for(0.01, 1) == 0
    assert ticks_for(0.05, 1) == 1
