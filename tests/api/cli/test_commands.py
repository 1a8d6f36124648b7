"""The commands as a user runs them: results on standard output, all else on standard error, one exit code each."""

import csv
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def roster(*arguments: object, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "api.cli.main", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=timeout,
        cwd=ROOT,
        env=environment(),
        check=False,
    )


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "PYTHONUNBUFFERED": "1", "COLUMNS": "200"}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "case"
    assert roster("init", folder, "--month", "2026-10", "--lang", "en").returncode == 0
    return folder


@pytest.fixture(scope="module")
def made(case: Path) -> Path:
    """A generated month of the case."""
    out = case.parent / "out"
    done = roster("generate", case, "--out", out, "--seconds", 90, "--gap", 0.5, "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert "hard breaches" in done.stdout
    assert re.search(r"% of the seats filled, .*from the best.* \(price [0-9.]+", done.stderr)
    assert "Traceback" not in done.stderr
    return out


@pytest.fixture
def conflict(case: Path, tmp_path: Path) -> Path:
    """The case with two pins that one person cannot both keep."""
    folder = tmp_path / "conflict"
    shutil.copytree(case, folder)
    agents = list(csv.DictReader((folder / "agents.csv").open(encoding="utf-8-sig")))
    month = re.search(r'month\s*=\s*"(\d{4}-\d{2})"', (folder / "centre.toml").read_text(encoding="utf-8"))
    assert month
    somebody = next(row for row in agents if row.get("rotating", "true") != "false")
    rows = [f"{somebody['agent_id']},{month[1]}-{day:02d},{shift_of(folder)}," for day in range(10, 19)]
    (folder / "pins.csv").write_text("agent_id,date,shift,job\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return folder


def shift_of(folder: Path) -> str:
    """A shift that serves every job."""
    rows = list(csv.DictReader((folder / "shifts.csv").open(encoding="utf-8-sig")))
    return next(row["code"] for row in rows if not row.get("jobs"))


def test_generate_writes_everything_and_check_finds_it_clean(case: Path, made: Path) -> None:
    report = json.loads((made / "report.json").read_text(encoding="utf-8"))
    assert report["status"] in {"optimal", "feasible"}
    assert report["bound"] <= report["objective"]
    assert (made / "roster.xlsx").exists()
    checked = roster("check", case, made / "roster.csv", "--lang", "en")
    assert checked.returncode == 0, checked.stdout
    assert "No hard breach" in checked.stdout


def test_check_names_the_breach_and_exits_1(case: Path, made: Path, tmp_path: Path) -> None:
    lines = (made / "roster.csv").read_text(encoding="utf-8-sig").splitlines()
    agent_id, _, shift, job = lines[1].split(",")
    day = lines[1].split(",")[1][:8]
    worked = {line.split(",")[1] for line in lines if line.startswith(f"{agent_id},")}
    broken = lines + [
        f"{agent_id},{day}{number:02d},{shift},{job}" for number in range(1, 29) if f"{day}{number:02d}" not in worked
    ]
    path = tmp_path / "broken.csv"
    path.write_text("\n".join(broken) + "\n", encoding="utf-8")
    done = roster("check", case, path, "--json", "--lang", "en")
    assert done.returncode == 1
    hard = [finding for finding in json.loads(done.stdout) if finding["hard"]]
    assert "STREAK" in {finding["rule"] for finding in hard}
    assert {"rule", "clause", "agent_id", "date", "measured", "required"} <= hard[0].keys()
    assert all(finding["agent_id"] in {agent_id, None} for finding in hard)


def test_bad_input_is_all_told_at_once_and_exits_2(case: Path, tmp_path: Path) -> None:
    folder = tmp_path / "bad"
    shutil.copytree(case, folder)
    agents = (folder / "agents.csv").read_text(encoding="utf-8-sig").splitlines()
    (folder / "agents.csv").write_text("\n".join([*agents, agents[1]]) + "\n", encoding="utf-8")
    with (folder / "wishes.csv").open("a", encoding="utf-8") as file:
        file.write("nobody,2026-02-31,X,1\n")
    done = roster("generate", folder, "--out", tmp_path / "out", "--lang", "en")
    assert done.returncode == 2
    assert "agents.csv" in done.stderr
    assert "wishes.csv" in done.stderr
    assert done.stdout == ""
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "arguments",
    [("generate",), ("nonsense",), ("generate", "x", "--out", "y", "--workers", "0"), ("explain", "/no/such")],
)
def test_bad_usage_exits_2_without_a_traceback(arguments: tuple[str, ...]) -> None:
    done = roster(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_proven_conflict_exits_3_and_explain_says_why(conflict: Path, tmp_path: Path) -> None:
    done = roster("generate", conflict, "--out", tmp_path / "out", "--seconds", 30, "--lang", "en")
    assert done.returncode == 3, done.stdout + done.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["report.json"]
    assert json.loads((tmp_path / "out/report.json").read_text(encoding="utf-8"))["status"] == "infeasible"
    why = roster("explain", conflict, "--json", "--lang", "en")
    assert why.returncode == 3
    explanation = json.loads(why.stdout)
    assert explanation["irreducible"] is True
    assert {"STREAK", "STABLE"} == {part["rule"] for part in explanation["conflict"]}
    assert explanation["relaxations"][0]["cheapest"] is True


def test_none_found_in_time_exits_4(tmp_path: Path) -> None:
    done = roster("demo", "--out", tmp_path / "out", "--seconds", 1, "--lang", "en")
    assert done.returncode == 4, done.stdout + done.stderr
    assert json.loads((tmp_path / "out/report.json").read_text(encoding="utf-8"))["status"] == "timeout"


def test_explain_of_a_sound_case_exits_0(case: Path) -> None:
    done = roster("explain", case, "--lang", "en")
    assert done.returncode == 0
    assert "exists" in done.stdout


def test_ctrl_c_keeps_the_best_so_far(case: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = subprocess.Popen(
        [sys.executable, "-m", "api.cli.main", "generate", str(case), "--out", str(out), "--seconds", "300"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=environment(),
        start_new_session=True,
    )
    assert process.stderr is not None
    for line in process.stderr:
        if re.search(r"price \d", line):
            break
    # To the whole group, as a terminal does: the solvers must not die of it.
    os.killpg(process.pid, signal.SIGINT)
    asked = time.monotonic()
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert time.monotonic() - asked < 30
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert report["stopped_by"] in {"interrupt", "proof"}
    assert (out / "roster.csv").exists()


def test_replan_covers_a_sick_day(case: Path, made: Path, tmp_path: Path) -> None:
    folder = tmp_path / "sick"
    shutil.copytree(case, folder)
    pins = list(csv.DictReader((folder / "pins.csv").open(encoding="utf-8-sig")))
    fixed = {(pin["agent_id"], pin["date"]) for pin in pins}
    duties = [line.split(",") for line in (made / "roster.csv").read_text(encoding="utf-8-sig").splitlines()[5:]]
    duty = next(duty for duty in duties if (duty[0], duty[1]) not in fixed)
    rows = (folder / "leave.csv").read_text(encoding="utf-8-sig").splitlines()
    head = rows[0].split(",")
    values = {"agent_id": duty[0], "kind": "sick", "start": duty[1], "end": duty[1], "status": "approved"}
    rows.append(",".join(values.get(name, "") for name in head))
    (folder / "leave.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    first = duty[1][:8] + "01T00:00"
    done = roster(
        "replan", folder, made / "roster.csv", "--out", tmp_path / "new", "--now", first, "--seconds", 6, "--json"
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    moved = {(change["agent_id"], change["date"]): change for change in report["changes"]}
    assert moved[duty[0], duty[1]]["after"] == "off"
    assert moved[duty[0], duty[1]]["needs_consent"] is False
    assert 1 <= report["fewest_changes"] <= len(moved)


def test_seats_capacity_rules_and_export_report(case: Path, made: Path, tmp_path: Path) -> None:
    seats = roster("seats", case)
    assert seats.returncode == 0
    assert seats.stdout.splitlines()[0] == "date,time,job,seats,min_seats,calls,service_level,answer_rate,occupancy"
    capacity = json.loads(roster("capacity", case, "--json").stdout)
    assert {"job", "needed_hours", "short_hours"} <= capacity["needs"][0].keys()
    listed = json.loads(roster("rules", "--json").stdout)
    assert {"id", "title", "clause", "strength", "parameters"} <= listed[0].keys()
    assert "REST" in {rule["id"] for rule in listed}
    assert roster("export", case, made / "roster.csv", "--out", tmp_path / "files").returncode == 0
    assert {"roster.csv", "roster.xlsx", "calendars"} <= {path.name for path in (tmp_path / "files").iterdir()}


def test_speaks_both_languages(case: Path) -> None:
    assert "存在" in roster("explain", case, "--lang", "zh").stdout
