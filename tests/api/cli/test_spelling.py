"""Commands in sentences are commands of this program, and are spelled as whoever reads them has to type them."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from api.cli import spelling
from api.cli.commands import COMMANDS
from api.cli.lazy import loaded
from api.cli.spelling import COMMAND, PLAIN, Spelling, outside_commands, shell_word, spelling_of

ROOT = Path(__file__).parents[3]
FOLDERS = ("api", "constraints", "roster")
STORED = "/venv/bin/roster close --store 'my data' --centre c"
TYPED = Spelling(".venv/bin/roster", " --lang zh", " --store s")


def sentences(path: Path) -> Iterator[str]:
    """Every text of a source file but its docstrings; what is put into one at run time stands as `0`."""
    source = path.read_text(encoding="utf-8")
    if not COMMAND.search(source):
        return
    tree = ast.parse(source)
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    parts |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(map(_shown, node.values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
            yield node.value


def _shown(part: ast.expr) -> str:
    value = part.value.body if isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.IfExp) else part
    return str(value.value) if isinstance(value, ast.Constant) else "0"


@cache
def commands() -> list[tuple[str, str, str]]:
    """Each command that a sentence names: the sentence, the command's words, and what follows as far as it goes."""
    paths = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]
    return [
        (sentence, found[1], re.split(r"[;;,,。)()(]|--as|$", sentence[found.end() :])[0])
        for path in paths
        for sentence in sentences(path)
        for found in COMMAND.finditer(sentence)
    ]


@cache
def command_of(words: str) -> Any:
    """The command that some words call; None where they call none."""
    first, _, rest = words.partition(" ")
    entry = next((entry for entry in COMMANDS if entry.name == first), None)
    command = None if entry is None else loaded(entry)
    return command.commands.get(rest) if rest and command is not None else command


def options_of(command: Any) -> set[str]:
    return {name for param in command.params for name in param.opts}


def test_every_command_in_a_sentence_is_one_of_the_program_with_its_options() -> None:
    every = commands()
    assert len(every) > 60
    assert [item for item in every if item[1] != "--help" and command_of(item[1]) is None] == []
    unknown = [
        (sentence, option)
        for sentence, words, rest in every
        if words != "--help"
        for option in re.findall(r"--[a-z-]+", rest)
        if option not in options_of(command_of(words)) | {"--help"}
    ]
    assert unknown == []


def test_every_command_in_a_sentence_is_spelled_as_it_has_to_be_typed() -> None:
    for sentence, words, rest in commands():
        spelled = TYPED.of(sentence)
        language = "" if "--lang" in rest else " --lang zh"
        assert f".venv/bin/roster{language} {words}" in spelled
        assert not COMMAND.search(spelled)
        assert TYPED.of(spelled) == spelled
        assert PLAIN.of(sentence) == sentence
        over_store = words != "--help" and "--store" in options_of(command_of(words))
        assert (f"{words} --store s" in spelled) == over_store, sentence


@pytest.mark.parametrize(
    ("program", "arguments", "command"),
    [
        (".venv/bin/roster", ["init", "mine"], ".venv/bin/roster close"),
        ("./my tools/roster", [], "'./my tools/roster' close"),
        ("/venv/bin/roster", ["--lang=zh", "init", "mine"], "/venv/bin/roster --lang zh close"),
        ("/venv/bin/roster", ["close", "--store", "my data", "--centre=c"], STORED),
        ("api/cli/main.py", ["--lang", "en"], "roster --lang en close"),
        ("pytest", ["--lang", "fr", "--", "--store", "x"], "roster close"),
    ],
)
def test_the_program_language_and_store_are_carried_on(
    program: str, arguments: list[str], command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spelling.shutil, "which", lambda _: None)
    language = next((one for one in ("zh", "en") if {f"--lang={one}", one} & {*arguments}), None)
    told = spelling_of(program, arguments, language).of("roster close 2026-10")
    assert told == f"{command} 2026-10"


def test_a_language_that_a_command_names_itself_is_not_put_in_again() -> None:
    told = TYPED.of("用 roster init x.xlsx --lang zh 写出空表,再 roster close 2026-10")
    assert told == (
        "用 .venv/bin/roster init x.xlsx --lang zh 写出空表,再 .venv/bin/roster --lang zh close --store s 2026-10"
    )


def test_where_the_shell_finds_this_program_its_name_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tools = {}
    for place in ("mine", "other"):
        tools[place] = tmp_path / place / "roster"
        tools[place].parent.mkdir()
        tools[place].write_text("#!/bin/sh\n")
        tools[place].chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "mine"))
    assert spelling_of(str(tools["mine"]), [], None).program == "roster"
    assert spelling_of(str(tools["other"]), [], None).program == str(tools["other"])


@pytest.mark.parametrize(
    ("value", "word"),
    [
        ("11月排班.xlsx", "11月排班.xlsx"),
        (Path("my case/a"), "'my case/a'"),
        ("o'clock", "'o'\"'\"'clock'"),
        ("a&b", "'a&b'"),
    ],
)
def test_a_path_is_one_word_of_a_command_line(value: object, word: str) -> None:
    assert shell_word(value) == word


def test_a_newcomer_is_told_the_command_that_works(tmp_path: Path) -> None:
    tool = tmp_path / ".venv" / "bin" / "roster"
    tool.parent.mkdir(parents=True)
    tool.write_text(f"#!{sys.executable}\nfrom api.cli.start import run\nrun()\n")
    tool.chmod(0o755)
    done = subprocess.run(
        [".venv/bin/roster", "init", "my case", "--lang", "zh"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"},
    )
    assert done.stderr.splitlines()[-1] == "下一步:.venv/bin/roster --lang zh generate 'my case' --out out"


def test_names_stand_beside_ids_in_sentences_and_not_in_commands() -> None:
    sentence = "没有 0004 的班;顶:roster leave cover 12 2026-10-12 0006 --as 0001,或问 0004;roster desk show 2026-10"
    assert outside_commands(sentence, lambda text: text.replace("000", "<000")) == (
        "没有 <0004 的班;顶:roster leave cover 12 2026-10-12 0006 --as 0001,或问 <0004;roster desk show 2026-10"
    )
    assert outside_commands("0004", str.lower) == "0004"


NUMBERED = re.compile(r"\{(?:len\([^)]*\)|count|\w+\.rows)\} [a-z ]*s\b")
"""A number of things before an English plural, which is wrong of one."""


def test_what_commands_count_is_told_of_one_too():
    faulty = {
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in (ROOT / "api" / "cli").rglob("*.py")
        for found in NUMBERED.finditer(path.read_text(encoding="utf-8"))
        if "bench" not in path.parts
    }
    assert faulty == set()
    assert NUMBERED.search('f"{len(waiting)} leaves wait"')
