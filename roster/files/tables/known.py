"""What one table of a case may refer to in another: ids, jobs, codes."""

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from roster.files.cells import a_person, shown
from roster.files.columns.column import Bad, TableColumn
from roster.files.columns.rows import read_rows
from roster.files.near_text import one_sign_apart
from roster.files.report import Cause, Report
from roster.files.sheets import Sheet
from roster.model import Agent, Case, HolidayCalendar, Month, Shift
from roster.text import Text, counted
from roster.words import TABLES, bearers, plain_name, several

MOST_LIKENESSES = 20
"""How many unknown ids of a table are looked up for what was perhaps meant."""


MOST_REMEMBERED = 10_000


MOST_ZEROS = 12
"""So many zeros before a number may be lost."""


@dataclass
class ReferenceIndex:
    """What other tables may refer to. Ids of rows that are otherwise faulty count: they are there to be meant.

    A set is None where its table could not be read whole: then nothing is called unknown. `misread` are the ids and
    names of people whose rows are faulty, the name once more for an id that could not be read.
    """

    month: Month | None = None
    calendar: HolidayCalendar | None = None
    interval_minutes: int | None = None
    patience_seconds: float | None = None
    agents: set[str] | None = None
    shifts: set[str] | None = None
    jobs: set[str] | None = None
    leave_kinds: frozenset[str] = frozenset()
    agent_by_id: dict[str, Agent] = field(default_factory=dict)
    misread: frozenset[tuple[str, str]] = frozenset()
    shift_by_code: dict[str, Shift] = field(default_factory=dict)

    @cached_property
    def bearers(self) -> Mapping[str, tuple[str, ...]]:
        """The ids of the people who bear each plain name; asked for once the people are read."""
        return bearers({*self.misread, *((agent.agent_id, agent.name) for agent in self.agent_by_id.values())})

    @classmethod
    def of(cls, case: Case) -> "ReferenceIndex":
        """All that a case knows."""
        return cls(
            month=case.month,
            calendar=case.calendar,
            interval_minutes=case.centre.interval_minutes,
            agents=set(case.agent_by_id),
            shifts=set(case.shift_by_code),
            jobs=set(case.jobs),
            leave_kinds=leave_kinds(case.centre.rules),
            agent_by_id=dict(case.agent_by_id),
            shift_by_code=dict(case.shift_by_code),
        )


LEAVE_KINDS = "leave_kinds"
"""The parameter by which a centre adds kinds of leave of its own."""


def leave_kinds(rules: Mapping[str, object]) -> frozenset[str]:
    """The kinds of leave that a centre's rules add."""
    kinds: set[str] = set()
    for key, value in rules.items():
        if key.rpartition(".")[2] == LEAVE_KINDS and isinstance(value, tuple):
            kinds.update(str(item) for item in value)
    return frozenset(kinds)


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of thing that rows refer to: its name, the table that says which there are, and how rows refer to it."""

    name: Text
    table: str
    by: str

    def remedy(self, among: Collection[str], what: str = "it") -> Text:
        """What to do about one that is unknown; `among`: those that there are; few jobs are named."""
        few = self is JOB and 0 < len(among) <= MOST_NAMED
        zh = f"（现有：{'、'.join(sorted(among))}）" if few else ""
        en = f" (there are {', '.join(sorted(among))})" if few else ""
        return Text(
            f"改正{self.by}{zh}，或在{TABLES[self.table].zh}表中加入",
            f"Correct {what}{en}, or add {what} to the table {self.table}",
        )


AGENT = _Kind(Text("人员", "agent"), "agents", "工号或姓名")
SHIFT = _Kind(Text("班次", "shift"), "shifts", "班次代码")
JOB = _Kind(Text("工种", "job"), "agents", "工种名")

MOST_NAMED = 10
"""So many jobs are named beside one that is unknown."""

MOST_UNKNOWN = 5
"""Of a table's unknown ids of one kind, so many are told one by one; the others as one."""


class Checks:
    """The checks that rows of every table share, each reporting what it finds and saying whether all is well."""

    def __init__(self, sheet: Sheet, known: ReferenceIndex, report: Report) -> None:
        self.sheet = sheet
        self.known = known
        self.report = report
        self._first_row: dict[Hashable, int] = {}
        self._meant: dict[tuple[str, str], str | None] = {}
        self._alone: dict[str, set[str]] = {}
        self._renamed: set[str] = set()

    def fault(
        self, row: int | None, field: str | None, problem: Text, remedy: Text, *, cause: Cause | None = None
    ) -> None:
        """Report a fault of this table."""
        self.sheet.fault(self.report, row, field, problem, remedy, cause=cause)

    def notice(self, row: int | None, field: str | None, message: Text) -> None:
        """Say something about this table."""
        self.report.notice(self.sheet.file, row, self.sheet.called(field), message)

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

    def rows(self, columns: Sequence[TableColumn]) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """The table's rows, as `read_rows` gives them; whom a name tells that one alone bears comes as the id."""
        people = {place for place, column in enumerate(columns) if column.read is a_person}
        for row, values in read_rows(self.sheet, columns, self.report):
            yield (
                row,
                tuple(
                    self.person(row, columns[place].name, value) if place in people else value
                    for place, value in enumerate(values)
                ),
            )

    def person(self, row: int, field: str, said: Any) -> Any:
        """The id that a cell means; `Bad`, with the fault reported, for a name that several bear."""
        among = self.known.agents
        if not isinstance(said, str) or among is None or said in among:
            return said
        ids = self.known.bearers.get(plain_name(said), ())
        if len(ids) > 1:
            self.fault(row, field, *several(said, ids), cause=Cause(("several", field, said), said, _never))
            return Bad(said)
        return ids[0] if ids else said

    def agent(self, row: int, agent_id: object, field: str = "agent_id") -> bool:
        """Whether the agent is in agents.csv, and called as the row says where it gives a name beside the id."""
        if not self._is_known(row, field, agent_id, self.known.agents, AGENT):
            return False
        name = self.sheet.names.get(row)
        return name is None or field != "agent_id" or self.called(row, str(agent_id), name)

    def called(self, row: int, agent_id: str, name: str) -> bool:
        """Whether a name beside an id is that one's; somebody else's is a fault, one that nobody bears a notice."""
        agent = self.known.agent_by_id.get(agent_id)
        others = self.known.bearers.get(plain_name(name), ())
        if agent is None or agent_id in {*others, name}:
            return True
        if others:
            whose = ", ".join(others[:3])
            self.fault(
                row,
                "agent_id",
                Text(
                    f"工号 {shown(agent_id)} 是{agent.name}，同一行的姓名 {shown(name)} 是 {whose} 的",
                    f"{shown(agent_id)} is {agent.name}, while the name beside it, {shown(name)}, is that of {whose}",
                ),
                Text("改正工号或姓名", "Correct the id or the name"),
            )
            return False
        if agent_id not in self._renamed:
            self._renamed.add(agent_id)
            self.notice(
                row,
                "agent_id",
                Text(
                    f"{shown(agent_id)} 在人员表中叫 {agent.name}，此处写的是 {shown(name)}；按工号读取",
                    f"{shown(agent_id)} is {agent.name} among the agents, and {shown(name)} here; the id counts",
                ),
            )
        return True

    def shift(self, row: int, code: object, *words: str) -> bool:
        """Whether the shift is in shifts.csv, or one of the words that may stand for one."""
        return code in words or self._is_known(row, "shift", code, self.known.shifts, SHIFT)

    def job(self, row: int, job: object, field: str = "job") -> bool:
        """Whether somebody holds the job."""
        return self._is_known(row, field, job, self.known.jobs, JOB)

    def _is_known(self, row: int, field: str, value: object, among: set[str] | None, kind: _Kind) -> bool:
        if isinstance(value, Bad) or value is None or among is None:
            return not isinstance(value, Bad)
        if value in among:
            return True
        self._unknown(row, field, str(value), kind)
        return False

    def meant(self, text: str, among: set[str], kind: str) -> str | None:
        """What an unknown text was perhaps meant to be: a number without its leading zeros, or a slip of a sign."""
        key = (kind, text)
        if key in self._meant:
            return self._meant[key]
        # Looking for likenesses takes a while; whoever has that many slips does not need them all.
        likest = likeness(text, among, thorough=len(self._meant) < MOST_LIKENESSES)
        if len(self._meant) < MOST_REMEMBERED:
            self._meant[key] = likest
        return likest

    def _unknown(self, row: int, field: str, text: str, kind: _Kind) -> None:
        among = {"agent": self.known.agents, "shift": self.known.shifts, "job": self.known.jobs}[kind.name.en] or set()
        near, name = self.meant(text, among, kind.name.en), kind.name
        if near is not None and text.isdecimal() and len(text) > len(near):
            table = kind.table
            cause = Cause(("zeros", name.en, table), f"{near} → {text}", lambda _, samples: _zeros_of(table, samples))
        elif near is not None and text.isdecimal():
            cause = Cause(("zeros", name.en), f"{text} → {near}", lambda rows, samples: _zeros(rows, samples, name))
        elif near is None and self._many_unknown(kind.name.en, text):
            cause = Cause(
                ("unknown", name.en, self.sheet.file),
                text,
                lambda _rows, samples: _strangers(samples, kind, among),
            )
        else:
            cause = Cause(("unknown", name.en, text), text, _never)
        self.fault(
            row,
            field,
            Text(f"没有{name.zh} {shown(text)}", f"there is no {name.en} {shown(text)}"),
            Text(
                f"是否应为 {shown(near)}？以{TABLES[kind.table].zh}表为准",
                f"Was {shown(near)} meant? The table {kind.table} says which there are",
            )
            if near is not None
            else kind.remedy(among),
            cause=cause,
        )

    def _many_unknown(self, kind: str, text: str) -> bool:
        """Whether a table's unknown texts of a kind are too many to be told one by one."""
        alone = self._alone.setdefault(kind, set())
        if len(alone) < MOST_UNKNOWN:
            alone.add(text)
        return text not in alone

    def in_month(self, row: int, field: str | None, day: object) -> bool:
        """Whether the day lies in the month that is rostered."""
        month = self.known.month
        if not isinstance(day, date):
            return False
        if month is None or day in month:
            return True
        remedy = Text(
            "改正日期或删去此行；排班月份写在中心表的 月份",
            "Correct the date or delete the row; the centre's key month names the month",
        )
        if day + _EPOCHS in month:
            remedy = Text(
                "日期早了 4 年：该文件出自 1904 日期系统的工作簿，请将日期写成 2026-10-31 的形式",
                "It is 4 years early, as dates of a workbook that counts from 1904: write them as in 2026-10-31",
            )
        cause = Cause(
            ("outside", self.sheet.file, field), str(day), lambda _rows, samples: (_outside(samples, month), remedy)
        )
        self.fault(
            row,
            field,
            Text(f"{day} 不在排班月份 {month} 之内", f"{day} is not in {month}, the month to be rostered"),
            remedy,
            cause=cause,
        )
        return False


_EPOCHS = timedelta(days=1462)
"""From 1900's to 1904's way of counting days."""


def _never(_rows: int, samples: Sequence[str]) -> tuple[Text, Text]:
    """One text is one fault: nothing else is gathered under it."""
    raise AssertionError(samples)


def _zeros(rows: int, samples: Sequence[str], name: Text) -> tuple[Text, Text]:
    listed = ", ".join(samples)
    return (
        Text(
            f"{rows} 处{name.zh}编号丢了前导零（Excel 把文字当作数字）：{listed}",
            f"leading zeros of {name.en}s are lost in {counted(rows, 'place')}, as a spreadsheet does with "
            f"numbers: {listed}",
        ),
        Text("将该列设为文本格式后重新输入编号", "Format the column as text and type the ids anew"),
    )


def _zeros_of(table: str, samples: Sequence[str]) -> tuple[Text, Text]:
    """The table that others refer to has lost the zeros that they have."""
    listed, word = ", ".join(samples), TABLES[table]
    return (
        Text(
            f"{word.zh}表的编号丢了前导零（Excel 把文字当作数字）：{listed}",
            f"leading zeros of ids are lost in the table {table}, as a spreadsheet does with numbers: {listed}",
        ),
        Text(
            f"将{word.zh}表的该列设为文本格式后重新输入编号",
            f"Format that column of {table} as text and type the ids anew",
        ),
    )


def _strangers(samples: Sequence[str], kind: _Kind, among: Collection[str]) -> tuple[Text, Text]:
    listed = ", ".join(shown(sample) for sample in samples)
    return (
        Text(
            f"另有{kind.name.zh}不在{TABLES[kind.table].zh}表中：{listed} …",
            f"further {kind.name.en}s are unknown: {listed} …",
        ),
        kind.remedy(among, "them"),
    )


def _outside(samples: Sequence[str], month: Month) -> Text:
    listed = ", ".join(samples[:3]) + (" …" if len(samples) > 3 else "")
    return Text(
        f"日期不在排班月份 {month} 之内：{listed}", f"days are not in {month}, the month to be rostered: {listed}"
    )


def likeness(text: str, among: set[str], *, thorough: bool = True) -> str | None:
    """What of `among` a text was perhaps meant to be; None where nothing resembles it, or several do alike."""
    if text.isdecimal():
        padded = (text.zfill(length) for length in range(len(text) + 1, len(text) + MOST_ZEROS))
        return next((item for item in (*padded, text.lstrip("0")) if item in among), None)
    if not thorough:
        return None
    alike = [item for item in among if item.casefold() == text.casefold()]
    near = alike or get_close_matches(text, sorted(among), 1, 0.8)
    if not near:
        slips = [item for item in among if one_sign_apart(text, item)]
        near = slips if len(slips) == 1 else []
    return near[0] if near else None
