from datetime import date
from pathlib import Path

import pytest

from roster.errors import InputError
from roster.files.holiday_table import holiday_rows, read_holiday_table


def written(folder: Path, content: bytes | str) -> Path:
    path = folder / "holidays.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_reads_what_spreadsheets_write(tmp_path: Path, encoding: str) -> None:
    text = "date,kind,name\r\n2027-05-05,off,劳动节\r\n2027-05-08, WORK ,\r\n,,\r\n"
    path = written(tmp_path, text.encode(encoding))
    assert read_holiday_table(path) == (
        (date(2027, 5, 5), "off", "劳动节"),
        (date(2027, 5, 8), "work", ""),
    )


def test_columns_in_any_order_and_others_aside(tmp_path: Path) -> None:
    path = written(tmp_path, "note,kind,date\nx,off,2027-05-05,one cell too many\n")
    assert read_holiday_table(path) == ((date(2027, 5, 5), "off", ""),)


def test_all_faults_at_once(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "date,kind,name\n"
        "2027-02-29,off,no such day\n"
        "2027-05-05,holiday,\n"
        "2027-05-05,off,\n"
        "20270506,off,\n"
        "0001-01-01,off,\n"
        "2027-05-07,,\n"
        f"2027-05-09,off,{'长' * 101}\n"
        "2027-05-10,off,fine\n"
        "2027-W05-1,off,\n"
        "２０２７-05-11,off,\n",
    )
    with pytest.raises(InputError) as raised:
        read_holiday_table(path)
    assert [(fault.file, fault.row, fault.field) for fault in raised.value.faults] == [
        ("holidays.csv", 2, "date"),
        ("holidays.csv", 3, "kind"),
        ("holidays.csv", 4, "date"),
        ("holidays.csv", 5, "date"),
        ("holidays.csv", 6, "date"),
        ("holidays.csv", 7, "kind"),
        ("holidays.csv", 8, "name"),
        ("holidays.csv", 10, "date"),
        ("holidays.csv", 11, "date"),
    ]
    assert "stands in row 3 already" in raised.value.faults[2].line("en")
    assert "已出现在第 3 行" in raised.value.faults[2].line("zh")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "column date is missing"),
        ("day,type\n2027-05-05,off\n", "column kind is missing"),
        (b"date,kind,name\n2027-05-05,off,\xff\xff\n", "neither UTF-8 nor GB18030"),
        (b"date,kind,name\n" + b"2027-05-05,off,\n" * 70_000, "over 1 MB"),
        ("date,kind,name\n2027-05-05,off,\x00\n2027-05-05,off,\n", "stands in row 2 already"),
        ('date,kind,name\n2027-05-05,off,"' + "x" * 140_000, "not valid CSV"),
    ],
)
def test_hostile_files(tmp_path: Path, content: bytes | str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_holiday_table(written(tmp_path, content))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.csv: the file can't be read: No such file"):
        read_holiday_table(tmp_path / "nowhere.csv")


def test_rows_of_a_workbook_sheet() -> None:
    rows = [(2, {"date": "2027-05-05 00:00:00", "kind": "off", "name": None})]
    assert holiday_rows(rows, "holidays") == ((date(2027, 5, 5), "off", ""),)
    with pytest.raises(InputError, match=r"holidays:3 \[date\]: '45000' is no date"):
        holiday_rows([(3, {"date": "45000", "kind": "off"})], "holidays")
