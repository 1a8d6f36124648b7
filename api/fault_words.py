"""What pydantic finds wrong with a request, in both languages; its own sentences are English."""

from collections.abc import Mapping
from typing import Any

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


def sentence(kind: str, english: str, context: Mapping[str, Any]) -> Text:
    """The fault in both languages; of a kind without a Chinese sentence, that it does not fit, and the English one."""
    words = ZH.get(kind)
    if words is None:
        return Text(f"不符合要求({english})", english)
    return Text(words.format_map({key: str(value) for key, value in context.items()}), english)
