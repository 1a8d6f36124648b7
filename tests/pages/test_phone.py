"""On a phone: the name stands whole beside two months, bars leave who types alone, a row keeps its label."""

import pytest

from roster.desk.rosters.month_desk import open_month
from roster.model import Month

pytestmark = pytest.mark.chromium
WHOLE = "span => span.scrollWidth <= span.clientWidth"


def test_the_name_stands_whole_beside_two_months(world, as_visitor):
    open_month(world.desk, "@planner", Month(2026, 11))
    for width in (390, 320):
        with as_visitor(world, "agent", width=width) as visitor:
            visitor.goto("/requests?month=2026-10")
            assert visitor.page.locator(".months a").count() == 1
            assert visitor.page.locator(".who span").evaluate(WHOLE), width
            assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width


def test_bars_stand_aside_while_somebody_types(world, as_visitor):
    day = world.subjects["free"]
    with as_visitor(world, "agent", width=390) as visitor:
        visitor.goto(f"/leave/new?start={day}&end={day}")
        page = visitor.page
        places = "[...document.querySelectorAll('.bar, .acts.foot')].map(one => getComputedStyle(one).position)"
        assert set(page.evaluate(places)) == {"fixed", "sticky"}
        page.locator("textarea").first.focus()
        assert set(page.evaluate(places)) == {"static"}
        page.locator("textarea").first.blur()
        assert set(page.evaluate(places)) == {"fixed", "sticky"}


def test_the_days_before_and_after_keep_the_label_of_their_row(world, as_visitor):
    with as_visitor(world, "leader", width=390) as visitor:
        visitor.goto(f"/swaps/{world.subjects['swap']}")
        frame = visitor.page.locator(".scroll-x:has(.strip)").first
        assert frame.evaluate("one => one.scrollWidth > one.clientWidth")
        frame.evaluate("one => { one.scrollLeft = one.scrollWidth }")
        left = frame.bounding_box()["x"]
        for label in frame.locator("th[scope=row]").all():
            assert label.bounding_box()["x"] >= left - 1
