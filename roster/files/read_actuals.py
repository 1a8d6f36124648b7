"""actuals.csv: what really happened, interval by interval."""

from collections.abc import Iterator
from pathlib import Path

from roster.files.cells import a_date, a_float, a_start, a_whole_number, an_id, shown
from roster.files.columns.column import TableColumn, sound
from roster.files.columns.rows import read_rows
from roster.files.report import Report
from roster.files.sheets.csv_folder import read_csv
from roster.files.tables.known import Checks, ReferenceIndex
from roster.model import Case
from roster.model.actual import Actual
from roster.text import Text, clock_time, counted

CALLS = a_whole_number(0, 1_000_000)
COLUMNS = (
    TableColumn("date", a_date, required=True),
    TableColumn("time", a_start, required=True),
    TableColumn("job", an_id, text=True, required=True),
    TableColumn("offered", CALLS, required=True),
    TableColumn("answered", CALLS, required=True),
    TableColumn("within", CALLS, required=True),
    TableColumn("aht_seconds", a_float(0, 86_400), required=True),
)


def read_actuals(path: Path, case: Case) -> tuple[Actual, ...]:
    """A file of actual figures of the case's month, by time. InputError with every fault."""
    report = Report()
    sheet = read_csv(path, path.name, report, month=case.month, table="actuals")
    actuals: list[Actual] = []
    if sheet is not None:
        checks = Checks(sheet, ReferenceIndex.of(case), report)
        for row, values in read_rows(sheet, COLUMNS, report):
            if not sound(values):
                continue
            item = Actual(*values)
            wrong = list(problems(item, case))
            for field, problem, remedy in wrong:
                checks.fault(row, field, problem, remedy)
            what = Text(f"{item.job} 的这个时段", f"this interval of {shown(item.job)}")
            if not wrong and checks.single(row, "time", (item.day, item.minute, item.job), what):
                actuals.append(item)
    report.raise_if_faulty()
    return tuple(sorted(actuals))


def problems(item: Actual, case: Case) -> Iterator[tuple[str, Text, Text]]:
    """What is wrong with an interval's figures, each with its field and what to do."""
    if item.day not in case.month:
        yield (
            "date",
            Text(f"{item.day} 不在 {case.month}", f"{item.day} is not in {case.month}"),
            Text("每个文件只写一个月", "Give one month at a time"),
        )
    jobs = sorted({row.job for row in case.load} | {row.job for row in case.seats})
    if item.job not in jobs:
        yield (
            "job",
            Text(f"工种 {shown(item.job)} 既无话务量也无座席需求", f"{shown(item.job)} has neither load nor seats"),
            Text(f"写以下之一：{' / '.join(jobs)}", f"Write one of {' / '.join(jobs)}"),
        )
    step = case.centre.interval_minutes
    if item.minute % step:
        earlier = clock_time(item.minute - item.minute % step)
        yield (
            "time",
            Text(f"{clock_time(item.minute)} 不是时段的开始", f"no interval starts at {clock_time(item.minute)}"),
            Text(f"写 {earlier}（每 {step} 分钟一段）", f"Write {earlier}: intervals take {counted(step, 'minute')}"),
        )
    if not item.within <= item.answered <= item.offered:
        yield (
            "answered" if item.answered > item.offered else "within",
            Text(
                f"来电 {item.offered}、接起 {item.answered}、及时接起 {item.within} 次序不对",
                f"{item.offered} offered, {item.answered} answered, {item.within} in time: out of order",
            ),
            Text("及时接起不多于接起，接起不多于来电", "In time at most as answered, answered at most as offered"),
        )
    elif item.answered and item.aht_seconds <= 0:
        yield (
            "aht_seconds",
            Text("有来电接起，但平均处理时长为 0", "calls were answered, but their handling time is 0"),
            Text("填写平均处理时长（秒）", "Give the mean handling time in seconds"),
        )
