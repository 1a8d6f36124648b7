"""Shapes that supervisors keep beside plain lists: seats as days × hours, a duty's hours in one column."""

from datetime import date

import pytest
from books import SMALL, save
from small_case import faults, read, write

from roster.errors import InputError
from roster.files.cells import CellError, working_spans
from roster.files.read_case import read_case
from roster.files.tables import known
from roster.files.tables.columns_of import COLUMNS_OF
from roster.model import Availability, SeatRequirement, Shift
from roster.words import people as words_of_people

FOUR = [
    SeatRequirement(date(2026, 10, 1), 480, "call", 2),
    SeatRequirement(date(2026, 10, 1), 540, "call", 3),
    SeatRequirement(date(2026, 10, 2), 480, "call", 1),
    SeatRequirement(date(2026, 10, 3), 540, "call", 4),
]


@pytest.mark.parametrize(
    "text",
    [
        "工种,时间,10月1日,10月2日,10月3日\ncall,8:00,2,1,\ncall,9:00,3,,4\ncall,10:00,,,\n",
        "call 座席需求,,,\n时段,1,2,3\n08:00-09:00,2,1,\n09:00-10:00,3,,4\n10:00-11:00,,,-\n合计,5,1,4\n",
        "2026年10月 call,,,\n日期,8:00,9:00,10:00,合计\n1日,2,3,,5\n2日,1,,,1\n3日,,4,,4\n",
        "job,date,0,1,2,3,4,5,6,7,8,9\ncall,2026-10-01,,,,,,,,,2,3\ncall,2026-10-02,,,,,,,,,1,\ncall,2026-10-03,,,,,,,,,,4\n",
    ],
)
def test_seats_read_as_a_grid_of_days_and_hours_either_way_round(tmp_path, text):
    case, _ = read(tmp_path / "case", seats=text)
    assert list(case.seats) == FOUR


def test_hours_fill_each_interval_and_weekdays_each_such_day(tmp_path):
    centre = 'name = "Centre"\ntimezone = "Asia/Shanghai"\nmonth = "2026-10"\ncountry = "none"\ninterval_minutes = 30\n'
    text = "工种,时间,周一,周二,周三\ncall,8,2,,\ncall,9,,,\ncall,10,,,1\n"
    case, _ = read(tmp_path / "case", seats=text, centre=centre)
    assert [(row.day.day, row.minute, row.seats) for row in case.seats if row.day.day < 8] == [
        (5, 480, 2),
        (5, 510, 2),
        (7, 600, 1),
        (7, 630, 1),
    ]
    assert len(case.seats) == 4 * 4


@pytest.mark.parametrize("night", ["22:00-6:00", "22:00～次日6:00", "22-6点", "晚上10点-早上6点"])
@pytest.mark.parametrize("across", [False, True])
def test_what_a_slot_over_midnight_asks_for_after_it_is_of_the_next_day(tmp_path, night, across):
    hours = ("6:00-14:00", "14:00-22:00", night)
    rows = [
        ("时段", "10月1日", "10月2日", "10月31日"),
        (hours[0], "4", "4", "4"),
        (hours[1], "3", "3", "3"),
        (night, "1", "2", "5"),
    ]
    rows = [*zip(*rows, strict=True)] if across else rows
    text = "call\n" + "".join(",".join(row) + "\n" for row in rows).replace("时段", "日期" if across else "时段")
    case, notices = read(tmp_path / "case", seats=text)
    by_day = {(row.day.day, row.minute // 60): row.seats for row in case.seats}
    assert [by_day.get((1, hour)) for hour in (0, 5, 6, 21, 22, 23)] == [None, None, 4, 3, 1, 1]
    assert [by_day.get((2, hour)) for hour in (0, 5, 6, 22)] == [1, 1, 4, 2]
    assert [by_day.get((3, hour)) for hour in (0, 5, 6)] == [2, 2, None]
    assert [by_day.get((31, hour)) for hour in (0, 22, 23)] == [None, 5, 5]
    told = [notice.line("zh") for notice in notices if "零点" in notice.line("zh")]
    assert [line.partition(": ")[2] for line in told] == [
        "22:00–06:00 过零点：零点以后的座席算在次日；本月 1 日零点以后的，属于上月最后一天的夜班"
    ]


def test_the_grid_tells_the_length_of_an_interval(tmp_path):
    centre = 'name = "Centre"\ntimezone = "Asia/Shanghai"\nmonth = "2026-10"\ncountry = "none"\n'
    text = "工种,时间,1,2,3\ncall,8:00,2,,\ncall,9:00,,,\ncall,10:00,,,1\n"
    case, notices = read(tmp_path / "case", seats=text, centre=centre)
    assert case.centre.interval_minutes == 60
    assert [notice.line("zh") for notice in notices] == [
        "centre.toml [interval_minutes]: 未写时段长度，按各行的间隔取 60 分钟"
    ]


def test_faults_of_a_grid_name_the_cell_or_what_lacks(tmp_path):
    text = "时间,1,2,3\n8:00,两,,\n9:00,,,\n10:00,,,1.5\n"
    assert faults(write(tmp_path / "a", {"seats.csv": "工种," + text.replace("\n", "\ncall,", 3)})) == [
        "seats.csv:2 [C]: “两” is not a number. Write a whole number from 0 to 100000",
        "seats.csv:4 [E]: “1.5” is not a whole number. Write a whole number from 0 to 100000",
    ]
    assert faults(write(tmp_path / "b", {"seats.csv": text.replace("两", "2")}))[0] == (
        "seats.csv:2 [job]: nothing says which job these seats are of. "
        "Add a column job, or name the job in the title above the header (there are call、mail)"
    )


def test_hours_of_a_duty_stand_in_one_column(tmp_path):
    text = "代码,名称,时间\n早,早班,8:00-16:00\n夜,夜班,22:00～次日6:00\n头,两头班,8：00-12：00 16：00-20：00\n"
    case, _ = read(tmp_path / "case", shifts=text)
    assert case.shifts == (
        Shift("早", 480, 960, "早班"),
        Shift("夜", 1320, 1800, "夜班"),
        Shift("头", 480, 1200, "两头班", pause=(720, 960)),
    )


@pytest.mark.parametrize(
    "end",
    [
        "次日6:00",
        "（次日）6:00",
        "次日 6点",
        "第二天早上6点",
        "翌日06:00",
        "次晨6:00",
        "+1 6:00",
        "6:00(+1)",
        "6:00⁺¹",
        "6:00次日",
    ],
)
def test_an_end_on_the_next_day_is_said_in_its_column(tmp_path, end):
    text = f"代码,开始,结束\nE,08:00,16:00\nN,22:00,{end}\nM,16:00,次日0:00\n"
    case, _ = read(tmp_path / "case", shifts=text)
    assert case.shifts[1:] == (Shift("N", 1320, 1800), Shift("M", 960, 1440))


@pytest.mark.parametrize("columns", ["开始,结束\nE,08:00,次日16:00", "时间\nE,08:00-次日16:00"])
def test_an_end_a_day_later_is_not_taken_for_the_same_day(tmp_path, columns):
    (problem,) = faults(write(tmp_path / "case", {"shifts.csv": f"代码,{columns}\n"}), "zh")
    assert "班次时长 32 小时" in problem


def test_what_is_no_span_is_told(tmp_path):
    path = write(tmp_path / "case", {"shifts.csv": "code,span\nE,8:00-16:00\nN,晚上\n"})
    (problem,) = faults(path)
    assert problem == (
        "shifts.csv:3 [span]: “晚上” is no span of time. Write it as 8:00-16:00, a split duty as 8:00-12:00 16:00-20:00"
    )


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("8-16点", None),
        ("8点至16点半", ((480, 990),)),
        ("20:00-24:00", ((1200, 1440),)),
        ("20:00-(次日)8:00", ((1200, 1920),)),
        ("20:00-8:00⁺¹", ((1200, 1920),)),
        ("8:00 - 12:00;16:00 - 20:00", ((480, 720), (960, 1200))),
        ("8:00-10:00、11:00-12:00、13:00-14:00", None),
    ],
)
def test_spans_in_a_cell(text, spans):
    if spans is None:
        with pytest.raises(CellError):
            working_spans(text)
    else:
        assert working_spans(text) == spans


@pytest.mark.parametrize(
    ("row", "closed"),
    [
        ("001,3,,,false,00:00,06:30", {(2, None, "N"), (3, None, "E")}),
        ("001,1,,,false,05:00,08:00", {(7, None, "N"), (1, None, "E")}),
        ("001,3,,,false,16:00,22:00", set()),
        ("001,3,,,false,22:00,09:00", {(3, None, "N"), (4, None, "E"), (4, None, "M")}),
        ("001,,2026-10-01,,false,00:00,05:00", set()),
        ("001,,2026-10-02,,false,,05:00", {(None, date(2026, 10, 1), "N")}),
        ("001,3,,N,false,00:00,24:00", {(2, None, "N"), (3, None, "N")}),
        ("001,3,,,true,08:00,16:00", {(3, None, "N"), (3, None, "E")}),
        ("001,3,,,true,06:00,10:00\n001,3,,,true,08:00,16:00", {(3, None, "N")}),
    ],
)
def test_hours_of_availability_close_the_shifts_that_touch_or_leave_them(tmp_path, row, closed):
    case, _ = read(
        tmp_path / "case",
        shifts="code,start,end\nE,06:00,10:00\nM,08:00,16:00\nN,22:00,06:00\n",
        availability=f"agent_id,weekday,date,shift,available,start,end\n{row}\n",
    )
    assert set(case.availability) == {Availability("001", weekday, day, shift, False) for weekday, day, shift in closed}


PARTED = "“001” is 王芳, while the name beside it, “李强”, is that of 002. Correct the id or the name"
BESIDE = {
    "leave": "工号,姓名,类别,开始,结束\n001,{},事假,10月5日,10月5日\n",
    "wishes": "姓名,工号,日期,班次\n{},001,10月5日,休\n",
    "availability": "工号,姓名,星期,可上班\n001,{},一,否\n",
    "pins": "工号,姓名,日期,班次\n001,{},10月5日,休\n",
    "history": "工号,姓名,日期,班次\n001,{},9月30日,E\n",
    "ahead": "工号,姓名,日期,班次\n001,{},11月1日,E\n",
    "contracts": "工号,姓名,月份,工时\n001,{},2026-09,160\n",
    "stayed": "工号,姓名,日期,班次,分钟\n001,{},9月30日,E,30\n",
    "entitlements": "工号,姓名,类别,天数\n001,{},年假,5\n",
}


def test_every_table_of_people_takes_their_names_beside_their_ids():
    assert set(BESIDE) == {
        name
        for name, columns in COLUMNS_OF.items()
        if "agent_id" in (known := {column.name for column in columns}) and "name" not in known
    }


@pytest.mark.parametrize("table", BESIDE)
def test_a_name_beside_an_id_is_checked_and_not_called_unknown(tmp_path, table):
    agents = "工号,姓名,班组,工种\n001,王芳,一班,call\n002,李强,一班,call\n"

    case, notices = read(tmp_path / "a", agents=agents, **{table: BESIDE[table].format("王 芳")})
    assert notices == ()
    assert len(case.agents) == 2
    _, (notice,) = read(tmp_path / "b", agents=agents, **{table: BESIDE[table].format("王方")})
    assert notice.line("zh") == f"{table}.csv:2 [工号]: “001” 在人员表中叫 王芳，此处写的是 “王方”；按工号读取"
    folder = write(tmp_path / "c", {"agents.csv": agents, f"{table}.csv": BESIDE[table].format("李强")})
    assert faults(folder) == [f"{table}.csv:2 [工号]: {PARTED}"]


def test_names_are_looked_up_once_however_many_rows_call_people_otherwise(tmp_path, monkeypatch):
    asked = []
    for module in (known, words_of_people):
        monkeypatch.setattr(module, "plain_name", lambda text: asked.append(text) or "".join(text.split()))
    people = "".join(f"{number:03d},甲{number},一班,call\n" for number in range(1, 41))
    rows = "".join(f"{number:03d},乙{number},9月{day}日,E\n" for number in range(1, 41) for day in range(1, 6))
    agents, history = f"工号,姓名,班组,工种\n{people}", f"工号,姓名,日期,班次\n{rows}"
    read(tmp_path / "a", agents=agents, history=history)
    # Each of the 200 rows asks for its own name; all the people's are gone through once.
    assert len(asked) == 200 + 40


def test_a_form_of_31_days_serves_a_month_of_30_and_says_what_stands_under_no_day(tmp_path):
    head = "2026年9月\n工号," + ",".join(map(str, range(1, 32))) + "\n"
    row = "001" + ",休" * 29 + ",E,{}\n"
    case, _ = read(tmp_path / "case", history=head + row.format(""))
    assert [(duty.agent_id, str(duty.day), duty.shift) for duty in case.history] == [("001", "2026-09-30", "E")]
    [fault] = faults(write(tmp_path / "case", {"history.csv": head + row.format("N")}))
    assert fault.startswith("history.csv:3 [AF]: 2026-09 has no day 31, and cell AF3 holds “N”.")


def test_a_grid_whose_names_and_ids_part_is_refused(tmp_path):
    agents = "工号,姓名,班组,工种\n001,王芳,一班,call\n002,李强,一班,call\n"
    grid = "工号,姓名,9月28日,9月29日,9月30日\n001,李强,E,E,\n002,李强,,,E\n"
    assert faults(write(tmp_path / "case", {"agents.csv": agents, "history.csv": grid})) == [
        f"history.csv:2 [agent_id]: {PARTED}"
    ]


CHINA = 'name = "热线"\ntimezone = "Asia/Shanghai"\nmonth = "2026-10"\ncountry = "CN"\ninterval_minutes = 60\n'
HOLIDAYS = tuple(range(1, 8))
WEEKENDS = (11, 17, 18, 24, 25, 31)
WORKDAYS = (8, 9, 10, 12, 13, 14, 15, 16, 19, 20, 21, 22, 23, 26, 27, 28, 29, 30)
"""October 2026: the tenth, a Saturday, is worked in exchange."""


@pytest.mark.parametrize(
    ("text", "rest", "workday", "weekend", "holiday"),
    [
        ("call 每小时座席,,,\n时段,工作日,周末,节假日\n08:00-09:00,1,2,3\n9点,4,5,6\n10-11点,7,8,9\n", "", 1, 2, 3),
        ("时段,工种,平日(人),双休日,法定节假日\n8点,call,1,2,3\n9点,call,4,5,6\n10点,call,7,8,9\n", "", 1, 2, 3),
        ("call,,\n时段,周一至周五,周六、周日\n8点,1,2\n9点,4,5\n10点,7,8\n", "", 1, 2, 2),
        ("call,,\n时段,工作日座席数,休息日座席数\n8点,1,2\n9点,4,5\n10点,7,8\n", "", 1, 2, 2),
        ("call,,\n时段,工作日,节假日\n8点,1,3\n9点,4,6\n10点,7,9\n", "", 1, 3, 3),
        ("call,\n时段,每天\n8点,1\n9点,4\n10点,7\n", "", 1, 1, 1),
        ("工种,日期,8:00,9:00,10:00\ncall,工作日,1,4,7\ncall,周末,2,5,8\ncall,节假日,3,6,9\n", "", 1, 2, 3),
        ("call,,\n时段,工作日\n8点,1\n9点,4\n10点,7\n", "、24、25、31 日没有对应的列，不需要座席", 1, None, None),
    ],
)  # fmt: skip
def test_seats_by_kinds_of_days_go_by_the_calendar_of_the_centre(tmp_path, text, rest, workday, weekend, holiday):
    case, notices = read(tmp_path / "case", seats=text, centre=CHINA)
    at_eight = {row.day.day: row.seats for row in case.seats if row.minute == 480}
    wanted = {WORKDAYS: workday, WEEKENDS: weekend, HOLIDAYS: holiday}
    assert at_eight == {day: seats for days, seats in wanted.items() if seats is not None for day in days}
    assert {row.minute for row in case.seats} == {480, 540, 600}
    line = notices[-1].line("zh")
    assert "按中心的节假日安排（调休上班日算工作日）" in line
    assert line.endswith(rest or " 天")


def test_a_holiday_comes_before_its_weekday(tmp_path):
    text = "call,,,,,,,,\n时段,周一,周二,周三,周四,周五,周六,周日,节假日\n" + "".join(
        f"{hour}点,1,2,3,4,5,6,7,9\n" for hour in (8, 9, 10)
    )
    case, _ = read(tmp_path / "case", seats=text, centre=CHINA)
    assert [row.seats for row in case.seats if row.minute == 480][:12] == [9, 9, 9, 9, 9, 9, 9, 4, 5, 6, 7, 1]


@pytest.mark.parametrize(
    "text",
    [
        ",call,call,mail,\n时段,工作日,周末,工作日,周末\n8点,1,2,3,4\n9点,1,2,3,4\n10点,1,2,3,4\n",
        "call,,\n时段,工作日,周末\n8点,1,2\n9点,1,2\n10点,1,2\nmail,,\n时段,工作日,周末\n8点,3,4\n9点,3,4\n10点,3,4\n",
        "时段,工种,工作日,周末\n8点,call,1,2\n8点,mail,3,4\n9点,call,1,2\n9点,mail,3,4\n10点,call,1,2\n10点,mail,3,4\n",
    ],
)
def test_each_job_has_columns_rows_or_a_block_of_its_own(tmp_path, text):
    case, _ = read(tmp_path / "case", seats=text, centre=CHINA)
    assert {(row.job, row.seats) for row in case.seats if row.day.day == 10} == {("call", 1), ("mail", 3)}
    assert {(row.job, row.seats) for row in case.seats if row.day.day == 11} == {("call", 2), ("mail", 4)}
    assert len(case.seats) == 2 * 3 * 31


def test_of_two_heads_that_are_read_alike_the_one_of_roles_is_taken_for_the_role(tmp_path):
    text = "工号,姓名,班组,岗位,技能\n001,Ann,T1,班长,call\n002,Bob,T1,客服代表,call;mail\n"
    case, notices = read(tmp_path / "a", agents=text)
    assert [(agent.role.value, agent.jobs) for agent in case.agents] == [
        ("leader", ("call",)),
        ("agent", ("call", "mail")),
    ]
    assert [notice.line("zh") for notice in notices] == ["agents.csv:1: 列 “岗位” 写的是职务，按“职务”读取"]
    faulty = write(tmp_path / "b", {"agents.csv": text.replace("班长", "call").replace("客服代表", "mail")})
    assert faults(faulty, "zh")[0] == (
        "agents.csv:1 [岗位]: 此列出现两次：“岗位”、“技能” 都按“工种”读取。只留一列，或将另一列改为别的列名"
    )


def test_rest_is_no_shift_and_is_left_aside(tmp_path):
    text = "班次,简称,上班,下班,休息\n早班,E,8:00,16:00,30分钟\n夜班,N,22:00,6:00,\n休息,休,,,\n休班,OFF,0:00,0:00,\n"
    case, notices = read(tmp_path / "case", shifts=text)
    assert [(shift.code, shift.break_minutes) for shift in case.shifts] == [("E", 30), ("N", 0)]
    assert [notice.line("zh") for notice in notices] == [
        "shifts.csv:4: 休息不需要班次，此行未读取",
        "shifts.csv:5: 休息不需要班次，此行未读取",
    ]


def test_kinds_of_leave_that_are_none_are_one_fault_with_the_line_to_add(tmp_path):
    text = "+001,婚假,2026-10-12,2026-10-13,\n002,调休,2026-10-14,2026-10-14,\n001,婚假,2026-10-20,2026-10-20,"
    line, *others = faults(write(tmp_path / "a", {"leave.csv": text}), "zh")
    assert others == []
    assert "没有请假类别 婚假、调休（共 3 行：2, 3, 4）" in line
    assert line.endswith("；确有此类，在中心表加一行：规则.leave_kinds 填 婚假;调休;")


ELEVENTH = [("班组", "姓名", *range(1, 31))]
MONTHS = [
    ("11月班表", [("客服中心2026年11月排班表",), *ELEVENTH], "作为历史排班读取"),
    ("2026年11月排班", ELEVENTH, "作为历史排班读取"),
    ("班表", [("2026年11月",), *ELEVENTH], "作为历史排班读取"),
    ("11月班表(终)", [("班组", "姓名", *range(1, 32))], "作为历史排班读取"),
    ("班表", ELEVENTH, "看不出是哪个月的班表，未读取"),
    ("12月排班表", ELEVENTH, "是排班月份 2026-12 自己的班表，未读取；其中已定的安排要照排，把表名改为 固定安排"),
    ("明年1月班表", ELEVENTH, "是 2026-12 以后的班表，未读取"),
]


@pytest.mark.parametrize(("name", "rows", "said"), MONTHS, ids=lambda value: value if isinstance(value, str) else "")
def test_a_roster_of_an_earlier_month_is_the_history_whatever_it_is_called(tmp_path, name, rows, said):
    book = {
        **SMALL,
        "centre": [*SMALL["centre"][:3], ("month", "2026-12"), *SMALL["centre"][4:]],
        "seats": [("date", "time", "job", "seats"), ("2026-12-01", "08:00", "call", 1)],
        name: [*rows, ("T1", "Ann", *["E"] * 30), ("T1", "Bob", *["休"] * 30)],
    }
    case, notices = read_case(save(tmp_path / "12月资料.xlsx", book))
    taken = said.startswith("作为")
    assert [duty.day for duty in case.history] == [date(2026, 11, day) for day in range(1, 31) if taken]
    assert notices[0].line("zh").startswith(f"12月资料.xlsx!{name}: {said}")


def test_of_several_earlier_rosters_the_last_is_the_history_and_a_history_stands_before_them(tmp_path):
    grid = [("姓名", *range(1, 31)), ("Ann", *["E"] * 30)]
    folder = write(tmp_path / "a", {f"{name}.csv": csv(grid) for name in ("8月班表", "9月班表")})
    case, notices = read_case(folder)
    assert {duty.day.month for duty in case.history} == {9}
    assert [notice.line("zh") for notice in notices] == [
        "9月班表.csv: 作为历史排班读取",
        "8月班表.csv: 未读取：历史排班已有 9月班表.csv；要用此表，两张合为一张",
    ]
    (folder / "history.csv").write_text("agent_id,date,shift\n001,2026-09-30,E\n")
    case, notices = read_case(folder)
    assert len(case.history) == 1
    assert len(notices) == 2


def test_the_title_says_the_month_of_a_history_and_without_it_the_month_before_is_meant(tmp_path):
    grid = [("姓名", *range(1, 32)), ("Ann", *["E"] * 31)]
    book = {**SMALL, "历史排班": [("2026年8月排班表",), *grid]}
    case, _ = read_case(save(tmp_path / "10月.xlsx", book))
    assert {duty.day.month for duty in case.history} == {8}
    assert faults(save(tmp_path / "b.xlsx", {**SMALL, "历史排班": grid}), "zh") == [
        "b.xlsx!历史排班:2 [AF]: 2026-09 没有 31 日，单元格 AF2 却写着 “E”。改到对的日期，或清空此格"
    ]


def csv(rows) -> str:
    return "".join(",".join(map(str, row)) + "\n" for row in rows)


def test_zeros_that_the_people_lost_are_not_laid_to_the_rows_that_have_them(tmp_path):
    agents = "agent_id,name,team,jobs\n1,Ann,T1,call\n2,Bob,T1,call;mail\n"
    leave = "agent_id,kind,start,end\n0001,annual,2026-10-05,2026-10-06\n0002,annual,2026-10-05,2026-10-06\n"
    [fault] = faults(write(tmp_path / "case", {"agents.csv": agents, "leave.csv": leave}))
    assert fault.startswith("leave.csv:2 [agent_id]: leading zeros of ids are lost in the table agents")
    assert "1 → 0001, 2 → 0002" in fault
    assert fault.endswith("Format that column of agents as text and type the ids anew")


NOVEMBER = 'name = "Centre"\ntimezone = "Asia/Shanghai"\nmonth = "2026-11"\ncountry = "none"\n'
FORM = {
    "days in columns": "call\n时段," + ",".join(map(str, range(1, 32))) + "\n" + "".join(
        f"{hour}:00" + ",1" * 30 + f",{{{hour}}}\n" for hour in (8, 9, 10)
    ),
    "days in rows": "call\n日期,8:00,9:00,10:00\n" + "".join(
        f"{day}日,1,1,1\n" for day in range(1, 31)
    ) + "31日,{8},{9},{10}\n",
}  # fmt: skip


@pytest.mark.parametrize(("form", "cell"), [("days in columns", "AF3"), ("days in rows", "B33")])
def test_a_form_of_31_days_asks_for_the_seats_of_a_shorter_month(tmp_path, form, cell):
    cells = {"{8}": "", "{9}": "0", "{10}": "-"}
    text = FORM[form]
    for mark, value in cells.items():
        text = text.replace(mark, value)
    case, notices = read(tmp_path / "a", centre=NOVEMBER, seats=text)
    assert (len(case.seats), {row.day.month for row in case.seats}) == (90, {11})
    assert [item for item in notices if "left aside" in item.line("en")] == []
    wrong = FORM[form].replace("{8}", "2").replace("{9}", "").replace("{10}", "0")
    [fault] = faults(write(tmp_path / "b", {"centre.toml": NOVEMBER, "seats.csv": wrong}))
    column, row = cell[:-1] if cell.startswith("AF") else cell[0], cell.lstrip("ABF")
    assert fault.startswith(f"seats.csv:{row} [{column}]: 2026-11 has no day 31, and cell {cell} holds “2”.")


SHIFTS = "code,name,start,end\nE,早班,8:00,16:00\nM,中班,15:00,20:00\nN,夜班,22:00,2:00\n"
HOURLY = 'name = "Centre"\ntimezone = "Asia/Shanghai"\nmonth = "2026-10"\ninterval_minutes = 60\n'


@pytest.mark.parametrize(
    "text",
    [
        "call 各班人数,,,\n班次,平日(周一至周五),周末及节假日,备注\n早班,6,4,带新人\nM,3人,2,\n夜,2,1,\n合计,9,7,\n",
        "call,,,\n班次,时间,平日,周末及节假日\nE,8:00-16:00,6,4\n中班,15:00-20:00,3,2\nN,22:00-次日2:00,2,1\n",
        "工种,班次,工作日,周末,节假日\ncall,E,6,4,4\ncall,中班 15-20点,3,2,2\ncall,N,2,1,1\n",
        *(
            f"call 各班人数,,\n班次,平日,{free}\nE,6,4\nM,3,2\nN,2,1\n"
            for free in ("周末/节假日", "双休日、节假日", "周六日 节假日人数")
        ),
    ],
)
def test_people_per_shift_are_seats_of_each_interval_in_its_hours(tmp_path, text):
    shifts = SHIFTS.replace("N,夜班", "夜,大夜") if "夜,2" in text else SHIFTS
    case, notices = read(tmp_path / "case", seats=text, shifts=shifts, centre=HOURLY)
    seats = {(row.day.day, row.minute // 60): row.seats for row in case.seats}
    assert {row.job for row in case.seats} == {"call"}
    friday, saturday = 16, 17
    assert [seats.get((friday, hour), 0) for hour in (8, 14, 15, 16, 20, 22, 23)] == [6, 6, 9, 3, 0, 2, 2]
    # What Friday's night serves after midnight is Saturday's; the 1st is a holiday, and its morning September's.
    assert [seats.get((saturday, hour), 0) for hour in (0, 1, 2, 8, 15, 22)] == [2, 2, 0, 4, 6, 1]
    assert [seats.get((1, hour), 0) for hour in (0, 8)] == [0, 4]
    said = [notice.line("en") for notice in notices]
    assert sum("people per shift are read as seats of each interval in its hours" in line for line in said) == 1


def test_hours_beside_shifts_make_no_long_intervals(tmp_path):
    text = "call,,,\n班次,时间,平日,周末及节假日\nE,8:00-16:00,6,4\nM,16:00-22:30,3,2\nN,22:30-8:00,2,1\n"
    shifts = "code,start,end\nE,8:00,16:00\nM,16:00,22:30\nN,22:30,8:00\n"
    centre = HOURLY.replace("interval_minutes = 60\n", "")
    case, _ = read(tmp_path / "case", seats=text, shifts=shifts, centre=centre)
    assert case.centre.interval_minutes == 30
    seats = {row.minute: row.seats for row in case.seats if row.day.day == 16}
    assert (len(seats), seats[0], seats[8 * 60], seats[22 * 60], seats[22 * 60 + 30]) == (48, 2, 6, 3, 2)


def test_hours_beside_which_a_shift_stands_merged_stay_hours(tmp_path):
    text = "call,,,\n班次,时段,平日,周末及节假日\nE,8:00-9:00,6,4\nE,9:00-10:00,5,4\nE,10:00-11:00,3,2\n"
    case, _ = read(tmp_path / "case", seats=text, shifts=SHIFTS, centre=HOURLY)
    assert [(row.minute // 60, row.seats) for row in case.seats if row.day.day == 16] == [(8, 6), (9, 5), (10, 3)]


def test_people_of_a_shift_that_there_is_not_and_a_table_without_a_job_are_faults(tmp_path):
    days = ",".join(map(str, range(1, 32)))
    text = f"10月人数\n班次,{days}\n" + "".join(f"{code}{',3' * 31}\n" for code in "EMX")
    found = faults(write(tmp_path / "a", {"seats.csv": "call " + text, "shifts.csv": SHIFTS}))
    assert [fault.partition(". ")[0] for fault in found] == ["seats.csv:5 [shift]: there is no shift “X”"]
    [fault] = faults(write(tmp_path / "b", {"seats.csv": text.replace("X", "N"), "shifts.csv": SHIFTS}))
    assert fault.startswith("seats.csv:3 [job]: nothing says which job these seats are of")


def test_a_list_of_seats_names_kinds_of_days_and_a_date_comes_before_its_kind(tmp_path):
    text = "date,time,job,seats\n平日,8:00,call,6\n休息日,8:00,call,4\n每天,9:00,call,2\n2026-10-16,8:00,call,9\n"
    case, _ = read(tmp_path / "case", seats=text, centre=HOURLY)
    seats = {(row.day.day, row.minute // 60): row.seats for row in case.seats}
    assert [seats[day, 8] for day in (1, 15, 16, 17)] == [4, 6, 9, 4]
    assert [seats[day, 9] for day in range(1, 32)] == [2] * 31
    [fault] = faults(write(tmp_path / "b", {"seats.csv": text.replace("call", "phone", 1)}))
    assert fault.startswith("seats.csv:2 [job]: there is no job “phone”. Correct it (there are call, mail), or add")


def test_leave_stands_from_day_to_day_in_one_cell(tmp_path):
    rows = ("10月9日-10月13日", "10.18", "2026-10-23至2026-10-25", "10月28、29日")
    text = "agent_id,kind,起止日期\n" + "".join(f"001,annual,{row}\n" for row in rows)
    case, _ = read(tmp_path / "case", leave=text)
    assert [(leave.start.day, leave.end.day) for leave in case.leaves] == [(9, 13), (18, 18), (23, 25), (28, 29)]
    [fault] = faults(write(tmp_path / "b", {"leave.csv": "agent_id,kind,起止日期\n001,annual,10月1、3日\n"}))
    assert fault.startswith("leave.csv:2 [起止日期]: “10月1、3日” does not say from which day to which.")


def test_no_remedy_renames_a_column_of_another_meaning_or_one_to_two_names(tmp_path):
    text = "序号,姓名,性别,jobs\n1,Wang,F,call\n"
    ids, team, *_ = faults(write(tmp_path / "a", {"agents.csv": text}))
    assert ids.startswith("agents.csv:1 [agent_id]: this column is missing. Add agent_id to the header row")
    assert team == (
        "agents.csv:1 [team]: this column is missing. Add team to the header row; where there are no teams, write one "
        "name for all"
    )
    found = faults(write(tmp_path / "b", {"leave.csv": "agent_id,kind,起止日子\na1,annual,x\n"}))
    assert not any("Rename" in fault for fault in found)


def test_a_remark_in_brackets_behind_a_shift_is_told_and_what_is_unread_is_named_beside_faults(tmp_path):
    days = ",".join(f"9月{day}日" for day in range(1, 8))
    grid = f"工号,{days}\n001,E(替高洁),休(调休),E,E,E,E,E\n"
    case, notices = read(tmp_path / "a", history=grid)
    assert [(duty.day.day, duty.shift) for duty in case.history][:2] == [(1, "E"), (3, "E")]
    assert [notice.line("zh") for notice in notices if "括号" in notice.line("zh")] == [
        "history.csv: 2 格带括号备注，按括号前的内容读取：B2 “E(替高洁)” C2 “休(调休)”"
    ]
    folder = write(tmp_path / "b", {"seats.csv": "date\n", "notes.csv": "x\n"})
    with pytest.raises(InputError) as raised:
        read_case(folder)
    assert [unread.zh for unread in raised.value.unread] == ["notes.csv: 文件名不属于案例，未读取"]


def test_a_head_that_might_mean_days_is_no_reason_for_days_without_seats(tmp_path):
    text = "call 各班人数,,,\n班次,平日,休班那天,合计\nE,6,4,10\nM,3,2,5\nN,2,1,3\n"
    [fault] = faults(write(tmp_path / "case", {"seats.csv": text, "shifts.csv": SHIFTS, "centre.toml": HOURLY}))
    assert fault.startswith("seats.csv:2 [C]: which days the head “休班那天” means is not known, and no column is for")
