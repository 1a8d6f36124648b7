"""A shift on a tablet: called offline and sent once, an absence covered, an incident that blocks, two signatures."""

from datetime import date

import pytest
from playwright.sync_api import expect

from api.pages.day import MOST_LINES
from roster.desk.duty_day.roll_call import read_roll
from roster.desk.quality.break_desk import place_breaks

pytestmark = pytest.mark.chromium
DAY = date(2026, 10, 12)


def states(world, shift="A"):
    roll = read_roll(world.desk, DAY, shift)
    return {line.duty.agent_id: None if line.state is None else line.state.value for line in roll.lines}


def test_marks_made_offline_are_sent_once_when_the_tablet_is_back(world, as_visitor):
    with as_visitor(world, "director", width=820) as visitor:
        page = visitor.page
        visitor.goto(f"/day/{DAY}?shift=A")
        first, second = list(states(world))[:2]
        page.context.set_offline(True)
        page.locator(f'input[name="m.{first}"][value=absent]').check(force=True)
        page.locator(f'input[name="m.{second}"]').first.focus()
        page.keyboard.press("2")
        page.locator(f'input[name="n.{second}"]').fill("25")
        assert page.locator(f'li[data-agent="{second}"] .breach').is_visible()
        page.keyboard.press("Tab")
        page.locator("button[name=rest]").click()
        page.locator("#queue", has_text="离线").wait_for()
        assert set(states(world).values()) == {None}
        page.context.set_offline(False)
        page.locator("#queue", has_text="已保存").wait_for()
        counts = states(world)
        assert (counts.pop(first), counts.pop(second)) == ("absent", "late")
        assert set(counts.values()) == {"on time"}
        page.locator(".card.next button").first.wait_for()
        assert visitor.violations() == []


def test_breaks_follow_who_fell_out_without_loading_the_page(world, as_visitor):
    place_breaks(world.desk, "@director", DAY)
    with as_visitor(world, "director") as visitor:
        page = visitor.page
        visitor.goto(f"/day/{DAY}?shift=A")
        stale = page.locator("#breaks .flag.warn")
        expect(page.locator("#breaks li").first).to_be_visible()
        expect(stale).to_have_count(0)
        page.locator(f'input[name="m.{next(iter(states(world)))}"][value=absent]').check(force=True)
        expect(stale).to_be_visible()


def test_who_is_late_by_nobody_knows_how_much_is_not_there_on_time(world, as_visitor):
    with as_visitor(world, "director", width=820) as visitor:
        page = visitor.page
        visitor.goto(f"/day/{DAY}?shift=A")
        late = list(states(world))[1]
        page.locator(f'input[name="m.{late}"][value=late]').check(force=True)
        for button in ("button[name=rest]", "#roll .foot-acts button:not([name])"):
            page.locator(button).click()
            page.locator("#queue", has_text="迟到分钟").wait_for()
            assert set(states(world).values()) == {None}
        page.locator(f'input[name="n.{late}"]').fill("12")
        page.locator("button[name=rest]").click()
        page.locator("#queue", has_text="已保存").wait_for()
        counts = states(world)
        assert counts.pop(late) == "late"
        assert set(counts.values()) == {"on time"}


def test_without_scripts_the_list_is_a_form(world, as_visitor):
    with as_visitor(world, "director", scripts=False) as visitor:
        page = visitor.page
        visitor.goto(f"/day/{DAY}?shift=A")
        first = next(iter(states(world)))
        page.locator(f'input[name="m.{first}"][value=absent]').check(force=True)
        visitor.follow(page.locator("button[name=rest]"))
        assert states(world)[first] == "absent"
        visitor.follow(page.locator(".card.next button").first)
        page.fill("#f-words", "线路中断")
        page.select_option("select[name=gravity]", "major")
        visitor.follow(page.locator("form[action$='/note'] button"))
        visitor.follow(page.locator("button[name=side][value=give]"))
        assert "交接班规定 §4" in page.inner_text("#problem")
        assert "线路中断" in page.inner_text("#problem")
        page.locator("input[name=accept]").check()
        visitor.follow(page.locator("button[name=side][value=give]"))
        assert "交 " in page.inner_text("#over")


def test_a_long_list_that_is_called_shows_who_is_missing_and_folds_who_is_there(world, as_visitor):
    absent = next(iter(states(world)))
    with as_visitor(world, "director", width=360) as visitor:
        page = visitor.page
        visitor.goto(f"/day/{DAY}?shift=A")
        lines = page.locator("#roll li[data-agent]")
        people = lines.count()
        # While it is called everybody stands in the list, in its order.
        assert people > MOST_LINES
        assert lines.locator("visible=true").count() == people
        before = page.evaluate("document.documentElement.scrollHeight")
        page.locator(f'input[name="m.{absent}"][value=absent]').check(force=True)
        page.locator("#queue", has_text="已保存").wait_for()
        assert lines.locator("visible=true").count() == people
        page.locator("button[name=rest]").click()
        expect(page.locator("#roll summary")).to_have_text(f"按时到岗 {people - 1} 人")
        assert lines.locator("visible=true").count() == 1
        assert page.locator("button[name=rest]").count() == 0
        page.locator(".card.next").evaluate("one => one.remove()")
        assert page.evaluate("document.documentElement.scrollHeight") < before - 40 * (people - 2)
        # Who turns out not to be there after all is found in the fold, which the arrow opens.
        expect(page.locator("#roll details")).not_to_have_attribute("open", "")
        page.locator(f'input[name="m.{absent}"][value=absent]').focus()
        page.keyboard.press("ArrowDown")
        expect(page.locator("#roll details input:focus")).to_have_count(1)
        page.locator("#roll details input[value=absent]").first.check(force=True)
        expect(page.locator("#roll summary")).to_have_text(f"按时到岗 {people - 2} 人")
