from datetime import date
from pathlib import Path
from string import ascii_uppercase, digits

from roster.files.cells import CellError, a_date, an_id, shown
from roster.files.columns import letter
from roster.files.grid_marks import is_day_off, is_leave_mark, parse_cell
from roster.files.report import Report
from roster.files.sheets import BookCell, Kind, Sheet
from roster.files.sheets.unpack import FIRST
from roster.files.sheets.workbook import unpacked
from roster.files.tables.known import Checks, Known
from roster.model import Case, Duty
from roster.text import Text

GRID_SHEETS = ("排班表", "roster")
"""The workbook's grid of people and days, by any of these names, or else the first sheet."""


def read_grid(path: Path, case: Case, report: Report) -> "Grid":
    """The grid of a roster.xlsx; faults go to the report."""
    book = unpacked(path, report, (*GRID_SHEETS, FIRST))
    by_name = {} if book is None else {name.casefold(): name for name in book.starts}
    name = next((by_name[sheet] for sheet in GRID_SHEETS if sheet in by_name), next(iter(by_name.values()), None))
    if book is None or name is None:
        return Grid(Sheet(path.name, iter(())), case, report)
    grid = Grid(Sheet(f"{path.name}!{name}", book.rows(name), in_workbook=True), case, report)
    grid.read()
    return grid


class Grid:
    """The grid: ids in column A, dates in the header row, a cell for each person and day. Other rows have no id.

    `duties` are its duties, `marked` the days marked as leave.
    """

    def __init__(self, sheet: Sheet, case: Case, report: Report) -> None:
        self.duties: list[Duty] = []
        self.marked: set[tuple[str, date]] = set()
        self._sheet = sheet
        self._case = case
        self._report = report
        self._checks = Checks(sheet, Known.of(case), report)

    def read(self) -> None:
        """Fill `duties` and `marked`."""
        days = self._header()
        if days is None:
            return
        seen: set[str] = set()
        for number, row in self._sheet.rows:
            agent_id = str(row[0]).strip()
            if not agent_id or not self._person(number, row[0]):
                continue
            seen.add(agent_id)
            for place, day in days.items():
                cell = row[place] if place < len(row) else ""
                self._day(f"{letter(place)}{number}", agent_id, day, cell)
        for agent in self._case.agents:
            if agent.agent_id not in seen:
                self._report.notice(
                    self._sheet.file,
                    None,
                    "agent_id",
                    Text(
                        f"表中没有 {shown(agent.agent_id)} 的行，视为没有当班",
                        f"there is no row for {shown(agent.agent_id)}, taken as no duties",
                    ),
                )

    def _header(self) -> dict[int, date] | None:
        """Column → day, from the first row that holds dates."""
        for number, row in self._sheet.rows:
            days = {place: day for place, cell in enumerate(row) if (day := _date(cell)) is not None}
            if len(days) < 2:
                continue
            return days if self._days_right(number, days) else None
        self._fault(
            None,
            None,
            Text("没有日期的标题行", "there is no header row with dates"),
            Text(
                "保留导出时的标题行：A 列为工号，其后每天一列",
                "Keep the header as exported: ids in column A, a column per day",
            ),
        )
        return None

    def _days_right(self, number: int, days: dict[int, date]) -> bool:
        month, right = self._case.month, True
        placed: dict[date, int] = {}
        for place, day in days.items():
            if day not in month or day in placed:
                right = False
                where = letter(place)
                self._fault(
                    number,
                    where,
                    Text(f"{where} 列的日期 {day} 重复", f"the date {day} of column {where} is there twice")
                    if day in placed
                    else Text(
                        f"{where} 列的日期 {day} 不在排班月份 {month} 之内",
                        f"the date {day} of column {where} is not in {month}, the month of the case",
                    ),
                    Text(
                        "改正标题行的日期，或换用对应月份的案例",
                        "Correct the dates, or name the case of that month",
                    ),
                )
            placed[day] = place
        lacking = [day for day in month if day not in placed]
        if lacking:
            listed = ", ".join(str(day) for day in lacking[:5]) + (" …" if len(lacking) > 5 else "")
            self._fault(
                number,
                None,
                Text(f"缺少以下日期的列：{listed}", f"there is no column for {listed}"),
                Text("补上这些列", "Add the missing columns"),
            )
        return right and not lacking

    def _person(self, number: int, cell: str) -> bool:
        try:
            agent_id = an_id(str(cell).strip())
        except CellError as error:
            self._fault(number, "A", error.problem, error.remedy)
            return False
        where = Text("此人的行", "this agent's row")
        return self._checks.agent(number, agent_id) and self._checks.single(number, "agent_id", agent_id, where)

    def _day(self, where: str, agent_id: str, day: date, cell: str) -> None:
        row, column = int(where.lstrip(ascii_uppercase)), where.rstrip(digits)
        text = str(cell).strip()
        if is_day_off(text, self._case):
            return
        if is_leave_mark(text, self._case):
            self.marked.add((agent_id, day))
            return
        if isinstance(cell, BookCell) and cell.kind in {Kind.FORMULA, Kind.ERROR}:
            self._fault(
                row,
                column,
                Text(
                    f"单元格 {where} 是公式或错误值 {shown(text)}",
                    f"cell {where} holds the formula or error {shown(text)}",
                ),
                Text("直接写班次代码", "Write the shift's code itself"),
            )
            return
        found = parse_cell(text, self._case.agent_by_id[agent_id], self._case)
        if found is None:
            codes = " ".join(self._case.shift_by_code)
            self._fault(
                row,
                column,
                Text(
                    f"单元格 {where}（{agent_id}，{day}）的 {shown(text)} 不是班次",
                    f"{shown(text)} in cell {where} ({agent_id}, {day}) is no shift",
                ),
                Text(
                    f"写 班次代码 或 代码/工种；班次有：{codes[:200]}",
                    f"Write a shift's code, or CODE/JOB; the codes are {codes[:200]}",
                ),
            )
            return
        self.duties.append(Duty(agent_id, day, *found))

    def _fault(self, row: int | None, field: str | None, problem: Text, remedy: Text) -> None:
        self._report.fault(self._sheet.file, row, field, problem, remedy)


def _date(cell: str) -> date | None:
    """A header's date: a date cell, or a text that reads as one; bare numbers are totals."""
    if isinstance(cell, BookCell) and cell.kind is not Kind.DATE:
        return None
    try:
        return a_date(str(cell).strip())
    except CellError:
        return None
