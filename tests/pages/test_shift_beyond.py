"""Beyond the roster on the page of a day, and one's own check-in: permits, overtime, proxies, without scripts."""

from datetime import UTC, date, datetime, timedelta

import pytest

from roster.desk.attendance.attendance_desk import list_violations
from roster.desk.duty_day.overtime import list_overtime
from roster.desk.duty_day.permits import list_permits
from roster.desk.duty_day.roll_call import read_roll
from roster.model import Month

pytestmark = pytest.mark.chromium
DAY = date(2026, 10, 12)
OCTOBER = Month(2026, 10)


def test_who_leads_the_shift_permits_keeps_on_and_calls_in(world, as_visitor):
    with as_visitor(world, "director", scripts=False) as visitor:
        page = visitor.page
        who = read_roll(world.desk, DAY, "A").lines[0].duty.agent_id
        visitor.goto(f"/day/{DAY}?shift=A")
        page.locator("#beyond details", has_text="准离岗").locator("summary").click()
        permit = page.locator("form[action$='/permit']")
        permit.locator("select[name=agent_id]").select_option(who)
        visitor.follow(permit.locator("button"))
        (given,) = list_permits(world.desk, DAY, DAY)
        assert (given.duty.agent_id, given.end - given.start) == (who, timedelta(minutes=15))
        visitor.follow(page.locator("form[action$='/back'] button"))
        assert "已返岗" in page.inner_text("#beyond")
        page.locator("#beyond details", has_text="留人延时").locator("summary").click()
        visitor.follow(page.locator("form[action='/day/2026-10-12'] button", has_text="谁能留"))
        stay = page.locator("form[action$='/stay']")
        assert "至多 180 分,到 18:00" in stay.locator(f"option[value='{who}']").inner_text()
        stay.locator("select[name=agent_id]").select_option(who)
        stay.locator("input[name=reason]").fill("未接岗")
        visitor.follow(stay.locator("button"))
        assert [(item.duty.agent_id, item.minutes) for item in list_overtime(world.desk, OCTOBER)] == [(who, 30)]
        page.locator("#beyond details", has_text="紧急叫人").locator("summary").click()
        visitor.follow(page.locator("form[action='/day/2026-10-12'] button", has_text="谁能来"))
        offered = page.locator("form[action$='/extra']").first
        stays = offered.locator("input[name=agent_id]").get_attribute("value")
        offered.locator("input[name=reason]").fill("在外地")
        visitor.follow(offered.locator("button", has_text="未接受"))
        # It is kept and stands in the log; the next who could come are offered at once, without who was asked.
        noted = [(item.kind.value, item.duty.agent_id, item.reason) for item in list_overtime(world.desk, OCTOBER)]
        assert noted[1:] == [("refused", stays, "在外地")]
        assert "未接受" in page.inner_text("main")
        assert "在外地" in page.inner_text("main")
        assert DAY not in world.desk.board(OCTOBER).duties[stays]
        comes = offered.locator("input[name=agent_id]").get_attribute("value")
        assert comes != stays
        offered.locator("input[name=reason]").fill("光缆中断")
        visitor.follow(offered.locator("button", has_text="叫来"))
        assert world.desk.board(OCTOBER).duties[comes][DAY].shift == "A"


def test_a_leader_of_nobody_on_the_shift_is_offered_nothing_that_would_be_refused(world, as_visitor):
    with as_visitor(world, "leader", scripts=False) as visitor:
        for shift, leads in (("A", False), ("B", True)):
            visitor.goto(f"/day/{DAY}?shift={shift}")
            forms = visitor.page.locator("form[action$='/permit'], form[action$='/stay'], details:has([name=extra])")
            assert bool(forms.count()) is leads


def test_a_proxy_that_comes_to_light_is_noted_with_both(world, as_visitor):
    with as_visitor(world, "director", scripts=False) as visitor:
        page, roll = visitor.page, read_roll(world.desk, DAY, "A").lines
        visitor.goto(f"/day/{DAY}?shift=A")
        page.locator("#beyond details", has_text="有人代签").locator("summary").click()
        proxy = page.locator("form[action$='/proxy']")
        whose = proxy.locator("select[name=agent_id] option").first.get_attribute("value")
        by = next(line.duty.agent_id for line in roll if line.duty.agent_id != whose)
        proxy.locator("select[name=by]").select_option(by)
        visitor.follow(proxy.locator("button"))
        kinds = [(item.agent_id, item.kind) for item in list_violations(world.desk, OCTOBER) if item.day == DAY]
        assert sorted(kinds) == sorted([(whose, "proxy"), (by, "proxy")])


def test_an_agent_checks_in_and_out_on_the_first_page(world, as_visitor):
    with as_visitor(world, "agent", width=390, scripts=False) as visitor:
        page = visitor.page
        visitor.goto("/")
        visitor.follow(page.locator("form[action='/me/check-in'] button", has_text="签到"))
        assert "已签到" in page.inner_text("main")
        # The duty begins at 15:00: nobody checks out of it before.
        assert page.locator("form[action='/me/check-in'] button").count() == 0
        world.clock.at = datetime(2026, 10, 12, 10, tzinfo=UTC)
        visitor.goto("/")
        visitor.follow(page.locator("form[action='/me/check-in'] button", has_text="签退"))
        assert "已签退 18:00" in page.inner_text("main")


def test_an_agent_asks_to_leave_the_post_and_the_duty_leader_says_yes(world, as_visitor):
    world.clock.at = datetime(2026, 10, 12, 8, tzinfo=UTC)
    with as_visitor(world, "agent", width=390, scripts=False) as visitor:
        page = visitor.page
        visitor.goto("/")
        page.locator("summary", has_text="申请离岗").click()
        visitor.follow(page.locator("form[action='/me/permits'] button"))
        assert "待值班班长答复" in page.inner_text("main")
    (asked,) = list_permits(world.desk, DAY, DAY)
    assert (asked.state, asked.end - asked.start) == ("asked", timedelta(minutes=15))
    with as_visitor(world, "leader", scripts=False) as visitor:
        page = visitor.page
        visitor.goto(f"/permits/{asked.permit_id}")
        visitor.follow(page.locator("form[action$='/answer'] button", has_text="准").first)
        assert "准假离岗" in page.inner_text("#beyond")
    with as_visitor(world, "agent", width=390, scripts=False) as visitor:
        visitor.goto("/")
        visitor.follow(visitor.page.locator("form[action$='/back'] button"))
        assert "已返岗" in visitor.page.inner_text("main")
        # Asked for again, and nobody says anything until its time is over.
        visitor.page.locator("summary", has_text="申请离岗").click()
        visitor.follow(visitor.page.locator("form[action='/me/permits'] button"))
        assert "待值班班长答复" in visitor.page.inner_text("main")
        world.clock.at = datetime(2026, 10, 12, 8, 15, tzinfo=UTC)
        visitor.goto("/")
        assert "无人答复,已失效" in visitor.page.inner_text("main")
        assert visitor.page.locator("form[action$='/withdraw']").count() == 0
