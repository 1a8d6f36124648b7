from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from roster.files.cells import shown
from roster.files.columns import Bad
from roster.files.report import Report
from roster.files.sheets import Sheet
from roster.model import Agent, Case, Month, Shift
from roster.text import Text

MOST_LIKENESSES = 20
"""How many unknown ids of a table are looked up for what was perhaps meant."""


@dataclass
class Known:
    """What other tables may refer to. Ids of rows that are otherwise faulty count: they are there to be meant.

    A set is None where its table could not be read whole: then nothing is called unknown.
    """

    month: Month | None = None
    interval_minutes: int | None = None
    patience_seconds: float | None = None
    agents: set[str] | None = None
    shifts: set[str] | None = None
    jobs: set[str] | None = None
    leave_kinds: frozenset[str] = frozenset()
    agent_by_id: dict[str, Agent] = field(default_factory=dict)
    shift_by_code: dict[str, Shift] = field(default_factory=dict)

    @classmethod
    def of(cls, case: Case) -> "Known":
        """All that a case knows."""
        return cls(
            month=case.month,
            interval_minutes=case.centre.interval_minutes,
            agents=set(case.agent_by_id),
            shifts=set(case.shift_by_code),
            jobs=set(case.jobs),
            agent_by_id=dict(case.agent_by_id),
            shift_by_code=dict(case.shift_by_code),
        )


class Checks:
    """The checks that rows of every table share, each reporting what it finds and saying whether all is well."""

    def __init__(self, sheet: Sheet, known: Known, report: Report) -> None:
        self.sheet = sheet
        self.known = known
        self.report = report
        self._first_row: dict[Hashable, int] = {}
        self._likenesses = 0

    def fault(self, row: int | None, field: str | None, problem: Text, remedy: Text) -> None:
        """Report a fault of this table."""
        self.report.fault(self.sheet.file, row, field, problem, remedy)

    def single(self, row: int, field: str, key: Hashable, what: Text) -> bool:
        """Whether no row above has the same key."""
        first = self._first_row.setdefault(key, row)
        if first == row:
            return True
        self.fault(
            row,
            field,
            Text(f"{what.zh}与第 {first} 行重复", f"{what.en} is on row {first} already"),
            Text("只留其中一行", "Keep one of the two rows"),
        )
        return False

    def agent(self, row: int, agent_id: object) -> bool:
        """Whether the agent is in agents.csv."""
        return self._is_known(row, "agent_id", agent_id, self.known.agents, Text("人员", "agent"))

    def shift(self, row: int, code: object, *words: str) -> bool:
        """Whether the shift is in shifts.csv, or one of the words that may stand for one."""
        return code in words or self._is_known(row, "shift", code, self.known.shifts, Text("班次", "shift"))

    def job(self, row: int, job: object, field: str = "job") -> bool:
        """Whether somebody holds the job."""
        return self._is_known(row, field, job, self.known.jobs, Text("工种", "job"))

    def _is_known(self, row: int, field: str, value: object, among: set[str] | None, what: Text) -> bool:
        if isinstance(value, Bad) or value is None or among is None:
            return not isinstance(value, Bad)
        if value in among:
            return True
        text = str(value)
        place = {"人员": "agents", "班次": "shifts", "工种": "agents"}[what.zh]
        near = self._near(text, among)
        self.fault(
            row,
            field,
            Text(f"没有{what.zh} {shown(text)}", f"there is no {what.en} {shown(text)}"),
            Text(
                f"是否应为 {shown(near[0])}？编号以 {place} 表为准",
                f"Was {shown(near[0])} meant? The table {place} says which there are",
            )
            if near
            else Text(f"改正编号，或在 {place} 表中加入", f"Correct it, or add it to the table {place}"),
        )
        return False

    def _near(self, text: str, among: set[str]) -> list[str]:
        """What was perhaps meant: a number without its leading zeros, or a slip of a letter."""
        alike = [item for item in among if item.casefold() == text.casefold()]
        if alike:
            return alike[:1]
        if text.isdigit():
            return [item for item in among if item.lstrip("0") == text.lstrip("0")][:1]
        self._likenesses += 1
        # Looking for likenesses takes a while; whoever has that many slips does not need them all.
        return get_close_matches(text, sorted(among), 1, 0.8) if self._likenesses <= MOST_LIKENESSES else []

    def in_month(self, row: int, field: str, day: object) -> bool:
        """Whether the day lies in the month that is rostered."""
        month = self.known.month
        if not isinstance(day, date):
            return False
        if month is None or day in month:
            return True
        self.fault(
            row,
            field,
            Text(f"{day} 不在排班月份 {month} 之内", f"{day} is not in {month}, the month to be rostered"),
            Text(
                "改正日期或删去此行；月份写在 centre 的 month",
                "Correct the date or delete the row; the centre's key month names the month",
            ),
        )
        return False
