"""A month's case from recorded calls: any step, like another case, or refused whole."""

import math
import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from case_sanity import Folder, faults, minute, rows

from roster.cases import bundled_folder
from roster.cases.arrivals import case_from_arrivals
from roster.errors import InputError


def weekday_arrivals(path: Path, *, step_minutes: int = 15, saturday: bool = False) -> Path:
    """Ten weeks of weekdays 07:00–21:00 with a peak at eleven, 480 calls an hour there, as unix seconds."""
    lines = ["DateTime,Calls"]
    for offset in range(70):
        day = date(2026, 7, 6) + timedelta(days=offset)
        if day.weekday() >= 5 + saturday:
            continue
        for at in range(7 * 60, 21 * 60, step_minutes):
            seconds = (day - date(1970, 1, 1)).days * 86_400
            hourly = 480 * math.exp(-(((at / 60 - 11) / 4) ** 2))
            lines.append(f"{seconds + at * 60},{hourly * step_minutes / 60:.3f}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("step_minutes", [5, 15, 60])
def test_a_month_from_arrivals_of_any_step(tmp_path: Path, step_minutes: int) -> None:
    source = weekday_arrivals(tmp_path / "arrivals.csv", step_minutes=step_minutes)
    written = case_from_arrivals(source, tmp_path / "case", month="2026-11")
    case = Folder(tmp_path / "case")
    assert faults(case) == []
    assert written.observed_days == 50
    assert written.agents == len(case.agents)
    assert written.shifts == len(case.shifts)
    by_day: dict[str, float] = {}
    for row in case.load:
        by_day[row["date"]] = by_day.get(row["date"], 0) + float(row["calls"])
    # November 2026: 21 weekdays, no holiday; the weekends stay closed as in the past
    assert len(by_day) == 21
    expected = sum(480 * math.exp(-(((at / 60 - 11) / 4) ** 2)) / 12 for at in range(420, 1260, 5))
    assert list(by_day.values()) == pytest.approx([expected] * 21, rel=0.03)
    assert {row["job"] for row in case.load} == {"calls"}
    assert {row["aht_seconds"] for row in case.load} == {"180"}


def test_people_and_shifts_are_enough_for_the_seats(tmp_path: Path) -> None:
    source = weekday_arrivals(tmp_path / "arrivals.csv")
    written = case_from_arrivals(source, tmp_path / "case", month="2026-11", aht_seconds=300)
    case = Folder(tmp_path / "case")
    hours = sum(8 * 21 for _ in case.agents)
    assert written.seat_hours < hours < 2 * written.seat_hours
    times = {minute(row["time"]) for row in case.load}
    for at in times:
        assert any(shift.start <= at and at + 30 <= shift.end for shift in case.shifts.values())


def test_a_share_of_the_calls(tmp_path: Path) -> None:
    source = weekday_arrivals(tmp_path / "arrivals.csv")
    whole = case_from_arrivals(source, tmp_path / "whole", month="2026-11")
    tenth = case_from_arrivals(source, tmp_path / "tenth", month="2026-11", calls_share=0.1)
    assert tenth.calls == pytest.approx(whole.calls / 10, rel=0.01)
    assert tenth.agents < whole.agents / 4


def test_like_takes_people_shifts_and_lasting_limits_but_nothing_dated(tmp_path: Path) -> None:
    source = weekday_arrivals(tmp_path / "arrivals.csv")
    model = bundled_folder("hall")
    written = case_from_arrivals(source, tmp_path / "case", month="2026-11", like=model, job="01综合")
    case = Folder(tmp_path / "case")
    assert written.agents == 22
    for name in ("agents.csv", "shifts.csv"):
        assert (tmp_path / "case" / name).read_bytes() == (model / name).read_bytes()
    assert case.centre == {**Folder(model).centre, "month": "2026-11"}
    dated = [row for row in rows(model / "availability.csv") if row["date"]]
    assert len(dated) == 1
    assert case.availability == [row for row in rows(model / "availability.csv") if not row["date"]]
    assert {path.name for path in (tmp_path / "case").iterdir()} == {
        "centre.toml", "agents.csv", "shifts.csv", "load.csv", "availability.csv",
    }  # fmt: skip


def test_a_holiday_table_comes_along(tmp_path: Path) -> None:
    model = tmp_path / "model"
    case_from_arrivals(weekday_arrivals(tmp_path / "arrivals.csv"), model, month="2026-11")
    page = (model / "centre.toml").read_text(encoding="utf-8")
    (model / "centre.toml").write_text('holidays = "days off.csv"\n' + page, encoding="utf-8")
    (model / "days off.csv").write_text("date,kind,name\n2026-12-24,off,\n", encoding="utf-8")
    case_from_arrivals(tmp_path / "arrivals.csv", tmp_path / "next", month="2026-12", like=model)
    assert (tmp_path / "next" / "days off.csv").read_bytes() == (model / "days off.csv").read_bytes()
    # the 24th is off by the centre's own table, and a day off is rostered like a Sunday, which is closed
    days = {row["date"] for row in rows(tmp_path / "next" / "load.csv")}
    assert {"2026-12-23", "2026-12-25"} <= days
    assert "2026-12-24" not in days


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({"month": "2026-13"}, "month"),
        ({"aht_seconds": float("nan")}, "aht_seconds"),
        ({"aht_seconds": 0}, "aht_seconds"),
        ({"calls_share": 1.5}, "calls_share"),
        ({"like": bundled_folder("hotline"), "job": "calls"}, "jobs"),
        ({"country": "Atlantis"}, "country"),
    ],
)
def test_what_cannot_be_is_bad_input_and_writes_nothing(tmp_path: Path, arguments: dict[str, Any], field: str) -> None:
    source = weekday_arrivals(tmp_path / "arrivals.csv", step_minutes=60)
    with pytest.raises(InputError) as caught:
        case_from_arrivals(source, tmp_path / "case", **{"month": "2026-11", **arguments})
    assert [fault.field for fault in caught.value.faults] == [field]
    assert not (tmp_path / "case").exists()


def test_all_faults_of_the_arguments_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        case_from_arrivals(tmp_path / "none.csv", tmp_path / "case", month="x", aht_seconds=-1, calls_share=0)
    assert [fault.field for fault in caught.value.faults] == ["month", "aht_seconds", "calls_share"]


def test_a_folder_with_files_is_left_alone(tmp_path: Path) -> None:
    source = weekday_arrivals(tmp_path / "arrivals.csv", step_minutes=60)
    with pytest.raises(InputError):
        case_from_arrivals(source, tmp_path, month="2026-11")
    assert [path.name for path in tmp_path.iterdir()] == ["arrivals.csv"]


def test_a_model_that_is_no_case(tmp_path: Path) -> None:
    source = weekday_arrivals(tmp_path / "arrivals.csv", step_minutes=60)
    with pytest.raises(InputError, match="nowhere"):
        case_from_arrivals(source, tmp_path / "case", month="2026-11", like=tmp_path / "nowhere")


@pytest.mark.skipif("ROSTER_BANK_CALLS" not in os.environ, reason="names the bank's five-minute counts")
def test_a_bank_at_five_minute_steps(tmp_path: Path) -> None:
    source = Path(os.environ["ROSTER_BANK_CALLS"])
    case_from_arrivals(source, tmp_path / "case", month="2003-11", country="US", timezone="America/New_York")
    case = Folder(tmp_path / "case")
    days = {row["date"] for row in case.load}
    # weekdays without Veterans Day (11th) and Thanksgiving (27th)
    assert len(days) == 18
    assert {min(row["time"] for row in case.load), max(row["time"] for row in case.load)} == {"07:00", "21:00"}
