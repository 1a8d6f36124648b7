"""The catalogue walked from end to end: whatever a rule must bring along is there, and the docs say it."""

import re
from pathlib import Path

import pytest

import constraints
from constraints import CATALOGUE, docs
from roster.model import Centre, Month
from roster.rule import Rule, Rulebook, Strength
from roster.text import Text

ROOT = Path(constraints.__file__).parent
CHINESE = re.compile(r"[一-鿿]")


def bilingual(text: Text) -> bool:
    """Whether a sentence is there in both languages, each its own."""
    return bool(CHINESE.search(text.zh)) and bool(text.en) and not CHINESE.search(re.sub(r"[(（].*?[)）]", "", text.en))


def test_what_a_rule_rests_on_is_cited_and_reads_alike_in_both_languages() -> None:
    """Clause and source are names, numbers and the marks POLICY, LAW and SINCE, which pages put in words."""
    cited = [
        (rule.id, text) for rule in CATALOGUE for text in (rule.clause, *(item.source for item in rule.parameters))
    ]
    assert [(rule, text) for rule, text in cited if re.search(r"(?<![A-Za-zäöü])[a-z]{3,}", text)] == []


@pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.id)
def test_a_rule_says_what_it_is(rule: type[Rule]) -> None:
    assert rule.clause
    assert bilingual(rule.title)
    assert bilingual(rule.summary)
    for text in (rule.example.bad, rule.example.good):
        assert text.zh
        assert text.en
        assert text.zh != text.en
    assert rule.__doc__, "the class says nothing exact"
    for item in rule.parameters:
        assert bilingual(item.meaning), item.name
        assert item.unit, item.name
        assert item.source, item.name
        assert item.problem(item.default) is None, item.name
    for weight in rule.weights:
        assert bilingual(weight.meaning), weight.name
        assert weight.per, weight.name
        assert weight.default > 0, weight.name


@pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.id)
def test_a_rule_is_one_file_and_measures_what_it_binds(rule: type[Rule]) -> None:
    path = Path(*rule.__module__.split(".")[1:]).with_suffix(".py")
    assert (ROOT / path).is_file()
    assert path.stem == rule.id.lower().replace("-", "_")
    same_file = [other for other in CATALOGUE if other.__module__ == rule.__module__]
    assert same_file == [rule]
    if rule.strength is not Strength.WORKFLOW:
        assert rule.check is not Rule.check
        assert rule.encode is not Rule.encode or rule.id == "ONE-DUTY"
        assert rule.explain is not Rule.explain


def test_ids_and_parameters_belong_to_one_rule_each() -> None:
    assert len({rule.id for rule in CATALOGUE}) == len(CATALOGUE)
    names = [item.name for rule in CATALOGUE for item in rule.parameters]
    assert sorted(names) == sorted(set(names))
    weights = {}
    for rule in CATALOGUE:
        for weight in rule.weights:
            assert weights.setdefault(weight.name, weight) == weight, "one weight, two defaults"


def test_the_order_is_hard_then_soft_then_workflow() -> None:
    order = [Strength.HARD, Strength.SOFT, Strength.WORKFLOW]
    places = [order.index(rule.strength) for rule in CATALOGUE]
    assert places == sorted(places)


def test_the_rulebooks_defaults() -> None:
    book = Rulebook.of(CATALOGUE, Centre("", "UTC", Month(2026, 10)))
    expected = {
        "leader_hard": False,
        "leaders_on_duty": 1,
        "peak_share": 0.25,
        "floor_manager_share": 0.8,
        "floor_hard": True,
        "min_seniors_on_duty": 1,
        "min_rest_hours": 11,
        "max_consecutive_nights": 3,
        "max_nights_per_month": 8,
        "rest_days_after_nights": 1,
        "max_consecutive_days": 6,
        "max_hours_day": 11,
        "weekly_hours": 44,
        "max_overtime_month": 36,
        "max_leave_share": 0.15,
        "unpopular_shifts": (),
        "weekly_meeting": "Friday 14:00-15:00",
        "all_hands": "14:00-16:00",
        "all_hands_by": "before",
        "rhythm_minutes": 120,
    }
    assert {name: book.values[name] for name in expected} == expected
    assert book.weights == {
        "seat_short": 10,
        "seat_over": 1,
        "short_month_end": 10,
        "over_month_end": 1,
        "needless_night": 16,
        "spare_misplaced": 0.2,
        "spare_unasked": 1,
        "hours_uneven": 1,
        "leader_missing": 20,
        "senior_missing": 2,
        "floor_missing": 5,
        "hours_off_contract": 1,
        "leave_declined": 15,
        "wish": 3,
        "fair": 4,
        "away_from_team": 1,
        "meeting_missed": 2,
        "duty_changed": 5,
        "rotated_backward": 2,
        "start_changed": 0.5,
        "lone_duty": 2,
        "lone_day_off": 1,
        "lone_night": 1,
        "weekend_broken": 1,
    }


def test_the_committed_page_is_what_the_catalogue_says() -> None:
    assert docs.PAGE.read_text(encoding="utf-8") == docs.page(), "run: python -m constraints.docs"


def test_the_page_tells_every_rule_parameter_and_weight() -> None:
    page = docs.page()
    for rule in CATALOGUE:
        assert f"## {rule.id} {rule.title.zh} · {rule.title.en}\n" in page
        assert rule.summary.zh in page
        assert rule.summary.en in page
        for name in (*(item.name for item in rule.parameters), *(item.name for item in rule.weights)):
            assert f"| `{name}` |" in page
