"""The year beside the month on the page of fairness: its sums are the ledger's, each month stands as a bar."""

import re

from page_day import MONTH

from roster.desk.ledger import ledger
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
        away = [abs(float(text)) for text in director.page.locator(".fair tbody td:nth-child(5)").all_inner_texts()]
        assert away == sorted(away, reverse=True)
