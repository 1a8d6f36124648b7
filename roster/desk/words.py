"""How the desk writes duties, instants and people in its sentences."""

from datetime import date, datetime, timedelta

from roster.desk.board.board import Board
from roster.model import Duty
from roster.model.leave_request import LeaveRequest
from roster.model.swap import SwapRequest
from roster.text import Text

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
    "return": "未按时销假",
}
"""States and kinds of the desk, which are English words, in Chinese."""


def state_words(value: str) -> Text:
    """A state or kind in words; what the house has no word for stays as it is."""
    return Text(_CHINESE.get(value, value), value)


def duty_words(duty: Duty) -> str:
    """Day and shift of a duty: `2026-10-05 N`."""
    return f"{duty.day} {duty.shift}"


def day_words(day: date) -> Text:
    """A day as people say it, with the year only in figures: 10月4日, 4 October."""
    return Text(f"{day.month}月{day.day}日", f"{day.day} {day:%B}")


def moment_words(board: Board, moment: datetime) -> str:
    """An instant on the centre's clock, to the minute."""
    return board.ground.local(moment).strftime("%Y-%m-%d %H:%M")


def hours_words(minutes: float) -> str:
    """Minutes as hours, without needless zeros: `7.5 h`."""
    return f"{minutes / 60:g} h"


def swap_words(swap: SwapRequest) -> str:
    """The register's number of a swap, or its id while it has none."""
    return f"No. {swap.number}" if swap.number is not None else swap.swap_id


def split_words(leave: LeaveRequest, day: date) -> Text | None:
    """The leave without one of its days, as a proposal; None where nothing is left."""
    parts = []
    if leave.start < day:
        parts.append((leave.start, min(leave.end, day - timedelta(days=1))))
    if leave.end > day:
        parts.append((max(leave.start, day + timedelta(days=1)), leave.end))
    if not parts:
        return None
    told = ", ".join(f"{start} – {end}" if start != end else f"{start}" for start, end in parts)
    return Text(f"拆分为 {told}", f"split it into {told}")
