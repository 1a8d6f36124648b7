"""A roster from a file: a list of duties, or a grid of people and days."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

from roster.files.cells import a_date, a_person, an_id, shown
from roster.files.columns.column import TableColumn, sound
from roster.files.columns.header import is_list
from roster.files.grid import MOST_ROWS, Cells, Grid, Names, is_grid
from roster.files.grid_header import Header, find_header
from roster.files.grid_marks import shift_word, usual_job
from roster.files.notice import Notice
from roster.files.report import Report
from roster.files.sheets import Sheet, letter
from roster.files.sheets.csv_folder import read_csv
from roster.files.sheets.workbook import WORKBOOKS, Unpacked, unpacked
from roster.files.tables.columns_of import COLUMNS_OF
from roster.files.tables.known import Checks, ReferenceIndex
from roster.files.workbook.words import BESIDE_THE_ROSTER
from roster.model import Case, Duty, LeaveStatus, Roster
from roster.model.requests import OFF
from roster.text import Text
from roster.words import TABLES, folded, normal

_OF_A_CASE = frozenset(form for word in TABLES.values() for form in word.forms)
"""Sheets of these names hold no roster, though some list duties."""

_BESIDE = re.compile(
    f"(?:{'|'.join(re.escape(folded(title)) for text in BESIDE_THE_ROSTER for title in (text.zh, text.en))})[0-9 -]*"
)
"""Sheets that the house writes beside the roster, those of a day (`休息 10-12`) and second copies too."""

DAY = timedelta(days=1)

GRID_SHEETS = frozenset({"排班表", "roster"})
"""The sheet of the grid in a workbook that this house writes, for messages where no sheet looks like one."""

COLUMNS = (
    TableColumn("agent_id", a_person, required=True, text=True),
    TableColumn("date", a_date, required=True),
    TableColumn("shift", an_id, required=True, text=True),
    TableColumn("job", an_id, text=True),
)


@dataclass(frozen=True, slots=True)
class RosterRead:
    """A roster as a file has it; `marks_leave`: it is a grid, whose marks say which requests are granted."""

    roster: Roster
    marks_leave: bool


def read_roster(path: Path, case: Case, said: list[Notice] | None = None) -> Roster:
    """The roster in a file; see `roster_of`."""
    return roster_of(path, case, said).roster


_NOT_THERE = (
    Text("没有这个文件", "the file can't be opened: there is none"),
    Text(
        "检查路径；若生成时没有排出班表，就不会有它：用 roster explain 查明原因",
        "Check the path; a run that found no roster writes none: roster explain tells why",
    ),
)


def roster_of(path: Path, case: Case, said: list[Notice] | None = None) -> RosterRead:
    """The roster in a file: rows of duties, or a grid of people × days, in CSV or in a workbook, edited by hand or not.

    A duty without a job serves the agent's first job that the shift serves. Of the case's leave requests those count
    as granted that a grid marks as leave throughout. A list of duties does not say: there those count that no duty
    touches, and whoever has a rulebook asks `roster.rule.inferred_grants` instead. What is worth saying is added to
    `said`. InputError with every fault.
    """
    report = Report()
    if not path.exists():
        report.fault(path.name, None, None, *_NOT_THERE)
        report.raise_if_faulty()
    reading = _Reading(case, report)
    sheet = reading.chosen(path) if path.suffix.casefold() in WORKBOOKS else read_csv(path, path.name, report)
    if sheet is not None:
        sheet.month = case.month
        other = reading.other_table(sheet)
        if other is None:
            reading.take(sheet)
        else:
            report.fault(sheet.file, None, None, *_another_table(other))
    report.raise_if_faulty()
    if said is not None:
        said.extend(report.notices)
    marked = reading.marked
    granted = untouched_requests(case, reading.duties) if marked is None else _marked_requests(case, marked)
    return RosterRead(Roster.of(reading.duties, granted), marked is not None)


def _another_table(name: str) -> tuple[Text, Text]:
    word = TABLES[name]
    return (
        Text(f"这是{word.zh}表，不是班表", f"this is the table {word.en}, not a roster"),
        Text(
            f"放进案例的{word.zh}表，用 roster generate 排班；存入数据库用 roster desk import",
            f"Put it into the case as {word.en}; roster generate and roster desk import read cases",
        ),
    )


class _Reading:
    """One roster being read; `marked` are the days that a grid marks as leave, None where no grid was read."""

    def __init__(self, case: Case, report: Report) -> None:
        self.case = case
        self.report = report
        self.known = ReferenceIndex.of(case)
        self.duties: list[Duty] = []
        self.marked: set[tuple[str, date]] | None = None

    def other_table(self, sheet: Sheet) -> str | None:
        """Which table of a case the sheet is by its header, where it is no roster; None where nothing says so."""
        if is_list(sheet, COLUMNS) or is_grid(sheet, self.known, self.case.month):
            return None
        table, found = sheet.table, None
        for name, columns in COLUMNS_OF.items():
            sheet.table = name
            if is_list(sheet, columns):
                found = found or name
        sheet.table = table
        return found

    def chosen(self, path: Path) -> Sheet | None:
        """The sheet of a workbook that holds the roster; where several look like one, a fault."""
        book = unpacked(path, self.report)
        if book is None:
            return None
        if book.error is not None:
            return None
        looks = [name for name in book.starts if self._looks(book, path, name)]
        if len(looks) > 1 and len({self._content(book, path, name) for name in looks}) > 1:
            listed = "、".join(looks), ", ".join(looks)
            self.report.fault(
                path.name,
                None,
                None,
                Text(
                    f"有几个工作表都像 {self.case.month} 的排班表：{listed[0]}",
                    f"several sheets look like the roster: {listed[1]}",
                ),
                Text(
                    "只留要读的那一个（其余删去或另存）",
                    "Keep the one that counts; delete the others or save them elsewhere",
                ),
            )
            return None
        named = [name for name in book.starts if folded(name) in GRID_SHEETS]
        name = next(iter([*looks, *named, *book.starts]), None)
        return None if name is None else self._sheet(book, path, name)

    def _sheet(self, book: Unpacked, path: Path, name: str) -> Sheet:
        label = f"{path.name}!{name}"
        return Sheet(label, book.rows(name), in_workbook=True, month=self.case.month, marks=book.of(name))

    def _looks(self, book: Unpacked, path: Path, name: str) -> bool:
        """Whether a sheet holds people of the case under days of the month, or rows of duties."""
        sheet = self._sheet(book, path, name)
        if folded(name) in _OF_A_CASE or _BESIDE.fullmatch(folded(name)):
            return False
        if is_list(sheet, COLUMNS):
            return True
        rows = list(islice(sheet.rows, MOST_ROWS))
        names = Names(self.known)
        header = find_header(rows, sheet.file, self.case.month, names.known)
        if header is None or not any(day in self.case.month for day in header.days.values()):
            return False
        places = [place for place in (header.ids, header.names) if place is not None]
        return any(names.known(normal(row[place])) for _, row in rows for place in places if place < len(row))

    def _content(self, book: Unpacked, path: Path, name: str) -> frozenset[Duty]:
        aside = _Reading(self.case, Report())
        aside.take(self._sheet(book, path, name))
        return frozenset(aside.duties)

    def take(self, sheet: Sheet) -> None:
        """Fill `duties` and, from a grid, `marked`."""
        if not is_list(sheet, COLUMNS) and (sheet.in_workbook or is_grid(sheet, self.known, self.case.month)):
            self._grid(sheet)
        else:
            self.duties.extend(_listed(sheet, self.case, self.report))

    def _grid(self, sheet: Sheet) -> None:
        cells = Grid(sheet, self.known, self.case.month, self.report).read()
        if cells.header is None or not self._days_right(sheet, cells.header):
            return
        self.duties = [duty for _, duty in cells.duties]
        self.marked = {(agent_id, day) for _, agent_id, day, _ in cells.leave}
        checks = Checks(sheet, self.known, self.report)
        for row, duty in cells.duties:
            checks.single(row, "shift", (duty.agent_id, duty.day, duty.shift), Text("这个班次", "this duty"))
        for agent in self.case.agents:
            if agent.agent_id not in cells.seen:
                self.report.notice(
                    sheet.file,
                    None,
                    "agent_id",
                    Text(
                        f"表中没有 {shown(agent.agent_id)} 的行，视为没有当班",
                        f"there is no row for {shown(agent.agent_id)}, taken as no duties",
                    ),
                )
        self._uncovered(sheet, cells)

    def _uncovered(self, sheet: Sheet, cells: Cells) -> None:
        """Say which marks of leave no leave of the case stands behind: they are recorded nowhere else."""
        days: dict[str, list[date]] = {}
        for _, agent_id, day, _ in cells.leave:
            if not any(leave.agent_id == agent_id and leave.touches(day) for leave in self.case.leaves):
                days.setdefault(agent_id, []).append(day)
        for agent_id, marked in days.items():
            listed = ", ".join(f"{day.month}/{day.day}" for day in marked[:5]) + (" …" if len(marked) > 5 else "")
            self.report.notice(
                sheet.file,
                None,
                None,
                Text(
                    f"{agent_id} 在 {listed} 标为请假，但请假表中没有这些天的请假，未登记",
                    f"{agent_id} is marked as on leave on {listed}, and no leave in leave.csv covers it: not recorded",
                ),
            )

    def _days_right(self, sheet: Sheet, header: Header) -> bool:
        month, right = self.case.month, True
        placed: set[date] = set()
        beyond = [place for place, day in header.days.items() if day not in month]
        if beyond:
            right = False
            self._beyond(sheet, header, beyond)
        for place, day in header.days.items():
            if day in placed:
                right = False
                where = letter(place)
                sheet.fault(
                    self.report,
                    header.row,
                    where,
                    Text(f"{where} 列的日期 {day} 重复", f"the date {day} of column {where} is there twice"),
                    _OTHER_DATES,
                )
            placed.add(day)
        lacking = [day for day in month if day not in placed]
        if lacking and len(beyond) < len(header.days):
            listed = ", ".join(str(day) for day in lacking[:5]) + (" …" if len(lacking) > 5 else "")
            sheet.fault(
                self.report,
                header.row,
                None,
                Text(f"缺少以下日期的列：{listed}", f"there is no column for {listed}"),
                Text("补上这些列", "Add the missing columns"),
            )
        return right and not lacking

    def _beyond(self, sheet: Sheet, header: Header, places: list[int]) -> None:
        """Days of another month: one fault, of however many columns."""
        month, where, day = self.case.month, letter(places[0]), header.days[places[0]]
        if len(places) == 1:
            problem = Text(
                f"{where} 列的日期 {day} 不在排班月份 {month} 之内",
                f"the date {day} of column {where} is not in {month}, the month of the case",
            )
        else:
            columns, last = f"{where}–{letter(places[-1])}", header.days[places[-1]]
            problem = Text(
                f"{columns} 列中有 {len(places)} 天（{day} 至 {last}）不在排班月份 {month} 之内",
                f"{len(places)} dates of columns {columns} ({day} to {last}) are not in {month}, the month of the case",
            )
        sheet.fault(self.report, header.row, where, problem, _OTHER_DATES)


_OTHER_DATES = Text("改正标题行的日期，或换用对应月份的案例", "Correct the dates, or name the case of that month")


def _listed(sheet: Sheet, case: Case, report: Report) -> Iterable[Duty]:
    checks = Checks(sheet, ReferenceIndex.of(case), report)
    for row, values in checks.rows(COLUMNS):
        agent_id, day, shift, job = values
        shift = shift_word(shift, case, OFF)
        fine = [
            checks.agent(row, agent_id),
            checks.in_month(row, "date", day),
            checks.shift(row, shift, OFF),
            checks.job(row, job),
        ]
        if not all(fine) or not sound(values):
            continue
        if shift == OFF:
            checks.notice(row, "shift", Text("休息日不需要写，未读取", "days off need no row; left aside"))
        elif checks.single(row, "shift", (agent_id, day, shift), Text("这条当班", "this duty")):
            yield Duty(agent_id, day, str(shift), job or usual_job(case.agent_by_id[agent_id], str(shift), case))


def untouched_requests(case: Case, duties: Iterable[Duty]) -> frozenset[int]:
    """Indices of the requested leaves with a day in the month that no duty's span overlaps."""
    at_work: set[tuple[str, date]] = set()
    for duty in (*case.history, *duties):
        at_work.add((duty.agent_id, duty.day))
        if case.shift_by_code[duty.shift].end_minute > 1440:
            at_work.add((duty.agent_id, duty.day + DAY))
    return frozenset(
        index
        for index, leave in enumerate(case.leaves)
        if leave.status is LeaveStatus.REQUESTED
        and _days_in_month(case, leave.start, leave.end)
        and not any((leave.agent_id, day) in at_work for day in _days(leave.first_whole, leave.last_whole))
    )


def _marked_requests(case: Case, marked: set[tuple[str, date]]) -> frozenset[int]:
    marked_leaves = set()
    for index, leave in enumerate(case.leaves):
        person = case.agent_by_id[leave.agent_id]
        # Beyond the employment nothing is marked: those days are nobody's to grant.
        days = [day for day in _days_in_month(case, leave.start, leave.end) if person.employed_on(day)]
        if leave.status is LeaveStatus.REQUESTED and days and all((leave.agent_id, day) in marked for day in days):
            marked_leaves.add(index)
    return frozenset(marked_leaves)


def _days(start: date, end: date) -> list[date]:
    return [start + offset * DAY for offset in range((end - start).days + 1)]


def _days_in_month(case: Case, start: date, end: date) -> list[date]:
    return _days(max(start, case.month.first), min(end, case.month.last))
