"""A month in the browser alone: from an empty store and a workbook to a board and a register on paper.

Each run has another roster, the best at the moment when the search is stopped: a step may only rest on what every
roster has, or looks for somebody with whom it can be taken and says so where there is nobody.
"""

import re
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from page_steps import PATIENCE, STAY, follow
from page_world import empty_world
from pdf_text import pages
from playwright.sync_api import expect

from roster.cases import bundled_folder
from roster.files.read_case import read_case
from roster.model import LeaveStatus
from roster.model import Role as Post

ONE_TIME, OWN = "only-this-once", "correct horse battery"
PLANNING = datetime(2026, 9, 24, 2, tzinfo=UTC)
IN_THE_MONTH = datetime(2026, 10, 12, 2, tzinfo=UTC)
GIVE = re.compile("^给 ")
FIRST = re.compile(r"^[\d,]+$")


@pytest.fixture
def empty(tmp_path):
    made = empty_world(tmp_path, ONE_TIME)
    made.clock.at = PLANNING
    yield made
    made.stop()


@pytest.fixture
def as_somebody(browser, empty):
    """`as_somebody(name, password)`: a page of who logs in for the first time, and chooses a password."""
    known = {}

    @contextmanager
    def opened(username, password, *, width=1440):
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            locale="zh-CN",
            base_url=empty.address,
            reduced_motion="reduce",
            has_touch=width < 500,
        )
        context.add_init_script(STAY)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        wrong = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto("/")
        page.get_by_label("用户名").fill(username)
        page.get_by_label("密码", exact=True).fill(known.get(username, password))
        follow(page, page.get_by_role("button", name="登录"))
        if username not in known:
            page.get_by_label("当前密码").fill(password)
            page.get_by_label("新密码").fill(OWN)
            follow(page, page.get_by_role("button", name="保存"))
            known[username] = OWN
        page.wait_for_url(f"{empty.address}/")
        yield page
        assert wrong == []
        context.close()

    return opened


def slips(page):
    """What the slips say: password and user name by agent, and the user name of each name."""
    slip_kinds = {}
    for card in page.locator(".slips li").all():
        name, number = card.locator("b").inner_text(), card.locator("small").inner_text().strip()
        username, password = card.locator("code").all_inner_texts()
        slip_kinds[number or name] = (username, password)
    return slip_kinds


def test_a_month_from_the_workbook_to_the_paper(empty, tmp_path, as_somebody):
    # The administrator: the bundled workbook, everybody's account, the director's.
    with as_somebody("admin", ONE_TIME) as page:
        follow(page, page.get_by_role("link", name="导入人员、班次与需求"))
        with page.expect_download() as sent:
            page.get_by_role("link", name="示例:72 人热线").click()
        sent.value.save_as(tmp_path / "hotline.xlsx")
        page.get_by_label("中心代号").fill("hotline")
        page.set_input_files("#file", str(tmp_path / "hotline.xlsx"))
        follow(page, page.get_by_role("button", name="检查"))
        expect(page.get_by_text("新的月份")).to_be_visible()
        follow(page, page.get_by_role("button", name="导入"))
        expect(page.locator(".toast")).to_contain_text("已导入")
        follow(page, page.locator(".brand"))
        follow(page, page.get_by_role("link", name="为大家建账号"))
        director = an_account(page, "zhao", "赵敏", "客服部主任")
        top = an_account(page, "wu", "吴刚", "客服中心主任")
        follow(page, page.get_by_role("button", name="为 72 人建账号"))
        people = slips(page)
        assert len(people) == 72
    # The supervisor: a month is made, its gaps looked at, a cell changed, published.
    with as_somebody(*director) as page:
        follow(page, page.get_by_role("link", name="生成", exact=True))
        follow(page, page.get_by_role("button", name="开始"))
        expect(page.locator("#objective")).to_have_text(FIRST)
        page.get_by_role("button", name="停止并保留最好").click()
        expect(page.get_by_role("link", name="看班表")).to_be_visible()
        follow(page, page.get_by_role("link", name="看班表"))
        expect(page.locator("table.grid")).to_be_visible()
        follow(page, page.locator(".board-head").get_by_role("link", name="覆盖"))
        follow(page, page.locator("#heat td:is(.h-1, .h-2, .h-3, .h-4) a").first)
        expect(page.get_by_role("heading", name="谁能补")).to_be_visible()
        follow(page, page.locator("main").get_by_role("link", name="班表", exact=True))
        change_a_cell(page)
        follow(page, page.locator(".board-head").get_by_role("link", name="发布"))
        expect(page.get_by_role("heading", name="发布前检查")).to_be_visible()
        draft = page.url.split("/")[-1]
    # The leave that the draft would grant goes up its chain: whoever is due finds it in the inbox.
    case, _ = read_case(bundled_folder("hotline"))
    leaders = {agent.team: agent.agent_id for agent in case.agents if agent.role is Post.LEADER}
    asking = {case.agent_by_id[leave.agent_id].team for leave in case.leaves if leave.status is LeaveStatus.REQUESTED}
    for who in (*(people[leaders[team]] for team in sorted(asking)), director, top):
        approve_grants(as_somebody, who, draft)
    with as_somebody(*director) as page:
        follow(page, page.get_by_role("link", name="发布", exact=True).first)
        expect(page.locator(".checks")).not_to_contain_text("待批")
        page.get_by_role("button", name=re.compile("^发布 v")).click()
        dialog = page.locator("dialog[open]")
        expect(dialog).to_be_visible()
        for box in dialog.get_by_role("checkbox").all():
            box.check()
        if dialog.get_by_label("事由").count():
            dialog.get_by_label("事由").fill("本月第一版")
        follow(page, dialog.get_by_role("button", name="发布", exact=True))
        expect(page.locator(".toast")).to_contain_text("已发布")
    empty.clock.at = IN_THE_MONTH
    team = next(iter(leaders))
    mates = [agent.agent_id for agent in case.agents if agent.team == team and agent.role is Post.AGENT]
    giver, address, concerned = a_swap(as_somebody, people, case, mates)
    for one in concerned:
        with as_somebody(*people[leaders[one]]) as page:
            follow(page, page.locator(f".inbox a[href='{address}']").first)
            expect(page.get_by_role("heading", name="同意后的影响")).to_be_visible()
            follow(page, page.get_by_role("button", name=re.compile("^同意")))
            expect(page.locator(".toast")).to_contain_text("已同意")
    sick = a_sickness_to_cover(as_somebody, people, mates, people[leaders[team]])
    with as_somebody(*people[leaders[team]]) as page:
        follow(page, page.locator(f".inbox a[href='{sick}']").first)
        follow(page, page.get_by_role("button", name=re.compile("^知悉")))
        follow(page, page.get_by_role("button", name=GIVE).first)
        assert page.locator("#problem").count() == 0, page.inner_text("main")
        # One of the own team covers at once; another team's leader is asked first.
        expect(page.locator("h1, .toast").filter(has_text="顶班").first).to_be_visible()
        # On paper: the board, and the register with its head on every sheet and no number missing.
        follow(page, page.get_by_role("link", name="班表", exact=True))
        expect(page.locator("table.grid")).to_be_visible()
        board = pages(page.pdf(prefer_css_page_size=True))
        assert 1 <= len(board) <= 2
        assert all(agent.agent_id in "".join(board) for agent in case.agents)
        follow(page, page.get_by_role("link", name="登记表"))
        numbers = [int(text) for text in page.locator("table.register tbody td:first-child").all_inner_texts()]
        assert numbers == list(range(1, len(numbers) + 1))
        register = pages(page.pdf(prefer_css_page_size=True))
        assert len(register) == 1
        assert "审批" in register[0]
        assert case.agent_by_id[giver].name in register[0]


def approve_grants(as_somebody, leader, draft):
    """Say yes to what the draft would grant of one's own people, where anything is."""
    with as_somebody(*leader) as page:
        item = page.locator(f".inbox a[href='/rosters/{draft}/grants']")
        if item.count():
            follow(page, item.first)
            follow(page, page.get_by_role("button", name="同意", exact=True))
            expect(page.locator(".toast")).to_contain_text("已同意")


TO_SWAP = ".day a[href^='/swaps/new?date=']:text-is('换班')"
PAY_BACKS = ".partners a[href*='payback=']"


def a_swap(as_somebody, people, case, givers):
    """Asked for and accepted, each on their phone: who gives, its address, and the teams whose leaders decide."""
    giver, partner, address = next(
        made for one in givers if (made := asked_for(as_somebody, people[one], one, case)) is not None
    )
    with as_somebody(*people[partner], width=390) as page:
        follow(page, page.locator(f".inbox a[href='{address}']").first)
        follow(page, page.get_by_role("button", name="接受", exact=True))
        expect(page.locator("main")).to_contain_text("待审批")
    teams = dict.fromkeys(case.agent_by_id[one].team for one in (giver, partner))
    return giver, address, list(teams)


def asked_for(as_somebody, account, giver, case):
    """The first swap of a coming duty with somebody who leads nobody: (giver, partner, address), or None.

    Where a leader is a party, the director decides in that leader's place.
    """
    with as_somebody(*account, width=390) as page:
        follow(page, page.get_by_role("link", name="我的班").last)
        for place in range(page.locator(TO_SWAP).count()):
            page.locator(".day", has=page.locator("a[href^='/swaps/new?date=']")).nth(place).locator("summary").click()
            follow(page, page.locator(TO_SWAP).nth(place))
            for way in page.locator(PAY_BACKS).all():
                partner = re.findall(r"partner=(\w+)", str(way.get_attribute("href")))[0]
                if case.agent_by_id[partner].leads:
                    continue
                follow(page, way)
                page.get_by_label("事由").fill("家里有事")
                follow(page, page.get_by_role("button", name="发出"))
                expect(page.locator("main")).to_contain_text("待对方")
                return giver, partner, re.search(r"/swaps/\w+", page.url)[0]
            follow(page, page.get_by_role("link", name="我的班").last)
    return None


def a_sickness_to_cover(as_somebody, people, mates, leader):
    """Reported by one after the other until somebody can be given a duty of it: the leave's address."""
    for mate in mates:
        sick = a_sickness(as_somebody, people[mate])
        with as_somebody(*leader) as page:
            follow(page, page.locator(f".inbox a[href='{sick}']").first)
            if page.get_by_text("批准后可直接安排顶班").or_(page.get_by_role("button", name=GIVE)).count():
                return sick
    raise AssertionError("no duty of the team can be covered by anybody")


def a_sickness(as_somebody, account):
    """Of the next duty but one, reported on a phone: the leave's address."""
    with as_somebody(*account, width=390) as page:
        follow(page, page.get_by_role("link", name="我的班").last)
        # A day that can be reported: a duty ahead that nothing is asked for yet.
        day = page.locator(".day", has=page.locator("a[href^='/leave/new?']")).nth(1)
        day.locator("summary").click()
        follow(page, day.get_by_role("link", name="请假", exact=True))
        page.get_by_label("类别").select_option(label="病假")
        page.get_by_label("事由").fill("发烧")
        follow(page, page.get_by_role("button", name="发出"))
        expect(page.locator("main")).to_contain_text("待")
        return re.search(r"/leave/\w+", page.url)[0]


def an_account(page, username, name, role):
    """Made on the page of accounts: what its slip says."""
    page.get_by_label("用户名").last.fill(username)
    page.get_by_label("姓名", exact=True).fill(name)
    page.locator("#n-role").select_option(label=role)
    follow(page, page.get_by_role("button", name="建账号", exact=True))
    return slips(page)[name]


def change_a_cell(page):
    """By keyboard: what each choice breaks stands in the menu before; a breach is not saved unless it is meant."""
    duty = page.locator("tr[data-a] td[class^=s]")
    menu = page.get_by_role("menu")
    choice = menu.get_by_role("menuitemradio")
    bad, fine = choice.filter(has=page.locator(".late", has_text="!")), choice.filter(has_text="✓")
    for place in range(30, duty.count(), 3):
        cell = duty.nth(place)
        cell.click()
        page.keyboard.press("Enter")
        expect(choice.first).to_be_visible()
        if bad.count() and fine.count():
            break
        page.keyboard.press("Escape")
        expect(menu).to_have_count(0)
    else:
        raise AssertionError("no duty has both a choice that breaks a rule and one that breaks none")
    before = cell.text_content()
    description = bad.first.get_attribute("aria-description")
    assert "§" in description or "第" in description
    bad.first.click()
    dialog = page.locator("dialog[open]")
    expect(dialog).to_contain_text("硬性违规")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert cell.text_content() == before
    page.keyboard.press("Enter")
    expect(choice.first).to_be_visible()
    fine.first.click()
    expect(page.locator("#said")).to_contain_text("已保存")
