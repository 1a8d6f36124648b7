"""The centre's keys as rows `key`, `value` of a sheet: dots nest (`service.level`, `rules.REST.min_rest_hours`)."""

import re
from dataclasses import replace
from itertools import chain

from roster.files.cells import a_text, shown
from roster.files.columns.column import TableColumn
from roster.files.columns.header import HEADER_WITHIN, is_list
from roster.files.columns.rows import read_rows
from roster.files.remark_keys import key_for
from roster.files.report import Report
from roster.files.sheets.sheet import BookCell, CellKind, Sheet, SheetSettings
from roster.text import Text
from roster.words import KEYS, column_word, key_word

TEXT_KEYS = frozenset({"name", "timezone", "country", "month", "holidays"})
"""Keys whose value is a text, whatever it looks like."""

_KEY = re.compile(r"[\w-]+(\.[\w-]+){0,2}")


def _raw(text: str) -> str:
    a_text(text)  # refuses what no value holds
    return text


COLUMNS = (TableColumn("key", a_text, text=True, required=True), TableColumn("value", _raw, default=""))


_HEADER = tuple(replace(column, required=True) for column in COLUMNS)
"""What makes a row the header: 名称 alone may be the centre's own key."""


def nested(sheet: Sheet, report: Report) -> SheetSettings:
    """The settings of a sheet; keys that stand twice, or can't nest, are reported."""
    values: dict[str, object] = {}
    rows: dict[str, int] = {}
    if not is_list(sheet, _HEADER):
        _headed(sheet)
    for row, (key, text) in read_rows(sheet, COLUMNS, report):
        if not isinstance(key, str) or not isinstance(text, str):
            continue
        key = key_word(key)
        if not text and key.partition(".")[0] not in KEYS:
            _tell_remark(sheet, row, key, report)
        elif not _KEY.fullmatch(key):
            report.fault(
                sheet.file,
                row,
                "key",
                Text(f"“{key}” 不是有效的项名", f"“{key}” is not a key"),
                Text(
                    "例如 名称、服务水平、规则.min_rest_hours",
                    "Write keys as in rules.min_rest_hours",
                ),
            )
        elif text and not _put(values, key, value(key, text)):
            report.fault(
                sheet.file,
                row,
                key,
                Text("此项已在上面写过", "this key stands above already"),
                Text("只留一行", "Keep one of the rows"),
            )
        rows.setdefault(key, row)
    return SheetSettings(sheet.file, values, rows)


def _headed(sheet: Sheet) -> None:
    """Give a sheet whose rows begin with keys at once the header that it lacks."""
    rows = sheet.looked_at(MOST_SETTINGS)
    if any(key_word(row[0].strip()).partition(".")[0] in KEYS for _, row in rows[:HEADER_WITHIN] if row):
        word = [column_word(column.name).zh for column in COLUMNS]
        beside = [_BESIDE] if any(cell.strip() for _, row in rows for cell in row[len(word) :]) else []
        sheet.rows = chain([(0, word + beside)], sheet.rows)


MOST_SETTINGS = 200
"""So many rows of settings are looked at for remarks beside them."""
_BESIDE = "备注"


def _tell_remark(sheet: Sheet, row: int, text: str, report: Report) -> None:
    """A row without a value that is no key: a heading, or a remark that is left aside with what it may mean."""
    way = key_for(text)
    message = Text(f"{shown(text)} 未读取{way.zh}", f"{shown(text)} is left aside{way.en}")
    report.notice(sheet.file, row, None, message)


def _put(values: dict[str, object], key: str, value: object) -> bool:
    *tables, name = key.split(".")
    for table in tables:
        inner = values.setdefault(table, {})
        if not isinstance(inner, dict):
            return False
        values = inner
    if name in values:
        return False
    values[name] = value
    return True


def value(key: str, text: str) -> object:
    """A cell's value: numbers and truths as such, several texts separated by `;` as a list."""
    if key in TEXT_KEYS:
        return text[:7] if key == "month" and re.fullmatch(r"[0-9]{4}-[0-9]{2}-01", text) else text
    if isinstance(text, BookCell) and text.kind is CellKind.TIME:
        return str(text)
    if text.casefold() in {"true", "false"}:
        return text.casefold() == "true"
    if re.fullmatch(r"[+-]?[0-9]{1,18}", text):
        return int(text)
    if re.fullmatch(r"[+-]?[0-9]+\.[0-9]*([eE][+-]?[0-9]{1,3})?|[+-]?[0-9]+[eE][+-]?[0-9]{1,3}", text):
        return float(text)
    if text.casefold() in {"nan", "inf", "-inf"}:
        return float(text)
    if ";" in text:
        return [part.strip() for part in text.split(";") if part.strip()]
    return str(text)
