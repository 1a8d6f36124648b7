"""A case from a folder or a workbook: every fault at once, or the case."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from math import gcd
from pathlib import Path
from typing import TypeVar

from roster.errors import InputError
from roster.files.cells import SOME_MONTH
from roster.files.columns.column import Bad
from roster.files.columns.rows import read_rows
from roster.files.notice import Notice
from roster.files.report import Report
from roster.files.sheets import Sheet, Sheets, SheetSettings
from roster.files.sheets.csv_folder import CsvFolder
from roster.files.sheets.workbook import WORKBOOKS, Workbook
from roster.files.tables.agents import Elsewhere, read_agents
from roster.files.tables.by_header import settle_names, settle_rosters, table_held
from roster.files.tables.centre import read_centre
from roster.files.tables.contracts import read_contracts
from roster.files.tables.demand import PLACE, jobs_named, read_load, read_seats, seat_grid
from roster.files.tables.entitlements import read_entitlements
from roster.files.tables.history import read_ahead, read_history
from roster.files.tables.known import ReferenceIndex, leave_kinds
from roster.files.tables.requests import read_availability, read_leaves, read_pins, read_wishes
from roster.files.tables.seats_needed import seats_needed
from roster.files.tables.shifts import read_shifts
from roster.files.tables.stayed import read_stayed
from roster.files.tables.tasks import read_tasks
from roster.files.tables.workdays import OWN, read_calendar
from roster.model import Case, Centre, Month
from roster.text import Text, os_words
from roster.words import TABLES as WORDS

TABLES = (
    "agents",
    "shifts",
    "load",
    "seats",
    "leave",
    "wishes",
    "availability",
    "history",
    "pins",
    "ahead",
    "contracts",
    "tasks",
    "entitlements",
    "stayed",
)
"""The tables of a case beside the centre's settings, by the stem of their files."""

MOST_LOOKED_AT = 5000
"""Rows from which the length of an interval is taken."""

LEAST_DERIVED_MINUTES = 15
"""Shifts that begin at odd minutes make no shorter interval."""

MOST_DERIVED_MINUTES = 120

Row = TypeVar("Row")


Judge = Callable[[Centre], object]
"""Says with an InputError what is wrong with a centre's parameters; `Rulebook.of`, told which catalogue."""


def read_case(path: Path, *, confined: bool = False, judge: Judge | None = None) -> tuple[Case, tuple[Notice, ...]]:
    """The case in a folder of CSV files or in a workbook, and what is worth saying about it.

    `confined` refuses links and paths that lead out of the folder; for cases that strangers send. InputError carries
    every fault of every table at once, in the order of the tables and their rows. Memory and time are bounded
    whatever the files hold (`roster.files.sheets.limits`). The parameters of [rules] and [weights] are taken as they
    stand; whether they exist is the rulebook's to say: as `judge` it says so together with the other faults.
    """
    report = Report()
    sheets = opened(path, confined=confined, report=report)
    if sheets is None:
        report.raise_if_faulty()
        raise AssertionError
    case = _Reading(sheets, report, judge).case()
    report.raise_if_faulty()
    if case is None:
        raise AssertionError
    return case, report.notices


@dataclass
class _Reading:
    """One case being read: the tables in an order in which each finds what it refers to."""

    sheets: Sheets
    report: Report
    judge: Judge | None
    month: Month | None = None
    known: ReferenceIndex = field(default_factory=ReferenceIndex)

    def case(self) -> Case | None:
        """The case; None where it can't be made whole (the faults are then in the report)."""
        known, report = self.known, self.report
        settings = self.sheets.settings(report)
        centre: Centre | None = None
        holidays: str | None = None
        rules: Mapping[str, object] = {}
        if settings is not None:
            read = read_centre(settings, report)
            centre, holidays, rules = read.centre, read.holidays, read.rules
            self.month = read.month
            known.month, known.interval_minutes = read.month, read.interval_minutes
            if not read.interval_given and read.interval_minutes is not None:
                known.interval_minutes = self._step_of_the_rows(read.interval_minutes, rules)
                centre = None if centre is None else replace(centre, interval_minutes=known.interval_minutes)
            known.patience_seconds = None if centre is None else centre.service.patience_seconds
            if centre is not None and self.judge is not None:
                self._judged(centre, settings, self.judge)
        known.leave_kinds = leave_kinds(rules)
        settle_names(self.sheets, self.month or SOME_MONTH, report)
        settle_rosters(self.sheets, self.month, report)
        if centre is None and self.sheets.has(OWN):  # read once they are mended: not told as left aside
            self.sheets.override(self.sheets.label(OWN).rpartition("!")[2], Report())
        elsewhere = Elsewhere(self._jobs_asked, lambda: self._working_days(centre, holidays))
        agents = self._table("agents", lambda sheet: read_agents(sheet, known, report, elsewhere), required=True)
        shifts = self._table("shifts", lambda sheet: read_shifts(sheet, known, report, rules), required=True)
        if not (self.sheets.has("load") or self.sheets.has("seats")):
            self._neither_load_nor_seats()
        calendar = None if centre is None else read_calendar(self.sheets, centre, holidays, report)
        known.calendar = calendar
        load = self._table("load", lambda sheet: read_load(sheet, known, report))
        given = self._table("seats", lambda sheet: read_seats(sheet, known, report))
        leave = self._table("leave", lambda sheet: read_leaves(sheet, known, report))
        wishes = self._table("wishes", lambda sheet: read_wishes(sheet, known, report))
        availability = self._table("availability", lambda sheet: read_availability(sheet, known, report))
        history = self._table("history", lambda sheet: read_history(sheet, known, report))
        pins = self._table("pins", lambda sheet: read_pins(sheet, known, report))
        ahead = self._table("ahead", lambda sheet: read_ahead(sheet, known, report))
        contracts = self._table("contracts", lambda sheet: read_contracts(sheet, known, report))
        tasks = self._table("tasks", lambda sheet: read_tasks(sheet, known, report))
        entitlements = self._table("entitlements", lambda sheet: read_entitlements(sheet, known, report))
        stayed = self._table("stayed", lambda sheet: read_stayed(sheet, known, report))
        self.sheets.leftovers(TABLES, report, self._held())
        if not (load or given or report.faulty):
            self._neither_load_nor_seats()
        if centre is None or calendar is None or report.faulty:
            return None
        seats = seats_needed(centre, load, given)
        leaves = tuple(item for item in leave if item.start <= centre.month.end)
        return Case(
            centre, calendar, agents, shifts, seats, load, leaves, wishes, availability, history, pins, ahead,
            contracts, tasks, entitlements, stayed, leave[len(leaves) :],
        )  # fmt: skip

    def _jobs_asked(self) -> set[str]:
        """The jobs that the tables of seats, load and shifts name."""
        sheets = {name: self.sheets.sheet(name, Report()) for name in ("seats", "load", "shifts")}
        return {
            job
            for name, sheet in sheets.items()
            if sheet is not None
            for job in jobs_named(sheet, column="jobs" if name == "shifts" else "job")
        }

    def _working_days(self, centre: Centre | None, holidays: str | None) -> int:
        """The legal working days of the month; 0 where the centre's settings are faulty, which is said."""
        if centre is None:
            return 0
        calendar = read_calendar(self.sheets, centre, holidays, Report())
        return sum(map(calendar.is_working_day, centre.month))

    def _step_of_the_rows(self, usual: int, rules: Mapping[str, object]) -> int:
        """The minutes of an interval where the centre names none: the step from row to row of seats and load.

        A grid's hours, and people per shift, hold for each interval in them: then it is as short as the shifts' bounds
        need, for a seat is filled by who is there for the whole of its interval.
        """
        minutes: set[int] = set()
        steps: Counter[int] = Counter()
        listed = False
        shifts = self._shifts(rules)
        for name in ("load", "seats"):
            sheet = self.sheets.sheet(name, Report())
            if sheet is None:
                continue
            sheet.month = self.month
            grid = seat_grid(sheet, shifts) if name == "seats" else None
            if grid is not None:
                minutes.update(grid.minutes)
                steps[grid.step] += 1
                continue
            before: dict[tuple[object, str], int] = {}
            for _, (day, minute, job) in islice(read_rows(sheet, PLACE, Report()), MOST_LOOKED_AT):
                if isinstance(day, Bad) or not isinstance(minute, int) or not isinstance(job, str):
                    continue
                listed = True
                minutes.add(minute)
                if (day, job) in before and minute > before[day, job]:
                    steps[minute - before[day, job]] += 1
                before[day, job] = minute
        step = gcd(steps.most_common(1)[0][0], *minutes) if steps else usual
        by_shifts = step if listed else gcd(step, *_bounds(shifts))
        by_shifts = by_shifts if by_shifts >= LEAST_DERIVED_MINUTES else step
        if by_shifts == usual or by_shifts > MOST_DERIVED_MINUTES or 1440 % by_shifts:
            return usual
        also = Text("与班次的起止", " and the shifts begin and end") if by_shifts != step else Text("", "")
        self.report.notice(
            self.sheets.centre_label,
            None,
            "interval_minutes",
            Text(
                f"未写时段长度，按各行的间隔{also.zh}取 {by_shifts} 分钟",
                f"not given: {by_shifts}, as the rows of the tables step{also.en}",
            ),
        )
        return by_shifts

    def _shifts(self, rules: Mapping[str, object]) -> ReferenceIndex:
        """The shifts as far as they can be read, and nothing else."""
        known = ReferenceIndex()
        sheet = self.sheets.sheet("shifts", Report())
        if sheet is not None:
            read_shifts(sheet, known, Report(), rules)
        return known

    def _judged(self, centre: Centre, settings: SheetSettings, judge: Judge) -> None:
        try:
            judge(centre)
        except InputError as error:
            for fault in error.faults:
                row = settings.row(fault.field or "")
                self.report.fault(settings.file, row, fault.field, fault.problem, fault.remedy)

    def _table(self, name: str, read: Callable[[Sheet], tuple[Row, ...]], *, required: bool = False) -> tuple[Row, ...]:
        sheet = self.sheets.sheet(name, self.report)
        if sheet is not None:
            sheet.month = self.month or SOME_MONTH
            return read(sheet)
        if required and not self.sheets.has(name):
            label, word = self.sheets.label(name), WORDS[name].zh
            near = self._meant(name) or self.sheets.nearly(name)
            self.report.fault(
                label,
                None,
                None,
                Text("缺少此表", "this table is missing"),
                Text(f"加一张“{word}”表", f"A case must have its {name}") if near is None else _rename(near, name),
            )
        return ()

    def _held(self) -> dict[str, str]:
        """File or sheet of no table's name → the table that it holds, where the case has none of that name."""
        held = {sheet.file: table_held(sheet, self.known, self.month) for sheet in self.sheets.unnamed()}
        return {file: table for file, table in held.items() if table is not None and not self.sheets.has(table)}

    def _meant(self, name: str) -> str | None:
        """The one file or sheet that holds a table, though it is not called so."""
        files = [file for file, table in self._held().items() if table == name]
        return files[0].rpartition("!")[2] if len(files) == 1 else None

    def _neither_load_nor_seats(self) -> None:
        near = self._meant("seats")
        self.report.fault(
            self.sheets.label("seats"),
            None,
            None,
            Text("座席需求与话务量都没有内容", "nothing is required: neither seats nor load says anything"),
            Text(
                "填写座席需求（每个时段要几个人）或话务量，其中之一",
                "Give the seats per interval, or the load they follow from",
            )
            if near is None
            else _rename(near, "seats"),
        )


def _bounds(known: ReferenceIndex) -> set[int]:
    """The minutes at which shifts begin and end."""
    return {minute for shift in known.shift_by_code.values() for span in shift.spans for minute in span}


def _rename(near: str, name: str) -> Text:
    return Text(f"若是 {near}，请改名为 {WORDS[name].zh}", f"If {near} is meant, rename it to {name}")


def opened(path: Path, *, confined: bool, report: Report) -> Sheets | None:
    """The sheets of a case in a folder or a workbook; None, with the faults in the report, where there are none."""
    if path.is_dir():
        try:
            return CsvFolder(path, confined=confined)
        except OSError as error:
            problem = Text(f"无法读取文件夹（{os_words(error).zh}）", f"the folder can't be read ({error.strerror})")
    elif not path.exists():
        problem = Text("不存在", "there is no such folder or file")
    elif path.suffix.casefold() in WORKBOOKS:
        book = Workbook(path, report, TABLES, confined=confined)
        return book if book.readable else None
    else:
        problem = Text("既不是文件夹，也不是 .xlsx 工作簿", "this is neither a folder nor an .xlsx workbook")
    report.fault(
        str(path),
        None,
        None,
        problem,
        Text(
            "给出一个 .xlsx 工作簿，或放有 中心.toml 与各表 CSV 文件的文件夹",
            "Name a folder with a centre.toml and CSV files, or one .xlsx workbook",
        ),
    )
    return None
