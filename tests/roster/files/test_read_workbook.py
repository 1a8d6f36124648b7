"""A case as a workbook: cells as spreadsheets store them, limits on what is unpacked, faults by cell."""

# ruff: noqa: E501, DTZ001 - whole sentences, as a supervisor reads them; a workbook knows no time zones

import io
import re
import subprocess
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from books import SMALL, save, save_case
from small_case import faults, read

from roster.cases import bundled_folder
from roster.errors import InputError
from roster.files.read_case import read_case
from roster.files.sheets import unpack, workbook
from roster.model import Protection


def book(tmp_path, **sheets):
    return save(tmp_path / "case.xlsx", {**SMALL, **sheets})


@pytest.mark.parametrize("name", ["hotline", "hall"])
def test_a_bundled_case_reads_alike_from_a_workbook(tmp_path, name):
    case, _ = read_case(bundled_folder(name))
    assert read_case(save_case(tmp_path / "case.xlsx", case)) == (case, ())


def test_the_small_case_reads_as_its_files_do(tmp_path):
    seats = "date,time,job,seats\n2026-10-01,08:00,call,1\n"
    assert read_case(book(tmp_path)) == read(tmp_path / "folder", seats=seats)


def test_cells_as_excel_stores_them(tmp_path):
    case, notices = read_case(
        book(
            tmp_path,
            agents=[
                ("agent_id", "name", "team", "jobs", "contract_hours", "rotating", "protected", "start_date"),
                ("001", "Ann", "T1", "call", 166.65, False, "nursing:2026-12-31", datetime(2020, 1, 1)),
                ("002", "=1+1", "T1", "call;mail", None, True, None, None),
            ],
            shifts=[
                ("code", "start", "end"),
                ("E", time(8, 0), time(16, 0)),
                ("L", time(16, 0), timedelta(days=1)),
                ("N", 22 / 24, 0.25),
            ],
            seats=[
                ("date", "time", "job", "seats"),
                (date(2026, 10, 1), time(8, 0), "call", 1),
                (46296, time(9, 0), "call", 2.0),
                ("2026-10-01", timedelta(hours=10), "call", "3"),
            ],
            centre=[
                ("key", "value"),
                ("name", 123),
                ("timezone", "Asia/Shanghai"),
                ("month", datetime(2026, 10, 1)),
                ("country", "none"),
                ("interval_minutes", 30),
                ("service.level", "９０ %"),
                ("rules.unpopular_shifts", "N;"),
                ("rules.leader_hard", True),
                ("rules.REST.min_rest_hours", "12"),
                ("weights.wish", 2),
                ("rules.weekly_meeting", "Monday 14:00–15:00"),
            ],
        )
    )
    assert notices == ()
    ann, bob = case.agents
    assert (ann.contract_minutes, ann.rotating, ann.start_date) == (9999, False, date(2020, 1, 1))
    assert ann.protections == (Protection("nursing", date(2026, 12, 31)),)
    assert bob.name == "=1+1"
    assert [(shift.start_minute, shift.end_minute) for shift in case.shifts] == [(480, 960), (960, 1440), (1320, 1800)]
    assert [(row.minute, row.seats) for row in case.seats] == [(480, 1), (540, 2), (600, 3)]
    assert case.centre.name == "123"
    assert case.centre.service.level == 0.9
    assert case.centre.rules == {
        "unpopular_shifts": ("N",),
        "leader_hard": True,
        "REST.min_rest_hours": 12,
        "weekly_meeting": "Monday 14:00–15:00",
    }
    assert case.centre.weights == {"wish": 2}


def test_a_number_as_an_id_is_its_plain_text_and_said_once_a_column(tmp_path):
    agents = [("agent_id", "name", "team", "jobs"), (1, "Ann", "T1", 189), (2, "Bob", "T1", "189;180")]
    seats = [("date", "time", "job", "seats"), ("2026-10-01", "08:00", 189, 1)]
    case, notices = read_case(book(tmp_path, agents=agents, seats=seats))
    assert [agent.agent_id for agent in case.agents] == ["1", "2"]
    assert [type(agent.agent_id) for agent in case.agents] == [str, str]
    assert case.seats[0].job == "189"
    assert [notice.line() for notice in notices] == [
        "case.xlsx!agents:2 [agent_id]: numbers here (the first in A2) are read as 1; for leading zeros format them as text",
        "case.xlsx!agents:2 [jobs]: numbers here (the first in D2) are read as 189; for leading zeros format them as text",
        "case.xlsx!seats:2 [job]: numbers here (the first in C2) are read as 189; for leading zeros format them as text",
    ]


AGENT = ("agent_id", "name", "team", "jobs")
TEXT_CELL = "Format the cell as text and type it anew"
CELLS = [
    ((1.5, "A", "T", "call"), "case.xlsx!agents:2 [agent_id]: cell A2 was stored as “1.5”, a number, date or truth, where a text is meant. " + TEXT_CELL),
    ((123456789012345678, "A", "T", "call"), "case.xlsx!agents:2 [agent_id]: cell A2 was stored as “1.234567890123457e+17”, a number, date or truth, where a text is meant. " + TEXT_CELL),
    ((date(2026, 1, 2), "A", "T", "call"), "case.xlsx!agents:2 [agent_id]: cell A2 was stored as “2026-01-02”, a number, date or truth, where a text is meant. " + TEXT_CELL),
    (("1", True, "T", "call"), "case.xlsx!agents:2 [name]: cell B2 was stored as “true”, a number, date or truth, where a text is meant. " + TEXT_CELL),
    (("1", "=!A1", "T", "call"), "case.xlsx!agents:2 [name]: cell B2 holds the formula “=A1”. Put its result there instead: copy, then paste as values"),
    (("1", "A", "T", "#N/A"), "case.xlsx!agents:2 [jobs]: cell D2 holds the error “#N/A”. Put the right value there"),
    (("1", "A", "T", None), "case.xlsx!agents:2 [jobs]: this cell is empty. It must be filled in"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "fault"), CELLS, ids=range(len(CELLS)))
def test_a_cell_that_is_not_what_it_seems(tmp_path, row, fault):
    path = book(tmp_path, agents=[AGENT, row, ("9", "Z", "T", "call")])
    if row[3] == "#N/A":
        import openpyxl

        edited = openpyxl.load_workbook(path)
        edited["agents"]["D2"].data_type = "e"
        edited.save(path)
    assert faults(path) == [fault]


def test_times_that_are_none(tmp_path):
    seats = [
        ("date", "time", "job", "seats"),
        *[("2026-10-01", cell, "call", 1) for cell in (0.1234, 2, time(8, 0, 30))],
    ]
    assert [line.split(". ")[0] for line in faults(book(tmp_path, seats=seats))] == [
        "case.xlsx!seats:2 [time]: “0.1234” is not a time from 00:00 to 24:00",
        "case.xlsx!seats:3 [time]: “2” is not a time from 00:00 to 24:00",
        "case.xlsx!seats:4 [time]: “08:00:30” is not a time from 00:00 to 24:00",
    ]


def test_the_sheet_of_settings_has_its_faults_too(tmp_path):
    centre = [("key", "value"), ("name", "C"), ("name", "D"), ("month", "2026-10"), ("a b", 1), ("service", 3)]
    assert [line.split(". ")[0] for line in faults(book(tmp_path, centre=[*centre, ("service.level", 0.8)]))] == [
        "case.xlsx!centre [timezone]: this key is missing",
        "case.xlsx!centre:3 [name]: this key stands above already",
        "case.xlsx!centre:5 [key]: “a b” is not a key",
        "case.xlsx!centre:6 [service]: this is not a table",
        "case.xlsx!centre:7 [service.level]: this key stands above already",
    ]


def test_a_workbook_without_its_sheets(tmp_path):
    path = save(tmp_path / "case.xlsx", {"Agenst": [("x",)]})
    assert [line.split(". ")[0] for line in faults(path)] == [
        "case.xlsx!centre: this sheet is missing",
        "case.xlsx!agents: this table is missing",
        "case.xlsx!shifts: this table is missing",
        "case.xlsx!seats: nothing is required: neither seats nor load says anything",
    ]


@pytest.mark.parametrize(("title", "word"), [("Sheet1", "人员"), ("名单", "人员"), ("Crowd", "agents")])
def test_a_sheet_that_nobody_has_named_makes_no_workbook_english(tmp_path, title, word):
    with pytest.raises(InputError) as raised:
        read_case(save(tmp_path / "case.xlsx", {title: [("x",)]}))
    assert [fault.line("zh").split(":")[0] for fault in raised.value.faults][1] == f"case.xlsx!{word}"


def test_other_sheets_are_left_aside_and_names_may_differ_in_case(tmp_path):
    sheets = {name.upper(): rows for name, rows in SMALL.items()}
    _, notices = read_case(save(tmp_path / "case.xlsx", {**sheets, "Pivot": [("x",)], "whishes": []}))
    assert [notice.line() for notice in notices] == [
        "case.xlsx!Pivot: the sheet is not part of a case, left aside",
        "case.xlsx!whishes: the sheet is not part of a case, left aside; was wishes meant?",
    ]


def test_holidays_in_a_sheet_or_in_a_file_beside(tmp_path):
    named = [*SMALL["centre"], ("holidays", "Own days")]
    case, notices = read_case(
        book(tmp_path, centre=named, **{"Own days": [("date", "kind"), (date(2026, 10, 9), "off")]})
    )
    assert notices == ()
    assert case.calendar.is_public_holiday(date(2026, 10, 9))
    (tmp_path / "own.csv").write_text("date,kind\n2026-10-09,off\n")
    again, _ = read_case(book(tmp_path, centre=[*SMALL["centre"], ("holidays", "own.csv")]))
    assert again.calendar == case.calendar


def packed(tmp_path: Path, members: dict[str, bytes], name: str = "case.xlsx") -> Path:
    with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return tmp_path / name


UNREADABLE = "case.xlsx: this is not a readable .xlsx workbook. Open it in a spreadsheet and save it as .xlsx"
TOO_LARGE = (
    "case.xlsx: the workbook is far too large once unpacked, and was not read. "
    "Keep only the sheets that are needed and save them as a new .xlsx"
)


def replaced(path: Path, member: str, change) -> Path:
    """The workbook with one member's text changed."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members[member] = change(members[member].decode()).encode()
    return packed(path.parent, members)


def test_what_is_no_workbook(tmp_path):
    path = tmp_path / "case.xlsx"
    path.write_bytes(b"agent_id,name\n")
    assert faults(path) == [UNREADABLE]
    path.write_bytes(b"")
    assert faults(path) == [UNREADABLE]
    assert faults(packed(tmp_path, {"x": b"1"})) == [UNREADABLE]
    path.write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    assert faults(path) == [
        "case.xlsx: the workbook is protected by a password, or in the old .xls format. Take the password off and save it as .xlsx"
    ]


def test_a_bomb_is_not_unpacked(tmp_path):
    # 40 MB of blanks in 40 kB.
    assert faults(packed(tmp_path, {"xl/worksheets/sheet1.xml": b" " * 40_000_000})) == [TOO_LARGE]
    assert faults(packed(tmp_path, {str(number): b"" for number in range(3000)})) == [TOO_LARGE]


def test_entities_that_would_grow_are_refused(tmp_path):
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    path = replaced(
        book(tmp_path), "xl/worksheets/sheet2.xml", lambda text: text.replace("<worksheet", laughs + "<worksheet", 1)
    )
    assert faults(path)[0] == UNREADABLE


def test_a_sheet_may_lie_about_its_size(tmp_path):
    def lie(text: str) -> str:
        before, _, after = text.partition('<dimension ref="')
        return before + '<dimension ref="A1:XFD1048576"' + after[after.index('"') + 1 :]

    assert len(read_case(replaced(book(tmp_path), "xl/worksheets/sheet2.xml", lie))[0].agents) == 2


def test_a_lone_cell_far_away_costs_little(tmp_path):
    agents = [*SMALL["agents"], *[()] * 3]
    path = book(tmp_path, agents=agents)
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    case, _ = read_case(replaced(path, "xl/worksheets/sheet2.xml", lambda text: text.replace("</sheetData>", far)))
    assert len(case.agents) == 2


def test_a_broken_sheet_keeps_the_faults_of_the_others(tmp_path):
    path = book(tmp_path, shifts=[("code", "start", "end"), ("E", "8", "16")])
    path = replaced(path, "xl/worksheets/sheet4.xml", lambda text: text[: len(text) // 2])
    lines = faults(path)
    assert lines[0] == UNREADABLE
    assert "case.xlsx!shifts:2 [start]: “8” is not a time from 00:00 to 24:00. Write it as HH:MM, as in 08:30" in lines


def test_more_rows_than_any_centre_has(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MAX_ROWS", 1)
    assert faults(book(tmp_path))[0].startswith("case.xlsx: there are more than")


@pytest.mark.parametrize(
    ("limit", "value"), [("MEMORY_BYTES", 80_000_000), ("CPU_SECONDS", 1), ("OUTPUT_BYTES", 10_000)]
)
def test_the_program_that_unpacks_is_held_to_its_limits(tmp_path, limit, value):
    source, changed = re.subn(rf"(?m)^{limit} = .*$", f"{limit} = {value}", Path(unpack.__file__).read_text())
    assert changed == 1
    program = tmp_path / "narrow.py"
    program.write_text(source)
    rows = [(f"{n:05d}", f"{n}" + "A" * 900, f"T{n}" + "B" * 900, "call") for n in range(19_000)]
    data = book(tmp_path, agents=[AGENT, *rows]).read_bytes()
    with (tmp_path / "out").open("wb") as out:
        subprocess.run(
            [sys.executable, "-P", str(program), "20000", "9", "1000"], input=data, stdout=out, stderr=out, check=False
        )
    assert b'{"end":true}' not in (tmp_path / "out").read_bytes()
    # The same workbook is nothing unusual within the real limits.
    out = io.StringIO()
    unpack.unpack(data, ["shifts"], (20_000, 9, 1000), out)
    whole, _, others = out.getvalue().partition('{"sheet":"shifts"}')
    assert others.startswith('\n[1,["code","start","end"]]')
    assert len(whole) < 2 * 40 * 4 * 70  # of the other sheets the first rows, with their texts cut


def test_who_is_ended_early_leaves_a_fault(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "UNPACK_SECONDS", 0.01)
    assert faults(book(tmp_path)) == [TOO_LARGE]


def test_unpacking_in_the_same_process_gives_the_lines(tmp_path):
    out = io.StringIO()
    unpack.unpack(book(tmp_path).read_bytes(), ["AGENTS"], (10, 4, 5), out)
    lines = out.getvalue().splitlines()
    assert lines[:2] == ['{"sheets":["centre","agents","shifts","seats"]}', '{"glance":"centre"}']
    wanted = lines.index('{"sheet":"agents"}')
    assert lines[wanted : wanted + 5] == [
        '{"sheet":"agents"}',
        '[1,["agent_","name","team","jobs"]]',
        '[2,["001","Ann","T1","call"]]',
        '[3,["002","Bob","T1","call;m"]]',
        '{"glance":"shifts"}',
    ]


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (True, ["truth", "true"]),
        (3, ["number", "3"]),
        (3.0, ["number", "3"]),
        (0.1, ["number", "0.1"]),
        (1e15, ["number", "1000000000000000.0"]),
        (date(2026, 10, 1), ["date", "2026-10-01"]),
        (datetime(2026, 10, 1), ["date", "2026-10-01"]),
        (datetime(2026, 9, 30, 23, 59, 59, 999_999), ["date", "2026-10-01"]),
        (datetime(2026, 10, 1, 8), ["date", "2026-10-01 08:00:00"]),
        (time(8, 0), ["time", "08:00"]),
        (time(7, 59, 59, 999_900), ["time", "08:00"]),
        (time(8, 0, 30), ["time", "08:00:30"]),
        (timedelta(hours=24), ["time", "24:00"]),
        (timedelta(hours=30), ["time", "30:00"]),
        (timedelta(hours=-1), ["time", "-01:00"]),
        (datetime(1899, 12, 31), ["time", "24:00"]),
        (datetime(1900, 1, 1), ["time", "24:00"]),
    ],
)
def test_values_of_cells_as_text(value, plain):
    assert unpack.plain(value) == plain


def test_a_stranger_gets_no_file_beside_the_workbook(tmp_path):
    (tmp_path / "own.csv").write_text("date,kind\n2026-10-09,off\n")
    (tmp_path / "in").mkdir()
    path = save(tmp_path / "in" / "case.xlsx", {**SMALL, "centre": [*SMALL["centre"], ("holidays", "../own.csv")]})
    with pytest.raises(InputError, match="outside the case's folder"):
        read_case(path, confined=True)
