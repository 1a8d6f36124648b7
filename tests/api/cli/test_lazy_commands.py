"""The list of commands: whole, true to what each says of itself, and told without importing any."""

import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api.cli.commands import COMMANDS, Entry
from api.cli.lazy import loaded
from api.cli.main import app
from api.cli.usage import localise, pair
from roster.store.connect import open_store

FOLDER = Path(__file__).parents[3] / "api" / "cli" / "commands"


@pytest.mark.parametrize("entry", COMMANDS, ids=lambda entry: entry.name)
def test_a_command_says_of_itself_what_the_list_says(entry: Entry) -> None:
    command = loaded(entry)
    assert command.name == entry.name
    assert command.help.splitlines()[0] == f"{entry.purpose.zh} · {entry.purpose.en}"


def test_every_command_file_is_on_the_list() -> None:
    parts_of_others = {
        *("bench.hotline", "bench.prices", "bench.shift24"),
        *(
            "store.desk.cases",
            "store.desk.consents",
            "store.desk.grades",
            "store.desk.month",
            "store.desk.offices",
            "store.desk.quality",
            "store.desk.swap",
            "store.desk.tasks",
            "store.desk.versions",
            "store.desk.what_if",
            "store.swap_wishes",
        ),
    }
    paths = [path.relative_to(FOLDER).with_suffix("") for path in FOLDER.glob("*/**/*.py") if path.stem != "__init__"]
    files = {".".join(path.parts) for path in paths}
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


def _helps(command: Any, path: str) -> Iterator[tuple[str, str | None]]:
    """Each help text of a command and of all below it, with where it stands."""
    yield path, command.help
    for param in command.params:
        yield f"{path} {param.name}", getattr(param, "help", None)
    for name, below in getattr(command, "commands", {}).items():
        yield from _helps(below, f"{path} {name}")


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)


@pytest.mark.parametrize("entry", COMMANDS, ids=lambda entry: entry.name)
def test_every_help_text_is_in_both_languages(entry: Entry) -> None:
    helps = list(_helps(loaded(entry), entry.name))
    assert [where for where, text in helps if text is None] == []
    pairs = [(where, pair(text)) for where, text in helps if text is not None]
    assert [where for where, words in pairs if _is_chinese(words.en) or not _is_chinese(words.zh)] == []
    chinese = [text for _, text in _helps(localise(loaded(entry), "zh"), entry.name) if text]
    assert [text for text in chinese if not _is_chinese(text)] == []


def _types(command: Any, path: str) -> Iterator[tuple[str, str]]:
    """What each parameter of a command and of all below it takes, as its help says; choices are their own words."""
    for param in command.params:
        if not param.type_descriptor.is_choice:
            yield f"{path} {param.name}", param.display_type(None)
    for name, below in getattr(command, "commands", {}).items():
        yield from _types(below, f"{path} {name}")


@pytest.mark.parametrize("entry", COMMANDS, ids=lambda entry: entry.name)
def test_what_a_parameter_takes_is_said_in_chinese(entry: Entry) -> None:
    assert [item for item in _types(localise(loaded(entry), "zh"), entry.name) if not _is_chinese(item[1])] == []


@pytest.mark.parametrize(
    "line", [["--lang", "zh", "{}"], ["--lang=zh", "{}"], ["{}", "--lang", "zh"]], ids=["before", "equals", "after"]
)
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["genrate"], "没有命令 'genrate';是否想用 'generate'?"),
        (["generate"], "缺少参数 CASE"),
        (["generate", "x", "--sed", "1"], "没有选项 --sed;是否想用 --seed、--seconds?"),
        (["generate", "x", "y", "--out", "z"], "多余的参数:y"),
        (["generate", "x", "--out", "z", "--seconds", "0"], "--seconds:不得小于 1.0"),
        (["generate", "x", "--out", "z", "--workers", "no"], "--workers:应为从 1 起的整数,或 all"),
        (["generate", "x", "--out", "z", "--workers", "²"], "--workers:应为从 1 起的整数,或 all"),
        (["desk", "versons"], "没有命令 'versons';是否想用 'versions'?"),
        (["desk"], "用法: roster desk"),
        (["backup"], "缺少参数 FILE"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_usage_is_told_in_the_language_asked_for(line: list[str], arguments: list[str], said: str) -> None:
    place = line.index("{}")
    done = CliRunner().invoke(app, [*line[:place], *arguments, *line[place + 1 :]])
    assert done.exit_code == 2
    assert said in done.output


def test_a_language_of_others_is_a_usage_error() -> None:
    done = CliRunner().invoke(app, ["--lang", "fr", "rules"])
    assert (done.exit_code, "not one of 'zh', 'en'" in done.output) == (2, True)


def test_the_version_is_told() -> None:
    done = CliRunner().invoke(app, ["--version"])
    assert (done.exit_code, done.output) == (0, f"roster {version('roster-desk')}\n")


HEAVY = ("numba", "llvmlite", "ortools", "pandas", "scipy", "alembic", "psutil", "xlsxwriter", "openpyxl", "icalendar")
"""What solves, migrates, and reads or writes workbooks: a second's work to import, no part of a look at the store."""


def test_commands_over_the_store_start_without_what_solves(tmp_path: Path) -> None:
    open_store(tmp_path / "roster.sqlite").close()
    modules = [entry.module for entry in COMMANDS if entry.module.startswith("store.")]
    assert {"store.desk.app", "store.leave", "store.swap"} <= set(modules)
    program = (
        "import importlib, sys\nfrom roster.store.connect import open_store\n"
        f"for module in {modules!r}:\n    importlib.import_module('api.cli.commands.' + module)\n"
        f"open_store({str(tmp_path / 'roster.sqlite')!r}).close()\n"
        f"print(sorted({{name.partition('.')[0] for name in sys.modules}} & set({HEAVY!r})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=FOLDER.parents[2]
    )
    assert done.stdout == "[]\n"


def test_help_tells_every_kind_of_leave_whole_on_a_narrow_terminal() -> None:
    done = CliRunner().invoke(
        app, ["leave", "file", "--help", "--lang", "zh"], env={"COLUMNS": "70", "TERMINAL_WIDTH": "70"}
    )
    shown = "".join(line.strip("│ ") for line in done.output.splitlines())
    assert "类别:事假、病假、急诊、因公、学习、年假,或本中心自定" in "".join(shown.split())
