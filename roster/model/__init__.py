"""The records of a roster: frozen, typed, with no arithmetic hidden in them."""

from roster.model.calendar import HolidayCalendar
from roster.model.case import Case
from roster.model.centre import Centre, Month, Service
from roster.model.demand import Load, SeatRequirement
from roster.model.people import Agent, Grade, PastContract, Protection, Role
from roster.model.requests import Availability, Entitlement, Leave, LeaveStatus, Pin, Wish
from roster.model.roster import Duty, Roster, Stayed
from roster.model.shift import Break, Shift

__all__ = [
    "Agent",
    "Availability",
    "Break",
    "Case",
    "Centre",
    "Duty",
    "Entitlement",
    "Grade",
    "HolidayCalendar",
    "Leave",
    "LeaveStatus",
    "Load",
    "Month",
    "PastContract",
    "Pin",
    "Protection",
    "Role",
    "Roster",
    "SeatRequirement",
    "Service",
    "Shift",
    "Stayed",
    "Wish",
]
