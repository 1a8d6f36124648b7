"""LEAVE-2b: special leave an hour before the shift (请假制度 §2)."""

from desk_world import at, leave

from labelled import EVE, SILENT, TIME, TOLD, Asked


def asked(label, roster, filed, says, kind=TIME, world=None, day=8, special=True):
    request = leave("a", "personal", day, day, filed, special=special)
    return Asked(label, roster, request, filed, says, kind, world or {})


CASES = (
    asked("at 06:59", "a: 8E", at(8, "06:59"), SILENT),
    asked("at 07:00", "a: 8E", at(8, "07:00"), SILENT),
    asked("a second later", "a: 8E", at(8, "07:00:01"), TOLD),
    asked("two hours of notice", "a: 8E", at(8, "06:01"), TOLD, world={"rules": {"special_notice_minutes": 120}}),
    asked("ordinary leave is LEAVE-2a's", "a: 8E", at(8, "07:30"), SILENT, special=False),
    asked("a late at 16:00", "a: 8L", at(8, "15:00"), SILENT),
    asked("a late, a minute late", "a: 8L", at(8, "15:01"), TOLD),
    asked("the night of the eve is not what it touches", "a: 7N 8L", at(8, "14:00"), SILENT, EVE),
    asked("a night on the same day", "a: 8N", at(8, "21:00"), SILENT, EVE),
)  # fmt: skip
