"""Suggestions, held against the rules themselves: what is offered is exactly what no rule refuses."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from big_world import MONTH, big_board, shuffled, with_swaps
from desk_world import at, board, clock, effective, on

from roster.desk.board.board import Board
from roster.desk.board.worsened import new_or_worse
from roster.desk.clock import FixedClock
from roster.desk.policy.desk_rule import decide
from roster.desk.swaps.suggest import hindrances, suggest
from roster.errors import NotFoundError
from roster.model import Leave, LeaveStatus, Roster
from roster.model.swap import SwapKind, SwapRequest, handed
from roster.rule import TICKS, Evidence
from roster.rule.pieces import Budget, Cost, Sequence
from roster.rule.rulebook import objective_ticks

NOW = FixedClock(datetime(2026, 10, 3, 4, tzinfo=UTC))


def request_of(duty, partner, pay_back):
    moves = (handed(duty, partner),) if pay_back is None else (handed(duty, partner), handed(pay_back, duty.agent_id))
    kind = SwapKind.COVER if pay_back is None else SwapKind.SWAP
    return SwapRequest(duty.agent_id, kind, moves, "needed", NOW.now())


def by_hand(world, duty, clock, *, covers):
    """Every partner and pay-back day, asked one by one of every rule."""
    legal = set()
    for agent in world.case.agents:
        if agent.agent_id == duty.agent_id:
            continue
        for pay_back in [None] if covers else world.duties[agent.agent_id].values():
            if pay_back is not None and (pay_back.day, pay_back.shift) == (duty.day, duty.shift):
                continue
            if decide(world.rulebook, request_of(duty, agent.agent_id, pay_back), world, clock).allowed:
                legal.add((agent.agent_id, pay_back))
    return legal


WORLDS: dict[str, dict[str, Any]] = {
    "plain": {},
    "a wide gap": {"swap_min_gap_hours": 14, "max_grade_gap": 1},
    "any job, any grade": {"swap_same_job": False, "max_grade_gap": 2, "allow_reswap": True},
    "holidays by overlap": {"holiday_by": "overlap", "holiday_includes_weekend": True, "max_swaps_per_month": 3},
    "a leader always on duty": {"max_grade_gap": 2, "leader_hard": True},
}


def on_granted_leave(world, draw, count):
    """Some people asked for a day that they have free, and the roster grants it."""
    busy = {(duty.agent_id, day) for duty in world.roster.duties for day in (duty.day, duty.day + timedelta(days=1))}
    free = [
        (agent.agent_id, day)
        for agent in world.case.agents
        for day in list(MONTH)[8:]
        if (agent.agent_id, day) not in busy
    ]
    chosen = [free[place] for place in draw.choice(len(free), count, replace=False).tolist()]
    asked = tuple(Leave(agent_id, "annual", day, day, LeaveStatus.REQUESTED) for agent_id, day in chosen)
    first = len(world.case.leaves)
    case = replace(world.case, leaves=(*world.case.leaves, *asked))
    roster = Roster.of(world.roster.duties, {*world.roster.granted, *range(first, first + count)})
    return Board.of(case, world.rulebook, roster, swaps=world.swaps, staff=world.staff)


@pytest.mark.parametrize("covers", [False, True])
def test_nobody_is_offered_on_the_leave_that_the_roster_grants(covers):
    draw = np.random.default_rng(5)
    world = on_granted_leave(big_board(28, 3), draw, 24)
    away = {(leave.agent_id, leave.start) for leave in world.case.leaves[-24:]}
    days = {day for _, day in away}
    duties = [duty for duty in world.roster.duties if duty.day in days][::9]
    for duty in duties:
        ways = suggest(world, duty.agent_id, duty.day, NOW, covers=covers)
        assert not away & {(way.partner, duty.day) for way in ways}
        for way in ways[:4]:
            request = request_of(duty, way.partner, way.pay_back)
            assert decide(world.rulebook, request, world, NOW).allowed
    assert len(duties) > 5
    without = world.with_roster(Roster.of(world.roster.duties))
    ways = [(duty, way) for duty in duties for way in suggest(without, duty.agent_id, duty.day, NOW, covers=covers)]
    assert away & {(way.partner, duty.day) for duty, way in ways}


@pytest.mark.parametrize("name", WORLDS)
@pytest.mark.parametrize("covers", [False, True])
def test_exactly_what_no_rule_refuses_is_offered(name, covers):
    draw = np.random.default_rng(sorted(WORLDS).index(name))
    rules = {key: value for key, value in WORLDS[name].items() if key in big_board(14).rulebook.values}
    world = with_swaps(shuffled(big_board(28, 3, rules), draw, 20), draw, 12)
    late = [duty for duty in world.roster.duties if duty.day.day >= 9]
    likely = max(late[::7], key=lambda duty: len(suggest(world, duty.agent_id, duty.day, NOW, covers=covers)))
    for duty in (likely, late[int(draw.integers(len(late)))]):
        offered = {
            (item.partner, item.pay_back) for item in suggest(world, duty.agent_id, duty.day, NOW, covers=covers)
        }
        assert offered == by_hand(world, duty, NOW, covers=covers)
        assert offered or duty is not likely


def test_checks_of_two_months_alone_equal_checks_of_the_whole_roster():
    draw = np.random.default_rng(5)
    world = shuffled(big_board(28, 7), draw, 60)
    before = [item for item in world.rulebook.check(Evidence(world.case, world.roster)) if item.hard]
    assert before
    for _ in range(25):
        one, two = (
            world.roster.duties[int(place)] for place in draw.choice(len(world.roster.duties), 2, replace=False)
        )
        if one.agent_id == two.agent_id:
            continue
        moves = (handed(one, two.agent_id), handed(two, one.agent_id))
        after = world.changed((one, two), [move.taken for move in moves])
        whole = [item for item in world.rulebook.check(Evidence(world.case, after)) if item.hard]

        def findings_of(findings):
            return sorted((item.rule, str(item.agent_id), str(item.day), item.measured) for item in findings)

        assert findings_of(world.new_findings(moves)) == findings_of(new_or_worse(before, whole))


def test_the_points_are_what_the_rules_charge_more():
    world = big_board(84, 1)
    kinds = {Cost, Budget, Sequence}
    own = {piece.rule for piece in world.sheet.compiled.pieces if type(piece) in kinds}
    own -= {piece.rule for piece in world.sheet.compiled.pieces if type(piece) not in kinds}
    assert {"FAIR", "MEET", "WISH"} <= own

    def charged(roster):
        findings = world.rulebook.check(Evidence(world.case, roster))
        return objective_ticks([item for item in findings if item.rule in own])

    before, seen = charged(world.roster), set()
    for day in (9, 15, 22):
        duty = next(duty for duty in world.roster.duties if duty.day == on(day))
        for item in suggest(world, duty.agent_id, duty.day, NOW)[::20]:
            moves = request_of(duty, item.partner, item.pay_back).moves
            after = charged(world.changed([move.given for move in moves], [move.taken for move in moves]))
            points = item.fairness_points + item.wish_points + item.other_points
            assert points == pytest.approx((after - before) / TICKS)
            seen.add(points)
    assert len(seen) > 1


def test_a_leader_who_gives_up_the_night_before_the_weekly_meeting_gains_by_it():
    # The night before a day off is a word with a price, not a price of single duties.
    (item,) = suggest(board("l1: 15N; p2: 12E"), "l1", on(15), clock(1))
    assert (item.partner, item.other_points) == ("p2", -2)
    (back,) = suggest(board("l1: 12E; p2: 15N"), "p2", on(15), clock(1))
    assert (back.partner, back.other_points) == ("l1", 2)


def test_the_best_comes_first():
    world = big_board(84, 1)
    duty = next(duty for duty in world.roster.duties if duty.day == on(15))
    suggestions = suggest(world, duty.agent_id, duty.day, NOW)
    assert len(suggestions) > 3
    keys = [item.key for item in suggestions]
    assert keys == sorted(keys)
    assert suggestions == tuple(sorted(suggestions, key=lambda item: item.key))


def test_the_partners_rest_is_the_shorter_gap_beside_the_duty_taken():
    # b works 11L (to 24:00) and 13E; taking 12L leaves 16 h before it and 8 h after: not offered; c has 24 h
    world = board("a: 12L 20L; b: 11L 22L 26E; c: 11E 22L", rules={"max_grade_gap": 2})
    rest = {(item.partner, item.pay_back.day.day): item.rest_hours for item in suggest(world, "a", on(12), clock(1))}
    assert rest["b", 22] == 16
    assert rest["c", 22] == 24


def test_nothing_is_offered_for_a_holiday_duty_or_one_that_has_begun():
    assert suggest(board("a: 7E; b: 12E"), "a", on(7), clock(1)) == ()
    world = board("a: 9E; b: 12E")
    assert suggest(world, "a", on(9), clock(9, "07:59")) != ()
    assert suggest(world, "a", on(9), clock(9, "08:00")) == ()


def test_nothing_is_offered_once_the_quota_is_used():
    done = (effective("a: 9E", "c: 12E", 1), effective("a: 15E", "c: 17E", 2))
    world = board("a: 12E 14L 17E 22E; b: 25E; c: 9E 15E", swaps=done)
    assert suggest(world, "a", on(22), clock(8)) == ()
    assert suggest(world, "a", on(22), clock(8), covers=True, by_leader=True) != ()


def test_a_duty_that_does_not_exist_is_not_found():
    with pytest.raises(NotFoundError):
        suggest(board("a: 9E"), "a", on(10), clock(1))
    with pytest.raises(NotFoundError):
        suggest(board("a: 9E"), "nobody", on(10), clock(1))


def test_times_are_read_from_the_clock_given():
    assert at(8, "08:00") < at(8, "08:01")


@pytest.mark.parametrize("covers", [False, True])
def test_why_nobody_can_take_a_duty_is_what_the_rules_say_of_each_partner(covers):
    world = board("a: 12E; b: 13E; c: 14N")
    begun = clock(12, "12:00")
    assert not suggest(world, "a", on(12), begun, covers=covers)
    partners = len(world.case.agents) - 1 if covers else 2
    by_rule = {item.refusal.rule: item for item in hindrances(world, "a", on(12), begun, covers=covers)}
    assert (by_rule["SWAP-2"].people, by_rule["SWAP-2"].asked) == (partners, partners)
    assert "已于" in by_rule["SWAP-2"].refusal.message.zh
    with pytest.raises(NotFoundError, match="a published roster of 2026-10"):
        board("a: 12E", published=False).duty("a", on(13))
