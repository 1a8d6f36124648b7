"""Any roster can be had as the files that people use."""

from pathlib import Path

from typer.testing import CliRunner

from api.cli.main import app


def test_a_roster_made_by_hand_becomes_workbook_and_calendars(tmp_path: Path) -> None:
    case, out = tmp_path / "case", tmp_path / "out"
    runner = CliRunner()
    runner.invoke(app, ["init", str(case), "--month", "2026-10"])
    rows = ["agent_id,date,shift,job", "0001,2026-10-10,早,热线", "0002,2026-10-12,晚,热线"]
    by_hand = tmp_path / "roster.csv"
    by_hand.write_text("\n".join(rows) + "\n", encoding="utf-8")
    done = runner.invoke(app, ["export", str(case), str(by_hand), "--out", str(out), "--lang", "en"])
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in out.iterdir()) == ["calendars", "roster.csv", "roster.xlsx"]
    assert (out / "roster.csv").read_text(encoding="utf-8-sig").splitlines() == rows
    assert "DTSTART;TZID=Asia/Shanghai:20261012T120000" in (out / "calendars" / "0002.ics").read_text(encoding="utf-8")
    again = runner.invoke(
        app, ["import", str(out / "roster.xlsx"), "--case", str(case), "--out", str(tmp_path / "back")]
    )
    assert again.exit_code == 0, again.output
    assert (tmp_path / "back" / "roster.csv").read_text(encoding="utf-8-sig").splitlines() == rows
