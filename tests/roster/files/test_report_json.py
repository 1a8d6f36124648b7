"""The report as JSON: the keys that scripts rely on."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import ClassVar

import pytest
from small_month import DECLINED, GRANTED, WISHES, small_case, small_roster

from constraints import CATALOGUE
from roster.engine.problem.outcome import Asked, Result, Status, Unmet, gap_of
from roster.files import report_json
from roster.model import Case
from roster.rule import Example, Finding, Rule, Rulebook, Strength
from roster.text import Text, both

CASE = small_case()


class Wishes(Rule):
    id: ClassVar[str] = "WISH"
    title: ClassVar[Text] = both("wish")
    clause: ClassVar[str] = "POLICY"
    strength: ClassVar[Strength] = Strength.SOFT
    summary: ClassVar[Text] = both("")
    example: ClassVar[Example] = Example(both(""), both(""))


class Fair(Wishes):
    id: ClassVar[str] = "FAIR"


class Hard(Wishes):
    id: ClassVar[str] = "REST"
    strength: ClassVar[Strength] = Strength.HARD


RULEBOOK = Rulebook.of((Hard, Wishes, Fair), CASE.centre)
MESSAGE = Text("愿望未满足", "a wish was not met")


def finding(ticks: int = 540) -> Finding:
    return Finding("WISH", False, "001", date(2026, 10, 3), "E", "off", ticks, clause="POLICY", message=MESSAGE)


def result(
    objective: int | None = 540, bound: int | None = 360, findings: Iterable[Finding] = (finding(),), **more: object
) -> Result:
    known: dict[str, object] = {
        "status": Status.FEASIBLE,
        "roster": small_roster(CASE),
        "objective_ticks": objective,
        "bound_ticks": bound,
        "seconds": 1.23456,
        "stopped_by": "clock",
        "seed": 7,
        "findings": tuple(findings),
    }
    return Result(**{**known, **more})  # type: ignore[arg-type]


def written(answer: Result, case: Case = CASE, language: str = "en") -> dict[str, object]:
    return json.loads(json.dumps(report_json.report(case, RULEBOOK, answer, language)))  # type: ignore[arg-type]


def test_the_keys_that_scripts_rely_on() -> None:
    assert set(written(result())) == {
        "status", "objective", "bound", "gap", "objective_by_rule", "seconds", "stopped_by", "seed", "sizes",
        "versions", "findings", "tallies", "verdict", "requests", "unmet",
    }  # fmt: skip


def test_what_rules_count_stands_beside_last_month() -> None:
    book = Rulebook.of(CATALOGUE, CASE.centre)
    page = report_json.report(replace(CASE, history=()), book, result(), "en")
    tallies = page["tallies"]["RHYTHM"]  # type: ignore[index]
    assert list(tallies) == [
        *("rotated_backward", "start_changed", "lone_duty", "lone_day_off", "lone_night", "weekend_broken")
    ]
    assert tallies["lone_night"]["month"] == sum(own["month"] for own in tallies["lone_night"]["agents"].values())
    assert tallies["lone_night"]["agents"]["004"] == {"month": 1, "last_month": None}
    assert tallies["lone_night"]["last_month"] is None


def test_amounts_are_points() -> None:
    page = written(result())
    assert (page["objective"], page["bound"]) == (1.5, 1)
    assert page["gap"] == pytest.approx(1 / 3)
    assert page["objective_by_rule"] == {"WISH": 1.5, "FAIR": 0}
    assert (page["status"], page["seconds"], page["stopped_by"], page["seed"]) == ("feasible", 1.235, "clock", 7)


@pytest.mark.parametrize(
    ("objective", "bound", "expected"),
    [
        (100, 100, 0.0),
        (100, 75, 0.25),
        (0, 0, 0.0),
        (0, -5, 1.0),
        (-100, -125, 0.25),
        (100, None, None),
        (None, 1, None),
    ],
)
def test_the_gap(objective: int | None, bound: int | None, expected: float | None) -> None:
    assert gap_of(objective, bound) == expected


def test_a_finding_names_rule_clause_person_day_and_numbers() -> None:
    assert written(result())["findings"] == [
        {
            "rule": "WISH", "clause": "POLICY", "hard": False, "agent_id": "001", "date": "2026-10-03",
            "measured": "E", "required": "off", "cost": 1.5, "message": "a wish was not met",
        }
    ]  # fmt: skip
    assert written(result(), language="zh")["findings"][0]["message"] == "愿望未满足"  # type: ignore[index]


def test_requests_are_granted_or_declined_with_why() -> None:
    why = Unmet(Asked.REQUEST, date(2026, 10, 12), both("quota"), "LEAVE", "LEAVE-10", "004", DECLINED)
    granted, declined = written(result(unmet=(why,)))["requests"]  # type: ignore[misc]
    assert (granted["agent_id"], granted["granted"], granted["rule"]) == (CASE.leaves[GRANTED].agent_id, True, "")
    assert declined == {
        "agent_id": "004", "kind": "personal", "start": "2026-10-12", "end": "2026-10-12", "priority": 1,
        "granted": False, "rule": "LEAVE", "clause": "LEAVE-10", "why": "quota",
    }  # fmt: skip


def test_unmet_seats_and_wishes_say_what_stood_in_the_way() -> None:
    seat = Unmet(Asked.SEAT, date(2026, 10, 1), both("all rest"), "REST", "§3", minute=510, job="189", seats=2)
    wish = Unmet(Asked.WISH, WISHES[0].day, both("needed"), agent_id="001", index=0)
    assert written(result(unmet=(seat, wish)))["unmet"] == {
        "seats": [
            {
                "date": "2026-10-01", "time": "08:30", "job": "189", "seats": 2, "rule": "REST", "clause": "§3",
                "why": "all rest",
            }
        ],
        "wishes": [
            {
                "agent_id": "001", "date": "2026-10-03", "shift": "off", "weight": 2, "rule": "", "clause": "",
                "why": "needed",
            }
        ],
    }  # fmt: skip


def test_without_a_roster_there_is_nothing_to_price() -> None:
    page = written(result(None, 720, (), status=Status.INFEASIBLE, roster=None))
    assert (page["status"], page["objective"], page["bound"], page["gap"]) == ("infeasible", None, 2, None)
    assert (page["objective_by_rule"], page["requests"], page["findings"]) == (None, [], [])


def test_further_values_stand_beside_and_never_above() -> None:
    page = written(result(extra={"prices": {"seat": 2}, "status": "optimal"}))
    assert (page["prices"], page["status"]) == ({"seat": 2}, "feasible")


def test_the_file_is_strict_json(tmp_path: Path) -> None:
    report_json.write(tmp_path / "report.json", {"why": "早\ud800"})
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8")) == {"why": "早?"}
    with pytest.raises(ValueError, match="JSON"):
        report_json.write(tmp_path / "report.json", {"gap": float("nan")})
