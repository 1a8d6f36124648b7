"""The words of the workbook: weekdays, months, heads of columns."""

from datetime import date
from unicodedata import east_asian_width

from roster.model import Grade, Role, Shift
from roster.text import Language, Text, clock_span

ROSTER_SHEET = Text("排班表", "Roster")
COVERAGE_SHEET = Text("座席覆盖", "Coverage")
SERVICE_SHEET = Text("预计服务水平", "Service")
FAIRNESS_SHEET = Text("公平", "Fairness")
UNMET_SHEET = Text("未满足", "Not granted")
SEATS_SHEET = Text("缺座席明细", "Seats short")
BREAKS_SHEET = Text("休息", "Breaks")
"""Followed by the day: `休息 10-12`."""
FAULTS_SHEET = Text("问题", "Faults")
BESIDE_THE_ROSTER = (
    COVERAGE_SHEET,
    SERVICE_SHEET,
    FAIRNESS_SHEET,
    UNMET_SHEET,
    SEATS_SHEET,
    BREAKS_SHEET,
    FAULTS_SHEET,
)
"""The sheets that stand beside the roster in a workbook that this house writes: none of them holds a roster."""

GRADES = {
    Grade.JUNIOR: Text("初级", "Junior"),
    Grade.INTERMEDIATE: Text("中级", "Intermediate"),
    Grade.SENIOR: Text("高级", "Senior"),
}
ROLES = {
    Role.AGENT: Text("", ""),
    Role.DEPUTY: Text("副班长", "Deputy"),
    Role.LEADER: Text("班长", "Leader"),
    Role.MANAGER: Text("值班经理", "Manager"),
}
LEAVE_KINDS = {
    "personal": Text("事假", "personal"),
    "sick": Text("病假", "sick"),
    "emergency": Text("急诊", "emergency"),
    "business": Text("因公", "business"),
    "study": Text("学习", "study"),
    "annual": Text("年假", "annual"),
}
_WEEKDAYS = tuple(
    Text(zh, en) for zh, en in zip("一二三四五六日", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True)
)
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def weekday(day: date, language: Language) -> str:
    """The day's short name."""
    return _WEEKDAYS[day.weekday()].to(language)


def month_name(day: date, language: Language) -> str:
    """The month that holds `day`."""
    return f"{day.year}年{day.month}月" if language == "zh" else f"{_MONTHS[day.month - 1]} {day.year}"


def clock(minute: int) -> str:
    """A wall minute as `HH:MM`; the day's end is `24:00`, minutes of the next day count from its 00:00."""
    return "24:00" if minute == 1440 else f"{minute // 60 % 24:02d}:{minute % 60:02d}"


def hours_of(shift: Shift) -> str:
    """A shift's wall times, `08:00–16:00`; both spans of a split duty."""
    return " ".join(clock_span(start, end) for start, end in shift.spans)


def leave_kind(kind: str, language: Language) -> str:
    """A kind of leave as people say it; a configured one by its own name."""
    return LEAVE_KINDS[kind].to(language) if kind in LEAVE_KINDS else kind


def width(text: str) -> float:
    """A text's width in digits of the font; Chinese characters take about two."""
    return sum(1.9 if east_asian_width(char) in "WF" else 1.0 for char in text)
