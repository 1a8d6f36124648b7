"""What a form's fields hold is read by `Sent`, which tells what is no number, day or time; nothing fails on it."""

import ast
from pathlib import Path

import pytest
from api_world import local

from roster.desk.grades.grade_desk import grade_lines
from roster.model import Month

PAGES = Path(__file__).parents[3] / "api" / "pages"
READERS = {"int", "float", "date.fromisoformat", "time.fromisoformat", "datetime.fromisoformat"}


def test_no_page_reads_a_number_or_a_day_off_a_form_by_itself():
    calls = [
        f"{file.name}: {ast.unparse(node)}"
        for file in sorted(PAGES.glob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in READERS and file.name != "forms.py"
        if any(isinstance(part, ast.Name) and part.id == "form" for part in ast.walk(node))
    ]
    assert calls == []


@pytest.fixture(scope="module")
def on_duty(shared):
    shared.clock.at = local(12, 9)
    return shared


def send(world, who, path, **fields):
    headers = {"Authorization": f"Bearer {world.tokens[who]}", "Accept": "text/html", "Accept-Language": "en"}
    return world.client.post(path, data=fields, headers=headers, follow_redirects=False)


PERMIT = {"day": "2026-10-12", "shift": "E", "start": "10:00", "end": "10:15"}


@pytest.mark.parametrize("digits", ["²", "9" * 40, "x", "-1"])
def test_what_is_no_number_or_day_is_told(on_duty, digits):
    roster = on_duty.roster_id
    for who, path, fields in (
        ("agent", "/me/permits", {**PERMIT, "day": digits}),
        ("agent", "/me/permits", {**PERMIT, "start": digits}),
        ("agent", "/me/tokens", {"days": digits}),
        ("leader", "/grades/results?month=2026-10", {"date": "2026-10-12", "c:a": digits}),
        ("planner", "/rosters/new?month=2026-10", {"gap": digits}),
        ("planner", "/rosters/new?month=2026-10", {"seconds": "own", "own": digits}),
        ("leader", "/quality/mark", {"date": "2026-10-12", "monitor": "b", "agent": "a", "points": digits}),
        ("leader", f"/rosters/{roster}/pin", {"cell": f"a.{digits}"}),
        ("leader", "/day/2026-10-12/E/stay", {"agent_id": "a", "minutes": digits, "reason": "-"}),
    ):
        assert send(on_duty, who, path, **fields).status_code in {404, 409, 422}, (path, fields)


def test_a_result_that_stands_keeps_the_day_of_its_own_test(on_duty):
    results = "/grades/results?month=2026-10"
    send(on_duty, "leader", results, date="2026-10-08", exam="a", **{"c:a": "40", "c:b": ""})
    send(on_duty, "leader", results, date="2026-10-12", exam="a", **{"c:a": "40", "c:b": "20"})
    lines = {line.agent_id: line.result for line in grade_lines(on_duty.desk, Month(2026, 10))}
    assert {who: (str(lines[who].day), lines[who].characters) for who in ("a", "b")} == {
        "a": ("2026-10-08", 40),
        "b": ("2026-10-12", 20),
    }
