"""Nothing leaves its reader at a loss: no cell of the board, no mistake of the service's own, no month to come."""

from datetime import timedelta

import httpx
import pytest

from api.accounts.sessions import open_session
from api.pages import register
from api.store.account_rows import account_named
from constraints import CATALOGUE
from roster.model import Month

OCTOBER = Month(2026, 10)
DAYS = tuple(OCTOBER.first + timedelta(days=place) for place in range(31))
PRIVATE = sorted(rule.id for rule in CATALOGUE if rule.private)
WITHHELD = ("不能上该班", "Not available")


def reader_of(centre, who):
    with centre.parts.store.writing() as connection:
        secret = open_session(connection, account_named(connection, who).id, 12)
    return httpx.Client(base_url=centre.address, cookies={"roster_session": secret}, timeout=60)


@pytest.fixture(scope="module")
def cells(shared_centre):
    """A cell of each kind of person and day."""
    board = shared_centre.parts.office.desk("hotline").board(OCTOBER)
    people = board.case.agents
    away = next((one, day) for one in people for day in DAYS if board.on_leave(one.agent_id, day))
    kept = next(one for one in people if one.protected_on(OCTOBER.last))
    works = next((one, day) for one in people for day in sorted(board.duties[one.agent_id]))
    off = next((one, day) for one in people for day in DAYS if day not in board.duties[one.agent_id])
    named = {"leave": away, "protected": (kept, OCTOBER.last), "duty": works, "off": off}
    return {kind: f"{one.agent_id}.{day}" for kind, (one, day) in named.items()}


@pytest.mark.parametrize("kind", ["leave", "protected", "duty", "off"])
@pytest.mark.parametrize("who", ["leader", "leader2", "director", "planner", "agent"])
def test_every_cell_has_its_panel(shared_centre, cells, kind, who):
    with reader_of(shared_centre, who) as reader:
        for roster in (shared_centre.published, shared_centre.draft):
            answer = reader.get(f"/rosters/{roster}/cell", params={"cell": cells[kind]})
            if who == "agent" and answer.status_code == 404:
                continue
            assert answer.status_code == 200
            if who in {"leader", "leader2"}:
                # Neither the words nor the form that would save over it tell which private rule it is.
                assert not [rule for rule in PRIVATE if f'name="accept" value="{rule}"' in answer.text]
                assert (kind in {"leave", "protected"}) == (WITHHELD[0] in answer.text)
            elif who in {"director", "planner"}:
                assert WITHHELD[0] not in answer.text


def test_a_mistake_of_the_services_own_is_a_page_with_its_number(shared_centre, monkeypatch):
    def broken(*_, **__):
        raise KeyError("a mistake")

    monkeypatch.setattr(register, "seen_entries", broken, raising=True)
    with reader_of(shared_centre, "leader") as reader:
        answer = reader.get("/register")
        assert answer.status_code == 500
        assert answer.headers["content-type"].startswith("text/html")
        assert "a mistake" not in answer.text
        assert answer.headers["x-request-id"] in answer.text
        assert 'href="/"' in answer.text


def test_the_month_to_come_is_led_to_or_told_whose_it_is(shared_centre):
    with reader_of(shared_centre, "director") as reader:
        page = reader.get("/rosters/new").text
        assert "2026-11" in page
        assert page.index('id="next-month"') < page.index('href="/import"', page.index('id="next-month"'))
    with reader_of(shared_centre, "leader") as reader:
        page = reader.get("/rosters/new").text
        assert "由主任或排班员开" in page
        assert 'href="/import"' not in page


def test_no_grade_is_decided_where_nobody_was_tested(shared_centre):
    with reader_of(shared_centre, "director") as reader:
        page = reader.get("/grades").text
    assert 'action="/grades/decide' not in page


@pytest.mark.parametrize("step", ["/swaps/new", "/swaps/change"])
def test_who_comes_for_a_duty_that_is_no_more_chooses_another(shared_centre, step):
    agent_id = shared_centre.people["agent"]
    mine = shared_centre.parts.office.desk("hotline").board(OCTOBER).duties[agent_id]
    ahead = [day for day in DAYS[15:] if day in mine]
    free = next(day for day in DAYS[15:] if day not in mine)
    with reader_of(shared_centre, "agent") as reader:
        answer = reader.get(f"{step}?date={free}", headers={"Accept-Language": "zh"})
        assert answer.status_code == 404
        assert 'id="problem"' in answer.text
        assert f"{free:%m-%d}" in answer.text
        assert all(f"/swaps/new?date={day}" in answer.text for day in ahead)
        assert reader.get(f"{step}?date={ahead[0]}").status_code == 200
