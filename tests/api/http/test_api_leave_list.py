"""One list of a month's leave, over HTTP and on the page: its own table beside what was filed at the desk."""

import html
import re
from dataclasses import replace
from datetime import date

import pytest
from api_world import MONTH, case, duties, local
from test_api_home import page
from test_api_inbox import PERSONAL

from roster.desk.rosters.roster_desk import import_case, save_draft
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
    asked = {"index": 0, "agent_id": "b", "kind": "personal", "start": "2026-10-29", "end": "2026-10-29"}
    for language, due in (("en", "team leader T1"), ("zh", "T1 班长")):
        (one,) = world.get("leader", f"/rosters/{draft}/grants", headers={"Accept-Language": language}).json()["items"]
        assert one == {**asked, "due": due}


def test_a_swap_waits_for_people_and_offices_in_the_callers_language(listed):
    body = {"date": "2026-10-20", "partner": "c", "payback_date": "2026-10-21", "reason": "family"}
    swap = listed.post("agent", "/swaps", body).json()
    for language, offices in (("en", "team leader T1"), ("zh", "T1 班长")):
        waits = listed.get("agent", f"/swaps/{swap['id']}", headers={"Accept-Language": language}).json()["waits_for"]
        assert (waits[0], waits[1]) == ("c", offices)
