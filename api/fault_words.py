"""What pydantic finds wrong with a request and what mends it, in both languages; its own sentences are English."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic_core import PydanticCustomError

from roster.text import Text

ZH: Mapping[str, str] = {
    "missing": "缺少此项",
    "extra_forbidden": "没有这一项",
    "json_invalid": "不是合法的 JSON",
    "string_type": "应为文本",
    "string_too_short": "至少 {min_length} 个字符",
    "string_too_long": "至多 {max_length} 个字符",
    "string_pattern_mismatch": "应符合格式 {pattern}",
    "too_short": "至少 {min_length} 项",
    "too_long": "至多 {max_length} 项",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "int_parsing_size": "数字过大",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "finite_number": "应为有限的数",
    "greater_than_equal": "不得小于 {ge}",
    "greater_than": "应大于 {gt}",
    "less_than_equal": "不得大于 {le}",
    "less_than": "应小于 {lt}",
    "literal_error": "应为 {expected} 之一",
    "enum": "应为 {expected} 之一",
    "list_type": "应为列表",
    "dict_type": "应为对象",
    "model_type": "应为对象",
    "model_attributes_type": "应为 JSON 对象",
    "date_type": "应为日期,写成 2026-10-31",
    "date_parsing": "应为日期,写成 2026-10-31",
    "date_from_datetime_parsing": "应为日期,写成 2026-10-31",
    "date_from_datetime_inexact": "应为日期,不带时刻",
    "datetime_type": "应为时刻,写成 2026-10-31T08:00:00+08:00",
    "datetime_parsing": "应为时刻,写成 2026-10-31T08:00:00+08:00",
    "datetime_from_date_parsing": "应为时刻,写成 2026-10-31T08:00:00+08:00",
    "timezone_aware": "时刻应带时区",
    "time_parsing": "应为时间,写成 08:30",
}
"""By pydantic's error type; the names in braces are of the error's context."""

NO_SUCH_DAY, NO_SUCH_MOMENT = "no_such_day", "no_such_moment"
A_DAY = Text("应为日期,写成 2026-10-31", "should be a day, written like 2026-10-31")
OWN: Mapping[str, Text] = {
    NO_SUCH_DAY: Text("日历上没有这一天", "the calendar has no such day"),
    NO_SUCH_MOMENT: Text(
        "应为日期,或中心当地的时刻(不带时区)", "should be a day, or a time on the centre's clock (no offset)"
    ),
    "date_parsing": A_DAY,
    "date_from_datetime_parsing": A_DAY,
    "json_invalid": Text("不是合法的 JSON", "is no valid JSON"),
}
"""What is told in the house's own words in English too."""

WRITE_DAY = Text("写成 2026-10-31", "Write it like 2026-10-31")
WRITE_MOMENT = Text("写成 2026-10-31T08:00:00+08:00", "Write it like 2026-10-31T08:00:00+08:00")
WITHIN = Text("改到限度之内", "Bring it within the limit")
ONE_OF = Text("改为其中之一", "Give one of them")
NUMBER, TRUTH = Text("写一个数字", "Give a number"), Text("写 true 或 false", "Write true or false")
KIND = Text("按此类型书写,例见 /openapi.json", "Write it as that type; /openapi.json has examples")
REMEDIES: Mapping[str, Text] = {
    NO_SUCH_DAY: Text("核对年月日,写成 2026-10-31", "Check year, month and day; write it like 2026-10-31"),
    NO_SUCH_MOMENT: Text("写成 2026-10-31 或 2026-10-31T08:00", "Write it like 2026-10-31 or 2026-10-31T08:00"),
    "missing": Text("补上此项", "Add it"),
    "extra_forbidden": Text("去掉此项;有哪些项见 /openapi.json", "Leave it out; /openapi.json has the fields"),
    "json_invalid": Text("发送完整的 JSON", "Send complete JSON"),
    "string_type": Text('写成文本,如 "0005"', 'Write it as text, like "0005"'),
    "string_pattern_mismatch": Text("按此格式书写,例见 /openapi.json", "Write it so; /openapi.json has examples"),
    **dict.fromkeys(
        ("string_too_short", "string_too_long", "too_short", "too_long", "finite_number", "int_parsing_size"), WITHIN
    ),
    **dict.fromkeys(("greater_than_equal", "greater_than", "less_than_equal", "less_than"), WITHIN),
    **dict.fromkeys(("bool_type", "bool_parsing"), TRUTH),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float", "float_type", "float_parsing"), NUMBER),
    **dict.fromkeys(("literal_error", "enum"), ONE_OF),
    **dict.fromkeys(("list_type", "dict_type", "model_type", "model_attributes_type"), KIND),
    **dict.fromkeys(
        ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"), WRITE_DAY
    ),
    **dict.fromkeys(
        ("datetime_type", "datetime_parsing", "datetime_from_date_parsing", "timezone_aware"), WRITE_MOMENT
    ),
    "time_parsing": Text("写成 08:30", "Write it like 08:30"),
}
"""What mends a fault, by its kind."""


_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T([01][0-9]|2[0-3]):[0-5][0-9])?")


def real_day(text: str) -> str:
    """A day written YYYY-MM-DD that the calendar has; for use in a description of a field."""
    try:
        date.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError(NO_SUCH_DAY, "the calendar has no such day") from None
    return text


def local_moment(text: object) -> object:
    """A day, or a moment on a centre's clock to the minute, as `parse_wall` reads it; what is no text goes by."""
    if isinstance(text, str):
        if not _MOMENT.fullmatch(text.strip()):
            raise PydanticCustomError(NO_SUCH_MOMENT, "no day and no time on the centre's clock")
        real_day(text.strip()[:10])
    return text


def remedy(kind: str) -> Text:
    """What mends a fault of a kind."""
    return REMEDIES.get(kind, Text("见 /openapi.json", "See /openapi.json"))


def sentence(kind: str, english: str, context: Mapping[str, Any]) -> Text:
    """The fault in both languages; of a kind without a Chinese sentence, that it does not fit, and the English one."""
    if kind in OWN:
        return OWN[kind]
    words = ZH.get(kind)
    if words is None:
        return Text(f"不符合要求({english})", english)
    return Text(words.format_map({key: str(value) for key, value in context.items()}), english)
