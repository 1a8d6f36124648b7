"""A change by hand is thought through to the tick and to the last breach, as the whole rulebook finds it."""

import random
from datetime import date

import pytest
from big_world import big_board

from roster.desk.board.board import Board
from roster.desk.board.edit import effect_of_edit, exchange, options, targets
from roster.desk.board.worsened import new_or_worse
from roster.model import Duty
from roster.rule import Evidence
from roster.rule.rulebook import objective_ticks


@pytest.fixture(scope="module", params=[{}, {"leader_hard": True}], ids=["as it is", "a leader is a must"])
def board(request):
    return big_board(28, rules=request.param)


def checked(board, removed, added):
    """What the whole rulebook says: ticks more, and the hard findings that are new or worse."""
    before = board.rulebook.check(Evidence(board.case, board.roster))
    after = board.rulebook.check(Evidence(board.case, board.changed(removed, added)))
    hard = [[item for item in findings if item.hard] for findings in (before, after)]
    own = [[item for item in finding if item.agent_id is not None] for finding in hard]
    # Of counts over people each interval stands for itself: that one gets better does not excuse another.
    counts = [
        {(item.rule, item.day, item.facts["minute"]) for item in finding if item.agent_id is None} for finding in hard
    ]
    worse = {(item.rule, item.agent_id, item.day) for item in new_or_worse(*own)} | (counts[1] - counts[0])
    return objective_ticks(after) - objective_ticks(before), worse


def shown(item):
    return (item.rule, item.agent_id, item.day) if item.agent_id else (item.rule, item.day, item.facts["label"][1])


def some_edit(board, draw, size):
    removed, added, taken = [], [], set()
    for _ in range(size):
        agent, day = draw.choice(board.case.agents), date(2026, 10, draw.randint(1, 31))
        if (agent.agent_id, day) in taken:
            continue
        taken.add((agent.agent_id, day))
        held = board.duties[agent.agent_id].get(day)
        if held is not None:
            removed.append(held)
        if draw.random() < 0.7:
            added.append(Duty(agent.agent_id, day, draw.choice(board.case.shifts).code, agent.jobs[0]))
    return removed, added


@pytest.mark.parametrize("size", [1, 2, 7, 40])
def test_an_edit_is_priced_and_judged_as_the_whole_rulebook_does(board, size):
    draw = random.Random(size)
    for _ in range(6):
        removed, added = some_edit(board, draw, size)
        effect = effect_of_edit(board, removed, added)
        ticks, worse = checked(board, removed, added)
        assert effect.ticks == ticks
        assert {shown(item) for item in effect.worse} == worse
        assert all(item.message.zh and item.clause for item in effect.worse)


def test_taking_an_edit_back_undoes_all_it_did(board):
    removed, added = some_edit(board, random.Random(3), 9)
    there = effect_of_edit(board, removed, added)
    back = effect_of_edit(board.edited(there.removed, there.added), there.added, there.removed)
    assert back.ticks == -there.ticks
    assert {(item.rule, item.agent_id) for item in back.better} == {(item.rule, item.agent_id) for item in there.worse}
    assert board.edited(there.removed, there.added).edited(there.added, there.removed).roster == board.roster


def test_a_board_edited_knows_the_duties_it_now_has(board):
    assert board.duties
    assert [part is not None for part in (board.seats, board.sheet.shared)] == [True, True]
    removed, added = some_edit(board, random.Random(5), 9)
    edited = board.edited(removed, added)
    fresh = Board.of(edited.case, edited.rulebook, edited.roster)
    assert edited.duties == fresh.duties
    for job, row in fresh.seats.served.items():
        assert (edited.seats.served[job] == row).all()
    assert edited.sheet.shared.values == fresh.sheet.shared.values


def test_every_shift_of_ones_jobs_and_off_are_options(board):
    agent = board.case.agents[0]
    offered = options(board, agent.agent_id, date(2026, 10, 12))
    assert [item.duty.shift if item.duty else None for item in offered] == [None, "E", "D", "L", "N"]
    assert sum(item.now for item in offered) == 1
    assert [item.effect.ticks for item in offered if item.now] == [0]


def test_targets_are_the_exchanges_that_break_nothing(board):
    draw = random.Random(1)
    for _ in range(4):
        agent = draw.choice(board.case.agents).agent_id
        day = draw.choice(sorted(board.duties[agent]))
        held, exchanges = board.duties[agent][day], targets(board, agent, day)
        fine_days, fine_agents = set(), set()
        for other in board.case.month:
            here = board.duties[agent].get(other)
            if (here is None or (here.shift, here.job) != (held.shift, held.job)) and other != day:
                removed, added = exchange(board, (agent, day), (agent, other))
                if not effect_of_edit(board, removed, added).worse:
                    fine_days.add(other)
        for person in board.case.agents:
            here = board.duties[person.agent_id].get(day)
            if (here is None or (here.shift, here.job) != (held.shift, held.job)) and person.agent_id != agent:
                removed, added = exchange(board, (agent, day), (person.agent_id, day))
                if not effect_of_edit(board, removed, added).worse:
                    fine_agents.add(person.agent_id)
        assert set(exchanges.days) == fine_days
        assert set(exchanges.agents) == fine_agents


def test_nothing_can_be_moved_from_a_day_off(board):
    agent = board.case.agents[0].agent_id
    free = next(day for day in board.case.month if day not in board.duties[agent])
    assert targets(board, agent, free).days == ()
