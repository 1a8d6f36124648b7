"""What nobody should be bound by unawares: the measure by which a solve's verdict says that a roster is far off."""

import pytest
from rule_world import DAY, agent, roster, seats, world

from roster.desk.rosters.alarms import alarms

# Two people, a seat of eight hours on each of five days: 40 seat-hours, eight of them a fifth.
CASE = world(agent("a"), agent("b"), shifts=(DAY,), seats=seats((8, 9, 10, 12, 13), range(8, 16), 1))
FOUR, THREE, TWO = "a 8D 9D 10D 12D", "a 8D 9D 10D", "a 8D 9D"


@pytest.mark.parametrize(
    ("text", "least", "told"),
    [
        ("a 8D 9D 10D 12D 13D", 0, None),
        (FOUR, 0, ("only 80.0% of the seats are filled, far from what is possible", ">= 95.0%")),
        (FOUR, 3, ("only 80.0% of the seats are filled, far from what is possible", ">= 83.8%")),
        (FOUR, 8, None),
        (THREE, None, None),
        (TWO, None, ("only 40.0% of the seats are filled", ">= 50.0%")),
    ],
)
def test_seats_empty_beyond_what_must_be_are_alarming(text, least, told):
    found = [item for item in alarms(CASE, roster(CASE, text), None, lambda: least) if "filled" in item.message.en]
    assert [(item.message.en, item.allowed.en) for item in found] == ([told] if told else [])


def test_what_binds_already_is_no_news_and_full_rosters_ask_for_no_proof():
    assert alarms(CASE, roster(CASE, FOUR), roster(CASE, FOUR), lambda: 0) == ()
    said = [item.message.en for item in alarms(CASE, roster(CASE, THREE), roster(CASE, FOUR), lambda: 0)]
    assert said == ["days with nobody on any seat (1): 10-12"]
    assert alarms(CASE, roster(CASE, "a 8D 9D 10D 12D 13D"), None, pytest.fail) == ()
