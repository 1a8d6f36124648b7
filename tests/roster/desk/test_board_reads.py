"""What a board tells: who stands in, stretches of seats, prices by rule, what a cell may hold, who counts alike."""

from dataclasses import replace

import pytest
from desk_world import AGENTS, DIRECTOR, at, board, duties, on

from roster.desk.board.edit import options
from roster.desk.board.seats import SeatChange
from roster.desk.board.what_if import stretches
from roster.desk.rosters.comparison import Comparison, Sums
from roster.desk.words import note_words
from roster.model.approval import Delegation
from roster.text import Text


@pytest.mark.parametrize(
    ("person", "day", "wall", "stands"),
    [
        ("p2", 9, "08:00", True),
        ("p2", 9, "07:59", False),
        ("p2", 11, "17:59", True),
        ("p2", 11, "18:00", False),
        ("b", 10, "08:00", False),
        (DIRECTOR, 10, "08:00", False),
    ],
)
def test_a_deputy_stands_in_for_the_time_named(person, day, wall, stands):
    named = (Delegation("l2", "p2", at(9, "08:00"), at(11, "18:00")), Delegation("l1", "b", at(20), at(21)))
    assert board("a: 8E", delegations=named).staff.stands_in(person, at(day, wall)) is stands


def test_intervals_that_follow_each_other_alike_are_one_stretch():
    first = SeatChange(on(8), 480, "189", 2, 2, 1)
    then = [replace(first, minute=minute) for minute in (510, 540)]
    others = [
        replace(first, minute=570, after_seats=0),
        replace(first, minute=600, before_seats=1, after_seats=0),
        replace(first, minute=630, required_seats=3, before_seats=1, after_seats=0),
        replace(first, minute=690, required_seats=3, before_seats=1, after_seats=0),
        replace(first, job="180"),
        replace(first, day=on(9)),
    ]
    found = [[(one.day.day, one.job, one.minute) for one in run] for run in stretches([*others, *then, first], 30)]
    assert found == [
        [(8, "180", 480)],
        [(8, "189", 480), (8, "189", 510), (8, "189", 540)],
        [(8, "189", 570)],
        [(8, "189", 600)],
        [(8, "189", 630)],
        [(8, "189", 690)],
        [(9, "189", 480)],
    ]
    assert list(stretches([], 30)) == []


def test_what_one_version_costs_more_is_told_rule_by_rule():
    one, two = Sums({"A": 5, "B": 2, "C": 1}, 0, 0), Sums({"A": 5, "B": 7, "D": 1}, 0, 0)
    assert list(Comparison((), one, two).ticks_more.items()) == [("B", 5), ("C", -1), ("D", 1)]


def test_what_may_stand_in_a_cell_is_off_and_each_shift_with_each_job():
    wanted = [item.duty and (item.duty.shift, item.duty.job) for item in options(board("c: 8E"), "c", on(8))]
    assert wanted == [None, *((shift, job) for shift in "ELNZ" for job in ("189", "180"))]
    held = [item.duty for item in options(board("c: 8E"), "c", on(8)) if item.now]
    assert held == list(duties("c: 8E"))


def test_people_of_one_job_are_counted_alike_and_a_trainee_is_not():
    agents = tuple(replace(one, trainee_until=on(15)) if one.agent_id == "b" else one for one in AGENTS)
    seats = tuple((on(8), minute, "189", 1, 1) for minute in range(480, 960, 30))
    world = board("a: 8E; c: 9E/189", agents=agents, seats=seats)
    assert world.counts_alike("a", "l1") is True
    assert world.counts_alike("a", "b") is False
    assert board("a: 8E", agents=agents).counts_alike("a", "b") is True


@pytest.mark.parametrize(
    ("note", "chinese"),
    [("re-planned", "调整排班"), ("solved from version 3", "由第 3 版重新生成"), ("for the fair", "for the fair")],
)
def test_what_the_desk_notes_on_a_version_reads_in_both_languages(note, chinese):
    assert note_words(note) == Text(chinese, note)
