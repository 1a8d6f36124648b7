"""The roster as CSV: order, separators, no formulas."""

import csv
from datetime import date
from pathlib import Path

from roster.files import roster_csv
from roster.model import Duty

FIRST, SECOND = date(2026, 10, 1), date(2026, 10, 2)


def test_one_row_a_duty_sorted_by_agent_then_date(tmp_path: Path) -> None:
    duties = [Duty("007", SECOND, "早", "189"), Duty("10", FIRST, "N", "180"), Duty("007", FIRST, "N", "189")]
    roster_csv.write(tmp_path / "roster.csv", duties)
    assert (tmp_path / "roster.csv").read_bytes().decode("utf-8-sig") == (
        "agent_id,date,shift,job\n007,2026-10-01,N,189\n007,2026-10-02,早,189\n10,2026-10-01,N,180\n"
    )


def test_separators_quotes_and_line_breaks_in_an_id_stay_within_their_cell() -> None:
    hostile = 'a,"b"\nc'
    rows = list(csv.reader(roster_csv.text([Duty(hostile, FIRST, "N", "x;y")]).splitlines(keepends=True)))
    assert rows[1:] == [[hostile, "2026-10-01", "N", "x;y"]]


def test_no_cell_begins_a_formula() -> None:
    body = roster_csv.text([Duty('=HYPERLINK("http://x")', FIRST, "+N", "@a")])
    assert next(csv.reader([body.splitlines()[1]])) == ['\'=HYPERLINK("http://x")', "2026-10-01", "'+N", "'@a"]
