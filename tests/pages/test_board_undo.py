"""Taking back on the board: typed fast, after somebody else's change, of what somebody else has changed since."""

import pytest
from playwright.sync_api import expect


def duties(page, agent):
    """The person's cells, and the first days with a duty and no job of its own."""
    cells = page.locator(f"tr[data-a='{agent}'] td:not(.n)")
    texts = cells.all_inner_texts()
    return cells, texts, [place for place, text in enumerate(texts) if text.isalpha() and text != "假"]


def empty(page, cell):
    cell.click()
    page.keyboard.press("0")


def slowly(page, milliseconds=400):
    """Each edit takes this long, so that the next is made meanwhile."""

    def later(route):
        page.wait_for_timeout(milliseconds)
        route.continue_()

    page.route("**/edits", later)


def test_whoever_types_and_takes_back_fast_loses_nothing(board, centre):
    cells, texts, places = duties(board, centre.people["agent"])
    slowly(board)
    for place in places[:3]:
        empty(board, cells.nth(place))
    for place in places[:3]:
        expect(cells.nth(place)).to_have_text("")
    for _ in range(3):
        board.keyboard.press("Control+z")
    for place in places[:3]:
        expect(cells.nth(place)).to_have_text(texts[place])
    expect(board.locator("#undo")).to_be_disabled()
    for _ in range(3):
        board.keyboard.press("Control+y")
    for place in places[:3]:
        expect(cells.nth(place)).to_have_text("")
    expect(board.locator("#redo")).to_be_disabled()


def test_what_is_offered_to_be_taken_back_is_the_last_step(board, centre):
    cells, texts, places = duties(board, centre.people["agent"])
    offer = board.locator(".toast button")
    empty(board, cells.nth(places[0]))
    expect(offer).to_be_visible()
    board.keyboard.press("Control+z")
    expect(cells.nth(places[0])).to_have_text(texts[places[0]])
    # The offer was of what is taken back already.
    expect(offer).to_have_count(0)


@pytest.mark.parametrize("same", [False, True], ids=["another cell", "the same cell"])
def test_after_somebody_else_changed_the_draft_it_is_taken_back_on_theirs_or_not_at_all(board, centre, visit, same):
    cells, texts, places = duties(board, centre.people["agent"])
    mine, other = places[0], places[0] if same else places[1]
    empty(board, cells.nth(mine))
    expect(cells.nth(mine)).to_have_text("")
    leader = visit(centre, "leader", f"/rosters/{centre.draft}")
    theirs = duties(leader, centre.people["agent"])[0]
    theirs.nth(other).click()
    leader.keyboard.press("2" if same else "0")
    again = leader.locator("dialog[open]").get_by_role("button", name="仍保存")
    said = leader.locator("#said").get_by_text("已保存")
    expect(said.or_(again).first).to_be_visible()
    if again.count():
        again.click()
        expect(said).to_be_visible()
    if same:
        # What was saved is drawn once the rows have been read anew.
        expect(theirs.nth(other)).not_to_have_text("")
    put = theirs.nth(other).inner_text()
    board.locator("body").press("Control+z")
    dialog = board.locator("dialog[open]")
    expect(dialog).to_contain_text("还没有撤销")
    with board.expect_navigation():
        dialog.get_by_role("button", name="载入并撤销").click()
    if same:
        expect(dialog).to_contain_text("另有改动")
        dialog.get_by_role("button").first.click()
        expect(cells.nth(mine)).to_have_text(put)
        expect(board.locator("#redo")).to_be_disabled()
        return
    expect(cells.nth(mine)).to_have_text(texts[mine])
    expect(cells.nth(other)).to_have_text("")
    board.keyboard.press("Control+y")
    expect(cells.nth(mine)).to_have_text("")
    expect(cells.nth(other)).to_have_text("")
