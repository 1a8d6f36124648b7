"""A page offers no act that the rules would refuse as things stand, and each that they would take."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from crawl_world import Stage, at_stage

from roster.desk.leaves.leave_decision import decide_leave
from roster.desk.leaves.leave_filing import file_leave
from roster.desk.leaves.vacancy_desk import cover_vacancy
from roster.desk.matching.wish_desk import file_wish
from roster.desk.swaps.swap_filing import request_cover
from roster.errors import RefusedError
from roster.model import Month
from roster.model.swap_wish import SwapWish

BOTH = Stage("Asia/Shanghai", ((Month(2026, 10), True), (Month(2026, 11), True)))
MORNING = datetime(2026, 10, 12, 1, tzinfo=UTC)


@pytest.fixture
def world(tmp_path):
    made = at_stage(BOTH, tmp_path, MORNING)
    made.speak("zh")
    return made


def acts(world, who, address):
    """What the page's forms would do: the last part of their addresses."""
    page = world.ask(who, "GET", address)
    assert page.status_code == 200
    return {found.rpartition("/")[2] for found in re.findall(r'action="([^"?]+)', page.text)}


def duty_of(world, agent_id, after):
    return next(duty for duty in duties_of(world, agent_id) if duty.day > after)


def duties_of(world, agent_id):
    held = world.desk.board(BOTH.first).roster.duties
    return sorted((duty for duty in held if duty.agent_id == agent_id), key=lambda duty: duty.day)


def test_leave_is_given_up_before_it_begins_and_signed_off_from_then_on(world):
    leave = file_leave(
        world.desk, "0001", "0001", kind="personal", start=date(2026, 10, 20), end=date(2026, 10, 21), reason="家事"
    )
    page = f"/leave/{leave.leave_id}"
    for approver in ("0011", "@director"):
        assert "return" not in acts(world, "top", page)
        decide_leave(world.desk, approver, leave.leave_id, approved=True)
    assert "withdraw" in acts(world, "agent", page)
    for who in ("agent", "leader", "top"):
        assert "return" not in acts(world, who, page)
    assert "withdraw" not in acts(world, "leader", page)
    world.clock.at = datetime(2026, 10, 20, 4, tzinfo=UTC)
    assert "withdraw" not in acts(world, "agent", page)
    for who in ("agent", "leader", "top"):
        assert "return" in acts(world, who, page)


def test_effective_leave_is_given_up_on_its_page(world):
    duty = duty_of(world, "0001", date(2026, 10, 19))
    leave = file_leave(world.desk, "0001", "0001", kind="sick", start=duty.day, end=duty.day, reason="flu")
    page = world.ask("agent", "GET", f"/leave/{leave.leave_id}").text
    key = re.search(r'/withdraw"><input type="hidden" name="key" value="([^"]+)"', re.sub(r">\s+<", "><", page))[1]
    assert world.ask("agent", "POST", f"/leave/{leave.leave_id}/withdraw", data={"key": key}).status_code == 303
    assert duty_of(world, "0001", date(2026, 10, 19)) == duty


def test_wishes_are_matched_by_who_decides_on_others_alone(world):
    duty = duty_of(world, "0001", date(2026, 10, 19))
    file_wish(world.desk, "0001", SwapWish("0001", duty.day), reason="家事")
    assert "match" in acts(world, "leader", "/requests?month=2026-10")
    # A deputy leader sees the team, and decides nothing while nobody is away.
    assert "match" not in acts(world, "second", "/requests?month=2026-10")


def test_a_holiday_duty_that_leave_has_freed_is_given_to_whom_the_page_offers(world):
    day = date(2026, 11, 5)
    leave = file_leave(world.desk, "0001", "0001", kind="personal", start=day, end=day, reason="家事", extreme=True)
    page = f"/leave/{leave.leave_id}"
    for approver in ("0011", "@director"):
        decide_leave(world.desk, approver, leave.leave_id, approved=True, consent=True)
    shown = re.sub(r">\s+<", "><", world.ask("top", "GET", page).text)
    partner = re.search(r'name="partner" value="(\w+)"', shown)[1]
    key = re.search(r'/cover"><input type="hidden" name="key" value="([^"]+)"', shown)[1]
    sent = world.ask("top", "POST", f"{page}/cover", data={"key": key, "date": str(day), "partner": partner})
    assert sent.status_code == 303
    assert partner in re.sub(r"<[^>]+>", "", world.ask("top", "GET", page).text)


def asked_for_cover(world):
    """A leader's cover that waits for the taker's own leader: the first that no rule refuses."""
    for duty in duties_of(world, "0004"):
        if duty.day > date(2026, 10, 16):
            for taker in ("0001", "0002", "0012"):
                try:
                    swap = request_cover(world.desk, "0021", "0004", duty.day, taker, reason="缺人")
                except RefusedError:
                    continue
                if swap.state.value == "accepted":
                    return swap
    raise AssertionError("nobody could be asked")


def test_a_swap_that_has_become_impossible_is_told_so_where_it_would_be_approved(world):
    swap = asked_for_cover(world)
    taker, day = swap.moves[0].taker, swap.moves[0].given.day
    page = f"/swaps/{swap.swap_id}"
    assert "approve" in acts(world, "leader", page)
    file_leave(world.desk, taker, taker, kind="sick", start=day, end=day + timedelta(days=1), reason="flu")
    offered = acts(world, "leader", page)
    assert "approve" not in offered
    assert "decline" in offered
    assert 'class="refusals"' in world.ask("leader", "GET", page).text
    assert f'action="{page}/approve"' not in world.ask("leader", "GET", "/").text


def test_the_board_leads_to_no_request_that_its_reader_may_not_see(world):
    for duty in duties_of(world, "0001"):
        try:
            swap = request_cover(world.desk, "0011", "0001", duty.day, "0002", reason="缺人")
            break
        except RefusedError:
            continue
    cell = f"/rosters/1?date={duty.day}&cell=0002.{duty.day}"
    assert f"/swaps/{swap.swap_id}" in world.ask("leader", "GET", cell).text
    assert f"/swaps/{swap.swap_id}" not in world.ask("leader2", "GET", cell).text


def test_leave_that_the_rules_have_come_to_refuse_is_told_so_where_it_would_be_approved(world):
    """Leave on a holiday without a duty is nobody's business; with a duty there in another's stead it is refused."""
    day = date(2026, 11, 5)
    assert not any(
        duty.agent_id == "0002" and duty.day == day for duty in world.desk.board(Month(2026, 11)).roster.duties
    )
    leave = file_leave(world.desk, "0002", "0002", kind="personal", start=day, end=day, reason="家事")
    page, yes = f"/leave/{leave.leave_id}", f'action="/leave/{leave.leave_id}/approve"'
    assert {"approve", "decline"} <= acts(world, "leader", page)
    assert yes in world.ask("leader", "GET", "/").text
    freed = file_leave(world.desk, "0001", "0001", kind="personal", start=day, end=day, reason="家事", extreme=True)
    for approver in ("0011", "@director"):
        decide_leave(world.desk, approver, freed.leave_id, approved=True, consent=True)
    cover_vacancy(world.desk, "0011", freed.leave_id, day, "0002", reason="缺人")
    assert acts(world, "leader", page) & {"approve", "decline"} == {"decline"}
    assert 'class="refusals"' in world.ask("leader", "GET", page).text
    assert yes not in world.ask("leader", "GET", "/").text


def test_leave_that_was_declined_can_be_approved_after_all_and_not_declined_again(world):
    leave = file_leave(
        world.desk, "0001", "0001", kind="personal", start=date(2026, 10, 20), end=date(2026, 10, 20), reason="家事"
    )
    decide_leave(world.desk, "0011", leave.leave_id, approved=False, reason="缺人")
    assert acts(world, "leader", f"/leave/{leave.leave_id}") & {"approve", "decline"} == {"approve"}
