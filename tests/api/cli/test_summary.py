"""How a generated month is told on standard output."""

from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console
from rule_world import DAY, agent, roster, rulebook, seats, world

from api.cli.commands.case.generate import code_of, writing_seconds
from api.cli.speech import Speech
from api.cli.summary import summarise, tell_costs, tell_verdict
from roster.engine.problem.outcome import Level, Result, RosterVerdict, Status
from roster.engine.process.crowding import Crowding
from roster.rule import Finding
from roster.text import Text


def lines(result: Result, language: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    case = world(agent("a", contract_minutes=900), agent("b", contract_minutes=480), shifts=(DAY,), seats=MONDAY)
    summarise(case, result, Path("case"), Path("out"), Speech(language))  # type: ignore[arg-type]
    return capsys.readouterr().out.splitlines()


MONDAY = seats((5,), range(9, 12), 1)
CASE = world(agent("a"), agent("b"), shifts=(DAY,))
FOUND = Result(Status.FEASIBLE, roster(CASE, "a 5D 6D; b 7D"), 720, 360, 1.0, "clock", 0)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_values_stand_in_one_column(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    printed = lines(FOUND, language, capsys)[:-1]
    columns = {cell_len(line[: len(line) - len(line.split("  ")[-1].lstrip())]) for line in printed}
    assert len(printed) > 8
    assert len(columns) == 1


def test_hours_over_contract_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    # a works 16 h of 15, b 8 of 8.
    (line,) = (line for line in lines(FOUND, "en", capsys) if line.startswith("over contract"))
    assert line.endswith("  1.0 h, 1.0 h")


def test_without_a_roster_only_the_report_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    printed = lines(Result(Status.INFEASIBLE, None, None, None, 1.0, "proof", 0), "en", capsys)
    assert "roster explain" in printed[0]
    assert printed[-1] == "Only the report was written: out/report.json"


def test_an_alarming_roster_alarms(capsys: pytest.CaptureFixture[str]) -> None:
    far = RosterVerdict(Level.FAR, Text("远", "far from what is possible: why"), (Text("空", "empty day"),), 40, 38, 0)
    printed = lines(replace(FOUND, verdict=far), "en", capsys)
    assert printed[-3:] == ["far from what is possible: why", "note: empty day", "The files are in out"]
    speech, shown = Speech("zh"), StringIO()
    speech.__dict__["out"] = Console(
        force_terminal=True, color_system="standard", width=80, file=shown, highlight=False
    )
    tell_verdict(replace(FOUND, verdict=far), Path("my case"), speech)
    assert shown.getvalue() == "\x1b[1;31m远\x1b[0m\n\x1b[31m注意:空\x1b[0m\n"
    assert code_of(replace(FOUND, verdict=far)) == 5
    assert code_of(replace(FOUND, verdict=replace(far, level=Level.COULD_BE_BETTER))) == 0
    assert code_of(FOUND) == 0
    assert code_of(Result(Status.INFEASIBLE, None, None, None, 1.0, "proof", 0)) == 3


def test_seats_that_must_stay_empty_lead_to_where_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    judged = RosterVerdict(Level.GOOD, Text("好:座席 97 %", "good: 97 % of the seats"), (), 40, 1, 1)
    tell_verdict(replace(FOUND, verdict=judged), Path("my case"), Speech("en"))
    assert capsys.readouterr().out.splitlines() == [
        "good: 97 % of the seats",
        "by week and by job: roster capacity 'my case'",
    ]


@pytest.mark.parametrize(
    ("waited", "reserved"),
    [
        (1.0, 23.5),
        (1.2, 28.2),
        (10.0, 30.0),  # three tenths of the time at most
    ],
)
def test_a_crowded_machine_keeps_more_for_writing(waited: float, reserved: float) -> None:
    clocks = iter([0.0, waited])
    crowding = Crowding(lambda: next(clocks), iter([0.0, 1.0]).__next__)
    assert writing_seconds(3000, 30, 100.0, crowding) == pytest.approx(reserved)


def test_the_rules_that_make_the_price_are_named_with_a_weight(capsys: pytest.CaptureFixture[str]) -> None:
    costs = [Finding(rule, False, None, None, "", "", ticks) for rule, ticks in (("LEADER", 700), ("SKILL", 200))]
    tell_costs(
        replace(FOUND, findings=(*costs, Finding("SKILL", False, None, None, "", "", 100))),
        rulebook(CASE),
        Speech("zh"),
    )
    assert capsys.readouterr().out == (
        "代价主要来自:值班班长(LEADER)70%、工种与级别(SKILL)30%;不看重其中一项,就在中心表调低它的权重"
        "(如 权重.leader_missing)\n"
    )
    tell_costs(FOUND, rulebook(CASE), Speech("zh"))
    assert not capsys.readouterr().out
