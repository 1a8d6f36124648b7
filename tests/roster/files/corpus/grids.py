"""People × days grids as history, and what stands in their cells."""

from collections.abc import Iterable

from corpus.base import Sample, swapped, with_files

DAYS = ",".join(map(str, range(1, 31)))
BLANK = "," * 29
WEEK = "".join(f",{'一二三四五六日'[(day + 1) % 7]}" for day in range(30))


def row(name: str, **marks: str) -> str:
    return name + "".join(f",{marks.get(f'd{day}', '')}" for day in range(1, 31)) + "\n"


TWO = row("0001", d29="早") + row("0002", d30="夜")


def by_weeks(head: str, cell: str) -> str:
    """The duties of `TWO`, with a further column after each seventh day."""

    def line(first: str, texts: list[str], more: str) -> str:
        return first + "".join(f",{text}" + (f",{more}" if day % 7 == 0 else "") for day, text in enumerate(texts, 1))

    days = [str(day) for day in range(1, 31)]
    lines = [line("工号", days, head)]
    lines += [
        line(person, [code if day == of else "" for day in range(1, 31)], cell)
        for person, of, code in (("0001", 29, "早"), ("0002", 30, "夜"))
    ]
    return "\n".join(lines) + "\n"


def weeks(texts: Iterable[object], more: str) -> list[str]:
    """A month's cells with a further one after each seventh."""
    return [
        cell for place, text in enumerate(texts, 1) for cell in ([str(text), more] if place % 7 == 0 else [str(text)])
    ]


def numbers(first: int, last: int, form: str = "{}") -> str:
    return ",".join(form.format(number) for number in range(first, last + 1))


def seat_rows(first: int, last: int, days: int) -> str:
    """A row of seats for each hour."""
    return "".join(f"{hour:02d}:00{',1' * days}\n" for hour in range(first, last + 1))


def seats(name: str, text: str, *lines: str, **files: str) -> Sample:
    """A sheet of seats of one job, refused where it has lines."""
    shown = {**swapped("agents.csv", (";投诉", "")), **{f"{table}.csv": own for table, own in files.items()}}
    return with_files(f"seats: {name}", {**shown, "seats.csv": text}, *lines, expect="refused" if lines else "other")


def seat_grid(name: str, head: str, cells: str, *lines: str) -> Sample:
    """Seats with days across, refused where it has lines."""
    rows = "".join(f"{hour:02d}:00,{cells}\n" for hour in range(8, 12))
    files = {**swapped("agents.csv", (";投诉", "")), "seats.csv": f"{head}\n{rows}"}
    return with_files(f"a grid of seats: {name}", files, *lines, expect="refused" if lines else "other")


def grid(name: str, text: str, *lines: str, expect: str = "same") -> Sample:
    return with_files(f"a grid: {name}", {"history.csv": text}, *lines, expect=expect)


GRIDS = (
    grid("ids and numbers", f"工号,{DAYS}\n{TWO}"),
    grid("names and numbers", f"姓名,{DAYS}\n" + row("王建国", d29="早") + row("李欣怡", d30="夜")),
    grid("without a head over the names", f",{DAYS}\n" + row("王建国", d29="早") + row("李欣怡", d30="夜班")),
    grid("a title and weekdays", f"2026年9月排班表{BLANK}\n工号,{DAYS}\n{WEEK}\n{TWO}"),
    grid("days with their month", "工号,9月29日,9月30日,9月28日\n0001,早,,休\n0002,,夜,\n"),
    grid("days with a slash and weekday", "工号,9/28(一),9/29(二),9/30(三)\n0001,休,早,\n0002,,,夜\n"),
    grid(
        "days off and leave",
        f"工号,{DAYS}\n" + row("0001", d1="休", d2="年假", d3="病", d4="-", d29="早") + row("0002", d30="夜"),
        "history.csv: 2 days are marked as leave, taken as no duty",
    ),
    grid(
        "days off with strokes",
        f"工号,{DAYS}\n" + row("0001", d1="/", d2="×", d3="／", d29="早") + row("0002", d1="\\", d30="夜"),
    ),
    grid(
        "numbers that count on from a date",
        "工号,9/25," + ",".join(map(str, range(26, 31))) + ",10/1\n0001,,,,,早,,\n0002,,,,,,夜,\n",
    ),
    grid(
        "numbers that count on into the next month",
        "工号,8/30,31,9/1," + ",".join(map(str, range(2, 31))) + "\n0001" + "," * 31 + "早,\n0002" + "," * 32 + "夜\n",
    ),
    grid("totals at the foot", f"工号,{DAYS}\n{TWO}" + row("合计", d29="1", d30="1")),
    grid(
        "who has left",
        f"工号,{DAYS}\n{TWO}" + row("0088", d5="早", d6="夜"),
        "history.csv [agent_id]: 1 person is not in the table agents (“0088”): 2 earlier duties are left aside",
    ),
    grid(
        "a column of remarks",
        f"工号,{DAYS},备注\n" + TWO.replace("\n", ",新\n"),
        "history.csv:1: columns beside days and people are left aside: “备注”",
    ),
    grid(
        "half a day",
        f"工号,{DAYS}\n" + row("0001", d29="早/半假") + row("0002", d30="夜"),
        "history.csv:2 [AD]: “早/半假” in cell AD2 (0001, 2026-09-29) is no shift",
        expect="refused",
    ),
    grid(
        "a remark in a cell",
        f"工号,{DAYS}\n" + row("0001", d29="早替王") + row("0002", d30="夜"),
        "history.csv:2 [AD]: “早替王” in cell AD2",
        expect="refused",
    ),
    grid(
        "a code that is none",
        f"工号,{DAYS}\n" + row("0001", d29="晚") + row("0002", d30="夜"),
        "history.csv:2 [AD]: “晚” in cell AD2",
        expect="refused",
    ),
    grid(
        "a slip in an id",
        f"工号,{DAYS}\n{TWO}" + row("3", d29="早"),
        "history.csv:4 [agent_id]: there is no agent “3”. Was “0003” meant?",
        expect="refused",
    ),
    grid(
        "short names with a blank between", f"姓名,{DAYS}\n" + row("王 建国", d29="早") + row("李　欣怡", d30="夜 班")
    ),
    grid(
        "nobody of the centre",
        f"姓名,{DAYS}\n" + row("甲", d29="早") + row("乙", d30="夜"),
        "history.csv [agent_id]: none of its people (“甲”, “乙”) is in the table agents",
        expect="refused",
    ),
    with_files(
        "a grid: two people of one name",
        {
            **swapped("agents.csv", ("张文涛", "王建国")),
            "history.csv": f"姓名,{DAYS}\n" + row("王建国", d29="早") + row("李欣怡", d30="夜"),
        },
        "history.csv:2 [AD]: several people are called “王建国”",
        expect="refused",
    ),
    grid(
        "one person twice",
        f"工号,{DAYS}\n{TWO}" + row("0001", d28="早"),
        "history.csv:4 [agent_id]: this agent's row is on row 2 already",
        expect="refused",
    ),
    grid(
        "of the month itself",
        f"2026年10月{BLANK}\n工号,{DAYS}\n{TWO}",
        "history.csv:3 [date]: 2026-10-29, 2026-10-30 are not before 2026-10, the month to be rostered (2 rows: 3, 4)",
        expect="refused",
    ),
    grid("a blank column after each week", by_weeks("", "")),
    grid(
        "a sum after each week",
        by_weeks("小计", "5"),
        "history.csv:1: columns beside days and people are left aside: “小计”",
    ),
    grid(
        "from the 26th to the 25th",
        "工号," + ",".join(map(str, (*range(26, 32), *range(1, 26)))) + "\n0001,早" + "," * 30 + "\n",
        "history.csv:2 [B]: the days of column B do not count on with 2026-09-01 to 2026-09-25",
        expect="refused",
    ),
    grid(
        "two months below each other, each under its title",
        "2026年8月\n工号,"
        + ",".join(map(str, range(1, 32)))
        + "\n0001,早\n2026年9月\n工号,"
        + ",".join(map(str, range(1, 32)))
        + "\n0001,夜\n",
        "history.csv:5: a second header row, of other days than the first",
        expect="refused",
    ),
    grid(
        "the two halves of a month below each other",
        "工号,"
        + ",".join(map(str, range(1, 16)))
        + "\n0001,早\n工号,"
        + ",".join(map(str, range(16, 31)))
        + "\n0002,夜\n",
        "history.csv:3: a second header row, of other days than the first",
        expect="refused",
    ),
    grid("the same header once more, for print", f"工号,{DAYS}\n{TWO}工号,{DAYS}\n"),
    grid(
        "a row a shift, with names in the cells",
        f"班次,{DAYS}\n" + row("早", d29="王建国") + row("夜", d30="李欣怡"),
        "history.csv:2 [AD]: whose row this is cannot be seen: “王建国”",
        expect="refused",
    ),
    grid("an empty form", f"工号,{DAYS}\n{WEEK}\n", expect="other"),
    grid(
        "weekdays of another month",
        f"工号,{DAYS}\n{WEEK.replace('四', '五', 1)}\n{TWO}",
        "history.csv:2 [D]: the weekday in cell D2, “五”, is not that of the day: 2026-09-03 is a Thursday",
        expect="refused",
    ),
    grid(
        "weekdays of another month above the days",
        f"{WEEK.replace('二', '六', 1)}\n工号,{DAYS}\n{TWO}",
        "history.csv:1 [B]: the weekday in cell B1, “六”, is not that of the day",
        expect="refused",
    ),
    grid(
        "a weekday in a head that is another",
        "工号,9月28日 周一,9月29日 周三,9月30日 周三\n0001,休,早,\n0002,,,夜\n",
        "history.csv:1 [C]: the weekday in cell C1, “9月29日 周三”, is not that of the day: 2026-09-29 is a Tuesday",
        expect="refused",
    ),
    grid(
        "the shifts 日 and 夜 are no weekdays",
        f"工号,{DAYS}\n" + "甲" + ",日,夜" * 15 + "\n",
        "history.csv [agent_id]: 1 person is not",
        expect="other",
    ),
    *(
        grid(f"a title that says too when it was made: {title}", f"{title}{BLANK}\n工号,{DAYS}\n{TWO}")
        for title in (
            "2026年9月排班表（制表日期：2026年8月31日）",
            "制表日期：2026年8月31日 2026年9月排班表",
            "2026年9月1日-9月30日排班表 8月28日更新",
            "9月班表,,制表:2026-08-31",
        )
    ),
    seat_grid(
        "with a sum after each week", "时间," + ",".join(weeks(range(1, 32), "小计")), ",".join(weeks([1] * 31, "7"))
    ),
    seat_grid(
        "from the 26th to the 25th",
        "时间," + ",".join(map(str, (*range(26, 32), *range(1, 26)))),
        ",".join("1" * 31),
        "seats.csv:2 [B]: the days of column B do not count on with 2026-10-01 to 2026-10-25",
    ),
    seat_grid(
        "days across with other weekdays",
        "时间,10月1日(四),10月2日(五),10月3日(日)",
        "1,1,1",
        "seats.csv:1 [D]: the weekday in cell D1, “10月3日(日)”, is not that of the day: 2026-10-03 is a Saturday",
    ),
    with_files(
        "a grid of seats: days down with other weekdays",
        {
            **swapped("agents.csv", (";投诉", "")),
            "seats.csv": "日期,星期,8:00,9:00,10:00\n10月1日,周四,1,1,1\n10月2日,周六,1,1,1\n10月3日,周日,1,1,1\n",
        },
        "seats.csv:3 [B]: the weekday in cell B3, “周六”, is not that of the day: 2026-10-02 is a Friday",
        expect="refused",
    ),
    *(
        seats(
            f"a month in two halves, one below the other{more}",
            f"时间,{numbers(1, 15, form)}\n{seat_rows(8, 9, 15)}{between}"
            f"时间,{numbers(16, 31, form)}\n{seat_rows(8, 9, 16)}",
            f"seats.csv:{row} [A]: this row (“时间” …) is a header once more: the table stands in two parts",
        )
        for more, form, between, row in (
            ("", "{}", "\n", 5),
            (", dated", "10月{}日", "", 4),
            (", with a title", "{}日", "下半月\n", 5),
        )
    ),
    seats(
        "a day in two halves, one below the other",
        f"日期,{numbers(0, 11, '{}:00')}\n10月1日{',1' * 12}\n10月2日{',1' * 12}\n10月3日{',1' * 12}\n"
        f",{numbers(12, 23, '{}:00')}\n10月1日{',1' * 12}\n10月2日{',1' * 12}\n10月3日{',1' * 12}\n",
        "seats.csv:5 [B]: this row (“12:00” …) is a header once more",
    ),
    seats(
        "a month in two halves beside each other, the same hours",
        f"时间,{numbers(1, 15)},,时间,{numbers(16, 31)}\n"
        + "".join(f"{hour:02d}:00{',1' * 15},,{hour:02d}:00{',1' * 16}\n" for hour in range(8, 12)),
    ),
    seats(
        "a month in two halves beside each other, other hours",
        f"时间,{numbers(1, 15)},,时间,{numbers(16, 31)}\n"
        + "".join(f"{hour:02d}:00{',1' * 15},,{hour + 4:02d}:00{',2' * 16}\n" for hour in range(8, 12)),
        "seats.csv:1 [R]: another part begins at column R: the table stands in two parts beside each other",
    ),
    seats(
        "a month in two halves beside each other, the same hours over each",
        "日期,8:00,9:00,10:00,,日期,8:00,9:00,10:00\n"
        + "".join(f"10月{day}日,1,2,1,,10月{day + 15}日,3,4,3\n" for day in range(1, 16)),
        "seats.csv:1 [F]: another part begins at column F",
    ),
    seats(
        "people per shift in two halves, one below the other",
        f"班次,{numbers(1, 15)}\n早{',1' * 15}\n夜{',1' * 15}\n班次,{numbers(16, 31)}\n早{',1' * 16}\n夜{',1' * 16}\n",
        "seats.csv:4 [A]: this row (“班次” …) is a header once more",
    ),
    seats(
        "people per shift, the jobs below the kinds of days",
        "班次,平日,平日,周末,周末\n班次,热线,投诉,热线,投诉\n早,1,1,1,1\n夜,1,1,1,1\n",
        "seats.csv:2 [A]: the header stands on two rows, and the lower one (“班次” …) can't be read. Put the row",
    ),
    *(
        seats(
            f"people per shift, a row a {of}",
            "日期,早,中,夜\n" + "".join(f"{label},{people},9,5\n" for label, people in labels),
            "seats.csv:1 [B]: the shifts stand in the header and the days at the rows",
            shifts="代码,名称,开始,结束\n早,早班,08:00,16:00\n中,中班,14:00,22:00\n夜,夜班,22:00,06:00\n",
        )
        for of, labels in (
            ("day", [(f"10月{day}日", day) for day in range(1, 9)]),
            ("kind of days", [("平日", 8), ("周末", 7), ("节假日", 6)]),
        )
    ),
)
