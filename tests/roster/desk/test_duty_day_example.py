"""A shift of the bundled hotline run by the script: log, register, attendance and the rest are what was done."""

from datetime import date
from pathlib import Path

from examples.duty_day import prepared, run_day
from roster.cases.bundle import bundled_folder
from roster.files.read_case import read_case
from roster.files.read_roster import read_roster

ROSTER = Path(__file__).parents[2] / "pages" / "hotline-roster.csv"


def test_a_shift_of_the_hotline_is_read_back_as_it_was_run(tmp_path):
    case, _ = read_case(bundled_folder("hotline"))
    desk, watch = prepared(tmp_path, case, read_roster(ROSTER, case))
    day_run = run_day(desk, watch, date(2026, 10, 12), "A")
    desk.store.close()
    assert {name: day_run.read.get(name) for name in day_run.did} == day_run.did
    assert day_run.differs == []
    assert day_run.log[0].startswith("06:50 ")
