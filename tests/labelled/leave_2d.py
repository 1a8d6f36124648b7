"""LEAVE-2d: sickness before the first duty starts (请假制度 §2)."""

from desk_world import at, leave

from labelled import EVE, SILENT, TIME, TOLD, Asked


def asked(label, roster, kind, filed, says, of=TIME, day=8):
    return Asked(label, roster, leave("a", kind, day, day, filed), filed, says, of)


CASES = (
    asked("at 07:59:59", "a: 8E", "sick", at(8, "07:59:59"), SILENT),
    asked("at 08:00", "a: 8E", "sick", at(8, "08:00"), TOLD),
    asked("an emergency at 07:59", "a: 8E", "emergency", at(8, "07:59"), SILENT),
    asked("an emergency at 08:00", "a: 8E", "emergency", at(8, "08:00"), TOLD),
    asked("for a late at 16:00", "a: 8L", "sick", at(8, "15:59"), SILENT),
    asked("personal leave is not asked", "a: 8E", "personal", at(8, "08:00"), SILENT),
    asked("a night at 22:00", "a: 8N", "sick", at(8, "21:59"), SILENT, EVE),
    asked("a night that began", "a: 8N", "sick", at(8, "22:00"), TOLD, EVE),
)  # fmt: skip
