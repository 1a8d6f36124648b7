"""What one cell may hold: text → value, or a `CellError` that says what is wrong and what to write."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from roster.files.report import printable
from roster.files.sheets import BookCell, Kind
from roster.text import Text

MAX_ID_CHARACTERS = 64
FIRST_YEAR, LAST_YEAR = 1990, 2100
_EXCEL_DAY_0 = date(1899, 12, 30)

_DATE = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?:[ T]0{1,2}:00(?::00(?:\.0+)?)?)?")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::00)?")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,6})?")
_NOT_A_NUMBER = frozenset({"nan", "inf", "infinity", "+inf", "-inf", "-infinity", "+infinity", "#n/a", "null", "none"})
_TRUE = frozenset({"true", "1", "yes", "y", "是"})
_FALSE = frozenset({"false", "0", "no", "n", "否"})

Word = TypeVar("Word")


class CellError(Exception):
    """What is wrong with a cell and what to write instead."""

    def __init__(self, problem: Text, remedy: Text) -> None:
        super().__init__(problem.en)
        self.problem = problem
        self.remedy = remedy


def shown(text: str) -> str:
    """A cell's text as a message may quote it: short, on one line, nothing invisible."""
    plain = printable(text[:40])
    return f"“{plain}…”" if len(text) > 40 else f"“{plain}”"


def a_text(text: str) -> str:
    """Free text on one line."""
    for char in text:
        if unicodedata.category(char) == "Cc":
            raise CellError(
                Text(f"含有换行或控制字符 {shown(text)}", f"{shown(text)} holds a line break or a control character"),
                Text("写成一行普通文字", "Write it as plain text on one line"),
            )
    return str(text)


def an_id(text: str) -> str:
    """An id: text, leading zeros and all."""
    text = a_text(text)
    if len(text) > MAX_ID_CHARACTERS:
        raise CellError(
            Text(f"{shown(text)} 太长", f"{shown(text)} is too long"),
            Text(f"最多 {MAX_ID_CHARACTERS} 个字符", f"Use at most {MAX_ID_CHARACTERS} characters"),
        )
    for char in text:
        if unicodedata.category(char) in {"Cf", "Co", "Cs", "Zl", "Zp"}:
            raise CellError(
                Text(
                    f"{shown(text)} 含有看不见的字符 U+{ord(char):04X}",
                    f"{shown(text)} holds an invisible character, U+{ord(char):04X}",
                ),
                Text("删去该格重新输入", "Clear the cell and type it anew"),
            )
        if char == ";":
            raise CellError(
                Text(f"{shown(text)} 含有分号", f"{shown(text)} holds a semicolon"),
                Text("编号中不可用 ;(它用来分隔列表)", "Leave ; out of ids: it separates lists"),
            )
    return text


def a_list(text: str) -> tuple[str, ...]:
    """Ids separated by `;`."""
    found = tuple(an_id(part.strip()) for part in text.split(";") if part.strip())
    if len(set(found)) < len(found):
        twice = next(item for item in found if found.count(item) > 1)
        raise CellError(
            Text(f"{shown(twice)} 写了两次", f"{shown(twice)} is named twice"),
            Text("每项只写一次，用 ; 分隔", "Name each once, separated by ;"),
        )
    return found


def a_date(text: str) -> date:
    """A day: `2026-10-31`, or as Excel writes it (`2026/10/31`, a serial number)."""
    match = _DATE.fullmatch(text)
    if match:
        year, month, day = int(match[1]), int(match[3]), int(match[4])
        try:
            found = date(year, month, day)
        except ValueError:
            raise CellError(
                Text(f"{shown(text)} 这一天不存在", f"there is no such day as {shown(text)}"),
                Text("检查年、月、日，例如 2026-10-31", "Check year, month and day, as in 2026-10-31"),
            ) from None
    elif re.fullmatch(r"[0-9]{5}(\.0+)?", text):
        found = _EXCEL_DAY_0 + timedelta(days=int(text[:5]))
    else:
        raise CellError(
            Text(f"{shown(text)} 不是日期", f"{shown(text)} is not a date"),
            Text("写成 2026-10-31 的形式", "Write it as in 2026-10-31"),
        )
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise CellError(
            Text(f"日期 {shown(text)} 不合情理", f"{shown(text)} is no plausible date"),
            Text(
                f"年份应在 {FIRST_YEAR} 与 {LAST_YEAR} 之间", f"The year must lie between {FIRST_YEAR} and {LAST_YEAR}"
            ),
        )
    return found


def a_time(text: str) -> int:
    """Minutes since 00:00, 0–1440: `HH:MM`, `24:00` for the end of the day, or a workbook's fraction of a day."""
    match = _TIME.fullmatch(text)
    if match and int(match[2]) < 60 and int(match[1]) * 60 + int(match[2]) <= 1440:
        return int(match[1]) * 60 + int(match[2])
    if isinstance(text, BookCell) and text.kind is Kind.NUMBER:
        minutes = float(text) * 1440
        if 0 <= minutes <= 1440 and abs(minutes - round(minutes)) < 0.02:
            return round(minutes)
    raise CellError(
        Text(f"{shown(text)} 不是 00:00 至 24:00 之间的时刻", f"{shown(text)} is not a time from 00:00 to 24:00"),
        Text("写成 HH:MM 的形式，例如 08:30", "Write it as HH:MM, as in 08:30"),
    )


def a_start(text: str) -> int:
    """Minutes since 00:00 at which something starts, 0–1439."""
    minute = a_time(text)
    if minute == 1440:
        raise CellError(
            Text("24:00 是一天的结束，不能作为开始", "24:00 is the end of the day, nothing starts then"),
            Text("写成次日的 00:00", "Write 00:00 of the next day"),
        )
    return minute


def a_truth(text: str) -> bool:
    """`true` or `false`."""
    word = text.casefold()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise CellError(
        Text(f"{shown(text)} 应为 true 或 false", f"{shown(text)} is neither true nor false"),
        Text("写 true 或 false", "Write true or false"),
    )


def a_number(low: int, high: int, *, whole: bool = False) -> Callable[[str], Decimal]:
    """A reader of decimal numbers from `low` to `high`, both inclusive."""
    between = Text(
        f"写 {low} 与 {high} 之间的{'整数' if whole else '数'}",
        f"Write a {'whole ' if whole else ''}number from {low} to {high}",
    )

    def read(text: str) -> Decimal:
        if text.casefold() in _NOT_A_NUMBER:
            raise CellError(Text(f"{shown(text)} 不是数值", f"{shown(text)} is not a value"), between)
        if not _NUMBER.fullmatch(text):
            raise CellError(Text(f"{shown(text)} 不是数字", f"{shown(text)} is not a number"), between)
        number = Decimal(text)
        if number < 0 <= low:
            raise CellError(Text(f"{shown(text)} 为负数", f"{shown(text)} is negative"), between)
        if not low <= number <= high:
            raise CellError(Text(f"{shown(text)} 超出合理范围", f"{shown(text)} is beyond all reason"), between)
        if whole and number != int(number):
            raise CellError(Text(f"{shown(text)} 不是整数", f"{shown(text)} is not a whole number"), between)
        return number

    return read


def a_whole_number(low: int, high: int) -> Callable[[str], int]:
    """A reader of whole numbers from `low` to `high`, both inclusive."""
    number = a_number(low, high, whole=True)
    return lambda text: int(number(text))


def a_float(low: int, high: int) -> Callable[[str], float]:
    """A reader of numbers from `low` to `high`, both inclusive."""
    number = a_number(low, high)
    return lambda text: float(number(text))


def one_of(words: Mapping[str, Word]) -> Callable[[str], Word]:
    """A reader of one of some words, upper or lower case."""

    def read(text: str) -> Word:
        found = words.get(text.casefold())
        if found is None:
            listed = " / ".join(words)
            raise CellError(
                Text(f"不认识 {shown(text)}", f"{shown(text)} is not known here"),
                Text(f"写以下之一：{listed}", f"Write one of {listed}"),
            )
        return found

    return read
