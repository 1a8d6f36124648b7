"""The desk's policy: one typed record of the rulebook's numbers, and nothing that fills a gap by itself."""

import re
from dataclasses import replace
from pathlib import Path

import desk_world as w
import pytest

import roster.desk
from constraints import CATALOGUE
from roster.desk.policy.policy import Policy
from roster.errors import InternalError
from roster.rule import Matter, Rulebook


def test_the_record_holds_the_centres_numbers():
    rulebook = Rulebook.of(CATALOGUE, w.case(rules={"max_swaps_per_month": 3, "consecutive_by": "day"}).centre)
    policy = Policy.of(rulebook)
    assert (policy.max_swaps_per_month, policy.consecutive_by, policy.cover_counts_as_swap) == (3, "day", True)
    assert policy.gap_minutes == 660
    assert Policy.of(Rulebook.of(CATALOGUE, w.case(rules={"swap_min_gap_hours": 12.5}).centre)).gap_minutes == 750


def test_a_number_that_no_rule_brings_is_an_error():
    rules = tuple(rule for rule in CATALOGUE if rule.id not in {"SWAP-3a", "LEAVE-8"})
    with pytest.raises(InternalError, match=r"max_swaps_per_month.*late_minutes, away_minutes"):
        Policy.of(Rulebook.of(rules, w.case().centre))
    whole = Rulebook.of(CATALOGUE, w.case().centre)
    with pytest.raises(InternalError, match="director_limit_days"):
        Policy.of(replace(whole, values={**whole.values, "director_limit_days": True}))


def test_every_matter_has_one_rule():
    whole = Rulebook.of(CATALOGUE, w.case().centre)
    assert {matter: whole.governing(matter).id for matter in Matter} == {
        Matter.LEAVE_LADDER: "LEAVE-3",
        Matter.OWN_CONSENT: "STABLE",
    }
    assert [sum(matter in rule.governs for rule in whole.rules) for matter in Matter] == [1, 1]


def test_the_desk_asks_for_no_default_and_for_no_rule_by_name():
    ids = "|".join(re.escape(rule.id) for rule in CATALOGUE)
    forbidden = re.compile(rf'values\.get\(|"(?:{ids})"')
    files = sorted(Path(roster.desk.__file__).parent.rglob("*.py"))
    assert len(files) > 30
    assert [(file.name, name) for file in files for name in forbidden.findall(file.read_text())] == []
