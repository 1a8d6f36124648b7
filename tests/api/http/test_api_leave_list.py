"""One list of a month's leave, over HTTP and on the page: its own table beside what was filed at the desk."""

import html
import re
from dataclasses import replace
from datetime import date

import pytest
from api_world import MONTH, case, duties, local
from test_api_home import page
from test_api_inbox import PERSONAL

from roster.desk.desk import SYSTEM
from roster.desk.rosters.close_desk import planning_case
from roster.desk.rosters.roster_desk import edit_case, import_case, publish, save_draft
from roster.errors import InputError
from roster.model import Leave, LeaveStatus, Roster

ASKED = Leave("b", "personal", date(2026, 10, 29), date(2026, 10, 29), LeaveStatus.REQUESTED)
GIVEN = Leave("c", "annual", date(2026, 10, 30), date(2026, 10, 30), LeaveStatus.APPROVED)


@pytest.fixture
def listed(world):
    """The world with a row asked for and one approved in its table, and Anna's leave at the desk."""
    import_case(world.desk, "test", replace(case(), leaves=(ASKED, GIVEN)))
    world.roster_id = world.publish()
    world.clock.at = local(12)
    world.leave = world.post("agent", "/leave", PERSONAL).json()["id"]
    return world


def leaves_listed(world, who, query=""):
    answer = world.get(who, f"/leave{query}").json()
    assert answer["total"] == len(answer["items"])
    return [(item["agent_id"], item["id"], item["state"], item["origin"], item["next"]) for item in answer["items"]]


def lines(world, who, language="en"):
    """The page's lines: what, whose, and where the link leads."""
    shown = page(world, who, f"/requests?month={MONTH}", language=language)
    rows = re.findall(
        r'<tr>\s*<td data-label="[^"]*">(.*?)</td>\s*<td[^>]*>(.*?)</td>.*?href="(.*?)"', shown, re.DOTALL
    )
    return sorted((html.unescape(re.sub("<[^>]*>", "", what)), whose, link) for what, whose, link in rows)


def test_the_table_stands_beside_the_desk_with_its_origin(listed):
    world = listed
    declined, given = ("b", None, "declined", "table", None), ("c", None, "effective", "table", None)
    filed = ("a", world.leave, "pending", "desk", None)
    assert leaves_listed(world, "director") == [declined, given, filed]
    # Each sees their own people's, and oneself; a state asked for holds for both.
    assert leaves_listed(world, "leader") == [declined, filed]
    assert leaves_listed(world, "partner") == [given]
    assert leaves_listed(world, "director", "?state=effective") == [given]
    assert lines(world, "partner") == [("Annual the month's table", "Chen c", f"/rosters?month={MONTH}")]
    assert ("年假 当月请假表", "Chen c", f"/rosters?month={MONTH}") in lines(world, "director", "zh")
    assert ("Personal", "Anna a", f"/leave/{world.leave}") in lines(world, "leader")


def test_a_row_that_a_draft_grants_leads_to_its_decision(listed):
    world = listed
    free = [duty for duty in duties() if (duty.agent_id, duty.day) != ("b", ASKED.start)]
    draft = save_draft(world.desk, "planner", MONTH, replace(Roster.of(free), granted=frozenset({0}))).roster_id
    waiting = ("b", None, "pending", "table", f"roster desk grants {draft}")
    assert waiting in leaves_listed(world, "leader")
    assert ("Personal the month's table", "Bao b", f"/rosters/{draft}/grants") in lines(world, "leader")
    # Who it is about has no part in the draft.
    assert lines(world, "peer") == [("Personal the month's table", "Bao b", f"/rosters?month={MONTH}")]
    asked = {
        "index": 0,
        "leave_id": None,
        "agent_id": "b",
        "kind": "personal",
        "start": "2026-10-29",
        "end": "2026-10-29",
    }
    for language, due in (("en", "team leader T1"), ("zh", "T1 班长")):
        (one,) = world.get("leader", f"/rosters/{draft}/grants", headers={"Accept-Language": language}).json()["items"]
        assert one == {**asked, "due": due}


def test_a_swap_waits_for_people_and_offices_in_the_callers_language(listed):
    body = {"date": "2026-10-20", "partner": "c", "payback_date": "2026-10-21", "reason": "family"}
    swap = listed.post("agent", "/swaps", body).json()
    for language, offices in (("en", "team leader T1"), ("zh", "T1 班长")):
        waits = listed.get("agent", f"/swaps/{swap['id']}", headers={"Accept-Language": language}).json()["waits_for"]
        assert (waits[0], waits[1]) == ("c", offices)


def test_a_request_at_the_desk_that_a_draft_grants_is_told_once_everywhere(world):
    """One record: its list, its page and the draft's grants speak of the filed request."""
    import_case(world.desk, "test", case())
    world.clock.at = local(1, month=9)
    leave = world.post("agent", "/leave", PERSONAL).json()["id"]
    leaves = planning_case(world.desk, MONTH).leaves
    free = [duty for duty in duties() if (duty.agent_id, str(duty.day)) != ("a", PERSONAL["start"])]
    draft = save_draft(world.desk, "planner", MONTH, Roster.of(free, {0}), leaves=leaves).roster_id
    assert leaves_listed(world, "director") == [("a", leave, "pending", "desk", f"roster desk grants {draft}")]
    assert world.get("agent", f"/leave/{leave}").json()["next"] == f"roster desk grants {draft}"
    (grant,) = world.get("leader", f"/rosters/{draft}/grants").json()["items"]
    assert (grant["index"], grant["leave_id"]) == (None, leave)
    shown = page(world, "leader", f"/leave/{leave}", language="en")
    assert f"/rosters/{draft}/grants" in shown
    assert "the chain has yet to agree" in shown
    assert f'value="{leave}"' in page(world, "leader", f"/rosters/{draft}/grants")
    assert world.post("leader", f"/rosters/{draft}/grants", {"only": [leave]}).json() == {"decided": [leave]}
    assert world.post("director", f"/rosters/{draft}/grants", {"approved": True}).json() == {"decided": [leave]}
    assert leaves_listed(world, "director") == [("a", leave, "pending", "desk", f"roster desk publish {draft}")]
    assert "counts once that is published" in page(world, "agent", f"/leave/{leave}", language="en")
    publish(world.desk, SYSTEM, draft, accept_breaches=True, reason="as drawn")
    assert leaves_listed(world, "director") == [("a", leave, "effective", "desk", None)]
    seen = world.get("agent", f"/leave/{leave}").json()
    assert [(item["by"], item["approved"]) for item in seen["decisions"]] == [("l1", True), ("@director", True)]


def test_the_page_of_a_leave_names_who_covers_what_it_freed(listed):
    world = listed
    leave = world.post("agent", "/leave", {**PERSONAL, "kind": "sick", "start": "2026-10-20", "end": "2026-10-20"})
    address, vacant = f"/leave/{leave.json()['id']}", "Duties that fall vacant"
    for who in ("agent", "leader"):
        assert "Covered" not in page(world, who, address, language="en")
    assert vacant in page(world, "leader", address, language="en")
    # Sickness is acknowledged, never refused: no no is offered.
    assert "/decline" not in page(world, "leader", address)
    (item,) = world.get("leader", f"/leave/vacancies?month={MONTH}").json()["items"]
    taker = item["covers"][0]["partner"]
    body = {"date": "2026-10-20", "partner": taker, "reason": "sickness"}
    swap = world.post("leader", f"{address}/cover", body).json()
    assert swap["state"] == "accepted"
    for who in ("agent", "leader"):
        assert "their leader is asked" in page(world, who, address, language="en")
    world.post("leader2", f"/swaps/{swap['id']}/approve")
    for who in ("agent", "leader"):
        shown = page(world, who, address, language="en")
        assert "Covered" in shown
        assert f" {taker}</b>" in shown
        assert vacant not in shown


def test_overlapping_leave_is_refused_by_the_check_and_by_the_import(listed):
    world = listed
    body = {**PERSONAL, "start": "2026-10-28", "end": "2026-10-29"}
    for path in ("/leave/check", "/leave"):
        answer = world.post("agent", path, body)
        assert world.leave in answer.text, path
    assert world.post("agent", "/leave/check", {**body, "replace": True}).json()["allowed"]
    row = Leave("a", "annual", date(2026, 10, 27), date(2026, 10, 28))
    with pytest.raises(InputError, match=world.leave):
        edit_case(world.desk, "test", MONTH, lambda known: replace(known, leaves=(*known.leaves, row)))
