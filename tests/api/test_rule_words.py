"""The page of rules says in both languages what each number is counted in and what each choice means."""

import pytest

from api.pages.render import marked
from api.pages.views.rules import groups_of
from api.views.rules import UNITS
from constraints import CATALOGUE


def test_every_unit_of_the_catalogue_has_its_words():
    used = {item.unit for rule in CATALOGUE for item in rule.parameters}
    used |= {item.per for rule in CATALOGUE for item in rule.weights}
    assert set(UNITS) == used


def test_a_quota_is_counted_in_times_and_a_switch_says_yes_or_no():
    (card,) = groups_of(CATALOGUE, {"max_swaps_per_month": 2}, {}, "zh", "SWAP-3a")["swaps"]
    shown = {item.name: (item.unit, item.default) for item in card.numbers}
    assert shown["max_swaps_per_month"] == ("次", "2")
    assert shown["pay_back_counts"] == ("是/否", "否")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_choice_stands_there_in_words(language):
    values = {item.name: item.default for rule in CATALOGUE for item in rule.parameters}
    cards = [card for group in groups_of(CATALOGUE, values, {}, language).values() for card in group]
    shown = {item.name: item for card in cards for item in card.numbers if item.kind == "choice"}
    chosen = {item.name: item for rule in CATALOGUE for item in rule.parameters if item.choices}
    assert set(shown) == set(chosen)
    for name, item in chosen.items():
        assert [one for one, _ in shown[name].choices] == list(item.choices)
        words = [one.to(language) for one in item.readings]
        assert [one for _, one in shown[name].choices] == words
        assert len(set(words)) == len(words)
        assert not set(words) & set(item.choices)
        assert shown[name].default == words[item.choices.index(item.default)]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_names_of_parameters_in_a_sentence_are_marked_and_no_backtick_stands_there(language):
    texts = [
        text
        for group in groups_of(CATALOGUE, {}, {}, language).values()
        for card in group
        for text in (card.summary, *(item.about for item in card.numbers))
    ]
    rest = [text for text in texts if "`" not in text]
    assert 0 < len(rest) < len(texts)
    assert [text for text in texts if "`" in marked(text)] == []
    assert marked("a < `min_seats`") == "a &lt; <code>min_seats</code>"
    # What is written as it is has no such marks.
    plain = [card.title + card.clause for group in groups_of(CATALOGUE, {}, {}, language).values() for card in group]
    assert [text for text in plain if "`" in text] == []


def test_each_rule_stands_where_people_look_for_it():
    groups = groups_of(CATALOGUE, {}, {}, "zh")
    assert {card.id.split("-")[0] for card in groups["swaps"]} == {"SWAP", "COVER", "CHANGE", "DELEGATE"}
    assert {card.id.split("-")[0] for card in groups["leave"]} == {"LEAVE", "BALANCE"}
    assert {card.id.split("-")[0] for card in groups["duty"]} == {"DUTY", "AWAY", "OVERTIME", "QA", "GRADE"}
    assert sum(map(len, groups.values())) == len(CATALOGUE)
