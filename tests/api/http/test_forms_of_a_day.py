"""The page of a duty day, to everybody: what it offers in a form is theirs to do; the rest is there to be read."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from crawl_world import ACCOUNT_OF, Stage, at_stage
from crawler import SeenPage, Walk

from roster.desk.shift_log.occurrence import leads_shift_of, occurrence, occurrences
from roster.model import Month

OCTOBER, DAY = Month(2026, 10), date(2026, 10, 27)
STAGE = Stage("Asia/Shanghai", ((OCTOBER, True), (OCTOBER.next, True)))
LEADERS_ACTS = {"roll-call", "note", "close", "check", "permit", "stay"}


def at(folder, wall):
    moment = datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(STAGE.zone)).astimezone(UTC)
    return at_stage(STAGE, folder, moment)


def shown(world, who, day, shift):
    """What the forms of a shift's page are for, and its words; None where it is not there for them."""
    answer = world.ask(who, "GET", f"/day/{day}?shift={shift}")
    if answer.status_code == 404:
        return None
    page = SeenPage(answer.text)
    return {form.action.rpartition("/")[2] for form in page.forms if form.method == "post"}, page.text


# The early shift ends and the late one is called; the morning after the night.
@pytest.mark.parametrize("wall", ["2026-10-27T15:55", "2026-10-28T06:30"])
def test_no_form_of_a_shift_is_refused_to_who_is_shown_it(tmp_path, wall):
    world, faults, sent = at(tmp_path, wall), [], 0
    for who in ACCOUNT_OF:
        if shown(world, who, DAY, "E") is None:
            continue
        walk = Walk(world, who)
        walk.read(*(f"/day/{day}?shift={shift}" for day in (DAY - timedelta(days=1), DAY) for shift in "ELN"))
        walk.press()
        faults, sent = faults + walk.faults, sent + walk.sent
    world.parts.store.close()
    assert faults == []
    assert sent > 30


def test_who_does_not_lead_a_shift_reads_it_and_is_told_who_does(tmp_path):
    world = at(tmp_path, "2026-10-27T15:55")
    board, found, wanted = world.desk.board(OCTOBER), {}, {}
    for who in ("second", "leader", "leader2", "director"):
        for shift in "ELN":
            forms, words = shown(world, who, DAY, shift)
            person, now = ACCOUNT_OF[who][1] or f"@{who}", world.clock.now()
            leads = leads_shift_of(board, person, occurrence(board, DAY, shift), now)
            wanted[who, shift] = leads, not leads
            found[who, shift] = bool(forms & LEADERS_ACTS), "您不带这个班" in words
            assert "值班日志" in words
            assert "点名" in words
    world.parts.store.close()
    assert found == wanted
    assert set(wanted.values()) == {(True, False), (False, True)}


def test_the_first_page_leads_to_each_shift_of_today(tmp_path):
    world = at(tmp_path, "2026-10-27T07:55")
    home = {who: world.ask(who, "GET", "/").text for who in ("leader", "director", "planner")}
    wanted = {f"/day/{DAY}?shift={one.shift}" for one in occurrences(world.desk.board(OCTOBER), DAY)}
    links = {who: set(re.findall(r'href="(/day/[^"]+)"', page)) for who, page in home.items()}
    # Who plans and leads nobody has no page of a duty day.
    assert links == {"leader": wanted, "director": wanted, "planner": set()}
    assert {world.ask("leader", "GET", link).status_code for link in wanted} == {200}
    world.parts.store.close()
