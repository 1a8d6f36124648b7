"""One slip at a time in the small case, and what is said about it, in either language."""

# ruff: noqa: E501 - one slip a line, with the whole sentence that a supervisor reads

import pytest
from small_case import FILES, faults, write

from roster.files.cells import CellError, a_date
from roster.files.tables import demand
from roster.model import Month

CENTRE = FILES["centre.toml"]
WRITE_DATE = "Write it as in 2026-10-31"
WRITE_TIME = "Write it as HH:MM, as in 08:30"
MONTH = "Correct the date or delete the row; the centre's key month names the month"

# (file, its text or `+` and a row to add, the fault)
SLIPS = [
    # centre.toml
    ("centre.toml", CENTRE.replace('name = "Centre"\n', ""), "centre.toml [name]: this key is missing. Add name = …"),
    ("centre.toml", CENTRE.replace('"Centre"', "7"), "centre.toml:1 [name]: this is not a text. Write a text in quotation marks"),
    ("centre.toml", CENTRE.replace("Asia/Shanghai", "Shanghai"), 'centre.toml:2 [timezone]: there is no time zone “Shanghai”. Write an IANA name, as in "Asia/Shanghai"'),
    ("centre.toml", CENTRE.replace("Asia/Shanghai", "../../etc/passwd"), 'centre.toml:2 [timezone]: there is no time zone “../../etc/passwd”. Write an IANA name, as in "Asia/Shanghai"'),
    ("centre.toml", CENTRE.replace("2026-10", "10/2026"), 'centre.toml:3 [month]: “10/2026” is not a month. Write it as in month = "2026-10"'),
    ("centre.toml", CENTRE.replace("2026-10", "0001-10"), 'centre.toml:3 [month]: “0001-10” is no plausible month. Write it as in month = "2026-10"'),
    ("centre.toml", CENTRE.replace("60", "50"), "centre.toml:4 [interval_minutes]: “50” is outside what is possible. Write minutes that divide a day evenly, as 15, 30 or 60"),
    ("centre.toml", CENTRE.replace("60", "0"), "centre.toml:4 [interval_minutes]: “0” is outside what is possible. Write minutes that divide a day evenly, as 15, 30 or 60"),
    ("centre.toml", CENTRE.replace("60", "true"), "centre.toml:4 [interval_minutes]: “True” is not a number. Write minutes that divide a day evenly, as 15, 30 or 60"),
    ("centre.toml", CENTRE.replace("none", "XX"), "centre.toml [country]: there is no holiday table for the country 'XX'. Give the two letters of ISO 3166, such as CN or DE; or leave it out and name a holidays file"),
    ("centre.toml", CENTRE + "[service]\nlevel = 80\n", "centre.toml:7 [service.level]: “80” is outside what is possible. Write a share between 0 and 1, as 0.8 for 80 %"),
    ("centre.toml", CENTRE + "[service]\nlevel = nan\n", "centre.toml:7 [service.level]: “nan” is outside what is possible. Write a share between 0 and 1, as 0.8 for 80 %"),
    ("centre.toml", CENTRE + "[service]\nshrinkage = -0.1\n", "centre.toml:7 [service.shrinkage]: “-0.1” is outside what is possible. Write a share from 0 to 0.9, as 0.1 for 10 %"),
    ("centre.toml", "service = 1\n" + CENTRE, "centre.toml:1 [service]: this is not a table. Write [service] on a line of its own and the keys below it"),
    ("centre.toml", CENTRE + "[rules]\nmin_rest_hours = inf\n", "centre.toml:7 [rules.min_rest_hours]: inf is not a value. Write a finite number"),
    ("centre.toml", CENTRE + "[rules]\nweekly_meeting = 14:00:00\n", "centre.toml:7 [rules.weekly_meeting]: this is no number, true/false, text or list of texts. Put times and dates into quotation marks"),
    ("centre.toml", CENTRE + "[rules]\nmin_rest_hours = 11\n[rules.REST]\nmin_rest_hours = 12\n", "centre.toml:9 [rules.REST.min_rest_hours]: this parameter is set as rules.min_rest_hours already. Keep one of the two"),
    ("centre.toml", CENTRE + "[weights]\nwish = -1\n", "centre.toml:7 [weights.wish]: “-1” is outside what is possible. Write a number of 0 or more"),
    ("centre.toml", CENTRE + "name = 2\n", "centre.toml:6: this is not TOML (Cannot overwrite a value). Leave one of the two"),
    ("centre.toml", "month = 2026-10\n", 'centre.toml:1: this is not TOML (Expected newline or end of document after a statement). Write this line as: month = "2026-10"'),
    # tables as such
    ("agents.csv", "", "agents.csv: the file is empty. Write the column names on the first row and one record on each row below"),
    ("agents.csv", ",,\n \n", "agents.csv: there is no header row. Write the column names on the first row: agent_id,name,team,role,jobs,grade,contract_hours,rotating,protected,trainee_until,start_date,end_date"),
    ("agents.csv", "agent_id,name,team,jobs\n", "agents.csv: there are no agents. Write one row for each agent"),
    ("shifts.csv", "code,start,end\n", "shifts.csv: there are no shifts. Write one row for each shift"),
    ("seats.csv", "date,time,job,seats\n", "seats.csv: nothing is required: neither seats nor load says anything. Give the seats per interval, or the load they follow from"),
    ("wishes.csv", "agent_id,date,shfit\n", "wishes.csv:1 [shift]: this column is missing. Rename the column “shfit” to shift"),
    ("wishes.csv", "agent_id,shift\n", "wishes.csv:1 [date]: this column is missing. Add date to the header row"),
    ("wishes.csv", "agent_id,date,shift,date\n", "wishes.csv:1 [date]: this column is there twice. Keep one of them"),
    ("wishes.csv", "agent_id;date;shift\n", "wishes.csv:1: the columns are not separated by commas. Save it as comma-separated CSV, or write sep=; on a line above all"),
    ("wishes.csv", "+001,2026-10-01,E,1,much", "wishes.csv:2: there is “much” in column E, beyond the header's last column. Separate lists by ;, and put texts with commas into quotation marks"),
    # ids and texts
    ("agents.csv", "+,Cy,T1,call", "agents.csv:4 [agent_id]: this cell is empty. It must be filled in"),
    ("agents.csv", "+001,Cy,T1,call", "agents.csv:4 [agent_id]: the id “001” is on row 2 already. Keep one of the two rows"),
    ("agents.csv", "+0\u200b1,Cy,T1,call", "agents.csv:4 [agent_id]: “0<200B>1” holds an invisible character, U+200B. Clear the cell and type it anew"),
    ("agents.csv", "+0;1,Cy,T1,call", "agents.csv:4 [agent_id]: “0;1” holds a semicolon. Leave ; out of ids: it separates lists"),
    ("agents.csv", f"+{'9' * 65},Cy,T1,call", f"agents.csv:4 [agent_id]: “{'9' * 40}…” is too long. Use at most 64 characters"),
    ("agents.csv", '+003,"C\ny",T1,call', "agents.csv:4 [name]: “C<000A>y” holds a line break or a control character. Write it as plain text on one line"),
    ("agents.csv", "+003,=1+1,T1,call", "agents.csv:4 [name]: “=1+1” is a formula. Write its result; if it is meant as text, put ' before it"),
    # agents.csv
    ("agents.csv", "+003,Cy,T1,;", "agents.csv:4 [jobs]: no job is named. Name at least one job, the main one first"),
    ("agents.csv", "+003,Cy,T1,call;call", "agents.csv:4 [jobs]: “call” is named twice. Name each once, separated by ;"),
    # entitlements.csv
    ("entitlements.csv", "+009,annual,5,,", "entitlements.csv:2 [agent_id]: there is no agent “009”. Correct it, or add it to the table agents"),
    ("entitlements.csv", "+001,holiday,5,,", "entitlements.csv:2 [kind]: there is no kind of leave “holiday”. Write one of annual / business / emergency / personal / sick / study; to add it, set rules.leave_kinds of the centre to holiday;"),
    ("entitlements.csv", "+001,annual,5.25,,", "entitlements.csv:2 [days]: “5.25” is neither whole days nor half ones. Write it as in 5 or 7.5"),
    ("entitlements.csv", "+001,annual,-1,,", "entitlements.csv:2 [days]: “-1” is negative. Write a number from 0 to 366"),
    ("entitlements.csv", "+001,annual,5,,\n001,年假,7,,", "entitlements.csv:3 [kind]: this agent's days of the kind is on row 2 already. Keep one of the two rows"),
    # stayed.csv
    ("stayed.csv", "+009,2026-09-30,N,30", "stayed.csv:2 [agent_id]: there is no agent “009”. Correct it, or add it to the table agents"),
    ("stayed.csv", "+001,2026-09-30,X,30", "stayed.csv:2 [shift]: there is no shift “X”. Correct it, or add it to the table shifts"),
    ("stayed.csv", "+001,2026-09-30,N,0", "stayed.csv:2 [minutes]: “0” is beyond all reason. Write a whole number from 1 to 1440"),
    ("stayed.csv", "+001,2026-09-30,N,9\n001,2026-09-30,E,9", "stayed.csv:3 [date]: what this agent stayed that day is on row 2 already. Keep one of the two rows"),
    # seats.csv, load.csv
    ("seats.csv", "+2026-10-01,08:00,call,1", "seats.csv:4 [time]: this interval is on row 2 already. Keep one of the two rows"),
    ("seats.csv", "+2026-11-01,08:00,call,1", f"seats.csv:4 [date]: 2026-11-01 is not in 2026-10, the month to be rostered. {MONTH}"),
    ("seats.csv", "+2026-10-32,08:00,call,1", "seats.csv:4 [date]: there is no such day as “2026-10-32”. Check year, month and day, as in 2026-10-31"),
    ("seats.csv", "+0026-10-31,08:00,call,1", "seats.csv:4 [date]: “0026-10-31” is no plausible date. The year must lie between 1990 and 2100"),
    ("seats.csv", "+31.10.2026,08:00,call,1", f"seats.csv:4 [date]: “31.10.2026” is not a date. {WRITE_DATE}"),
    ("seats.csv", "+2026-10-02,8ish,call,1", f"seats.csv:4 [time]: “8ish” is not a time from 00:00 to 24:00. {WRITE_TIME}"),
    ("seats.csv", "+2026-10-02,24:00,call,1", "seats.csv:4 [time]: 24:00 is the end of the day, nothing starts then. Write 00:00 of the next day"),
    ("seats.csv", "+2026-10-02,08:30,call,1", "seats.csv:4 [time]: no interval of 60 min starts at 08:30. Write 08:00, or change the centre's interval_minutes"),
    ("seats.csv", "+2026-10-02,08:00,Call,1", "seats.csv:4 [job]: there is no job “Call”. Was “call” meant? The table agents says which there are"),
    ("seats.csv", "+2026-10-02,08:00,calls,1", "seats.csv:4 [job]: there is no job “calls”. Was “call” meant? The table agents says which there are"),
    ("seats.csv", "+2026-10-02,08:00,call,-1", "seats.csv:4 [seats]: “-1” is negative. Write a whole number from 0 to 100000"),
    ("seats.csv", "+2026-10-02,08:00,call,1.5", "seats.csv:4 [seats]: “1.5” is not a whole number. Write a whole number from 0 to 100000"),
    ("seats.csv", "+2026-10-02,08:00,call,100001", "seats.csv:4 [seats]: “100001” is beyond all reason. Write a whole number from 0 to 100000"),
    ("seats.csv", "+2026-10-02,08:00,call,NaN", "seats.csv:4 [seats]: “NaN” is not a value. Write a whole number from 0 to 100000"),
    ("seats.csv", "+2026-10-02,08:00,call,two", "seats.csv:4 [seats]: “two” is not a number. Write a whole number from 0 to 100000"),
    ("load.csv", "+2026-10-02,08:00,call,1e12,180", "load.csv:2 [calls]: “1e12” is beyond all reason. Write a number from 0 to 1000000"),
    ("load.csv", "+2026-10-02,08:00,call,1e999999,180", "load.csv:2 [calls]: “1e999999” is beyond all reason. Write a number from 0 to 1000000"),
    ("load.csv", "+2026-10-02,08:00,call,-inf,180", "load.csv:2 [calls]: “-inf” is not a value. Write a number from 0 to 1000000"),
    ("load.csv", "+2026-10-02,08:00,call,-5,180", "load.csv:2 [calls]: “-5” is negative. Write a number from 0 to 1000000"),
    ("load.csv", "+2026-10-02,08:00,call,5,0", "load.csv:2 [aht_seconds]: there are calls, but their handling time is 0. Give the average handling time in seconds"),
    ("load.csv", "+2026-10-02,08:00,call,1000000,3600", "load.csv:2 [calls]: 1e+06 × 3600 s of calls keep 1,000,000 agents talking, more than any centre has. Check the calls, and that the handling time is in seconds"),
    # shifts.csv
    ("shifts.csv", "+E,08:00,16:00", "shifts.csv:4 [code]: the shift “E” is on row 2 already. Keep one of the two rows"),
    ("shifts.csv", "+off,08:00,16:00", "shifts.csv:4 [code]: “off” is a word of its own and can't be a shift's code. Choose another code; days off need no shift"),
    ("shifts.csv", "+D,08:00,08:00", "shifts.csv:4 [end]: the shift lasts 24 h, for it ends when it starts. Correct start and end; to allow over 16 h, set max_hours_day under [rules]"),
    ("shifts.csv", "+D,08:00,38:00", f"shifts.csv:4 [end]: “38:00” is not a time from 00:00 to 24:00. {WRITE_TIME}"),
    ("shifts.csv", "+D,08:00,02:00", "shifts.csv:4 [end]: the shift lasts 18 h. Correct start and end; to allow over 16 h, set max_hours_day under [rules]"),
    ("shifts.csv", "code,start,end,break_minutes\nE,08:00,16:00,480\n", "shifts.csv:2 [break_minutes]: the break of 480 min is no shorter than the shift itself (480 min). Shorten the break, or correct start and end"),
    ("shifts.csv", "code,start,end,jobs\nE,08:00,16:00,chat\n", "shifts.csv:2 [jobs]: there is no job “chat”. Correct it (there are call, mail), or add it to the table agents"),
    ("shifts.csv", "code,start,end,night\nE,08:00,16:00,?\n", "shifts.csv:2 [night]: “?” is neither true nor false. Write true or false"),
    ("shifts.csv", "+E/call,08:00,16:00", "shifts.csv [code]: the shift “E/call” reads like the shift “E” with a job after the /. Choose a code without /"),
    # leave.csv
    ("leave.csv", "+003,sick,2026-10-01,2026-10-01,", "leave.csv:2 [agent_id]: there is no agent “003”. Correct it, or add it to the table agents"),
    ("leave.csv", "+1,sick,2026-10-01,2026-10-01,", "leave.csv:2 [agent_id]: there is no agent “1”. Was “001” meant? The table agents says which there are"),
    ("leave.csv", "+001,tired,2026-10-01,2026-10-01,", "leave.csv:2 [kind]: there is no kind of leave “tired”. Write one of annual / business / emergency / personal / sick / study; to add it, set rules.leave_kinds of the centre to tired;"),
    ("leave.csv", "+001,sick,2026-10-02,2026-10-01,", "leave.csv:2 [end]: the leave ends on 2026-10-01, before it starts on 2026-10-02. Correct one of the two; end is its last day"),
    ("leave.csv", "+001,sick,2026-10-01,2036-10-01,", "leave.csv:2 [end]: the leave lasts 3,654 days. Check the year"),
    ("leave.csv", "+001,sick,2026-10-01,2026-10-01,perhaps", "leave.csv:2 [status]: “perhaps” is not known here. Write one of approved / requested"),
    ("leave.csv", "+001,sick,2026-10-01,2026-10-01,\n001,sick,2026-10-01,2026-10-01,", "leave.csv:3 [start]: this leave is on row 2 already. Keep one of the two rows"),
    ("leave.csv", "+001,annual,2026-10-01,2026-10-05,requested\n001,personal,2026-10-05,2026-10-05,requested", "leave.csv:3 [start]: it overlaps the same agent's request on row 2. Make them one request, or correct the dates"),
    # wishes.csv, availability.csv, pins.csv, history.csv
    ("wishes.csv", "+001,2026-10-01,X,1", "wishes.csv:2 [shift]: there is no shift “X”. Correct it, or add it to the table shifts"),
    ("wishes.csv", "+001,2026-10-01,E,101", "wishes.csv:2 [weight]: “101” is beyond all reason. Write a whole number from -100 to 100"),
    ("wishes.csv", "+001,2026-10-01,E,1\n001,2026-10-01,E,2", "wishes.csv:3 [shift]: this wish is on row 2 already. Keep one of the two rows"),
    ("wishes.csv", "+001,2026-09-30,E,1", f"wishes.csv:2 [date]: 2026-09-30 is not in 2026-10, the month to be rostered. {MONTH}"),
    ("availability.csv", "+001,8,,,true", "availability.csv:2 [weekday]: “8” is beyond all reason. Write a whole number from 1 to 7"),
    ("availability.csv", "+001,,,,true", "availability.csv:2 [weekday]: neither weekday nor date is given. Give one of them: a weekday (1 Monday to 7), or a day"),
    ("availability.csv", "+001,1,2026-10-01,,true", "availability.csv:2 [weekday]: both weekday and date are given. Give one of them: a weekday (1 Monday to 7), or a day"),
    ("availability.csv", "+001,1,,,true\n001,1,,,false", "availability.csv:3 [agent_id]: this limit is on row 2 already. Keep one of the two rows"),
    ("availability.csv", "+001,1,,,", "availability.csv:2 [available]: this cell is empty. It must be filled in"),
    ("pins.csv", "+001,2026-10-01,E,\n001,2026-10-01,off,", "pins.csv:3 [date]: this agent's pin of the day is on row 2 already. Keep one of the two rows"),
    ("pins.csv", "+001,2026-10-01,E,chat", "pins.csv:2 [job]: there is no job “chat”. Correct it (there are call, mail), or add it to the table agents"),
    ("history.csv", "+001,2026-10-01,E,", "history.csv:2 [date]: 2026-10-01 is not before 2026-10, the month to be rostered. History holds earlier duties only; what is fixed in the month belongs into pins"),
    ("ahead.csv", "+001,2026-10-31,E,", "ahead.csv:2 [date]: 2026-10-31 is not after 2026-10, the month to be rostered. Ahead holds duties fixed after the month only; what is fixed in the month belongs into pins"),
    ("history.csv", "+001,2026-09-01,E,\n001,2026-09-01,N,", "history.csv:3 [date]: this agent's duty of the day is on row 2 already. Keep one of the two rows"),
    ("history.csv", "+001,2026-09-01,off,", "history.csv:2 [shift]: there is no shift “off”. Correct it, or add it to the table shifts"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "text", "fault"), SLIPS, ids=[f"{slip[0]}-{n}" for n, slip in enumerate(SLIPS)])
def test_a_slip_is_named_with_its_place_and_remedy(tmp_path, file, text, fault):
    write(tmp_path, {file: text})
    assert faults(tmp_path) == [fault]
    (chinese,) = faults(tmp_path, "zh")
    # Said in Chinese too, with the same place, and ending in a remedy of its own.
    assert chinese.split(": ")[0] == fault.split(": ")[0]
    assert any("\u4e00" <= char <= "\u9fff" for char in chinese.split(": ", 1)[1])
    assert "。" in chinese


A_LEADER = "who leads a team is a leader, while a manager keeps the floor of a hall and fills no seat"

AGENT_SLIPS = [
    (
        "role",
        "boss",
        f"“boss” is not known here. Write one of agent / deputy / leader / manager; {A_LEADER}",
    ),
    ("grade", "top", "“top” is not known here. Write one of junior / intermediate / senior"),
    ("contract_hours", "745", "“745” is beyond all reason. Write a number from 0 to 744"),
    ("contract_hours", "-1", "“-1” is negative. Write a number from 0 to 744"),
    ("rotating", "often", "“often” is neither true nor false. Write true or false"),
    ("protected", ":2026-10-01", "“:2026-10-01” names no reason. Write reason:date, as in nursing:2026-12-31"),
    (
        "protected",
        "nursing:2026-13-01",
        "there is no such day as “2026-13-01”. Check year, month and day, as in 2026-10-31",
    ),
    ("trainee_until", "soon", f"“soon” is not a date. {WRITE_DATE}"),
]


@pytest.mark.parametrize(("column", "cell", "fault"), AGENT_SLIPS)
def test_a_slip_in_a_column_that_may_be_empty(tmp_path, column, cell, fault):
    write(tmp_path, {"agents.csv": f"agent_id,name,team,jobs,{column}\n001,Ann,T1,call;mail,{cell}\n"})
    assert faults(tmp_path) == [f"agents.csv:2 [{column}]: {fault}"]


def test_employment_ends_after_it_starts(tmp_path):
    text = "agent_id,name,team,jobs,start_date,end_date\n001,Ann,T1,call;mail,2026-10-02,2026-10-01\n"
    write(tmp_path, {"agents.csv": text})
    assert faults(tmp_path) == [
        "agents.csv:2 [end_date]: the end of employment 2026-10-01 lies before its start 2026-10-02. Correct one of the two dates"
    ]


def test_more_callers_than_the_queue_of_any_centre_holds(tmp_path):
    centre = CENTRE + "[service]\npatience_seconds = 3600\n"
    write(tmp_path, {"centre.toml": centre, "load.csv": "+2026-10-02,08:00,call,500000,60"})
    assert faults(tmp_path) == [
        "load.csv:2 [calls]: 500,000 calls come in while one caller's patience (patience_seconds) lasts, unlike anywhere. Check the calls, and that patience_seconds is in seconds"
    ]


def test_a_month_of_more_load_than_any_centre_has(tmp_path, monkeypatch):
    monkeypatch.setattr(demand, "MAX_ERLANGS_IN_ALL", 10)
    # 200 calls of 180 s in an hour are 10 Erlang.
    write(tmp_path, {"load.csv": "+2026-10-02,08:00,call,200,180\n2026-10-02,09:00,call,1,180"})
    assert faults(tmp_path)[0].startswith(
        "load.csv [calls]: added up over all intervals the calls keep 10 agents talking"
    )


@pytest.mark.parametrize("name", ["agents", "shifts", "seats"])
def test_a_table_that_must_be_there(tmp_path, name):
    write(tmp_path, {})
    (tmp_path / f"{name}.csv").unlink()
    (line,) = faults(tmp_path)
    assert line.startswith(f"{name}.csv: ")


def test_a_case_without_a_centre_still_tells_the_other_faults(tmp_path):
    write(tmp_path, {"shifts.csv": "code,start,end\nE,8,16\n"})
    (tmp_path / "centre.toml").unlink()
    assert [line.split(": ")[0] for line in faults(tmp_path)] == [
        "centre.toml",
        "shifts.csv:2 [start]",
        "shifts.csv:2 [end]",
    ]


def test_a_faulty_row_still_names_its_agent_shift_and_jobs(tmp_path):
    write(
        tmp_path,
        {
            "agents.csv": "agent_id,name,team,jobs\n001,Ann,T1,call\n002,Li, Wei,T1,mail\n",
            "pins.csv": "agent_id,date,shift,job\n002,2026-10-01,E,\n",
        },
    )
    assert [line.split(": ")[0] for line in faults(tmp_path)] == ["agents.csv:3"]


@pytest.mark.parametrize("said", ["E", "早班", "早"])
def test_a_faulty_row_still_names_its_shift_by_name(tmp_path, said):
    write(
        tmp_path,
        {
            "shifts.csv": "code,name,start,end\nE,早班,08:00,afternoon\nN,夜班,22:00,06:00\n",
            "pins.csv": f"agent_id,date,shift,job\n002,2026-10-01,{said},\n",
            "history.csv": f"姓名,2026-09-28,2026-09-29,2026-09-30\nAnn,{said},{said},\n",
        },
    )
    assert [line.split(": ")[0] for line in faults(tmp_path)] == ["shifts.csv:2 [end]"]


YEARLESS = {
    "agents": "agent_id,name,team,jobs,start_date,end_date\n001,Ann,T1,call,2025-03-01,10月15日\n",
    "leave": "agent_id,kind,start,end,status\n001,annual,2026-10-30,11月2日,approved\n001,annual,3月1日,2026-10-08,\n",
    "leave in one column": "agent_id,kind,起止日期,status\n001,annual,10月30日-11月2日,approved\n",
    "pins": "agent_id,date,shift,job\n001,10月1日,E,\n",
    "wishes": "agent_id,date,shift,weight\n001,10/8,E,2\n",
    "history": "agent_id,date,shift,job\n001,9月30日,E,call\n",
    "seats": "date,time,job,seats\n10月1日,08:00,call,1\n10月32日,08:00,call,1\n",
}


@pytest.mark.parametrize("table", YEARLESS)
def test_days_without_a_year_are_no_fault_of_a_month_that_is_one(tmp_path, table):
    name = table.partition(" ")[0]
    centre = FILES["centre.toml"].replace("2026-10", "10月")
    write(tmp_path, {"centre.toml": centre, f"{name}.csv": YEARLESS[table]})
    others = [line.split(": ")[0] for line in faults(tmp_path) if not line.startswith("centre.toml:3 [month]")]
    assert others == (["seats.csv:3 [date]"] if name == "seats" else [])


@pytest.mark.parametrize("name", ["nowhere", "agents.csv", "case.pdf"])
def test_what_is_no_case(tmp_path, name):
    write(tmp_path, {"case.pdf": "x"})
    (line,) = faults(tmp_path / name)
    assert line.endswith("Name a folder with a centre.toml and CSV files, or one .xlsx workbook")


@pytest.mark.parametrize(
    ("month", "said", "read"),
    [
        ("2028-02", "2月29日", "2028-02-29"),
        ("2028-02", "2/29", "2028-02-29"),
        ("2027-12", "2月29日", "2028-02-29"),
        ("2028-07", "2月29日", "2028-02-29"),
        ("2027-02", "2月29日", None),
        ("2027-02", "2/29", None),
        ("2027-03", "2月29日", None),
        ("2028-12", "2月29日", None),
        ("2027-02", "2月30日", None),
        ("2027-01", "12月31日", "2026-12-31"),
        ("2026-12", "1月1日", "2027-01-01"),
    ],
)
def test_a_day_without_its_year_is_of_the_nearest_year_or_none(month, said, read):
    if read is None:
        with pytest.raises(CellError) as caught:
            a_date(said, Month.parse(month))
        assert "这一天不存在" in caught.value.problem.zh
    else:
        assert a_date(said, Month.parse(month)).isoformat() == read
