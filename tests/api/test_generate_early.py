"""What generate refuses before it searches."""

from pathlib import Path

from typer.testing import CliRunner

from api.cli.main import app


def test_a_folder_that_cannot_be_written_is_told_before_the_search(tmp_path: Path, monkeypatch) -> None:
    CliRunner().invoke(app, ["init", str(tmp_path / "case"), "--month", "2026-10"])
    (tmp_path / "taken").write_text("a file")

    def search(*_):
        raise AssertionError("searched")

    monkeypatch.setattr("api.cli.commands.case.generate.solve", search)
    done = CliRunner().invoke(
        app, ["generate", str(tmp_path / "case"), "--out", str(tmp_path / "taken"), "--lang", "en"]
    )
    assert done.exit_code == 74
    assert "taken" in done.stderr
