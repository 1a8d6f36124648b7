"""Commands on leave and what follows from it: decisions, sickness, pay-back."""

from datetime import UTC, datetime

import pytest
from command_centre import CENTRE, SEATS, invoke, roster

from api.cli.errors import Code
from api.http.resources.rosters.bodies import RosterOut
from roster.desk import opening
from roster.desk.clock import FixedClock
from roster.files.read_case import read_case


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


@pytest.mark.parametrize(
    ("lang", "filed", "by_name", "by_kind"),
    [
        ("zh", "a Anna 提出请假 请假 a Anna 2026-10-12 · 暂定", "anna", "请假"),
        ("en", "a Anna asked for leave Leave a Anna 2026-10-12 · provisional", "a", "asked for leave"),
    ],
)
def test_the_log_is_told_in_words_and_found_by_whom_and_what(store, early, lang, filed, by_name, by_kind):
    (leave,) = invoke("leave", "file", "a", "sick", "2026-10-12", "2026-10-12", "--reason", "flu", "--as", "a")
    every = roster("audit", "list", "--lang", lang).stdout.splitlines()
    told = [" ".join(line.split()) for line in every]
    assert [line for line in told if line.endswith(filed)] == [told[-1]]
    assert leave["id"] not in "".join(every)
    for words in (("--who", by_name), ("--act", by_kind)):
        picked = roster("audit", "list", "--lang", lang, *words).stdout.splitlines()
        assert [" ".join(line.split()) for line in picked[1:]] == [told[-1]]
    assert len(roster("audit", "list", "--lang", lang, "--who", "nobody").stdout.splitlines()) == 1
    # The latest stand there where no row is named.
    assert roster("audit", "list", "--lang", lang, "--limit", "2").stdout.splitlines()[-1].split() == every[-1].split()


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
    assert "1 leave still undecided, and not granted by this roster:" in draft
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
    assert "1 份请假还没有决定,排班里没有批:\n  b Bao 事假 2026-10-30:" in told
    either = [f"roster --lang zh leave {act} {leave['id']} --as l" for act in ("approve", "decline")]
    assert f"批:{either[0]},不批:{either[1]}\n" in told


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


def test_leave_taken_back_on_days_without_a_duty_leaves_them_without(store, early):
    (leave,) = invoke("leave", "file", "a", "personal", "2026-10-30", "2026-10-30", "--reason", "family")
    said = roster("leave", "withdraw", leave["id"], "--as", "a", "--lang", "en")
    assert "there is no duty on these days to come back" in said.stdout
    (other,) = invoke("leave", "file", "c", "personal", "2026-10-16", "2026-10-16", "--reason", "family")
    said = roster("leave", "withdraw", other["id"], "--as", "c", "--lang", "en")
    assert said.exit_code == Code.CLEAN
    assert "no duty on these days" not in said.stdout


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
