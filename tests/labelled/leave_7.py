"""LEAVE-7: no leave on public holidays, but an extreme case two days ahead (请假制度 §7; 换班制度 §9)."""

from dataclasses import replace

from desk_world import CALENDAR, at, leave, on

from labelled import BEFORE, BETWEEN, CONSENT, EVE, REFUSED, SILENT, TIME, TOLD, Asked
from roster.model.approval import DecisionAct

EARLY = at(1, month=9)
STATUTORY = {"calendar": replace(CALENDAR, bridges=frozenset(on(day) for day in range(4, 8))),
             "rules": {"holiday_days": "statutory"}}  # fmt: skip


def asked(label, roster, first, last, filed, says, of=TIME, extreme=True, kind="personal", **world):
    return Asked(label, roster, leave("a", kind, first, last, filed, extreme=extreme), filed, says, of, world)


EXTREME = leave("a", "personal", 6, 6, at(3), extreme=True)
CASES = (
    asked("extreme at 23:59:59 two days before", "a: 6E", 6, 6, at(4, "23:59:59"), CONSENT),
    asked("extreme a second later", "a: 6E", 6, 6, at(5), REFUSED),
    asked("not extreme, weeks ahead", "a: 6E", 6, 6, EARLY, REFUSED, extreme=False),
    asked("the 8th", "a: 8E", 8, 8, EARLY, SILENT, extreme=False),
    asked("a holiday without a duty", "a: 8E", 7, 8, EARLY, SILENT, extreme=False),
    asked("one of several is a holiday", "a: 7E 8E 9E", 7, 9, EARLY, REFUSED, extreme=False),
    asked("before any roster the days count", "", 7, 8, EARLY, REFUSED, extreme=False, published=False),
    asked("before any roster, working days", "", 8, 9, EARLY, SILENT, extreme=False, published=False),
    asked("sick on a holiday", "a: 6E", 6, 6, at(6, "07:00"), TOLD, kind="sick", extreme=False),
    asked("three days of notice", "a: 6E", 6, 6, at(4), REFUSED, rules={"holiday_notice_days": 3}),
    asked("statutory days alone: the 3rd", "a: 3E", 3, 3, EARLY, REFUSED, "boundary", extreme=False, **STATUTORY),
    asked("statutory days alone: the 4th", "a: 4E", 4, 4, EARLY, SILENT, "boundary", extreme=False, **STATUTORY),
    asked("the morning after the holiday's last night", "a: 7N 12E", 8, 8, EARLY, SILENT, EVE, extreme=False),
    asked("the holiday's last night", "a: 7N", 7, 7, EARLY, REFUSED, EVE, extreme=False),
    asked("the 1st, extreme, told on 29 September", "a: 1E", 1, 1, at(29, "23:59", 9), CONSENT, BEFORE),
    asked("the 1st, extreme, told on 30 September", "a: 1E", 1, 1, at(30, "00:00", 9), REFUSED, BEFORE),
    Asked("decided without a word on it", "a: 6E", DecisionAct(EXTREME, "l1", True), at(3, "08:00"), REFUSED),
    Asked("decided with express consent", "a: 6E", DecisionAct(EXTREME, "l1", True, consent=True), at(3, "08:00"),
          SILENT),
    Asked("a swap put a duty on the holiday meanwhile", "a: 6E", DecisionAct(leave("a", "personal", 6, 6, EARLY), "l1",
          True), at(2), REFUSED, BETWEEN),
)  # fmt: skip
