"""README and first steps, taken at their word: every command in them runs, in its order, in an empty folder."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README, STEPS = (ROOT / "README.md", ROOT / "docs" / "own-people.md")


def commands(page):
    blocks = re.findall(r"^```sh\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return [line for block in blocks for line in block.splitlines()]


SERVES = ".venv/bin/roster demo --serve"
CODES = {"explain broken": 3}
# A test waits for a roster, not for a good one, and not for a fast machine.
IMPATIENT = " --seconds 600 --gap 1"


def links(page):
    return re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8"))


@pytest.fixture
def newcomer(tmp_path_factory):
    """An empty folder where `.venv/bin/roster` and `.venv/bin/python` are this interpreter's, and calls to forecast."""
    home = tmp_path_factory.mktemp("newcomer")
    tools = home / ".venv" / "bin"
    tools.mkdir(parents=True)
    for name, module in {"roster": "-m api.cli.main", "python": ""}.items():
        tool = tools / name
        tool.write_text(f'#!/bin/sh\nPYTHONPATH={shlex.quote(str(ROOT))} exec {sys.executable} {module} "$@"\n')
        tool.chmod(0o755)
    hours = [(day, hour) for day in range(1, 29) for hour in range(9, 17)]
    rows = "".join(f"2026-09-{day:02d}T{hour:02d}:00,{20 + hour}\n" for day, hour in hours)
    (home / "calls.csv").write_text("timestamp,calls\n" + rows)
    return home


def run(page, newcomer):
    ran = 0
    for command in commands(page):
        if command.startswith("make ") or command == SERVES:
            continue
        patient = command + IMPATIENT if " generate " in command else command
        done = subprocess.run(patient, shell=True, cwd=newcomer, capture_output=True, text=True, check=False)
        expected = next((code for end, code in CODES.items() if command.endswith(end)), 0)
        assert done.returncode == expected, f"{command}\n{done.stdout}\n{done.stderr}"
        assert done.stdout or command.startswith(("cp ", "echo ")) or "--out out/seats.csv" in command, command
        ran += 1
    return ran


def test_the_tour_of_the_readme_runs_as_written(newcomer):
    assert run(README, newcomer) == 7
    assert SERVES in commands(README)
    assert (newcomer / "next/history.csv").exists()


def test_the_first_steps_run_as_written(newcomer):
    assert run(STEPS, newcomer) > 10
    for file in ("roster.xlsx", "roster.csv", "report.json", "calendars"):
        assert (newcomer / "out/mine" / file).exists()
    assert (newcomer / "out/edited/roster.csv").read_text() == (newcomer / "out/mine/roster.csv").read_text()
    assert (newcomer / "next/history.csv").exists()


def test_make_has_the_targets_that_the_readme_names():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = {command.split()[1] for command in commands(README) if command.startswith("make ")}
    assert named == {"demo", "test"}
    for target in named:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))], ids=lambda page: page.name
)
def test_links_of_the_pages_lead_somewhere(page):
    for target in links(page):
        assert target.startswith("http") or (page.parent / target).exists(), target


def test_every_page_is_in_the_index():
    index = ROOT / "docs" / "README.md"
    named = set(links(index))
    assert named >= {page.name for page in index.parent.glob("*.md")} - {"README.md"}
