"""GRADE: a grade holds from a day on, decided by a director; swaps, plans and files ask for that of the day."""

import pytest
from desk_world import DIRECTOR, on

from roster.desk.desk import SYSTEM
from roster.desk.rosters.close_desk import planning_case
from roster.desk.rosters.roster_desk import set_grade
from roster.desk.swaps.swap_filing import request_change, request_cover
from roster.errors import NotFoundError, RefusedError
from roster.files.read_case import read_case
from roster.files.write_case import write_case
from roster.model import Grade, Month

OCTOBER = Month(2026, 10)


def test_a_director_decides_it_for_somebody_who_is_there(desk_of):
    desk = desk_of("a: 8E")
    with pytest.raises(RefusedError):
        set_grade(desk, "l1", "a", on(15), Grade.INTERMEDIATE)
    with pytest.raises(NotFoundError):
        set_grade(desk, DIRECTOR, "nobody", on(15), Grade.INTERMEDIATE)
    set_grade(desk, DIRECTOR, "a", on(15), Grade.INTERMEDIATE)
    grades = [desk.board(OCTOBER).grade_on("a", on(day)) for day in (14, 15)]
    assert grades == [Grade.JUNIOR, Grade.INTERMEDIATE]


def test_the_month_is_planned_with_the_grades_of_its_days(desk_of):
    desk = desk_of("a: 8E")
    set_grade(desk, SYSTEM, "a", on(15), Grade.INTERMEDIATE)
    agent = planning_case(desk, OCTOBER).agent_by_id["a"]
    assert (agent.grade, agent.grades) == (Grade.JUNIOR, ((on(15), Grade.INTERMEDIATE),))


def test_a_job_is_given_at_the_grade_of_the_day(desk_of):
    desk = desk_of("d: 12E/180 20E/180; c: 28E/189", rules={"job_grades": ("180:intermediate",)})
    with pytest.raises(RefusedError, match="180 asks for intermediate"):
        request_cover(desk, "l2", "d", on(12), "c", reason="ill")
    set_grade(desk, DIRECTOR, "c", on(15), Grade.INTERMEDIATE)
    assert request_cover(desk, "l2", "d", on(20), "c", reason="ill").number == 1
    with pytest.raises(RefusedError):
        request_change(desk, "l2", on(20), on(14), "E", reason="load", agent_id="c")


def test_a_case_file_tells_a_grade_that_begins_within_the_month(tmp_path, desk_of):
    desk = desk_of("a: 8E", seats=((on(8), 480, "189", 1),))
    set_grade(desk, SYSTEM, "a", on(15), Grade.INTERMEDIATE)
    case = planning_case(desk, OCTOBER)
    write_case(case, tmp_path / "case")
    assert "junior;intermediate:2026-10-15" in (tmp_path / "case" / "agents.csv").read_text(encoding="utf-8-sig")
    again, _ = read_case(tmp_path / "case")
    assert again.agent_by_id["a"].grades == ((on(15), Grade.INTERMEDIATE),)
    assert again.agent_by_id["b"].grades == ()
