"""GRADE: a grade holds from a day on, decided by a director; swaps, plans and files ask for that of the day."""

import ast
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from desk_store import Watch
from desk_world import CENTRE_DIRECTOR, DIRECTOR, at, on
from two_months import november

from constraints import CATALOGUE
from roster.desk.delegation import delegate
from roster.desk.desk import SYSTEM
from roster.desk.grades.grade_desk import (
    decide_grade,
    first_day_after,
    grade_history_of,
    grade_lines,
    record_results,
    set_grade,
    take_proposals,
)
from roster.desk.inbox.waiting import waiting_for
from roster.desk.opening import open_desk
from roster.desk.rosters.close_desk import close_month, planning_case
from roster.desk.rosters.roster_desk import export_case, import_case
from roster.desk.swaps.swap_decision import withdraw_swap
from roster.desk.swaps.swap_filing import request_change, request_cover, request_swap
from roster.errors import InputError, NotFoundError, RefusedError
from roster.files.next_month import next_month
from roster.files.read_case import read_case
from roster.files.write_case import write_case
from roster.model import Grade, Month, Roster
from roster.model.approval import Delegation
from roster.model.grade_test import GradeResult

OCTOBER = Month(2026, 10)
ROOT = Path(__file__).parents[3]


def test_a_director_decides_it_for_somebody_who_is_there(desk_of):
    desk = desk_of("a: 8E")
    with pytest.raises(RefusedError):
        set_grade(desk, "l1", "a", on(15), Grade.INTERMEDIATE)
    with pytest.raises(NotFoundError):
        set_grade(desk, DIRECTOR, "nobody", on(15), Grade.INTERMEDIATE)
    set_grade(desk, CENTRE_DIRECTOR, "a", on(15), Grade.INTERMEDIATE)
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


@pytest.fixture
def tested(desk_of):
    """On the 20th a typed 50, c 49, d 30 and failed the exam; b was not there."""
    desk = desk_of("a: 8E 28E; b: 26E; d: 27E/180", rules={"job_grades": ("180:intermediate",)})
    desk.clock.to(20, "18:00")
    for leader, who, characters, exam in (("l1", "a", 50, True), ("l2", "c", 49, True), ("l2", "d", 30, False)):
        record_results(desk, leader, [GradeResult(who, on(20), characters, exam)])
    return desk


def lines(desk):
    return {line.agent_id: (line.state, line.proposed) for line in grade_lines(desk, OCTOBER)}


def test_the_thresholds_propose_and_who_misses_the_test_is_listed(tested):
    assert lines(tested) == {
        "a": ("to decide", Grade.INTERMEDIATE),
        "b": ("untested", Grade.JUNIOR),
        "c": ("kept", Grade.JUNIOR),
        "d": ("to decide", Grade.JUNIOR),
    }
    tested.clock.to(31, "23:59")
    assert lines(tested)["b"] == ("untested", Grade.JUNIOR)
    tested.clock.to(1, month=11)
    assert lines(tested)["b"] == ("missed", Grade.JUNIOR)
    (asked,) = [item for item in waiting_for(tested, DIRECTOR) if item.kind == "grades"]
    assert (asked.subject, asked.people, asked.count) == ("2026-10", ("a", "d"), 2)
    record_results(tested, "l1", [GradeResult("b", on(19), 29, exam=True)])
    assert lines(tested)["b"] == ("below", Grade.JUNIOR)
    record_results(tested, DIRECTOR, [GradeResult("l1", on(19), 12, exam=False)])
    assert lines(tested)["l1"] == ("kept", Grade.SENIOR)


def test_a_result_written_again_replaces_the_first_until_it_is_decided_on(tested):
    record_results(tested, "l1", [GradeResult("a", on(20), 49, exam=True)], key="k")
    assert lines(tested)["a"] == ("kept", Grade.JUNIOR)
    decide_grade(tested, DIRECTOR, OCTOBER, "a", Grade.JUNIOR, on(21))
    with pytest.raises(RefusedError, match="decided"):
        record_results(tested, "l1", [GradeResult("a", on(20), 60, exam=True)])
    with pytest.raises(RefusedError, match="is decided"):
        decide_grade(tested, DIRECTOR, OCTOBER, "a", Grade.JUNIOR, on(21))


def test_nothing_is_written_where_one_result_is_refused(tested):
    results = [GradeResult("b", on(20), 60, exam=True), GradeResult("c", on(20), 60, exam=True)]
    with pytest.raises(RefusedError, match="not for l1"):
        record_results(tested, "l1", results)
    strangers = [GradeResult("x", on(20), 60, exam=True), GradeResult("y", date(2026, 11, 2), 60, exam=True)]
    import_case(tested, SYSTEM, november())
    with pytest.raises(InputError, match=r"nobody is x.*\n.*nobody is y"):
        record_results(tested, DIRECTOR, [results[0], *strangers])
    assert lines(tested)["b"] == ("untested", Grade.JUNIOR)


def test_what_is_decided_holds_from_its_day_on_and_tells_the_duties_that_no_longer_fit(tested):
    made = {item.line.agent_id: item for item in take_proposals(tested, DIRECTOR, OCTOBER, on(26), key="k")}
    again = take_proposals(tested, DIRECTOR, OCTOBER, on(26), key="k")
    assert [item.line.agent_id for item in again] == ["a", "d"]
    assert {who: item.unfit for who, item in made.items()} == {"a": (), "d": (on(27),)}
    assert {line.state for line in grade_lines(tested, OCTOBER)} == {"decided", "kept", "untested"}
    grades = [tested.board(OCTOBER).grade_on("a", on(day)) for day in (25, 26)]
    assert grades == [Grade.JUNIOR, Grade.INTERMEDIATE]
    (entry,) = grade_history_of(tested, "a")
    assert (entry.decision.grade, entry.decision.since, entry.decision.by) == (Grade.INTERMEDIATE, on(26), DIRECTOR)
    assert not [item for item in waiting_for(tested, DIRECTOR) if item.kind == "grades"]


def test_a_swap_is_judged_by_the_grades_of_its_days(tested):
    swap = request_swap(tested, "a", on(28), "b", on(26), reason="r")
    withdraw_swap(tested, "a", swap.swap_id)
    decide_grade(tested, DIRECTOR, OCTOBER, "a", Grade.INTERMEDIATE, on(28))
    with pytest.raises(RefusedError, match="grades of a and b differ"):
        request_swap(tested, "a", on(28), "b", on(26), reason="r")


def test_a_month_that_is_known_already_goes_by_what_is_decided_later(tested):
    november = Month(2026, 11)
    case = export_case(tested, OCTOBER)
    raised = tuple(replace(agent, grade=Grade.SENIOR) if agent.agent_id == "b" else agent for agent in case.agents)
    import_case(tested, SYSTEM, replace(case, centre=replace(case.centre, month=november), agents=raised, seats=()))
    take_proposals(tested, DIRECTOR, OCTOBER, on(26))
    set_grade(tested, DIRECTOR, "b", on(26), Grade.INTERMEDIATE)
    held = {agent.agent_id: agent.grade for agent in planning_case(tested, november).agents}
    # What November's case says of b is another grade than the one held before: it was meant so.
    assert (held["a"], held["d"], held["b"]) == (Grade.INTERMEDIATE, Grade.JUNIOR, Grade.SENIOR)


def test_a_grade_set_otherwise_from_the_same_day_takes_the_months_after_along(desk_of):
    desk = desk_of("a: 8E")
    november = replace(
        export_case(desk, OCTOBER), centre=replace(export_case(desk, OCTOBER).centre, month=OCTOBER.next)
    )
    for month in (OCTOBER.next, OCTOBER.next.next):
        import_case(desk, SYSTEM, replace(november, centre=replace(november.centre, month=month), seats=()))
    for grade in (Grade.INTERMEDIATE, Grade.JUNIOR):
        set_grade(desk, DIRECTOR, "a", OCTOBER.next.first, grade)
        held = planning_case(desk, OCTOBER.next.next).agent_by_id["a"].grade
        assert (held, desk.board(OCTOBER).grade_on("a", date(2026, 12, 5))) == (grade, grade)


def test_a_test_decided_on_holds_against_a_grade_set_before_from_that_day(tested):
    set_grade(tested, DIRECTOR, "c", date(2026, 11, 1), Grade.SENIOR)
    assert lines(tested)["c"] == ("kept", Grade.JUNIOR)
    decide_grade(tested, DIRECTOR, OCTOBER, "c", Grade.JUNIOR, date(2026, 11, 1))
    assert tested.board(OCTOBER).grade_on("c", date(2026, 11, 1)) is Grade.JUNIOR


def test_the_next_months_file_begins_with_the_grade_held_by_then(desk_of):
    desk = desk_of("a: 8E")
    set_grade(desk, SYSTEM, "a", on(15), Grade.INTERMEDIATE)
    following = next_month(export_case(desk, OCTOBER), Roster(()))
    assert (following.agent_by_id["a"].grade, following.agent_by_id["a"].grades) == (Grade.INTERMEDIATE, ())
    import_case(desk, SYSTEM, following)
    assert desk.board(OCTOBER.next).grade_on("a", date(2026, 11, 1)) is Grade.INTERMEDIATE


def test_a_centre_without_any_month_has_nobody_to_grade(store):
    empty = open_desk(store, "empty", CATALOGUE, Watch(at(1)))
    with pytest.raises(NotFoundError):
        set_grade(empty, SYSTEM, "a", on(15), Grade.INTERMEDIATE)
    with pytest.raises(NotFoundError):
        delegate(empty, SYSTEM, Delegation("l1", "d", at(1), at(2)))


def test_no_grade_begins_in_a_closed_month(tested):
    tested.clock.to(1, "09:00", month=11)
    close_month(tested, DIRECTOR, OCTOBER)
    with pytest.raises(RefusedError, match="2026-10 is closed"):
        take_proposals(tested, DIRECTOR, OCTOBER, on(31))
    # Nor before it, of where the store has no month: it would hold in the closed one too.
    with pytest.raises(RefusedError, match="2026-10 is closed"):
        set_grade(tested, DIRECTOR, "b", date(2026, 9, 15), Grade.INTERMEDIATE)
    assert lines(tested)["a"] == ("to decide", Grade.INTERMEDIATE)
    with pytest.raises(NotFoundError, match="a grade of b, nobody that waits"):
        take_proposals(tested, DIRECTOR, OCTOBER, date(2026, 11, 1), agents=["a", "b", "nobody"])
    taken = [take_proposals(tested, DIRECTOR, OCTOBER, date(2026, 11, 1), agents=chosen) for chosen in (["d"], None)]
    assert [[one.line.agent_id for one in several] for several in taken] == [["d"], ["a"]]
    assert take_proposals(tested, DIRECTOR, OCTOBER, date(2026, 11, 1)) == ()


READS_THE_FIRST_DAY = {
    "roster/model/people.py": "tells the grade of a day from it",
    "roster/store/case_rows.py": "keeps it",
    "roster/files/write_case.py": "writes it beside those that begin later",
    "roster/desk/rosters/month_desk.py": "carries it over",
    "roster/desk/rosters/case_intake.py": "compares it with what was decided",
    "roster/desk/board/board.py": "tells the grade of a day from it",
}
"""Who may read the grade with which a month begins. Everything else asks for that of a day, or for all of the month."""


def test_whoever_asks_for_a_grade_asks_for_that_of_a_day():
    grades = {}
    for file in sorted(path for room in ("roster", "constraints", "api") for path in (ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr == "grade" and "agent" in ast.unparse(node.value):
                grades.setdefault(str(file.relative_to(ROOT)), []).append(ast.unparse(node))
    assert grades.keys() <= READS_THE_FIRST_DAY.keys(), grades
    templates = sorted((ROOT / "api/pages/templates").glob("*.html"))
    assert [path.name for path in templates if "agent.grade" in path.read_text(encoding="utf-8")] == []


def test_a_grade_holds_from_the_first_of_the_next_month_unless_that_is_past():
    assert first_day_after(OCTOBER, date(2026, 10, 20)) == date(2026, 11, 1)
    assert first_day_after(OCTOBER, date(2026, 11, 1)) == date(2026, 11, 1)
    assert first_day_after(OCTOBER, date(2026, 11, 9)) == date(2026, 11, 9)
