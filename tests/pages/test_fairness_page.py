"""The year beside the month on the page of fairness: its sums are the ledger's, each month stands as a bar."""

import re
from dataclasses import replace

from page_day import MONTH
from pdf_text import pages

from api.pages.views.fairness import FURTHEST
from roster.desk.ledger import ledger
from roster.desk.rosters.roster_desk import edit_case
from roster.model import Month
from roster.store.year_rows import YearCount, put_year_counts


def test_the_years_sums_are_the_ledgers_and_each_month_has_its_bar(world, as_visitor):
    agent = world.people["agent"]
    with world.parts.store.writing() as connection:
        put_year_counts(connection, "hotline", Month(2026, 9), [YearCount(agent, Month(2026, 9), "nights", 7)])
    account = next(row for row in ledger(world.desk, MONTH) if row.agent_id == agent)
    with as_visitor(world, "director") as director:
        director.goto("/fairness?month=2026-10&kind=nights&period=year")
        row = director.page.locator(".fair tbody tr", has_text=agent)
        assert row.locator("td.num b").inner_text() == str(account.nights)
        assert row.locator("td.num").nth(1).inner_text() == f"{account.team_nights:.1f}"
        label = row.locator("svg").nth(1).get_attribute("aria-label")
        assert re.fullmatch(rf"2026-09 7, 2026-10 {account.nights - 7}", label)
        # Who is furthest from the even part stands first.
        away = [
            abs(float(text.replace("−", "-")))
            for text in director.page.locator(".fair tbody td:nth-child(5)").all_text_contents()
        ]
        assert away == sorted(away, reverse=True)


def test_a_long_name_leaves_room_on_a_phone_and_a_short_one_stays_on_its_line(world, as_visitor):
    agent = world.people["agent"]
    long = "阿卜杜热合曼·买买提明·吐尔逊江·艾合买提"
    assert len(long) > 20
    edit_case(
        world.desk,
        "@planner",
        MONTH,
        lambda case: replace(
            case, agents=tuple(replace(one, name=long) if one.agent_id == agent else one for one in case.agents)
        ),
    )
    with as_visitor(world, "director", width=390) as director:
        director.goto("/fairness?month=2026-10")
        for rest in director.page.locator("details[data-paper]").all():
            rest.locator("summary").click()
        heads = director.page.locator(".fair tbody th")
        assert heads.filter(has_text=long).bounding_box()["width"] < 390 / 2
        short = heads.filter(has_not_text=long).evaluate_all("all => all.map(one => one.parentNode.offsetHeight)")
        assert max(short) == min(short)


def test_of_many_people_the_furthest_stand_open_and_paper_has_all(world, as_visitor):
    people = len(world.desk.board(MONTH).case.agents)
    with as_visitor(world, "director", width=360) as director:
        page = director.page
        director.goto("/fairness?month=2026-10")
        rows = page.locator(".fair tbody tr")
        assert rows.count() == people
        assert rows.locator("visible=true").count() == FURTHEST
        assert page.evaluate("document.documentElement.scrollHeight") < 2000
        away = [
            abs(float(text.replace("−", "-") or 0))
            for text in page.locator(".fair td:nth-child(5)").all_text_contents()
        ]
        assert away == sorted(away, reverse=True)
        paper = "".join(pages(page.pdf(prefer_css_page_size=True)))
        assert all(agent.agent_id in paper for agent in world.desk.board(MONTH).case.agents)
        # Whom somebody looks for stands there, however near to the share.
        last = rows.last.locator("th small").text_content()
        director.goto(f"/fairness?month=2026-10&q={last}")
        assert rows.locator("visible=true").count() == 1
