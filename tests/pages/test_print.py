"""On paper: the register's head on every sheet and each of its numbers once; a foot that says what the sheet is."""

import re
import unicodedata
from datetime import date

from campaign import WHOLE
from page_day import MONTH
from page_table import PAGES, path_of
from page_world import small_world
from pdf_text import pages
from playwright.sync_api import expect
from sqlalchemy import update

from api.store.tables import ACCOUNTS
from roster.desk.duty_day.roll_call import Called, Mark, call_roll, read_roll
from roster.desk.swaps.suggest import suggest
from roster.desk.swaps.swap_filing import request_cover
from roster.model.swap import SwapState

WANTED = 12
MANY_TABLES = 8


def some_covers(world):
    """Covers that leaders gave: each is an entry of the register."""
    desk, made = world.desk, 0
    case = desk.board(MONTH).case
    leader = world.people["leader"]
    mates = [agent for agent in case.agents if agent.team == case.agent_by_id[leader].team]
    for agent in mates:
        board = desk.board(MONTH)
        for day in sorted(day for day in board.duties[agent.agent_id] if day > date(2026, 10, 14)):
            ways = suggest(board, agent.agent_id, day, desk.clock, covers=True, by_leader=True)
            own = [way for way in ways if case.agent_by_id[way.partner].team == agent.team]
            if own and agent.agent_id != leader:
                cover = request_cover(desk, leader, agent.agent_id, day, own[0].partner, reason="-")
                made += cover.state is SwapState.EFFECTIVE
                break
        if made == WANTED:
            break
    return made


def test_the_registers_head_stands_on_every_sheet_and_no_number_is_missing(world, as_visitor):
    made = some_covers(world)
    assert made > 3
    with as_visitor(world, "director") as director:
        director.goto("/register?month=2026-10")
        shown = [int(text) for text in director.page.locator(".register tbody td:first-child").all_inner_texts()]
        assert shown == list(range(1, made + 1))
        # As large as if there were many more of them.
        director.page.evaluate("document.body.style.zoom = 2")
        sheets = pages(director.page.pdf(prefer_css_page_size=True))
    assert len(sheets) > 1
    for sheet in sheets:
        assert "编号类别提出交出接下审批签字" in sheet
        assert "2026-10" in sheet
    rows = [re.findall(r"第(\d+)号", sheet) for sheet in sheets]
    assert [int(number) for sheet in rows for number in sheet] == shown


def test_a_team_of_the_board_stands_on_one_sheet_under_its_heading(shared_centre, visit):
    page = visit(shared_centre, "planner", f"/rosters/{shared_centre.draft}")
    expect(page.locator("table.grid")).to_be_visible()
    page.emulate_media(media="print")
    heights = page.locator("tr[data-a]").evaluate_all("rows => rows.map(row => Math.round(row.offsetHeight))")
    assert max(heights) - min(heights) <= 1
    teams = page.locator(".grid tbody").evaluate_all(
        "all => all.map(one => [one.querySelector('.team button').textContent,"
        " ...[...one.querySelectorAll('tr[data-a]')].map(row => row.dataset.a)])"
    )
    assert len(teams) == 6
    sheets = pages(page.pdf(prefer_css_page_size=True))
    assert len(sheets) == 2
    for name, *people in teams:
        # One sheet has its heading and all its people.
        assert sum(all(part in sheet for part in (name, *people)) for sheet in sheets) == 1, name


def test_a_team_longer_than_a_sheet_goes_on_under_its_name(tmp_path, visit):
    made = small_world(tmp_path, people=100)
    try:
        page = visit(made, "planner", f"/rosters/{made.draft}")
        expect(page.locator("tr.again").first).to_be_hidden()
        sheets = pages(page.pdf(prefer_css_page_size=True))
    finally:
        made.stop()
    assert len(sheets) == 3
    assert all("T00" in sheet for sheet in sheets)
    assert [sheet.count("(续)") for sheet in sheets] == [0, 1, 1]


def sizes(pdf: bytes) -> list[tuple[int, int]]:
    """The sheets of a PDF in millimetres, width and height."""
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", pdf)
    return [(round(float(wide) * 25.4 / 72), round(float(high) * 25.4 / 72)) for wide, high in boxes]


A4, A4_LANDSCAPE, A3_LANDSCAPE = (210, 297), (297, 210), (420, 297)


def test_every_sheet_states_its_paper(world, as_visitor):
    assert some_covers(world)
    roster = world.subjects["roster"]
    papers = {
        "/register?month=2026-10": A4_LANDSCAPE,
        f"/rosters/{roster}": A3_LANDSCAPE,
        "/day/2026-10-12?shift=A": A4,
        "/fairness?month=2026-10": A4_LANDSCAPE,
    }
    with as_visitor(world, "director") as director:
        for path, paper in papers.items():
            director.goto(path)
            made = sizes(director.page.pdf(prefer_css_page_size=True))
            assert made
            assert set(made) == {paper}, path


def test_the_month_is_printed_in_letters_that_are_read_on_a_wall(shared_centre, visit):
    page = visit(shared_centre, "planner", f"/rosters/{shared_centre.draft}")
    expect(page.locator("table.grid")).to_be_visible()
    page.emulate_media(media="print")
    size = page.locator("tr[data-a] td").first.evaluate("cell => parseFloat(getComputedStyle(cell).fontSize)")
    # Eight points on A3, and more than five where a printer makes A4 of it.
    assert size * 0.75 >= 8
    assert size * 0.75 / 2**0.5 > 5


def test_the_sheet_of_a_shift_has_boxes_to_tick_until_the_roll_is_called(world, as_visitor):
    day = date(2026, 10, 12)
    first, *others = [line.duty.agent_id for line in read_roll(world.desk, day, "A").lines]
    with as_visitor(world, "director") as director:
        director.goto(f"/day/{day}?shift=A")
        (sheet,) = pages(director.page.pdf(prefer_css_page_size=True))
        assert sheet.count("☐到") == sheet.count("☐迟到") == sheet.count("☐未到") == len(others) + 1
        call_roll(world.desk, "@director", day, "A", [Mark(first, Called.ABSENT)])
        director.goto(f"/day/{day}?shift=A")
        (sheet, *_) = pages(director.page.pdf(prefer_css_page_size=True))
        assert sheet.count("☐到") == len(others)


def test_no_table_is_cut_on_paper(world, as_visitor):
    """A sheet has no sideways scroll: the last column that is scrolled to on the screen stands on the paper too.

    A sample prints each page for the first who may see it, `make proof` for each of them.
    """
    cut, walked = [], 0
    with world.parts.store.writing() as connection:
        # English heads are the wider ones.
        connection.execute(update(ACCOUNTS).values(language="en"))
    printed = set()
    for who in ("director", "agent", "admin"):
        with as_visitor(world, who) as visitor:
            visitor.page.emulate_media(media="print")
            for one in PAGES:
                if who not in one.who or one.fragment or one.status != 200:
                    continue
                if one in printed and not WHOLE:
                    continue
                printed.add(one)
                visitor.page.goto(world.base + path_of(one, world))
                last = visitor.page.locator(
                    "main table thead tr:first-child > :last-child:visible:not(:has(.only-read))"
                ).all_inner_texts()
                heads = {"".join(unicodedata.normalize("NFKC", text).split()) for text in last} - {""}
                if heads:
                    walked += 1
                    paper = "".join(pages(visitor.page.pdf(prefer_css_page_size=True)))
                    cut += [(who, one.path, head) for head in heads if head not in paper]
    assert walked >= MANY_TABLES
    assert cut == []
