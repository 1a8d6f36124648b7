"""Commands on swaps, covers and wishes, from files and over a store."""

from datetime import UTC, datetime

from command_centre import invoke, roster

from api.cli.errors import Code
from api.views.rules import unit_of
from constraints import CATALOGUE
from roster.desk import opening
from roster.desk.clock import FixedClock


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


def test_a_refused_request_tells_clause_values_and_the_nearest_way(store, early):
    result = roster("swap", "request", "a", "2026-10-12", "b", "2026-10-22", "--lang", "en")
    assert result.exit_code == Code.BREACHES
    first, *_, last = result.stderr.splitlines()
    assert first.startswith("SWAP-1 [换班制度 §1] the request does not say why")
    assert "measured" not in first
    assert last.strip() == "→ name the reason (--reason)"
    said = roster("swap", "request", "a", "2026-10-12", "b", "2026-10-22", "--lang", "zh").stderr.splitlines()[0]
    assert said == "SWAP-1 [换班制度 §1] 换班申请没有写明事由"


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


def test_an_act_on_a_swap_says_who_has_the_next_word_and_how(store, early):
    asked = roster("swap", "request", "a", "2026-10-12", "b", "2026-10-14", "--reason", "family", "--lang", "en").stdout
    number = asked.splitlines()[1].split()[0]
    assert f"Next, b Bao answers: roster --lang en swap accept {number} --as b" in asked
    accepted = roster("swap", "accept", number, "--as", "b", "--lang", "zh").stdout
    assert f"接着请T1 班长 l Lu 审批:roster --lang zh swap approve {number} --as l" in accepted
    done = roster("swap", "approve", number, "--as", "l", "--lang", "en").stdout
    assert "It is effective; see it: roster --lang en desk show 2026-10 --agent a --agent b" in done
