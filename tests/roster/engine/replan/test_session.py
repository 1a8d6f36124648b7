"""A published month in memory: changed in place, it is the month that a fresh start would prepare."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pytest
from big_world import big_case
from rule_world import APPROVED, agent, leave, roster, rulebook, seats, world

from roster.engine.problem.difference import difference
from roster.engine.replan.fewest import FewestBound, changes
from roster.engine.replan.replan import ReplanOptions, settle
from roster.engine.replan.session import ReplanSession
from roster.model import Availability, Case, Leave, Pin, Roster
from roster.rule import Finding, MonthContext

EARLY = datetime(2026, 10, 1, tzinfo=UTC)
LATER = datetime(2026, 10, 9, 4, tzinfo=UTC)


def big() -> tuple[Case, Roster]:
    return big_case(28)


def sick(agent_id: str, first: int, last: int) -> Leave:
    return leave(agent_id, first, last, "sick", status=APPROVED)


EVENTS = {
    "sickness": lambda case: replace(
        case, leaves=(*case.leaves, leave(case.agents[3].agent_id, 13, 14, "sick", status=APPROVED))
    ),
    "a request decided": lambda case: replace(case, leaves=tuple(replace(one, status=APPROVED) for one in case.leaves)),
    "a limit to somebody's hours": lambda case: replace(
        case, availability=(Availability(case.agents[5].agent_id, None, date(2026, 10, 20), None, False),)
    ),
    "a pin": lambda case: replace(case, pins=(Pin(case.agents[2].agent_id, date(2026, 10, 22), "off"),)),
    "a resignation": lambda case: replace(
        case, agents=(replace(case.agents[0], end_date=date(2026, 10, 15)), *case.agents[1:])
    ),
    "a new load": lambda case: replace(case, seats=tuple(replace(row, seats=row.seats + 1) for row in case.seats)),
    "nothing": lambda case: case,
}


def asked(case: Case) -> Case:
    """The case with requests that crowd a team's quota."""
    team = [one.agent_id for one in case.agents if one.team == case.agents[0].team]
    return replace(case, leaves=tuple(leave(agent_id, 13, 13) for agent_id in team[:6]))


@pytest.mark.parametrize("event", EVENTS)
def test_changed_in_place_it_is_what_a_fresh_start_prepares(event: str) -> None:
    before, published = big()
    before = asked(before)
    after = EVENTS[event](before)
    rules = rulebook(before)
    session = ReplanSession(before, rules, published, EARLY)
    session.stand(after, published, LATER)
    fresh = ReplanSession(after, rules, published, LATER)
    assert session.prepared == (2 if event == "a new load" else 1)
    one, other = session.problem, fresh.problem
    for name in ("allowed", "off_allowed", "shift_ticks", "off_ticks", "job_ticks"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    assert one.budgets == other.budgets
    assert one.requests == other.requests
    assert one.rows.source == other.rows.source
    for name in ("constant", "minimum", "maximum", "start", "stop", "row", "coefficient"):
        np.testing.assert_array_equal(getattr(one.rows, name), getattr(other.rows, name))
    for name in ("start", "stop", "row", "coefficient"):  # lost seats are counted on either
        np.testing.assert_array_equal(getattr(one.rows, name), getattr(session.rows, name))
    assert one.rows.of_request == other.rows.of_request
    assert one.rows.penalties == other.rows.penalties
    for updated, made in zip(session.search.force, fresh.search.force, strict=True):
        np.testing.assert_array_equal(updated, made)
    for updated, made in zip(session.search.row_state, fresh.search.row_state, strict=True):
        np.testing.assert_array_equal(updated, made)


@pytest.mark.parametrize("event", EVENTS)
def test_a_settled_event_keeps_every_rule_and_the_full_check_agrees(event: str) -> None:
    before, published = big()
    session = ReplanSession(before, rulebook(before), published, EARLY)
    session.stand(EVENTS[event](before), published, EARLY)
    settled = settle(session, ReplanOptions(now=EARLY, seconds=2, patience=2))
    assert settled.result.roster == settled.roster
    assert not [finding for finding in settled.result.findings if finding.hard]
    assert settled.moves == difference(published, settled.roster)
    assert settled.fewest_changes <= len(settled.moves)
    if event in {"sickness", "a pin", "a resignation"}:
        assert settled.forced
    if event == "nothing":
        assert settled.moves == ()


def moved_about(case: Case, published: Roster, draw: np.random.Generator, several: int) -> Roster:
    """The roster with some duties on other days, and some requests granted: rules break here and there."""
    cells = {(duty.agent_id, duty.day): duty for duty in published.duties}
    for place in draw.choice(len(published.duties), several, replace=False):
        duty = published.duties[place]
        day = list(case.month)[int(draw.integers(case.month.days))]
        if (duty.agent_id, day) not in cells:
            del cells[duty.agent_id, duty.day]
            cells[duty.agent_id, day] = replace(duty, day=day)
    return Roster.of(cells.values(), np.flatnonzero(draw.random(len(case.leaves)) < 0.5).tolist())


@pytest.mark.parametrize("event", EVENTS)
def test_asking_about_whom_it_touches_finds_what_asking_about_everybody_does(event: str) -> None:
    before, published = big()
    before = asked(before)
    draw = np.random.default_rng(len(event))
    base = moved_about(before, published, draw, 20)
    session = ReplanSession(before, rulebook(before), base, EARLY)
    session.stand(EVENTS[event](before), base, LATER)

    def findings_words(findings: list[Finding]) -> list[tuple[str, ...]]:
        return sorted((f.rule, f.agent_id or "", str(f.day), f.measured, f.required) for f in findings)

    seen = set()
    for several in (0, 1, 5, 5, 40):
        after = moved_about(session.case, base, draw, several)
        whole = findings_words(session.rulebook.breaches(session.evidence.sibling(session.case, after)))
        assert findings_words(session.breaches(after)) == whole
        seen.update(rule for rule, *_ in whole)
    assert {"LEAVE", "REST", "STABLE"} <= seen


def test_rules_read_no_more_of_a_case_than_they_declare() -> None:
    whole, _ = big()
    whole = replace(asked(whole), pins=(Pin(whole.agents[2].agent_id, date(2026, 10, 22), "off"),))
    rules = rulebook(whole)
    declared = [rule for rule in rules.rules if rule.reads is not None]
    assert declared
    for rule in declared:
        assert rule.reads is not None
        for field in {"leaves", "wishes", "availability", "history", "pins"} - rule.reads:
            gone: dict[str, Any] = {field: ()}
            less = replace(whole, **gone)
            assert list(rule.encode(MonthContext(less))) == list(rule.encode(MonthContext(whole))), (rule.id, field)


THREE = world(agent("a"), agent("b"), agent("c"), seats=seats((12, 13, 14), range(8, 16), 1))
PUBLISHED = roster(THREE, "a 12D 13D; b 14D")


def test_the_bound_counts_the_day_that_cannot_stay_and_the_one_that_fills_its_seat() -> None:
    absent = replace(THREE, leaves=(sick("a", 13, 13),))
    month = ReplanSession(absent, rulebook(absent), PUBLISHED, EARLY)
    assert FewestBound(month.problem, month.rows, month.lost, month.before).least() == 2


def test_the_bound_counts_seats_that_nobody_can_fill_as_lost() -> None:
    alone = world(
        agent("a"), seats=seats((13,), range(8, 16), 1), leaves=(leave("a", 13, 13, "sick", status=APPROVED),)
    )
    month = ReplanSession(alone, rulebook(alone), roster(alone, "a 13D"), EARLY)
    assert FewestBound(month.problem, month.rows, month.lost, month.before).least() == 1 + 8 * 1000
    assert FewestBound(month.problem, month.rows, month.lost, month.before).least(8) == 1


def test_a_change_of_job_alone_is_one_change() -> None:
    two = world(agent("a", "180", "189"))
    month = ReplanSession(two, rulebook(two), roster(two, "a 13D/180"), EARLY)
    other = month.before.copy()
    other.job[0, 12] = 1 - other.job[0, 12]
    assert changes(month.before, other) == 1
    other.job[0, 20] = 1
    assert changes(month.before, other) == 1


def test_lost_seats_tell_who_was_considered() -> None:
    # b worked the night before and may not take the day; c is on leave too.
    case = world(
        agent("a"),
        agent("b"),
        agent("c"),
        seats=seats((13,), range(8, 16), 1),
        leaves=tuple(sick(who, 13, 13) for who in ("a", "c")),
        history="",
    )
    published = roster(case, "a 13D; b 12N")
    now = datetime(2026, 10, 12, 16, tzinfo=UTC)
    month = ReplanSession(case, rulebook(case), published, now)
    settled = settle(month, ReplanOptions(now=now, seconds=2, patience=2))
    lost = settled.result.extra["lost_seats"]
    assert isinstance(lost, list)
    assert [(item["date"], item["time"], item["intervals"], item["seats"]) for item in lost] == [
        ("2026-10-13", "08:00", 8, 1)
    ]
    assert lost[0]["free"] == []
    assert set(lost[0]["barred"]) == {"LEAVE", "REST"}
    assert settled.lost_seat_intervals == 8
