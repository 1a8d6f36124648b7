"""Whoever a file names is found by the id or by a name that one alone bears, in every table alike."""

import importlib
import pkgutil
from datetime import date

import pytest
from small_case import faults, read, write

import roster.files
from roster.errors import InputError
from roster.files.cells import a_person
from roster.files.columns.column import TableColumn
from roster.files.qa_files import read_marks
from roster.files.read_attendance import read_attendance
from roster.files.read_breaks import read_breaks
from roster.files.read_grades import read_grade_results
from roster.files.read_roster import read_roster
from roster.files.read_swap_wishes import read_swap_wishes
from roster.model import Duty, Roster
from roster.rule import Evidence

TABLES = {
    "leave": ("kind,start,end,status", "annual,2026-10-05,2026-10-06,approved"),
    "wishes": ("date,shift,weight", "2026-10-05,E,2"),
    "availability": ("date,shift,available", "2026-10-05,E,no"),
    "history": ("date,shift,job", "2026-09-30,E,call"),
    "ahead": ("date,shift,job", "2026-11-02,E,call"),
    "pins": ("date,shift,job", "2026-10-05,E,call"),
    "stayed": ("date,shift,minutes", "2026-09-30,E,30"),
    "entitlements": ("kind,days", "annual,5"),
    "contracts": ("month,hours", "2026-09,160"),
}
"""A row of each table of a case that names people, without whom it names."""

ROSTER = Roster.of([Duty("001", date(2026, 10, 5), "E", "call")])
FILES = {
    "attendance": ("date,late_minutes", "2026-10-05,5", read_attendance),
    "grades": ("date,characters,exam", "2026-10-05,60,yes", read_grade_results),
    "marks": ("date,monitor_id,points", "2026-10-05,002,90", read_marks),
    "roster": ("date,shift,job", "2026-10-05,E,call", read_roster),
    "wishes": ("date", "2026-10-05", lambda path, case: read_swap_wishes(path, case, ROSTER)),
    "breaks": ("date,start,minutes", "2026-10-05,10:00,15", lambda path, c: read_breaks(path, c, Evidence(c, ROSTER))),
}
"""The same of each file beside a case, with its reader."""


@pytest.mark.parametrize("table", TABLES)
def test_a_table_takes_the_id_the_name_or_a_column_of_names(tmp_path, table):
    head, row = TABLES[table]
    texts = (f"agent_id,{head}\n001,{row}\n", f"agent_id,{head}\nAnn,{row}\n", f"姓名,{head}\nAnn,{row}\n")
    both = f"agent_id,姓名,{head}\n,Ann,{row}\n"
    without, by_id, *others = [
        read(tmp_path / str(place), **files)[0]
        for place, files in enumerate(({}, *({table: text} for text in (*texts, both))))
    ]
    assert by_id != without
    assert all(other == by_id for other in others)


@pytest.mark.parametrize("name", FILES)
def test_a_file_beside_a_case_does_too(tmp_path, name):
    head, row, reader = FILES[name]
    case, _ = read(tmp_path / "case")

    def read_back(text):
        path = tmp_path / "file.csv"
        path.write_text(text, encoding="utf-8")
        return reader(path, case)

    by_id = read_back(f"agent_id,{head}\n001,{row}\n")
    assert by_id
    assert read_back(f"agent_id,{head}\nAnn,{row}\n") == by_id
    if name != "breaks":  # whose own column `name` is the break's
        assert read_back(f"姓名,{head}\nAnn,{row}\n") == by_id
    with pytest.raises(InputError) as caught:
        read_back(f"agent_id,{head}\nEve,{row}\nEve,{row}\n")
    (fault,) = caught.value.faults
    assert "there is no agent “Eve”" in fault.line("en")


def test_a_name_that_two_bear_is_one_fault_that_names_both(tmp_path):
    head, row = TABLES["leave"]
    agents = "agent_id,name,team,jobs\n001,徐丽,T1,call\n002,徐 丽,T1,call\n"
    leave = f"agent_id,{head}\n徐丽,{row}\n徐丽,annual,2026-10-08,2026-10-08,approved\n"
    folder = write(tmp_path / "case", {"agents.csv": agents, "leave.csv": leave})
    assert faults(folder, "zh") == ["leave.csv:2 [agent_id]: 有两位叫 徐丽:001、002（共 2 行：2, 3）。请写工号"]


@pytest.mark.parametrize("table", TABLES)
def test_whose_row_is_faulty_is_known_by_name_too(tmp_path, table):
    head, row = TABLES[table]
    people = "001,Ann,T1,call,2026-13-01\n,Bob,T1,call,\n,Cai,T1,call,\n003,Dai,T1,call,\n"
    agents = f"agent_id,name,team,jobs,start_date\n{people}"
    rows = "".join(f"{name},{row}\n" for name in ("Ann", "Bob", "Cai"))
    folder = write(tmp_path / "case", {"agents.csv": agents, f"{table}.csv": f"姓名,{head}\n{rows}"})
    assert {line.split(" ")[0] for line in faults(folder)} == {"agents.csv:2", "agents.csv:3"}


def test_a_grid_of_whose_row_is_faulty_is_no_further_fault(tmp_path):
    agents = "agent_id,name,team,jobs,start_date\n001,Ann,T1,call,2026-13-01\n002,Bob,T1,call,\n"
    grid = "姓名,2026-09-28,2026-09-29,2026-09-30\nAnn,E,E,E\nBob,E,E,E\n"
    folder = write(tmp_path / "case", {"agents.csv": agents, "history.csv": grid})
    assert [line.split(" ")[0] for line in faults(folder)] == ["agents.csv:2"]


def test_every_column_of_people_is_read_as_one():
    people, plain = [], []
    for module in pkgutil.walk_packages(roster.files.__path__, "roster.files."):
        for value in vars(importlib.import_module(module.name)).values():
            columns = value if isinstance(value, tuple) else ()
            for column in columns:
                if isinstance(column, TableColumn) and column.name in {"agent_id", "monitor_id", "proxy"}:
                    (people if column.read is a_person else plain).append(module.name)
    assert set(plain) == {"roster.files.tables.agents"}  # where the ids come from
    assert len(people) > 12
