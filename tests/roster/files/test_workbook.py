"""The roster's workbook: sheets, heads, cells, sums and colours in both languages."""

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from small_month import DECLINED, GRANTED, OCTOBER, WISHES, renamed, small_case, small_evidence, small_roster

from constraints import CATALOGUE
from roster.engine.problem.outcome import Asked, Unmet
from roster.files.grid_marks import is_leave_mark, parse_cell
from roster.files.month_table import MonthTable
from roster.files.read_roster import read_roster
from roster.files.workbook.book import write_workbook
from roster.files.workbook.words import BESIDE_THE_ROSTER
from roster.model import Agent, Case, Duty, Leave, LeaveStatus, Load, Month, Roster, SeatRequirement, Service
from roster.report import coverage
from roster.rule import Rulebook
from roster.rule.evidence import Evidence
from roster.text import Text, both

FIRST = OCTOBER.first
SHEETS_ZH = ["排班表", "座席覆盖", "公平", "未满足"]


def written(evidence: Evidence, language: str = "zh", unmet: tuple[Unmet, ...] = ()) -> bytes:
    target = io.BytesIO()
    rulebook = Rulebook.of(CATALOGUE, evidence.case.centre)
    write_workbook(target, evidence, rulebook, language, unmet=unmet)  # type: ignore[arg-type]
    return target.getvalue()


def opened(evidence: Evidence, language: str = "zh", unmet: tuple[Unmet, ...] = ()) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(written(evidence, language, unmet)))


def day_column(day: date) -> int:
    return 6 + (day - FIRST).days


def cell(book: Workbook, agent_id: str, day: date) -> Cell:
    sheet = book.worksheets[0]
    row = next(row for row in range(3, 20) if sheet.cell(row, 1).value == agent_id)
    return sheet.cell(row, day_column(day))


def on(day: int) -> date:
    return date(2026, 10, day)


INCHES = {8: 16.54, 9: 11.69}
PIXELS_A_DIGIT = 7


def staff(people: int) -> Evidence:
    """The small month with so many more people of one job, all on the early shift on the 2nd."""
    case = small_case()
    more = tuple(Agent(f"9{number:03d}", f"客服员{number}", "三班", ("189",)) for number in range(people))
    duties = [Duty(agent.agent_id, on(2), "E", "189") for agent in more]
    return Evidence(replace(case, agents=(*case.agents, *more)), Roster.of(duties))


@pytest.mark.parametrize(
    ("people", "language", "paper", "high"),
    [
        (0, "zh", 9, 1), (35, "zh", 9, 1), (70, "zh", 8, 1), (200, "zh", 9, 0),
        (0, "en", 9, 1), (70, "en", 8, 1), (200, "en", 8, 0),
    ],
)  # fmt: skip
def test_a_month_is_read_on_paper(people: int, language: str, paper: int, high: int) -> None:
    """On one page, of A4 where it can be, in letters of six points at least: what widths and heights leave of nine."""
    sheet = opened(staff(people), language).worksheets[0]
    page = sheet.page_setup
    assert (page.orientation, sheet.sheet_properties.pageSetUpPr.fitToPage) == ("landscape", True)
    assert (page.paperSize, 1 if page.fitToHeight is None else page.fitToHeight) == (paper, high)
    digits = 0.0
    for column in sheet.column_dimensions.values():
        digits += column.width * (column.max - column.min + 1)
    inches = digits * PIXELS_A_DIGIT / 96
    margins = sheet.page_margins.left + sheet.page_margins.right
    assert 9 * min(1.0, (INCHES[page.paperSize] - margins) / inches) >= 6
    assert sheet.auto_filter.ref == f"A2:{get_column_letter(sheet.max_column)}{2 + 6 + people}"


def test_the_sheets_in_both_languages() -> None:
    assert opened(small_evidence()).sheetnames == SHEETS_ZH
    assert opened(small_evidence(), "en").sheetnames == ["Roster", "Coverage", "Fairness", "Not granted"]


def test_two_header_rows_real_dates_then_weekday_holiday_and_make_up_day() -> None:
    sheet = opened(small_evidence()).worksheets[0]
    dates = [sheet.cell(1, day_column(day)).value for day in OCTOBER]
    assert dates == [datetime.combine(day, datetime.min.time()) for day in OCTOBER]
    below = [sheet.cell(2, day_column(on(day))).value for day in (1, 8, 10, 11)]
    assert below == ["四\n休", "四", "六\n班", "日"]
    fills = {day: sheet.cell(2, day_column(on(day))).fill.start_color.rgb for day in (1, 8, 10, 11)}
    assert len(set(fills.values())) == 4


def test_the_left_columns_name_the_person_team_by_team_leaders_first() -> None:
    case = small_case()
    shuffled = replace(case, agents=tuple(reversed(case.agents)))
    sheet = opened(Evidence(shuffled, small_roster(shuffled))).worksheets[0]
    people = [[sheet.cell(row, column).value or "" for column in range(1, 6)] for row in range(3, 9)]
    assert people[0] == ["004", "赵六", "二班", "189", "副班长"]
    assert [person[0] for person in people] == ["004", "006", "005", "001", "003", "002"]
    assert people[3] == ["001", "张三", "一班", "189 180", "高级 班长"]


def test_cells_hold_the_code_and_the_job_where_it_is_not_the_first() -> None:
    book = opened(small_evidence())
    assert cell(book, "001", on(2)).value == "E"
    assert cell(book, "001", on(4)).value == "E/180"
    assert cell(book, "001", on(5)).value is None
    assert cell(book, "001", on(2)).fill.start_color.rgb != cell(book, "004", on(24)).fill.start_color.rgb


def test_leave_is_marked_without_its_reason_and_declined_leave_is_not() -> None:
    book = opened(small_evidence())
    assert [cell(book, "002", on(day)).value for day in (1, 2, 3)] == ["假", "假", None]
    assert cell(book, "006", on(20)).value == "假"
    assert cell(book, "004", on(12)).value is None
    content = zipfile.ZipFile(io.BytesIO(written(small_evidence()))).read("xl/sharedStrings.xml").decode()
    assert "病" not in content
    assert "sick" not in content


def test_hours_nights_rest_days_and_balance_stand_on_the_right() -> None:
    sheet = opened(small_evidence()).worksheets[0]
    right = day_column(OCTOBER.last) + 1
    assert [sheet.cell(1, right + k).value for k in range(4)] == ["工时", "夜班", "休息", "差额"]
    # 004: one night of 8 h; contract 8 h on each of October's 18 legal working days.
    row = next(row for row in range(3, 9) if sheet.cell(row, 1).value == "004")
    assert [sheet.cell(row, right + k).value for k in range(4)] == [8, 1, 30, 8 - 144]


def test_required_rostered_and_gap_stand_below_each_day_and_shift() -> None:
    sheet = opened(small_evidence()).worksheets[0]
    rows = {}
    name = ""
    for row in range(9, sheet.max_row + 1):
        name = sheet.cell(row, 2).value or name
        if sheet.cell(row, 5).value:
            rows[name, sheet.cell(row, 5).value] = sheet.cell(row, day_column(on(2))).value
    # On the 2nd 001 serves 189 and 003 serves 180 on E and L; 005 is a trainee. 24 + 8 seat-hours are asked for.
    assert rows["全部座席", "当班人数"] == 3
    assert (rows["全部座席", "需求"], rows["全部座席", "在岗"], rows["全部座席", "缺口"]) == (32, 16, -24)
    assert [rows["E 早班", word] for word in ("人数", "需求", "在岗", "缺口")] == [2, 2, 1, -1]
    assert (rows["N 夜班", "人数"], rows["N 夜班", "缺口"]) == (0, -1)
    assert not any(sheet.cell(row, 1).value for row in range(9, sheet.max_row + 1))


def test_frozen_and_set_up_for_paper() -> None:
    for sheet in opened(small_evidence()).worksheets:
        assert sheet.freeze_panes is not None
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage  # one page wide (the default), as many high as it takes
        assert sheet.page_setup.fitToHeight in {0, None}  # None: one page
    first = opened(small_evidence()).worksheets[0]
    assert (first.freeze_panes, first.print_title_rows, first.page_setup.paperSize) == ("C3", "$1:$2", 8)
    assert "北方客服中心 · 2026年10月 · 排班表" in (first.oddHeader.center.text or "")


def test_the_legend_explains_codes_colours_and_holidays() -> None:
    sheet = opened(small_evidence()).worksheets[0]
    below = {cell.value for row in sheet.iter_rows(min_row=9) for cell in row}
    assert {"E 早班 08:00–16:00，其中休息 60 分钟", "L 晚班 16:00–24:00", "N 夜班 22:00–06:00，夜班"} <= below
    assert {"假 请假", "周末", "10/1–10/7 国庆节 (公休日)", "10/10 国庆节调休 (调休上班)"} <= below


def test_the_coverage_sheet_shows_the_gap_per_interval_day_and_job_in_heat() -> None:
    sheet = opened(small_evidence()).worksheets[1]
    titles = {sheet.cell(row, 1).value: row for row in range(1, sheet.max_row + 1)}
    top = titles["工种 189 · 差额（在岗 − 需求）"] + 3
    clock = {sheet.cell(row, 1).value: row for row in range(top, top + 24)}
    assert list(clock) == [f"{hour:02d}:00" for hour in range(24)]
    second = 1 + 2
    assert (sheet.cell(clock["08:00"], second).value, sheet.cell(clock["16:00"], second).value) == (0, -1)
    only_opening_hours = titles["工种 180 · 需求座席"] + 3
    assert sheet.cell(only_opening_hours, 1).value == "08:00"
    assert len(sheet.conditional_formatting) == 6
    # Gaps come first and are printed, bold below 0; the seats themselves are for the screen.
    first_seats = titles["工种 180 · 在岗座席"]
    assert titles["工种 189 · 差额（在岗 − 需求）"] < first_seats
    assert sheet.print_area == f"'座席覆盖'!$A$1:$AF${first_seats - 1}"
    bold = [rule for rules in sheet.conditional_formatting for rule in rules.rules if rule.type == "cellIs"]
    assert [(rule.operator, rule.formula, rule.dxf.font.b) for rule in bold] == [("lessThan", ["0"], True)] * 2


def test_a_repeated_hour_shows_its_worse_half_and_a_skipped_one_stays_empty() -> None:
    case = small_case("Europe/Berlin", Month(2026, 10))
    sheet = opened(Evidence(case, small_roster(case))).worksheets[1]
    assert sheet.cell(3 + 1, 1).value == "08:00"  # job 180 first
    march = small_case("Europe/Berlin", Month(2026, 3))
    sheet = opened(Evidence(march, Roster.of([]))).worksheets[1]
    top = next(row for row in range(1, 200) if str(sheet.cell(row, 1).value).startswith("工种 189")) + 3
    assert [sheet.cell(top + hour, 1 + 29).value for hour in (1, 2, 3)] == [-1, None, -1]


def test_predicted_service_has_a_sheet_where_load_is_given() -> None:
    case = replace(small_case(), load=(Load(on(2), 480, "189", 10.0, 180.0), Load(on(2), 960, "189", 10.0, 180.0)))
    case = replace(case, centre=replace(case.centre, service=Service(shrinkage=0.0)))
    sheet = opened(Evidence(case, small_roster(case)))["预计服务水平"]
    assert str(sheet.cell(1, 1).value).startswith("目标：80% 的来电在 15 秒内接听")
    served, empty = sheet.cell(5, 3).value, sheet.cell(6, 3).value
    assert (sheet.cell(5, 1).value, sheet.cell(6, 1).value) == ("08:00", "16:00")
    assert isinstance(served, float)
    assert 0 < served < 1
    assert empty == 0
    # Nobody is taken to hang up where no patience is given: an answer rate would be 100 % whatever happens.
    assert [title for row in sheet.iter_rows() if "接通率" in (title := str(row[0].value))] == []
    patient = replace(case, centre=replace(case.centre, service=Service(shrinkage=0.0, patience_seconds=120.0)))
    sheet = opened(Evidence(patient, small_roster(patient)))["预计服务水平"]
    titles = [str(row[0].value) for row in sheet.iter_rows()]
    assert "，接通率 " in titles[0]
    assert "工种 189 · 接通率" in titles


def test_the_fairness_sheet_counts_kinds_and_shares() -> None:
    sheet = opened(small_evidence()).worksheets[-2]
    assert [sheet.cell(1, column).value for column in (7, 11, 15)] == ["夜班", "周末", "公休日"]
    rows = {sheet.cell(row, 1).value: row for row in range(3, 9)}
    night = [sheet.cell(rows["001"], column).value for column in (7, 8)]
    assert night == [0, 1]
    assert sheet.cell(rows["004"], 7).value == 1
    assert sheet.cell(rows["001"], 15).value == 2  # the 2nd and the 4th


def test_the_fairness_sheet_shows_what_rules_count_beside_last_month() -> None:
    evidence = small_evidence()
    heads = [opened(evidence).worksheets[-2].cell(1, column).value for column in range(19, 31, 2)]
    assert heads == ["逆向倒班", "上班时刻变动", "孤立上班日", "孤立休息日", "单个夜班", "周末只休一天"]
    # 004: one night, on Saturday the 24th, with nothing before or after it.
    case = replace(evidence.case, history=())
    alone = opened(Evidence(case, evidence.roster)).worksheets[-2]
    row = next(row for row in range(3, 9) if alone.cell(row, 1).value == "004")
    assert [alone.cell(row, column).value for column in range(19, 31)] == [
        *(0, None, 0, None, 1, None, 0, None, 1, None, 1, None)
    ]
    # Two nights of September apart, from a history that reaches back to its first week: Wednesday 2nd, Saturday 5th.
    first = date(2026, 9, 1)
    past = (Duty("004", first + timedelta(days=1), "N", "189"), Duty("004", first + timedelta(days=4), "N", "189"))
    both_months = opened(Evidence(replace(case, history=past), evidence.roster)).worksheets[-2]
    assert [both_months.cell(row, column).value for column in range(20, 31, 2)] == [0, 0, 2, 0, 2, 1]


def shown_in(book: Workbook, title: str) -> list[list[object]]:
    return [[None if cell.value == "" else cell.value for cell in row] for row in book[title].iter_rows()]


def test_what_was_not_granted_says_why() -> None:
    quota = Text("名额已满", "quota used up")
    seat = Unmet(Asked.SEAT, on(2), both("rest"), "REST", "§3", minute=480, job="189", seats=1)
    seats = [seat, replace(seat, minute=540), replace(seat, minute=660)]
    unmet = (
        *seats,
        Unmet(Asked.WISH, WISHES[0].day, both("needed"), agent_id="001", index=0),
        Unmet(Asked.REQUEST, on(12), quota, "LEAVE", "请假制度 §3", "004", DECLINED),
    )
    case = small_case()
    at_work = small_roster(case, Duty("001", on(3), "E", "189"), Duty("003", on(5), "N", "180"))
    book = opened(Evidence(case, at_work), unmet=unmet)
    rows = shown_in(book, "未满足")
    day = datetime(2026, 10, 12)  # noqa: DTZ001 - a cell's date has no zone
    assert ["请假申请", "004", "赵六", day, "事假 10/12, 优先级 1", "LEAVE", "请假制度 §3", "名额已满"] in rows
    wishes = {row[1]: row[4:] for row in rows if row[0] == "愿望"}
    assert wishes["001"] == ["希望 休息（权重 2）", None, None, "needed"]
    assert wishes["003"] == ["不希望 N（权重 1）", None, None, None]
    assert wishes[2] == [None] * 4  # both of the two that were asked
    # A line each of the empty seats: neighbouring intervals of one reason together, times and hours in cells of theirs.
    lines = shown_in(book, "缺座席明细")
    second = datetime(2026, 10, 2)  # noqa: DTZ001
    assert lines[1:] == [
        [second, "五", "189", "08:00", "10:00", 1, 2, "REST", "§3", "rest"],
        [second, "五", "189", "11:00", "12:00", 1, 1, "REST", "§3", "rest"],
    ]
    assert book["缺座席明细"].auto_filter.ref == "A1:J3"


def test_what_is_not_met_is_read_off_any_roster() -> None:
    """A roster made by hand too: no search has told the reasons, and the sheet says what is missing all the same."""
    evidence = small_evidence()
    book = opened(evidence)
    assert "缺座席明细" not in book.sheetnames
    rows = shown_in(book, "未满足")
    assert [row[4] for row in rows if row[0] in ("类别", "请假申请") and row[1] != 2] == [
        "内容",
        "事假 10/12, 优先级 1",
    ]
    assert not any("原因" in row for row in rows)
    summary = {row[0]: tuple(row[1:4]) for row in rows[:5]}
    assert summary["请假申请"][:2] == (2, 1)
    short = {job: float(row.sum()) for job, row in zip(coverage(evidence).jobs, coverage(evidence).short, strict=True)}
    assert summary["180 座席小时"][1] == short["180"]
    assert summary["189 座席小时"][1] == short["189"]
    assert sum(row[2] for row in rows if isinstance(row[0], datetime)) == sum(short.values())  # type: ignore[misc]
    # On the 2nd 001 serves 189 from 08:00 to 16:00 alone, and nobody serves 180 till then.
    second = next(row for row in rows if row[0] == datetime(2026, 10, 2))  # noqa: DTZ001
    assert second[:3] == [datetime(2026, 10, 2), "五", 24.0]  # noqa: DTZ001
    assert second[3] == "180: 08:00–16:00；189: 00:00–08:00、16:00–24:00"


def test_a_month_without_anything_short_says_so() -> None:
    case = replace(small_case(), seats=(), wishes=(), leaves=())
    words = [row[0] for row in shown_in(opened(Evidence(case, Roster.of([])), "en"), "Not granted")]
    assert "Every leave request and wish was met" in words
    full = replace(small_case(), seats=(SeatRequirement(on(2), 480, "189", 1),))
    words = [row[0] for row in shown_in(opened(Evidence(full, small_roster(full))), "未满足")]
    assert "座席全部排满" in words


def test_the_workbook_reads_back_as_the_same_roster(tmp_path: Path) -> None:
    for language in ("zh", "en"):
        evidence = small_evidence()
        (tmp_path / "roster.xlsx").write_bytes(written(evidence, language))
        assert read_roster(tmp_path / "roster.xlsx", evidence.case) == evidence.roster


@pytest.mark.parametrize("title", [title for text in BESIDE_THE_ROSTER for title in (text.zh, text.en)])
def test_counts_in_another_sheet_of_the_workbook_are_no_days(tmp_path: Path, title: str) -> None:
    evidence = small_evidence()
    book = opened(evidence)
    if title in book.sheetnames:
        book.remove(book[title])
    sheet = book.create_sheet(f"{title} 10-12" if title in ("休息", "Breaks") else title)
    agent = evidence.case.agents[0]
    sheet.append(["工号", "姓名", *range(1, 32)])
    sheet.append([agent.agent_id, agent.name, "E"])
    book.save(tmp_path / "roster.xlsx")
    assert read_roster(tmp_path / "roster.xlsx", evidence.case) == evidence.roster


def test_three_counts_in_a_row_of_any_sheet_are_no_days(tmp_path: Path) -> None:
    evidence = small_evidence()
    book = opened(evidence)
    agent = evidence.case.agents[0]
    book.create_sheet("统计").append(["工号", "姓名", 1, 2, 3])
    book["统计"].append([agent.agent_id, agent.name, 1, 2, 3])
    book.save(tmp_path / "roster.xlsx")
    assert read_roster(tmp_path / "roster.xlsx", evidence.case) == evidence.roster


@settings(max_examples=6, deadline=None)
@given(st.data())
def test_any_roster_reads_back_without_loss(data: st.DataObject) -> None:
    case = small_case()
    choice = st.tuples(st.sampled_from(case.agents), st.sampled_from(list(OCTOBER)), st.sampled_from("ELN"))
    drawn = data.draw(st.lists(choice, max_size=60))
    duties = {}
    for agent, day, shift in drawn:
        away = [leave for leave in case.leaves if leave.agent_id == agent.agent_id and leave.covers(day)]
        if not away:
            duties[agent.agent_id, day] = Duty(agent.agent_id, day, shift, data.draw(st.sampled_from(("189", "180"))))
    roster = Roster.of(duties.values(), {GRANTED})
    sheets = []
    for row in opened(Evidence(case, roster)).worksheets[0].iter_rows(min_row=3, max_row=2 + len(case.agents)):
        agent = case.agent_by_id[str(row[0].value)]
        for day, shown in zip(OCTOBER, row[5:], strict=False):
            meant = parse_cell(str(shown.value or ""), agent, case)
            if meant is not None:
                sheets.append(Duty(agent.agent_id, day, *meant))
            else:
                assert not shown.value or is_leave_mark(str(shown.value), case)
    assert Roster.of(sheets, {GRANTED}) == roster


HOSTILE = [
    "=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "{=1}", '=HYPERLINK("http://x","y")',
    "=cmd|' /C calc'!A0", "http://x", "internal:A1", "mailto:a@b",
]  # fmt: skip


def hostile_case(text: str) -> Case:
    """A case in which every text that people enter is `text`."""
    case = renamed(small_case(), text, agent_id=text, team=text)
    shifts = (replace(case.shifts[0], code=text, name=text), *case.shifts[1:])
    first = Agent(text, text, text, (text,))
    agents = (first, *case.agents[1:])
    seats = tuple(replace(row, job=text) if row.job == "180" else row for row in case.seats)
    centre = replace(case.centre, name=text)
    return replace(case, centre=centre, agents=agents, shifts=shifts, seats=seats, wishes=(), history=())


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_formula_or_a_link(text: str) -> None:
    case = hostile_case(text)
    unmet = (Unmet(Asked.SEAT, on(2), both(text), text, text, minute=480, job=text, seats=1),)
    content = written(Evidence(case, Roster.of([Duty(text, on(9), text, text)])), unmet=unmet)
    archive = zipfile.ZipFile(io.BytesIO(content))
    for name in archive.namelist():
        if name.startswith("xl/worksheets/"):
            assert b"<f>" not in archive.read(name)
            assert b"<f " not in archive.read(name)
            assert b"hyperlink" not in archive.read(name)
    shift = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].cell(3, day_column(on(9)))
    assert str(shift.value).replace("_x000D_", "\r").strip() == text.strip()


def test_ids_are_text_and_keep_their_zeros() -> None:
    sheet = opened(small_evidence()).worksheets[0]
    assert (sheet["A3"].value, sheet["A3"].data_type, sheet["A3"].number_format) == ("001", "s", "@")


def test_the_same_roster_gives_the_same_bytes_stamped_with_the_months_first_moment() -> None:
    assert written(small_evidence()) == written(small_evidence())
    created = opened(small_evidence()).properties.created
    assert created == datetime(2026, 9, 30, 16)  # noqa: DTZ001 - openpyxl gives UTC without saying so


def test_two_duties_of_one_day_share_the_cell() -> None:
    case = small_case()
    book = opened(Evidence(case, small_roster(case, Duty("001", on(2), "N", "180"))))
    assert cell(book, "001", on(2)).value == "E; N/180"


def test_days_outside_the_employment_are_hatched() -> None:
    case = small_case()
    agents = (replace(case.agents[0], start_date=on(3)), *case.agents[1:])
    away = Leave("001", "annual", on(1), on(3), LeaveStatus.APPROVED)
    evidence = Evidence(replace(case, agents=agents, leaves=(away,)), Roster.of([]))
    book = opened(evidence)
    assert cell(book, "001", on(2)).fill.patternType != cell(book, "001", on(3)).fill.patternType
    # Leave is of who is employed: it goes no further than that, in the workbook and in the printed month.
    assert [cell(book, "001", on(day)).value for day in (1, 2, 3)] == ["—", "—", "假"]
    table = MonthTable.of(evidence, "zh")
    assert [table.cells["001", on(day)].leave for day in (1, 2, 3)] == [False, False, True]


def test_leave_of_some_hours_on_a_day_without_duty_is_marked_in_the_workbook_and_in_print_alike() -> None:
    case = small_case()
    some = Leave("001", "annual", on(2), on(2), LeaveStatus.APPROVED, start_minute=480, end_minute=720)
    evidence = Evidence(replace(case, leaves=(some,)), Roster.of([]))
    book, table = opened(evidence), MonthTable.of(evidence, "zh")
    assert [cell(book, "001", on(day)).value for day in (1, 2, 3)] == [None, "假", None]
    assert [table.cells["001", on(day)].text for day in (1, 2, 3)] == ["", "假", ""]
