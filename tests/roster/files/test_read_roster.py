"""A roster's file read in any order, and each fault told."""

# ruff: noqa: E501 - whole sentences, as a supervisor reads them

from datetime import date, timedelta

import pytest
from books import save
from case_strategies import cases, rosters
from hypothesis import given
from hypothesis import strategies as st
from small_case import FILES, read
from test_case_round_trip import examples

from roster.errors import InputError
from roster.files import roster_csv
from roster.files.grid_marks import cell_text, is_leave_mark, leave_mark, parse_cell
from roster.files.import_roster import import_roster
from roster.files.read_roster import read_roster
from roster.model import Duty, Roster

LEAVE = (
    "agent_id,kind,start,end,status\n"
    "001,annual,2026-10-05,2026-10-06,approved\n"
    "001,personal,2026-10-10,2026-10-11,requested\n"
    "002,personal,2026-10-10,2026-10-11,requested\n"
    "002,annual,2026-10-31,2026-11-03,requested\n"
    "002,study,2026-11-01,2026-11-03,approved\n"
)


def day(number):
    return date(2026, 10, number)


@pytest.fixture
def case(tmp_path):
    shifts = "code,start,end,jobs\nE,08:00,16:00,\nM,09:00,17:00,mail\nN,22:00,06:00,\n1,10:00,18:00,\n"
    case_read, _ = read(tmp_path / "case", shifts=shifts, leave=LEAVE)
    return case_read


def lines(path, case, language="en"):
    with pytest.raises(InputError) as caught:
        read_roster(path, case)
    return [fault.line(language) for fault in caught.value.faults]


def csv(tmp_path, text):
    path = tmp_path / "roster.csv"
    path.write_text("agent_id,date,shift,job\n" + text)
    return path


def test_a_roster_in_any_order_is_sorted(tmp_path, case):
    path = csv(tmp_path, "002,2026-10-02,E,mail\n001,2026-10-03,N,call\n001,2026-10-01,E,call\n")
    assert read_roster(path, case).duties == (
        Duty("001", day(1), "E", "call"),
        Duty("001", day(3), "N", "call"),
        Duty("002", day(2), "E", "mail"),
    )


def test_a_job_left_empty_is_the_first_that_the_shift_serves(tmp_path, case):
    path = csv(tmp_path, "002,2026-10-01,E,\n002,2026-10-02,M,\n001,2026-10-02,M,\n")
    # 001 holds only call, which M does not serve: that is for the check to say.
    assert [duty.job for duty in read_roster(path, case).duties] == ["call", "call", "mail"]


def test_two_duties_of_one_day_are_read_for_the_check_to_find(tmp_path, case):
    assert len(read_roster(csv(tmp_path, "001,2026-10-01,E,\n001,2026-10-01,N,\n"), case).duties) == 2


def test_every_fault_of_a_roster(tmp_path, case):
    path = csv(
        tmp_path,
        "003,2026-10-01,E,\n001,2026-11-01,E,\n001,2026-10-01,X,chat\n001,2026-10-02,E,\n001,2026-10-02,E,mail\n",
    )
    assert lines(path, case) == [
        "roster.csv:2 [agent_id]: there is no agent “003”. Correct it, or add it to the table agents",
        "roster.csv:3 [date]: 2026-11-01 is not in 2026-10, the month to be rostered. Correct the date or delete the row; the centre's key month names the month",
        "roster.csv:4 [shift]: there is no shift “X”. Correct it, or add it to the table shifts",
        "roster.csv:4 [job]: there is no job “chat”. Correct it (there are call, mail), or add it to the table agents",
        "roster.csv:6 [shift]: this duty is on row 5 already. Keep one of the two rows",
    ]


def test_days_off_need_no_row(tmp_path, case):
    said = []
    assert read_roster(csv(tmp_path, "001,2026-10-01,off,\n"), case, said).duties == ()
    assert [notice.line() for notice in said] == ["roster.csv:2 [shift]: days off need no row; left aside"]


def test_requests_that_no_duty_touches_count_as_granted(tmp_path, case):
    # The night of the 9th reaches into 001's leave of the 10th; 002's leave after the month is not this roster's.
    path = csv(tmp_path, "001,2026-10-09,N,\n002,2026-10-09,E,\n002,2026-10-12,E,\n")
    assert read_roster(path, case).granted == {2, 3}
    path = csv(tmp_path, "002,2026-10-31,E,\n002,2026-10-11,E,\n")
    assert read_roster(path, case).granted == {1}


def test_what_is_no_roster(tmp_path, case):
    (tmp_path / "case.xlsx").write_bytes(b"no")
    assert lines(tmp_path / "nowhere.csv", case)[0].startswith("nowhere.csv: the file can't be opened")
    assert lines(tmp_path / "case.xlsx", case)[0].startswith("case.xlsx: this is not a readable .xlsx workbook")


def grid(tmp_path, case, cells, *, name="排班表", header=None, ids=None):
    """A workbook as `generate` writes it: two header rows, people, a blank row, totals below and to the right."""
    names = {agent.agent_id: agent.name for agent in case.agents}
    rows = [
        header or ["工号", "姓名", *case.month, "工时"],
        ["", "", *["一"] * case.month.days],
        *[
            [
                agent_id,
                names.get(agent_id),
                *[cells.get((agent_id, number), None) for number in range(1, case.month.days + 1)],
                12.5,
            ]
            for agent_id in ids or [agent.agent_id for agent in case.agents]
        ],
        [],
        [None, "需求", *[3] * case.month.days],
    ]
    return save(tmp_path / "roster.xlsx", {name: rows, "other": [("E",)]})


def test_the_grid_of_a_workbook(tmp_path, case):
    cells = {
        ("001", 1): "E",
        ("001", 2): 1,
        ("002", 1): "E/mail",
        ("002", 2): "E / mail",
        ("002", 3): "M",
        ("002", 4): "休",
    }
    roster = read_roster(grid(tmp_path, case, cells), case)
    assert roster.duties == (
        Duty("001", day(1), "E", "call"),
        Duty("001", day(2), "1", "call"),
        Duty("002", day(1), "E", "mail"),
        Duty("002", day(2), "E", "mail"),
        Duty("002", day(3), "M", "mail"),
    )
    assert roster.granted == frozenset()


@pytest.mark.parametrize("name", ["roster", "Roster", "Tabelle1"])
def test_the_grid_is_the_sheet_of_that_name_or_the_first(tmp_path, case, name):
    assert len(read_roster(grid(tmp_path, case, {("001", 1): "E"}, name=name), case).duties) == 1


def test_a_request_is_granted_where_every_day_is_marked_as_leave(tmp_path, case):
    marks = {("001", number): "假" for number in (5, 6, 10, 11)} | {("002", 10): "leave", ("002", 31): "假"}
    assert read_roster(grid(tmp_path, case, marks), case).granted == {1, 3}


def test_every_fault_of_a_grid(tmp_path, case):
    cells = {("001", 1): "Z", ("001", 2): "=!1+1", ("002", 1): "E/chat", ("003", 1): "E"}
    path = grid(tmp_path, case, cells, ids=["001", "002", "003", "002", "0;1"])
    assert sorted(lines(path, case)) == [
        "roster.xlsx!排班表:3 [C]: “Z” in cell C3 (001, 2026-10-01) is no shift. Write a shift's code, or CODE/JOB; the codes are E M N 1",
        "roster.xlsx!排班表:3 [D]: cell D3 holds the formula or error “=1+1”. Write the shift's code itself",
        "roster.xlsx!排班表:4 [C]: “E/chat” in cell C4 (002, 2026-10-01) is no shift. Write a shift's code, or CODE/JOB; the codes are E M N 1",
        "roster.xlsx!排班表:5 [agent_id]: there is no agent “003”. Correct it, or add it to the table agents",
        "roster.xlsx!排班表:6 [agent_id]: this agent's row is on row 4 already. Keep one of the two rows",
        "roster.xlsx!排班表:7 [A]: “0;1” holds a semicolon. Leave ; out of ids: it separates lists",
    ]
    assert lines(path, case, "zh")[1] == (
        "roster.xlsx!排班表:3 [C]: 单元格 C3（001，2026-10-01）的 “Z” 不是班次。写 班次代码 或 代码/工种；班次有：E M N 1"
    )


def test_a_header_that_is_not_the_months(tmp_path, case):
    november = ["工号", "姓名", *[item + timedelta(days=31) for item in case.month]]
    assert lines(grid(tmp_path, case, {}, header=november), case) == [
        "roster.xlsx!排班表:1 [C]: 31 dates of columns C–AG (2026-11-01 to 2026-12-01) are not in 2026-10, the month of the case. Correct the dates, or name the case of that month"
    ]
    days = list(case.month)
    slip = ["工号", "姓名", *days[:-1], days[-1] + timedelta(days=1)]
    assert lines(grid(tmp_path, case, {}, header=slip), case)[0].startswith(
        "roster.xlsx!排班表:1 [AG]: the date 2026-11-01 of column AG is not in 2026-10"
    )
    days = list(case.month)
    doubled = ["工号", "姓名", *days[:-1], days[0]]
    assert lines(grid(tmp_path, case, {}, header=doubled), case) == [
        "roster.xlsx!排班表:1 [AG]: the date 2026-10-01 of column AG is there twice. Correct the dates, or name the case of that month",
        "roster.xlsx!排班表:1: there is no column for 2026-10-31. Add the missing columns",
    ]
    assert lines(grid(tmp_path, case, {}, header=["工号"]), case) == [
        "roster.xlsx!排班表: there is no header row with dates. Keep the header as exported: ids in column A, a column per day"
    ]


def test_a_row_taken_out_is_said(tmp_path, case):
    said = []
    read_roster(grid(tmp_path, case, {}, ids=["002"]), case, said)
    assert [notice.line() for notice in said] == [
        "roster.xlsx!排班表 [agent_id]: there is no row for “001”, taken as no duties"
    ]


def test_import_brings_a_hand_edited_workbook_back(tmp_path, case):
    path = grid(tmp_path, case, {("001", 1): "E", ("002", 31): "N/mail"})
    out = tmp_path / "out"
    out.mkdir()
    (out / "notes.txt").write_text("mine")
    roster = import_roster(path, case, out)
    assert (out / "roster.csv").read_text(encoding="utf-8-sig") == (
        "agent_id,date,shift,job\n001,2026-10-01,E,call\n002,2026-10-31,N,mail\n"
    )
    assert read_roster(out / "roster.csv", case).duties == roster.duties
    assert (out / "notes.txt").read_text() == "mine"


def test_import_of_a_faulty_roster_writes_nothing(tmp_path, case):
    with pytest.raises(InputError):
        import_roster(csv(tmp_path, "003,2026-10-01,E,\n"), case, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_import_keeps_a_csv_as_it_is(tmp_path, case):
    duties = [Duty("001", day(1), "E", "call"), Duty("002", day(2), "N", "mail")]
    roster_csv.write(tmp_path / "roster.csv", duties)
    import_roster(tmp_path / "roster.csv", case, tmp_path / "out")
    assert (tmp_path / "out" / "roster.csv").read_bytes() == (tmp_path / "roster.csv").read_bytes()


def test_a_leave_mark_is_never_a_shifts_code(tmp_path):
    shifts = "code,start,end\n假,08:00,16:00\nleave,08:00,16:00\n(leave),08:00,16:00\n"
    case_read, _ = read(tmp_path, shifts=shifts)
    assert leave_mark(case_read, "zh") == "(假)"
    assert leave_mark(case_read, "en") == "[leave]"
    assert not is_leave_mark("假", case_read)


def test_a_slash_in_a_code_or_job(tmp_path):
    files = {
        "agents": "agent_id,name,team,jobs\n001,Ann,T1,call/a;call;a/call\n",
        "shifts": "code,start,end\nE/L,08:00,16:00\nE,08:00,16:00\n",
    }
    case_read, _ = read(tmp_path, **files)
    ann = case_read.agents[0]
    assert parse_cell("E/L", ann, case_read) == ("E/L", "call/a")
    assert parse_cell("E/call/a", ann, case_read) == ("E", "call/a")
    assert parse_cell("E/L/a/call", ann, case_read) == ("E/L", "a/call")
    assert parse_cell("E/x", ann, case_read) is None


@examples(30, 1500)
@given(st.data())
def test_every_duty_reads_back_from_its_cell(data):
    case = data.draw(cases())
    for duty in data.draw(rosters(case)).duties:
        agent = case.agent_by_id[duty.agent_id]
        assert parse_cell(cell_text(duty, case), agent, case) == (duty.shift, duty.job)


def test_an_empty_roster_is_one(tmp_path, case):
    assert read_roster(csv(tmp_path, ""), case) == Roster.of((), read_roster(csv(tmp_path, ""), case).granted)


def test_a_roster_of_a_month_not_the_cases(tmp_path):
    case_read, _ = read(
        tmp_path / "case",
        centre=FILES["centre.toml"].replace("2026-10", "2026-11"),
        seats="date,time,job,seats\n2026-11-01,08:00,call,1\n",
    )
    assert lines(csv(tmp_path, "001,2026-10-01,E,\n"), case_read)[0].startswith(
        "roster.csv:2 [date]: 2026-10-01 is not in 2026-11"
    )
