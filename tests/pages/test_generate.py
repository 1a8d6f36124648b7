"""From a solve to a published roster in the browser: watched, stopped, compared, refused, published; or why not."""

import re
from datetime import date

import pytest
from page_steps import follow
from playwright.sync_api import expect
from sqlalchemy import select

from api.http.resources.centres.tables import with_rows
from api.pages.views.coverage import gaps
from api.store.tables import JOBS
from roster.desk.rosters.edit_desk import draft_board, edit_cells
from roster.desk.rosters.roster_desk import edit_case
from roster.model import Agent, Case, Centre, Duty, HolidayCalendar, Month, Roster, SeatRequirement, Shift
from roster.report import coverage, predicted_service
from roster.rule import Evidence

MONTH = Month(2026, 10)
FIRST = re.compile(r"^[\d,]+$")


def test_a_solve_is_watched_through_a_reload_and_stopped_keeping_the_best(working_centre, visit):
    page = visit(working_centre, "planner", "/rosters/new?month=2026-10&anew=1")
    # Who types minutes means them.
    page.locator("input[name=own]").fill("5")
    expect(page.locator("input[name=seconds][value=own]")).to_be_checked()
    page.get_by_role("button", name="开始").click()
    expect(page.locator("#state")).to_have_text("求解中")
    expect(page.locator("#objective")).to_have_text(FIRST)
    page.reload()
    expect(page.locator("#objective")).to_have_text(FIRST)
    expect(page.locator("#chart polyline.objective")).to_be_attached()
    page.get_by_role("button", name="停止并保留最好").click()
    expect(page.get_by_role("link", name="看班表")).to_be_visible()
    expect(page.locator("#chart polyline.objective")).to_be_attached()
    # Asked to stop it ends, and the job says how; who stopped it themselves is not told by the bell.
    with working_centre.parts.store.reading() as connection:
        job = connection.execute(select(JOBS)).one()
    assert (job.cancel, job.status) == (True, "cancelled")
    page.get_by_role("link", name="看班表").click()
    expect(page.locator("table.grid")).to_be_visible()
    page.goto("/me/notices")
    assert page.locator("a[href^='/jobs/']").count() == 0


def test_what_a_solve_could_not_give_stands_with_it(shared, as_visitor):
    with as_visitor(shared, "planner") as planner:
        planner.goto(f"/jobs/{shared.subjects['job']}")
        planner.page.get_by_text("缺的座席 1").click()
        assert "10:00–11:30 189 −2 · 当天没有人能再上这个班" in planner.text()
        planner.page.get_by_text("意愿未满足 1").click()
        assert planner.page.locator("a[href*='cell=0005.2026-10-21']").count() == 1


def test_two_starts_of_one_form_are_one_job(centre, visit):
    page = visit(centre, "planner", f"/rosters/new?roster={centre.draft}", js=False)
    for _ in range(2):
        page.goto(f"/rosters/new?roster={centre.draft}")
        follow(page, page.get_by_role("button", name="开始"))
    first = page.url
    page.goto(f"/rosters/new?roster={centre.draft}")
    assert page.locator(f"a[href='{first.removeprefix(centre.address)}']").count() == 1
    assert page.locator("a[href^='/jobs/']").count() == 1
    page.goto(f"/rosters/{centre.draft}")
    expect(page.locator(".warned")).to_contain_text("只读")
    assert page.locator("#board[data-edit]").count() == 0


def break_a_rest(centre):
    """A draft with one hard breach more than what is published; whose cell it is."""
    desk = centre.parts.office.desk("hotline")
    version, board = draft_board(desk, centre.draft)
    agent = centre.people["agent"]
    held = board.duties[agent]
    day = next(
        day
        for day in sorted(held)
        if day.day > 14 and held[day].shift == "A" and day.replace(day=day.day - 1) not in held
    )
    duty = Duty(agent, day.replace(day=day.day - 1), "E", held[day].job)
    edit_cells(
        desk,
        "@planner",
        centre.draft,
        (),
        (duty,),
        revision=version.revision,
        accept=("REST", "STREAK", "NIGHT", "RHYTHM"),
    )
    return agent


def test_publishing_is_refused_until_each_cause_is_read_then_done(centre, visit):
    break_a_rest(centre)
    page = visit(centre, "director", f"/rosters/{centre.published}/compare/{centre.draft}")
    expect(page.locator("table.changes tbody tr")).to_have_count(1)
    expect(page.locator(".checks")).to_contain_text("11 小时")
    page.get_by_role("button", name="发布 v2").click()
    dialog = page.locator("dialog[open]")
    dialog.get_by_label("事由").fill("暴雨")
    follow(page, dialog.get_by_role("button", name="发布", exact=True))
    expect(page.locator("#problem")).to_contain_text("11 小时")
    page.get_by_role("button", name="发布 v2").click()
    dialog = page.locator("dialog[open]")
    dialog.get_by_label("已看过").check()
    dialog.get_by_label("未经").check()
    dialog.get_by_label("事由").fill("暴雨")
    follow(page, dialog.get_by_role("button", name="发布", exact=True))
    expect(page.locator(".toast")).to_contain_text("已发布")
    assert page.url.split("?")[0].endswith(f"/rosters/{centre.draft}")


def test_who_may_not_publish_is_told_who_does(shared_centre, visit):
    page = visit(shared_centre, "planner", "/compare?month=2026-10")
    expect(page.get_by_text("等主任发布")).to_be_visible()
    assert page.get_by_role("button", name="发布").count() == 0
    other = visit(shared_centre, "agent", "/")
    assert other.goto(f"/rosters/{shared_centre.published}/compare/{shared_centre.draft}").status == 404


def test_no_roster_leads_to_why_and_a_way_out_is_tried(small_centre, visit):
    desk, agent = small_centre.parts.office.desk("small"), "0005"
    pins = [{"agent_id": agent, "date": "2026-10-20", "shift": "E", "job": ""}]
    limits = [{"agent_id": agent, "weekday": "", "date": "2026-10-20", "shift": "E", "available": "false"}]
    edit_case(desk, "@planner", MONTH, lambda case: with_rows(with_rows(case, "pins", pins), "availability", limits))
    page = visit(small_centre, "planner", f"/rosters/new?roster={small_centre.draft}")
    page.get_by_label("1 分钟", exact=True).check()
    page.get_by_role("button", name="开始").click()
    page.get_by_role("button", name="为什么没有班表").click()
    expect(page.get_by_role("heading", name="不能同时成立")).to_be_visible()
    expect(page.locator(".parts")).to_contain_text(agent)
    page.get_by_role("button", name="试", exact=True).first.click()
    page.locator("dialog[open]").get_by_role("button", name="试", exact=True).click()
    expect(page.locator("#objective")).to_have_text(FIRST)


def test_the_sums_of_coverage_are_the_apis(shared_centre, visit):
    page = visit(shared_centre, "planner", f"/rosters/{shared_centre.published}/coverage?job=189")
    rows, offset = [], 0
    while offset is not None:
        answer = page.request.get(
            f"/api/v1/rosters/{shared_centre.published}/coverage?limit=1000&offset={offset}"
        ).json()
        rows, offset = [*rows, *answer["items"]], answer["next"]
    short = sum(max(0, row["required"] - row["rostered"]) for row in rows if row["job"] == "189") / 2
    shown = page.locator(".numbers dd").nth(1).inner_text()
    assert float(shown.split()[0].replace(",", "")) == short
    assert page.locator("#heat tbody td").count() == 31 * 48
    page.locator("#heat td a[tabindex='0']").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("h2", has_text="00:30")).to_be_visible()


@pytest.mark.parametrize("path", ["/rosters/new", "/compare", "/coverage", "/jobs/x", "/jobs/x/explain"])
def test_an_agent_finds_nothing_there(shared_centre, visit, path):
    page = visit(shared_centre, "agent", "/")
    assert page.goto(path).status == 404


def test_only_changes_are_listed_or_the_whole_month_with_them_marked(centre, visit):
    agent = break_a_rest(centre)
    page = visit(centre, "planner", f"/rosters/{centre.published}/compare/{centre.draft}")
    expect(page.locator("table.changes tbody tr")).to_have_count(1)
    page.get_by_label("只看变更").uncheck()
    expect(page.locator("table.grid tr[data-a]")).to_have_count(72)
    expect(page.locator("table.grid td.df")).to_have_count(1)
    page.get_by_label("只看变更").check()
    expect(page.locator("table.changes tbody tr")).to_have_count(1)
    page.goto(f"/rosters/{centre.draft}")
    page.get_by_label("只看变更").check()
    expect(page.locator("table.grid tr[data-a]")).to_have_count(1)
    assert page.locator("table.grid tr[data-a]").get_attribute("data-a") == agent


def test_a_repeated_hour_comes_twice():
    change = date(2026, 10, 25)
    centre = Centre("c", "Europe/Berlin", MONTH, interval_minutes=30)
    night = (Shift("N", 1320, 1800),)
    case = Case(
        centre, HolidayCalendar(), (Agent("a", "a", "t", ("A",)),), night, (SeatRequirement(change, 120, "A", 2),)
    )
    evidence = Evidence(case, Roster.of([Duty("a", date(2026, 10, 24), "N", "A")]))
    table = coverage(evidence)
    shown = [item for item in gaps(table, predicted_service(evidence, table), "A") if item.day == change]
    assert len(shown) == 50  # 25 hours
    twice = [(item.again, item.required, item.rostered, item.gap) for item in shown if item.time == "02:00"]
    assert twice == [(False, 2, 1, -1), (True, 2, 1, -1)]
