"""On a phone: the name stands whole beside two months, bars leave who types alone, a row keeps its label."""

import pytest
from playwright.sync_api import expect

from roster.desk.rosters.month_desk import open_month
from roster.model import Month

pytestmark = pytest.mark.chromium
UPPERMOST = """one => {
    const box = one.getBoundingClientRect();
    return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) === one;
}"""
WHOLE = "span => span.scrollWidth <= span.clientWidth"


def test_the_name_stands_whole_beside_two_months(world, as_visitor):
    open_month(world.desk, "@planner", Month(2026, 11))
    for width in (390, 320):
        with as_visitor(world, "agent", width=width) as visitor:
            visitor.goto("/requests?month=2026-10")
            assert visitor.page.locator(".months a").count() == 1
            assert visitor.page.locator(".who span").evaluate(WHOLE), width
            assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_bar_stands_aside_while_somebody_types_and_nothing_moves(world, as_visitor):
    day = world.subjects["free"]
    with as_visitor(world, "agent", width=390) as visitor:
        visitor.goto(f"/leave/new?start={day}&end={day}")
        page = visitor.page
        bar, field = page.locator(".bar"), page.locator("textarea").first
        button = page.locator(".acts.foot button").first
        expect(bar).to_be_visible()
        field.focus()
        expect(bar).to_be_hidden()
        assert field.evaluate(UPPERMOST)
        place = button.bounding_box()
        field.blur()
        # Nothing moves under a press that takes the focus, and the bar is not yet in its way.
        assert button.bounding_box() == place
        expect(bar).to_be_visible()


def test_hours_of_a_duty_stand_on_one_line_beside_any_mark(world, as_visitor):
    for width in (390, 320):
        with as_visitor(world, "agent", width=width) as visitor:
            visitor.goto("/me/month?month=2026-10")
            # A mark beside the hours leaves them least room.
            broken = visitor.page.locator(".day .what").evaluate_all("""rows => rows.filter((row) => {
                if (!/\\d:\\d\\d–/.test(row.textContent)) return false;
                row.insertAdjacentHTML("afterend", '<span class="mark">⇄ 换班</span>');
                const texts = document.createTreeWalker(row, NodeFilter.SHOW_TEXT), range = document.createRange();
                while (texts.nextNode()) {
                    if (!texts.currentNode.data.includes("–")) continue;
                    range.selectNodeContents(texts.currentNode);
                    return new Set([...range.getClientRects()].map((box) => box.top)).size > 1;
                }
            }).length""")
            assert broken == 0, width


def test_a_leave_is_judged_once_something_is_said_of_it(world, as_visitor):
    day = world.subjects["free"]
    with as_visitor(world, "agent", width=390) as visitor:
        page = visitor.page
        visitor.goto(f"/leave/new?start={day}&end={day}")
        expect(page.locator("#told .told")).to_be_visible()
        visitor.goto("/leave/new")
        expect(page.locator("form[data-check]")).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert page.locator("#told").inner_text() == ""
        page.fill("[name=start]", str(day))
        expect(page.locator("#told .told")).to_be_visible()


def test_the_days_before_and_after_keep_the_label_of_their_row(world, as_visitor):
    with as_visitor(world, "leader", width=390) as visitor:
        visitor.goto(f"/swaps/{world.subjects['swap']}")
        frame = visitor.page.locator(".scroll-x:has(.strip)").first
        assert frame.evaluate("one => one.scrollWidth > one.clientWidth")
        frame.evaluate("one => { one.scrollLeft = one.scrollWidth }")
        left = frame.bounding_box()["x"]
        for label in frame.locator("th[scope=row]").all():
            assert label.bounding_box()["x"] >= left - 1
