"""`roster qa`: a month planned on a roster, last month's poor marks counted double, summaries as files."""

import csv
import json
from datetime import date

import pytest
from typer.testing import CliRunner

from api.cli.main import app
from roster.qa import QualityMark
from roster.qa.summary import monthly, weekly

MARKS = (
    "日期,质检员,工号,得分,问题\n"
    "2026-09-14,03,01,60,语气;超时\n2026-09-20,03,02,90,\n2026-09-21,03,01,70,语气\n2026-10-05,03,01,50,\n"
)


@pytest.fixture
def month(tmp_path):
    case = tmp_path / "case"
    case.mkdir()
    (case / "centre.toml").write_text('name = "c"\ntimezone = "Asia/Shanghai"\ncountry = "CN"\nmonth = "2026-10"\n')
    (case / "agents.csv").write_text(
        "agent_id,name,team,jobs\n01,安,T,热线\n02,白,T,热线\n03,柴,Q,质检\n", encoding="utf-8"
    )
    (case / "shifts.csv").write_text("code,start,end\nA,08:00,16:00\n", encoding="utf-8")
    (case / "seats.csv").write_text("date,time,job,seats\n2026-10-12,11:00,热线,1\n", encoding="utf-8")
    rows = [f"0{n},2026-10-{day:02d},A,{'质检' if n == 3 else '热线'}" for n in (1, 2, 3) for day in range(8, 29)]
    (tmp_path / "roster.csv").write_text("agent_id,date,shift,job\n" + "\n".join(rows) + "\n", encoding="utf-8")
    (tmp_path / "marks.csv").write_text(MARKS, encoding="utf-8")
    return tmp_path


def call(*words):
    return CliRunner().invoke(app, ["qa", *map(str, words)])


def test_a_month_is_planned_with_last_months_marks(month):
    words = (
        month / "case",
        month / "roster.csv",
        "--marks",
        month / "marks.csv",
        "--out",
        month / "qa.csv",
        "--lang",
        "zh",
    )
    done = call("plan", *words, "--json")
    assert done.exit_code == 0, done.output
    # 01 had 65 points on average last month; October's mark is of this month and changes nothing.
    plan = json.loads(done.stdout)
    assert plan["wanted"] == plan["planned"] == {"01": 10, "02": 5}
    assert plan["cost"] == plan["bound"]
    rows = list(csv.DictReader((month / "qa.csv").open(encoding="utf-8-sig")))
    assert (len(rows), rows[0]["质检员姓名"]) == (15, "柴")
    assert "安排 15 次(目标 15),已证明最优。" in done.output


def test_summaries_by_week_and_month(month):
    done = call("summary", month / "case", month / "marks.csv", "--by", "month", "--lang", "zh")
    rows = list(csv.reader(done.stdout.splitlines()))
    assert rows[1] == ["2026-09-01", "2026-09-30", "3", "73.3", "", "", "", "语气×2;超时×1", ""]
    assert rows[2] == ["2026-09-01", "2026-09-30", "2", "65.0", "01", "安", "T", "语气×2;超时×1", "是"]
    weeks = call("summary", month / "case", month / "marks.csv", "--lang", "en").stdout.splitlines()
    assert [line.split(",")[0] for line in weeks[1:]] == ["2026-09-14"] * 3 + ["2026-09-21"] * 2 + ["2026-10-05"] * 2


def test_nobody_monitors(month):
    (month / "roster.csv").write_text("agent_id,date,shift,job\n01,2026-10-08,A,热线\n", encoding="utf-8")
    done = call("plan", month / "case", month / "roster.csv", "--lang", "en")
    assert done.exit_code == 2
    assert "roster.csv [job]: no duty has the job 质检: nobody monitors" in done.output


def test_marks_that_do_not_read_are_all_told(month):
    (month / "marks.csv").write_text("date,monitor_id,agent_id,points\n2026-09-31,03,09,101\n", encoding="utf-8")
    done = call("summary", month / "case", month / "marks.csv", "--lang", "en")
    assert done.exit_code == 2
    assert all(f"marks.csv:2 [{field}]" in done.output for field in ("date", "agent_id", "points"))


def test_means_and_faults_of_a_month_that_ends_in_a_year():
    marks = [QualityMark("q", "a", date(2026, 12, 31), 100.0, ("x",)), QualityMark("q", "a", date(2027, 1, 1), 50.0)]
    assert [(item.first, item.last, item.mean) for item in monthly(marks, 80) if item.agent_id] == [
        (date(2026, 12, 1), date(2026, 12, 31), 100.0),
        (date(2027, 1, 1), date(2027, 1, 31), 50.0),
    ]
    (everybody, one) = weekly(marks, 80)
    assert (everybody.first, everybody.samples, one.mean, one.faults) == (date(2026, 12, 28), 2, 75.0, (("x", 1),))
