"""What one cell may hold: text → value, or a `CellError` that says what is wrong and what to write.

Texts are read in the normal form (`roster.words.normal`), so that full-width signs read as plain ones; messages quote
the cell as it stands.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Generic, TypeVar

from roster.files.report import printable
from roster.files.sheets import BookCell, CellKind
from roster.model import Month
from roster.model.requests import Wall
from roster.text import Text
from roster.words import VALUES, folded, normal, value_word, visible

MAX_ID_CHARACTERS = 64
FIRST_YEAR, LAST_YEAR = 1990, 2100
_EXCEL_DAY_0 = date(1899, 12, 30)

_MIDNIGHT = r"(?:[ T]0{1,2}:00(?::00(?:\.0+)?)?)?"
_WEEKDAY = r"(?: ?\(? ?(?:周|星期|礼拜)(?P<named>[一二三四五六日天]) ?\)?| ?\((?P<bare>[一二三四五六日天])\))?"
_DATE = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})" + _MIDNIGHT + _WEEKDAY)
_CHINESE_DATE = re.compile(r"(?:([0-9]{4}) ?年 ?)?([0-9]{1,2}) ?月 ?([0-9]{1,2}) ?[日号]" + _MIDNIGHT + _WEEKDAY)
_MONTH_AND_DAY = re.compile(r"(?!.*\.[123]$)(1[0-2]|0?[1-9])[-/.月]([0-9]{1,2})")
"""`12/8`, `12-08`, `12.24`; not `12.1`, which may be what is left of 12.10."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ENGLISH_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_ENGLISH_DATE = re.compile(
    rf"(?:(?P<weekday>[A-Za-z]{{3,9}}),? )?(?:(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?[ -]?(?P<month>{ENGLISH_MONTH})"
    rf"|(?P<month_first>{ENGLISH_MONTH})\.? (?P<day_after>[0-9]{{1,2}})(?:st|nd|rd|th)?)\.?"
    rf"(?:(?:,? |,|-)(?P<year>20[0-9]{{2}}|[0-9]{{2}}))?{_MIDNIGHT}",
    re.IGNORECASE,
)
"""`11 Jan 2027`, `11-Jan-27`, `Jan 11`, `Mon 11 January`."""
_COMPACT_DATE = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
_TIME = re.compile(
    r"(?:(?P<part>凌晨|早上|早晨|上午|中午|下午|晚上|[AP]M) ?)?(?P<hours>[0-9]{1,2})"
    r"(?::(?P<minutes>[0-9]{2})(?::00(?:\.0+)?)?| ?[时点](?:整| ?(?P<spoken>半|一刻|三刻|[0-9]{1,2}) ?分?)?"
    r"|(?= ?[AP]\.?M))(?: ?(?P<half>[AP]\.?M)\.?)?",
    re.IGNORECASE,
)
_DAY_AND_TIME = re.compile(r"[0-9]{4}[-/.年][0-9]{1,2}[-/.月].*")
FIRST_EVENING_HOUR = 5
"""晚上 5 点 is 17:00; an earlier hour is said of the night after midnight too, and so of no day for certain."""
_QUARTERS = {"一刻": 15, "半": 30, "三刻": 45}
_SPAN = re.compile(r"(.+?) ?(?:[-~–—]+|至|到) ?(.+)")
_BETWEEN_SPANS = re.compile(r"\s*[;、,/&+\n]\s*|(?<=[0-9点时半刻分])\s+(?=[0-9上下早晚凌中])")
_MORROW = r"\(?(?:次[日晨早]|翌[日晨]|第二天|隔[日天]|明[日早晨]|\+1|⁺¹)\)?"
_NEXT_DAY = re.compile(rf"^{_MORROW} ?| ?{_MORROW}$")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,6})?")
_SHORTENED = re.compile(r"[0-9]\.[0-9]+E\+[0-9]{2,3}")
"""How Excel shows, and saves as CSV, a number of twelve digits or more."""
_NOT_A_NUMBER = frozenset({"nan", "inf", "infinity", "+inf", "-inf", "-infinity", "+infinity", "#n/a", "null", "none"})
_OTHER_SEPARATORS = re.compile(r"[、,/]")

Word = TypeVar("Word")
Value = TypeVar("Value")


class CellError(Exception):
    """What is wrong with a cell and what to write instead."""

    def __init__(self, problem: Text, remedy: Text) -> None:
        super().__init__(problem.en)
        self.problem = problem
        self.remedy = remedy


class NoYearError(CellError):
    """A day without its year where no month tells which."""


class WeekdayError(CellError):
    """A day beside which another weekday stands than it is: one of the two is wrong."""

    def __init__(self, text: str, day: date) -> None:
        word = VALUES["weekday"][str(day.isoweekday())]
        super().__init__(
            Text(f"{shown(text)} 的日期与星期不符：{day} 是{word.zh}", f"{shown(text)}: {day} is a {day:%A}"),
            Text("改正日期或星期", "Correct the day or the weekday"),
        )
        self.day = day


SOME_MONTH = Month(2000, 1)
"""Stands in where the case's month itself is faulty: then days without a year are not called faulty too."""


@dataclass(frozen=True, slots=True)
class Dated(Generic[Value]):
    """A reader of cells in which a day may stand without its year: the month of the case tells which."""

    read: Callable[[str, Month | None], Value]

    def __call__(self, text: str, month: Month | None = None) -> Value:
        """The value; `month` is the case's."""
        return self.read(text, month)


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


def a_person(text: str) -> str:
    """Somebody's id, or their name; which of both it is, whoever knows the people says (`Checks.rows`)."""
    return an_id(text)


def an_id(text: str) -> str:
    """An id in the normal form: text, leading zeros and all."""
    text = normal(a_text(text))
    if len(text) > MAX_ID_CHARACTERS:
        raise CellError(
            Text(f"{shown(text)} 太长", f"{shown(text)} is too long"),
            Text(f"最多 {MAX_ID_CHARACTERS} 个字符", f"Use at most {MAX_ID_CHARACTERS} characters"),
        )
    if _SHORTENED.fullmatch(text):
        raise CellError(
            Text(
                f"{shown(text)} 是被 Excel 缩写的数字，后面的位数已丢失",
                f"{shown(text)} is a number cut short by Excel",
            ),
            Text("将该列设为文本格式，重新输入完整的编号", "Format the column as text and type the whole id anew"),
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


def parts(text: str) -> list[str]:
    """A list's items: separated by `;` or, where there is none, by `、`, `,` or `/`; full width alike."""
    plain = normal(text)
    cut = plain.split(";") if ";" in plain else _OTHER_SEPARATORS.split(plain)
    return [part.strip() for part in cut if part.strip()]


def list_text(items: tuple[str, ...]) -> str:
    """Items as `parts` reads them back: one that holds a further separator gets a `;` after it."""
    alone = len(items) == 1 and _OTHER_SEPARATORS.search(normal(items[0]))
    return ";".join(items) + (";" if alone else "")


def a_list(text: str) -> tuple[str, ...]:
    """Ids separated as `parts` says."""
    values = tuple(an_id(part) for part in parts(a_text(text)))
    if len(set(values)) < len(values):
        twice = next(item for item in values if values.count(item) > 1)
        raise CellError(
            Text(f"{shown(twice)} 写了两次", f"{shown(twice)} is named twice"),
            Text("每项只写一次，用 ; 分隔", "Name each once, separated by ;"),
        )
    return values


def month_number(word: str) -> int:
    """1 to 12 of a month's number, or of its English name, whole or cut short."""
    return int(word) if word.isdecimal() else _MONTHS.index(word[:3].casefold()) + 1


def _a_date(text: str, month: Month | None) -> date:
    plain = visible(text).removeprefix("'")  # as other systems write a text for Excel
    if match := _DATE.fullmatch(plain):
        parsed = _day(text, int(match[1]), int(match[3]), int(match[4]))
    elif match := _CHINESE_DATE.fullmatch(plain):
        number, day = int(match[2]), int(match[3])
        parsed = _day(text, int(match[1]), number, day) if match[1] else _nearest(text, number, day, month)
    elif not isinstance(text, BookCell) and (match := _MONTH_AND_DAY.fullmatch(plain)):
        parsed = _nearest(text, int(match[1]), int(match[2]), month)
    elif match := _COMPACT_DATE.fullmatch(plain):
        parsed = _day(text, int(match[1]), int(match[2]), int(match[3]))
    elif english := _ENGLISH_DATE.fullmatch(plain):
        number = month_number(english["month"] or english["month_first"])
        day, year = int(english["day"] or english["day_after"]), english["year"]
        parsed = _day(text, 2000 + int(year) % 100, number, day) if year else _nearest(text, number, day, month)
        if english["weekday"] and weekday_number(english["weekday"]) != parsed.isoweekday():
            raise WeekdayError(text, parsed)
    elif re.fullmatch(r"[0-9]{5}(\.0+)?", plain):
        parsed = _EXCEL_DAY_0 + timedelta(days=int(plain[:5]))
        if isinstance(text, BookCell):
            parsed += timedelta(days=text.days_late)
    else:
        raise CellError(
            Text(f"{shown(text)} 不是日期", f"{shown(text)} is not a date"),
            Text("写成 2026-10-31 的形式", "Write it as in 2026-10-31"),
        )
    said = match and (match.groupdict().get("named") or match.groupdict().get("bare"))
    if said and weekday_number(said) != parsed.isoweekday():
        raise WeekdayError(text, parsed)
    if not FIRST_YEAR <= parsed.year <= LAST_YEAR:
        raise CellError(
            Text(f"日期 {shown(text)} 不合情理", f"{shown(text)} is no plausible date"),
            Text(
                f"年份应在 {FIRST_YEAR} 与 {LAST_YEAR} 之间", f"The year must lie between {FIRST_YEAR} and {LAST_YEAR}"
            ),
        )
    return parsed


a_date = Dated(_a_date)
"""A day: `2026-10-31`, `2026/10/31`, `2026年10月31日`, `10月31日`, `10/31`, `20261031`, `31 Oct 2026` or Excel's."""

_PART_OF_DAY = re.compile("上午|中午|下午|晚上|半天")
_MOMENT = re.compile(r"(.*[^ T]) ?[ T] ?([0-9]{1,2}):([0-9]{2})(?::00)?")


def _a_wall(text: str, month: Month | None) -> Wall:
    plain = normal(text)
    match = _MOMENT.fullmatch(plain)
    if match is None and _PART_OF_DAY.search(plain):
        raise CellError(
            Text(f"{shown(text)} 没有写明时刻", f"{shown(text)} names no time"),
            Text(
                "只请一段时间，起止都写时刻：2026-10-12T08:00 和 2026-10-12T12:00",
                "For a part of a day write both times, as 2026-10-12T08:00 and 2026-10-12T12:00",
            ),
        )
    if match is None:
        return _a_date(text, month), None
    hour, minute = int(match[2]), int(match[3])
    if hour > 24 or minute > 59 or hour * 60 + minute > 1440:
        raise CellError(
            Text(f"{shown(text)} 的时间不对", f"the time in {shown(text)} is none"),
            Text("写作 2026-10-12T11:00", "Write it as 2026-10-12T11:00"),
        )
    wall = hour * 60 + minute
    return _a_date(match[1], month), None if wall == 1440 else wall


a_wall = Dated(_a_wall)
"""A day, or a moment of it: `2026-10-12`, `2026-10-12T11:00`."""


_SHORT_DATE = re.compile(r"([0-9]{1,2})[./月]([0-9]{1,2})[日号]?")
_DAY_ALONE = re.compile(r"([0-9]{1,2})[日号]?")
_BETWEEN = re.compile(r" ?(?:[-~－～–—至到、]+) ?")


def _a_span_of_days(text: str, month: Month | None) -> tuple[Wall, Wall]:
    plain = normal(text)
    try:
        one = _short(text if isinstance(text, BookCell) else plain, month)
    except NoYearError:
        raise
    except CellError as error:
        wrong = error
    else:
        return one, one
    for between in _BETWEEN.finditer(plain):
        before, after = plain[: between.start()], plain[between.end() :]
        try:
            first = _short(before, month)
            alone = _DAY_ALONE.fullmatch(after)
            last = (_day(text, first[0].year, first[0].month, int(alone[1])), None) if alone else _short(after, month)
        except NoYearError:
            raise
        except CellError:
            continue
        if "、" not in between[0] or (last[0] - first[0]).days == 1:
            return first, last
    if not _BETWEEN.search(plain):
        raise wrong
    raise CellError(
        Text(f"{shown(text)} 看不出从哪天到哪天", f"{shown(text)} does not say from which day to which"),
        Text(
            "写成 2026-11-09至2026-11-13；不连续的几天分行写",
            "Write it as 2026-11-09~2026-11-13, each stretch on a row",
        ),
    )


def _short(text: str, month: Month | None) -> Wall:
    """A day or moment, also as `11.18`, `11/18` or `11月18`."""
    short = _SHORT_DATE.fullmatch(text)
    if short is not None and not isinstance(text, BookCell):
        return _nearest(text, int(short[1]), int(short[2]), month), None
    return _a_wall(text, month)


a_span_of_days = Dated(_a_span_of_days)
"""First and last day in one cell: `11月9日-11月13日`, `11.9~13`, `11月28、29日`, or one day."""


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise CellError(
            Text(f"{shown(text)} 这一天不存在", f"there is no such day as {shown(text)}"),
            Text("检查年、月、日，例如 2026-10-31", "Check year, month and day, as in 2026-10-31"),
        ) from None


def _nearest(text: str, number: int, day: int, month: Month | None) -> date:
    """The day of that month's number that lies nearest to the case's month."""
    if month is None:
        _day(text, 2000, number, day)  # a leap year: which days there are in some year
        raise NoYearError(
            Text(f"{shown(text)} 没有年份", f"{shown(text)} names no year"),
            Text("写明年份，例如 2026-10-31", "Name the year, as in 2026-10-31"),
        )
    middle = month.first + timedelta(days=14)
    _day(text, 2000, number, 1)
    years = (month.year - 1, month.year, month.year + 1)
    # By the day that each such month has: 29 February is none of another year where the nearest has none.
    near = min(years, key=lambda year: abs(date(year, number, min(max(day, 1), 28)) - middle))
    return _day(text, near, number, day)


def a_time(text: str) -> int:
    """Minutes since 00:00, 0–1440: `HH:MM`, `8点半`, `下午2点`, `2:30 PM`, `24:00`, a workbook's fraction of a day."""
    plain = visible(text)
    minute = _clock(plain)
    if minute is not None and minute <= 1440:
        return minute
    if _DAY_AND_TIME.fullmatch(plain):
        raise CellError(
            Text(f"{shown(text)} 含有日期，不只是时刻", f"{shown(text)} holds a day, not a time alone"),
            Text("此列只写时刻，例如 08:30", "Write the time alone here, as in 08:30"),
        )
    if isinstance(text, BookCell) and text.kind is CellKind.NUMBER:
        fraction = float(text) * 1440
        if 0 <= fraction <= 1440 and abs(fraction - round(fraction)) < 0.02:
            return round(fraction)
    raise CellError(
        Text(f"{shown(text)} 不是 00:00 至 24:00 之间的时刻", f"{shown(text)} is not a time from 00:00 to 24:00"),
        Text("写成 HH:MM 的形式，例如 08:30", "Write it as HH:MM, as in 08:30"),
    )


def an_end(text: str) -> int:
    """Minutes since 00:00 of the day on which a duty begins, as `a_time`; on the next day (`次日8:00`) 1440 more."""
    plain = visible(text)
    bare = _NEXT_DAY.sub("", plain, count=1)
    return a_time(text) if bare == plain else a_time(bare) + 1440


def _clock(plain: str) -> int | None:
    """The minutes that a written time says, not held to a day; None where it is no time."""
    match = _TIME.fullmatch(plain)
    if match is None:
        return None
    hours, minutes = int(match["hours"]), match["minutes"] or match["spoken"] or "0"
    part = (match["part"] or match["half"] or "").upper().replace(".", "")
    if match["part"] and match["half"]:
        return None
    if part and (hours > 12 if part in {"AM", "PM", "凌晨"} else hours == 12 and part in {"上午", "晚上"}):
        return None  # 12 at night begins a day or ends it
    if part == "晚上" and hours < FIRST_EVENING_HOUR:
        return None  # 1 at night is of the morning after
    if part in {"AM", "凌晨"}:
        hours %= 12
    elif (part in {"PM", "下午", "晚上"} and hours < 12) or (part == "中午" and hours < 11):
        hours += 12
    whole = _QUARTERS.get(minutes)
    whole = int(minutes) if whole is None else whole
    return hours * 60 + whole if whole < 60 else None


def a_start(text: str) -> int:
    """Minutes since 00:00 at which something starts, 0–1439; of a span (`08:00-08:30`) its start."""
    plain = visible(text)
    span = None if _DAY_AND_TIME.fullmatch(plain) else _SPAN.fullmatch(plain)
    minute = a_time(text if span is None else span[1])
    if span is not None:
        an_end(span[2])
    if minute == 1440:
        raise CellError(
            Text("24:00 是一天的结束，不能作为开始", "24:00 is the end of the day, nothing starts then"),
            Text("写成次日的 00:00", "Write 00:00 of the next day"),
        )
    return minute


def span_end(text: str) -> int | None:
    """The minute at which a span (`08:00-08:30`) ends, as `an_end`; None for no span. CellError where it is no time."""
    plain = visible(text)
    span = None if _DAY_AND_TIME.fullmatch(plain) else _SPAN.fullmatch(plain)
    return None if span is None else an_end(span[2])


def working_spans(text: str) -> tuple[tuple[int, int], ...]:
    """A duty's one or two spans in one cell: `8:00-16:00`, `20:00-次日8:00`, `8:00-12:00 16:00-20:00`.

    Minutes since 00:00, ends as `an_end` has them.
    """
    spans: list[tuple[int, int]] = []
    for piece in _BETWEEN_SPANS.split(visible(text)):
        span = _SPAN.fullmatch(piece)
        if span is None:
            break
        spans.append((a_start(_NEXT_DAY.sub("", span[1])), an_end(span[2])))
    else:
        if len(spans) <= 2:
            return tuple(spans)
    raise CellError(
        Text(f"{shown(text)} 不是起止时间", f"{shown(text)} is no span of time"),
        Text(
            "写成 8:00-16:00；两头班写成 8:00-12:00 16:00-20:00",
            "Write it as 8:00-16:00, a split duty as 8:00-12:00 16:00-20:00",
        ),
    )


def a_truth(text: str) -> bool:
    """`true` or `false`, `是` or `否`."""
    word = value_word("truth", text)
    if word is not None:
        return word == "true"
    raise CellError(
        Text(f"{shown(text)} 应为 是 或 否", f"{shown(text)} is neither true nor false"),
        Text("写 是 或 否（true、false 亦可）", "Write true or false"),
    )


def weekday_number(text: str) -> int | None:
    """1 Monday to 7 for a weekday's name (四, 周四, Thu); None for anything else, numbers included."""
    word = None if any(char.isdecimal() for char in text) else value_word("weekday", text)
    return None if word is None else int(word)


def a_weekday(text: str) -> int:
    """1 Monday to 7: a number, or the day's name."""
    word = value_word("weekday", text)
    return int(word) if word is not None else int(a_number(1, 7, whole=True)(text))


def a_number(low: int, high: int, *, whole: bool = False) -> Callable[[str], Decimal]:
    """A reader of decimal numbers from `low` to `high`, both inclusive."""
    between = Text(
        f"写 {low} 与 {high} 之间的{'整数' if whole else '数'}",
        f"Write a {'whole ' if whole else ''}number from {low} to {high}",
    )

    def read(text: str) -> Decimal:
        plain = visible(text)
        if plain.casefold() in _NOT_A_NUMBER:
            raise CellError(Text(f"{shown(text)} 不是数值", f"{shown(text)} is not a value"), between)
        if not _NUMBER.fullmatch(plain):
            raise CellError(Text(f"{shown(text)} 不是数字", f"{shown(text)} is not a number"), between)
        number = Decimal(plain)
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


_MEANT: Mapping[str, Text] = defaultdict(
    lambda: Text("", ""),
    role=Text(
        "；带班的主管、组长写 班长；值班经理指营业厅现场的经理，不占座席，营业忙时现场须有一位",
        "; who leads a team is a leader, while a manager keeps the floor of a hall and fills no seat",
    ),
)
"""What words are often mistaken for, by what they are about."""


def one_of(about: str, words: Mapping[str, Word]) -> Callable[[str], Word]:
    """A reader of one of some words, in either language (`about`: which of `roster.words.VALUES`)."""

    def read(text: str) -> Word:
        value = words.get(value_word(about, text) or folded(text))
        if value is None:
            known = VALUES[about]
            raise CellError(
                Text(f"不认识 {shown(text)}", f"{shown(text)} is not known here"),
                Text(
                    f"写以下之一：{' / '.join(known[word].zh for word in words if word in known)}{_MEANT[about].zh}",
                    f"Write one of {' / '.join(words)}{_MEANT[about].en}",
                ),
            )
        return value

    return read
