"""Random worlds with every kind of record, random rosters: rule by rule, pieces and check say the same.

A sample of the whole campaign, which is `tests/proof/test_solver.py`. The seed is the test's parameter.
"""

from datetime import UTC, datetime, timedelta

import pytest
from piece_reading import read
from random_world import Maker
from rule_world import Evidence, MonthContext, rulebook

WORLDS = 60


@pytest.mark.parametrize("seed", range(WORLDS))
def test_pieces_and_checks_agree_rule_by_rule(seed: int) -> None:
    maker = Maker(seed)
    case = maker.case()
    published, now = None, None
    if maker.chance(0.3):
        published = maker.roster(case)
        moment = datetime.combine(maker.day(3, 3), datetime.min.time(), UTC)
        now = moment + timedelta(minutes=maker.random.randrange(1440)) if maker.chance(0.7) else None
    book = rulebook(case)
    context = MonthContext(case, published, now)
    pieces = {rule.id: list(rule.pieces(context)) for rule in book.rules}
    for _ in range(6):
        roster = maker.roster(case)
        evidence = Evidence(case, roster, published, now)
        for rule in book.rules:
            findings = list(rule.check(evidence))
            reading = read(context, pieces[rule.id], roster)
            assert reading.admits == (not any(item.hard for item in findings)), (rule.id, findings)
            assert reading.total == sum(item.cost_ticks for item in findings), (rule.id, findings)
            assert all(rule.explain(item).zh and rule.explain(item).en for item in findings[:5])
