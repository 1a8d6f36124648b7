"""`roster bench hotline`: its options, its JSON, and sizes that cannot be drawn."""

import json

import pytest
from typer.testing import CliRunner

from api.cli.main import app
from roster.bench import hotline
from roster.bench.hotline import Measured

ROW = Measured(100, 0.5, 2.0, 4.0, 60.0, 1000.0, 900.0, ((60.0, 0.1),), 5000, 40, 30, 200.0, 300.0, "clock")


@pytest.fixture
def asked(monkeypatch):
    """The campaigns asked for, without running them."""
    campaigns = []

    def bench(campaign, catalogue, tell):
        campaigns.append(campaign)
        tell(ROW)
        return [ROW]

    monkeypatch.setattr(hotline, "bench", bench)
    return campaigns


def run(*arguments):
    return CliRunner().invoke(app, ["bench", "hotline", *arguments])


def test_sizes_and_switches_reach_the_campaign(asked):
    arguments = (
        "--agents",
        "72, 300",
        "--seconds",
        "7",
        "--seed",
        "3",
        "--seeds",
        "2",
        "--staffing",
        "scarce",
        "--catalogue",
        "core",
    )
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    (campaign,) = asked
    assert campaign.agents == (72, 300)
    assert (campaign.seconds, campaign.seeds) == (7, (3, 4))
    assert (campaign.staffing, campaign.catalogue) == ("scarce", "core")
    assert "| 100 |" in result.stdout


def test_json_holds_every_figure(asked):
    (row,) = json.loads(run("--json").stdout)
    assert row["seconds_complete"] == 4.0
    assert row["gap"] == 0.1
    assert asked[0].agents == (100, 300, 1000, 3000)


@pytest.mark.parametrize("sizes", ["19", "50001", "100;300", "many", ""])
def test_sizes_that_cannot_be_drawn_are_refused(asked, sizes):
    result = run("--agents", sizes)
    assert result.exit_code == 2
    assert asked == []
