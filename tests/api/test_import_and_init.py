"""`roster init`, `init --from` and `import`, as a supervisor types them."""

from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli.errors import Code
from api.cli.main import app
from roster.files.read_case import read_case

ROSTER = "agent_id,date,shift,job\n0002,2026-10-02,晚,热线\n0001,2026-10-01,早,\n"


def roster(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def case(tmp_path: Path) -> Path:
    assert roster("init", tmp_path / "case", "--month", "2026-10").exit_code == Code.CLEAN
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    return tmp_path / "case"


def test_init_writes_a_case_that_has_seats_to_fill(case: Path) -> None:
    result = roster("seats", case)
    assert result.exit_code == Code.CLEAN
    head, first, *_ = result.stdout.splitlines()
    assert head == "date,time,job,seats,min_seats,calls,service_level,answer_rate,occupancy"
    # The starter case gives its seats by hand, so nothing is predicted of its calls.
    assert first == "2026-10-01,08:00,热线,1,0,,,,"


def test_seats_written_in_chinese_are_read_as_the_seats(case: Path) -> None:
    before = read_case(case)[0].seats
    written = case.parent / "needed.csv"
    assert roster("seats", case, "--out", written, "--lang", "zh").exit_code == Code.CLEAN
    head = written.read_text(encoding="utf-8-sig").splitlines()[0]
    assert head == "日期,时间,工种,座席数,最低座席,来电数,接通水平,接通率,占用率"
    (case / "seats.csv").unlink()
    written.rename(case / "座席需求.csv")
    case_read, notices = read_case(case)
    assert case_read.seats == before
    assert {notice.message.en for notice in notices} == {"an unknown column, left aside"}


def test_init_writes_a_month_to_come(tmp_path: Path) -> None:
    result = roster("init", tmp_path / "case", "--month", "2027-02")
    assert result.exit_code == Code.CLEAN
    assert roster("capacity", tmp_path / "case").exit_code == Code.CLEAN
    assert (tmp_path / "case" / "seats.csv").read_text(encoding="utf-8-sig").splitlines()[-1].startswith("2027-02-28,")
    assert roster("init", tmp_path / "other", "--month", "soon").exit_code == Code.INPUT
    twice = roster("init", tmp_path / "other", "--month", "2027-02", "--from", tmp_path / "case", tmp_path / "r.csv")
    assert twice.exit_code == Code.INPUT
    assert not (tmp_path / "other").exists()


def test_init_proposes_the_month_that_comes_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = import_module("api.cli.commands.case.init")
    monkeypatch.setattr(module, "_today", lambda: date(2026, 12, 31))
    assert roster("init", tmp_path / "case").exit_code == Code.CLEAN
    assert 'month = "2027-01"' in (tmp_path / "case" / "centre.toml").read_text(encoding="utf-8-sig")


def test_init_writes_over_nothing(case: Path) -> None:
    before = {path.name: path.read_bytes() for path in case.iterdir()}
    result = roster("init", case, "--lang", "en")
    assert result.exit_code == Code.INPUT
    assert "the folder holds other things already" in result.stderr
    assert {path.name: path.read_bytes() for path in case.iterdir()} == before


def test_next_month_starts_from_this_one(case: Path, tmp_path: Path) -> None:
    result = roster("init", tmp_path / "next", "--from", case, tmp_path / "roster.csv", "--lang", "zh")
    assert result.exit_code == Code.CLEAN
    assert "2026-11 的座席需求按星期几由 2026-10 推算" in result.stderr
    assert '"月份" = "2026-11"' in (tmp_path / "next" / "中心.toml").read_text(encoding="utf-8")
    history = (tmp_path / "next" / "历史排班.csv").read_text(encoding="utf-8-sig")
    assert "0001,2026-10-01,早,热线\n" in history
    assert roster("capacity", tmp_path / "next").exit_code == Code.CLEAN


def test_import_writes_the_roster_sorted_with_its_jobs(case: Path, tmp_path: Path) -> None:
    result = roster("import", tmp_path / "roster.csv", "--case", case, "--out", tmp_path / "out")
    assert result.exit_code == Code.CLEAN
    assert (tmp_path / "out" / "roster.csv").read_text(encoding="utf-8-sig") == (
        "agent_id,date,shift,job\n0001,2026-10-01,早,热线\n0002,2026-10-02,晚,热线\n"
    )


def test_import_of_unknown_people_is_bad_input(case: Path, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(ROSTER.replace("0002", "2"), encoding="utf-8")
    result = roster("import", tmp_path / "roster.csv", "--case", case, "--out", tmp_path / "out", "--lang", "en")
    assert result.exit_code == Code.INPUT
    assert "roster.csv:2 [agent_id]: there is no agent “2”. Was “0002” meant?" in result.stderr
    assert not (tmp_path / "out").exists()


def test_wrong_parameters_are_told_with_the_other_faults(case: Path, tmp_path: Path) -> None:
    centre = case / "centre.toml"
    centre.write_text(centre.read_text(encoding="utf-8").replace("min_rest_hours", "min_rest_hour"), encoding="utf-8")
    (case / "wishes.csv").write_text("agent_id,date,shift\n9,2026-10-01,off\n")
    result = roster("check", case, tmp_path / "roster.csv", "--lang", "en")
    assert result.exit_code == Code.INPUT
    assert "The input has 2 faults:" in result.stderr
    assert "[rules.min_rest_hour]: there is no such parameter" in result.stderr
    assert "wishes.csv:2 [agent_id]" in result.stderr
