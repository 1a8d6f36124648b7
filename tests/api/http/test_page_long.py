"""Pages of much: a team is opened by who wants to see it, who is looked for is found; parts keep their helpers."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from crawl_world import Stage, at_stage

from api.pages.render import fill
from roster.desk.leaves.leave_filing import file_leave
from roster.model import Month

STAGE = Stage("Asia/Shanghai", ((Month(2026, 10), True), (Month(2026, 11), True)))
MORNING = datetime(2026, 10, 12, 1, tzinfo=UTC)


def opened(tmp_path):
    world = at_stage(STAGE, tmp_path, MORNING)
    world.speak("zh")
    return world


def test_a_shift_with_somebody_on_leave_has_its_page(tmp_path):
    world = opened(tmp_path)
    duty = next(item for item in world.desk.board(STAGE.first).roster.duties if item.day > date(2026, 10, 12))
    file_leave(world.desk, duty.agent_id, duty.agent_id, kind="sick", start=duty.day, end=duty.day, reason="flu")
    page = world.ask("top", "GET", f"/day/{duty.day}?shift={duty.shift}")
    assert page.status_code == 200
    assert re.search(r'class="flag">请假</span>', page.text)


def test_what_a_page_shows_takes_no_helper_from_its_parts():
    with pytest.raises(AssertionError, match="state"):
        fill("problem.html", "zh", {"state": "open"})


@pytest.mark.parametrize(("address", "named"), [("/people", 10), ("/grades", 6)])
def test_of_many_people_each_team_is_opened_by_who_wants_to_see_it(tmp_path, monkeypatch, address, named):
    world = opened(tmp_path)
    whole = world.ask("director", "GET", address).text
    assert whole.count("<details") == 0
    monkeypatch.setattr(f"api.pages{address.replace('/', '.')}.MOST_OPEN", 3)
    folded = world.ask("director", "GET", address).text
    teams = re.findall(r"<details class=\"card\" data-paper><summary><b>(\w+)</b>", folded)
    assert teams == ["T1", "T2", "T3"]
    assert len(set(re.findall(r"/people/(\d+)\?", folded))) == len(set(re.findall(r"/people/(\d+)\?", whole))) >= named
    # One team, or who is looked for, stands open.
    for asked in ("team=T1", "q=安娜", "q=0001"):
        found = world.ask("director", "GET", f"{address}?{asked}").text
        assert found.count("<details") == 0
        assert "/people/0001?" in found
        assert "/people/0041?" not in found


def test_results_are_sent_and_the_same_people_are_looked_for_still(tmp_path):
    world = opened(tmp_path)
    page = world.ask("director", "GET", "/grades?team=T1&q=安").text
    action = re.search(r'action="(/grades/results[^"]*)"', page)[1].replace("&amp;", "&")
    key = re.search(r'name="key" value="([^"]+results)"', page)[1]
    sent = world.ask(
        "director", "POST", action, data={"key": key, "date": "2026-10-12", "c:0001": "40", "exam": "0001"}
    )
    assert sent.status_code == 303
    back = world.ask("director", "GET", sent.headers["location"]).text
    assert "/people/0001?" in back
    assert "/people/0002?" not in back
    assert 'value="40"' in back


def test_requests_stand_on_pages_that_share_none_and_lose_none(tmp_path, monkeypatch):
    world = opened(tmp_path)
    for number, agent in enumerate(("0001", "0002", "0003", "0004", "0031")):
        day = date(2026, 10, 14) + timedelta(days=number)
        file_leave(world.desk, agent, agent, kind="sick", start=day, end=day, reason="flu")

    def links(address):
        return re.findall(r'href="(/leave/\w+)">', world.ask("director", "GET", address).text)

    whole = links("/requests?month=2026-10")
    assert len(whole) == 5
    monkeypatch.setattr("api.pages.requests.SHOWN", 2)
    address, found = "/requests?month=2026-10&kind=leave", []
    while address:
        page = world.ask("director", "GET", address).text
        found += re.findall(r'href="(/leave/\w+)">', page)
        further = re.search(r'href="([^"]+)">后面的', page)
        address = further and further[1].replace("&amp;", "&")
    assert found == whole
    assert links("/requests?month=2026-10&offset=999") == whole[-1:]
