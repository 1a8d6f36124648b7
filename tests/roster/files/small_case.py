"""A case of a few lines that tests change in one place, and the faults it then has."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from roster.errors import InputError
from roster.files.read_case import read_case
from roster.text import Language

FILES: Mapping[str, str] = {
    "centre.toml": (
        'name = "Centre"\ntimezone = "Asia/Shanghai"\nmonth = "2026-10"\ninterval_minutes = 60\ncountry = "none"\n'
    ),
    "agents.csv": "agent_id,name,team,jobs\n001,Ann,T1,call\n002,Bob,T1,call;mail\n",
    "shifts.csv": "code,start,end\nE,08:00,16:00\nN,22:00,06:00\n",
    "seats.csv": "date,time,job,seats\n2026-10-01,08:00,call,1\n2026-10-01,09:00,call,2\n",
}

HEADS = {
    "load.csv": "date,time,job,calls,aht_seconds\n",
    "leave.csv": "agent_id,kind,start,end,status\n",
    "wishes.csv": "agent_id,date,shift,weight\n",
    "availability.csv": "agent_id,weekday,date,shift,available\n",
    "history.csv": "agent_id,date,shift,job\n",
    "ahead.csv": "agent_id,date,shift,job\n",
    "pins.csv": "agent_id,date,shift,job\n",
    "holidays.csv": "date,kind,name\n",
    "stayed.csv": "agent_id,date,shift,minutes\n",
    "entitlements.csv": "agent_id,kind,days,carried_over,used\n",
}


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """The small case with these files instead of its own; a text that begins with `+` is added to what is there."""
    folder.mkdir(exist_ok=True)
    for name, text in {**FILES, **files}.items():
        if isinstance(text, str) and text.startswith("+"):
            text = FILES.get(name, HEADS.get(name, "")) + text[1:] + "\n"
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def read(folder: Path, **files: str | bytes):
    """The small case with these files (`agents` for agents.csv) instead of its own."""
    names = {"centre": "centre.toml"}
    return read_case(write(folder, {names.get(name, f"{name}.csv"): text for name, text in files.items()}))


def faults(path: Path, language: Language = "en") -> list[str]:
    """The lines of the faults of a case."""
    with pytest.raises(InputError) as caught:
        read_case(path)
    assert caught.value.faults
    return [fault.line(language) for fault in caught.value.faults]
