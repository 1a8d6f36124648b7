"""What is written reads back as it was: cases as folders and workbooks, rosters as files and grids."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from books import save_case
from case_strategies import cases, rosters
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roster.cases import bundled_folder
from roster.errors import InputError
from roster.files import roster_csv
from roster.files.read_case import read_case
from roster.files.read_roster import read_roster
from roster.files.write_case import hours_text, write_case

PROOF = os.environ.get("ROSTER_PROOF") == "1"
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def examples(sample: int, proof: int):
    return settings(max_examples=proof if PROOF else sample, deadline=None, suppress_health_check=SLOW)


@examples(25, 1000)
@given(cases())
def test_a_case_reads_back_from_its_folder(case):
    with TemporaryDirectory() as folder:
        write_case(case, Path(folder))
        again, _ = read_case(Path(folder))
    assert again == case


@examples(6, 150)
@given(cases())
def test_a_case_reads_back_from_a_workbook(case):
    with TemporaryDirectory() as folder:
        again, _ = read_case(save_case(Path(folder) / "case.xlsx", case))
    assert again == case


@examples(25, 1000)
@given(st.data())
def test_a_roster_reads_back_from_its_file(data):
    case = data.draw(cases())
    roster = data.draw(rosters(case))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "roster.csv"
        roster_csv.write(path, roster.duties)
        assert read_roster(path, case).duties == roster.duties


@pytest.mark.parametrize("name", ["hotline", "hall"])
def test_a_bundled_case_reads_back_and_writes_the_same_bytes(tmp_path, name):
    case, _ = read_case(bundled_folder(name))
    write_case(case, tmp_path / "one")
    again, _ = read_case(tmp_path / "one")
    assert again == case
    write_case(again, tmp_path / "two")
    for file in sorted((tmp_path / "one").iterdir()):
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()


def test_seats_that_follow_from_the_load_are_not_written(tmp_path):
    # Else whoever edits the load next would see no change in the seats.
    case, _ = read_case(bundled_folder("hotline"))
    write_case(case, tmp_path)
    assert len((tmp_path / "seats.csv").read_text().splitlines()) == 1 + 6


def test_a_folder_that_holds_other_things_is_left_alone(tmp_path):
    case, _ = read_case(bundled_folder("hall"))
    (tmp_path / "photo.jpg").write_text("mine")
    with pytest.raises(InputError, match=r"holds other things already: photo\.jpg"):
        write_case(case, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["photo.jpg"]


def test_a_file_in_place_of_the_folder(tmp_path):
    case, _ = read_case(bundled_folder("hall"))
    (tmp_path / "case").write_text("mine")
    with pytest.raises(InputError, match="this is a file, not a folder"):
        write_case(case, tmp_path / "case")


def test_a_case_of_before_is_replaced_whole(tmp_path):
    hotline, _ = read_case(bundled_folder("hotline"))
    hall, _ = read_case(bundled_folder("hall"))
    write_case(hotline, tmp_path)
    write_case(hall, tmp_path)
    assert read_case(tmp_path) == (hall, ())


@given(st.integers(0, 744 * 60))
def test_hours_read_back_to_the_minute(minutes):
    assert int(float(hours_text(minutes)) * 60 + 1e-9) == minutes
