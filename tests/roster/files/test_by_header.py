"""A file or sheet that is named for one table and has the columns of another: the header decides, and it is told."""

import pytest
from books import SMALL, save
from small_case import FILES, faults, write

from roster.errors import InputError
from roster.files.read_case import TABLES as OF_A_CASE
from roster.files.read_case import read_case
from roster.files.sheets import Sheet
from roster.files.tables.by_header import tables_by_header
from roster.files.tables.columns_of import COLUMNS_OF
from roster.model import Month
from roster.words import TABLES, column_word, folded

ALIKE = frozenset({"history", "ahead", "pins", "wishes"})
"""Tables of a person, a day and a shift: one header fits them all."""

STAYED = frozenset((table, "stayed") for table in ALIKE)
WITHIN = {
    True: STAYED | {(table, "availability") for table in (*ALIKE, "shifts")},
    False: STAYED,
}
"""Tables whose columns are all among another's, so that a header of the other may be their own."""


def headed(table: str, *, whole: bool) -> Sheet:
    """A sheet with a table's Chinese header: all its columns, or those that it must have."""
    heads = [column_word(column.name, table).zh for column in COLUMNS_OF[table] if whole or column.required]
    return Sheet("x.csv", iter([(1, heads)]), month=Month(2026, 10))


@pytest.mark.parametrize("whole", [True, False], ids=["whole", "required"])
@pytest.mark.parametrize("held", OF_A_CASE)
def test_every_name_of_every_table_gives_way_to_the_header(held, whole):
    for named in OF_A_CASE:
        others = tables_by_header(headed(held, whole=whole), named, named)
        if named == held or {named, held} <= ALIKE or (named, held) in WITHIN[whole]:
            assert others == [], named
        elif not whole and held in ALIKE and named in ("availability", "stayed"):
            assert others == [], named  # its columns but for the one that is to be added
        elif not whole and held in ALIKE:
            assert set(others) == ALIKE, named
        else:
            assert held in others, named


def test_every_name_of_a_table_that_heads_a_column_of_another_is_settled_so():
    """A file called 座席 may hold what a column 座席 holds: every such name belongs to a table whose header decides."""
    both = {
        (table, form, other)
        for table in OF_A_CASE
        for form in TABLES[table].forms
        for other in OF_A_CASE
        if other != table
        and form in {word for column in COLUMNS_OF[other] for word in column_word(column.name, other).forms}
        and not TABLES[table].is_called(form)
    }
    assert {(table, form) for table, form, _ in both} == {
        ("agents", folded("座席")),
        ("agents", folded("坐席")),
        ("shifts", "shift"),
    }
    for table, form, other in both:
        if (table, other) in WITHIN[True]:
            continue
        assert other in tables_by_header(headed(other, whole=True), table, form)


def test_a_file_called_seats_in_chinese_is_the_seats_or_the_people_by_its_header(tmp_path):
    folder = write(tmp_path / "case", {})
    (folder / "seats.csv").rename(folder / "座席.csv")
    case, notices = read_case(folder)
    assert [(row.minute, row.seats) for row in case.seats] == [(480, 1), (540, 2)]
    assert [notice.line("zh") for notice in notices if "座席.csv" in notice.line("zh")] == [
        "座席.csv: 按标题行作为座席需求表读取"
    ]
    (folder / "座席.csv").rename(folder / "seats.csv")
    (folder / "agents.csv").rename(folder / "座席.csv")
    case, notices = read_case(folder)
    assert [agent.agent_id for agent in case.agents] == ["001", "002"]
    assert not [notice for notice in notices if "座席" in notice.line("zh")]


def test_a_grid_of_seats_may_be_called_so_too(tmp_path):
    days = "".join(f"2026-10-0{day},1,2,3,4,5,6\n" for day in range(1, 6))
    folder = write(tmp_path / "case", {"座席.csv": "call\n日期,8:00,9:00,10:00,11:00,12:00,13:00\n" + days})
    (folder / "seats.csv").unlink()
    case, _ = read_case(folder)
    assert sum(row.seats for row in case.seats if row.day.day <= 5) == 5 * 21


def test_both_names_of_seats_beside_each_other_are_two_files_of_one_table(tmp_path):
    folder = write(tmp_path / "case", {"座席.csv": FILES["seats.csv"]})
    assert faults(folder) == ["座席.csv: this is the same table as seats.csv. Keep one of the two files"]


def test_a_table_under_anothers_own_name_is_a_fault_that_names_it(tmp_path):
    folder = write(tmp_path / "case", {})
    (folder / "seats.csv").rename(folder / "wishes.csv")
    assert faults(folder) == [
        "wishes.csv: its columns are those of seats, not of wishes. If that is what it holds, rename it to seats"
    ]


def test_a_sheet_of_a_workbook_is_settled_by_its_header_too(tmp_path):
    sheets = {"座席" if name == "seats" else "坐席" if name == "agents" else name: rows for name, rows in SMALL.items()}
    case, notices = read_case(save(tmp_path / "c.xlsx", sheets))
    assert len(case.seats) == 1
    assert len(case.agents) == 2
    assert [notice.line("en") for notice in notices if "read as" in notice.line("en")] == [
        "c.xlsx!座席: read as the table seats, as its header says"
    ]
    with pytest.raises(InputError) as caught:
        read_case(save(tmp_path / "d.xlsx", {**sheets, "seats": SMALL["seats"]}))
    assert [fault.line("en") for fault in caught.value.faults] == [
        "d.xlsx!座席: this is the same table as the sheet seats. Keep one of the two, or rename it"
    ]
