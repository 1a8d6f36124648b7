"""What is no fault in a case and odd all the same is told."""

from dataclasses import replace
from datetime import date

import pytest
from rule_world import APPROVED, agent, leave, seats, world

from roster.cases import bundled_folder
from roster.files.read_case import read_case
from roster.files.second_look import second_look
from roster.model import Load

NEEDED = seats((9,), range(9, 10), 1)


def test_a_job_that_no_seat_asks_for_is_told_with_its_people() -> None:
    case = world(agent("a"), agent("b", "1890"), seats=NEEDED)
    [notice] = second_look(case)
    assert "“1890” (b)" in notice.line("en")
    assert "“1890”（b）" in notice.line("zh")


def test_overlapping_leave_of_one_person_is_told() -> None:
    twice = (leave("a", 8, 10, status=APPROVED), leave("a", 10, 12, status=APPROVED))
    [notice] = second_look(world(agent("a"), seats=NEEDED, leaves=twice))
    assert "2026-10-08…2026-10-10 and 2026-10-10…2026-10-12" in notice.line("en")


@pytest.mark.parametrize(
    ("start", "end", "odd"),
    [(8, 9, True), (8, 10, False), (10, 20, False), (20, 21, False), (21, 22, True)],
)
def test_leave_of_who_is_not_there_yet_or_no_more_is_told(start: int, end: int, odd: bool) -> None:
    there = replace(agent("a"), start_date=date(2026, 10, 10), end_date=date(2026, 10, 20))
    notices = second_look(world(there, seats=NEEDED, leaves=(leave("a", start, end, status=APPROVED),)))
    assert [f"2026-10-{start:02d}…2026-10-{end:02d}" in notice.line("zh") for notice in notices] == [True] * odd


def test_adjoining_leave_and_requests_are_nothing_odd() -> None:
    one = leave("a", 8, 10, status=APPROVED)
    next_day = replace(one, start=date(2026, 10, 11), end=date(2026, 10, 12))
    case = world(agent("a"), agent("b"), seats=NEEDED, leaves=(one, next_day, leave("a", 9, 9)))
    assert second_look(case) == ()


@pytest.mark.parametrize("name", ["hotline", "hall"])
def test_bundled_cases_have_nothing_odd(name: str) -> None:
    case, _ = read_case(bundled_folder(name))
    assert second_look(case) == ()


@pytest.mark.parametrize(("minutes", "odd"), [(0, False), (1, True), (4, True), (5, False)])
def test_a_break_of_so_few_minutes_that_hours_may_be_meant_is_told(minutes: int, odd: bool) -> None:
    case = world(agent("a"), seats=NEEDED)
    case = replace(case, shifts=(replace(case.shifts[0], break_minutes=minutes), *case.shifts[1:]))
    told = [notice.line("zh") for notice in second_look(case)]
    assert [line for line in told if f"请写 {minutes}小时" in line] == told * odd
    assert bool(told) is odd


@pytest.mark.parametrize(("seconds", "odd"), [(3.0, True), (15.0, False)])
def test_calls_so_short_that_minutes_may_be_meant_are_told(seconds: float, odd: bool) -> None:
    case = world(agent("a"), seats=NEEDED)
    calls = tuple(Load(case.centre.month.first, 540, "189", count, aht) for count, aht in ((9, seconds), (0, 300)))
    told = [notice.line("en") for notice in second_look(replace(case, load=calls))]
    assert any("if these are minutes" in line for line in told) is odd
