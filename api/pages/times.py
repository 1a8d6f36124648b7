"""Days and instants as the pages write them, in the centre's zone."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from roster.model import Month, Shift
from roster.text import Language, Text, clock_time

WEEKDAYS = (
    Text("周一", "Mon"),
    Text("周二", "Tue"),
    Text("周三", "Wed"),
    Text("周四", "Thu"),
    Text("周五", "Fri"),
    Text("周六", "Sat"),
    Text("周日", "Sun"),
)


def day_text(day: date) -> Text:
    """`2026-10-20 周二`."""
    name = WEEKDAYS[day.weekday()]
    return Text(f"{day} {name.zh}", f"{day} {name.en}")


def short_day(day: date) -> Text:
    """`10-20 周二`, where the year is plain."""
    name = WEEKDAYS[day.weekday()]
    return Text(f"{day:%m-%d} {name.zh}", f"{day:%m-%d} {name.en}")


def span_text(first: date, last: date, today: date) -> tuple[Text, Text]:
    """Two days, short where both are of this year; else the year tells when."""
    written = short_day if first.year == last.year == today.year else day_text
    return written(first), written(last)


def moment_text(moment: datetime, zone: ZoneInfo) -> Text:
    """`2026-10-20 周二 08:00`."""
    local = moment.astimezone(zone)
    day = day_text(local.date())
    return Text(f"{day.zh} {local:%H:%M}", f"{day.en} {local:%H:%M}")


def deadline_text(moment: datetime, zone: ZoneInfo) -> Text:
    """The same of a time by which something is done; midnight is the end of the day before, as people say it."""
    local = moment.astimezone(zone)
    if (local.hour, local.minute, local.second) != (0, 0, 0):
        return moment_text(moment, zone)
    day = day_text(local.date() - timedelta(days=1))
    return Text(f"{day.zh} 24:00", f"{day.en} 24:00")


def month_text(month: Month, language: Language) -> str:
    """`2026年10月`, `October 2026`."""
    return f"{month.year}年{month.number}月" if language == "zh" else f"{month.first:%B %Y}"


def hours_of(shift: Shift) -> str:
    """`07:00–15:00`; an end on the next day is marked."""
    return " ".join(_span(start, end) for start, end in shift.spans)


def _span(start: int, end: int) -> str:
    later = "⁺¹" if end > 24 * 60 else ""
    return f"{clock_time(start % (24 * 60))}–{clock_time(end - 24 * 60 if later else end)}{later}"


def left_text(span: timedelta) -> Text:
    """How long there is still: `还有 1 小时 12 分`, `还有 2 天`; 已过 where it is past."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 0:
        return Text("已过", "passed")
    days, hours = divmod(minutes // 60, 24)
    if days >= 2:
        return Text(f"还有 {days} 天", f"{days} d")
    if days or hours:
        hours += 24 * days
        rest = minutes % 60
        return Text(
            f"还有 {hours} 小时" + (f" {rest} 分" if rest else ""), f"{hours} h" + (f" {rest} min" if rest else "")
        )
    return Text(f"还有 {minutes} 分", f"{minutes} min")
