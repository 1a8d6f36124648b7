"""What somebody reads whose leave was declined: why, what holds now, and what they may do about it."""

import re
from datetime import UTC, date, datetime

import pytest
from crawl_world import Stage, at_stage

from roster.desk.leaves.leave_decision import decide_leave
from roster.desk.leaves.leave_filing import file_leave
from roster.desk.leaves.leave_reading import read_leave
from roster.model import Month
from roster.model.leave_request import LeaveState

OCTOBER = Month(2026, 10)
STAGE = Stage("Asia/Shanghai", ((OCTOBER, True), (OCTOBER.next, True)))
MORNING = datetime(2026, 10, 12, 1, tzinfo=UTC)
WHY = "当天已有两人请假"


def declined(world, *, day=None, who="0001", kind="personal", filed_by=None):
    """The page's address of a leave to which the own leader says no."""
    after, held = date(2026, 10, 14), world.desk.board(OCTOBER).duties[who]
    day = day or min(held_on for held_on in held if held_on > after)
    leave = file_leave(world.desk, filed_by or who, who, kind=kind, start=day, end=day, reason="搬家")
    decide_leave(world.desk, "0011", leave.leave_id, approved=False, reason=WHY)
    return leave, day


def what_now(page):
    found = re.search(r'<section class="card" id="after-no">(.*?)</section>', page, re.DOTALL)
    return None if found is None else re.sub(r"\s+", " ", found[1])


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "下面的班照常上;不到岗按旷工"),
        ("en", "the duties below are to be worked, and staying away is absenteeism"),
    ],
)
def test_its_owner_reads_why_and_what_to_do_and_every_way_is_open(tmp_path, language, said):
    world = at_stage(STAGE, tmp_path, MORNING)
    world.speak(language)
    leave, day = declined(world)
    page = world.ask("agent", "GET", f"/leave/{leave.leave_id}").text
    assert WHY in page
    assert said in what_now(page)
    links = re.findall(r'href="([^"]+)"', what_now(page))
    assert links == [f"/swaps/new?date={day}", f"/leave/new?kind=personal&amp;start={day}&amp;end={day}"]
    for link in links:
        assert world.ask("agent", "GET", link.replace("&amp;", "&")).status_code == 200
    # Who said no reads the reason too, and is told nothing of what its owner may do.
    theirs = world.ask("leader", "GET", f"/leave/{leave.leave_id}").text
    assert WHY in theirs
    assert what_now(theirs) is None


def test_a_duty_begun_without_it_is_an_absence_that_the_same_rung_clears(tmp_path):
    world = at_stage(STAGE, tmp_path, MORNING)
    leave, day = declined(world)
    world.clock.at = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
    told = what_now(world.ask("agent", "GET", f"/leave/{leave.leave_id}").text)
    assert "暂按旷工;陆班 0011 改为同意即消除" in told
    assert "/swaps/new" not in told
    # What the page promises: the same leader may say yes still.
    decide_leave(world.desk, "0011", leave.leave_id, approved=True, consent=True)
    assert read_leave(world.desk, leave.leave_id)[0].state in {LeaveState.PENDING, LeaveState.EFFECTIVE}


def test_days_without_a_duty_are_told_so(tmp_path):
    world = at_stage(STAGE, tmp_path, MORNING)
    held = set(world.desk.board(OCTOBER).duties["0001"])
    free = next(day for day in OCTOBER if day > date(2026, 10, 14) and day not in held)
    leave, _ = declined(world, day=free)
    told = what_now(world.ask("agent", "GET", f"/leave/{leave.leave_id}").text)
    assert "那几天目前没有您的班" in told


def test_a_report_that_was_not_confirmed_leads_to_ones_own(tmp_path):
    world = at_stage(STAGE, tmp_path, MORNING)
    leave, day = declined(world, kind="sick", filed_by="0012")
    told = what_now(world.ask("agent", "GET", f"/leave/{leave.leave_id}").text)
    assert "可自己报" in told
    assert f"/leave/new?kind=sick&amp;start={day}&amp;end={day}" in told
