"""Who is named on the command line and by it: people, deputies, leaders, offices."""

import inspect
import re
from typing import get_args

import pytest
from command_centre import invoke, over_store_commands, roster

from api.cli.errors import Code
from api.cli.people import names_person, person_of
from roster.errors import InputError


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


def test_kinds_of_leave_and_grades_are_taken_in_chinese(store, early):
    (filed,) = invoke("leave", "file", "a", "事假", "2026-10-30", "2026-10-30", "--reason", "家事")
    assert filed["kind"] == "personal"
    unknown = roster("leave", "file", "b", "婚假", "2026-10-30", "2026-10-30", "--reason", "家事", "--lang", "zh")
    assert "没有请假类别 婚假。写以下之一:年假 / 因公 / 急诊 / 事假 / 病假 / 学习" in unknown.stderr
    decided = roster("desk", "grades", "decide", "a", "2026-10", "中级", "2026-11-01", "--as", "dir", "--lang", "zh")
    assert "a 2026-10 的考核成绩" in decided.stderr


def test_states_kinds_and_offices_are_said_in_the_readers_language(store, early):
    (leave,) = invoke("leave", "file", "c", "personal", "2026-10-16", "2026-10-16", "--reason", "family")
    shown = roster("leave", "list", "2026-10", "--lang", "zh").stdout
    assert "事假" in shown
    assert "待审批" in shown
    assert "T1 班长 → 客服部主任" in roster("leave", "cost", leave["id"], "--lang", "zh").stdout
    assert "已发布" in roster("desk", "versions", "2026-10", "--lang", "zh").stdout
    assert "published" in roster("desk", "versions", "2026-10", "--lang", "en").stdout


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
    for language, day, time in (
        ("zh", "不是日期", "不是时刻"),
        ("en", "'周三' is no date", "'九点' is no time of day"),
    ):
        for words, said in ((("周三", "09:00", "10:00"), day), (("2026-10-12", "九点", "10:00"), time)):
            told = roster("permit", "grant", "Anna", *words, "--lang", language).stderr
            assert (said in told, "%" in told) == (True, False), told


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


def test_whom_a_command_picks_is_somebody(store, early):
    picking = [("ledger", "2026-10"), ("swap", "wishes", "2026-10"), ("desk", "show", "2026-10")]
    picking.append(("desk", "grades", "take", "2026-10", "2026-11-01", "--as", "dir"))
    for words in picking:
        told = roster(*words, "--agent", "nobody", "--lang", "en")
        assert (told.exit_code, told.stderr) == (Code.INPUT, "Not found: agent nobody\n"), words
    assert roster("ledger", "2026-10", "--agent", "Anna").exit_code == Code.CLEAN
