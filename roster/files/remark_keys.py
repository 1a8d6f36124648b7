"""Remarks in people's own words (夜里不需要班长, 夜班不超过6个): no rule is read from them, but its key is named."""

import re
from collections.abc import Sequence

from roster.text import Text
from roster.words import normal

_COUNT = r"[0-9一二两三四五六七八九十]+"
KEYS: Sequence[tuple[str, str, Text]] = (
    (
        r"班长|组长|带班|\bleaders?\b",
        "leaders_on_duty",
        Text("有座席的时段要几名班长当班，不分昼夜，0 为不要求", "leaders on duty by day and night alike, 0 for none"),
    ),
    (
        r"老员工|老带新|高级|资深|\bseniors?\b",
        "min_seniors_on_duty",
        Text("有座席的时段要几名高级当班", "seniors on duty while seats are required"),
    ),
    (
        r"连(?:续|着|上).*夜|夜.*连(?:续|着|上)|连夜|nights? in a row",
        "max_consecutive_nights",
        Text("最多连续几个夜班", "nights in a row"),
    ),
    (
        rf"(?:每月|每人|月).*夜班?.*{_COUNT}|夜班?.*(?:不超过|最多|至多|上限).*{_COUNT}|nights a month",
        "max_nights_per_month",
        Text("每月最多几个夜班", "nights a month"),
    ),
    (rf"连(?:续|着|上).*{_COUNT} ?天|days in a row", "max_consecutive_days", Text("最多连续上几天", "days in a row")),
    (
        rf"(?:间隔|休息|休够|隔).*{_COUNT} ?(?:个)?(?:小时|h)|hours? (?:of rest|between)",
        "min_rest_hours",
        Text("两班之间至少休息几小时", "hours of rest between duties"),
    ),
    (r"加班|overtime", "max_overtime_month", Text("每月最多加班几小时", "hours of overtime a month")),
)
"""What a remark speaks of, the parameter that says it, and what that means."""

_FLOOR = re.compile(rf"(?:至少|最少|不少于|不低于|保证|at least) ?{_COUNT}", re.IGNORECASE)


_NO_NIGHTS = re.compile(r"(?:不|免|禁|勿|别)(?:参加|上|排|值|能|用|安排)*(?:大|小)?夜|no nights", re.IGNORECASE)


_PLACES: Sequence[tuple[str, Text]] = (
    (
        r"班次|固定休|固定班|休息日|排休|可上班",
        Text(
            "；各人能上的班和日子，写进 可上班时间 表（工号、星期或日期、班次、可上班）",
            "; what each may work goes into the table availability (agent_id, weekday or date, shift, available)",
        ),
    ),
    (
        r"(?:每日|每天|日)(?:标准)?(?:工时|工作)",
        Text(
            "；工时写在 每周工时 或 合同工时（一月）列", "; hours go into weekly_hours or contract_hours (of a month)"
        ),
    ),
    (
        r"[年事病]假|调休|假期|剩余假|加班余额",
        Text("；每人的假期天数，写进 假期额度 表", "; days of leave go into the table entitlements"),
    ),
)
"""Heads among the people that speak of what another table or column holds."""


def place_for(head: str) -> Text:
    """`；…` and `; …` with the place for what a column of the people's table holds that is not read; may be empty."""
    return next((place for pattern, place in _PLACES if re.search(pattern, normal(head))), Text("", ""))


def key_for(remark: str) -> Text:
    """`；…` and `; …` with the key by which a remark can be said so that it counts; empty where nothing is known."""
    text = normal(remark)
    if _NO_NIGHTS.search(text):
        return Text(
            "；要算数，在人员表加一列 能否夜班，不上夜班的人写 否",
            "; to have it count, add a column nights to agents with false for those who work none",
        )
    for pattern, key, meaning in KEYS:
        if re.search(pattern, text, re.IGNORECASE):
            return Text(
                f"；要算数，写进中心表：规则.{key}（{meaning.zh}）",
                f"; to have it count, set rules.{key} of the centre ({meaning.en})",
            )
    if _FLOOR.search(text):
        return Text(
            "；要算数，写进座席需求表的 最低座席 列",
            "; to have it count, write it into the column min_seats of seats",
        )
    return Text("", "")
