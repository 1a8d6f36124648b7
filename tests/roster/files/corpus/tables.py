"""Tables as CSV: encodings, separators, headers, ways to write days, times, lists and words, slips in bulk."""

# ruff: noqa: E501 - one sample a line; full-width signs are what they are about

from corpus.base import CASE, Sample, swapped, with_files

AGENTS = CASE["agents.csv"]
WESTERN = "agent_id,name,team,jobs\n0001,Renée Dubois,A,热线\n0002,Jörg Müller,A,热线;投诉\n"
PLAIN = "agent_id,name,team,jobs\n0001,Renée Dubois,A,hotline\n0002,Jörg Müller,A,mail\n"
NOT_TEXT = "agents.csv:2: the text is encoded neither as UTF-8 nor as GB18030"
LOST = "agents.csv:2: characters are lost"


def read_as(text: str, wrong: str) -> bytes:
    """What is saved by somebody whose program took UTF-8 for another encoding."""
    return text.encode().decode(wrong, "replace").encode(wrong, "replace")


def dates(*ways: str) -> list[Sample]:
    return [with_files(f"a day as {way}", swapped("leave.csv", ("2026-10-12", way))) for way in ways]


def times(*ways: str) -> list[Sample]:
    return [with_files(f"a time as {way}", swapped("shifts.csv", ("08:00", way))) for way in ways]


def lists(*ways: str) -> list[Sample]:
    return [with_files(f"a list as {way}", swapped("agents.csv", ("热线;投诉", way))) for way in ways]


TABLES = (
    with_files("as it is", {}),
    with_files("hours under one head", {"shifts.csv": "班次,名称,时间段\n早,早班,8:00-16:00\n夜,夜班,22:00-6:00\n"}),
    with_files(
        "heads of a call system", swapped("agents.csv", ("工号", "坐席工号"), ("姓名", "坐席姓名"), ("工种", "技能组"))
    ),
    with_files(
        "people counted instead of numbered",
        swapped("agents.csv", ("工号", "序号")),
        "agents.csv:1 [agent_id]: this column is missing. Add agent_id to the header row; where there are no ids and “序号” is",
        expect="refused",
    ),
    with_files(
        "people per shift while the shifts are faulty",
        {
            "shifts.csv": "代码,名称,几点\n早,早班,8:00-16:00\n夜,夜班,22:00-6:00\n",
            "seats.csv": "班次,工种,工作日,周末\n早,热线,2,1\n夜,热线,1,1\n",
        },
        "shifts.csv:1 [start]: this column is missing",
        "shifts.csv:1 [end]: this column is missing",
        expect="refused",
    ),
    # encodings
    with_files("UTF-8 with a BOM, as Excel saves it", {"agents.csv": AGENTS.encode("utf-8-sig")}),
    with_files("Windows lines", {"agents.csv": AGENTS.replace("\n", "\r\n")}),
    with_files("old Mac lines", {"agents.csv": AGENTS.replace("\n", "\r")}),
    with_files(
        "GB18030, as Excel saves CSV in China",
        {"agents.csv": AGENTS.encode("gb18030")},
        "agents.csv: read as GB18030, not UTF-8 (as in “工号”)",
    ),
    with_files(
        "UTF-16, as Excel saves Unicode text",
        {"agents.csv": AGENTS.encode("utf-16")},
        "agents.csv: the file is encoded as UTF-16",
        expect="refused",
    ),
    with_files(
        "Big5",
        {
            "agents.csv": AGENTS.replace("张", "張")
            .replace("级", "級")
            .replace("务", "務")
            .replace("国", "國")
            .replace("组", "組")
            .replace("种", "種")
            .replace("热", "熱")
            .replace("线", "線")
            .replace("长", "長")
            .replace("业", "業")
            .replace("涛", "濤")
            .replace("诉", "訴")
            .encode("big5", "ignore")
        },
        "agents.csv:1: the text is encoded neither as UTF-8 nor as GB18030",
        expect="refused",
    ),
    with_files(
        "Shift-JIS",
        {"agents.csv": "agent_id,name,team,jobs\n0001,田中太郎,一班,x\n".encode("shift_jis")},
        NOT_TEXT,
        expect="refused",
    ),
    with_files("Windows-1252", {"agents.csv": PLAIN.encode("cp1252")}, NOT_TEXT, expect="refused"),
    with_files("Mac Roman", {"agents.csv": PLAIN.encode("mac_roman")}, NOT_TEXT, expect="refused"),
    with_files("CP850", {"agents.csv": PLAIN.encode("cp850")}, NOT_TEXT, expect="refused"),
    with_files(
        "UTF-8 taken for GBK and saved",
        {"agents.csv": read_as(AGENTS, "gbk")},
        "agents.csv:1: characters are lost",
        expect="refused",
    ),
    with_files(
        "UTF-8 taken for GBK, saved as UTF-8",
        {"agents.csv": AGENTS.replace("王建国", "王建国们".encode().decode("gbk"))},
        "agents.csv:2: the text was read in a wrong encoding and saved: “鐜嬪缓鍥戒滑” was “王建国们”",
        expect="refused",
    ),
    with_files(
        "UTF-8 taken for Windows-1252",
        {"agents.csv": WESTERN.replace("Renée", "Renée".encode().decode("cp1252"))},
        "agents.csv:2: the text was read in a wrong encoding and saved: “Ã©” was “é”",
        expect="refused",
    ),
    with_files(
        "a sign that stands for lost ones",
        {"agents.csv": AGENTS.replace("王建国", "王建\ufffd")},
        LOST,
        expect="refused",
    ),
    # separators
    with_files("Excel's own first line", {"leave.csv": "sep=,\n" + CASE["leave.csv"]}),
    with_files("Excel's own first line, semicolons", {"leave.csv": "sep=;\r\n" + CASE["leave.csv"].replace(",", ";")}),
    with_files("Excel's own first line, tabs", {"leave.csv": "sep=\t\n" + CASE["leave.csv"].replace(",", "\t")}),
    with_files(
        "semicolons, as Numbers and German Excel save",
        {"leave.csv": CASE["leave.csv"].replace(",", ";")},
        "leave.csv:1: the columns are not separated by commas",
        expect="refused",
    ),
    with_files(
        "semicolons, and a quotation mark too many",
        {"leave.csv": CASE["leave.csv"].replace(",", ";") + '"x;y\n'},
        "leave.csv:1: the columns are not separated by commas. Save it as comma-separated CSV, or write sep=;",
        "leave.csv:3: a quotation mark opened on this row is never closed",
        expect="refused",
    ),
    with_files(
        "a grid with semicolons under its title",
        {
            "history.csv": "2026年9月排班表\n"
            + ";".join(("工号", *map(str, range(1, 31))))
            + "\n0001"
            + ";早" * 30
            + "\n"
        },
        "history.csv:1: the columns are not separated by commas",
        expect="refused",
    ),
    with_files(
        "tabs",
        {"leave.csv": CASE["leave.csv"].replace(",", "\t")},
        "leave.csv:1: the columns are not separated by commas",
        expect="refused",
    ),
    with_files(
        "full-width commas",
        {"leave.csv": CASE["leave.csv"].replace(",", "，")},
        "leave.csv:1: the columns are separated by full-width commas",
        expect="refused",
    ),
    # headers
    with_files(
        "a title over the header",
        {"leave.csv": "2026年10月请假表,,,,\n" + CASE["leave.csv"]},
        "leave.csv:2: the header is on row 2; what stands above it (“2026年10月请假表” …) is left aside",
    ),
    with_files(
        "a comment over the header",
        {"leave.csv": "# 请假\n\n" + CASE["leave.csv"]},
        "leave.csv:3: the header is on row 3",
    ),
    with_files("the header once more, for print", {"agents.csv": AGENTS + AGENTS.splitlines()[0] + "\n"}),
    with_files(
        "English heads over Chinese words",
        swapped("agents.csv", ("工号,姓名,班组,职务,工种,级别,倒班", "agent_id,name,team,role,jobs,grade,rotating")),
    ),
    with_files("heads of both languages", swapped("agents.csv", ("工号,姓名,班组", "Agent ID,姓名,TEAM"))),
    with_files(
        "other words in the heads",
        swapped(
            "agents.csv",
            ("工号,姓名,班组,职务,工种,级别,倒班", "员工编号,员工姓名,所属班组,职位,技能,员工级别,是否倒班"),
        ),
    ),
    with_files("full-width heads and blanks", swapped("leave.csv", ("工号,类别", "　工号 , 类 别"))),
    with_files(
        "a column that nobody knows",
        swapped("leave.csv", ("状态\n", "状态,备注\n"), ("申请\n", "申请,婚礼\n")),
        "leave.csv:1 [备注]: an unknown column, left aside: row 2 0002 “婚礼”",
    ),
    with_files(
        "a head one sign off",
        swapped("leave.csv", ("类别", "类列")),
        "leave.csv:1 [kind]: this column is missing. Rename the column “类列” to kind",
        expect="refused",
    ),
    # days, times, lists, words
    *dates(
        "2026/10/12",
        "2026/10/12 0:00",
        "2026.10.12",
        "2026年10月12日",
        "10月12日",
        "10月12号",
        "20261012",
        "46307",
        "２０２６-10-12",
        "2026-10-12(一)",
        "2026-10-12 星期一",
    ),
    *times("8:00", "8：00", "08:00:00", "8点", "8时00分", "０８:００", "上午8:00", "8:00 AM", "早上8点", "8点整"),
    *lists("热线；投诉", "热线、投诉", "热线/投诉", "热线; 投诉;"),
    with_files(
        "a span of hours for an interval",
        swapped("seats.csv", ("08:00", "08:00-09:00"), ("09:00,投", "9:00～10:00,投")),
    ),
    with_files("numbers in full width", swapped("seats.csv", ("投诉,2", "投诉,２"))),
    with_files("an id in full width", swapped("leave.csv", ("0002", "０００２"))),
    with_files(
        "ticks for yes and no",
        swapped("agents.csv", ("高级,是", "高级,√"), ("中级,是", "中级,Y"), ("初级,否", "初级,×")),
    ),
    with_files(
        "English words under Chinese heads",
        swapped("agents.csv", ("班长", "Leader"), ("业务代表", "agent"), ("高级", "Senior")),
    ),
    with_files("shifts by their names", swapped("history.csv", ("29,早", "29,早班"))),
    with_files(
        "files by their Chinese names",
        {"leave.csv": b"", "请假.csv": CASE["leave.csv"]},
        "请假.csv: this is the same table as leave.csv",
        "leave.csv: the file is empty",
        expect="refused",
    ),
    # what is more than the month, or less than a person
    with_files(
        "leave of a whole year",
        {
            "leave.csv": CASE["leave.csv"]
            + "0001,年假,2026-03-02,2026-03-06,已批\n0009,事假,2026-05-04,2026-05-04,已批\n"
        },
        "leave.csv: 2 rows of leave do not touch 2026-10 and are left aside",
    ),
    with_files(
        "somebody who has left, in history",
        {"history.csv": CASE["history.csv"] + "0088,2026-09-01,早\n0088,2026-09-02,早\n"},
        "history.csv [工号]: 1 person is not in the table agents (“0088”): 2 earlier duties are left aside",
    ),
    # slips in bulk
    with_files(
        "days as Americans write them, all over",
        {
            "leave.csv": CASE["leave.csv"]
            + "".join(f"0001,年假,10/{day}/2026,10/12/2026,已批\n" for day in range(12, 31))
        },
        "leave.csv:3 [开始]: “10/12/2026” is not a date",
        "leave.csv:3 [结束]: “10/12/2026” is not a date (19 rows: 3, 4, 5, 6, 7 …)",
        *(f"leave.csv:{row} [开始]: “10/{row + 9}/2026” is not a date" for row in range(4, 8)),
        "leave.csv:8 [开始]: further ones: “10/17/2026” “10/18/2026” “10/19/2026” is not a date (14 rows: 8, 9, 10,",
        expect="refused",
    ),
    with_files(
        "zeros lost in Excel",
        {"history.csv": CASE["history.csv"].replace("000", ""), "leave.csv": CASE["leave.csv"].replace("000", "")},
        "leave.csv:2 [工号]: leading zeros of agents are lost in 3 places, as a spreadsheet does with numbers: 2 → 0002, 1 → 0001",
        expect="refused",
    ),
    with_files(
        "a person's row deleted",
        {
            **swapped("agents.csv", ("0002,李欣怡,一班,业务代表,热线;投诉,中级,是\n", "")),
            **swapped("seats.csv", ("投诉", "热线")),
            "wishes.csv": "工号,日期,班次\n" + "".join(f"0002,2026-10-{day:02d},休\n" for day in range(1, 31)),
        },
        "leave.csv:2 [工号]: there is no agent “0002” (leave.csv: 1 row: 2; wishes.csv: 30 rows: 2, 3, 4, 5, 6 …)",
        expect="refused",
    ),
    with_files(
        "a shift's row deleted",
        swapped("shifts.csv", ("夜,夜班,22:00,06:00\n", "")),
        "history.csv:3 [班次]: there is no shift “夜”",
        expect="refused",
    ),
    with_files(
        "seats of another month",
        swapped("seats.csv", ("2026-10-01", "2026-11-01")),
        "seats.csv:2 [日期]: 2026-11-01 is not in 2026-10, the month to be rostered (2 rows: 2, 3)",
        expect="refused",
    ),
    with_files(
        "two ids that look alike",
        swapped("agents.csv", ("0003", "０００２")),
        "agents.csv:4 [工号]: the id “0002” is on row 3 already",
        expect="refused",
    ),
    # heads over two rows, with what a form says beside them, with units
    with_files(
        "heads over two rows",
        {"leave.csv": "工号,类别,请假时间,,状态\n,,开始,结束,\n0002,年假,2026-10-12,2026-10-13,申请\n"},
        "leave.csv:2: the header is on row 2",
    ),
    with_files(
        "heads with what is asked",
        {
            "leave.csv": CASE["leave.csv"]
            .replace("工号", "工号*")
            .replace("类别", "类别（必填）")
            .replace("状态", "状态（选填）")
        },
    ),
    with_files(
        "a head with its unit",
        {"shifts.csv": "代码,名称,开始,结束,休息(分)\n早,早班,08:00,16:00,0\n夜,夜班,22:00,06:00,0\n"},
    ),
    with_files(
        "a head with another unit",
        {"shifts.csv": "代码,名称,开始,结束,休息（小时）\n早,早班,08:00,16:00,1\n夜,夜班,22:00,06:00,1\n"},
        "shifts.csv:1 [休息（小时）]: this column counts minutes. Convert it to minutes",
        expect="refused",
    ),
    with_files(
        "a required head with another unit",
        {"load.csv": "日期,时间,工种,来电数,平均处理时长(分钟)\n2026-10-01,08:00,热线,12,3\n"},
        "load.csv:1 [平均处理时长(分钟)]: this column counts seconds. Convert it to seconds",
        expect="refused",
    ),
    with_files(
        "a column without a head",
        {
            "agents.csv": AGENTS.replace("级别", ",级别")
            .replace("高级", ",高级")
            .replace("中级", "孕期,中级")
            .replace("初级", ",初级")
        },
        "agents.csv:1 [F]: a column without a head, left aside: row 3 0002 李欣怡 “孕期”",
        "agents.csv:3 [F]: warning: “孕期” of 0002 李欣怡 is not read, so nights may be rostered",
    ),
    with_files(
        "an empty column without a head",
        {
            "agents.csv": AGENTS.replace(",", ",,", 1)
            .replace("\n0001,", "\n0001,,")
            .replace("\n0002,", "\n0002,,")
            .replace("\n0003,", "\n0003,,")
        },
    ),
    # what contradicts itself, or is cut short
    *(
        with_files(
            f"a day with another weekday: {way}",
            swapped("leave.csv", ("2026-10-12", way)),
            f"leave.csv:2 [开始]: “{way}”: 2026-10-12 is a Monday",
            expect="refused",
        )
        for way in ("2026-10-12 周五", "10月12日(二)", "2026/10/12 星期日")
    ),
    *(
        with_files(
            f"an hour of the night: {way}",
            swapped("shifts.csv", ("16:00", way)),
            f"shifts.csv:2 [结束]: “{way}” is not a time",
            expect="refused",
        )
        for way in ("晚上1点", "晚上3:00", "晚上12点")
    ),
    with_files(
        "an id that Excel cut short",
        {"agents.csv": AGENTS + "4.40106E+17,赵六,二班,业务代表,热线,初级,否\n"},
        "agents.csv:5 [工号]: “4.40106E+17” is a number cut short by Excel",
        expect="refused",
    ),
    # leave whose days are counted beside it
    *(
        with_files(
            f"leave of {said} days, and so many dates",
            {"leave.csv": f"工号,类别,开始,结束,天数,状态\n0002,年假,2026-10-12,2026-10-13,{said},申请\n"},
        )
        for said in ("2", "2天", "1", "0", "", "两天", "2.0")
    ),
    *(
        with_files(
            f"leave of {said} days, and other dates",
            {"leave.csv": f"工号,类别,开始,结束,请假天数,状态\n0002,年假,2026-10-12,2026-10-13,{said},申请\n"},
            f"leave.csv:2 [请假天数]: it says {said} days, and the dates are 2 whole",
            expect="refused",
        )
        for said in ("3", "0.5", "1.5")
    ),
    with_files(
        "leave of half a day and its times",
        {"leave.csv": "工号,类别,日期,天数,状态\n0002,年假,2026-10-12至2026-10-13,2,申请\n"},
    ),
)
