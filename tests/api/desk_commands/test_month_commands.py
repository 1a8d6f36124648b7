"""Commands on months: drafts, amendments, what-ifs, exports, prints, stores."""

import re

import icalendar
import pytest
from command_centre import ROSTER, invoke, roster
from sqlalchemy import create_engine, text

from api.cli.errors import Code
from api.http.resources.rosters.bodies import WhatIfOut


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


def test_a_store_without_a_case_says_what_comes_first(case, tmp_path, monkeypatch):
    monkeypatch.setenv("ROSTER_STORE", str(tmp_path / "new"))
    early = roster("desk", "draft", case, tmp_path / "roster.csv", "--lang", "zh")
    said = f"没有找到:数据库 {tmp_path / 'new'};请先运行 roster --lang zh desk import CASE,或用 --store 指明已有的\n"
    assert (early.stderr, (tmp_path / "new").exists()) == (said, False)
    assert "已导入 Hotline(中心编号 centre)2026-10" in roster("desk", "import", case, "--lang", "zh").stdout


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
