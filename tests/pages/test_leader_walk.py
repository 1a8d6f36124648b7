"""A leader's walk: a sick leave with its cover in a few clicks; what is not one's own to decide is not offered."""

import re
from datetime import date, timedelta

import pytest
from page_day import CENTRE, MONTH

from api.accounts.accounts import create_account
from api.accounts.caller import Role
from roster.desk.delegation import delegate
from roster.desk.leaves.leave_filing import file_leave
from roster.model.approval import Delegation


def test_a_sick_leave_with_its_cover_in_at_most_six_clicks(world, as_visitor):
    sick = world.subjects["sick"]
    with as_visitor(world, "leader") as leader:
        leader.goto("/")
        clicks = 0
        leader.follow(leader.page.locator(f".inbox a[href='/leave/{sick}']").first)
        clicks += 1
        leader.follow(leader.page.get_by_role("button", name=re.compile("^知悉")))
        clicks += 1
        assert "✓" in leader.text()
        leader.follow(leader.page.get_by_role("button", name=re.compile("^给 ")).first)
        clicks += 1
        assert clicks <= 6
        # Who covers is of another team: that leader's word comes first.
        assert re.search(r"/swaps/\w+", leader.page.url)
        assert "顶班" in leader.text()
        assert "待审批" in leader.text()


def test_one_does_not_decide_on_oneself_nor_before_ones_turn(world, as_visitor):
    with as_visitor(world, "agent") as me:
        me.goto(f"/swaps/{world.subjects['swap']}")
        assert me.page.get_by_role("button", name="同意", exact=True).count() == 0
    with as_visitor(world, "director") as director:
        director.goto(f"/leave/{world.subjects['personal']}")
        assert director.page.get_by_role("button", name=re.compile("^同意")).count() == 0
        assert "一班班长" in director.text()


def test_a_quota_set_on_the_page_refuses_the_next_swap_with_the_new_number(world, as_visitor):
    with as_visitor(world, "director") as director:
        director.goto("/rules?q=SWAP-3a")
        director.page.fill("#p-max_swaps_per_month", "1")
        director.follow(director.page.get_by_role("button", name="先看影响"))
        director.page.locator("#effect").wait_for()
        director.page.fill("#p-max_swaps_per_month", "1")
        director.follow(director.page.locator("details[open] button.primary", has_text="保存"))
        assert "已改" in director.text()
    with as_visitor(world, "agent", width=390) as me:
        me.goto(f"/swaps/new?date={world.subjects['free']}")
        assert "上限 1 次" in me.text()


def test_keys_approve_and_lead_on_to_the_next(world, as_visitor):
    with as_visitor(world, "leader") as leader:
        leader.goto(f"/swaps/{world.subjects['swap']}")
        leader.page.keyboard.press("d")
        leader.page.locator("dialog[open]").wait_for()
        leader.page.keyboard.press("Escape")
        leader.page.locator("dialog[open]").wait_for(state="detached")
        leader.page.keyboard.press("n")
        leader.page.wait_for_url(re.compile(r"/leave/\w+$"))
        leader.goto(f"/swaps/{world.subjects['swap']}")
        leader.page.keyboard.press("a")
        assert "已同意" in leader.page.inner_text(".toast")
        leader.page.wait_for_url(re.compile(r"/leave/\w+$"))


@pytest.mark.parametrize("subject", ["swap", "personal"])
def test_a_deputy_whose_time_is_over_is_told_so_and_who_decides_now(world, as_visitor, subject):
    room = "swaps" if subject == "swap" else "leave"
    page = f"/{room}/{world.subjects[subject]}"
    leader = world.people["leader"]
    end = world.clock.at + timedelta(hours=1)
    case = world.desk.board(MONTH).case
    deputy = next(
        agent.agent_id
        for agent in case.agents
        if agent.team != case.agent_by_id[leader].team
        and agent.agent_id not in world.people.values()
        and not agent.leads
    )
    with world.parts.store.writing() as connection:
        create_account(connection, "deputy", Role.AGENT, name="-", centre_id=CENTRE, agent_id=deputy)
    with as_visitor(world, "deputy") as visitor:
        assert visitor.page.goto(world.base + page).status == 404
        delegate(world.desk, leader, Delegation(leader, deputy, world.clock.at, end))
        visitor.goto(page)
        world.clock.at = end
        visitor.page.get_by_role("button", name=re.compile("^同意")).click()
        visitor.page.get_by_text("到期").wait_for()
        said = visitor.text()
        assert f"您代理 {case.agent_by_id[leader].name} {leader} 已于 2026-10-12 13:00 到期" in said
        assert "请一班班长" in said
        assert visitor.page.goto(f"{world.base}/day").status == 403
        assert "到期" in visitor.text()
        # What is asked for after that time was never the deputy's.
        world.clock.at = end + timedelta(minutes=1)
        later = file_leave(
            world.desk,
            world.people["away"],
            world.people["away"],
            kind="personal",
            start=date(2026, 10, 30),
            end=date(2026, 10, 30),
            reason="-",
        )
        assert visitor.page.goto(f"{world.base}/leave/{later.leave_id}").status == 404
