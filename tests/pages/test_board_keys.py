"""Each key of the board by itself, what touch does, and the list of keys that says so."""

import re

import pytest
from page_steps import PATIENCE
from playwright.sync_api import expect


def focused(page):
    page.locator("tbody td[tabindex='0']").focus()
    return page


@pytest.fixture
def board(board):
    return focused(board)


@pytest.fixture
def read_board(read_board):
    return focused(read_board)


def where(page):
    """Row and column of the focused cell, from 0."""
    return page.evaluate(
        """() => { const cell = document.activeElement.closest('td');
        return [[...document.querySelectorAll('tr[data-a]')].indexOf(cell.parentElement), cell.cellIndex - 1]; }"""
    )


def at(page, row, column):
    return page.locator("tr[data-a]").nth(row).locator("td").nth(column)


@pytest.mark.parametrize(
    ("keys", "there"),
    [
        (("ArrowRight", "ArrowDown"), [1, 1]),
        (("ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft"), [0, 0]),
        (("End",), [0, 30]),
        (("End", "Home"), [0, 0]),
        (("Control+End",), [71, 30]),
        (("Control+End", "Control+Home"), [0, 0]),
        (("PageDown",), [12, 0]),
        (("PageDown", "PageUp"), [0, 0]),
        (("ArrowLeft", "ArrowUp"), [0, 0]),
    ],
    ids=lambda value: "+".join(map(str, value)),
)
def test_a_key_moves(shared_board, keys, there):
    shared_board.locator("tr[data-a]").first.locator("td").first.click()
    for key in keys:
        shared_board.keyboard.press(key)
    assert where(shared_board) == there


@pytest.fixture(scope="module")
def shared_board(browser, shared):
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    cookie = {"name": "roster_session", "value": shared.cookie("planner"), "url": shared.base}
    context.add_cookies([cookie])
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{shared.base}/rosters/{shared.subjects['draft']}")
    yield page
    context.close()


def test_shift_selects_and_escape_lets_go(read_board):
    for key in ("Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowDown"):
        read_board.keyboard.press(key)
    expect(read_board.locator("td.sel")).to_have_count(6)
    read_board.keyboard.press("Escape")
    expect(read_board.locator("td.sel")).to_have_count(0)


def test_f2_opens_the_cells_menu(read_board):
    read_board.keyboard.press("F2")
    expect(read_board.get_by_role("menu").get_by_role("menuitemradio").first).to_be_visible()
    read_board.keyboard.press("ArrowDown")
    read_board.keyboard.press("Escape")
    expect(read_board.get_by_role("menu")).to_have_count(0)


def test_a_slash_goes_to_the_search_and_a_question_mark_lists_the_keys(read_board):
    read_board.keyboard.press("/")
    expect(read_board.locator("#find")).to_be_focused()
    read_board.locator("h1").click()
    read_board.keyboard.press("?")
    expect(read_board.locator("#keys")).to_have_attribute("open", "")
    listed = read_board.locator("#keys").inner_text()
    for key in ("Enter", "F2", "1–9", "0", "Delete", "Ctrl+C/X/V", "Ctrl+Z/Y", "m ", "p ", "f ", "/ "):
        assert key in listed, key


def test_f_goes_to_the_next_finding_and_tells_it(read_board):
    read_board.keyboard.press("f")
    expect(read_board.locator("td:focus")).to_have_class(re.compile(r"\b(hb|pr)\b"))
    expect(read_board.locator("#panel .found li").first).to_be_visible()


def test_a_digit_sets_the_shift_that_the_legend_says(board):
    code = board.locator("#legend li[data-key='1']").get_attribute("data-code")
    off = board.locator("tr[data-a] td:not([class]):not(.n)").first
    off.click()
    place = where(board)
    board.keyboard.press("1")
    dialog = board.locator("dialog[open]").get_by_role("button", name="仍保存")
    expect(dialog.or_(at(board, *place).get_by_text(code, exact=False)).first).to_be_visible()
    if dialog.count():
        dialog.click()
    expect(at(board, *place)).to_contain_text(code)
    board.keyboard.press("Delete")
    expect(at(board, *place)).to_have_text("")


def test_p_pins_and_frees_once_the_service_is_back(board):
    board.context.set_offline(True)
    board.keyboard.press("p")
    again = board.locator("dialog[open]").get_by_role("button", name="重试")
    expect(again).to_be_visible()
    board.context.set_offline(False)
    again.click()
    expect(at(board, 0, 0)).to_have_class(re.compile(r"\bpn\b"))
    expect(board.locator("#said")).to_contain_text("已固定")
    board.keyboard.press("p")
    expect(at(board, 0, 0)).not_to_have_class(re.compile(r"\bpn\b"))


def test_m_lifts_a_duty_and_escape_puts_it_back(read_board):
    read_board.locator("tr[data-a] td[class^=s]").first.click()
    read_board.keyboard.press("m")
    expect(read_board.locator(".dragging td.from")).to_have_count(1)
    expect(read_board.locator(".dragging td.ok").first).to_be_attached()
    read_board.keyboard.press("Escape")
    expect(read_board.locator(".dragging")).to_have_count(0)


def test_cut_empties_what_was_copied(board):
    duty = board.locator("tr[data-a] td[class^=s]").first
    duty.click()
    place = where(board)
    cut = board.evaluate(
        """() => { const data = new DataTransfer();
        document.dispatchEvent(new ClipboardEvent('cut', {clipboardData: data, bubbles: true, cancelable: true}));
        return data.getData('text/plain'); }"""
    )
    assert cut
    expect(at(board, *place)).to_have_text("")
    board.get_by_role("button", name="撤销 (Ctrl+Z)").click()
    expect(at(board, *place)).not_to_have_text("")


def test_touch_taps_a_duty_then_where_it_goes(centre, visit):
    page = visit(centre, "planner", f"/rosters/{centre.draft}?view=month", width=1024, height=1366, touch=True)
    row = page.locator(f"tr[data-a='{centre.people['agent']}']")
    texts = [text.replace("\n", "/") for text in row.locator("td:not(.n)").all_inner_texts()]
    day = next(day for day in range(12, 31) if texts[day] and "/" not in texts[day])
    row.locator("td").nth(day).tap()
    panel = page.locator("#panel")
    expect(panel.get_by_role("heading").first).to_contain_text(centre.people["agent"])
    panel.get_by_role("button", name="移动").tap()
    target = row.locator("td.ok").first
    there = target.evaluate("cell => cell.cellIndex") - 1
    target.tap()
    expect(page.locator("#said")).to_contain_text("已保存")
    expect(row.locator("td").nth(there)).to_contain_text(texts[day])


def test_a_page_loaded_again_or_filtered_can_still_take_back_what_was_changed_here(board, centre, visit):
    undo = board.get_by_role("button", name="撤销 (Ctrl+Z)")
    row = board.locator(f"tr[data-a='{centre.people['agent']}']")
    texts = row.locator("td:not(.n)").all_inner_texts()
    first, second = [place for place, text in enumerate(texts) if text and "假" not in text][:2]
    for place in (first, second):
        row.locator("td").nth(place).click()
        board.keyboard.press("0")
        expect(row.locator("td").nth(place)).to_have_text("")
    board.reload()
    undo.click()
    expect(row.locator("td").nth(second)).to_have_text(texts[second])
    board.goto(f"/rosters/{centre.draft}?find=0010")
    undo.click()
    expect(board.locator("#said")).to_contain_text("已保存")
    expect(undo).to_be_disabled()
    board.goto(f"/rosters/{centre.draft}")
    expect(row.locator("td").nth(first)).to_have_text(texts[first])
    row.locator("td").nth(first).click()
    board.keyboard.press("0")
    expect(undo).to_be_enabled()
    # Once somebody else has changed the draft, what stood before is no longer this page's to bring back.
    other = visit(centre, "leader", f"/rosters/{centre.draft}")
    theirs = other.locator(f"tr[data-a='{centre.people['agent']}'] td").nth(second)
    theirs.click()
    other.keyboard.press("0")
    expect(theirs).to_have_text("")
    board.reload()
    expect(row.locator("td").nth(second)).to_have_text("")
    expect(undo).to_be_disabled()
