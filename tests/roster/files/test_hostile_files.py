"""Files that no supervisor writes, by accident or on purpose: a clear fault, in bounded time and memory."""

# ruff: noqa: E501 - whole sentences, as a supervisor reads them

import os
import subprocess
import sys
from pathlib import Path

import pytest
from campaign import WHOLE
from small_case import FILES, faults, read, write

from roster.errors import InputError
from roster.files.read_case import read_case
from roster.files.sheets import csv_folder
from roster.files.sheets.limits import MAX_FILE_BYTES, MAX_ROWS

SAVE = "Save it as “CSV UTF-8”"
HEAD = b"agent_id,name,team,jobs\n"

BYTES = [
    (b"\xff\xfe" + "agent_id".encode("utf-16-le"), f"agents.csv: the file is encoded as UTF-16. {SAVE}"),
    (b"PK\x03\x04rest", f"agents.csv: this is a workbook or an archive, not a text file. {SAVE}"),
    (HEAD + b"001,A\0nn,T,call\n", f"agents.csv:2: the file holds NUL bytes: it is not text. {SAVE}"),
    (HEAD + b"001,\xff\xff,T,call\n", f"agents.csv:2: the text is encoded neither as UTF-8 nor as GB18030. {SAVE}"),
    # Latin-1: é and ü before ASCII are no GB18030.
    (HEAD + b"001,Ren\xe9,T,call\n", f"agents.csv:2: the text is encoded neither as UTF-8 nor as GB18030. {SAVE}"),
    # Chinese in UTF-8 with one byte lost: not to be read as GB18030 with every character wrong.
    (
        HEAD + "001,王小明,一班,call;mail\n".encode() + "002,李".encode()[:-1] + ",一班,call\n".encode(),
        f"agents.csv:3: the text is encoded neither as UTF-8 nor as GB18030. {SAVE}",
    ),
    # Reads as GB18030, but only as characters that nobody uses.
    (HEAD + b"001,\xaa\xa1\xaa\xa1,T,call\n", f"agents.csv:2: the text is encoded neither as UTF-8 nor as GB18030. {SAVE}"),
    (
        HEAD + b'001,"Ann,T,call\n002,Bob,T,call\n',
        'agents.csv:2: a quotation mark opened on this row is never closed. Delete the stray quotation mark (") or close it',
    ),
    (
        HEAD + b'001,"An"n,T,call\n',
        'agents.csv:2: the quotation marks of this row are wrong. Put " only around a whole cell; within a cell write it twice ("")',
    ),
    (
        HEAD + b"001," + b"A" * 10_000_000 + b",T,call\n",
        "agents.csv:2: a cell of this row is far too long (perhaps a quotation mark is missing). Shorten the cell, or close the quotation",
    ),
    (
        HEAD + b"001," + b"A" * 1001 + b",T,call;mail\n",
        "agents.csv:2 [name]: the text is far too long (1001 characters). Use at most 1000 characters",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("content", "fault"), BYTES, ids=range(len(BYTES)))
def test_bytes_that_are_no_table(tmp_path, content, fault):
    write(tmp_path, {"agents.csv": content})
    assert faults(tmp_path) == [fault]


def test_more_rows_than_any_centre_has(tmp_path, monkeypatch):
    # A million blank rows take eight seconds; where they are counted, fewer show the same.
    most = MAX_ROWS if WHOLE else 10_000
    monkeypatch.setattr(csv_folder, "MAX_ROWS", most)
    row = b"001,2026-09-01,E,\n"
    write(tmp_path, {"history.csv": b"agent_id,date,shift,job\n" + b"\n" * most + row})
    # Blank rows count: they take time too.
    assert faults(tmp_path)[-1] == (
        f"history.csv:{most + 2}: there are more than {most} rows. "
        "Make sure this is the right file; delete rows that are not needed"
    )


def test_a_file_larger_than_any_month(tmp_path):
    write(tmp_path, {})
    with (tmp_path / "load.csv").open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)  # sparse: takes no room on the disk
    assert faults(tmp_path) == [
        "load.csv: the file is too large (64.0 MiB > 64 MiB). Make sure it holds one month's data; delete rows that are not needed"
    ]


def _folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    "make", [_folder, os.mkfifo, lambda path: path.symlink_to("/dev/zero")], ids=["folder", "pipe", "device"]
)
def test_what_is_no_plain_file(tmp_path, make):
    write(tmp_path, {})
    make(tmp_path / "wishes.csv")
    assert faults(tmp_path) == ["wishes.csv: this is not a plain file. Put a plain file here, not a folder or a device"]


def test_a_link_to_nowhere(tmp_path):
    write(tmp_path, {})
    (tmp_path / "wishes.csv").symlink_to("nowhere")
    assert faults(tmp_path) == [
        "wishes.csv: the file can't be opened (No such file or directory). Check its name and permissions"
    ]


def test_a_link_that_leads_round_and_round(tmp_path):
    write(tmp_path, {})
    (tmp_path / "wishes.csv").symlink_to("wishes.csv")
    assert faults(tmp_path)[0].startswith("wishes.csv: the file can't be opened")


def test_links_lead_out_of_a_folder_only_where_its_sender_is_trusted(tmp_path):
    wishes = tmp_path / "mine.csv"
    wishes.write_text("agent_id,date,shift\n001,2026-10-01,off\n")
    case = tmp_path / "case"
    write(case, {})
    (case / "wishes.csv").symlink_to(wishes)
    assert len(read_case(case)[0].wishes) == 1
    with pytest.raises(InputError, match=r"wishes\.csv: the file lies outside the case's folder"):
        read_case(case, confined=True)
    (case / "wishes.csv").unlink()
    (case / "inside.txt").write_text(wishes.read_text())
    (case / "wishes.csv").symlink_to("inside.txt")
    assert len(read_case(case, confined=True)[0].wishes) == 1


@pytest.mark.parametrize("path", ["../secret.csv", "/etc/passwd"])
def test_a_table_of_holidays_outside_is_refused_from_strangers(tmp_path, path):
    (tmp_path / "secret.csv").write_text("date,kind\n2026-10-09,off\n")
    case = tmp_path / "case"
    write(case, {"centre.toml": f'holidays = "{path}"\n' + FILES["centre.toml"]})
    with pytest.raises(InputError, match="outside the case's folder"):
        read_case(case, confined=True)


TOMLS = [
    b"a = " + b"[" * 100_000,
    b"a = " + b"[\n" * 5000,
    b"a = " + b"9" * 100_000,
    b"a = " + b"9" * 1900,
    b"a." * 20_000 + b"a = 1",
    b"x = 1\n" * 12_000,
    b"month = '2026-10'\nname = \xff\n",
    b"[[rules]]\nx = 1\n",
    b"rules = {REST = {min_rest_hours = {deep = 1}}}\n",
    b"name = 2026-10-01T00:00:00Z\nmonth = 2026-10-02\ntimezone = [1]\n",
]  # fmt: skip


@pytest.mark.parametrize("content", TOMLS, ids=range(len(TOMLS)))
def test_settings_that_are_none(tmp_path, content):
    write(tmp_path, {"centre.toml": content})
    lines = faults(tmp_path)
    assert all(line.startswith("centre.toml") for line in lines)
    assert max(map(len, lines)) < 400


def test_ten_thousand_columns_are_left_aside(tmp_path):
    columns = ",".join(f"x{number}" for number in range(10_000))
    _, notices = read(tmp_path, agents=f"agent_id,name,team,jobs,{columns}\n001,Ann,T,call;mail\n")
    assert len(notices) == 101


LIMITED = """
import resource, sys
from pathlib import Path
from roster.files.read_case import read_case
from roster.errors import InputError
used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    read_case(Path(sys.argv[1]))
except InputError as error:
    assert len(error.faults) < 3000, len(error.faults)
else:
    raise SystemExit("read")
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - used) // 1024)
"""


def test_memory_stays_bounded_however_bad_the_file(tmp_path):
    # 300,000 rows, each with faults and ids of its own.
    rows = "".join(f"{n:06d},2026-{n % 13}-01,X{n},j{n}\n" for n in range(300_000))
    write(tmp_path, {"history.csv": "agent_id,date,shift,job\n" + rows})
    ran = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path)], capture_output=True, text=True, check=False, timeout=120
    )
    assert ran.returncode == 0, ran.stderr
    assert int(ran.stdout) < 300  # MiB, for 10 MiB of input
