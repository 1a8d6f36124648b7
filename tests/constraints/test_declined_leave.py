"""A planned request that is declined says why: the holiday, the team's quota, or the seats."""

import pytest
from rule_world import APPROVED, Evidence, agent, leave, roster, rule, world

TEAM = (agent("a"), agent("b"), agent("c"))
QUOTA = (leave("b", 9, 9, status=APPROVED), leave("a", 9, 9))


@pytest.mark.parametrize(
    ("leaves", "chinese", "english"),
    [
        (
            (leave("a", 7, 8),),
            "2026-10-07 为节假日,未注明极特殊",
            "2026-10-07 is a public holiday, and it is not extreme",
        ),
        (
            QUOTA,
            "一班 在 2026-10-09 已有 1 人请假,名额 1 人",
            "1 of 一班 are on leave on 2026-10-09 already, of 1 allowed",
        ),
        ((leave("a", 9, 9),), "座席人手不足", "the seats need the agent"),
    ],
)
def test_a_declined_request_names_what_stands_against_it(leaves, chinese, english):
    case = world(*TEAM, leaves=leaves)
    this = rule(case, "LEAVE")
    (finding,) = [item for item in this.check(Evidence(case, roster(case, "a 9D 8D 7D"))) if not item.hard]
    sentence = this.explain(finding)
    assert sentence.zh.endswith(f"未准:{chinese}")
    assert sentence.en.endswith(f"is not granted: {english}")
