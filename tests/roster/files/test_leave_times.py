"""Leave from a time of day to one, as a case file has it."""

from datetime import date

import pytest
from books import save_case
from small_case import write

from roster.errors import InputError
from roster.files.read_case import read_case
from roster.files.write_case import write_case

DAY = date(2026, 10, 12)


def leaves(tmp_path, *rows):
    text = "agent_id,kind,start,end,status\n" + "".join(f"001,personal,{row}\n" for row in rows)
    case, _ = read_case(write(tmp_path / "case", {"leave.csv": text}))
    return case


SPANS = {
    "2026-10-12,2026-10-12,approved": (DAY, None, DAY, None),
    "2026-10-12T11:00,2026-10-12,approved": (DAY, 660, DAY, None),
    "2026-10-12 11:00,2026-10-12 15:30,approved": (DAY, 660, DAY, 930),
    "2026/10/12 9:05,2026年10月12日 15:00,approved": (DAY, 545, DAY, 900),
    "2026-10-12T00:00,2026-10-13T00:00,approved": (DAY, None, DAY, None),
    "2026-10-12T00:01,2026-10-12T24:00,approved": (DAY, 1, DAY, None),
    "2026-10-12,2026-10-13T00:01,approved": (DAY, None, date(2026, 10, 13), 1),
}


@pytest.mark.parametrize("row", SPANS)
def test_a_span_is_days_or_moments(tmp_path, row):
    (leave,) = leaves(tmp_path, row).leaves
    assert (leave.start, leave.start_minute, leave.end, leave.end_minute) == SPANS[row]


@pytest.mark.parametrize("kind", ["folder", "workbook"])
def test_it_reads_back_as_it_was(tmp_path, kind):
    case = leaves(tmp_path, "2026-10-12T11:00,2026-10-12T15:30,approved", "2026-10-20T22:30,2026-10-21,requested")
    if kind == "folder":
        write_case(case, tmp_path / "again")
        again, _ = read_case(tmp_path / "again")
    else:
        again, _ = read_case(save_case(tmp_path / "again.xlsx", case))
    assert again.leaves == case.leaves
    assert [leave.first_text for leave in again.leaves] == ["2026-10-12T11:00", "2026-10-20T22:30"]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("2026-10-12T15:00,2026-10-12T15:00,approved", "the leave ends before it begins on 2026-10-12"),
        ("2026-10-12T15:00,2026-10-12T14:59,approved", "the leave ends before it begins on 2026-10-12"),
        ("2026-10-13,2026-10-12T15:00,approved", "the leave ends on 2026-10-12, before it starts on 2026-10-13"),
        ("2026-10-12T25:00,2026-10-12,approved", "the time in “2026-10-12T25:00” is none"),
    ],
)
def test_a_slip_is_told(tmp_path, row, problem):
    with pytest.raises(InputError) as refused:
        leaves(tmp_path, row)
    assert [fault.problem.en for fault in refused.value.faults] == [problem]
