"""Files of calls as systems write them, and each fault in one."""

from datetime import date
from pathlib import Path

import pytest
from case_sanity import Folder, faults

from roster.cases.arrival_file import read_history
from roster.cases.hotline import write_hotline
from roster.errors import InputError


def arrivals_csv(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "arrivals.csv"
    path.write_text(text, encoding=encoding)
    return path


@pytest.mark.parametrize(
    "text",
    [
        "timestamp,calls\n2026-09-01T08:00,3\n2026-09-01T08:15,4\n",
        "timestamp,calls\n2026-09-01 08:15:00,4\n2026-09-01 08:00:00,3\n",
        "timestamp,calls\n2026-09-01T08:00+08:00,3\n2026-09-01T08:15+08:00,4\n",
        "DateTime,Calls\n1788249600.0,3\n1788250500.0,4\n",
        "queue,calls,timestamp\na,3,2026-09-01T08:00\na,4,2026-09-01T08:15\n",
        "when,how many\n2026-09-01T08:00,3\n\n2026-09-01T08:15,4\n",
    ],
)
def test_timestamps_and_columns_as_systems_write_them(tmp_path: Path, text: str) -> None:
    history = read_history(arrivals_csv(tmp_path, text), 15)
    assert history.first_day == date(2026, 9, 1)
    assert list(history.calls[0, 32:34]) == [3, 4]
    assert history.calls.sum() == 7


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_what_excel_writes_in_china(tmp_path: Path, encoding: str) -> None:
    text = "时间,话务量\n2026-09-01 08:00,3\n2026-09-01 08:30,4\n"
    assert read_history(arrivals_csv(tmp_path, text, encoding), 30).calls.sum() == 7


def test_every_fault_is_told_with_its_row_and_field(tmp_path: Path) -> None:
    text = "timestamp,calls\n2026-09-01T08:00,3\n2026-13-01,4\n2026-09-01T08:30,NaN\n9e99,1\n"
    text += "2026-09-01T09:00,-1\n2026-09-01T09:30\n2026-09-01T10:00,1e12\n"
    with pytest.raises(InputError) as caught:
        read_history(arrivals_csv(tmp_path, text), 30)
    places = [(fault.file, fault.row, fault.field) for fault in caught.value.faults]
    fields = ["timestamp", "calls", "timestamp", "calls", "calls", "calls"]
    assert places == [("arrivals.csv", row, field) for row, field in enumerate(fields, start=3)]


def test_one_time_twice_is_a_fault_in_a_table_of_counts(tmp_path: Path) -> None:
    text = "timestamp,calls\n2026-09-01T08:00,3\n2026-09-01T08:05,3\n2026-09-01T08:10,3\n2026-09-01T08:05,3\n"
    with pytest.raises(InputError) as caught:
        read_history(arrivals_csv(tmp_path, text), 30)
    assert [(fault.row, fault.field) for fault in caught.value.faults] == [(5, "timestamp")]


def test_calls_of_one_second_add_up_in_a_log_of_calls(tmp_path: Path) -> None:
    seconds = [0, 7, 7, 9, 11, 13]
    text = "timestamp,calls\n" + "".join(f"2026-09-01T08:00:{second:02d},1\n" for second in seconds)
    assert read_history(arrivals_csv(tmp_path, text), 30).calls[0, 16] == pytest.approx(6)


@pytest.mark.parametrize("text", ["", "timestamp,calls\n", "timestamp,calls\n2026-09-01T08:00,3\n"])
def test_nothing_to_learn_from(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError):
        read_history(arrivals_csv(tmp_path, text), 30)


def test_a_cell_without_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read_history(arrivals_csv(tmp_path, 'timestamp,calls\n"' + "9" * 1_000_000), 30)


def test_timestamps_a_century_apart_are_a_slip_of_the_unit(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="days"):
        read_history(arrivals_csv(tmp_path, "timestamp,calls\n1926-09-01T08:00,3\n2026-09-01T08:00,3\n"), 30)


def test_a_missing_file_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nothing\.csv"):
        read_history(tmp_path / "nothing.csv", 30)


def test_a_repeated_hour_counts_once(tmp_path: Path) -> None:
    text = "timestamp,calls\n2026-10-25T02:00+02:00,30\n2026-10-25T02:00+01:00,10\n2026-10-25T03:00+01:00,8\n"
    assert list(read_history(arrivals_csv(tmp_path, text), 60).calls[0, 2:4]) == [20, 8]


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
