"""After an event: every rule kept, the least disruption, in the rulebook's order."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from rule_world import APPROVED, agent, leave, roster, rulebook, seats, world

from roster.engine.problem.difference import DutyChange, difference
from roster.engine.replan.replan import Replanned, ReplanOptions, replan
from roster.model import Case, Roster
from roster.rule import Evidence

EARLY = datetime(2026, 10, 1, tzinfo=UTC)
OPTIONS = ReplanOptions(now=EARLY, seconds=20, patience=3)
THREE = world(agent("a"), agent("b"), agent("c"), seats=seats((12, 13, 14), range(8, 16), 1))
PUBLISHED = roster(THREE, "a 12D 13D; b 14D")


def replanned(case: Case, published: Roster, **more: object) -> Replanned:
    settled = replan(case, rulebook(case), published, replace(OPTIONS, **more))  # type: ignore[arg-type]
    assert settled.result.roster is not None
    findings = rulebook(case).check(Evidence(case, settled.result.roster, published, EARLY))
    assert not [finding for finding in findings if finding.hard]
    return settled


def test_nothing_happened_nothing_moves() -> None:
    settled = replanned(THREE, PUBLISHED)
    assert settled.moves == ()
    assert settled.fewest_changes == 0


def test_a_sick_day_is_covered_by_one_other_person() -> None:
    sick = replace(THREE, leaves=(leave("a", 13, 13, "sick", status=APPROVED),))
    settled = replanned(sick, PUBLISHED)
    assert len(settled.moves) == 2
    assert {move.day for move in settled.moves} == {date(2026, 10, 13)}
    assert [move.agent_id for move in settled.forced] == ["a"]
    assert [move.after and move.after.shift for move in settled.for_consent] == ["D"]
    assert settled.lost_seat_intervals == 0
    assert settled.fewest_changes == 2


def test_coverage_comes_before_changes_and_changes_before_the_rest() -> None:
    # Nobody works on the 14th as published and a seat is short there: that was not the event's doing, so no change
    # is spent on it; the seat lost on the 13th is filled again.
    sick = replace(THREE, leaves=(leave("a", 13, 13, "sick", status=APPROVED),))
    settled = replanned(sick, roster(THREE, "a 12D 13D"))
    assert {move.day for move in settled.moves} == {date(2026, 10, 13)}
    assert settled.lost_seat_intervals == 0


def test_what_nobody_can_cover_is_counted_as_lost() -> None:
    alone = world(
        agent("a"), seats=seats((13,), range(8, 16), 1), leaves=(leave("a", 13, 13, "sick", status=APPROVED),)
    )
    settled = replanned(alone, roster(alone, "a 13D"))
    assert [move.after for move in settled.moves] == [None]
    assert settled.lost_seat_intervals == 8


def test_somebody_who_left_is_replaced() -> None:
    fewer = replace(THREE, agents=tuple(one for one in THREE.agents if one.agent_id != "a"))
    settled = replanned(fewer, PUBLISHED)
    assert {move.agent_id for move in settled.forced} == {"a"}
    assert settled.lost_seat_intervals == 0


def test_the_past_never_moves() -> None:
    # At noon on the 13th the day has begun: a's duty of that day stands, whatever the leave says of the 14th.
    sick = replace(THREE, leaves=(leave("b", 14, 14, "sick", status=APPROVED),))
    noon = datetime(2026, 10, 13, 4, tzinfo=UTC)
    settled = replan(sick, rulebook(sick), PUBLISHED, replace(OPTIONS, now=noon))
    assert all(move.day >= date(2026, 10, 14) for move in settled.moves)
    assert settled.lost_seat_intervals == 0


def test_a_breach_in_the_past_is_told_and_does_not_stop_the_rest() -> None:
    # a worked eight days in a row up to the 12th: no choice undoes that, and b's sick day is still covered.
    published = roster(THREE, "a 5D 6D 7D 8D 9D 10D 11D 12D; b 14D")
    sick = replace(THREE, leaves=(leave("b", 14, 14, "sick", status=APPROVED),))
    settled = replan(sick, rulebook(sick), published, replace(OPTIONS, now=datetime(2026, 10, 13, 4, tzinfo=UTC)))
    hard = {(finding.rule, finding.agent_id) for finding in settled.result.findings if finding.hard}
    assert hard == {("STREAK", "a")}
    assert settled.lost_seat_intervals == 0


@pytest.mark.parametrize("seconds", [2])
def test_a_short_time_still_gives_a_legal_roster(seconds: float) -> None:
    sick = replace(THREE, leaves=(leave("a", 12, 13, "sick", status=APPROVED),))
    assert replanned(sick, PUBLISHED, seconds=seconds).lost_seat_intervals == 0


def test_difference_lists_each_changed_day_once() -> None:
    before, after = roster(THREE, "a 12D 13D"), roster(THREE, "a 12D; b 13D")
    assert [(move.agent_id, move.before is None, move.after is None) for move in difference(before, after)] == [
        ("a", False, True),
        ("b", True, False),
    ]
    assert difference(before, before) == ()
    assert difference(after, before)[0] == DutyChange("a", date(2026, 10, 13), None, before.duties[1])
