"""What the desk writes in its log has words on the page of the log, and stands there once."""

import ast
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from crawl_world import Stage, at_stage
from sqlalchemy import text

from api.pages.views.log import ABOUT
from api.views.acts import ACTS, DETAILS, KINDS, SUBJECTS, acts_meant, acts_of_kind
from roster.desk.leaves.leave_decision import decide_leave
from roster.desk.leaves.leave_filing import file_leave
from roster.model import Month
from roster.model.handover import Side
from roster.model.shift_log import Follow

ROOT = Path(__file__).parents[3]
BOTH = Stage("Asia/Shanghai", ((Month(2026, 10), True), (Month(2026, 11), True)))
MORNING, DAY = datetime(2026, 10, 12, 1, tzinfo=UTC), date(2026, 10, 13)
NOT_ROWS = frozenset({"one_time_password"})
"""Keys of what is answered, in a function that tells the log too."""
BY_THEIR_WORD = frozenset({"case", "month", "qa", "actuals", "breaks"})
"""What a month or a day is enough to say of."""


def written():
    """The acts and the kinds of subjects in the source: of `writing(actor, act)` and of `tell(f"kind:…")`."""
    acts, kinds = set(), set()
    for folder in ("roster", "api"):
        for file in (ROOT / folder).rglob("*.py"):
            for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
                    continue
                strings = [
                    item.value
                    for argument in call.args[:2]
                    for item in ast.walk(argument)
                    if isinstance(item, ast.Constant) and isinstance(item.value, str)
                ]
                if call.func.attr == "writing":
                    acts.update(strings)
                if call.func.attr == "tell":
                    kinds.update(text.partition(":")[0] for text in strings[:1] if ":" in text)
    return acts, kinds


def test_the_log_is_told_in_words():
    acts, kinds = written()
    whole = {act for act in acts if not act.endswith(".")}
    # Two acts are put together from a word of the log's own.
    assert acts - whole == {"log.", "handover."}
    whole |= {f"log.{how.value}" for how in Follow} | {f"handover.{side.value}" for side in Side}
    assert len(whole) > 60
    assert whole - set(ACTS) == set()
    assert len(kinds) > 15
    assert kinds - set(SUBJECTS) == set()


def told_functions():
    """The functions that write a row."""
    for folder in ("roster/desk", "api"):
        for file in (ROOT / folder).rglob("*.py"):
            for function in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(function, ast.FunctionDef) and any(
                    (isinstance(call, ast.Call) and (getattr(call.func, "attr", "") == "tell" and len(call.args) == 2))
                    or getattr(getattr(call, "func", None), "id", "") == "note_account"
                    for call in ast.walk(function)
                ):
                    yield function


def test_what_a_row_holds_is_told_in_words():
    keys = {
        key.value
        for function in told_functions()
        for item in ast.walk(function)
        if isinstance(item, ast.Dict)
        for key in item.keys
        if isinstance(key, ast.Constant)
    }
    assert len(keys) > 70
    assert keys - NOT_ROWS - set(DETAILS) == set()


def test_every_subject_is_named_or_needs_no_name():
    assert set(ABOUT) | BY_THEIR_WORD == set(SUBJECTS)


def lines(world, address="/audit"):
    """The page's lines: number, time, who, what, about; without what is folded."""
    page = world.ask("admin", "GET", address).text
    rows = re.sub(r"<details>.*?</details>", "", page, flags=re.DOTALL).split("<tr>")[2:]
    cells = (re.findall(r"<td.*?>(.*?)</td>", row, re.DOTALL) for row in rows)
    return [[" ".join(re.sub(r"<[^>]+>", "", cell).split()) for cell in row] for row in cells]


def sick(world):
    leave = file_leave(world.desk, "0001", "0001", kind="sick", start=DAY, end=DAY, reason="flu")
    for approver in ("0011", "@director"):
        decide_leave(world.desk, approver, leave.leave_id, approved=True)
    return leave


@pytest.mark.parametrize(
    ("language", "act", "about"),
    [
        ("zh", "提出请假", "请假 安娜 0001 2026-10-13 · 生效"),
        ("en", "asked for leave", "Leave 安娜 0001 2026-10-13 · effective"),
    ],
)
def test_one_act_is_one_line_that_names_whom_and_when(tmp_path, language, act, about):
    world = at_stage(BOTH, tmp_path, MORNING)
    world.speak(language)
    leave = sick(world)
    assert [line[4] for line in lines(world) if line[3] == act] == [about]
    # What is folded tells both rows of the act and one of each decision, for who looks for the record.
    assert world.ask("admin", "GET", "/audit").text.count(f"leave:{leave.leave_id}") == 4


def test_pages_of_the_log_share_no_act_and_lose_none(tmp_path, monkeypatch):
    world = at_stage(BOTH, tmp_path, MORNING)
    sick(world)
    whole = [line[0] for line in lines(world)]
    for size in (1, 2, 3, 5):
        monkeypatch.setattr("api.pages.audit.SHOWN", size)
        paged = [line[0] for start in range(0, 60, size) for line in lines(world, f"/audit?offset={start}")]
        assert paged == whole


def test_every_act_is_of_one_kind():
    several = [act for kind in KINDS for act in acts_of_kind(kind)]
    assert sorted(several) == sorted(ACTS)


@pytest.mark.parametrize("typed", ["0001", "安娜", " 安 ", "agent"])
def test_what_somebody_did_and_what_was_done_about_them_is_found_by_name_too(tmp_path, typed):
    world = at_stage(BOTH, tmp_path, MORNING)
    sick(world)
    found = lines(world, f"/audit?actor={typed}")
    assert {"安娜 0001" in line[2] or "安娜 0001" in line[4] for line in found} == {True}
    # Her own request, and the word of two others on it.
    assert [line[3] for line in found] == ["同意请假", "同意请假", "提出请假"]
    assert {line[2] for line in found} == {"安娜 0001", "陆班 0011", "director"}


@pytest.mark.parametrize(("typed", "who"), [("系统", "系统"), ("System", "系统"), ("nobody", None)])
def test_the_system_is_found_by_its_word_and_nobody_by_nobodys(tmp_path, typed, who):
    world = at_stage(BOTH, tmp_path, MORNING)
    world.clock.at = datetime(2026, 10, 31, 1, tzinfo=UTC)
    with world.desk.reading():
        pass  # what time has done by then is written down
    assert {line[2] for line in lines(world, f"/audit?actor={typed}")} == ({who} if who else set())


@pytest.mark.parametrize(
    ("asked", "acts"),
    [
        ("leaves", {"提出请假", "同意请假"}),
        ("leave.file", {"提出请假"}),
        ("请假", {"提出请假", "同意请假"}),
        ("asked for leave", {"提出请假"}),
        ("Leave", {"提出请假", "同意请假"}),
        ("swaps", set()),
        ("delegate", {"设代理"}),
        ("nothing of the kind", set()),
    ],
)
def test_acts_are_found_by_their_kind_and_by_their_words(tmp_path, asked, acts):
    world = at_stage(BOTH, tmp_path, MORNING)
    sick(world)
    assert {line[3] for line in lines(world, f"/audit?action={asked}")} == acts


def test_a_choice_of_the_page_is_a_kind_or_an_act(tmp_path):
    world = at_stage(BOTH, tmp_path, MORNING)
    offered = re.findall(r'<option value="([^"]+)"', world.ask("admin", "GET", "/audit").text)
    assert set(offered) >= set(ACTS)
    assert all(acts_meant(one) for one in offered)


@pytest.mark.parametrize(("language", "said"), [("zh", "该行被改动"), ("en", "the row was changed")])
def test_a_broken_chain_is_told_in_the_readers_language(tmp_path, language, said):
    world = at_stage(BOTH, tmp_path, MORNING)
    world.speak(language)
    with world.parts.store.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER audit_no_update"))
        connection.execute(text("UPDATE audit SET actor = 'x' WHERE seq = 2"))
    assert said in world.ask("admin", "GET", "/audit?check=1").text
