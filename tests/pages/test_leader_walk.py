"""A leader's walk: a sick leave with its cover in a few clicks; what is not one's own to decide is not offered."""

import re


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
