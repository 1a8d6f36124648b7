"""The campaign of benchmarks: which commands the pages ask for, and what a run leaves in a page."""

import importlib.util
import sys
from pathlib import Path

import pytest

from api.cli.commands import COMMANDS
from api.cli.lazy import loaded as loaded_command

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "benchmarks" / "README.md", ROOT / "docs" / "engine.md")


def loaded(name):
    spec = importlib.util.spec_from_file_location(f"benchmark_{name}", ROOT / "benchmarks" / f"{name}.py")
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


campaign = loaded("campaign")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_of_a_page_is_one_that_there_is(page, tmp_path):
    commands = campaign.commands(page.read_text(encoding="utf-8"))
    assert commands
    assert len(set(commands)) == len(commands)
    for command in commands:
        first, *rest = command.split()
        assert campaign.words(command, tmp_path)
        if first == "python":
            assert rest[0] == "-m"
            assert (ROOT / f"{rest[1].replace('.', '/')}.py").exists(), command
            continue
        loaded, at = loaded_command(next(entry for entry in COMMANDS if entry.name == rest[0])), 1
        while hasattr(loaded, "commands"):
            loaded, at = loaded.commands[rest[at]], at + 1
        # Unknown options and sizes out of range are refused here.
        loaded.make_context("bench", rest[at:])


PAGE = """# A page
<!-- measured: python -c "print('| one |')" -->
an old table
<!-- end -->
between
<!-- measured: python -c "print('two'); raise SystemExit(3)" -->
<!-- end -->
<!-- measured: python -c pass INSTANCES -->
old
<!-- end -->
"""


@pytest.fixture
def page(tmp_path):
    file = tmp_path / "page.md"
    file.write_text(PAGE, encoding="utf-8")
    return file


def run(monkeypatch, *arguments):
    monkeypatch.setattr(sys, "argv", ["campaign", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        campaign.main()
    return ended.value.code


def test_a_campaign_writes_every_block_anew_and_removes_what_it_did_not_measure(page, monkeypatch):
    assert run(monkeypatch, "--page", page) == 1
    text = page.read_text(encoding="utf-8")
    assert "an old table" not in text
    assert "\nold\n" not in text
    assert "\n| one |\n" in text
    assert "two\n\nEnded with exit code 3." in text
    assert campaign.UNMEASURED in text
    assert campaign.commands(text) == campaign.commands(PAGE)
    assert text.startswith("# A page\n")
    assert "\nbetween\n" in text


def test_one_block_alone_leaves_the_others_as_they_are(page, monkeypatch):
    assert run(monkeypatch, "--page", page, "--only", "INSTANCES", "--instances", page.parent) == 0
    text = page.read_text(encoding="utf-8")
    assert "an old table" in text
    assert "(nothing was printed)" in text
    assert "\nold\n" not in text


def test_a_method_that_is_no_more_is_an_error_and_the_others_can_be_taken_out():
    ablation = loaded("ablation")
    assert len({method.name for method in ablation.METHODS}) == len(ablation.METHODS)
    for path, name in (
        ("roster.engine.search.search", "aggregate"),
        ("roster.engine.columns.root:RootSearch", "solve"),
    ):
        was = getattr(ablation.place(path), name)
        try:
            ablation.setting(path, **{name: ablation.idle})()
            assert getattr(ablation.place(path), name) is ablation.idle
        finally:
            setattr(ablation.place(path), name, was)
    with pytest.raises(AttributeError):
        ablation.setting("roster.engine.search.search", gone=None)()


def test_every_method_but_none_takes_something_out(monkeypatch):
    ablation, taken = loaded("ablation"), []
    monkeypatch.setattr(ablation, "setattr", lambda _, name, value: taken.append(name), raising=False)
    for method in ablation.METHODS:
        taken.clear()
        method.remove()
        assert bool(taken) is (method.name != "nothing"), method.name
