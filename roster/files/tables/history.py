"""Duties outside the month: history.csv before it, ahead.csv after it."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from roster.files.cells import a_date, a_person, an_id, shown
from roster.files.columns.column import TableColumn
from roster.files.columns.header import is_list
from roster.files.grid import Grid, is_grid, listed
from roster.files.grid_marks import shift_word
from roster.files.report import Cause, Report
from roster.files.sheets import Sheet
from roster.files.tables.known import Checks, ReferenceIndex
from roster.model import Duty, Month
from roster.text import Text, counted

COLUMNS = (
    TableColumn("agent_id", a_person, text=True, required=True),
    TableColumn("date", a_date, required=True),
    TableColumn("shift", an_id, text=True, required=True),
    TableColumn("job", an_id, text=True),
)


def read_history(sheet: Sheet, known: ReferenceIndex, report: Report) -> tuple[Duty, ...]:
    """history.csv, sorted: rows of duties, or a grid of people × days; a duty without a job served the agent's first.

    Duties of people who are no agents any more are left aside and counted; an id that looks like somebody's is a fault.
    """
    return _Outside(sheet, known, report, _before_month, None if known.month is None else known.month.before).read()


def read_ahead(sheet: Sheet, known: ReferenceIndex, report: Report) -> tuple[Duty, ...]:
    """ahead.csv, sorted: duties fixed after the month, as history.csv; one without a job serves the agent's first."""
    return _Outside(sheet, known, report, _after_month, None if known.month is None else known.month.next).read()


@dataclass
class _Outside:
    """One table of duties outside the month; `fits` says whether a row is, `usual` whose days 1 … 31 are."""

    sheet: Sheet
    known: ReferenceIndex
    report: Report
    fits: Callable[[Checks, int, object], bool]
    usual: Month | None
    gone: Counter[str] = field(default_factory=Counter)

    def read(self) -> tuple[Duty, ...]:
        """The duties, sorted; faults are reported."""
        checks = Checks(self.sheet, self.known, self.report)
        duties: list[Duty] = []
        for row, (agent_id, day, shift, job) in self._rows(checks):
            if not self.fits(checks, row, day) or not checks.single(
                row, "date", (agent_id, day), Text("此人当天的当班", "this agent's duty of the day")
            ):
                continue
            agent = self.known.agent_by_id.get(agent_id)
            if agent is not None:  # else the agent's own row is faulty, and that is said there
                duties.append(Duty(agent_id, day, shift, job or agent.jobs[0]))
        _tell_gone(checks, self.gone, anybody=bool(duties))
        return tuple(sorted(duties))

    def _rows(self, checks: Checks) -> Iterator[tuple[int, tuple[Any, ...]]]:
        sheet, known, usual = self.sheet, self.known, self.usual
        if usual is None and not is_list(sheet, COLUMNS):
            return  # the month is faulty, and that is said there
        if usual is not None and not is_list(sheet, COLUMNS) and is_grid(sheet, known, usual):
            cells = Grid(sheet, known, usual, self.report, strangers_stay_out=True).read()
            self.gone.update(cells.strangers)
            for row, duty in listed(cells, sheet, self.report):
                yield row, (duty.agent_id, duty.day, duty.shift, duty.job)
            return
        for row, (agent_id, day, shift, job) in checks.rows(COLUMNS):
            code = shift_word(shift, known)
            if _left(checks, known, agent_id):
                self.gone[agent_id] += 1
                continue
            fine = [checks.agent(row, agent_id), checks.shift(row, code), checks.job(row, job)]
            if all(fine):
                yield row, (agent_id, day, code, job)


def _left(checks: Checks, known: ReferenceIndex, agent_id: object) -> bool:
    """Whether somebody is no agent, and no slip of an agent's id."""
    if not isinstance(agent_id, str) or known.agents is None or agent_id in known.agents:
        return False
    return checks.meant(agent_id, known.agents, "agent") is None


def _tell_gone(checks: Checks, gone: Counter[str], *, anybody: bool) -> None:
    if not gone:
        return
    listed = ", ".join(shown(agent_id) for agent_id in list(gone)[:5]) + (" …" if len(gone) > 5 else "")
    rows = sum(gone.values())
    if not anybody and len(gone) > 1:
        checks.fault(
            None,
            "agent_id",
            Text(
                f"表中的人（{listed}）都不在人员表中",
                f"none of its people ({listed}) is in the table agents",
            ),
            Text("工号或姓名写成与人员表一致", "Write ids or names as the table agents has them"),
        )
        return
    checks.notice(
        None,
        "agent_id",
        Text(
            f"{len(gone)} 人不在人员表中（{listed}），其 {rows} 个以前的当班未读取",
            f"{counted(len(gone), 'person is', 'people are')} not in the table agents ({listed}): "
            f"{counted(rows, 'earlier duty is', 'earlier duties are')} left aside",
        ),
    )


def _before_month(checks: Checks, row: int, day: object) -> bool:
    month = checks.known.month
    if month is None or not isinstance(day, date) or day < month.first:
        return isinstance(day, date)
    remedy = Text(
        "历史排班只放排班月份以前的当班；本月已定的安排写入固定安排表；若月份看错了，在日期上方写明是哪个月",
        "History holds earlier duties only; what is fixed in the month belongs into pins",
    )
    _misplaced(
        checks, row, day, Text(f"不早于排班月份 {month}", f"not before {month}, the month to be rostered"), remedy
    )
    return False


def _after_month(checks: Checks, row: int, day: object) -> bool:
    month = checks.known.month
    if month is None or not isinstance(day, date) or day > month.last:
        return isinstance(day, date)
    remedy = Text(
        "后续排班只放次月起已定的当班；本月已定的安排写入固定安排表",
        "Ahead holds duties fixed after the month only; what is fixed in the month belongs into pins",
    )
    _misplaced(
        checks, row, day, Text(f"不晚于排班月份 {month}", f"not after {month}, the month to be rostered"), remedy
    )
    return False


def _misplaced(checks: Checks, row: int, day: date, why: Text, remedy: Text) -> None:
    """A duty of the wrong month; many of them are one cause."""

    def tell(_rows: int, days: Sequence[str]) -> tuple[Text, Text]:
        listed = ", ".join(days[:3]) + (" …" if len(days) > 3 else "")
        return Text(f"{listed} {why.zh}", f"{listed} are {why.en}"), remedy

    cause = Cause(("misplaced", checks.sheet.file), str(day), tell)
    checks.fault(row, "date", Text(f"{day} {why.zh}", f"{day} is {why.en}"), remedy, cause=cause)
