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
        # Convexity: a whole unit costs at least its price at the margin. A wish is priced by whole months, of which the
        # relaxation that is solved again takes parts: there it may cost less.
        least = 0.0 if row["kind"] == "wish" else row["price"] - 0.05 * abs(row["price"])
        assert row["solved_again"] >= least - 0.5
    assert any(row["solved_again"] != 0 for row in rows)
    table = CliRunner().invoke(app, ["bench", "prices", str(tmp_path), "--sample", "1"])
    assert table.stdout.count("|") > 10
