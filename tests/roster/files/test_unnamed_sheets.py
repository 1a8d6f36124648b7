"""Sheets and files whose names say nothing are told by what they hold, and comments by what they say."""

import pytest
from books import SMALL, save
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from small_case import read, write

from roster.errors import InputError
from roster.files.read_case import TABLES, read_case
from roster.files.tables.columns_of import COLUMNS_OF
from roster.words import column_word

ALIKE = {"history": "history", "ahead": "history", "pins": "history"}
"""Duties of a person and a day: one header fits them all."""
SEAT_GRIDS = {
    "seats by hour": [("", "weekdays", "weekends"), *((f"{hour}:00", 1, 1) for hour in range(8, 16))],
    "people per shift": [("shift", "weekdays", "weekends"), ("E", 2, 1), ("N", 1, 1)],
}
PEOPLE = {
    "history": [("2026-09",), ("agent_id", *range(1, 31)), ("001", *["E"] * 30)],
    "pins": [("2026-10",), ("agent_id", *range(1, 32)), ("001", *["E"] * 31)],
    "ahead": [("2026-11",), ("agent_id", *range(1, 31)), ("001", *["E"] * 30)],
}


def unread(path):
    """What is said of the sheet or file that nobody knows, be there faults or not."""
    try:
        notices = [notice.line() for notice in read_case(path)[1]]
    except InputError as error:
        notices = [text.en for text in error.unread]
    return [line.partition("left aside")[2] for line in notices if "not part of a case" in line]


@pytest.mark.parametrize("table", sorted(set(TABLES) & set(COLUMNS_OF)))
def test_a_table_under_a_name_that_says_nothing_is_told_by_its_header(tmp_path, table):
    heads = [tuple(column_word(column.name, table).zh for column in COLUMNS_OF[table])]
    path = save(tmp_path / "case.xlsx", {name: rows for name, rows in SMALL.items() if name != table} | {"X1": heads})
    assert unread(path) == [
        f"; it looks like the table {(meant := ALIKE.get(table, table))}: call it {meant} to have it read"
    ]


@pytest.mark.parametrize("grid", SEAT_GRIDS)
def test_seats_as_a_grid_are_told_and_named_where_seats_are_missing(tmp_path, grid):
    path = save(tmp_path / "case.xlsx", {**SMALL, "seats": [("x",)], "X1": SEAT_GRIDS[grid]})
    assert unread(path) == [""]  # there are seats of that name
    path = save(path, {name: rows for name, rows in SMALL.items() if name != "seats"} | {"X1": SEAT_GRIDS[grid]})
    with pytest.raises(InputError) as caught:
        read_case(path)
    assert [fault.line() for fault in caught.value.faults] == [
        "case.xlsx!seats: nothing is required: neither seats nor load says anything. If X1 is meant, rename it to seats"
    ]
    assert unread(path) == ["; it looks like the table seats: call it seats to have it read"]


@pytest.mark.parametrize("table", PEOPLE)
def test_a_grid_of_people_is_told_by_its_month_in_a_folder_too(tmp_path, table):
    said = f"; it looks like the table {table}: call it {table}"
    assert unread(save(tmp_path / "case.xlsx", {**SMALL, "X1": PEOPLE[table]})) == [f"{said} to have it read"]
    rows = "".join(",".join(map(str, row)) + "\n" for row in PEOPLE[table])
    assert unread(write(tmp_path / "case", {"x1.csv": rows})) == [f"{said}.csv to have it read"]


def test_leave_as_a_grid_of_people_and_days_is_one_fault(tmp_path):
    grid = [("name", *range(1, 32)), ("Ann", *["年假"] * 3)]
    with pytest.raises(InputError) as caught:
        read_case(save(tmp_path / "case.xlsx", {**SMALL, "leave": grid}))
    assert [fault.line().partition(". Write a row")[0] for fault in caught.value.faults] == [
        "case.xlsx!leave: this is a table of people × days, and leave is not read so"
    ]


def test_a_person_is_found_though_their_name_is_a_head_too(tmp_path):
    people = [SMALL["agents"][0], ("001", "Day", "T1", "call"), ("002", "Group", "T1", "call;mail")]
    grid = [("2026-09",), ("name", *range(1, 31)), ("Day", *["E"] * 5), ("Group", *["N"] * 2)]
    case, _ = read_case(save(tmp_path / "case.xlsx", {**SMALL, "agents": people, "history": grid}))
    assert len(case.history) == 7


def test_required_sheets_without_names_are_all_named_at_once(tmp_path):
    path = save(tmp_path / "case.xlsx", {f"Sheet{place}": rows for place, rows in enumerate(SMALL.values(), start=1)})
    with pytest.raises(InputError) as caught:
        read_case(path)
    remedies = [fault.remedy.zh for fault in caught.value.faults]
    assert remedies[1:] == [
        f"若是 Sheet{n}，请改名为 {word}" for n, word in ((2, "人员"), (3, "班次"), (4, "座席需求"))
    ]
    assert "it looks like the table centre" in caught.value.unread[0].en


def test_what_holds_no_table_is_left_aside_as_before(tmp_path):
    assert unread(save(tmp_path / "case.xlsx", {**SMALL, "Pivot": [("job", "sum"), ("call", 3)]})) == [""]
    assert read(tmp_path / "case")[1] == ()


def test_comments_are_told_but_for_those_of_heads(tmp_path):
    grid = [("name", *range(1, 31)), ("Ann", *["E", "off"] * 15)]
    path = save(tmp_path / "case.xlsx", {**SMALL, "history": grid})
    book = load_workbook(path)
    book["agents"]["A1"].comment = Comment("text; zeros stay", "Roster")
    book["agents"]["B3"].comment = Comment("nursing: no nights", "Ann")
    for place in range(1, 5):
        book["history"].cell(2, place).comment = Comment(f"for Bob <{place}>", "Ann")
    threaded = "[Threaded comment]\n\nYour version of Excel allows you to read this.\n\nComment:\n    one more at noon"
    book["seats"]["D2"].comment = Comment(threaded, "tc={1}")
    book.save(path)
    lines = [notice.line() for notice in read_case(path)[1] if "comment" in notice.line()]
    told = [
        line.replace("a comment that is", "comments that are").split(" comments that are not read: ")[1]
        for line in lines
    ]
    assert told == [
        "B3 “nursing: no nights”; to have it count, add a column nights to agents with false for those who work none",
        "D2 “one more at noon”; what is to count must stand in a cell",
        "A2 “for Bob <1>”; B2 “for Bob <2>”; C2 “for Bob <3>” …; what is to count must stand in a cell",
    ]
    assert lines[2].startswith("case.xlsx!history: 4 cells bear")


@pytest.mark.parametrize("grid", SEAT_GRIDS)
def test_comments_and_struck_cells_of_seats_are_told_whatever_their_shape(tmp_path, grid):
    path = save(tmp_path / "case.xlsx", {**SMALL, "agents": SMALL["agents"][:2], "seats": SEAT_GRIDS[grid]})
    book = load_workbook(path)
    book["seats"]["B2"].comment = Comment("two at noon", "Ann")
    book["seats"]["B3"].font = Font(strike=True)
    book.save(path)
    said = [notice.line() for notice in read_case(path)[1]]
    assert sum("two at noon" in line or "struck through" in line for line in said) == 2
