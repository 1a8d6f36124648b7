"""A people × days grid, as supervisors keep it: every cell under a day ends as a duty, a mark, a notice or a fault."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice, pairwise

from roster.files.cells import CellError, an_id, shown, weekday_number
from roster.files.encoding import spoilt
from roster.files.grid_header import (
    DAY,
    LEAST_NUMBERS,
    WITHIN,
    Header,
    days_of,
    find_header,
    named_month,
    no_such_day,
    not_counting_on,
    not_that_weekday,
    wrong_weekday,
)
from roster.files.grid_marks import is_day_off, is_leave_mark, parse_cell, pieces
from roster.files.marks import MOST_NAMED, tell_beside, tell_hidden
from roster.files.report import Report
from roster.files.sheets import BookCell, CellKind, Sheet, letter
from roster.files.tables.known import Checks, ReferenceIndex
from roster.model import Duty, Month
from roster.text import Text, counted
from roster.words import COLUMNS, folded, normal, plain_name

NOTHING = Text("", "")
MOST_ROWS = 20_000
"""People of the largest centres six times over; a grid has a row a person."""

_WRITTEN = (
    *("工时", "夜班", "休息", "差额", "Hours", "Nights", "Rest days", "Balance"),
    *("Jobs", "级别 职务", "Grade, role", "序号"),
)
_USUAL = frozenset(form for word in COLUMNS.values() for form in word.forms) | frozenset(map(folded, _WRITTEN))
"""Heads of columns beside the days that a roster's grid has anyway; others are named when they are left aside."""


@dataclass
class Cells:
    """What a grid says: duties, days marked as off and as leave, each with the row where it stands."""

    header: Header | None = None
    duties: list[tuple[int, Duty]] = field(default_factory=list)
    off: list[tuple[int, str, date]] = field(default_factory=list)
    leave: list[tuple[int, str, date, str]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    strangers: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class _NoShift:
    """A cell whose text is no shift."""

    row: int
    column: str
    agent_id: str
    day: date


def is_grid(sheet: Sheet, known: ReferenceIndex, month: Month) -> bool:
    """Whether the sheet's first rows are those of a grid; they stay to be read."""
    return find_header(sheet.looked_at(WITHIN), sheet.file, month, Names(known).known) is not None


def _text(row: Sequence[str], place: int | None) -> str:
    return row[place].strip() if place is not None and place < len(row) else ""


class Names:
    """People by id or, where only one bears it, by name."""

    def __init__(self, known: ReferenceIndex) -> None:
        self._ids = known.agents if known.agents is not None else set(known.agent_by_id)
        self._named = {name: ids[0] for name, ids in known.bearers.items() if len(ids) == 1}
        self.several = {name: ids for name, ids in known.bearers.items() if len(ids) > 1}

    def known(self, text: str) -> bool:
        """Whether it is somebody's id or name."""
        return text in self._ids or plain_name(text) in self._named

    def find(self, text: str) -> str | None:
        """The id of whom a text names."""
        return text if text in self._ids else self._named.get(plain_name(text))


def _count_on(days: Sequence[date]) -> bool:
    return all(later - earlier == DAY for earlier, later in pairwise(days))


_REMARK = re.compile(r"\s*[(（\[【][^()（）\[\]【】]*[)）\]】]$")
"""A remark in brackets behind what a cell says: 早(替高洁)."""


class Grid:
    """Reads one sheet. `month` is whose days the numbers 1 … 31 are; `strangers_stay_out`: unknown people are counted.

    Faults and notices go to the report; rows of people are those with an id or a name. Rows without either may hold
    totals, but no shift.
    """

    def __init__(
        self, sheet: Sheet, known: ReferenceIndex, month: Month, report: Report, *, strangers_stay_out: bool = False
    ) -> None:
        self._sheet = sheet
        self._known = known
        self._month = month
        self._report = report
        self._checks = Checks(sheet, known, report)
        self._names = Names(known)
        self._stay_out = strangers_stay_out
        self._anybody = next(iter(known.agent_by_id.values()), None)
        self._last: tuple[int, str] | None = None
        self._remarks: list[tuple[str, str]] = []
        self._no_shifts: dict[str, list[_NoShift]] = {}
        self._unread_told = False

    def read(self) -> Cells:
        """All that the grid says; `header` None, with the fault reported, where there are no days."""
        gathered = Cells()
        rows = list(islice(self._sheet.rows, MOST_ROWS))
        gathered.header = find_header(rows, self._sheet.file, self._month, self._names.known)
        if gathered.header is None:
            self._fault(
                None,
                None,
                Text("没有日期的标题行", "there is no header row with dates"),
                Text(
                    "保留导出时的标题行：A 列为工号，其后每天一列",
                    "Keep the header as exported: ids in column A, a column per day",
                ),
            )
            return gathered
        self._tell_others(gathered.header)
        self._weekdays_right(rows, gathered.header)
        above: Sequence[str] = ()
        for number, row in rows:
            if number > gathered.header.row:
                if self._other_days(number, row, above, gathered.header):
                    break
                self._row(number, row, gathered.header, gathered)
                above = row
        self._tell_no_shifts()
        self._of_somebody(rows, gathered)
        self._tell_merged(gathered)
        self._tell_remarks()
        read = {
            *(row for row, _ in gathered.duties),
            *(row for row, *_ in gathered.off),
            *(row for row, *_ in gathered.leave),
        }
        tell_beside(self._sheet, self._report)
        tell_hidden(self._sheet, read, gathered.header.days, self._report)
        return gathered

    def _weekdays_right(self, rows: Sequence[tuple[int, Sequence[str]]], header: Header) -> None:
        """A weekday that is not the day's is a fault: the month, or last month's weekdays, may be wrong."""
        found = wrong_weekday(rows, header)
        if found is None:
            return
        number, place, text = found
        cell = f"{letter(place)}{number}"
        self._fault(number, letter(place), *not_that_weekday(cell, text, header.days[place]))

    def _other_days(self, number: int, row: Sequence[str], above: Sequence[str], header: Header) -> bool:
        """Whether a row is a second header, of other days than the first or, by the row above, of another month."""
        texts = [_text(row, header.ids), _text(row, header.names)]
        if any(text and folded(text) not in _USUAL for text in texts):
            return False
        month = Month.of(min(header.days.values()))
        days = days_of(row, month, numbers_least=LEAST_NUMBERS, beyond={})
        same = days == header.days and named_month(above, month) in {None, month}
        # Means of seats (2.1, 2.4) read as dates too, but do not count on.
        if days is None or same or not _count_on(list(days.values())):
            return False
        self._fault(
            number,
            None,
            Text("又一行日期标题，日期与上方不同", "a second header row, of other days than the first"),
            Text(
                "把各天排在同一行标题下（每人一行），或分成两张表",
                "Put all days under one header, a row a person, or make it two tables",
            ),
        )
        return True

    def _of_somebody(self, rows: Sequence[tuple[int, Sequence[str]]], gathered: Cells) -> None:
        """A grid in which nobody is found, though something stands under its days, is a fault."""
        header = gathered.header
        if header is None or gathered.seen or gathered.strangers or self._known.agents is None:
            return
        for number, row in rows:
            filled = [
                place
                for place in header.days
                if number > header.row
                and place < len(row)
                and (text := normal(row[place]))
                and weekday_number(text) is None
            ]
            if filled and not self._report.faulty:
                self._fault(
                    number,
                    letter(filled[0]),
                    Text(
                        f"看不出这一行是谁：{shown(row[filled[0]].strip())}",
                        f"whose row this is cannot be seen: {shown(row[filled[0]].strip())}",
                    ),
                    Text(
                        "每人一行，行首写工号或姓名，格里写班次；若一行是一个班次、格里是人名，请改成一人一行",
                        "Give each person a row that begins with the id or name, with shifts in the cells",
                    ),
                )
                return

    def _row(self, number: int, row: Sequence[str], header: Header, gathered: Cells) -> None:
        texts = [_text(row, header.ids), _text(row, header.names)]
        cells = [(place, day, row[place]) for place, day in header.days.items() if place < len(row)]
        person = next((agent for text in texts if text and (agent := self._names.find(normal(text)))), None)
        if person is None and any(folded(text) in _USUAL for text in texts if text):  # the header's second row
            return
        if person is None:
            self._nobody(number, texts, cells, header, gathered)
            return
        if header.names not in {None, header.ids} and texts[1] and person == normal(texts[0]):
            self._checks.called(number, person, texts[1])
        if not self._single(number, person, header):
            return
        gathered.seen.add(person)
        for place, day, cell in cells:
            self._day((letter(place), number), person, day, cell, gathered)
        for place, day_number in header.beyond.items():
            if place < len(row) and self._says_duty(row[place]):
                month, cell = Month.of(min(header.days.values())), f"{letter(place)}{number}"
                self._fault(number, letter(place), *no_such_day(month, day_number, cell, row[place].strip()))
        self._unread_days(number, row, header)

    def _unread_days(self, number: int, row: Sequence[str], header: Header) -> None:
        """Duties under numbers that do not count on with the days; told once."""
        place = next((one for one in header.unread if one < len(row) and self._says_duty(row[one])), None)
        if place is None or self._unread_told:
            return
        self._unread_told = True
        first, last = min(header.days.values()), max(header.days.values())
        self._fault(number, letter(place), *not_counting_on(letter(place), first, last))

    def _nobody(
        self,
        number: int,
        texts: Sequence[str],
        cells: Iterable[tuple[int, date, str]],
        header: Header,
        gathered: Cells,
    ) -> None:
        """A row of nobody known: totals, somebody who is not among the agents, or duties that would be lost."""
        said = next((text for text in texts if text), "")
        lost = spoilt(said) if self._sheet.in_workbook else None
        if lost is not None:
            self._fault(number, letter((header.ids if texts[0] else header.names) or 0), *lost)
            return
        working = [(place, text) for place, _, cell in cells if self._says_duty(cell) and (text := cell.strip())]
        if texts[0] and header.ids != header.names:
            try:
                agent_id = an_id(texts[0])
            except CellError as error:
                self._fault(number, letter(header.ids or 0), error.problem, error.remedy)
                return
            if working or not any(cell.strip() for _, _, cell in cells):
                if self._stay_out and self._checks.meant(agent_id, self._known.agents or set(), "agent") is None:
                    gathered.strangers[said] += len(working)
                else:
                    self._checks.agent(number, agent_id)
            return
        if not working:
            return
        if said and self._stay_out and plain_name(said) not in self._names.several:
            gathered.strangers[said] += len(working)
            return
        place, text = working[0]
        where = f"{letter(place)}{number}"
        self._fault(
            number,
            letter(place),
            self._unnamed(said, where, text),
            Text(
                "在工号一列写明此人（先加入人员表），或删去此行",
                "Name the person in the column of ids (in agents first), or delete the row",
            ),
        )

    def _unnamed(self, said: str, where: str, text: str) -> Text:
        if plain_name(said) in self._names.several:
            ids = self._names.several[plain_name(said)]
            return Text(
                f"{shown(said)} 有几人同名：{'、'.join(ids)}",
                f"several people are called {shown(said)}: {', '.join(ids)}",
            )
        if said:
            return Text(
                f"{shown(said)} 不在人员表中，但 {where} 有班次 {shown(text)}",
                f"{shown(said)} is not in agents, and {where} holds the shift {shown(text)}",
            )
        return Text(
            f"此行没有工号，但 {where} 有班次 {shown(text)}",
            f"this row has no id, and {where} holds the shift {shown(text)}",
        )

    def _says_duty(self, cell: str) -> bool:
        text = cell.strip()
        if not text or self._anybody is None or (isinstance(cell, BookCell) and cell.kind is CellKind.NUMBER):
            return False
        if text.isdecimal() and not self._sheet.in_workbook:  # a total, where cells have no kinds
            return False
        return any(parse_cell(piece, self._anybody, self._known) for piece in pieces(text, self._known))

    def _single(self, number: int, agent_id: str, header: Header) -> bool:
        """Whether it is the person's only row, or one of several under a merged id."""
        if self._last is not None and self._last[1] == agent_id and self._merged(self._last[0], number, header):
            return True
        self._last = (number, agent_id)
        return self._checks.single(number, "agent_id", agent_id, Text("此人的行", "this agent's row"))

    def _merged(self, first: int, number: int, header: Header) -> bool:
        columns = {place + 1 for place in (header.ids, header.names) if place is not None}
        return any(
            merged.first_row <= first and number <= merged.last_row and merged.first_column in columns
            for merged in self._sheet.merged
        )

    def _day(self, at: tuple[str, int], agent_id: str, day: date, cell: str, gathered: Cells) -> None:
        column, row = at
        where = f"{column}{row}"
        text = str(cell).strip()
        if isinstance(cell, BookCell) and cell.kind in {CellKind.FORMULA, CellKind.ERROR}:
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
        if is_day_off(text, self._known):
            if text:
                gathered.off.append((row, agent_id, day))
            return
        if is_leave_mark(text, self._known, self._known.leave_kinds):
            gathered.leave.append((row, agent_id, day, text))
            return
        agent = self._known.agent_by_id.get(agent_id)
        if agent is None:  # its own row in agents is faulty, and that is said there
            return
        meant = [parse_cell(piece, agent, self._known) for piece in pieces(text, self._known)]
        if None in meant:
            plain = _REMARK.sub("", normal(text))
            if plain != normal(text) and (self._says_duty(plain) or is_day_off(plain, self._known)):
                self._remarks.append((where, text))
                self._day(at, agent_id, day, plain, gathered)
                return
            if self._known.shift_by_code and normal(text) not in (self._known.shifts or ()):
                self._no_shifts.setdefault(text, []).append(_NoShift(row, column, agent.agent_id, day))
            # Else the shifts themselves are faulty, and that is said there.
            return
        gathered.duties.extend((row, Duty(agent_id, day, *one)) for one in meant if one is not None)

    def _tell_no_shifts(self) -> None:
        """A text that is no shift is one fault, in however many cells it stands: it is replaced in all at once."""
        codes = " ".join(self._known.shift_by_code)[:200]
        for text, cells in self._no_shifts.items():
            first = cells[0]
            where = f"{first.column}{first.row}"
            rest = [f"{cell.column}{cell.row}" for cell in cells[1:]]
            listed = ", ".join(rest[:MOST_NAMED]) + (" …" if len(rest) > MOST_NAMED else "")
            more = (
                Text(f"；另有 {len(rest)} 格同样：{listed}", f"; {len(rest)} more hold it: {listed}")
                if rest
                else NOTHING
            )
            all_at_once = Text("；相同的可整体替换", ", and replace it in all cells at once") if rest else NOTHING
            self._fault(
                first.row,
                first.column,
                Text(
                    f"单元格 {where}（{first.agent_id}，{first.day}）的 {shown(text)} 不是班次{more.zh}",
                    f"{shown(text)} in cell {where} ({first.agent_id}, {first.day}) is no shift{more.en}",
                ),
                Text(
                    f"写 班次代码 或 代码/工种{all_at_once.zh}；班次有：{codes}",
                    f"Write a shift's code, or CODE/JOB{all_at_once.en}; the codes are {codes}",
                ),
            )

    def _tell_others(self, header: Header) -> None:
        others = [text for text in header.others if folded(text) not in _USUAL]
        if others:
            listed = ", ".join(shown(text) for text in others[:5]) + (" …" if len(others) > 5 else "")
            self._report.notice(
                self._sheet.file,
                header.row,
                None,
                Text(f"除日期与人员外的列未读取：{listed}", f"columns beside days and people are left aside: {listed}"),
            )

    def _tell_remarks(self) -> None:
        if self._remarks:
            first = " ".join(f"{where} {shown(text)}" for where, text in self._remarks[:5])
            more = " …" if len(self._remarks) > 5 else ""
            self._report.notice(
                self._sheet.file,
                None,
                None,
                Text(
                    f"{len(self._remarks)} 格带括号备注，按括号前的内容读取：{first}{more}",
                    f"{counted(len(self._remarks), 'cell holds', 'cells hold')} a remark in brackets; what stands "
                    "before it was read: "
                    f"{first}{more}",
                ),
            )

    def _tell_merged(self, gathered: Cells) -> None:
        header = gathered.header
        if header is None:
            return
        rows = {row for row, *_ in (*gathered.duties, *gathered.off, *gathered.leave)}
        days = {place + 1 for place in header.days}
        names = [
            merged.name
            for merged in self._sheet.merged
            if rows & set(range(merged.first_row, min(merged.last_row, merged.first_row + 99) + 1))
            and days & set(range(merged.first_column, merged.last_column + 1))
        ]
        if names:
            listed = ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
            self._report.notice(
                self._sheet.file,
                None,
                None,
                Text(
                    f"合并单元格 {listed}：视为其中每一天都排了这个班",
                    f"merged cells {listed}: the shift is taken for each of their days",
                ),
            )

    def _fault(self, row: int | None, field: str | None, problem: Text, remedy: Text) -> None:
        self._sheet.fault(self._report, row, field, problem, remedy)


def listed(gathered: Cells, sheet: Sheet, report: Report) -> Iterator[tuple[int, Duty]]:
    """A grid's duties for a table of duties; what else it says is told as left aside."""
    if gathered.leave:
        days = len(gathered.leave)
        report.notice(
            sheet.file,
            None,
            None,
            Text(
                f"{days} 天标为请假，视为没有当班",
                f"{counted(days, 'day is', 'days are')} marked as leave, taken as no duty",
            ),
        )
    yield from gathered.duties
