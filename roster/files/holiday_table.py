"""A centre's own table of days off and make-up workdays: `date,kind,name` with kind `off` or `work`."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from roster.errors import Fault, InputError
from roster.text import Text

COLUMNS = ("date", "kind", "name")
KINDS = ("off", "work")
MAX_BYTES = 1_000_000  # forty years of days with long names
MAX_NAME_LENGTH = 100
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
YEARS = range(1990, 2101)

DatedRow = tuple[date, str, str]


def read_holiday_table(path: Path) -> tuple[DatedRow, ...]:
    """The rows (date, kind, name) of a UTF-8 (or GB18030) CSV file; name may be empty.

    Raises InputError with every fault of the file: unreadable, too large, columns missing, impossible or doubled
    dates, unknown kinds.
    """
    file = path.name
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError([
            Fault(
                file, None, None,
                Text(f"读不到文件：{reason}", f"the file can't be read: {reason}"),
                Text("请检查 centre.toml 中 holidays 的路径", "check the path `holidays` in centre.toml"),
            )
        ]) from error  # fmt: skip
    if len(content) > MAX_BYTES:
        raise InputError([
            Fault(
                file, None, None,
                Text("文件超过 1 MB，不像节假日表", "the file is over 1 MB, which no table of holidays is"),
                Text("每天一行：date,kind,name", "one row a day: date,kind,name"),
            )
        ])  # fmt: skip
    reader = csv.DictReader(io.StringIO(_decoded(content, file), newline=""))
    try:
        header = [(name or "").strip() for name in reader.fieldnames or ()]
        reader.fieldnames = header
        rows = [(reader.line_num, {**row}) for row in reader]
    except csv.Error as error:
        raise InputError([
            Fault(
                file, reader.line_num, None,
                Text(f"不是有效的 CSV：{error}", f"not valid CSV: {error}"),
                Text("请另存为 CSV（逗号分隔，UTF-8）", "save it as CSV (comma-separated, UTF-8)"),
            )
        ]) from error  # fmt: skip
    missing = [name for name in COLUMNS[:2] if name not in header]
    if missing:
        raise InputError(
            Fault(
                file, 1, name,
                Text(f"缺少 {name} 列", f"the column {name} is missing"),
                Text("第一行应为 date,kind,name", "the first row must read date,kind,name"),
            )
            for name in missing
        )  # fmt: skip
    return holiday_rows(rows, file)


def holiday_rows(rows: Iterable[tuple[int, Mapping[str, object]]], file: str) -> tuple[DatedRow, ...]:
    """Checked rows (date, kind, name) from numbered raw ones, of a file or a sheet; blank rows are skipped.

    Raises InputError with every fault.
    """
    checked: list[DatedRow] = []
    faults: list[Fault] = []
    seen: dict[date, int] = {}
    for number, row in rows:
        cells = {name: _cell(row.get(name)) for name in COLUMNS}
        if not any(cells.values()):
            continue
        before = len(faults)
        day = _date(cells["date"])
        if day is None:
            faults.append(
                Fault(
                    file, number, "date",
                    Text(f"{_short(cells['date'])} 不是日期", f"{_short(cells['date'])} is no date"),
                    Text("请写成 2026-10-01", "write it as 2026-10-01"),
                )
            )  # fmt: skip
        elif day in seen:
            faults.append(
                Fault(
                    file, number, "date",
                    Text(f"{day} 已出现在第 {seen[day]} 行", f"{day} stands in row {seen[day]} already"),
                    Text("每天只留一行", "keep one row a day"),
                )
            )  # fmt: skip
        else:
            seen[day] = number
        kind = cells["kind"].lower()
        if kind not in KINDS:
            faults.append(
                Fault(
                    file, number, "kind",
                    Text(f"未知类型 {_short(cells['kind'])}", f"unknown kind {_short(cells['kind'])}"),
                    Text("off 表示放假，work 表示上班", "off is a day off, work a working day"),
                )
            )  # fmt: skip
        if len(cells["name"]) > MAX_NAME_LENGTH:
            faults.append(
                Fault(
                    file, number, "name",
                    Text(f"名称超过 {MAX_NAME_LENGTH} 字", f"the name is over {MAX_NAME_LENGTH} characters"),
                    Text("请写短一些", "shorten it"),
                )
            )  # fmt: skip
        if day is not None and len(faults) == before:
            checked.append((day, kind, cells["name"]))
    if faults:
        raise InputError(faults)
    return tuple(checked)


def _decoded(content: bytes, file: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError([
        Fault(
            file, None, None,
            Text("编码既不是 UTF-8 也不是 GB18030", "the text is neither UTF-8 nor GB18030"),
            Text("请另存为 UTF-8 编码的 CSV", "save it as CSV in UTF-8"),
        )
    ])  # fmt: skip


def _cell(value: object) -> str:
    return "" if value is None else str(value).strip()


def _date(text: str) -> date | None:
    """A date of the calendar's years; a workbook's date cell reads `2026-10-01 00:00:00`."""
    text = text.removesuffix(" 00:00:00")
    if not ISO_DATE.fullmatch(text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def _short(text: str) -> str:
    return repr(text if len(text) <= 30 else text[:29] + "…")
