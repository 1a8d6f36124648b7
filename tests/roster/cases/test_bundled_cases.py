"""The bundled cases are what the generators write, sound, and of the size they are described with."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from case_sanity import Folder, employed, faults, minute, seat_hours, share_of_hours

from roster.cases import BUNDLED, bundled_folder, write_starter
from roster.cases.bundle import STARTER_MONTH, write_bundled
from roster.cases.workdays import is_legal_working_day, is_public_holiday
from roster.files.holidays import official_calendar
from roster.files.read_case import read_case
from roster.model import Month


def test_the_committed_files_are_what_the_generators_write(tmp_path: Path) -> None:
    write_bundled(tmp_path)
    for name in BUNDLED:
        committed = {path.name: path.read_bytes() for path in bundled_folder(name).iterdir() if path.suffix != ".md"}
        assert committed == {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}


@pytest.mark.parametrize("name", BUNDLED)
def test_a_bundled_case_is_sound_and_described(name: str) -> None:
    assert faults(Folder(bundled_folder(name))) == []
    assert (bundled_folder(name) / "README.md").read_text(encoding="utf-8")


def test_the_hotline_has_the_size_and_the_share_of_hours_it_is_described_with() -> None:
    case = Folder(bundled_folder("hotline"))
    assert len(case.agents) == 72
    monitors = [key for key, agent in case.agents.items() if agent["jobs"] == "质检"]
    assert monitors == ["0071", "0072"]
    assert all(shift["breaks"] for shift in csv.DictReader((bundled_folder("hotline") / "shifts.csv").open()))
    assert len({agent["team"] for agent in case.agents.values()}) == 6
    assert "0017" in case.agents
    assert 0.74 <= share_of_hours(case) <= 0.76
    # Shifts of eight hours over a day with peaks waste some: the rest of the contract hours, and little overtime.
    contract_hours = sum(case.contract_minutes(agent_id) for agent_id in case.agents if agent_id not in monitors) / 60
    assert 0.90 <= seat_hours(case) / contract_hours <= 0.95
    assert len({row["date"] for row in case.history}) == 30
    assert any(times.night for times in case.shifts.values())
    assert {row["job"] for row in case.load} == {"189", "180", "96123"}


def test_the_hotline_sets_some_seats_by_hand() -> None:
    seats = Folder(bundled_folder("hotline")).seats
    assert {(row["date"], row["job"]) for row in seats} == {("2026-10-08", "180")}
    assert {row["min_seats"] for row in seats} == {"2"}


def test_the_hall_keeps_its_opening_hours_and_has_no_nights() -> None:
    case = Folder(bundled_folder("hall"))
    assert len(case.agents) == 22
    managers = [key for key, agent in case.agents.items() if agent["role"] == "manager"]
    assert managers == ["00121", "00122"]
    assert not any(times.night for times in case.shifts.values())
    opening: dict[str, tuple[int, int]] = {}
    for row in case.seats:
        at = minute(row["time"])
        first, last = opening.get(row["date"], (at, at))
        opening[row["date"]] = (min(first, at), max(last, at))
    doors = {"2026-10-02": ("10:00", "15:30"), "2026-10-09": ("08:30", "17:00"), "2026-10-10": ("08:30", "17:00")}
    doors["2026-10-17"] = ("09:00", "16:30")
    for day, (first_interval, last_interval) in doors.items():
        assert opening[day] == (minute(first_interval), minute(last_interval))
    assert "2026-10-01" not in opening
    assert len(opening) == 30


@pytest.mark.parametrize("name", BUNDLED)
def test_the_case_reader_finds_nothing_to_say(name: str) -> None:
    case, notices = read_case(bundled_folder(name))
    assert notices == ()
    assert len(case.agents) == {"hotline": 72, "hall": 22}[name]


def test_the_tables_of_holidays_agree_with_the_official_calendar() -> None:
    first, last = date(2025, 1, 1), date(2026, 12, 31)
    calendar = official_calendar("CN", first, last)
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        assert is_public_holiday(day) == calendar.is_public_holiday(day), day
        assert is_legal_working_day(day) == calendar.is_working_day(day), day


@pytest.mark.parametrize("name", BUNDLED)
def test_every_seat_lies_under_a_shift_that_serves_its_job(name: str) -> None:
    case = Folder(bundled_folder(name))
    step = case.centre["interval_minutes"]
    covered = {
        at % 1440
        for times in case.shifts.values()
        for at in range(0, 2880, step)
        if times.start <= at and at + step <= times.end
    }
    assert {minute(row["time"]) for row in case.seats + case.load} <= covered


@pytest.mark.parametrize("name", BUNDLED)
def test_floors_are_far_below_the_people_who_could_serve(name: str) -> None:
    """``min_seats`` is hard: even with a third of the people there the floor is met four times over."""
    case = Folder(bundled_folder(name))
    for row in case.seats:
        day = row["date"]
        able = [
            key
            for key, agent in case.agents.items()
            if row["job"] in agent["jobs"].split(";")
            and agent["rotating"] != "false"
            and (not agent["trainee_until"] or agent["trainee_until"] <= day)
            and employed(agent, case.first.fromisoformat(day))
            and case.first.fromisoformat(day) not in case.approved_days(key)
        ]
        assert 12 * int(row["min_seats"] or 0) <= len(able)


def test_the_starter_is_small_sound_and_copied_whole(tmp_path: Path) -> None:
    written = write_starter(tmp_path / "mine")
    case = Folder(tmp_path / "mine")
    assert len(case.agents) == 8
    assert len(case.shifts) == 3
    assert faults(case) == []
    assert read_case(tmp_path / "mine")[1] == ()
    assert {path.name for path in written} == {path.name for path in (tmp_path / "mine").iterdir()}


@pytest.mark.parametrize("month", [Month(2027, 2), Month(2028, 2), Month(2026, 12), Month(2027, 5)], ids=str)
def test_the_starter_is_as_sound_in_another_month(tmp_path: Path, month: Month) -> None:
    write_starter(tmp_path / "mine", month)
    case, _ = read_case(tmp_path / "mine")
    assert case.month == month
    like, _ = read_case(write_starter(tmp_path / "own")[0].parent)
    ahead = month.first - like.month.first
    assert [item.day for item in case.history] == [item.day + ahead for item in like.history]
    assert [item.start for item in case.leaves] == [item.start + ahead for item in like.leaves]
    seats = {day: [item.seats for item in case.seats if item.day == day] for day in month}
    ordinary = {day.weekday(): [item.seats for item in like.seats if item.day == day] for day in like.month}
    assert [seats[day] for day in month][-7:] == [ordinary[day.weekday()] for day in month][-7:]


def test_the_starter_of_its_own_month_is_the_file_as_it_is(tmp_path: Path) -> None:
    one = write_starter(tmp_path / "one", STARTER_MONTH)
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in write_starter(tmp_path / "two")]


def test_the_starter_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "agents.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError, match=r"agents\.csv"):
        write_starter(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["agents.csv"]


def test_only_the_starters_centre_page_holds_comments() -> None:
    starter = bundled_folder("hotline").parents[1] / "starter"
    assert "#" in (starter / "centre.toml").read_text(encoding="utf-8")
    assert not any("#" in path.read_text(encoding="utf-8") for path in starter.glob("*.csv"))


def test_an_unknown_bundled_case() -> None:
    with pytest.raises(KeyError):
        bundled_folder("bank")
