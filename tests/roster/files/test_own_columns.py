"""Columns and rows of supervisors' own sheets: roles as 岗位, nights and hours a week, plain holidays, notes below."""

# ruff: noqa: E501 - tables and whole sentences, as a supervisor reads them

from datetime import date

import pytest
from books import SMALL, save
from small_case import FILES, faults, read, write

from constraints import CATALOGUE
from roster.errors import InputError
from roster.files.cells import CellError, a_date
from roster.files.notice import Urgency
from roster.files.read_case import read_case
from roster.files.remark_keys import KEYS, key_for
from roster.files.second_look import second_look
from roster.files.sheets import BookCell, CellKind
from roster.files.tables.agents import NO_NIGHTS
from roster.model import Month, Protection, Role
from roster.words import VALUES

PEOPLE = "工号,姓名,班组"
TWO_JOBS = "date,time,job,seats\n2026-10-01,08:00,call,1\n2026-10-01,09:00,mail,2\n"
PER_SHIFT = "班次,平日,周末\nE,2,3\nN,1,1\n"
CHINA = FILES["centre.toml"].replace('country = "none"\n', "")


@pytest.mark.parametrize("role", VALUES["role"])
def test_a_role_in_a_column_read_as_jobs_is_the_role_and_the_job_is_the_only_one(tmp_path, role):
    for place, form in enumerate(sorted({VALUES["role"][role].zh, *VALUES["role"][role].also})):
        text = f"{PEOPLE},岗位\n001,Ann,T1,{form}\n002,Bob,T1,客服\n"
        case, notices = read(tmp_path / str(place), agents=text)
        assert [(agent.role, agent.jobs) for agent in case.agents] == [(Role(role), ("call",)), (Role.AGENT, ("call",))]
        assert any("写的是职务" in notice.line("zh") and "工种都是 “call”" in notice.line("zh") for notice in notices)


@pytest.mark.parametrize(
    ("agents", "others", "expected"),
    [
        # the job's name comes from the shifts, or from the column itself where nothing else tells one
        ("岗位\n001,Ann,T1,组长\n002,Bob,T1,客服", {"seats": PER_SHIFT}, ["leader 客服", "agent 客服"]),
        (
            "岗位\n001,Ann,T1,组长\n002,Bob,T1,客服",
            {"seats": PER_SHIFT, "shifts": "代码,开始,结束,工种\nE,8:00,16:00,call\nN,22:00,6:00,call\n"},
            ["leader call", "agent call"],
        ),
        # what seats ask for is a job, whatever else the word means
        (
            "岗位\n001,Ann,T1,班长\n002,Bob,T1,客服",
            {"seats": "班次,岗位,平日,周末\nE,客服,2,3\nN,班长,1,1\n"},
            ["leader 班长", "agent 客服"],
        ),
        # a job beside the role, jobs of some and roles of others, the role in a column of its own too
        ("岗位\n001,Ann,T1,班长;mail\n002,Bob,T1,call", {"seats": TWO_JOBS}, ["leader mail", "agent call"]),
        ("岗位\n001,Ann,T1,班长\n002,Bob,T1,call\n003,C,T1,客服", {}, ["leader call", "agent call", "agent call"]),
        ("岗位,职务\n001,Ann,T1,班长,班长\n002,Bob,T1,客服,员工", {}, ["leader call", "agent call"]),
        ("岗位,职务,技能\n001,Ann,T1,班长,班长,call\n002,Bob,T1,客服,员工,call", {}, ["leader call", "agent call"]),
        # under the column's own name whatever stands there is a job
        ("工种\n001,Ann,T1,call\n002,Bob,T1,call;客服", {}, ["agent call", "agent call 客服"]),
    ],
)
def test_roles_are_told_from_jobs_by_what_is_asked_for(tmp_path, agents, others, expected):
    case, _ = read(tmp_path / "case", agents=f"{PEOPLE},{agents}\n", **others)
    assert [" ".join((agent.role.value, *agent.jobs)) for agent in case.agents] == expected


def test_roles_alone_where_several_jobs_are_asked_for_are_one_fault_with_the_remedy(tmp_path):
    text = f"{PEOPLE},岗位\n001,Ann,T1,班长\n002,Bob,T1,客服\n"
    (line,) = faults(write(tmp_path / "case", {"agents.csv": text, "seats.csv": TWO_JOBS}), "zh")
    assert line == (
        "agents.csv:2 [岗位]: 写的是职务（班长、客服），看不出各人的工种；要用到的有 call、mail。"
        "此列改名为 职务，另加一列 工种，写每人会的，几个用 ; 分隔"
    )


@pytest.mark.parametrize("head", ["能否夜班", "可上夜班", "是否上夜班", "夜班", "nights"])
@pytest.mark.parametrize(("yes", "no"), [("是", "否"), ("能", "不能"), ("√", "×"), ("", "不上")])
def test_who_works_no_nights_is_protected(tmp_path, head, yes, no):
    text = f"{PEOPLE},技能,{head}\n001,Ann,T1,call,{no}\n002,Bob,T1,call,{yes}\n"
    case, notices = read(tmp_path / "case", agents=text)
    assert [agent.protections for agent in case.agents] == [(Protection(NO_NIGHTS),), ()]
    assert notices == ()


@pytest.mark.parametrize("head", ["免夜班", "不上夜班", "特殊保护", "孕期", "是否三期", "protected"])
def test_yes_and_no_are_no_reasons_of_a_protection(tmp_path, head):
    said = {
        "是": (Protection(NO_NIGHTS),),
        "否": (),
        "无": (),
        "-": (),
        "哺乳:2026-12-31": None,
        "孕": (Protection("孕"),),
    }
    rows = "".join(f"{place:03},P{place},T1,call,{text}\n" for place, text in enumerate(said))
    case, _ = read(tmp_path / "case", agents=f"{PEOPLE},技能,{head}\n{rows}")
    expected = [(Protection("哺乳", date(2026, 12, 31)),) if one is None else one for one in said.values()]
    assert [agent.protections for agent in case.agents] == expected


def test_hours_a_week_are_the_months_by_its_working_days(tmp_path):
    text = f"{PEOPLE},技能,每周工时,合同工时\n001,Ann,T1,call,40小时,\n002,Bob,T1,call,20,\n003,C,T1,call,40,100小时\n004,D,T1,call,,\n"
    case, notices = read(tmp_path / "a", agents=text)
    # 22 weekdays in October 2026, no holidays
    assert [agent.contract_minutes for agent in case.agents] == [22 * 480, 22 * 240, 6000, None]
    assert [notice.line("zh") for notice in notices] == [
        "agents.csv [每周工时]: 按本月法定工作日折成当月工时：40 小时合 176 小时、20 小时合 88 小时"
    ]
    # five of them off, and a Saturday worked for them
    case, _ = read(tmp_path / "b", agents=text, centre=CHINA)
    assert [agent.contract_minutes for agent in case.agents[:2]] == [18 * 480, 18 * 240]
    own = "日期,名称\n10月8日,店庆\n10月9日,店庆\n"
    case, _ = read(tmp_path / "c", agents=text, centre=CHINA, holidays=own)
    assert case.agents[0].contract_minutes == 16 * 480


def test_a_plain_list_of_days_and_names_is_the_centres_holidays(tmp_path):
    text = "日期,名称\n2026-10-09,店庆\n10月17日,调休上班\n10月24日,店庆调休\n10月26日,店庆调休\n10月27日,班\n注：以上为本中心安排,\n"
    case, notices = read(tmp_path / "case", centre=CHINA, holidays=text)
    off = [day.day for day in case.calendar.off if day.month == 10 and day.year == 2026]
    assert sorted(off)[7:] == [9, 26]
    assert [day.day for day in case.calendar.work if day.month == 10 and day.year == 2026 and day.day > 10] == [
        17,
        24,
        27,
    ]
    assert [notice.line("zh") for notice in notices if "holidays" in notice.line("zh")] == [
        "holidays.csv: 作为本中心的放假与调休读取",
        "holidays.csv:7: 说明文字 “注：以上为本中心安排”，未读取",
        "holidays.csv:2: 没有写类别的：放假 2 天，调休上班 3 天（名称里写 上班、补班 的，和写 调休 的周末，算上班）",
    ]


def test_breaks_from_day_to_day_and_days_worked_for_them_beside(tmp_path):
    rows = [
        ("2026年放假安排",),
        ("节日", "放假时间", "调休上班日期", "天数"),
        ("国庆节", "10月1日-10月8日", "9月20日、10月10日", "8天"),
        ("店庆", "10.15~16", "", "2天"),
    ]
    book = {**SMALL, "节假日": rows}
    case, _ = read_case(save(tmp_path / "b.xlsx", book))
    off = sorted(day.day for day in case.calendar.off if (day.year, day.month) == (2026, 10))
    assert off == [*range(1, 9), 15, 16]
    assert {date(2026, 9, 20), date(2026, 10, 10)} <= case.calendar.work.keys()


def test_what_is_no_break_and_a_day_twice_are_faults(tmp_path):
    text = "日期,名称\n10月8日-10月1日,x\n10月,y\n10月12日,z\n10月11日-10月13日,z\n"
    assert faults(write(tmp_path / "case", {"holidays.csv": text}), "zh") == [
        "holidays.csv:2 [日期]: “10月8日-10月1日” 不是一段假期。写成 2026-10-01至2026-10-07，或每天一行",
        "holidays.csv:3 [日期]: “10月” 不是日期。写成 2026-10-31 的形式",
        "holidays.csv:5 [日期]: 这一天与第 4 行重复。只留其中一行",
    ]


FEET = [
    "注：早班含午餐",
    "注:早班含午餐,,张三",
    "说明,,,",
    "备注,本月新增1人",
    "合计,2人",
    "合计：2人",
    "合计2人,2,2,2",
    ",合计,2",
    "总人数：2",
    "共2人",
    "制表人：张三",
    "制表：张三,,审核：李四",
    "制表人:张三,审核人:李四,日期:2026-10-1",
    "编制单位 客服部",
    "1、早班含午餐",
    "（2）新人本月不上夜班",
    "新人本月不上夜班，下月起排",
    "*夜班2人",
    "以上共两人",
]


@pytest.mark.parametrize("foot", [*FEET, "2026年11月25日", ",,,2026.11.25"])
def test_a_row_below_the_people_that_is_no_person_is_left_aside(tmp_path, foot):
    text = f"{PEOPLE},技能\n001,Ann,T1,call\n002,Bob,T1,call\n{foot}\n"
    case, notices = read(tmp_path / "case", agents=text)
    assert [agent.agent_id for agent in case.agents] == ["001", "002"]
    assert [notice.line("zh")[:13] for notice in notices] == ["agents.csv:4:"]


@pytest.mark.parametrize("foot", FEET)
def test_a_row_below_the_seats_that_asks_for_nobody_is_left_aside(tmp_path, foot):
    for place, table in enumerate((FILES["seats.csv"], PER_SHIFT, "时段,平日\n8:00,2\n9:00,1\n10:00,1\n")):
        case, notices = read(
            tmp_path / str(place), seats=f"{table}{foot}\n", agents=f"{PEOPLE},技能\n001,Ann,T1,call\n002,Bob,T1,call\n"
        )
        plain, few = read(
            tmp_path / f"plain {place}", seats=table, agents=f"{PEOPLE},技能\n001,Ann,T1,call\n002,Bob,T1,call\n"
        )
        assert case.seats == plain.seats
        assert len(notices) == len(few) + 1


@pytest.mark.parametrize("row", ["003", ",Cat", "003,Cat", "003,Cat,T1", "合欢,Cat,T1", "003,合计", "共享,Cat"])
def test_half_a_person_stays_a_fault(tmp_path, row):
    text = f"{PEOPLE},技能\n001,Ann,T1,call\n002,Bob,T1,call\n{row}\n"
    assert all(
        line.startswith("agents.csv:4 ") for line in faults(write(tmp_path / "case", {"agents.csv": text}), "zh")
    )


def test_a_day_alone_below_the_seats_lacks_the_rest(tmp_path):
    assert len(faults(write(tmp_path / "case", {"seats.csv": f"{FILES['seats.csv']}2026-10-02,,,\n"}))) == 3


REMARKS = {
    "夜里不需要班长": "leaders_on_duty",
    "每班要有组长带班": "leaders_on_duty",
    "早班至少一名老员工": "min_seniors_on_duty",
    "夜班不能连着上3个": "max_consecutive_nights",
    "每人每月夜班不超过6个": "max_nights_per_month",
    "不能连续上班超过5天": "max_consecutive_days",
    "两个班之间要休息12小时": "min_rest_hours",
    "尽量不要加班": "max_overtime_month",
    "no leader at night": "leaders_on_duty",
}


@pytest.mark.parametrize("remark", REMARKS)
def test_a_remark_names_the_key_that_says_it_wherever_it_stands(tmp_path, remark):
    key = f"规则.{REMARKS[remark]}（"
    people = f"{PEOPLE},技能\n001,Ann,T1,call\n002,Bob,T1,call\n"
    sheets = [
        {"seats": f"班次,平日,周末,备注\nE,2,3,{remark}\nN,1,1,\n"},
        {"seats": f"{PER_SHIFT}备注：{remark},,\n"},
        {"seats": f"时段,平日\n8:00,2\n9:00,1\n10:00,1\n{remark},\n"},
        {"shifts": f"代码,开始,结束,备注\nE,8:00,16:00,{remark}\nN,22:00,6:00,\n"},
        {"centre": f'{FILES["centre.toml"]}备注 = "{remark}"\n'},
    ]
    for place, files in enumerate(sheets):
        _, notices = read(tmp_path / str(place), agents=people, **files)
        assert [key in notice.line("zh") for notice in notices].count(True) == 1, place
    toml = {"centre.toml": f"{FILES['centre.toml']}{remark}\n", "agents.csv": people}
    assert key in faults(write(tmp_path / "toml", toml), "zh")[0]
    book = {**SMALL, "centre": [*SMALL["centre"], (remark,)]}
    _, notices = read_case(save(tmp_path / "b.xlsx", book))
    assert [key in notice.line("zh") for notice in notices].count(True) == 1


def test_the_keys_that_remarks_name_are_those_of_the_rules():
    parameters = {parameter.name for rule in CATALOGUE for parameter in rule.parameters}
    assert {key for _, key, _ in KEYS} == set(REMARKS.values())
    assert set(REMARKS.values()) <= parameters


@pytest.mark.parametrize("remark", ["新人", "本月两人休产假", "张三调到投诉组", "周末双休"])
def test_a_remark_that_no_rule_speaks_of_names_no_key(remark):
    assert key_for(remark).zh == ""


def test_who_works_no_nights_is_said_among_the_people(tmp_path):
    assert key_for("注：组长不参加夜班").zh == "；要算数，在人员表加一列 能否夜班，不上夜班的人写 否"
    text = f"{PEOPLE},技能,能否夜班,备注\n001,Ann,T1,call,否,哺乳期\n002,Bob,T1,call,是,哺乳期\n"
    _, notices = read(tmp_path / "case", agents=text)
    warned = [notice.line("zh") for notice in notices if "仍可能排夜班" in notice.line("zh")]
    assert [line[:12] for line in warned] == ["agents.csv:3"]


def test_a_floor_of_seats_names_its_column():
    assert key_for("投诉至少1人").zh == "；要算数，写进座席需求表的 最低座席 列"


@pytest.mark.parametrize("head", ["是否批准", "审批结果", "状态"])
def test_whether_leave_is_approved_is_read(tmp_path, head):
    text = f"工号,请假类型,请假时间,{head}\n001,年假,10月12日,是\n002,事假,10.13-10.14,待批\n001,事假,10月20日,√\n002,年假,10月22日,\n"
    case, _ = read(tmp_path / "case", leave=text)
    assert [leave.status.value for leave in case.leaves] == ["approved", "requested", "approved", "approved"]


def test_settings_need_no_header_and_what_is_no_key_is_told(tmp_path):
    rows = [("排班资料",), ("单位名称", "热线"), ("月份", "2026年10月"), ("时区", "北京时间"), ("服务时间", "24小时")]
    case, notices = read_case(save(tmp_path / "a.xlsx", {**SMALL, "centre": rows}))
    assert (case.centre.name, str(case.month)) == ("热线", "2026-10")
    assert [notice.line("zh") for notice in notices if "centre" in notice.line("zh")][:2] == [
        "a.xlsx!centre:1: “排班资料” 未读取",
        "a.xlsx!centre:5 [服务时间]: 未知的项，未读取",
    ]
    rows[1] = (*rows[1], "对外的名称")
    _, notices = read_case(save(tmp_path / "b.xlsx", {**SMALL, "centre": rows}))
    assert any("对外的名称" in notice.line("zh") for notice in notices)


@pytest.mark.parametrize(("code", "said"), [("早", "早班"), ("早班", "早"), ("E", "E班")])
def test_a_shift_is_named_with_or_without_the_word(tmp_path, code, said):
    shifts = f"代码,开始,结束\n{code},8:00,16:00\nN,22:00,6:00\n"
    grid = f"姓名,{','.join(map(str, range(1, 31)))}\nAnn,{said}{',' * 29}\n"
    case, _ = read(
        tmp_path / "case",
        shifts=shifts,
        seats=f"班次,平日,周末\n{said},2,3\nN,1,1\n",
        agents=f"{PEOPLE},技能\n001,Ann,T1,call\n002,Bob,T1,call\n",
        history=grid,
        pins=f"工号,日期,班次\n002,10月5日,{said}\n",
    )
    assert (case.history[0].shift, case.pins[0].shift) == (code, code)
    assert next(row.seats for row in case.seats if row.minute == 480) == 2


def test_where_the_settings_are_faulty_what_would_be_read_is_not_called_left_aside(tmp_path):
    book = {**SMALL, "centre": [("key", "value"), ("name", "x")], "节假日": [("日期", "名称")]}
    book["9月班表"] = [("姓名", *range(1, 31)), ("Ann", *["E"] * 30)]
    with pytest.raises(InputError) as caught:
        read_case(save(tmp_path / "a.xlsx", book))
    assert caught.value.unread == ()


BREAKS = {"1小时": 60, "1.5小时": 90, "半小时": 30, "1小时半": 90, "1小时30分": 90, "1h": 60, "45分钟": 45, "60": 60}


@pytest.mark.parametrize("text", BREAKS)
def test_a_break_may_be_written_in_hours(tmp_path, text):
    case, _ = read(tmp_path / "case", shifts=f"代码,上班时段,休息时长\nE,08:00-17:00,{text}\nN,22:00-6:00,\n")
    assert case.shifts[0].break_minutes == BREAKS[text]


@pytest.mark.parametrize("text", ["12/8", "12-08", "12.8", "12.08", "12月8", "12/08", "12月8日", "2026.12.8"])
def test_a_day_may_lack_its_year_and_its_words(text):
    assert a_date(text, Month(2026, 12)) == date(2026, 12, 8)


@pytest.mark.parametrize("text", ["12.1", "12.3", "13/8", "8", "12/", "0.5", "12:08"])
def test_what_may_be_another_day_or_none_is_no_date(text):
    with pytest.raises(CellError):
        a_date(text, Month(2026, 12))


def test_a_number_of_a_workbook_is_no_month_and_day():
    with pytest.raises(CellError):
        a_date(BookCell("12.24", CellKind.NUMBER), Month(2026, 12))


def test_seconds_and_minutes_may_have_their_word(tmp_path):
    centre = CHINA.replace("interval_minutes = 60", 'interval_minutes = "60分钟"') + '应答秒数 = "20秒"\n'
    case, _ = read(tmp_path / "case", centre=centre)
    assert (case.centre.interval_minutes, case.centre.service.seconds) == (60, 20)


@pytest.mark.parametrize("said", ["不上夜班", "不想上夜班", "不要排夜", "别排夜班", "避开夜班"])
def test_a_wish_against_a_shift_is_one(tmp_path, said):
    shifts = "代码,名称,开始,结束\nE,早班,08:00,16:00\n夜,夜班,22:00,06:00\n"
    text = f"姓名,日期,想上的班,权重\nAnn,10/5,{said},2\nBob,10/6,夜班,2\nAnn,10/7,不上班,\nBob,10/8,不休,\n"
    case, _ = read(tmp_path / "a", wishes=text, shifts=shifts)
    assert [(wish.shift, wish.weight) for wish in case.wishes] == [("夜", -2), ("夜", 2), ("work", -1), ("off", -1)]
    text = f"姓名,日期,想上的班\nAnn,10/5,{said.replace('夜', '茶')}\n"
    assert "没有班次" in faults(write(tmp_path / "b", {"wishes.csv": text, "shifts.csv": shifts}), "zh")[0]


@pytest.mark.parametrize("head", ["员工", "请假人", "申请人", "姓名"])
def test_people_of_a_table_of_leave_stand_under_their_usual_heads(tmp_path, head):
    case, _ = read(tmp_path / "case", leave=f"序号,{head},类别,起,止\n1,Ann,年假,10/12,10/13\n2,002,事假,10/14,10/14\n")
    assert [leave.agent_id for leave in case.leaves] == ["001", "002"]


@pytest.mark.parametrize("name", ["9月", "9月份", "2026年9月", "2026.9月"])
def test_a_grid_that_is_called_by_its_month_alone_is_the_history(tmp_path, name):
    grid = [("姓名", *range(1, 31)), ("Ann", *["E"] * 30)]
    case, _ = read_case(save(tmp_path / "a.xlsx", {**SMALL, name: grid}))
    assert {duty.day.month for duty in case.history} == {9}
    folder = write(tmp_path / "b", {f"{name}.csv": "\n".join(",".join(map(str, row)) for row in grid)})
    case, _ = read_case(folder)
    assert {duty.day.month for duty in case.history} == {9}


def test_days_and_hours_that_are_called_by_a_month_are_no_history(tmp_path):
    grid = [("时段", *range(1, 31)), ("8:00", *["3"] * 30)]
    case, notices = read_case(save(tmp_path / "a.xlsx", {**SMALL, "9月": grid}))
    assert case.history == ()
    assert [notice.line("zh") for notice in notices if "9月" in notice.line("zh")] == [
        "a.xlsx!9月: 此表不属于案例，未读取"
    ]


def test_half_a_day_of_leave_asks_for_its_times(tmp_path):
    text = "工号,类别,起,止\n001,年假,10月12日上午,10月12日\n"
    (line,) = faults(write(tmp_path / "case", {"leave.csv": text}), "zh")
    assert "没有写明时刻。只请一段时间，起止都写时刻" in line


STEPS = {
    # a grid's hours hold for each interval in them, so that shifts of the half hour can fill them
    ("8:30,17:30", "时段,周一,周二,周三\n8:00,1,1,1\n9:00,1,1,1\n10:00,1,1,1\n"): 30,
    ("8:15,17:15", "时段,周一,周二,周三\n8:00,1,1,1\n9:00,1,1,1\n10:00,1,1,1\n"): 15,
    ("8:00,17:00", "时段,周一,周二,周三\n8:00,1,1,1\n9:00,1,1,1\n10:00,1,1,1\n"): 60,
    ("8:05,17:05", "时段,周一,周二,周三\n8:00,1,1,1\n9:00,1,1,1\n10:00,1,1,1\n"): 60,
    # people per shift
    ("8:15,17:15", "班次,平日\nE,1\nN,1\n"): 15,
    ("8:30,17:30", "班次,平日\nE,1\nN,1\n"): 30,
    # a list's rows are what they are
    (
        "8:30,17:30",
        "日期,时间,工种,人数\n2026-10-01,08:00,call,1\n2026-10-01,09:00,call,1\n2026-10-01,10:00,call,1\n",
    ): 60,
}


@pytest.mark.parametrize(("hours", "seats"), STEPS)
def test_an_interval_is_as_short_as_the_shifts_bounds_need(tmp_path, hours, seats):
    centre = FILES["centre.toml"].replace("interval_minutes = 60\n", "")
    case, _ = read(
        tmp_path / "case",
        centre=centre,
        seats=seats,
        shifts=f"代码,开始,结束\nE,{hours}\nN,22:00,6:00\n",
        agents=f"{PEOPLE},技能\n001,Ann,T1,call\n",
    )
    assert case.centre.interval_minutes == STEPS[hours, seats]


@pytest.mark.parametrize(
    ("hours", "told"),
    [
        ("08:30,16:30", "；班次起止不在整 60 分钟上的，时段分钟改为 30"),
        ("09:00,17:00", ""),
        ("08:00,16:00", None),
        ("22:00,12:00", None),
    ],
)
def test_seats_at_which_no_shift_works_are_told(tmp_path, hours, told):
    case, _ = read(tmp_path / "case", shifts=f"code,start,end\nE,{hours}\nN,22:00,06:00\n")
    lines = [notice.line("zh") for notice in second_look(case) if "没有班次整段在岗" in notice.line("zh")]
    message = "座席需求 [时间]: 08:00–09:00 有座席需求（call），却没有班次整段在岗：加班次，或改起止时间"
    assert lines == ([] if told is None else [message + told])


def test_a_note_between_blocks_of_seats_is_no_block(tmp_path):
    block = "时段,周一,周二,周三\n8:00,1,1,1\n9:00,1,1,1\n10:00,1,1,1\n"
    text = f"call,,,\n{block}注：双十一 mail 各时段加1人,,,\n"
    plain, _ = read(tmp_path / "a", seats=f"call,,,\n{block}")
    case, notices = read(tmp_path / "b", seats=text)
    assert case.seats == plain.seats
    assert any("双十一" in notice.line("zh") and "未读取" in notice.line("zh") for notice in notices)


def test_an_id_under_the_head_of_names_is_that_persons(tmp_path):
    case, notices = read(tmp_path / "case", leave="姓名,类别,起,止\n001,年假,10/12,10/13\n")
    assert [leave.agent_id for leave in case.leaves] == ["001"]
    assert notices == ()


@pytest.mark.parametrize("name", ["请休假", "假期"])
def test_leave_from_day_to_day_in_one_column_is_leave_though_its_days_are_counted(tmp_path, name):
    rows = [
        ("姓名", "假别", "起止日期", "天数"),
        ("Ann", "年假", "10月12日至10月13日", 2),
        ("Bob", "事假", "10.14", None),
    ]
    case, _ = read_case(save(tmp_path / "a.xlsx", {**SMALL, name: rows}))
    assert [(leave.agent_id, leave.start.day, leave.end.day) for leave in case.leaves] == [
        ("001", 12, 13),
        ("002", 14, 14),
    ]
    assert case.entitlements == ()


def test_days_of_leave_under_the_name_of_leave_are_told_which_they_are(tmp_path):
    rows = [("姓名", "假别", "天数"), ("Ann", "年假", 5)]
    case, notices = read_case(save(tmp_path / "a.xlsx", {**SMALL, "假期": rows}))
    assert [(item.agent_id, item.days) for item in case.entitlements] == [("001", 5)]
    assert [notice.line("zh") for notice in notices][:1] == ["a.xlsx!假期: 按标题行作为假期额度表读取"]


@pytest.mark.parametrize("row", ["年休,年,,", "调休,调休,,", "病假,病,0:00,0:00"])
def test_leave_is_no_shift_and_is_left_aside(tmp_path, row):
    text = f"班次,代号,开始,结束\n早班,E,8:00,16:00\n夜班,N,22:00,6:00\n{row}\n"
    case, notices = read(tmp_path / "case", shifts=text)
    assert [shift.code for shift in case.shifts] == ["E", "N"]
    assert [notice.line("zh") for notice in notices] == ["shifts.csv:4: 请假不需要班次，此行未读取"]


def test_people_without_ids_are_told_to_be_numbered(tmp_path):
    lines = faults(write(tmp_path / "case", {"agents.csv": "姓名,班组,技能\nAnn,T1,call\n"}), "zh")
    assert lines[0] == "agents.csv:1 [工号]: 缺少此列。加一列，标题写 工号；没有编号的，写 1、2、3 …"


PLACES = {
    "可排班次": "可上班时间 表",
    "固定休息": "可上班时间 表",
    "每日工时": "每周工时 或 合同工时",
    "年假天数": "假期额度 表",
}


@pytest.mark.parametrize("head", [*PLACES, "手机号", "学历"])
def test_what_is_not_read_of_people_is_told_with_its_place(tmp_path, head):
    text = f"{PEOPLE},技能,{head}\n001,Ann,T1,call,8\n002,Bob,T1,call,\n"
    _, notices = read(tmp_path / "case", agents=text)
    (line,) = [notice.line("zh") for notice in notices]
    assert line.startswith(f"agents.csv:1 [{head}]: 未知的列，未读取")
    assert PLACES.get(head, "") in line
    assert ("；" in line) == (head in PLACES)


@pytest.mark.parametrize("said", ["离职", "已离职", "1月15日离职", "退休", "停薪留职", "resigned", "has left", "Left"])
def test_who_has_left_by_a_column_that_is_not_read_is_told_unless_the_last_day_stands_there(tmp_path, said):
    heads = "agent_id,name,team,jobs,在职状态,end_date\n"
    rows = f"001,Ann,T1,call,在职,\n002,Bob,T1,call;mail,{said},{{}}\n"
    for place, (end, told) in enumerate((("", 1), ("2026-10-15", 0))):
        _, notices = read(tmp_path / str(place), agents=heads + rows.format(end))
        warned = [notice for notice in notices if "rostered all month" in notice.line()]
        assert [(one.row, one.urgency) for one in warned] == [(3, Urgency.URGENT)] * told


def test_below_the_titles_of_another_system_the_widest_row_is_the_header_whose_columns_lack(tmp_path):
    text = "人员导出,,,\n导出时间:2026-09-20 10:22,,,\n员工编码,员工名称,所属部门,技能名称\n001,Ann,T1,call\n002,Bob,T1,call\n"
    [line] = faults(write(tmp_path / "case", {"agents.csv": text}), "zh")
    assert line == "agents.csv:3 [班组]: 缺少此列。加一列，标题写 班组；不分班组的，都写同一个名字"
    case, _ = read(tmp_path / "case", agents=text.replace("所属部门", "班组"))
    assert [agent.name for agent in case.agents] == ["Ann", "Bob"]
