"""Swap wishes from a file: one row a wish."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from roster.files.cells import a_date, a_list, a_person, shown
from roster.files.columns.column import TableColumn, sound
from roster.files.columns.rows import read_rows
from roster.files.report import Report
from roster.files.sheets.csv_folder import read_csv
from roster.files.tables.known import Checks, ReferenceIndex
from roster.model import Case, Roster
from roster.model.swap_wish import SwapWish
from roster.text import Text

COLUMNS = (
    TableColumn("agent_id", a_person, required=True, text=True),
    TableColumn("date", a_date, required=True),
    TableColumn("first", a_date),
    TableColumn("last", a_date),
    TableColumn("shifts", a_list, default=(), text=True),
)


def read_swap_wishes(
    path: Path, case: Case, roster: Roster, beside: Iterable[tuple[Case, Roster]] = ()
) -> tuple[SwapWish, ...]:
    """Swap wishes: `agent_id,date,first,last,shifts`, the duty on `date` against any of `shifts` from first to last.

    The duty is one of the case's month, or of a month `beside` it with its own people, shifts and roster.

    InputError with every fault: unknown ids, a day without a duty, a window that ends before it starts, doubles.
    """
    report = Report()
    sheet = read_csv(path, path.name, report, month=case.month)
    wishes: list[SwapWish] = []
    if sheet is not None:
        months = [(case, roster), *beside]
        by_month = {one.month: Checks(sheet, ReferenceIndex.of(one), report) for one, _ in months}
        duties = {(duty.agent_id, duty.day) for _, held in months for duty in held.duties}
        for row, values in read_rows(sheet, COLUMNS, report):
            agent_id, day, first, last, shifts = values
            near = (one for month, one in by_month.items() if isinstance(day, date) and day in month)
            checks = next(near, by_month[case.month])
            agent_id = checks.person(row, "agent_id", agent_id)
            fine = [checks.agent(row, agent_id), checks.in_month(row, "date", day)]
            if not all(fine) or not sound((agent_id, *values)):
                continue
            fine = [checks.shift(row, shift) for shift in shifts]
            if (agent_id, day) not in duties:
                checks.fault(
                    row,
                    "date",
                    Text(f"{shown(agent_id)} 在 {day} 没有班", f"{shown(agent_id)} has no duty on {day}"),
                    Text("改正日期或删去此行", "Correct the date or delete the row"),
                )
            elif first is not None and last is not None and last < first:
                checks.fault(
                    row,
                    "last",
                    Text(f"{last} 早于 {first}", f"{last} lies before {first}"),
                    Text("改正其中一个日期", "Correct one of the two"),
                )
            elif all(fine) and checks.single(row, "date", (agent_id, day), Text("这个换班愿望", "this wish")):
                wishes.append(SwapWish(agent_id, day, first, last, tuple(shifts)))
    report.raise_if_faulty()
    return tuple(wishes)
