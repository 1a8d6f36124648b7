"""`roster bench prices`: what-if prices beside what solving again gives."""

import json

from typer.testing import CliRunner

from api.cli.main import app
from roster.cases.hotline import write_hotline


def test_what_is_priced_is_solved_again(tmp_path):
    write_hotline(tmp_path, agents=20)
    result = CliRunner().invoke(app, ["bench", "prices", str(tmp_path), "--sample", "3", "--json"])
    assert result.exit_code == 0, result.output
    rows = json.loads(result.stdout)
    assert [row["kind"] for row in rows] == ["seat"] * 3 + ["wish"] * 3 + ["holder"] * 3
    for row in rows:
        # Convexity: a seat more costs at least its price at the margin. Wishes and agents are priced by whole months,
        # of which the relaxation takes parts; a wish granted by force never makes it cheaper.
        least = {"seat": row["price"], "wish": 0.0, "holder": row["price"] - 10.0}[row["kind"]]
        assert row["solved_again"] >= least - 0.02
    assert any(row["solved_again"] != 0 for row in rows)
    table = CliRunner().invoke(app, ["bench", "prices", str(tmp_path), "--sample", "1"])
    assert table.stdout.count("|") > 10
