"""How the desk writes duties, instants and people in its sentences."""

import re
from collections.abc import Iterable
from datetime import date, datetime

from roster.desk.board.board import Board
from roster.model import Duty, Grade
from roster.model.swap import SwapRequest
from roster.text import Text, both

_CHINESE = {
    "swap": "换班",
    "cover": "顶班",
    "change": "调班",
    "cycle": "环换",
    "requested": "待对方",
    "accepted": "待审批",
    "effective": "生效",
    "declined": "已拒绝",
    "withdrawn": "已撤回",
    "expired": "已过期",
    "void": "已作废",
    "pending": "待审批",
    "provisional": "暂定",
    "in effect, certificate due": "已生效,待证明",
    "returned": "已销假",
    "lapsed": "已失效",
    "draft": "草稿",
    "published": "已发布",
    "superseded": "已被替代",
    "closed": "已月结",
    "personal": "事假",
    "sick": "病假",
    "emergency": "急诊",
    "business": "因公",
    "study": "学习",
    "annual": "年假",
    "asked": "待答复",
    "agreed": "已同意",
    "open": "待匹配",
    "proposed": "已提出",
    "granted": "已满足",
    "final": "已定",
    "cleared": "已消除",
    "late": "迟到",
    "away": "离岗",
    "left early": "早退",
    "absent": "未到",
    "on time": "到岗",
    "left with permission": "准假离岗",
    "replaced": "已有人顶",
    "unmarked": "未点",
    "leader": "班长核定",
    "roll call": "点名",
    "check-in": "签到",
    "file": "导入考勤",
    "proxy": "代签",
    "return": "未按时销假",
    "done": "已完成",
    "due": "待完成",
    "untested": "未考核",
    "missed": "缺考",
    "below": "未达标",
    "kept": "维持",
    "to decide": "待核定",
    "decided": "已核定",
    "weekly": "班务会",
    "all-hands": "全员会",
    "overdue": "已逾期",
    "present": "到会",
    "expected": "可到会",
    "on duty": "当班",
    "after a night": "下夜班",
    "out": "离岗中",
    "call-in": "紧急加班",
    "stay": "延时",
    "refused": "未接受",
    "back": "已返岗",
    "on leave": "请假",
}
"""States and kinds of the desk, which are English words, in Chinese."""


def state_words(value: str) -> Text:
    """A state or kind in words; what the house has no word for stays as it is."""
    return Text(_CHINESE.get(value, value), value)


def leave_state_words(state: str) -> Text:
    """Where a leave stands: sickness counts from its report on, and asks for a certificate."""
    return state_words("in effect, certificate due" if state == "provisional" else state)


_GRADES = {
    Grade.JUNIOR: Text("初级", "junior"),
    Grade.INTERMEDIATE: Text("中级", "intermediate"),
    Grade.SENIOR: Text("高级", "senior"),
}


def grade_words(grade: Grade | None) -> Text:
    """A grade in a sentence."""
    return Text("未定级", "no grade") if grade is None else _GRADES[grade]


def days_words(days: float) -> Text:
    """A number of days, to hundredths: `2.5 天`, `1 day`."""
    amount = f"{round(days, 2):g}"
    return Text(f"{amount} 天", f"{amount} day" if amount == "1" else f"{amount} days")


_PAY_BACKS = {
    "owed": Text("待还", "owed"),
    "worked": Text("已还", "worked"),
    "agreed": Text("已改期", "put on another day"),
    "waived": Text("已免", "waived"),
    "void": Text("已作废", "void"),
}


def pay_back_words(state: str) -> Text:
    """Where a pay-back stands, in words."""
    return _PAY_BACKS[state]


def duty_words(duty: Duty) -> str:
    """Day and shift of a duty: `2026-10-05 N`."""
    return f"{duty.day} {duty.shift}"


def day_words(day: date) -> Text:
    """A day as people say it, with the year only in figures: 10月4日, 4 October."""
    return Text(f"{day.month}月{day.day}日", f"{day.day} {day:%B}")


def wall_words(moment: tuple[date, int]) -> Text:
    """A wall minute of a day, the day alone at midnight: 10月4日, 10月4日 11:00."""
    (day, minute), clock = moment, ""
    if minute:
        clock = f" {minute // 60:02d}:{minute % 60:02d}"
    words = day_words(day)
    return Text(f"{words.zh}{clock}", f"{words.en}{clock}")


def moment_words(board: Board, moment: datetime) -> str:
    """An instant on the centre's clock, to the minute."""
    return board.month_case.local(moment).strftime("%Y-%m-%d %H:%M")


def hours_words(minutes: float) -> Text:
    """Minutes as hours, without needless zeros: 7.5 小时, 7.5 h."""
    return Text(f"{minutes / 60:g} 小时", f"{minutes / 60:g} h")


def swap_words(swap: SwapRequest) -> Text:
    """The register's number of a swap (第 1 号, No. 1), or its id while it has none."""
    if swap.number is None:
        return both(swap.swap_id)
    return Text(f"第 {swap.number} 号", f"No. {swap.number}")


def split_words(parts: Iterable[tuple[date, date]]) -> Text:
    """A leave in parts, as a proposal."""
    spans = [f"{start} – {end}" if start != end else f"{start}" for start, end in parts]
    return Text(f"拆分为 {'、'.join(spans)}", f"split it into {', '.join(spans)}")


_NOTES = (
    (r"re-planned", "调整排班"),
    (r"from version (\d+)", "由第 {} 版改"),
    (r"edited from version (\d+)", "由第 {} 版修改"),
    (r"solved from version (\d+)", "由第 {} 版重新生成"),
    (r"re-plan of version (\d+)", "调整第 {} 版"),
)
"""What the desk itself notes on a version, and how that reads in Chinese."""


def note_words(note: str) -> Text:
    """A version's note for people; what somebody wrote stays as it is."""
    for pattern, chinese in _NOTES:
        if found := re.fullmatch(pattern, note):
            return Text(chinese.format(*found.groups()), note)
    return both(note)
