"""A case sent through the page: its faults each at its cell, nothing stored; or what it changes, then taken in."""

import csv
import io
import zipfile

import openpyxl
import pytest
from page_steps import follow
from playwright.sync_api import expect
from sqlalchemy import func, select

from roster.cases import bundled_folder
from roster.model import Month
from roster.store.tables.case import MONTHS


def zipped(change=None) -> bytes:
    """The bundled hotline as a .zip, its tables changed by `change(name, rows)`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path in sorted(bundled_folder("hotline").iterdir()):
            if path.suffix not in {".csv", ".toml"}:
                continue
            text = path.read_text("utf-8-sig")
            if path.suffix == ".csv" and change is not None:
                rows = list(csv.reader(io.StringIO(text)))
                change(path.stem, rows)
                made = io.StringIO()
                csv.writer(made, lineterminator="\n").writerows(rows)
                text = made.getvalue()
            archive.writestr(path.name, text)
    return out.getvalue()


WRONG = {
    "leave": ("start", "2026-13-01"),
    "wishes": ("date", "2026-13-01"),
    "availability": ("available", "perhaps"),
    "history": ("date", "2026-13-01"),
    "load": ("calls", "many"),
    "pins": ("date", "2026-13-01"),
}
"""Sheets and the value that is wrong in each."""


def break_it(name, rows):
    if name in WRONG:
        column, value = WRONG[name]
        place = rows[0].index(column)
        for number, row in enumerate(rows[1:8]):
            row[place] = f"{value}{number}"


def send(page, data, name="case.zip"):
    page.set_input_files("#file", {"name": name, "mimeType": "application/octet-stream", "buffer": data})
    follow(page, page.get_by_role("button", name="检查"))


def months(centre):
    with centre.parts.store.reading() as connection:
        return connection.execute(select(func.sum(MONTHS.c.revision))).scalar_one()


def test_dozens_of_faults_in_six_sheets_each_stand_at_their_cell(centre, visit):
    page = visit(centre, "planner", "/import")
    before = months(centre)
    send(page, zipped(break_it))
    expect(page.locator("#problem")).to_contain_text("什么都没有保存")
    assert page.locator(".fault").count() >= 30
    files = page.locator("nav.tabs a").all_inner_texts()
    assert {text.split()[0] for text in files} == {f"{name}.csv" for name in WRONG}
    for name, (column, value) in WRONG.items():
        section = page.locator("section", has=page.get_by_role("heading", name=f"{name}.csv"))
        wrong = section.locator("td.wrong").first
        assert wrong.inner_text() == f"{value}0", name
        place = wrong.evaluate("cell => cell.cellIndex")
        assert section.locator("thead").first.locator("th").nth(place).inner_text() == column
        assert section.locator("tr.at").first.evaluate("row => row.parentElement.rows.length") >= 2
    assert months(centre) == before


def test_what_a_published_roster_uses_and_the_file_lacks_is_told_when_it_is_looked_through(centre, visit):
    gone = {"shifts": "code", "agents": "agent_id"}
    used = centre.parts.office.desk("hotline").board(Month(2026, 10)).roster.duties
    lost = {"shifts": used[0].shift, "agents": used[0].agent_id}

    def without(name, rows):
        for table, column in gone.items():
            names = {column, *(("shift",) if table == "shifts" else ())}
            places = [place for place, head in enumerate(rows[0]) if head in names]
            rows[1:] = [row for row in rows[1:] if lost[table] not in {row[place] for place in places}]

    page = visit(centre, "planner", "/import")
    send(page, zipped(without))
    tabs = page.locator("nav.tabs a").all_inner_texts()
    assert tabs == ["人员 1 ✗", "班次 1 ✗"]
    said = page.locator(".fault").all_inner_texts()
    assert [lost["agents"] in said[0], "离职日期" in said[0]] == [True, True]
    assert [lost["shifts"] in said[1], "只改名称" in said[1]] == [True, True]
    assert page.get_by_role("button", name="导入").count() == 0


def test_faults_go_by_the_name_of_who_sent_the_file(centre, visit, tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "人员"
    book.active.append(["工号", "姓名", "班组", "工种"])
    book.active.append(["1", "王", "一组", "189"])
    book.create_sheet("中心").append(["月份", "十月"])
    book.save(tmp_path / "sent.xlsx")
    page = visit(centre, "planner", "/import")
    send(page, (tmp_path / "sent.xlsx").read_bytes(), "十月.xlsx")
    counts = [int(text.split()[-2]) for text in page.locator("nav.tabs a").all_inner_texts()]
    assert page.locator(".fault").count() == sum(counts) > 2
    assert "case.xlsx" not in page.inner_text("main")
    send(page, b"no workbook at all", "十月.xlsx")
    assert "case.xlsx" not in page.inner_text("main")


def test_what_it_would_change_is_told_before_it_is_taken_in(centre, visit):
    def one_more(name, rows):
        if name == "agents":
            last = [*rows[-1]]
            last[0], last[1] = "9001", "新人"
            rows.append(last)

    page = visit(centre, "planner", "/import")
    before = months(centre)
    send(page, zipped(one_more))
    expect(page.get_by_text("9001")).to_be_visible()
    expect(page.locator(".warned")).to_contain_text("已发布")
    assert months(centre) == before
    follow(page, page.get_by_role("button", name="导入"))
    expect(page.locator(".toast")).to_contain_text("已导入")
    expect(page.locator("tr[data-a='9001']")).to_have_count(1)


@pytest.mark.parametrize(("name", "words"), [("case.xls", "不是 .zip 或 .xlsx"), ("case.zip", "zip")])
def test_what_is_no_case_is_told(shared_centre, visit, name, words):
    page = visit(shared_centre, "director", "/import")
    page.evaluate("document.getElementById('file').removeAttribute('accept')")
    send(page, b"nothing of the kind", name)
    expect(page.locator("#problem")).to_contain_text(words)


def test_a_leader_takes_in_no_case(shared_centre, visit):
    page = visit(shared_centre, "leader", "/")
    assert page.goto("/import").status == 404


def test_the_file_comes_back_with_each_fault_framed_in_its_cell(centre, visit, tmp_path):
    from openpyxl import load_workbook

    page = visit(centre, "planner", "/import")
    send(page, zipped(break_it))
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载带批注的 Excel").click()
    waiting.value.save_as(tmp_path / "annotated.xlsx")
    book = load_workbook(tmp_path / "annotated.xlsx")
    assert book.sheetnames[0] == "问题"
    assert book["问题"].max_row - 1 >= 30
    for name, (column, value) in WRONG.items():
        sheet = book[name]
        place = [cell.value for cell in sheet[1]].index(column)
        cell = sheet.cell(2, place + 1)
        assert cell.value == f"{value}0", name
        assert cell.border.left.style == "medium"
        assert "→" in cell.comment.text
        assert sheet.cell(2, 1).border.left.style is None
    assert book["agents"].cell(2, 1).value == "0001"


def test_a_roster_edited_in_a_workbook_becomes_a_draft(centre, visit, tmp_path):
    from openpyxl import load_workbook

    page = visit(centre, "leader", f"/rosters/{centre.published}")
    planner = visit(centre, "planner", "/import?month=2026-10")
    answer = page.request.get(f"/api/v1/rosters/{centre.published}/export.xlsx")
    (tmp_path / "roster.xlsx").write_bytes(answer.body())
    book = load_workbook(tmp_path / "roster.xlsx")
    sheet = book.worksheets[0]
    row = next(row for row in sheet.iter_rows() if row[0].value == centre.people["agent"])
    cell = next(cell for cell in row[5:] if cell.value == "A")
    cell.value = "Q7"
    book.save(tmp_path / "bad.xlsx")
    send(planner, (tmp_path / "bad.xlsx").read_bytes(), "roster.xlsx")
    expect(planner.locator("#problem")).to_contain_text("什么都没有保存")
    expect(planner.locator(".fault td.wrong")).to_have_text("Q7")
    cell.value = "休"
    book.save(tmp_path / "good.xlsx")
    send(planner, (tmp_path / "good.xlsx").read_bytes(), "roster.xlsx")
    expect(planner.get_by_text("1 格 · 1 人")).to_be_visible()
    follow(planner, planner.get_by_role("button", name="存为草稿"))
    expect(planner.locator(".toast")).to_contain_text("已建草稿")
    assert planner.locator("td.df").count() == 1


def test_known_ids_with_other_names_or_data_are_listed_old_and_new_before_anything_is_taken_in(centre, visit):
    was = {}

    def others(name, rows):
        if name == "agents":
            columns = {column: place for place, column in enumerate(rows[0])}
            for number in (1, 2):
                was[rows[number][0]] = rows[number][1]
                rows[number][1] = f"另一人{number}"
            row = rows[3]
            was["team"] = row[0], row[columns["team"]]
            row[columns["team"]] = next(
                other[columns["team"]] for other in rows[1:] if other[columns["team"]] != was["team"][1]
            )
            was["team"] = *was["team"], row[columns["team"]]

    page = visit(centre, "planner", "/import")
    before = months(centre)
    send(page, zipped(others))
    told = page.locator(".warned", has_text="换了姓名")
    who, old_team, new_team = was.pop("team")
    expect(told).to_contain_text("2 个已有的工号换了姓名")
    assert told.locator("li").all_inner_texts() == [
        f"{agent} {name} → 另一人{number}" for number, (agent, name) in enumerate(was.items(), 1)
    ]
    lines = page.locator("details", has_text="1 人的其他资料与 2026-10 不同").locator("li").all_inner_texts()
    assert [line.split()[0] for line in lines] == [who]
    assert lines[-1].endswith(f": 班组 {old_team} → {new_team}")
    assert months(centre) == before
