"""The list of commands: whole, true to what each says of itself, and told without importing any."""

import subprocess
import sys
from pathlib import Path

import pytest

from api.cli.commands import COMMANDS, Entry
from api.cli.lazy import loaded

FOLDER = Path(__file__).parents[3] / "api" / "cli" / "commands"


@pytest.mark.parametrize("entry", COMMANDS, ids=lambda entry: entry.name)
def test_a_command_says_of_itself_what_the_list_says(entry: Entry) -> None:
    command = loaded(entry)
    assert command.name == entry.name
    assert command.help.splitlines()[0] == f"{entry.purpose.zh} · {entry.purpose.en}"


def test_every_command_file_is_on_the_list() -> None:
    parts_of_others = {
        *("bench.hotline", "bench.prices", "bench.shift24"),
        *("store.desk_draft", "store.desk_offices", "store.swap_wishes"),
    }
    files = {f"{path.parent.name}.{path.stem}" for path in FOLDER.glob("*/*.py") if path.stem != "__init__"}
    assert {entry.module for entry in COMMANDS} == files - parts_of_others


@pytest.mark.parametrize(("language", "word"), [("en_GB.UTF-8", "Roster a bundled"), ("zh_CN.UTF-8", "用自带案例演示")])
def test_help_names_every_command_and_imports_none(language: str, word: str) -> None:
    program = (
        "import sys\nfrom api.cli.main import app\n"
        "try:\n    app(['--help'])\n"
        "finally:\n    print([m for m in sys.modules if m.startswith(('api.cli.commands.', 'numpy', 'numba'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={"LC_ALL": language, "PYTHONPATH": str(FOLDER.parents[2]), "PYTHONUTF8": "1"},
    )
    lines = done.stdout.splitlines()
    assert lines[-1] == "[]"
    assert word in done.stdout
    assert [entry.name for entry in COMMANDS] == [line.split()[1] for line in lines if _names(line)]


def _names(line: str) -> bool:
    words = line.split()
    return len(words) > 2 and line.startswith("│ ") and words[1] in {entry.name for entry in COMMANDS}


def test_a_slip_in_a_name_is_answered_with_the_nearest() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "api.cli.main", "genrate"],
        capture_output=True,
        text=True,
        check=False,
        cwd=FOLDER.parents[2],
    )
    assert done.returncode == 2
    assert "generate" in done.stderr
