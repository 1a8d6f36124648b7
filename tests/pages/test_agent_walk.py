"""An agent's walk on a phone, with scripts and without: a swap by two phones and two leaders, leave, a calendar."""

import re
from urllib.request import ProxyHandler, build_opener

import pytest
from page_day import MONTH
from playwright.sync_api import expect

from roster.desk.swaps.suggest import suggest
from roster.desk.swaps.swap_decision import withdraw_swap
from roster.desk.swaps.swap_reading import list_swaps
from roster.model.swap import SwapState

BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
PHONE = 390


def a_swap_of(world, who="agent", partner="partner"):
    """A duty of the agent's, and a pay-back that the partner could take; what is open makes room first."""
    desk, people = world.desk, world.people
    for swap in list_swaps(desk, MONTH, (SwapState.REQUESTED, SwapState.ACCEPTED)):
        withdraw_swap(desk, swap.requester, swap.swap_id)
    board = desk.board(MONTH)
    for day in sorted(board.duties[people[who]]):
        for way in suggest(board, people[who], day, desk.clock, only=people[partner]):
            return day, way
    raise AssertionError("nothing can be swapped")


@BOTH
def test_a_swap_in_five_taps_two_phones_and_two_leaders(world, as_visitor, scripts):
    day, way = a_swap_of(world)
    agent, partner = world.people["agent"], world.people["partner"]
    with as_visitor(world, "agent", width=PHONE, scripts=scripts) as me:
        me.goto("/me/month")
        taps = 0
        row = me.page.locator(".day", has_text=f"{day:%m-%d}").first
        row.locator("summary").click()
        taps += 1
        me.follow(row.get_by_role("link", name="换班", exact=True))
        taps += 1
        me.follow(me.page.locator(f"a[href*='partner={partner}'][href*='payback={way.pay_back.day}']").first)
        taps += 1
        me.page.fill("#f-reason", "家里有事")
        me.follow(me.page.get_by_role("button", name="发出"))
        taps += 1
        assert taps <= 5
        assert "待对方" in me.text()
        address = re.search(r"/swaps/\w+", me.page.url)[0]
    with as_visitor(world, "partner", width=PHONE, scripts=scripts) as other:
        other.goto("/")
        other.follow(other.page.locator(f".inbox a[href='{address}']").last)
        other.follow(other.page.get_by_role("button", name="接受", exact=True))
        assert "待审批" in other.text()
    for leader in ("leader", "leader2"):
        with as_visitor(world, leader, scripts=scripts) as decides:
            decides.goto(address)
            decides.follow(decides.page.get_by_role("button", name=re.compile("^同意")))
            # On to whatever waits next, or to the list.
            assert decides.page.url.split("?")[0] != world.base + address
            assert "已同意" in decides.page.inner_text(".toast")
    board = world.desk.board(MONTH)
    assert day not in board.duties[agent] or board.duties[agent][day].shift == way.pay_back.shift
    assert board.duties[partner][day].shift
    with as_visitor(world, "partner", width=PHONE, scripts=scripts) as other:
        other.goto(address)
        assert "生效" in other.text()
        other.follow(other.page.get_by_role("button", name="确认接班"))
        assert other.page.get_by_role("button", name="确认接班").count() == 0


def test_two_leaders_decide_one_swap_the_second_is_told(world, as_visitor):
    address = f"/swaps/{world.subjects['swap']}"
    with as_visitor(world, "leader") as one, as_visitor(world, "leader") as two:
        one.goto(address)
        two.goto(address)
        one.follow(one.page.get_by_role("button", name="同意", exact=True))
        two.follow(two.page.get_by_role("button", name="同意", exact=True))
        # By whom, and when.
        leader = world.desk.board(MONTH).case.agent_by_id[world.people["leader"]]
        assert f"{leader.name} {leader.agent_id} 已审批过" in two.page.inner_text(".problem")
        assert re.search(rf"{leader.name} {leader.agent_id} 10-12 12:00", two.text())
        two.page.goto(world.base + address)
        assert two.page.get_by_role("button", name="同意", exact=True).count() == 0
        assert "✓" in two.text()


@BOTH
def test_a_double_tap_files_once(world, as_visitor, scripts):
    day, way = a_swap_of(world)
    with as_visitor(world, "agent", width=PHONE, scripts=scripts) as me:
        me.goto(f"/swaps/new?date={day}&partner={way.partner}&payback={way.pay_back.day}")
        me.page.fill("#f-reason", "家里有事")
        me.page.get_by_role("button", name="发出").dblclick()
        me.page.wait_for_url(re.compile(r"/swaps/\w+\?done=sent|/swaps/[0-9a-f]+$"))
    assert len(list_swaps(world.desk, MONTH, (SwapState.REQUESTED,))) == 1


def test_a_form_sent_again_is_done_once_and_an_other_one_with_its_key_is_told(world):
    from fastapi.testclient import TestClient

    from api.app import create_app

    client = TestClient(create_app(world.parts), base_url=world.base, follow_redirects=False)
    client.cookies.set("roster_session", world.cookie("agent"))
    day, way = a_swap_of(world)
    named = {"date": str(day), "partner": way.partner, "payback": str(way.pay_back.day)}
    form = {**named, "reason": "家里有事", "key": "k"}
    first, again = (client.post("/swaps/new", data=form) for _ in range(2))
    assert (first.status_code, again.status_code) == (303, 303)
    assert again.headers["location"] == first.headers["location"]
    other = client.post("/swaps/new", data={**form, "reason": "另有安排"})
    assert other.status_code == 422
    assert "此表单已提交过" in other.text
    assert len(list_swaps(world.desk, MONTH, (SwapState.REQUESTED,))) == 1


@BOTH
def test_a_refused_swap_tells_clause_and_a_way(shared, as_visitor, scripts):
    day, way = a_swap_of(shared)
    board = shared.desk.board(MONTH)
    fine = {
        item.pay_back.day for item in suggest(board, shared.people["agent"], day, shared.desk.clock, only=way.partner)
    }
    bad = next(d for d in sorted(board.duties[way.partner], reverse=True) if d not in fine)
    with as_visitor(shared, "agent", width=PHONE, scripts=scripts) as me:
        me.goto(f"/swaps/new?date={day}&partner={way.partner}&payback={bad}")
        text = me.page.inner_text(".problem")
        assert "换班制度 §" in text
        assert "允许" in text
        assert "可行的做法" in text


@BOTH
def test_leave_is_told_by_which_clause_and_whom_before_it_is_sent(shared, as_visitor, scripts):
    free = shared.subjects["free"]
    with as_visitor(shared, "agent", width=PHONE, scripts=scripts) as me:
        me.goto(f"/leave/new?start={free}&end={free}")
        preview = me.page.locator("#told")
        preview.locator(".told").wait_for()
        assert "请假制度 §2" in preview.inner_text()
        assert "班长" in preview.inner_text()
        me.page.fill("#f-reason", "搬家")
        me.follow(me.page.get_by_role("button", name="发出"))
        assert "待审批" in me.text()
        me.follow(me.page.get_by_role("button", name="撤回"))
        assert "已撤回" in me.text()


def test_the_nearest_way_fills_the_form_and_what_was_typed_stays(shared, as_visitor):
    with as_visitor(shared, "agent", width=PHONE) as me:
        board = shared.desk.board(MONTH)
        own = board.duties[shared.people["agent"]]
        night = next(day for day in sorted(own) if day.day > 14 and board.case.shift_by_code[own[day].shift].is_night)
        me.goto(f"/leave/new?start={night}&end={night}")
        me.page.fill("#f-reason", "家里急事")
        me.page.locator("#told a.take").first.click()
        expect(me.page.get_by_label("特殊事假")).to_be_checked()
        expect(me.page.locator("#told")).to_contain_text("可以提出")
        expect(me.page.locator("#f-reason")).to_have_value("家里急事")


def test_a_form_with_a_fault_keeps_what_was_typed(shared, as_visitor):
    with as_visitor(shared, "agent", width=PHONE, scripts=False) as me:
        me.goto("/leave/new?start=2026-10-30&end=2026-10-20")
        me.page.fill("#f-reason", "出行")
        me.follow(me.page.get_by_role("button", name="发出"))
        assert me.page.locator("#problem").count() == 1
        assert me.page.input_value("#f-reason") == "出行"


def test_sickness_of_a_colleague_is_reported_without_seeing_their_duties(shared, as_visitor):
    mate = shared.people["away"]
    with as_visitor(shared, "agent", width=PHONE) as me:
        me.goto(f"/leave/new?kind=sick&agent_id={mate}&start=2026-10-29&end=2026-10-29")
        me.page.locator("#told .told").wait_for()
        assert "涉及" not in me.page.inner_text("#told")


@BOTH
def test_a_calendar_is_made_with_its_qr_code(shared, as_visitor, scripts):
    with as_visitor(shared, "agent", width=PHONE, scripts=scripts) as me:
        me.goto("/calendars")
        me.follow(me.page.get_by_role("button", name="生成地址"))
        url = me.page.inner_text("#feed").strip()
        assert me.page.get_attribute(".feed a.primary", "href") == url.replace("http://", "webcal://")
        drawn = me.page.locator("svg.qr")
        assert drawn.count() == 1
        matrix = qr_matrix(drawn.locator("path").last.get_attribute("d"), drawn.get_attribute("viewBox"))
        # The address is the one that the settings give the service; this one listens on a port of its own.
        here = shared.base + "/calendars/" + url.rsplit("/", 1)[1]
        feed = build_opener(ProxyHandler({})).open(here).read().decode()
        assert "BEGIN:VEVENT" in feed
        me.goto("/calendars")
        assert url not in me.page.content()
    import segno

    expected = segno.make(url, error="m", micro=False)
    assert matrix == [[bool(cell) for cell in row] for row in expected.matrix]


def qr_matrix(path, box):
    """The dark modules of a drawn QR code, its quiet zone of four left out: rows of strokes `M x y h n m dx dy …`."""
    size = int(float(box.split()[2]) / 5) - 8 if float(box.split()[2]) > 60 else int(float(box.split()[2])) - 8
    cells = [[False] * size for _ in range(size)]
    x = y = 0.0
    for command, numbers in re.findall(r"([Mmh])([^Mmh]*)", path):
        values = [float(value) for value in re.findall(r"-?[\d.]+", numbers)]
        if command == "M":
            x, y = values
        elif command == "m":
            x, y = x + values[0], y + values[1]
        else:
            for column in range(int(values[0])):
                cells[int(y - 0.5) - 4][int(x) - 4 + column] = True
            x += values[0]
    return cells
