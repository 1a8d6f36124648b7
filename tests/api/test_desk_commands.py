"""The desk's commands, as a supervisor types them: on a case and a roster, and over a store."""

import inspect
import json
import re
import shutil
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import get_args

import icalendar
import pytest
from sqlalchemy import create_engine, text
from typer.testing import CliRunner

from api.cli.commands import COMMANDS
from api.cli.desk_options import month_of, takes_days, takes_month, with_year
from api.cli.errors import Code
from api.cli.lazy import loaded
from api.cli.main import app
from api.cli.people import names_person, person_of
from api.http.resources.rosters.bodies import RosterOut, WhatIfOut
from api.views.rules import unit_of
from constraints import CATALOGUE
from roster.desk import opening
from roster.desk.clock import FixedClock
from roster.errors import InputError
from roster.files.read_case import read_case

CENTRE = 'name = "Hotline"\ntimezone = "Asia/Shanghai"\ncountry = "CN"\nmonth = "2026-10"\n'
AGENTS = """agent_id,name,team,role,jobs,grade
a,Anna,T1,agent,189,junior
b,Bao,T1,agent,189,junior
c,Chen,T1,agent,189,junior
l,Lu,T1,leader,189,senior
"""
SHIFTS = "code,start,end\nE,08:00,16:00\nL,16:00,24:00\n"
SEATS = "date,time,job,seats\n2026-10-12,08:00,189,1\n"
ROSTER = """agent_id,date,shift,job
a,2026-10-07,E,189
a,2026-10-12,E,189
a,2026-10-20,E,189
b,2026-10-14,L,189
b,2026-10-22,E,189
c,2026-10-16,E,189
"""
WISHES = """agent_id,date,first,last,shifts
a,2026-10-12,2026-10-13,2026-10-15,L
b,2026-10-14,2026-10-12,2026-10-12,E
"""


def roster(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def invoke(*words):
    result = roster(*words, "--json")
    assert result.exit_code in {Code.CLEAN, Code.BREACHES}, result.output
    return json.loads(result.stdout)


def written(place):
    """The case's folder, beside it a roster and wishes."""
    folder = place / "case"
    folder.mkdir()
    for name, content in (
        ("centre.toml", CENTRE),
        ("agents.csv", AGENTS),
        ("shifts.csv", SHIFTS),
        ("seats.csv", SEATS),
    ):
        (folder / name).write_text(content, encoding="utf-8")
    (place / "roster.csv").write_text(ROSTER, encoding="utf-8")
    (place / "wishes.csv").write_text(WISHES, encoding="utf-8")
    return folder


@pytest.fixture
def case(tmp_path):
    return written(tmp_path)


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A store with the roster published, for each test to copy."""
    place = tmp_path_factory.mktemp("published")
    folder = written(place)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROSTER_STORE", str(place / "data"))
        assert roster("desk", "import", folder, "--centre", "hotline").exit_code == 0
        assert roster("desk", "appoint", "dir", "department_director").exit_code == 0
        assert roster("desk", "appoint", "top", "centre_director").exit_code == 0
        (made,) = invoke("desk", "draft", folder, place / "roster.csv")
        (done,) = invoke("desk", "publish", made["roster_id"], "--as", "dir")
    assert done["state"] == "published"
    return place / "data"


@pytest.fixture
def store(case, published, tmp_path, monkeypatch):
    """A copy of it; every command finds it by the environment."""
    monkeypatch.setenv("ROSTER_STORE", str(tmp_path / "data"))
    return Path(shutil.copytree(published, tmp_path / "data"))


def test_swap_check_says_yes(case, tmp_path):
    result = roster(
        "swap", "check", case, tmp_path / "roster.csv", "a", "2026-10-12", "b", "2026-10-14", "--lang", "en"
    )
    assert result.exit_code == Code.CLEAN
    assert "by the book" in result.stdout


def test_swap_check_names_clause_measure_and_the_nearest_way(case, tmp_path):
    words = ("swap", "check", case, tmp_path / "roster.csv", "b", "2026-10-14", "a", "2026-10-07")
    assert roster(*words).exit_code == Code.BREACHES
    answer = invoke(*words, "--lang", "en")
    assert answer["allowed"] is False
    (refusal,) = answer["refusals"]
    assert (refusal["rule"], refusal["clause"]) == ("SWAP-9", "换班制度 §9")
    assert refusal["alternative"] == "swap with a, pay back 2026-10-12 E"
    assert "节假日" in invoke(*words, "--lang", "zh")["refusals"][0]["message"]


def test_a_duty_that_is_not_there_is_bad_input(case, tmp_path):
    result = roster("swap", "check", case, tmp_path / "roster.csv", "a", "2026-10-13", "b", "2026-10-14")
    assert result.exit_code == Code.INPUT


def test_swap_check_reads_the_time_it_is_given(case, tmp_path):
    words = ("swap", "check", case, tmp_path / "roster.csv", "a", "2026-10-12", "b", "2026-10-14", "--now")
    assert roster(*words, "2026-10-12T07:59").exit_code == Code.CLEAN
    assert roster(*words, "2026-10-12T08:00").exit_code == Code.BREACHES


def test_swap_suggest_lists_the_ways(case, tmp_path):
    ways = invoke("swap", "suggest", case, tmp_path / "roster.csv", "a", "2026-10-12")
    assert {(item["partner"], item["payback"]["date"]) for item in ways} == {
        ("b", "2026-10-14"),
        ("b", "2026-10-22"),
        ("c", "2026-10-16"),
    }
    assert roster("swap", "suggest", case, tmp_path / "roster.csv", "a", "2026-10-12").exit_code == 0


def test_the_store_is_asked_who_may_swap_and_whether_it_is_allowed(store, early, case, tmp_path):
    files = (case, tmp_path / "roster.csv")
    assert invoke("desk", "suggest", "Anna", "2026-10-12") == invoke("swap", "suggest", *files, "a", "2026-10-12")
    ways = roster("desk", "suggest", "a", "2026-10-12", "--lang", "zh").stdout
    assert "接着提出:roster --lang zh swap request a 2026-10-12" in ways
    assert roster("desk", "check", "a", "2026-10-12", "b", "2026-10-14", "--lang", "zh").stdout == "可以换班\n"
    refused = roster("desk", "check", "b", "2026-10-14", "a", "2026-10-07", "--lang", "zh")
    assert (refused.exit_code, "SWAP-9" in refused.stdout) == (Code.BREACHES, True)
    assert invoke("desk", "check", "a", "2026-10-12", "c", "--as", "l")["allowed"]
    assert invoke("swap", "list", "2026-10") == []


def test_a_rule_that_is_broken_often_is_told_a_few_times_and_listed_in_a_file(case, tmp_path):
    days = "".join(f"a,2026-10-{day:02d},E,189\n" for day in range(13, 32))
    (tmp_path / "long.csv").write_text(
        "agent_id,date,shift,job\n" + days + days.replace(",E,", ",L,"), encoding="utf-8"
    )
    checked = roster("check", case, tmp_path / "long.csv", "--out", tmp_path / "all.csv", "--lang", "zh")
    assert checked.exit_code == Code.BREACHES
    lines = [line for line in checked.stdout.splitlines() if line.startswith("ONE-DUTY")]
    assert len(lines) == 4
    assert lines[-1] == "ONE-DUTY 一日一班:另有 16 处,共 19 处,2026-10-13 至 2026-10-31 的 19 天"
    rows = (tmp_path / "all.csv").read_text(encoding="utf-8-sig").splitlines()
    assert rows[0] == "规则,名称,依据,强度,人员,日期,说明,实际,要求"
    assert sum(row.startswith("ONE-DUTY,一日一班,换班制度 §3 (连班),硬性,a,2026-10-") for row in rows) == 19


def test_rules_are_listed_in_the_readers_words():
    listed = roster("rules", "--lang", "zh").stdout
    assert [word for word in ("POLICY", "LAW", "hard", "soft", "workflow") if word in listed] == []
    assert "本中心约定" in listed
    named = {item.unit for rule in CATALOGUE for item in rule.parameters}
    charged = {item.per for rule in CATALOGUE for item in rule.weights}
    assert {unit for unit in named | charged if unit_of(unit).zh == unit} == set()


def test_swap_match_proposes_the_cycles(case, tmp_path):
    match = invoke("swap", "match", case, tmp_path / "roster.csv", tmp_path / "wishes.csv")
    assert (len(match["granted"]), match["bound"], match["optimal"]) == (2, 2, True)
    exchanged = {(move["given"]["agent_id"], move["taken"]["agent_id"]) for move in match["cycles"][0]}
    assert exchanged == {("a", "b"), ("b", "a")}


@pytest.fixture
def later(case, tmp_path):
    """November beside the case: the same people, a shift M of its own, and two duties."""
    folder = tmp_path / "later"
    folder.mkdir()
    for file in case.iterdir():
        written = file.read_text(encoding="utf-8").replace("2026-10", "2026-11")
        if file.name == "shifts.csv":
            written += written.splitlines()[1].replace("E", "M", 1) + "\n"
        (folder / file.name).write_text(written, encoding="utf-8")
    duties = "agent_id,date,shift,job\nb,2026-11-03,E,189\nc,2026-11-05,M,189\n"
    (tmp_path / "later.csv").write_text(duties, encoding="utf-8")
    return folder


def test_swap_suggest_and_check_reach_over_the_edge_where_the_next_month_is_beside(case, later, tmp_path):
    beside = ("--beside", later, tmp_path / "later.csv")
    words = ("swap", "suggest", case, tmp_path / "roster.csv", "a", "2026-10-12")
    over = {(i["partner"], i["payback"]["date"], i["payback_hours"]) for i in invoke(*words, *beside)}
    assert {item for item in over if item[1] > "2026-11"} == {
        ("b", "2026-11-03", "08:00–16:00"),
        ("c", "2026-11-05", "08:00–16:00"),
    }
    words = ("swap", "suggest", later, tmp_path / "later.csv", "b", "2026-11-03")
    back = invoke(*words, "--beside", case, tmp_path / "roster.csv")
    assert ("a", "2026-10-12") in {(item["partner"], item["payback"]["date"]) for item in back}
    asked = ("swap", "check", case, tmp_path / "roster.csv", "c", "2026-11-05", "a", "2026-10-12")
    assert invoke(*asked, *beside)["allowed"] is True
    assert roster(*asked).exit_code == Code.INPUT
    late = invoke(*asked, *beside, "--now", "2026-10-12T08:00", "--lang", "en")
    assert [item["rule"] for item in late["refusals"]] == ["SWAP-2"]


def test_swap_match_reaches_over_the_edge_where_the_next_month_is_beside(case, later, tmp_path):
    (tmp_path / "wishes.csv").write_text(
        "agent_id,date,first,last,shifts\na,2026-10-12,2026-11-01,2026-11-05,\nb,2026-11-03,2026-10-12,2026-10-12,\n",
        encoding="utf-8",
    )
    words = ("swap", "match", case, tmp_path / "roster.csv", tmp_path / "wishes.csv")
    match = invoke(*words, "--beside", later, tmp_path / "later.csv")
    (cycle,) = match["cycles"]
    assert [(move["given"]["date"], move["taken"]["agent_id"]) for move in cycle] == [
        ("2026-10-12", "b"),
        ("2026-11-03", "a"),
    ]
    assert "wishes.csv:3" in roster(*words, "--lang", "en").stderr
    twice = roster(*words, "--beside", case, tmp_path / "roster.csv", "--lang", "en")
    assert (twice.exit_code, "both cases are of 2026-10" in twice.stderr) == (Code.INPUT, True)


def test_faulty_wishes_are_told_all_at_once(case, tmp_path):
    (tmp_path / "wishes.csv").write_text(
        "agent_id,date,first,last,shifts\nx,2026-10-12,,,\na,2026-10-13,,,\na,2026-10-12,2026-10-15,2026-10-14,\n",
        encoding="utf-8",
    )
    result = roster("swap", "match", case, tmp_path / "roster.csv", tmp_path / "wishes.csv", "--lang", "en")
    assert result.exit_code == Code.INPUT
    for row in (2, 3, 4):
        assert f"wishes.csv:{row}" in result.stderr


@pytest.fixture
def early(monkeypatch):
    """The commands' clock stands at noon of 8 October in Shanghai."""
    moment = datetime(2026, 10, 8, 4, tzinfo=UTC)
    monkeypatch.setattr(opening, "SystemClock", lambda: FixedClock(moment))


def test_a_swap_from_request_to_register(store, early):
    (other,) = invoke("swap", "request", "b", "2026-10-22", "c", "2026-10-16", "--reason", "family")
    assert invoke("swap", "withdraw", other["id"], "--as", "b")[0]["state"] == "withdrawn"
    (swap,) = invoke("swap", "request", "a", "2026-10-12", "b", "2026-10-14", "--reason", "family")
    assert swap["state"] == "requested"
    assert invoke("swap", "accept", swap["id"], "--as", "b")[0]["state"] == "accepted"
    assert roster("swap", "approve", swap["id"], "--as", "b").exit_code == Code.BREACHES
    (done,) = invoke("swap", "approve", swap["id"], "--as", "l")
    assert (done["state"], done["number"]) == ("effective", 1)
    assert invoke("swap", "confirm", swap["id"], "--as", "a")[0]["confirmed"] == ["a"]
    assert [item["number"] for item in invoke("register", "2026-10")] == [1]
    assert invoke("ledger", "2026-10", "--agent", "a")[0]["owed"][0]["date"] == "2026-10-14"


def test_wishes_from_filing_to_the_register(store, early):
    for agent, day, against in (("a", "2026-10-12", "2026-10-14"), ("b", "2026-10-14", "2026-10-12")):
        window = ("--first", against, "--last", against, "--reason", "family")
        assert invoke("swap", "wish", agent, day, *window)[0]["state"] == "open"
    proposals = invoke("swap", "propose", "2026-10", "--as", "l")
    assert (proposals["granted"], proposals["optimal"], len(proposals["proposed"])) == (2, True, 1)
    swap_id = proposals["proposed"][0]["id"]
    standing = invoke("swap", "wishes", "2026-10")
    assert [(item["state"], item["swap_id"]) for item in standing] == [("proposed", swap_id)] * 2
    for agent in "ab":
        invoke("swap", "accept", swap_id, "--as", agent)
    assert invoke("swap", "approve", swap_id, "--as", "l")[0]["number"] == 1
    assert [item["state"] for item in invoke("swap", "wishes", "2026-10", "--agent", "a")] == ["granted"]
    spare = invoke("swap", "wish", "c", "2026-10-16", "--shift", "L", "--reason", "family")[0]["id"]
    assert invoke("swap", "unwish", spare, "--as", "c")[0]["state"] == "withdrawn"
    shown = roster("swap", "wishes", "2026-10", "--lang", "en")
    assert "withdrawn" in shown.stdout
    assert "family" not in shown.stdout


def test_leave_from_filing_to_return(store, early):
    (leave,) = invoke("leave", "file", "c", "personal", "2026-10-16", "2026-10-16", "--reason", "family")
    cost = invoke("leave", "cost", leave["id"])
    assert cost["steps"] == ["team leader T1", "department director"]
    assert roster("leave", "approve", leave["id"], "--as", "dir").exit_code == Code.BREACHES
    assert invoke("leave", "approve", leave["id"], "--as", "l")[0]["state"] == "pending"
    (done,) = invoke("leave", "approve", leave["id"], "--as", "dir")
    assert (done["state"], [(item["date"], item["shift"]) for item in done["vacated"]]) == (
        "effective",
        [("2026-10-16", "E")],
    )
    (vacant,) = invoke("leave", "vacancies", "2026-10")
    assert vacant["duty"] == {"agent_id": "c", "date": "2026-10-16", "shift": "E", "job": "189"}
    assert vacant["leave_id"] == leave["id"]
    assert [way["partner"] for way in vacant["covers"]] == ["l", "a", "b"]
    assert roster("leave", "return", leave["id"], "--as", "c").exit_code == Code.BREACHES
    assert invoke("leave", "withdraw", leave["id"], "--as", "c")[0]["state"] == "withdrawn"
    (ill,) = invoke("leave", "file", "a", "sick", "2026-10-12", "2026-10-12", "--as", "b")
    assert ill["state"] == "pending"
    assert roster("leave", "approve", ill["id"], "--as", "b").exit_code == Code.BREACHES
    assert invoke("leave", "approve", ill["id"], "--as", "l")[0]["state"] == "provisional"
    words = ("leave", "certificate", ill["id"], "2026-10-12", "2026-10-12", "--as", "a")
    assert invoke(*words)[0]["state"] == "effective"
    assert sorted(item["state"] for item in invoke("leave", "list", "2026-10")) == ["effective", "withdrawn"]
    (cover,) = invoke("swap", "arrange", "b", "2026-10-22", "c", "--as", "l", "--reason", "sick")
    assert cover["state"] == "effective"


def test_leave_of_some_hours_leaves_the_rest_of_the_duty(store, early):
    (leave,) = invoke("leave", "file", "a", "sick", "2026-10-12T11:00", "2026-10-12", "--reason", "ill")
    assert (leave["state"], leave["start"], leave["end"]) == ("effective", "2026-10-12T11:00", "2026-10-12")
    (cut,) = invoke("leave", "cost", leave["id"])["duties"]
    assert (cut["duty"]["date"], cut["minutes"]) == ("2026-10-12", 300)
    (vacant,) = invoke("leave", "vacancies", "2026-10")
    assert (vacant["duty"]["date"], vacant["part"], vacant["covers"]) == ("2026-10-12", "11:00–16:00", [])
    listed = roster("leave", "list", "2026-10", "--lang", "zh").stdout
    assert "2026-10-12 11:00" in listed
    refused = roster("leave", "file", "b", "personal", "2026-10-22T12:00", "2026-10-22T11:00", "--reason", "x")
    assert refused.exit_code not in {Code.CLEAN, Code.BREACHES}


def test_a_missed_pay_back_is_put_on_another_day_or_waived(store, tmp_path, monkeypatch):
    def at_noon_of(day):
        monkeypatch.setattr(opening, "SystemClock", lambda: FixedClock(datetime(2026, 10, day, 4, tzinfo=UTC)))

    at_noon_of(8)
    (swap,) = invoke("swap", "request", "a", "2026-10-12", "b", "2026-10-14", "--reason", "family")
    invoke("swap", "accept", swap["id"], "--as", "b")
    invoke("swap", "approve", swap["id"], "--as", "l")
    at_noon_of(13)
    invoke("leave", "file", "a", "sick", "2026-10-14", "2026-10-14")
    assert invoke("swap", "missed") == []
    assert roster("swap", "repay", swap["id"], "2026-10-22", "--as", "l").exit_code == Code.BREACHES
    at_noon_of(15)
    (owed,) = invoke("swap", "missed")
    assert (owed["debtor"], owed["creditor"], owed["date"], owed["state"]) == ("a", "b", "2026-10-14", "owed")
    (agreed,) = invoke("swap", "repay", swap["id"], "2026-10-22", "--as", "l", "--reason", "agreed")
    assert (agreed["date"], agreed["shift"], agreed["state"]) == ("2026-10-22", "E", "owed")
    assert invoke("swap", "missed") == []
    at_noon_of(21)
    invoke("leave", "file", "a", "sick", "2026-10-22", "2026-10-22")
    at_noon_of(23)
    assert "漏还" not in roster("swap", "missed", "--lang", "en").stdout
    assert invoke("swap", "waive", swap["id"], "--as", "b", "--reason", "never mind")[0]["state"] == "waived"


def test_leave_attendance_ledger_audit_and_tick(store, tmp_path):
    assert invoke("ledger", "2026-10", "--agent", "a")[0]["swaps_left"] == 2
    assert roster("attendance", "list", "2026-10", "--lang", "zh").stdout == "没有违纪与旷工\n"
    (tmp_path / "seen.csv").write_text("agent_id,date,late_minutes\na,2026-10-12,25\n", encoding="utf-8")
    assert roster("attendance", "import", tmp_path / "seen.csv", "2026-10").exit_code == 0
    assert invoke("attendance", "list", "2026-10")["violations"][0]["minutes"] == 25
    assert "a Anna 迟到 25 分钟" in roster("attendance", "list", "2026-10", "--lang", "zh").stdout
    assert "provisional" in invoke("desk", "tick")
    verdict = invoke("audit", "verify")
    assert verdict["intact"]
    assert verdict["rows"] == len(invoke("audit", "list"))
    assert invoke("register") == []
    (version,) = invoke("desk", "versions", "2026-10")
    RosterOut.model_validate(version, strict=True)
    assert (version["state"], version["month"], version["label"], version["duties"]) == ("published", "2026-10", "", 6)
    assert (version["id"], version["roster_id"], version["note"]) == ("1", 1, "")


def test_a_leader_declines_with_a_reason(store, early):
    (swap,) = invoke("swap", "request", "a", "2026-10-12", "b", "2026-10-14", "--reason", "family")
    invoke("swap", "accept", swap["id"], "--as", "b")
    (done,) = invoke("swap", "decline", swap["id"], "--as", "l", "--reason", "too few that day")
    assert done["state"] == "declined"
    assert "已被拒绝" in roster("swap", "approve", swap["id"], "--as", "l", "--lang", "zh").stderr


def test_a_deputy_is_named_listed_and_called_back(store, early):
    assert roster("desk", "delegate", "l", "b", "2026-10-08", "2026-10-20").exit_code == 0
    (named,) = invoke("desk", "delegations")
    days = {"start": "2026-10-08", "end": "2026-10-20"}
    assert named == {"delegation_id": named["delegation_id"], "approver": "l", "deputy": "b", **days}
    assert roster("desk", "end-delegation", named["delegation_id"]).exit_code == 0
    assert invoke("desk", "delegations")[0]["end"] == "2026-10-08"
    again = roster("desk", "end-delegation", named["delegation_id"], "--lang", "zh")
    assert (again.exit_code, again.stderr) == (Code.INPUT, f"没有找到:授权 {named['delegation_id']}\n")


def test_a_failed_swapped_duty_is_shared_otherwise(store, tmp_path, monkeypatch):
    def at_noon_of(day):
        clock = FixedClock(datetime(2026, 10, day, 4, tzinfo=UTC))
        monkeypatch.setattr(opening, "SystemClock", lambda: clock)

    at_noon_of(8)
    (swap,) = invoke("swap", "request", "a", "2026-10-12", "b", "2026-10-14", "--reason", "family")
    invoke("swap", "accept", swap["id"], "--as", "b")
    invoke("swap", "approve", swap["id"], "--as", "l")
    at_noon_of(13)
    (tmp_path / "seen.csv").write_text("agent_id,date,absent\nb,2026-10-12,yes\n", encoding="utf-8")
    assert roster("attendance", "import", tmp_path / "seen.csv", "2026-10").exit_code == 0
    words = ("attendance", "shares", swap["id"], "2026-10-12")
    wrong = roster(*words, "a=x", "b", "--as", "l", "--reason", "told too late")
    assert (wrong.exit_code, len(wrong.stderr.splitlines())) == (Code.INPUT, 3)
    assert roster(*words, "a=70", "b=30", "--as", "l", "--reason", "told too late").exit_code == 0
    shared = {item["agent_id"]: item["share"] for item in invoke("attendance", "list", "2026-10")["absences"]}
    assert shared == {"a": 70, "b": 30}


def test_a_shift_is_called_and_somebody_is_put_in(store, monkeypatch):
    clock = FixedClock(datetime(2026, 10, 12, 0, 25, tzinfo=UTC))
    monkeypatch.setattr(opening, "SystemClock", lambda: clock)
    assert [item["shift"] for item in invoke("day", "shifts", "2026-10-12")] == ["E"]
    (line,) = invoke("day", "roll-call", "2026-10-12", "E", "--absent", "a", "--as", "l")["lines"]
    assert (line["agent_id"], line["state"]) == ("a", "absent")
    ways = invoke("day", "covers", "a", "2026-10-12", "--as", "l")
    assert {way["partner"] for way in ways} == {"b", "c", "l"}
    called = invoke("day", "call-in", "a", "2026-10-12", "c", "--as", "l")
    assert (called["state"], called["due_at"]) == ("effective", "2026-10-12T01:25:00+00:00")
    shown = invoke("day", "show", "2026-10-12", "E")
    assert [(item["agent_id"], item["state"]) for item in shown["roll"]["lines"]] == [("a", "absent"), ("c", None)]
    assert [item["kind"] for item in shown["log"]["entries"]] == ["absent", "roll-call", "cover", "call-in"]
    assert "c" in roster("day", "show", "2026-10-12", "E", "--lang", "zh").stdout
    assert roster("attendance", "check-in", "--as", "b").exit_code == Code.BREACHES
    wrong = roster("day", "roll-call", "2026-10-12", "E", "--late", "c", "--as", "l", "--lang", "zh")
    assert (wrong.exit_code, "人员=分钟" in wrong.stderr) == (Code.INPUT, True)
    absence = invoke("attendance", "list", "2026-10")["absences"][0]
    assert (absence["agent_id"], absence["rule"]) == ("a", "DUTY-5")
    words = ("attendance", "settle", "a", "2026-10-12", "--as", "l", "--reason", "was there", "--late", "25")
    assert roster(*words).exit_code == 0
    assert invoke("attendance", "differences", "2026-10") == []
    assert invoke("attendance", "list", "2026-10")["violations"][0]["clause"] == "请假制度 §8"
    assert roster("attendance", "proxy", "a", "b", "2026-10-12", "--as", "l").exit_code == 0
    assert [item["kind"] for item in invoke("attendance", "list", "2026-10")["violations"]] == [
        "late",
        "proxy",
        "proxy",
    ]


def test_a_changed_case_is_amended_under_its_roster(store, early, case):
    def required():
        seats = invoke("desk", "what-if", "2026-10", "--remove", "a@2026-10-12")["seats"]
        return sum(seat["required"] for seat in seats)

    assert required() == 1
    (case / "seats.csv").write_text("date,time,job,seats\n2026-10-13,08:00,189,1\n", encoding="utf-8")
    assert roster("desk", "amend", case).exit_code == 0
    assert required() == 0
    (case / "shifts.csv").write_text("code,start,end\nE,08:00,16:00\n", encoding="utf-8")
    gone = roster("desk", "amend", case, "--lang", "en")
    assert gone.exit_code == Code.INPUT
    assert "the roster still uses L" in gone.stderr


def test_a_draft_is_edited_by_hand_into_another(store, case, tmp_path):
    (draft,) = invoke("desk", "draft", case, tmp_path / "roster.csv")
    (made,) = invoke("desk", "edit", draft["roster_id"], "--remove", "c@2026-10-16", "--add", "c@2026-10-17@L")
    assert invoke("desk", "diff", draft["roster_id"], made["roster_id"]) == [
        {"agent_id": "c", "date": "2026-10-16", "before": ["E", "189"], "after": None},
        {"agent_id": "c", "date": "2026-10-17", "before": None, "after": ["L", "189"]},
    ]
    assert roster("desk", "edit", draft["roster_id"], "--remove", "c@2026-10-18").exit_code == Code.INPUT


def test_what_if_writes_nothing(store):
    effect = invoke("desk", "what-if", "2026-10", "--remove", "a@2026-10-12", "--add", "c@2026-10-12@E")
    assert effect["before"] <= effect["after"]
    WhatIfOut.model_validate(effect, strict=True)
    assert effect["worse"]
    assert roster("desk", "what-if", "2026-10", "--remove", "a@2026-10-13").exit_code == Code.INPUT
    assert roster("desk", "what-if", "2026-10", "--add", "c@2026-10-12@X").exit_code == Code.INPUT


def test_a_store_without_a_centre_says_so(tmp_path):
    result = roster("ledger", "2026-10", "--store", tmp_path / "empty")
    assert result.exit_code == Code.INPUT
    assert roster("swap", "list", "10/2026", "--store", tmp_path / "empty").exit_code == Code.INPUT


@pytest.mark.parametrize("address", ["mysql://me:secret@host/roster", "postgresql://host:port/roster"])
def test_an_address_of_no_store_is_told_with_the_kinds_that_are(address):
    result = roster("ledger", "2026-10", "--store", address)
    assert result.exit_code == Code.INPUT
    assert "postgresql://" in result.stderr
    assert "secret" not in result.stderr


def test_a_changed_log_is_named(store):
    engine = create_engine(f"sqlite:///{store / 'roster.sqlite'}")
    with engine.begin() as connection:
        connection.execute(text("DROP TRIGGER audit_no_UPDATE"))
        connection.execute(text("UPDATE audit SET actor = 'x' WHERE seq = 2"))
    engine.dispose()
    result = roster("audit", "verify", "--lang", "en")
    assert result.exit_code == Code.BREACHES
    assert "row 2 is broken" in result.stdout


def test_a_pay_back_in_the_next_month_from_request_to_its_plan(store, early, case, tmp_path):
    asked = ("swap", "request", "a", "2026-10-12", "b", "2026-11-10", "--payback-shift", "E", "--reason", "family")
    (swap,) = invoke(*asked)
    assert swap["later_payback"] == {"date": "2026-11-10", "shift": "E"}
    invoke("swap", "accept", swap["id"], "--as", "b")
    invoke("swap", "approve", swap["id"], "--as", "l")
    assert [item["date"] for item in invoke("ledger", "2026-10", "--agent", "a")[0]["owed"]] == ["2026-11-10"]
    (case / "centre.toml").write_text(CENTRE.replace("2026-10", "2026-11"), encoding="utf-8")
    (case / "seats.csv").write_text(SEATS.replace("2026-10", "2026-11"), encoding="utf-8")
    assert roster("desk", "import", case).exit_code == Code.CLEAN
    assert roster("desk", "plan", "2026-11", "--out", tmp_path / "november").exit_code == Code.CLEAN
    over = ("desk", "plan", "2026-11", "--out", tmp_path / "november")
    refused = roster(*over, "--lang", "zh")
    assert (refused.exit_code, "加 --force 覆盖" in refused.stderr) == (Code.INPUT, True)
    assert roster(*over, "--force").exit_code == Code.CLEAN
    pins = (tmp_path / "november" / "pins.csv").read_text(encoding="utf-8-sig")
    assert sorted(line for line in pins.splitlines() if "2026" in line) == [
        "a,2026-11-10,E,189",
        "b,2026-11-10,off,",
    ]
    book = tmp_path / "十一月.xlsx"
    assert roster("desk", "plan", "2026-11", "--out", book, "--lang", "zh").exit_code == Code.CLEAN
    assert read_case(book)[0] == read_case(tmp_path / "november")[0]
    again = roster("desk", "plan", "2026-11", "--out", book, "--lang", "zh")
    assert (again.exit_code, "这个文件已经存在" in again.stderr) == (Code.INPUT, True)


def test_a_refused_request_tells_clause_values_and_the_nearest_way(store, early):
    result = roster("swap", "request", "a", "2026-10-12", "b", "2026-10-22", "--lang", "en")
    assert result.exit_code == Code.BREACHES
    first, *_, last = result.stderr.splitlines()
    assert first.startswith("SWAP-1 [换班制度 §1] the request does not say why")
    assert "measured" not in first
    assert last.strip() == "→ name the reason (--reason)"
    said = roster("swap", "request", "a", "2026-10-12", "b", "2026-10-22", "--lang", "zh").stderr.splitlines()[0]
    assert said == "SWAP-1 [换班制度 §1] 换班申请没有写明事由"


def test_granted_leave_is_decided_before_its_draft_is_published(case, tmp_path, monkeypatch, early):
    monkeypatch.setenv("ROSTER_STORE", str(tmp_path / "data"))
    (case / "leave.csv").write_text(
        "agent_id,kind,start,end,status\nb,personal,2026-10-28,2026-10-28,requested\n"
        "c,personal,2026-10-29,2026-10-29,approved\n",
        encoding="utf-8",
    )

    def listed():
        rows = invoke("leave", "list", "2026-10")
        return [(item["agent_id"], item["state"], item["origin"], item.get("next")) for item in rows]

    roster("desk", "import", case)
    roster("desk", "appoint", "dir", "department_director")
    assert listed() == [("b", "pending", "table", None), ("c", "effective", "table", None)]
    (made,) = invoke("desk", "draft", case, tmp_path / "roster.csv")
    invoke("leave", "file", "a", "personal", "2026-10-30", "2026-10-30", "--reason", "family")
    rest = [("c", "effective", "table", None), ("a", "pending", "desk", None)]
    command = f"roster desk grants {made['roster_id']}"
    assert listed() == [("b", "pending", "table", command), *rest]
    shown = roster("leave", "list", "2026-10", "--lang", "zh").stdout
    assert f"当月请假表,待审批拟批请假:{command.replace('roster', 'roster --lang zh')}" in shown
    assert "值班台申请" in shown
    shown = roster("leave", "list", "2026-10", "--lang", "en").stdout
    assert f"the month's table, waits for the roster's grants: {command.replace('roster', 'roster --lang en')}" in shown
    assert "filed at the desk" in shown
    (waiting,) = invoke("desk", "grants", made["roster_id"])
    asked = {
        "index": 0,
        "leave_id": None,
        "agent_id": "b",
        "kind": "personal",
        "start": "2026-10-28",
        "end": "2026-10-28",
    }
    assert waiting == {**asked, "due": "team leader T1"}
    assert "LEAVE-3" in roster("desk", "publish", made["roster_id"], "--as", "dir").stderr
    assert roster("desk", "grant", made["roster_id"], "--as", "dir").exit_code == Code.BREACHES
    assert invoke("desk", "grant", made["roster_id"], "--as", "l") == {"decided": [0], "waiting": 1}
    assert invoke("desk", "grant", made["roster_id"], "--as", "dir") == {"decided": [0], "waiting": 0}
    again = roster("desk", "grant", made["roster_id"], "--as", "dir", "--lang", "zh")
    assert "没有待审批的拟批请假,都已决定:T1 班长 l Lu、客服部主任 dir" in again.stderr
    assert invoke("desk", "grants", made["roster_id"]) == []
    assert listed() == [("b", "pending", "table", f"roster desk publish {made['roster_id']}"), *rest]
    assert invoke("desk", "publish", made["roster_id"], "--as", "dir")[0]["state"] == "published"
    assert listed() == [("b", "effective", "table", None), *rest]


@pytest.mark.parametrize("brought_back", [False, True])
def test_leave_filed_for_a_month_to_come_is_granted_with_its_draft(store, tmp_path, early, brought_back):
    """Filed, planned, perhaps imported with the planned case, granted by its id, published: one line all the way."""

    def listed():
        rows = sorted(invoke("leave", "list", "2026-11"), key=lambda item: item["agent_id"])
        return [(item["agent_id"], item["state"], item["origin"], item["next"]) for item in rows]

    for agent, day in (("a", "2026-11-10"), ("c", "2026-11-12")):
        assert roster("leave", "file", agent, "annual", day, day, "--reason", "trip").exit_code == Code.CLEAN
    planned, made = tmp_path / "november", tmp_path / "november.csv"
    roster("desk", "plan", "2026-11", "--out", planned, "--lang", "en")
    if brought_back:
        assert roster("desk", "import", planned, "--lang", "en").exit_code == Code.CLEAN
    made.write_text("agent_id,date,shift,job\na,2026-11-09,E,189\nc,2026-11-12,E,189\n", encoding="utf-8")
    draft = roster("desk", "draft", planned, made, "--lang", "en").stdout
    number = invoke("desk", "versions", "2026-11")[-1]["roster_id"]
    assert "1 leaves are undecided, and this roster grants none of them" in draft
    assert listed() == [("a", "pending", "desk", f"roster desk grants {number}"), ("c", "pending", "desk", None)]
    (waiting,) = invoke("desk", "grants", number)
    for person, left in (("l", 1), ("dir", 0)):
        answer = invoke("desk", "grant", number, "--as", person, "--only", waiting["leave_id"])
        assert answer == {"decided": [waiting["leave_id"]], "waiting": left}
    shown = roster("leave", "list", "2026-11", "--lang", "en").stdout
    assert f"filed at the desk, waits to be published: roster --lang en desk publish {number}" in shown
    roster("desk", "publish", number, "--as", "dir", "--accept-breaches", "--reason", "short")
    assert listed() == [("a", "effective", "desk", None), ("c", "pending", "desk", None)]


def test_a_draft_from_a_file_with_less_leave_grants_the_same_leave(case, tmp_path, monkeypatch, early):
    monkeypatch.setenv("ROSTER_STORE", str(tmp_path / "data"))
    asked = "b,personal,2026-10-28,2026-10-28,requested\n"
    leave = case / "leave.csv"
    head = "agent_id,kind,start,end,status\n"
    leave.write_text(f"{head}c,personal,2026-10-29,2026-10-29,approved\n{asked}", encoding="utf-8")
    roster("desk", "import", case)
    leave.write_text(head + asked, encoding="utf-8")
    (made,) = invoke("desk", "draft", case, tmp_path / "roster.csv")
    assert [(item["index"], item["agent_id"]) for item in invoke("desk", "grants", made["roster_id"])] == [(1, "b")]
    # What waits is told with who decides and the command, beside a refusal too; acts of offices answer.
    asks = "Next, let the team leader T1 l Lu decide: roster --lang en desk grant 1 --as l"
    assert asks in roster("desk", "grants", "1", "--lang", "en").stdout
    refused = roster("desk", "publish", "1", "--lang", "en")
    assert (refused.exit_code, asks in refused.stderr) == (Code.BREACHES, True)
    decided = roster("desk", "grant", "1", "--as", "l", "--lang", "zh").stdout
    assert decided.endswith(
        "任命后:roster --lang zh desk grant 1 --as 工号\n办妥以上各项后发布:roster --lang zh desk publish 1\n"
    )
    assert "还没有人任客服部主任,请先任命:roster --lang zh desk appoint 工号 客服部主任(人员表里的工号或姓名" in decided
    assert roster("desk", "appoint", "dir", "客服部主任", "--lang", "zh").stdout == "dir 任客服部主任\n"
    stranger = roster("desk", "appoint", "王主任", "客服部主任", "--lang", "zh")
    assert (stranger.exit_code, "没有叫 王主任 的人" in stranger.stderr) == (Code.INPUT, True)
    bad = roster("desk", "appoint", "dir", "总管", "--lang", "zh")
    assert (bad.exit_code, "“总管” 不是其中之一:班长 / 客服部主任" in bad.stderr) == (Code.INPUT, True)
    assert "接着请客服部主任 dir 审批" in roster("desk", "grants", "1", "--lang", "zh").stdout


def test_a_roster_without_anybody_is_told_and_published_only_expressly(case, tmp_path, monkeypatch, early):
    monkeypatch.setenv("ROSTER_STORE", str(tmp_path / "data"))
    roster("desk", "import", case)
    (tmp_path / "empty.csv").write_text("agent_id,date,shift,job\n", encoding="utf-8")
    drafted = roster("desk", "draft", case, tmp_path / "empty.csv", "--lang", "zh")
    assert drafted.exit_code == Code.FAR
    assert "与能做到的相差很远:座席排满 0.0%,缺 0.5 座席小时" in drafted.stdout
    assert "接着发布" not in drafted.stdout
    expressly = ("desk", "publish", "1", "--accept-breaches", "--reason")
    assert f"确实要发布:roster --lang zh {' '.join(expressly)} 事由" in drafted.stdout
    refused = roster("desk", "publish", "1", "--lang", "zh")
    assert refused.exit_code == Code.BREACHES
    assert "整天无人在岗 1 天:10-12" in refused.stderr
    assert "座席只排满 0.0%,与能做到的相差很远" in refused.stderr
    # Who goes over it says why.
    assert roster("desk", "publish", "1", "--accept-breaches", "--lang", "zh").exit_code == Code.INPUT
    assert invoke(*expressly, "holiday")[0]["state"] == "published"


def test_leave_beyond_what_is_rostered_meets_the_holidays_and_is_split_by_commands(store, early):
    filed = ("leave", "file", "a", "personal", "2026-12-30")
    refused = roster(*filed, "2027-01-01", "--reason", "a trip", "--lang", "zh")
    assert refused.exit_code == Code.BREACHES
    assert "2027-01-01 在节假日,不得请假" in refused.stderr
    assert "拆分为 2026-12-30 – 2026-12-31" in refused.stderr
    assert "roster --lang zh leave file a 事假 2026-12-30 2026-12-31 --reason 'a trip'" in refused.stderr
    assert invoke(*filed, "2026-12-31", "--reason", "a trip")[0]["state"] == "pending"


def test_undecided_leave_is_told_with_a_draft(store, early, case, tmp_path):
    (leave,) = invoke("leave", "file", "b", "personal", "2026-10-30", "2026-10-30", "--reason", "family")
    told = roster("desk", "draft", case, tmp_path / "roster.csv", "--re-plan", "--lang", "zh").stdout
    assert "1 份请假还没有决定,排班里没有批:\n  b Bao 事假 2026-10-30 – 2026-10-30:" in told
    either = [f"roster --lang zh leave {act} {leave['id']} --as l" for act in ("approve", "decline")]
    assert f"批:{either[0]},不批:{either[1]}\n" in told


def test_kinds_of_leave_and_grades_are_taken_in_chinese(store, early):
    (filed,) = invoke("leave", "file", "a", "事假", "2026-10-30", "2026-10-30", "--reason", "家事")
    assert filed["kind"] == "personal"
    unknown = roster("leave", "file", "b", "婚假", "2026-10-30", "2026-10-30", "--reason", "家事", "--lang", "zh")
    assert "没有请假类别 婚假。写以下之一:年假 / 因公 / 急诊 / 事假 / 病假 / 学习" in unknown.stderr
    decided = roster("desk", "grades", "decide", "a", "2026-10", "中级", "2026-11-01", "--as", "dir", "--lang", "zh")
    assert "a 2026-10 的考核成绩" in decided.stderr


def test_who_is_moved_by_a_draft_says_so_before_it_is_published(store, early, case, tmp_path):
    (tmp_path / "moved.csv").write_text(ROSTER.replace("b,2026-10-22,E", "b,2026-10-22,L"), encoding="utf-8")
    (draft,) = invoke("desk", "draft", case, tmp_path / "moved.csv", "--re-plan")
    moved = {"agent_id": "b", "date": "2026-10-22", "before": ["E", "189"], "after": ["L", "189"]}
    asked = {**moved, "state": "asked"}
    assert invoke("desk", "consents", draft["roster_id"]) == [asked]
    waits = (
        "1 个变动待本人同意:roster --lang zh desk consents 2\n"
        "接着由 b Bao 答复:roster --lang zh desk consent 2 2026-10-22 --as b\n"
        "办妥以上各项后发布:roster --lang zh desk publish 2\n"
    )
    assert roster("desk", "consents", draft["roster_id"], "--lang", "zh").stdout.endswith(waits)
    assert roster("desk", "publish", draft["roster_id"], "--as", "dir").exit_code == Code.BREACHES
    assert roster("desk", "consent", draft["roster_id"], "2026-10-22", "--as", "c").exit_code != 0
    answered = roster("desk", "consent", draft["roster_id"], "2026-10-22", "--as", "b", "--lang", "en")
    assert answered.stdout == "noted; 0 not agreed to yet\n"
    assert invoke("desk", "publish", draft["roster_id"], "--as", "dir")[0]["state"] == "published"


def test_who_approves_a_change_sees_where_the_duty_goes_and_what_that_does(store, early):
    (change,) = invoke("swap", "change", "a", "2026-10-20", "2026-10-21", "L", "--reason", "family")
    assert [change["moves"][0]["taken"][name] for name in ("date", "shift")] == ["2026-10-21", "L"]
    effect = invoke("swap", "effect", change["id"])
    assert (effect["paid_minutes"], effect["breaks"], effect["seats_lost"]) == ({"a": 0}, [], 0)
    shown = roster("swap", "effect", change["id"], "--lang", "en").stdout
    assert "a Anna 2026-10-20 E → a Anna 2026-10-21 L" in shown
    assert "hours +0 h" in shown
    invoke("swap", "approve", change["id"], "--as", "l")
    assert roster("swap", "effect", change["id"]).exit_code == Code.BREACHES


def test_leave_is_asked_for_beside_what_is_left_of_the_year(case, tmp_path, monkeypatch):
    (case / "entitlements.csv").write_text("工号,类别,天数,上年结转\na,年假,2,0.5\n", encoding="utf-8")
    monkeypatch.setenv("ROSTER_STORE", str(tmp_path / "years"))
    monkeypatch.setattr(opening, "SystemClock", lambda: FixedClock(datetime(2026, 10, 1, tzinfo=UTC)))
    roster("desk", "import", case)
    filed = roster("leave", "file", "a", "annual", "2026-10-15", "2026-10-16", "--reason", "trip", "--lang", "en")
    assert "annual leave in 2026: 2.5 days, 0 days taken, 2 days asked for, 0.5 days left" in filed.stdout
    assert (
        "2026 年年假:共 2.5 天,已休 0 天,待批 2 天,剩 0.5 天" in roster("leave", "balance", "a", "--lang", "zh").stdout
    )
    (left,) = invoke("leave", "balance", "a", "2026")
    assert left == {"year": 2026, "kind": "annual", "entitled": 2.5, "taken": 0.0, "asked": 2, "left": 0.5}
    again = roster("leave", "file", "a", "annual", "2026-10-19", "2026-10-19", "--reason", "trip", "--lang", "en")
    assert again.exit_code == Code.BREACHES
    assert "BALANCE" in again.stderr
    assert "no case of 2026 tells days of leave for b" in roster("leave", "balance", "b", "2026", "--lang", "en").stdout


def test_states_kinds_and_offices_are_said_in_the_readers_language(store, early):
    (leave,) = invoke("leave", "file", "c", "personal", "2026-10-16", "2026-10-16", "--reason", "family")
    shown = roster("leave", "list", "2026-10", "--lang", "zh").stdout
    assert "事假" in shown
    assert "待审批" in shown
    assert "T1 班长 → 客服部主任" in roster("leave", "cost", leave["id"], "--lang", "zh").stdout
    assert "已发布" in roster("desk", "versions", "2026-10", "--lang", "zh").stdout
    assert "published" in roster("desk", "versions", "2026-10", "--lang", "en").stdout


def test_an_act_on_a_swap_says_who_has_the_next_word_and_how(store, early):
    asked = roster("swap", "request", "a", "2026-10-12", "b", "2026-10-14", "--reason", "family", "--lang", "en").stdout
    number = asked.splitlines()[1].split()[0]
    assert f"Next, b Bao answers: roster --lang en swap accept {number} --as b" in asked
    accepted = roster("swap", "accept", number, "--as", "b", "--lang", "zh").stdout
    assert f"接着请T1 班长 l Lu 审批:roster --lang zh swap approve {number} --as l" in accepted
    done = roster("swap", "approve", number, "--as", "l", "--lang", "en").stdout
    assert "It is effective; see it: roster --lang en desk show 2026-10 --agent a --agent b" in done


def test_where_the_leader_is_away_and_nobody_may_act_the_way_on_is_told_with_its_command(
    case, tmp_path, monkeypatch, early
):
    monkeypatch.setenv("ROSTER_STORE", str(tmp_path / "without-directors"))
    roster("desk", "import", case)
    roster("desk", "draft", case, tmp_path / "roster.csv")
    roster("desk", "publish", "1")
    roster("leave", "file", "l", "sick", "2026-10-08", "2026-10-16", "--reason", "flu", "--as", "l")
    (swap,) = invoke("swap", "request", "a", "2026-10-20", "b", "2026-10-22", "--reason", "family")
    away = "T1 班长 l Lu 不在且无人可代,请其指定代理人,或另行任命"
    accepted = roster("swap", "accept", swap["id"], "--as", "b", "--lang", "zh").stdout
    approve = f"roster --lang zh swap approve {swap['id']}"
    assert (
        f"接着:{away}\n指定代理人:roster --lang zh desk delegate l 工号 起日 止日;然后 {approve} --as 工号\n"
        in accepted
    )
    for consent in ((), ("--consent",)):
        refused = roster("swap", "approve", swap["id"], "--as", "c", *consent, "--lang", "zh")
        assert (refused.exit_code, f"    → {away}\n" in refused.stderr) == (Code.BREACHES, True)
    roster("desk", "delegate", "l", "c", "2026-10-08", "2026-10-17")
    assert invoke("swap", "approve", swap["id"], "--as", "c")[0]["state"] == "effective"


def test_people_go_by_a_name_that_is_theirs_alone(store, early, case, tmp_path):
    (asked,) = invoke("swap", "request", "Anna", "2026年10月12日", "Bao", "2026/10/14", "--reason", "family")
    assert (asked["requester"], asked["moves"][0]["given"]["date"]) == ("a", "2026-10-12")
    assert roster("swap", "accept", asked["id"], "--as", "Bao").exit_code == 0
    assert (
        roster("desk", "show", "2026年10月", "--agent", "Anna").stdout
        == roster("desk", "show", "2026-10", "--agent", "a").stdout
    )
    files = (case, tmp_path / "roster.csv")
    assert invoke("swap", "check", *files, "Anna", "2026-10-12", "Bao", "2026-10-14")["allowed"]
    assert invoke("swap", "suggest", *files, "Anna", "2026-10-12") == invoke(
        "swap", "suggest", *files, "a", "2026-10-12"
    )
    unread = roster("swap", "request", "Anna", "周三", "Bao", "--reason", "x", "--lang", "zh")
    assert "不是日期;写成 2026-12-16 或 2026年12月16日" in unread.stderr


def test_a_name_that_two_have_asks_for_the_id():
    names = {"1003": "徐丽", "1017": "徐丽", "1001": "王敏"}
    assert [person_of(text, names) for text in ("王敏", "1003", "dir")] == ["1001", "1003", "dir"]
    with pytest.raises(InputError) as caught:
        person_of("徐丽", names)
    assert caught.value.faults[0].line("zh") == "徐丽: 有两位叫 徐丽:1003、1017。请写工号"


def test_people_go_by_name_within_what_is_written_together_too(store, early):
    (edited,) = invoke("desk", "edit", "1", "--remove", "Bao@2026-10-22", "--add", "Chen@2026-10-22@E")
    changed = invoke("desk", "diff", "1", edited["roster_id"])
    assert {(item["agent_id"], item["date"]) for item in changed} == {("b", "2026-10-22"), ("c", "2026-10-22")}


SPEAKS_OF_PEOPLE = re.compile("人|谁|工号|[Ww]ho|people|person")
SPEAKS_OF_NO_ONE = {"longest", "kind", "swap_id"}
"""Options whose help says one of these words and that take a number, a kind or an id of something else."""


def test_every_command_that_names_a_person_takes_names():
    people = {"agent", "partner", "actor", "person", "approver", "deputy", "present"}
    people |= {"remove", "add", "shares", "pairs"}
    left = []
    for act in over_store_commands():
        for each in inspect.signature(act, eval_str=True).parameters.values():
            speaks = SPEAKS_OF_PEOPLE.search(
                " ".join(str(getattr(said, "help", "")) for said in get_args(each.annotation)[1:])
            )
            is_flag = get_args(each.annotation)[:1] == (bool,)
            speaks_of_one = speaks and not is_flag and each.name not in SPEAKS_OF_NO_ONE
            if (each.name in people or speaks_of_one) and not names_person(each):
                left.append((act.__name__, each.name))
    assert left == []


def test_who_imports_the_first_case_is_named_as_the_case_has_them(case, tmp_path, monkeypatch):
    monkeypatch.setenv("ROSTER_STORE", str(tmp_path / "data"))
    for actor in ("Anna", "a"):
        assert roster("desk", "import", case, "--as", actor).exit_code == Code.CLEAN
    acts = invoke("audit", "list")
    assert {entry["actor"] for entry in acts if entry["action"] == "case.import"} == {"a"}


def over_store_commands():
    for entry in COMMANDS:
        loaded(entry)
    modules = [module for name, module in sys.modules.items() if name.startswith("api.cli.commands.store.")]
    acts = [act for module in modules for act in vars(module).values() if hasattr(act, "__signature__")]
    assert len(acts) > 60
    return acts


def test_a_store_without_a_case_says_what_comes_first(case, tmp_path, monkeypatch):
    monkeypatch.setenv("ROSTER_STORE", str(tmp_path / "new"))
    early = roster("desk", "draft", case, tmp_path / "roster.csv", "--lang", "zh")
    assert early.stderr == "没有找到:案例(数据库中还没有);请先运行 roster --lang zh desk import CASE\n"
    assert "已导入 Hotline(中心编号 centre)2026-10" in roster("desk", "import", case, "--lang", "zh").stdout


def test_an_act_on_a_leave_says_who_decides_next_and_what_stands_vacant(store, early):
    filed = roster("leave", "file", "a", "personal", "2026-10-20", "2026-10-20", "--reason", "x", "--lang", "en").stdout
    number = filed.splitlines()[1].split()[0]
    assert f"Next, let the team leader T1 l Lu decide: roster --lang en leave approve {number} --as l" in filed
    more = roster("leave", "approve", number, "--as", "l", "--lang", "zh").stdout
    assert f"T1 班长 l Lu 已同意\n接着请客服部主任 dir 审批:roster --lang zh leave approve {number} --as dir" in more
    done = roster("leave", "approve", number, "--as", "dir", "--lang", "en").stdout
    assert f"Duties left vacant: 2026-10-20 E; who can cover them: roster --lang en leave cost {number}" in done


def test_sickness_says_before_during_and_after_that_the_chain_takes_note_of_it(store, early):
    day = "2026-10-20"
    filed = roster("leave", "file", "a", "sick", day, day, "--reason", "flu", "--lang", "zh").stdout
    number = filed.splitlines()[1].split()[0]
    assert "病假不待审批,由各级依次知悉" in filed
    assert f"接着请T1 班长 l Lu 知悉:roster --lang zh leave approve {number} --as l" in filed
    assert "知悉:T1 班长 → 客服部主任" in roster("leave", "cost", number, "--lang", "zh").stdout
    roster("leave", "certificate", number, day, day, "--as", "a")
    more = roster("leave", "approve", number, "--as", "l", "--lang", "zh").stdout
    assert "T1 班长 l" in more
    assert "已知悉" in more
    assert "生效" in more
    assert f"接着请客服部主任 dir 知悉:roster --lang zh leave approve {number} --as dir" in more
    again = roster("leave", "approve", number, "--as", "l", "--lang", "zh")
    assert (again.exit_code, "l Lu 已知悉过,现待客服部主任知悉" in again.stderr) == (Code.BREACHES, True)
    assert "各级均已知悉" in roster("leave", "approve", number, "--as", "dir", "--lang", "zh").stdout


def test_a_month_of_the_store_is_shown_as_it_stands_after_swaps_and_leave(store, early):
    (swap,) = invoke("swap", "request", "a", "2026-10-12", "b", "2026-10-14", "--reason", "family")
    invoke("swap", "accept", swap["id"], "--as", "b")
    invoke("swap", "approve", swap["id"], "--as", "l")
    shown = invoke("desk", "show", "2026-10")
    duties = {(item["agent_id"], item["date"], item["shift"]) for item in shown["duties"]}
    assert {("b", "2026-10-12", "E"), ("a", "2026-10-14", "L")} <= duties
    assert not {("a", "2026-10-12", "E"), ("b", "2026-10-14", "L")} & duties
    lines = roster("desk", "show", "2026-10", "--agent", "b", "--lang", "en").stdout.splitlines()
    assert lines[0].startswith("Hotline 2026-10: version 1, published")
    (row,) = (line for line in lines if line.startswith("b Bao"))
    cells = row.split()[2:]
    assert [day for day, cell in enumerate(cells, 1) if cell == "E"] == [12, 22]
    assert lines[-1] == "E 08:00–16:00  L 16:00–24:00"


def test_what_is_open_in_the_month_before_is_told_with_the_plan(store, early, tmp_path):
    plan = ("desk", "plan", "2026-11", "--lang", "zh", "--out", tmp_path / "next", "--force")
    assert "还没办完的" not in roster(*plan).stdout
    # On the 13th b has no duty.
    filed = roster("leave", "file", "b", "年假", "2026-10-13", "2026-10-13", "--reason", "x", "--lang", "zh").stdout
    assert "这几天班表上本来就没有班,不需要请假" in filed
    told = roster(*plan).stdout
    assert "2026-10 还没办完的:\n1 份请假还没有决定" in told
    assert "b Bao 年假 2026-10-13" in told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--team", "T9"), "team T9 among T1"),
        (("--agent", "x"), "agent x"),
        (("--roster", "77"), "77"),
    ],
)
def test_what_a_month_does_not_have_is_said(store, words, said):
    result = roster("desk", "show", "2026-10", *words, "--lang", "en")
    assert (result.exit_code, said in result.stderr) == (Code.INPUT, True)


def test_a_month_of_the_store_is_exported_and_read_back(store, case, tmp_path):
    out = tmp_path / "out"
    assert roster("desk", "export", "2026-10", "--out", out).exit_code == 0
    assert {"roster.csv", "roster.xlsx", "calendars"} == {path.name for path in out.iterdir()}
    back = roster("import", out / "roster.xlsx", "--case", case, "--out", tmp_path / "back")
    assert back.exit_code == 0, back.output
    assert sorted((tmp_path / "back" / "roster.csv").read_text("utf-8-sig").split()) == sorted(ROSTER.split())


@pytest.mark.parametrize("again", ["out", "elsewhere"])
def test_a_second_export_says_in_its_calendars_what_changed(store, early, tmp_path, again):
    def entries(folder):
        told = roster("desk", "export", "2026-10", "--out", tmp_path / folder, "--lang", "en")
        assert told.exit_code == 0, told.output
        text = (tmp_path / folder / "calendars" / "a.ics").read_bytes()
        return {str(one["UID"]): one for one in icalendar.Calendar.from_ical(text).walk("VEVENT")}

    first = entries("out")
    before = max(one["SEQUENCE"] for one in first.values())
    invoke("leave", "file", "a", "sick", "2026-10-12", "2026-10-12", "--reason", "ill")
    second = entries(again)
    gone = {uid for uid, one in second.items() if one.get("STATUS") == "CANCELLED"}
    assert [first[uid]["DTSTART"].dt.day for uid in gone] == [12]
    assert {uid for uid, one in second.items() if one["SEQUENCE"] > before} == gone | (second.keys() - first.keys())


def test_leave_taken_back_on_days_without_a_duty_leaves_them_without(store, early):
    (leave,) = invoke("leave", "file", "a", "personal", "2026-10-30", "2026-10-30", "--reason", "family")
    said = roster("leave", "withdraw", leave["id"], "--as", "a", "--lang", "en")
    assert "there is no duty on these days to come back" in said.stdout
    (other,) = invoke("leave", "file", "c", "personal", "2026-10-16", "2026-10-16", "--reason", "family")
    said = roster("leave", "withdraw", other["id"], "--as", "c", "--lang", "en")
    assert said.exit_code == Code.CLEAN
    assert "no duty on these days" not in said.stdout


def test_a_month_on_paper_has_a_page_a_team_with_everybody_and_their_shifts(store, tmp_path):
    file = tmp_path / "month.html"
    assert roster("desk", "print", "2026-10", "--out", file, "--lang", "zh").exit_code == 0
    page = file.read_text(encoding="utf-8")
    assert page.count("<section>") == 1
    assert "Hotline 2026年10月 排班表" in page
    assert [name for name in ("a Anna", "b Bao", "c Chen", "l Lu") if f">{name}</th>" not in page] == []
    assert len(re.findall(r'<td style="background:#\w+;color:#\w+">[EL]</td>', page)) == len(ROSTER.split()) - 1


def test_programs_get_one_shape_of_a_resource_at_both_doors(store, early):
    """What `--json` tells has the very fields of the HTTP bodies."""
    from api.http.resources.leave.bodies import CostOut, LeaveOut
    from api.http.resources.records.bodies import ChainOut, EntryOut, LedgerOut
    from api.http.resources.swaps.bodies import EffectOut, SwapOut
    from api.http.resources.wishes.bodies import WishOut

    def held(body, text):
        assert set(text) == set(body.model_fields)
        body.model_validate(text)

    window = ("--first", "2026-10-12", "--last", "2026-10-30", "--reason", "family")
    held(WishOut, invoke("swap", "wish", "b", "2026-10-22", *window)[0])
    (swap,) = invoke("swap", "request", "a", "2026-10-12", "b", "2026-10-14", "--reason", "family")
    held(SwapOut, swap)
    held(EffectOut, invoke("swap", "effect", swap["id"]))
    held(LedgerOut, invoke("ledger", "2026-10", "--agent", "a")[0])
    invoke("swap", "accept", swap["id"], "--as", "b")
    invoke("swap", "approve", swap["id"], "--as", "l")
    held(EntryOut, invoke("register", "2026-10")[0])
    (leave,) = invoke("leave", "file", "c", "personal", "2026-10-16", "2026-10-16", "--reason", "exam")
    held(LeaveOut, leave)
    held(CostOut, invoke("leave", "cost", leave["id"]))
    held(ChainOut, invoke("audit", "verify"))


def test_a_draft_says_what_it_waits_for_and_how_it_is_published(store, case, tmp_path):
    drafted = roster("desk", "draft", case, tmp_path / "roster.csv", "--re-plan", "--lang", "en").stdout
    assert "Next, publish it: roster --lang en desk publish 2" in drafted
    late_into_early = ROSTER.replace("b,2026-10-14,L,189", "b,2026-10-13,L,189\nb,2026-10-14,E,189")
    (tmp_path / "broken.csv").write_text(late_into_early, encoding="utf-8")
    broken = roster("desk", "draft", case, tmp_path / "broken.csv", "--re-plan", "--lang", "zh").stdout
    assert "处违反硬性规则:改草稿(roster --lang zh desk edit 3),或发布时加 --accept-breaches 明示接受" in broken
    assert "仅休息 8 小时" in broken
    assert "办妥以上各项后发布:roster --lang zh desk publish 3" in broken
    stale = roster("desk", "draft", case, tmp_path / "roster.csv", "--lang", "zh").stdout
    assert stale.endswith("这份草稿不能再发布:roster --lang zh desk replan 2026-10\n")
    published = roster("desk", "publish", "2", "--as", "dir", "--lang", "zh")
    assert (
        "已发布;查看与分发:roster --lang zh desk show 2026-10; roster --lang zh desk export 2026-10" in published.stdout
    )


def test_what_is_worth_saying_of_a_case_is_said_when_it_is_imported_and_not_with_its_draft(case, tmp_path, monkeypatch):
    monkeypatch.setenv("ROSTER_STORE", str(tmp_path / "data"))
    (case / "notes.csv").write_text("x\n1\n", encoding="utf-8")
    assert "notes.csv" in roster("desk", "import", case).stderr
    roster("desk", "grade", "a", "senior", "2026-10-01")
    for act in ("import", "amend"):
        assert "1 人的级别与主任核定的不同" in roster("desk", act, case, "--lang", "zh").stderr
    drafted = roster("desk", "draft", case, tmp_path / "roster.csv")
    assert (drafted.exit_code, drafted.stderr) == (Code.CLEAN, "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("swap request b 2026-10-14 c 2026-10-13", "没有找到:c Chen 在 2026-10-13 的班次"),
        ("desk what-if 2026-10 --remove b@2026-10-12", "没有找到:b Bao 在 2026-10-12 的班次"),
        ("desk suggest b 2026-10-13", "没有找到:b Bao 在 2026-10-13 的班次"),
        ("leave file b personal 2026-12-02 2026-12-02 --as c --reason x", "实际 c Chen,允许 b Bao"),
        ("attendance proxy b c 2026-10-14 --as c", "权限 [本中心约定] 此操作应由 本班班长或主任 进行(实际 c Chen"),
        ("leave balance b 2026", "没有 b Bao 的假期额度"),
        ("leave proxies b", "b Bao 没有指定代办人"),
        ("register b", "月份: “b” 不是月份"),
        ("desk tick", "过期换班 0,还班了结 0"),
        ("leave file b 事假 2026-12-05 2026-12-02 --reason x", "申请 [结束]: "),
    ],
)
def test_a_sentence_on_the_terminal_names_whom_it_speaks_of(store, early, words, said):
    done = roster(*words.split(), "--lang", "zh")
    assert said in done.stdout + done.stderr


@pytest.mark.parametrize("written", ["10-12", "10/12", "10.12", "10月12日", "2026年10月12日"])
def test_a_day_without_its_year_is_read_and_said(store, early, written):
    told = roster("desk", "check", "a", written, "c", "10-16", "--lang", "en")
    assert told.exit_code in {Code.CLEAN, Code.BREACHES}, told.output
    assert "The date is read as 2026-10-16" in told.stderr
    assert ("The date is read as 2026-10-12" in told.stderr) == ("2026" not in written)


@pytest.mark.parametrize(
    ("written", "today", "read"),
    [
        ("1900-12-22", "2026-12-01", "2026-12-22"),
        ("1900-01-03", "2026-12-20", "2027-01-03"),
        ("1900-12-31", "2027-01-02", "2026-12-31"),
        ("2025-12-31", "2027-01-02", "2025-12-31"),
    ],
)
def test_the_year_that_is_nearest_is_read(written, today, read):
    given, now, expected = (datetime.fromisoformat(f"{day}T09:30") for day in (written, today, read))
    assert with_year(given, now.date()) == expected


def test_wherever_a_command_over_a_store_takes_a_day_its_year_may_be_left_out():
    days = []
    for act in over_store_commands():
        for each in act.__signature__.parameters.values():
            formats = [getattr(said, "formats", None) or () for said in get_args(each.annotation)[1:]]
            if any("%Y-%m-%d" in several for several in formats) and each.name != "breaks":
                days.append((act.__name__, each.name, takes_days(each)))
    assert len(days) > 20
    assert [(act, name) for act, name, takes in days if not takes] == []


@pytest.mark.parametrize("written", ["10月", "10", "１０月份", "2026年10月", "2026-10"])
def test_a_month_without_its_year_is_read_and_said(store, early, written):
    told = roster("desk", "versions", written, "--lang", "en")
    assert told.exit_code == Code.CLEAN, told.output
    assert told.stdout == roster("desk", "versions", "2026-10", "--lang", "en").stdout
    assert ("The month is read as 2026-10" in told.stderr) == ("2026" not in written)


@pytest.mark.parametrize(
    ("written", "today", "read"),
    [("12月", "2026-11-30", "2026-12"), ("1月", "2026-12-20", "2027-01"), ("11", "2027-01-03", "2026-11")],
)
def test_the_month_that_is_nearest_is_read(written, today, read):
    assert str(month_of(written, date.fromisoformat(today))) == read


@pytest.mark.parametrize("written", ["13月", "0", "十月", "2026", "10月1日"])
def test_what_names_no_month_is_refused(store, early, written):
    told = roster("desk", "versions", written, "--lang", "zh")
    assert told.exit_code == Code.INPUT
    assert f"“{written}” 不是月份。写成 2026-10,或 10月" in told.stderr


def test_wherever_a_command_over_a_store_takes_a_month_its_year_may_be_left_out():
    months = [
        (act.__name__, takes_month(each))
        for act in over_store_commands()
        for each in act.__signature__.parameters.values()
        if each.name == "month" or "2026-10" in "".join(str(said) for said in get_args(each.annotation)[1:2])
    ]
    assert len(months) > 20
    assert [act for act, takes in months if not takes] == []


def test_a_file_whose_name_says_another_form_is_not_written(store, early, case, tmp_path):
    book = tmp_path / "x.xlsx"
    told = roster("desk", "print", "2026-10", "--out", book, "--lang", "zh")
    assert told.exit_code == Code.INPUT
    assert "写不成 .xlsx 文件" in told.stderr
    assert "roster --lang zh desk export" in told.stderr
    for command in (("seats", case), ("register",), ("check", case, tmp_path / "roster.csv")):
        assert roster(*command, "--out", book).exit_code == Code.INPUT, command
    assert not book.exists()
    assert roster("desk", "print", "2026-10", "--out", tmp_path / "x.HTML").exit_code == Code.CLEAN


def test_a_duty_that_leave_has_freed_is_told_with_the_command_that_covers_it(store, early):
    (leave,) = invoke("leave", "file", "c", "personal", "10-16", "10-16", "--reason", "family")
    for leader in ("l", "dir"):
        assert roster("leave", "approve", leave["id"], "--as", leader).exit_code == Code.CLEAN
    freed = f"E 班因请假已空出,安排人顶:roster --lang zh leave cover {leave['id']} 2026-10-16 "
    for command in (
        ("swap", "arrange", "c", "10-16", "b", "--as", "l"),
        ("swap", "request", "c", "10-16", "b", "10-14"),
        ("desk", "suggest", "c", "10-16"),
    ):
        told = roster(*command, "--lang", "zh")
        assert told.exit_code == Code.INPUT, told.output
        assert freed in told.stderr, command
        covered = told.stderr.partition("leave cover ")[2].strip()
        assert covered.endswith(" --as l")
    assert "空出" not in roster("swap", "arrange", "c", "10-13", "b", "--as", "l", "--lang", "zh").stderr
    done = roster("leave", "cover", *covered.split())
    assert done.exit_code == Code.CLEAN, done.stderr
