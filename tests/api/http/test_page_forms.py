"""What a form's fields hold is read by `Sent`, which tells what is no number, day or time; nothing fails on it."""

import ast
import re
from pathlib import Path

import pytest
from api_world import local
from fastapi.routing import APIRoute

from api.accounts.accounts import create_account
from api.accounts.caller import Role, Scope
from api.accounts.sessions import new_token
from api.pages.routes import ROUTERS
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


def test_the_address_of_every_form_leads_a_reader_to_its_page(on_duty):
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    read = {route.path for route in routes if "GET" in route.methods}
    sent = sorted({route.path for route in routes if "POST" in route.methods} - read)
    assert len(sent) > 40
    headers = {"Authorization": f"Bearer {on_duty.tokens['director']}", "Accept": "text/html", "Accept-Language": "en"}
    for path in sent:
        address = re.sub(r"\{day\}", "2026-10-12", path)
        address = re.sub(r"\{\w+:int\}", str(on_duty.roster_id), address)
        address = re.sub(r"\{\w+\}", "one", address)
        answer = on_duty.client.get(f"{address}?month=2026-10", headers=headers, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"][0]) == (303, "/"), address
        assert answer.headers["location"].endswith("?month=2026-10") or "/day/" in address, address
        page = on_duty.client.get(answer.headers["location"], headers=headers)
        assert page.status_code in {200, 404}, address
        assert "</html>" in page.text, address


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/day/2026-10-12/E/sign", "/day/2026-10-12?shift=E"),
        ("/day/2026-10-12/E/sign?month=2026-11", "/day/2026-10-12?month=2026-11&shift=E"),
        ("/me/check-in", "/"),
        ("/me/permits/3/back", "/"),
        ("/me/robots/3/trial", "/me"),
        ("/rosters/7/publish", "/rosters/7/compare/7"),
        ("/rosters/7/close?month=2026-10", "/compare?month=2026-10"),
        ("/rosters/7/grants/decide", "/rosters/7/grants"),
        ("/calendars/3/revoke", "/calendars"),
        ("/leave/3/decline", "/leave/3"),
        ("/language", "/"),
    ],
)
def test_a_forms_page_is_the_one_on_which_it_stands(on_duty, address, page):
    answer = on_duty.client.get(address, headers={"Accept": "text/html"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, page)


def test_a_program_that_asks_a_form_is_told(on_duty):
    answer = on_duty.client.get("/day/2026-10-12/E/sign", headers={"Accept": "application/json"})
    assert answer.status_code == 405


def test_before_a_shift_its_page_says_from_when_it_is_called_and_signed(on_duty):
    headers = {"Authorization": f"Bearer {on_duty.tokens['leader']}", "Accept": "text/html", "Accept-Language": "en"}
    page = on_duty.client.get("/day/2026-10-16?shift=E", headers=headers).text
    assert "现在还不能点" in page
    assert re.search(r'value="give" disabled', page)
    assert "本班尚未开始" in page
    assert "/clock" not in page
    assert send(on_duty, "leader", "/day/2026-10-16/E/clock").status_code == 404


def test_every_calendar_that_is_offered_is_made(world):
    """By everybody, and by who is in no month's roster and has an id of the staff all the same."""
    with world.parts.store.writing() as connection:
        for role in (Role.DIRECTOR, Role.LEADER, Role.AGENT):
            account = create_account(connection, f"new-{role}", role, centre_id="hotline", agent_id=f"new-{role}")
            world.tokens[f"new-{role}"] = new_token(connection, account, "test", frozenset(Scope), None)[1]
    made = 0
    for who, token in world.tokens.items():
        headers = {"Authorization": f"Bearer {token}", "Accept": "text/html", "Accept-Language": "en"}
        page = world.client.get("/calendars", headers=headers)
        if page.status_code != 200:
            continue
        first = re.search(r'id="f-subject"[^>]*><option[^>]*>([^<]+)', page.text)
        for kind in re.findall(r'<option value="(agent|team|leaders)"', page.text):
            answer = send(world, who, "/calendars", kind=kind, subject=first[1] if first else "", language="en")
            assert (answer.status_code, 'id="made"' in answer.text) == (200, True), (who, kind)
            made += 1
    assert made > 10
