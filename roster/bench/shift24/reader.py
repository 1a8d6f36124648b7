"""Reading the Curtois-Qu text format.

Sections begin with a line `SECTION_…`, comments with `#`; fields are parted by commas, lists in a field by `|`.
All faults of a file are reported together, each with its line. Source: the format's description and comments in
the files published at schedulingbenchmarks.org/nrp.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from roster.bench.shift24.instance import Cover, Employee, Instance, ShiftRequest, ShiftType
from roster.errors import Fault, InputError
from roster.text import Text

#: More than ten years of days, or a file of 64 MB, is no instance of this class but a mistake.
MAX_HORIZON_DAYS = 3_660
MAX_FILE_BYTES = 64_000_000
#: Numbers beyond this would overflow the solvers' sums.
MAX_NUMBER = 1_000_000_000
#: A wholly different kind of file would otherwise fill the screen with one fault a line.
MAX_FAULTS = 200

REQUIRED_SECTIONS = ("SECTION_HORIZON", "SECTION_SHIFTS", "SECTION_STAFF", "SECTION_COVER")
OPTIONAL_SECTIONS = ("SECTION_DAYS_OFF", "SECTION_SHIFT_ON_REQUESTS", "SECTION_SHIFT_OFF_REQUESTS")


def read(path: Path) -> Instance:
    """The instance in a file of the format; its name is the file's without the ending.

    Raises `InputError` with every fault and its line; `row` counts the file's lines from 1.
    """
    return parse(_text(path), name=path.stem, file=path.name)


def parse(text: str, *, name: str, file: str) -> Instance:
    """The instance in a text of the format; `file` is what faults call it. Raises `InputError`."""
    return _Parse(file).run(text, name)


@dataclass(frozen=True, slots=True)
class _Row:
    """A line that says something: its number in the file and its fields without blanks around them."""

    line: int
    fields: tuple[str, ...]


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise InputError([_fault(path.name, None, None, *_TOO_BIG)])
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(
            [_fault(path.name, None, None, (f"读不了:{reason}", f"cannot be read: {reason}"), _GIVE_FILE)]
        ) from error
    except UnicodeDecodeError as error:
        raise InputError([_fault(path.name, None, None, *_NOT_TEXT)]) from error


T = TypeVar("T")
Both = tuple[str, str]
_GIVE_FILE: Both = ("请给出该格式的文本文件", "give a text file of the format")
_TOO_BIG: tuple[Both, Both] = (("文件超过 64 MB", "the file is larger than 64 MB"), _GIVE_FILE)
_NOT_TEXT: tuple[Both, Both] = (("不是 UTF-8 文本", "not UTF-8 text"), _GIVE_FILE)


def _fault(file: str, row: int | None, field_name: str | None, problem: Both, remedy: Both) -> Fault:
    return Fault(file, row, field_name, Text(*problem), Text(*remedy))


class _EnoughFaultsError(Exception):
    """Reading stops here: more faults would not help the reader."""


@dataclass
class _Parse:
    """One reading: the faults so far and what later sections may refer to."""

    file: str
    faults: list[Fault] = field(default_factory=list)
    horizon_days: int | None = None
    shift_ids: frozenset[str] = frozenset()
    employee_ids: frozenset[str] = frozenset()

    def run(self, text: str, name: str) -> Instance:
        try:
            instance = self._instance(self._sections(text), name)
        except _EnoughFaultsError:
            instance = None
        if self.faults or instance is None:
            raise InputError(self.faults)
        return instance

    def _instance(self, sections: dict[str, list[_Row]], name: str) -> Instance:
        # Sections may stand in any order: what others refer to is read first.
        self.horizon_days = self._horizon(sections["SECTION_HORIZON"])
        self.shift_ids = frozenset(row.fields[0] for row in sections["SECTION_SHIFTS"])
        self.employee_ids = frozenset(row.fields[0] for row in sections["SECTION_STAFF"])
        shifts = self._each(sections["SECTION_SHIFTS"], (2, 3), self._shift)
        staff = self._each(sections["SECTION_STAFF"], (8,), self._employee)
        self._unique(sections["SECTION_SHIFTS"], "ShiftID")
        self._unique(sections["SECTION_STAFF"], "ID")
        self._unique(sections["SECTION_DAYS_OFF"], "EmployeeID")
        days_off = dict(self._each(sections["SECTION_DAYS_OFF"], None, self._days_off))
        return Instance(
            name,
            self.horizon_days or 0,
            tuple(shifts),
            tuple(replace(person, days_off=days_off.get(person.id, frozenset())) for person in staff),
            tuple(self._each(sections["SECTION_SHIFT_ON_REQUESTS"], (4,), self._request)),
            tuple(self._each(sections["SECTION_SHIFT_OFF_REQUESTS"], (4,), self._request)),
            tuple(self._each(sections["SECTION_COVER"], (5,), self._cover)),
        )

    # --- the file's outline ---

    def _sections(self, text: str) -> dict[str, list[_Row]]:
        rows: dict[str, list[_Row]] = {name: [] for name in (*REQUIRED_SECTIONS, *OPTIONAL_SECTIONS)}
        seen: set[str] = set()
        current: str | None = None
        stray = False
        for number, line in _lines(text):
            if line.startswith("SECTION_"):
                stray = False
                current = self._heading(number, line, seen)
            elif current is not None:
                rows[current].append(_Row(number, tuple(part.strip() for part in line.split(","))))
            elif not seen and not stray:
                stray = True
                self._say(
                    number,
                    None,
                    ("第一个 SECTION_ 之前有内容", "text before the first SECTION_ line"),
                    ("删去该行,或以 # 开头作为注释", "delete the line, or begin it with # as a comment"),
                )
        for name in REQUIRED_SECTIONS:
            if not rows[name]:
                self._say(
                    None,
                    name,
                    (f"缺少 {name} 或其中没有内容", f"{name} is missing or empty"),
                    (f"补上 {name}", f"add {name}"),
                )
        return rows

    def _heading(self, number: int, line: str, seen: set[str]) -> str | None:
        if line in seen:
            self._say(number, line, (f"{line} 出现两次", f"{line} stands twice"), ("合并两处", "join the two"))
        elif line not in (*REQUIRED_SECTIONS, *OPTIONAL_SECTIONS):
            known = ", ".join((*REQUIRED_SECTIONS, *OPTIONAL_SECTIONS))
            self._say(
                number,
                line,
                (f"没有 {line[:60]} 这一节", f"unknown section {line[:60]}"),
                (f"可用:{known}", f"use one of {known}"),
            )
            seen.add(line)
            return None
        seen.add(line)
        return line

    def _each(self, rows: list[_Row], counts: tuple[int, ...] | None, make: Callable[[_Row], T | None]) -> list[T]:
        made = []
        for row in rows:
            if counts is not None and len(row.fields) not in counts:
                wanted = " / ".join(map(str, counts))
                self._say(
                    row.line,
                    None,
                    (f"有 {len(row.fields)} 个字段", f"{len(row.fields)} fields"),
                    (f"应为 {wanted} 个,以逗号分隔", f"give {wanted}, parted by commas"),
                )
            elif (record := make(row)) is not None:
                made.append(record)
        return made

    def _unique(self, rows: list[_Row], field_name: str) -> None:
        first: dict[str, int] = {}
        for row in rows:
            earlier = first.setdefault(row.fields[0], row.line)
            if earlier != row.line:
                self._say(
                    row.line,
                    field_name,
                    (
                        f"{row.fields[0][:40]!r} 已在第 {earlier} 行",
                        f"{row.fields[0][:40]!r} stands on line {earlier} already",
                    ),
                    ("每个编号只用一次", "use each id once"),
                )

    # --- one row of each section ---

    def _horizon(self, rows: list[_Row]) -> int | None:
        if not rows:
            return None
        for row in rows[1:]:
            self._say(row.line, None, ("天数只应有一行", "more than one line of horizon"), ("只留一行", "keep one"))
        return self._number(rows[0].line, "horizon", ",".join(rows[0].fields), 1, MAX_HORIZON_DAYS)

    def _shift(self, row: _Row) -> ShiftType | None:
        identity = self._new_id(row.line, "ShiftID", row.fields[0])
        length = self._number(row.line, "Length", row.fields[1], 1, 100_000)
        after = [part.strip() for part in row.fields[2].split("|")] if len(row.fields) == 3 and row.fields[2] else []
        known = [self._known(row.line, "cannot follow", shift, self.shift_ids) for shift in after]
        if identity is None or length is None or None in known:
            return None
        return ShiftType(identity, length, frozenset(after))

    def _employee(self, row: _Row) -> Employee | None:
        identity = self._new_id(row.line, "ID", row.fields[0])
        limits = self._max_shifts(row)
        names = (
            "MaxTotalMinutes",
            "MinTotalMinutes",
            "MaxConsecutiveShifts",
            "MinConsecutiveShifts",
            "MinConsecutiveDaysOff",
            "MaxWeekends",
        )
        numbers = [self._number(row.line, name, text) for name, text in zip(names, row.fields[2:], strict=True)]
        high, low, longest, shortest, rest, weekends = numbers
        if identity is None or limits is None or None in numbers:
            return None
        assert high is not None
        assert low is not None
        assert longest is not None
        assert shortest is not None
        assert rest is not None
        assert weekends is not None
        return Employee(identity, limits, high, low, longest, shortest, rest, weekends, frozenset())

    def _max_shifts(self, row: _Row) -> dict[str, int] | None:
        limits: dict[str, int] = {}
        sound = True
        for part in filter(None, (part.strip() for part in row.fields[1].split("|"))):
            shift, equals, number = (piece.strip() for piece in part.partition("="))
            if not equals:
                self._say(
                    row.line,
                    "MaxShifts",
                    (f"{part[:40]!r} 不是“班次=数目”", f"{part[:40]!r} is not shift=number"),
                    ("写成 D=14|L=0", "write it as D=14|L=0"),
                )
                sound = False
                continue
            limit = self._number(row.line, "MaxShifts", number)
            if self._known(row.line, "MaxShifts", shift, self.shift_ids) is None or limit is None:
                sound = False
            elif shift in limits:
                self._say(
                    row.line, "MaxShifts", (f"{shift} 出现两次", f"{shift} stands twice"), ("只写一次", "name it once")
                )
                sound = False
            else:
                limits[shift] = limit
        return limits if sound else None

    def _days_off(self, row: _Row) -> tuple[str, frozenset[int]] | None:
        employee = self._known(row.line, "EmployeeID", row.fields[0], self.employee_ids)
        days = [self._day(row.line, text) for text in row.fields[1:] if text]
        sound = [day for day in days if day is not None]
        return (employee, frozenset(sound)) if employee is not None and len(sound) == len(days) else None

    def _request(self, row: _Row) -> ShiftRequest | None:
        employee = self._known(row.line, "EmployeeID", row.fields[0], self.employee_ids)
        day = self._day(row.line, row.fields[1])
        shift = self._known(row.line, "ShiftID", row.fields[2], self.shift_ids)
        weight = self._number(row.line, "Weight", row.fields[3])
        if employee is None or day is None or shift is None or weight is None:
            return None
        return ShiftRequest(employee, day, shift, weight)

    def _cover(self, row: _Row) -> Cover | None:
        day = self._day(row.line, row.fields[0])
        shift = self._known(row.line, "ShiftID", row.fields[1], self.shift_ids)
        seats = self._number(row.line, "Requirement", row.fields[2])
        under = self._number(row.line, "Weight for under", row.fields[3])
        over = self._number(row.line, "Weight for over", row.fields[4])
        if day is None or shift is None or seats is None or under is None or over is None:
            return None
        return Cover(day, shift, seats, under, over)

    # --- one field ---

    def _number(self, line: int, field_name: str, text: str, low: int = 0, high: int = MAX_NUMBER) -> int | None:
        # `int` alone would also take "1_000", "+5" and other scripts' digits.
        text = "0" if text == "-0" else text  # published files hold it
        number = int(text) if text.isascii() and text.isdecimal() and len(text) <= 12 else None
        if number is None or not low <= number <= high:
            self._say(
                line,
                field_name,
                (
                    f"{text[:40]!r} 不是 {low} 至 {high} 的整数",
                    f"{text[:40]!r} is no whole number from {low} to {high}",
                ),
                ("改为整数", "give a whole number"),
            )
            return None
        return number

    def _day(self, line: int, text: str) -> int | None:
        # Without a horizon that fault is told once, and any day is taken.
        last = (self.horizon_days or MAX_HORIZON_DAYS) - 1
        return self._number(line, "Day", text, 0, last)

    def _new_id(self, line: int, field_name: str, text: str) -> str | None:
        if text and not set(text) & set("|="):
            return text
        self._say(
            line,
            field_name,
            (f"{text[:40]!r} 不能作编号", f"{text[:40]!r} cannot be an id"),
            ("用不含 | 和 = 的文字", "use text without | and ="),
        )
        return None

    def _known(self, line: int, field_name: str, text: str, known: frozenset[str]) -> str | None:
        if text in known:
            return text
        self._say(
            line,
            field_name,
            (f"没有 {text[:40]!r}", f"there is no {text[:40]!r}"),
            ("先在其本节中列出", "name it in its own section first"),
        )
        return None

    def _say(self, line: int | None, field_name: str | None, problem: Both, remedy: Both) -> None:
        self.faults.append(_fault(self.file, line, field_name, problem, remedy))
        if len(self.faults) >= MAX_FAULTS:
            raise _EnoughFaultsError


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Each line that is neither blank nor a comment, with its number."""
    for number, line in enumerate(text.split("\n"), start=1):
        stripped = line.strip()
        if stripped and not stripped.startswith("#"):
            yield number, stripped
