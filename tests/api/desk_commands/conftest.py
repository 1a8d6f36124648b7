"""The centre of four that the desk's commands are tried on: its case, its store, the month after, a clock."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from command_centre import invoke, roster, written

from roster.desk import opening
from roster.desk.clock import FixedClock


@pytest.fixture
def case(tmp_path):
    return written(tmp_path)


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A store with the roster published, for each test to copy."""
    place = tmp_path_factory.mktemp("published")
    folder = written(place)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROSTER_STORE", str(place / "data"))
        assert roster("desk", "import", folder, "--centre", "hotline").exit_code == 0
        assert roster("desk", "appoint", "dir", "department_director").exit_code == 0
        assert roster("desk", "appoint", "top", "centre_director").exit_code == 0
        (made,) = invoke("desk", "draft", folder, place / "roster.csv")
        (done,) = invoke("desk", "publish", made["roster_id"], "--as", "dir")
    assert done["state"] == "published"
    return place / "data"


@pytest.fixture
def store(case, published, tmp_path, monkeypatch):
    """A copy of it; every command finds it by the environment."""
    monkeypatch.setenv("ROSTER_STORE", str(tmp_path / "data"))
    return Path(shutil.copytree(published, tmp_path / "data"))


@pytest.fixture
def later(case, tmp_path):
    """November beside the case: the same people, a shift M of its own, and two duties."""
    folder = tmp_path / "later"
    folder.mkdir()
    for file in case.iterdir():
        written = file.read_text(encoding="utf-8").replace("2026-10", "2026-11")
        if file.name == "shifts.csv":
            written += written.splitlines()[1].replace("E", "M", 1) + "\n"
        (folder / file.name).write_text(written, encoding="utf-8")
    duties = "agent_id,date,shift,job\nb,2026-11-03,E,189\nc,2026-11-05,M,189\n"
    (tmp_path / "later.csv").write_text(duties, encoding="utf-8")
    return folder


@pytest.fixture
def early(monkeypatch):
    """The commands' clock stands at noon of 8 October in Shanghai."""
    moment = datetime(2026, 10, 8, 4, tzinfo=UTC)
    monkeypatch.setattr(opening, "SystemClock", lambda: FixedClock(moment))
