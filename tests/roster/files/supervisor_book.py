"""The workbook of a supervisor of 25 people, as Excel leaves it in China: heads, words, real dates, a grid."""

from datetime import date, time, timedelta
from pathlib import Path

import openpyxl
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

PEOPLE = [
    "王建国", "李欣怡", "张文涛", "刘晨曦", "陈思远",
    "杨雨桐", "赵子轩", "黄诗涵", "周浩然", "吴梦琪",
    "徐俊杰", "孙雅静", "胡志强", "朱婷婷", "高天宇",
    "林晓彤", "何佳琪", "郭明哲", "马若曦", "罗宇航",
    "梁静怡", "宋一鸣", "郑雪莹", "谢子墨", "韩冰冰",
]  # fmt: skip
SHIFTS = (("早", "早班", 8, 16), ("中", "中班", 10, 18), ("晚", "晚班", 14, 22), ("夜", "夜班", 22, 8))
YEAR, MONTH = 2026, 10
LAST_MONTH = "早早中休休晚晚夜休休早早中中休休早早晚晚休休中中夜休休早早中"


def save(path: Path) -> Path:
    """Write it."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    _rows(
        book.create_sheet("设置"),
        ("项目", "值"),
        [
            ("名称", "市民热线"),
            ("时区", "北京时间"),
            ("月份", date(YEAR, MONTH, 1)),
            ("规则.max_nights_per_month", 8),
        ],
    )
    _people(book.create_sheet("花名册"))
    _rows(
        book.create_sheet("班次表"),
        ("班次代码", "班次名称", "上班时间", "下班时间", "休息(分钟)"),
        [(code, name, time(start), time(end % 24), 0) for code, name, start, end in SHIFTS],
    )
    _rows(book.create_sheet("座席需求"), ("日期", "时段", "工种", "人数"), _seats())
    _rows(
        book.create_sheet("请假登记表"),
        ("工号", "姓名", "请假类型", "开始日期", "结束日期", "审批状态"),
        [
            ("0003", PEOPLE[2], "事假", date(2026, 10, 12), date(2026, 10, 12), "申请中"),
            ("0007", PEOPLE[6], "病假", date(2026, 10, 8), date(2026, 10, 9), "已批准"),
            ("0011", PEOPLE[10], "年假", "10月19日", "10月21日", "已批"),
            ("0012", PEOPLE[11], "年假", date(2026, 3, 2), date(2026, 3, 6), "已批"),
        ],
    )
    _last_month(book.create_sheet("上月排班"))
    book.create_sheet("Sheet2")
    book.save(path)
    return path


def _rows(sheet: Worksheet, header: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    sheet.append(header)
    for row in rows:
        sheet.append(row)
    for cell in sheet[1]:
        cell.font = Font(bold=True)


def _people(sheet: Worksheet) -> None:
    """A title over the table, the team merged over its people."""
    sheet.append(["市民热线人员名单"])
    sheet.merge_cells("A1:F1")
    sheet.append(["工号", "姓名", "班组", "职务", "技能", "员工级别"])
    for place, name in enumerate(PEOPLE):
        first = place % 5 == 0
        role = "班长" if first else "副班长" if place % 5 == 1 else "座席员"
        grade = ("高级", "中级", "初级")[min(2, place % 5)]
        team = f"{'一二三四五'[place // 5]}班" if first else None
        sheet.append([f"{place + 1:04d}", name, team, role, "热线；投诉" if place % 3 == 0 else "热线", grade])
    for team in range(5):
        sheet.merge_cells(start_row=3 + team * 5, end_row=7 + team * 5, start_column=3, end_column=3)


def _seats() -> list[tuple[object, ...]]:
    """By the hour, round the clock; nobody says that an interval has sixty minutes."""
    rows: list[tuple[object, ...]] = []
    for number in range(31):
        day = date(YEAR, MONTH, 1) + timedelta(days=number)
        for hour in range(24):
            rows.append((day, time(hour), "热线", 4 if 9 <= hour < 18 else 2 if 8 <= hour < 22 else 1))
            if 9 <= hour < 17:
                rows.append((day, time(hour), "投诉", 1))
    return rows


def _last_month(sheet: Worksheet) -> None:
    """Names and days, weekdays below, marks for leave and days off, somebody who has left, totals at the foot."""
    sheet.append(["2026年9月排班表"])
    sheet.merge_cells("A1:AF1")
    sheet.append(["姓名", *range(1, 31), "备注"])
    sheet.append([None, *("一二三四五六日"[date(2026, 9, day).weekday()] for day in range(1, 31))])
    for place, name in enumerate([*PEOPLE, "钱已离职"]):
        marks = [LAST_MONTH[(day + place * 2) % len(LAST_MONTH)] for day in range(30)]
        if place == 4:
            marks[9:11] = ["年假", "病"]
        if place == 6:
            marks[-1] = None
        sheet.append([name, *marks, "新人" if place == 24 else None])
    sheet.append(["合计", *[12] * 30])
