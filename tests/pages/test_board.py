"""The month board in a browser: by keyboard alone, from a clipboard, by dragging; refused, taken back, seen by two."""

import re
from dataclasses import replace
from datetime import date

from page_steps import follow
from playwright.sync_api import expect

from roster.desk.rosters.roster_desk import edit_case, save_draft
from roster.model import Leave, Month, Roster

CELL = "tr[data-a='{}'] td:nth-child({})"


def cell(page, agent, day):
    return page.locator(CELL.format(agent, day + 1))


def saved(page, text):
    expect(page.locator("#said")).to_contain_text(text)


def test_every_person_and_day_is_a_cell(read_board):
    assert read_board.get_by_role("grid").count() == 1
    assert read_board.locator("tbody tr[data-a]").count() == 72
    assert read_board.locator("tbody tr[data-a] td:not(.n)").count() == 72 * 31
    assert read_board.locator("tbody tr.team").count() == 6


def test_by_keyboard_alone_a_shift_is_set_and_taken_back(board):
    first = board.locator("tbody td[tabindex='0']")
    board.locator("#find").focus()
    first.focus()
    agent = first.evaluate("cell => cell.parentElement.dataset.a")
    before = cell(board, agent, 3).inner_text()
    board.keyboard.press("ArrowRight")
    board.keyboard.press("ArrowRight")
    expect(cell(board, agent, 3)).to_be_focused()
    board.keyboard.press("Enter")
    menu = board.get_by_role("menu")
    expect(menu.get_by_role("menuitemradio").first).to_be_visible()
    expect(menu.locator("[aria-checked=true]")).to_be_focused()
    board.keyboard.press("Escape")
    expect(menu).to_have_count(0)
    expect(cell(board, agent, 3)).to_be_focused()
    board.keyboard.press("0")
    if before:
        saved(board, "已保存")
        expect(cell(board, agent, 3)).to_have_text("")
        board.keyboard.press("Control+z")
        expect(cell(board, agent, 3)).to_have_text(before)
        board.keyboard.press("Control+y")
        expect(cell(board, agent, 3)).to_have_text("")


def test_a_hard_breach_is_told_with_its_clause_and_saved_only_when_meant(board, centre):
    # A late duty before an early one leaves too little rest.
    agent = centre.people["agent"]
    row = [cell(board, agent, day).inner_text() for day in range(1, 32)]
    early = next(day for day in range(3, 32) if row[day - 1].startswith("A") and not row[day - 2])
    cell(board, agent, early - 1).click()
    board.keyboard.press("E")
    dialog = board.locator("dialog[open]")
    expect(dialog).to_contain_text("11 小时")
    # Whom a sentence of the API tells of has a name.
    expect(dialog).to_contain_text(" ".join(reversed(board.locator(f"tr[data-a='{agent}'] th").inner_text().split())))
    expect(dialog.locator(".clause").first).to_contain_text("§")
    board.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(cell(board, agent, early - 1)).to_have_text("")
    board.keyboard.press("E")
    board.locator("dialog[open]").get_by_role("button", name="仍保存").click()
    saved(board, "已保存")
    expect(cell(board, agent, early - 1)).to_contain_text("E")


def test_a_paste_with_one_bad_cell_changes_nothing_and_marks_it(read_board, shared_centre):
    agent = shared_centre.people["agent"]
    texts = [cell(read_board, agent, day).inner_text() for day in (20, 21, 22)]
    cell(read_board, agent, 20).click()
    paste(read_board, "A\tQ7\t休")
    dialog = read_board.locator("dialog[open]")
    expect(dialog).to_contain_text("Q7")
    read_board.keyboard.press("Escape")
    expect(read_board.locator("td.bad")).to_have_count(1)
    assert [cell(read_board, agent, day).inner_text() for day in (20, 21, 22)] == texts


def test_a_copied_range_is_pasted_after_a_look_at_what_it_does(board, centre):
    agent = centre.people["agent"]
    cell(board, agent, 20).click()
    board.keyboard.press("Shift+ArrowRight")
    board.keyboard.press("Shift+ArrowRight")
    row = [cell(board, agent, day).inner_text().replace("\n", "/") for day in (20, 21, 22)]
    copied = board.evaluate(
        """() => { const data = new DataTransfer();
        document.dispatchEvent(new ClipboardEvent('copy', {clipboardData: data, bubbles: true, cancelable: true}));
        return data.getData('text/plain'); }"""
    )
    assert copied == "\t".join(row)
    paste(board, "休\t休\t休")
    dialog = board.locator("dialog[open]")
    expect(dialog).to_contain_text("格变更")
    dialog.locator("button").first.click()
    saved(board, "已保存")
    for day in (20, 21, 22):
        expect(cell(board, agent, day)).to_have_text("")


def paste(page, text):
    page.evaluate(
        """text => { const data = new DataTransfer(); data.setData('text/plain', text);
        const told = {clipboardData: data, bubbles: true, cancelable: true};
        document.dispatchEvent(new ClipboardEvent('paste', told)); }""",
        text,
    )


def test_dragging_marks_where_a_duty_may_go_and_moves_it(board, centre):
    agent = centre.people["agent"]
    row = [cell(board, agent, day).inner_text() for day in range(1, 32)]
    day = next(day for day in range(12, 31) if row[day - 1] and "\n" not in row[day - 1])
    source = cell(board, agent, day)
    box = source.bounding_box()
    board.mouse.move(box["x"] + 10, box["y"] + 10)
    board.mouse.down()
    board.mouse.move(box["x"] + 30, box["y"] + 24)
    expect(board.locator(".dragging td.ok").first).to_be_attached()
    target = board.locator(f"tr[data-a='{agent}'] td.ok").first
    there = target.evaluate("cell => cell.cellIndex")
    had = row[there - 1]
    goal = target.bounding_box()
    board.mouse.move(goal["x"] + 8, goal["y"] + 8)
    board.mouse.up()
    saved(board, "2 格 已保存")
    expect(cell(board, agent, there)).to_contain_text(row[day - 1])
    expect(cell(board, agent, day)).to_contain_text(had.split("\n")[0])


def test_a_drag_to_where_it_may_not_go_shows_the_clause_and_changes_nothing(read_board, shared_centre):
    agent = shared_centre.people["agent"]
    row = [cell(read_board, agent, day).inner_text() for day in range(1, 32)]
    day = next(day for day in range(12, 31) if row[day - 1] and "\n" not in row[day - 1])
    box = cell(read_board, agent, day).bounding_box()
    read_board.mouse.move(box["x"] + 10, box["y"] + 10)
    read_board.mouse.down()
    read_board.mouse.move(box["x"] + 30, box["y"] + 24)
    expect(read_board.locator(".dragging td.ok").first).to_be_attached()
    bad = read_board.locator(f"tr[data-a='{agent}'] td:not(.ok):not(.from):not(.lv):not(.n)").first
    goal = bad.bounding_box()
    read_board.mouse.move(goal["x"] + 8, goal["y"] + 8)
    read_board.mouse.up()
    expect(read_board.locator("dialog[open] .clause").first).to_contain_text("§")
    read_board.keyboard.press("Escape")
    expect(read_board.locator("dialog")).to_have_count(0)
    assert [cell(read_board, agent, day).inner_text() for day in range(1, 32)] == row


def test_two_at_one_draft_the_second_is_told_and_redoes(centre, visit):
    one = visit(centre, "planner", f"/rosters/{centre.draft}")
    two = visit(centre, "leader", f"/rosters/{centre.draft}")
    agent = centre.people["agent"]
    row = [cell(one, agent, day).inner_text() for day in range(1, 32)]
    first, second = [day for day in range(1, 32) if row[day - 1]][:2]
    cell(one, agent, first).click()
    one.keyboard.press("0")
    saved(one, "已保存")
    cell(two, agent, second).click()
    two.keyboard.press("Delete")
    expect(two.locator("dialog[open]")).to_contain_text(re.compile(r"planner 12:00 改了 1 格"))
    two.locator("dialog[open]").get_by_role("button", name="载入并重做").click()
    expect(cell(two, agent, second)).to_have_text("")
    expect(cell(two, agent, first)).to_have_text("")


def test_without_scripts_a_cell_is_changed_by_a_form(centre, visit):
    agent = centre.people["agent"]
    page = visit(centre, "planner", f"/rosters/{centre.draft}", js=False)
    day = next(day for day in range(15, 32) if cell(page, agent, day).inner_text())
    page.goto(f"/rosters/{centre.draft}?cell={agent}.2026-10-{day}")
    follow(page, page.locator(".options > li", has=page.locator(".code", has_text="休")).get_by_role("button"))
    expect(page.locator(".toast")).to_contain_text("已保存")
    expect(cell(page, agent, day)).to_have_text("")


def test_an_agent_sees_the_own_team_and_no_kind_of_leave(shared_centre, visit):
    page = visit(shared_centre, "agent", "/rosters?month=2026-10")
    assert page.url.endswith(f"/rosters/{shared_centre.published}")
    teams = page.locator("tr.team")
    assert teams.count() == 1
    assert page.locator("td.n").count() <= 4
    text = page.locator("table.grid").inner_text()
    assert "年假" not in text
    assert "annual" not in page.content()
    assert page.goto(f"/rosters/{shared_centre.draft}").status == 404
    assert page.goto(f"/rosters/{shared_centre.published}/cell?cell=0069.2026-10-20").status == 404


def test_seventy_people_print_on_two_sheets_of_a3(shared_centre, visit):
    page = visit(shared_centre, "planner", f"/rosters/{shared_centre.published}")
    data = page.pdf(prefer_css_page_size=True)
    assert data.count(b"/Type /Page\n") + data.count(b"/Type /Page ") <= 2


def test_a_phone_shows_a_day_first_and_turns_it(shared_centre, visit):
    page = visit(shared_centre, "leader", "/rosters?month=2026-10", width=390, height=844, touch=True)
    expect(page.locator(".day-list")).to_be_visible()
    expect(page.locator("table.grid")).to_be_hidden()
    expect(page.locator(".day-nav h2")).to_have_text("2026-10-12 周一")
    page.get_by_role("link", name="后一天").click()
    expect(page.locator(".day-nav h2")).to_have_text("2026-10-13 周二")
    page.locator(".tabs").get_by_text("月").click()
    expect(page.locator("table.grid")).to_be_visible()


def test_a_leader_finds_cover_on_the_published_board(centre, visit):
    agent = centre.people["agent"]
    page = visit(centre, "leader", f"/rosters/{centre.published}")
    row = [cell(page, agent, day).inner_text() for day in range(1, 32)]
    day = next(day for day in range(15, 32) if row[day - 1])
    page.goto(f"/rosters/{centre.published}?cell={agent}.2026-10-{day:02d}")
    give = page.locator("form[action$='/cover']").first
    follow(page, give.get_by_role("button"))
    # Whoever is to work it is asked first; until then the cell says that something is pending.
    expect(page.locator(".toast")).to_contain_text("已发出")
    expect(cell(page, agent, day)).to_have_class(re.compile(r"\bpe\b"))


def test_leave_is_marked_no_further_than_the_employment(centre, visit):
    desk = centre.parts.office.desk("hotline")
    month = Month(2026, 10)
    who = centre.people["agent"]
    first, last = date(2026, 10, 27), date(2026, 10, 29)

    def leaving(case):
        agents = (replace(one, end_date=date(2026, 10, 27)) if one.agent_id == who else one for one in case.agents)
        return replace(case, agents=tuple(agents), leaves=(*case.leaves, Leave(who, "annual", first, last)))

    edit_case(desk, "@planner", month, leaving)
    roster = save_draft(desk, "@planner", month, Roster.of(()))
    page = visit(centre, "planner", f"/rosters/{roster.roster_id}")
    row = page.locator(f"tr[data-a='{who}'] td")
    assert [row.nth(day - 1).inner_text().strip() for day in (27, 28, 29)] == ["假", "", ""]
    for day, marked in ((27, True), (28, False)):
        panel = page.request.get(f"/rosters/{roster.roster_id}/cell?cell={who}.2026-10-{day}").text()
        assert ("假" in panel) == marked
