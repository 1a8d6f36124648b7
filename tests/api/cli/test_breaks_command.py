"""`roster breaks` as a supervisor uses it: a day planned, somebody falls out, the rest is kept."""

import csv
import json

from typer.testing import CliRunner

from api.cli.main import app

ROSTER = "agent_id,date,shift,job\n" + "".join(f"0{n},2026-10-12,A,call\n" for n in range(1, 5))


def test_a_day_is_planned_and_kept_after_an_absence(tmp_path):
    case = tmp_path / "case"
    case.mkdir()
    (case / "centre.toml").write_text('name = "c"\ntimezone = "Asia/Shanghai"\ncountry = "CN"\nmonth = "2026-10"\n')
    (case / "agents.csv").write_text(
        "agent_id,name,team,jobs\n" + "".join(f"0{n},N{n},T,call\n" for n in range(1, 5)), encoding="utf-8"
    )
    (case / "shifts.csv").write_text("code,start,end,breaks\nA,08:00,16:00,30@11:00-13:00\n", encoding="utf-8")
    (case / "seats.csv").write_text("date,time,job,seats\n2026-10-12,11:00,call,3\n", encoding="utf-8")
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    words = ["breaks", str(case), str(tmp_path / "roster.csv"), "--date", "2026-10-12", "--lang", "en"]
    runner = CliRunner()
    done = runner.invoke(app, [*words, "--out", str(tmp_path / "b.csv")])
    assert done.exit_code == 0, done.output
    assert "4 breaks, 0 seat-hours short (0 if nobody took a break), proven least." in done.output
    rows = list(csv.DictReader((tmp_path / "b.csv").open(encoding="utf-8-sig")))
    assert sum(row["start"] == "11:00" for row in rows) <= 1
    (tmp_path / "roster.csv").write_text(ROSTER.replace("04,2026-10-12,A,call\n", ""), encoding="utf-8")
    replanned = runner.invoke(app, [*words, "--keep", str(tmp_path / "b.csv"), "--now", "2026-10-12T10:55", "--json"])
    plan = json.loads(replanned.stdout)
    early = sum(row["start"] == "11:00" and row["agent_id"] != "04" for row in rows)
    assert (plan["short_minutes"], plan["bound_minutes"], plan["changed"]) == (0, 0, early)


def test_a_case_without_breaks_is_told_how_to_write_them(tmp_path):
    runner = CliRunner()
    assert runner.invoke(app, ["init", str(tmp_path / "mine"), "--month", "2026-10", "--lang", "en"]).exit_code == 0
    (tmp_path / "roster.csv").write_text("agent_id,date,shift,job\n")
    words = ["breaks", str(tmp_path / "mine"), str(tmp_path / "roster.csv"), "--date", "2026-12-12", "--lang", "en"]
    done = runner.invoke(app, words)
    assert done.exit_code == 2
    assert "mine: shifts [breaks]: no shift says which breaks it has" in done.output
