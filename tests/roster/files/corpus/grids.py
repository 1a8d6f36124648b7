"""People × days grids as history, and what stands in their cells."""

from corpus.base import Sample, swapped, with_files

DAYS = ",".join(map(str, range(1, 31)))
BLANK = "," * 29
WEEK = "".join(f",{'一二三四五六日'[(day + 1) % 7]}" for day in range(30))


def row(name: str, **marks: str) -> str:
    return name + "".join(f",{marks.get(f'd{day}', '')}" for day in range(1, 31)) + "\n"


TWO = row("0001", d29="早") + row("0002", d30="夜")


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
        "history.csv: 2 days are marked as leave, taken as no duties",
    ),
    grid("totals at the foot", f"工号,{DAYS}\n{TWO}" + row("合计", d29="1", d30="1")),
    grid(
        "who has left",
        f"工号,{DAYS}\n{TWO}" + row("0088", d5="早", d6="夜"),
        "history.csv [agent_id]: 1 people are not in the table agents (“0088”): their 2 earlier duties are left aside",
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
)
