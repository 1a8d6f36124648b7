"""The page of rules says what each number is counted in, in both languages."""

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
