"""`roster bench shift24`: its options, what it writes and where, and exit codes."""

import json

import pytest
from typer.testing import CliRunner

from api.cli.main import app
from roster.bench.shift24 import peers, run
from roster.bench.shift24.checker import check
from roster.bench.shift24.reader import read
from roster.bench.shift24.run import BenchResult
from roster.bench.shift24.solution import Solution
from roster.bench.shift24.solution import read as read_solution
from roster.bench.shift24.table import MeasuredInstance

INSTANCE = """\
SECTION_HORIZON
7
SECTION_SHIFTS
E,480,
SECTION_STAFF
A,E=7,3000,0,5,1,1,1
SECTION_COVER
0,E,1,10,1
1,E,2,10,1
"""


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "Ward.txt"
    file.write_text(INSTANCE)
    return file


@pytest.fixture
def recorded(monkeypatch):
    """What the campaign was asked for, without running it; our roster is None unless the test gives one."""
    asked = []
    answers = {"objective": 10}

    def fake(instances, _catalogue, campaign, tell):
        asked.append(campaign)
        rows = [
            MeasuredInstance(one.name, "roster", 0, campaign.seconds, answers["objective"], 8.5, 0.5, 1.0)
            for one in instances
        ]
        for row in rows:
            tell(row)
        return BenchResult(tuple(rows), {one.name: Solution(answers["objective"], 8.5, ()) for one in instances})

    monkeypatch.setattr(run, "bench", fake)
    return asked, answers


def call(*arguments):
    return CliRunner().invoke(app, ["bench", "shift24", *map(str, arguments)])


def test_an_instance_is_solved_and_its_roster_written(monkeypatch, path, tmp_path):
    monkeypatch.setattr(run, "warm_up", lambda _: None)
    out = tmp_path / "roster.json"
    result = call(path, "--seconds", 60, "--out", out)
    assert result.exit_code == 0, result.output
    # Two seats are wanted on day 1 and there is one person: 10.
    assert "| Ward | roster | 60 | 10 | 10 |" in result.stdout
    solution = read_solution(out)
    assert (solution.objective, solution.bound) == (10, 10)
    assert check(read(path), solution.assignments).objective == 10


def test_seeds_seconds_and_peers_reach_the_campaign(recorded, path):
    asked, _ = recorded
    assert call(path, "--seconds", 7, "--seed", 5, "--seeds", 3, "--peers").exit_code == 0
    assert (asked[0].seconds, asked[0].seeds, asked[0].peers) == (7.0, (5, 6, 7), peers.available_peers())


def test_json_goes_to_standard_output_and_progress_beside_it(recorded, path):
    result = call(path, "--json")
    assert json.loads(result.stdout)[0]["objective"] == 10
    assert "Ward roster seed 0: 10 (bound 8.5)" in result.stderr


def test_without_a_roster_the_exit_code_says_so(recorded, path):
    _, answers = recorded
    answers["objective"] = None
    assert call(path).exit_code == 4


def test_out_takes_one_instance(recorded, path, tmp_path):
    (tmp_path / "Other.txt").write_text(INSTANCE)
    result = call(tmp_path, "--out", tmp_path / "roster.json")
    assert result.exit_code == 2
    assert "--out" in result.stderr
    assert recorded[0] == []


def test_a_malformed_instance_is_told_by_line(tmp_path):
    file = tmp_path / "bad.txt"
    file.write_text(INSTANCE.replace("E,480,", "E,x,"))
    result = call(file)
    assert result.exit_code == 2
    assert "bad.txt:4" in result.stderr
