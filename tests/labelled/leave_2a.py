"""LEAVE-2a: ordinary leave by the end of the day before, and not later than LEAVE-2b asks (请假制度 §2)."""

from desk_world import at, leave

from labelled import BEFORE, SILENT, TIME, TOLD, Asked

HOURS = {"rules": {"personal_notice_by": "hours"}}


def asked(label, roster, day, filed, says, kind=TIME, world=None, **given):
    given.setdefault("kind", "personal")
    sort = given.pop("kind")
    return Asked(label, roster, leave("a", sort, day, day, filed, **given), filed, says, kind, world or {})


CASES = (
    asked("at 23:59:59 the day before", "a: 8E", 8, at(7, "23:59:59"), SILENT),
    asked("at midnight", "a: 8E", 8, at(8), TOLD),
    asked("an hour before the duty", "a: 8E", 8, at(8, "07:00"), TOLD),
    asked("a duty from 00:00: an hour before it", "a: 9Z", 9, at(8, "23:00"), SILENT),
    asked("a duty from 00:00: a minute later", "a: 9Z", 9, at(8, "23:01"), TOLD),
    asked("a free day: the day itself counts", "a: 12E", 8, at(7, "22:59"), SILENT),
    asked("a free day, on it", "a: 12E", 8, at(8), TOLD),
    asked("two days of notice", "a: 12E", 12, at(10, "23:59"), SILENT, world={"rules": {"personal_notice_days": 2}}),
    asked("two days of notice, one given", "a: 12E", 12, at(11), TOLD, world={"rules": {"personal_notice_days": 2}}),
    asked("by hours: 24 before the duty", "a: 8E", 8, at(7, "08:00"), SILENT, world=HOURS),
    asked("by hours: a minute less", "a: 8E", 8, at(7, "08:01"), TOLD, world=HOURS),
    asked("annual leave is ordinary", "a: 8E", 8, at(8), TOLD, kind=TIME),
    Asked("a special case is LEAVE-2b's", "a: 8E", leave("a", "personal", 8, 8, at(8), special=True), at(8), SILENT),
    Asked("sickness is LEAVE-2d's", "a: 8E", leave("a", "sick", 8, 8, at(8)), at(8), SILENT),
    Asked("business ordered by the own leader at 07:30", "a: 8E",
          leave("a", "business", 8, 8, at(8, "07:30"), filed_by="l1"), at(8, "07:30"), SILENT, TIME),
    Asked("business one asks for oneself", "a: 8E", leave("a", "business", 8, 8, at(8, "07:30")), at(8, "07:30"), TOLD,
          TIME),
    Asked("the first of the month, filed on the last of September", "a: 1E", leave("a", "personal", 1, 1,
          at(30, "23:59", 9)), at(30, "23:59", 9), SILENT, BEFORE),
)  # fmt: skip
