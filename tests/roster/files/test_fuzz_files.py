"""Files torn, mixed up and scribbled on: read whole, or refused with faults that name a place; nothing else ever.

A sample by default, thousands where ROSTER_PROOF is 1.
"""

import os
import random
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from books import SMALL, save
from small_case import FILES, HEADS, read, write

from roster.errors import InputError
from roster.files import roster_csv
from roster.files.read_case import read_case
from roster.files.read_roster import read_roster
from roster.model import Case, Duty

PROOF = os.environ.get("ROSTER_PROOF") == "1"

DAYS_OFF = "001,annual,2026-10-01,2026-10-03,approved\n002,sick,2026-10-05,2026-10-05,requested\n"
WHOLE = {
    **FILES,
    "centre.toml": FILES["centre.toml"] + "[service]\nlevel = 0.8\n[rules]\nmin_rest_hours = 11\n[weights]\nwish = 3\n",
    "load.csv": HEADS["load.csv"] + "2026-10-02,08:00,call,20,180\n2026-10-02,09:00,mail,3.5,240\n",
    "leave.csv": HEADS["leave.csv"] + DAYS_OFF,
    "wishes.csv": HEADS["wishes.csv"] + "001,2026-10-10,off,2\n002,2026-10-10,N,-1\n",
    "availability.csv": HEADS["availability.csv"] + "001,7,,,false\n002,,2026-10-09,E,true\n",
    "history.csv": HEADS["history.csv"] + "001,2026-09-30,E,call\n002,2026-09-29,N,\n",
    "pins.csv": HEADS["pins.csv"] + "001,2026-10-12,E,call\n",
}
SCRAPS = [
    *[
        b"",
        b"\0",
        b"\xff",
        b'"',
        b"'",
        b",",
        b";",
        b"\n",
        b"\r",
        b"\t",
        b" ",
        b"=1+1",
        b"@",
        b"-",
        b"NaN",
        b"inf",
        b"1e12",
        b"0",
    ],
    *[
        b"9" * 20,
        b"24:00",
        b"2026-02-30",
        b"2026-10-31",
        b"\xe7\x8f",
        "王".encode(),
        "王".encode("gb18030"),
        b"\xef\xbb\xbf",
    ],
    *[b"[", b"]", b"{", b"[[", b"a.b.c", b"true", b"off", b"work", b"call", b"001", b"\xe2\x80\x8b", b"A" * 1500],
]


def scribbled(data: bytes, chance: random.Random) -> bytes:
    """Some bytes cut out, doubled, swapped or written over."""
    for _ in range(chance.randint(1, 4)):
        start = chance.randint(0, len(data))
        end = min(len(data), start + chance.choice([0, 1, 1, 5, 40]))
        match chance.randint(0, 3):
            case 0:
                data = data[:start] + chance.choice(SCRAPS) + data[end:]
            case 1:
                data = data[:start] + data[end:]
            case 2:
                data = data[:end] + data[start:end] + data[end:]
            case _:
                lines = data.split(b"\n")
                chance.shuffle(lines)
                data = b"\n".join(lines)
    return data


def judged(call):
    """What comes of a reading: a value, or None for faults that can be read; anything else is let through and fails."""
    try:
        return call()
    except InputError as error:
        faults = error.faults
    assert faults
    for line in (fault.line(language) for fault in faults for language in ("zh", "en")):
        assert line.isprintable()
        assert len(line) < 600
    return None


@pytest.mark.parametrize("seed", range(5000 if PROOF else 150))
def test_a_scribbled_case_is_read_or_refused(tmp_path, seed):
    chance = random.Random(seed)
    files = dict(WHOLE)
    for name in chance.sample(sorted(files), chance.randint(1, 3)):
        files[name] = scribbled(files[name].encode(), chance)
    case_read = judged(lambda: read_case(write(tmp_path, files)))
    assert case_read is None or isinstance(case_read[0], Case)


@pytest.mark.parametrize("seed", range(300 if PROOF else 6))
def test_a_scribbled_workbook_is_read_or_refused(tmp_path, seed):
    chance = random.Random(seed)
    path = save(tmp_path / "case.xlsx", SMALL)
    if chance.random() < 0.3:
        path.write_bytes(scribbled(path.read_bytes(), chance))
    else:
        with zipfile.ZipFile(path) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        name = chance.choice(sorted(members))
        members[name] = scribbled(members[name], chance)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, content in members.items():
                archive.writestr(member, content)
    case_read = judged(lambda: read_case(path))
    assert case_read is None or isinstance(case_read[0], Case)


@pytest.mark.parametrize("seed", range(3000 if PROOF else 60))
def test_a_scribbled_roster_is_read_or_refused(tmp_path, seed):
    case, _ = read(tmp_path / "case")
    chance = random.Random(seed)
    path: Path = tmp_path / "roster.csv"
    first = case.month.first
    roster_csv.write(path, [Duty("001", first + timedelta(days=n), "EN"[n % 2], "call") for n in range(5)])
    path.write_bytes(scribbled(path.read_bytes(), chance))
    roster_read = judged(lambda: read_roster(path, case))
    assert roster_read is None or {duty.agent_id for duty in roster_read.duties} <= {"001", "002"}
