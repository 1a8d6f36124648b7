import json

from typer.testing import CliRunner

from api.cli.main import app
from roster.cases.hotline import write_hotline


def test_a_seat_costs_at_least_its_price_when_solved_again(tmp_path):
    write_hotline(tmp_path, agents=20, catalogue="core")
    result = CliRunner().invoke(app, ["bench", "prices", str(tmp_path), "--sample", "3", "--json"])
    assert result.exit_code == 0, result.output
    rows = json.loads(result.stdout)
    assert len(rows) == 3
    for row in rows:
        assert row["solved_again"] >= row["price"] - 0.02
    table = CliRunner().invoke(app, ["bench", "prices", str(tmp_path), "--sample", "1"])
    assert table.stdout.count("|") > 10
