"""The centre's settings, of centre.toml or of a workbook's sheet."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from roster.files.cells import ENGLISH_MONTH, FIRST_YEAR, LAST_YEAR, CellError, a_text, month_number, shown
from roster.files.remark_keys import key_for
from roster.files.report import Report
from roster.files.sheets import SheetSettings
from roster.files.zone_country import country_of
from roster.model import Centre, Month, Service
from roster.text import Text
from roster.words import KEYS, folded, key_word, normal

MAX_SETTING_CHARACTERS = 500
_WRITE_TEXT = Text("写成带引号的文字", "Write a text in quotation marks")
_TOP = ("name", "timezone", "country", "month", "interval_minutes", "holidays")
_TABLES = ("service", "rules", "weights")
_SERVICE = ("level", "seconds", "patience_seconds", "shrinkage", "max_occupancy", "break_shrinkage")


@dataclass(frozen=True, slots=True)
class CentreSettings:
    """What the settings say; `centre` is None where they don't make one whole, then the parts that read are here.

    `holidays` is the path of the centre's own table of legal working days, None if it has none.
    """

    centre: Centre | None
    month: Month | None
    interval_minutes: int | None
    interval_given: bool
    rules: Mapping[str, object]
    holidays: str | None


class _Reader:
    """The centre's keys, read one by one; every fault is reported, none ends the reading."""

    def __init__(self, settings: SheetSettings, report: Report) -> None:
        self.settings = settings
        self.report = report

    def fault(self, key: str, problem: Text, remedy: Text) -> None:
        self.report.fault(self.settings.file, self.settings.row(key), key, problem, remedy)

    def notice(self, key: str, value: object = "") -> None:
        way = key_for(f"{key} {value}")
        self.report.notice(
            self.settings.file,
            self.settings.row(key),
            key,
            Text(f"未知的项，未读取{way.zh}", f"an unknown key, left aside{way.en}"),
        )

    def table(self, name: str) -> Mapping[str, object]:
        value = self.settings.values.get(name, {})
        if isinstance(value, Mapping):
            return value
        self.fault(
            name,
            Text("应为一个表", "this is not a table"),
            Text(f"另起一行写 [{name}]，其下写各项", f"Write [{name}] on a line of its own and the keys below it"),
        )
        return {}

    def text(self, key: str, *, required: bool = False) -> str | None:
        value = self.settings.values.get(key)
        if value is None or (isinstance(value, str) and not value.strip()):
            if required:
                self.fault(key, Text("缺少此项", "this key is missing"), Text(f"写明 {KEYS[key].zh}", f"Add {key} = …"))
            return None
        if not isinstance(value, str) or len(value) > MAX_SETTING_CHARACTERS:
            self.fault(key, Text("应为一段文字", "this is not a text"), _WRITE_TEXT)
            return None
        try:
            return a_text(value.strip())
        except CellError as error:
            self.fault(key, error.problem, error.remedy)
            return None

    def number(self, key: str, value: object, fine: Callable[[float], bool], remedy: Text) -> float | None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.fault(key, Text(f"{shown(str(value))} 不是数字", f"{shown(str(value))} is not a number"), remedy)
        elif not isfinite(value) or not fine(value):
            self.fault(
                key,
                Text(f"{shown(f'{value}')} 超出允许范围", f"{shown(f'{value}')} is outside what is possible"),
                remedy,
            )
        else:
            return value
        return None


def read_centre(settings: SheetSettings, report: Report) -> CentreSettings:
    """The centre's keys, every fault reported."""
    settings = _in_english(settings)
    reader = _Reader(settings, report)
    for key, value in settings.values.items():
        if key not in _TOP and key not in _TABLES:
            reader.notice(key, value)
    name = reader.text("name", required=True)
    zone = _zone(reader)
    country = _country(reader, zone)
    month = _month(reader)
    interval_minutes = _interval(reader)
    holidays = reader.text("holidays")
    service = _service(reader)
    rules = _rules(reader)
    weights = _weights(reader)
    centre = None
    if (
        name is not None
        and zone is not None
        and month is not None
        and interval_minutes is not None
        and service is not None
    ):
        centre = Centre(name, zone, month, country, interval_minutes, service, rules, weights)
    given = settings.values.get("interval_minutes") is not None
    return CentreSettings(centre, month, interval_minutes, given, rules, holidays)


def _in_english(settings: SheetSettings) -> SheetSettings:
    """The settings with Chinese keys by their English names; a key that stands in both stays, to be told unknown."""
    values: dict[str, Any] = {}
    rows: dict[str, int] = {}
    for key, value in settings.values.items():
        word = key_word(key)
        table, _, name = word.rpartition(".")
        if isinstance(value, Mapping) and word == "service":
            inner = {key_word(f"service.{part}").partition(".")[2]: item for part, item in value.items()}
            values.setdefault("service", {}).update(inner)
        elif table == "service":
            values.setdefault("service", {})[name] = value
        else:
            values[word if word not in values else key] = value
    for key, row in settings.rows.items():
        rows.setdefault(key_word(key), row)
    return SheetSettings(settings.file, values, rows)


_COUNTRIES = {"中国": "CN", "中国大陆": "CN", "中华人民共和国": "CN"}
_ZONES = {"北京时间": "Asia/Shanghai", "中国标准时间": "Asia/Shanghai"}

NO_COUNTRY = frozenset({"none", "无", "-"})
"""Instead of a country: there are no public holidays but the centre's own."""


def _country(reader: _Reader, zone: str | None) -> str | None:
    """The country given, or else that of the time zone, which is said."""
    given = reader.text("country")
    if given is not None:
        return None if folded(given) in NO_COUNTRY else _COUNTRIES.get(normal(given), given)
    region = None if zone is None else country_of(zone)
    if region is not None:
        reader.report.notice(
            reader.settings.file,
            None,
            "country",
            Text(
                f"未写国家，按时区 {zone} 取 {region} 的法定节假日；没有节假日，国家一项写 无",
                f"no country is given: holidays are those of {region}, where {zone} lies; write none if there are none",
            ),
        )
    return region


def _zone(reader: _Reader) -> str | None:
    name = reader.text("timezone", required=True)
    if name is None:
        return None
    name = _ZONES.get(normal(name), name)
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        reader.fault(
            "timezone",
            Text(f"没有时区 {shown(name)}", f"there is no time zone {shown(name)}"),
            Text('写成 "Asia/Shanghai"', 'Write an IANA name, as in "Asia/Shanghai"'),
        )
        return None
    return name


def _month(reader: _Reader) -> Month | None:
    remedy = Text("月份写成 2026-10 的形式", 'Write it as in month = "2026-10"')
    value = reader.settings.values.get("month")
    if isinstance(value, date) and not isinstance(value, datetime) and value.day == 1:
        return Month.of(value)
    text = reader.text("month", required=True)
    if text is None:
        return None
    plain = normal(text)
    written = re.fullmatch(r"(?P<year>[0-9]{4}) ?[-/.年] ?(?P<month>[0-9]{1,2}) ?月?", plain)
    written = written or re.fullmatch(rf"(?P<month>{ENGLISH_MONTH}),? (?P<year>[0-9]{{4}})", plain, re.IGNORECASE)
    try:
        month = Month.parse(f"{written['year']}-{month_number(written['month']):02d}" if written else "")
    except ValueError:
        reader.fault("month", Text(f"{shown(text)} 不是月份", f"{shown(text)} is not a month"), remedy)
        return None
    if not FIRST_YEAR < month.year < LAST_YEAR:
        reader.fault("month", Text(f"月份 {shown(text)} 不合情理", f"{shown(text)} is no plausible month"), remedy)
        return None
    return month


def _interval(reader: _Reader) -> int | None:
    value = _count(reader.settings.values.get("interval_minutes", 30))
    remedy = Text("写能整除 1440 的分钟数，例如 15、30、60", "Write minutes that divide a day evenly, as 15, 30 or 60")
    number = reader.number("interval_minutes", value, lambda n: 1 <= n <= 1440 and 1440 % n == 0, remedy)
    return None if number is None else int(number)


_SECONDS = frozenset({"seconds", "patience_seconds"})
"""Keys of the service that are no shares."""

_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?) ?%")


def _share(value: object) -> object:
    """A share written as per cent (`80%`) as its number; anything else as it is."""
    percent = _PERCENT.fullmatch(normal(value)) if isinstance(value, str) else None
    return value if percent is None else float(Decimal(percent[1]) / 100)


_UNIT = re.compile(r"([0-9]{1,5}) ?(?:秒钟?|分钟?|s|sec|seconds|min|minutes)", re.IGNORECASE)


def _count(value: object) -> object:
    """A count written with its unit (`20秒`, `30分钟`) as its number; anything else as it is."""
    counted = _UNIT.fullmatch(normal(value)) if isinstance(value, str) else None
    return value if counted is None else int(counted[1])


def _service(reader: _Reader) -> Service | None:
    table = reader.table("service")
    for key in table:
        if key not in _SERVICE:
            reader.notice(f"service.{key}")
    checks: dict[str, tuple[Callable[[float], bool], Text]] = {
        "level": (
            lambda n: 0 < n < 1,
            Text("写 0 与 1 之间的小数，例如 0.8 表示 80%", "Write a share between 0 and 1, as 0.8 for 80 %"),
        ),
        "seconds": (lambda n: 0 <= n <= 3600, Text("写 0 至 3600 秒", "Write seconds from 0 to 3600")),
        "patience_seconds": (
            lambda n: 1 <= n <= 86_400,
            Text("写 1 至 86400 秒；无人挂断则删去此项", "Write seconds from 1 to 86400; delete it if nobody hangs up"),
        ),
        "shrinkage": (
            lambda n: 0 <= n <= 0.9,
            Text("写 0 至 0.9 的小数，例如 0.1 表示 10%", "Write a share from 0 to 0.9, as 0.1 for 10 %"),
        ),
        "break_shrinkage": (
            lambda n: 0 <= n <= 0.9,
            Text(
                "写 0 至 0.9 的小数：损耗率中由排定的班中休息占去的部分",
                "Write a share from 0 to 0.9: the part of the shrinkage that planned breaks take",
            ),
        ),
        "max_occupancy": (
            lambda n: 0.01 <= n <= 1,
            Text("写 0.01 至 1 的小数，例如 0.9 表示 90%", "Write a share from 0.01 to 1, as 0.9 for 90 %"),
        ),
    }
    given: dict[str, Any] = {}
    sound = True
    for key, (fine, remedy) in checks.items():
        if table.get(key) is not None:
            value = _count(table[key]) if key in _SECONDS else _share(table[key])
            given[key] = reader.number(f"service.{key}", value, fine, remedy)
            sound = sound and given[key] is not None
    return Service(**{key: float(value) for key, value in given.items()}) if sound else None


def _rules(reader: _Reader) -> dict[str, object]:
    """Parameters, flat or in a table per rule id, keyed by name or `RULE-ID.name`; the rulebook judges them."""
    numbers: dict[str, object] = {}
    for key, value in reader.table("rules").items():
        if isinstance(value, Mapping):
            for name, inner in value.items():
                _rule(reader, f"{key}.{name}", inner, numbers)
        else:
            _rule(reader, key, value, numbers)
    owner: dict[str, str] = {}
    for key in numbers:
        name = key.rpartition(".")[2]
        first = owner.setdefault(name, key)
        if first != key:
            reader.fault(
                f"rules.{key}",
                Text(f"此参数已写作 规则.{first}", f"this parameter is set as rules.{first} already"),
                Text("只留一处", "Keep one of the two"),
            )
    return numbers


def _rule(reader: _Reader, key: str, value: object, numbers: dict[str, object]) -> None:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        numbers[key] = tuple(value)
    elif isinstance(value, float) and not isfinite(value):
        reader.fault(
            f"rules.{key}",
            Text(f"{value} 不是数值", f"{value} is not a value"),
            Text("写一个有限的数字", "Write a finite number"),
        )
    elif isinstance(value, bool | int | float | str):
        numbers[key] = value
    else:
        reader.fault(
            f"rules.{key}",
            Text(
                "应为数字、是否（true 或 false）、文字或几个文字",
                "this is no number, true/false, text or list of texts",
            ),
            Text("时刻和日期请加引号", "Put times and dates into quotation marks"),
        )


def _weights(reader: _Reader) -> dict[str, float]:
    remedy = Text("写 0 或更大的数字", "Write a number of 0 or more")
    weights: dict[str, float] = {}
    for key, value in reader.table("weights").items():
        number = reader.number(f"weights.{key}", value, lambda n: n >= 0, remedy)
        if number is not None:
            weights[key] = number
    return weights
