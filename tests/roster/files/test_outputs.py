"""All files of a run, whole or none, and the same bytes for the same result."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from small_month import AGENTS, small_case, small_roster

from roster.engine.problem.outcome import Level, Result, RosterVerdict, Status
from roster.errors import StorageError
from roster.files import outputs
from roster.files.outputs import OUTPUTS, write_outputs
from roster.files.workbook.styles import RED
from roster.model import Roster
from roster.rule import Rulebook
from roster.text import Language, Text

CASE = small_case()
RULEBOOK = Rulebook.of((), CASE.centre)


def result(roster: Roster | None) -> Result:
    status = Status.FEASIBLE if roster else Status.INFEASIBLE
    return Result(status, roster, 0 if roster else None, 0, 1.0, "clock", 0)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_roster_comes_with_everything(tmp_path: Path) -> None:
    roster = small_roster(CASE)
    write_outputs(tmp_path / "out", CASE, RULEBOOK, result(roster))
    assert names(tmp_path / "out") == set(OUTPUTS)
    assert len(names(tmp_path / "out" / "calendars")) == len(AGENTS) + 2
    rows = list(csv.reader((tmp_path / "out" / "roster.csv").open(encoding="utf-8")))
    assert len(rows) == 1 + len(roster.duties)
    assert json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))["status"] == "feasible"


def test_without_a_roster_there_is_only_the_report(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    write_outputs(tmp_path, CASE, RULEBOOK, result(small_roster(CASE)))
    write_outputs(tmp_path, CASE, RULEBOOK, result(None))
    assert names(tmp_path) == {"report.json", "notes.txt"}


def test_a_failure_in_the_middle_leaves_the_earlier_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_outputs(tmp_path, CASE, RULEBOOK, result(small_roster(CASE)))
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(outputs, "write_calendars", full)
    with pytest.raises(StorageError, match="No space left"):
        write_outputs(tmp_path, CASE, RULEBOOK, result(Roster.of([])))
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_the_same_result_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_outputs(tmp_path / name, CASE, RULEBOOK, result(small_roster(CASE)), "en")
    for path in (tmp_path / "a").rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (tmp_path / "b" / path.relative_to(tmp_path / "a")).read_bytes()


@pytest.mark.parametrize(("language", "sentence", "note"), [("zh", "相差很远", "整天无人"), ("en", "far", "nobody")])
def test_what_speaks_against_a_roster_stands_in_report_and_workbook_in_red(
    tmp_path: Path, language: Language, sentence: str, note: str
) -> None:
    verdict = RosterVerdict(Level.FAR, Text("相差很远", "far"), (Text("整天无人", "nobody"),), 40, 38, 0)
    write_outputs(tmp_path, CASE, RULEBOOK, replace(result(small_roster(CASE)), verdict=verdict), language)
    reported = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["verdict"]
    assert (reported["level"], reported["message"], reported["warnings"]) == ("far", sentence, [note])
    sheet = openpyxl.load_workbook(tmp_path / "roster.xlsx").worksheets[0]
    cells = {cell.value: cell.font for row in sheet.iter_rows() for cell in row if cell.value in {sentence, note}}
    assert {text: (font.color.rgb, bool(font.b)) for text, font in cells.items()} == {
        sentence: (f"FF{RED.removeprefix('#').upper()}", True),
        note: (f"FF{RED.removeprefix('#').upper()}", False),
    }
