"""A set of files replaces the one before whole or not at all, whatever ends the writer."""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from roster.errors import StorageError
from roster.files import atomic
from roster.files.atomic import written_whole

OWNED = ("roster.csv", "report.json", "calendars")


def listing(folder: Path) -> dict[str, str]:
    return {str(p.relative_to(folder)): p.read_text() for p in sorted(folder.rglob("*")) if p.is_file()}


def put(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def abandon(out: Path, files: dict[str, str]) -> None:
    """A run that writes `files` and then comes to nothing."""
    with suppress(ZeroDivisionError), written_whole(out, OWNED) as staging:
        put(staging, files)
        raise ZeroDivisionError


OLD = {"roster.csv": "old", "calendars/a.ics": "old", "calendars/b.ics": "old", "report.json": "old"}
NEW = {"roster.csv": "new", "calendars/a.ics": "new", "report.json": "new"}


def test_the_new_set_replaces_the_old_one_and_leaves_other_files_alone(tmp_path: Path) -> None:
    put(tmp_path, {**OLD, "notes.txt": "mine"})
    with written_whole(tmp_path, OWNED) as staging:
        put(staging, NEW)
        assert listing(staging) == NEW
    assert listing(tmp_path) == {**NEW, "notes.txt": "mine"}


def test_what_is_not_written_this_time_is_taken_away(tmp_path: Path) -> None:
    put(tmp_path, OLD)
    with written_whole(tmp_path, OWNED) as staging:
        put(staging, {"report.json": "new"})
    assert listing(tmp_path) == {"report.json": "new"}


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    with written_whole(tmp_path / "a" / "b", OWNED) as staging:
        put(staging, NEW)
    assert listing(tmp_path / "a" / "b") == NEW


def test_an_error_while_writing_leaves_the_old_set(tmp_path: Path) -> None:
    put(tmp_path, OLD)
    abandon(tmp_path, NEW)
    assert listing(tmp_path) == OLD


@pytest.mark.parametrize("step", range(1, 8))
def test_a_rename_that_fails_is_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    put(tmp_path, OLD)
    rename, count = Path.rename, 0

    def failing(self: Path, target: Path) -> Path:
        nonlocal count
        count += 1
        if count == step:
            raise OSError(28, "No space left on device", str(self))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(StorageError, match="No space"), written_whole(tmp_path, OWNED) as staging:
        put(staging, NEW)
    monkeypatch.undo()
    assert listing(tmp_path) == OLD
    with written_whole(tmp_path, OWNED) as staging:
        put(staging, NEW)
    assert listing(tmp_path) == NEW


@pytest.mark.parametrize(("old", "step"), [*((OLD, step) for step in range(1, 8)), ({"report.json": "old"}, 4)])
def test_a_writer_killed_between_two_renames_is_undone_by_the_next(
    tmp_path: Path, old: dict[str, str], step: int
) -> None:
    put(tmp_path, old)
    script = (
        "import os, sys\nfrom pathlib import Path\nfrom roster.files.atomic import written_whole\n"
        "rename, count = Path.rename, 0\n"
        "def killed(self, target):\n"
        "    global count\n"
        "    count += 1\n"
        f"    if count == {step}:\n"
        "        os.kill(os.getpid(), 9)\n"
        "    return rename(self, target)\n"
        "Path.rename = killed\n"
        "with written_whole(Path(sys.argv[1]), sys.argv[2].split(',')) as staging:\n"
        "    (staging / 'roster.csv').write_text('new')\n"
        "    (staging / 'report.json').write_text('new')\n"
        "    (staging / 'calendars').mkdir()\n"
        "    (staging / 'calendars' / 'a.ics').write_text('new')\n"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    run = subprocess.run([sys.executable, "-c", script, str(tmp_path), ",".join(OWNED)], env=env, check=False)
    assert run.returncode == -9
    abandon(tmp_path, {})
    assert listing(tmp_path) == old


def test_a_folder_that_cannot_be_made_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="file"), written_whole(tmp_path / "file", OWNED):
        pass


def test_a_system_without_file_locks_writes_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fcntl", None)
    with atomic.written_whole(tmp_path, OWNED) as staging:
        put(staging, NEW)
    assert listing(tmp_path) == NEW
