"""Two duties on a day and a split one come back from the workbook."""

from datetime import date

from small_case import read

from constraints import CATALOGUE
from roster.files.outputs import export_roster
from roster.files.read_roster import read_roster
from roster.model import Duty, Roster
from roster.rule.rulebook import Rulebook


def test_two_duties_of_a_day_and_a_split_one_come_back_from_the_workbook(tmp_path):
    shifts = "code,start,end,second_start,second_end\nE,08:00,12:00,,\nN,22:00,06:00,,\nS,08:00,12:00,16:00,20:00\n"
    case, _ = read(tmp_path / "case", shifts=shifts)
    day = date(2026, 10, 12)
    roster = Roster.of([
        Duty("001", day, "E", "call"),
        Duty("001", day, "N", "call"),
        Duty("002", day, "S", "mail"),
        Duty("002", day, "N", "call"),
    ])  # fmt: skip
    export_roster(tmp_path / "out", case, Rulebook.of(CATALOGUE, case.centre), roster, "zh")
    for name in ("roster.xlsx", "roster.csv"):
        assert read_roster(tmp_path / "out" / name, case).duties == roster.duties
