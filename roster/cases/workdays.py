"""Which days are legal working days in China.

A table of its own, so that a generated case stays the same whatever version of a calendar package is there.
"""

from datetime import date, timedelta

from roster.model.centre import Month

# 国务院办公厅 notices on the public holidays of 2025 and 2026: breaks (first, last day) and make-up workdays.
BREAKS = [
    ("2025-01-01", "2025-01-01"),
    ("2025-01-28", "2025-02-04"),
    ("2025-04-04", "2025-04-06"),
    ("2025-05-01", "2025-05-05"),
    ("2025-05-31", "2025-06-02"),
    ("2025-10-01", "2025-10-08"),
    ("2026-01-01", "2026-01-03"),
    ("2026-02-15", "2026-02-23"),
    ("2026-04-04", "2026-04-06"),
    ("2026-05-01", "2026-05-05"),
    ("2026-06-19", "2026-06-21"),
    ("2026-09-25", "2026-09-27"),
    ("2026-10-01", "2026-10-07"),
]
MAKE_UP_DAYS = {
    date.fromisoformat(day)
    for day in (
        *("2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"),
        *("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"),
    )
}
PUBLIC_HOLIDAYS = {
    date.fromisoformat(first) + timedelta(days=day)
    for first, last in BREAKS
    for day in range((date.fromisoformat(last) - date.fromisoformat(first)).days + 1)
}


def is_public_holiday(day: date) -> bool:
    """Whether ``day`` lies in a break; other years than 2025 and 2026 have none here."""
    return day in PUBLIC_HOLIDAYS


def is_legal_working_day(day: date) -> bool:
    """A weekday that is no public holiday, or a make-up workday."""
    return day in MAKE_UP_DAYS or (day.weekday() < 5 and day not in PUBLIC_HOLIDAYS)


def legal_working_days(month: Month) -> list[date]:
    """The legal working days of ``month``, in order."""
    return [day for day in month if is_legal_working_day(day)]
