"""A case folder: each table and column read, and each fault told."""

from datetime import date, timedelta

import pytest
from small_case import FILES, faults, read, write

from roster.cases import bundled_folder
from roster.files.read_case import read_case
from roster.model import (
    Agent,
    Availability,
    Duty,
    Grade,
    Leave,
    LeaveStatus,
    Load,
    Month,
    Pin,
    Protection,
    Role,
    SeatRequirement,
    Service,
    Shift,
    Wish,
)


def day(number, month=10):
    return date(2026, month, number)


@pytest.mark.parametrize(("name", "people"), [("hotline", 72), ("hall", 22)])
def test_bundled_cases_read_without_a_word(name, people):
    case, notices = read_case(bundled_folder(name))
    assert len(case.agents) == people
    assert notices == ()


def test_every_column_of_agents(tmp_path):
    header = "agent_id,name,team,role,jobs,grade,contract_hours,rotating,protected,trainee_until,start_date,end_date\n"
    full = "007,王芳,一班,deputy,189;180,senior,166.65,false,哺乳期:2026-12-31;minor,2026-10-12,2020-01-01,2026-10-30\n"
    case, notices = read(
        tmp_path, agents=header + full + "8,B,T,,call,,,,,,,\n", shifts="code,start,end\nE,08:00,16:00\n"
    )
    assert notices == ()
    assert case.agents == (
        Agent(
            agent_id="007",
            name="王芳",
            team="一班",
            role=Role.DEPUTY,
            jobs=("189", "180"),
            grade=Grade.SENIOR,
            contract_minutes=9999,
            rotating=False,
            protections=(Protection("哺乳期", day(31, 12)), Protection("minor")),
            trainee_until=day(12),
            start_date=date(2020, 1, 1),
            end_date=day(30),
        ),
        Agent("8", "B", "T", ("call",)),
    )


def test_every_column_of_shifts(tmp_path):
    text = (
        "code,name,start,end,break_minutes,jobs,night\n"
        "E,Early,08:00,16:00,30,call;mail,true\n"
        "N,,22:00,06:00,,,\n"
        "L,Late,16:00,24:00,,mail,FALSE\n"
        "M,Morning,00:00,8:00,,,\n"
    )
    case, _ = read(tmp_path, shifts=text)
    assert case.shifts == (
        Shift("E", 480, 960, "Early", 30, ("call", "mail"), night=True),
        Shift("N", 1320, 1800),
        Shift("L", 960, 1440, "Late", 0, ("mail",), night=False),
        Shift("M", 0, 480, "Morning"),
    )


def test_a_shift_that_ends_as_it_starts_lasts_a_day_where_the_centre_allows_it(tmp_path):
    centre = FILES["centre.toml"] + "[rules]\nmax_hours_day = 24\n"
    case, _ = read(tmp_path, shifts="code,start,end\nD,08:00,08:00\n", centre=centre)
    assert case.shifts == (Shift("D", 480, 480 + 1440),)


def test_every_request(tmp_path):
    case, notices = read(
        tmp_path,
        leave=(
            "agent_id,kind,start,end,status,priority,special,extreme\n"
            "001,sick,2026-09-28,2026-10-02,approved,,,\n"
            "002,personal,2026-10-05,2026-10-05,requested,5,true,TRUE\n"
            "002,annual,2026-11-01,2026-11-03,,,,\n"
        ),
        wishes="agent_id,date,shift,weight\n001,2026-10-03,E,\n002,2026-10-03,OFF,-2\n002,2026-10-04,work,3\n",
        availability="agent_id,weekday,date,shift,available\n001,7,,N,false\n002,,2026-10-09,,true\n",
        history="agent_id,date,shift,job\n002,2026-09-30,N,mail\n001,2026-09-30,N,\n",
        pins="agent_id,date,shift,job\n001,2026-10-31,off,\n002,2026-10-31,E,mail\n",
    )
    assert notices == ()
    assert case.leaves == (
        Leave("001", "sick", day(28, 9), day(2)),
        Leave("002", "personal", day(5), day(5), LeaveStatus.REQUESTED, 5, special=True, extreme=True),
        Leave("002", "annual", day(1, 11), day(3, 11)),
    )
    assert case.wishes == (
        Wish("001", day(3), "E", 1),
        Wish("002", day(3), "off", -2),
        Wish("002", day(4), "work", 3),
    )
    assert case.availability == (
        Availability("001", 7, None, "N", available=False),
        Availability("002", None, day(9), None, available=True),
    )
    # Sorted, and the job left empty is the agent's first.
    assert case.history == (Duty("001", day(30, 9), "N", "call"), Duty("002", day(30, 9), "N", "mail"))
    assert case.pins == (Pin("001", day(31), "off"), Pin("002", day(31), "E", "mail"))


def test_seats_win_over_the_load_of_the_same_interval(tmp_path):
    case, _ = read(
        tmp_path,
        load=(
            "date,time,job,calls,aht_seconds\n"
            "2026-10-01,08:00,call,100,180\n"
            "2026-10-01,10:00,call,0,0\n"
            "2026-10-01,11:00,mail,20,180\n"
        ),
        seats="date,time,job,seats,min_seats\n2026-10-01,08:00,call,9,2\n2026-10-02,08:00,call,1,\n",
    )
    assert case.load[0] == Load(day(1), 480, "call", 100.0, 180.0)
    # 20 calls of 3 min in an hour are 1 Erlang; 3 seats answer C(3, 1)·e^(−2·15/180) = 1/11·0.846 late, 92 % in time;
    # of 2 seats C(2, 1) = 1/3 wait, 1/3·e^(−15/180) = 31 % too long. 3 at the phones are ⌈3/0.9⌉ = 4 rostered.
    assert case.seats == (
        SeatRequirement(day(1), 480, "call", 9, 2),
        SeatRequirement(day(1), 600, "call", 0),
        SeatRequirement(day(1), 660, "mail", 4),
        SeatRequirement(day(2), 480, "call", 1),
    )


def test_settings_of_the_centre(tmp_path):
    centre = (
        'name = "客服"\ntimezone = "Europe/Berlin"\ncountry = "DE"\nmonth = "2026-10"\n'
        "interval_minutes = 30\n"
        "[service]\nlevel = 0.9\nseconds = 20\npatience_seconds = 90\nshrinkage = 0.25\nmax_occupancy = 0.85\n"
        "[rules]\nmin_rest_hours = 12\nunpopular_shifts = ['N']\n[rules.NIGHT]\nmax_nights_per_month = 5\n"
        "[weights]\nseat_short = 12.5\n"
    )
    case, notices = read(tmp_path, centre=centre)
    assert notices == ()
    settings = case.centre
    assert (settings.name, settings.timezone, settings.country, settings.month) == (
        "客服",
        "Europe/Berlin",
        "DE",
        Month(2026, 10),
    )
    assert settings.interval_minutes == 30
    assert settings.service == Service(0.9, 20.0, 90.0, 0.25, 0.85)
    assert settings.rules == {"min_rest_hours": 12, "unpopular_shifts": ("N",), "NIGHT.max_nights_per_month": 5}
    assert settings.weights == {"seat_short": 12.5}
    assert case.calendar.is_public_holiday(day(3))


def test_kinds_of_leave_that_the_centre_adds(tmp_path):
    centre = FILES["centre.toml"] + "[rules]\nleave_kinds = ['maternity']\n"
    leave = "agent_id,kind,start,end\n001,maternity,2026-10-01,2026-10-31\n"
    case, _ = read(tmp_path, centre=centre, leave=leave)
    assert case.leaves[0].kind == "maternity"


def test_the_centres_own_days_off_stand_over_the_official_ones(tmp_path):
    centre = 'holidays = "holidays.csv"\n' + FILES["centre.toml"].replace("none", "CN")
    case, notices = read(
        tmp_path,
        centre=centre,
        holidays="date,kind,name\n2026-10-09,off,店庆\n2026/10/7,work,\n",
    )
    assert notices == ()
    assert case.calendar.is_public_holiday(day(9))
    assert case.calendar.name(day(9)).zh == "店庆"
    assert not case.calendar.is_public_holiday(day(7))
    assert case.calendar.is_public_holiday(day(6))


def test_a_year_without_its_arrangement_is_said(tmp_path):
    centre = FILES["centre.toml"].replace("none", "CN").replace("2026-10", "2027-10")
    seats = "date,time,job,seats\n2027-10-01,08:00,call,1\n"
    _, (notice,) = read(tmp_path, centre=centre, seats=seats)
    assert notice.line().startswith("centre.toml [month]: the official arrangement of 2027 is not out")


@pytest.mark.parametrize(
    "written", ["2026-10-01", "2026/10/1", "2026/10/01", "2026.10.1", "46296", "2026-10-01 00:00:00"]
)
def test_dates_as_spreadsheets_leave_them_in_csv(tmp_path, written):
    case, _ = read(tmp_path, seats=f"date,time,job,seats\n{written},08:00,call,1\n")
    assert case.seats[0].day == day(1)


@pytest.mark.parametrize("written", ["08:00", "8:00", "08:00:00", " 08:00 "])
def test_times_as_spreadsheets_leave_them_in_csv(tmp_path, written):
    case, _ = read(tmp_path, seats=f"date,time,job,seats\n2026-10-01,{written},call,1\n")
    assert case.seats[0].minute == 480


def test_a_byte_order_mark_and_windows_lines_say_nothing(tmp_path):
    files = {name: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode() for name, text in FILES.items()}
    case, notices = read_case(write(tmp_path / "b", files))
    assert notices == ()
    assert case == read_case(write(tmp_path / "a", {}))[0]


def test_gb18030_is_recognised_and_said(tmp_path):
    agents = "agent_id,name,team,jobs\n001,张伟,一班,call;mail\n"
    case, notices = read(tmp_path, agents=agents.encode("gb18030"))
    assert case.agents[0].name == "张伟"
    assert [notice.line() for notice in notices] == ["agents.csv: read as GB18030, not UTF-8 (as in “张伟”)"]
    assert notices[0].line("zh") == "agents.csv: 按 GB18030 编码读取（例如“张伟”）"


def test_rows_come_in_any_order(tmp_path):
    head, *rows = FILES["seats.csv"].splitlines()
    turned = "\n".join([head, *reversed(rows)])
    assert read(tmp_path / "a", seats=turned)[0] == read(tmp_path / "b")[0]


def test_columns_come_in_any_order_and_unknown_ones_are_left_aside(tmp_path):
    text = "seats,Nots,JOB, time ,date,\n1,x,call,08:00,2026-10-01,\n2,,call,09:00,2026-10-01,\n\n,,,,,\n"
    case, notices = read(tmp_path / "a", seats=text)
    assert case == read(tmp_path / "b")[0]
    assert [notice.line() for notice in notices] == ["seats.csv:1 [Nots]: an unknown column, left aside: row 2 “x”"]


@pytest.mark.parametrize(
    "said", ["孕期,不上夜班", "哺乳期", "未成年工", "不排夜班", "pregnant", "Nursing", "no nights"]
)
def test_a_remark_that_speaks_of_protection_points_to_its_column(tmp_path, said):
    text = f'工号,姓名,班组,工种,备注\n001,徐丽,T,call;mail,"{said}"\n002,王敏,T,call;mail,爱唱歌\n'
    lines = [notice.line("zh") for notice in read(tmp_path, agents=text)[1]]
    assert f"agents.csv:1 [备注]: 未知的列，未读取：第 2 行 001 徐丽 “{said}”、第 3 行 002 王敏 “爱唱歌”" in lines
    (warning,) = [line for line in lines if "注意" in line]
    assert warning == (
        f"agents.csv:2 [备注]: 注意：001 徐丽 的 “{said}” 没有读取，仍可能排夜班；"
        "需要保护的，请把原因写进“人员”表的“保护”列（如 孕期，或 哺乳期:2026-12-31）"
    )


def test_a_remark_on_somebody_protected_is_no_warning(tmp_path):
    text = "工号,姓名,班组,工种,保护,备注\n001,徐丽,T,call;mail,孕期,孕期\n002,王敏,T,call;mail,,\n"
    assert not [notice for notice in read(tmp_path, agents=text)[1] if "注意" in notice.message.zh]


@pytest.mark.parametrize("head", ["班次,开始,结束,岗位", "代码,开始,结束,岗位", "班次代码,开始,结束,工种"])
def test_a_shifts_code_may_be_headed_by_the_shift_and_its_jobs_by_the_post(tmp_path, head):
    case, _ = read(tmp_path, shifts=f"{head}\nE,08:00,16:00,call\nN,22:00,06:00,\n")
    assert [(shift.code, shift.jobs) for shift in case.shifts] == [("E", ("call",)), ("N", ())]


def test_beside_codes_a_column_of_shifts_holds_their_names(tmp_path):
    case, notices = read(tmp_path, shifts="班次,代码,开始,结束\n早班,E,08:00,16:00\n夜班,N,22:00,06:00\n")
    assert [(shift.code, shift.name) for shift in case.shifts] == [("E", "早班"), ("N", "夜班")]
    assert not notices


def test_a_column_nearly_right_is_named_with_the_name_it_resembles(tmp_path):
    _, notices = read(tmp_path, agents="agent_id,name,team,jobs,grades\n001,A,T,call;mail,senior\n")
    assert (
        notices[0].line()
        == "agents.csv:1 [grades]: an unknown column, left aside: row 2 001 A “senior”; was grade meant?"
    )
    assert notices[0].line("zh") == "agents.csv:1 [grades]: 未知的列，未读取：第 2 行 001 A “senior”；是否应为 grade？"


def test_file_names_may_differ_in_case_and_others_are_left_aside(tmp_path):
    write(tmp_path, {"Leave.CSV": "agent_id,kind,start,end\n001,sick,2026-10-01,2026-10-01\n", "whishes.csv": "x"})
    (tmp_path / "notes.txt").write_text("mine")
    case, notices = read_case(tmp_path)
    assert len(case.leaves) == 1
    assert [notice.line() for notice in notices] == [
        "whishes.csv: the file is not part of a case and was left aside; was wishes.csv meant?"
    ]


def test_unknown_settings_are_left_aside(tmp_path):
    centre = "colour = 1\n" + FILES["centre.toml"] + "[service]\nlevle = 0.8\n[notes]\na = 1\n"
    _, notices = read(tmp_path, centre=centre)
    assert [notice.line() for notice in notices] == [
        "centre.toml:1 [colour]: an unknown key, left aside",
        "centre.toml:9 [notes]: an unknown key, left aside",
        "centre.toml:8 [service.levle]: an unknown key, left aside",
    ]


def test_a_text_guarded_against_spreadsheets_reads_as_meant(tmp_path):
    case, _ = read(tmp_path, agents="agent_id,name,team,jobs\n001,'=Ann,T,call;mail\n")
    assert case.agents[0].name == "=Ann"


def test_a_floor_above_the_requirement_is_said(tmp_path):
    case, notices = read(tmp_path, seats="date,time,job,seats,min_seats\n2026-10-01,08:00,call,1,2\n")
    assert case.seats[0].min_seats == 2
    assert notices[0].line() == "seats.csv:2 [min_seats]: the floor of 2 seats is above the 1 required"


def test_too_many_notices_are_counted(tmp_path):
    rows = "".join(f"2026-10-{d:02d},{h:02d}:00,call,1,2\n" for d in range(1, 6) for h in range(24))
    _, notices = read(tmp_path, seats="date,time,job,seats,min_seats\n" + rows)
    assert len(notices) == 101
    assert notices[-1].line() == "seats.csv: 20 more of this file"


def test_all_faults_of_all_files_come_at_once_in_order(tmp_path):
    write(
        tmp_path,
        {
            "centre.toml": 'name = "Centre"\ntimezone = "Mars/Olympus"\nmonth = "2026-13"\ninterval_minutes = 50\n',
            "agents.csv": "agent_id,name,team,jobs\n001,Ann,T1,\n001,Bob,T1,mail\n",
            "shifts.csv": "code,start,end\nE,08:00,25:00\n",
            "seats.csv": "date,time,job,seats\n2026-10-01,08:00,call,-1\n2026-02-30,08:00,mail,1\n",
            "pins.csv": "agent_id,date,shift\n003,2026-10-01,E\n001,2026-10-01,X\n",
        },
    )
    assert [line.split(": ")[0] for line in faults(tmp_path)] == [
        "centre.toml:2 [timezone]",
        "centre.toml:3 [month]",
        "centre.toml:4 [interval_minutes]",
        "agents.csv:2 [jobs]",
        "agents.csv:3 [agent_id]",
        "shifts.csv:2 [end]",
        "seats.csv:2 [seats]",
        "seats.csv:2 [job]",
        "seats.csv:3 [date]",
        "pins.csv:2 [agent_id]",
        "pins.csv:3 [shift]",
    ]


def test_the_same_fault_in_many_rows_is_one_line(tmp_path):
    rows = "".join(f"001,2026-09-{d:02d},X,\n" for d in range(1, 21))
    write(tmp_path, {"history.csv": "agent_id,date,shift,job\n" + rows, "pins.csv": "+001,2026-10-01,X,"})
    (line,) = faults(tmp_path)
    assert line == (
        "history.csv:2 [shift]: there is no shift “X” (history.csv: 20 rows: 2, 3, 4, 5, 6 …; pins.csv: 1 row: 2). "
        "Correct it, or add it to the table shifts"
    )


def test_a_file_of_nothing_but_faults_lists_a_thousand(tmp_path):
    days = [day(1) - timedelta(days=40 + n) for n in range(1500)] * 2  # each twice, each a fault of its own
    rows = "".join(f"001,{day},E,\n" for day in days)
    write(tmp_path, {"history.csv": "agent_id,date,shift,job\n" + rows})
    lines = faults(tmp_path)
    assert len(lines) == 1001
    assert lines[-1].startswith("history.csv:2502: there are so many faults above that the rows from here on were not")
