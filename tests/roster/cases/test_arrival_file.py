from datetime import date, datetime
from pathlib import Path

import pytest
from case_sanity import Folder, faults

from roster.cases.arrival_file import Arrivals, read_arrivals
from roster.cases.hotline import write_hotline
from roster.errors import InputError


def arrivals_csv(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "arrivals.csv"
    path.write_text(text, encoding=encoding)
    return path


@pytest.mark.parametrize(
    ("text", "moments"),
    [
        ("timestamp,calls\n2026-09-01T08:00,3\n2026-09-01T08:15,4\n", [(8, 0), (8, 15)]),
        ("timestamp,calls\n2026-09-01 08:15:00,4\n2026-09-01 08:00:00,3\n", [(8, 0), (8, 15)]),
        ("timestamp,calls\n2026-09-01T08:00+08:00,3\n2026-09-01T08:15+08:00,4\n", [(8, 0), (8, 15)]),
        ("DateTime,Calls\n1788249600.0,3\n1788250500.0,4\n", [(8, 0), (8, 15)]),
        ("queue,calls,timestamp\na,3,2026-09-01T08:00\na,4,2026-09-01T08:15\n", [(8, 0), (8, 15)]),
        ("when,how many\n2026-09-01T08:00,3\n\n2026-09-01T08:15,4\n", [(8, 0), (8, 15)]),
    ],
)
def test_timestamps_and_columns_as_systems_write_them(
    tmp_path: Path, text: str, moments: list[tuple[int, int]]
) -> None:
    arrivals = read_arrivals(arrivals_csv(tmp_path, text))
    assert arrivals.moments == tuple(
        datetime.fromisoformat(f"2026-09-01T{hour:02d}:{minute:02d}") for hour, minute in moments
    )
    assert arrivals.calls == (3, 4)
    assert arrivals.step_minutes == 15


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_what_excel_writes_in_china(tmp_path: Path, encoding: str) -> None:
    text = "时间,话务量\n2026-09-01 08:00,3\n2026-09-01 08:30,4\n"
    assert read_arrivals(arrivals_csv(tmp_path, text, encoding)).calls == (3, 4)


def test_every_fault_is_told_with_its_row_and_field(tmp_path: Path) -> None:
    text = "timestamp,calls\n2026-09-01T08:00,3\n2026-13-01,4\n2026-09-01T08:30,NaN\n2026-09-01T08:00,5\n"
    text += "2026-09-01T09:00,-1\n2026-09-01T09:30\n2026-09-01T10:00,1e12\n9e99,1\n"
    with pytest.raises(InputError) as caught:
        read_arrivals(arrivals_csv(tmp_path, text))
    places = [(fault.file, fault.row, fault.field) for fault in caught.value.faults]
    fields = ["timestamp", "calls", "timestamp", "calls", "calls", "calls", "timestamp"]
    assert places == [("arrivals.csv", row, field) for row, field in enumerate(fields, start=3)]


@pytest.mark.parametrize("text", ["", "timestamp,calls\n", "timestamp,calls\n2026-09-01T08:00,3\n"])
def test_nothing_to_learn_from(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError):
        read_arrivals(arrivals_csv(tmp_path, text))


def test_a_cell_without_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read_arrivals(arrivals_csv(tmp_path, 'timestamp,calls\n"' + "9" * 1_000_000))


def test_a_missing_file_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nothing\.csv"):
        read_arrivals(tmp_path / "nothing.csv")


def test_a_repeated_hour_counts_once(tmp_path: Path) -> None:
    text = "timestamp,calls\n2026-10-25T02:00+02:00,30\n2026-10-25T02:00+01:00,10\n2026-10-25T03:00+01:00,8\n"
    assert read_arrivals(arrivals_csv(tmp_path, text)).calls == (20, 8)


def moments(*times: str) -> tuple[datetime, ...]:
    return tuple(datetime.fromisoformat(f"2026-09-{time}") for time in times)


def test_short_steps_are_added_up() -> None:
    arrivals = Arrivals(moments("01T08:00", "01T08:10", "01T08:20", "01T08:30"), (1, 2, 3, 4), 10)
    table = arrivals.by_interval(30)
    assert table.shape == (1, 48)
    assert (table[0, 16], table[0, 17]) == (6, 4)
    assert table.sum() == 10


def test_long_steps_are_spread_and_do_not_leak_into_days_without_records() -> None:
    arrivals = Arrivals(moments("01T08:00", "01T09:00", "01T23:30", "03T08:00"), (10, 20, 8, 6), 60)
    assert arrivals.days() == [date(2026, 9, 1), date(2026, 9, 3)]
    table = arrivals.by_interval(30)
    assert list(table[0, 16:20]) == [5, 5, 10, 10]
    assert table[0, 47] == 4
    assert list(table[1, 16:18]) == [3, 3]
    assert table.sum() == 40


def test_arrivals_shape_the_hotlines_day_and_leave_it_a_night(tmp_path: Path) -> None:
    rows = [f"2026-09-01T{hour:02d}:00,{100 if hour == 17 else 20}" for hour in range(9, 21)]
    path = arrivals_csv(tmp_path, "timestamp,calls\n" + "\n".join(rows) + "\n")
    write_hotline(tmp_path / "case", agents=100, arrivals=path)
    case = Folder(tmp_path / "case")
    assert faults(case) == []
    calls = {
        row["time"]: float(row["calls"]) for row in case.load if (row["date"], row["job"]) == ("2026-10-14", "180")
    }
    assert max(calls, key=calls.__getitem__) in {"17:00", "17:30"}
    assert calls["17:00"] > 2.5 * calls["11:00"]
    assert 0 < calls["03:00"] < 0.15 * calls["17:00"]
