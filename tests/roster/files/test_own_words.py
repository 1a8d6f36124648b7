"""Faults and notices in Chinese name sheets, columns and keys as the file has them, never by a bare English key."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from books import save
from small_case import read, write

from roster.errors import InputError
from roster.files.notice import Notice, Urgency, told_once
from roster.files.read_case import read_case
from roster.files.read_roster import read_roster
from roster.text import Text

BOOK: Mapping[str, Any] = {
    "中心": [("项目", "值"), ("名称", "热线"), ("时区", "Asia/Shanghai"), ("月份", "2026-10"), ("国家", "无"),
           ("时段分钟", 60)],
    "人员": [("工号", "姓名", "班组", "工种"), ("001", "安娜", "一班", "热线"), ("002", "李波", "一班", "热线")],
    "班次": [("代码", "开始", "结束"), ("早", "08:00", "16:00")],
    "座席需求": [("日期", "时间", "工种", "座席数"), ("2026-10-01", "08:00", "热线", 1)],
}  # fmt: skip
WRONG: Mapping[str, Mapping[str, Any]] = {
    "no centre": {"中心": None},
    "no shifts": {"班次": None},
    "no seats": {"座席需求": None},
    "nothing of the centre": {"中心": [("项目", "值"), ("国家", "无")]},
    "a month that is none": {"中心": [*BOOK["中心"][:3], ("月份", "十月")]},
    "no people": {"人员": [()]},
    "people without a job": {"人员": [("工号", "姓名", "班组"), ("001", "安娜", "一班")]},
    "seats without columns": {"座席需求": [("备注", "说明"), ("x", "y")]},
    "seats of no job": {
        "人员": [*BOOK["人员"], ("003", "王", "一班", "投诉")],
        "座席需求": [("时段", "工作日", "周末"), ("8点", 1, 1), ("9点", 1, 1), ("10点", 1, 1)],
    },
    "seats of another month": {"座席需求": [*BOOK["座席需求"], ("2026-11-01", "08:00", "热线", 1)]},
    "seats off the interval": {"座席需求": [*BOOK["座席需求"], ("2026-10-01", "08:10", "热线", 1)]},
    "seats of an unknown job": {"座席需求": [*BOOK["座席需求"], ("2026-10-01", "09:00", "邮件", 1)]},
    "leave of a kind that is none": {"请假": [("工号", "类别", "开始", "结束"), ("001", "婚假", "10月1日", "10月2日")]},
    "leave of nobody": {"请假": [("工号", "类别", "开始", "结束"), ("009", "年假", "10月1日", "10月2日")]},
    "history of the month": {"历史排班": [("工号", "日期", "班次"), ("001", "2026-10-02", "早")]},
    "ahead of the month": {"后续排班": [("工号", "日期", "班次"), ("001", "2026-10-02", "早")]},
    "a grid of a stranger": {"固定安排": [("姓名", *range(1, 32)), ("钱七", *["早"] * 31)]},
    "availability of no day": {"可上班时间": [("工号", "可上班"), ("001", "否")]},
    "a shift without end": {"班次": [("代码", "开始"), ("早", "08:00")]},
    "a shift of a day": {"班次": [("代码", "开始", "结束"), ("早", "08:00", "08:00")]},
    "a parameter of no kind": {"中心": [*BOOK["中心"], ("规则.min_rest_hours", "x;"), ("规则.REST.min_rest_hours", 3)]},
}
KEY = re.compile(
    r"\[[a-z_.]+\]|![a-z_]+\b|\b(?:agents|shifts|seats|leave|history|pins|ahead|holidays|centre|job|date)\b"
)
"""A column, a sheet or a table by its English name."""


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_no_fault_of_a_chinese_book_names_a_bare_key(tmp_path, wrong):
    book = {name: rows for name, rows in {**BOOK, **WRONG[wrong]}.items() if rows is not None}
    with pytest.raises(InputError) as caught:
        read_case(save(tmp_path / "排班.xlsx", book))
    for fault in caught.value.faults:
        assert not KEY.search(fault.line("zh")), fault.line("zh")


def test_an_english_folder_is_told_of_in_its_own_words(tmp_path):
    folder = write(tmp_path, {"agents.csv": "agent_id,name,team\n001,Ann,T1\n"})
    with pytest.raises(InputError) as caught:
        read_case(folder)
    assert caught.value.faults[0].line("zh").startswith("agents.csv:1 [jobs]: 缺少此列")


def test_a_list_of_people_is_no_roster_and_told_as_what_it_is(tmp_path):
    case, _ = read_case(write(tmp_path / "case", {}))
    (tmp_path / "名单.csv").write_text("工号,姓名,班组,职务,工种\n001,Ann,T1,班长,call\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_roster(tmp_path / "名单.csv", case)
    assert [fault.line("zh") for fault in caught.value.faults] == [
        "名单.csv: 这是人员表，不是班表。放进案例的人员表，用 roster generate 排班；存入数据库用 roster desk import"
    ]
    with pytest.raises(InputError) as caught:
        read_roster(tmp_path / "roster.csv", case)
    assert caught.value.faults[0].line("zh").startswith("roster.csv: 没有这个文件。检查路径；若生成时没有排出班表")


def test_notices_of_one_cause_are_one_line_and_what_needs_a_look_comes_first():
    aside = Text("未知的列，未读取", "an unknown column, left aside")
    headed = Text("标题行在第 2 行；其上的内容（“甲” …）未读取", "the header is on row 2")
    notices = [
        Notice("a.xlsx!人员", 2, "序号", aside, Urgency.ROUTINE),
        Notice("a.xlsx!请假", 2, None, headed, Urgency.ROUTINE),
        Notice("a.xlsx!班次", 1, "工时", aside, Urgency.ROUTINE),
        Notice("a.xlsx!请假", None, None, Text("3 条请假不涉及 2026-12，未读取", "3 rows are left aside")),
        Notice("a.xlsx!人员", 8, "备注", Text("注意：0006 没有读取", "warning"), Urgency.URGENT),
    ]
    assert told_once(notices, "zh") == [
        "a.xlsx!人员:8 [备注]: 注意：0006 没有读取",
        "a.xlsx!请假: 3 条请假不涉及 2026-12，未读取",
        "a.xlsx!人员:2 [序号]、班次:1 [工时]: 未知的列，未读取",
        "a.xlsx!请假:2: 标题行在第 2 行；其上的内容（“甲” …）未读取",
    ]


CENTRE = 'name = "Centre"\ntimezone = "Asia/Shanghai"\nmonth = "2026-10"\ncountry = "none"\ninterval_minutes = 60\n'
CHINESE = (
    '名称 = "我的“好”中心"\n时区 ＝ “Asia/Shanghai” # 北京时间\n月份 = "2026年10月"\n国家 = "无"\n时段分钟 = 60\n'
    "［规则］\nREST.min_rest_hours = 12\n"
)


def test_chinese_keys_of_the_settings_need_no_quotation_marks(tmp_path):
    case, notices = read(tmp_path / "case", centre=CHINESE)
    assert (case.centre.name, str(case.month), case.centre.timezone) == ("我的“好”中心", "2026-10", "Asia/Shanghai")
    assert case.centre.rules["REST.min_rest_hours"] == 12
    assert notices == ()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("月份 = 2026-10", '3: 不符合 TOML 格式（值的后面还有别的字；文字要加引号）。这一行写成：月份 = "2026-10"'),
        ("月份 = “2026-10", '3: 不符合 TOML 格式（值写得不对；文字要加引号）。这一行写成：月份 = "2026-10"'),
        (
            "名称 = 我的中心 # 总部",
            '3: 不符合 TOML 格式（值写得不对；文字要加引号）。这一行写成：名称 = "我的中心" # 总部',
        ),
        (
            "service.level = 0,8",
            "3: 不符合 TOML 格式（值的后面还有别的字；文字要加引号）。这一行写成：service.level = 0.8",
        ),
        ("节假日 = [1, 2", "3: 不符合 TOML 格式（括号没有结束）。这一行写成：节假日 = [1, 2]"),
        ('name = "b"', "3: 不符合 TOML 格式（同一项写了两遍）。只留一处"),
        (
            '月份 "2026-10"',
            "3: 不符合 TOML 格式（这一行不是“项目 = 值”）。"  # noqa: ISC004 - one sentence
            '每行写 项目 = 值，文字加引号，例如 月份 = "2026-10"；备注前加 #',
        ),
    ],
)
def test_a_line_of_the_settings_that_is_wrong_is_told_as_it_should_stand(tmp_path, line, told):
    lines = CENTRE.splitlines()
    folder = write(tmp_path / "case", {"centre.toml": "\n".join([*lines[:2], line, *lines[2:]])})
    with pytest.raises(InputError) as caught:
        read_case(folder)
    assert caught.value.faults[0].line("zh").startswith(f"centre.toml:{told}")


def test_sheets_are_known_by_the_names_that_centres_give_them(tmp_path):
    called = {"中心": "基本信息", "人员": "花名册", "班次": "班次时间表", "座席需求": "人力需求表"}
    book = {
        **{called[name]: rows for name, rows in BOOK.items()},
        "请假申请": [
            ("工号", "请假类型", "开始日期", "结束日期", "审批状态"),
            ("001", "年休假", "10月5日", "10月6日", "已审批"),
        ],
        "员工意愿": [("姓名", "日期", "希望班次"), ("李波", "10月8日", "早")],
    }
    case, notices = read_case(save(tmp_path / "排班.xlsx", book))
    [leave], [wish] = case.leaves, case.wishes
    assert (leave.kind, leave.status.value, str(leave.end)) == ("annual", "approved", "2026-10-06")
    assert (wish.agent_id, str(wish.day), wish.shift) == ("002", "2026-10-08", "早")
    assert [notice.line("zh") for notice in notices if "未读取" in notice.line("zh")] == []


@pytest.mark.parametrize("first", range(5))
def test_settings_need_no_header_whichever_key_comes_first(tmp_path, first):
    keys = [*BOOK["中心"][1:]]
    headed, _ = read_case(save(tmp_path / "headed.xlsx", BOOK))
    turned = {**BOOK, "中心": [*keys[first:], *keys[:first]]}
    bare, notices = read_case(save(tmp_path / "bare.xlsx", turned))
    assert bare.centre == headed.centre
    assert not [notice for notice in notices if "未知" in notice.line("zh")]
